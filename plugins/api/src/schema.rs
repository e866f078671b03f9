//! JSON Schemas of the wire types, for authors who do not write Rust. Generated from the types, with the words that a host
//! accepts, so that they cannot drift apart. The files in `schemas/` are held to them by a test.

use schemars::{Schema, schema_for};
use serde_json::{Value, json};

use crate::wire::{BASES, Manifest, RELATIONS, ROLES, Request, Response};

/// Name and schema of what a plugin declares, gets and answers.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("plugin-manifest", schema_for!(Manifest).to_value()),
        ("plugin-request", schema_for!(Request).to_value()),
        ("plugin-response", response(schema_for!(Response))),
    ]
}

/// An answer, with the words that are known: the host holds any other against it.
fn response(schema: Schema) -> Value {
    let mut value = schema.to_value();
    for (of, property, words) in [
        ("Clue", "role", ROLES),
        ("Clue", "basis", BASES),
        ("Lead", "relation", RELATIONS),
    ] {
        if let Some(Value::Object(found)) = value.pointer_mut(&format!("/$defs/{of}/properties/{property}")) {
            found.insert("enum".to_owned(), json!(words));
        }
    }
    value
}
