//! What reads well and still misleads: letters of two scripts in one mark, blanks at the ends of texts.

use super::syntax::line_of;
use std::collections::BTreeSet;

use super::walk::Field;
use super::{Context, File};
use crate::diagnostic::Diagnostic;
use crate::tables::format::format;
use crate::tables::shape::Shape;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for field in &context.fields {
        let path = context.files[field.file].path;
        scripts(path, field, found);
        blanks(path, field, found);
    }
    let ill: BTreeSet<String> = found
        .iter()
        .filter(|d| d.code.starts_with("HS1"))
        .map(|d| d.file.clone())
        .collect();
    for file in context.files.iter().filter(|f| !ill.contains(f.path)) {
        formatting(file, found);
    }
}

/// Where a file first differs from what `tables fmt` makes of it.
fn formatting(file: &File<'_>, found: &mut Vec<Diagnostic>) {
    let Some(wanted) = format(file.text, file.table) else {
        return;
    };
    let text = file.text.replace("\r\n", "\n");
    if text == wanted {
        return;
    }
    let line = text
        .lines()
        .zip(wanted.lines())
        .take_while(|(a, b)| a == b)
        .count();
    let start: usize = file.text.split_inclusive('\n').take(line).map(str::len).sum();
    let should = match wanted.lines().nth(line) {
        Some("") => "an empty line is expected here".to_owned(),
        Some(expected) => format!("expected `{}`", shorten(expected)),
        None => "nothing more is expected".to_owned(),
    };
    let span = line_of(file.text, start);
    found.push(
        Diagnostic::error("HS503", file.path, Some(span), "the file is not formatted")
            .warning()
            .label(should)
            .help("run `headstamp tables fmt`"),
    );
}

fn shorten(line: &str) -> String {
    let mut out: String = line.chars().take(60).collect();
    if out.len() < line.len() {
        out.push('…');
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
}

fn script(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' => Some(Script::Latin),
        '\u{370}'..='\u{3FF}' => Some(Script::Greek),
        '\u{400}'..='\u{52F}' => Some(Script::Cyrillic),
        _ => None,
    }
}

/// A word in two scripts is a slip of the keyboard: the Cyrillic `А` looks like the Latin `A` and is another letter.
fn scripts(path: &str, field: &Field<'_>, found: &mut Vec<Diagnostic>) {
    let marks = matches!(field.shape, Shape::Mark | Shape::OwnId | Shape::Id(_)) || field.key == "headstamp";
    let Some(text) = field.text().filter(|_| marks) else {
        return;
    };
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        let scripts: Vec<(char, Script)> = word.chars().filter_map(|c| Some((c, script(c)?))).collect();
        let Some(first) = scripts.first() else { continue };
        let foreign: String = if scripts.iter().any(|s| s.1 == Script::Latin) {
            scripts
                .iter()
                .filter(|s| s.1 != Script::Latin)
                .map(|s| s.0)
                .collect()
        } else {
            scripts.iter().filter(|s| s.1 != first.1).map(|s| s.0).collect()
        };
        if foreign.is_empty() {
            continue;
        }
        let list: Vec<String> = foreign
            .chars()
            .map(|c| format!("`{c}` (U+{:04X})", u32::from(c)))
            .collect();
        found.push(
            Diagnostic::error("HS501", path, Some(field.span.clone()), format!("`{word}` mixes letters of two scripts"))
                .label(format!("not Latin: {}", list.join(", ")))
                .help("type the whole mark in the script that is stamped; look-alike letters are folded when a mark is searched, not when it is written"),
        );
    }
}

fn blanks(path: &str, field: &Field<'_>, found: &mut Vec<Diagnostic>) {
    let Some(text) = field
        .text()
        .filter(|t| t.trim() != *t && !t.trim().is_empty() && !t.contains('\t'))
    else {
        return;
    };
    let side = if text.trim_start() == text {
        "end"
    } else {
        "beginning"
    };
    found.push(
        Diagnostic::error(
            "HS502",
            path,
            Some(field.span.clone()),
            format!("a blank at the {side} of a text"),
        )
        .label("blank inside the quotation marks")
        .help("remove it"),
    );
}
