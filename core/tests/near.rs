//! The index of marks finds what looking at every mark in every way finds.

// A test that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::OnceLock;

use headstamp_core::tables::near::{Faults, Near, Scratch, Spot};
use headstamp_core::tables::{Builder, Tables};
use proptest::prelude::*;

/// Tables of one producer with these marks, and the shipped confusions.
fn compile(marks: &BTreeSet<String>) -> Vec<u8> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference-data");
    let mut builder = Builder::new();
    for name in [
        "data.toml",
        "weights.toml",
        "states.toml",
        "calibres.toml",
        "symbols.toml",
        "year-schemes.toml",
        "confusions.toml",
    ] {
        builder.add(name, std::fs::read_to_string(root.join(name)).unwrap());
    }
    let mut text = "name = \"Works\"\ncountry = \"XK\"\n".to_owned();
    for mark in marks {
        let _ = write!(
            text,
            "\n[[mark]]\ntext = \"{mark}\"\nbasis = \"general\"\n\n[[mark.example]]\nheadstamp = \"{mark}\"\n"
        );
    }
    builder.add("producers/xk/works.toml", text);
    builder.build().unwrap().0.to_bytes().unwrap()
}

/// Marks that crowd: few signs, many of them taken for one another, runs, drawn signs, other scripts.
fn crowded() -> BTreeSet<String> {
    let signs = [
        "0", "O", "8", "B", "3", "1", "7", "E", "Ж", "Д", "{star}", "A", "N",
    ];
    let mut out = BTreeSet::new();
    let mut state = 7u64;
    let mut next = |n: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    for len in 1..=12 {
        for _ in 0..[12, 60, 220, 260, 200, 160, 120, 60, 60, 60, 40, 40][len - 1] {
            let few = 3 + next(signs.len() - 2);
            out.insert((0..len).map(|_| signs[next(few)]).collect::<String>());
        }
    }
    // Runs of equal signs at the ends: only one of them is the first or last.
    for mark in ["77101E11", "101E1177", "7777777", "17777771"] {
        out.insert(mark.to_owned());
    }
    out.insert("A".repeat(29));
    out.insert("A".repeat(31));
    out
}

fn tables() -> Tables<'static> {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    Tables::open(BYTES.get_or_init(|| compile(&crowded()))).unwrap()
}

fn near(key: &str, floor: f32) -> Vec<Near> {
    let mut out = Vec::new();
    tables()
        .set()
        .near
        .near(key, floor, &mut Scratch::default(), &mut out);
    out
}

/// Something written: any signs, or a mark with signs taken out, put in and exchanged.
fn written() -> impl Strategy<Value = String> {
    let sign = || {
        prop::sample::select(vec![
            "0", "O", "8", "B", "3", "1", "7", "E", "Ж", "Д", "{star}", "A", "N", "Q", "Ю", "{lion}",
        ])
    };
    let names: Vec<Vec<String>> = crowded().iter().map(|m| signs_of(m)).collect();
    let edits = prop::collection::vec((0..4u8, any::<prop::sample::Index>(), sign()), 0..3);
    let mutated = (prop::sample::select(names), edits).prop_map(|(mut signs, edits)| {
        for (kind, at, sign) in edits {
            match kind {
                0 => signs.insert(at.index(signs.len() + 1), sign.to_owned()),
                _ if signs.is_empty() => {}
                1 => drop(signs.remove(at.index(signs.len()))),
                2 => {
                    let i = at.index(signs.len());
                    signs[i] = sign.to_owned();
                }
                _ => {
                    let i = at.index(signs.len());
                    let j = (i + 1) % signs.len();
                    signs.swap(i, j);
                }
            }
        }
        signs.concat()
    });
    prop_oneof![3 => mutated, 1 => prop::collection::vec(sign(), 0..9).prop_map(|v| v.concat())]
}

fn signs_of(mark: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for c in mark.chars() {
        match out.last_mut() {
            Some(last) if last.starts_with('{') && !last.ends_with('}') => last.push(c),
            _ => out.push(c.to_string()),
        }
    }
    out
}

