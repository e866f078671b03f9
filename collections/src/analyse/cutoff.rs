//! Production after a cutoff, such as the day of an embargo.

use std::collections::BTreeMap;

use headstamp_core::date::Day;
use serde::Serialize;

use super::facts::{AnswerFacts, Facts, Row};
use super::said::{Analysis, Count, Date, Interval, Rows, Said, said};
use super::sample::{SampleInfo, rows_of};
use super::scope::Scope;

/// Production after a cutoff.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cutoff {
    /// The day.
    pub cutoff: Date,
    /// Made after it.
    pub certain: Count,
    /// May have been made after it.
    pub possible: Count,
    /// Made on it or before.
    pub no: Count,
    /// Nothing is known of the time of production.
    pub unknown: Count,
    /// Certain, then possible ones; most items first.
    pub list: Vec<AfterCutoff>,
}

/// A sample held against the cutoff.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AfterCutoff {
    /// The sample.
    pub sample: SampleInfo,
    /// `certain` or `possible`.
    pub verdict: &'static str,
    /// When it was made, in the answers with this verdict.
    pub made: Option<Interval>,
    /// Rows.
    pub rows: Rows,
    /// First day of recovery.
    pub first: Option<Date>,
    /// Why not certain.
    pub reasons: Vec<Said>,
}

/// With more than this left to other producers, an interval of production holds nothing for certain.
const MOST_UNKNOWN: f64 = 0.1;

/// `certain`, `possible`, `no` or `unknown`.
fn verdict(a: &AnswerFacts, cutoff: Day) -> &'static str {
    let told = matches!(a.status.as_str(), "identified" | "ambiguous");
    let Some(made) = a.made.filter(|_| told) else {
        return "unknown";
    };
    // Producers too improbable to be listed have other years.
    let firm = a.status == "identified" || a.year.is_some() || a.unknown <= MOST_UNKNOWN;
    match (made.from > cutoff, made.to > cutoff) {
        (true, _) if firm => "certain",
        (true, _) | (false, true) => "possible",
        _ if firm => "no",
        _ => "unknown",
    }
}

/// Which samples were made after a day.
#[must_use]
pub fn cutoff(facts: &Facts, scope: &Scope, cutoff: Day) -> Analysis<Cutoff> {
    let selection = facts.select(scope);
    let mut parts: BTreeMap<(&str, u32), Vec<&Row>> = BTreeMap::new();
    for row in &selection.rows {
        if let Some(a) = facts.answer(row) {
            parts.entry((verdict(a, cutoff), a.sample)).or_default().push(row);
        }
    }
    let mut out = Cutoff {
        cutoff: Date(cutoff),
        certain: Count::default(),
        possible: Count::default(),
        no: Count::default(),
        unknown: Count::default(),
        list: Vec::new(),
    };
    for ((verdict, index), rows) in parts {
        let (Some(sample), figures) = (facts.sample(index), rows_of(&rows, scope.ids)) else {
            continue;
        };
        let count = match verdict {
            "certain" => &mut out.certain,
            "possible" => &mut out.possible,
            "no" => &mut out.no,
            _ => &mut out.unknown,
        };
        count.samples += 1;
        for row in &rows {
            count.rows.add(row.id, row.quantity, scope.ids);
        }
        if matches!(verdict, "certain" | "possible") {
            out.list
                .push(listed(facts, sample, verdict, &rows, figures, cutoff));
        }
    }
    let key = |c: &AfterCutoff| (c.verdict, std::cmp::Reverse(c.rows.items));
    out.list
        .sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.sample.key.cmp(&b.sample.key)));
    for count in [&mut out.certain, &mut out.possible, &mut out.no, &mut out.unknown] {
        count.rows.ids.sort_unstable();
    }
    let some = !out.list.is_empty();
    let least = out
        .list
        .iter()
        .filter(|c| c.verdict == "certain")
        .filter_map(|c| c.sample.probability)
        .reduce(f64::min);
    let mut analysis = Analysis::new("cutoff", selection.base, out);
    if some {
        analysis.guard("cutoff-made-not-delivered", []);
        analysis.guard("cutoff-year-has-no-month", []);
    }
    if let Some(p) = least {
        analysis.guard(
            "cutoff-rests-on-identification",
            [("percent", format!("{:.0}", p * 100.0))],
        );
    }
    if analysis.figures.unknown.samples > 0 {
        let f = &analysis.figures.unknown;
        let args = [
            ("samples", f.samples.to_string()),
            ("items", f.rows.items.to_string()),
        ];
        analysis.guard("cutoff-unknown", args);
    }
    analysis
}

fn listed(
    facts: &Facts,
    sample: &SampleInfo,
    verdict: &'static str,
    rows: &[&Row],
    figures: Rows,
    cutoff: Day,
) -> AfterCutoff {
    let answers = || rows.iter().filter_map(|r| facts.answer(r));
    let made = answers()
        .filter_map(|a| a.made.map(Interval::from))
        .reduce(Interval::hull);
    let mut reasons = Vec::new();
    if verdict == "possible"
        && let Some(m) = made
    {
        if m.from.0 > cutoff {
            reasons.push(said("cutoff-not-identified", []));
        } else {
            let args = [("from", m.from.to_string()), ("to", m.to.to_string())];
            reasons.push(said("cutoff-inside", args));
        }
    }
    AfterCutoff {
        sample: sample.clone(),
        verdict,
        made,
        rows: figures,
        first: rows
            .iter()
            .filter_map(|r| r.recovered)
            .map(|s| Date(s.from))
            .min(),
        reasons,
    }
}
