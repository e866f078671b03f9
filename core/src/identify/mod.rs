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
pub(crate) mod token;
pub(crate) mod years;

pub use assign::{Assignment, Fault, Leftover, YearRead};
pub use options::{Step, Steps};
pub use rank::{Candidate, Inference, Level, Levels, Status, YearShare};

use crate::observation::{Clue, Observation};
use crate::tables::Tables;
use crate::weights::Weights;

/// Identifies markings against tables.
pub struct Identifier<'t> {
    pub(crate) tables: Tables<'t>,
    pub(crate) weights: Weights,
}

impl<'t> Identifier<'t> {
    /// An identifier over these tables, with the numbers they carry.
    #[must_use]
    pub fn new(tables: Tables<'t>) -> Self {
        Self {
            tables,
            weights: Weights::of(&tables),
        }
    }

    /// The tables.
    #[must_use]
    pub fn tables(&self) -> Tables<'t> {
        self.tables
    }

    /// Weighs everything the marking may be. Clues of plugins take part in their given order, which does not matter.
    #[must_use]
    pub fn infer(&self, observation: &Observation, clues: &[Clue]) -> Inference {
        let symbol = |name: &str| self.tables.symbol(name).map(str::to_owned);
        let set = self.tables.set();
        let calibre = |key: &str| !key.is_empty() && set.calibre_stamps.rows_of(key).next().is_some();
        let name = |text: &str| self.tables.calibre_by_name(text).is_some();
        let known = token::Known {
            symbol: &symbol,
            calibre: &calibre,
            name: &name,
        };
        let cuts = token::cuts(&observation.marking, &known, &self.weights);
        let mut all = Vec::new();
        for (index, cut) in cuts.iter().enumerate() {
            assign::assign(self, observation, clues, cut, index, &mut all);
        }
        rank::rank(self, observation, cuts, all)
    }
}
