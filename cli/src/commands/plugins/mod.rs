//! `plugins`: which plugins are loaded, from where, locked in how far; starting one, checking it, trusting it.

mod check;
mod list;
mod new;
mod trust;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::args::{Global, ItemFormat};
use crate::exit::Outcome;

#[derive(Debug, Args)]
pub(crate) struct Plugins {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the plugins that would be asked, and the files that are refused
    List {
        /// text or json
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: ItemFormat,
    },
    /// Start a plugin of your own: a Rust crate that builds, keeps the contract and reads something
    New(new::New),
    /// Check whether a plugin keeps the contract (codes HSP01 to HSP16)
    Check {
        /// The library
        file: PathBuf,
        /// A folder with batches and their expected answers
        #[arg(long, value_name = "DIR")]
        golden: Option<PathBuf>,
        /// text or json
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: ItemFormat,
    },
    /// Trust a file: put its hash into your lock file, so that it may be loaded
    Trust {
        /// The library
        file: PathBuf,
        /// A folder it may read (repeatable)
        #[arg(long, value_name = "DIR")]
        reads: Vec<PathBuf>,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
}

pub(crate) fn run(global: &Global, plugins: &Plugins) -> Outcome {
    match &plugins.what {
        What::List { format } => list::run(global, *format),
        What::New(arguments) => new::run(arguments),
        What::Check { file, golden, format } => check::run(global, file, golden.as_deref(), *format),
        What::Trust { file, reads, yes } => trust::run(global, file, reads, *yes),
    }
}
