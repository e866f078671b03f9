//! What the user's own columns say: carried through an export as they were recorded.

use std::collections::{HashMap, HashSet};

use headstamp_collections::rows::{Column, column};
use headstamp_collections::{Collection, Entry, Error};
use serde_json::Value;

use super::COLUMNS;

/// The user's own columns of all files.
pub(super) struct Own {
    names: Vec<String>,
    /// Places of the columns of a name: a file may have several, and the n-th of one file is the n-th of another.
    places: HashMap<String, Vec<usize>>,
    /// Header of each source, and where its cells go.
    headers: HashMap<i64, Header>,
}

struct Header {
    names: Vec<String>,
    goes: Vec<Goes>,
}

/// Where a recorded cell goes.
#[derive(Clone, Copy)]
enum Goes {
    Recovered,
    Own(usize),
    /// Into a column of every export, which has what was read from it.
    Read,
}

/// The cells of a row as they came.
pub(super) struct Cells {
    /// When it was recovered.
    pub(super) recovered: Option<String>,
    /// The user's own columns.
    pub(super) cells: Vec<String>,
}

impl Own {
    pub(super) fn of(collection: &Collection) -> Result<Self, Error> {
        let mut own = Self {
            names: Vec::new(),
            places: HashMap::new(),
            headers: HashMap::new(),
        };
        let mut lines = HashSet::new();
        for source in collection.sources()? {
            if source.header.is_empty() {
                lines.insert(source.id);
            }
            let mut seen: HashMap<&str, usize> = HashMap::new();
            let mut goes = Vec::with_capacity(source.header.len());
            for name in &source.header {
                let nth = seen.entry(name).or_default();
                goes.push(own.add(name, *nth));
                *nth += 1;
            }
            let names = source.header;
            own.headers.insert(source.id, Header { names, goes });
        }
        // Only the rows themselves say which members JSON Lines have.
        if !lines.is_empty() {
            collection.for_each(|e| {
                if lines.contains(&e.record.source)
                    && let Value::Object(object) = serde_json::from_str(&e.cells)?
                {
                    for name in object.keys() {
                        own.add(name, 0);
                    }
                }
                Ok(())
            })?;
        }
        Ok(own)
    }

    /// Where the cells of a column go, the `nth` of its name in its file. One that is not known yet gets a place.
    fn add(&mut self, name: &str, nth: usize) -> Goes {
        if let Some(known) = self.goes(name, nth) {
            return known;
        }
        // A result carried through an earlier export is not taken for a result of this one.
        let shown = if COLUMNS.contains(&name) {
            format!("earlier_{name}")
        } else {
            name.to_owned()
        };
        let place = self.names.len();
        self.places.entry(name.to_owned()).or_default().push(place);
        self.names.push(shown);
        Goes::Own(place)
    }

    fn goes(&self, name: &str, nth: usize) -> Option<Goes> {
        match column(name) {
            Column::RecoveredOn => Some(Goes::Recovered),
            Column::Unknown if !name.trim().is_empty() => {
                self.places.get(name)?.get(nth).copied().map(Goes::Own)
            }
            _ => Some(Goes::Read),
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub(super) fn of_entry(&self, e: &Entry) -> Result<Cells, Error> {
        let mut out = Cells {
            recovered: None,
            cells: vec![String::new(); self.names.len()],
        };
        let mut say = |goes: Goes, value: &Value| match goes {
            Goes::Recovered => {
                let text = plain(value);
                out.recovered = out.recovered.take().or((!text.is_empty()).then_some(text));
            }
            Goes::Own(place) => {
                if let Some(cell) = out.cells.get_mut(place) {
                    *cell = plain(value);
                }
            }
            Goes::Read => {}
        };
        match serde_json::from_str(&e.cells)? {
            Value::Object(object) => {
                for (name, value) in &object {
                    say(self.goes(name, 0).unwrap_or(Goes::Read), value);
                }
            }
            Value::Array(list) => {
                let goes = self.headers.get(&e.record.source).map_or(&[][..], |h| &h.goes);
                goes.iter().zip(&list).for_each(|(goes, value)| say(*goes, value));
            }
            _ => {}
        }
        Ok(out)
    }
}

impl Own {
    /// The row as it came, with the names of its columns.
    pub(super) fn as_came(&self, e: &Entry) -> Result<Value, Error> {
        let cells = serde_json::from_str(&e.cells)?;
        let header = self.headers.get(&e.record.source).map_or(&[][..], |h| &h.names);
        let distinct = header.iter().collect::<HashSet<_>>().len() == header.len();
        Ok(match cells {
            Value::Array(list) if distinct && header.len() >= list.len() => {
                Value::Object(header.iter().cloned().zip(list).collect())
            }
            other => other,
        })
    }
}

/// A recorded cell as text.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(o) => {
            let said = ["date", "time", "error"].iter().find_map(|k| o.get(*k)?.as_str());
            said.map_or_else(|| value.to_string(), ToOwned::to_owned)
        }
        other => other.to_string(),
    }
}
