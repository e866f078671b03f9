//! `collection`: recorded items kept in one file that travels.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use headstamp_collections::Stamp;
use headstamp_collections::rows::COLUMNS;

use super::analyse::{By, WHO};
use crate::args::{Global, ItemFormat, RowFormat};
use crate::exit::{Failure, Outcome};

mod add;
mod alerts;
mod declare;
mod export;
mod identify;
mod list;
mod reidentify;
mod show;
mod verify;

#[derive(Clone, Debug, Args)]
pub(crate) struct Collection {
    #[command(subcommand)]
    what: What,
}

const EXAMPLES: &str = "\
Examples:
  headstamp collection new mali.hsc --title \"Recoveries, Mali\"
  headstamp collection add mali.hsc casings.xlsx --by \"A. Analyst\"
  headstamp collection list mali.hsc
  headstamp collection show mali.hsc C-0012
  headstamp collection verify mali.hsc
  headstamp collection export mali.hsc -o all.xlsx";

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Make an empty collection
    #[command(after_help = EXAMPLES)]
    New(New),
    /// Add the rows of files: all of a file or nothing, and no file twice
    #[command(after_help = columns())]
    Add(Add),
    /// Say what is in it: files, figures, log
    List(List),
    /// Show one row: as recorded, as identified, with its warnings and log entry
    Show(Show),
    /// Write all rows with their identification
    Export(Export),
    /// Check every row, photo hash and log entry against its hash
    Verify(Verify),
    /// Identify all rows again: show what would change, write it with --accept
    Reidentify(Reidentify),
    /// State what analyses then use: a national stock, a state stock, or a marker
    #[command(after_help = DECLARE)]
    Declare(Declare),
    /// End a declaration; it stays in the log
    Withdraw(Withdraw),
}

/// The names of columns that are understood.
fn columns() -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    format!(
        "Columns: {}.\nOne with marks must be there. Case, accents, spaces and _ do not matter, and many other English and \
         French names are understood; docs/collections.md has more. Any other column is kept and not used.",
        names.join(", ")
    )
}

const DECLARE: &str = "\
Kinds:
  baseline  what the armed forces hold everywhere: `analyse links` and `groups` do not link by it
  stock     what a state stock holds: `analyse supply --stock NAME` compares with it
  marker    a sample taken to point to a place, region, country or group: `analyse specific` holds it
            against the rows; it expires on the day of --until, or when it is seen elsewhere

Examples:
  headstamp collection declare mali.hsc baseline army --national-force --by \"A. Analyst\"
  headstamp collection declare mali.hsc stock depot --rows depot-list.csv --note \"inspection of May 2020\"
  headstamp collection declare mali.hsc marker egypt --sample \"7.62x39mm|27|15\" --with Mopti --until 2020-12-31";

#[derive(Clone, Debug, Args)]
struct New {
    /// The file to make; nothing is ever overwritten
    file: PathBuf,
    /// What the collection is
    #[arg(long, default_value = "")]
    title: String,
    #[command(flatten)]
    who: Who,
}

