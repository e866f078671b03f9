//! Reads what no table can say of Soviet and Imperial Russian cases.
//!
//! Plant numbers and two-digit years are rows of the tables. This plugin adds the readings that depend on *another*
//! mark of the same case: a letter that is a year only beside a plant number, a Roman numeral that is part of a year
//! only in the tsarist layout, stars that say nothing about either. `README.md` has the grammar and what is left open.

mod marking;
mod plants;
mod stars;
mod tsarist;
mod year_letter;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod testing;

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
        contains: ["cyrillic", "roman", "symbol"],
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
        None => {
            let mut clues = year_letter::clues(&marking, item.calibre.as_deref());
            clues.extend(stars::clue(&marking));
            clues
        }
    };
    clues.sort();
    clues
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use headstamp_plugin_api::check_manifest;

    use super::*;
    use crate::testing::{item, of_kind};

    #[test]
    fn manifest_is_in_order() {
        let manifest = check_manifest(Soviet::MANIFEST).unwrap();
        let asked: BTreeSet<&str> = manifest.handles.marks.iter().map(String::as_str).collect();
        let known: BTreeSet<&str> = plants::NUMBERS.iter().map(|plant| plant.number).collect();
        assert_eq!(asked, known);
    }

    #[test]
    fn what_the_tables_say_alone_needs_no_clue() {
        for (rule, markings) in [
            (
                "SU-1: number and year, turned and swapped readings included",
                "12:38 6:44, 38 44, 539 67, 539 68, 188 83, 17 74, 3 89, 270 75, 270 94, 17 60, 60 17, 38 60, \
                 17 38, 60 60, 09 09, 188 40, 188 41, 881 38, 60 75, 60 39",
            ),
            (
                "SU-2: letters of the makers",
                "Т 43, П 16, П 31, Л 27, У 27, ТПЗ 43",
            ),
            (
                "SU-8: commercial names carry no year, and a brand is not a plant",
                "WOLF 7.62x39, TULAMMO 7.62x39, LVE 7.62x39, BARNAUL 7.62x39, БПЗ 7.62x39, LCW 7.62x39, WOLF, \
                 БПЗ К, WOLF 17 К, TULAMMO 53",
            ),
        ] {
            for marking in markings.split(", ") {
                assert_eq!(read(&item(marking)), [], "{marking}: {rule}");
            }
        }
    }

    #[test]
    fn nothing_is_said_of_an_unmarked_case() {
        // SU-3: no producer can be given; `blank` comes without marks, `12:-` with an empty one.
        assert_eq!(read(&item("")), []);
        assert_eq!(read(&item("12:- 6:-")), []);
    }

    #[test]
    fn no_month_and_no_lot_is_made_up() {
        // SU-7: of a mark that no rule explains nothing is said.
        for marking in "539 67 4, 60 75 12 7, 188 73 Ш, 17 74 А Б, 539 60 II, 270 IV".split(", ") {
            assert_eq!(read(&item(marking)), [], "{marking}");
        }
        let clues = read(&item("539 Г 7"));
        assert_eq!(clues.len(), 1);
        assert_eq!(clues[0].value, "1952");
    }

    #[test]
    fn other_traditions_are_left_alone() {
        for marking in
            "945 11, ((10)) 84, 12:VII 9:19 3:17 6:GR, III 19 16 WM, dou St+ 7 43, 1 53 bxn, ППУ 82, \
            ИК 79, IK 86, T III 19 16, K 43 VII, D 12, ٥٣ 60, K, E, {?} 53, (17) К, IK 17"
                .split(", ")
        {
            assert_eq!(read(&item(marking)), [], "{marking}");
        }
    }

    #[test]
    fn weapons_and_packing_have_letters_of_their_own() {
        for kind in ["weapon", "crate", "mortar-round", "projectile", ""] {
            assert_eq!(read(&of_kind(kind, "60 Д")), [], "{kind}");
        }
        assert_eq!(
            read(&of_kind("cartridge", "60 Д")),
            read(&of_kind("case", "60 Д"))
        );
    }
}
