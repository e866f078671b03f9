//! Explanations weighed against one another, and against "nobody in the tables".

use std::collections::BTreeMap;

use super::Identifier;
use super::assign::{Assignment, Faults};
use super::token::{Cut, How, Kind, Token};
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
}

pub(crate) fn rank(
    id: &Identifier<'_>,
    observation: &Observation,
    cuts: Vec<Cut>,
    mut all: Vec<Assignment>,
) -> Inference {
    let trust = |a: &Assignment| trust(id, basis(id, a));
    all.sort_by(|a, b| {
        (b.weight * trust(b))
            .total_cmp(&(a.weight * trust(a)))
            .then_with(|| (a.row, a.cut, a.producer).cmp(&(b.row, b.cut, b.producer)))
            .then_with(|| {
                a.year
                    .as_ref()
                    .map(|y| &y.tokens)
                    .cmp(&b.year.as_ref().map(|y| &y.tokens))
            })
            .then_with(|| {
                let span = |x: &Assignment| x.year.as_ref().and_then(|y| y.spans.first()).map(|s| s.0);
                span(a).cmp(&span(b))
            })
    });
    let style = all.iter().map(|a| a.style).fold(0.0, f64::max);
    let mut rest = nobody(id, observation, &cuts) * if style > 0.0 { style } else { 1.0 };
    let mut total = 0.0;
    let mut by_producer: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    // Two explanations of one producer that differ only in the way the marking was taken apart are one.
    let mut counted: BTreeMap<(u32, Option<Span>), f64> = BTreeMap::new();
    let mut weights = vec![0.0; all.len()];
    for (i, a) in all.iter().enumerate() {
        let span = a.year.as_ref().and_then(|y| y.spans.first()).map(|s| s.0);
        let Some(producer) = id.tables.mark(a.row).map(|m| m.producer.to_native()) else {
            continue;
        };
        // The most trusted comes first; what it explains is not counted again for a lesser one.
        let seen = counted.entry((producer, span)).or_insert(0.0);
        let fresh = (a.weight * trust(a) - *seen).max(0.0);
        *seen += fresh;
        if fresh <= 0.0 {
            continue;
        }
        weights[i] = fresh;
        rest += fresh / trust(a).max(0.01) * (1.0 - trust(a));
        total += weights[i];
        by_producer.entry(producer).or_default().push(i);
    }
    let whole = total + rest;
    let mut candidates: Vec<Candidate> = by_producer
        .into_iter()
        .map(|(producer, list)| candidate(id, producer, &list, &all, &weights, whole))
        .collect();
    candidates.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then_with(|| a.producer.cmp(&b.producer))
    });
    let listed = id.weights.listed;
    // Where nothing stands out, the nearest are still named.
    let least = if candidates.first().is_some_and(|c| c.probability >= listed) {
        1
    } else {
        3
    };
    let keep = candidates
        .iter()
        .take_while(|c| c.probability >= listed)
        .count()
        .clamp(least.min(candidates.len()), 12);
    candidates.truncate(keep);
    let named: f64 = candidates.iter().map(|c| c.probability).sum();
    let unknown = (1.0 - named).clamp(0.0, 1.0);
    let states = shares(
        candidates
            .iter()
            .flat_map(|c| c.states.iter().map(|(s, p)| (*s, p * c.probability))),
    );
    let years = all_years(&candidates);
    let stamped = stamped(id, &cuts);
    let levels = levels(id, observation, &all, &candidates, &states, &years, stamped);
    let status = status(id, observation, &all, &candidates);
    Inference {
        cuts,
        assignments: all,
        candidates,
        unknown,
        states,
        years,
        stamped,
        status,
        levels,
    }
}

