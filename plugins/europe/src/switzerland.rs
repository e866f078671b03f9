//! The letters of `DA`: metal supplier and works in one mark.

use headstamp_plugin_api::pair;
use headstamp_plugin_api::wire::{Clue, ItemMark};

use crate::{has_digits, is, only};

const CALIBRE: &str = "7.5x55mm";

/// `DA 4.60` or `DA 4 60`, and nothing else.
pub(crate) fn clue(marks: &[&ItemMark], calibre: Option<&str>) -> Option<Clue> {
    if calibre.is_some_and(|calibre| calibre != CALIBRE) {
        return None;
    }
    let mark = only(marks.iter().filter(|mark| is(mark, "DA")))?;
    let others: Vec<&&ItemMark> = marks.iter().filter(|other| other.index != mark.index).collect();
    let dated = match others.as_slice() {
        [together] => pair(&together.text).is_some_and(|(month, year)| is_month(month) && year.len() == 2),
        [month, year] => month.enclosure.is_none() && is_month(month.text.trim()) && has_digits(year, 2),
        _ => false,
    };
    let says = "In DA before month and year D is the supplier of the metal, Dornach, and A the works at Altdorf; the \
                Canadian Dominion Arsenal had the same letters.";
    let clue =
        Clue::of("case-metal", "metal supplier Dornach (D)", [mark.index]).rule("supplier-and-works", says);
    dated.then(|| clue.in_states(["CH"]))
}

fn is_month(text: &str) -> bool {
    text.len() <= 2
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse().is_ok_and(|n: u8| (1..=12).contains(&n))
}
