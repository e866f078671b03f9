//! The documented cases and incidents of the reference tables as rows of a collection.
//!
//! A case whose mark is not published has no marks and stays without an answer. An incident without recovered items is a
//! row of quantity 0: it is kept with its day and place and adds nothing to any count.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use headstamp_core::tables::source::CorpusFile;
use serde_json::Value;

use crate::shown;

const HEADER: [&str; 12] = [
    "id",
    "marks",
    "calibre",
    "item",
    "quantity",
    "recovered_on",
    "place",
    "country",
    "incident",
    "incident_type",
    "notes",
    "source",
];

/// Attacks that are documented without any recovered item.
const INCIDENTS: &str = include_str!("../incidents.toml");

pub(crate) fn write(dir: &Path, tables: &Path) -> Result<(), String> {
    let sources = titles(&tables.join("sources"))?;
    let path = dir.join("documented.csv");
    let failed = |e: csv::Error| shown(&path, &e);
    let mut out = csv::Writer::from_path(&path).map_err(failed)?;
    out.write_record(HEADER).map_err(failed)?;
    for file in files(&tables.join("corpus"))? {
        let text = std::fs::read_to_string(&file).map_err(|e| shown(&file, &e))?;
        let corpus: CorpusFile = toml::from_str(&text).map_err(|e| shown(&file, &e))?;
        let raw: Value = toml::from_str(&text).map_err(|e| shown(&file, &e))?;
        for (case, raw) in corpus.case.iter().zip(list(&raw, "case")) {
            let id = word(raw, "id");
            let row = [
                &format!("case-{id}"),
                case.headstamp.as_deref().unwrap_or_default(),
                case.calibre.as_deref().unwrap_or_default(),
                "case",
                "1",
                case.recovered.as_deref().unwrap_or_default(),
                &word(raw, "found"),
                &word(raw, "country"),
                "",
                "",
                &word(raw, "note"),
                &cited(raw, &sources),
            ];
            out.write_record(row).map_err(failed)?;
        }
    }
    for file in files(&tables.join("events"))? {
        let raw: Value = read(&file)?;
        let date = raw.get("date");
        let (from, to) = date.map_or_else(Default::default, |d| (word(d, "from"), word(d, "to")));
        let on = match (date.and_then(Value::as_str), from.is_empty(), to.is_empty()) {
            (Some(day), ..) => day.to_owned(),
            (None, false, true) => from,
            (None, false, false) if from == to => from,
            (None, false, false) => format!("{from}/{to}"),
            // When it began is not known: no span of days holds it.
            (None, true, _) => String::new(),
        };
        let caution = word(&raw, "caution");
        let note = if on.is_empty() && !to.is_empty() {
            format!("Not after {to}. {caution}").trim_end().to_owned()
        } else {
            caution
        };
        let name = word(&raw, "name");
        let row = [
            &format!("event-{}", stem(&file)),
            "",
            "",
            "other",
            "0",
            &on,
            &word(&raw, "place"),
            &word(&raw, "country"),
            &name,
            &word(&raw, "kind"),
            &note,
            &cited(&raw, &sources),
        ];
        out.write_record(row).map_err(failed)?;
    }
    let incidents: Value = toml::from_str(INCIDENTS).map_err(|e| format!("incidents.toml: {e}"))?;
    for raw in list(&incidents, "incident") {
        let row = [
            &word(raw, "id"),
            "",
            "",
            "other",
            "0",
            &word(raw, "date"),
            &word(raw, "place"),
            &word(raw, "country"),
            &word(raw, "name"),
            &word(raw, "kind"),
            &word(raw, "note"),
            &cited(raw, &sources),
        ];
        out.write_record(row).map_err(failed)?;
    }
    out.flush().map_err(|e| shown(&path, &e))
}

fn files(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |e: std::io::Error| shown(dir, &e);
    let mut out = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            out.push(path);
        }
    }
    out.sort();
    Ok(out)
}

fn read(file: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(file).map_err(|e| shown(file, &e))?;
    toml::from_str(&text).map_err(|e| shown(file, &e))
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn list<'v>(v: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    v.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn word(v: &Value, name: &str) -> String {
    v.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// What is cited, by id: author, year, title, publisher, and how it is known.
fn titles(dir: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut out = BTreeMap::new();
    for file in files(dir)? {
        let raw = read(&file)?;
        let year = raw.get("year").and_then(Value::as_i64).map(|y| format!("({y})"));
        let who: Vec<String> = [Some(word(&raw, "author")), year]
            .into_iter()
            .flatten()
            .filter(|t| !t.is_empty())
            .collect();
        let parts: Vec<String> = [who.join(" "), word(&raw, "title"), word(&raw, "publisher")]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect();
        let seen = word(&raw, "seen");
        let text = format!("{} [{}; seen: {seen}]", parts.join(", "), word(&raw, "grade"));
        out.insert(stem(&file), text);
    }
    Ok(out)
}

fn cited(v: &Value, titles: &BTreeMap<String, String>) -> String {
    let name = |id: &Value| {
        let id = id.as_str()?;
        Some(
            titles
                .get(id)
                .map_or_else(|| id.to_owned(), |title| format!("{title} ({id})")),
        )
    };
    list(v, "sources").filter_map(name).collect::<Vec<_>>().join("; ")
}
