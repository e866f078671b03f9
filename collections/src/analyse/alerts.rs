//! What a file brought that was not there before.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use super::effort::{Effort, Search};
use super::facts::{AnswerFacts, Facts, Row};
use super::first::{LITTLE_SEARCH, earliest};
use super::said::{Analysis, Interval, Line, Rows, Said, said};
use super::sample::{SampleInfo, rows_of};
use super::scope::{Scope, WHO};

/// What a file brought.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Alerts {
    /// Source id.
    pub source: i64,
    /// Name of the file.
    pub name: String,
    /// When it was added.
    pub added_at: String,
    /// It is the first file: everything in it is new.
    pub first_file: bool,
    /// Counted rows it brought.
    pub rows: Rows,
    /// What is new.
    pub list: Vec<Alert>,
}

/// Something new.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alert {
    /// `newest-year`, `new-calibre`, `new-producer` or `new-sample`.
    pub kind: &'static str,
    /// What: year, calibre id, producer id or sample key.
    pub value: String,
    /// The sample, for a new one.
    pub sample: Option<SampleInfo>,
    /// Rows.
    pub rows: Rows,
    /// First recovery.
    pub first: Option<Interval>,
    /// Place of it.
    pub place: Option<String>,
    /// Incident.
    pub incident: Option<String>,
    /// What had been examined before that day, in the whole collection.
    pub before: Effort,
    /// The newest year until then.
    pub previous: Option<String>,
    /// Why it may be nothing new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Said>,
    /// Known before, but fired by others.
    pub elsewhere: Vec<Line>,
}

const KINDS: [&str; 4] = ["newest-year", "new-calibre", "new-producer", "new-sample"];

/// What a row can bring that is new.
fn values(facts: &Facts, a: &AnswerFacts) -> [Option<String>; 4] {
    let sample = facts.sample(a.sample).filter(|s| s.clear);
    [
        a.year.map(|y| y.to_string()),
        a.calibre.clone(),
        a.producer.clone(),
        sample.map(|s| s.key.clone()),
    ]
}

/// What one file brought, against all files added before it.
#[must_use]
pub fn alerts(facts: &Facts, scope: &Scope, source: i64) -> Analysis<Alerts> {
    let selection = facts.select(scope);
    let search = Search::of(facts, &selection.examined);
    let id = u32::try_from(source).unwrap_or(u32::MAX);
    let mut known: [HashSet<String>; 4] = Default::default();
    let mut here: [BTreeMap<String, Vec<&Row>>; 4] = Default::default();
    let mut brought = Rows::default();
    // Rows of one answer bring the same: the texts are made once.
    let mut cache: HashMap<u32, [Option<String>; 4]> = HashMap::new();
    let mut seen = HashSet::new();
    for row in &selection.rows {
        let Some(a) = facts.answer(row) else { continue };
        if row.source > id {
            continue;
        }
        if row.source == id {
            brought.add(row.id, row.quantity, scope.ids);
        } else if !seen.insert(row.answer) {
            continue;
        }
        let values = cache.entry(row.answer).or_insert_with(|| values(facts, a));
        for ((value, known), here) in values.iter().zip(&mut known).zip(&mut here) {
            let Some(value) = value else { continue };
            if row.source != id {
                known.insert(value.clone());
            } else if let Some(rows) = here.get_mut(value) {
                rows.push(row);
            } else {
                here.insert(value.clone(), vec![row]);
            }
        }
    }
    let year = |set: &HashSet<String>| set.iter().filter_map(|y| y.parse::<i32>().ok()).max();
    let newest = known.first().and_then(year);
    let earlier: Vec<&Row> = selection
        .others
        .iter()
        .copied()
        .filter(|r| r.source < id)
        .collect();
    let mut list = Vec::new();
    for ((kind, known), here) in KINDS.iter().zip(&known).zip(&here) {
        for (value, rows) in here {
            let new = match (*kind, newest) {
                ("newest-year", Some(newest)) => value.parse::<i32>().is_ok_and(|y| y > newest),
                _ => !known.contains(value),
            };
            if new {
                let mut alert = alert(facts, scope, &search, kind, value, rows);
                alert.previous = newest.filter(|_| *kind == "newest-year").map(|y| y.to_string());
                alert.elsewhere = by_others(facts, scope, &earlier, kind, value);
                list.push(alert);
            }
        }
    }
    // The newest production first: what was made lately cannot have been overlooked for long.
    let rank = |a: &Alert| KINDS.iter().position(|k| *k == a.kind);
    let year = |a: &Alert| a.sample.as_ref().and_then(|s| s.year);
    list.sort_by_key(|a| (rank(a), std::cmp::Reverse(year(a))));
    // Of several newer years only the newest is an alert.
    let last = list.iter().rposition(|a| a.kind == "newest-year");
    let mut at = 0;
    list.retain(|a| {
        at += 1;
        a.kind != "newest-year" || Some(at - 1) == last
    });
    let file = facts.sources.iter().find(|s| s.id == source);
    let little = list.iter().any(|a| a.before.items < LITTLE_SEARCH);
    let first_file = facts.sources.first().is_some_and(|s| s.id == source);
    let out = Alerts {
        source,
        name: file.map(|s| s.name.clone()).unwrap_or_default(),
        added_at: file.map(|s| s.added_at.clone()).unwrap_or_default(),
        first_file,
        rows: brought,
        list,
    };
    let mut analysis = Analysis::new("alerts", selection.base, out);
    if file.is_none() {
        analysis.refuse("no-such-source", [("source", source.to_string())]);
    } else if first_file {
        analysis.guard("alerts-first-file", []);
    }
    if !analysis.figures.list.is_empty() {
        analysis.guard("alert-is-recorded", []);
    }
    if little {
        analysis.guard("alert-little-search", [("least", LITTLE_SEARCH.to_string())]);
    }
    analysis
}

