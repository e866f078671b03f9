//! From production to recovery: an interval, never one number.

use std::collections::{BTreeMap, HashSet};

use headstamp_core::date::Span;
use serde::Serialize;

use super::facts::{Facts, Row};
use super::said::{Analysis, Count, Interval, Rows};
use super::sample::{SampleInfo, rows_of};
use super::scope::Scope;

/// Lags.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Lag {
    /// Each sample, by the longest that its shortest lag can be.
    pub list: Vec<SampleLag>,
    /// Items recovered soon after they were made.
    pub within: Vec<Within>,
    /// Time of production or recovery not known.
    pub unknown: Rows,
    /// Recovered before it was made: a wrong day, year or reading.
    pub contradictory: Rows,
}

/// The shortest lag of a sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SampleLag {
    /// The sample.
    pub sample: SampleInfo,
    /// Days, at least. Nothing is recovered before it is made: never less than 0.
    pub least: i32,
    /// Days, at most.
    pub most: i32,
    /// When it was recovered.
    pub recovered: Interval,
    /// When it was made.
    pub made: Interval,
    /// Place of that recovery.
    pub place: Option<String>,
    /// Incident.
    pub incident: Option<String>,
    /// Rows with this lag.
    pub rows: Rows,
}

/// Recovered soon after production.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Within {
    /// Months.
    pub months: u32,
    /// As days.
    pub days: i32,
    /// All of the interval is within.
    pub surely: Count,
    /// Part of the interval is within.
    pub possibly: Count,
}

/// Months and days of the alarms.
const ALARMS: [(u32, i32); 2] = [(12, 365), (24, 730)];

/// Days from production to recovery; none when that is impossible.
pub(super) fn between(made: Span, recovered: Span) -> Option<(i32, i32)> {
    let most = recovered.to.0 - made.from.0;
    (most >= 0).then(|| ((recovered.from.0 - made.to.0).max(0), most))
}

/// Most and least days, when it was made, rows.
type Shortest<'f> = ((i32, i32), Span, Vec<&'f Row>);

/// Lags from production to recovery.
#[must_use]
pub fn lag(facts: &Facts, scope: &Scope) -> Analysis<Lag> {
    let selection = facts.select(scope);
    let mut out = Lag {
        within: ALARMS
            .iter()
            .map(|(months, days)| Within {
                months: *months,
                days: *days,
                ..Within::default()
            })
            .collect(),
        ..Lag::default()
    };
    let mut kinds: Vec<[HashSet<u32>; 2]> = vec![Default::default(); ALARMS.len()];
    // By sample: the interval that ends first, with its rows.
    let mut shortest: BTreeMap<u32, Shortest<'_>> = BTreeMap::new();
    for row in &selection.rows {
        let answer = facts
            .answer(row)
            .filter(|a| matches!(a.status.as_str(), "identified" | "ambiguous"));
        let Some((answer, made, recovered)) = answer.and_then(|a| Some((a, a.made?, row.recovered?))) else {
            out.unknown.add(row.id, row.quantity, scope.ids);
            continue;
        };
        let Some(lag) = between(made, recovered) else {
            out.contradictory.add(row.id, row.quantity, scope.ids);
            continue;
        };
        for ((w, kinds), (_, days)) in out.within.iter_mut().zip(&mut kinds).zip(ALARMS) {
            let [surely, possibly] = kinds;
            let (count, set) = if lag.1 <= days {
                (&mut w.surely, surely)
            } else if lag.0 <= days {
                (&mut w.possibly, possibly)
            } else {
                continue;
            };
            count.rows.add(row.id, row.quantity, scope.ids);
            set.insert(answer.sample);
        }
        let key = (lag.1, lag.0);
        let entry = shortest.entry(answer.sample).or_insert((key, made, Vec::new()));
        if key < entry.0 {
            *entry = (key, made, Vec::new());
        }
        if key == entry.0 {
            entry.2.push(row);
        }
    }
    for (w, [surely, possibly]) in out.within.iter_mut().zip(kinds) {
        w.surely.samples = surely.len() as u64;
        w.possibly.samples = possibly.len() as u64;
    }
    for (index, ((most, least), made, rows)) in shortest {
        let at = rows.first().and_then(|r| Some((r, r.recovered?)));
        let (Some(sample), Some((at, recovered))) = (facts.sample(index), at) else {
            continue;
        };
        out.list.push(SampleLag {
            sample: sample.clone(),
            least,
            most,
            recovered: Interval::from(recovered),
            made: Interval::from(made),
            place: facts.words.owned(facts.place(at).place),
            incident: facts.words.owned(at.incident),
            rows: rows_of(&rows, scope.ids),
        });
    }
    out.list
        .sort_by(|a, b| (a.most, a.least, &a.sample.key).cmp(&(b.most, b.least, &b.sample.key)));
    let wide = out.list.iter().filter(|l| l.most - l.least > 800).count();
    let mut analysis = Analysis::new("lag", selection.base, out);
    if !analysis.figures.list.is_empty() {
        analysis.guard("lag-is-an-interval", []);
        analysis.guard("lag-not-the-path", []);
    }
    if wide > 0 {
        analysis.guard("lag-wide", [("samples", wide.to_string())]);
    }
    if !analysis.figures.contradictory.is_empty() {
        let args = [("rows", analysis.figures.contradictory.rows.to_string())];
        analysis.refuse("lag-contradictory", args);
    }
    if !analysis.figures.unknown.is_empty() {
        let args = [("rows", analysis.figures.unknown.rows.to_string())];
        analysis.refuse("lag-unknown", args);
    }
    analysis
}
