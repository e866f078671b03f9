//! The single digit beside code and year.

use headstamp_plugin_api::wire::{Clue, ItemMark};

use crate::{has_digits, only};

/// Codes of the state plants since the war.
pub(crate) const CODES: [&str; 3] = ["bxn", "aym", "zv"];

/// The tables have the digit 1 on this calibre, with the document that reports it.
const DOCUMENTED_ON: &str = "7.62x25mm";

/// Code, year and one digit, perhaps with stars: `3 53 bxn`.
pub(crate) fn clue(marks: &[&ItemMark], calibre: Option<&str>) -> Option<Clue> {
    let code = only(marks.iter().filter(|mark| is_code(mark)))?;
    let year = only(marks.iter().filter(|mark| has_digits(mark, 2)))?;
    let digit = only(
        marks
            .iter()
            .filter(|mark| has_digits(mark, 1) && mark.number() != Some(0)),
    )?;
    let stars = marks.iter().filter(|mark| mark.folded == "{star}").count();
    let number = digit.text.trim();
    let documented = number == "1" && calibre.is_none_or(|calibre| calibre == DOCUMENTED_ON);
    if marks.len() != 3 + stars || documented {
        return None;
    }
    let says = format!(
        "Beside the Czechoslovak code {} and the year {} the single digit {number} is no maker. It is nearly always 1, so it \
         is not shown to be a quarter of the year either; what it means is not established.",
        code.text.trim(),
        year.text.trim()
    );
    let clue = Clue::of(
        "type",
        format!("undetermined: single digit {number}"),
        [digit.index],
    );
    Some(clue.rule("single-digit", says).in_states(["CS"]))
}

/// Lower case, or capitals when somebody wrote all in capitals.
fn is_code(mark: &ItemMark) -> bool {
    let text = mark.text.trim();
    mark.enclosure.is_none()
        && CODES
            .iter()
            .any(|code| text == *code || text == code.to_uppercase())
}
