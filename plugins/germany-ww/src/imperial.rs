//! Maker, month, year, brass: cases of the arsenals to 1918.

use headstamp_plugin_api::wire::Clue;

use crate::marks::{Seen, only};

const STATE: [&str; 1] = ["DE"];

/// Makers that the tables know with month and year. A test looks each up.
pub(crate) const MAKERS: [&str; 6] = ["S", "P", "K", "D", "C", "DWM"];

pub(crate) fn clues(seen: &[Seen<'_>]) -> Vec<Clue> {
    let mut clues = brass(seen).unwrap_or_default();
    clues.extend(roman_month(seen));
    clues
}

/// `S 67` in two marks, beside maker, month and year.
fn brass(seen: &[Seen<'_>]) -> Option<Vec<Clue>> {
    let at = only((0..seen.len()).filter(|at| seen.get(*at).is_some_and(|mark| mark.is("67"))))?;
    let copper = seen.get(at)?;
    // The order is a circle: the first mark stands behind the last.
    let sign = seen
        .get(at.checked_sub(1).unwrap_or(seen.len() - 1))
        .filter(|mark| mark.is("S"))?;
    let others = || {
        seen.iter()
            .filter(|mark| ![copper.index, sign.index].contains(&mark.index))
    };
    let maker = only(others().filter(|mark| MAKERS.contains(&mark.text) && mark.is(mark.text)))?;
    let numbers: Vec<&Seen<'_>> = others().filter(|mark| mark.index != maker.index).collect();
    let [a, b] = numbers.as_slice() else {
        return None;
    };
    let dated = (is_month(a) && year(b).is_some()) || (is_month(b) && year(a).is_some());
    let says = format!(
        "Beside maker {}, month and year S and 67 are one mark: brass of 67 per cent copper. What the S stands for is \
         disputed; it is not the maker Spandau.",
        maker.text
    );
    dated.then(|| {
        vec![
            Clue::of(
                "case-metal",
                "brass of 67 per cent copper, S67",
                [sign.index, copper.index],
            )
            .rule("brass-in-two-marks", says)
            .in_states(STATE),
            Clue::of("year", "1967", [copper.index])
                .rule(
                    "copper-is-no-year",
                    "67 behind S is the per cent of copper in the brass, and not the year 1967.",
                )
                .excludes()
                .in_states(STATE),
        ]
    })
}

/// Maker, year and a Roman numeral, and nothing else: not the way of the German arsenals.
fn roman_month(seen: &[Seen<'_>]) -> Option<Clue> {
    let roman = only(seen.iter().filter(|mark| mark.roman().is_some()))?;
    let others: Vec<&Seen<'_>> = seen.iter().filter(|mark| mark.index != roman.index).collect();
    let (maker, mark, year) = match others.as_slice() {
        [one] => {
            let digits = one.text.get(one.text.len().checked_sub(2)?..)?;
            let maker = one.text.strip_suffix(digits)?;
            (maker, *one, two_digit_year(digits)?)
        }
        [a, b] => match (year(a), year(b)) {
            (None, Some(year)) => (a.text, *b, year),
            (Some(year), None) => (b.text, *a, year),
            _ => return None,
        },
        _ => return None,
    };
    if !MAKERS.contains(&maker) {
        return None;
    }
    let says = format!(
        "German cases to 1918 have the month in digits; beside the Roman numeral {} the year {year} on a case of a German \
         maker {maker} is not expected. On British cases the numeral is the Mark of the cartridge.",
        roman.text
    );
    let clue = Clue::of("year", year.to_string(), [mark.index]).rule("roman-is-no-german-month", says);
    Some(clue.against().in_states(STATE))
}

fn is_month(mark: &Seen<'_>) -> bool {
    mark.number().is_some_and(|month| (1..=12).contains(&month))
}

fn year(mark: &Seen<'_>) -> Option<u32> {
    mark.two_digits().and_then(|_| two_digit_year(mark.text))
}

/// 1888 to 1918.
fn two_digit_year(text: &str) -> Option<u32> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse().ok().filter(|_| digits)? {
        yy @ 88..=99 => Some(1800 + yy),
        yy @ 0..=18 => Some(1900 + yy),
        _ => None,
    }
}
