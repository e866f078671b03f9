//! `tables`: everything that people do with the reference tables besides asking them.

mod check;
mod diff;
mod files;
mod fmt;
mod new;
mod revision;
mod stats;

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
    #[command(
        after_help = "Each code has a page: docs/diagnostics/HSnnn.md\nExit codes: 0 no error, 66 no such folder, 78 errors"
    )]
    Check(check::Check),
    /// Write every table of a folder the one way; comments stay
    Fmt(fmt::Fmt),
    /// Start a new producer, source, event or calibre; asks for what is not given
    New(Box<new::New>),
    /// Show which verdicts differ from those of other tables or of an earlier revision
    Diff(diff::Diff),
    /// Count what the tables cover, and on whose authority
    Stats(stats::Arguments),
}

pub(crate) fn run(_: &Global, tables: &Tables) -> Outcome {
    match &tables.what {
        What::Check(c) => check::run(c),
        What::Fmt(f) => fmt::run(f),
        What::New(n) => new::run(n),
        What::Diff(d) => diff::run(d),
        What::Stats(s) => stats::run(s),
    }
}
