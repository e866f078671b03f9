//! `tables`: everything that people do with the reference tables besides asking them.

mod check;
mod files;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::args::Global;
use crate::exit::Outcome;

#[derive(Debug, Args)]
pub(crate) struct Tables {
    #[command(subcommand)]
    what: What,
}

/// A folder laid out like reference-data.
#[derive(Debug, Args)]
struct Folder {
    /// The folder: whole tables, or one that adds to the shipped ones
    #[arg(value_name = "DIR", default_value = "reference-data")]
    dir: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Find every mistake in a folder of tables
    #[command(after_help = "Each code has a page: docs/diagnostics/HSnnn.md\nExit codes: 0 no error, 66 no such folder, 78 errors")]
    Check(check::Check),
}

pub(crate) fn run(_: &Global, tables: &Tables) -> Outcome {
    match &tables.what {
        What::Check(c) => check::run(c),
    }
}
