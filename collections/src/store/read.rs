//! Looking at a collection.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, Row as SqlRow};

use super::photos::PhotoState;
use super::record::{self, Record, int, natural};
use super::seal::Sealer;
use super::{Collection, LogEntry, answers};
use crate::answer::{Answer, EventRef};
use crate::error::Error;
use crate::observation::Observation;
use crate::text::hex;

/// The distinct lists of events by id, each with its text.
pub(super) type EventSets = HashMap<i64, (String, Rc<[EventRef]>)>;

/// A collection in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// Id given when it was made.
    pub id: String,
    /// Title.
    pub title: String,
    /// When it was made.
    pub created_at: String,
    /// By whom.
    pub created_by: String,
    /// Rows kept.
    pub records: u64,
    /// Rows with an identification.
    pub identified: u64,
    /// Rows that could not be answered.
    pub unanswered: u64,
    /// Rows kept aside.
    pub held: u64,
    /// Items of all counted rows.
    pub items: u64,
    /// Files added.
    pub sources: u64,
    /// Entries of the log.
    pub entries: u64,
    /// Hash of the last entry of the log. Whoever notes it can later prove that nothing before it was changed.
    pub head: String,
    /// Format of the file.
    pub format: i64,
}

/// A file that was added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Id.
    pub id: i64,
    /// Name of the file.
    pub name: String,
    /// Its hash.
    pub sha256: String,
    /// Its format.
    pub format: String,
    /// The sheet of a workbook; empty for other files.
    pub sheet: String,
    /// When it was added.
    pub added_at: String,
    /// By whom.
    pub added_by: String,
    /// Header, in order.
    pub header: Vec<String>,
    /// Rows kept of it.
    pub rows: u64,
    /// Said about it.
    pub note: Option<String>,
}

impl Source {
    pub(super) const COLUMNS: &'static str =
        "id, name, sha256, format, sheet, added_at, added_by, header, rows, note";

    pub(super) fn of_row(r: &SqlRow<'_>) -> rusqlite::Result<Self> {
        let header: String = r.get(7)?;
        Ok(Self {
            id: r.get(0)?,
            name: r.get(1)?,
            sha256: r.get(2)?,
            format: r.get(3)?,
            sheet: r.get(4)?,
            added_at: r.get(5)?,
            added_by: r.get(6)?,
            header: serde_json::from_str(&header).unwrap_or_default(),
            rows: natural(r.get(8)?),
            note: r.get(9)?,
        })
    }
}

/// Where a row is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordRef {
    /// Id in the collection.
    pub id: i64,
    /// Source.
    pub source: i64,
    /// Number among the data rows of the source.
    pub row: u64,
    /// Line or row of the sheet.
    pub line: u64,
    /// The recorder's own id.
    pub row_id: Option<String>,
}

/// A counted row.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it is from.
    pub record: RecordRef,
    /// What was recorded.
    pub observation: Observation,
    /// What is said of it; none when it could not be answered.
    pub answer: Option<Rc<Answer>>,
    /// Diversion events it may be compared with.
    pub events: Rc<[EventRef]>,
    /// The recorded row: the object of a JSON line, or the cells in the order of the header.
    pub cells: String,
}

/// A warning, as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredWarning {
    /// Source.
    pub source: i64,
    /// Record; none when it is about the whole file.
    pub record: Option<i64>,
    /// Row of the source; 0 for the whole file.
    pub row: u64,
    /// Line or row of the sheet.
    pub line: u64,
    /// Column.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong and what was done about it.
    pub reason: String,
}

impl StoredWarning {
    pub(super) fn seal(&self, s: &mut Sealer) {
        s.int(self.record.unwrap_or(-1));
        s.int(int(self.row));
        s.int(int(self.line));
        s.text(&self.column);
        s.text(&self.value);
        s.text(&self.reason);
    }

    pub(super) const COLUMNS: &'static str = "source_id, record_id, row, line, \"column\", value, reason";

    pub(super) fn of_row(r: &SqlRow<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            source: r.get(0)?,
            record: r.get(1)?,
            row: natural(r.get(2)?),
            line: natural(r.get(3)?),
            column: r.get(4)?,
            value: r.get(5)?,
            reason: r.get(6)?,
        })
    }
}

