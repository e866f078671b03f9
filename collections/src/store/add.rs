//! Adding a file: all of it or nothing, and the same file only once.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Statement, params};
use serde_json::json;

use super::answers::{self, Dictionary};
use super::content::{Contents, Known, Standing};
use super::photos::{PhotoFiles, hash_file};
use super::read::{Source, StoredWarning};
use super::record::{self, Record, int};
use super::seal::Sealer;
use super::{Collection, Stamp, log};
use crate::answer::{Identified, Identify};
use crate::error::Error;
use crate::observation::Observation;
use crate::rows::{Cell, Input, Problem, Row};
use crate::text::hex;

/// Rows held at once: enough to ask plugins about many together, few enough to keep memory flat.
const CHUNK: usize = 2048;
/// Warnings of one file that are given back; all are stored.
const SHOWN: usize = 50;
/// Rows that are named when an id is used again; the rest is counted.
const REPEATS: u64 = 100;

/// The file that rows come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSource {
    /// Its name, without folders.
    pub name: String,
    /// Its hash, in hexadecimal.
    pub sha256: String,
}

impl FileSource {
    /// Name and hash of a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let name = path.file_name().unwrap_or(path.as_os_str());
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            sha256: hash_file(path)?,
        })
    }
}

/// How a file is added.
#[derive(Clone, Debug, Default)]
pub struct AddOptions {
    /// Leave out rows without an id that equal a row of another file.
    pub skip_equal: bool,
    /// A folder with the photographs.
    pub photos: Option<PathBuf>,
    /// Said about the file.
    pub note: Option<String>,
    /// Do everything but keep it.
    pub dry_run: bool,
}

/// What adding a file did.
#[derive(Clone, Debug, Default)]
pub struct Added {
    /// The file was there already; nothing was done.
    pub already: Option<Source>,
    /// Id of the source; 0 when nothing was added.
    pub source: i64,
    /// Number of the log entry.
    pub log_seq: i64,
    /// Rows read.
    pub read: u64,
    /// Rows with an identification.
    pub identified: u64,
    /// Rows that could not be answered.
    pub unanswered: u64,
    /// Rows kept aside: their id is used by another row that says something else.
    pub held: u64,
    /// Rows left out: they are there already.
    pub known: u64,
    /// Rows without id that equal a row of another file.
    pub equal: u64,
    /// Warnings stored.
    pub warnings: u64,
    /// The first of them.
    pub first_warnings: Vec<StoredWarning>,
}

impl Collection {
    /// Adds all rows of a file, identified, in one transaction. `progress` is told how many rows are done.
    ///
    /// # Errors
    /// When the file cannot be read to its end or the collection cannot be written. Then nothing was added.
    pub fn add(
        &mut self,
        input: &mut Input,
        file: &FileSource,
        identify: &mut dyn Identify,
        options: &AddOptions,
        stamp: &Stamp,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Added, Error> {
        let photos = options.photos.as_deref().map(PhotoFiles::of).transpose()?;
        let sheet = input.sheet().unwrap_or_default().to_owned();
        let versions = identify.versions()?;
        let tx = self.begin()?;
        if let Some(already) = there(&tx, &file.sha256, &sheet)? {
            return Ok(Added {
                already: Some(already),
                ..Added::default()
            });
        }
        tx.execute(
            "INSERT INTO sources (name, sha256, format, sheet, added_at, added_by, header, rows, note) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8)",
            params![
                file.name,
                file.sha256,
                input.format(),
                sheet,
                stamp.at,
                stamp.by,
                serde_json::to_string(input.header())?,
                options.note
            ],
        )?;
        let source = tx.last_insert_rowid();
        let (version, version_hash) = answers::version(&tx, &versions)?;
        let mut adding = Adding::new(&tx, source, (version, version_hash), photos, options, input)?;
        for note in input.notes().to_vec() {
            adding.warn(None, (0, 0), &Problem::new("", "", note))?;
        }
        let mut chunk: Vec<Row> = Vec::new();
        loop {
            let mut n = 0;
            while n < CHUNK {
                if n == chunk.len() {
                    chunk.push(Row::default());
                }
                let Some(row) = chunk.get_mut(n) else { break };
                if !input.next(row)? {
                    break;
                }
                n += 1;
            }
            adding.rows(chunk.get_mut(..n).unwrap_or_default(), input, identify)?;
            progress(u64::try_from(n).unwrap_or(0));
            if n < CHUNK {
                break;
            }
        }
        let mut done = adding.finish()?;
        let (records, identifications, warnings) = done.1;
        tx.execute(
            "UPDATE sources SET rows = ?2 WHERE id = ?1",
            params![source, int(done.0.identified + done.0.unanswered + done.0.held)],
        )?;
        let a = &done.0;
        let body = json!({
            "source": source, "name": file.name, "sha256": file.sha256, "sheet": sheet, "read": a.read,
            "identified": a.identified, "unanswered": a.unanswered, "held": a.held, "known": a.known,
            "warnings": a.warnings, "records_sha256": records, "identifications_sha256": identifications,
            "warnings_sha256": warnings, "version_sha256": hex(&version_hash),
            "header_sha256": hex(&super::seal::of_text(&serde_json::to_string(input.header())?)),
        });
        done.0.log_seq = log::append(&tx, stamp, "add", &body)?;
        done.0.source = source;
        if options.dry_run {
            tx.rollback()?;
        } else {
            tx.commit()?;
        }
        Ok(done.0)
    }
}

fn there(db: &Connection, sha256: &str, sheet: &str) -> Result<Option<Source>, Error> {
    let query = format!(
        "SELECT {} FROM sources WHERE sha256 = ?1 AND sheet = ?2",
        Source::COLUMNS
    );
    Ok(db.query_row(&query, [sha256, sheet], Source::of_row).optional()?)
}

/// The statements and counts of one file being added.
struct Adding<'c> {
    db: &'c Connection,
    source: i64,
    version: (i64, super::seal::Hash),
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
    fn new(
        db: &'c Connection,
        source: i64,
        version: (i64, super::seal::Hash),
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

    fn rows(&mut self, rows: &mut [Row], input: &Input, identify: &mut dyn Identify) -> Result<(), Error> {
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

    fn store(&mut self, r: &Record) -> Result<super::seal::Hash, Error> {
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

    fn warn(&mut self, record: Option<i64>, (row, line): (u64, u64), p: &Problem) -> Result<(), Error> {
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
    fn finish(mut self) -> Result<(Added, (String, String, String)), Error> {
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
