//! Reads what no table can say of British and Commonwealth cases.
//!
//! Makers, years in two, four or split digits, months, the usual Marks and owners are rows of the tables. This plugin adds
//! what depends on another mark of the same case: a letter that is a type only beside a Mark, years in which no case was
//! dated, marks that are known and not understood. `README.md` has the grammar and what is left open.

mod designation;
mod factory_code;
mod mark_numeral;
mod open_marks;
mod undated;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// .303 inch.
const CALIBRE_303: &str = "7.7x56mmR";

/// States whose cases follow the British style.
const STATES: [&str; 8] = ["AU", "BRI", "CA", "GB", "IN", "NZ", "PK", "ZA"];

/// The rules need no tables, so the plugin has no state.
struct Commonwealth;

impl Plugin for Commonwealth {
    // Marks are Roman, or digits with a type letter beside a maker of the list. Two-digit years too early for a maker are
    // asked about by the maker too.
    const MANIFEST: &'static str = manifest! {
        id: "commonwealth",
        name: "British and Commonwealth headstamps",
        requests: ["read"],
        items: ["case", "cartridge"],
        states: ["AU", "BRI", "CA", "GB", "IN", "NZ", "PK", "ZA"],
        marks: [
            "ADI", "AFF", "B", "BE", "CAC", "CP", "C-P", "DA", "DAC", "DAQ", "DC", "DI", "E", "EB", "F", "G", "G16F1", "G16F3", "G17F1", "G17F3", "G18F1",
            "G18F3", "GB", "HN",
            "IVI", "K", "K2", "K4", "K5", "KF", "KN", "MF", "MG", "MH", "MJ", "MQ", "MW", "N", "OFV", "PK", "PMP", "POF",
            "RG", "RH", "RL", "RORG", "RW", "SAAF", "SR", "TH", "TR", "U", "R1M1", "R1M2", "R1M3", "R4M1", "R4M2", "R4M3"
        ],
        contains: ["roman", "symbol"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(Commonwealth);

/// What the rules read, sorted, so that the order of the rules does not show in the answer.
fn read(item: &Item) -> Vec<Clue> {
    if !matches!(item.item.as_str(), "case" | "cartridge") {
        return Vec::new();
    }
    let mut clues = [
        mark_numeral::clues(item),
        designation::clues(item),
        undated::clues(item),
        factory_code::clues(item),
        open_marks::clues(item),
    ]
    .concat();
    clues.sort();
    clues.dedup();
    clues
}

/// The calibre is this one, or was not recorded.
fn may_be(item: &Item, calibre: &str) -> bool {
    item.calibre.as_deref().is_none_or(|recorded| recorded == calibre)
}