/// Everything kept about one row.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Where it is from.
    pub record: RecordRef,
    /// `identified`, `unanswered` or `held`.
    pub state: String,
    /// The file it is from.
    pub source: Source,
    /// The recorded row: the object of a JSON line, or the cells in the order of the header.
    pub cells: String,
    /// What was recorded; none for a row that is kept aside.
    pub observation: Option<Observation>,
    /// What is said of it.
    pub answer: Option<Answer>,
    /// Diversion events it may be compared with.
    pub events: Vec<EventRef>,
    /// What the identification was made with, as JSON.
    pub version: Option<String>,
    /// Photographs.
    pub photos: Vec<PhotoState>,
    /// Warnings about it.
    pub warnings: Vec<StoredWarning>,
    /// The log entry that added it.
    pub added: Option<LogEntry>,
    /// Its hash.
    pub hash: String,
}

fn record_ref(r: &Record) -> RecordRef {
    RecordRef {
        id: r.id,
        source: r.source,
        row: r.row,
        line: r.line,
        row_id: r.row_id.clone(),
    }
}

/// The files that were added, oldest first.
pub(crate) fn sources(db: &Connection) -> Result<Vec<Source>, Error> {
    let mut query = db.prepare(&format!("SELECT {} FROM sources ORDER BY id", Source::COLUMNS))?;
    let rows = query.query_map([], Source::of_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The distinct answers.
pub(crate) fn all_answers(db: &Connection) -> Result<Vec<Rc<Answer>>, Error> {
    let mut query = db.prepare(&format!("SELECT {} FROM answers ORDER BY id", answers::COLUMNS))?;
    let rows = query.query_map([], |r| answers::of_row(r).map(Rc::new))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl Collection {
    /// The collection in figures.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn info(&self) -> Result<Info, Error> {
        let text = |key: &str| -> Result<String, Error> {
            Ok(self
                .db
                .query_row("SELECT value FROM collection WHERE key = ?1", [key], |r| r.get(0))?)
        };
        let count =
            |sql: &str| -> Result<u64, Error> { Ok(natural(self.db.query_row(sql, [], |r| r.get(0))?)) };
        let state = |s: &str| count(&format!("SELECT count(*) FROM records WHERE state = '{s}'"));
        let head: Vec<u8> = self
            .db
            .query_row("SELECT hash FROM log ORDER BY seq DESC LIMIT 1", [], |r| r.get(0))?;
        Ok(Info {
            id: text("id")?,
            title: text("title")?,
            created_at: text("created_at")?,
            created_by: text("created_by")?,
            records: count("SELECT count(*) FROM records")?,
            identified: count("SELECT count(*) FROM identifications")?,
            unanswered: count(
                "SELECT (SELECT count(*) FROM observations) - (SELECT count(*) FROM identifications)",
            )?,
            held: state("held")?,
            items: count("SELECT coalesce(sum(quantity), 0) FROM observations")?,
            sources: count("SELECT count(*) FROM sources")?,
            entries: count("SELECT count(*) FROM log")?,
            head: hex(&head),
            format: self.db.query_row("PRAGMA user_version", [], |r| r.get(0))?,
        })
    }

    /// The files that were added, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn sources(&self) -> Result<Vec<Source>, Error> {
        sources(&self.db)
    }

    /// The distinct answers.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn answers(&self) -> Result<Vec<Rc<Answer>>, Error> {
        all_answers(&self.db)
    }

    /// The distinct lists of events, by id.
    pub(super) fn event_sets(&self) -> Result<EventSets, Error> {
        let mut query = self.db.prepare("SELECT id, json FROM event_sets")?;
        let mut rows = query.query([])?;
        let mut out = HashMap::new();
        while let Some(r) = rows.next()? {
            let json: String = r.get(1)?;
            let list: Vec<EventRef> = serde_json::from_str(&json)?;
            out.insert(r.get(0)?, (json, Rc::from(list)));
        }
        Ok(out)
    }

    /// Every counted row, in the order in which they were added.
    ///
    /// # Errors
    /// When the file cannot be read, or `f` fails.
    pub fn for_each(&self, mut f: impl FnMut(&Entry) -> Result<(), Error>) -> Result<(), Error> {
        let answers: HashMap<i64, Rc<Answer>> = self.answers()?.into_iter().map(|a| (a.id, a)).collect();
        let events = self.event_sets()?;
        let none: Rc<[EventRef]> = Rc::from(Vec::new());
        let mut query = self.db.prepare(&format!(
            "SELECT {}, i.answer_id, i.events_id, r.cells FROM observations o JOIN records r ON r.id = o.record_id \
             LEFT JOIN identifications i ON i.record_id = o.record_id ORDER BY o.record_id",
            record::COLUMNS
        ))?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            let record = record::of_row(r)?;
            let (answer, list): (Option<i64>, Option<i64>) = (r.get(37)?, r.get(38)?);
            let place = record_ref(&record);
            let Some(observation) = record.observation else {
                continue;
            };
            f(&Entry {
                cells: r.get(39)?,
                record: place,
                observation,
                answer: answer.and_then(|id| answers.get(&id).cloned()),
                events: list
                    .and_then(|id| events.get(&id))
                    .map_or_else(|| Rc::clone(&none), |e| Rc::clone(&e.1)),
            })?;
        }
        Ok(())
    }

    /// Every warning, in order.
    ///
    /// # Errors
    /// When the file cannot be read, or `f` fails.
    pub fn warnings(&self, mut f: impl FnMut(&StoredWarning) -> Result<(), Error>) -> Result<(), Error> {
        let mut query = self.db.prepare(&format!(
            "SELECT {} FROM warnings ORDER BY id",
            StoredWarning::COLUMNS
        ))?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            f(&StoredWarning::of_row(r)?)?;
        }
        Ok(())
    }

    /// The records that have a recorder's id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn find(&self, row_id: &str) -> Result<Vec<i64>, Error> {
        let mut query = self
            .db
            .prepare("SELECT id FROM records WHERE row_id = ?1 ORDER BY id")?;
        let ids = query.query_map([row_id], |r| r.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Everything kept about one row.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entry(&self, id: i64) -> Result<Option<Shown>, Error> {
        let sql = format!(
            "SELECT {}, r.cells, r.hash, i.answer_id, i.events_id, i.version_id FROM records r \
             LEFT JOIN observations o ON o.record_id = r.id LEFT JOIN identifications i ON i.record_id = r.id \
             WHERE r.id = ?1",
            record::COLUMNS
        );
        type Ids = (Option<i64>, Option<i64>, Option<i64>);
        let found: Option<(Record, String, Vec<u8>, Ids)> = self
            .db
            .query_row(&sql, [id], |r| {
                Ok((
                    record::of_row(r)?,
                    r.get(37)?,
                    r.get(38)?,
                    (r.get(39)?, r.get(40)?, r.get(41)?),
                ))
            })
            .optional()?;
        let Some((record, cells, hash, (answer, events, version))) = found else {
            return Ok(None);
        };
        let source = self.db.query_row(
            &format!("SELECT {} FROM sources WHERE id = ?1", Source::COLUMNS),
            [record.source],
            Source::of_row,
        )?;
        let answer = answer
            .map(|id| {
                let sql = format!("SELECT {} FROM answers WHERE id = ?1", answers::COLUMNS);
                self.db.query_row(&sql, [id], answers::of_row)
            })
            .transpose()?;
        let json = |table: &str, id: Option<i64>| {
            let sql = format!("SELECT json FROM {table} WHERE id = ?1");
            id.map(|id| self.db.query_row(&sql, [id], |r| r.get::<_, String>(0)))
                .transpose()
        };
        let events = match json("event_sets", events)? {
            Some(text) => serde_json::from_str(&text)?,
            None => Vec::new(),
        };
        let mut query = self.db.prepare(&format!(
            "SELECT {} FROM warnings WHERE record_id = ?1 ORDER BY id",
            StoredWarning::COLUMNS
        ))?;
        let warnings = query
            .query_map([id], StoredWarning::of_row)?
            .collect::<Result<_, _>>()?;
        let added = self
            .log()?
            .into_iter()
            .find(|e| e.action == "add" && e.content().is_ok_and(|c| c["source"] == record.source));
        Ok(Some(Shown {
            record: record_ref(&record),
            state: record.state,
            source,
            cells,
            observation: record.observation,
            answer,
            events,
            version: json("versions", version)?,
            photos: self.photos(id)?,
            warnings,
            added,
            hash: hex(&hash),
        }))
    }

    fn photos(&self, id: i64) -> Result<Vec<PhotoState>, Error> {
        let mut query = self
            .db
            .prepare("SELECT sha256, state, file FROM photos WHERE record_id = ?1 ORDER BY sha256")?;
        let photos = query.query_map([id], |r| {
            Ok(PhotoState {
                sha256: r.get(0)?,
                state: r.get(1)?,
                file: r.get(2)?,
            })
        })?;
        Ok(photos.collect::<Result<_, _>>()?)
    }
}
