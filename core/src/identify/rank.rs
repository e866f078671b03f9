//! Explanations weighed against one another, and against "nobody in the tables".

use smallvec::{SmallVec, smallvec};

use super::assign::{Assignment, Faults};
use super::row::Row;

use super::token::{Cut, How, Kind, Token};
use super::{Ask, Days, Identifier};
use crate::date::Span;
use crate::notation::Looked;
use crate::observation::Observation;
use crate::tables::model::{ArchivedLook, Basis};

/// The verdict on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One producer stands clear.
    Identified,
    /// Two or more explanations remain.
    Ambiguous,
    /// Nothing in the tables explains it, or the evidence is too thin.
    Unknown,
    /// Nothing to go by.
    Unreadable,
}

/// The verdict on one aspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// One value stands clear.
    Identified,
    /// Several remain.
    Ambiguous,
    /// None can be named.
    Unknown,
    /// Taken from the record.
    Recorded,
    /// Read from the marks.
    Read,
}

/// Verdicts per aspect: the producer may be open while state and year are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Levels {
    pub state: Level,
    pub producer: Level,
    pub year: Level,
    pub calibre: Level,
}

/// A span of days with its probability.
#[derive(Clone, Debug, PartialEq)]
pub struct YearShare {
    /// The days.
    pub span: Span,
    /// Probability given the candidate (or, over all candidates, of the whole).
    pub probability: f64,
    /// What does not fit about it.
    pub faults: Faults,
    /// It needs the mark turned by 180°.
    pub turned: bool,
}

/// A producer with everything that speaks for it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index of the producer.
    pub producer: u32,
    /// Probability.
    pub probability: f64,
    /// The part of it that does not rest on doubtful rows.
    pub firm: f64,
    /// How the mark of its best explanation is known.
    pub basis: Basis,
    /// Years of production; empty when none was read.
    pub years: Vec<YearShare>,
    /// Its best explanation, an index into [`Inference::assignments`].
    pub best: usize,
    /// States it may have stood in, with their share of the candidate.
    pub states: Vec<(u16, f64)>,
}

/// Everything that was weighed.
#[derive(Clone, Debug)]
pub struct Inference {
    pub(crate) cuts: Vec<Cut>,
    /// Explanations, best first.
    pub assignments: Vec<Assignment>,
    /// Candidates, best first. With [`Inference::unknown`] their probabilities sum to 1.
    pub candidates: Vec<Candidate>,
    /// Probability that the producer is none of the candidates.
    pub unknown: f64,
    /// States with their probabilities, best first.
    pub states: Vec<(u16, f64)>,
    /// Years with their probabilities over all candidates, best first.
    pub years: Vec<YearShare>,
    /// The calibre that the marks name without leaving a choice.
    pub stamped: Option<u16>,
    /// Verdict.
    pub status: Status,
    /// Verdicts per aspect.
    pub levels: Levels,
    /// For which recoveries all this holds.
    pub days: Days,
}

