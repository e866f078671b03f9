//! The schemas for editors are those of the types. `HEADSTAMP_BLESS=1 cargo test` writes them anew.

use std::collections::BTreeSet;
use std::fs;

use headstamp_core::tables::schema::schemas;
use headstamp_core::tables::shape::{Key, Shape, Table};
use serde_json::Value;

use super::world::{bless, repository};

#[test]
fn checked_in_schemas_are_those_of_the_types() {
    for (name, schema) in schemas() {
        let path = repository().join(format!("schemas/{name}.schema.json"));
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if bless() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        let there: Value = serde_json::from_str(&there).unwrap_or_default();
        assert!(
            there == schema,
            "{} is not that of the types; HEADSTAMP_BLESS=1 cargo test writes it",
            path.display()
        );
    }
}

/// The shapes that the linter walks by know the same keys as the types that the reader fills.
#[test]
fn shapes_and_types_know_the_same_keys() {
    let all = schemas();
    for table in Table::ALL {
        let Some(name) = table.schema() else { continue };
        let schema = &all.iter().find(|(n, _)| *n == name).unwrap().1;
        compare(name, table.shape(), schema, schema);
    }
}

fn compare(path: &str, shape: &Shape, schema: &Value, root: &Value) {
    let schema = resolve(schema, root);
    match shape {
        Shape::Table(keys) => object(path, keys, schema, root),
        Shape::Rows(keys) => object(path, keys, resolve(&schema["items"], root), root),
        Shape::Either(_, b) => {
            if let (Shape::Table(keys), Some(any)) = (b, schema["anyOf"].as_array()) {
                let long = any
                    .iter()
                    .map(|s| resolve(s, root))
                    .find(|s| s["type"] == "object")
                    .unwrap();
                object(path, keys, long, root);
            }
        }
        _ => {}
    }
}

fn object(path: &str, keys: &[Key], schema: &Value, root: &Value) {
    let properties = schema["properties"]
        .as_object()
        .unwrap_or_else(|| panic!("{path}: {schema}"));
    let typed: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
    let shaped: BTreeSet<&str> = keys.iter().map(|k| k.name).collect();
    assert_eq!(typed, shaped, "{path}");
    assert_eq!(schema["additionalProperties"], false, "{path}");
    let required: BTreeSet<&str> = schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let needed: BTreeSet<&str> = keys.iter().filter(|k| k.required).map(|k| k.name).collect();
    assert_eq!(required, needed, "{path}: what may not be left out");
    for key in keys {
        compare(
            &format!("{path}.{}", key.name),
            &key.shape,
            &properties[key.name],
            root,
        );
    }
}

fn resolve<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    }
}
