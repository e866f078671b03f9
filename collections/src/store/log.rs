//! The log: what was done, when, by whom. Each entry holds the hash of the one before it.

use rusqlite::Connection;
use serde_json::Value;

use super::seal::{Hash, Sealer};
use super::{Collection, Stamp};
use crate::error::Error;
use crate::text::hex;

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// Number, from 1.
    pub seq: i64,
    /// When, UTC.
    pub at: String,
    /// Who.
    pub by: String,
    /// `create`, `add`, `reidentify`, `declare` or `withdraw`.
    pub action: String,
    /// What, as JSON, with the hashes of what was written.
    pub body: String,
    /// Hash of the entry before.
    pub prev: Vec<u8>,
    /// Hash of this entry.
    pub hash: Vec<u8>,
}

impl LogEntry {
    /// The hash that the contents give.
    pub(super) fn computed(&self) -> Hash {
        let mut s = Sealer::new("log");
        s.bytes(&self.prev);
        s.int(self.seq);
        for text in [&self.at, &self.by, &self.action, &self.body] {
            s.text(text);
        }
        s.done()
    }

    /// The contents as JSON.
    ///
    /// # Errors
    /// When the entry is damaged.
    pub fn content(&self) -> Result<Value, Error> {
        Ok(serde_json::from_str(&self.body)?)
    }

    /// The hash in hexadecimal.
    #[must_use]
    pub fn hash_hex(&self) -> String {
        hex(&self.hash)
    }
}

/// Adds an entry; gives its number and hash.
pub(super) fn append(
    db: &Connection,
    stamp: &Stamp,
    action: &str,
    body: &Value,
) -> Result<(i64, Hash), Error> {
    let last: Option<(i64, Vec<u8>)> =
        match db.query_row("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        }) {
            Err(rusqlite::Error::QueryReturnedNoRows) => None,
            other => Some(other?),
        };
    let (seq, prev) = last.map_or((1, vec![0; 32]), |(seq, hash)| (seq + 1, hash));
    let mut entry = LogEntry {
        seq,
        at: stamp.at.clone(),
        by: stamp.by.clone(),
        action: action.to_owned(),
        body: body.to_string(),
        prev,
        hash: Vec::new(),
    };
    let hash = entry.computed();
    entry.hash = hash.to_vec();
    db.execute(
        "INSERT INTO log (seq, at, by, action, body, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        rusqlite::params![
            seq,
            entry.at,
            entry.by,
            entry.action,
            entry.body,
            entry.prev,
            entry.hash
        ],
    )?;
    Ok((seq, hash))
}

impl Collection {
    /// The whole log, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn log(&self) -> Result<Vec<LogEntry>, Error> {
        let mut query = self
            .db
            .prepare("SELECT seq, at, by, action, body, prev, hash FROM log ORDER BY seq")?;
        let entries = query.query_map([], |r| {
            Ok(LogEntry {
                seq: r.get(0)?,
                at: r.get(1)?,
                by: r.get(2)?,
                action: r.get(3)?,
                body: r.get(4)?,
                prev: r.get(5)?,
                hash: r.get(6)?,
            })
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }
}
