//! Reads what no table can say of Iranian cases.
//!
//! That Iranian cases carry no producer mark is a row of the tables. What they do carry, a calibre and a year, may be
//! written in Persian or western digits, and the year may be solar Hijri or Gregorian: this plugin adds the readings
//! that depend on the script, on the size of the number and on what stands beside it. `README.md` has the grammar.

mod calibre;
mod date;
mod solar;
mod year;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// The rules need no tables, so the plugin has no state.
struct Iran;

impl Plugin for Iran {
    const MANIFEST: &'static str = manifest! {
        id: "iran",
        name: "Iranian headstamps",
        requests: ["read"],
        items: ["case", "cartridge"],
        states: ["IR"],
        contains: ["arabic", "digits"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(Iran);

/// What the rules read, sorted, so that the order of the marks does not show in the answer.
fn read(item: &Item) -> Vec<Clue> {
    if !matches!(item.item.as_str(), "case" | "cartridge") {
        return Vec::new();
    }
    let date = date::Date::find(item);
    let calibre = calibre::Decimal::find(item);
    let taken = |index: u32| {
        let of_date = date.as_ref().is_some_and(|date| date.marks.contains(&index));
        of_date
            || calibre
                .as_ref()
                .is_some_and(|decimal| decimal.marks.contains(&index))
    };
    let mut clues = year::clues(item, &taken);
    clues.extend(date.iter().flat_map(date::Date::clues));
    clues.extend(calibre.iter().flat_map(calibre::Decimal::clues));
    clues.sort();
    clues.dedup();
    clues
}
