//! Reads marks by which South American states follow their own ammunition: lots on Brazilian cases, user codes on
//! Venezuelan cases, numbers of Colombian boxes.
//!
//! Lots and codes that a document names are rows of the tables. This plugin adds the form: which other marks beside the
//! maker are a lot or a code, what their digits are not, and what may be a documented lot read wrongly. `README.md` has
//! the grammar and what is left open.

mod box_number;
mod lot;
mod user_code;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod regions;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// The rules need no tables, so the plugin has no state.
struct BrazilLot;

impl Plugin for BrazilLot {
    // A lot without its maker is asked about when it is written as a documented one. A test holds the list and
    // `lot::DOCUMENTED` together.
    const MANIFEST: &'static str = manifest! {
        id: "brazil-lot",
        name: "South American lots, user codes and box numbers",
        requests: ["read"],
        items: ["case", "cartridge", "crate"],
        states: ["BR", "VE", "CO"],
        marks: [
            "CBC", "CAVIM", "INDUMIL", "UZZ", "BNT", "BIZ", "AAY", "BAY", "BQZ", "AHW", "AEO", "AYA", "AYB", "UZZ18",
            "BNT84", "BIZ91", "AAY68", "BAY18", "BQZ91", "AHW55", "AEO57", "AYA77", "AYB23", "UZZ-18", "BNT-84",
            "BIZ-91", "AAY-68", "BAY-18", "BQZ-91", "AHW-55", "AEO-57", "AYA-77", "AYB-23"
        ],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(BrazilLot);

/// What the rules read, sorted, so that the order of the rules does not show in the answer.
fn read(item: &Item) -> Vec<Clue> {
    let mut clues = match item.item.as_str() {
        "case" | "cartridge" => [lot::clues(item), user_code::clues(item)].concat(),
        "crate" => box_number::clues(item),
        _ => Vec::new(),
    };
    clues.sort();
    clues.dedup();
    clues
}

/// Whether this maker's letters stand on the item, written alone.
fn bears(item: &Item, maker: &str) -> bool {
    item.stamped().any(|mark| mark.folded == maker)
}
