//! Answers, event lists and versions: each distinct one is stored once.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, params};

use headstamp_core::date::{Day, Span};

use super::seal::{Hash, Sealer, of_text};
use crate::answer::{Answer, EventRef};
use crate::error::Error;

/// Answers remembered by where they are in memory, so that equal rows need no hash.
const REMEMBERED: usize = 4096;

/// Gives each distinct answer and event list its id.
#[derive(Default)]
pub(super) struct Dictionary {
    recent: HashMap<*const Answer, (Rc<Answer>, i64, Hash)>,
    answers: HashMap<Hash, i64>,
    events: HashMap<String, i64>,
}

impl Dictionary {
    /// The id and hash of an answer.
    pub(super) fn answer(&mut self, db: &Connection, answer: &Rc<Answer>) -> Result<(i64, Hash), Error> {
        if let Some((_, id, hash)) = self.recent.get(&Rc::as_ptr(answer)) {
            return Ok((*id, *hash));
        }
        let hash = of_text(&answer.json);
        let id = match self.answers.get(&hash) {
            Some(id) => *id,
            None => store(db, answer, &hash)?,
        };
        self.answers.insert(hash, id);
        if self.recent.len() >= REMEMBERED {
            self.recent.clear();
        }
        self.recent
            .insert(Rc::as_ptr(answer), (Rc::clone(answer), id, hash));
        Ok((id, hash))
    }

    /// The id of a list of events, none for the empty list, and its text.
    pub(super) fn events(
        &mut self,
        db: &Connection,
        events: &[EventRef],
    ) -> Result<(Option<i64>, String), Error> {
        if events.is_empty() {
            return Ok((None, String::new()));
        }
        let json = serde_json::to_string(events)?;
        if let Some(id) = self.events.get(&json) {
            return Ok((Some(*id), json));
        }
        db.execute("INSERT OR IGNORE INTO event_sets (json) VALUES (?1)", [&json])?;
        let id = db.query_row("SELECT id FROM event_sets WHERE json = ?1", [&json], |r| r.get(0))?;
        self.events.insert(json.clone(), id);
        Ok((Some(id), json))
    }
}

fn store(db: &Connection, a: &Answer, hash: &Hash) -> Result<i64, Error> {
    let there = db
        .prepare_cached("SELECT id FROM answers WHERE sha256 = ?1")?
        .query_row([hash.as_slice()], |r| r.get(0))
        .optional()?;
    if let Some(id) = there {
        return Ok(id);
    }
    db.prepare_cached(
        "INSERT INTO answers (sha256, json, status, sample, calibre, producer, producer_name, country, state, year, \
         made_from, made_to, probability, basis, unknown_probability) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?
    .execute(params![
        hash.as_slice(),
        a.json,
        a.status,
        a.sample,
        a.calibre,
        a.producer,
        a.producer_name,
        a.country,
        a.state,
        a.year,
        a.made.map(|s| s.from.to_string()),
        a.made.map(|s| s.to.to_string()),
        a.probability,
        a.basis,
        a.unknown_probability
    ])?;
    Ok(db.last_insert_rowid())
}

/// Columns of an answer for [`of_row`].
pub(super) const COLUMNS: &str = "id, json, status, sample, calibre, producer, producer_name, country, state, year, \
    made_from, made_to, probability, basis, unknown_probability, sha256";

pub(super) fn of_row(r: &SqlRow<'_>) -> rusqlite::Result<Answer> {
    let day = |text: Option<String>| -> Option<Day> { Some(Day::parse_span(&text?)?.from) };
    let (from, to) = (day(r.get(10)?), day(r.get(11)?));
    Ok(Answer {
        id: r.get(0)?,
        json: r.get(1)?,
        status: r.get(2)?,
        sample: r.get(3)?,
        calibre: r.get(4)?,
        producer: r.get(5)?,
        producer_name: r.get(6)?,
        country: r.get(7)?,
        state: r.get(8)?,
        year: r.get(9)?,
        made: from.zip(to).map(|(from, to)| Span { from, to }),
        probability: r.get(12)?,
        basis: r.get(13)?,
        unknown_probability: r.get(14)?,
    })
}

/// The id and hash of what identifications were made with.
pub(super) fn version(db: &Connection, json: &str) -> Result<(i64, Hash), Error> {
    let hash = of_text(json);
    db.execute(
        "INSERT OR IGNORE INTO versions (sha256, json) VALUES (?1, ?2)",
        params![hash.as_slice(), json],
    )?;
    let id = db.query_row(
        "SELECT id FROM versions WHERE sha256 = ?1",
        [hash.as_slice()],
        |r| r.get(0),
    )?;
    Ok((id, hash))
}

/// Ties a record to what is said of it.
pub(super) fn seal(record: &[u8], answer: &[u8], events: &str, version: &[u8]) -> Hash {
    let mut s = Sealer::new("identification");
    s.bytes(record);
    s.bytes(answer);
    s.text(events);
    s.bytes(version);
    s.done()
}
