//! Analyses: from casings to what may be said of them, and what may not.
//!
//! [`Facts::read`] reads a collection once; every analysis is then a pure function of the facts and a [`Scope`]. Each
//! [`Analysis`] carries what it counted ([`Base`]), its figures with the records behind them ([`Rows`]), the guards
//! that must be shown with them and what it refuses to say, with the reason. [`say`] gives their sentences.
//!
//! Rows by `fired_by`: attackers count, the others stand in a line of their own, unless the scope says otherwise. A
//! row without an incident counts everywhere but in links. A day that is not exact is kept as an interval.
//!
//! | function | says | never says |
//! |---|---|---|
//! | [`samples`] | kinds, with items | how many kinds an unreadable key is |
//! | [`producers`] | who made it, where, when | who supplied it |
//! | [`first_recorded`], [`alerts`] | recorded for the first time, after how much search | arrived |
//! | [`cutoff`] | certainly, possibly or not made after a day | delivered after it |
//! | [`lag`] | days from production to recovery, as an interval | the path between |
//! | [`spread`] | where it was met, in which order, and what was searched there before | moved |
//! | [`specific`] | met with one place or group only, in a window | belongs to it |
//! | [`links`], [`groups`] | what incidents or groups share, after the common is taken out | same people |
//! | [`supply`] | how much a state stock holds too | came from it |
//! | [`events`] | may be compared with an event | is from it |
//! | [`packages`] | crates with the marks of items | were packed in, unless recorded so |
//! | [`quality`] | what is doubtful about the record | which of the two is right |

mod alerts;
mod baseline;
mod chance;
mod cutoff;
mod effort;
mod events;
mod facts;
mod first;
mod groups;
mod incidents;
mod lag;
mod links;
mod packages;
mod pairs;
mod producers;
mod quality;
mod said;
mod sample;
mod samples;
mod scope;
mod specific;
mod spread;
mod supply;
#[cfg(test)]
mod tests;
mod unit;
mod words;

pub use alerts::{Alert, Alerts, alerts, all_alerts};
pub use baseline::national_samples;
pub use cutoff::{AfterCutoff, Cutoff, cutoff};
pub use effort::Effort;
pub use events::{EventMatch, Events, events};
pub use facts::Facts;
pub use first::{First, FirstRecorded, first_recorded};
pub use groups::{GroupCount, GroupPair, Groups, groups};
pub use lag::{Lag, SampleLag, Within, lag};
pub use links::{Common, Link, LinkEnd, LinkOptions, Links, Shared, links};
pub use packages::{PackageCount, PackageTie, Packages, packages};
pub use producers::{Cell, DecadeCount, ProducerCount, Producers, StateCount, producers};
pub use quality::{Concern, Example, Quality, WarningCount, quality};
pub use said::{Analysis, Base, Count, Date, Interval, Line, Rows, SCHEMA, Said};
pub use sample::SampleInfo;
pub use samples::{SampleCount, Samples, samples};
pub use scope::Scope;
pub use specific::{DeclaredMarker, Elsewhere, Marker, Specific, SpecificOptions, specific};
pub use spread::{Point, Spread, SpreadUnit, spread, spread_candidates};
pub use supply::{Supply, SupplyOptions, SupplyPeriod, SupplySample, supply};
pub use unit::Unit;
pub use words::{LANGUAGES, say};
