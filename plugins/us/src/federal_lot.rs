//! Lot codes on boxes of Federal Cartridge: year sign and day of the year.

use calendrical_calculations::gregorian::{fixed_from_gregorian, gregorian_from_fixed};
use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

/// How the maker's name stands on its boxes.
const NAMES: [&str; 2] = ["FC", "FEDERAL"];

/// Letters for 1994 to 2003, and with 400 added to the day for 2004 to 2013.
const LETTERS: &str = "HYRVWZXTNJ";

/// Added to the day in the second ten years of each round.
const SECOND_ROUND: i32 = 400;

/// Codes on a package that bears the name.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    if !item.stamped().any(|mark| NAMES.contains(&mark.folded.as_str())) {
        return Vec::new();
    }
    item.stamped().filter_map(code).collect()
}

/// The last four signs of the code: `J720`, `P17J720`.
fn code(mark: &ItemMark) -> Option<Clue> {
    let text = mark.text.trim();
    let code = text.get(text.len().checked_sub(4)?..)?;
    let before = text.get(..text.len() - 4)?;
    let shift_and_line = before.is_empty()
        || (before.starts_with(|sign: char| sign.is_ascii_uppercase())
            && before.len() > 1
            && before.bytes().skip(1).all(|byte| byte.is_ascii_digit()));
    let sign = code.chars().next()?;
    let day = code.get(1..)?;
    if !shift_and_line || !day.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, month, day) = date(sign, day.parse().ok()?)?;
    let says = format!(
        "Lot codes of Federal end in a sign for the year and the day of the year: {code} is {year}-{month:02}-{day:02}. It \
         dates the loading of the box."
    );
    let on = format!("{year}-{month:02}-{day:02}");
    Some(
        Clue::of("year", format!("{on}..{on}"), [mark.index])
            .rule("federal-lot", says)
            .documented(["iaa-forum-14428-federal-lot"])
            .in_states(["US"]),
    )
}

/// Year, month and day, if the year has such a day.
pub(crate) fn date(sign: char, day: i32) -> Option<(i32, u8, u8)> {
    let second = day > SECOND_ROUND;
    let tens = if second { 10 } else { 0 };
    let year = if let Some(digit) = sign.to_digit(10) {
        // 4 is 1974 and 1984, 3 is 1983 and 1993.
        1974 + tens + (i32::try_from(digit).ok()? + 6) % 10
    } else if sign == 'M' && !second {
        2014
    } else {
        1994 + tens + i32::try_from(LETTERS.find(sign)?).ok()?
    };
    let day = if second { day - SECOND_ROUND } else { day };
    let first = fixed_from_gregorian(year, 1, 1);
    let (of, month, day_of_month) = gregorian_from_fixed(first + i64::from(day) - 1).ok()?;
    (day > 0 && of == year).then_some((year, month, day_of_month))
}
