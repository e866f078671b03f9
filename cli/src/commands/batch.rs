//! `batch`: a collection in, the same collection with answers out. Rows are read and written in one pass; what is the
//! same on many rows is weighed once.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use headstamp_core::identification::{EventLead, Identification};
use headstamp_core::leads::Lead;
use headstamp_core::observation::Observation;
use serde_json::{Map, Value, json};

use super::observe::{self, Texts};
use crate::args::{Batch, Global, RowFormat};
use crate::data::Data;
use crate::exit::{BAD_INPUT, Failure, Outcome, PLUGIN, VERDICT};
use crate::progress::Progress;
use crate::rows::columns::Column;
use crate::rows::input::Input;
use crate::rows::lean;
use crate::rows::{Problem, Row};
use crate::session::Session;
use crate::text::layout;

/// Rows held at once. Enough to ask plugins about many markings together, few enough to keep memory flat.
const CHUNK: usize = 2048;
/// Bytes of answers remembered: some ten thousand distinct markings, more than the field's largest collections have.
const REMEMBERED: usize = 24 << 20;
/// Problems printed one by one; the rest is counted.
const SHOWN: u64 = 20;

/// Columns that the answer adds to a table.
const ADDED: [&str; 16] = [
    "hs_status",
    "hs_sample",
    "hs_producer",
    "hs_producer_name",
    "hs_place",
    "hs_country",
    "hs_state_then",
    "hs_year_from",
    "hs_year_to",
    "hs_calibre",
    "hs_probability",
    "hs_basis",
    "hs_unknown_probability",
    "hs_candidates",
    "hs_events",
    "hs_problems",
];

pub(crate) fn run(global: &Global, batch: &Batch) -> Outcome {
    let data = Arc::new(Data::load(global)?);
    let mut session = Session::start(global, &data, format_of(batch)? == RowFormat::Jsonl)?;
    let mut input = Input::open(&batch.file, batch.from)?;
    let format = format_of(batch)?;
    let mut out = Output::create(batch, format)?;
    out.begin(&session, &input, global)?;
    let year_starts = session.year_starts();
    let mut work = Work {
        session: &mut session,
        known: HashMap::new(),
        held: 0,
        year_starts,
        batch,
        format,
        bad: 0,
        failed_rows: 0,
        verdict: false,
        name: batch.file.display().to_string(),
    };
    let mut progress = Progress::new(!batch.quiet && !out.to_terminal());
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let mut n = 0;
        while n < CHUNK {
            if n == rows.len() {
                rows.push(Row::default());
            }
            if !input.next(&mut rows[n])? {
                break;
            }
            n += 1;
        }
        work.chunk(&mut rows[..n], input.columns(), &mut out)?;
        progress.add(n as u64);
        if n < CHUNK {
            break;
        }
    }
    progress.clear();
    let (bad, failed_rows, verdict) = (work.bad, work.failed_rows, work.verdict);
    out.finish()?;
    report(&session, global, bad, failed_rows, &batch.file);
    Ok(if failed_rows > 0 && !global.allow_incomplete {
        PLUGIN
    } else if bad > 0 {
        BAD_INPUT
    } else if verdict {
        VERDICT
    } else {
        0
    })
}

fn format_of(batch: &Batch) -> Result<RowFormat, Failure> {
    if let Some(f) = batch.format {
        return Ok(f);
    }
    let Some(path) = &batch.output else {
        return Ok(RowFormat::Jsonl);
    };
    match path
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .as_deref()
    {
        Some("csv") => Ok(RowFormat::Csv),
        Some("tsv") => Ok(RowFormat::Tsv),
        Some("jsonl" | "ndjson" | "json") => Ok(RowFormat::Jsonl),
        _ => Err(Failure::usage(format!(
            "{}: say --format csv, tsv or jsonl",
            path.display()
        ))),
    }
}