fn candidate(
    id: &Identifier<'_>,
    producer: u32,
    list: &[usize],
    all: &[Assignment],
    weights: &[f64],
    whole: f64,
) -> Candidate {
    let total: f64 = list.iter().map(|i| weights[*i]).sum();
    let mut years: Vec<YearShare> = Vec::new();
    let mut states = Vec::new();
    // An explanation without a year says nothing of the state where others have one.
    let dated: f64 = list
        .iter()
        .filter(|i| all[**i].year.is_some())
        .map(|i| weights[*i])
        .sum();
    let undated = dated < total / 2.0;
    for i in list {
        let share = weights[*i] / total;
        let Some(row) = id.tables.mark(all[*i].row) else {
            continue;
        };
        match &all[*i].year {
            None if undated => states.extend(id.states_undated(row).into_iter().map(|(s, p)| (s, p * share))),
            None => {}
            Some(year) => {
                for (span, p, faults, turned) in &year.spans {
                    let counted = if undated { share } else { weights[*i] / dated };
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
    let best = list.first().copied().unwrap_or(0);
    Candidate {
        producer,
        probability: total / whole,
        firm: list
            .iter()
            .filter(|i| basis(id, &all[**i]) != Basis::Doubtful)
            .map(|i| weights[*i])
            .sum::<f64>()
            / whole,
        basis: basis(id, &all[best]),
        years,
        best,
        states: shares(states.into_iter()),
    }
}

fn shares(list: impl Iterator<Item = (u16, f64)>) -> Vec<(u16, f64)> {
    let mut sums: BTreeMap<u16, f64> = BTreeMap::new();
    for (s, p) in list {
        *sums.entry(s).or_insert(0.0) += p;
    }
    let mut out: Vec<(u16, f64)> = sums.into_iter().collect();
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

/// How the link from the mark to the producer is known. Years and calibres have a basis of their own, shown with them.
fn basis(id: &Identifier<'_>, a: &Assignment) -> Basis {
    id.tables.mark(a.row).map_or(Basis::Doubtful, |m| m.basis.get())
}

fn trust(id: &Identifier<'_>, basis: Basis) -> f64 {
    match basis {
        Basis::Documented => id.weights.trust_documented,
        Basis::General => id.weights.trust_general,
        Basis::Doubtful => id.weights.trust_doubtful,
    }
}

/// How heavily "a producer that is not in the tables" explains the marking. Short marks are used by many; an unread
/// character fits ten times as many marks.
fn nobody(id: &Identifier<'_>, observation: &Observation, cuts: &[Cut]) -> f64 {
    let w = &id.weights;
    let Some(cut) = cuts.first() else { return 1.0 };
    let absent = match observation.marking.looked() {
        Looked::Blank | Looked::NoCode => w.nobody_absent,
        Looked::Unsaid => 0.0,
    };
    let parts: Vec<&Token> = cut
        .tokens
        .iter()
        .filter(|t| !t.empty && t.kind != Kind::Symbol)
        .collect();
    let mut sum = w.nobody_base + absent;
    for (i, token) in parts.iter().enumerate() {
        let others: f64 = parts
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(j, other)| {
                let year = other.kind == Kind::Number && matches!(other.key.text.chars().count(), 2 | 4);
                let factor = match other.kind {
                    Kind::Number if year => 1.0,
                    Kind::Number if other.key.text.chars().count() == 1 => w.nobody_short_number,
                    Kind::Number => w.left_long_number,
                    Kind::Unread | Kind::Symbol => w.left_symbol,
                    Kind::Letters | Kind::Mixed => w.left_letters,
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
    let layouts = id.tables.set().special_rows.iter().any(|r| {
        id.tables
            .mark(r.to_native())
            .is_some_and(|m| matches!(&m.look, ArchivedLook::Layout(l) if l.len() == parts.len()))
    });
    if layouts && parts.iter().all(|p| p.kind == Kind::Number) {
        sum + w.nobody_layout
    } else {
        sum
    }
}

/// How readily a mark of this shape is somebody else's.
fn shape(w: &crate::weights::Weights, token: &Token) -> f64 {
    let length = token.key.text.chars().count();
    let base = match (token.kind, length) {
        (Kind::Number, 0 | 1) => w.nobody_digit_1,
        (Kind::Number, 2) => w.nobody_digit_2,
        (Kind::Number, 3) => w.nobody_digit_3,
        (Kind::Number, _) => w.nobody_digit_4,
        (_, 0 | 1) => w.nobody_letter_1,
        (_, 2) => w.nobody_letter_2,
        (_, 3) => w.nobody_letter_3,
        _ => w.nobody_letter_4,
    };
    let unread = token
        .pattern
        .as_ref()
        .map_or(0, |_| i32::from(token.key.unread).max(1));
    let enclosed = if token.key.enclosure.is_some() {
        w.nobody_enclosed
    } else {
        1.0
    };
    base * enclosed * w.nobody_unread.powi(unread)
}

/// The rows describe cartridges. Another kind of item is only identified where its calibre is one that the row names.
fn describes(id: &Identifier<'_>, observation: &Observation, a: &Assignment) -> bool {
    let cartridge = matches!(observation.item.as_str(), "case" | "cartridge" | "projectile");
    cartridge
        || observation.calibre.is_some_and(|c| {
            id.tables
                .mark(a.row)
                .is_some_and(|m| m.calibres.iter().any(|r| r.to_native() == c))
        })
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
    let Some(best) = candidates.first() else {
        return Status::Unknown;
    };
    let clear = best.firm >= id.weights.identified
        && describes(id, observation, &all[best.best])
        && best.basis != Basis::Doubtful
        && !all[best.best].faults.forbids()
        && id
            .tables
            .mark(all[best.best].row)
            .is_some_and(|m| matches!(m.look, ArchivedLook::Text));
    let possible: f64 = candidates.iter().map(|c| c.probability).sum();
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
fn stamped(id: &Identifier<'_>, cuts: &[Cut]) -> Option<u16> {
    let whole = cuts.iter().filter(|c| c.how == How::AsRecorded);
    let mut found: Vec<u16> = Vec::new();
    for token in whole
        .flat_map(|c| &c.tokens)
        .filter(|t| !t.empty && t.kind != Kind::Number)
    {
        if let [one] = id.calibres_stamped(token)[..] {
            found.push(one);
        }
    }
    found.dedup();
    if let [one] = found[..] { Some(one) } else { None }
}

fn levels(
    id: &Identifier<'_>,
    observation: &Observation,
    all: &[Assignment],
    candidates: &[Candidate],
    states: &[(u16, f64)],
    years: &[YearShare],
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
        producer: match status(id, observation, all, candidates) {
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
