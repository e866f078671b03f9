//! How much was examined before a day: without it, "first recorded" says nothing.

use std::collections::{HashMap, HashSet};

use headstamp_core::date::Day;
use serde::Serialize;

use super::facts::{Facts, NONE, Row};

/// What had been examined before a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Effort {
    /// Items examined, whoever fired them.
    pub items: u64,
    /// Of the same calibre.
    pub same_calibre: u64,
    /// Incidents documented.
    pub incidents: u64,
    /// Days since the first recovery.
    pub days: i32,
    /// A kind that made up no more than this share of what was in use may have been missed (with 95 %), had the items
    /// been drawn at random, which they were not. Over items of the same calibre; none when there was no such item.
    pub could_be_missed: Option<f64>,
}

/// The share that stays unseen in `n` random draws with a probability of 5 %.
pub(super) fn missed_share(n: u64) -> Option<f64> {
    (n > 0).then(|| {
        let share = 1.0 - 0.05_f64.powf(1.0 / n as f64);
        (share * 10_000.0).round() / 10_000.0
    })
}

/// Running sums by day.
#[derive(Default)]
struct Sums {
    days: Vec<(i32, u64)>,
}

impl Sums {
    /// Sorted by day, each with the sum up to and including it.
    fn close(mut self) -> Self {
        self.days.sort_unstable();
        let mut sum = 0;
        for (_, n) in &mut self.days {
            sum += *n;
            *n = sum;
        }
        self
    }

    /// The sum of all days before one.
    fn before(&self, day: i32) -> u64 {
        let at = self.days.partition_point(|d| d.0 < day);
        at.checked_sub(1)
            .and_then(|i| self.days.get(i))
            .map_or(0, |d| d.1)
    }

    fn first(&self) -> Option<i32> {
        self.days.first().map(|d| d.0)
    }
}

/// The search, by day. A row counts from the last day on which it may have been recovered.
pub(super) struct Search {
    items: Sums,
    calibres: HashMap<String, Sums>,
    incidents: Sums,
}

impl Search {
    pub(super) fn of(facts: &Facts, examined: &[&Row]) -> Self {
        let mut items = Sums::default();
        let mut by_answer: HashMap<u32, Sums> = HashMap::new();
        let mut seen = HashMap::new();
        for row in examined {
            let Some(day) = row.recovered.map(|s| s.to.0) else {
                continue;
            };
            items.days.push((day, u64::from(row.quantity)));
            let sums = by_answer.entry(row.answer).or_default();
            sums.days.push((day, u64::from(row.quantity)));
            if row.incident != NONE {
                let first = seen.entry(row.incident).or_insert(day);
                *first = day.min(*first);
            }
        }
        let mut calibres: HashMap<String, Sums> = HashMap::new();
        for (answer, sums) in by_answer {
            let Some(calibre) = facts.answers.get(answer as usize).and_then(|a| a.calibre.clone()) else {
                continue;
            };
            calibres.entry(calibre).or_default().days.extend(sums.days);
        }
        Self {
            items: items.close(),
            calibres: calibres.into_iter().map(|(c, s)| (c, s.close())).collect(),
            incidents: Sums {
                days: seen.into_values().map(|d| (d, 1)).collect(),
            }
            .close(),
        }
    }

    /// What had been examined before a day.
    pub(super) fn before(&self, day: Day, calibre: Option<&str>) -> Effort {
        let same = calibre
            .and_then(|c| self.calibres.get(c))
            .map_or(0, |s| s.before(day.0));
        Effort {
            items: self.items.before(day.0),
            same_calibre: same,
            incidents: self.incidents.before(day.0),
            days: self.items.first().map_or(0, |f| (day.0 - f).max(0)),
            could_be_missed: missed_share(same),
        }
    }

    /// When it began.
    pub(super) fn began(&self) -> Option<Day> {
        self.items.first().map(Day)
    }
}

/// Items by day for one part of the rows, such as a region.
pub(super) struct PartOfSearch(Sums);

impl PartOfSearch {
    pub(super) fn of(rows: &[&Row]) -> Self {
        let dated = rows
            .iter()
            .filter_map(|r| Some((r.recovered?.to.0, u64::from(r.quantity))));
        Self(
            Sums {
                days: dated.collect(),
            }
            .close(),
        )
    }

    pub(super) fn before(&self, day: Day) -> u64 {
        self.0.before(day.0)
    }

    /// Items from one day to another, both included.
    pub(super) fn within(&self, from: Day, to: Day) -> u64 {
        self.0.before(to.0 + 1).saturating_sub(self.0.before(from.0))
    }

    pub(super) fn first(&self) -> Option<Day> {
        self.0.first().map(Day)
    }
}

/// Distinct values of one field.
pub(super) fn distinct(rows: &[&Row], field: impl Fn(&Row) -> u32) -> u64 {
    let set: HashSet<u32> = rows.iter().map(|r| field(r)).filter(|v| *v != NONE).collect();
    set.len() as u64
}
