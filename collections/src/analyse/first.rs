//! First recorded in the theatre: recorded, not arrived, and only as good as the search before it.

use serde::Serialize;

use super::effort::{Effort, Search};
use super::facts::{Facts, Row};
use super::said::{Analysis, Date, Interval, Rows};
use super::sample::{SampleInfo, recoveries, rows_of};
use super::scope::Scope;

/// First records.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FirstRecorded {
    /// First day of recovery of anything in the theatre: the search began then at the latest.
    pub began: Option<Date>,
    /// Each sample, latest first.
    pub list: Vec<First>,
    /// Samples of which no row has a day.
    pub undated: Vec<SampleInfo>,
}

/// When and where a sample was first recorded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct First {
    /// The sample.
    pub sample: SampleInfo,
    /// When: one day, or the days it may have been.
    pub first: Interval,
    /// Place of the first recovery.
    pub place: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Incident.
    pub incident: Option<String>,
    /// Rows of the first recovery.
    pub rows: Rows,
    /// What had been examined before.
    pub before: Effort,
    /// Last day on which it was recovered.
    pub last: Date,
    /// Days from first to last; needs two recoveries.
    pub life_days: Option<i32>,
    /// Recoveries.
    pub recoveries: u64,
    /// Made after the search began: earlier finds cannot have been overlooked before it was made.
    pub made_since_search: bool,
    /// Too little was examined before for the date to mean much.
    pub little_search: bool,
    /// Rows of the sample without a day: they may be earlier.
    pub undated: Rows,
}

/// Fewer items of the calibre examined before than this are little.
pub(super) const LITTLE_SEARCH: u64 = 100;

/// First and last record of each sample.
#[must_use]
pub fn first_recorded(facts: &Facts, scope: &Scope) -> Analysis<FirstRecorded> {
    let selection = facts.select(scope);
    let search = Search::of(facts, &selection.examined);
    let began = search.began().map(Date);
    let mut out = FirstRecorded {
        began,
        ..FirstRecorded::default()
    };
    for (sample, rows) in facts.samples.iter().zip(facts.by_sample(&selection.rows)) {
        if rows.is_empty() {
            continue;
        }
        match first(facts, scope, &search, sample, &rows) {
            Some(first) => out.list.push(first),
            None => out.undated.push(sample.clone()),
        }
    }
    out.list
        .sort_by(|a, b| (b.first.from, &a.sample.key).cmp(&(a.first.from, &b.sample.key)));
    let little = out.list.iter().filter(|f| f.little_search).count();
    let open = out.list.iter().filter(|f| f.first.from != f.first.to).count();
    let mut analysis = Analysis::new("first-recorded", selection.base, out);
    if !analysis.figures.list.is_empty() {
        analysis.guard("first-is-recorded", []);
    }
    if little > 0 {
        let args = [
            ("samples", little.to_string()),
            ("least", LITTLE_SEARCH.to_string()),
        ];
        analysis.guard("first-little-search", args);
    }
    if open > 0 {
        analysis.guard("first-not-one-day", [("samples", open.to_string())]);
    }
    if !analysis.figures.undated.is_empty() {
        let args = [("samples", analysis.figures.undated.len().to_string())];
        analysis.refuse("first-undated", args);
    }
    analysis
}

/// The rows that may be the first recovery: those of the incident, or of the day and place, with the earliest day.
pub(super) fn earliest<'f>(rows: &[&'f Row]) -> Option<(&'f Row, Vec<&'f Row>)> {
    let dated = || rows.iter().filter_map(|r| Some((r.recovered?, *r)));
    let (span, at) = dated().min_by_key(|(s, r)| (s.from, s.to, r.id))?;
    let with = dated()
        .filter(|(s, r)| *s == span && r.incident == at.incident && r.place == at.place)
        .map(|(_, r)| r);
    Some((at, with.collect()))
}

fn first(facts: &Facts, scope: &Scope, search: &Search, sample: &SampleInfo, rows: &[&Row]) -> Option<First> {
    let (at, with) = earliest(rows)?;
    let span = at.recovered?;
    let last = rows.iter().filter_map(|r| r.recovered).map(|s| s.to).max()?;
    let times = recoveries(rows);
    let before = search.before(span.from, sample.calibre.as_deref());
    let undated: Vec<&Row> = rows.iter().copied().filter(|r| r.recovered.is_none()).collect();
    let place = facts.place(at);
    let began = search.began();
    Some(First {
        first: Interval::from(span),
        place: facts.words.owned(place.place),
        region: facts.words.owned(place.region),
        country: facts.words.owned(place.country),
        incident: facts.words.owned(at.incident),
        rows: rows_of(&with, scope.ids),
        last: Date(last),
        life_days: (times >= 2).then_some(last.0 - span.from.0),
        recoveries: times,
        made_since_search: began
            .zip(sample.made)
            .is_some_and(|(b, m)| sample.dated() && m.from.0 > b),
        little_search: before.same_calibre < LITTLE_SEARCH,
        before,
        undated: rows_of(&undated, scope.ids),
        sample: sample.clone(),
    })
}
