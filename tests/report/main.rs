//! The demonstration collection through the whole program: what a published study found must come out again, and the
//! page must be fit to be read.

// A test that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod browser;
mod demonstration;
mod page;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use headstamp_collections::Collection;
use headstamp_collections::analyse::Facts;

/// Runs the program.
fn headstamp(arguments: &[&str]) -> Output {
    let out = Command::new(env!("CARGO_BIN_EXE_headstamp"))
        .args(arguments)
        .args(["--no-user-data"])
        .env("HEADSTAMP_PLUGIN_PATIENCE", "60")
        .output()
        .expect("the program starts");
    assert!(
        out.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    out
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// The demonstration collection, made once: nine files, a year each.
fn collection() -> &'static Path {
    static MADE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = MADE.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        headstamp_demonstration::synthetic(dir.path(), headstamp_demonstration::SEED, false)
            .expect("the demonstration is written");
        let path = dir.path().join("demonstration.hsc");
        headstamp(&[
            "collection",
            "new",
            text(&path),
            "--by",
            "test",
            "--title",
            "SYNTHETIC: Mali",
        ]);
        let files: Vec<PathBuf> = (2014..=2022)
            .map(|y| dir.path().join(format!("synthetic-{y}.csv")))
            .collect();
        let mut add = vec!["collection", "add", text(&path), "--by", "test", "--quiet"];
        add.extend(files.iter().map(|f| text(f)));
        headstamp(&add);
        (dir, path)
    });
    path
}

fn facts() -> Facts {
    let collection = Collection::open_read(collection()).expect("the collection opens");
    Facts::read(&collection).expect("the facts are read")
}

/// A report of the demonstration.
fn report(arguments: &[&str]) -> String {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("report.html");
    let mut all = vec!["report", text(collection()), "-o", text(&out)];
    all.extend(arguments);
    headstamp(&all);
    std::fs::read_to_string(&out).expect("the page is there")
}
