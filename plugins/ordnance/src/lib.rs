//! Reads the marks of mortar rounds, rockets, grenades, mines and shells.
//!
//! One round carries several marks that know nothing of one another: body, filling, fuze, charge, overhaul. Each is a
//! component with its own plant, lot and year. The round as a whole has only a lower bound: it cannot be older than its
//! latest component. `README.md` has the grammar and what is left open.

mod components;
mod designation;
mod filling;
mod makers;
mod scene;
mod weight;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

use scene::Scene;

/// Kinds of item that are read.
const ITEMS: [&str; 5] = ["mortar-round", "rocket", "grenade", "mine", "projectile"];

/// The rules need no tables, so the plugin has no state.
struct Ordnance;

impl Plugin for Ordnance {
    const MANIFEST: &'static str = manifest! {
        id: "ordnance",
        name: "Marks of mortar rounds, rockets, grenades, mines and shells",
        requests: ["read"],
        items: ["mortar-round", "rocket", "grenade", "mine", "projectile"],
        states: ["YU", "SCG", "RS"],
        contains: ["digits", "cyrillic", "latin", "symbol"],
    };

    fn open(_: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self)
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        clues.append(&mut read(item));
    }
}

export_plugin!(Ordnance);

/// What the rules read, sorted.
fn read(item: &Item) -> Vec<Clue> {
    if !ITEMS.contains(&item.item.as_str()) {
        return Vec::new();
    }
    let scene = Scene::of(item);
    let mut clues = components::clues(&scene);
    clues.extend(designation::clues(&scene));
    clues.extend(filling::clues(&scene));
    clues.extend(makers::clues(&scene));
    clues.extend(weight::clues(&scene));
    clues.sort();
    clues.dedup();
    clues
}
