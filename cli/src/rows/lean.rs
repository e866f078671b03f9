//! A row of a batch: what a table of casings needs, without the sentences. Its fields are those of
//! `headstamp/identification/1`.

use headstamp_core::identification::{Flag, Identification, Levels, Sample, Years};
use serde::Serialize;

/// The lean part of an identification.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    status: &'a str,
    sample: &'a Sample,
    levels: &'a Levels,
    states: Vec<State<'a>>,
    candidates: Vec<Candidate<'a>>,
    unknown_probability: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decoded: Vec<Decoded<'a>>,
    #[serde(skip_serializing_if = "<[Flag]>::is_empty")]
    flags: &'a [Flag],
}

#[derive(Serialize)]
struct State<'a> {
    id: &'a str,
    probability: f64,
}

#[derive(Serialize)]
struct Candidate<'a> {
    producer: Producer<'a>,
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
            levels: &a.levels,
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
}
