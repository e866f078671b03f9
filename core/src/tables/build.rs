//! From TOML files to compiled tables. Every error of every file is collected; nothing stops at the first.

use std::collections::{BTreeMap, BTreeSet};

use rkyv::rancor::Error as RkyvError;
use serde::de::DeserializeOwned;

use super::key::{calibre_key, mark_key};
use super::model::{
    Basis, Calibre, Cover, Element, Event, FORMAT, KeyRow, Limit, Look, MarkRow, Message, Name, Part,
    Producer, Scheme, Source, Stamp, State, Symbol, TableSet, Weight, Years,
};
use super::source::{
    CalibresFile, ConfusionsFile, DataFile, EventFile, MarkTable, ProducerFile, SchemesFile, SourceFile,
    StampsFile, StatesFile, SymbolsFile, Word, YearsClaim,
};
use super::{Tables, confusions, vocabulary as words};
use crate::calendar::Calendar;
use crate::date::Day;
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::notation::{Enclosure, Marking, Position};
use crate::weights;

/// One file of the tables.
#[derive(Clone, Debug)]
pub struct TableFile {
    /// Path below the tables folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Collects files and compiles them.
#[derive(Default)]
pub struct Builder {
    base: Option<TableSet>,
    overlay: Option<String>,
    files: Vec<TableFile>,
}

impl Builder {
    /// A builder for tables from nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A builder that adds to compiled tables, or overrides rows of the same id. The answer names the overlay.
    ///
    /// # Errors
    /// When the compiled tables cannot be read back.
    pub fn on_top_of(tables: &Tables<'_>, overlay: &str) -> Result<Self, super::TablesError> {
        let base = tables
            .set()
            .unpack()
            .map_err(|e| super::TablesError(e.to_string()))?;
        Ok(Self {
            base: Some(base),
            overlay: Some(overlay.to_owned()),
            files: Vec::new(),
        })
    }

    /// Adds a file. Files of folders that are no tables (`corpus`, `README.md`) may be added; they are passed over.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> &mut Self {
        self.files.push(TableFile {
            path: path.into(),
            text: text.into(),
        });
        self
    }

    /// Compiles everything that was added.
    ///
    /// # Errors
    /// All findings, sorted by file and place, when any of them is an error. Warnings alone come with the tables.
    pub fn build(self) -> Result<(TableSet, Vec<Diagnostic>), Vec<Diagnostic>> {
        let (set, found) = self.build_all();
        if found.iter().any(|d| d.severity == Severity::Error) {
            Err(found)
        } else {
            Ok((set, found))
        }
    }

    /// Compiles what can be compiled and leaves out the rest, for the linter, which goes on after an error.
    pub(crate) fn build_all(self) -> (TableSet, Vec<Diagnostic>) {
        let mut work = Work::new(self.base.unwrap_or_else(empty));
        if let Some(name) = self.overlay {
            work.set.overlays.push(name);
        }
        let mut files = self.files;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        work.first_pass(&files);
        work.sort_tables();
        work.second_pass();
        work.finish();
        let Work { set, mut found, .. } = work;
        found.sort_by(|a, b| {
            (&a.file, a.span.as_ref().map(|s| s.start), a.code).cmp(&(
                &b.file,
                b.span.as_ref().map(|s| s.start),
                b.code,
            ))
        });
        found.dedup();
        (set, found)
    }
}

impl TableSet {
    /// The bytes that [`Tables::open`] reads.
    ///
    /// # Errors
    /// When the tables are too large for 32-bit offsets.
    pub fn to_bytes(&self) -> Result<Vec<u8>, super::TablesError> {
        let compiled = self.compile().map_err(|e| super::TablesError(e.to_string()))?;
        rkyv::to_bytes::<RkyvError>(&compiled)
            .map(|b| b.to_vec())
            .map_err(|e| super::TablesError(e.to_string()))
    }
}

fn empty() -> TableSet {
    TableSet {
        format: FORMAT,
        version: String::new(),
        as_of: Day::new(2026, 1, 1).0,
        overlays: Vec::new(),
        weights: Vec::new(),
        faults: Vec::new(),
        confusions: Vec::new(),
        states: Vec::new(),
        calibres: Vec::new(),
        calibre_names: Vec::new(),
        calibre_stamps: Vec::new(),
        symbols: Vec::new(),
        symbol_names: Vec::new(),
        sources: Vec::new(),
        schemes: Vec::new(),
        producers: Vec::new(),
        marks: Vec::new(),
        mark_index: Vec::new(),
        special_rows: Vec::new(),
        stamps: Vec::new(),
        stamp_index: Vec::new(),
        events: Vec::new(),
        messages: Vec::new(),
        coverage: Vec::new(),
    }
}

type Toml<T> = (String, String, T);

struct Work {
    set: TableSet,
    found: Vec<Diagnostic>,
    producers: Vec<Toml<ProducerFile>>,
    stamps: Vec<Toml<StampsFile>>,
    symbol_ids: BTreeMap<String, u16>,
    source_ids: BTreeMap<String, u16>,
    state_ids: BTreeMap<String, u16>,
    scheme_ids: BTreeMap<String, u8>,
    calibre_ids: BTreeMap<String, u16>,
    producer_ids: BTreeMap<String, u32>,
}

