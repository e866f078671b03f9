//! The tables as contributors meet them: bad contributions, the shipped tables, formatting, schemas, documentation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test that cannot go on has failed

mod bad_data;
mod commands;
mod documentation;
mod formatting;
mod schemas;
mod shipped;
mod world;
