//! Whole-program tests: the built program, with its plugins and shipped tables, as a user runs it.
//!
//! - `identify`: what a person sees for one item, for some seventy headstamps of all kinds.
//! - `batch`: collections with everything that goes wrong in them.
//! - `commands`: every other command, and every exit code.
//! - `corpus`: documented headstamps; how many are right, ambiguous, unknown, wrong.
//! - `contract`: the JSON against its schema, the bundled plugins against their list.

mod batch;
mod commands;
mod contract;
mod corpus;
mod identify;
mod program;
