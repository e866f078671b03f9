//! The command line.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

/// What the program answers with, in `--help` and the manual page.
const EXIT_CODES: &str = "\
Exit codes:
  0   done, whatever the verdicts
  1   a verdict that --fail-on names
  2   wrong usage
  65  input that cannot be read (in a batch: the other rows are done and written)
  66  no such input
  70  internal error
  75  a plugin failed or one you trusted is refused, the result is incomplete
  78  bad tables or configuration";

/// Identifies ammunition by its headstamp: which producer, state, year and calibre, how sure, what else it could be,
/// and on whose authority.
#[derive(Debug, Parser)]
#[command(name = "headstamp", version, after_help = EXIT_CODES, propagate_version = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// Tables of your own, added to the shipped ones; rows of the same id replace them (repeatable)
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) data: Vec<PathBuf>,
    /// Ignore the tables in your data directory
    #[arg(long, global = true)]
    pub(crate) no_user_data: bool,
    /// Ask no plugin
    #[arg(long, global = true)]
    pub(crate) no_plugins: bool,
    /// Look for plugins here first (repeatable)
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) plugin_dir: Vec<PathBuf>,
    /// Ask only this plugin (repeatable)
    #[arg(long, value_name = "ID", global = true)]
    pub(crate) plugin: Vec<String>,
    /// Refuse plugins that cannot be isolated at least this well
    #[arg(long, value_name = "LEVEL", global = true)]
    pub(crate) require_sandbox: Option<Sandbox>,
    /// Wait so many times as long for plugins before they are ended: for slow machines
    #[arg(
        long,
        value_name = "TIMES",
        default_value_t = 1,
        value_parser = clap::value_parser!(u32).range(1..=100),
        env = "HEADSTAMP_PLUGIN_PATIENCE",
        hide_env_values = true,
        global = true
    )]
    pub(crate) plugin_patience: u32,
    /// Exit with 0 although a plugin failed or was refused
    #[arg(long, global = true)]
    pub(crate) allow_incomplete: bool,
    /// Colours: auto, always, never. NO_COLOR is honoured
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: Colour,
    /// Language of the sentences (a file of reference-data/messages)
    #[arg(long, value_name = "LANG", default_value = "en", global = true)]
    pub(crate) lang: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sandbox {
    /// A process of its own
    Process,
    /// Files, network and programs closed off as far as the system can
    Partial,
    /// Everything closed off
    Full,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

/// `headstamp identify` by itself. Building the whole command line costs as much as an identification; this is the
/// command that is run by hand thousands of times.
#[derive(Debug, Parser)]
#[command(name = "headstamp identify", bin_name = "headstamp identify", version, about = "Identify one item by its marks", after_help = IDENTIFY_EXAMPLES)]
pub(crate) struct Identify {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(flatten)]
    pub(crate) item: Item,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Identify one item by its marks
    #[command(after_help = IDENTIFY_EXAMPLES)]
    Identify(Item),
    /// Identify every row of a collection (CSV, TSV, JSON Lines, XLSX, XLS, ODS)
    #[command(after_help = BATCH_EXAMPLES)]
    Batch(Batch),
    /// Keep recorded items in one file: add, look, check, export, identify again
    Collection(crate::commands::collection::Collection),
    /// Write a collection as one printable page (HTML; --lang en or fr)
    Report(crate::commands::report::Report),
    /// Analyse a collection: samples, producers, first records, links, spread …
    #[command(after_help = crate::commands::analyse::EXAMPLES)]
    Analyse(Box<crate::commands::analyse::Analyse>),
    /// Write an empty recording sheet as a workbook (--lang en or fr)
    Form(crate::commands::form::Form),
    /// Draw a headstamp as it was recorded (SVG)
    #[command(after_help = DRAW_EXAMPLES)]
    Draw(crate::commands::draw::Draw),
    /// Say why, and why not the runner-up
    Explain(Item),
    /// Browse producers and their marks
    Producers(Browse),
    /// Browse diversion events
    Events(Browse),
    /// Browse sources
    Sources(Browse),
    /// Browse calibres and their spellings
    Calibres(Browse),
    /// Check and extend the reference tables
    Tables(crate::commands::tables::Tables),
    /// Start, check, trust and list plugins
    Plugins(crate::commands::plugins::Plugins),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

const IDENTIFY_EXAMPLES: &str = "\
Examples:
  headstamp identify \"945 11\" --calibre 7.62x54R
  headstamp identify 12:945 6:11           clock positions
  headstamp identify \"(10) 84\"             a mark in a circle
  headstamp identify \"9?5 11\"              one character not readable
  headstamp identify \"no-code 02\"          looked, no producer mark
  headstamp identify blank                 looked, nothing stamped
  headstamp identify                       asks position by position
  headstamp identify -                     reads markings from standard input, one a line";

const DRAW_EXAMPLES: &str = "\
Examples:
  headstamp draw 12:945 6:11 -o 945-11.svg
  headstamp draw \"(10) 84\" > 10-84.svg        a mark in a circle
  headstamp draw \"12:{star} 6:٢٧ 3:9?5\"       signs, scripts, what could not be read";

const BATCH_EXAMPLES: &str = "\
Examples:
  headstamp batch casings.csv -o result.csv     your columns, with columns of the answer added
  headstamp batch casings.xlsx -o result.xlsx   workbook in, workbook out, marks kept as text
  headstamp batch casings.csv > result.jsonl    one JSON object a row
  headstamp batch - --from csv --format jsonl   from standard input";

#[derive(Clone, Debug, Args)]
pub(crate) struct Item {
    /// The marks as stamped; `-` reads markings from standard input
    #[arg(value_name = "MARKS")]
    pub(crate) marks: Vec<String>,
    /// The calibre, measured or read, however you write it
    #[arg(long, short, value_name = "CALIBRE")]
    pub(crate) calibre: Option<String>,
    /// What the item is
    #[arg(long, value_name = "KIND", default_value = "case")]
    pub(crate) item: String,
    /// When it was recovered: YYYY-MM-DD, YYYY-MM or YYYY
    #[arg(long, value_name = "DATE")]
    pub(crate) recovered: Option<String>,
    /// Where it was recovered: ISO code of the country
    #[arg(long, value_name = "CC")]
    pub(crate) country: Option<String>,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ItemFormat,
    /// Exit with 1 on these verdicts
    #[arg(long, value_name = "VERDICT", value_delimiter = ',', action = ArgAction::Append)]
    pub(crate) fail_on: Vec<Verdict>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ItemFormat {
    Text,
    Json,
    Jsonl,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verdict {
    Ambiguous,
    Unknown,
    Unreadable,
}

impl Verdict {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
            Self::Unreadable => "unreadable",
        }
    }
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Batch {
    /// The collection; `-` for standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Where to write; standard output when left out
    #[arg(long, short, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Format of the answer; taken from the name of OUT, else jsonl
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<RowFormat>,
    /// Format of the collection; taken from its name, else csv
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<RowFormat>,
    /// The sheet of a workbook; else the one with the best header
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// Put the sentences of the evidence into every row (jsonl)
    #[arg(long)]
    pub(crate) evidence: bool,
    /// Threads that weigh markings; as many as there are processors when left out. The answers are the same
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<std::num::NonZeroUsize>,
    /// Show no progress
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Exit with 1 on these verdicts
    #[arg(long, value_name = "VERDICT", value_delimiter = ',', action = ArgAction::Append)]
    pub(crate) fail_on: Vec<Verdict>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    Csv,
    Tsv,
    Jsonl,
    /// A workbook; ODS and XLS are read as well
    Xlsx,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Browse {
    #[command(subcommand)]
    pub(crate) what: Option<BrowseWhat>,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text", global = true)]
    pub(crate) format: ItemFormat,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum BrowseWhat {
    /// List all, or those of one country
    List {
        /// ISO code of the country
        #[arg(long, value_name = "CC")]
        country: Option<String>,
    },
    /// Show one
    Show {
        /// Its id
        id: String,
    },
    /// Search names, marks, places and texts
    Search {
        /// Words
        #[arg(required = true)]
        words: Vec<String>,
    },
}
