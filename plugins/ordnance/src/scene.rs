//! The words of an item, and which pattern they show.

use headstamp_plugin_api::wire::Item;
use headstamp_plugin_api::words::{Word, has_cyrillic, words};

/// What a recorder may write before a colon, to say what a mark stands on.
pub(crate) const LABELS: [&str; 9] = [
    "body", "filling", "fuze", "fuse", "charge", "booster", "tail", "overhaul", "lot",
];

/// The words, and what they show together.
#[derive(Debug)]
pub(crate) struct Scene {
    /// In recorded order.
    pub(crate) words: Vec<Word>,
    /// Some mark has Cyrillic letters: the Soviet pattern, or one taught by it.
    pub(crate) cyrillic: bool,
}

impl Scene {
    pub(crate) fn of(item: &Item) -> Self {
        let words = words(item, &LABELS);
        let cyrillic = words.iter().any(|word| has_cyrillic(&word.text));
        Self { words, cyrillic }
    }

    /// The word before this one on the same part, if any.
    pub(crate) fn before(&self, place: usize) -> Option<&Word> {
        let here = self.words.get(place)?;
        let before = self.words.get(place.checked_sub(1)?)?;
        (before.label == here.label).then_some(before)
    }

    /// Whether the word before it says that a lot, a number or a product follows.
    pub(crate) fn is_named_number(&self, place: usize) -> bool {
        self.before(place).is_some_and(|word| {
            is_lot_word(word)
                || matches!(
                    word.folded.as_str(),
                    "NR" | "NO" | "NO." | "№" | "MOD" | "MOD." | "M" | "MK"
                )
        })
    }
}

/// `LOT`, `LOTE`.
pub(crate) fn is_lot_word(word: &Word) -> bool {
    matches!(word.folded.as_str(), "LOT" | "LOT." | "LOT:" | "LOTE" | "LOTE:")
}
