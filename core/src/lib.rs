//! Identifies ammunition by its headstamp: markings in, ranked identifications out.
//!
//! Nothing here knows a country, reads a file, looks at a clock or prints. What is true of one country stands in a
//! table, what a table cannot say comes from plugins as [`observation::Clue`]s, and both are weighed here.
//!
//! # Overview
//! - [`notation::Marking`]: the marks exactly as recorded.
//! - [`tables::Tables`]: the reference tables, read in place from their compiled form.
//! - [`identify::Identifier`]: weighs every explanation of a marking against every other, and against none.
//! - [`identification::Identification`]: the answer, with its evidence, as JSON and for people.
//! - [`calendar`], [`date`], [`glyph`]: years of other calendars, days, and what signs look like.

#![forbid(unsafe_code)]

pub mod calendar;
pub mod date;
pub mod diagnostic;
pub mod glyph;
pub mod identification;
pub mod identify;
pub mod leads;
pub mod notation;
pub mod observation;
pub mod render;
pub mod sample;
pub mod tables;
pub mod weights;
