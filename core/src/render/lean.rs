//! A row of a batch: what a table of casings needs, without the sentences. Its fields are those of
//! `headstamp/identification/1`, and `further`, what was not listed. A short row leaves out verdicts that say what its
//! `status` says.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use smallvec::SmallVec;

use super::readings::then;
use super::{Detail, Writer};
use crate::date::Day;
use crate::identification::{Decoded, Flag, Sample, round};
use crate::identify::{Identifier, Inference, Level};
use crate::observation::{Clue, Observation};

/// Candidates less probable than this are counted in a short row, not listed; the first always is.
const LEAST_LISTED: f64 = 0.03;

/// The lean part of an identification.
#[derive(Serialize)]
struct Row<'a> {
    status: &'static str,
    sample: Sample,
    #[serde(skip_serializing_if = "Verdicts::is_empty")]
    levels: Verdicts,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    states: Vec<State<'a>>,
    candidates: Vec<Candidate<'a>>,
    /// Candidates that are hardly probable.
    #[serde(skip_serializing_if = "Option::is_none")]
    further: Option<Further>,
    unknown_probability: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decoded: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    flags: Vec<Flag>,
}

/// Verdicts per aspect.
#[derive(Serialize)]
struct Verdicts {
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    producer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calibre: Option<&'static str>,
}

impl Verdicts {
    fn is_empty(&self) -> bool {
        [self.state, self.producer, self.year, self.calibre]
            .iter()
            .all(Option::is_none)
    }
}

/// How many candidates are not listed, and what they come to together.
#[derive(Serialize)]
struct Further {
    candidates: usize,
    probability: f64,
}

#[derive(Serialize)]
struct State<'a> {
    id: &'a str,
    probability: f64,
}

#[derive(Serialize)]
struct Candidate<'a> {
    producer: Producer<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    years: Vec<Years>,
    probability: f64,
    basis: &'static str,
    readings: Vec<Reading<'a>>,
}

#[derive(Serialize)]
struct Producer<'a> {
    id: &'a str,
    name: &'a str,
    country: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
}

#[derive(Serialize)]
struct Years {
    #[serde(serialize_with = "day")]
    from: Day,
    #[serde(serialize_with = "day")]
    to: Day,
    probability: f64,
}

fn day<S: Serializer>(day: &Day, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(day)
}

#[derive(Serialize)]
struct Reading<'a> {
    mark: &'a str,
    role: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    r#as: Cow<'a, str>,
}

#[derive(Serialize)]
struct Part {
    field: String,
    value: String,
    marks: Vec<usize>,
    by: String,
}

impl From<Decoded> for Part {
    fn from(d: Decoded) -> Self {
        Self {
            field: d.field,
            value: d.value,
            marks: d.marks,
            by: d.by,
        }
    }
}

impl Identifier<'_> {
    /// The lean row of an observation as JSON, without events. In a `short` one, as a batch has it, candidates that are
    /// hardly probable are counted and not listed, and verdicts that say what the status says are left out.
    #[must_use]
    pub fn lean(
        &self,
        observation: &Observation,
        clues: &[Clue],
        inference: &Inference,
        lang: &str,
        short: bool,
    ) -> String {
        let writer = Writer {
            id: self,
            tables: self.tables(),
            observation,
            clues,
            inference,
            detail: Detail {
                lang,
                evidence: false,
            },
        };
        let mut room = self.rooms.take();
        room.text.clear();
        // There is nothing in it that JSON cannot say.
        let _ = serde_json::to_writer(&mut room.text, &writer.lean(short));
        let out = String::from_utf8_lossy(&room.text).into_owned();
        self.rooms.give_back(room);
        out
    }
}

impl Writer<'_, '_> {
    fn lean(&self, short: bool) -> Row<'_> {
        let inference = self.inference;
        let probabilities = || inference.candidates.iter().map(|c| round(c.probability));
        let named: f64 = probabilities().sum();
        let listed = if short {
            probabilities().filter(|p| *p >= LEAST_LISTED).count().max(1)
        } else {
            usize::MAX
        };
        let (states, candidates) = (&inference.states, &inference.candidates);
        Row {
            status: inference.status.name(),
            sample: self.sample(),
            levels: self.verdicts(short),
            states: states
                .iter()
                .filter(|(_, p)| *p >= 0.001)
                .map(|(s, p)| State {
                    id: self.state_id(*s),
                    probability: round(*p),
                })
                .collect(),
            candidates: candidates
                .iter()
                .take(listed)
                .map(|c| self.lean_candidate(c))
                .collect(),
            further: (candidates.len() > listed).then(|| Further {
                candidates: candidates.len() - listed,
                probability: round(probabilities().skip(listed).sum()),
            }),
            unknown_probability: round(1.0 - named),
            decoded: self.decoded().into_iter().map(Part::from).collect(),
            flags: self.flags(),
        }
    }

    /// In a short row only those that are not what one would take them for: the status, and a calibre that was recorded.
    fn verdicts(&self, short: bool) -> Verdicts {
        let (levels, status) = (self.inference.levels, self.inference.status.name());
        let unless = |level: Level, usual: &str| Some(level.name()).filter(|l| !short || *l != usual);
        Verdicts {
            state: unless(levels.state, status),
            producer: unless(levels.producer, status),
            year: unless(levels.year, status),
            calibre: unless(levels.calibre, Level::Recorded.name()),
        }
    }

    fn lean_candidate<'a>(&'a self, c: &'a crate::identify::Candidate) -> Candidate<'a> {
        let a = self.assignment(c);
        let mut readings: SmallVec<[(usize, Reading<'_>); 6]> = SmallVec::new();
        if let Some(row) = self.id.row(a.row) {
            self.read(a, c, row, &mut |t, role, text| {
                let mark = &*self.token(a, t).shown;
                readings.push((
                    t,
                    Reading {
                        mark,
                        role,
                        r#as: text,
                    },
                ));
            });
        }
        readings.sort_by_key(|(t, _)| *t);
        let producer = self.id.producer(c.producer);
        let country = producer.map_or("", |p| self.state_id(p.country.to_native()));
        Candidate {
            producer: Producer {
                id: producer.map_or("", |p| p.id.as_str()),
                name: producer.map_or("", |p| p.name.as_str()),
                country,
                state: then(c).map(|s| self.state_id(s)).filter(|s| *s != country),
            },
            years: c
                .years
                .iter()
                .map(|y| Years {
                    from: y.span.from,
                    to: y.span.to,
                    probability: round(y.probability),
                })
                .collect(),
            probability: round(c.probability),
            basis: c.basis.name(),
            readings: readings.into_iter().map(|(_, r)| r).collect(),
        }
    }
}
