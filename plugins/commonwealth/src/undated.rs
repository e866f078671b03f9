//! Years in which .303 cases were not dated, or of which only one lot exists.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::{CALIBRE_303, may_be};

/// Clues against years that the tradition did not stamp.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let mut clues: Vec<Clue> = single_lot(item).into_iter().collect();
    if item.calibre.as_deref() == Some(CALIBRE_303) {
        clues.extend(item.stamped().flat_map(before_dates));
    }
    clues
}

/// Great Britain did not date Marks II to VI until 1907, and Canada nothing before 1908.
fn before_dates(mark: &ItemMark) -> Vec<Clue> {
    let year = match (mark.digits(), mark.number()) {
        (Some(2), Some(number)) if number < 8 => 1900 + number,
        (Some(2), Some(number)) if number > 89 => 1800 + number,
        (Some(4), Some(number)) => number,
        _ => return Vec::new(),
    };
    let mut clues = Vec::new();
    if (1892..1907).contains(&year) {
        clues.push(
            Clue::of("year", year.to_string(), [mark.index])
                .rule(
                    "undated-until-1907",
                    format!("British .303 cases of Marks II to VI were not dated until 1907, so {year} is not expected."),
                )
                .documented(["britmilammo-303-inch-ball"])
                .in_states(["GB"])
                .against(),
        );
    }
    if (1890..1908).contains(&year) {
        clues.push(
            Clue::of("year", year.to_string(), [mark.index])
                .rule(
                    "canada-undated-until-1908",
                    format!("Canadian .303 cases were not dated before 1908, so {year} is not expected."),
                )
                .documented(["britmilammo-headstamp-codes-canada"])
                .in_states(["CA"])
                .against(),
        );
    }
    clues
}

/// Of 1924 the letters SAAF are known from one lot, of March.
fn single_lot(item: &Item) -> Option<Clue> {
    let letters = item.stamped().any(|mark| mark.folded.contains("SAAF"));
    let number = |mark: &&ItemMark| mark.number();
    let year = item.stamped().find(|mark| number(mark) == Some(24))?;
    let month = item
        .stamped()
        .filter(|mark| mark.index != year.index)
        .find_map(|mark| mark.number())?;
    (letters && may_be(item, CALIBRE_303) && (1..=12).contains(&month) && month != 3).then(|| {
        Clue::of("year", "1924", [year.index])
            .rule(
                "single-lot-of-1924",
                format!("Of 1924 only one lot with SAAF is known, of March: month {month} does not fit."),
            )
            .documented(["wikipedia-small-arms-ammunition-factory"])
            .in_states(["AU"])
            .against()
    })
}
