//! Samples with counts: kinds beside items, and keys that are not clear apart.

use std::collections::BTreeMap;

use serde::Serialize;

use super::facts::{Facts, Row};
use super::said::{Analysis, Date, Line, Rows};
use super::sample::{SampleInfo, incidents, rows_of};
use super::scope::Scope;

/// Samples with counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Samples {
    /// Distinct keys without an unreadable part.
    pub samples: u64,
    /// Distinct keys with an unreadable part: how many samples they are is not known.
    pub unclear: u64,
    /// Samples whose calibre was not recorded.
    pub without_calibre: u64,
    /// Samples without a year mark.
    pub without_year: u64,
    /// Samples without a producer mark.
    pub without_producer: u64,
    /// Items of the samples.
    pub of: Rows,
    /// Items whose key is not clear.
    pub of_unclear: Rows,
    /// Each, most items first.
    pub list: Vec<SampleCount>,
    /// Rows by the status of their answer.
    pub by_status: Vec<Line>,
}

/// A sample with counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SampleCount {
    /// The sample.
    pub sample: SampleInfo,
    /// Its rows.
    pub rows: Rows,
    /// Distinct incidents.
    pub incidents: u64,
    /// First day on which it may have been recovered.
    pub first: Option<Date>,
    /// Last day on which it may have been recovered.
    pub last: Option<Date>,
    /// The same sample where somebody else fired.
    pub others: Rows,
}

/// Below this many items or kinds, shares and comparisons are refused.
pub(super) const LEAST_ITEMS: u64 = 30;
pub(super) const LEAST_KINDS: u64 = 5;

/// Samples with counts.
#[must_use]
pub fn samples(facts: &Facts, scope: &Scope) -> Analysis<Samples> {
    let selection = facts.select(scope);
    let counted = facts.by_sample(&selection.rows);
    let others = facts.by_sample(&selection.others);
    let mut out = Samples::default();
    for ((sample, rows), others) in facts.samples.iter().zip(&counted).zip(&others) {
        if rows.is_empty() {
            continue;
        }
        if sample.clear {
            out.samples += 1;
            let (calibre, producer, year) = sample.parts();
            out.without_calibre += u64::from(calibre == "-");
            out.without_producer += u64::from(producer == "-");
            out.without_year += u64::from(year == "-");
        } else {
            out.unclear += 1;
        }
        let days = || rows.iter().filter_map(|r| r.recovered);
        out.list.push(SampleCount {
            sample: sample.clone(),
            rows: rows_of(rows, scope.ids),
            incidents: incidents(rows),
            first: days().map(|s| Date(s.from)).min(),
            last: days().map(|s| Date(s.to)).max(),
            others: rows_of(others, scope.ids),
        });
    }
    for row in &selection.rows {
        let clear = facts
            .sample_of(row)
            .and_then(|s| facts.sample(s))
            .is_some_and(|s| s.clear);
        let rows = if clear { &mut out.of } else { &mut out.of_unclear };
        rows.add(row.id, row.quantity, scope.ids);
    }
    out.list.sort_by(|a, b| {
        let key = |s: &SampleCount| (!s.sample.clear, std::cmp::Reverse(s.rows.items));
        key(a).cmp(&key(b)).then_with(|| a.sample.key.cmp(&b.sample.key))
    });
    out.by_status = by_status(facts, &selection.rows, scope);
    let (kinds, items, unclear) = (out.samples, out.of.items, out.unclear);
    let mut analysis = Analysis::new("samples", selection.base, out);
    if kinds > 0 {
        let args = [("samples", kinds.to_string()), ("items", items.to_string())];
        analysis.guard("samples-are-kinds", args);
    }
    if unclear > 0 {
        analysis.guard("samples-unclear", [("samples", unclear.to_string())]);
    }
    if kinds > 0 && items < LEAST_ITEMS {
        let args = [("items", items.to_string()), ("least", LEAST_ITEMS.to_string())];
        analysis.guard("small-set", args);
    }
    analysis
}

fn by_status(facts: &Facts, rows: &[&Row], scope: &Scope) -> Vec<Line> {
    let mut lines: BTreeMap<&str, Rows> = BTreeMap::new();
    for row in rows {
        if let Some(a) = facts.answer(row) {
            let line = lines.entry(a.status.as_str()).or_default();
            line.add(row.id, row.quantity, scope.ids);
        }
    }
    lines
        .into_iter()
        .map(|(what, rows)| Line {
            what: what.to_owned(),
            rows,
        })
        .collect()
}
