//! What was answered wrongly, one line each, for whoever improves the rules.

use std::fmt::Write as _;

use crate::case::{Case, Set};
use crate::noise::Kind;
use crate::query::{About, Query};
use crate::run::{Record, Run, status};

/// Which misses to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Real cases that are not right.
    Real,
    /// Clean examples that are not right.
    Clean,
    /// One fault of this kind.
    Kind(Kind),
    /// Two faults.
    Pairs,
    /// Marks of nobody that were identified.
    Nobody,
    /// Everything that was identified as somebody else's.
    False,
}

impl Which {
    /// From the word of the command line.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "real" => Self::Real,
            "clean" => Self::Clean,
            "pairs" => Self::Pairs,
            "nobody" => Self::Nobody,
            "false" => Self::False,
            other => Self::Kind(Kind::named(other)?),
        })
    }

    /// A question belongs to it.
    #[must_use]
    pub fn asks(self, query: &Query, cases: &[Case]) -> bool {
        let About::Case(case) = query.about else {
            return matches!(self, Self::Nobody | Self::False);
        };
        let set = cases.get(case).map(|c| c.set);
        match (self, query.kinds.as_slice()) {
            (Self::False, _) | (Self::Pairs, [_, _]) => true,
            (Self::Real, []) => set == Some(Set::Real),
            (Self::Clean, []) => set == Some(Set::Example),
            (Self::Kind(k), [one]) => *one == k,
            _ => false,
        }
    }
}

/// The lines.
#[must_use]
pub fn misses(run: &Run, which: Which) -> String {
    let mut out = String::new();
    for record in &run.records {
        if let Some(line) = miss(run, which, record) {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

fn miss(run: &Run, which: Which, record: &Record) -> Option<String> {
    let q = &record.query;
    let said: Vec<String> = record
        .answer
        .listed
        .iter()
        .take(3)
        .map(|(p, share)| format!("{} {share:.2}", run.world.producer_id(*p)))
        .collect();
    let asked = format!("“{}” {}", q.text, q.calibre.as_deref().unwrap_or("-"));
    let said = format!(
        "{} [{}] of {}",
        status(record.answer.status),
        said.join(", "),
        record.answer.listed.len()
    );
    let i = match q.about {
        About::Stranger(i) => {
            let s = run.strangers.get(i)?;
            let wrong = said.starts_with("identified");
            let wanted = matches!(which, Which::Nobody | Which::False);
            return (wrong && wanted)
                .then(|| format!("nobody {:?} {:?}: {asked}: {said}", s.how, s.shape).to_lowercase());
        }
        About::Case(i) => i,
    };
    let case = run.cases.get(i)?;
    let score = record.score.as_ref()?;
    let set = if case.set == Set::Real { "real" } else { "example" };
    let wrong = match (which, q.kinds.as_slice()) {
        (Which::False, _) => score.false_identification,
        (Which::Real, []) => case.set == Set::Real && !right(score),
        (Which::Clean, []) => case.set == Set::Example && !right(score),
        (Which::Kind(Kind::MissingProducer), [Kind::MissingProducer]) => score.false_identification,
        (Which::Kind(k), [one]) if *one == k => !score.listed || !(score.first || case.shared),
        (Which::Pairs, [_, _]) => !score.listed,
        _ => false,
    };
    if !wrong {
        return None;
    }
    let kinds: Vec<&str> = q.kinds.iter().map(|k| k.name()).collect();
    let mut notes = String::new();
    for (yes, note) in [
        (score.false_identification, "FALSE"),
        (!score.listed, "not listed"),
        (q.taken, "now another's mark"),
        (case.shared, "shared"),
        (case.signs < 3, "short"),
        (score.exact_set == Some(false), "set differs"),
        (score.exact_states == Some(false), "states differ"),
    ] {
        if yes {
            let _ = write!(notes, " [{note}]");
        }
    }
    let truth = run.world.producer_id(case.producer);
    let was = case.sheet.text();
    Some(format!(
        "{set} {}: {asked} (was “{was}”): true {truth}; {said}{notes}",
        kinds.join("+")
    ))
}

/// Right, by the measure that fits the mark: first, or for marks of several the exact set and states.
#[must_use]
pub fn right(score: &crate::judge::Score) -> bool {
    match (score.exact_set, score.exact_states) {
        (Some(set), Some(states)) => set && states,
        _ => score.first,
    }
}
