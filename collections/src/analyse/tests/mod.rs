//! Small collections of which every figure was worked out by hand.

mod first;
mod kinds;
mod links;
mod markers;
mod more;
mod time;

use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use serde_json::{Value, json};

use super::{Facts, Said, say};
use crate::rows::Input;
use crate::{
    AddOptions, Answer, Collection, Error, EventRef, FileSource, Identified, Identify, Observation, Stamp,
};

/// Reads `aa 2015`: the mark names producer `xa-aa` of state `XA`, the second mark is the year. `unk` is in no table,
/// `amb` may be of two producers, `L7` is a lot, `=9x19` a stamped calibre. Notes are events: `id/relation/strength`.
#[derive(Default)]
struct Marks(HashMap<(String, Option<String>), Rc<Answer>>);

fn answer(marks: &str, calibre: Option<&str>) -> Answer {
    let words: Vec<&str> = marks.split_whitespace().collect();
    let (code, year) = (words[0], words.get(1).copied().filter(|y| *y != "-"));
    let known = year.and_then(|y| y.parse::<i32>().ok());
    let state = format!("X{}", code[..1].to_uppercase());
    let status = match code {
        "unk" => "unknown",
        "amb" => "ambiguous",
        c if c.contains('?') => "ambiguous",
        _ => "identified",
    };
    let years: Vec<Value> = known
        .map(|y| json!({"from": format!("{y}-01-01"), "to": format!("{y}-12-31"), "probability": 1.0}))
        .into_iter()
        .collect();
    let mut readings = Vec::new();
    let mut decoded = Vec::new();
    for w in words.iter().skip(2) {
        match w.strip_prefix('=') {
            Some(stamped) => readings.push(json!({"mark": w, "role": "calibre", "as": stamped})),
            None => decoded.push(json!({"field": "lot", "value": w})),
        }
    }
    let candidate = |p: f64| {
        json!({"producer": {"id": format!("{}-{code}", state.to_lowercase()), "name": format!("Plant {code}"),
            "country": state}, "years": years, "probability": p, "basis": "documented", "readings": readings})
    };
    let (candidates, unknown) = match status {
        "identified" => (vec![candidate(0.9)], 0.1),
        "ambiguous" => (vec![candidate(0.48), candidate(0.47)], 0.05),
        _ => (vec![candidate(0.1)], 0.9),
    };
    let key = format!("{}|{code}|{}", calibre.unwrap_or("-"), year.unwrap_or("-"));
    let clear = if status == "identified" {
        "identified"
    } else {
        "ambiguous"
    };
    let lean = json!({
        "status": status,
        "sample": {"key": key, "calibre": calibre, "year": known.filter(|_| status != "unknown")},
        "levels": {"state": clear, "producer": clear, "year": clear, "calibre": "recorded"},
        "states": [{"id": state, "probability": 0.9}], "candidates": candidates,
        "unknown_probability": unknown, "decoded": decoded,
    });
    Answer::read(lean.to_string()).unwrap()
}

impl Identify for Marks {
    fn versions(&mut self) -> Result<String, Error> {
        Ok("{}".to_owned())
    }

