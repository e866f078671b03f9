//! From the weighing to the answer: sentences, sources, sample key, and what would settle it.
//!
//! - this file: the answer as a whole. `lean`: a row of a batch. `readings`: candidates and what each part was read as.
//! - `evidence`: why, and what speaks against it. `decoded`: what the parts are that are neither producer nor year.
//! - `settle`: what a person could go and look at. `cite`: sources.

mod cite;
mod decoded;
mod evidence;
mod lean;
mod readings;
mod settle;

pub use cite::{bounds, cite, source};

use crate::date::Span;
use crate::identification::{
    Candidate, Coverage, Flag, Identification, Input, Levels, Producer, SCHEMA, Sample, StateShare, Years,
    round,
};
use crate::identify::{Identifier, Inference, Level, Status, YearShare};
use crate::notation::Note;
use crate::observation::{Clue, Observation};
use crate::sample;
use crate::tables::Tables;
use crate::tables::model::ArchivedMarkRow;
use std::collections::BTreeMap;

impl Status {
    /// Name in the answer.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
            Self::Unreadable => "unreadable",
        }
    }
}

impl Level {
    /// Name in the answer.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
            Self::Recorded => "recorded",
            Self::Read => "read",
        }
    }
}

/// How much of the answer is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Detail<'a> {
    /// Language of the sentences.
    pub lang: &'a str,
    /// Sentences and sources too.
    pub evidence: bool,
}

impl Identifier<'_> {
    /// The answer to an observation.
    #[must_use]
    pub fn answer(
        &self,
        observation: &Observation,
        clues: &[Clue],
        inference: &Inference,
        detail: Detail<'_>,
    ) -> Identification {
        Writer {
            id: self,
            tables: self.tables(),
            observation,
            clues,
            inference,
            detail,
        }
        .answer()
    }
}

