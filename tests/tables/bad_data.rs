//! One folder for each mistake that people make, laid over good tables. Each gets its own clear findings.

use std::fs;

use super::world::{copy, good, repository, stdout, tables};

fn check(name: &str, lay: impl FnOnce(&std::path::Path)) -> String {
    let dir = tempfile::tempdir().unwrap();
    let tables_dir = dir.path().join("tables");
    good(&tables_dir);
    lay(&tables_dir);
    let out = tables(&["check", "tables"], dir.path());
    let said = stdout(&out);
    let error = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(!error.contains("panicked"), "{name}: {error}");
    assert_eq!(error, "", "{name}");
    let warnings_only = !said.contains("error[");
    assert_eq!(
        out.status.code(),
        Some(if warnings_only { 0 } else { 78 }),
        "{name}: {said}"
    );
    assert!(said.contains("[HS"), "{name} is accepted: {said}");
    said
}

#[test]
fn every_bad_contribution_is_named() {
    let root = repository().join("tests/bad-data");
    let mut cases: Vec<_> = fs::read_dir(&root).unwrap().map(|e| e.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 40, "only {} bad contributions", cases.len());
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        if name == "folder-in-capitals" && root.join("FOLDER-IN-CAPITALS").exists() {
            println!("not run: {name}: needs a disk where capital letters make another name");
            continue;
        }
        let said = check(&name, |into| copy(&case, into));
        insta::with_settings!({ description => name.clone(), prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, said);
        });
    }
}

/// Ten megabytes are not kept in the repository.
#[test]
fn a_file_of_ten_megabytes_is_refused_and_the_others_are_checked() {
    let said = check("ten-megabytes", |into| {
        fs::write(into.join("sources/scan.toml"), "# scan\n".repeat(10 << 17)).unwrap();
        fs::write(
            into.join("sources/forum.toml"),
            "title = \"A forum\"\ngrade = \"forum\"\n",
        )
        .unwrap();
    });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("ten-megabytes", said);
    });
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_stops_nothing() {
    let said = check("unreadable", |into| {
        std::os::unix::fs::symlink("nowhere.toml", into.join("sources/lost.toml")).unwrap();
        fs::write(
            into.join("sources/forum.toml"),
            "title = \"A forum\"\ngrade = \"forum\"\n",
        )
        .unwrap();
    });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("unreadable", said);
    });
}

/// The numbers of the inference change more often than this mistake.
#[test]
fn a_misspelt_number_is_missing_and_unknown() {
    let said = check("weight-unknown", |into| {
        let path = into.join("weights.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen("\ndocumented = {", "\ndocumentd = {", 1)).unwrap();
    });
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("weight-unknown", said);
    });
}
