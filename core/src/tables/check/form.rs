//! Structure, controlled words and values that a type alone does not hold to.

use super::Context;
use super::walk::Field;
use crate::date::Day;
use crate::diagnostic::{Diagnostic, nearest};
use crate::notation::Marking;
use crate::tables::shape::{Shape, Table};

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(context.structure.iter().cloned());
    for field in &context.fields {
        let path = context.files[field.file].path;
        match field.shape {
            Shape::Word(what, words) => word(path, field, what, words, found),
            Shape::Day => day(path, field, found),
            Shape::Mark => mark(path, context, field, found),
            Shape::OwnId => own_id(path, context, field, found),
            _ => {}
        }
        calendar(path, context, field, found);
        blank(path, context, field, found);
    }
}

/// The index of a controlled word is the builder's business; here the nearest one is named.
fn word(path: &str, field: &Field<'_>, what: &str, words: &[&str], found: &mut Vec<Diagnostic>) {
    let Some(text) = field.text().filter(|t| !words.contains(t) && !t.is_empty()) else {
        return;
    };
    let near = nearest(text, words.iter().copied());
    found.push(
        Diagnostic::error(
            "HS103",
            path,
            Some(field.span.clone()),
            format!("`{text}` is no {what}"),
        )
        .label(near.map_or_else(|| "not known".to_owned(), |n| format!("did you mean `{n}`?")))
        .help(format!("one of: {}", words.join(", "))),
    );
}

fn calendar(path: &str, context: &Context<'_>, field: &Field<'_>, found: &mut Vec<Diagnostic>) {
    if context.files[field.file].table != Table::Schemes || field.key != "calendar" {
        return;
    }
    let Some(text) = field.text() else { return };
    let names: Vec<&str> = crate::calendar::Calendar::names().collect();
    if !names.contains(&text) {
        let near = nearest(text, names.iter().copied());
        found.push(
            Diagnostic::error(
                "HS103",
                path,
                Some(field.span.clone()),
                format!("`{text}` is no calendar"),
            )
            .label(near.map_or_else(|| "not known".to_owned(), |n| format!("did you mean `{n}`?")))
            .help(format!("one of: {}", names.join(", "))),
        );
    }
}

fn day(path: &str, field: &Field<'_>, found: &mut Vec<Diagnostic>) {
    let Some(text) = field
        .text()
        .filter(|t| Day::parse_span(t).is_none() && !t.is_empty())
    else {
        return;
    };
    found.push(
        Diagnostic::error(
            "HS102",
            path,
            Some(field.span.clone()),
            format!("`{text}` is no date"),
        )
        .label("expected \"2016-08-01\", \"2016-08\" or \"2016\"")
        .help("leave out what is not known: a month or a year alone is fine"),
    );
}

/// The marks of producers and stamps are read by the builder; those that are merely listed are read here.
fn mark(path: &str, context: &Context<'_>, field: &Field<'_>, found: &mut Vec<Diagnostic>) {
    let built = matches!(context.files[field.file].table, Table::Producer | Table::Stamps);
    let Some(text) = field.text().filter(|_| !built) else {
        return;
    };
    if let Err(e) = Marking::parse(text) {
        found.push(
            Diagnostic::error("HS107", path, Some(field.span.clone()), format!("no mark: {e}"))
                .help("write the signs as `headstamp identify` takes them"),
        );
    }
}

fn own_id(path: &str, context: &Context<'_>, field: &Field<'_>, found: &mut Vec<Diagnostic>) {
    let Some(id) = field.text() else { return };
    let (right, wanted) = match context.files[field.file].table {
        Table::States => (
            (2..=3).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_uppercase()),
            "two or three capital letters",
        ),
        Table::Calibres => (
            !id.is_empty() && !id.chars().any(|c| c.is_whitespace() || matches!(c, ',' | '×')),
            "no blanks, a decimal point and a plain x, such as `7.62x54mmR`",
        ),
        _ => (
            !id.is_empty()
                && id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.'),
            "lower-case letters, digits and hyphens",
        ),
    };
    if !right && !id.is_empty() {
        found.push(
            Diagnostic::error(
                "HS123",
                path,
                Some(field.span.clone()),
                format!("`{id}` is no id"),
            )
            .label(format!("expected {wanted}"))
            .help("ids are referred to from other files and never change once they are published"),
        );
    }
}

fn blank(path: &str, context: &Context<'_>, field: &Field<'_>, found: &mut Vec<Diagnostic>) {
    let optional = matches!(
        field.key,
        "adjective" | "alleged_by" | "note" | "author" | "publisher" | "url" | "why"
    );
    let optional = optional || matches!(field.key, "place" | "from_holder" | "to_holder" | "found");
    let event = context.files[field.file].table == Table::Event;
    if field.text().is_some_and(|t| t.trim().is_empty()) && !(optional && (event || field.key != "place")) {
        let help = match field.shape {
            Shape::Word(_, words) => format!("one of: {}", words.join(", ")),
            Shape::OwnId | Shape::Mark => "fill it in".to_owned(),
            _ => "fill it in, or leave the whole line out when it is optional and not known".to_owned(),
        };
        found.push(
            Diagnostic::error(
                "HS124",
                path,
                Some(field.span.clone()),
                format!("`{}` is empty", field.key),
            )
            .label("nothing stands here")
            .help(help),
        );
    }
}
