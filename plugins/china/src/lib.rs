//! Reads what no table can say of Chinese cases.
//!
//! Factory numbers, their years and the arsenals with a mark of their own are rows of the tables. This plugin reads the
//! dates that are written in Chinese characters, where one mark may hold era, year and month and may run from right to
//! left, says which characters are *not* the year, and knows the third group of the first years. `README.md` has the
//! grammar and what is left open.

mod date;
mod early;
mod numeral;
mod written;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// The rules need no tables, so the plugin has no state.
struct China;

impl Plugin for China {
    // Digits are named for the third group of the 1950s; nearly every case has some, and most are answered with nothing.
    const MANIFEST: &'static str = manifest! {
        id: "china",
        name: "Chinese headstamps",
        requests: ["read"],
        items: ["case", "cartridge"],
        states: ["CN", "ROC", "TW"],
        contains: ["chinese", "digits"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(China);

/// What the rules read, sorted, so that the order of the marks does not show in the answer.
fn read(item: &Item) -> Vec<Clue> {
    if !matches!(item.item.as_str(), "case" | "cartridge") {
        return Vec::new();
    }
    let mut clues = date::clues(item);
    clues.extend(early::clue(item));
    clues.sort();
    clues.dedup();
    clues
}