/// Replaces the row with the same id, or adds it.
fn put<T>(rows: &mut Vec<T>, row: T, id: impl Fn(&T) -> &str) {
    let found = rows.iter().position(|r| id(r) == id(&row));
    match found {
        Some(at) => rows[at] = row,
        None => rows.push(row),
    }
}

fn index_of<T, I: TryFrom<usize>>(rows: &[T], id: impl Fn(&T) -> &str) -> BTreeMap<String, I> {
    rows.iter()
        .enumerate()
        .filter_map(|(i, r)| Some((id(r).to_owned(), I::try_from(i).ok()?)))
        .collect()
}

impl Work {
    fn new(set: TableSet) -> Self {
        Self {
            set,
            found: Vec::new(),
            producers: Vec::new(),
            stamps: Vec::new(),
            symbol_ids: BTreeMap::new(),
            source_ids: BTreeMap::new(),
            state_ids: BTreeMap::new(),
            scheme_ids: BTreeMap::new(),
            calibre_ids: BTreeMap::new(),
            producer_ids: BTreeMap::new(),
        }
    }

    fn report(&mut self, d: Diagnostic) {
        self.found.push(d);
    }

    fn parse<T: DeserializeOwned>(&mut self, file: &TableFile) -> Option<T> {
        match toml::from_str::<T>(&file.text) {
            Ok(value) => Some(value),
            Err(e) => {
                self.report(
                    Diagnostic::error("HS101", &file.path, e.span(), e.message().trim().to_owned())
                        .help("mend the form of this row; reference-data/README.md shows each table with an example"),
                );
                None
            }
        }
    }

    /// The tables that others refer to.
    fn first_pass(&mut self, files: &[TableFile]) {
        let mut weights: BTreeMap<String, Weight> =
            self.set.weights.drain(..).map(|w| (w.name.clone(), w)).collect();
        let mut seen_weights = false;
        for file in files {
            let parts: Vec<&str> = file.path.split('/').collect();
            match parts.as_slice() {
                ["data.toml"] => self.data(file),
                ["weights.toml"] => {
                    seen_weights = true;
                    self.weights(file, &mut weights);
                }
                ["confusions.toml"] => {
                    if let Some(t) = self.parse::<ConfusionsFile>(file) {
                        confusions::read(&file.path, t, &mut self.set, &mut self.found);
                    }
                }
                ["states.toml"] => self.states(file),
                ["calibres.toml"] => self.calibres(file),
                ["symbols.toml"] => self.symbols(file),
                ["year-schemes.toml"] => self.schemes(file),
                ["stamps.toml"] => {
                    if let Some(t) = self.parse::<StampsFile>(file) {
                        self.stamps.push((file.path.clone(), file.text.clone(), t));
                    }
                }
                ["messages", name] if name.ends_with(".toml") => self.messages(file, &name[..name.len() - 5]),
                ["sources", name] if name.ends_with(".toml") => self.source(file, &name[..name.len() - 5]),
                ["events", name] if name.ends_with(".toml") => self.event(file, &name[..name.len() - 5]),
                ["producers", _, name] if name.ends_with(".toml") => {
                    if let Some(t) = self.parse::<ProducerFile>(file) {
                        self.producers.push((file.path.clone(), file.text.clone(), t));
                    }
                }
                _ => {}
            }
        }
        self.set.weights = weights::NAMES
            .iter()
            .filter_map(|name| {
                let found = weights.remove(*name);
                if found.is_none() {
                    self.found.push(
                        Diagnostic::error(
                            "HS110",
                            "weights.toml",
                            None,
                            format!("the number `{name}` is missing"),
                        )
                        .help("add it with `value` and `why`"),
                    );
                }
                found
            })
            .collect();
        for (name, _) in weights.iter().filter(|_| seen_weights) {
            let near = nearest(name, weights::NAMES.iter().copied());
            let help = near.map_or_else(|| "remove it".to_owned(), |n| format!("did you mean `{n}`?"));
            self.found.push(
                Diagnostic::error(
                    "HS111",
                    "weights.toml",
                    None,
                    format!("no rule uses the number `{name}`"),
                )
                .help(help),
            );
        }
    }

    fn data(&mut self, file: &TableFile) {
        let Some(data) = self.parse::<DataFile>(file) else {
            return;
        };
        self.set.version = data.version;
        match data.as_of.get_ref().date {
            Some(d) => self.set.as_of = Day::new(i32::from(d.year), d.month, d.day).0,
            None => self.report(
                Diagnostic::error("HS102", &file.path, Some(data.as_of.span()), "`as_of` is no date")
                    .label("expected a date such as 2026-11-21"),
            ),
        }
    }

    fn weights(&mut self, file: &TableFile, into: &mut BTreeMap<String, Weight>) {
        #[derive(serde::Deserialize)]
        struct Entry {
            value: f64,
            why: String,
        }
        let Some(groups) = self.parse::<BTreeMap<String, BTreeMap<String, Entry>>>(file) else {
            return;
        };
        for (group, entries) in groups {
            for (name, e) in entries {
                let name = format!("{group}.{name}");
                // A factor above 1 would make probabilities that are none; unread characters multiply a weight.
                let most = if name == "nobody.unread-factor" {
                    100.0
                } else {
                    1.0
                };
                if !(0.0..=most).contains(&e.value) {
                    let text = format!("`{name}` is {}; it must lie between 0 and {most}", e.value);
                    self.report(
                        Diagnostic::error("HS101", &file.path, None, text)
                            .help("every number is a factor or a probability; its reason stands beside it"),
                    );
                    continue;
                }
                into.insert(
                    name.clone(),
                    Weight {
                        name,
                        value: e.value,
                        why: e.why,
                    },
                );
            }
        }
    }

