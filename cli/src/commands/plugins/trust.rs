//! `plugins trust`: the hash of a file goes into the user's lock file.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use headstamp_core::date::Day;
use headstamp_plugin_host::{Lock, inspect};

use crate::args::Global;
use crate::exit::{BAD_INPUT, Failure, NO_INPUT, Outcome, PLUGIN};
use crate::session::{host_config, user_lock};
use crate::text::layout::{STRONG, paint};

pub(super) fn run(global: &Global, file: &Path, reads: &[PathBuf], yes: bool) -> Outcome {
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