pub(crate) fn rank(
    id: &Identifier<'_>,
    ask: &Ask<'_>,
    cuts: Vec<Cut>,
    mut all: Vec<Assignment>,
) -> Inference {
    all.sort_by(order);
    let best = all.iter().map(|a| a.weight).fold(0.0, f64::max);
    // The manner of writing weighs on marks that nobody in the tables used just as well.
    let style = all.iter().map(|a| a.style).reduce(f64::max).unwrap_or(1.0);
    let mut rest = nobody(id, ask.observation, &cuts) * style + id.weights.nobody_base * best;
    let mut total = 0.0;
    let mut weights: SmallVec<[f64; 32]> = smallvec![0.0; all.len()];
    // Two explanations of one producer that differ only in the way the marking was taken apart are one.
    let mut counted: SmallVec<[(u32, Option<Span>, f64); 16]> = SmallVec::new();
    let mut makers: SmallVec<[(u32, f64); 16]> = SmallVec::new();
    for (a, weight) in all.iter().zip(&mut weights) {
        let span = first_span(a);
        // The most trusted comes first; what it explains is not counted again for a lesser one.
        let trusted = a.weight * a.trust;
        let fresh = match counted.iter_mut().find(|(m, s, _)| (*m, *s) == (a.maker, span)) {
            Some((_, _, seen)) => {
                let fresh = (trusted - *seen).max(0.0);
                *seen += fresh;
                fresh
            }
            None => {
                counted.push((a.maker, span, trusted));
                trusted
            }
        };
        if fresh <= 0.0 {
            continue;
        }
        *weight = fresh;
        rest += fresh / a.trust.max(0.01) * (1.0 - a.trust);
        total += fresh;
        match makers.iter_mut().find(|(m, _)| *m == a.maker) {
            Some((_, sum)) => *sum += fresh,
            None => makers.push((a.maker, fresh)),
        }
    }
    let whole = total + rest;
    makers.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    makers.truncate(shown(id, &makers, whole));
    let candidates: Vec<Candidate> = makers
        .iter()
        .map(|(maker, _)| candidate(id, *maker, &all, &weights, whole))
        .collect();
    let named: f64 = candidates.iter().map(|c| c.probability).sum();
    let states = shares(
        candidates
            .iter()
            .flat_map(|c| c.states.iter().map(|(s, p)| (*s, p * c.probability))),
    );
    let years = all_years(&candidates);
    let stamped = stamped(&cuts);
    let status = status(id, ask.observation, &all, &candidates);
    let levels = levels(
        id,
        (ask.observation, status),
        &all,
        &candidates,
        (&states, &years),
        stamped,
    );
    Inference {
        cuts,
        assignments: all,
        unknown: (1.0 - named).clamp(0.0, 1.0),
        candidates,
        states,
        years,
        stamped,
        status,
        levels,
        days: ask.days.get(),
    }
}

fn first_span(a: &Assignment) -> Option<Span> {
    a.year.as_ref().and_then(|y| y.spans.first()).map(|s| s.0)
}

/// Best first; among equals by what they say, so that the order of search does not show.
fn order(a: &Assignment, b: &Assignment) -> std::cmp::Ordering {
    let tokens = |x: &Assignment| x.year.as_ref().map(|y| y.tokens.clone());
    (b.weight * b.trust)
        .total_cmp(&(a.weight * a.trust))
        .then_with(|| (a.row, a.cut, a.producer).cmp(&(b.row, b.cut, b.producer)))
        .then_with(|| tokens(a).cmp(&tokens(b)))
        .then_with(|| first_span(a).cmp(&first_span(b)))
}

/// At most this many candidates are listed.
const MOST_LISTED: usize = 24;

/// How many candidates are listed. Where nothing stands out, the nearest are still named.
fn shown(id: &Identifier<'_>, makers: &[(u32, f64)], whole: f64) -> usize {
    let listed = |(_, sum): &&(u32, f64)| sum / whole >= id.weights.listed;
    let count = makers.iter().take_while(listed).count();
    let least = if count > 0 { 1 } else { 3 };
    count.clamp(least.min(makers.len()), MOST_LISTED)
}

fn candidate(id: &Identifier<'_>, maker: u32, all: &[Assignment], weights: &[f64], whole: f64) -> Candidate {
    let own = || {
        all.iter()
            .zip(weights)
            .enumerate()
            .filter(|(_, (a, weight))| a.maker == maker && **weight > 0.0)
            .map(|(i, (a, weight))| (i, a, *weight))
    };
    let total: f64 = own().map(|(_, _, weight)| weight).sum();
    let mut years: Vec<YearShare> = Vec::new();
    let mut states: SmallVec<[(u16, f64); 16]> = SmallVec::new();
    // An explanation without a year says nothing of the state where others have one.
    let dated: f64 = own().filter(|(_, a, _)| a.year.is_some()).map(|o| o.2).sum();
    let undated = dated < total / 2.0;
    for (_, a, weight) in own() {
        let share = weight / total;
        let Some(row) = id.row(a.row) else {
            continue;
        };
        match &a.year {
            None if undated => states.extend(id.states_undated(row).into_iter().map(|(s, p)| (s, p * share))),
            None => {}
            Some(year) => {
                for (span, p, faults, turned) in &year.spans {
                    let counted = if undated { share } else { weight / dated };
                    states.push((id.state_at(row, Some(*span)), counted * p));
                    match years.iter_mut().find(|y| y.span == *span) {
                        Some(y) => y.probability += share * p,
                        None => years.push(YearShare {
                            span: *span,
                            probability: share * p,
                            faults: *faults,
                            turned: *turned,
                        }),
                    }
                }
            }
        }
    }
    years.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then_with(|| a.span.cmp(&b.span))
    });
    years.retain(|y| y.probability >= 0.005);
    let (best, known) = own()
        .next()
        .map_or((0, Basis::Doubtful), |(i, a, _)| (i, a.known));
    let firm: f64 = own()
        .filter(|(_, a, _)| a.known != Basis::Doubtful)
        .map(|o| o.2)
        .sum();
    Candidate {
        producer: maker,
        probability: total / whole,
        firm: firm / whole,
        basis: known,
        years,
        best,
        states: shares(states.into_iter()),
    }
}