/// Who changes a collection.
#[derive(Clone, Debug, Args)]
struct Who {
    /// Your name in the log; the name of the user when left out
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

impl Who {
    fn stamp(&self) -> Result<Stamp, Failure> {
        let user = || {
            let named = |var| std::env::var(var).ok().filter(|v| !v.trim().is_empty());
            named("USER")
                .or_else(|| named("USERNAME"))
                .or_else(|| named("LOGNAME"))
        };
        match self.by.clone().or_else(user) {
            Some(by) => Ok(Stamp::now(by.trim())),
            None => Err(Failure::usage(
                "say who you are with --by NAME; it goes into the log",
            )),
        }
    }
}

#[derive(Clone, Debug, Args)]
struct Add {
    /// The collection
    file: PathBuf,
    /// Files with rows: CSV, TSV, JSON Lines, XLSX, XLS, ODS
    #[arg(required = true, value_name = "ROWS")]
    rows: Vec<PathBuf>,
    /// Format of the files; taken from their names when left out
    #[arg(long, value_name = "FORMAT")]
    from: Option<RowFormat>,
    /// The sheet of a workbook; else the one with the best header
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// A folder with the photographs: hashes are held against the files
    #[arg(long, value_name = "DIR")]
    photos: Option<PathBuf>,
    /// Leave out rows without an id that equal a row of another file
    #[arg(long)]
    skip_equal: bool,
    /// A remark about the file
    #[arg(long)]
    note: Option<String>,
    /// Say what would be added and keep nothing
    #[arg(long)]
    dry_run: bool,
    /// Say nothing of what was not in the collection before
    #[arg(long)]
    no_alerts: bool,
    /// Alerts count rows fired by these: attacker, national-force, mission, unknown, not-recorded, all
    #[arg(long, value_name = "WHO", value_delimiter = ',', default_value = "attacker", value_parser = WHO)]
    fired_by: Vec<String>,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ItemFormat,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    who: Who,
}

#[derive(Clone, Debug, Args)]
struct List {
    /// The collection
    file: PathBuf,
    /// The log too
    #[arg(long)]
    log: bool,
    /// All warnings too
    #[arg(long)]
    warnings: bool,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ItemFormat,
}

#[derive(Clone, Debug, Args)]
struct Show {
    /// The collection
    file: PathBuf,
    /// The id of a row as recorded, or #N for record number N
    id: String,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ItemFormat,
}

#[derive(Clone, Debug, Args)]
struct Export {
    /// The collection
    file: PathBuf,
    /// Where to write; standard output when left out
    #[arg(long, short, value_name = "OUT")]
    output: Option<PathBuf>,
    /// csv, tsv, jsonl or xlsx; taken from the name of OUT, else csv
    #[arg(long, value_name = "FORMAT")]
    format: Option<RowFormat>,
}

#[derive(Clone, Debug, Args)]
struct Verify {
    /// The collection
    file: PathBuf,
    /// A folder with the photographs, held against the hashes
    #[arg(long, value_name = "DIR")]
    photos: Option<PathBuf>,
    /// A hash of the log that was noted earlier: nothing before it may have changed
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Debug, Args)]
struct Reidentify {
    /// The collection
    file: PathBuf,
    /// Write the change
    #[arg(long)]
    accept: bool,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    who: Who,
}

#[derive(Clone, Debug, Args)]
struct Declare {
    /// The collection
    file: PathBuf,
    /// baseline, stock or marker
    kind: DeclareKind,
    /// Its name
    name: String,
    /// A sample key, as in `analyse samples` (repeatable)
    #[arg(long, value_name = "KEY")]
    sample: Vec<String>,
    /// A stock: a file of rows with marks and calibre, identified to samples, lots and packages
    #[arg(long, value_name = "FILE")]
    rows: Option<PathBuf>,
    /// A stock: the samples recorded with the national force
    #[arg(long)]
    national_force: bool,
    /// A marker: place, region, country or group; region when left out
    #[arg(long, value_name = "UNIT")]
    unit: Option<By>,
    /// A marker: which place, region, country or group it points to (repeatable)
    #[arg(long, value_name = "NAME")]
    with: Vec<String>,
    /// A marker: first day of its window
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// A marker: the day with which it expires
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Where it is known from
    #[arg(long)]
    note: Option<String>,
    #[command(flatten)]
    who: Who,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DeclareKind {
    Baseline,
    Stock,
    Marker,
}

impl DeclareKind {
    fn word(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Stock => "stock",
            Self::Marker => "marker",
        }
    }
}

#[derive(Clone, Debug, Args)]
struct Withdraw {
    /// The collection
    file: PathBuf,
    /// Name or number of the declaration
    which: String,
    #[command(flatten)]
    who: Who,
}

pub(crate) fn run(global: &Global, command: &Collection) -> Outcome {
    match &command.what {
        What::New(n) => {
            let made = headstamp_collections::Collection::create(&n.file, &n.title, &n.who.stamp()?)?;
            anstream::eprintln!("headstamp: {} is ready", made.path().display());
            Ok(0)
        }
        What::Add(a) => add::run(global, a),
        What::List(l) => list::run(l),
        What::Show(s) => show::run(s),
        What::Export(e) => export::run(e),
        What::Verify(v) => verify::run(v),
        What::Reidentify(r) => reidentify::run(global, r),
        What::Declare(d) => declare::run(global, d),
        What::Withdraw(w) => declare::withdraw(w),
    }
}

/// `1 row`, `12 rows`.
fn count(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
