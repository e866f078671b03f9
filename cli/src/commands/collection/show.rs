//! `collection show`.

use std::collections::HashSet;

use headstamp_collections::{Collection, Shown};
use serde_json::{Value, json};

use super::{Show, add, list};
use crate::args::ItemFormat;
use crate::exit::{Failure, Outcome};
use crate::text::layout::{harmless, isolate};

pub(super) fn run(show: &Show) -> Outcome {
    let collection = Collection::open_read(&show.file)?;
    let mut ids = collection.find(&show.id)?;
    if let Some(Ok(number)) = show.id.strip_prefix('#').map(str::parse::<i64>) {
        ids.push(number);
    }
    let mut found = Vec::new();
    for id in ids {
        found.extend(collection.entry(id)?);
    }
    if found.is_empty() {
        let text = format!(
            "no row has the id “{}”; #N shows record number N",
            harmless(&show.id)
        );
        return Err(Failure::usage(text));
    }
    for (i, shown) in found.iter().enumerate() {
        if show.format != ItemFormat::Text {
            anstream::println!("{}", json_of(shown)?);
        } else {
            if i > 0 {
                anstream::println!();
            }
            text_of(shown)?;
        }
    }
    Ok(0)
}

/// The recorded cells with their names.
fn recorded(s: &Shown) -> Result<Vec<(String, Value)>, Failure> {
    Ok(match serde_json::from_str(&s.cells)? {
        Value::Object(o) => o.into_iter().collect(),
        Value::Array(cells) => {
            let name = |i: usize| s.source.header.get(i).cloned().unwrap_or_else(|| "?".to_owned());
            cells.into_iter().enumerate().map(|(i, c)| (name(i), c)).collect()
        }
        other => vec![("?".to_owned(), other)],
    })
}

fn text_of(s: &Shown) -> Result<(), Failure> {
    let id = s.record.row_id.as_deref().unwrap_or("(no id)");
    anstream::println!("{}  record #{}, {}", harmless(id), s.record.id, s.state);
    let sheet = if s.source.sheet.is_empty() {
        String::new()
    } else {
        format!(", sheet “{}”", harmless(&s.source.sheet))
    };
    anstream::println!(
        "from {}{sheet}, row {}, line {}",
        harmless(&s.source.name),
        s.record.row,
        s.record.line
    );
    anstream::println!("\nAs recorded");
    for (name, value) in recorded(s)? {
        let text = match &value {
            Value::String(t) => t.clone(),
            Value::Null => continue,
            other => other.to_string(),
        };
        if !text.is_empty() {
            anstream::println!("  {}: {}", harmless(&name), isolate(&text));
        }
    }
    if let Some(a) = &s.answer {
        anstream::println!("\nIdentified");
        let marks = s.observation.as_ref().map_or("", |o| o.marks.as_str());
        anstream::println!("  marks as read: {}", isolate(marks));
        anstream::println!("  {}; sample {}", a.status, isolate(&a.sample));
        if let (Some(name), Some(p)) = (&a.producer_name, a.probability) {
            let basis = a.basis.as_deref().unwrap_or("?");
            anstream::println!(
                "  {} ({}), {:.0} %, {basis}",
                name,
                a.country.as_deref().unwrap_or("?"),
                p * 100.0
            );
        }
        if let Some(made) = a.made {
            anstream::println!("  made {made}");
        }
        for e in &s.events {
            anstream::println!("  diversion event {}: {}, {}", e.id, e.relation, e.strength);
        }
    }
    for p in &s.photos {
        let file = p
            .file
            .as_deref()
            .map(|f| format!(", {}", harmless(f)))
            .unwrap_or_default();
        anstream::println!("\nphotograph {} ({}{file})", p.sha256, p.state);
    }
    if !s.warnings.is_empty() {
        anstream::println!("\nWarnings");
        for w in &s.warnings {
            anstream::println!("  {}", add::warning(w));
        }
    }
    if let Some(e) = &s.added {
        anstream::println!("\nadded {} by {} (log entry {})", e.at, harmless(&e.by), e.seq);
    }
    anstream::println!("hash {}", s.hash);
    Ok(())
}

fn json_of(s: &Shown) -> Result<Value, Failure> {
    let named = recorded(s)?;
    let names: HashSet<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
    // An object has each name once: of two columns with one name it would lose the first.
    let cells: Value = if names.len() == named.len() {
        named.into_iter().collect()
    } else {
        named.into_iter().map(|(_, value)| value).collect()
    };
    let parse = |t: &Option<String>| t.as_deref().and_then(|t| serde_json::from_str::<Value>(t).ok());
    let answer = s.answer.as_ref().map(|a| a.json.clone());
    let warnings: Vec<Value> = s
        .warnings
        .iter()
        .map(|w| json!({"column": w.column, "value": w.value, "reason": w.reason}))
        .collect();
    let photos: Vec<Value> = s
        .photos
        .iter()
        .map(|p| json!({"sha256": p.sha256, "state": p.state, "file": p.file}))
        .collect();
    Ok(
        json!({"schema": "headstamp/record/1", "type": "record", "record": s.record.id, "id": s.record.row_id,
        "state": s.state, "source": {"id": s.source.id, "name": s.source.name, "sha256": s.source.sha256,
        "sheet": s.source.sheet, "row": s.record.row, "line": s.record.line}, "recorded": cells,
        "marks": s.observation.as_ref().map(|o| o.marks.clone()), "identification": parse(&answer),
        "events": serde_json::to_value(&s.events)?, "versions": parse(&s.version), "photos": photos,
        "warnings": warnings, "log": s.added.as_ref().map(list::log_json), "hash": s.hash}),
    )
}
