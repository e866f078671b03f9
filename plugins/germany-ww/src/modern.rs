//! Cases and boxes since 1955: what stands beside maker and year is open.

use headstamp_plugin_api::pair;
use headstamp_plugin_api::wire::Clue;

use crate::marks::{Seen, only};

const STATE: [&str; 1] = ["DE"];

const MAKERS: [&str; 2] = ["MEN", "DAG"];

/// A letter and a number, or a second number, behind maker and year. No document says what they are.
pub(crate) fn lot(seen: &[Seen<'_>]) -> Vec<Clue> {
    let Some(maker) = only(
        seen.iter()
            .filter(|mark| MAKERS.iter().any(|maker| mark.is(maker))),
    ) else {
        return Vec::new();
    };
    let others: Vec<&Seen<'_>> = seen
        .iter()
        .filter(|mark| mark.index != maker.index && !mark.is_cross())
        .collect();
    let found = match others.as_slice() {
        [year, rest @ ..] if is_year(year) => behind_year(year, rest),
        [together] => in_one_mark(together),
        _ => None,
    };
    let Some((value, marks, what)) = found else {
        return Vec::new();
    };
    let says = format!(
        "{what} No document seen says how {} numbers its lots on the case.",
        maker.text
    );
    let years = match others.as_slice() {
        [together] => years_in(together),
        _ => Vec::new(),
    };
    let mut clues = vec![Clue::of("lot", format!("undetermined: {value}"), marks)];
    clues.extend(
        years
            .into_iter()
            .map(|year| Clue::of("year", year, [others[0].index])),
    );
    let clues = clues.into_iter();
    clues
        .map(|clue| clue.rule("open-beside-year", says.clone()).in_states(STATE))
        .collect()
}

/// Every year that one of two numbers in one mark can be, since the whole mark is read here.
fn years_in(mark: &Seen<'_>) -> Vec<String> {
    let Some((first, second)) = pair(mark.text) else {
        return Vec::new();
    };
    let years = [first, second].into_iter().filter(|text| is_two_digit_year(text));
    years
        .map(|text| format!("{}{text}", if text >= "55" { "19" } else { "20" }))
        .collect()
}

type Found = (String, Vec<u32>, String);

fn behind_year(year: &Seen<'_>, rest: &[&Seen<'_>]) -> Option<Found> {
    let perhaps = |text: &str| {
        format!(
            "“{text}” behind the year {} may be the lot of the case; it is no maker and no date.",
            year.text
        )
    };
    match rest {
        [letter, number] => {
            let text = format!("{} {}", letter.letter()?, number.number().map(|_| number.text)?);
            Some((
                format!("{text}, perhaps the lot"),
                vec![letter.index, number.index],
                perhaps(&text),
            ))
        }
        [one] if is_year(one) => {
            let value = format!(
                "{} and {}, one the year, the other perhaps a lot",
                year.text, one.text
            );
            let what = format!(
                "{} and {} could both be the year; the other one may be a lot.",
                year.text, one.text
            );
            Some((value, vec![year.index, one.index], what))
        }
        [one] => {
            let digits = one.text.get(1..)?;
            let letter = one
                .text
                .bytes()
                .next()
                .is_some_and(|byte| byte.is_ascii_uppercase());
            let numbered =
                (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
            let value = format!("{}, perhaps the lot", one.text);
            (letter && numbered).then(|| (value, vec![one.index], perhaps(one.text)))
        }
        _ => None,
    }
}

/// `86-21`: year and lot, or lot and year.
fn in_one_mark(mark: &Seen<'_>) -> Option<Found> {
    let (first, second) = pair(mark.text)?;
    if ![first, second].into_iter().any(is_two_digit_year) {
        return None;
    }
    let value = format!("{}, a year and perhaps a lot", mark.text);
    let what = format!(
        "“{}” may be a year and a lot; which part is which is not established.",
        mark.text
    );
    Some((value, vec![mark.index], what))
}

/// `DM 41` on the box of a German maker. On a case DM is Des Moines.
pub(crate) fn model(seen: &[Seen<'_>]) -> Vec<Clue> {
    let Some(maker) = only(
        seen.iter()
            .filter(|mark| MAKERS.iter().any(|maker| mark.is(maker))),
    ) else {
        return Vec::new();
    };
    let digits = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let apart = seen.windows(2).filter_map(|two| match two {
        [dm, number] if dm.is("DM") && digits(number.text) => {
            Some((number.text, vec![dm.index, number.index]))
        }
        _ => None,
    });
    let together = seen.iter().filter_map(|mark| {
        let number = mark.text.strip_prefix("DM")?;
        digits(number).then(|| (number, vec![mark.index]))
    });
    apart
        .chain(together)
        .map(|(number, marks)| {
            let says = format!(
                "DM {number} on a box of {} is the model number of the Bundeswehr; it is no maker and no year.",
                maker.text
            );
            Clue::of("type", format!("Bundeswehr model DM {number}"), marks)
                .rule("bundeswehr-model", says)
                .in_states(STATE)
        })
        .collect()
}

/// 1955 to 2025.
fn is_two_digit_year(text: &str) -> bool {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.parse().is_ok_and(|year: u8| year >= 55 || year <= 25)
}

fn is_year(mark: &Seen<'_>) -> bool {
    mark.two_digits().is_some() && is_two_digit_year(mark.text)
}