    fn states(&mut self, file: &TableFile) {
        let Some(t) = self.parse::<StatesFile>(file) else {
            return;
        };
        let mut here = BTreeSet::new();
        for s in t.state {
            self.unique(&mut here, file, &s.id, "state");
            let mut day = |v: &Option<super::source::Spanned<toml::Value>>, last: bool| {
                let v = v.as_ref()?;
                let day = match v.get_ref() {
                    toml::Value::Integer(y) => i32::try_from(*y).ok().map(|y| {
                        if last {
                            Day::new(y, 12, 31)
                        } else {
                            Day::new(y, 1, 1)
                        }
                    }),
                    toml::Value::Datetime(d) => d.date.map(|d| Day::new(i32::from(d.year), d.month, d.day)),
                    _ => None,
                };
                if day.is_none() {
                    self.found.push(
                        Diagnostic::error("HS102", &file.path, Some(v.span()), "this is no date")
                            .label("expected a date such as 1991-12-26, or a year"),
                    );
                }
                day.map(|d| d.0)
            };
            let row = State {
                from: day(&s.from, false),
                to: day(&s.to, true),
                id: s.id.into_inner(),
                name: s.name,
                adjective: s.adjective,
                aliases: s.aliases,
                successors: s.successors.into_iter().map(Word::into_inner).collect(),
            };
            put(&mut self.set.states, row, |r| &r.id);
        }
    }

    fn unique(&mut self, here: &mut BTreeSet<String>, file: &TableFile, id: &Word, what: &str) {
        if !here.insert(id.get_ref().clone()) {
            self.report(
                Diagnostic::error(
                    "HS201",
                    &file.path,
                    Some(id.span()),
                    format!("the {what} id `{}` is given twice", id.get_ref()),
                )
                .label("second time here")
                .help("ids never change and are never given twice; choose another one"),
            );
        }
    }

    fn calibres(&mut self, file: &TableFile) {
        let Some(t) = self.parse::<CalibresFile>(file) else {
            return;
        };
        let mut here = BTreeSet::new();
        for c in t.calibre {
            self.unique(&mut here, file, &c.id, "calibre");
            let row = Calibre {
                id: c.id.into_inner(),
                name: c.name,
                class: c.class.into_inner(),
                introduced: c.introduced,
                aliases: c.aliases.into_iter().map(Word::into_inner).collect(),
                stamps: c.stamps.into_iter().map(Word::into_inner).collect(),
                case_length_mm: c.case_length_mm,
                rim_mm: c.rim_mm,
            };
            put(&mut self.set.calibres, row, |r| &r.id);
        }
    }

    fn symbols(&mut self, file: &TableFile) {
        let Some(t) = self.parse::<SymbolsFile>(file) else {
            return;
        };
        let mut here = BTreeSet::new();
        for s in t.symbol {
            self.unique(&mut here, file, &s.id, "symbol");
            let row = Symbol {
                id: s.id.into_inner(),
                name: s.name,
                signs: s.signs.into_iter().map(Word::into_inner).collect(),
                aliases: s.aliases.into_iter().map(Word::into_inner).collect(),
            };
            put(&mut self.set.symbols, row, |r| &r.id);
        }
    }

    fn schemes(&mut self, file: &TableFile) {
        let Some(t) = self.parse::<SchemesFile>(file) else {
            return;
        };
        let mut here = BTreeSet::new();
        for s in t.year_scheme {
            self.unique(&mut here, file, &s.id, "year scheme");
            let calendar = self.choose(
                file,
                &s.calendar,
                "calendar",
                &Calendar::names().collect::<Vec<_>>(),
            );
            let parts = words::PARTS;
            let part = s
                .part
                .as_ref()
                .and_then(|w| self.choose(file, w, "part", parts))
                .unwrap_or(0);
            let scripts = words::SCRIPTS;
            let script = s
                .script
                .as_ref()
                .and_then(|w| self.choose(file, w, "script", scripts))
                .unwrap_or(0);
            let row = Scheme {
                id: s.id.into_inner(),
                name: s.name,
                calendar: u8::try_from(calendar.unwrap_or(0)).unwrap_or(0),
                digits: s.digits,
                part: [Part::None, Part::Month, Part::Quarter, Part::Split][part],
                script: u8::try_from(script).unwrap_or(0),
                from: s.from,
                to: s.to,
            };
            put(&mut self.set.schemes, row, |r| &r.id);
        }
    }

    /// The index of a controlled word, or a diagnostic with the nearest one.
    fn choose(&mut self, file: &TableFile, word: &Word, what: &str, allowed: &[&str]) -> Option<usize> {
        self.choose_in(&file.path, word, what, allowed)
    }

