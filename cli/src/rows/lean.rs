//! A row of a batch: what a table of casings needs, without the sentences. Its fields are those of
//! `headstamp/identification/1`.

use headstamp_core::identification::{Flag, Identification, Levels, Sample, Years, round};
use serde::Serialize;

/// The lean part of an identification.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    status: &'a str,
    sample: &'a Sample,
    #[serde(skip_serializing_if = "Verdicts::is_empty")]
    levels: Verdicts<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    states: Vec<State<'a>>,
    candidates: Vec<Candidate<'a>>,
    /// Candidates that are hardly probable.
    #[serde(skip_serializing_if = "Option::is_none")]
    further: Option<Further>,
    unknown_probability: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decoded: Vec<Decoded<'a>>,
    #[serde(skip_serializing_if = "<[Flag]>::is_empty")]
    flags: &'a [Flag],
}

/// Candidates less probable than this are counted in a row of a batch, not listed; the first always is.
const LEAST_LISTED: f64 = 0.03;

/// Verdicts per aspect.
#[derive(Serialize)]
struct Verdicts<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    producer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calibre: Option<&'a str>,
}

impl<'a> Verdicts<'a> {
    fn of(l: &'a Levels) -> Self {
        Self {
            state: Some(&l.state),
            producer: Some(&l.producer),
            year: Some(&l.year),
            calibre: Some(&l.calibre),
        }
    }

    /// Those that are not what one would take them for: the status, and a calibre that was recorded.
    fn other_than(l: &'a Levels, status: &str) -> Self {
        let other = |level: &'a str, usual: &str| Some(level).filter(|l| *l != usual);
        Self {
            state: other(&l.state, status),
            producer: other(&l.producer, status),
            year: other(&l.year, status),
            calibre: other(&l.calibre, "recorded"),
        }
    }

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
    #[serde(skip_serializing_if = "<[Years]>::is_empty")]
    years: &'a [Years],
    probability: f64,
    basis: &'a str,
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
struct Reading<'a> {
    mark: &'a str,
    role: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    r#as: &'a str,
}

#[derive(Serialize)]
struct Decoded<'a> {
    field: &'a str,
    value: &'a str,
    marks: &'a [usize],
    by: &'a str,
}

impl<'a> Row<'a> {
    pub(crate) fn of(a: &'a Identification) -> Self {
        let candidate = |c: &'a headstamp_core::identification::Candidate| Candidate {
            producer: Producer {
                id: &c.producer.id,
                name: &c.producer.name,
                country: &c.producer.country,
                state: c.producer.state.as_deref(),
            },
            years: &c.years,
            probability: c.probability,
            basis: &c.basis,
            readings: c
                .readings
                .iter()
                .map(|r| Reading {
                    mark: &r.mark,
                    role: &r.role,
                    r#as: &r.r#as,
                })
                .collect(),
        };
        Self {
            status: &a.status,
            sample: &a.sample,
            levels: Verdicts::of(&a.levels),
            further: None,
            states: a
                .states
                .iter()
                .map(|s| State {
                    id: &s.id,
                    probability: s.probability,
                })
                .collect(),
            candidates: a.candidates.iter().map(candidate).collect(),
            unknown_probability: a.unknown_probability,
            decoded: a
                .decoded
                .iter()
                .map(|d| Decoded {
                    field: &d.field,
                    value: &d.value,
                    marks: &d.marks,
                    by: &d.by,
                })
                .collect(),
            flags: &a.flags,
        }
    }

    /// As a row of a batch has it.
    pub(crate) fn short(a: &'a Identification) -> Self {
        let mut row = Self::of(a);
        row.levels = Verdicts::other_than(&a.levels, &a.status);
        let listed = |c: &Candidate<'_>| c.probability >= LEAST_LISTED;
        let kept = row.candidates.iter().filter(|c| listed(c)).count().max(1);
        let left = row.candidates.get(kept..).unwrap_or_default();
        if !left.is_empty() {
            row.further = Some(Further {
                candidates: left.len(),
                probability: round(left.iter().map(|c| c.probability).sum()),
            });
            row.candidates.truncate(kept);
        }
        row
    }
}
