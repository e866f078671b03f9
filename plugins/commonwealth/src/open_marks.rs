//! Marks that are known and whose meaning is not.

use headstamp_plugin_api::wire::{Clue, Item};

use crate::{CALIBRE_303, may_be};

/// Clues that say that a mark is undetermined, and why.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    [defence_industries(item), tripura(item), kimberley(item)]
        .into_iter()
        .flatten()
        .collect()
}

/// `DI 43 Z`: from 1943 ball and tracer bear the same marks.
fn defence_industries(item: &Item) -> Option<Clue> {
    let maker = item.stamped().any(|mark| mark.folded == "DI");
    let powder = item.stamped().find(|mark| mark.folded == "Z")?;
    let late = item
        .stamped()
        .any(|mark| matches!(mark.number(), Some(43..=45 | 1943..=1945)));
    (maker && late && may_be(item, CALIBRE_303)).then(|| {
        Clue::of("type", "undetermined: ball or tracer, nitro-cellulose powder", [powder.index])
            .rule(
                "defence-industries-type-not-shown",
                "From 1943 Defence Industries stamped maker, year and Z on ball and tracer alike, so the case does not show \
                 the type.",
            )
            .documented(["britmilammo-headstamp-codes-canada"])
            .in_states(["CA"])
    })
}

/// `PK` on .303 cases of 1963 to 1970, found in Tripura.
fn tripura(item: &Item) -> Option<Clue> {
    let mark = item.stamped().find(|mark| mark.folded == "PK")?;
    (item.calibre.as_deref() == Some(CALIBRE_303)).then(|| {
        Clue::of("ownership", "undetermined: maker, owner or something else", [mark.index])
            .rule(
                "pk-undetermined",
                "PK was reported on .303 cases dated 1963 to 1970 that were dug up in Tripura; what it stands for is not \
                 established, and it names no producer here.",
            )
            .documented(["nsnewswire-tripura-cartridges"])
    })
}

/// A diamond beside the U of the South African mint.
fn kimberley(item: &Item) -> Option<Clue> {
    let mint = item.stamped().any(|mark| {
        let rest = mark.folded.strip_prefix('U');
        rest.is_some_and(|rest| rest.is_empty() || rest.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let diamond = item.stamped().find(|mark| mark.folded == "{diamond}")?;
    (mint && may_be(item, CALIBRE_303)).then(|| {
        Clue::of("plant", "Kimberley branch of the South African mint", [diamond.index])
            .rule(
                "diamond-of-kimberley",
                "Collectors report a diamond beside U for the Kimberley branch of the South African mint; not confirmed.",
            )
            .in_states(["ZA"])
            .doubtful()
    })
}