fn shares(list: impl Iterator<Item = (u16, f64)>) -> Vec<(u16, f64)> {
    let mut out: Vec<(u16, f64)> = Vec::new();
    for (s, p) in list {
        match out.iter_mut().find(|(state, _)| *state == s) {
            Some((_, sum)) => *sum += p,
            None => out.push((s, p)),
        }
    }
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out
}

fn all_years(candidates: &[Candidate]) -> Vec<YearShare> {
    let mut out: Vec<YearShare> = Vec::new();
    for c in candidates {
        for y in &c.years {
            let p = y.probability * c.probability;
            match out.iter_mut().find(|o| o.span == y.span) {
                Some(o) => o.probability += p,
                None => out.push(YearShare {
                    probability: p,
                    ..y.clone()
                }),
            }
        }
    }
    out.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then_with(|| a.span.cmp(&b.span))
    });
    out
}

/// How heavily "a producer that is not in the tables" explains the marking, in every way it may be taken apart. Short
/// marks are used by many; an unread character fits ten times as many marks.
fn nobody(id: &Identifier<'_>, observation: &Observation, cuts: &[Cut]) -> f64 {
    let w = &id.weights;
    let absent = match observation.marking.looked() {
        Looked::Blank | Looked::NoCode => w.nobody_absent,
        Looked::Unsaid => 0.0,
    };
    cuts.iter()
        .map(|cut| cut.cost * cut.noise * nobody_in(id, cut))
        .sum::<f64>()
        + absent
}

fn nobody_in(id: &Identifier<'_>, cut: &Cut) -> f64 {
    let w = &id.weights;
    let parts: SmallVec<[&Token; 8]> = cut
        .tokens
        .iter()
        .filter(|t| !t.empty && t.kind != Kind::Symbol)
        .collect();
    // Nothing that is not year, calibre or a known stamp: the maker's mark may just not have been written down.
    let known = |t: &&Token| t.year_like() || !t.stamps.is_empty() || !t.calibres.is_empty();
    let mut sum = if !parts.is_empty() && parts.iter().all(known) {
        w.nobody_unrecorded
    } else {
        0.0
    };
    for (i, token) in parts.iter().enumerate() {
        let others: f64 = parts
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(j, other)| {
                let year = other.year_like();
                let factor = match other.kind {
                    Kind::Number if year => 1.0,
                    Kind::Number if other.key.text.chars().count() == 1 => w.nobody_short_number,
                    _ => other.unexplained(w),
                };
                if year && j < i && other.position == 0 {
                    factor * w.order_reversed
                } else {
                    factor
                }
            })
            .product();
        sum += shape(w, token) * others;
    }
    let arranged = |row: &Row<'_>| matches!(&row.look, ArchivedLook::Layout(l) if l.len() == parts.len());
    let numbers = !parts.is_empty() && parts.iter().all(|p| p.kind == Kind::Number);
    let special = &id.tables.set().special_rows;
    if numbers && special.iter().filter_map(|r| id.row(r.to_native())).any(arranged) {
        sum + w.nobody_layout
    } else {
        sum
    }
}

/// How readily a mark of this shape is somebody else's.
fn shape(w: &crate::weights::Weights, token: &Token) -> f64 {
    let unread = token
        .pattern
        .as_ref()
        .map_or(0, |_| i32::from(token.key.unread).max(1));
    let enclosed = if token.key.enclosure.is_some() {
        w.nobody_enclosed
    } else {
        1.0
    };
    token.rarity(w) * enclosed * w.nobody_unread.powi(unread)
}

