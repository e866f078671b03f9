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

pub use assign::{Assignment, Fault, Leftover, YearRead};
pub use options::{Step, Steps};
pub use rank::{Candidate, Inference, Level, Levels, Status, YearShare};

use crate::observation::{Clue, Observation};
use crate::tables::Tables;
use crate::tables::model::{ArchivedPart, ArchivedScheme};
use crate::weights::Weights;

/// Identifies markings against tables.
pub struct Identifier<'t> {
    pub(crate) tables: Tables<'t>,
    pub(crate) weights: Weights,
    /// Schemes taken when a row says nothing of its years.
    usual: Vec<u8>,
    /// Schemes that write the year in two halves.
    halves: Vec<u8>,
    rows: row::Cache<'t>,
    rooms: options::Rooms,
}

/// One question: what was recorded, and what plugins said of it.
pub(crate) struct Ask<'a> {
    pub(crate) observation: &'a Observation,
    pub(crate) clues: &'a [Clue],
    /// The year before which no case of the recorded calibre can be.
    pub(crate) floor: Option<i32>,
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
            rows: row::Cache::new(&tables),
            rooms: options::Rooms::default(),
        }
    }

    /// A mark row with what is often asked of it.
    pub(crate) fn row(&self, index: u32) -> Option<&row::Row<'t>> {
        self.rows.row(&self.tables, &self.weights, index)
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
            floor: observation.calibre.and_then(|c| row::first_year(&self.tables, c)),
        };
        let mut all = Vec::new();
        let mut room = self.rooms.take();
        for (index, cut) in cuts.iter().enumerate() {
            assign::assign(self, &ask, cut, index, &mut room, &mut all);
        }
        self.rooms.give_back(room);
        rank::rank(self, &ask, cuts, all)
    }
}
