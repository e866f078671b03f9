//! Findings in tables, drawn as the compiler draws them (file, line, caret, what was expected, how to mend it) and as
//! other programs read them.

mod machine;

use std::collections::BTreeMap;
use std::path::Path;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use headstamp_core::diagnostic::{Diagnostic, Severity};
use headstamp_core::tables::check::RawFile;

pub(crate) use machine::{github, json, sarif};

/// The texts that findings point into.
#[derive(Default)]
pub(crate) struct Texts {
    /// Put before the path of a file, with a `/` at its end.
    prefix: String,
    by_path: BTreeMap<String, String>,
}

impl Texts {
    /// Of files below a folder; what is no text is shown with replacement signs.
    pub(crate) fn of(files: &[RawFile], dir: &Path) -> Self {
        let text = |f: &RawFile| {
            f.content
                .as_ref()
                .map(|b| String::from_utf8_lossy(b).into_owned())
                .unwrap_or_default()
        };
        let prefix = dir.to_string_lossy().replace('\\', "/");
        let prefix = prefix.trim_start_matches("./").trim_end_matches('/');
        Self {
            prefix: if matches!(prefix, "" | ".") {
                String::new()
            } else {
                format!("{prefix}/")
            },
            by_path: files.iter().map(|f| (f.path.clone(), text(f))).collect(),
        }
    }

    fn get(&self, path: &str) -> &str {
        self.by_path.get(path).map_or("", String::as_str)
    }

    fn path(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }
}

/// One finding.
fn one(d: &Diagnostic, texts: &Texts, renderer: &Renderer) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let text = texts.get(&d.file);
    let fits = |s: &std::ops::Range<usize>, text: &str| text.get(s.clone()).is_some();
    let mut group = Group::with_title(level.primary_title(d.message.as_str()).id(d.code));
    match d.span.clone().filter(|s| fits(s, text)) {
        Some(span) if !text.is_empty() => {
            let mut primary = AnnotationKind::Primary.span(span);
            if !d.label.is_empty() {
                primary = primary.label(d.label.as_str());
            }
            let mut snippet = Snippet::source(text)
                .path(texts.path(&d.file))
                .annotation(primary);
            for r in d
                .related
                .iter()
                .filter(|r| r.file == d.file && fits(&r.span, text))
            {
                snippet = snippet.annotation(
                    AnnotationKind::Context
                        .span(r.span.clone())
                        .label(r.label.as_str()),
                );
            }
            group = group.element(snippet);
        }
        _ => group = group.element(annotate_snippets::Origin::path(texts.path(&d.file))),
    }
    for r in d.related.iter().filter(|r| r.file != d.file) {
        let text = texts.get(&r.file);
        if fits(&r.span, text) && !text.is_empty() {
            let there = AnnotationKind::Context
                .span(r.span.clone())
                .label(r.label.as_str());
            group = group.element(Snippet::source(text).path(texts.path(&r.file)).annotation(there));
        }
    }
    if !d.help.is_empty() {
        group = group.element(Level::HELP.message(d.help.as_str()));
    }
    renderer.render(&[group])
}

/// All findings, one after the other.
pub(crate) fn text(found: &[Diagnostic], texts: &Texts, styled: bool) -> String {
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    found.iter().map(|d| one(d, texts, &renderer) + "\n\n").collect()
}

/// All findings in plain text, with their number, for tables that were to be used and cannot be.
pub(crate) fn all(found: &[Diagnostic], files: &[(String, String)]) -> String {
    let texts = Texts {
        prefix: String::new(),
        by_path: files.iter().cloned().collect(),
    };
    text(found, &texts, false) + &totals(found)
}

/// `2 errors and 1 warning`.
pub(crate) fn totals(found: &[Diagnostic]) -> String {
    let errors = found.iter().filter(|d| d.severity == Severity::Error).count();
    format!(
        "{} and {}",
        count(errors, "error"),
        count(found.len() - errors, "warning")
    )
}

/// `1 error`, `2 errors`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
