//! `plugins`: which plugins are loaded, from where, locked in how far; checking a file, and trusting it.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Subcommand};
use headstamp_core::date::Day;
use headstamp_plugin_host::conformance::{self, Options, Outcome as Found};
use headstamp_plugin_host::{Lock, inspect};

use crate::args::{Global, ItemFormat};
use crate::data::Data;
use crate::exit::{BAD_INPUT, Failure, NO_INPUT, Outcome, PLUGIN};
use crate::session::{Session, host_config, table, user_lock};
use crate::text::layout::{STRONG, paint, paragraph, width};

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
        What::List { format } => list(global, *format),
        What::Check { file, golden, format } => check(global, file, golden.as_deref(), *format),
        What::Trust { file, reads, yes } => trust(global, file, reads, *yes),
    }
}

fn list(global: &Global, format: ItemFormat) -> Outcome {
    let data = Arc::new(Data::load(global)?);
    let session = Session::start(global, &data, true)?;
    let list = session.plugins();
    if format != ItemFormat::Text {
        println!("{}", serde_json::to_string_pretty(&list)?);
        return Ok(0);
    }
    for p in &list {
        let sandbox = p
            .sandbox
            .as_ref()
            .map_or_else(|| "not started".to_owned(), ToString::to_string);
        let origin = if p.development_unlocked {
            "development, unlocked".to_owned()
        } else {
            format!("{:?}", p.origin).to_lowercase()
        };
        anstream::println!("{}  {}  {}", paint(STRONG, &p.id), p.version, p.name);
        anstream::println!("    {origin}; sandbox {sandbox}; licence {}", p.licence);
        if !p.sha256.is_empty() {
            anstream::println!("    sha256 {}", p.sha256);
        }
    }
    let (_, refused) = session.complaints();
    for text in &refused {
        anstream::println!("{text}");
    }
    if list.is_empty() && refused.is_empty() {
        anstream::println!("no plugins");
    }
    Ok(0)
}

fn check(global: &Global, file: &Path, golden: Option<&Path>, format: ItemFormat) -> Outcome {
    let data = Arc::new(Data::load(global)?);
    let sources: BTreeSet<String> = data
        .tables()?
        .set()
        .sources
        .iter()
        .map(|s| s.id.to_string())
        .collect();
    let mut options = Options::new(host_config(global));
    let for_tables = Arc::clone(&data);
    options.tables = Box::new(move |name| table(&for_tables, name));
    options.sources = Some(sources);
    if let Some(folder) = golden {
        options.golden = conformance::read_golden(folder).map_err(|e| Failure::new(BAD_INPUT, e))?;
    }
    let report = conformance::check(file, options).map_err(|r| Failure::new(PLUGIN, r.to_string()))?;
    if format == ItemFormat::Text {
        for f in &report.findings {
            let mark = match f.outcome {
                Found::Failed => "FAILED",
                Found::Passed => "ok",
                _ => "not run",
            };
            let mut text = String::new();
            let detail = if f.detail.is_empty() {
                String::new()
            } else {
                format!(": {}", f.detail)
            };
            paragraph(
                &mut text,
                width(),
                0,
                4,
                &format!("{} {mark}  {}{detail}", f.code, f.code.title()),
            );
            if f.outcome == Found::Failed {
                paragraph(&mut text, width(), 4, 0, f.code.help());
            }
            anstream::print!("{text}");
        }
    } else {
        println!("{}", serde_json::to_string_pretty(&report)?);
    }
    Ok(if report.passed() { 0 } else { PLUGIN })
}

fn trust(global: &Global, file: &Path, reads: &[PathBuf], yes: bool) -> Outcome {
    let path = user_lock()
        .ok_or_else(|| Failure::new(NO_INPUT, "there is no home folder to keep plugins.lock in"))?;
    let found = inspect(&host_config(global), file).map_err(|r| Failure::new(PLUGIN, r.to_string()))?;
    anstream::println!(
        "{}  {}  {}",
        paint(STRONG, &found.manifest.id),
        found.manifest.version,
        found.manifest.name
    );
    anstream::println!("    file    {}", found.path.display());
    anstream::println!("    sha256  {}", found.sha256);
    anstream::println!(
        "    licence {}; sandbox {}",
        found.manifest.licence,
        found.sandbox
    );
    if !yes {
        if !io::stdin().is_terminal() {
            return Err(Failure::usage("add --yes to trust it without being asked"));
        }
        anstream::eprint!("Compare the hash with the one its author publishes. Trust this file? [y/N] ");
        io::stderr().flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        if !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "o" | "oui") {
            anstream::println!("not trusted");
            return Ok(0);
        }
    }
    let bad = |e: String| Failure::new(BAD_INPUT, format!("{}: {e}", path.display()));
    let mut lock = if path.is_file() {
        Lock::read(&path).map_err(bad)?
    } else {
        Lock::default()
    };
    let before = lock.insert(found.entry(&today(), reads.to_vec()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| bad(e.to_string()))?;
    }
    lock.write(&path).map_err(|e| bad(e.to_string()))?;
    match before {
        Some(old) if old.sha256 != found.sha256 => {
            anstream::println!(
                "trusted, in place of {} (trusted on {})",
                old.sha256,
                old.trusted_on
            );
        }
        _ => anstream::println!("trusted; kept in {}", path.display()),
    }
    Ok(0)
}

/// The day in universal time, `YYYY-MM-DD`.
fn today() -> String {
    let days = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| d.as_secs() / 86_400);
    Day(Day::new(1970, 1, 1).0 + i32::try_from(days).unwrap_or(0)).to_string()
}
