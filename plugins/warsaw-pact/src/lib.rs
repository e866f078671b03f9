//! Reads what no table can say of cases of the Warsaw Pact outside the Soviet Union.
//!
//! A maker's code and two digits of a year are rows of the tables, and so are the codes that several of these states
//! shared. Two rules are left that depend on another mark, and `tests.rs` proves that the tables decide the rest.
//! `README.md` has the grammar and what is left open.

mod czechoslovakia;
mod romania;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// The rules need no tables, so the plugin has no state.
struct WarsawPact;

impl Plugin for WarsawPact {
    const MANIFEST: &'static str = manifest! {
        id: "warsaw-pact",
        name: "Czechoslovak and Romanian headstamps",
        requests: ["read"],
        items: ["case", "cartridge"],
        states: ["CS", "RO"],
        marks: ["BXN", "AYM", "ZV", "21", "22"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(WarsawPact);

/// What the rules read, sorted.
fn read(item: &Item) -> Vec<Clue> {
    if !matches!(item.item.as_str(), "case" | "cartridge") {
        return Vec::new();
    }
    let marks: Vec<&ItemMark> = item.stamped().collect();
    let calibre = item.calibre.as_deref();
    let mut clues: Vec<Clue> = czechoslovakia::clue(&marks, calibre)
        .into_iter()
        .chain(romania::clues(&marks, calibre))
        .collect();
    clues.sort();
    clues
}

/// The only one.
fn only<T>(mut of: impl Iterator<Item = T>) -> Option<T> {
    let first = of.next()?;
    of.next().is_none().then_some(first)
}

/// Western digits and nothing else, so many of them.
fn has_digits(mark: &ItemMark, count: usize) -> bool {
    mark.digits() == Some(count) && mark.text.trim().is_ascii()
}
