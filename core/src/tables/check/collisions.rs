//! One mark, two producers: allowed, but said once, so that nobody takes the second row for a slip.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Context;
use crate::diagnostic::Diagnostic;
use crate::tables::model::{Basis, Look, MarkRow};
use crate::tables::source::MarkTable;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut groups: BTreeMap<(&str, u8), Vec<&MarkRow>> = BTreeMap::new();
    for row in context.set.marks.iter().filter(|m| m.look == Look::Text) {
        groups
            .entry((row.raw.as_str(), row.enclosure))
            .or_default()
            .push(row);
    }
    for rows in groups.values() {
        for (i, a) in rows.iter().enumerate() {
            for b in &rows[i + 1..] {
                pair(context, a, b, found);
            }
        }
    }
    pointless(context, found);
}

fn pair(context: &Context<'_>, a: &MarkRow, b: &MarkRow, found: &mut Vec<Diagnostic>) {
    if !calibres_meet(a, b) || !years_meet(a, b) {
        return;
    }
    let id = |r: &MarkRow| context.producer_id(r.producer).to_owned();
    let (first, second) = (id(a), id(b));
    if first == second {
        if same_period(a, b) {
            report_twice(context, &first, a, found);
        }
        return;
    }
    // A doubtful row never identifies by itself, so it takes nothing from the other.
    if [a, b].iter().any(|r| r.basis == Basis::Doubtful) || declared(context, a, b) || declared(context, b, a)
    {
        return;
    }
    let (Some((path, span)), there) = (place(context, &second, b), place(context, &first, a)) else {
        // Only the row below an overlay is in a file.
        if let Some((path, span)) = place(context, &first, a) {
            found.push(collision(&path, span, &a.text, &first, &second));
        }
        return;
    };
    let d = collision(&path, span, &b.text, &second, &first);
    found.push(match there {
        Some((file, span)) => d.related(&file, span, "the same mark"),
        None => d,
    });
}

fn collision(path: &str, span: Range<usize>, text: &str, own: &str, other: &str) -> Diagnostic {
    Diagnostic::error("HS404", path, Some(span), format!("`{text}` is the mark of {own} and of {other}"))
        .label("same calibres, overlapping years")
        .help(format!(
            "if both used it, write `shared_with = [\"{other}\"]` in this row (once is enough); if not, correct calibres or years"
        ))
}

fn report_twice(context: &Context<'_>, id: &str, row: &MarkRow, found: &mut Vec<Diagnostic>) {
    let Some((file, producer)) = context.producers.get(id) else {
        return;
    };
    let places: Vec<Range<usize>> = producer
        .mark
        .iter()
        .filter_map(|m| m.text.as_ref())
        .filter(|t| *t.get_ref() == row.text)
        .map(|t| t.span())
        .collect();
    let [first, .., last] = places.as_slice() else {
        return;
    };
    let path = context.files[*file].path;
    found.push(
        Diagnostic::error(
            "HS406",
            path,
            Some(last.clone()),
            format!("the mark `{}` is given twice", row.text),
        )
        .label("again, for the same calibres and years")
        .related(path, first.clone(), "first here")
        .help("make one row of the two; rows of one mark differ in years, calibres or position"),
    );
}

/// `shared_with` names a producer that has no such mark.
fn pointless(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for (id, (file, producer)) in &context.producers {
        for mark in &producer.mark {
            for word in &mark.shared_with {
                let other = word.get_ref();
                let path = context.files[*file].path;
                if other == id {
                    found.push(
                        Diagnostic::error(
                            "HS205",
                            path,
                            Some(word.span()),
                            "a mark is not shared with its own producer",
                        )
                        .label("this file itself")
                        .help("remove it"),
                    );
                } else if known_without(context, other, mark) {
                    found.push(
                        Diagnostic::error(
                            "HS205",
                            path,
                            Some(word.span()),
                            format!("{other} has no such mark"),
                        )
                        .label("nothing to share")
                        .help(format!("add the mark to {other}, or remove it here")),
                    );
                }
            }
        }
    }
}

/// The other producer is in the tables, and none of its rows can be taken for this mark.
fn known_without(context: &Context<'_>, other: &str, mark: &MarkTable) -> bool {
    let Some(text) = &mark.text else { return false };
    let Ok(marking) = crate::notation::Marking::parse(text.get_ref()) else {
        return false;
    };
    let symbol = |name: &str| context.tables.symbol(name).map(str::to_owned);
    let key = crate::tables::key::mark_key(marking.marks(), &symbol).text;
    let Some(index) = context.producer(other) else {
        return false;
    };
    let rows = || context.set.marks.iter().filter(|m| m.producer == index);
    // A row of the other that could not be compiled is reported on its own.
    rows().next().is_some() && !rows().any(|m| m.key == key || m.look != Look::Text)
}

fn declared(context: &Context<'_>, a: &MarkRow, b: &MarkRow) -> bool {
    // Any row of the mark may say it: rows of one mark differ in years and calibres.
    let rows = context
        .set
        .marks
        .iter()
        .filter(|m| m.producer == a.producer && m.key == a.key);
    rows.into_iter().any(|m| m.shared_with.contains(&b.producer))
}

fn calibres_meet(a: &MarkRow, b: &MarkRow) -> bool {
    let open = a.calibres.is_empty() || b.calibres.is_empty();
    open || a.calibres.iter().any(|c| b.calibres.contains(c))
}

fn years_meet(a: &MarkRow, b: &MarkRow) -> bool {
    let (a, b) = (bounds(a), bounds(b));
    a.0 <= b.1 && b.0 <= a.1
}

fn bounds(row: &MarkRow) -> (i32, i32) {
    let Some(years) = &row.years else {
        return (i32::MIN, i32::MAX);
    };
    (years.from.unwrap_or(i32::MIN), years.to.unwrap_or(i32::MAX))
}

fn same_period(a: &MarkRow, b: &MarkRow) -> bool {
    bounds(a) == bounds(b) && a.calibres == b.calibres && a.position == b.position && a.schemes == b.schemes
}

/// Where a compiled row stands.
fn place(context: &Context<'_>, id: &str, row: &MarkRow) -> Option<(String, Range<usize>)> {
    let (file, producer) = context.producers.get(id)?;
    let text = producer
        .mark
        .iter()
        .filter_map(|m| m.text.as_ref())
        .find(|t| *t.get_ref() == row.text)?;
    Some((context.files[*file].path.to_owned(), text.span()))
}
