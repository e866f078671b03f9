//! The schemas for authors are those of the wire types. `HEADSTAMP_BLESS=1 cargo test -p headstamp-plugin-host --test schemas`
//! writes them anew.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use headstamp_plugin_api::schema::schemas;
use headstamp_plugin_api::wire::{BASES, RELATIONS, ROLES};
use serde_json::{Value, json};

#[test]
fn checked_in_schemas_are_those_of_the_types() {
    for (name, schema) in schemas() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../schemas/{name}.schema.json"));
        if std::env::var_os("HEADSTAMP_BLESS").is_some() {
            fs::write(
                &path,
                format!("{}\n", serde_json::to_string_pretty(&schema).unwrap()),
            )
            .unwrap();
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        let there: Value = serde_json::from_str(&there).unwrap_or_default();
        assert!(there == schema, "{} is not that of the types", path.display());
    }
}

/// The words that a host accepts stand in the schema.
#[test]
fn words_are_named() {
    let schemas = schemas();
    let response = &schemas
        .iter()
        .find(|(name, _)| *name == "plugin-response")
        .unwrap()
        .1;
    for (place, words) in [
        ("/$defs/Clue/properties/role/enum", ROLES),
        ("/$defs/Clue/properties/basis/enum", BASES),
        ("/$defs/Lead/properties/relation/enum", RELATIONS),
    ] {
        assert_eq!(response.pointer(place), Some(&json!(words)), "{place}");
    }
}

/// What may be left out in the JSON may be left out by the schema, and nothing else.
#[test]
fn only_what_is_needed_is_required() {
    let schemas = schemas();
    let of = |name: &str, place: &str| {
        let schema = &schemas.iter().find(|(n, _)| *n == name).unwrap().1;
        schema.pointer(place).cloned().unwrap_or_default()
    };
    assert_eq!(of("plugin-response", "/required"), Value::Null);
    assert_eq!(of("plugin-response", "/$defs/Answer/required"), json!(["id"]));
    assert_eq!(
        of("plugin-response", "/$defs/Clue/required"),
        json!(["marks", "role", "value", "rule"])
    );
    assert_eq!(
        of("plugin-response", "/$defs/Lead/required"),
        json!(["event", "relation"])
    );
    assert_eq!(of("plugin-request", "/required"), json!(["v", "kind", "items"]));
}
