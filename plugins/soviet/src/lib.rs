//! Reads what no table can say of Soviet and Imperial Russian cases.
//!
//! Plant numbers and two-digit years are rows of the tables. This plugin adds the readings that depend on *another*
//! mark of the same case: a letter that is a year only beside a plant number, a Roman numeral that is part of a year
//! only in the tsarist layout. `README.md` has the grammar and what is left open.

mod marking;
mod plants;
mod tsarist;
mod year_letter;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

use marking::Marking;

/// The rules need no tables, so the plugin has no state.
struct Soviet;

impl Plugin for Soviet {
    // The numbers are those of `plants::NUMBERS`: Latin letters are read as Cyrillic ones beside them only. A test
    // holds the two lists together.
    const MANIFEST: &'static str = manifest! {
        id: "soviet",
        name: "Soviet and Imperial Russian headstamps",
        requests: ["read"],
        items: ["case", "cartridge"],
        states: ["SU", "RU", "UA", "KG", "RUE"],
        marks: ["3", "7", "17", "38", "60", "184", "188", "270", "539", "541", "543", "544", "710", "711"],
        contains: ["cyrillic", "roman"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(Soviet);

/// What the rules read, sorted, so that the order of the marks does not show in the answer.
fn read(item: &Item) -> Vec<Clue> {
    // The letters of weapons mean other years (Д is 1953 on a case and 1956 on a pistol): nothing but cases is read.
    if !matches!(item.item.as_str(), "case" | "cartridge") {
        return Vec::new();
    }
    let marking = Marking::of(item);
    let mut clues = match tsarist::Layout::find(&marking) {
        // In the four-part layout every mark has its place; a 17 there is the year and no plant.
        Some(layout) => layout.clues(),
        None => year_letter::clues(&marking, item.calibre.as_deref()),
    };
    clues.sort();
    clues
}
