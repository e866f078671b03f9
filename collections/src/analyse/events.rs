//! Rows held against known diversion events: leads, with the relation and what it rests on.

use std::collections::{BTreeMap, HashMap};

use headstamp_core::leads::RELATIONS;
use serde::Serialize;

use super::facts::{Facts, Row};
use super::said::{Analysis, Interval, Rows, Said, said};
use super::sample::SampleInfo;
use super::scope::Scope;

/// Matches to diversion events.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Events {
    /// Events, leads that hold first, strongest relation first; those ruled out last.
    pub list: Vec<EventMatch>,
    /// Rows that match none.
    pub without: Rows,
}

/// An event with the rows that may be compared with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventMatch {
    /// Event id.
    pub event: String,
    /// `same-lot` … `seen-with`.
    pub relation: String,
    /// `lead`, `weak` or `ruled-out`.
    pub strength: String,
    /// Rows.
    pub rows: Rows,
    /// Samples, most items first; at most 50.
    pub samples: Vec<SampleInfo>,
    /// How many samples.
    pub sample_count: u64,
    /// First recovery.
    pub first: Option<Interval>,
    /// What the relation and the strength mean.
    pub reasons: Vec<Said>,
}

const STRENGTHS: [&str; 3] = ["lead", "weak", "ruled-out"];
const MOST_SAMPLES: usize = 50;

#[derive(Default)]
struct Found {
    ids: Vec<i64>,
    figures: Rows,
    samples: BTreeMap<u32, u64>,
    first: Option<Interval>,
}

/// Matches to diversion events.
#[must_use]
pub fn events(facts: &Facts, scope: &Scope) -> Analysis<Events> {
    let selection = facts.select(scope);
    let mut sets: HashMap<u32, Vec<&Row>> = HashMap::new();
    let mut out = Events::default();
    for row in &selection.rows {
        if facts
            .events
            .get(row.events as usize)
            .is_some_and(|l| !l.is_empty())
        {
            sets.entry(row.events).or_default().push(row);
        } else {
            out.without.add(row.id, row.quantity, scope.ids);
        }
    }
    let mut found: BTreeMap<(usize, usize, &str), (Found, &str, &str)> = BTreeMap::new();
    for (set, rows) in &sets {
        for e in facts.events.get(*set as usize).into_iter().flatten() {
            let place =
                |list: &[&str], word: &str| list.iter().position(|w| *w == word).unwrap_or(list.len());
            let key = (
                place(&STRENGTHS, &e.strength),
                place(&RELATIONS, &e.relation),
                e.id.as_str(),
            );
            let entry = found
                .entry(key)
                .or_insert_with(|| (Found::default(), &e.relation, &e.strength));
            entry.0.take(facts, rows, scope.ids);
        }
    }
    out.list = found
        .into_iter()
        .map(|((_, _, event), (f, relation, strength))| f.write(facts, scope.ids, event, relation, strength))
        .collect();
    let some = !out.list.is_empty();
    let ruled = out.list.iter().filter(|e| e.strength == "ruled-out").count();
    let mut analysis = Analysis::new("events", selection.base, out);
    if some {
        analysis.guard("event-is-a-lead", []);
        analysis.guard("event-same-mark-not-same-lot", []);
    }
    if ruled > 0 {
        analysis.guard("event-ruled-out", [("events", ruled.to_string())]);
    }
    analysis
}

impl Found {
    fn take(&mut self, facts: &Facts, rows: &[&Row], most: usize) {
        let mut ids: Vec<i64> = Vec::new();
        for row in rows {
            self.figures.rows += 1;
            self.figures.items += u64::from(row.quantity);
            if ids.len() < most {
                ids.push(row.id);
            }
            if let Some(s) = facts.sample_of(row) {
                *self.samples.entry(s).or_default() += u64::from(row.quantity);
            }
            if let Some(i) = row.recovered.map(Interval::from)
                && self.first.is_none_or(|f| i.from < f.from)
            {
                self.first = Some(i);
            }
        }
        self.ids.extend(ids);
    }

    fn write(
        mut self,
        facts: &Facts,
        most: usize,
        event: &str,
        relation: &str,
        strength: &str,
    ) -> EventMatch {
        self.ids.sort_unstable();
        self.ids.truncate(most);
        self.figures.ids = self.ids;
        let mut samples: Vec<(u64, u32)> = self.samples.iter().map(|(s, n)| (*n, *s)).collect();
        samples.sort_by_key(|(n, s)| (std::cmp::Reverse(*n), *s));
        let count = self.samples.len();
        let mut reasons = Vec::new();
        if RELATIONS.contains(&relation) {
            reasons.push(said(&format!("event-{relation}"), []));
        }
        match strength {
            "weak" => reasons.push(said("event-weak", [])),
            "ruled-out" => reasons.push(said("event-before", [])),
            _ => {}
        }
        EventMatch {
            event: event.to_owned(),
            relation: relation.to_owned(),
            strength: strength.to_owned(),
            rows: self.figures,
            samples: samples
                .iter()
                .take(MOST_SAMPLES)
                .filter_map(|(_, s)| facts.sample(*s).cloned())
                .collect(),
            sample_count: count as u64,
            first: self.first,
            reasons,
        }
    }
}