fn report(session: &Session<'_>, global: &Global, bad: u64, failed_rows: u64, file: &Path) {
    let (failed, refused) = session.complaints();
    for text in refused.iter().chain(&failed) {
        anstream::eprintln!("headstamp: {text}");
    }
    if bad > SHOWN {
        anstream::eprintln!(
            "headstamp: {}: {} more rows with problems; each is marked in the result",
            file.display(),
            bad - SHOWN
        );
    }
    if bad > 0 {
        let rows = if bad == 1 {
            "1 row has a problem".to_owned()
        } else {
            format!("{bad} rows have problems")
        };
        anstream::eprintln!("headstamp: {}: {rows}; all other rows are done", file.display());
    }
    if failed_rows > 0 {
        let rows = if failed_rows == 1 {
            "1 row lacks".to_owned()
        } else {
            format!("{failed_rows} rows lack")
        };
        let hint = if global.allow_incomplete {
            ""
        } else {
            "; --allow-incomplete accepts that"
        };
        anstream::eprintln!("headstamp: {rows} the answer of a plugin, named in the row{hint}");
    }
}

/// What is the same on every row with these marks, this calibre, item and year of recovery.
struct Known {
    answer: Identification,
    leads: Vec<Lead>,
    failed: Vec<String>,
    /// The answer as JSON without id, input and events, ready to be written.
    fragment: String,
}

struct Work<'s, 't> {
    session: &'s mut Session<'t>,
    known: HashMap<String, Rc<Known>>,
    /// Bytes of the answers remembered.
    held: usize,
    /// Days on which a year begins in some calendar.
    year_starts: Vec<i32>,
    batch: &'s Batch,
    format: RowFormat,
    bad: u64,
    failed_rows: u64,
    verdict: bool,
    name: String,
}

/// A row ready to be answered.
enum Ready {
    /// It cannot be answered.
    Broken,
    /// Its key among the known, and its own observation.
    Asked(String, Box<Observation>),
}

impl Work<'_, '_> {
    fn chunk(&mut self, rows: &mut [Row], columns: &[Column], out: &mut Output) -> Result<(), Failure> {
        if self.held > REMEMBERED {
            self.known.clear();
            self.held = 0;
        }
        let ready: Vec<Ready> = rows.iter_mut().map(|r| self.ready(r)).collect();
        let mut new: Vec<(String, Observation)> = Vec::new();
        let mut asked: HashSet<&str> = HashSet::new();
        for r in &ready {
            if let Ready::Asked(key, o) = r
                && !self.known.contains_key(key)
                && asked.insert(key)
            {
                let mut o = (**o).clone();
                o.id = None;
                o.country = None;
                new.push((key.clone(), o));
            }
        }
        let (keys, observations): (Vec<String>, Vec<Observation>) = new.into_iter().unzip();
        for (key, weighed) in keys.into_iter().zip(self.session.weigh(observations)) {
            let answer = self.session.answer(&weighed, self.batch.evidence);
            let fragment = fragment(&answer, self.batch.evidence)?;
            let known = Known {
                answer,
                leads: weighed.leads,
                failed: weighed.failed,
                fragment,
            };
            // The parsed answer takes about three times its text.
            self.held += key.len() + 4 * known.fragment.len();
            self.known.insert(key, Rc::new(known));
        }
        for (row, ready) in rows.iter().zip(ready) {
            self.complain(row);
            match ready {
                Ready::Broken => out.broken(row)?,
                Ready::Asked(key, own) => {
                    let Some(known) = self.known.get(&key).cloned() else {
                        continue;
                    };
                    self.failed_rows += u64::from(!known.failed.is_empty());
                    self.verdict |= self.batch.fail_on.iter().any(|v| v.name() == known.answer.status);
                    let events = if known.leads.is_empty() {
                        Vec::new()
                    } else {
                        self.session.events(&known.leads, &own)
                    };
                    match self.format {
                        RowFormat::Jsonl => out.json(row, columns, &own, &known, &events)?,
                        RowFormat::Csv | RowFormat::Tsv => out.cells(row, &known, &events)?,
                    }
                }
            }
        }
        Ok(())
    }

