//! Reads what no table can say of French military cases: four sectors, of which each has a meaning only beside the
//! others.
//!
//! Who the makers are, and that their year stands behind a quarter, are rows of the tables. This plugin adds the months of
//! the quarter, the letter of the brass supplier (any letter that is nothing else), and the calibre that is written with
//! a comma. `README.md` has the grammar and what is left open.

mod brass;
mod calibre;
mod layout;
mod quarter;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

use layout::Layout;

/// The rules need no tables, so the plugin has no state.
struct France;

impl Plugin for France {
    // The makers of `layout::MAKERS`, without the dot of A.VE. A test holds the two lists together.
    const MANIFEST: &'static str = manifest! {
        id: "france",
        name: "French military headstamps",
        requests: ["read"],
        items: ["case", "cartridge"],
        states: ["FR", "HV", "BF"],
        marks: ["TE", "VE", "LM", "TS", "RS", "VIS", "AVE", "ATS", "ARS", "AVIS", "ECP", "SF", "APX", "CV"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(France);

/// What the rules read, sorted.
fn read(item: &Item) -> Vec<Clue> {
    if !matches!(item.item.as_str(), "case" | "cartridge") {
        return Vec::new();
    }
    let Some(layout) = Layout::find(item) else {
        return Vec::new();
    };
    let mut clues: Vec<Clue> = quarter::clue(&layout, item.calibre.as_deref())
        .into_iter()
        .chain(brass::clue(&layout))
        .chain(calibre::clues(&layout))
        .collect();
    clues.sort();
    clues.dedup();
    clues
}
