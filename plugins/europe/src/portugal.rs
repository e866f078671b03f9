//! Year and lot of the Portuguese FNM.

use headstamp_plugin_api::pair;
use headstamp_plugin_api::wire::{Clue, ItemMark};

use crate::{is, only};

const STATE: [&str; 1] = ["PT"];

/// `FNM 77-8`: 1977, lot 8. FNM is a Mexican mark too, of which no such lots are known.
pub(crate) fn clues(marks: &[&ItemMark]) -> Vec<Clue> {
    let maker = only(marks.iter().filter(|mark| is(mark, "FNM")));
    let together = only(marks.iter().filter_map(|mark| {
        let (year, lot) = pair(&mark.text).filter(|_| mark.enclosure.is_none())?;
        (year.len() == 2 && lot.len() <= 3).then_some((mark.index, year, lot))
    }));
    let (Some(_), Some((mark, year, lot))) = (maker, together) else {
        return Vec::new();
    };
    let says = format!(
        "On Portuguese cases of FNM {year}-{lot} is the year {year} and lot {lot}; {lot} is no month."
    );
    let mut clues = vec![
        Clue::of("lot", lot, [mark])
            .rule("year-and-lot", says.clone())
            .in_states(STATE),
    ];
    clues.extend(full(year).map(|year| {
        Clue::of("year", year, [mark])
            .rule("year-and-lot", says)
            .in_states(STATE)
    }));
    if lot.len() == 2 && lot != year {
        let says = format!(
            "On Portuguese cases of FNM the year stands before the lot: {lot} is not expected to be the year."
        );
        let clue = Clue::of("year", format!("19{lot}"), [mark]).rule("lot-is-no-year", says);
        clues.push(clue.against().in_states(STATE));
    }
    clues
}

/// The mark is of 1947: smaller numbers are of this century.
fn full(year: &str) -> Option<String> {
    let two: u8 = year.parse().ok()?;
    let century = if two < 47 { "20" } else { "19" };
    Some(format!("{century}{two:02}"))
}
