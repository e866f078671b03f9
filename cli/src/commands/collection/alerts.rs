//! What a file brought that was not in the collection before, as `collection add` says it.

use std::path::Path;

use headstamp_collections::analyse::{Alert, Alerts, Analysis, say};

use super::count;
use crate::args::Global;
use crate::text::layout::{harmless, isolate, paragraph, width};

/// Alerts printed; the rest is counted.
const SHOWN: usize = 20;

pub(super) fn print(global: &Global, collection: &Path, found: &Analysis<Alerts>) {
    let figures = &found.figures;
    let total = figures.list.len();
    if figures.first_file {
        // Everything is new in the first file: nothing to be alert about.
        anstream::println!(
            "Alerts: none from the first file of a collection, with which later ones are compared."
        );
    } else if total > 0 {
        anstream::println!("Not in the collection before ({}):", count(total as u64, "alert"));
        // One line about a year, calibre or producer says more than one about a sample.
        for alert in figures.list.iter().take(SHOWN) {
            anstream::println!("  {}", line(global, alert));
        }
        if total > SHOWN {
            anstream::println!(
                "  {} more: headstamp analyse alerts {} --source {} --rows {total}",
                total - SHOWN,
                collection.display(),
                figures.source
            );
        }
    } else if !figures.rows.is_empty() {
        anstream::println!(
            "Alerts: none; no sample, producer, calibre or newer year that was not there before."
        );
    }
    let guards = if figures.first_file || total == 0 {
        &[][..]
    } else {
        &found.guards[..]
    };
    let mut out = String::new();
    for said in found.refused.iter().chain(guards) {
        paragraph(&mut out, width(), 2, 2, &say(&global.lang, said));
    }
    anstream::print!("{out}");
}

/// An alert in one line.
fn line(global: &Global, a: &Alert) -> String {
    let what = a.kind.replace('-', " ");
    let mut out = format!("{what:<13} {}", isolate(&a.value));
    let mut about: Vec<String> = Vec::new();
    if let Some(sample) = &a.sample {
        about.push(
            sample
                .producer_name
                .as_deref()
                .map_or_else(|| format!("producer {}", sample.status).into(), harmless)
                .into_owned(),
        );
    }
    if let Some(previous) = &a.previous {
        about.push(format!("newest until now {previous}"));
    }
    if let Some(doubt) = &a.doubt {
        about.push(format!(
            "doubtful: {}",
            harmless(say(&global.lang, doubt).trim_end_matches('.'))
        ));
    }
    about.push(count(a.rows.items, "item"));
    if let Some(first) = &a.first {
        let place = a
            .place
            .as_deref()
            .map(|p| format!(", {}", harmless(p)))
            .unwrap_or_default();
        about.push(format!("first recovered {first}{place}"));
        about.push(format!(
            "{} examined before that day",
            count(a.before.items, "item")
        ));
    }
    if let Some(record) = a.rows.ids.first() {
        about.push(format!("record #{record}"));
    }
    for line in &a.elsewhere {
        let items = count(line.rows.items, "item");
        about.push(format!(
            "known before, but fired by: {}, {items}",
            line.what.replace('-', " ")
        ));
    }
    out.push_str(": ");
    out.push_str(&about.join("; "));
    out
}
