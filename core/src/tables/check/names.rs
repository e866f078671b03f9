//! Spellings, signs and ids that two rows claim at once.

use std::collections::BTreeMap;

use super::Context;
use super::walk::Field;
use crate::diagnostic::Diagnostic;
use crate::tables::key::calibre_key;
use crate::tables::shape::Table;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    twice(
        context,
        Table::Calibres,
        &["id", "name", "aliases"],
        &|n| calibre_key(n),
        found,
    );
    twice(
        context,
        Table::Symbols,
        &["id", "signs", "aliases"],
        &|n| n.to_lowercase().replace([' ', '_'], "-"),
        found,
    );
    twice(
        context,
        Table::States,
        &["id", "name", "aliases"],
        &|n| n.to_lowercase(),
        found,
    );
    corpus_ids(context, found);
}

fn twice(
    context: &Context<'_>,
    table: Table,
    keys: &[&str],
    fold: &dyn Fn(&str) -> String,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<String, &Field<'_>> = BTreeMap::new();
    let mut ids: BTreeMap<usize, &str> = BTreeMap::new();
    let fields = || {
        context
            .fields
            .iter()
            .filter(|f| context.files[f.file].table == table)
    };
    for f in fields().filter(|f| f.key == "id") {
        ids.insert(f.row, f.text().unwrap_or_default());
    }
    for field in fields().filter(|f| keys.contains(&f.key)) {
        let Some(name) = field.text() else { continue };
        let Some(first) = seen
            .insert(fold(name), field)
            .filter(|first| first.row != field.row)
        else {
            continue;
        };
        let id = |row: usize| ids.get(&row).copied().unwrap_or("?");
        if id(first.row) == id(field.row) {
            continue; // one row given twice is reported as such
        }
        found.push(
            Diagnostic::error(
                "HS202",
                context.files[field.file].path,
                Some(field.span.clone()),
                format!("`{name}` names both `{}` and `{}`", id(first.row), id(field.row)),
            )
            .label("again here")
            .related(context.files[first.file].path, first.span.clone(), "first here")
            .help("a name that people use for two things belongs to neither: keep it with one, or remove it from both"),
        );
    }
}

fn corpus_ids(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Field<'_>> = BTreeMap::new();
    for field in context
        .fields
        .iter()
        .filter(|f| context.files[f.file].table == Table::Corpus && f.key == "id")
    {
        let Some(id) = field.text() else { continue };
        if let Some(first) = seen.insert(id, field) {
            found.push(
                Diagnostic::error(
                    "HS201",
                    context.files[field.file].path,
                    Some(field.span.clone()),
                    format!("the case id `{id}` is given twice"),
                )
                .label("second time here")
                .related(context.files[first.file].path, first.span.clone(), "first here")
                .help("ids never change and are never given twice; choose another one"),
            );
        }
    }
}