    fn ready(&self, row: &mut Row) -> Ready {
        if row.broken {
            return Ready::Broken;
        }
        let r = &row.recorded;
        let recovered = match observe::date(&r.recovered) {
            Ok(d) => d,
            Err(reason) => {
                row.problems.push(Problem::new(
                    "recovered_on",
                    &r.recovered,
                    format!("{reason}; the row is answered without it"),
                ));
                None
            }
        };
        if !r.quantity.is_empty() && r.quantity.parse::<u32>().is_err() {
            row.problems
                .push(Problem::new("quantity", &r.quantity, "no whole number"));
        }
        if observe::either_way(&r.recovered) {
            row.problems.push(Problem::new(
                "recovered_on",
                &r.recovered,
                "day and month may be either way round; both are kept; write YYYY-MM-DD",
            ));
        }
        if r.marks.is_empty() {
            row.problems.push(Problem::new(
                "marks",
                "",
                "no marks; write `blank` if nothing is stamped",
            ));
            row.broken = true;
            return Ready::Broken;
        }
        if !r.country.is_empty() && observe::country(&self.session.tables, &r.country).is_none() {
            row.problems.push(Problem::new(
                "country",
                &r.country,
                "no state of the tables; give the ISO code",
            ));
        }
        let texts = Texts {
            id: &r.id,
            marks: &r.marks,
            calibre: &r.calibre,
            item: &r.item,
            recovered,
            country: &r.country,
        };
        match observe::observation(&self.session.tables, &texts) {
            Ok(o) => {
                if !observe::ITEMS.contains(&o.item.as_str()) {
                    row.problems.push(Problem::new(
                        "item",
                        &r.item,
                        format!("no item kind; one of {}", observe::ITEMS.join(", ")),
                    ));
                }
                // Only what years had begun by the day of recovery bears on what the marks may mean.
                let begun =
                    recovered.map_or(usize::MAX, |s| self.year_starts.partition_point(|d| *d <= s.to.0));
                let key = format!("{}\u{0}{}\u{0}{}\u{0}{begun}", r.marks, r.calibre, o.item);
                Ready::Asked(key, Box::new(o))
            }
            Err(e) => {
                row.problems.push(Problem::new("marks", &r.marks, e.to_string()));
                row.broken = true;
                Ready::Broken
            }
        }
    }

    fn complain(&mut self, row: &Row) {
        if row.problems.is_empty() {
            return;
        }
        self.bad += 1;
        if self.bad > SHOWN {
            return;
        }
        for p in &row.problems {
            let value = if p.value.is_empty() {
                String::new()
            } else {
                format!(" “{}”", layout::isolate(&p.value))
            };
            anstream::eprintln!(
                "{}: row {} (line {}), column {}{value}: {}",
                self.name,
                row.number,
                row.line,
                p.column,
                p.reason
            );
        }
    }
}

/// The part of a row that is the same for equal markings, without its braces.
fn fragment(answer: &Identification, evidence: bool) -> Result<String, Failure> {
    let text = if evidence {
        let mut whole = serde_json::to_value(answer)?;
        if let Value::Object(map) = &mut whole {
            // What the row itself says, or the line at the head.
            for key in ["schema", "type", "id", "input", "events", "versions"] {
                map.shift_remove(key);
            }
        }
        whole.to_string()
    } else {
        serde_json::to_string(&lean::Row::of(answer))?
    };
    let inner = text.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
    Ok(inner.unwrap_or_default().to_owned())
}

/// Columns that say nothing to the identification are carried through untouched. The line at the head names them.
fn is_carried(column: Column) -> bool {
    matches!(column, Column::Other | Column::Unknown)
}

/// Where the rows go: a file that appears only when it is whole, or standard output.
struct Output {
    sink: Sink,
    target: Option<std::path::PathBuf>,
    format: RowFormat,
    columns: usize,
}

enum Sink {
    File(BufWriter<tempfile::NamedTempFile>),
    Stdout(BufWriter<io::Stdout>),
}

impl Write for Sink {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(f) => f.write(buf),
            Self::Stdout(s) => s.write(buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(f) => f.flush(),
            Self::Stdout(s) => s.flush(),
        }
    }
}

impl Output {
    fn create(batch: &Batch, format: RowFormat) -> Result<Self, Failure> {
        let sink = match &batch.output {
            Some(path) => {
                let folder = path
                    .parent()
                    .filter(|p| !p.as_os_str().is_empty())
                    .unwrap_or(Path::new("."));
                let mut temporary = tempfile::Builder::new();
                // A result is an ordinary file: whatever the user's mask allows.
                #[cfg(unix)]
                {
                    use std::os::unix::fs::PermissionsExt as _;
                    temporary.permissions(std::fs::Permissions::from_mode(0o666));
                }
                let file = temporary
                    .tempfile_in(folder)
                    .map_err(|e| Failure::new(crate::exit::NO_INPUT, format!("{}: {e}", path.display())))?;
                Sink::File(BufWriter::with_capacity(1 << 18, file))
            }
            None => Sink::Stdout(BufWriter::with_capacity(1 << 16, io::stdout())),
        };
        Ok(Self {
            sink,
            target: batch.output.clone(),
            format,
            columns: 0,
        })
    }

