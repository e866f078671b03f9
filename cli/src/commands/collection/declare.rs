//! `collection declare` and `withdraw`.

use std::sync::Arc;

use headstamp_collections::analyse::{Facts, Scope, Unit, national_samples};
use headstamp_collections::declared::{MarkerClaim, Stock};
use headstamp_collections::{Collection, Declaration, FileSource};
use serde_json::Value;

use super::identify::Identifier;
use super::{Declare, DeclareKind, Withdraw, count};
use crate::args::Global;
use crate::data::Data;
use crate::exit::{Failure, Outcome};
use crate::rows::input::Input;
use crate::session::Session;
use crate::text::layout::harmless;

/// Rows of a stock list named one by one when they are no sample.
const SHOWN: usize = 20;

pub(super) fn run(global: &Global, d: &Declare) -> Outcome {
    let stamp = d.who.stamp()?;
    let mut collection = Collection::open(&d.file)?;
    let name = d.name.trim();
    if name.is_empty() {
        return Err(Failure::usage("give the declaration a name"));
    }
    let kind = d.kind.word();
    // Said before rows are read and plugins started; `declare` looks again, somebody else may be faster.
    collection.undeclared(kind, name)?;
    let (content, code) = match d.kind {
        DeclareKind::Marker => (marker(d)?, 0),
        DeclareKind::Baseline | DeclareKind::Stock => stock(global, d, &collection)?,
    };
    let facts = Facts::read(&collection)?;
    let id = collection.declare(kind, name, &content, &stamp)?;
    anstream::eprintln!("headstamp: declaration {id}: {}", said(kind, name, &content));
    let absent = keys(&content).filter(|k| !facts.has_sample(k)).count() as u64;
    if absent > 0 {
        anstream::eprintln!(
            "headstamp: {} of it {} not in the collection (yet)",
            count(absent, "sample"),
            if absent == 1 { "is" } else { "are" }
        );
    }
    Ok(code)
}

fn marker(d: &Declare) -> Result<Value, Failure> {
    if d.rows.is_some() || d.national_force {
        return Err(Failure::usage("a marker is one sample: --sample KEY --with NAME"));
    }
    let [sample] = d.sample.as_slice() else {
        return Err(Failure::usage("a marker is one sample: --sample KEY"));
    };
    let claim = MarkerClaim {
        sample: sample.clone(),
        by: d.unit.map_or(Unit::Region, Unit::from),
        with: d.with.clone(),
        from: d.from.clone(),
        until: d.until.clone(),
        note: d.note.clone(),
    };
    Ok(claim.content()?)
}

/// What is declared, and the exit code: that of an answer without a plugin, if one was missing.
fn stock(global: &Global, d: &Declare, collection: &Collection) -> Result<(Value, u8), Failure> {
    if !d.with.is_empty() || d.unit.is_some() || d.from.is_some() || d.until.is_some() {
        return Err(Failure::usage(
            "--unit, --with, --from and --until belong to a marker; a stock has samples",
        ));
    }
    let mut stock = Stock {
        samples: d.sample.iter().cloned().collect(),
        note: d.note.clone(),
        ..Stock::default()
    };
    let mut code = 0;
    if d.national_force {
        let found = national_samples(&Facts::read(collection)?, &Scope::default());
        if found.is_empty() {
            return Err(Failure::usage(
                "no row of the collection was fired by the national force; name the samples with --sample or --rows",
            ));
        }
        stock.samples.extend(found);
    }
    if let Some(rows) = &d.rows {
        let file = FileSource::of(rows)?;
        let mut input = Input::open(rows, None, None)?;
        let data = Arc::new(Data::load(global)?);
        let mut session = Session::start(global, &data, true)?;
        let mut identifier = Identifier::new(&mut session, global.allow_incomplete);
        let left = stock.read(&mut input.reader, &mut identifier);
        let complaints = session.complaints();
        let left = left.map_err(|e| complaints.explain(e.into()))?;
        complaints.print();
        code = complaints.code(global).unwrap_or(code);
        stock.files.insert(file.name, file.sha256);
        for l in left.iter().take(SHOWN) {
            anstream::eprintln!(
                "{}: line {}, “{}”: {}",
                rows.display(),
                l.line,
                harmless(&l.problem.value),
                l.problem.reason
            );
        }
        if left.len() > SHOWN {
            let more = count((left.len() - SHOWN) as u64, "more row");
            anstream::eprintln!("{}: {more} of the same kind", rows.display());
        }
    }
    if stock.samples.is_empty() {
        return Err(Failure::usage(
            "which samples? --sample KEY (as in `analyse samples`), --rows FILE, or --national-force",
        ));
    }
    Ok((stock.content()?, code))
}

fn keys(content: &Value) -> impl Iterator<Item = &str> {
    let list = content.get("samples").and_then(Value::as_array);
    let one = content.get("sample").and_then(Value::as_str);
    list.into_iter().flatten().filter_map(Value::as_str).chain(one)
}

/// A declaration in one line.
pub(super) fn said(kind: &str, name: &str, content: &Value) -> String {
    let name = harmless(name);
    let text = |key: &str| content.get(key).and_then(Value::as_str);
    if kind != "marker" {
        let samples = count(keys(content).count() as u64, "sample");
        return format!("{kind} “{name}”, {samples}");
    }
    let list = content.get("with").and_then(Value::as_array);
    let with: Vec<&str> = list.into_iter().flatten().filter_map(Value::as_str).collect();
    let mut out = format!(
        "marker “{name}”, {} for the {} {}",
        harmless(text("sample").unwrap_or("?")),
        text("by").unwrap_or("region"),
        harmless(&with.join(", "))
    );
    for (key, word) in [("from", "from"), ("until", "until")] {
        if let Some(day) = text(key) {
            out = format!("{out}, {word} {}", harmless(day));
        }
    }
    out
}

pub(super) fn withdraw(w: &Withdraw) -> Outcome {
    let stamp = w.who.stamp()?;
    let mut collection = Collection::open(&w.file)?;
    let all = collection.declarations(None)?;
    let fits = |d: &&Declaration| d.name == w.which || d.id.to_string() == w.which;
    let found: Vec<&Declaration> = all.iter().filter(fits).collect();
    match found.as_slice() {
        [one] => {
            collection.withdraw(one.id, &stamp)?;
            anstream::eprintln!(
                "headstamp: withdrawn: {}; it stays in the log",
                said(&one.kind, &one.name, &one.content)
            );
            Ok(0)
        }
        [] => Err(Failure::usage(format!(
            "no declaration in force is called “{}”; `collection list` has them",
            harmless(&w.which)
        ))),
        several => {
            let ids: Vec<String> = several.iter().map(|d| format!("{} ({})", d.id, d.kind)).collect();
            Err(Failure::usage(format!(
                "several are called “{}”: say the number, one of {}",
                harmless(&w.which),
                ids.join(", ")
            )))
        }
    }
}
