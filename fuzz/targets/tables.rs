//! One file of the tables, as a contributor may hand it in, over a small set of good ones. The first line is its path.
//!
//! Linter, reader and formatter: none fails, the two agree on what is sound, and formatting twice is formatting once.

use std::sync::OnceLock;

use headstamp_core::diagnostic::Severity;
use headstamp_core::tables::check::{RawFile, check};
use headstamp_core::tables::format::format;
use headstamp_core::tables::shape::Table;
use headstamp_core::tables::{Builder, Tables};

/// The good tables of the tests, with the weights that are shipped.
const GOOD: &[(&str, &str)] = &[
    (
        "calibres.toml",
        include_str!("../../tests/good-data/calibres.toml"),
    ),
    ("data.toml", include_str!("../../tests/good-data/data.toml")),
    ("stamps.toml", include_str!("../../tests/good-data/stamps.toml")),
    ("states.toml", include_str!("../../tests/good-data/states.toml")),
    ("symbols.toml", include_str!("../../tests/good-data/symbols.toml")),
    ("weights.toml", include_str!("../../reference-data/weights.toml")),
    (
        "year-schemes.toml",
        include_str!("../../tests/good-data/year-schemes.toml"),
    ),
    (
        "events/ml-2016-example.toml",
        include_str!("../../tests/good-data/events/ml-2016-example.toml"),
    ),
    (
        "producers/cn/factory-9999.toml",
        include_str!("../../tests/good-data/producers/cn/factory-9999.toml"),
    ),
    (
        "producers/pl/przyklad.toml",
        include_str!("../../tests/good-data/producers/pl/przyklad.toml"),
    ),
    (
        "sources/museum-1999-catalogue.toml",
        include_str!("../../tests/good-data/sources/museum-1999-catalogue.toml"),
    ),
    (
        "sources/survey-2014-field-report.toml",
        include_str!("../../tests/good-data/sources/survey-2014-field-report.toml"),
    ),
];

/// The compiled good tables.
fn base() -> &'static [u8] {
    static BASE: OnceLock<Vec<u8>> = OnceLock::new();
    BASE.get_or_init(|| {
        let mut builder = Builder::new();
        for (path, text) in GOOD {
            builder.add(*path, *text);
        }
        let (set, _) = builder.build().expect("the good tables are good");
        set.to_bytes().expect("and small")
    })
}

pub(super) fn run(bytes: &[u8]) {
    let Some((path, content)) = super::first_line(bytes) else {
        return;
    };
    let base = Tables::open(base()).expect("they were compiled here");
    let file = RawFile {
        path: path.to_owned(),
        content: Ok(content.to_vec()),
    };
    let files = [file];
    let report = check(&files, Some(&base)).expect("one small file is never too large");
    // Places are those in the text as a reader shows it, with replacement signs for what is none.
    let shown = String::from_utf8_lossy(content);
    for finding in &report.found {
        assert!(!finding.message.is_empty());
        if let Some(span) = &finding.span {
            assert!(
                shown.get(span.clone()).is_some(),
                "{} points to {span:?} of {shown:?}",
                finding.code
            );
        }
    }
    let _ = headstamp_cli::fuzzing::shown(&files, &report.found);
    let clean = !report.found.iter().any(|d| d.severity == Severity::Error);
    let Ok(text) = std::str::from_utf8(content) else {
        assert!(!clean || Table::of(path).is_none(), "no UTF-8, and no word of it");
        return;
    };
    let mut builder = Builder::on_top_of(&base, "fuzz").expect("they were compiled here");
    builder.add(path, text);
    match builder.build() {
        Ok((set, _)) => {
            let bytes = set.to_bytes().expect("one small file is never too large");
            Tables::open(&bytes).expect("what was compiled can be opened");
        }
        Err(found) => assert!(
            !clean,
            "the linter has nothing to say, and the reader: {:?}",
            found.first().map(|d| (d.code, &d.message))
        ),
    }
    if let Some(table) = Table::of(path)
        && let Some(once) = format(text, table)
    {
        let twice = format(&once, table);
        assert_eq!(twice.as_deref(), Some(once.as_str()), "formatted twice");
    }
}
