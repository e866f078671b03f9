//! Tells Yugoslav army lots, in Cyrillic letters, from export lots in Latin ones.
//!
//! The plants of Užice and Konjic, the works of the Kingdom and the early number codes are rows of the tables, with years
//! in two digits or four. What a table cannot say is what the *script* of the mark tells of the lot, and that a recorder
//! may have written Cyrillic letters as the Latin ones they resemble. `README.md` has the grammar.

mod lot;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// The rules need no tables, so the plugin has no state.
struct Yugoslavia;

impl Plugin for Yugoslavia {
    // As folded: Cyrillic ИК is NK, ППУ is NNY.
    const MANIFEST: &'static str = manifest! {
        id: "yugoslavia",
        name: "Yugoslav headstamps, Cyrillic and Latin",
        requests: ["read"],
        items: ["case", "cartridge"],
        states: ["YU"],
        marks: ["IK", "NK", "NNY", "PPU"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(Yugoslavia);

/// What the rules read, sorted, so that the order of the marks does not show in the answer.
fn read(item: &Item) -> Vec<Clue> {
    if !matches!(item.item.as_str(), "case" | "cartridge") {
        return Vec::new();
    }
    let mut clues: Vec<Clue> = lot::clue(item).into_iter().collect();
    clues.sort();
    clues
}
