//! One marking from start to exit, against a program that does nothing: `cargo bench -p headstamp --bench startup`.
//!
//! The programs take turns, so that whatever else the machine does disturbs all of them; medians are compared.

#![allow(clippy::expect_used, clippy::panic, missing_docs, unreachable_pub, dead_code)]

mod support;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use support::{clean, folder, headstamp, judged, median, run, verdict};

/// A program that does nothing, made by the compiler that made this one.
fn bare() -> Option<PathBuf> {
    let built = folder("bench-startup").join(format!("bare{}", std::env::consts::EXE_SUFFIX));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/bare.rs");
    let mut compiler = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    compiler
        .args(["--edition", "2024", "-O", source, "-o"])
        .arg(&built);
    compiler.status().is_ok_and(|s| s.success()).then_some(built)
}

fn main() -> ExitCode {
    let Some(bare) = bare() else {
        println!("not run: there is no rustc to make the bare program with");
        return ExitCode::SUCCESS;
    };
    let one = |more: &[&str]| {
        let mut command = headstamp();
        command
            .args(["identify", "945 11", "--calibre", "7.62x54R"])
            .args(more);
        command
    };
    let mut programs = [
        ("a bare program", clean(Command::new(bare)), None),
        ("identify --no-plugins", one(&["--no-plugins"]), Some(1.5)),
        ("identify, all plugins", one(&[]), Some(8.0)),
    ];
    let rounds = if judged() { 200 } else { 2 };
    let mut times = vec![Vec::new(); programs.len()];
    for _ in 0..rounds {
        for (program, times) in programs.iter_mut().zip(&mut times) {
            times.push(run(&mut program.1));
        }
    }
    let medians: Vec<_> = times.iter_mut().map(|t| median(t)).collect();
    let mut kept = true;
    for ((name, _, bar), took) in programs.iter().zip(&medians) {
        println!("{name}: {took:.0?}");
        if let Some(bar) = bar {
            kept &= verdict(
                "times a bare program",
                took.as_secs_f64() / medians[0].as_secs_f64(),
                *bar,
                false,
            );
        }
    }
    if kept || !judged() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
