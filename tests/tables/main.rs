//! The tables as contributors meet them: bad contributions, the shipped tables, formatting, schemas, documentation.

mod bad_data;
mod commands;
mod documentation;
mod formatting;
mod schemas;
mod shipped;
mod world;
