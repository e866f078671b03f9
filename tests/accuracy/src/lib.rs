//! How often headstamp is right, measured on markings whose producer is known and on marks that are nobody's.
//!
//! Everything is seeded and works offline: the same tables and the same program give the same bytes on any machine.
//!
//! - [`world`]: the reference tables as rows, compiled as shipped, with full trust, and without some states.
//! - [`case`]: markings with a known truth: real documented ones, and the examples of the tables.
//! - [`noise`]: what recorders and worn cases do to a marking, one kind of fault at a time.
//! - [`nobody`]: marks that no producer in the tables used.
//! - [`query`]: every marking that is asked; [`judge`]: how each answer is scored; [`run`]: asks them all.
//! - [`baseline`]: the same questions put to three ways of plain text search.
//! - [`beside`]: some of them put to an exhaustive search.
//! - [`tally`], [`calibration`], [`figures`]: the counts; [`report`]: the page for people; [`bars`]: what must hold.
//! - [`misses`]: what was answered wrongly, for whoever improves the rules.

#![forbid(unsafe_code)]

pub mod bars;
pub mod baseline;
pub mod beside;
pub mod calibration;
pub mod case;
pub mod chance;
pub mod figures;
pub mod judge;
pub mod misses;
pub mod nobody;
pub mod noise;
pub mod query;
pub mod regions;
pub mod report;
pub mod run;
pub mod share;
pub mod tally;
pub mod world;

/// The seed of the published figures.
pub const SEED: u64 = 2026;
