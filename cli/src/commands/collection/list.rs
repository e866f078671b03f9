//! `collection list`.

use headstamp_collections::{Collection, Declaration, Info, LogEntry, Source};
use serde_json::{Value, json};

use super::{List, add, count, declare};
use crate::args::ItemFormat;
use crate::exit::Outcome;
use crate::text::layout::harmless;

pub(super) fn run(list: &List) -> Outcome {
    let collection = Collection::open_read(&list.file)?;
    let (info, sources, log) = (collection.info()?, collection.sources()?, collection.log()?);
    if list.format != ItemFormat::Text {
        let declared = collection.declarations(None)?;
        anstream::println!("{}", json_of(&info, &sources, &declared, &log));
        return Ok(0);
    }
    let title = if info.title.is_empty() {
        "(no title)"
    } else {
        &info.title
    };
    anstream::println!("{}", harmless(title));
    anstream::println!("made {} by {}", info.created_at, harmless(&info.created_by));
    let aside = if info.held > 0 {
        format!(", {} kept aside", info.held)
    } else {
        String::new()
    };
    anstream::println!(
        "{}, {}; {} answered, {} without usable marks{aside}",
        count(info.records, "row"),
        count(info.items, "item"),
        info.identified,
        info.unanswered
    );
    anstream::println!("log: {}, last hash {}", entries(info.entries), info.head);
    for s in &sources {
        let sheet = if s.sheet.is_empty() {
            String::new()
        } else {
            format!(", sheet “{}”", harmless(&s.sheet))
        };
        anstream::println!(
            "\n{}  {}{sheet}: {}, added {} by {}",
            s.id,
            harmless(&s.name),
            count(s.rows, "row"),
            s.added_at,
            harmless(&s.added_by)
        );
        anstream::println!("   sha256 {}", s.sha256);
        if let Some(note) = &s.note {
            anstream::println!("   {}", harmless(note));
        }
    }
    for d in collection.declarations(None)? {
        anstream::println!(
            "\ndeclaration {}: {} (log entry {})",
            d.id,
            declare::said(&d.kind, &d.name, &d.content),
            d.log_seq
        );
    }
    if list.log {
        anstream::println!("\nLog");
        for e in &log {
            anstream::println!(
                "{:>4}  {}  {}  {}{}\n      {}",
                e.seq,
                e.at,
                harmless(&e.by),
                e.action,
                about(e),
                e.hash_hex()
            );
        }
    }
    if list.warnings {
        anstream::println!("\nWarnings");
        collection.warnings(|w| {
            anstream::println!("{}: {}", w.source, add::warning(w));
            Ok(())
        })?;
    }
    Ok(0)
}

/// What an entry of the log is about.
fn about(e: &LogEntry) -> String {
    let body = e.content().unwrap_or(Value::Null);
    let name = body
        .get("name")
        .and_then(Value::as_str)
        .map(|n| format!(" {}", harmless(n)));
    let name = name.unwrap_or_default();
    let number = |at: &str| body.pointer(at).and_then(Value::as_u64).unwrap_or(0);
    match e.action.as_str() {
        "add" => {
            let counts = body.pointer("/alerts/counts").and_then(Value::as_object);
            let alerts: u64 = counts.into_iter().flatten().filter_map(|c| c.1.as_u64()).sum();
            let list = body.pointer("/alerts/list").and_then(Value::as_array);
            let alerts = if list.is_some_and(|l| !l.is_empty()) {
                format!(", {}", count(alerts, "alert"))
            } else {
                String::new()
            };
            format!("{name}: {}{alerts}", count(number("/read"), "row"))
        }
        "declare" => {
            let kind = body.get("kind").and_then(Value::as_str).unwrap_or_default();
            format!(" {kind}{name}")
        }
        "withdraw" => name,
        _ => String::new(),
    }
}

fn entries(n: u64) -> String {
    if n == 1 {
        "1 entry".to_owned()
    } else {
        format!("{n} entries")
    }
}

fn json_of(info: &Info, sources: &[Source], declared: &[Declaration], log: &[LogEntry]) -> Value {
    let sources: Vec<Value> = sources
        .iter()
        .map(|s| {
            json!({"id": s.id, "name": s.name, "sha256": s.sha256, "format": s.format, "sheet": s.sheet,
                "added_at": s.added_at, "added_by": s.added_by, "rows": s.rows, "header": s.header, "note": s.note})
        })
        .collect();
    let declared: Vec<Value> = declared
        .iter()
        .map(|d| {
            json!({"id": d.id, "kind": d.kind, "name": d.name, "content": d.content, "log_seq": d.log_seq})
        })
        .collect();
    let log: Vec<Value> = log.iter().map(log_json).collect();
    json!({"schema": "headstamp/collection/1", "type": "collection", "id": info.id, "title": info.title,
        "created_at": info.created_at, "created_by": info.created_by, "rows": info.records, "items": info.items,
        "answered": info.identified, "unanswered": info.unanswered, "held": info.held, "head": info.head,
        "sources": sources, "declarations": declared, "log": log})
}

/// An entry of the log as JSON.
pub(super) fn log_json(e: &LogEntry) -> Value {
    json!({"seq": e.seq, "at": e.at, "by": e.by, "action": e.action,
        "body": e.content().unwrap_or(Value::Null), "hash": e.hash_hex()})
}
