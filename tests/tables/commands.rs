//! `tables new`, `diff`, `stats`, and the machine formats of `check`.

use std::fs;
use std::process::Command;

use serde_json::Value;

use super::world::{copy, good, path, repository, stdout, tables};

fn world() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    good(&dir.path().join("reference-data"));
    dir
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_new_producer_passes_at_once_when_everything_is_given() {
    let dir = world();
    let arguments = [
        "new",
        "producer",
        "--name",
        "Łódź Fabryka Nr 3",
        "--country",
        "pl",
        "--mark",
        "LF3",
        "--calibre",
        "7.62x39mm",
        "--example",
        "LF3 61",
        "--year",
        "1961",
        "--source",
        "museum-1999-catalogue",
    ];
    let out = tables(&arguments, dir.path());
    assert_eq!(path(&out), "reference-data/producers/pl/lodz-fabryka-nr-3.toml");
    let check = tables(&["check"], dir.path());
    assert!(check.status.success(), "{}", stdout(&check));
    let again = tables(&arguments, dir.path());
    assert_eq!(again.status.code(), Some(65));
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
}

#[test]
fn stubs_name_what_is_left_to_fill_in_and_pass_afterwards() {
    let dir = world();
    for arguments in [
        &[
            "new",
            "source",
            "--title",
            "Handbook",
            "--publisher",
            "Smith",
            "--year",
            "2003",
        ][..],
        &[
            "new",
            "event",
            "--name",
            "Loss of a convoy",
            "--country",
            "ML",
            "--date",
            "2019-03",
        ],
        &["new", "calibre", "--id", "9x18mm", "--name", "9 × 18 mm"],
    ] {
        let out = tables(arguments, dir.path());
        assert!(
            out.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&out.stderr)
        );
    }
    let said = stdout(&tables(&["check"], dir.path()));
    for key in ["grade", "kind", "finding", "summary", "caution", "class"] {
        assert!(
            said.contains(&format!("error[HS124]: `{key}` is empty")),
            "{key}: {said}"
        );
    }
    assert_eq!(said.matches("error[").count(), 6, "{said}");
    for (file, pairs) in [
        ("sources/smith-2003-handbook.toml", &[("grade", "reference")][..]),
        (
            "events/ml-2019-loss-of-a-convoy.toml",
            &[
                ("kind", "loss"),
                ("finding", "documented"),
                ("summary", "s"),
                ("caution", "c"),
            ],
        ),
        ("calibres.toml", &[("class", "small-arms")]),
    ] {
        let path = dir.path().join("reference-data").join(file);
        let mut text = fs::read_to_string(&path).unwrap();
        for (key, value) in pairs {
            text = text.replace(&format!("{key} = \"\""), &format!("{key} = \"{value}\""));
        }
        fs::write(&path, text).unwrap();
    }
    let check = tables(&["check"], dir.path());
    assert!(check.status.success(), "{}", stdout(&check));
}

#[test]
fn diff_names_the_verdicts_that_change() {
    let dir = world();
    if cfg!(windows) && Command::new("git").arg("--version").output().is_err() {
        println!("not run: there is no git here");
        return;
    }
    let git = |arguments: &[&str]| {
        let ran = Command::new("git")
            .arg("-C")
            .arg(dir.path())
            .args(arguments)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&[
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "commit",
        "-qm",
        "first",
    ]);
    let said = stdout(&tables(&["diff", "HEAD"], dir.path()));
    assert!(said.starts_with("0 of "), "{said}");
    let file = dir.path().join("reference-data/producers/pl/przyklad.toml");
    let text = fs::read_to_string(&file).unwrap().replace("\"EXA\"", "\"EXB\"");
    fs::write(&file, text).unwrap();
    let found = json(&stdout(&tables(
        &["diff", "HEAD", "--format", "json"],
        dir.path(),
    )));
    let change = &found["changed"][0];
    assert_eq!(change["headstamp"], "EXA 77");
    assert_eq!(change["before"]["producer"], "pl-przyklad");
    assert_eq!(change["before"]["status"], "identified");
    assert_ne!(change["after"]["status"], "identified");
    let other = dir.path().join("other");
    copy(&dir.path().join("reference-data"), &other);
    let said = stdout(&tables(&["diff", "other"], dir.path()));
    assert!(said.starts_with("0 of "), "{said}");
    let none = tables(&["diff", "no-such-revision"], dir.path());
    assert_eq!(none.status.code(), Some(66));
}

#[test]
fn stats_count_by_basis_state_class_decade_and_profile() {
    let dir = world();
    insta::assert_snapshot!("stats", stdout(&tables(&["stats"], dir.path())));
    insta::assert_snapshot!(
        "stats-uncited",
        stdout(&tables(&["stats", "--uncited"], dir.path()))
    );
    let found = json(&stdout(&tables(&["stats", "--format", "json"], dir.path())));
    assert_eq!(found["all"]["marks"], 3);
    assert_eq!(found["by_country"]["PL"]["documented"], 1);
    assert_eq!(found["profiles"][0]["covered"], 100.0);
}

#[test]
fn machine_formats_carry_code_and_place() {
    let dir = world();
    copy(
        &repository().join("tests/bad-data/years-swapped"),
        &dir.path().join("reference-data"),
    );
    let file = "reference-data/producers/pl/nowa.toml";
    let found = json(&stdout(&tables(&["check", "--format", "json"], dir.path())));
    let first = &found["findings"][0];
    assert_eq!(
        (first["code"].as_str(), first["file"].as_str()),
        (Some("HS312"), Some(file))
    );
    assert_eq!(
        (first["at"]["line"].as_u64(), first["at"]["column"].as_u64()),
        (Some(7), Some(29))
    );
    assert_eq!(first["related"][0]["at"]["column"], 18);
    let github = stdout(&tables(&["check", "--format", "github"], dir.path()));
    assert!(
        github.starts_with(&format!(
            "::error file={file},line=7,endLine=7,col=29,endColumn=33,title=HS312::"
        )),
        "{github}"
    );
    let sarif = json(&stdout(&tables(&["check", "--format", "sarif"], dir.path())));
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "HS312");
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"]["startLine"],
        7
    );
    assert_eq!(
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        file
    );
    let rule = result["ruleIndex"].as_u64().unwrap() as usize;
    assert_eq!(sarif["runs"][0]["tool"]["driver"]["rules"][rule]["id"], "HS312");
}

#[test]
fn a_folder_that_is_not_there_is_said_so() {
    let dir = tempfile::tempdir().unwrap();
    for arguments in [&["check"][..], &["fmt"], &["stats"], &["check", "nowhere"]] {
        assert_eq!(
            tables(arguments, dir.path()).status.code(),
            Some(66),
            "{arguments:?}"
        );
    }
}

#[test]
fn the_folder_above_the_tables_is_not_taken_for_them() {
    let dir = world();
    let out = tables(&["check", "."], dir.path());
    assert_eq!(out.status.code(), Some(66));
    assert!(String::from_utf8_lossy(&out.stderr).contains("give that one"));
}

#[test]
fn warnings_fail_only_when_asked_to() {
    let dir = world();
    copy(
        &repository().join("tests/bad-data/not-formatted"),
        &dir.path().join("reference-data"),
    );
    assert_eq!(tables(&["check"], dir.path()).status.code(), Some(0));
    assert_eq!(
        tables(&["check", "--deny-warnings"], dir.path()).status.code(),
        Some(78)
    );
}
