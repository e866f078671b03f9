//! What reads well and still misleads: letters of two scripts in one mark, blanks at the ends of texts.

use super::walk::Field;
use super::Context;
use crate::diagnostic::Diagnostic;
use crate::tables::shape::Shape;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for field in &context.fields {
        let path = context.files[field.file].path;
        scripts(path, field, found);
        blanks(path, field, found);
    }
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
    let Some(text) = field.text().filter(|_| marks) else { return };
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        let scripts: Vec<(char, Script)> = word.chars().filter_map(|c| Some((c, script(c)?))).collect();
        let Some(first) = scripts.first() else { continue };
        let foreign: String = if scripts.iter().any(|s| s.1 == Script::Latin) {
            scripts.iter().filter(|s| s.1 != Script::Latin).map(|s| s.0).collect()
        } else {
            scripts.iter().filter(|s| s.1 != first.1).map(|s| s.0).collect()
        };
        if foreign.is_empty() {
            continue;
        }
        let list: Vec<String> = foreign.chars().map(|c| format!("`{c}` (U+{:04X})", u32::from(c))).collect();
        found.push(
            Diagnostic::error("HS501", path, Some(field.span.clone()), format!("`{word}` mixes letters of two scripts"))
                .label(format!("not Latin: {}", list.join(", ")))
                .help("type the whole mark in the script that is stamped; look-alike letters are folded when a mark is searched, not when it is written"),
        );
    }
}

fn blanks(path: &str, field: &Field<'_>, found: &mut Vec<Diagnostic>) {
    let Some(text) = field.text().filter(|t| t.trim() != *t && !t.trim().is_empty()) else { return };
    let side = if text.trim_start() == text { "end" } else { "beginning" };
    found.push(
        Diagnostic::error("HS502", path, Some(field.span.clone()), format!("a blank at the {side} of a text"))
            .label("blank inside the quotation marks")
            .help("remove it"),
    );
}
