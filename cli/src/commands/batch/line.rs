//! Answers as they are kept: by what is recorded, and as the bytes that go into the result.

use std::sync::{Arc, OnceLock};

use headstamp_core::date::Span;
use headstamp_core::identification::{EventLead, Identification};
use headstamp_core::identify::Days;
use headstamp_core::leads::Lead;
use headstamp_core::observation::Observation;
use serde_json::{Value, json};

use crate::rows::{Column, Problem, Row};

/// What is the same on every row with these marks, this calibre and item, for some days of recovery.
pub(super) struct Known {
    pub(super) days: Days,
    pub(super) status: &'static str,
    pub(super) leads: Vec<Lead>,
    pub(super) failed: Vec<String>,
    /// The answer as a JSON object without id, input and events, ready to be written.
    pub(super) fragment: String,
    /// The answer itself, where the result is a table.
    pub(super) answer: Option<Box<Identification>>,
}

/// What was asked of a marking, and in time what is known of it.
pub(super) struct Entry {
    pub(super) recovered: Option<Span>,
    pub(super) known: OnceLock<Arc<Known>>,
}

impl Entry {
    /// True when its answer holds for an item recovered then.
    pub(super) fn is_for(&self, recovered: Option<Span>) -> bool {
        match self.known.get() {
            Some(known) => known.days.contain(recovered),
            None => self.recovered.map(|s| s.to) == recovered.map(|s| s.to),
        }
    }
}

/// What is the same on every row that says the same, but for id and carried cells.
pub(super) struct Line {
    /// What is wrong with such a row.
    pub(super) problems: Vec<Problem>,
    /// Where its answer comes; none for a row that cannot be answered.
    pub(super) entry: Option<Arc<Entry>>,
    /// What the row says, as JSON.
    pub(super) input: String,
    /// What follows the answer: events, plugins that failed, problems.
    pub(super) rest: OnceLock<Rest>,
}

/// What follows the answer.
#[derive(Default)]
pub(super) struct Rest {
    pub(super) json: String,
    pub(super) events: Vec<EventLead>,
}

impl Line {
    /// The answer, once it is known.
    pub(super) fn known(&self) -> Option<&Known> {
        self.entry.as_ref().and_then(|e| e.known.get()).map(Arc::as_ref)
    }

    /// The bytes that it takes, about.
    pub(super) fn size(&self) -> usize {
        320 + self.input.len()
    }
}

/// What a row says, as it said it.
pub(super) fn input(row: &Row, own: &Observation) -> String {
    let r = &row.recorded;
    let item = if own.item == "case" { "" } else { &own.item };
    let said =
        r.marks.len() + r.calibre.len() + r.recovered.len() + r.country.len() + r.quantity.len() + item.len();
    let mut out = Vec::with_capacity(said + 96);
    out.extend_from_slice(b",\"input\":{");
    for (name, said) in [
        ("marks", r.marks.as_str()),
        ("calibre", &r.calibre),
        ("recovered", &r.recovered),
        ("country", &r.country),
        ("quantity", &r.quantity),
        ("item", item),
    ] {
        if !said.is_empty() {
            if !out.ends_with(b"{") {
                out.push(b',');
            }
            out.push(b'"');
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b"\":\"");
            text(&mut out, said);
            out.push(b'"');
        }
    }
    out.extend_from_slice(b"},");
    String::from_utf8(out).unwrap_or_default()
}

/// The answer with its sentences and sources, as JSON without what the row itself says, or the line at the head.
pub(super) fn evidence(answer: &Identification) -> Result<String, serde_json::Error> {
    let mut whole = serde_json::to_value(answer)?;
    if let Value::Object(map) = &mut whole {
        for key in ["schema", "type", "id", "input", "events", "versions"] {
            map.shift_remove(key);
        }
    }
    Ok(whole.to_string())
}

/// The JSON that follows an answer.
pub(super) fn rest(events: &[EventLead], failed: &[String], problems: &[Problem]) -> String {
    let mut out = String::new();
    if !events.is_empty() {
        let list: Vec<Value> = events
            .iter()
            .map(|e| json!({"id": e.id, "relation": e.relation, "strength": e.strength}))
            .collect();
        out += &format!(",\"events\":{}", Value::Array(list));
    }
    if !failed.is_empty() {
        out += &format!(",\"plugin_failed\":{}", json!(failed));
    }
    if !problems.is_empty() {
        let list: Vec<Value> = problems
            .iter()
            .map(|p| json!({"column": p.column, "value": p.value, "reason": p.reason}))
            .collect();
        out += &format!(",\"problems\":{}", Value::Array(list));
    }
    out
}

