//! What ties a package to the items that were recorded with it, and in which words that may be said.
//!
//! The recorder writes the headstamps of the contents behind `inside:`, or `sealed:` when the seal was broken by the
//! recorder; the recorded calibre is that of the items.

use headstamp_plugin_api::stencil;
use headstamp_plugin_api::wire::Clue;

use crate::lots::{Likeness, Lot, compare};
use crate::scene::Scene;

pub(crate) fn clues(scene: &Scene) -> Option<Clue> {
    let against = contradictions(scene);
    let marks: Vec<u32> = scene
        .inside
        .iter()
        .flat_map(|word| word.marks.iter().copied())
        .collect();
    if !against.marks.is_empty() {
        let all = marks.into_iter().chain(against.marks);
        return Some(Clue::of("package", "P4: also recorded", all).rule(
            "package-link",
            format!(
                "P4, say “also recorded”: {} Packages are used again and goods repacked.",
                against.says.join(" ")
            ),
        ));
    }
    if scene.inside.is_empty() {
        return None;
    }
    if scene.inside.iter().all(|word| word.labelled(&["sealed"])) {
        return Some(Clue::of("package", "P1: packed in", marks).rule(
            "package-link",
            "P1, say “packed in”: the recorder broke the seal, and nothing speaks against it. Keep a \
             photograph of the seal.",
        ));
    }
    Some(match likeness(scene).0 {
        Likeness::SameLot | Likeness::Sister | Likeness::SameSample => {
            let late = if likeness(scene).1 {
                " The lot of the package is a year later than the headstamps, which happens with cases made in December."
            } else {
                ""
            };
            Clue::of("package", "P2: consistent with the package", marks).rule(
                "package-link",
                format!("P2, say “consistent with the package”: maker and year of the items are those of the package, which was open.{late}"),
            )
        }
        Likeness::Different | Likeness::NotComparable => Clue::of("package", "P3: found with", marks).rule(
            "package-link",
            "P3, say “found with”: the package was open, and the items have nothing that can be compared with it.",
        ),
    })
}

/// What speaks against the items having come in the package.
#[derive(Default)]
struct Against {
    says: Vec<String>,
    marks: Vec<u32>,
}

fn contradictions(scene: &Scene) -> Against {
    let mut out = Against::default();
    if let (Some(stated), Some(calibre)) = (scene.stated(), &scene.calibre)
        && !calibre.starts_with(stated.begins)
    {
        out.says.push(format!(
            "The package states {}, the items are {calibre}.",
            stated.word.text
        ));
        out.marks.extend(&stated.word.marks);
    }
    if likeness(scene).0 == Likeness::Different {
        out.says
            .push("Maker or year of the items are not those of the package.".to_owned());
        out.marks
            .extend(scene.inside.iter().flat_map(|word| word.marks.iter().copied()));
    }
    out
}

/// The best that any lot of the package and any reading of the headstamp give, and whether the package is a year later.
fn likeness(scene: &Scene) -> (Likeness, bool) {
    let mut best = None;
    for (_, group) in scene.lots() {
        for (item, late) in readings(scene, group.year) {
            let lot = Lot {
                maker: Some(group.plant.clone()),
                lot: Some(group.lot.clone()),
                year: Some(group.year),
                calibre: Some(String::new()),
                interfix: None,
            };
            let found = (compare(&lot, &item), late);
            best = Some(best.map_or(found, |best| found.min(best)));
        }
    }
    best.unwrap_or((Likeness::NotComparable, false))
}

/// The headstamp read both ways round: a number and a year. The calibre is compared on its own.
fn readings(scene: &Scene, of_lot: u16) -> Vec<(Lot, bool)> {
    let lot = scene.inside.iter().find_map(|word| {
        let groups = stencil::groups(&word.text);
        groups
            .into_iter()
            .find(|group| group.order == stencil::Order::LotYearPlant)
    });
    if let Some(group) = lot {
        let item = Lot {
            maker: Some(group.plant),
            lot: Some(group.lot),
            year: Some(group.year),
            ..Lot::default()
        };
        return vec![(item, false)];
    }
    let mut out = Vec::new();
    for (i, maker) in scene.inside.iter().enumerate() {
        for (j, year) in scene.inside.iter().enumerate() {
            let (Some(_), Some(read)) = (maker.number(), stencil::year(&year.folded)) else {
                continue;
            };
            if i == j {
                continue;
            }
            let late = read + 1 == of_lot;
            let item = Lot {
                maker: Some(maker.folded.clone()),
                year: Some(if late { of_lot } else { read }),
                calibre: Some(String::new()),
                ..Lot::default()
            };
            out.push((item, late));
        }
    }
    out
}
