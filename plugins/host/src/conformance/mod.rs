//! Whether a plugin keeps the contract: sixteen checks, each with a code that does not change.
//!
//! `headstamp plugins check FILE` runs them. Authors run them in `cargo test` with [`test_main`]. The file
//! need not be trusted; it runs in the sandbox like any plugin.

mod behaviour;
mod code;
mod samples;
mod subject;
mod symbols;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use headstamp_plugin_api::wire::{Item, Manifest};
use serde::Serialize;

pub use self::code::Code;
pub use self::samples::{Golden, read_golden};
use crate::config::HostConfig;
use crate::inspect::candidate;
use crate::refusal::Refusal;

type TableSource = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// What a plugin is checked with.
pub struct Options {
    /// The worker's program, deadlines and limits. Directories and locks are not used.
    pub host: HostConfig,
    /// Tables for `needs_data`, as in [`Host::start`](crate::Host::start).
    pub tables: TableSource,
    /// Ids of the sources that evidence may name; `None`: any.
    pub sources: Option<BTreeSet<String>>,
    /// Further items to ask about, besides a few that are always asked.
    pub items: Vec<Item>,
    /// Batches with the expected answers.
    pub golden: Vec<Golden>,
}

impl Options {
    /// No tables, any sources, the items that are always asked.
    pub fn new(host: HostConfig) -> Self {
        Self {
            host,
            tables: Box::new(|_| None),
            sources: None,
            items: Vec::new(),
            golden: Vec::new(),
        }
    }
}

/// The outcome of all checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The file.
    pub path: PathBuf,
    /// What the plugin says of itself, if it got so far.
    pub manifest: Option<Manifest>,
    /// One for each code, in order.
    pub findings: Vec<Finding>,
}

/// The outcome of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check.
    pub code: Code,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, or why it was not looked for. May be empty.
    pub detail: String,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// As it should be.
    Passed,
    /// Not as it should be.
    Failed,
    /// Could not be looked at.
    Skipped,
}

/// Runs all checks on a file.
///
/// # Errors
/// When the file cannot be taken for a plugin at all: no such file, or a name that says no id.
pub fn check(path: &Path, options: Options) -> Result<Report, Refusal> {
    let file = candidate(path)?;
    let mut report = Report {
        path: file.path.clone(),
        manifest: None,
        findings: Vec::new(),
    };
    symbols::check(&file.path, &mut report);
    behaviour::check(file, options, &mut report);
    for code in Code::ALL {
        if !report.findings.iter().any(|finding| finding.code == code) {
            report.skip(code, "an earlier failure stands in the way");
        }
    }
    report.findings.sort_by_key(|finding| finding.code);
    Ok(report)
}

/// The whole of a `harness = false` test in a plugin's crate: finds the library that cargo built beside the
/// test, checks it, with the golden batches of `folder` if there is one, prints the report, and is its own
/// worker.
///
/// Cargo builds the library for its own tests only if its `crate-type` is `["cdylib", "rlib"]`.
///
/// ```no_run
/// fn main() -> std::process::ExitCode { headstamp_plugin_host::conformance::test_main("soviet",
/// concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance")) }
/// ```
pub fn test_main(id: &str, folder: impl AsRef<Path>) -> ExitCode {
    if crate::is_worker() {
        return crate::worker_main();
    }
    let outcome = std::env::current_exe()
        .map_err(|error| error.to_string())
        .and_then(|exe| {
            let library = exe.with_file_name(crate::file_name(id));
            let mut options = Options::new(HostConfig::new(exe));
            options.golden = read_golden(folder.as_ref())?;
            check(&library, options).map_err(|refusal| refusal.to_string())
        });
    match outcome {
        Ok(report) => {
            println!("{report}");
            if report.passed() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

impl Report {
    /// Whether no check failed.
    pub fn passed(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.outcome != Outcome::Failed)
    }

    fn pass(&mut self, code: Code, detail: impl Into<String>) {
        self.findings.push(Finding {
            code,
            outcome: Outcome::Passed,
            detail: detail.into(),
        });
    }

    fn fail(&mut self, code: Code, detail: impl Into<String>) {
        self.findings.push(Finding {
            code,
            outcome: Outcome::Failed,
            detail: detail.into(),
        });
    }

    fn skip(&mut self, code: Code, why: impl Into<String>) {
        self.findings.push(Finding {
            code,
            outcome: Outcome::Skipped,
            detail: why.into(),
        });
    }

    fn note(&mut self, code: Code, outcome: Result<String, String>) {
        match outcome {
            Ok(detail) => self.pass(code, detail),
            Err(detail) => self.fail(code, detail),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding {
            code,
            outcome,
            detail,
        } in &self.findings
        {
            let outcome = match outcome {
                Outcome::Passed => "passed ",
                Outcome::Failed => "FAILED ",
                Outcome::Skipped => "skipped",
            };
            write!(f, "{code} {outcome} {}", code.title())?;
            if !detail.is_empty() {
                write!(f, ": {detail}")?;
            }
            writeln!(f)?;
        }
        let count = |outcome| {
            self.findings
                .iter()
                .filter(|finding| finding.outcome == outcome)
                .count()
        };
        for code in self
            .findings
            .iter()
            .filter(|finding| finding.outcome == Outcome::Failed)
            .map(|finding| finding.code)
        {
            writeln!(f, "{code}: {}", code.help())?;
        }
        write!(
            f,
            "{} passed, {} failed, {} skipped",
            count(Outcome::Passed),
            count(Outcome::Failed),
            count(Outcome::Skipped)
        )
    }
}
