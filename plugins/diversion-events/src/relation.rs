//! How an item stands to an event: the strongest relation that the event's own words bear out.

use headstamp_plugin_api::wire::Item;

use crate::compare::{Comparison, Fit, Time, lots, same_kind, samples, years};
use crate::event::{Event, Materiel, Part};

/// Relations, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Relation {
    SameLot,
    SameSample,
    SameProducerAndPeriod,
    SameType,
    SeenWith,
}

impl Relation {
    /// Name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::SameLot => "same-lot",
            Self::SameSample => "same-sample",
            Self::SameProducerAndPeriod => "same-producer-and-period",
            Self::SameType => "same-type",
            Self::SeenWith => "seen-with",
        }
    }
}

/// A sample that stands in a relation to a line of an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match<'e> {
    pub(crate) relation: Relation,
    pub(crate) line: &'e Materiel,
    pub(crate) part: Part,
    pub(crate) lot: Fit,
    /// Index of the sample, and how it compares; none when only the lot could be compared.
    pub(crate) sample: Option<(u32, Comparison)>,
}

/// Longest period of production that still singles something out when no producer is named. Undated ordnance is
/// reported by the decade ("of the 1970s"); beyond that a match of type says nothing.
const NARROW_YEARS: i32 = 10;

/// The strongest relation of the item to the event, by the most probable sample that bears it.
pub(crate) fn strongest<'e>(event: &'e Event, item: &Item) -> Option<Match<'e>> {
    let mut best: Option<Match<'e>> = None;
    let mut offer = |next: Match<'e>| {
        let place = |found: &Match<'_>| (found.relation, found.sample.map_or(0, |(index, _)| index));
        if best.as_ref().is_none_or(|best| place(&next) < place(best)) {
            best = Some(next);
        }
    };
    for (part, line) in event.lines().filter(|(_, line)| same_kind(line, item)) {
        let lot = lots(line, item);
        let mut compared = false;
        for (index, sample) in samples(item) {
            compared = true;
            let made_later =
                |last| years(sample).next().is_some() && years(sample).all(|span| span.from > last);
            if line.period().is_none() && event.last_year(part).is_some_and(made_later) {
                continue;
            }
            let comparison = Comparison::of(line, sample);
            if let Some(relation) = relation(part, line, lot, &comparison) {
                offer(Match {
                    relation,
                    line,
                    part,
                    lot,
                    sample: Some((index, comparison)),
                });
            }
        }
        if !compared && lot == Fit::Agrees {
            let relation = if part == Part::Captured {
                Relation::SameLot
            } else {
                Relation::SeenWith
            };
            offer(Match {
                relation,
                line,
                part,
                lot,
                sample: None,
            });
        }
    }
    best
}

fn relation(part: Part, line: &Materiel, lot: Fit, compared: &Comparison) -> Option<Relation> {
    // The event tells of certain lots, and the item is of another.
    if lot == Fit::Differs || compared.calibre == Fit::Differs {
        return None;
    }
    let same_country =
        matches!(compared.country, Fit::Agrees | Fit::NotStated) || compared.producer == Fit::Agrees;
    if lot == Fit::Agrees {
        let found = if part == Part::Captured {
            Relation::SameLot
        } else {
            Relation::SeenWith
        };
        return same_country.then_some(found);
    }
    let maker = compared.maker();
    if !matches!(maker, Fit::Agrees | Fit::NotStated) || compared.calibre == Fit::NotRead {
        return None;
    }
    match part {
        Part::Captured => captured(line, maker, compared),
        Part::SeenWith => seen_with(line, maker, compared, same_country),
    }
}

fn captured(line: &Materiel, maker: Fit, compared: &Comparison) -> Option<Relation> {
    if !matches!(compared.time, Time::SameYear | Time::Overlaps) {
        return None;
    }
    if maker == Fit::Agrees {
        let all = compared.calibre == Fit::Agrees
            && compared.time == Time::SameYear
            && compared.mark != Fit::Differs;
        return Some(if all {
            Relation::SameSample
        } else {
            Relation::SameProducerAndPeriod
        });
    }
    let type_agrees = compared.calibre == Fit::Agrees && compared.country == Fit::Agrees;
    (type_agrees && is_narrow(line)).then_some(Relation::SameType)
}

/// Only lines that single something out: without a producer or a year, half of all samples were "seen with" somebody.
fn seen_with(line: &Materiel, maker: Fit, compared: &Comparison, same_country: bool) -> Option<Relation> {
    if matches!(compared.time, Time::Differs | Time::NotRead) || !same_country {
        return None;
    }
    let dated = compared.time != Time::NotStated && is_narrow(line);
    let telling = match maker {
        Fit::Agrees => compared.calibre == Fit::Agrees || dated,
        _ => compared.country == Fit::Agrees && dated,
    };
    telling.then_some(Relation::SeenWith)
}

/// Whether the event gives a year of production, or a short period with both ends.
fn is_narrow(line: &Materiel) -> bool {
    // An open end is out of range, or makes the difference overflow.
    line.period()
        .and_then(|(from, to)| to.checked_sub(from))
        .is_some_and(|later| later < NARROW_YEARS)
}
