//! Identifying again, after the tables or plugins changed: first what would change, then, when accepted, the change.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use rusqlite::params;
use serde_json::json;

use super::answers::{self, Dictionary};
use super::read::{Entry, RecordRef};
use super::record;
use super::seal::Sealer;
use super::{Collection, Stamp, log};
use crate::answer::{Answer, EventRef, Identify};
use crate::error::Error;
use crate::observation::Observation;
use crate::text::hex;

/// Rows identified at once.
const CHUNK: i64 = 2048;
/// Examples given of each kind of change.
const EXAMPLES: usize = 5;

/// What identifying again changes.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// Rows identified again.
    pub rows: u64,
    /// Rows whose answer is another one.
    pub changed: u64,
    /// Kinds of change, each with its rows.
    pub kinds: Vec<Change>,
    /// What the answers were made with before, as JSON.
    pub before: Vec<String>,
    /// What they are made with now, as JSON.
    pub now: String,
    /// The log entry, when the change was accepted.
    pub log_seq: Option<i64>,
}

/// One kind of change.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What changed.
    pub kind: &'static str,
    /// Rows.
    pub rows: u64,
    /// Items of these rows.
    pub items: u64,
    /// The first of them.
    pub examples: Vec<Example>,
}

/// A row whose answer changed.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where it is from.
    pub record: RecordRef,
    /// Its marks.
    pub marks: String,
    /// Its calibre as recorded.
    pub calibre: Option<String>,
    /// The answer before.
    pub before: Option<Rc<Answer>>,
    /// The answer now.
    pub now: Option<Rc<Answer>>,
}

/// The most telling difference of two answers.
fn kind(before: Option<&Answer>, now: Option<&Answer>, events: bool) -> &'static str {
    let (Some(b), Some(n)) = (before, now) else {
        return if now.is_some() {
            "can be answered now"
        } else {
            "can no longer be answered"
        };
    };
    match (&b.producer, &n.producer) {
        (None, Some(_)) => return "producer found",
        (Some(_), None) => return "producer no longer certain",
        (Some(x), Some(y)) if x != y => return "another producer",
        _ => {}
    }
    if b.status != n.status {
        "another verdict"
    } else if b.state != n.state {
        "another state"
    } else if b.year != n.year || b.made != n.made {
        "other years"
    } else if b.sample != n.sample {
        "another sample key"
    } else if b.calibre != n.calibre {
        "another calibre"
    } else if b.json == n.json && events {
        "other diversion events"
    } else if b.basis != n.basis {
        "another basis"
    } else {
        "other probabilities, candidates or readings"
    }
}

