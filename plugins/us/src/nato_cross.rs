//! The cross in a circle, and a year beside it that is too early for it.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

/// Calibres whose NATO cartridges bear the cross and which are older than it. For the others the calibre itself says
/// that such years are too early.
const OLDER_THAN_NATO: [&str; 2] = ["12.7x99mm", "9x19mm"];

/// The first year without the rule, which is "about 1955".
const FROM: u32 = 1955;

/// The mark that is the NATO cross.
pub(crate) fn mark(item: &Item) -> Option<&ItemMark> {
    item.stamped().find(|mark| {
        mark.folded == "{cross-in-circle}"
            || (mark.folded == "+" && mark.enclosure.as_deref() == Some("circle"))
    })
}

/// Speaks against a year before the cross.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let calibre = item.calibre.as_deref();
    if mark(item).is_none() || calibre.is_some_and(|calibre| !OLDER_THAN_NATO.contains(&calibre)) {
        return Vec::new();
    }
    item.stamped().filter_map(too_early).collect()
}

fn too_early(mark: &ItemMark) -> Option<Clue> {
    let number = mark.number()?;
    let year = match mark.digits()? {
        2 => 1900 + number,
        4 if number >= 1900 => number,
        _ => return None,
    };
    (year < FROM).then(|| {
        Clue::of("year", year.to_string(), [mark.index])
            .rule(
                "nato-cross-too-early",
                format!(
                    "A cross in a circle marks designs accepted by NATO, from about 1955 on: {year} is too early, unless \
                     the sign is another one."
                ),
            )
            .against()
    })
}
