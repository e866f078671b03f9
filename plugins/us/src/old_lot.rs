//! Older lot numbers, which hold no date, on packing.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::makers::WARTIME;

const STATE: &str = "US";

/// Clues for marks in one of the older forms.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    item.stamped()
        .flat_map(|mark| with_interfix(mark).or_else(|| running(mark)).unwrap_or_default())
        .collect()
}

/// `LW-06-01A`: symbol, interfix, sequence, suffix of rework.
fn with_interfix(mark: &ItemMark) -> Option<Vec<Clue>> {
    let text = mark.text.trim();
    let [symbol, interfix, sequence] = text.split('-').collect::<Vec<_>>()[..] else {
        return None;
    };
    let digits = sequence.trim_end_matches(|sign: char| sign.is_ascii_uppercase());
    let suffix = sequence.get(digits.len()..)?;
    if !is_symbol(symbol) || !is_number(interfix, 2..=3) || !is_number(digits, 2..=3) || suffix.len() > 1 {
        return None;
    }
    let reworked = if suffix.is_empty() {
        String::new()
    } else {
        format!(", reworked lot {suffix}")
    };
    let says = format!(
        "An older form of lot number of the United States: symbol {symbol}, interfix {interfix}, sequence \
         {digits}{reworked}. It holds no date: {interfix} is not a year."
    );
    let source = ["us-army-mm0145-lot-number"];
    let lot = Clue::of("lot", text, [mark.index])
        .rule("old-lot-with-interfix", says)
        .documented(source)
        .in_states([STATE]);
    let years = [interfix, digits].into_iter().filter(|part| part.len() == 2);
    let years = years.map(|part| {
        no_year(mark, &format!("{}{part}", if part < "50" { "20" } else { "19" })).documented(source)
    });
    Some(std::iter::once(lot).chain(years).collect())
}

/// `LC-12345`: symbol and running number.
fn running(mark: &ItemMark) -> Option<Vec<Clue>> {
    let text = mark.text.trim();
    let (symbol, number) = text.split_once('-')?;
    if !WARTIME.contains(&symbol) || symbol.len() == 1 || !is_number(number, 4..=6) {
        return None;
    }
    let says = format!(
        "{text} has the form of a lot number of the 1940s to 1960s: maker {symbol} and a running number. It holds no date."
    );
    let lot = Clue::of("lot", text, [mark.index])
        .rule("old-running-lot", says)
        .in_states([STATE]);
    let year = (number.len() == 4 && ("1800".."2100").contains(&number)).then(|| no_year(mark, number));
    Some(std::iter::once(lot).chain(year).collect())
}

fn no_year(mark: &ItemMark, year: &str) -> Clue {
    Clue::of("year", year, [mark.index])
        .rule(
            "old-lot-holds-no-date",
            format!(
                "No part of the older lot number “{}” is a year.",
                mark.text.trim()
            ),
        )
        .in_states([STATE])
        .excludes()
}

fn is_symbol(text: &str) -> bool {
    matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_number(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