impl Collection {
    /// Identifies every row again. Without `accept` nothing is written.
    ///
    /// # Errors
    /// When the file cannot be read or written. Then nothing was changed.
    pub fn reidentify(
        &mut self,
        identify: &mut dyn Identify,
        accept: Option<&Stamp>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Changes, Error> {
        let now = identify.versions()?;
        let answers: HashMap<i64, Rc<Answer>> = self.answers()?.into_iter().map(|a| (a.id, a)).collect();
        let events = self.event_sets()?;
        let before = self.versions_used()?;
        let tx = self.begin()?;
        let mut work = Work {
            db: &tx,
            answers,
            events,
            dictionary: Dictionary::default(),
            version: answers::version(&tx, &now)?,
            seq: tx.query_row("SELECT coalesce(max(seq), 0) + 1 FROM log", [], |r| r.get(0))?,
            write: accept.is_some(),
            kinds: BTreeMap::new(),
            sealers: BTreeMap::new(),
            changes: Changes {
                before,
                now,
                ..Changes::default()
            },
        };
        let mut last = 0;
        loop {
            let entries = work.entries(last)?;
            let Some(end) = entries.last() else { break };
            last = end.0.record.id;
            progress(work.chunk(entries, identify)?);
        }
        let (mut changes, sealers) = work.finish();
        if let Some(stamp) = accept {
            let sources: Vec<serde_json::Value> = sealers
                .into_iter()
                .map(|(source, s)| json!({"source": source, "identifications_sha256": hex(&s.done())}))
                .collect();
            let kinds: BTreeMap<&str, u64> = changes.kinds.iter().map(|k| (k.kind, k.rows)).collect();
            let version = hex(&super::seal::of_text(&changes.now));
            let body = json!({
                "rows": changes.rows, "changed": changes.changed, "kinds": kinds, "version_sha256": version,
                "sources": sources,
            });
            changes.log_seq = Some(log::append(&tx, stamp, "reidentify", &body)?.0);
            tx.commit()?;
        } else {
            tx.rollback()?;
        }
        Ok(changes)
    }

    fn versions_used(&self) -> Result<Vec<String>, Error> {
        let mut query = self.db.prepare(
            "SELECT json FROM versions WHERE id IN (SELECT DISTINCT version_id FROM identifications) ORDER BY id",
        )?;
        let rows = query.query_map([], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// An entry with the hash of its record, and where its identification points.
type Old = (Entry, Vec<u8>, Option<(i64, Option<i64>, i64)>);

struct Work<'c> {
    db: &'c rusqlite::Connection,
    answers: HashMap<i64, Rc<Answer>>,
    events: HashMap<i64, (String, Rc<[EventRef]>)>,
    dictionary: Dictionary,
    version: (i64, super::seal::Hash),
    seq: i64,
    write: bool,
    kinds: BTreeMap<&'static str, Change>,
    sealers: BTreeMap<i64, Sealer>,
    changes: Changes,
}

impl Work<'_> {
    fn entries(&self, after: i64) -> Result<Vec<Old>, Error> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {}, r.hash, i.answer_id, i.events_id, i.version_id FROM observations o \
             JOIN records r ON r.id = o.record_id LEFT JOIN identifications i ON i.record_id = o.record_id \
             WHERE o.record_id > ?1 ORDER BY o.record_id LIMIT ?2",
            record::COLUMNS
        ))?;
        let mut rows = query.query([after, CHUNK])?;
        let mut out = Vec::new();
        while let Some(r) = rows.next()? {
            let rec = record::of_row(r)?;
            let answer: Option<i64> = r.get(38)?;
            let said = match answer {
                Some(answer) => Some((answer, r.get(39)?, r.get(40)?)),
                None => None,
            };
            let list: Option<i64> = said.and_then(|s: (i64, Option<i64>, i64)| s.1);
            let entry = Entry {
                record: RecordRef {
                    id: rec.id,
                    source: rec.source,
                    row: rec.row,
                    line: rec.line,
                    row_id: rec.row_id,
                },
                cells: String::new(),
                observation: rec.observation.unwrap_or_default(),
                answer: answer.and_then(|id| self.answers.get(&id).cloned()),
                events: list
                    .and_then(|id| self.events.get(&id))
                    .map_or_else(|| Rc::from(Vec::new()), |e| Rc::clone(&e.1)),
            };
            out.push((entry, r.get(37)?, said));
        }
        Ok(out)
    }

    fn chunk(&mut self, entries: Vec<Old>, identify: &mut dyn Identify) -> Result<u64, Error> {
        let observations: Vec<Observation> = entries.iter().map(|e| e.0.observation.clone()).collect();
        let rows = u64::try_from(entries.len()).unwrap_or(0);
        for (old, new) in entries.into_iter().zip(identify.identify(&observations)?) {
            self.changes.rows += 1;
            let (entry, hash, said) = old;
            let before = entry.answer.as_deref().map(|a| a.json.as_str());
            let now = new.answer.as_deref().map(|a| a.json.as_str());
            let events = *entry.events != *new.events;
            let changed = before != now || events;
            if changed {
                self.note(&entry, new.answer.clone(), events);
            }
            if self.write {
                self.store(&entry, &hash, said, new.answer.as_ref(), &new.events, changed)?;
            }
        }
        Ok(rows)
    }

    fn note(&mut self, entry: &Entry, now: Option<Rc<Answer>>, events: bool) {
        self.changes.changed += 1;
        let kind = kind(entry.answer.as_deref(), now.as_deref(), events);
        let change = self.kinds.entry(kind).or_insert_with(|| Change {
            kind,
            ..Change::default()
        });
        change.rows += 1;
        change.items += u64::from(entry.observation.quantity);
        if change.examples.len() < EXAMPLES {
            change.examples.push(Example {
                record: entry.record.clone(),
                marks: entry.observation.marks.clone(),
                calibre: entry.observation.calibre.clone(),
                before: entry.answer.clone(),
                now,
            });
        }
    }

    fn store(
        &mut self,
        entry: &Entry,
        hash: &[u8],
        said: Option<(i64, Option<i64>, i64)>,
        now: Option<&Rc<Answer>>,
        events: &[EventRef],
        changed: bool,
    ) -> Result<(), Error> {
        let id = entry.record.id;
        let sealer = self
            .sealers
            .entry(entry.record.source)
            .or_insert_with(|| Sealer::new("identifications"));
        if changed && let Some((answer, events, version)) = said {
            self.db
                .prepare_cached("INSERT INTO former VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute(params![id, self.seq, answer, events, version])?;
        }
        let Some(now) = now else {
            if said.is_some() {
                return Err(Error::Identify(format!(
                    "record {id} had an answer and gets none now; nothing was changed"
                )));
            }
            return Ok(());
        };
        let (answer, answer_hash) = self.dictionary.answer(self.db, now)?;
        let (list, text) = self.dictionary.events(self.db, events)?;
        let seal = answers::seal(hash, &answer_hash, &text, &self.version.1);
        sealer.bytes(&seal);
        self.db
            .prepare_cached("INSERT OR REPLACE INTO identifications VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![id, answer, list, self.version.0, seal.as_slice()])?;
        Ok(())
    }

    fn finish(mut self) -> (Changes, BTreeMap<i64, Sealer>) {
        self.changes.kinds = self.kinds.into_values().collect();
        self.changes.kinds.sort_by_key(|k| std::cmp::Reverse(k.rows));
        (self.changes, self.sealers)
    }
}
