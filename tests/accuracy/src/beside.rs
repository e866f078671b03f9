//! Markings of which one sign could not be read, beside what an exhaustive search says of them: how many producers are
//! listed, and how far the probabilities are from those that come out when every mark of the tables is tried on every
//! part, with up to two further faults and nothing left out for being unlikely, under the same weights.

use std::collections::BTreeSet;

use headstamp_core::identification::round;
use serde::Serialize;

use crate::case::Case;
use crate::judge::Answer;
use crate::noise::Kind;
use crate::query::Query;
use crate::run::Record;
use crate::share::Share;

/// These are put to an exhaustive search too.
#[must_use]
pub fn asked(query: &Query) -> bool {
    query.kinds == [Kind::UnreadableSign] && query.calibre.is_some()
}

/// Counts over such markings.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Beside {
    /// Truth listed.
    pub listed: Share,
    /// Truth listed by the exhaustive search.
    pub listed_there: Share,
    /// Both have the same producer first; which of several that are level comes first is no difference.
    pub same_first: Share,
    /// Producers listed: mean, median, most.
    pub sizes: [f64; 3],
    /// Distance to the exhaustive search: mean, median, largest.
    pub distances: [f64; 3],
}

impl Beside {
    /// Counts some answers.
    #[must_use]
    pub fn of<'r>(records: impl Iterator<Item = (&'r Record, &'r Case)>) -> Self {
        let mut out = Self::default();
        let (mut sizes, mut distances) = (Vec::new(), Vec::new());
        let (mut here, mut there, mut first) = (Vec::new(), Vec::new(), Vec::new());
        for (record, case) in records {
            let (Some(score), Some(other)) = (&record.score, &record.exhaustive) else {
                continue;
            };
            here.push(score.listed);
            there.push(other.listed.iter().any(|(p, _)| *p == case.producer));
            first.push(same_first(&record.answer, other));
            sizes.push(score.size as f64);
            distances.push(distance(&record.answer, other));
        }
        out.listed = Share::of(here);
        out.listed_there = Share::of(there);
        out.same_first = Share::of(first);
        out.sizes = spread(sizes);
        out.distances = spread(distances);
        out
    }
}

fn same_first(a: &Answer, b: &Answer) -> bool {
    let (Some((first, _)), Some((_, best))) = (a.listed.first(), b.listed.first()) else {
        return a.listed.is_empty() && b.listed.is_empty();
    };
    let there = b.listed.iter().find(|(p, _)| p == first);
    there.is_some_and(|(_, share)| round(*share) >= round(*best))
}

/// Total variation distance of two answers: the most by which they differ about any event. The outcomes are the producers
/// that either lists, and none of those that it lists itself.
#[must_use]
pub fn distance(a: &Answer, b: &Answer) -> f64 {
    let of = |answer: &Answer, producer: u32| {
        let listed = answer.listed.iter().find(|(p, _)| *p == producer);
        listed.map_or(0.0, |(_, share)| *share)
    };
    let none = |answer: &Answer| 1.0 - answer.listed.iter().map(|l| l.1).sum::<f64>();
    let all: BTreeSet<u32> = a.listed.iter().chain(&b.listed).map(|l| l.0).collect();
    let producers: f64 = all.iter().map(|p| (of(a, *p) - of(b, *p)).abs()).sum();
    f64::midpoint(producers, (none(a) - none(b)).abs())
}

/// Mean, median and largest.
fn spread(mut list: Vec<f64>) -> [f64; 3] {
    list.sort_by(f64::total_cmp);
    let at = |i: usize| list.get(i).copied().unwrap_or_default();
    let mean = list.iter().sum::<f64>() / list.len().max(1) as f64;
    let median = f64::midpoint(at(list.len() / 2), at(list.len().saturating_sub(1) / 2));
    [mean, median, at(list.len().saturating_sub(1))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use headstamp_core::identify::Status;

    fn answer(listed: &[(u32, f64)]) -> Answer {
        Answer {
            status: Status::Ambiguous,
            listed: listed.to_vec(),
            states: Vec::new(),
            year: None,
        }
    }

    #[test]
    fn distances() {
        let (a, b) = (answer(&[(1, 0.5), (2, 0.25)]), answer(&[(1, 0.25), (3, 0.25)]));
        assert!(distance(&a, &a) < 1e-12);
        // 1 loses a quarter, 2 all of its quarter; 3 gains a quarter, and nobody a quarter.
        assert!((distance(&a, &b) - 0.5).abs() < 1e-12);
        assert!((distance(&answer(&[(1, 1.0)]), &answer(&[(2, 1.0)])) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn spreads() {
        for (list, of) in [
            (vec![], [0.0, 0.0, 0.0]),
            (vec![3.0], [3.0, 3.0, 3.0]),
            (vec![4.0, 1.0, 1.0], [2.0, 1.0, 4.0]),
            (vec![1.0, 2.0], [1.5, 1.5, 2.0]),
        ] {
            assert_eq!(spread(list), of);
        }
    }
}
