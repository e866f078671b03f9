//! What others build on: the JSON of an answer, and the list of bundled plugins.

use headstamp_core::identification::Identification;

use crate::program::{root, run};

/// The schema in `schemas/` is made from the types. `HEADSTAMP_BLESS=1 cargo test` writes it anew.
#[test]
fn schema_is_that_of_the_types() {
    let schema = schemars::schema_for!(Identification);
    let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    let path = root().join("schemas/identification.schema.json");
    if std::env::var_os("HEADSTAMP_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "schemas/identification.schema.json is not that of the types; run HEADSTAMP_BLESS=1 cargo test"
    );
}

#[test]
fn an_answer_is_what_the_schema_says() {
    for marks in ["945 11", "xqz 7", "blank", "??", "60 Д", "((10)) 84"] {
        let ran = run(&["identify", marks, "--format", "jsonl"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let answer: Identification = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(answer.schema, "headstamp/identification/1");
        let again = serde_json::to_value(&answer).unwrap();
        let plain: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(again, plain, "no field is lost on the way");
        let sum: f64 =
            answer.candidates.iter().map(|c| c.probability).sum::<f64>() + answer.unknown_probability;
        assert!((sum - 1.0).abs() < 1e-6);
        // Every source that is cited is listed.
        for e in answer
            .candidates
            .iter()
            .flat_map(|c| c.evidence.iter().chain(&c.contradictions))
        {
            for s in &e.sources {
                assert!(answer.sources.iter().any(|x| x.id == *s), "{marks}: {s}");
            }
        }
    }
}

#[test]
fn every_bundled_plugin_is_there_and_answers() {
    let ran = run(&["plugins", "list", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let list: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let ids: Vec<&str> = list
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|p| p["id"].as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "arabic-script",
            "arms-marks",
            "brazil-lot",
            "china",
            "commercial",
            "commonwealth",
            "diversion-events",
            "europe",
            "france",
            "germany-ww",
            "iran",
            "ordnance",
            "packaging",
            "soviet",
            "us",
            "warsaw-pact",
            "yugoslavia",
        ]
    );
}

#[test]
fn what_plugins_read_is_named_as_theirs() {
    let ran = run(&["identify", "60 Д", "-c", "7.62x39", "--format", "json"]);
    let v: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let by: Vec<&str> = v["candidates"][0]["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|e| e["by"].as_str())
        .collect();
    assert!(by.contains(&"plugin:soviet"), "{by:?}");
    let ran = run(&[
        "identify",
        "60 Д",
        "-c",
        "7.62x39",
        "--no-plugins",
        "--format",
        "json",
    ]);
    assert!(!ran.out.contains("plugin:"));
}