    fn choose_in(&mut self, path: &str, word: &Word, what: &str, allowed: &[&str]) -> Option<usize> {
        let found = allowed.iter().position(|a| a == word.get_ref());
        if found.is_none() {
            let near = nearest(word.get_ref(), allowed.iter().copied());
            self.report(
                Diagnostic::error(
                    "HS103",
                    path,
                    Some(word.span()),
                    format!("`{}` is no {what}", word.get_ref()),
                )
                .label(near.map_or_else(|| "not known".to_owned(), |n| format!("did you mean `{n}`?")))
                .help(format!("one of: {}", allowed.join(", "))),
            );
        }
        found
    }

    fn messages(&mut self, file: &TableFile, lang: &str) {
        let Some(t) = self.parse::<BTreeMap<String, String>>(file) else {
            return;
        };
        for (rule, text) in t {
            let row = Message {
                lang: lang.to_owned(),
                rule,
                text,
            };
            self.set
                .messages
                .retain(|m| (&m.lang, &m.rule) != (&row.lang, &row.rule));
            self.set.messages.push(row);
        }
    }

    fn source(&mut self, file: &TableFile, id: &str) {
        let Some(s) = self.parse::<SourceFile>(file) else {
            return;
        };
        let grades = words::GRADES;
        self.choose(file, &s.grade, "grade", grades);
        if let Some(seen) = &s.seen {
            self.choose(file, seen, "word for what was seen", words::SEEN);
        }
        let row = Source {
            id: id.to_owned(),
            title: s.title.into_inner(),
            author: s.author,
            publisher: s.publisher,
            year: s.year,
            url: s.url,
            grade: s.grade.into_inner(),
            seen: s.seen.map(Word::into_inner).unwrap_or_default(),
            note: s.note,
        };
        put(&mut self.set.sources, row, |r| &r.id);
    }

    fn event(&mut self, file: &TableFile, id: &str) {
        let Some(e) = self.parse::<EventFile>(file) else {
            return;
        };
        match serde_json::to_string(&e) {
            Ok(json) => {
                let row = Event {
                    id: id.to_owned(),
                    name: e.name,
                    kind: e.kind,
                    finding: e.finding,
                    country: e.country,
                    json,
                };
                put(&mut self.set.events, row, |r| &r.id);
            }
            Err(e) => self.report(Diagnostic::error("HS101", &file.path, None, e.to_string())),
        }
    }

    fn sort_tables(&mut self) {
        let before = References::take(&self.set);
        let s = &mut self.set;
        s.states.sort_by(|a, b| a.id.cmp(&b.id));
        s.calibres.sort_by(|a, b| a.id.cmp(&b.id));
        s.symbols.sort_by(|a, b| a.id.cmp(&b.id));
        s.sources.sort_by(|a, b| a.id.cmp(&b.id));
        s.schemes.sort_by(|a, b| a.id.cmp(&b.id));
        s.events.sort_by(|a, b| a.id.cmp(&b.id));
        s.messages
            .sort_by(|a, b| (&a.lang, &a.rule).cmp(&(&b.lang, &b.rule)));
        before.rewrite(s);
        self.symbol_ids = index_of(&s.symbols, |r| &r.id);
        self.source_ids = index_of(&s.sources, |r| &r.id);
        self.state_ids = index_of(&s.states, |r| &r.id);
        self.scheme_ids = index_of(&s.schemes, |r| &r.id);
        self.calibre_ids = index_of(&s.calibres, |r| &r.id);
        self.name_symbols();
        self.name_calibres();
    }

    fn name_symbols(&mut self) {
        let mut names = BTreeMap::new();
        for (i, s) in (0u16..).zip(&self.set.symbols) {
            for name in std::iter::once(&s.id).chain(&s.signs).chain(&s.aliases) {
                let key = name.to_lowercase().replace([' ', '_'], "-");
                if let Some(other) = names.insert(key, i).filter(|o| *o != i) {
                    let other = &self.set.symbols[usize::from(other)].id;
                    let text = format!("`{name}` names both `{other}` and `{}`", s.id);
                    self.found.push(
                        Diagnostic::error("HS202", "symbols.toml", None, text)
                            .help("keep it with one of the two"),
                    );
                }
            }
        }
        self.set.symbol_names = names
            .into_iter()
            .map(|(key, index)| Name { key, index })
            .collect();
    }

    fn name_calibres(&mut self) {
        let mut names: BTreeMap<String, u16> = BTreeMap::new();
        let mut stamps = Vec::new();
        for (i, c) in (0u16..).zip(&self.set.calibres) {
            for name in std::iter::once(&c.id)
                .chain(std::iter::once(&c.name))
                .chain(&c.aliases)
            {
                if let Some(other) = names.insert(calibre_key(name), i).filter(|o| *o != i) {
                    let other = &self.set.calibres[usize::from(other)].id;
                    let text = format!("`{name}` names both `{other}` and `{}`", c.id);
                    self.found.push(
                        Diagnostic::error("HS202", "calibres.toml", None, text).help(
                            "a spelling that people use for two calibres belongs to neither: remove it",
                        ),
                    );
                }
            }
            for stamp in &c.stamps {
                if let Ok(m) = Marking::parse(stamp) {
                    let key = mark_key(m.marks(), &|_| None);
                    stamps.push(Name {
                        key: key.text.into(),
                        index: i,
                    });
                }
            }
        }
        stamps.sort();
        stamps.dedup();
        self.set.calibre_names = names
            .into_iter()
            .map(|(key, index)| Name { key, index })
            .collect();
        self.set.calibre_stamps = stamps;
    }

