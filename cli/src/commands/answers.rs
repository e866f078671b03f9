//! Answers by what is recorded: equal markings are weighed once, however many rows have them.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use headstamp_core::date::Span;
use headstamp_core::identification::Identification;
use headstamp_core::observation::Observation;
use serde_json::Value;

use crate::exit::Failure;
use crate::rows::lean;
use crate::session::{Session, Weighed};

/// Bytes of answers remembered: some ten thousand distinct markings, more than the field's largest collections have.
const REMEMBERED: usize = 24 << 20;

/// What is the same on every row with these marks, this calibre, item and year of recovery.
pub(crate) struct Answers<'s, 't, K> {
    pub(crate) session: &'s mut Session<'t>,
    known: HashMap<String, Rc<K>>,
    /// Bytes of the answers remembered.
    held: usize,
    days: Days,
}

/// Days on which a year begins in some calendar.
pub(crate) struct Days(Vec<i32>);

impl Days {
    pub(crate) fn of(session: &Session<'_>) -> Self {
        Self(session.year_starts())
    }

    /// Rows of the same key have the same answer.
    pub(crate) fn key(&self, marks: &str, calibre: &str, item: &str, recovered: Option<Span>) -> String {
        // Only what years had begun by the day of recovery bears on what the marks may mean.
        let begun = recovered.map_or(usize::MAX, |s| self.0.partition_point(|d| *d <= s.to.0));
        format!("{marks}\u{0}{calibre}\u{0}{item}\u{0}{begun}")
    }
}

impl<'s, 't, K> Answers<'s, 't, K> {
    pub(crate) fn new(session: &'s mut Session<'t>) -> Self {
        let days = Days::of(session);
        Self {
            session,
            known: HashMap::new(),
            held: 0,
            days,
        }
    }

    /// Rows of the same key have the same answer.
    pub(crate) fn key(&self, marks: &str, calibre: &str, item: &str, recovered: Option<Span>) -> String {
        self.days.key(marks, calibre, item, recovered)
    }

    /// Forgets all answers when there are many: between batches, so that a batch finds all of its own.
    pub(crate) fn tidy(&mut self) {
        if self.held > REMEMBERED {
            self.known.clear();
            self.held = 0;
        }
    }

    /// Weighs what is not known yet. `make` turns an answer into what is remembered, and says how long its text is.
    pub(crate) fn learn<'a>(
        &mut self,
        asked: impl Iterator<Item = (&'a str, &'a Observation)>,
        evidence: bool,
        make: impl Fn(Identification, Weighed) -> Result<(K, usize), Failure>,
    ) -> Result<(), Failure> {
        let (mut keys, mut observations, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
        for (key, o) in asked {
            if !self.known.contains_key(key) && seen.insert(key) {
                let mut o = o.clone();
                o.id = None;
                o.country = None;
                keys.push(key.to_owned());
                observations.push(o);
            }
        }
        for (key, weighed) in keys.into_iter().zip(self.session.weigh(observations)) {
            let answer = self.session.answer(&weighed, evidence);
            let (known, text) = make(answer, weighed)?;
            // The parsed answer takes about three times its text.
            self.held += key.len() + 4 * text;
            self.known.insert(key, Rc::new(known));
        }
        Ok(())
    }

    pub(crate) fn get(&self, key: &str) -> Option<Rc<K>> {
        self.known.get(key).cloned()
    }
}

/// The part of an answer that is the same for equal markings, as JSON.
pub(crate) fn shared_part(answer: &Identification, evidence: bool) -> Result<String, Failure> {
    if !evidence {
        return Ok(serde_json::to_string(&lean::Row::of(answer))?);
    }
    let mut whole = serde_json::to_value(answer)?;
    if let Value::Object(map) = &mut whole {
        // What the row itself says, or the line at the head.
        for key in ["schema", "type", "id", "input", "events", "versions"] {
            map.shift_remove(key);
        }
    }
    Ok(whole.to_string())
}

/// The same as a row of a batch has it, without the braces: candidates that are hardly probable are counted, not listed.
pub(crate) fn short_part(answer: &Identification, evidence: bool) -> Result<String, Failure> {
    let whole = if evidence {
        shared_part(answer, true)?
    } else {
        serde_json::to_string(&lean::Row::short(answer))?
    };
    let fragment = whole.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
    Ok(fragment.unwrap_or_default().to_owned())
}
