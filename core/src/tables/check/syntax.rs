//! TOML that cannot be read: every slip of a file, one for each line, with the ones people make most named as such.

use std::ops::Range;

use toml::de::DeTable;

use super::File;
use crate::diagnostic::Diagnostic;
use crate::tables::shape::Table;

/// Takes a file apart as far as possible and reports what is no TOML.
pub(super) fn parse<'a>(path: &'a str, text: &'a str, table: Table, found: &mut Vec<Diagnostic>) -> File<'a> {
    let (doc, errors) = DeTable::parse_recoverable(text);
    let mut unread: Vec<Range<usize>> = Vec::new();
    for e in errors {
        let span = e.span().unwrap_or(text.len()..text.len());
        let line = line_of(text, span.start);
        // One slip makes the parser stumble several times: the first on a line is the one that helps.
        if unread.contains(&line) {
            continue;
        }
        found.push(slip(path, text, &line, span, e.message()));
        unread.push(line);
    }
    tabs(path, text, found);
    File {
        path,
        text,
        table,
        doc,
        unread,
    }
}

/// The byte range of the line at a place, without its end.
pub(super) fn line_of(text: &str, at: usize) -> Range<usize> {
    let at = at.min(text.len());
    let start = text.as_bytes()[..at]
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |i| i + 1);
    let end = text.as_bytes()[at..]
        .iter()
        .position(|b| *b == b'\n')
        .map_or(text.len(), |i| at + i);
    start..end
}

fn slip(path: &str, text: &str, line: &Range<usize>, span: Range<usize>, message: &str) -> Diagnostic {
    let content = text.get(line.clone()).unwrap_or_default();
    if let Some((at, quote)) = typographic(content) {
        let at = line.start + at;
        return Diagnostic::error(
            "HS115",
            path,
            Some(at..at + quote.len_utf8()),
            "a typographic quotation mark",
        )
        .label("not the straight sign")
        .help(
            "texts stand in straight quotation marks: \"…\". Word processors bend them; use a plain editor",
        );
    }
    if let Some((range, number)) = decimal_comma(content) {
        let range = line.start + range.start..line.start + range.end;
        return Diagnostic::error("HS117", path, Some(range), "a decimal comma")
            .label(format!("expected `{}`", number.replace(',', ".")))
            .help("decimals are written with a point");
    }
    if ["<<<<<<<", "=======", ">>>>>>>"]
        .iter()
        .any(|m| content.starts_with(m))
    {
        return Diagnostic::error("HS101", path, Some(line.clone()), "a mark of an unfinished merge")
            .help("choose one of the two versions and remove the three marks");
    }
    let d = Diagnostic::error("HS101", path, Some(span), tidy(message));
    if message.starts_with("duplicate key") {
        return d
            .label("again here")
            .help("a key stands once in a table: remove one of the two");
    }
    let key = content.trim_start();
    let colon = key.split_once(':').is_some_and(|(k, _)| {
        !k.is_empty()
            && k.chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
    });
    if colon {
        return d.help("a key and its value are joined by `=`, not by `:`");
    }
    if content.matches('"').count() % 2 == 1 {
        return d.help("a quotation mark has no partner on this line");
    }
    if content.matches('[').count() != content.matches(']').count() {
        return d.help("count the brackets: `[[mark]]` has two on each side, a list one");
    }
    d.help("mend the form of this line; reference-data/README.md shows each table with an example")
}

/// The parser's words, as a sentence.
fn tidy(message: &str) -> String {
    let line = message.trim().replace('\n', "; ");
    let mut chars = line.chars();
    chars.next().map_or(line.clone(), |c| {
        c.to_lowercase().collect::<String>() + chars.as_str()
    })
}

/// The first bent quotation mark that opens or closes a value.
fn typographic(line: &str) -> Option<(usize, char)> {
    let mut inside = false;
    for (i, c) in line.char_indices() {
        match c {
            '"' => inside = !inside,
            '#' if !inside => return None,
            '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '′' | '″' if !inside => {
                return Some((i, c));
            }
            _ => {}
        }
    }
    None
}

/// `= 53,7` at the end of a line.
fn decimal_comma(line: &str) -> Option<(Range<usize>, &str)> {
    let from = line.find('=')? + 1;
    let rest = line[from..].split('#').next().unwrap_or_default();
    let value = rest.trim();
    let (whole, part) = value.split_once(',')?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let start = from + rest.find(value)?;
    (digits(whole.trim_start_matches('-')) && digits(part)).then(|| (start..start + value.len(), value))
}

/// Tabs come with values pasted from a spreadsheet; inside a text they make a mark that no casing shows.
fn tabs(path: &str, text: &str, found: &mut Vec<Diagnostic>) {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if let Some(at) = line.find('\t') {
            let inside = line[..at].matches('"').count() % 2 == 1;
            let start = offset + at;
            let d = Diagnostic::error("HS116", path, Some(start..start + 1), "a tab").label("tab");
            found.push(if inside {
                d.help("inside a text a tab is taken for a sign of the mark: remove it")
            } else {
                d.warning()
                    .help("use spaces; `headstamp tables fmt` does it for the whole file")
            });
        }
        offset += line.len();
    }
}