    /// The tables that refer to others.
    fn second_pass(&mut self) {
        let producers = std::mem::take(&mut self.producers);
        let stamps = std::mem::take(&mut self.stamps);
        let mut replaced = BTreeSet::new();
        for (path, _, t) in &producers {
            let (id, row) = self.producer(path, t);
            if self.set.producers.iter().any(|p| p.id == id) {
                replaced.insert(id);
            }
            put(&mut self.set.producers, row, |r| &r.id);
        }
        let old: Vec<String> = self
            .set
            .marks
            .iter()
            .map(|m| self.producer_id(m.producer))
            .collect();
        let old_shared: Vec<Vec<String>> = self
            .set
            .marks
            .iter()
            .map(|m| m.shared_with.iter().map(|p| self.producer_id(*p)).collect())
            .collect();
        // Indices held by base rows are rewritten once the producers are in their final order.
        self.set.producers.sort_by(|a, b| a.id.cmp(&b.id));
        self.producer_ids = index_of(&self.set.producers, |r| &r.id);
        let mut marks = Vec::new();
        for (mut m, (owner, shared)) in std::mem::take(&mut self.set.marks)
            .into_iter()
            .zip(old.into_iter().zip(old_shared))
        {
            if replaced.contains(&owner) {
                continue;
            }
            if let Some(p) = self.producer_ids.get(&owner) {
                m.producer = *p;
                m.shared_with = shared
                    .iter()
                    .filter_map(|s| self.producer_ids.get(s).copied())
                    .collect();
                marks.push(m);
            }
        }
        for (path, _, t) in &producers {
            let id = producer_id(path);
            let Some(producer) = self.producer_ids.get(&id).copied() else {
                continue;
            };
            for mark in &t.mark {
                if let Some(row) = self.mark(path, producer, mark) {
                    marks.push(row);
                }
            }
        }
        marks.sort_by_key(|m| m.producer);
        self.set.marks = marks;
        for (path, _, t) in &stamps {
            self.stamp_file(path, t);
        }
        self.set.stamps.sort_by(|a, b| a.id.cmp(&b.id));
    }

    fn producer_id(&self, index: u32) -> String {
        // Base marks keep their indices until the producers are sorted again; new producers are appended.
        self.set
            .producers
            .get(index as usize)
            .map_or_else(String::new, |p| p.id.clone())
    }

    fn key_again(&self, mark: usize) -> Option<super::key::MarkKey> {
        let m = self.set.marks.get(mark).filter(|m| m.look == Look::Text)?;
        let marking = Marking::parse(&m.text).ok()?;
        Some(mark_key(marking.marks(), &|name| self.symbol(name)))
    }

    fn finish(&mut self) {
        // An overlay may have given a sign a name: rows of the shipped tables are then found under it.
        for i in 0..self.set.marks.len() {
            let Some(key) = self.key_again(i) else { continue };
            let m = &mut self.set.marks[i];
            (m.key, m.raw) = (key.text.into(), key.raw.into());
        }
        let s = &mut self.set;
        s.mark_index = (0u32..)
            .zip(&s.marks)
            .filter(|(_, m)| m.look == Look::Text)
            .map(|(row, m)| KeyRow {
                key: m.key.clone(),
                row,
            })
            .collect();
        s.mark_index.sort();
        s.special_rows = (0u32..)
            .zip(&s.marks)
            .filter(|(_, m)| m.look != Look::Text)
            .map(|(i, _)| i)
            .collect();
        s.stamp_index = (0u32..)
            .zip(&s.stamps)
            .map(|(row, m)| KeyRow {
                key: m.key.clone(),
                row,
            })
            .collect();
        s.stamp_index.sort();
        s.coverage = coverage(s);
    }

    fn producer(&mut self, path: &str, t: &ProducerFile) -> (String, Producer) {
        let id = producer_id(path);
        let folder = path.split('/').nth(1).unwrap_or_default().to_uppercase();
        if t.country.get_ref() != &folder {
            self.report(
                Diagnostic::error(
                    "HS104",
                    path,
                    Some(t.country.span()),
                    "the country is not that of the folder",
                )
                .label(format!("the folder says `{folder}`"))
                .help("move the file to the folder of the country of today, or correct `country`"),
            );
        }
        if t.mark.is_empty() {
            self.report(
                Diagnostic::error("HS105", path, Some(t.name.span()), "the producer has no mark").help(
                    "add a [[mark]]; a producer whose mark is not known cannot be found and is left out",
                ),
            );
        }
        let country = self.state(path, &t.country).unwrap_or(u16::MAX);
        let place = t.place.as_ref();
        let row = Producer {
            id: id.clone(),
            name: t.name.get_ref().clone(),
            names: t.names.clone(),
            place: place.map(|p| p.value.clone()),
            place_basis: self.basis_or(path, place.and_then(|p| p.basis.as_ref()), Basis::General),
            place_sources: self.sources(path, place.and_then(|p| p.sources.as_deref()).unwrap_or_default()),
            country,
            exists: t
                .exists
                .as_ref()
                .and_then(|y| self.years(path, y, Basis::General, &[])),
            note: t.note.clone(),
            superseded_by: t.superseded_by.as_ref().map(|w| w.get_ref().clone()),
        };
        (id, row)
    }