    fn country(&mut self, text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn identify(&mut self, batch: &[Observation]) -> Result<Vec<Identified>, Error> {
        let one = |o: &Observation| {
            let key = (o.marks.clone(), o.calibre.clone());
            let answer = (!o.marks.is_empty()).then(|| {
                let known = self.0.entry(key);
                Rc::clone(known.or_insert_with(|| Rc::new(answer(&o.marks, o.calibre.as_deref()))))
            });
            let notes = o.notes.as_deref().unwrap_or_default();
            let events = notes.split_whitespace().filter_map(|n| {
                let parts: Vec<&str> = n.split('/').collect();
                let [id, relation, strength] = parts.as_slice() else {
                    return None;
                };
                Some(EventRef {
                    id: (*id).to_owned(),
                    relation: (*relation).to_owned(),
                    strength: (*strength).to_owned(),
                })
            });
            Identified {
                answer,
                events: events.collect(),
                ..Identified::default()
            }
        };
        Ok(batch.iter().map(one).collect())
    }
}

/// A row: what is not said is an attacker's case of 7.62x39mm.
#[derive(Clone)]
pub(super) struct R(Vec<(&'static str, String)>);

pub(super) fn r(marks: &str) -> R {
    R(vec![("marks", marks.to_owned())])
        .set("calibre", "7.62x39mm")
        .set("fired_by", "attacker")
}

impl R {
    pub(super) fn set(mut self, column: &'static str, value: &str) -> Self {
        self.0.retain(|c| c.0 != column);
        self.0.push((column, value.to_owned()));
        self
    }

    pub(super) fn n(self, quantity: u32) -> Self {
        self.set("quantity", &quantity.to_string())
    }

    /// When, where and in which incident.
    pub(super) fn at(self, day: &str, place: &str, region: &str, incident: &str) -> Self {
        self.set("recovered_on", day)
            .set("place", place)
            .set("region", region)
            .set("incident", incident)
            .set("country", "XM")
    }

    pub(super) fn by(self, who: &str) -> Self {
        self.set("fired_by", who)
    }
}

const COLUMNS: [&str; 17] = [
    "id",
    "marks",
    "calibre",
    "item",
    "quantity",
    "recovered_on",
    "place",
    "region",
    "country",
    "latitude",
    "longitude",
    "incident",
    "group",
    "fired_by",
    "package",
    "photo_sha256",
    "notes",
];

/// A collection in a folder that goes away with it.
pub(super) struct Kept {
    pub(super) c: Collection,
    folder: tempfile::TempDir,
    files: usize,
}

pub(super) fn stamp() -> Stamp {
    Stamp {
        at: "2026-11-21T06:31:06Z".to_owned(),
        by: "A. Analyst".to_owned(),
    }
}

impl Kept {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let c = Collection::create(&folder.path().join("c.hsc"), "A test", &stamp()).unwrap();
        Self { c, folder, files: 0 }
    }

    pub(super) fn of(rows: &[R]) -> Self {
        let mut kept = Self::new();
        kept.add(rows);
        kept
    }

    /// Adds a file; gives its source id. Records are numbered from 1 in the order of the rows.
    pub(super) fn add(&mut self, rows: &[R]) -> i64 {
        self.files += 1;
        let mut text = COLUMNS.join(",");
        for (i, row) in rows.iter().enumerate() {
            let cells = COLUMNS.map(|c| match row.0.iter().find(|f| f.0 == c) {
                Some((_, value)) => value.clone(),
                None if c == "id" => format!("F{}-{i}", self.files),
                None => String::new(),
            });
            text = format!("{text}\n{}", cells.join(","));
        }
        let path: PathBuf = self.folder.path().join(format!("{}.csv", self.files));
        std::fs::write(&path, text).unwrap();
        let mut input = Input::open(&path, None, None).unwrap();
        let file = FileSource::of(&path).unwrap();
        let (options, mut marks) = (AddOptions::default(), Marks::default());
        let added = self
            .c
            .add(&mut input, &file, &mut marks, &options, &stamp(), &mut |_| {});
        added.unwrap().source
    }

    pub(super) fn facts(&self) -> Facts {
        Facts::read(&self.c).unwrap()
    }
}

/// The rules, in order; every sentence must be filled in, in both languages.
pub(super) fn rules(list: &[Said]) -> Vec<&str> {
    for said in list {
        for lang in super::LANGUAGES {
            let text = say(lang, said);
            assert!(!text.contains(['{', '}']) && text.contains(' '), "{text}");
        }
    }
    list.iter().map(|s| s.rule.as_str()).collect()
}

/// Cases that fill a place: `n` items of a common old sample, each of the incidents on its own day.
pub(super) fn search(place: &str, region: &str, from_year: i32, incidents: usize, n: u32) -> Vec<R> {
    (0..incidents)
        .map(|i| {
            let day = format!("{}-{:02}-15", from_year + (i / 12) as i32, i % 12 + 1);
            let name = format!("{place} {from_year} {i}");
            r("bb 1975").n(n).at(&day, place, region, &name)
        })
        .collect()
}
