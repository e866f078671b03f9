//! Names of states, calibres and events in the language of the report.

use headstamp_core::tables::Tables;
use serde_json::Value;

use super::map::Outlines;
use super::words::{Lang, Words};

/// Former states in French; those of today stand with the outlines.
const FORMER: [(&str, &str); 8] = [
    ("SU", "Union soviétique"),
    ("YU", "Yougoslavie"),
    ("CS", "Tchécoslovaquie"),
    ("DD", "République démocratique allemande"),
    ("RUE", "Empire russe"),
    ("AH", "Autriche-Hongrie"),
    ("BRI", "Inde britannique"),
    ("ROC", "République de Chine"),
];

/// States that count as one in “so many states”: the second continues the first as the same member of the United
/// Nations. Other former states have several successors and are counted by themselves.
pub(super) const CONTINUED: [(&str, &str); 1] = [("SU", "RU")];

pub(super) struct Names<'a> {
    tables: Tables<'a>,
    lang: Lang,
    outlines: &'a Outlines,
}

/// What a report shows of an event.
pub(super) struct Event {
    pub(super) name: String,
    pub(super) summary: String,
    pub(super) caution: String,
    pub(super) finding: String,
    pub(super) sources: Vec<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(tables: Tables<'a>, words: &Words, outlines: &'a Outlines) -> Self {
        Self {
            tables,
            lang: words.lang,
            outlines,
        }
    }

    pub(super) fn state(&self, id: &str) -> String {
        let french = || {
            let former = FORMER
                .iter()
                .find(|(i, _)| *i == id)
                .map(|(_, n)| (*n).to_owned());
            former.or_else(|| self.outlines.french(id))
        };
        let english = || self.tables.state_by_id(id).map(|s| s.name.to_string());
        let name = if self.lang == Lang::French {
            french().or_else(english)
        } else {
            english()
        };
        name.unwrap_or_else(|| id.to_owned())
    }

    pub(super) fn calibre(&self, id: &str) -> String {
        let row = self
            .tables
            .calibre_by_name(id)
            .and_then(|c| self.tables.calibre(c));
        row.map_or_else(|| id.to_owned(), |c| c.name.to_string())
    }

    /// Name of a producer and the country of today in which it stands.
    pub(super) fn producer(&self, id: &str) -> String {
        let row = self.tables.set().producers.iter().find(|p| p.id.as_str() == id);
        row.map_or_else(
            || id.to_owned(),
            |p| match self.tables.state(p.country.to_native()) {
                Some(state) => format!("{}, {}", p.name, self.state(state.id.as_str())),
                None => p.name.to_string(),
            },
        )
    }

    pub(super) fn event(&self, id: &str) -> Event {
        let row = self.tables.set().events.iter().find(|e| e.id.as_str() == id);
        let json: Value = row
            .and_then(|e| serde_json::from_str(e.json.as_str()).ok())
            .unwrap_or_default();
        let text = |name: &str| {
            json.get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let list = json.get("sources").and_then(Value::as_array);
        Event {
            name: row.map_or_else(|| id.to_owned(), |e| e.name.to_string()),
            summary: text("summary"),
            caution: text("caution"),
            finding: row.map_or_else(String::new, |e| e.finding.to_string()),
            sources: list
                .into_iter()
                .flatten()
                .filter_map(|s| s.as_str().map(ToOwned::to_owned))
                .collect(),
        }
    }
}
