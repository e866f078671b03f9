//! Design numbers: the digits in them are no year.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

/// Rows of the tables.
const IN_TABLES: [&str; 4] = ["L2A2", "R1M1", "R1M2", "R1M3"];

/// Clues for British and South African design numbers that the tables do not name.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let marks = item.stamped().filter(|mark| mark.enclosure.is_none());
    let unlisted = marks.filter(|mark| !IN_TABLES.contains(&mark.folded.as_str()));
    unlisted
        .filter_map(|mark| british(mark).or_else(|| south_african(mark)))
        .collect()
}

/// `L7A1`: L, number, A, number.
fn british(mark: &ItemMark) -> Option<Clue> {
    let (model, version) = mark.folded.strip_prefix('L')?.split_once('A')?;
    let number = |text: &str| matches!(text.len(), 1..=3) && text.bytes().all(|byte| byte.is_ascii_digit());
    (number(model) && number(version)).then(|| {
        let text = &mark.folded;
        Clue::of("type", format!("design number {text}"), [mark.index])
            .rule(
                "british-design-number",
                format!("L, number, A, number is a British design number: no part of {text} is a year."),
            )
            .in_states(["GB"])
    })
}

/// `R4M1`: reported by collectors, not documented.
fn south_african(mark: &ItemMark) -> Option<Clue> {
    let rifle = mark
        .folded
        .strip_prefix("R1M")
        .or_else(|| mark.folded.strip_prefix("R4M"))?;
    (rifle.len() == 1 && rifle.bytes().all(|byte| byte.is_ascii_digit())).then(|| {
        let text = &mark.folded;
        Clue::of("type", format!("South African designation {text}"), [mark.index])
            .rule(
                "south-african-designation",
                format!("{text} is probably a South African designation, which names no plant and no year; not confirmed."),
            )
            .in_states(["ZA"])
            .doubtful()
    })
}
