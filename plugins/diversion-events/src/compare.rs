//! One line of an event held against one sample: what agrees, what differs, what is open.

use headstamp_plugin_api::wire::{Item, Sample, YearSpan};

use crate::LEAST_PROBABILITY;
use crate::event::Materiel;
use crate::fold::fold;

/// How one trait compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    /// The event does not state it.
    NotStated,
    /// The event states it, the item does not show it.
    NotRead,
    Agrees,
    Differs,
}

/// How the years of production compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Time {
    NotStated,
    NotRead,
    /// The event gives one year, and it is that of the sample.
    SameYear,
    /// The two share years.
    Overlaps,
    Differs,
}

/// How a sample compares with a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comparison {
    pub(crate) calibre: Fit,
    /// The producer by its id.
    pub(crate) producer: Fit,
    pub(crate) mark: Fit,
    pub(crate) country: Fit,
    pub(crate) time: Time,
}

impl Comparison {
    pub(crate) fn of(line: &Materiel, sample: &Sample) -> Self {
        let states = || sample.states.iter().chain([&sample.country]);
        Self {
            calibre: fit(&line.calibres, sample.calibre.as_ref(), |stated, read| {
                stated == read
            }),
            producer: fit(&line.producers, Some(&sample.producer), |stated, read| {
                stated == read
            }),
            mark: fit(&line.marks, sample.mark.as_ref(), |stated, read| {
                fold(stated) == fold(read)
            }),
            // A plant may be filed under the state of then or of today, and so may the event.
            country: fit(&line.countries, Some(()), |stated, ()| {
                states().any(|state| state == stated)
            }),
            time: time(line, sample),
        }
    }

    /// Whether the producer is the same: by its id if the event has one, else by its mark and country.
    pub(crate) fn maker(&self) -> Fit {
        match (self.producer, self.country) {
            (Fit::NotStated, Fit::Differs) => Fit::Differs,
            (Fit::NotStated, _) => self.mark,
            (by_id, _) => by_id,
        }
    }
}

fn fit<T: Copy>(stated: &[String], read: Option<T>, same: impl Fn(&String, T) -> bool) -> Fit {
    match read {
        _ if stated.is_empty() => Fit::NotStated,
        None => Fit::NotRead,
        Some(read) if stated.iter().any(|stated| same(stated, read)) => Fit::Agrees,
        Some(_) => Fit::Differs,
    }
}

fn time(line: &Materiel, sample: &Sample) -> Time {
    let Some((from, to)) = line.period() else {
        return Time::NotStated;
    };
    let mut spans = years(sample).peekable();
    if spans.peek().is_none() {
        return Time::NotRead;
    }
    spans
        .filter(|span| span.from <= to && from <= span.to)
        .map(|span| {
            if (span.from, span.to) == (from, to) && from == to {
                Time::SameYear
            } else {
                Time::Overlaps
            }
        })
        // The same year, if any of the spans is; a loop over them would say no more.
        .reduce(|best, next| if best == Time::SameYear { best } else { next })
        .unwrap_or(Time::Differs)
}

/// The years that a sample may have been made in.
pub(crate) fn years(sample: &Sample) -> impl Iterator<Item = &YearSpan> {
    sample
        .years
        .iter()
        .filter(|span| span.probability >= LEAST_PROBABILITY)
}

/// The samples that are compared, with their index.
pub(crate) fn samples(item: &Item) -> impl Iterator<Item = (u32, &Sample)> {
    (0..)
        .zip(&item.samples)
        .filter(|(_, sample)| sample.probability >= LEAST_PROBABILITY)
}

/// Whether an event tells of items of this kind. A spent case or a projectile is what is left of a cartridge.
pub(crate) fn same_kind(line: &Materiel, item: &Item) -> bool {
    match line.item.as_str() {
        "" => true,
        "cartridge" => matches!(item.item.as_str(), "case" | "cartridge" | "projectile"),
        kind => kind == item.item,
    }
}

/// How the lots compare.
pub(crate) fn lots(line: &Materiel, item: &Item) -> Fit {
    let read = (!item.lots.is_empty()).then_some(&item.lots);
    fit(&line.lots, read, |stated, read| {
        read.iter().any(|read| fold(read) == fold(stated))
    })
}
