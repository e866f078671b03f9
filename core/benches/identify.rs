//! One whole identification, at the shipped tables: clean and noisy.
//!
//! `cargo bench -p headstamp-core --bench identify`. The bar is 100,000 a second on one core for a headstamp of two marks
//! with its calibre. Afterwards what nobody stamps is tried, from the text to the answer: it must be refused or answered
//! within 10 ms.

// A benchmark that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use divan::counter::ItemsCount;
use headstamp_core::identify::Identifier;
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::render::Detail;
use headstamp_core::tables::{Builder, Tables};

fn main() -> ExitCode {
    divan::main();
    // Figures count with `cargo bench`, not with `cargo test`, where one look is enough; a filter names one of the others.
    let judged = std::env::args().any(|a| a == "--bench");
    let filtered = std::env::args().skip(1).any(|a| !a.starts_with('-'));
    if filtered || pathological(judged) || !judged {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Longest that anything may take to be refused or answered.
const BAR: Duration = Duration::from_millis(10);

/// What nobody stamps, with a name: what is refused, and what is just let through.
fn nobody_stamps() -> Vec<(&'static str, String)> {
    let many = |part: &str, n: usize| part.repeat(n);
    let marks = |part: &str| [part; 24].join(" ");
    vec![
        ("a mark of 100,000 characters", many("9", 100_000)),
        ("a mark of 400 letters", many("ABCDEFGH", 50)),
        ("a mark of letters and stamps", many("kfgSt+", 60)),
        ("500 marks", many("9 ", 500)),
        ("24 marks of a digit", marks("1")),
        ("24 times a calibre", marks("10")),
        ("24 times what reads either way up", marks("66")),
        ("24 marks that could be joined", many("L C 0 4 ", 6)),
        ("400 unread signs", many("?", 400)),
        ("24 unread signs", marks("?")),
        ("24 marks with an unread sign", marks("?1")),
        ("24 marks with a run", marks("..1..")),
        ("130 runs in a mark", many("..1", 130)),
        (
            "12 marks of one sign of thirteen",
            many("{1~2~3~4~5~6~7~8~9~0~A~B~C}1 ", 12),
        ),
        ("zalgo, 100,000 signs", many("a\u{300}\u{301}", 33_334)),
        ("zalgo, 390 on one sign", format!("9{} 11", many("\u{300}", 390))),
        ("zalgo, 24 marks", marks("9\u{300}\u{301}\u{302}5")),
        ("bidi controls, 100,000", many("\u{202e}", 100_000)),
        (
            "bidi controls, 390 in a mark",
            format!("9{}45 11", many("\u{202e}", 390)),
        ),
        ("signs that become eighteen", many("\u{fdfa}", 400)),
        ("Korean letters", many("\u{1112}\u{1161}\u{11ab}", 130)),
        ("brackets without end", many("(", 400)),
        ("quotes without end", many("'", 399)),
    ]
}

/// Each from the text to the whole answer. False when one takes too long.
fn pathological(judged: bool) -> bool {
    let (bytes, _) = shipped();
    let tables = Tables::open(&bytes).unwrap();
    let rounds = if judged { 7 } else { 1 };
    let mut worst = (Duration::ZERO, "");
    println!("\nWhat nobody stamps, from the text to the answer");
    for (name, text) in nobody_stamps() {
        let (mut least, mut said) = (Duration::MAX, String::new());
        for calibre in [None, Some("7.62x39")] {
            let mut best = Duration::MAX;
            for _ in 0..rounds {
                // Nothing may be remembered from the round before.
                let id = Identifier::new(tables);
                let started = Instant::now();
                let word = answer(&id, divan::black_box(&text), calibre);
                best = best.min(started.elapsed());
                said = word;
            }
            least = if calibre.is_none() { best } else { least.max(best) };
        }
        println!("  {name:<36} {:>8.3} ms  {said}", least.as_secs_f64() * 1e3);
        worst = worst.max((least, name));
    }
    let kept = worst.0 <= BAR;
    println!(
        "  {}: {:.2} ms (bar: at most {} ms) {}",
        worst.1,
        worst.0.as_secs_f64() * 1e3,
        BAR.as_millis(),
        if kept { "kept" } else { "MISSED" }
    );
    kept
}

fn answer(id: &Identifier<'_>, text: &str, calibre: Option<&str>) -> String {
    let marking = match Marking::parse(text) {
        Ok(marking) => marking,
        Err(refused) => return refused.to_string().chars().take(60).collect(),
    };
    let mut o = Observation::of(marking);
    if let Some(calibre) = calibre {
        o = o.with_calibre(&id.tables(), calibre);
    }
    let inference = id.infer(&o, &[]);
    let detail = Detail {
        lang: "en",
        evidence: true,
    };
    id.answer(&o, &[], &inference, detail).status
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
