//! `tables fmt`: one way to write, nothing lost.

use std::fs;

use headstamp_core::tables::format::format;
use headstamp_core::tables::shape::Table;
use proptest::prelude::*;

use super::world::{good, path, raw, repository, tables};

fn same(a: &str, b: &str) -> bool {
    toml::from_str::<toml::Table>(a).unwrap() == toml::from_str::<toml::Table>(b).unwrap()
}

fn comments(text: &str) -> Vec<String> {
    let mut all: Vec<String> = text
        .lines()
        .filter_map(|l| l.split_once("#~"))
        .map(|(_, c)| c.trim().to_owned())
        .collect();
    all.sort();
    all
}

#[test]
fn formatting_the_shipped_tables_changes_nothing() {
    for file in raw(&repository().join("reference-data")) {
        let Some(table) = Table::of(&file.path) else {
            continue;
        };
        let text = String::from_utf8(file.content.unwrap()).unwrap();
        assert_eq!(
            format(&text, table).as_deref(),
            Some(text.as_str()),
            "{}",
            file.path
        );
    }
}

#[test]
fn untidy_tables_become_tidy_and_keep_their_comments() {
    let text = "\u{feff}#:schema ../../../schemas/producer.schema.json\r\n# about the file\r\n\r\n# about the country\r\n\
        country='PL'   # ISO\r\nname =   \"Works\"\r\n\r\n\r\nnames=[\"A\",\r\n  \"B\", # the second\r\n]\r\n[[mark]]\r\n\
        basis = \"general\"\r\n\ttext = \"X\"\r\nyears = {to=1990,from=1950}\r\n[[mark.example]]\r\nyear=1977\r\n\
        # as seen\r\nheadstamp=\"X 77\"\r\n# the end\r\n";
    let tidy = format(text, Table::Producer).unwrap();
    insta::assert_snapshot!(tidy, @r##"
    #:schema ../../../schemas/producer.schema.json
    # about the file

    name = "Works"
    names = [
        "A",
        "B", # the second
    ]
    # about the country
    country = "PL" # ISO

    [[mark]]
    text = "X"
    years = { from = 1950, to = 1990 }
    basis = "general"

    [[mark.example]]
    # as seen
    headstamp = "X 77"
    year = 1977
    # the end
    "##);
    assert_eq!(format(&tidy, Table::Producer).unwrap(), tidy);
}

#[test]
fn fmt_writes_and_check_only_names() {
    let dir = tempfile::tempdir().unwrap();
    good(dir.path());
    let file = dir.path().join("sources/museum-1999-catalogue.toml");
    let tidy = fs::read_to_string(&file).unwrap();
    let untidy = tidy.replace(" = ", "=");
    fs::write(&file, &untidy).unwrap();
    let out = tables(&["fmt", ".", "--check"], dir.path());
    assert_eq!(
        (out.status.code(), path(&out).as_str()),
        (Some(78), "./sources/museum-1999-catalogue.toml")
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), untidy);
    assert_eq!(tables(&["fmt", "."], dir.path()).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), tidy);
    assert_eq!(
        tables(&["fmt", ".", "--check"], dir.path()).status.code(),
        Some(0)
    );
}

/// A table in any order of keys, with blanks and comments anywhere they may stand.
fn untidy() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        Just("\"text\"".to_owned()),
        Just("'literal'".to_owned()),
        Just("'with \"quotes\"'".to_owned()),
        Just("'''\nlines\n'''".to_owned()),
        Just("1974".to_owned()),
        Just("[]".to_owned()),
        Just("[ 'a' ,\"b\" ]".to_owned()),
        Just("[\n  1, #~ one\n  2,\n  #~ before the end\n]".to_owned()),
        Just("{ to=1990,from = 1950 }".to_owned()),
        Just("{}".to_owned()),
        proptest::collection::vec("[a-z]{3,20}", 1..20).prop_map(|v| format!("{v:?}")),
    ];
    let key = prop_oneof![
        Just("name"),
        Just("country"),
        Just("note"),
        Just("text"),
        Just("basis"),
        Just("years"),
        Just("other"),
        Just("\"odd key\""),
        Just("sources"),
    ];
    let line = (
        key,
        value,
        prop_oneof![
            Just(""),
            Just("\n"),
            Just("#~ above\n"),
            Just("\n\n  #~ apart\n\n")
        ],
        any::<bool>(),
    );
    let block = proptest::collection::btree_map(0..9usize, line, 0..6).prop_map(|lines| {
        let mut seen = std::collections::BTreeSet::new();
        let mut out = String::new();
        for (key, value, above, remark) in lines.into_values() {
            if seen.insert(key) {
                out += &format!(
                    "{above}{key}={value}{}\n",
                    if remark { "   #~ behind" } else { "" }
                );
            }
        }
        out
    });
    (
        block.clone(),
        proptest::collection::vec((block.clone(), proptest::collection::vec(block, 0..3)), 0..3),
    )
        .prop_map(|(top, marks)| {
            let mut out = top;
            for (mark, examples) in marks {
                out += &format!("\n\n#~ a mark\n[[mark]]\n{mark}");
                for example in examples {
                    out += &format!("[[mark.example]] #~ seen\n{example}");
                }
            }
            out + "#~ the end"
        })
}

proptest! {
    #[test]
    fn twice_is_once_and_nothing_is_lost(text in untidy()) {
        prop_assume!(toml::from_str::<toml::Table>(&text).is_ok());
        let once = format(&text, Table::Producer).unwrap();
        prop_assert!(same(&text, &once), "{once}");
        prop_assert_eq!(comments(&text), comments(&once));
        prop_assert_eq!(format(&once, Table::Producer).unwrap(), once);
    }
}