/// A line whose answer is known, at hand for every row that has it.
pub(super) struct Finished<'l> {
    pub(super) problems: &'l [Problem],
    pub(super) known: Option<&'l Known>,
    pub(super) events: &'l [EventLead],
    input: &'l str,
    fields: &'l str,
    rest: &'l str,
}

impl<'l> Finished<'l> {
    pub(super) fn of(line: &'l Line) -> Self {
        let (known, rest) = (line.known(), line.rest.get());
        // Its fields stand among those of the row.
        let fields = known.and_then(|k| k.fragment.strip_prefix('{')?.strip_suffix('}'));
        Self {
            problems: &line.problems,
            known,
            events: rest.map(|r| r.events.as_slice()).unwrap_or_default(),
            input: &line.input,
            fields: fields.unwrap_or_default(),
            rest: rest.map(|r| r.json.as_str()).unwrap_or_default(),
        }
    }

    /// Writes a whole line of JSON.
    pub(super) fn write(
        &self,
        out: &mut Vec<u8>,
        (number, id): (u64, &str),
        write: impl Fn(&mut Vec<u8>, &str),
        carried: impl FnOnce(&mut Vec<u8>),
    ) {
        out.extend_from_slice(b"{\"type\":\"identification\",\"row\":");
        out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        if !id.is_empty() {
            out.extend_from_slice(b",\"id\":\"");
            write(out, id);
            out.push(b'"');
        }
        for part in [self.input, self.fields, self.rest] {
            out.extend_from_slice(part.as_bytes());
        }
        carried(out);
        out.extend_from_slice(b"}\n");
    }
}

/// The cells that say nothing to the identification.
pub(super) fn carried<'a>(
    out: &mut Vec<u8>,
    cells: impl Iterator<Item = &'a str>,
    write: impl Fn(&mut Vec<u8>, &str),
) {
    let mut before: &[u8] = b",\"carried\":[\"";
    for cell in cells {
        out.extend_from_slice(before);
        write(out, cell);
        before = b"\",\"";
    }
    if before == b"\",\"" {
        out.extend_from_slice(b"\"]");
    }
}

/// The carried cells of a row; of JSON Lines the object as it came.
pub(super) fn carried_row(out: &mut Vec<u8>, row: &Row, columns: &[Column]) {
    if columns.is_empty() {
        if let [whole] = row.cells.as_slice() {
            out.extend_from_slice(b",\"recorded\":");
            out.extend_from_slice(whole.as_bytes());
        }
        return;
    }
    let kept = row.cells.iter().zip(columns).filter(|(_, c)| c.is_carried());
    carried(out, kept.map(|(text, _)| text.as_str()), text);
}

/// A text as JSON has it between quotation marks.
pub(super) fn text(out: &mut Vec<u8>, text: &str) {
    // All bytes are looked at: that is quicker than to stop.
    let escaped = text
        .bytes()
        .fold(false, |any, b| any | (b < 0x20) | (b == b'"') | (b == b'\\'));
    if escaped {
        let quoted = Value::from(text).to_string();
        let inner = quoted.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
        out.extend_from_slice(inner.unwrap_or_default().as_bytes());
    } else {
        verbatim(out, text);
    }
}

/// A text in which JSON writes no sign in another way.
pub(super) fn verbatim(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_library_writes_it(some in any::<String>(), cells in prop::collection::vec(any::<String>(), 0..4)) {
            let mut out = Vec::new();
            text(&mut out, &some);
            let plain = Value::from(some.as_str()).to_string();
            prop_assert_eq!(format!("\"{}\"", String::from_utf8_lossy(&out)), plain);
            out.clear();
            carried(&mut out, cells.iter().map(String::as_str), text);
            let want = if cells.is_empty() { String::new() } else { format!(",\"carried\":{}", json!(cells)) };
            prop_assert_eq!(&out, want.as_bytes());
        }
    }
}
