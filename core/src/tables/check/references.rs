//! Ids that rows refer to, and documents that documented claims must name.

use std::collections::{BTreeMap, BTreeSet};

use super::walk::Field;
use super::{Context, File, RawFile, stem};
use crate::diagnostic::{Diagnostic, nearest};
use crate::notation::{Glyph, Marking};
use crate::tables::TableSet;
use crate::tables::build::producer_id;
use crate::tables::model::State;
use crate::tables::shape::{Kind, Shape, Table};

/// The ids of every kind. A kind whose table could not be read is left out: one bad line there must not make every
/// row that refers to it look wrong.
pub(super) fn known(
    raw: &[RawFile],
    files: &[File<'_>],
    fields: &[Field<'_>],
    set: &TableSet,
) -> BTreeMap<Kind, BTreeSet<String>> {
    let mut known: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    let rows = [
        (
            Kind::State,
            Table::States,
            set.states.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(),
        ),
        (
            Kind::Calibre,
            Table::Calibres,
            set.calibres.iter().map(|r| r.id.as_str()).collect(),
        ),
        (
            Kind::YearScheme,
            Table::Schemes,
            set.schemes.iter().map(|r| r.id.as_str()).collect(),
        ),
    ];
    for (kind, table, ids) in rows {
        let given = raw.iter().any(|f| Table::of(&f.path) == Some(table));
        let read = files.iter().any(|f| f.table == table && f.unread.is_empty());
        if given && !read {
            continue;
        }
        let own = fields
            .iter()
            .filter(|f| files[f.file].table == table && matches!(f.shape, Shape::OwnId));
        let all = ids
            .into_iter()
            .chain(own.filter_map(Field::text))
            .map(str::to_owned);
        known.insert(kind, all.collect());
    }
    // Files name rows by their path alone, so that a file with a slip in it is still known.
    let by_path = |table: Table| raw.iter().filter(move |f| Table::of(&f.path) == Some(table));
    let sources = set.sources.iter().map(|r| r.id.clone());
    known.insert(
        Kind::Source,
        sources
            .chain(by_path(Table::Source).map(|f| stem(&f.path).to_owned()))
            .collect(),
    );
    let producers = set.producers.iter().map(|r| r.id.clone());
    known.insert(
        Kind::Producer,
        producers
            .chain(by_path(Table::Producer).map(|f| producer_id(&f.path)))
            .collect(),
    );
    known
}

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for field in &context.fields {
        if let (Shape::Id(kind), Some(id)) = (field.shape, field.text()) {
            refer(context, field, *kind, id, found);
        }
        if matches!(field.shape, Shape::Mark) || field.key == "headstamp" {
            symbols(context, field, found);
        }
    }
    uncited(context, found);
    unnamed(context, found);
}

fn refer(context: &Context<'_>, field: &Field<'_>, kind: Kind, id: &str, found: &mut Vec<Diagnostic>) {
    let table = if kind == Kind::CalibreName {
        Kind::Calibre
    } else {
        kind
    };
    let Some(ids) = context.known.get(&table) else {
        return;
    };
    if id.is_empty()
        || ids.contains(id)
        || (kind == Kind::CalibreName && context.tables.calibre_by_name(id).is_some())
    {
        return;
    }
    let near = suggest(context, table, id, ids);
    let what = kind.name();
    let help = match kind {
        Kind::Source => {
            format!("correct the id, or add `sources/{id}.toml` first (`headstamp tables new source`)")
        }
        Kind::State => {
            "states have the two capital letters of ISO 3166, former ones those of states.toml".to_owned()
        }
        Kind::Producer => {
            "a producer's id is its folder and file name: `producers/ru/barnaul.toml` is `ru-barnaul`"
                .to_owned()
        }
        Kind::Calibre | Kind::CalibreName => {
            "`headstamp calibres search` finds a calibre by any spelling".to_owned()
        }
        Kind::YearScheme => "the ways to write a year stand in year-schemes.toml".to_owned(),
    };
    found.push(
        Diagnostic::error(
            "HS204",
            context.files[field.file].path,
            Some(field.span.clone()),
            format!("there is no {what} `{id}`"),
        )
        .label(near.map_or_else(|| "not known".to_owned(), |n| format!("did you mean `{n}`?")))
        .help(help),
    );
}

/// Drawn signs in braces must be named in symbols.toml: another name would be another mark.
fn symbols(context: &Context<'_>, field: &Field<'_>, found: &mut Vec<Diagnostic>) {
    let Some(marking) = field.text().and_then(|t| Marking::parse(t).ok()) else {
        return;
    };
    for glyph in marking.marks().iter().flat_map(|m| &m.glyphs) {
        let Glyph::Symbol(name) = glyph else { continue };
        if context.tables.symbol(name).is_some() {
            continue;
        }
        let names = context
            .set
            .symbols
            .iter()
            .flat_map(|s| std::iter::once(&s.id).chain(&s.aliases));
        let near = nearest(name, names.map(String::as_str));
        found.push(
            Diagnostic::error("HS204", context.files[field.file].path, Some(field.span.clone()), format!("there is no symbol `{name}`"))
                .label(near.map_or_else(|| "not known".to_owned(), |n| format!("did you mean `{{{n}}}`?")))
                .help("drawn signs and their names stand in symbols.toml; add the sign there first if it is a new one"),
        );
    }
}

fn suggest(context: &Context<'_>, kind: Kind, id: &str, ids: &BTreeSet<String>) -> Option<String> {
    let same = match kind {
        Kind::State => {
            let lower = id.to_lowercase();
            let names = |s: &State| {
                std::iter::once(&s.id)
                    .chain([&s.name])
                    .chain(&s.aliases)
                    .any(|n| n.to_lowercase() == lower)
            };
            context.set.states.iter().find(|s| names(s)).map(|s| s.id.clone())
        }
        Kind::Calibre => context.calibre(id).map(|c| c.id.clone()),
        // People write the bare name of a producer instead of its id.
        Kind::Producer => ids
            .iter()
            .find(|p| p.split_once('-').is_some_and(|(_, slug)| slug == id))
            .cloned(),
        _ => None,
    };
    same.or_else(|| nearest(id, ids.iter().map(String::as_str)).map(str::to_owned))
}

/// A claim that says `documented` and names no document. The builder sees to the marks themselves.
fn uncited(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let cited: BTreeSet<usize> = context
        .fields
        .iter()
        .filter(|f| f.key == "sources")
        .map(|f| f.row)
        .collect();
    for field in context
        .fields
        .iter()
        .filter(|f| f.key == "basis" && f.within != "mark")
    {
        let inherits = matches!(field.within, "years" | "calibres") && cited.contains(&field.outer);
        if field.text() == Some("documented") && !cited.contains(&field.row) && !inherits {
            found.push(
                Diagnostic::error(
                    "HS203",
                    context.files[field.file].path,
                    Some(field.span.clone()),
                    "a documented claim names no source",
                )
                .label("needs `sources`")
                .help("name the document in `sources`, or write `general` when none was seen"),
            );
        }
    }
}

/// An event that is reported or alleged, and nobody is named who says so.
fn unnamed(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let said = |f: &&Field<'_>| f.key == "alleged_by" && f.text().is_some_and(|t| !t.trim().is_empty());
    let named: BTreeSet<usize> = context.fields.iter().filter(said).map(|f| f.row).collect();
    for field in context
        .fields
        .iter()
        .filter(|f| f.key == "finding" && !named.contains(&f.row))
    {
        let Some(finding) = field.text().filter(|t| matches!(*t, "reported" | "alleged")) else {
            continue;
        };
        let path = context.files[field.file].path;
        found.push(
            Diagnostic::error("HS206", path, Some(field.span.clone()), format!("an event that is {finding} names nobody"))
                .label("needs `alleged_by`")
                .help("say in `alleged_by` who says so, or write `documented` when the sources establish it themselves"),
        );
    }
}
