//! `report`: a collection as one page.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use headstamp_collections::Collection;
use headstamp_collections::report::{Lang, Options, html};
use headstamp_core::date::Day;

use super::observe;
use crate::args::Global;
use crate::data::Data;
use crate::exit::{Failure, Outcome};
use crate::progress::Progress;
use crate::target::Target;

/// The arguments of `report`.
#[derive(Clone, Debug, Args)]
pub(crate) struct Report {
    /// The collection
    collection: PathBuf,
    /// Where to write the page
    #[arg(long, short, value_name = "OUT")]
    output: PathBuf,
    /// List production after this day: YYYY-MM-DD, or YYYY-MM or YYYY for the last day of it
    #[arg(long, value_name = "DATE")]
    cutoff: Option<String>,
    /// Only what was recovered in this country: ISO code or name (repeatable)
    #[arg(long, value_name = "CC")]
    theatre: Vec<String>,
    /// Whose items count (repeatable); attackers when left out
    #[arg(long, value_name = "WHO", value_parser = ["attacker", "national-force", "mission", "unknown", "not-recorded", "all"])]
    fired_by: Vec<String>,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
}

pub(crate) fn run(global: &Global, report: &Report) -> Outcome {
    let lang = Lang::of(&global.lang).ok_or_else(|| {
        Failure::usage(format!(
            "a report is written in en or fr, not in “{}”",
            global.lang
        ))
    })?;
    let cutoff = report.cutoff.as_deref().map(|text| {
        Day::parse_span(text).map(|span| span.to).ok_or_else(|| {
            Failure::usage(format!(
                "“{text}” is no day; write YYYY-MM-DD, for example 2012-12-20"
            ))
        })
    });
    let data = Data::load(global)?;
    let tables = data.tables()?;
    let options = Options {
        cutoff: cutoff.transpose()?,
        theatre: observe::countries(global, &report.theatre)?,
        fired_by: report.fired_by.clone(),
        lang,
    };
    let collection = Collection::open_read(&report.collection)?;
    let target = Target::of(&report.output, &collection)?;
    let progress = Progress::new(!report.quiet);
    let page = html(&collection, tables, &options, &|what| {
        progress.step(&format!("reading and writing: {what}"));
    });
    progress.clear();
    let page = page?;
    target.write(|file| Ok(file.write_all(page.as_bytes())?))?;
    anstream::eprintln!(
        "headstamp: {} is ready to be read or printed",
        report.output.display()
    );
    Ok(0)
}
