//! Real documented headstamps. The snapshot says, per source, how many are right; a change in it is a change in what
//! investigators are told, and needs a reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use headstamp_core::identification::Identification;
use headstamp_core::identify::Identifier;
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::render::Detail;
use headstamp_core::tables::Tables;
use headstamp_core::tables::source::{Case, CorpusFile};

use crate::program::{root, settings};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// The stated producer or state is named, and the year fits.
    Right,
    /// Several remain, the stated one among them.
    Ambiguous,
    /// The tool says that it does not know.
    Unknown,
    /// Something else is named.
    Wrong,
    /// The document states no mark, or nothing to compare with.
    NotComparable,
}

fn cases() -> Vec<(String, Case)> {
    let mut files: Vec<_> = std::fs::read_dir(root().join("reference-data/corpus"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .flat_map(|p| {
            let name = p.file_stem().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(p).unwrap();
            let file: CorpusFile = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", p.display()));
            file.case.into_iter().map(move |c| (name.clone(), c))
        })
        .collect()
}

fn answer(id: &Identifier<'_>, case: &Case) -> Option<Identification> {
    let mut o = Observation::of(Marking::parse(case.headstamp.as_deref()?).ok()?);
    if let Some(c) = &case.calibre {
        o = o.with_calibre(&id.tables(), c);
    }
    o.recovered = case
        .recovered
        .as_deref()
        .and_then(headstamp_core::date::Day::parse_span);
    let inference = id.infer(&o, &[]);
    Some(id.answer(
        &o,
        &[],
        &inference,
        Detail {
            lang: "en",
            evidence: false,
        },
    ))
}

fn judge(case: &Case, a: &Identification) -> Outcome {
    let e = &case.expect;
    if e.not_producer {
        return if a.status == "identified" {
            Outcome::Wrong
        } else {
            Outcome::Right
        };
    }
    if e.producer.is_none() && e.state.is_none() {
        return Outcome::NotComparable;
    }
    let year = |from: &str| from.get(..4).and_then(|y| y.parse::<i32>().ok());
    let year_fits = |years: &[headstamp_core::identification::Years]| match (e.from, years.first()) {
        (Some(f), Some(y)) => {
            let to = e.to.unwrap_or(f);
            year(&y.from).is_some_and(|a| a <= to) && year(&y.to).is_some_and(|b| b >= f)
        }
        _ => true,
    };
    let fits = |c: &headstamp_core::identification::Candidate| {
        let producer = e.producer.as_ref().is_none_or(|p| *p == c.producer.id);
        let state = e
            .state
            .as_ref()
            .is_none_or(|s| *s == c.producer.country || Some(s) == c.producer.state.as_ref());
        producer && state && year_fits(&c.years)
    };
    match a.status.as_str() {
        "identified" if fits(&a.candidates[0]) => Outcome::Right,
        "identified" => Outcome::Wrong,
        "ambiguous" if a.candidates.iter().any(fits) => Outcome::Ambiguous,
        "ambiguous" => Outcome::Wrong,
        _ => Outcome::Unknown,
    }
}

#[test]
fn documented_headstamps() {
    let tables = Tables::open(headstamp_reference_data::TABLES).unwrap();
    let id = Identifier::new(tables);
    let mut by_source: BTreeMap<String, BTreeMap<Outcome, u32>> = BTreeMap::new();
    let mut total: BTreeMap<Outcome, u32> = BTreeMap::new();
    let mut notable = String::new();
    for (source, case) in cases() {
        let (outcome, a) = match answer(&id, &case) {
            Some(a) => (judge(&case, &a), Some(a)),
            None => (Outcome::NotComparable, None),
        };
        *by_source.entry(source).or_default().entry(outcome).or_default() += 1;
        *total.entry(outcome).or_default() += 1;
        if let Some(a) =
            a.filter(|_| matches!(outcome, Outcome::Wrong | Outcome::Unknown | Outcome::Ambiguous))
        {
            let best: Vec<String> = a
                .candidates
                .iter()
                .take(3)
                .map(|c| format!("{} {:.2}", c.producer.id, c.probability))
                .collect();
            let expected = case.expect.producer.or(case.expect.state).unwrap_or_default();
            let _ = writeln!(
                notable,
                "{outcome:?}: {} “{}” {} expected {expected}; {} [{}]",
                case.id,
                case.headstamp.unwrap_or_default(),
                case.calibre.unwrap_or_default(),
                a.status,
                best.join(", ")
            );
        }
    }
    let line = |m: &BTreeMap<Outcome, u32>| {
        m.iter()
            .map(|(o, n)| format!("{n} {}", format!("{o:?}").to_lowercase()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut out = format!("all: {}\n\n", line(&total));
    for (source, counts) in &by_source {
        let _ = writeln!(out, "{source}: {}", line(counts));
    }
    let _ = write!(out, "\nnot plainly right:\n{notable}");
    settings().bind(|| insta::assert_snapshot!("corpus", out));
    assert!(total.values().sum::<u32>() >= 60);
}

#[test]
fn every_case_cites_a_source_that_exists() {
    let tables = Tables::open(headstamp_reference_data::TABLES).unwrap();
    for (file, case) in cases() {
        assert!(!case.sources.is_empty(), "{file}: {}", case.id);
        for s in &case.sources {
            assert!(tables.source_by_id(s).is_some(), "{file}: {}: {s}", case.id);
        }
    }
}
