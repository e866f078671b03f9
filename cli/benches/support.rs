//! What the benches share: the program, its peers, medians and verdicts.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program under measurement, in a clean environment.
pub fn headstamp() -> Command {
    clean(Command::new(env!("CARGO_BIN_EXE_headstamp")))
}

pub fn clean(mut command: Command) -> Command {
    for name in ["XDG_DATA_HOME", "HOME", "APPDATA"] {
        command.env(name, "/nonexistent");
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// From start to exit.
pub fn run(command: &mut Command) -> Duration {
    let begun = Instant::now();
    let status = command.status().expect("the program starts");
    let took = begun.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    took
}

/// Python, where it is there.
pub fn python() -> Option<&'static str> {
    ["python3", "python"].into_iter().find(|name| {
        let mut command = Command::new(name);
        command.args(["-c", "import csv, json"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|s| s.success())
    })
}

/// A folder of its own.
pub fn folder(name: &str) -> PathBuf {
    let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&dir).expect("a folder for the bench");
    dir
}

pub fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Whether figures count: `cargo bench`, not `cargo test`.
pub fn judged() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// Prints a figure against its bar; true when it is kept.
pub fn verdict(what: &str, figure: f64, bar: f64, least: bool) -> bool {
    let kept = if least { figure >= bar } else { figure <= bar };
    let word = if kept { "kept" } else { "MISSED" };
    let sign = if least { "at least" } else { "at most" };
    println!("  {what}: {figure:.2} (bar: {sign} {bar}) {word}");
    kept
}
