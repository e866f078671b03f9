//! `collection add`.

use std::path::Path;
use std::sync::Arc;

use headstamp_collections::analyse::Scope;
use headstamp_collections::{AddOptions, Added, Collection, FileSource, StoredWarning};
use serde_json::{Value, json};

use super::identify::Identifier;
use super::{Add, alerts, count};
use crate::args::{Global, ItemFormat};
use crate::commands::analyse::output::speak;
use crate::data::Data;
use crate::exit::{BAD_INPUT, Failure, Outcome};
use crate::progress::Progress;
use crate::rows::input::Input;
use crate::session::Session;
use crate::text::layout;

/// Warnings printed one by one; the rest is counted.
const SHOWN: usize = 20;

pub(super) fn run(global: &Global, add: &Add) -> Outcome {
    let stamp = add.who.stamp()?;
    // What is wrong with the collection is said before the plugins are started.
    let mut collection = Collection::open(&add.file)?;
    let data = Arc::new(Data::load(global)?);
    let mut session = Session::start(global, &data, true)?;
    let options = AddOptions {
        skip_equal: add.skip_equal,
        photos: add.photos.clone(),
        note: add.note.clone(),
        dry_run: add.dry_run,
        alerts: (!add.no_alerts).then(|| Scope {
            fired_by: add.fired_by.clone(),
            ..Scope::default()
        }),
    };
    let mut code = 0;
    for rows in &add.rows {
        let about = |f: Failure| {
            let name = format!("{}: ", rows.display());
            let message = f.message.strip_prefix(&name).unwrap_or(&f.message);
            Failure::new(f.code, format!("{name}{message}; nothing of it was added"))
        };
        if rows.as_os_str() == "-" {
            return Err(Failure::usage("give a file: its name and hash are kept"));
        }
        let file = FileSource::of(rows).map_err(|e| about(e.into()))?;
        let mut input = Input::open(rows, add.from, add.sheet.as_deref()).map_err(about)?;
        let mut identifier = Identifier::new(&mut session, global.allow_incomplete);
        let mut progress = Progress::new(!add.quiet);
        let added = collection.add(
            &mut input.reader,
            &file,
            &mut identifier,
            &options,
            &stamp,
            &mut |n| progress.add(n),
        );
        progress.clear();
        let added = added.map_err(|e| session.complaints().explain(about(e.into())))?;
        if added.already.is_none() && added.warnings > 0 {
            code = BAD_INPUT;
        }
        if add.format == ItemFormat::Text {
            if added.already.is_none() {
                input.say_unused(rows);
            }
            summary(rows, &added, add.dry_run);
            if let Some(found) = added.alerts.as_ref().filter(|_| added.read > 0) {
                alerts::print(global, &add.file, found);
            }
        } else {
            anstream::println!("{}", json_of(global, &file, &input, &added, add.dry_run)?);
        }
    }
    let complaints = session.complaints();
    complaints.print();
    Ok(complaints.code(global).unwrap_or(code))
}

/// Says what was done.
fn summary(file: &Path, a: &Added, dry: bool) {
    let name = file.display();
    if let Some(there) = &a.already {
        anstream::eprintln!(
            "headstamp: {name}: this very file was added before, as “{}” on {} by {}; nothing was added",
            layout::harmless(&there.name),
            there.added_at,
            layout::harmless(&there.added_by)
        );
        return;
    }
    for w in a.first_warnings.iter().take(SHOWN) {
        anstream::eprintln!("{name}: {}", warning(w));
    }
    let more = a.warnings.saturating_sub(SHOWN as u64);
    if more > 0 {
        anstream::eprintln!(
            "{name}: {} more; `collection list --warnings` has all",
            count(more, "warning")
        );
    }
    let mut parts = vec![format!("{} identified or weighed", count(a.identified, "row"))];
    for (n, what) in [
        (a.unanswered, "without usable marks, kept and marked"),
        (
            a.unknown_calibre,
            "with a calibre that is not in the tables and is not used",
        ),
        (a.held, "kept aside: their id is there with other content"),
        (a.known, "there already, left out"),
    ] {
        if n > 0 {
            parts.push(format!("{} {what}", count(n, "row")));
        }
    }
    if a.read == 0 {
        anstream::eprintln!("headstamp: {name}: there is no row under its header; only its name is kept");
        return;
    }
    let what = if dry { "would be added" } else { "added" };
    anstream::eprintln!(
        "headstamp: {name}: {} read; {what}: {}",
        count(a.read, "row"),
        parts.join("; ")
    );
}

/// The same as JSON, one line for each file.
fn json_of(
    global: &Global,
    file: &FileSource,
    input: &Input,
    a: &Added,
    dry: bool,
) -> Result<Value, Failure> {
    let warnings: Vec<Value> = a
        .first_warnings
        .iter()
        .map(|w| {
            json!({"record": w.record, "row": w.row, "line": w.line, "column": w.column, "value": w.value,
                "reason": w.reason})
        })
        .collect();
    let already = a
        .already
        .as_ref()
        .map(|s| json!({"source": s.id, "name": s.name, "added_at": s.added_at, "added_by": s.added_by}));
    let unused: Vec<Value> = input
        .reader
        .unused()
        .iter()
        .map(|(name, meant)| json!({"column": name, "meant": meant}))
        .collect();
    let mut found = serde_json::to_value(&a.alerts)?;
    speak(&global.lang, &mut found);
    Ok(
        json!({"schema": "headstamp/added/1", "type": "added", "file": file.name, "sha256": file.sha256,
        "dry_run": dry, "already": already, "source": (a.source > 0 && !dry).then_some(a.source),
        "log_seq": (a.log_seq > 0 && !dry).then_some(a.log_seq), "read": a.read, "identified": a.identified,
        "unanswered": a.unanswered, "unknown_calibre": a.unknown_calibre, "held": a.held, "known": a.known, "equal": a.equal, "unused_columns": unused,
        "warnings": a.warnings, "first_warnings": warnings, "alerts": found}),
    )
}

/// A warning in one line.
pub(super) fn warning(w: &StoredWarning) -> String {
    let value = if w.value.is_empty() {
        String::new()
    } else {
        format!(" “{}”", layout::isolate(&w.value))
    };
    if w.row == 0 {
        return w.reason.clone();
    }
    let column = if w.column.is_empty() {
        String::new()
    } else {
        format!(", column {}", layout::harmless(&w.column))
    };
    format!("row {} (line {}){column}{value}: {}", w.row, w.line, w.reason)
}
