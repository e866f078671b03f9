//! `collection reidentify`.

use std::sync::Arc;

use headstamp_collections::{Answer, Changes, Collection};
use serde_json::Value;

use super::identify::Identifier;
use super::{Reidentify, count};
use crate::args::Global;
use crate::data::Data;
use crate::exit::Outcome;
use crate::progress::Progress;
use crate::session::Session;
use crate::text::layout::{harmless, isolate};

pub(super) fn run(global: &Global, command: &Reidentify) -> Outcome {
    let stamp = if command.accept {
        Some(command.who.stamp()?)
    } else {
        None
    };
    let mut collection = Collection::open(&command.file)?;
    let data = Arc::new(Data::load(global)?);
    let mut session = Session::start(global, &data, true)?;
    let mut progress = Progress::new(!command.quiet);
    let mut identifier = Identifier::new(&mut session, global.allow_incomplete);
    let changes = collection.reidentify(&mut identifier, stamp.as_ref(), &mut |n| progress.add(n));
    progress.clear();
    let complaints = session.complaints();
    print(&changes.map_err(|e| complaints.explain(e.into()))?);
    complaints.print();
    Ok(complaints.code(global).unwrap_or(0))
}

fn print(c: &Changes) {
    for line in made_with(c) {
        anstream::println!("{line}");
    }
    anstream::println!(
        "{} identified again, {} of them otherwise than before",
        count(c.rows, "row"),
        c.changed
    );
    for k in &c.kinds {
        anstream::println!(
            "\n{}: {}, {}",
            k.kind,
            count(k.rows, "row"),
            count(k.items, "item")
        );
        for e in &k.examples {
            let id = e
                .record
                .row_id
                .clone()
                .unwrap_or_else(|| format!("#{}", e.record.id));
            let calibre = e
                .calibre
                .as_deref()
                .map(|c| format!(", {}", harmless(c)))
                .unwrap_or_default();
            anstream::println!("  {}  {}{calibre}", harmless(&id), isolate(&e.marks));
            anstream::println!("    before: {}", short(e.before.as_deref()));
            anstream::println!("    now:    {}", short(e.now.as_deref()));
            for change in elsewhere(e.before.as_deref(), e.now.as_deref()) {
                anstream::println!("    {}", harmless(&change));
            }
        }
    }
    match c.log_seq {
        Some(seq) => anstream::println!("\nwritten (log entry {seq}); what was replaced is kept"),
        None => anstream::println!("\nnothing was written; --accept writes it"),
    }
}

/// Most differences named of one answer.
const NAMED: usize = 3;

/// Where answers differ that are the same in one line: a name, a reading, a further candidate.
fn elsewhere(before: Option<&Answer>, now: Option<&Answer>) -> Vec<String> {
    let (Some(before), Some(now)) = (before, now) else {
        return Vec::new();
    };
    if short(Some(before)) != short(Some(now)) {
        return Vec::new();
    }
    let value = |a: &Answer| serde_json::from_str::<Value>(&a.json).unwrap_or_default();
    let mut out = Vec::new();
    differences("", &value(before), &value(now), &mut out);
    let more = out.len().saturating_sub(NAMED);
    out.truncate(NAMED);
    if more > 0 {
        out.push(format!("and {more} more"));
    }
    out
}

fn differences(at: &str, before: &Value, now: &Value, out: &mut Vec<String>) {
    let within = |name: &str| {
        if at.is_empty() {
            name.to_owned()
        } else {
            format!("{at}.{name}")
        }
    };
    match (before, now) {
        (Value::Object(a), Value::Object(b)) => {
            let added = b.keys().filter(|name| !a.contains_key(*name));
            for name in a.keys().chain(added) {
                let side = |map: &serde_json::Map<String, Value>| map.get(name).cloned().unwrap_or_default();
                differences(&within(name), &side(a), &side(b), out);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                differences(&within(&(i + 1).to_string()), a, b, out);
            }
        }
        (a, b) if a != b => out.push(format!("{at}: {a}, now {b}")),
        _ => {}
    }
}

/// An answer in one line.
fn short(a: Option<&Answer>) -> String {
    let Some(a) = a else {
        return "no answer".to_owned();
    };
    let mut parts = vec![a.status.clone()];
    match (&a.producer, a.probability) {
        (Some(producer), Some(p)) => parts.push(format!("{producer} {:.0} %", p * 100.0)),
        _ => parts.extend(candidates(&a.json)),
    }
    if let Some(made) = a.made {
        parts.push(made.to_string());
    }
    parts.extend(a.basis.clone());
    parts.join(", ")
}

fn candidates(json: &str) -> Option<String> {
    let value: Value = serde_json::from_str(json).ok()?;
    let list = value.get("candidates")?.as_array()?;
    let names: Vec<String> = list
        .iter()
        .take(3)
        .filter_map(|c| {
            let id = c.get("producer")?.get("id")?.as_str()?;
            Some(format!("{id} {:.0} %", c.get("probability")?.as_f64()? * 100.0))
        })
        .collect();
    (!names.is_empty()).then(|| names.join(" or "))
}

/// Why: what the answers were made with, before and now.
fn made_with(c: &Changes) -> Vec<String> {
    let now = parts(&c.now);
    let mut out: Vec<String> = Vec::new();
    for before in c.before.iter().map(|b| parts(b)) {
        for (name, version) in &now {
            match before.iter().find(|(n, _)| n == name) {
                Some((_, old)) if old == version => {}
                Some((_, old)) => out.push(format!("{name}: {old}, now {version}")),
                None => out.push(format!("{name}: not there before, now {version}")),
            }
        }
        for (name, old) in &before {
            if !now.iter().any(|(n, _)| n == name) {
                out.push(format!("{name}: {old} before, not there now"));
            }
        }
    }
    out.sort();
    out.dedup();
    if out.is_empty() {
        out.push("program, tables and plugins say that they are the same versions".to_owned());
    }
    out
}

fn parts(json: &str) -> Vec<(String, String)> {
    let value: Value = serde_json::from_str(json).unwrap_or_default();
    let text = |v: Option<&Value>| v.and_then(Value::as_str).unwrap_or("?").to_owned();
    let mut out = vec![
        ("program".to_owned(), text(value.get("headstamp"))),
        ("tables".to_owned(), text(value.get("data"))),
    ];
    let list = |name: &str| {
        value
            .get(name)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    for o in list("overlays") {
        out.push((format!("own tables {}", text(Some(&o))), "used".to_owned()));
    }
    for p in list("plugins") {
        let hash: String = text(p.get("sha256")).chars().take(12).collect();
        out.push((
            format!("plugin {}", text(p.get("id"))),
            format!("{} ({hash})", text(p.get("version"))),
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn what_differs_is_named() {
        let before = json!({"status": "identified", "candidates": [{"producer": {"id": "a", "name": "Old"}, "years": [1]}]});
        let now = json!({"status": "identified", "candidates": [{"producer": {"id": "a", "name": "New"}, "years": []}], "flags": 1});
        let mut out = Vec::new();
        super::differences("", &before, &now, &mut out);
        out.sort();
        assert_eq!(
            out,
            [
                "candidates.1.producer.name: \"Old\", now \"New\"",
                "candidates.1.years: [1], now []",
                "flags: null, now 1"
            ]
        );
    }
}