/// Fills `{name}` of a sentence.
#[must_use]
pub fn fill(text: &str, args: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..open + close];
        match args.get(name) {
            Some(value) => out.push_str(value),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

struct Writer<'a, 't> {
    id: &'a Identifier<'t>,
    tables: Tables<'t>,
    observation: &'a Observation,
    clues: &'a [Clue],
    inference: &'a Inference,
    detail: Detail<'a>,
}

type Args = BTreeMap<String, String>;

fn args<const N: usize>(list: [(&str, String); N]) -> Args {
    list.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

impl<'t> Writer<'_, 't> {
    fn answer(&self) -> Identification {
        let inference = self.inference;
        let candidates: Vec<Candidate> = inference.candidates.iter().map(|c| self.candidate(c)).collect();
        let named: f64 = candidates.iter().map(|c| c.probability).sum();
        let mut answer = Identification {
            schema: SCHEMA.to_owned(),
            r#type: "identification".to_owned(),
            id: self.observation.id.clone(),
            input: self.input(),
            status: inference.status.name().to_owned(),
            sample: self.sample(),
            levels: self.levels(),
            states: inference
                .states
                .iter()
                .filter(|(_, p)| *p >= 0.001)
                .map(|(s, p)| StateShare {
                    id: self.state_id(*s).to_owned(),
                    name: self.state_name(*s),
                    probability: round(*p),
                })
                .collect(),
            years: inference
                .years
                .iter()
                .filter(|y| y.probability >= 0.001)
                .map(years)
                .collect(),
            unknown_probability: round(1.0 - named),
            candidates,
            decoded: self.decoded(),
            flags: self.flags(),
            ..Identification::default()
        };
        if self.detail.evidence {
            answer.would_settle = self.would_settle();
            answer.coverage = self.coverage();
            answer.sources = self.cited(&answer);
        }
        answer
    }

    fn says(&self, rule: &str, args: &Args) -> String {
        self.tables
            .message(self.detail.lang, rule)
            .map_or_else(|| rule.to_owned(), |text| fill(text, args))
    }

    fn producer(&self, index: u32) -> Producer {
        let Some(p) = self.id.producer(index) else {
            return Producer::default();
        };
        Producer {
            id: p.id.to_string(),
            name: p.name.to_string(),
            place: p.place.as_ref().map(ToString::to_string),
            country: self.state_id(p.country.to_native()).to_owned(),
            ..Producer::default()
        }
    }

    fn state_id(&self, index: u16) -> &'t str {
        self.id.state(index).map_or("?", |s| s.id.as_str())
    }

    fn state_name(&self, index: u16) -> String {
        self.tables
            .state(index)
            .map_or_else(|| "?".to_owned(), |s| s.name.to_string())
    }

    /// The state in which the plant of a row stood at a time, when it was not that of today.
    fn state_of(&self, row: &ArchivedMarkRow, span: Span) -> Option<u16> {
        let then = row.state.to_native();
        let state = self.id.state(then)?;
        let begun = state.from.as_ref().map(|d| d.to_native());
        let ended = state.to.as_ref().map(|d| d.to_native());
        let lasted = begun.is_none_or(|from| from <= span.to.0) && ended.is_none_or(|end| span.from.0 <= end);
        lasted.then_some(then)
    }

    fn name_of(&self, state: &str) -> String {
        self.tables
            .state_by_id(state)
            .map_or_else(String::new, |s| s.name.to_string())
    }

    fn input(&self) -> Input {
        let o = self.observation;
        Input {
            marks: o.marking.recorded().to_owned(),
            calibre: o.calibre_text.clone(),
            item: o.item.clone(),
            recovered: o.recovered.map(|r| {
                if r.from == r.to {
                    r.from.to_string()
                } else {
                    format!("{}..{}", r.from, r.to)
                }
            }),
            country: o.country.clone(),
        }
    }

    fn levels(&self) -> Levels {
        let l = self.inference.levels;
        Levels {
            state: l.state.name().to_owned(),
            producer: l.producer.name().to_owned(),
            year: l.year.name().to_owned(),
            calibre: l.calibre.name().to_owned(),
        }
    }

    /// The recorded calibre, or the one that the marks name without leaving a choice. Which producer the marks point to
    /// has no say in it: the calibre is part of the sample key.
    fn calibre(&self) -> Option<u16> {
        self.observation.calibre.or(self.inference.stamped)
    }

    fn calibre_id(&self, index: u16) -> &'t str {
        self.id.calibre(index).map_or("", |c| c.id.as_str())
    }

    fn calibre_ids(&self, list: &[u16]) -> String {
        list.iter()
            .map(|c| self.calibre_id(*c))
            .collect::<Vec<_>>()
            .join(" or ")
    }

    fn calibre_names(&self, list: &[u16]) -> String {
        let name = |c: &u16| {
            self.tables
                .calibre(*c)
                .map_or_else(String::new, |c| c.name.to_string())
        };
        list.iter().map(name).collect::<Vec<_>>().join(" or ")
    }

    fn sample(&self) -> Sample {
        let i = self.inference;
        let producer = (i.status == Status::Identified)
            .then(|| i.candidates.first())
            .flatten();
        let year = (i.levels.year == Level::Identified)
            .then(|| i.years.first())
            .flatten()
            .map(|y| y.span.touched())
            .filter(|(a, b)| a == b)
            .map(|(a, _)| a);
        let calibre = self.calibre().map(|c| self.calibre_id(c).to_owned());
        let written = calibre.clone().or_else(|| {
            self.observation
                .calibre_text
                .as_deref()
                .map(crate::tables::key::calibre_key)
        });
        let symbol = |name: &str| self.tables.symbol(name).map(str::to_owned);
        Sample {
            key: sample::key(&self.observation.marking, written.as_deref(), &symbol),
            calibre,
            producer: producer.map(|c| self.producer(c.producer).id.clone()),
            year,
        }
    }

    fn flags(&self) -> Vec<Flag> {
        let mut out = Vec::new();
        let mut flag = |kind: &str, args: Args| {
            out.push(Flag {
                kind: kind.to_owned(),
                detail: self.says(&format!("flag-{kind}"), &args),
            });
        };
        let o = self.observation;
        if let (None, Some(text)) = (o.calibre, &o.calibre_text) {
            flag("calibre-unknown", args([("calibre", text.clone())]));
        }
        for note in o.marking.notes() {
            match note {
                Note::Controls => flag("controls", Args::new()),
                Note::Combining => flag("combining", Args::new()),
                Note::Unbalanced(_) => flag("unbalanced", Args::new()),
            }
        }
        out.dedup();
        out
    }

    fn coverage(&self) -> Option<Coverage> {
        let state = self
            .inference
            .candidates
            .first()
            .and_then(|c| self.id.producer(c.producer))
            .map(|p| p.country.to_native());
        let calibre = self.calibre();
        if state.is_none() && calibre.is_none() {
            return None;
        }
        let mut out = Coverage {
            calibre: calibre.map(|c| self.calibre_id(c).to_owned()),
            state: state.map(|s| self.state_id(s).to_owned()),
            ..Coverage::default()
        };
        let key = (state.unwrap_or(u16::MAX), calibre.unwrap_or(u16::MAX));
        let list = &self.tables.set().coverage;
        if let Ok(at) = list.binary_search_by(|c| (c.state.to_native(), c.calibre.to_native()).cmp(&key)) {
            out.all = list[at].all.to_native();
            out.documented = list[at].documented.to_native();
        }
        Some(out)
    }
}

fn years(y: &YearShare) -> Years {
    let Span { from, to } = y.span;
    Years {
        from: from.to_string(),
        to: to.to_string(),
        probability: round(y.probability),
    }
}
