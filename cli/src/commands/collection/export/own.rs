//! What the user's own columns say: carried through an export as they were recorded.

use std::collections::{HashMap, HashSet};

use headstamp_collections::rows::{Column, column};
use headstamp_collections::{Collection, Entry, Error};
use serde_json::Value;

use super::COLUMNS;

/// The user's own columns of all files.
pub(super) struct Own {
    names: Vec<String>,
    /// Place of a column by its name in the file.
    places: HashMap<String, usize>,
    /// Header of each source.
    headers: HashMap<i64, Vec<String>>,
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
            for name in &source.header {
                own.add(name);
            }
            own.headers.insert(source.id, source.header);
        }
        // Only the rows themselves say which members JSON Lines have.
        if !lines.is_empty() {
            collection.for_each(|e| {
                if lines.contains(&e.record.source)
                    && let Value::Object(object) = serde_json::from_str(&e.cells)?
                {
                    object.keys().for_each(|name| own.add(name));
                }
                Ok(())
            })?;
        }
        Ok(own)
    }

    fn add(&mut self, name: &str) {
        if column(name) != Column::Unknown || name.trim().is_empty() || self.places.contains_key(name) {
            return;
        }
        // A result carried through an earlier export is not taken for a result of this one.
        let shown = if COLUMNS.contains(&name) {
            format!("earlier_{name}")
        } else {
            name.to_owned()
        };
        self.places.insert(name.to_owned(), self.names.len());
        self.names.push(shown);
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub(super) fn of_entry(&self, e: &Entry) -> Result<Cells, Error> {
        let mut out = Cells {
            recovered: None,
            cells: vec![String::new(); self.names.len()],
        };
        let mut say = |name: &str, value: &Value| {
            let text = plain(value);
            if column(name) == Column::RecoveredOn {
                out.recovered = out.recovered.take().or((!text.is_empty()).then_some(text));
            } else if let Some(cell) = self.places.get(name).and_then(|p| out.cells.get_mut(*p)) {
                *cell = text;
            }
        };
        match serde_json::from_str(&e.cells)? {
            Value::Object(object) => object.iter().for_each(|(name, value)| say(name, value)),
            Value::Array(list) => {
                let header = self.headers.get(&e.record.source).map_or(&[][..], Vec::as_slice);
                header
                    .iter()
                    .zip(&list)
                    .for_each(|(name, value)| say(name, value));
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
        let header = self.headers.get(&e.record.source).map_or(&[][..], Vec::as_slice);
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
