//! Reads stencils and labels of crates, tins, bags and barrels.
//!
//! A tin gives what no headstamp has: the lot and the powder lot. It also carries signs that are taken for more than
//! they are: a transport number is no owner, a packing month no year of production. And it ties items to a package, as
//! far as both were recorded together. `README.md` has the grammar and what is left open.

mod cartridges;
mod hazard;
mod link;
mod lots;
mod scene;
mod shipping;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

use scene::Scene;

/// Kinds of item that are read.
const ITEMS: [&str; 2] = ["crate", "other"];

/// The rules need no tables, so the plugin has no state.
struct Packaging;

impl Plugin for Packaging {
    const MANIFEST: &'static str = manifest! {
        id: "packaging",
        name: "Stencils and labels of packages",
        requests: ["read"],
        items: ["crate", "other"],
        contains: ["digits", "cyrillic"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(Packaging);

/// What the rules read, sorted.
fn read(item: &Item) -> Vec<Clue> {
    if !ITEMS.contains(&item.item.as_str()) {
        return Vec::new();
    }
    let scene = Scene::of(item);
    let mut clues = cartridges::clues(&scene);
    clues.extend(hazard::clues(&scene));
    clues.extend(shipping::clues(&scene));
    clues.extend(link::clues(&scene));
    clues.sort();
    clues.dedup();
    clues
}
