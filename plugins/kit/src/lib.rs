//! For the tests of decoders.
//!
//! - [`item`], [`of_kind`], [`of_calibre`]: items as the host sends them, from the notation that people type.
//! - [`page`]: what a decoder says of a list of markings, for a snapshot that a person can review.
//! - [`said`]: what it says of one item in one role.
//! - [`check`]: what every clue must keep, for property tests. [`check_order`]: nor may the order of the marks matter.
//!   [`with_texts`]: an item with any texts at all.
//! - [`weighed`]: the whole answer that core makes of the clues; [`verdicts`], [`first`]: the same in a line or a few.

// What is wrong with a decoder should stop its test where it shows.
#![allow(clippy::missing_panics_doc, clippy::panic)]

mod verdict;

pub use verdict::{first, verdicts};

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use headstamp_core::identification::Identification;
use headstamp_core::identify::Identifier;
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::render::Detail;
use headstamp_core::tables::Tables;
use headstamp_plugin_api::check_manifest;
use headstamp_plugin_api::wire::{BASES, Clue, Item, ItemMark, ROLES, Support};

/// The shipped tables.
pub static TABLES: LazyLock<Tables<'static>> = LazyLock::new(|| {
    Tables::open(headstamp_reference_data::TABLES)
        .unwrap_or_else(|error| panic!("the shipped tables: {error}"))
});

/// A case with this marking, in the notation that people type: `539 Г`, `12:38 6:44`, `(10) 84`.
#[must_use]
pub fn item(marking: &str) -> Item {
    of_kind("case", marking)
}

/// An item of another kind.
#[must_use]
pub fn of_kind(kind: &str, marking: &str) -> Item {
    headstamp_plugin_bridge::item(&TABLES, &observation(kind, "", marking))
}

/// A case of a recorded calibre, by any of its names.
#[must_use]
pub fn of_calibre(calibre: &str, marking: &str) -> Item {
    headstamp_plugin_bridge::item(&TABLES, &observation("case", calibre, marking))
}

/// The item with these marks in place of its own, each as recorded and as folded, whatever they are.
#[must_use]
pub fn with_texts(item: Item, texts: &[(String, String)]) -> Item {
    let mark = |(index, (text, folded)): (u32, &(String, String))| ItemMark {
        index,
        text: text.clone(),
        folded: folded.clone(),
        ..ItemMark::default()
    };
    Item {
        marks: (0..).zip(texts).map(mark).collect(),
        ..item
    }
}

/// The values that were said in this role.
#[must_use]
pub fn said(clues: Vec<Clue>, role: &str) -> Vec<String> {
    let of_role = clues.into_iter().filter(|clue| clue.role == role);
    of_role.map(|clue| clue.value).collect()
}

fn observation(kind: &str, calibre: &str, marking: &str) -> Observation {
    let parsed = Marking::parse(marking).unwrap_or_else(|error| panic!("{marking}: {error}"));
    let mut o = Observation::of(parsed);
    kind.clone_into(&mut o.item);
    if calibre.is_empty() {
        return o;
    }
    let o = o.with_calibre(&TABLES, calibre);
    assert!(o.calibre.is_some(), "{calibre} is no calibre of the tables");
    o
}

/// One line of a page: kind of item, calibre (or nothing), marking.
pub type Line<'a> = (&'a str, &'a str, &'a str);

