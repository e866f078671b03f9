//! Whether a row is known already: by its id, and by what it says, whatever the order and case of the columns.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use rusqlite::Connection;
use serde_json::Value;

use super::seal::Sealer;
use crate::error::Error;
use crate::rows::Row;
use crate::text::fold;

/// Computes what rows say, for one file.
pub(super) struct Contents {
    /// Folded names with their column, sorted.
    names: Vec<(String, usize)>,
}

impl Contents {
    pub(super) fn new(header: &[String]) -> Self {
        let mut names: Vec<(String, usize)> = header.iter().enumerate().map(|(i, n)| (fold(n), i)).collect();
        names.sort();
        Self { names }
    }

    /// JSON Lines: each row names its own fields.
    pub(super) fn unnamed(&self) -> bool {
        self.names.is_empty()
    }

    /// A number that is the same for rows that say the same.
    pub(super) fn of(&self, row: &Row) -> i64 {
        let mut s = Sealer::new("content");
        let mut say = |name: &str, text: &str| {
            let text = text.trim();
            if !text.is_empty() {
                s.text(name);
                s.text(text);
            }
        };
        if self.names.is_empty() {
            let object: Option<serde_json::Map<String, Value>> =
                row.cells.first().and_then(|c| serde_json::from_str(c).ok());
            match object {
                Some(object) => {
                    let mut fields: Vec<(String, String)> =
                        object.iter().map(|(n, v)| (fold(n), plain(v))).collect();
                    fields.sort();
                    for (name, text) in &fields {
                        say(name, text);
                    }
                }
                None => row.cells.iter().for_each(|c| say("", c)),
            }
        } else {
            for (name, i) in &self.names {
                say(name, row.cells.get(*i).map_or("", String::as_str));
            }
        }
        let [a, b, c, d, e, f, g, h, ..] = s.done();
        i64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// What the collection held before, and which ids the file being added used so far.
#[derive(Default)]
pub(super) struct Known {
    /// By id: what the row says, and its record.
    ids: HashMap<u64, (i64, i64)>,
    /// What rows without an id say.
    contents: HashSet<i64>,
    /// Ids of this file and the row that used each first.
    here: HashMap<u64, u64>,
}

/// How a row stands to what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// New.
    New,
    /// New, with an id that an earlier row of this file has.
    Repeated(u64),
    /// There already, word for word, under its id.
    Known,
    /// Another row has its id and says something else.
    Clash(i64),
    /// It has no id, and a row of another file says the same.
    Equal,
}

fn key(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.trim().hash(&mut hasher);
    hasher.finish()
}

impl Known {
    pub(super) fn load(db: &Connection) -> Result<Self, Error> {
        let mut known = Self::default();
        let mut query = db.prepare("SELECT id, row_id, content FROM records WHERE state <> 'held'")?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            let content = r.get(2)?;
            match r.get_ref(1)?.as_str_or_null().ok().flatten() {
                Some(id) => {
                    known.ids.insert(key(id), (content, r.get(0)?));
                }
                None => {
                    known.contents.insert(content);
                }
            }
        }
        Ok(known)
    }

    pub(super) fn standing(&mut self, id: Option<&str>, content: i64, row: u64) -> Standing {
        let Some(id) = id else {
            return if self.contents.contains(&content) {
                Standing::Equal
            } else {
                Standing::New
            };
        };
        let key = key(id);
        match self.ids.get(&key) {
            Some((said, _)) if *said == content => Standing::Known,
            Some((_, record)) => Standing::Clash(*record),
            None => match self.here.entry(key) {
                std::collections::hash_map::Entry::Occupied(first) => Standing::Repeated(*first.get()),
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(row);
                    Standing::New
                }
            },
        }
    }
}
