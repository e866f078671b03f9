//! The initials of the controller on cases of the state works.

use headstamp_plugin_api::wire::{Clue, ItemMark};

use crate::{has_digits, is, only};

/// Bologna and Capua.
const WORKS: [&str; 2] = ["B", "C"];

const CALIBRES: [&str; 3] = ["6.5x52mm", "7.35x51mm", "10.35x20mmR"];

/// Works, year and two letters, and nothing else: `B 17 A.M.`.
pub(crate) fn clue(marks: &[&ItemMark], calibre: Option<&str>) -> Option<Clue> {
    if marks.len() != 3 || calibre.is_some_and(|calibre| !CALIBRES.contains(&calibre)) {
        return None;
    }
    let works = only(
        marks
            .iter()
            .filter(|mark| WORKS.iter().any(|works| is(mark, works))),
    )?;
    let year = only(marks.iter().filter(|mark| is_year(mark)))?;
    let initials = only(marks.iter().filter(|mark| are_initials(mark)))?;
    let letters = initials.text.trim();
    let says = format!(
        "Beside the Italian state works {} and the year {} the letters {letters} are the initials of the controller; they \
         are no maker.",
        works.text, year.text
    );
    let clue = Clue::of(
        "acceptance",
        format!("initials {letters} of the controller"),
        [initials.index],
    );
    Some(clue.rule("controller", says).in_states(["IT"]))
}

/// Two digits, or three that begin with 9: `939` is 1939.
fn is_year(mark: &ItemMark) -> bool {
    has_digits(mark, 2) || (has_digits(mark, 3) && mark.text.trim().starts_with('9'))
}

/// Two capital letters, with or without dots, that are no Roman numeral.
fn are_initials(mark: &ItemMark) -> bool {
    let letters: String = mark.text.trim().chars().filter(|sign| *sign != '.').collect();
    let capitals = letters.len() == 2 && letters.bytes().all(|letter| letter.is_ascii_uppercase());
    capitals && mark.enclosure.is_none() && !letters.bytes().all(|letter| b"IVX".contains(&letter))
}
