//! Reads what no table can say of cases marked in Arabic script.
//!
//! Egyptian factories, the Sudanese arrangement of three groups and Ottoman dates are rows of the tables. This plugin
//! reads what stands without a maker, digits that were recorded as the western signs they resemble, calibres in Arabic
//! digits, and the parts of the Sudanese groups that are no year. `README.md` has the grammar and what is left open.

mod calibre;
mod digits;
mod look_alike;
mod sudan;
mod year;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// The rules need no tables, so the plugin has no state.
struct ArabicScript;

impl Plugin for ArabicScript {
    const MANIFEST: &'static str = manifest! {
        id: "arabic-script",
        name: "Headstamps in Arabic script, and Sudanese ones",
        requests: ["read"],
        items: ["case", "cartridge"],
        states: ["EG", "IQ", "SD", "SY"],
        marks: ["39", "51", "54"],
        contains: ["arabic"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(ArabicScript);

/// What the rules read, sorted, so that the order of the marks does not show in the answer.
fn read(item: &Item) -> Vec<Clue> {
    if !matches!(item.item.as_str(), "case" | "cartridge") {
        return Vec::new();
    }
    let mut clues = sudan::clues(item);
    clues.extend(year::clues(item));
    clues.extend(look_alike::clues(item));
    clues.extend(calibre::clues(item));
    clues.sort();
    clues.dedup();
    clues
}
