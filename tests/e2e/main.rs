//! Whole-program tests: the built program, with its plugins and shipped tables, as a user runs it.
//!
//! - `identify`: what a person sees for one item, for some seventy headstamps of all kinds.
//! - `batch`: collections with everything that goes wrong in them.
//! - `analyse`: each analysis as text, JSON and CSV, on a small made-up case.
//! - `collection`: collections from an empty file to an export, 30 malformed files, and what a disk or a person can do.
//! - `commands`: every other command, and every exit code.
//! - `corpus`: documented headstamps; how many are right, ambiguous, unknown, wrong.
//! - `workers`: plugins that die while the program works.
//! - `author`: a new plugin, from `plugins new` to an answer that it takes part in.
//! - `boxes`: the items of a published brief, entered and decoded as far as its text allows.
//! - `documented`: the commands of docs/collections.md.
//! - `killed`: the program killed at a hundred moments while it adds a file.
//! - `contract`: the JSON against its schema, the bundled plugins against their list.

// A test that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod analyse;
mod author;
mod batch;
mod boxes;
mod bundled;
mod collection;
mod commands;
mod contract;
mod corpus;
mod documented;
mod identify;
mod killed;
mod made_up;
mod program;
mod workers;
