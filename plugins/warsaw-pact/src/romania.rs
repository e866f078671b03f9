//! 7.92 mm of the 1970s.

use headstamp_plugin_api::wire::{Clue, ItemMark};

use crate::{has_digits, only};

const CALIBRE: &str = "7.92x57mm";

/// Romanian military codes of that time.
const CODES: [&str; 2] = ["21", "22"];

/// Code and year on 7.92x57 mm: the works follows from calibre and year, whatever the number means elsewhere.
pub(crate) fn clues(marks: &[&ItemMark], calibre: Option<&str>) -> Option<Clue> {
    if calibre != Some(CALIBRE) || marks.len() != 2 {
        return None;
    }
    let two_digits = || marks.iter().filter(|mark| has_digits(mark, 2));
    let code = only(two_digits().filter(|mark| CODES.contains(&mark.text.trim())))?;
    let year = only(two_digits().filter(|mark| mark.number().is_some_and(|year| (72..=78).contains(&year))))?;
    let says = format!(
        "Romanian cartridges of this calibre of the 1970s are reported from the works at Sadu. That holds for calibre and year \
         {}; which works the code {} meant otherwise is open.",
        year.text.trim(),
        code.text.trim()
    );
    Some(
        Clue::of("plant", "Sadu (by calibre and year)", [code.index])
            .rule("sadu-792", says)
            .in_states(["RO"]),
    )
}
