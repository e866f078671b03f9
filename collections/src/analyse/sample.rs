//! A sample with what its answers agree on, and grouping of rows by sample.

use std::collections::HashSet;
use std::rc::Rc;

use serde::Serialize;

use super::facts::{Facts, NONE, Row};
use super::said::{Interval, Rows};
use super::unit::occasion;
use crate::answer::Answer;

/// A sample: the key made of the marks as read, and what is said of it. Items of one sample may have several answers
/// (one record gave positions, another a day of recovery): what they agree on is given, what they differ on is not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SampleInfo {
    /// The key: calibre, producer mark and year mark as read.
    pub key: String,
    /// Calibre id.
    pub calibre: Option<String>,
    /// Producer id.
    pub producer: Option<String>,
    /// Its name.
    pub producer_name: Option<String>,
    /// Country of today.
    pub country: Option<String>,
    /// State at the time.
    pub state: Option<String>,
    /// Gregorian year.
    pub year: Option<i32>,
    /// When it was made, over all answers.
    pub made: Option<Interval>,
    /// `identified`, `ambiguous`, `unknown` or `unreadable`.
    pub status: String,
    /// `documented`, `general` or `doubtful`: the weakest.
    pub basis: Option<String>,
    /// Probability of the producer: the lowest.
    pub probability: Option<f64>,
    /// No part of the key is unreadable.
    pub clear: bool,
}

impl SampleInfo {
    /// Calibre, producer mark and year mark of the key.
    #[must_use]
    pub fn parts(&self) -> (&str, &str, &str) {
        let mut parts = self.key.splitn(2, '|');
        let calibre = parts.next().unwrap_or_default();
        let rest = parts.next().unwrap_or_default();
        let (producer, year) = rest.rsplit_once('|').unwrap_or((rest, "-"));
        (calibre, producer, year)
    }

    /// The calibre of the key when it was recorded in words that the tables do not know.
    pub(super) fn unknown_calibre(&self) -> Option<&str> {
        let (calibre, ..) = self.parts();
        (self.calibre.is_none() && calibre != "-" && calibre != "?").then_some(calibre)
    }

    /// The key names a calibre, and a producer mark: less would put different things under one sample.
    pub(super) fn specific(&self) -> bool {
        let (calibre, producer, year) = self.parts();
        self.clear && calibre != "-" && producer != "-" && year != "-"
    }

    /// The time of production stands, whoever made it.
    pub(super) fn dated(&self) -> bool {
        self.status == "identified" || self.year.is_some()
    }

    /// The decade of production, when it is one.
    pub(super) fn decade(&self) -> Option<i32> {
        let decade = |year: i32| year.div_euclid(10) * 10;
        self.year.map(decade).or_else(|| {
            let made = self.made?;
            let (a, b) = (decade(made.from.0.year()), decade(made.to.0.year()));
            (a == b && self.status != "unknown" && self.status != "unreadable").then_some(a)
        })
    }
}

/// The sample of a key, from all answers that have it.
pub(super) fn over(answers: &[Rc<Answer>]) -> SampleInfo {
    let one = |field: fn(&Answer) -> Option<&str>| {
        let mut values: Vec<&str> = answers.iter().filter_map(|a| field(a)).collect();
        values.sort_unstable();
        values.dedup();
        match values.as_slice() {
            [one] => Ok(Some((*one).to_owned())),
            [] => Ok(None),
            _ => Err(()),
        }
    };
    let producer = one(|a| a.producer.as_deref());
    let best = answers
        .iter()
        .filter(|a| a.producer.is_some() && producer.is_ok())
        .min_by_key(|a| rank(&BASIS, a.basis.as_deref().unwrap_or_default()));
    let status = match &producer {
        Ok(Some(_)) => "identified".to_owned(),
        Err(()) => "ambiguous".to_owned(),
        Ok(None) => answers
            .iter()
            .map(|a| a.status.clone())
            .max_by_key(|s| rank(&STATUS, s))
            .unwrap_or_default(),
    };
    let mut years: Vec<i32> = answers.iter().filter_map(|a| a.year).collect();
    years.sort_unstable();
    years.dedup();
    let key = answers.first().map(|a| a.sample.clone()).unwrap_or_default();
    let lowest = |a: f64, b: f64| a.min(b);
    SampleInfo {
        clear: !key.contains('?'),
        key,
        calibre: one(|a| a.calibre.as_deref()).unwrap_or_default(),
        producer: producer.unwrap_or_default(),
        producer_name: best.and_then(|a| a.producer_name.clone()),
        country: best.and_then(|a| a.country.clone()),
        state: one(|a| a.state.as_deref()).unwrap_or_default(),
        year: match years.as_slice() {
            [year] => Some(*year),
            _ => None,
        },
        made: answers
            .iter()
            .filter_map(|a| a.made.map(Interval::from))
            .reduce(Interval::hull),
        status,
        basis: best.and_then(|a| a.basis.clone()),
        probability: best
            .is_some()
            .then(|| answers.iter().filter_map(|a| a.probability).reduce(lowest))
            .flatten(),
    }
}

/// Answers in the order of how much they say.
const STATUS: [&str; 4] = ["unreadable", "unknown", "ambiguous", "identified"];
const BASIS: [&str; 3] = ["doubtful", "general", "documented"];

fn rank(list: &[&str], word: &str) -> usize {
    list.iter().position(|w| *w == word).unwrap_or(0)
}

impl Facts {
    /// Rows by sample.
    pub(super) fn by_sample<'f>(&self, rows: &[&'f Row]) -> Vec<Vec<&'f Row>> {
        let mut out: Vec<Vec<&Row>> = vec![Vec::new(); self.samples.len()];
        for row in rows {
            if let Some(list) = self.sample_of(row).and_then(|s| out.get_mut(s as usize)) {
                list.push(row);
            }
        }
        out
    }
}

/// The rows behind a figure.
pub(super) fn rows_of(rows: &[&Row], most: usize) -> Rows {
    let mut out = Rows::default();
    for row in rows {
        out.add(row.id, row.quantity, most);
    }
    out
}

/// Distinct recorded incidents.
pub(super) fn incidents(rows: &[&Row]) -> u64 {
    let set: HashSet<u32> = rows.iter().map(|r| r.incident).filter(|i| *i != NONE).collect();
    set.len() as u64
}

/// Distinct recoveries: incidents, and where none was recorded the day with its place.
pub(super) fn recoveries(rows: &[&Row]) -> u64 {
    let set: HashSet<(u32, i32)> = rows.iter().map(|r| occasion(r)).collect();
    set.len() as u64
}
