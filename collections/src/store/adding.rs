//! The rows of one file being added: recorded, identified, sealed, warned about.

use rusqlite::{Connection, Statement, params};
use serde_json::json;

use super::add::{AddOptions, Added};
use super::answers::{self, Dictionary};
use super::content::{Contents, Known, Standing};
use super::photos::PhotoFiles;
use super::read::StoredWarning;
use super::record::{self, Record, int};
use super::seal::{Hash, Sealer};
use crate::answer::{Identified, Identify};
use crate::error::Error;
use crate::observation::Observation;
use crate::rows::{Cell, Input, Problem, Row};
use crate::text::hex;

/// Warnings of one file that are given back; all are stored.
const SHOWN: usize = 50;
/// Rows that are named when an id is used again; the rest is counted.
const REPEATS: u64 = 100;

/// The statements and counts of one file being added.
pub(super) struct Adding<'c> {
    db: &'c Connection,
    source: i64,
    version: (i64, Hash),
    next: i64,
    known: Known,
    contents: Contents,
    dictionary: Dictionary,
    photos: Option<PhotoFiles>,
    skip_equal: bool,
    repeats: u64,
    insert_record: Statement<'c>,
    insert_observation: Statement<'c>,
    insert_identification: Statement<'c>,
    insert_photo: Statement<'c>,
    insert_warning: Statement<'c>,
    records: Sealer,
    identifications: Sealer,
    warnings: Sealer,
    done: Added,
}

