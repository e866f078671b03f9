//! From a marking to ranked candidates.
//!
//! 1. `token`: the marking in every way it may be taken apart.
//! 2. `options`: the rows that each part may point to, with the reading steps that this needs and their cost.
//! 3. `years`: the years that a part may stand for under a row's year schemes, and what speaks against each.
//! 4. `assign`: whole explanations: a producer part, a year part, and what the rest is.
//! 5. `rank`: explanations weighed against one another and against "nobody in the tables".
//!
//! Nothing is decided early: two readings of one mark stay two explanations until the ranking.

pub(crate) mod assign;
pub(crate) mod options;
mod rank;
pub(crate) mod row;
pub(crate) mod token;
pub(crate) mod years;

pub use assign::{Assignment, Calibres, Fault, Leftover, Spans, YearRead};
pub use options::{Step, Steps};
pub use rank::{Candidate, Inference, Level, Levels, Status, YearShare};

use std::cell::Cell;

use crate::date::{Day, Span};
use crate::observation::{Clue, Observation};
use crate::tables::Tables;
use crate::tables::model::{
    ArchivedCalibre, ArchivedPart, ArchivedProducer, ArchivedScheme, ArchivedStamp, ArchivedState,
};
use crate::weights::Weights;

/// Identifies markings against tables.
pub struct Identifier<'t> {
    pub(crate) tables: Tables<'t>,
    pub(crate) weights: Weights,
    /// Schemes taken when a row says nothing of its years.
    usual: Vec<u8>,
    /// Schemes that write the year in two halves.
    halves: Vec<u8>,
    rows: row::Cache<row::Row<'t>>,
    calibres: row::Cache<&'t ArchivedCalibre>,
    states: row::Cache<&'t ArchivedState>,
    stamps: row::Cache<&'t ArchivedStamp>,
    producers: row::Cache<&'t ArchivedProducer>,
    pub(crate) rooms: options::Rooms,
    /// Every mark of the tables is tried, however unlikely.
    pub(crate) exhaustive: bool,
}

/// One question: what was recorded, and what plugins said of it.
pub(crate) struct Ask<'a> {
    pub(crate) observation: &'a Observation,
    pub(crate) clues: &'a [Clue],
    /// The year before which no case of the recorded calibre can be.
    pub(crate) floor: Option<i32>,
    /// For which recoveries the answer is the same, as far as was asked.
    days: Cell<Days>,
    /// A year as it was recorded was ruled out by the day of recovery alone.
    pub(crate) later: Cell<bool>,
}

impl Ask<'_> {
    /// True when something that begins on this day was begun when the item was recovered, or it is not said when that was.
    pub(crate) fn begun(&self, day: Day) -> bool {
        let Some(recovered) = self.observation.recovered else {
            return true;
        };
        let begun = day <= recovered.to;
        let mut days = self.days.get();
        if begun {
            days.from = days.from.max(day.0);
        } else {
            days.before = days.before.min(day.0);
        }
        self.days.set(days);
        begun
    }
}

/// Recoveries for which an inference is the same: those whose last day lies among these days, or those without a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    recorded: bool,
    from: i32,
    before: i32,
}

impl Days {
    /// Nothing has been asked yet of this recovery.
    fn of(recovered: Option<Span>) -> Self {
        Self {
            recorded: recovered.is_some(),
            from: i32::MIN,
            before: i32::MAX,
        }
    }

    /// True when the same is inferred for an item recovered then, all else being equal.
    #[must_use]
    pub fn contain(self, recovered: Option<Span>) -> bool {
        match recovered {
            Some(span) => self.recorded && (self.from..self.before).contains(&span.to.0),
            None => !self.recorded,
        }
    }
}

impl<'t> Identifier<'t> {
    /// An identifier over these tables, with the numbers they carry.
    #[must_use]
    pub fn new(tables: Tables<'t>) -> Self {
        let schemes = || (0u8..).zip(tables.set().schemes.iter());
        let usual = |s: &ArchivedScheme| years::USUAL.contains(&s.id.as_str());
        let halves = |s: &ArchivedScheme| s.part == ArchivedPart::Split;
        Self {
            tables,
            weights: Weights::of(&tables),
            usual: schemes().filter(|(_, s)| usual(s)).map(|(i, _)| i).collect(),
            halves: schemes().filter(|(_, s)| halves(s)).map(|(i, _)| i).collect(),
            rows: row::Cache::new(tables.set().marks.len()),
            calibres: row::Cache::new(tables.set().calibres.len()),
            states: row::Cache::new(tables.set().states.len()),
            stamps: row::Cache::new(tables.set().stamps.len()),
            producers: row::Cache::new(tables.set().producers.len()),
            rooms: options::Rooms::default(),
            exhaustive: false,
        }
    }

    /// One that takes no short cut: it tries every mark of the tables on every part, with up to two faults, and drops
    /// nothing for being unlikely. Slow; what the others are measured against.
    #[must_use]
    pub fn exhaustive(tables: Tables<'t>) -> Self {
        Self {
            exhaustive: true,
            ..Self::new(tables)
        }
    }

    /// A mark row with what is often asked of it.
    pub(crate) fn row(&self, index: u32) -> Option<&row::Row<'t>> {
        let read = || row::Row::read(self, index);
        self.rows.get(index as usize, read)
    }

    /// A calibre by its index.
    pub(crate) fn calibre(&self, index: u16) -> Option<&'t ArchivedCalibre> {
        let read = || self.tables.calibre(index);
        self.calibres.get(usize::from(index), read).copied()
    }

    /// A state by its index.
    pub(crate) fn state(&self, index: u16) -> Option<&'t ArchivedState> {
        let read = || self.tables.state(index);
        self.states.get(usize::from(index), read).copied()
    }

    /// A stamp by its index.
    pub(crate) fn stamp(&self, index: u32) -> Option<&'t ArchivedStamp> {
        let read = || self.tables.stamp(index);
        self.stamps.get(index as usize, read).copied()
    }

    /// A producer by its index.
    pub(crate) fn producer(&self, index: u32) -> Option<&'t ArchivedProducer> {
        let read = || self.tables.producer(index);
        self.producers.get(index as usize, read).copied()
    }

    /// The tables.
    #[must_use]
    pub fn tables(&self) -> Tables<'t> {
        self.tables
    }

    /// Weighs everything the marking may be. Clues of plugins take part in their given order, which does not matter.
    #[must_use]
    pub fn infer(&self, observation: &Observation, clues: &[Clue]) -> Inference {
        let cuts = token::cuts(self, observation);
        let ask = Ask {
            observation,
            clues,
            floor: observation
                .calibre
                .and_then(|c| row::first_year(self.calibre(c)?)),
            days: Cell::new(Days::of(observation.recovered)),
            later: Cell::new(false),
        };
        let mut room = self.rooms.take();
        let mut all = std::mem::take(&mut room.assignments);
        for (index, cut) in cuts.iter().enumerate() {
            assign::assign(self, &ask, cut, index, &mut room, &mut all);
        }
        self.rooms.give_back(room);
        rank::rank(self, &ask, cuts, all)
    }

    /// Takes back what is no longer needed, so that the next inference finds room.
    pub fn recycle(&self, inference: Inference) {
        let mut room = self.rooms.take();
        room.assignments = inference.assignments;
        room.assignments.clear();
        self.rooms.give_back(room);
    }
}
