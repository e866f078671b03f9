//! `collection add`.

use std::path::Path;
use std::sync::Arc;

use headstamp_collections::{AddOptions, Added, Collection, FileSource, StoredWarning};

use super::identify::Identifier;
use super::{Add, count};
use crate::args::Global;
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
    };
    let mut code = 0;
    for rows in &add.rows {
        let about = |f: Failure| {
            Failure::new(
                f.code,
                format!("{}: {}; nothing of it was added", rows.display(), f.message),
            )
        };
        if rows.as_os_str() == "-" {
            return Err(Failure::usage("give a file: its name and hash are kept"));
        }
        let file = FileSource::of(rows)?;
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
        if summary(rows, &added, add.dry_run) {
            code = BAD_INPUT;
        }
    }
    let complaints = session.complaints();
    complaints.print();
    Ok(complaints.code(global).unwrap_or(code))
}

/// Says what was done; true when there is something to look at.
fn summary(file: &Path, a: &Added, dry: bool) -> bool {
    let name = file.display();
    if let Some(there) = &a.already {
        anstream::eprintln!(
            "headstamp: {name}: this very file was added before, as “{}” on {} by {}; nothing was added",
            layout::harmless(&there.name),
            there.added_at,
            layout::harmless(&there.added_by)
        );
        return false;
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
        (a.held, "kept aside: their id is there with other content"),
        (a.known, "there already, left out"),
    ] {
        if n > 0 {
            parts.push(format!("{} {what}", count(n, "row")));
        }
    }
    let what = if dry { "would be added" } else { "added" };
    anstream::eprintln!(
        "headstamp: {name}: {} read; {what}: {}",
        count(a.read, "row"),
        parts.join("; ")
    );
    a.warnings > 0
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