    fn mark(&mut self, path: &str, producer: u32, t: &MarkTable) -> Option<MarkRow> {
        let basis = self.basis(path, &t.basis)?;
        let place = t
            .text
            .as_ref()
            .or(t.none.as_ref())
            .map_or_else(|| t.basis.span(), Word::span);
        let sources = self.sources(path, &t.sources);
        if basis == Basis::Documented && t.sources.is_empty() {
            self.report(
                Diagnostic::error(
                    "HS203",
                    path,
                    Some(t.basis.span()),
                    "a documented mark names no source",
                )
                .label("needs `sources`")
                .help("name the document in `sources`, or write `general` when none was seen"),
            );
        }
        if t.example.is_empty() {
            self.report(
                Diagnostic::error("HS106", path, Some(place.clone()), "the mark has no example").help(
                    "add a [[mark.example]] with `headstamp`, `calibre` and `year`; it is run as a test",
                ),
            );
        }
        let (look, key, text) = self.look(path, t)?;
        let calibres = t.calibres.as_ref();
        let mut list: Vec<u16> = calibres
            .map(|c| c.value.iter().filter_map(|w| self.calibre(path, w)).collect())
            .unwrap_or_default();
        list.sort_unstable();
        list.dedup();
        let own = calibres.and_then(|c| c.sources.as_deref());
        let calibres_sources = own.map_or_else(|| sources.clone(), |s| self.sources(path, s));
        let calibres_basis = self.basis_or(path, calibres.and_then(|c| c.basis.as_ref()), basis);
        let schemes = t
            .year_schemes
            .as_ref()
            .map(|list| list.iter().filter_map(|w| self.scheme(path, w)).collect());
        let scripts = words::DIGITS;
        let digits = t
            .digits
            .as_ref()
            .and_then(|w| self.choose_in(path, w, "script of digits", scripts))
            .unwrap_or(0);
        Some(MarkRow {
            producer,
            text,
            raw: key.raw.into(),
            punctuation: key.punctuation,
            look,
            enclosure: enclosure_code(key.enclosure),
            position: self.position(path, t).unwrap_or(0),
            digits: u8::try_from(digits).unwrap_or(0),
            state: t
                .state
                .as_ref()
                .and_then(|w| self.state(path, w))
                .unwrap_or(u16::MAX),
            calibres: list,
            calibres_basis,
            calibres_sources,
            years: t
                .years
                .as_ref()
                .and_then(|y| self.years(path, y, basis, &sources)),
            schemes,
            basis,
            sources,
            shared_with: t
                .shared_with
                .iter()
                .filter_map(|w| self.producer_ref(path, w))
                .collect(),
            note: t.note.clone(),
            key: key.text.into(),
        })
    }

    fn look(&mut self, path: &str, t: &MarkTable) -> Option<(Look, super::key::MarkKey, String)> {
        match (&t.text, &t.none, &t.layout) {
            (Some(text), None, None) => {
                let marking = match Marking::parse(text.get_ref()) {
                    Ok(m) => m,
                    Err(e) => {
                        self.report(Diagnostic::error(
                            "HS107",
                            path,
                            Some(text.span()),
                            format!("no mark: {e}"),
                        ));
                        return None;
                    }
                };
                let key = mark_key(marking.marks(), &|name| self.symbol(name));
                if key.text.is_empty() || key.unread > 0 {
                    self.report(
                        Diagnostic::error("HS107", path, Some(text.span()), "the text of a mark must be fully known")
                            .help("write the signs as stamped; `none = \"blank\"` and `none = \"no-code\"` are for absence"),
                    );
                    return None;
                }
                Some((Look::Text, key, text.get_ref().clone()))
            }
            (None, Some(none), None) => {
                let at = self.choose_in(path, none, "kind of absence", words::ABSENCES)?;
                Some((
                    [Look::Blank, Look::NoCode][at].clone(),
                    super::key::MarkKey::default(),
                    none.get_ref().clone(),
                ))
            }
            (None, None, Some(elements)) => {
                let known = words::ELEMENTS;
                let made = [
                    Element::Digit,
                    Element::Number,
                    Element::Letters,
                    Element::Calibre,
                    Element::Year,
                ];
                let mut layout = Vec::new();
                for w in elements {
                    match w.get_ref().strip_prefix('=') {
                        Some(literal) => layout.push(Element::Literal(literal.to_uppercase())),
                        None => {
                            layout.push(made[self.choose_in(path, w, "element of a layout", known)?].clone())
                        }
                    }
                }
                let text = elements
                    .iter()
                    .map(|w| w.get_ref().as_str())
                    .collect::<Vec<_>>()
                    .join(" ");
                Some((Look::Layout(layout), super::key::MarkKey::default(), text))
            }
            _ => {
                self.report(
                    Diagnostic::error(
                        "HS108",
                        path,
                        Some(t.basis.span()),
                        "a mark needs exactly one of `text`, `none`, `layout`",
                    )
                    .help("`text` for what is stamped, `none` for absence, `layout` for an arrangement"),
                );
                None
            }
        }
    }

