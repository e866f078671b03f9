//! `tables check`: every mistake of every file at once.

use clap::{Args, ValueEnum};
use headstamp_core::diagnostic::Severity;
use headstamp_core::tables::Tables;
use headstamp_core::tables::check::{RawFile, Report};

use super::{Folder, files};
use crate::exit::{BAD_TABLES, Failure, Outcome};
use crate::text::diagnostics::{self, Texts};

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    folder: Folder,
    /// text, json, github (annotations of a workflow) or sarif
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Exit with 78 on warnings too
    #[arg(long)]
    deny_warnings: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Github,
    Sarif,
}

pub(super) fn run(check: &Check) -> Outcome {
    let raw = files::read(&check.folder.dir)?;
    let report = report(&raw)?;
    let texts = Texts::of(&raw, &check.folder.dir);
    match check.format {
        Format::Text => {
            anstream::print!("{}", diagnostics::text(&report.found, &texts, true));
            anstream::println!("{}", summary(&report));
        }
        Format::Json => anstream::println!("{:#}", diagnostics::json(&report.found, &texts)),
        Format::Github => anstream::print!("{}", diagnostics::github(&report.found, &texts)),
        Format::Sarif => anstream::println!("{:#}", diagnostics::sarif(&report.found, &texts)),
    }
    let bad = report
        .found
        .iter()
        .any(|d| check.deny_warnings || d.severity == Severity::Error);
    Ok(if bad { BAD_TABLES } else { 0 })
}

/// Checks whole tables by themselves, and additions over the shipped ones.
pub(super) fn report(raw: &[RawFile]) -> Result<Report, Failure> {
    let bad = |e: &dyn std::fmt::Display| Failure::new(BAD_TABLES, e.to_string());
    let shipped = Tables::open(headstamp_reference_data::TABLES).map_err(|e| bad(&e))?;
    let base = if files::is_whole(raw) {
        None
    } else {
        Some(&shipped)
    };
    headstamp_core::tables::check::check(raw, base).map_err(|e| bad(&e))
}

fn summary(report: &Report) -> String {
    let files = diagnostics::count(report.files, "file");
    let examples = diagnostics::count(report.examples, "example");
    format!(
        "{}; {files} and {examples} checked",
        diagnostics::totals(&report.found)
    )
}