/// What the decoder says of each, for a snapshot. A marking of which nothing is said has a dash.
#[must_use]
pub fn page(read: impl Fn(&Item) -> Vec<Clue>, lines: &[Line<'_>]) -> String {
    let mut out = String::new();
    for (kind, calibre, marking) in lines {
        let item = headstamp_plugin_bridge::item(&TABLES, &observation(kind, calibre, marking));
        let heading: Vec<&str> = [*marking, *calibre, if *kind == "case" { "" } else { kind }]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let _ = writeln!(out, "{}", heading.join(" · "));
        let clues = read(&item);
        if clues.is_empty() {
            let _ = writeln!(out, "  -");
        }
        for clue in clues {
            let _ = writeln!(out, "  {}", line(&item, &clue));
        }
    }
    out
}

fn line(item: &Item, clue: &Clue) -> String {
    let marks: Vec<&str> = clue
        .marks
        .iter()
        .filter_map(|index| item.marks.iter().find(|mark| mark.index == *index))
        .map(|mark| mark.text.as_str())
        .collect();
    let support = match clue.support {
        Support::Favours => "",
        Support::Against => "not likely ",
        Support::Excludes => "not ",
    };
    let known: Vec<&str> = std::iter::once(clue.basis.as_str())
        .chain(clue.sources.iter().map(String::as_str))
        .collect();
    let states = if clue.states.is_empty() {
        "any state".to_owned()
    } else {
        clue.states.join(" ")
    };
    format!(
        "[{}] {support}{} = {} ({}; {}; {states}) {}",
        marks.join(" "),
        clue.role,
        clue.value,
        clue.rule,
        known.join(" "),
        clue.says
    )
}

/// The answer of core with these clues weighed.
#[must_use]
pub fn weighed(
    plugin: &str,
    read: impl Fn(&Item) -> Vec<Clue>,
    (kind, calibre, marking): Line<'_>,
) -> Identification {
    let o = observation(kind, calibre, marking);
    let said = read(&headstamp_plugin_bridge::item(&TABLES, &o));
    let clues: Vec<_> = said
        .into_iter()
        .filter_map(|clue| headstamp_plugin_bridge::clue(plugin, clue))
        .collect();
    let identifier = Identifier::new(*TABLES);
    let inference = identifier.infer(&o, &clues);
    let detail = Detail {
        lang: "en",
        evidence: true,
    };
    identifier.answer(&o, &clues, &inference, detail)
}

/// Whether the tables have a source of this id.
#[must_use]
pub fn has_source(id: &str) -> bool {
    TABLES.source_by_id(id).is_some()
}

/// What every clue must keep, whatever the marking.
///
/// # Panics
/// When a clue rests on no mark of the item, names a role, basis or source that does not exist, has no rule or
/// sentence, or speaks for a state or of a kind of item that the manifest does not name; or when the clues are not
/// sorted or say the same thing twice.
pub fn check(manifest: &str, item: &Item, clues: &[Clue]) {
    let handles = check_manifest(manifest)
        .unwrap_or_else(|error| panic!("{error}"))
        .handles;
    assert!(
        clues.is_empty() || handles.items.is_empty() || handles.items.contains(&item.item),
        "says something of a {:?}, which the manifest does not name",
        item.item
    );
    assert!(clues.is_sorted(), "the clues are not sorted: {clues:?}");
    for clue in clues {
        check_one(item, clue);
        for state in &clue.states {
            assert!(
                handles.states.contains(state),
                "{state} is not named in the manifest: {clue:?}"
            );
        }
    }
    for (i, clue) in clues.iter().enumerate() {
        let same = |other: &&Clue| {
            (&other.marks, &other.role, &other.value, &other.states)
                == (&clue.marks, &clue.role, &clue.value, &clue.states)
        };
        assert!(!clues[..i].iter().any(|c| same(&c)), "said twice: {clue:?}");
    }
}

fn check_one(item: &Item, clue: &Clue) {
    assert!(ROLES.contains(&clue.role.as_str()), "no such role: {clue:?}");
    assert!(BASES.contains(&clue.basis.as_str()), "no such basis: {clue:?}");
    assert!(
        !clue.marks.is_empty() && clue.marks.is_sorted(),
        "rests on no mark, or the marks are not sorted: {clue:?}"
    );
    let there = |index: &u32| item.marks.iter().any(|mark| mark.index == *index);
    assert!(
        clue.marks.iter().all(there),
        "rests on a mark that is not there: {clue:?}"
    );
    assert!(
        !clue.value.is_empty() && !clue.rule.is_empty(),
        "no value or rule: {clue:?}"
    );
    assert!(clue.says.ends_with('.'), "no whole sentence: {clue:?}");
    for source in &clue.sources {
        assert!(has_source(source), "no such source: {source}: {clue:?}");
    }
    assert!(
        clue.basis != "documented" || !clue.sources.is_empty(),
        "documented, and no source: {clue:?}"
    );
    if clue.role == "year" {
        let ends = clue.value.split_once("..").unwrap_or((&clue.value, &clue.value));
        let year = |text: &str| text.parse::<u16>().is_ok_and(|year| (1800..2100).contains(&year));
        let day = |text: &str| text.len() == 10 && text.get(..4).is_some_and(year);
        assert!(
            [ends.0, ends.1].into_iter().all(|text| year(text) || day(text)),
            "no year: {clue:?}"
        );
    }
}

/// The marks in another order, with the indices they had and counted anew, must say the same.
///
/// `places` are the numbers of the marks in their new order; those of marks that are not there are passed over. For
/// decoders whose rules do not depend on the order.
///
/// # Panics
/// When they do not.
pub fn check_order(read: impl Fn(&Item) -> Vec<Clue>, item: &Item, places: &[usize]) {
    let mut other = item.clone();
    other.marks = places
        .iter()
        .filter_map(|place| item.marks.get(*place).cloned())
        .collect();
    assert_eq!(other.marks.len(), item.marks.len(), "not a permutation");
    assert_eq!(read(item), read(&other), "in another order");
    let mut names = BTreeMap::new();
    for (new, mark) in (0..).zip(&mut other.marks) {
        names.insert(mark.index, new);
        mark.index = new;
    }
    let mut renamed = read(item);
    for clue in &mut renamed {
        for mark in &mut clue.marks {
            *mark = names.get(mark).copied().unwrap_or(*mark);
        }
        clue.marks.sort_unstable();
    }
    renamed.sort();
    assert_eq!(renamed, read(&other), "counted anew");
}
