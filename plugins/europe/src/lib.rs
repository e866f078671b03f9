//! Reads what no table can say of cases of the smaller producers of Europe.
//!
//! Most of their headstamps are a maker and a year, and the tables say it all: Austria, Belgium, Denmark, Finland, Greece,
//! the Netherlands, Norway and Spain need no rule here, which `tests.rs` proves. What is left depends on another mark of
//! the same case, or stands within one. `README.md` has the grammar and what is left open.

mod italy;
mod portugal;
mod sweden;
mod switzerland;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

/// The rules need no tables, so the plugin has no state.
struct Europe;

impl Plugin for Europe {
    const MANIFEST: &'static str = manifest! {
        id: "europe",
        name: "Headstamps of Italy, Portugal, Sweden and Switzerland",
        requests: ["read"],
        items: ["case", "cartridge"],
        states: ["CH", "IT", "PT", "SE"],
        marks: ["B", "C", "DA", "FNM", "024", "025", "026", "027"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(Europe);

/// What the rules read, sorted.
fn read(item: &Item) -> Vec<Clue> {
    if !matches!(item.item.as_str(), "case" | "cartridge") {
        return Vec::new();
    }
    let marks: Vec<&ItemMark> = item.stamped().collect();
    let calibre = item.calibre.as_deref();
    let mut clues = portugal::clues(&marks);
    clues.extend(italy::clue(&marks, calibre));
    clues.extend(sweden::clue(&marks, calibre));
    clues.extend(switzerland::clue(&marks, calibre));
    clues.sort();
    clues.dedup();
    clues
}

/// The only one.
fn only<T>(mut of: impl Iterator<Item = T>) -> Option<T> {
    let first = of.next()?;
    of.next().is_none().then_some(first)
}

/// A mark of these letters, in capitals and not enclosed.
fn is(mark: &ItemMark, letters: &str) -> bool {
    mark.text.trim() == letters && mark.enclosure.is_none()
}

/// Digits and nothing else, so many of them.
fn has_digits(mark: &ItemMark, count: usize) -> bool {
    mark.digits() == Some(count) && mark.text.trim().is_ascii()
}
