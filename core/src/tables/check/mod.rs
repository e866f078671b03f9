//! The strict linter of the tables: files in, findings out.
//!
//! The reader ([`super::build`]) is lenient, so that tables of next year work with a program of today. The linter is
//! strict, because it speaks to the person who writes the row: every mistake of every file at once, each with its place,
//! what was expected and how to mend it. It reads nothing itself and looks at no clock.
//!
//! [`CHECKS`] names the families; each stands in a file of its own. Codes are stable and described one by one in
//! `docs/diagnostics`.

mod codes;
mod collisions;
mod examples;
mod files;
mod form;
mod names;
mod plausible;
mod references;
mod style;
mod syntax;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::DeTable;

use super::build::{Builder, producer_id};
use super::model::{Calibre, State};
use super::shape::{Kind, Table};
use super::source::ProducerFile;
use super::{TableSet, Tables, TablesError};
use crate::diagnostic::{Diagnostic, Severity};

pub use codes::{CODES, Code};
pub use files::slug;

/// A file as it was found, readable or not.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Path below the tables folder, with `/`.
    pub path: String,
    /// Its bytes, or why there are none. Of a file over [`MAX_BYTES`] one byte more is enough.
    pub content: Result<Vec<u8>, String>,
}

/// A table is never longer than this: larger files are pictures, dumps or accidents.
pub const MAX_BYTES: usize = 1 << 20;

/// What came of a check.
#[derive(Debug)]
pub struct Report {
    /// Findings by file and place.
    pub found: Vec<Diagnostic>,
    /// How many files were looked at.
    pub files: usize,
    /// How many examples were identified.
    pub examples: usize,
    /// The tables, when no finding is an error.
    pub tables: Option<TableSet>,
}

/// One family of checks.
pub struct Check {
    /// Its name.
    pub name: &'static str,
    run: fn(&Context<'_>, &mut Vec<Diagnostic>),
}

/// The checks that run over all files together, in this order.
pub const CHECKS: &[Check] = &[
    Check {
        name: "form",
        run: form::check,
    },
    Check {
        name: "references",
        run: references::check,
    },
    Check {
        name: "names",
        run: names::check,
    },
    Check {
        name: "plausibility",
        run: plausible::check,
    },
    Check {
        name: "collisions",
        run: collisions::check,
    },
    Check {
        name: "examples",
        run: examples::check,
    },
    Check {
        name: "style",
        run: style::check,
    },
];

/// A file that is text, belongs here, and was taken apart as far as possible.
pub(crate) struct File<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
    pub(crate) table: Table,
    pub(crate) doc: Spanned<DeTable<'a>>,
    /// Lines that could not be read; what stands there is reported once.
    pub(crate) unread: Vec<std::ops::Range<usize>>,
}

impl File<'_> {
    /// The id that the path gives.
    pub(crate) fn id(&self) -> String {
        match self.table {
            Table::Producer => producer_id(self.path),
            _ => stem(self.path).to_owned(),
        }
    }
}

/// The file name without folder and ending.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.strip_suffix(".toml").unwrap_or(name)
}

/// Everything that a check may look at.
pub(crate) struct Context<'a> {
    pub(crate) files: &'a [File<'a>],
    pub(crate) fields: Vec<walk::Field<'a>>,
    pub(crate) structure: Vec<Diagnostic>,
    pub(crate) producers: BTreeMap<String, (usize, ProducerFile)>,
    pub(crate) known: BTreeMap<Kind, BTreeSet<String>>,
    /// Rows as they were built.
    pub(crate) set: &'a TableSet,
    /// The same, ready to be searched.
    pub(crate) tables: Tables<'a>,
    /// The numbers of the inference are complete, so that examples can be identified.
    pub(crate) ready: bool,
}

impl Context<'_> {
    /// The index of a producer in the tables.
    pub(crate) fn producer(&self, id: &str) -> Option<u32> {
        self.set
            .producers
            .binary_search_by(|p| p.id.as_str().cmp(id))
            .ok()
            .and_then(|i| u32::try_from(i).ok())
    }

    /// The id of a producer.
    pub(crate) fn producer_id(&self, index: u32) -> &str {
        self.set
            .producers
            .get(index as usize)
            .map_or("", |p| p.id.as_str())
    }

    /// A state by id.
    pub(crate) fn state(&self, id: &str) -> Option<&State> {
        self.set.states.iter().find(|s| s.id == id)
    }

    /// A calibre by any spelling.
    pub(crate) fn calibre(&self, name: &str) -> Option<&Calibre> {
        self.tables
            .calibre_by_name(name)
            .and_then(|i| self.set.calibres.get(usize::from(i)))
    }
}

