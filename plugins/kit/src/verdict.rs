//! What core makes of markings, one line each, for the review of many at once.

use std::fmt::Write as _;

use headstamp_core::identification::{Candidate, Identification};
use headstamp_plugin_api::wire::{Clue, Item};

use crate::{Line, weighed};

/// Candidates and years that a line names.
const NAMED: usize = 3;

/// What is less probable is left out, so that a changed weight does not show in every line.
const LEAST: f64 = 0.1;

/// The verdict on each line with the decoder's clues weighed: status, sample, the likeliest candidates with state, year
/// and what was read of each mark, then what was decoded.
#[must_use]
pub fn verdicts(plugin: &str, read: impl Fn(&Item) -> Vec<Clue>, lines: &[Line<'_>]) -> String {
    let mut out = String::new();
    for line in lines {
        let (kind, calibre, marking) = line;
        let heading: Vec<&str> = [*marking, *calibre, if *kind == "case" { "" } else { kind }]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let answer = weighed(plugin, &read, *line);
        let _ = writeln!(out, "{}: {}", heading.join(" · "), answer.status);
        let shown = answer
            .candidates
            .iter()
            .filter(|candidate| candidate.probability >= LEAST);
        for candidate in shown.take(NAMED) {
            let _ = writeln!(out, "  {}", candidate_line(candidate));
        }
        for decoded in &answer.decoded {
            let doubt = if decoded.basis == "doubtful" {
                ", doubtful"
            } else {
                ""
            };
            let _ = writeln!(
                out,
                "  = {}: {} ({}{doubt})",
                decoded.field, decoded.value, decoded.by
            );
        }
    }
    out
}

fn candidate_line(candidate: &Candidate) -> String {
    let state = candidate
        .producer
        .state
        .as_ref()
        .unwrap_or(&candidate.producer.country);
    let years: Vec<&str> = candidate
        .years
        .iter()
        .filter(|years| years.probability >= LEAST)
        .take(NAMED)
        .filter_map(|years| years.from.get(..4))
        .collect();
    let readings: Vec<String> = candidate
        .readings
        .iter()
        .map(|reading| format!("{} {}", reading.mark, reading.role))
        .collect();
    let contradictions: Vec<&str> = candidate
        .contradictions
        .iter()
        .map(|reason| reason.rule.as_str())
        .collect();
    let mut out = format!(
        "{} {state} {} [{}]",
        candidate.producer.id,
        if years.is_empty() {
            "no year".to_owned()
        } else {
            years.join(" or ")
        },
        readings.join(", ")
    );
    if !contradictions.is_empty() {
        let _ = write!(out, " against: {}", contradictions.join(", "));
    }
    out
}

/// The likeliest candidate as `producer state year`, or the status when there is none that stands clear.
#[must_use]
pub fn first(answer: &Identification) -> String {
    let Some(candidate) = answer.candidates.first() else {
        return answer.status.clone();
    };
    let state = candidate
        .producer
        .state
        .as_ref()
        .unwrap_or(&candidate.producer.country);
    let year = candidate
        .years
        .first()
        .and_then(|years| years.from.get(..4))
        .unwrap_or("-");
    format!("{} {state} {year}", candidate.producer.id)
}
