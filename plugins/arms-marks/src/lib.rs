//! Reads marks on weapons: signs of factories, selectors, proof years, property and import marks, serial numbers.
//!
//! A weapon carries the signs of several hands: who made the receiver, whose parts were fitted, who proved, imported or
//! owned it. Each is a clue of its own, and most are shared: a triangle with an arrow is of Izhevsk or of Cugir, and a
//! selector can be changed in the field. `README.md` has the grammar and what is left open.

mod proof;
mod property;
mod selector;
mod serial;
mod signs;
mod words_on;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::words::words;
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// What a recorder may write before a colon, to say what a mark is.
const LABELS: [&str; 8] = [
    "selector", "sight", "proof", "proof-it", "proof-de", "serial", "import", "year",
];

/// The rules need no tables, so the plugin has no state.
struct ArmsMarks;

impl Plugin for ArmsMarks {
    const MANIFEST: &'static str = manifest! {
        id: "arms-marks",
        name: "Marks on weapons",
        requests: ["read"],
        items: ["weapon"],
        contains: ["digits", "latin", "cyrillic", "chinese", "arabic", "roman", "symbol"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(ArmsMarks);

/// What the rules read, sorted.
fn read(item: &Item) -> Vec<Clue> {
    if item.item != "weapon" {
        return Vec::new();
    }
    let words = words(item, &LABELS);
    let mut clues = signs::clues(item);
    clues.extend(words_on::clues(&words));
    clues.extend(selector::clues(&words));
    clues.extend(proof::clues(&words));
    clues.extend(property::clues(item, &words));
    clues.extend(serial::clues(item, &words));
    clues.sort();
    clues.dedup();
    clues
}
