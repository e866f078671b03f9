//! Runs every seed through its target: what was found once stays found, without cargo-fuzz.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use targets::TARGETS;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

/// The seeds of a target.
fn seeds(name: &str) -> Vec<PathBuf> {
    let list = fs::read_dir(folder().join("seeds").join(name)).unwrap();
    let mut seeds: Vec<PathBuf> = list.map(|entry| entry.unwrap().path()).collect();
    seeds.sort();
    seeds
}

#[test]
fn every_seed_passes() {
    let mut failed = Vec::new();
    for (name, _) in TARGETS {
        let seeds = seeds(name);
        assert!(seeds.len() >= 8, "{name} has {} seeds", seeds.len());
        for seed in seeds {
            let bytes = fs::read(&seed).unwrap();
            if catch_unwind(|| targets::run(name, &bytes)).is_err() {
                failed.push(seed.display().to_string());
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A seed that its target refuses at the door tests nothing: cut short at any byte, it is harmless all the same.
#[test]
fn seeds_cut_short_are_harmless() {
    for (name, _) in TARGETS
        .iter()
        .filter(|(name, _)| !matches!(*name, "tables" | "identify"))
    {
        for seed in seeds(name) {
            let bytes = fs::read(&seed).unwrap();
            for end in (0..bytes.len()).step_by(1 + bytes.len() / 50) {
                targets::run(name, &bytes[..end]);
            }
        }
    }
}

/// Seeds are read by people, and cloned by everybody.
#[test]
fn seeds_are_small() {
    for (name, _) in TARGETS {
        for seed in seeds(name) {
            let size = fs::metadata(&seed).unwrap().len();
            assert!(size <= 8 << 10, "{} has {size} bytes", seed.display());
        }
    }
}

/// Each target has a program for cargo-fuzz and is named in its manifest.
#[test]
fn every_target_has_its_program() {
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    let mut programs: Vec<String> = fs::read_dir(folder().join("run"))
        .unwrap()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    programs.sort();
    assert_eq!(
        programs,
        TARGETS.iter().map(|target| target.0).collect::<Vec<_>>()
    );
    for name in programs {
        assert!(manifest.contains(&format!("path = \"run/{name}.rs\"")), "{name}");
        let program = fs::read_to_string(folder().join("run").join(format!("{name}.rs"))).unwrap();
        assert!(
            program.contains(&format!("targets::run(\"{name}\", bytes)")),
            "{name}"
        );
    }
}
