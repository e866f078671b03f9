//! What was claimed against what was right.

use serde::Serialize;

use crate::chance::group;
use crate::query::About;
use crate::run::{Record, Run};
use crate::share::Share;

/// How the questions are mixed for the calibration, in hundredths: clean, one fault, two faults, marks of nobody. It is
/// a choice and not a measurement: nobody has counted how often a case in the field is worn or its producer not in any
/// table. The groups are therefore given apart as well.
pub const MIXTURE: [(&str, f64); 4] = [
    ("clean", 40.0),
    ("one fault", 30.0),
    ("two faults", 10.0),
    ("marks of nobody", 20.0),
];

/// Claims between two bounds.
#[derive(Clone, Debug, Serialize)]
pub struct Bin {
    /// From this probability, up to a tenth more.
    pub from: f64,
    /// Mean claim.
    pub claimed: f64,
    /// Share that was right, in the mixture.
    pub right: f64,
    /// Share of the whole mixture.
    pub weight: f64,
    /// The answers behind it, each counted once.
    pub answers: Share,
}

/// A calibration table.
#[derive(Clone, Debug, Serialize)]
pub struct Calibration {
    /// Ten bins.
    pub bins: Vec<Bin>,
    /// Expected calibration error.
    pub error: f64,
    /// Claims counted.
    pub n: usize,
}

/// Of all producers, of those on which weights may be fitted, of those held out, and of each part of the mixture.
#[derive(Clone, Debug, Serialize)]
pub struct Calibrations {
    /// All.
    pub all: Calibration,
    /// The half of the producers on which weights may be fitted.
    pub fitted: Calibration,
    /// The other half.
    pub held_out: Calibration,
    /// Each part of the mixture alone.
    pub parts: Vec<(&'static str, Calibration)>,
}

/// Counts them.
#[must_use]
pub fn calibrations(run: &Run) -> Calibrations {
    let part = |wanted: usize| run.records.iter().filter(move |r| of(r) == wanted);
    Calibrations {
        all: calibrate(run.records.iter()),
        fitted: calibrate(run.records.iter().filter(|r| half(run, r) == 0)),
        held_out: calibrate(run.records.iter().filter(|r| half(run, r) == 1)),
        parts: MIXTURE
            .iter()
            .enumerate()
            .map(|(i, (name, _))| (*name, calibrate(part(i))))
            .collect(),
    }
}

/// The part of the mixture a question belongs to.
fn of(record: &Record) -> usize {
    match record.query.about {
        About::Stranger(_) => 3,
        About::Case(_) => record.query.kinds.len().min(2),
    }
}

/// Producers are divided by a number made of their id, marks of nobody by one made of the marking.
fn half(run: &Run, record: &Record) -> usize {
    match record.query.about {
        About::Case(i) => run.cases.get(i).map_or(0, |c| c.half),
        About::Stranger(_) => group(&record.query.text, 2),
    }
}

fn calibrate<'r>(records: impl Iterator<Item = &'r Record>) -> Calibration {
    let records: Vec<&Record> = records.collect();
    let mut counts = [0usize; MIXTURE.len()];
    for r in &records {
        counts[of(r)] += 1;
    }
    let mut bins: Vec<Bin> = (0..10)
        .map(|i| Bin {
            from: f64::from(i) / 10.0,
            claimed: 0.0,
            right: 0.0,
            weight: 0.0,
            answers: Share::default(),
        })
        .collect();
    let mut n = 0;
    for r in records {
        let Some((claimed, right)) = r.claim else { continue };
        let part = of(r);
        let weight = MIXTURE[part].1 / counts[part].max(1) as f64;
        let Some(bin) = bins.iter_mut().rev().find(|b| claimed >= b.from) else {
            continue;
        };
        bin.claimed += weight * claimed;
        bin.right += weight * f64::from(u8::from(right));
        bin.weight += weight;
        bin.answers.n += 1;
        bin.answers.hits += usize::from(right);
        n += 1;
    }
    let whole: f64 = bins.iter().map(|b| b.weight).sum();
    let error = bins.iter().map(|b| (b.claimed - b.right).abs()).sum::<f64>() / whole.max(f64::MIN_POSITIVE);
    for b in &mut bins {
        let w = b.weight.max(f64::MIN_POSITIVE);
        (b.claimed, b.right) = (b.claimed / w, b.right / w);
        b.weight /= whole.max(f64::MIN_POSITIVE);
    }
    Calibration { bins, error, n }
}
