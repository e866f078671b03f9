//! The shipped tables themselves.

use std::fs;

use headstamp_core::tables::check::{RawFile, check};
use headstamp_core::tables::format::format;
use headstamp_core::tables::shape::Table;
use proptest::prelude::*;

use super::world::{raw, repository, stdout, tables};

#[test]
fn no_error_and_no_warning() {
    let out = tables(&["check", "--deny-warnings"], &repository());
    let said = stdout(&out);
    assert!(
        out.status.success() && said.starts_with("0 errors and 0 warnings"),
        "{said}"
    );
}

#[test]
fn every_schema_line_points_to_a_schema() {
    let root = repository().join("reference-data");
    for file in raw(&root).into_iter().filter(|f| f.path.ends_with(".toml")) {
        let text = String::from_utf8(file.content.unwrap()).unwrap();
        if let Some(schema) = text.lines().find_map(|l| l.strip_prefix("#:schema ")) {
            let path = root.join(&file.path).parent().unwrap().join(schema);
            assert!(fs::exists(&path).unwrap(), "{}: {schema}", file.path);
        }
    }
}

/// A producer of one's own, in a folder of one's own, is held against the shipped tables.
#[test]
fn additions_are_checked_over_the_shipped_tables() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("producers/ml/atelier.toml");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = "name = \"Atelier\"\ncountry = \"ML\"\n\n[[mark]]\ntext = \"ATELIERX\"\ncalibres = [\"7.62x39mm\"]\n\
                year_schemes = [\"yy\"]\nbasis = \"general\"\n\n[[mark.example]]\nheadstamp = \"ATELIERX 99\"\n\
                calibre = \"7.62x39mm\"\nyear = 1999\n";
    fs::write(&file, text).unwrap();
    let out = tables(&["check", "."], dir.path());
    assert!(out.status.success(), "{}", stdout(&out));
    fs::write(&file, text.replace("7.62x39mm", "7.62x39mmm")).unwrap();
    let said = stdout(&tables(&["check", "."], dir.path()));
    assert!(said.contains("did you mean `7.62x39mm`?"), "{said}");
    assert!(said.contains(" --> producers/ml/atelier.toml:6:13"), "{said}");
}

/// The good tables with the shipped numbers, so that examples are identified too.
fn whole() -> Vec<RawFile> {
    let mut files = raw(&repository().join("tests/good-data"));
    let content = Ok(fs::read(repository().join("reference-data/weights.toml")).unwrap());
    files.push(RawFile {
        path: "weights.toml".to_owned(),
        content,
    });
    files
}

/// Whatever a contributor does to a file, the linter speaks of it and does not fall over.
#[test]
fn damaged_tables_never_panic() {
    let whole = whole();
    for index in 0..whole.len() {
        let bytes = whole[index].content.clone().unwrap();
        for step in 0..12 {
            let mut files = whole.clone();
            let cut = bytes.len() * step / 12;
            let mut damaged = bytes[..cut].to_vec();
            damaged.extend_from_slice(&bytes[(cut + 3).min(bytes.len())..]);
            files[index].content = Ok(damaged);
            check(&files, None).unwrap();
        }
    }
}

/// Edits as they come from a keyboard, a clipboard or a broken program.
fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, String)>> {
    let sign = prop_oneof![
        Just("\"".to_owned()),
        Just("[[mark]]\n".to_owned()),
        Just("[".to_owned()),
        Just("}".to_owned()),
        Just("\n".to_owned()),
        Just("\t".to_owned()),
        Just("#".to_owned()),
        Just("=".to_owned()),
        Just("“".to_owned()),
        Just("12:".to_owned()),
        Just("{star}".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("0x7f".to_owned()),
        any::<char>().prop_map(String::from),
        Just(String::new()),
    ];
    proptest::collection::vec((any::<prop::sample::Index>(), 0..9usize, sign), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn whatever_is_typed_is_answered(file in any::<prop::sample::Index>(), edits in edits()) {
        let mut files = whole();
        let at = file.index(files.len());
        let mut text: Vec<char> = String::from_utf8(files[at].content.clone().unwrap()).unwrap().chars().collect();
        for (place, drop, insert) in edits {
            let place = place.index(text.len() + 1);
            let end = (place + drop).min(text.len());
            text.splice(place..end, insert.chars());
        }
        let text: String = text.into_iter().collect();
        if let Some(table) = Table::of(&files[at].path)
            && let Some(tidy) = format(&text, table)
        {
            prop_assert_eq!(format(&tidy, table), Some(tidy.clone()), "{}", text);
        }
        files[at].content = Ok(text.into_bytes());
        check(&files, None).unwrap();
    }
}