    fn position(&mut self, path: &str, t: &MarkTable) -> Option<u8> {
        let p = t.position.as_ref()?;
        match p.get_ref() {
            toml::Value::Integer(h) if (1..=12).contains(h) => u8::try_from(*h).ok(),
            toml::Value::String(s) if s == "centre" => Some(13),
            _ => {
                self.report(
                    Diagnostic::error("HS109", path, Some(p.span()), "this is no position")
                        .label("expected a clock hour from 1 to 12, or \"centre\"")
                        .help("leave the key out when the position varies"),
                );
                None
            }
        }
    }

    fn stamp_file(&mut self, path: &str, t: &StampsFile) {
        let roles = words::ROLES;
        let mut here = BTreeSet::new();
        for s in &t.stamp {
            if !here.insert(s.id.get_ref().clone()) {
                self.report(
                    Diagnostic::error(
                        "HS201",
                        path,
                        Some(s.id.span()),
                        format!("the stamp id `{}` is given twice", s.id.get_ref()),
                    )
                    .help("choose another id"),
                );
            }
            let Some(basis) = self.basis(path, &s.basis) else {
                continue;
            };
            self.choose_in(path, &s.role, "role", roles);
            let Ok(marking) = Marking::parse(s.text.get_ref()) else {
                self.report(Diagnostic::error("HS107", path, Some(s.text.span()), "no mark"));
                continue;
            };
            let row = Stamp {
                id: s.id.get_ref().clone(),
                text: s.text.get_ref().clone(),
                key: mark_key(marking.marks(), &|n| self.symbol(n)).text.into(),
                role: s.role.get_ref().clone(),
                meaning: s.meaning.clone(),
                countries: s.countries.iter().filter_map(|w| self.state(path, w)).collect(),
                calibres: s.calibres.iter().filter_map(|w| self.calibre(path, w)).collect(),
                basis,
                sources: self.sources(path, &s.sources),
            };
            put(&mut self.set.stamps, row, |r| &r.id);
        }
    }

    fn symbol(&self, name: &str) -> Option<String> {
        let at = self
            .set
            .symbol_names
            .binary_search_by(|e| e.key.as_str().cmp(name))
            .ok()?;
        self.set
            .symbols
            .get(usize::from(self.set.symbol_names[at].index))
            .map(|s| s.id.clone())
    }

    fn years(&mut self, path: &str, y: &YearsClaim, basis: Basis, sources: &[u16]) -> Option<Years> {
        let limits = words::LIMITS;
        let limit = y
            .limit
            .as_ref()
            .and_then(|w| self.choose_in(path, w, "limit", limits))
            .unwrap_or(1);
        if let (Some(from), Some(to)) = (&y.from, &y.to)
            && from.get_ref() > to.get_ref()
        {
            self.report(
                Diagnostic::error("HS312", path, Some(to.span()), "`to` is earlier than `from`")
                    .label("ends before it starts")
                    .help("swap the two years, or leave `to` out if the end is unknown"),
            );
        }
        let own = y.sources.as_deref();
        Some(Years {
            from: y.from.as_ref().map(|v| *v.get_ref()),
            to: y.to.as_ref().map(|v| *v.get_ref()),
            limit: [Limit::Seen, Limit::Soft, Limit::Firm][limit],
            basis: self.basis_or(path, y.basis.as_ref(), basis),
            sources: own.map_or_else(|| sources.to_vec(), |s| self.sources(path, s)),
        })
    }

    fn basis(&mut self, path: &str, word: &Word) -> Option<Basis> {
        let at = self.choose_in(path, word, "basis", words::BASES)?;
        Some([Basis::Documented, Basis::General, Basis::Doubtful][at])
    }

    fn basis_or(&mut self, path: &str, word: Option<&Word>, otherwise: Basis) -> Basis {
        word.and_then(|w| self.basis(path, w)).unwrap_or(otherwise)
    }

    fn refer<I: Copy>(
        &mut self,
        path: &str,
        word: &Word,
        what: &str,
        found: Option<I>,
        near: Option<String>,
    ) -> Option<I> {
        if found.is_none() {
            self.report(
                Diagnostic::error(
                    "HS204",
                    path,
                    Some(word.span()),
                    format!("there is no {what} `{}`", word.get_ref()),
                )
                .label(near.map_or_else(|| "not known".to_owned(), |n| format!("did you mean `{n}`?")))
                .help(format!("correct the id, or add the {what} to its table first")),
            );
        }
        found
    }

    fn sources(&mut self, path: &str, words: &[Word]) -> Vec<u16> {
        words
            .iter()
            .filter_map(|w| {
                let found = self.source_ids.get(w.get_ref()).copied();
                let near =
                    nearest(w.get_ref(), self.source_ids.keys().map(String::as_str)).map(str::to_owned);
                self.refer(path, w, "source", found, near)
            })
            .collect()
    }

    fn state(&mut self, path: &str, word: &Word) -> Option<u16> {
        let found = self.state_ids.get(word.get_ref()).copied();
        let near = self.set.states.iter().find(|s| {
            s.name.eq_ignore_ascii_case(word.get_ref())
                || s.aliases.iter().any(|a| a.eq_ignore_ascii_case(word.get_ref()))
        });
        let near = near.map(|s| s.id.clone()).or_else(|| {
            nearest(word.get_ref(), self.state_ids.keys().map(String::as_str)).map(str::to_owned)
        });
        self.refer(path, word, "state", found, near)
    }

