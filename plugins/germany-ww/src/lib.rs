//! Reads what no table can say of German cases.
//!
//! Number codes, letter codes, case metals and years are rows of the tables. This plugin adds what depends on *another*
//! mark of the same case: which of two numbers is the lot of delivery, that no German code of the war stands beside a
//! later year, that `S 67` in two marks is brass, that a Roman numeral is no German month, and that what stands behind the
//! year on cases since 1955 is open. `README.md` has the grammar.

mod imperial;
mod marks;
mod modern;
mod wartime;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

use marks::Seen;

/// The rules need no tables, so the plugin has no state.
struct Germany;

impl Plugin for Germany {
    // The case metals that make the layout of the war years, and the makers since 1955.
    const MANIFEST: &'static str = manifest! {
        id: "germany-ww",
        name: "German headstamps, empire to Bundeswehr",
        requests: ["read"],
        items: ["case", "cartridge", "crate"],
        states: ["DE", "HU", "RO"],
        marks: ["S", "S67", "ST", "ST+", "ST-", "S{star}", "{star}", "MEN", "DAG"],
        contains: ["roman"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(Germany);

/// What the rules read, sorted.
fn read(item: &Item) -> Vec<Clue> {
    let seen: Vec<Seen<'_>> = item.stamped().map(Seen::of).collect();
    let mut clues = match item.item.as_str() {
        "case" | "cartridge" => {
            let mut clues = wartime::clues(&seen, item.calibre.as_deref());
            clues.extend(imperial::clues(&seen));
            clues.extend(modern::lot(&seen));
            clues
        }
        "crate" => modern::model(&seen),
        _ => Vec::new(),
    };
    clues.sort();
    clues.dedup();
    clues
}
