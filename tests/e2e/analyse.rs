//! `analyse`: each analysis as a person, a program and a spreadsheet get it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::made_up::{at, collection};
use crate::program::settings;

/// Each analysis with what it is asked for.
const ANALYSES: [(&str, &[&str]); 16] = [
    ("samples", &[]),
    ("producers", &[]),
    ("first", &[]),
    ("alerts", &[]),
    ("cutoff", &["--cutoff", "2011-06-01"]),
    ("lag", &[]),
    ("spread", &["--sample", "7.62x39mm|27|17"]),
    ("spread", &[]),
    ("specific", &[]),
    ("links", &[]),
    ("groups", &[]),
    ("supply", &[]),
    ("supply", &["--stock", "depot", "--split", "2018-01-01"]),
    ("events", &[]),
    ("packages", &[]),
    ("quality", &[]),
];

fn declared(name: &str) -> std::path::PathBuf {
    let dir = collection(name);
    for args in [
        &["baseline", "army", "--national-force"][..],
        &["stock", "depot", "--rows", "@depot.csv"],
        &[
            "marker",
            "egypt",
            "--sample",
            "7.62x39mm|27|17",
            "--with",
            "Mopti",
            "--until",
            "2019-12-31",
        ],
    ] {
        let mut all = vec!["collection", "declare", "@case.hsc"];
        all.extend(args);
        all.extend(["--by", "A. Analyst"]);
        let ran = at(&dir, &all);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    dir
}

#[test]
fn as_text() {
    let dir = declared("analyse-text");
    let mut all = String::new();
    for (what, more) in ANALYSES {
        let mut args = vec!["analyse", what, "@case.hsc", "--rows", "8"];
        args.extend(more);
        let ran = at(&dir, &args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{what}");
        all += &format!("$ headstamp analyse {what} {}\n{}\n", more.join(" "), ran.out);
    }
    let mut settings = settings();
    settings.add_filter(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME");
    settings.bind(|| insta::assert_snapshot!("analyse__text", all));
}

/// Every object that has records.
fn figures<'v>(value: &'v Value, out: &mut Vec<&'v serde_json::Map<String, Value>>) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| figures(v, out)),
        Value::Object(map) => {
            if map.get("ids").is_some_and(Value::is_array) && map.contains_key("items") {
                out.push(map);
            }
            map.values().for_each(|v| figures(v, out));
        }
        _ => {}
    }
}

#[test]
fn as_json_every_figure_leads_to_its_rows() {
    let dir = declared("analyse-json");
    // Record numbers and quantities, as the export has them.
    let export = at(&dir, &["collection", "export", "@case.hsc", "--format", "jsonl"]);
    let quantities: BTreeMap<u64, u64> = export
        .out
        .lines()
        .map(|l| {
            let v: Value = serde_json::from_str(l).unwrap();
            (
                v["record"].as_u64().unwrap(),
                v["recorded"]["quantity"].as_u64().unwrap(),
            )
        })
        .collect();
    assert!(quantities.len() > 50);
    for (what, more) in ANALYSES {
        let mut args = vec!["analyse", what, "@case.hsc", "--format", "json", "--ids", "1000"];
        args.extend(more);
        let ran = at(&dir, &args);
        assert_eq!(ran.code, 0, "{what}: {}", ran.err);
        let v: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(v["schema"], "headstamp/analysis/1", "{what}");
        for list in ["guards", "refused"] {
            for said in v[list].as_array().into_iter().flatten() {
                let says = said["says"].as_str().unwrap_or_default();
                assert!(
                    says.ends_with(['.', '%']) && !says.contains('{'),
                    "{what}: {said}"
                );
            }
        }
        let mut all = Vec::new();
        figures(&v, &mut all);
        assert!(what == "spread" && more.is_empty() || !all.is_empty(), "{what}");
        for figure in all {
            let ids: Vec<u64> = figure["ids"]
                .as_array()
                .unwrap()
                .iter()
                .map(|i| i.as_u64().unwrap())
                .collect();
            let items: u64 = ids
                .iter()
                .map(|id| {
                    quantities
                        .get(id)
                        .unwrap_or_else(|| panic!("{what}: no record {id}: {figure:?}"))
                })
                .sum();
            assert_eq!(
                figure["rows"].as_u64(),
                Some(ids.len() as u64),
                "{what}: {figure:?}"
            );
            assert_eq!(figure["items"].as_u64(), Some(items), "{what}: {figure:?}");
        }
    }
}

#[test]
fn as_csv_every_table_can_be_read() {
    let dir = declared("analyse-csv");
    let mut heads = String::new();
    for (what, more) in ANALYSES {
        let ask = |args: &[&str]| {
            let mut all = vec!["analyse", what, "@case.hsc", "--format", "csv"];
            all.extend(more);
            all.extend(args);
            at(&dir, &all)
        };
        // A table of another name is answered with the names of those there are.
        let names = ask(&["--table", "nothing"]);
        assert_eq!(names.code, 2, "{what}");
        let names = names.err.trim().rsplit(": one of ").next().unwrap().to_owned();
        for table in names.split(", ") {
            let ran = ask(&["--table", table]);
            assert_eq!(ran.code, 0, "{what} {table}: {}", ran.err);
            let mut csv = csv::Reader::from_reader(ran.out.as_bytes());
            let head: Vec<String> = csv.headers().unwrap().iter().map(str::to_owned).collect();
            let rows: Vec<csv::StringRecord> = csv.records().collect::<Result<_, _>>().unwrap();
            heads += &format!(
                "{what} {}{table} ({}): {}\n",
                more.join(" "),
                rows.len(),
                head.join(",")
            );
        }
    }
    settings().bind(|| insta::assert_snapshot!("analyse__csv", heads));
}

#[test]
fn what_cannot_be_asked_is_said() {
    let dir = collection("analyse-usage");
    let mut all = String::new();
    for args in [
        &["analyse", "cutoff", "@case.hsc"][..],
        &["analyse", "cutoff", "@case.hsc", "--cutoff", "2012"],
        &["analyse", "cutoff", "@case.hsc", "--cutoff", "soon"],
        &["analyse", "samples", "@case.hsc", "--fired-by", "them"],
        &["analyse", "samples", "@case.hsc", "--theatre", "Atlantis"],
        &["analyse", "samples", "@absent.hsc"],
        &["analyse", "samples", "@first.csv"],
        &["analyse", "guesses", "@case.hsc"],
        &["analyse", "links", "@case.hsc", "--baseline", "navy"],
        &["analyse", "supply", "@case.hsc", "--stock", "navy"],
        &["analyse", "spread", "@case.hsc", "--sample", "7.62x39mm|1|1"],
        &["analyse", "samples", "@case.hsc", "--theatre", "Kenya"],
        &[
            "analyse",
            "samples",
            "@case.hsc",
            "--theatre",
            "Mali",
            "--from",
            "2020",
            "--rows",
            "3",
        ],
    ] {
        let ran = at(&dir, args);
        all += &format!(
            "$ headstamp {}\nexit {}\n{}{}\n",
            args.join(" "),
            ran.code,
            ran.out,
            ran.err
        );
    }
    settings().bind(|| insta::assert_snapshot!("analyse__usage", all));
}
