//! One whole identification, at the shipped tables: clean and noisy.
//!
//! `cargo bench -p headstamp-core --bench identify`. The bar is 100,000 a second on one core for a headstamp of two marks
//! with its calibre.

// A benchmark that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};

use divan::counter::ItemsCount;
use headstamp_core::identify::Identifier;
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::tables::{Builder, Tables};

fn main() {
    divan::main();
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference-data")
}

fn files(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut list: Vec<PathBuf> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    list.sort();
    for path in list {
        if path.is_dir() && !path.ends_with("embed") {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "toml") {
            out.push(path);
        }
    }
}

/// The shipped tables, and the headstamps of their examples with calibre.
fn shipped() -> (Vec<u8>, Vec<(String, String)>) {
    let (mut list, mut builder, mut examples) = (Vec::new(), Builder::new(), Vec::new());
    files(&root(), &mut list);
    for path in list {
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        if name.starts_with("producers") {
            let table: toml::Table = text.parse().unwrap();
            for mark in table.get("mark").and_then(|m| m.as_array()).into_iter().flatten() {
                for example in mark
                    .get("example")
                    .and_then(|m| m.as_array())
                    .into_iter()
                    .flatten()
                {
                    let text = |key: &str| {
                        example
                            .get(key)
                            .and_then(|v| v.as_str())
                            .unwrap_or_default()
                            .to_owned()
                    };
                    examples.push((text("headstamp"), text("calibre")));
                }
            }
        }
        if name != "Cargo.toml" && !name.starts_with("embed") {
            builder.add(name, text);
        }
    }
    (builder.build().unwrap().0.to_bytes().unwrap(), examples)
}

/// Runs over all headstamps of two marks with a calibre, changed by `change`.
fn run(bencher: divan::Bencher, change: impl Fn(&str) -> String) {
    let (bytes, examples) = shipped();
    let tables = Tables::open(&bytes).unwrap();
    let id = Identifier::new(tables);
    let observations: Vec<Observation> = examples
        .iter()
        .filter(|(_, calibre)| !calibre.is_empty())
        .filter_map(|(text, calibre)| {
            let marking = Marking::parse(&change(text)).ok()?;
            (marking.marks().len() == 2).then(|| Observation::of(marking).with_calibre(&tables, calibre))
        })
        .collect();
    assert!(observations.len() > 100, "{} examples", observations.len());
    bencher
        .counter(ItemsCount::new(observations.len()))
        .bench_local(|| {
            observations
                .iter()
                .map(|o| id.infer(divan::black_box(o), &[]).candidates.len())
                .sum::<usize>()
        });
}

#[divan::bench]
fn clean(bencher: divan::Bencher) {
    run(bencher, str::to_owned);
}

/// One sign read as another that looks like it.
#[divan::bench]
fn misread(bencher: divan::Bencher) {
    run(bencher, |text| {
        let pairs = [
            ('8', 'B'),
            ('0', 'O'),
            ('1', 'I'),
            ('5', 'S'),
            ('C', 'G'),
            ('P', 'R'),
            ('3', '8'),
        ];
        match text.chars().find_map(|c| pairs.iter().find(|(a, _)| *a == c)) {
            Some((a, b)) => text.replacen(*a, &b.to_string(), 1),
            None => text.to_owned(),
        }
    });
}

/// One sign not read.
#[divan::bench]
fn unread(bencher: divan::Bencher) {
    run(bencher, |text| {
        let mut signs: Vec<char> = text.chars().collect();
        if signs[0].is_alphanumeric() {
            signs[0] = '?';
        }
        signs.into_iter().collect()
    });
}
