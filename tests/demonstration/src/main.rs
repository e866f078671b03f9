//! Writes the demonstration collections; the library says what is in them.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use headstamp_demonstration::{SEED, documented, synthetic};

/// Writes the demonstration collections as CSV that `headstamp collection add` takes
#[derive(Parser)]
struct Arguments {
    /// The folder to write to
    #[arg(long, short, value_name = "DIR")]
    output: PathBuf,
    /// Another seed gives other rows of the same shape
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// One row for each casing instead of one for equal casings of an incident
    #[arg(long)]
    single: bool,
    /// The folder reference-data, for the documented cases
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference-data"))]
    tables: PathBuf,
}

fn main() -> ExitCode {
    let a = Arguments::parse();
    match synthetic(&a.output, a.seed, a.single).and_then(|()| documented(&a.output, &a.tables)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("demonstration: {e}");
            ExitCode::FAILURE
        }
    }
}
