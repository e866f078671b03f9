//! A number as a solar Hijri year.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::{calibre, solar};

const STATES: [&str; 1] = ["IR"];

/// What the digits tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digits {
    /// At least one of ۴ ۵ ۶, which Arabic writes differently.
    Persian,
    /// Only digits that Persian and Arabic share.
    Shared,
    Western,
}

/// Nothing for Arabic ٤ ٥ ٦ and for what is not a number read in full.
fn digits(mark: &ItemMark) -> Option<Digits> {
    mark.number()?;
    let has = |range: std::ops::RangeInclusive<char>| mark.text.chars().any(|sign| range.contains(&sign));
    if has('\u{0664}'..='\u{0666}') {
        None
    } else if has('\u{06F4}'..='\u{06F6}') {
        Some(Digits::Persian)
    } else if has('\u{0660}'..='\u{0669}') || has('\u{06F0}'..='\u{06F9}') {
        Some(Digits::Shared)
    } else {
        Some(Digits::Western)
    }
}

/// Readings of every number that nothing else has taken.
pub(crate) fn clues(item: &Item, taken: &dyn Fn(u32) -> bool) -> Vec<Clue> {
    let alone = only_number(item);
    item.stamped()
        .filter(|mark| !taken(mark.index))
        .filter_map(|mark| Some((mark, i32::try_from(mark.number()?).ok()?, digits(mark)?)))
        .flat_map(|(mark, number, script)| match mark.digits() {
            Some(4) => in_full(mark, number).into_iter().collect(),
            Some(2) if script != Digits::Persian && !alone => Vec::new(),
            Some(2) => two_digits(mark, number, script),
            _ => Vec::new(),
        })
        .collect()
}

/// Whether the marking is one number and perhaps calibres: two numbers side by side are a factory and a year elsewhere.
fn only_number(item: &Item) -> bool {
    let others = item.stamped().filter(|mark| !calibre::is_named(mark));
    others.count() == 1
}

fn in_full(mark: &ItemMark, number: i32) -> Option<Clue> {
    let (year, imperial) = solar::full(number)?;
    let text = mark.text.trim();
    let (rule, how) = if imperial {
        (
            "imperial-year",
            format!("the imperial year {number}, which is solar Hijri {year}"),
        )
    } else {
        ("solar-hijri", format!("solar Hijri {year}"))
    };
    Some(clue(
        mark,
        year,
        rule,
        format!(
            "“{text}” is {how}, from March {} to March {}.",
            year + 621,
            year + 622
        ),
    ))
}

fn two_digits(mark: &ItemMark, number: i32, script: Digits) -> Vec<Clue> {
    let text = mark.text.trim();
    let full = |century: i32| Some(century + number).filter(|year| solar::YEARS.contains(year));
    // Western digits mostly write the Gregorian year: 03 is 2003, and not the solar Hijri 1403 as well.
    let years: Vec<i32> = match script {
        Digits::Western => full(1300).into_iter().collect(),
        Digits::Persian | Digits::Shared => full(1300).into_iter().chain(full(1400)).collect(),
    };
    let mut clues: Vec<Clue> = years
        .into_iter()
        .map(|year| {
            let said = solar::said(year);
            let (rule, says) = match script {
                Digits::Persian => (
                    "solar-hijri-two-digits",
                    format!("“{text}” in Persian digits is solar Hijri {year}, {said}."),
                ),
                Digits::Shared => (
                    "solar-hijri-shared-digits",
                    format!("“{text}” is solar Hijri {year}, {said}, if the digits are Persian; Arabic has the same forms."),
                ),
                Digits::Western => (
                    "solar-hijri-western-digits",
                    format!("“{text}” may be solar Hijri {year}, {said}, as well as a Gregorian year."),
                ),
            };
            clue(mark, year, rule, says)
        })
        .collect();
    if script == Digits::Persian {
        clues.push(not_gregorian(mark, number));
    }
    clues
}

/// Persian digits stand for the Iranian year.
fn not_gregorian(mark: &ItemMark, number: i32) -> Clue {
    let text = mark.text.trim();
    Clue::of("year", (1900 + number).to_string(), [mark.index])
        .rule(
            "persian-digits-are-not-gregorian",
            format!("“{text}” is written in Persian digits, in which a Gregorian year is not expected."),
        )
        .arg("mark", text)
        .against()
        .in_states(STATES)
}

fn clue(mark: &ItemMark, year: i32, rule: &str, says: String) -> Clue {
    Clue::of("year", solar::year(year), [mark.index])
        .rule(rule, says)
        .arg("mark", mark.text.trim())
        .arg("year", year.to_string())
        .in_states(STATES)
}
