//! How each answer is scored.

use std::collections::BTreeSet;

use headstamp_core::identify::{Identifier, Inference, Status};
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::tables::Tables;

use crate::case::{Case, Role, in_use};
use crate::noise::Kind;
use crate::query::Query;
use crate::world::World;

/// Candidates with at least this share of the first's probability lead the answer. In a tie that the tables declare the
/// true producer must be among them, and for marks of several producers they are the answer's set.
const LEADING: f64 = 0.25;

/// What headstamp answered, as far as it is scored.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The verdict.
    pub status: Status,
    /// Producers listed, most probable first.
    pub listed: Vec<(u32, f64)>,
    /// The most probable state of each, as an index.
    pub states: Vec<Option<u16>>,
    /// The most probable year.
    pub year: Option<headstamp_core::date::Span>,
}

/// Asks one question.
#[must_use]
pub fn ask(id: &Identifier<'_>, query: &Query) -> Answer {
    let marking = Marking::parse(&query.text);
    let Ok(marking) = marking else {
        return Answer {
            status: Status::Unreadable,
            listed: Vec::new(),
            states: Vec::new(),
            year: None,
        };
    };
    let mut o = Observation::of(marking);
    if let Some(c) = &query.calibre {
        o = o.with_calibre(&id.tables(), c);
    }
    o.recovered = query.recovered;
    let Inference {
        status,
        candidates,
        years,
        ..
    } = id.infer(&o, &[]);
    Answer {
        status,
        listed: candidates.iter().map(|c| (c.producer, c.probability)).collect(),
        states: candidates.iter().map(|c| c.states.first().map(|s| s.0)).collect(),
        year: years.first().map(|y| y.span),
    }
}

/// The score of an answer about a case.
#[derive(Clone, Debug)]
pub struct Score {
    /// The truth is first, or in a declared tie.
    pub first: bool,
    /// The truth is among the first three.
    pub third: bool,
    /// The truth is listed.
    pub listed: bool,
    /// How many are listed.
    pub size: usize,
    /// The most probable year is the true one; nothing where the year is not known or was not written down.
    pub year: Option<bool>,
    /// `identified`, and wrong.
    pub false_identification: bool,
    /// For marks of several producers: exactly those that can be meant lead the answer.
    pub exact_set: Option<bool>,
    /// For marks of several producers: exactly their states lead the answer.
    pub exact_states: Option<bool>,
}

/// Scores an answer about a case.
#[must_use]
pub fn score(world: &World, tables: &Tables<'_>, case: &Case, query: &Query, answer: &Answer) -> Score {
    let rank = answer.listed.iter().position(|(p, _)| *p == case.producer);
    let tie = |at: usize| {
        let (Some((other, best)), Some((_, own))) = (answer.listed.first(), answer.listed.get(at)) else {
            return false;
        };
        case.ties.contains(other) && *own >= best * LEADING
    };
    let first = rank.is_some_and(|r| r == 0 || tie(r));
    let expected = (case.shared && query.kinds.is_empty()).then(|| expected(world, tables, case, query));
    let leading = || {
        let least = answer.listed.first().map_or(0.0, |f| f.1 * LEADING);
        answer
            .listed
            .iter()
            .zip(&answer.states)
            .filter(move |((_, p), _)| *p >= least)
    };
    Score {
        first,
        third: rank.is_some_and(|r| r < 3),
        listed: rank.is_some(),
        size: answer.listed.len(),
        year: year(case, query, answer),
        false_identification: answer.status == Status::Identified
            && answer
                .listed
                .first()
                .is_some_and(|(p, _)| *p != case.producer && !case.ties.contains(p)),
        exact_set: expected.as_ref().map(|e| {
            let found: BTreeSet<u32> = leading().map(|((p, _), _)| *p).collect();
            exact(case, &found, &e.iter().map(|(p, _)| *p).collect(), |p| {
                *p == case.producer
            })
        }),
        exact_states: expected.as_ref().map(|e| {
            let found: BTreeSet<&str> = leading()
                .filter_map(|(_, s)| Some(tables.state((*s)?)?.id.as_str()))
                .collect();
            let own = e
                .iter()
                .find(|(p, _)| *p == case.producer)
                .map(|(_, s)| s.as_str());
            exact(case, &found, &e.iter().map(|(_, s)| s.as_str()).collect(), |s| {
                Some(*s) == own
            })
        }),
    }
}

/// Exactly those that can be meant. Where other marks stand beside producer and year they may decide between them: then
/// the truth must lead, and nobody who cannot be meant.
fn exact<T: Ord>(case: &Case, found: &BTreeSet<T>, expected: &BTreeSet<T>, own: impl Fn(&T) -> bool) -> bool {
    if case.sheet.of(Role::Other).is_empty() {
        found == expected
    } else {
        found.iter().any(own) && found.is_subset(expected)
    }
}

/// The producers, with their states, that a mark of several can mean on this calibre in this year.
fn expected(world: &World, tables: &Tables<'_>, case: &Case, query: &Query) -> Vec<(u32, String)> {
    let Some(own) = case.row.and_then(|r| world.rows.get(r)) else {
        return Vec::new();
    };
    let calibre = query.calibre.as_deref().and_then(|c| tables.calibre_by_name(c));
    let calibre = calibre.map(|c| tables.calibre_id(c));
    let rows = world.rows.iter().filter(|r| {
        let fits = calibre.is_none_or(|c| r.calibres.is_empty() || r.calibres.iter().any(|o| o == c));
        r.text.is_some() && r.stamp == own.stamp && fits && case.year.is_none_or(|y| in_use(r, y))
    });
    rows.map(|r| (r.producer, state(tables, r, case))).collect()
}

/// The state of a row at the time of the case: the one it names while that lasted, else that of today.
fn state(tables: &Tables<'_>, row: &crate::world::Row, case: &Case) -> String {
    let named = row.state.as_deref().and_then(|s| tables.state_by_id(s));
    let lasted = named.filter(|s| match (s.to.as_ref(), case.year) {
        (Some(to), Some(year)) => year.from.0 <= to.to_native(),
        _ => true,
    });
    lasted.map_or_else(|| row.country.clone(), |s| s.id.to_string())
}

/// A span of at most a year that touches the true one: years of other calendars straddle two of ours.
fn year(case: &Case, query: &Query, answer: &Answer) -> Option<bool> {
    let truth = case.year?;
    let gone = [Kind::MissingYear, Kind::UnreadableYear, Kind::MissingProducer];
    if query.kinds.iter().any(|k| gone.contains(k)) || case.sheet.of(Role::Year).is_empty() {
        return None;
    }
    Some(
        answer
            .year
            .is_some_and(|y| y.to.0 - y.from.0 < 370 && y.meets(truth)),
    )
}