/// Checks a folder of tables. Over `base`, the files add to those tables as `--data` does.
///
/// ```
/// use headstamp_core::tables::check::{RawFile, check};
/// let content = Ok(b"titel = \"A forum\"\ngrade = \"forum\"\n".to_vec());
/// let report = check(&[RawFile { path: "sources/forum.toml".to_owned(), content }], None).unwrap();
/// let here: Vec<&str> = report.found.iter().filter(|d| d.file == "sources/forum.toml").map(|d| d.code).collect();
/// assert_eq!(here, ["HS113", "HS112", "HS103"]); // no `title`, no such key, no such grade
/// ```
///
/// # Errors
/// When `base` cannot be read back, or tables are larger than the compiled form allows.
pub fn check(raw: &[RawFile], base: Option<&Tables<'_>>) -> Result<Report, TablesError> {
    let mut found = Vec::new();
    let mut files: Vec<File<'_>> = Vec::new();
    for file in raw {
        if let Some((path, text, table)) = files::admit(file, &mut found) {
            files.push(syntax::parse(path, text, table, &mut found));
        }
    }
    files.sort_by_key(|f| f.path);
    let mut builder = match base {
        Some(tables) => Builder::on_top_of(tables, "checked")?,
        None => Builder::new(),
    };
    for file in &files {
        builder.add(file.path, file.text);
    }
    let (set, built) = builder.build_all();
    let ready = !built.iter().any(|d| d.code == "HS110");
    // Form, references and names are told apart more finely here than the builder does.
    let (claimed, built): (Vec<_>, Vec<_>) = built.into_iter().partition(|d| d.code == "HS202");
    found.extend(
        built
            .into_iter()
            .filter(|d| !matches!(d.code, "HS101" | "HS204" | "HS312")),
    );
    let bytes = set.to_bytes()?;
    let tables = Tables::open(&bytes)?;
    let mut structure = Vec::new();
    let mut fields = Vec::new();
    let mut rows = 0;
    for (index, file) in files.iter().enumerate() {
        walk::walk(index, file, &mut fields, &mut structure, &mut rows);
    }
    let context = Context {
        known: references::known(raw, &files, &fields, &set),
        producers: files
            .iter()
            .enumerate()
            .filter(|(_, f)| f.table == Table::Producer)
            .filter_map(|(i, f)| Some((f.id(), (i, toml::from_str::<ProducerFile>(f.text).ok()?))))
            .collect(),
        files: &files,
        fields,
        structure,
        set: &set,
        tables,
        ready,
    };
    for check in CHECKS {
        (check.run)(&context, &mut found);
    }
    // Only the builder sees that a name is one of a row below, which is in none of these files.
    if base.is_some() && !found.iter().any(|d| d.code == "HS202") {
        found.extend(claimed);
    }
    let examples = context
        .producers
        .values()
        .flat_map(|(_, p)| &p.mark)
        .map(|m| m.example.len())
        .sum();
    settle(&mut found);
    let clean = !found.iter().any(|d| d.severity == Severity::Error);
    Ok(Report {
        found,
        files: raw.len(),
        examples,
        tables: clean.then_some(set),
    })
}

/// Sorts, and leaves out what only repeats another finding in the same place.
fn settle(found: &mut Vec<Diagnostic>) {
    let at = |d: &Diagnostic| Some((d.file.clone(), d.span.as_ref()?.start));
    let of = |code: &str| -> BTreeSet<(String, usize)> {
        found.iter().filter(|d| d.code == code).filter_map(at).collect()
    };
    let (empty, unknown) = (of("HS124"), of("HS204"));
    found.retain(|d| {
        let Some(place) = at(d) else { return true };
        match d.code {
            // An empty word or mark is empty before it is wrong; an unknown state cannot be that of the folder.
            "HS103" | "HS107" => !empty.contains(&place),
            "HS104" => !unknown.contains(&place),
            _ => true,
        }
    });
    found.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.span.as_ref().map(|s| s.start), d.code);
        (a.file.as_str(), key(a), &a.message).cmp(&(b.file.as_str(), key(b), &b.message))
    });
    found.dedup_by(|a, b| (a.code, &a.file, &a.span) == (b.code, &b.file, &b.span) && a.span.is_some());
    found.dedup();
}
