//! Which marks are those of makers in the years of one-digit stamps.

use headstamp_plugin_api::wire::{Item, ItemMark};

/// Plants and contractors of the Second World War, by their stamps. Who they are is for the tables.
pub(crate) const WARTIME: [&str; 20] = [
    "DEN", "DM", "EC", "ECS", "EW", "FA", "FC", "KS", "L", "LC", "M", "PC", "RA", "SL", "TW", "U", "UT", "W",
    "WCC", "WRA",
];

/// Those of them that had closed before 1944.
pub(crate) const CLOSED: [&str; 5] = ["EW", "KS", "L", "M", "UT"];

/// A maker's stamp and the mark or marks it stands in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Maker {
    /// The stamp.
    pub(crate) text: &'static str,
    /// Indices of its marks.
    pub(crate) marks: Vec<u32>,
}

/// The wartime maker of the item: one mark, or its letters spaced round the head and written down one by one.
pub(crate) fn wartime(item: &Item) -> Option<Maker> {
    let marks: Vec<&ItemMark> = item.stamped().filter(|mark| mark.enclosure.is_none()).collect();
    let of = |text: &str, marks: Vec<u32>| {
        let text = WARTIME.into_iter().find(|known| *known == text)?;
        Some(Maker { text, marks })
    };
    let letters: Vec<&ItemMark> = marks.iter().copied().filter(|mark| is_letter(mark)).collect();
    if letters.len() > 1 {
        let text: String = letters.iter().map(|mark| mark.folded.as_str()).collect();
        return of(&text, letters.iter().map(|mark| mark.index).collect());
    }
    // Lower-case letters are German codes.
    let capitals = |mark: &&&ItemMark| !mark.text.chars().any(char::is_lowercase);
    marks
        .iter()
        .filter(capitals)
        .find_map(|mark| of(&mark.folded, vec![mark.index]))
}

fn is_letter(mark: &ItemMark) -> bool {
    mark.text.trim().len() == 1 && mark.text.trim().bytes().all(|byte| byte.is_ascii_uppercase())
}
