//! What a plugin is asked during the checks.

use std::fs;
use std::path::Path;

use headstamp_plugin_api::wire::{Answer, Item, ItemMark, Manifest, RequestKind, Sample, YearSpan};
use serde::{Deserialize, Serialize};

/// A batch with the answer that is expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Golden {
    /// For messages; the name of the file.
    #[serde(skip)]
    pub name: String,
    /// What is asked.
    pub kind: RequestKind,
    /// The items, with ids.
    pub items: Vec<Item>,
    /// One entry for each item with an opinion, in any order.
    pub answers: Vec<Answer>,
}

/// Reads the `.json` files of a folder, by name. A folder that does not exist holds none.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn read_golden(folder: &Path) -> Result<Vec<Golden>, String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut paths = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect::<Vec<_>>();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read(path).map_err(|error| wrong(&error))?;
        let mut golden: Golden = serde_json::from_slice(&text).map_err(|error| wrong(&error))?;
        golden.name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(golden)
    };
    paths.iter().map(read).collect()
}

/// Markings of many kinds: digits, several scripts, symbols, enclosures, nothing at all, and far too much.
const MARKINGS: [&str; 16] = [
    "945 11",
    "17 Г",
    "188 52",
    "LC 04",
    "(10) 53",
    "{star} 60 *",
    "תע 85",
    "٢٧ ٧٨",
    "七六二 51",
    "R-P 9mm LUGER",
    "XII 38 IV",
    "9?5 1{3~8}",
    "-",
    "",
    "\u{1f4a5} e\u{301} \u{10ffff}",
    "\"}],\"id\":7,\\",
];

/// Items for the checks: the usual markings, each in one of the kinds the plugin handles, its own marks, a
/// long one.
pub(super) fn items(manifest: &Manifest, extra: &[Item]) -> Vec<Item> {
    let kinds = &manifest.handles.items;
    let long = "A1 ".repeat(500);
    let markings = MARKINGS
        .iter()
        .copied()
        .chain(manifest.handles.marks.iter().map(String::as_str))
        .chain([long.as_str()]);
    let made = markings.enumerate().map(|(number, marking)| {
        let kind = kinds
            .get(number % kinds.len().max(1))
            .map_or("case", String::as_str);
        item(marking, kind)
    });
    let mut items = made.chain(extra.iter().cloned()).collect::<Vec<_>>();
    for (id, item) in (0..).zip(&mut items) {
        item.id = id;
    }
    items
}

fn item(marking: &str, kind: &str) -> Item {
    let marks = (0..)
        .zip(marking.split_whitespace())
        .map(|(index, text)| ItemMark {
            index,
            text: text.to_owned(),
            folded: text.to_uppercase(),
            position: (index == 0).then(|| "12".to_owned()),
            enclosure: text.starts_with('(').then(|| "circle".to_owned()),
        });
    let sample = Sample {
        calibre: Some("7.62x39mm".to_owned()),
        producer: "example".to_owned(),
        country: "XX".to_owned(),
        states: vec!["XX".to_owned()],
        mark: marking.split_whitespace().next().map(str::to_uppercase),
        years: vec![YearSpan {
            from: 1952,
            to: 1953,
            probability: 1.0,
        }],
        probability: 0.5,
    };
    Item {
        marking: marking.to_owned(),
        marks: marks.collect(),
        calibre: Some("7.62x39mm".to_owned()),
        item: kind.to_owned(),
        samples: vec![sample],
        lots: vec!["AB-12".to_owned()],
        ..Item::default()
    }
}