/// What every file brought, in the order in which they were added.
#[must_use]
pub fn all_alerts(facts: &Facts, scope: &Scope) -> Vec<Analysis<Alerts>> {
    let sources = facts.sources.iter().map(|s| s.id);
    sources.map(|id| alerts(facts, scope, id)).collect()
}

fn alert(
    facts: &Facts,
    scope: &Scope,
    search: &Search,
    kind: &'static str,
    value: &str,
    rows: &[&Row],
) -> Alert {
    let at = earliest(rows).map(|e| e.0);
    let sample = rows.first().and_then(|r| facts.sample(facts.sample_of(r)?));
    let span = at.and_then(|r| r.recovered);
    let calibre = sample.and_then(|s| s.calibre.as_deref());
    Alert {
        kind,
        value: value.to_owned(),
        sample: sample.filter(|_| kind == "new-sample").cloned(),
        rows: rows_of(rows, scope.ids),
        first: span.map(Interval::from),
        place: at.and_then(|r| facts.words.owned(facts.place(r).place)),
        incident: at.and_then(|r| facts.words.owned(r.incident)),
        before: span.map_or_else(Effort::default, |s| search.before(s.from, calibre)),
        previous: None,
        doubt: sample
            .filter(|_| kind == "new-sample")
            .and_then(SampleInfo::unknown_calibre)
            .map(|c| said("alert-calibre-not-known", [("calibre", c.to_owned())])),
        elsewhere: Vec::new(),
    }
}

/// Rows of earlier files that have the same, but were fired by others.
fn by_others(facts: &Facts, scope: &Scope, others: &[&Row], kind: &str, value: &str) -> Vec<Line> {
    let Some(at) = KINDS
        .iter()
        .position(|k| *k == kind)
        .filter(|_| !others.is_empty())
    else {
        return Vec::new();
    };
    let has: Vec<bool> = facts
        .answers
        .iter()
        .map(|a| {
            values(facts, a)
                .get(at)
                .is_some_and(|v| v.as_deref() == Some(value))
        })
        .collect();
    let mut lines: BTreeMap<u8, Rows> = BTreeMap::new();
    for row in others {
        if has.get(row.answer as usize).copied().unwrap_or(false) {
            let line = lines.entry(row.who).or_default();
            line.add(row.id, row.quantity, scope.ids);
        }
    }
    lines
        .into_iter()
        .map(|(who, rows)| Line {
            what: WHO.get(usize::from(who)).copied().unwrap_or_default().to_owned(),
            rows,
        })
        .collect()
}
