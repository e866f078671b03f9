//! Answers about cases, counted.

use serde::Serialize;

use crate::case::Case;
use crate::run::{Record, Run};
use crate::share::Share;

/// From this many signs on a producer mark is long enough for the degraded requirements.
pub const LONG: usize = 3;

/// Counts over some answers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tally {
    /// Questions.
    pub asked: usize,
    /// Of these, the fault turned the mark into another producer's.
    pub taken: usize,
    /// Truth first or in a declared tie; marks of one producer alone, degraded ones of three signs or more.
    pub first: Share,
    /// The same, without those that the fault turned into another producer's mark.
    pub first_untaken: Share,
    /// Truth among the first three, of the same.
    pub third: Share,
    /// Truth listed; degraded marks of three signs or more.
    pub listed: Share,
    /// Truth listed, degraded marks of one or two signs.
    pub short_listed: Share,
    /// Mean number of producers listed.
    pub size: f64,
    /// Year exact.
    pub year: Share,
    /// Identified as another producer's.
    pub false_identifications: Share,
    /// The same, without those that the fault turned into another producer's mark.
    pub false_untaken: Share,
    /// Marks of several producers: exactly those that can be meant.
    pub exact_set: Share,
    /// Marks of several producers: exactly their states.
    pub exact_states: Share,
    /// First and among three by each plain search, on the marks counted under `first`.
    pub baselines: [[Share; 2]; 3],
}

impl Share {
    fn count(&mut self, yes: bool) {
        self.n += 1;
        self.hits += usize::from(yes);
    }
}

/// Counts some answers.
pub fn tally<'r>(run: &Run, records: impl Iterator<Item = (&'r Record, &'r Case)>) -> Tally {
    let mut out = Tally::default();
    for (record, case) in records {
        add(run, &mut out, record, case);
    }
    out.size = (out.size / out.asked.max(1) as f64 * 100.0).round() / 100.0;
    out
}

fn add(run: &Run, out: &mut Tally, record: &Record, case: &Case) {
    let Some(score) = &record.score else { return };
    let q = &record.query;
    let clean = q.kinds.is_empty();
    out.asked += 1;
    out.taken += usize::from(q.taken);
    out.size += score.size as f64;
    if !case.shared && (clean || case.signs >= LONG) {
        out.first.count(score.first);
        out.third.count(score.third);
        if !q.taken {
            out.first_untaken.count(score.first);
        }
        let found = run.baselines.answer(&q.text);
        for (counts, list) in out.baselines.iter_mut().zip(found) {
            counts[0].count(list.first() == Some(&case.producer));
            counts[1].count(list.contains(&case.producer));
        }
    }
    if clean || case.signs >= LONG {
        out.listed.count(score.listed);
    } else {
        out.short_listed.count(score.listed);
    }
    if let Some(yes) = score.year {
        out.year.count(yes);
    }
    out.false_identifications.count(score.false_identification);
    if !q.taken {
        out.false_untaken.count(score.false_identification);
    }
    if let (Some(set), Some(states)) = (score.exact_set, score.exact_states) {
        out.exact_set.count(set);
        out.exact_states.count(states);
    }
}
