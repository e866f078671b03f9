//! Items for tests, and a look into the tables.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use headstamp_plugin_api::wire::{Item, ItemMark};

/// A case with this marking: `539 Г`, `12:38 6:44`, `(10) 84`, `539 * 51 *`.
pub(crate) fn item(marking: &str) -> Item {
    of_kind("case", marking)
}

pub(crate) fn of_kind(kind: &str, marking: &str) -> Item {
    let marks = (0..)
        .zip(marking.split_whitespace())
        .map(|(index, word)| mark(index, word))
        .collect();
    Item {
        marking: marking.to_owned(),
        item: kind.to_owned(),
        marks,
        ..Item::default()
    }
}

pub(crate) fn of_calibre(calibre: &str, marking: &str) -> Item {
    Item {
        calibre: Some(calibre.to_owned()),
        ..item(marking)
    }
}

fn mark(index: u32, word: &str) -> ItemMark {
    let (position, text) = match word.split_once(':') {
        Some((position, text)) => (Some(position.to_owned()), text),
        None => (None, word),
    };
    let circled = text.starts_with('(').then(|| "circle".to_owned());
    let bare = text.trim_matches(['(', ')']);
    let folded = match bare {
        "*" | "★" => "{star}".to_owned(),
        _ if bare.starts_with('{') => bare.to_owned(),
        _ => bare
            .to_uppercase()
            .chars()
            .map(|sign| if sign == 'І' { 'I' } else { sign })
            .collect(),
    };
    let text = if bare == "-" { "" } else { text };
    ItemMark {
        index,
        text: text.to_owned(),
        folded,
        position,
        enclosure: circled,
    }
}

fn reference_data(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../reference-data")
        .join(folder)
}

/// The texts of all marks that the tables give to a state.
pub(crate) fn producer_marks(state: &str) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for country in ["ru", "ua", "kg"] {
        for file in fs::read_dir(reference_data("producers").join(country)).unwrap() {
            let table: toml::Table = fs::read_to_string(file.unwrap().path()).unwrap().parse().unwrap();
            for mark in table["mark"].as_array().unwrap() {
                if mark.get("state").and_then(toml::Value::as_str) == Some(state) {
                    texts.extend(mark.get("text").and_then(toml::Value::as_str).map(str::to_owned));
                }
            }
        }
    }
    texts
}

/// Whether the tables have a source of this id.
pub(crate) fn has_source(id: &str) -> bool {
    reference_data("sources").join(format!("{id}.toml")).is_file()
}