impl<'c> Adding<'c> {
    pub(super) fn new(
        db: &'c Connection,
        source: i64,
        version: (i64, Hash),
        photos: Option<PhotoFiles>,
        options: &AddOptions,
        input: &Input,
    ) -> Result<Self, Error> {
        Ok(Self {
            db,
            source,
            version,
            next: db.query_row("SELECT coalesce(max(id), 0) + 1 FROM records", [], |r| r.get(0))?,
            known: Known::load(db)?,
            contents: Contents::new(input.header()),
            dictionary: Dictionary::default(),
            photos,
            skip_equal: options.skip_equal,
            repeats: 0,
            insert_record: db.prepare(record::INSERT_RECORD)?,
            insert_observation: db.prepare(record::INSERT_OBSERVATION)?,
            insert_identification: db.prepare(
                "INSERT INTO identifications (record_id, answer_id, events_id, version_id, seal) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?,
            insert_photo: db.prepare("INSERT INTO photos (record_id, sha256, state, file) VALUES (?1, ?2, ?3, ?4)")?,
            insert_warning: db.prepare(
                "INSERT INTO warnings (source_id, record_id, row, line, \"column\", value, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?,
            records: Sealer::new("records"),
            identifications: Sealer::new("identifications"),
            warnings: Sealer::new("warnings"),
            done: Added::default(),
        })
    }

    pub(super) fn rows(
        &mut self,
        rows: &mut [Row],
        input: &Input,
        identify: &mut dyn Identify,
    ) -> Result<(), Error> {
        let observe =
            |row: &mut Row| Observation::of(row, input.columns(), &mut |text| identify.country(text));
        let observations: Vec<Observation> = rows.iter_mut().map(observe).collect();
        let identified = identify.identify(&observations)?;
        for ((row, observation), identified) in rows.iter().zip(observations).zip(identified) {
            self.row(row, observation, identified)?;
        }
        Ok(())
    }

    fn row(&mut self, row: &Row, observation: Observation, said: Identified) -> Result<(), Error> {
        self.done.read += 1;
        let mut problems = row.problems.clone();
        problems.extend(said.problems);
        let content = self.contents.of(row);
        let standing = self
            .known
            .standing(observation.row_id.as_deref(), content, row.number);
        let mut held = false;
        match standing {
            Standing::New => {}
            Standing::Known => {
                self.done.known += 1;
                return Ok(());
            }
            Standing::Equal => {
                self.done.equal += 1;
                if self.skip_equal {
                    self.done.known += 1;
                    return Ok(());
                }
            }
            Standing::Repeated(first) => {
                self.repeats += 1;
                if self.repeats <= REPEATS {
                    let id = observation.row_id.as_deref().unwrap_or_default();
                    let reason = format!("row {first} of this file has the same id; both are counted");
                    problems.push(Problem::new("id", id, reason));
                }
            }
            Standing::Clash(other) => {
                held = true;
                let id = observation.row_id.as_deref().unwrap_or_default();
                let reason = format!(
                    "record {other} has this id and says something else; it stays as it is, this row is kept aside and not counted"
                );
                problems.push(Problem::new("id", id, reason));
            }
        }
        let answer = said.answer.filter(|_| !held && !row.broken);
        let (photos, observation) = if held {
            (Vec::new(), None)
        } else {
            let photos = PhotoFiles::check(self.photos.as_ref(), &observation, &mut problems);
            (photos, Some(observation))
        };
        let record = Record {
            id: self.next,
            source: self.source,
            row: row.number,
            line: row.line,
            row_id: observation.as_ref().map_or_else(
                || (!row.recorded.id.is_empty()).then(|| row.recorded.id.clone()),
                |o| o.row_id.clone(),
            ),
            state: match (held, &answer) {
                (true, _) => "held",
                (false, Some(_)) => "identified",
                (false, None) => "unanswered",
            }
            .to_owned(),
            cells: cells(row, self.contents.unnamed())?,
            content,
            observation,
            photos,
        };
        self.next += 1;
        match record.state.as_str() {
            "held" => self.done.held += 1,
            "identified" => self.done.identified += 1,
            _ => self.done.unanswered += 1,
        }
        self.done.unknown_calibre += u64::from(said.unknown_calibre && !held);
        let hash = self.store(&record)?;
        if let Some(answer) = answer {
            let (id, answer_hash) = self.dictionary.answer(self.db, &answer)?;
            let (events, text) = self.dictionary.events(self.db, &said.events)?;
            let seal = answers::seal(&hash, &answer_hash, &text, &self.version.1);
            self.identifications.bytes(&seal);
            self.insert_identification.execute(params![
                record.id,
                id,
                events,
                self.version.0,
                seal.as_slice()
            ])?;
        }
        for problem in &problems {
            self.warn(Some(record.id), (row.number, row.line), problem)?;
        }
        Ok(())
    }

    fn store(&mut self, r: &Record) -> Result<Hash, Error> {
        let hash = r.hash();
        self.records.bytes(&hash);
        self.insert_record.execute(params![
            r.id,
            r.source,
            int(r.row),
            int(r.line),
            r.row_id,
            r.state,
            r.cells,
            r.content,
            hash.as_slice()
        ])?;
        if let Some(o) = &r.observation {
            record::insert_observation(&mut self.insert_observation, r.id, o)?;
        }
        for p in &r.photos {
            self.insert_photo
                .execute(params![r.id, p.sha256, p.state, p.file])?;
        }
        Ok(hash)
    }

    pub(super) fn warn(
        &mut self,
        record: Option<i64>,
        (row, line): (u64, u64),
        p: &Problem,
    ) -> Result<(), Error> {
        let warning = StoredWarning {
            source: self.source,
            record,
            row,
            line,
            column: p.column.clone(),
            value: p.value.clone(),
            reason: p.reason.clone(),
        };
        warning.seal(&mut self.warnings);
        self.insert_warning.execute(params![
            self.source,
            record,
            int(row),
            int(line),
            p.column,
            p.value,
            p.reason
        ])?;
        self.done.warnings += 1;
        if self.done.first_warnings.len() < SHOWN {
            self.done.first_warnings.push(warning);
        }
        Ok(())
    }

    /// The counts, and the hashes over records, identifications and warnings.
    pub(super) fn finish(mut self) -> Result<(Added, (String, String, String)), Error> {
        if self.repeats > REPEATS {
            let reason = format!(
                "{} more rows have an id that an earlier row has; all are counted; is this column an id of the row?",
                self.repeats - REPEATS
            );
            self.warn(None, (0, 0), &Problem::new("id", "", reason))?;
        }
        if self.done.equal > 0 {
            let what = if self.skip_equal {
                "left out"
            } else {
                "counted again"
            };
            let reason = format!(
                "{} rows have no id and equal rows of other files; they are {what}; give rows an id, \
                 so that a newer version of a file adds only what is new",
                self.done.equal
            );
            self.warn(None, (0, 0), &Problem::new("id", "", reason))?;
        }
        let hashes = (
            hex(&self.records.done()),
            hex(&self.identifications.done()),
            hex(&self.warnings.done()),
        );
        Ok((self.done, hashes))
    }
}

/// The recorded row as JSON: the object of a JSON line, else the cells in the order of the header, with their kinds.
fn cells(row: &Row, unnamed: bool) -> Result<String, Error> {
    if row.typed.is_empty() {
        if let [whole] = row.cells.as_slice()
            && unnamed
            && whole.starts_with('{')
            && !row.broken
        {
            return Ok(whole.clone());
        }
        return Ok(serde_json::to_string(&row.cells)?);
    }
    let value = |c: &Cell| match c {
        Cell::Empty => serde_json::Value::Null,
        Cell::Text(t) => json!(t),
        Cell::Number(n) => json!(n),
        Cell::Bool(b) => json!(b),
        Cell::Error(e) => json!({"error": e}),
        Cell::Moment(m) => match m.date {
            Some(_) => json!({"date": m.to_string(), "serial": m.serial}),
            None => json!({"time": m.to_string(), "serial": m.serial}),
        },
    };
    Ok(serde_json::to_string(
        &row.typed.iter().map(value).collect::<Vec<_>>(),
    )?)
}
