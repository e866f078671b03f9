//! Identifications, as the store keeps them. Who identifies is the caller's: plugins live elsewhere.

use std::rc::Rc;

use headstamp_core::date::{Day, Span};
use headstamp_core::identification::{Levels, Sample, Years};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Error;
use crate::observation::Observation;
use crate::rows::Problem;

/// Identifies rows. Rows of equal marking should be given the same [`Answer`]: it is stored once.
pub trait Identify {
    /// What identifications are made with (program, tables, plugins with hashes), as JSON.
    ///
    /// # Errors
    /// When it cannot be said.
    fn versions(&mut self) -> Result<String, Error>;

    /// The id of a state from its name or id.
    fn country(&mut self, text: &str) -> Option<String>;

    /// One answer for each observation, in order.
    ///
    /// # Errors
    /// When nothing can be identified at all.
    fn identify(&mut self, batch: &[Observation]) -> Result<Vec<Identified>, Error>;
}

/// What is said of one row.
#[derive(Clone, Debug, Default)]
pub struct Identified {
    /// The answer; none when the marks cannot be used.
    pub answer: Option<Rc<Answer>>,
    /// Diversion events it may be compared with, held against its day and place.
    pub events: Vec<EventRef>,
    /// What is wrong with the row.
    pub problems: Vec<Problem>,
    /// A calibre was recorded that the tables do not know.
    pub unknown_calibre: bool,
}

/// A diversion event a row may be compared with: a lead, never proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRef {
    /// Event id.
    pub id: String,
    /// `same-lot`, `same-sample`, `same-producer-and-period`, `same-type` or `seen-with`.
    pub relation: String,
    /// `lead`, `weak` or `ruled-out`.
    pub strength: String,
}

/// An identification without what belongs to one row only, and what analyses ask of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Id in the collection; 0 for one that is not stored yet.
    pub id: i64,
    /// The lean identification.
    pub json: String,
    /// `identified`, `ambiguous`, `unknown` or `unreadable`.
    pub status: String,
    /// The sample key.
    pub sample: String,
    /// Calibre id.
    pub calibre: Option<String>,
    /// Producer id, when one stands clear.
    pub producer: Option<String>,
    /// Its name.
    pub producer_name: Option<String>,
    /// Country of today of the producer.
    pub country: Option<String>,
    /// State of production, when one stands clear.
    pub state: Option<String>,
    /// Gregorian year, when one stands clear.
    pub year: Option<i32>,
    /// When it was made: every span with at least 5 %, from the first day to the last.
    pub made: Option<Span>,
    /// Probability of the producer.
    pub probability: Option<f64>,
    /// `documented`, `general` or `doubtful`.
    pub basis: Option<String>,
    /// Probability that the producer is none of the candidates.
    pub unknown_probability: f64,
}

/// The fields of a lean identification that are read.
#[derive(Deserialize)]
struct Lean {
    status: String,
    sample: Sample,
    levels: Levels,
    #[serde(default)]
    states: Vec<State>,
    #[serde(default)]
    candidates: Vec<Candidate>,
    unknown_probability: f64,
}

#[derive(Deserialize)]
struct State {
    id: String,
}

#[derive(Deserialize)]
struct Candidate {
    producer: Producer,
    #[serde(default)]
    years: Vec<Years>,
    probability: f64,
    basis: String,
}

#[derive(Deserialize)]
struct Producer {
    id: String,
    name: String,
    country: String,
}

/// A span of production less probable than this does not widen the interval.
const LEAST: f64 = 0.05;

impl Answer {
    /// Reads a lean identification.
    ///
    /// # Errors
    /// When the text is none.
    pub fn read(json: String) -> Result<Self, Error> {
        let lean: Lean = serde_json::from_str(&json)?;
        let best = lean.candidates.first().filter(|_| lean.status == "identified");
        let state = lean.states.first().filter(|_| lean.levels.state == "identified");
        Ok(Self {
            id: 0,
            made: made(&lean.candidates),
            status: lean.status.clone(),
            sample: lean.sample.key,
            calibre: lean.sample.calibre,
            producer: best.map(|c| c.producer.id.clone()),
            producer_name: best.map(|c| c.producer.name.clone()),
            country: best.map(|c| c.producer.country.clone()),
            state: state.map(|s| s.id.clone()),
            year: lean.sample.year,
            probability: best.map(|c| c.probability),
            basis: best.map(|c| c.basis.clone()),
            unknown_probability: lean.unknown_probability,
            json,
        })
    }
}

impl Answer {
    /// Lot numbers read from the marks.
    pub(crate) fn lots(&self) -> Result<Vec<String>, Error> {
        Ok(self.lots_and_calibres()?.0)
    }

    /// Lot numbers and calibres read from the marks.
    pub(crate) fn lots_and_calibres(&self) -> Result<(Vec<String>, Vec<String>), Error> {
        let json: Value = serde_json::from_str(&self.json)?;
        let list = |v: &Value, name: &str| v.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let text = |v: &Value, name: &str| v.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut lots: Vec<String> = list(&json, "decoded")
            .iter()
            .filter(|d| text(d, "field") == "lot")
            .map(|d| text(d, "value"))
            .collect();
        let best = list(&json, "candidates").into_iter().next().unwrap_or_default();
        let readings = list(&best, "readings");
        let with = |role: &str| -> Vec<String> {
            let of = readings.iter().filter(|r| text(r, "role") == role);
            of.map(|r| text(r, "as")).filter(|t| !t.is_empty()).collect()
        };
        lots.extend(with("lot"));
        lots.retain(|l| !l.is_empty());
        lots.sort();
        lots.dedup();
        Ok((lots, with("calibre")))
    }
}

fn made(candidates: &[Candidate]) -> Option<Span> {
    let spans = candidates.iter().flat_map(|c| {
        let likely = c.years.iter().filter(|y| c.probability * y.probability >= LEAST);
        likely.filter_map(|y| {
            Some(Span {
                from: Day::parse_span(&y.from)?.from,
                to: Day::parse_span(&y.to)?.to,
            })
        })
    });
    spans.reduce(|a, b| Span {
        from: a.from.min(b.from),
        to: a.to.max(b.to),
    })
}