    fn to_terminal(&self) -> bool {
        self.target.is_none() && io::stdout().is_terminal()
    }

    fn begin(&mut self, session: &Session<'_>, input: &Input, global: &Global) -> Result<(), Failure> {
        if self.format == RowFormat::Jsonl {
            let carried: Vec<&String> = input
                .header()
                .iter()
                .zip(input.columns())
                .filter(|(_, c)| is_carried(**c))
                .map(|(name, _)| name)
                .collect();
            let run = json!({
                "schema": "headstamp/run/1", "type": "run", "versions": session.versions(),
                "options": {"lang": global.lang, "plugins": !global.no_plugins},
                "carried": carried,
            });
            writeln!(self.sink, "{run}")?;
            return Ok(());
        }
        if input.header().is_empty() {
            return Err(Failure::usage(
                "JSON Lines have no columns to add to; write --format jsonl",
            ));
        }
        self.columns = input.header().len();
        let cells: Vec<&str> = input.header().iter().map(String::as_str).chain(ADDED).collect();
        self.record(&cells)
    }

    fn record(&mut self, cells: &[&str]) -> Result<(), Failure> {
        let delimiter = if self.format == RowFormat::Tsv {
            b'\t'
        } else {
            b','
        };
        let mut w = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_writer(&mut self.sink);
        w.write_record(cells)
            .and_then(|()| w.flush().map_err(Into::into))
            .map_err(|e| Failure::from(io::Error::other(e)))
    }

    /// A row that could not be answered, with everything it held.
    fn broken(&mut self, row: &Row) -> Result<(), Failure> {
        let reasons: Vec<String> = row
            .problems
            .iter()
            .map(|p| format!("{}: {}", p.column, p.reason))
            .collect();
        if self.format == RowFormat::Jsonl {
            let problems: Vec<Value> = row
                .problems
                .iter()
                .map(|p| json!({"column": p.column, "value": p.value, "reason": p.reason}))
                .collect();
            let line = json!({"type": "error", "row": row.number, "line": row.line, "id": row.recorded.id, "problems": problems, "cells": row.cells});
            writeln!(self.sink, "{line}")?;
            return Ok(());
        }
        let mut cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        // Cells beyond the header have no column of their own: they go where the reason stands.
        let extra = if cells.len() > self.columns {
            cells.split_off(self.columns).join(" | ")
        } else {
            String::new()
        };
        cells.resize(self.columns, "");
        let reason = if extra.is_empty() {
            reasons.join("; ")
        } else {
            format!("{}; further cells: {extra}", reasons.join("; "))
        };
        cells.push("error");
        cells.resize(self.columns + ADDED.len() - 1, "");
        cells.push(&reason);
        self.record(&cells)
    }

    fn json(
        &mut self,
        row: &Row,
        columns: &[Column],
        own: &Observation,
        known: &Known,
        events: &[EventLead],
    ) -> Result<(), Failure> {
        let r = &row.recorded;
        let mut input = Map::new();
        for (name, text) in [
            ("marks", &r.marks),
            ("calibre", &r.calibre),
            ("recovered", &r.recovered),
            ("country", &r.country),
            ("quantity", &r.quantity),
        ] {
            if !text.is_empty() {
                input.insert(name.to_owned(), Value::from(text.as_str()));
            }
        }
        if own.item != "case" {
            input.insert("item".to_owned(), Value::from(own.item.as_str()));
        }
        write!(self.sink, "{{\"type\":\"identification\",\"row\":{}", row.number)?;
        if !r.id.is_empty() {
            write!(self.sink, ",\"id\":{}", Value::from(r.id.as_str()))?;
        }
        write!(
            self.sink,
            ",\"input\":{},{}",
            Value::Object(input),
            known.fragment
        )?;
        if !events.is_empty() {
            let list: Vec<Value> = events
                .iter()
                .map(|e| json!({"id": e.id, "relation": e.relation, "strength": e.strength}))
                .collect();
            write!(self.sink, ",\"events\":{}", Value::Array(list))?;
        }
        if !known.failed.is_empty() {
            write!(self.sink, ",\"plugin_failed\":{}", json!(known.failed))?;
        }
        if !row.problems.is_empty() {
            let list: Vec<Value> = row
                .problems
                .iter()
                .map(|p| json!({"column": p.column, "value": p.value, "reason": p.reason}))
                .collect();
            write!(self.sink, ",\"problems\":{}", Value::Array(list))?;
        }
        self.carried(row, columns)?;
        writeln!(self.sink, "}}")?;
        Ok(())
    }

