//! Samples and events for tests.

use std::fs;
use std::path::PathBuf;

use headstamp_plugin_api::wire::{Item, Lead, Sample, YearSpan};
use headstamp_plugin_api::{OpenData, Plugin};
use serde_json::{Value, json};

use crate::DiversionEvents;

pub(crate) fn reference_data(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../reference-data")
        .join(folder)
}

/// The event files of the repository as the host hands them over.
pub(crate) fn event_table() -> Vec<Value> {
    let mut files: Vec<PathBuf> = fs::read_dir(reference_data("events"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let event = |file: &PathBuf| {
        let table: toml::Table = fs::read_to_string(file).unwrap().parse().unwrap();
        let mut event = serde_json::to_value(table).unwrap();
        event["id"] = json!(file.file_stem().unwrap().to_str().unwrap());
        event
    };
    files.iter().map(event).collect()
}

/// The plugin, opened with a table of events through the same door as the host.
pub(crate) fn open(events: &[Value]) -> DiversionEvents {
    let config = json!({ "v": 1, "data": { "events": events } }).to_string();
    DiversionEvents::open(&OpenData::parse(config.as_bytes()).unwrap()).unwrap()
}

pub(crate) fn leads(plugin: &DiversionEvents, item: &Item) -> Vec<Lead> {
    let mut leads = Vec::new();
    plugin.match_events(item, &mut leads);
    leads
}

/// Event and relation of every lead.
pub(crate) fn relations(plugin: &DiversionEvents, item: &Item) -> Vec<(String, String)> {
    leads(plugin, item)
        .into_iter()
        .map(|lead| (lead.event, lead.relation))
        .collect()
}

/// `7.62x54mmR cn-945 CN 945 2011`: calibre, producer, states with today's country first, folded mark, years. A dash
/// is what is not known.
pub(crate) fn sample(text: &str) -> Sample {
    let mut words = text
        .split_whitespace()
        .map(|word| (word != "-").then(|| word.to_owned()));
    let mut next = || words.next().unwrap();
    let calibre = next();
    let producer = next().unwrap();
    let states: Vec<String> = next().unwrap().split(',').map(str::to_owned).collect();
    let mark = next();
    let years = next().map(|years| {
        let (from, to) = years.split_once("..").unwrap_or((&years, &years));
        YearSpan {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            probability: 0.9,
        }
    });
    Sample {
        calibre,
        producer,
        country: states[0].clone(),
        states,
        mark,
        years: years.into_iter().collect(),
        probability: 0.9,
    }
}

/// A case with one sample.
pub(crate) fn case(text: &str) -> Item {
    Item {
        item: "case".to_owned(),
        samples: vec![sample(text)],
        ..Item::default()
    }
}

pub(crate) fn of_kind(kind: &str, text: &str) -> Item {
    Item {
        item: kind.to_owned(),
        ..case(text)
    }
}

/// A case with lots, and a sample unless the text is empty.
pub(crate) fn with_lots(lots: &[&str], text: &str) -> Item {
    let mut item = if text.is_empty() {
        Item {
            item: "case".to_owned(),
            ..Item::default()
        }
    } else {
        case(text)
    };
    item.lots = lots.iter().map(|lot| (*lot).to_owned()).collect();
    item
}
