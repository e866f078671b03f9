//! The code of the Government Cartridge Factories, written as one: the year stands inside it.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::{CALIBRE_303, may_be};

/// `G17F1`: factory 1, 1917. Written apart, `G 17 F1`, it is an arrangement that the tables know.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let marks = item.stamped().filter(|_| may_be(item, CALIBRE_303));
    marks.filter_map(year_inside).collect()
}

fn year_inside(mark: &ItemMark) -> Option<Clue> {
    let (year, factory) = mark.folded.strip_prefix('G')?.split_once('F')?;
    let known = ["16", "17", "18"].contains(&year) && ["1", "3"].contains(&factory);
    known.then(|| {
        Clue::of("year", format!("19{year}"), [mark.index])
            .rule(
                "year-inside-factory-code",
                format!(
                    "{} is the code of a Government Cartridge Factory of the First World War: factory {factory}, 19{year}. G \
                     is no maker of its own.",
                    mark.text.trim()
                ),
            )
            .in_states(["GB"])
    })
}