fn close(a: f32, b: f32) -> bool {
    (a - b).abs() <= 1e-5 * a.max(b)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_a_scan_finds(key in written(), floor in prop::sample::select(vec![1e-9f32, 1e-6, 2e-5, 8e-4, 5e-3, 0.015])) {
        let scan = tables().set().near.scan(&key, floor, false);
        let found = near(&key, floor);
        let name = |n: &Near| tables().name_of(n.name).to_owned();
        // Likelihoods at the very floor may fall on either side of it.
        for s in scan.iter().filter(|s| s.likelihood > floor * 1.0001) {
            let f = found.iter().find(|f| f.name == s.name);
            prop_assert!(f.is_some(), "{key}: {} is not found, {s:?}", name(s));
            prop_assert!(close(f.unwrap().likelihood, s.likelihood), "{key}: {} {f:?} {s:?}", name(s));
        }
        for f in &found {
            let s = scan.iter().find(|s| s.name == f.name);
            prop_assert!(s.is_some() || close(f.likelihood, floor), "{key}: {} should not be found, {f:?}", name(f));
        }
        let sorted = found.windows(2).all(|w| (w[1].likelihood, w[0].name) < (w[0].likelihood, w[1].name));
        prop_assert!(sorted, "{key}: {found:?}");
    }

    #[test]
    fn what_a_partly_read_mark_fits(
        mark in prop::sample::select(crowded().into_iter().collect::<Vec<_>>()),
        hide in prop::collection::vec((0..5u8, any::<prop::sample::Index>()), 0..5),
    ) {
        let mut pattern: Vec<Sign> = signs_of(&mark).into_iter().map(Sign::Is).collect();
        for (kind, at) in hide {
            let i = at.index(pattern.len());
            match kind {
                0 | 1 => pattern[i] = Sign::Any,
                2 => pattern[i] = Sign::OneOf(vec!['8', 'B', 'Ж', 'ß']),
                3 => pattern[i] = Sign::Run,
                _ => {
                    pattern.truncate(i + 1);
                    pattern.push(Sign::Run);
                }
            }
        }
        let spots: Vec<Spot<'_>> = pattern.iter().flat_map(|s| match s {
            Sign::Is(text) => text.chars().map(Spot::Is).collect(),
            Sign::OneOf(list) => vec![Spot::OneOf(list)],
            Sign::Any => vec![Spot::Any],
            Sign::Run => vec![Spot::Run],
        }).collect();
        let mut out = Vec::new();
        tables().set().near.fitting(spots.iter().copied(), &mut Scratch::default(), &mut out);
        // Looking at every mark finds them too, and finds others only at a cost.
        let scan = tables().set().near.scan_spots(spots.into_iter());
        let mut without_fault: Vec<u32> = scan.iter().filter(|n| n.likelihood >= 1.0).map(|n| n.name).collect();
        without_fault.sort_unstable();
        prop_assert_eq!(&out, &without_fault, "{:?}", pattern);
        prop_assert!(scan.iter().all(|n| (n.likelihood >= 1.0) == n.faults.none()), "{pattern:?}");
        let found: Vec<&str> = out.iter().map(|n| tables_ref().name_of(*n)).collect();
        let expected: Vec<String> = crowded().into_iter().filter(|m| fits(&pattern, &signs_of(m))).collect();
        prop_assert_eq!(found, expected.iter().map(String::as_str).collect::<Vec<_>>(), "{:?}", pattern);
    }
}

fn tables_ref() -> &'static Tables<'static> {
    static TABLES: OnceLock<Tables<'static>> = OnceLock::new();
    TABLES.get_or_init(tables)
}

#[derive(Clone, Debug)]
enum Sign {
    Is(String),
    OneOf(Vec<char>),
    Any,
    Run,
}

/// As plain as it can be said.
fn fits(pattern: &[Sign], signs: &[String]) -> bool {
    let Some((first, rest)) = pattern.split_first() else {
        return signs.is_empty();
    };
    match first {
        Sign::Run => (1..=signs.len()).any(|n| fits(rest, &signs[n..])),
        Sign::Any => !signs.is_empty() && fits(rest, &signs[1..]),
        Sign::Is(s) => signs.first() == Some(s) && fits(rest, &signs[1..]),
        Sign::OneOf(list) => {
            signs
                .first()
                .is_some_and(|s| list.iter().any(|c| s == &c.to_string()))
                && fits(rest, &signs[1..])
        }
    }
}

/// What a person would expect of the shipped numbers.
#[test]
fn faults_are_named_and_ordered() {
    let marks = [
        "945", "946", "94S", "45", "9945", "954", "BARNAUL", "{star}12", "ППУ", "LVE",
    ];
    let bytes = compile(&marks.map(str::to_owned).into());
    let tables = Tables::open(&bytes).unwrap();
    let ask = |key: &str| {
        let mut out = Vec::new();
        tables
            .set()
            .near
            .near(key, 1e-6, &mut Scratch::default(), &mut out);
        let line = |n: &Near| {
            let words = [
                (Faults::CONFUSED, "confused"),
                (Faults::MISREAD, "misread"),
                (Faults::MISSING, "missing"),
                (Faults::TOO_MANY, "too many"),
                (Faults::SWAPPED, "swapped"),
            ];
            let said: Vec<&str> = words
                .iter()
                .filter(|(f, _)| n.faults.has(*f))
                .map(|(_, w)| *w)
                .collect();
            let (name, odds) = (tables.name_of(n.name), n.likelihood);
            format!("{name} {odds:.1e} {}", said.join(" "))
                .trim_end()
                .to_owned()
        };
        out.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let all = ["945", "BARMAUI", "{star}1Z", "LU3", "NNV", "$$$"].map(|key| format!("{key}\n{}\n", ask(key)));
    insta::assert_snapshot!(all.join("\n").trim_end(), @r"
    945
    945 1.0e0
    94S 4.0e-2 confused
    946 3.0e-2 confused
    9945 1.0e-2 missing
    954 2.0e-3 swapped
    45 5.0e-4 too many

    BARMAUI
    BARNAUL 4.0e-4 confused

    {star}1Z
    {star}12 4.0e-2 confused

    LU3
    LVE 3.0e-4 confused

    NNV
    NNY 2.0e-2 confused

    $$$
    ");
}
