//! Reads marks on commercial goods that turn up in attacks: vehicles, civil explosives, bags and barrels.
//!
//! Such goods are traced through their makers, not identified by a table. What can be told from the mark itself is
//! whether it was read rightly, and whom to ask. `README.md` has the grammar and what is left open.

mod batch;
mod explosives;
mod frame;
mod vin;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::words::words;
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// Kinds of item that are read.
const ITEMS: [&str; 3] = ["vehicle", "crate", "other"];

/// What a recorder may write before a colon, to say what a mark is.
const LABELS: [&str; 4] = ["vin", "frame", "explosive", "batch"];

/// The rules need no tables, so the plugin has no state.
struct Commercial;

impl Plugin for Commercial {
    const MANIFEST: &'static str = manifest! {
        id: "commercial",
        name: "Vehicles, civil explosives and other commercial goods",
        requests: ["read"],
        items: ["vehicle", "crate", "other"],
        contains: ["digits"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(Commercial);

/// What the rules read, sorted.
fn read(item: &Item) -> Vec<Clue> {
    if !ITEMS.contains(&item.item.as_str()) {
        return Vec::new();
    }
    let words = words(item, &LABELS);
    let mut clues = Vec::new();
    if item.item == "vehicle" {
        clues.extend(vin::clues(&words));
        clues.extend(frame::clues(&words));
    } else {
        clues.extend(explosives::clues(&words));
    }
    clues.extend(batch::clues(&words));
    clues.sort();
    clues.dedup();
    clues
}