    fn carried(&mut self, row: &Row, columns: &[Column]) -> Result<(), Failure> {
        if columns.is_empty() {
            if let [whole] = row.cells.as_slice() {
                write!(self.sink, ",\"recorded\":{whole}")?;
            }
            return Ok(());
        }
        let cells: Vec<&String> = row
            .cells
            .iter()
            .zip(columns)
            .filter(|(_, c)| is_carried(**c))
            .map(|(t, _)| t)
            .collect();
        if !cells.is_empty() {
            write!(self.sink, ",\"carried\":{}", json!(cells))?;
        }
        Ok(())
    }

    fn cells(&mut self, row: &Row, known: &Known, events: &[EventLead]) -> Result<(), Failure> {
        let a = &known.answer;
        let best = a.candidates.first();
        let named = best.filter(|_| a.status == "identified" || a.status == "ambiguous");
        // Where several years remain, the columns span them all: one of them would be a guess.
        let year = |first: bool| {
            let years = named.map(|c| c.years.as_slice()).unwrap_or_default();
            let open = years.first().is_some_and(|y| y.probability < 0.8);
            let kept = years
                .iter()
                .filter(|y| y.probability >= 0.05)
                .take(if open { usize::MAX } else { 1 });
            let ends = kept.filter_map(|y| if first { &y.from } else { &y.to }.split('-').next());
            if first { ends.min() } else { ends.max() }.map(str::to_owned)
        };
        let number = |p: f64| format!("{p:.3}");
        let candidates: Vec<String> = a
            .candidates
            .iter()
            .map(|c| format!("{} {:.2}", c.producer.id, c.probability))
            .collect();
        let leads: Vec<String> = events
            .iter()
            .map(|e| {
                if e.strength == "lead" {
                    format!("{} ({})", e.id, e.relation)
                } else {
                    format!("{} ({}, {})", e.id, e.relation, e.strength)
                }
            })
            .collect();
        let mut problems: Vec<String> = row
            .problems
            .iter()
            .map(|p| format!("{}: {}", p.column, p.reason))
            .collect();
        problems.extend(a.flags.iter().map(|f| f.detail.clone()));
        problems.extend(known.failed.iter().map(|f| format!("plugin {f} gave no answer")));
        let added = [
            a.status.clone(),
            a.sample.key.clone(),
            named.map(|c| c.producer.id.clone()).unwrap_or_default(),
            named.map(|c| c.producer.name.clone()).unwrap_or_default(),
            named.and_then(|c| c.producer.place.clone()).unwrap_or_default(),
            named.map(|c| c.producer.country.clone()).unwrap_or_default(),
            named.and_then(|c| c.producer.state.clone()).unwrap_or_default(),
            year(true).unwrap_or_default(),
            year(false).unwrap_or_default(),
            a.sample.calibre.clone().unwrap_or_default(),
            named.map(|c| number(c.probability)).unwrap_or_default(),
            named.map(|c| c.basis.clone()).unwrap_or_default(),
            number(a.unknown_probability),
            candidates.join("; "),
            leads.join("; "),
            problems.join("; "),
        ];
        let cells: Vec<&str> = row
            .cells
            .iter()
            .map(String::as_str)
            .chain(added.iter().map(String::as_str))
            .collect();
        self.record(&cells)
    }

    fn finish(mut self) -> Result<(), Failure> {
        self.sink.flush()?;
        if let (Sink::File(file), Some(path)) = (self.sink, &self.target) {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            let saved = file.persist(path).map_err(|e| Failure::from(e.error))?;
            drop(saved);
        }
        Ok(())
    }
}
