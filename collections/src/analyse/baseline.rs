//! National stocks: declared by an analyst, or recorded with the national force.

use std::collections::HashSet;

use serde_json::Value;

use super::facts::Facts;

/// Samples of declared stocks.
#[derive(Default)]
pub(super) struct Stock {
    /// Names of the declarations.
    pub(super) names: Vec<String>,
    /// Their samples.
    pub(super) samples: HashSet<String>,
}

/// The declared stock of a name, or all of them.
pub(super) fn baseline(facts: &Facts, name: Option<&str>) -> Stock {
    let mut out = Stock::default();
    let wanted = facts
        .declarations
        .iter()
        .filter(|d| d.kind == "baseline" && name.is_none_or(|n| n == d.name));
    for d in wanted {
        out.names.push(d.name.clone());
        let list = d.content.get("samples").and_then(Value::as_array);
        let keys = list.into_iter().flatten().filter_map(Value::as_str);
        out.samples.extend(keys.map(str::to_owned));
    }
    out
}
