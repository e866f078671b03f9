//! JSON Schemas of the tables, for editors that complete and check while somebody types. Generated from the types, with
//! the controlled words, and strict as the linter is.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde_json::Value;

use super::shape::{EVENT, Key, MATERIEL};
use super::source::{
    CalibreClaim, CalibresFile, ConfusionsFile, CorpusFile, DataFile, EventFile, LongCalibres, LongPlace,
    PlaceClaim, ProducerFile, ProfileFile, SchemesFile, SourceFile, Spanned, StampsFile, StatesFile,
    SymbolsFile, Word,
};

/// Name and schema of every table that has a type of its own.
#[must_use]
pub fn schemas() -> Vec<(&'static str, Value)> {
    [
        ("calibres", schema_for!(CalibresFile)),
        ("confusions", schema_for!(ConfusionsFile)),
        ("corpus", schema_for!(CorpusFile)),
        ("data", schema_for!(DataFile)),
        ("event", schema_for!(EventFile)),
        ("producer", schema_for!(ProducerFile)),
        ("profile", schema_for!(ProfileFile)),
        ("source", schema_for!(SourceFile)),
        ("stamps", schema_for!(StampsFile)),
        ("states", schema_for!(StatesFile)),
        ("symbols", schema_for!(SymbolsFile)),
        ("year-schemes", schema_for!(SchemesFile)),
    ]
    .into_iter()
    .map(|(name, schema)| {
        let mut value = schema.to_value();
        without_null(&mut value);
        if name == "event" {
            require(&mut value, EVENT);
            require(&mut value["$defs"]["Materiel"], MATERIEL);
        }
        (name, value)
    })
    .collect()
}

/// The reader takes an event with anything left out, because plugins get it as it is; a person should not leave it out.
fn require(schema: &mut Value, keys: &[Key]) {
    schema["required"] = keys.iter().filter(|k| k.required).map(|k| k.name).collect();
}

/// TOML has no null: what may be left out is left out.
fn without_null(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(without_null),
        Value::Object(map) => {
            map.remove("default");
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|t| t != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    map.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(any)) = map.get_mut("anyOf") {
                any.retain(|s| s["type"] != "null");
                if let [only] = any.as_slice()
                    && let Value::Object(only) = only.clone()
                {
                    map.remove("anyOf");
                    map.extend(only);
                }
            }
            map.values_mut().for_each(without_null);
        }
        _ => {}
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl JsonSchema for CalibreClaim {
    fn schema_name() -> Cow<'static, str> {
        "Calibres".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (short, long) = (
            generator.subschema_for::<Vec<Word>>(),
            generator.subschema_for::<LongCalibres>(),
        );
        json_schema!({ "anyOf": [short, long] })
    }
}

impl JsonSchema for PlaceClaim {
    fn schema_name() -> Cow<'static, str> {
        "Place".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let long = generator.subschema_for::<LongPlace>();
        json_schema!({ "anyOf": [{ "type": "string" }, long] })
    }
}

/// A TOML date, which editors see as a text.
pub(super) struct Date;
/// A date or a year.
pub(super) struct DateOrYear;
/// A clock hour, or the centre.
pub(super) struct Position;

macro_rules! inline {
    ($name:ident = $schema:tt) => {
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    };
}

inline!(Date = { "type": "string", "format": "date" });
inline!(DateOrYear = { "anyOf": [{ "type": "string", "format": "date" }, { "type": "integer" }] });
inline!(Position = { "anyOf": [{ "type": "integer", "minimum": 1, "maximum": 12 }, { "const": "centre" }] });