    fn calibre(&mut self, path: &str, word: &Word) -> Option<u16> {
        let found = self.calibre_ids.get(word.get_ref()).copied();
        let key = calibre_key(word.get_ref());
        let alias = self
            .set
            .calibre_names
            .iter()
            .find(|n| n.key == key)
            .map(|n| self.set.calibres[usize::from(n.index)].id.clone());
        let near = alias.or_else(|| {
            nearest(word.get_ref(), self.calibre_ids.keys().map(String::as_str)).map(str::to_owned)
        });
        self.refer(path, word, "calibre", found, near)
    }

    fn scheme(&mut self, path: &str, word: &Word) -> Option<u8> {
        let found = self.scheme_ids.get(word.get_ref()).copied();
        let near = nearest(word.get_ref(), self.scheme_ids.keys().map(String::as_str)).map(str::to_owned);
        self.refer(path, word, "year scheme", found, near)
    }

    fn producer_ref(&mut self, path: &str, word: &Word) -> Option<u32> {
        let found = self.producer_ids.get(word.get_ref()).copied();
        let near = nearest(word.get_ref(), self.producer_ids.keys().map(String::as_str)).map(str::to_owned);
        self.refer(path, word, "producer", found, near)
    }
}

fn coverage(s: &TableSet) -> Vec<Cover> {
    let mut sums: BTreeMap<(u16, u16), (u32, u32)> = BTreeMap::new();
    for m in &s.marks {
        let Some(country) = s.producers.get(m.producer as usize).map(|p| p.country) else {
            continue;
        };
        let calibres = m.calibres.iter().copied().chain([u16::MAX]);
        for key in calibres.flat_map(|c| [(country, c), (u16::MAX, c)]) {
            let sum = sums.entry(key).or_default();
            sum.0 += u32::from(m.basis == Basis::Documented);
            sum.1 += 1;
        }
    }
    sums.into_iter()
        .map(|((state, calibre), (documented, all))| Cover {
            state,
            calibre,
            documented,
            all,
        })
        .collect()
}

/// `producers/cn/945.toml` → `cn-945`.
#[must_use]
pub fn producer_id(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let stem = parts.next().unwrap_or_default().trim_end_matches(".toml");
    let folder = parts.next().unwrap_or_default();
    format!("{folder}-{stem}")
}

pub(crate) fn enclosure_code(e: Option<Enclosure>) -> u8 {
    match e {
        None => 0,
        Some(Enclosure::Circle) => 1,
        Some(Enclosure::DoubleCircle) => 2,
        Some(Enclosure::Square) => 3,
        Some(Enclosure::Triangle) => 4,
    }
}

pub(crate) fn position_code(p: Option<Position>) -> u8 {
    match p {
        None => 0,
        Some(Position::Hour(h)) => h,
        Some(Position::Centre) => 13,
    }
}

/// The ids behind the indices that base rows hold, so that rows can be added and sorted beneath them.
struct References {
    states: Vec<String>,
    calibres: Vec<String>,
    sources: Vec<String>,
    schemes: Vec<String>,
}

impl References {
    fn take(set: &TableSet) -> Self {
        Self {
            states: set.states.iter().map(|r| r.id.clone()).collect(),
            calibres: set.calibres.iter().map(|r| r.id.clone()).collect(),
            sources: set.sources.iter().map(|r| r.id.clone()).collect(),
            schemes: set.schemes.iter().map(|r| r.id.clone()).collect(),
        }
    }

    /// Appending and replacing in place leaves indices valid; only sorting moves rows.
    fn rewrite(&self, set: &mut TableSet) {
        let states: BTreeMap<String, u16> = index_of(&set.states, |r| &r.id);
        let calibres: BTreeMap<String, u16> = index_of(&set.calibres, |r| &r.id);
        let sources: BTreeMap<String, u16> = index_of(&set.sources, |r| &r.id);
        let schemes: BTreeMap<String, u8> = index_of(&set.schemes, |r| &r.id);
        let state = |i: &mut u16| {
            *i = self
                .states
                .get(usize::from(*i))
                .and_then(|id| states.get(id))
                .copied()
                .unwrap_or(u16::MAX);
        };
        let many = |list: &mut Vec<u16>, old: &[String], new: &BTreeMap<String, u16>| {
            *list = list
                .iter()
                .filter_map(|i| new.get(old.get(usize::from(*i))?).copied())
                .collect();
        };
        let years = |y: &mut Option<Years>| {
            if let Some(y) = y {
                many(&mut y.sources, &self.sources, &sources);
            }
        };
        for p in &mut set.producers {
            state(&mut p.country);
            many(&mut p.place_sources, &self.sources, &sources);
            years(&mut p.exists);
        }
        for m in &mut set.marks {
            state(&mut m.state);
            many(&mut m.calibres, &self.calibres, &calibres);
            m.calibres.sort_unstable();
            many(&mut m.calibres_sources, &self.sources, &sources);
            many(&mut m.sources, &self.sources, &sources);
            years(&mut m.years);
            if let Some(list) = &mut m.schemes {
                *list = list
                    .iter()
                    .filter_map(|i| schemes.get(self.schemes.get(usize::from(*i))?).copied())
                    .collect();
            }
        }
        for s in &mut set.stamps {
            many(&mut s.countries, &self.states, &states);
            many(&mut s.calibres, &self.calibres, &calibres);
            many(&mut s.sources, &self.sources, &sources);
        }
    }
}