/// The rows describe cartridges. Another kind of item is only identified where its calibre is one that the row names.
fn describes(id: &Identifier<'_>, observation: &Observation, a: &Assignment) -> bool {
    let cartridge = matches!(observation.item.as_str(), "case" | "cartridge" | "projectile");
    cartridge
        || observation.calibre.is_some_and(|c| {
            id.row(a.row)
                .is_some_and(|m| m.calibres.iter().any(|r| r.to_native() == c))
        })
}

/// From here on a producer stands clear. Where a sign was taken for another than was written down, more is asked.
fn clear_from(id: &Identifier<'_>, a: &Assignment) -> f64 {
    if a.steps.guessed() {
        id.weights.identified_guessed
    } else {
        id.weights.identified
    }
}

fn status(
    id: &Identifier<'_>,
    observation: &Observation,
    all: &[Assignment],
    candidates: &[Candidate],
) -> Status {
    if observation.marking.is_unreadable() {
        return Status::Unreadable;
    }
    let Some((best, a)) = candidates.first().and_then(|c| Some((c, all.get(c.best)?))) else {
        return Status::Unknown;
    };
    let clear = best.firm >= clear_from(id, a)
        && describes(id, observation, a)
        && best.basis != Basis::Doubtful
        && !a.faults.forbids()
        && id.row(a.row).is_some_and(|m| m.is_text);
    // Doubtful rows alone are listed, and leave the verdict open.
    let possible: f64 = candidates.iter().map(|c| c.firm).sum();
    if clear {
        Status::Identified
    } else if possible >= id.weights.possible {
        Status::Ambiguous
    } else {
        Status::Unknown
    }
}

/// The year is judged among the candidates: a mark that nobody in the tables used would be dated the same way.
fn year_level(clear: f64, possible: f64, candidates: f64, years: &[YearShare]) -> Level {
    match years.first() {
        Some(y) if candidates >= 0.5 && y.probability / candidates >= clear => Level::Identified,
        Some(_) if candidates >= possible => Level::Ambiguous,
        _ => Level::Unknown,
    }
}

/// One calibre, named by stamps that mean no other.
fn stamped(cuts: &[Cut]) -> Option<u16> {
    let whole = cuts.iter().filter(|c| c.how == How::AsRecorded);
    let mut found: Vec<u16> = Vec::new();
    for token in whole
        .flat_map(|c| &c.tokens)
        .filter(|t| !t.empty && t.kind != Kind::Number)
    {
        if let [one] = token.calibres[..] {
            found.push(one);
        }
    }
    found.dedup();
    if let [one] = found[..] { Some(one) } else { None }
}

fn levels(
    id: &Identifier<'_>,
    (observation, status): (&Observation, Status),
    all: &[Assignment],
    candidates: &[Candidate],
    (states, years): (&[(u16, f64)], &[YearShare]),
    stamped: Option<u16>,
) -> Levels {
    let w = &id.weights;
    let level = |top: Option<f64>, sum: f64| match top {
        Some(p) if p >= w.level => Level::Identified,
        Some(_) if sum >= w.possible => Level::Ambiguous,
        _ => Level::Unknown,
    };
    let forbidden = candidates
        .first()
        .is_some_and(|c| all[c.best].faults.forbids() || c.basis == Basis::Doubtful);
    let cap = |l: Level| {
        if forbidden && l == Level::Identified {
            Level::Ambiguous
        } else {
            l
        }
    };
    let sum: f64 = candidates.iter().map(|c| c.probability).sum();
    Levels {
        state: cap(level(states.first().map(|s| s.1), sum)),
        producer: match status {
            Status::Identified => Level::Identified,
            Status::Ambiguous => Level::Ambiguous,
            Status::Unknown | Status::Unreadable => Level::Unknown,
        },
        year: cap(year_level(w.level, w.possible, sum, years)),
        calibre: if observation.calibre.is_some() {
            Level::Recorded
        } else if stamped.is_some() {
            Level::Read
        } else {
            Level::Unknown
        },
    }
}
