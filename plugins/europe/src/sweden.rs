//! Numbers of works under Swedish orders.

use headstamp_plugin_api::wire::{Clue, ItemMark};

use crate::{has_digits, only};

/// Calibres of Swedish orders. On others three digits are a Chinese or another works.
const CALIBRES: [&str; 4] = ["6.5x55mm", "8x63mm", "9x19mm", "7.62x51mm"];

/// Numbers that the tables give to no works, because lists do not agree. 070 and 586 are known.
pub(crate) const NUMBERS: [&str; 4] = ["024", "025", "026", "027"];

/// One of them opposite the two digits of a year, with crowns or dots between.
pub(crate) fn clue(marks: &[&ItemMark], calibre: Option<&str>) -> Option<Clue> {
    if !CALIBRES.contains(&calibre?) {
        return None;
    }
    let between = |mark: &&&ItemMark| matches!(mark.folded.as_str(), "{crown}" | "{dot}" | "{star}");
    let code = only(
        marks
            .iter()
            .filter(|mark| has_digits(mark, 3) && NUMBERS.contains(&mark.text.trim())),
    )?;
    let year = only(marks.iter().filter(|mark| has_digits(mark, 2)))?;
    let number = code.text.trim();
    let complete = marks.len() == 2 + marks.iter().filter(between).count();
    if !complete {
        return None;
    }
    let says = format!(
        "If the case is Swedish, {number} opposite the year {} is the number of a works under Swedish order. Which works held \
         it is not verified, and foreign contractors may have had numbers too: Sweden is the state that ordered.",
        year.text.trim()
    );
    let clue = Clue::of(
        "plant",
        format!("undetermined: works number {number} of a Swedish order"),
        [code.index],
    );
    Some(clue.rule("swedish-works-number", says).in_states(["SE"]))
}
