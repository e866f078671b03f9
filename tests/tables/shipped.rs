//! The shipped tables themselves.

use std::fs;

use headstamp_core::tables::check::check;

use super::world::{raw, repository, stdout, tables};

#[test]
fn no_error_and_no_warning() {
    let out = tables(&["check"], &repository());
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

/// Whatever a contributor does to a file, the linter speaks of it and does not fall over.
#[test]
fn damaged_tables_never_panic() {
    let whole = raw(&repository().join("tests/good-data"));
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
