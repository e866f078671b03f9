//! Reads what no table can say of United States cases, and lot numbers in the United States form on packing.
//!
//! Plants, companies, two-digit years, grades and designations are rows of the tables. This plugin adds what depends on
//! another mark of the same case (one digit that is a year, and one that is none; a cross and the year beside it) and
//! the structure of lot numbers. `README.md` has the grammar and what is left open.

mod federal_lot;
mod lot;
mod makers;
mod nato_cross;
mod old_lot;
mod one_digit;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// The rules need no tables, so the plugin has no state.
struct UnitedStates;

impl Plugin for UnitedStates {
    // Every rule reads a digit. Lot numbers stand on everything that is issued, so no kind of item is left out.
    const MANIFEST: &'static str = manifest! {
        id: "us",
        name: "United States headstamps and lot numbers",
        requests: ["read"],
        states: ["US"],
        contains: ["digits"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(UnitedStates);

/// What the rules read, sorted, so that the order of the rules does not show in the answer.
fn read(item: &Item) -> Vec<Clue> {
    let mut clues = lot::clues(item);
    if matches!(item.item.as_str(), "case" | "cartridge") {
        clues.extend(one_digit::clues(item));
        clues.extend(nato_cross::clues(item));
    } else {
        clues.extend(old_lot::clues(item));
        clues.extend(federal_lot::clues(item));
    }
    clues.sort();
    clues.dedup();
    clues
}
