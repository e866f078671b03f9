//! Whether a file belongs here and is text at all.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{MAX_BYTES, RawFile, stem};
use crate::diagnostic::{Diagnostic, nearest};
use crate::tables::shape::Table;

const PLACES: &str = "producers/<cc>/<slug>.toml, sources/<id>.toml, events/<id>.toml, corpus/<name>.toml, \
    profiles/<name>.toml, messages/<lang>.toml, or one of the tables of the folder itself";

/// The text of a file that can be looked into; everything that speaks against it is reported.
pub(super) fn admit<'a>(file: &'a RawFile, found: &mut Vec<Diagnostic>) -> Option<(&'a str, &'a str, Table)> {
    let path = file.path.as_str();
    let table = place(path, found);
    let bytes = match &file.content {
        Ok(bytes) => bytes,
        Err(why) => {
            found.push(
                Diagnostic::error("HS121", path, None, format!("the file cannot be read: {why}"))
                    .help("check its permissions; the other files were checked all the same"),
            );
            return None;
        }
    };
    let table = table?;
    if bytes.len() > MAX_BYTES {
        found.push(
            Diagnostic::error("HS119", path, None, "the file is larger than 1 MB").help(
                "a table is a few kilobytes: cite a long document in `sources` instead of pasting it, and leave \
                 pictures out",
            ),
        );
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some((path, text, table)),
        Err(e) => {
            let at = e.valid_up_to();
            let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
            let is = if utf16 {
                "it is UTF-16"
            } else {
                "this byte is no character in UTF-8"
            };
            // A reader shows the bad byte as U+FFFD, three bytes long.
            found.push(
                Diagnostic::error("HS118", path, Some(at..at + 3), "the file is not UTF-8")
                    .label(is)
                    .help("save it again with the encoding UTF-8 (in most editors: Save As, Encoding)"),
            );
            None
        }
    }
}

fn place(path: &str, found: &mut Vec<Diagnostic>) -> Option<Table> {
    let Some(table) = Table::of(path) else {
        found.push(misplaced(path));
        return None;
    };
    let name = stem(path);
    let strict = matches!(
        table,
        Table::Producer | Table::Source | Table::Event | Table::Profile | Table::Corpus
    );
    if strict && !is_slug(name) {
        let better = slug(name);
        let help = if better.is_empty() {
            "use lower-case letters, digits and hyphens".to_owned()
        } else {
            format!("the name becomes the id; rename the file to `{better}.toml`")
        };
        found.push(
            Diagnostic::error(
                "HS122",
                path,
                None,
                format!("`{name}` is no file name for {}", table.name()),
            )
            .help(help),
        );
    }
    if table == Table::Producer {
        let folder = path.split('/').nth(1).unwrap_or_default();
        let letters = (2..=3).contains(&folder.len()) && folder.bytes().all(|b| b.is_ascii_lowercase());
        if !letters {
            found.push(
                Diagnostic::error("HS120", path, None, format!("`{folder}` is no folder for producers")).help(
                    "the folder is the ISO code of the country of today in lower case, such as `producers/ru/`",
                ),
            );
        }
    }
    Some(table)
}

fn misplaced(path: &str) -> Diagnostic {
    let error = Diagnostic::error("HS120", path, None, "no table is read from this place");
    let file = path.rsplit('/').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').collect();
    let tops = ["producers", "sources", "events", "corpus", "profiles", "messages"];
    if !file.ends_with(".toml") {
        let lower = file.to_lowercase();
        let help = if lower.ends_with(".toml") || lower.ends_with(".toml.txt") {
            "the ending must be `.toml`, in lower case and with nothing after it"
        } else {
            "only .toml files are read here; pictures and documents stay where they are and are cited in `sources`"
        };
        return error.help(help);
    }
    if let ["producers", slug] = parts.as_slice() {
        return error.help(format!(
            "move it to the folder of its country: `producers/<cc>/{slug}`"
        ));
    }
    if parts.len() > 1
        && let Some(near) = nearest(parts[0], tops).filter(|n| *n != parts[0])
    {
        return error.help(format!("did you mean `{}`?", path.replacen(parts[0], near, 1)));
    }
    error.help(format!("it belongs to {PLACES}"))
}

fn is_slug(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}

/// A file name made of any text: letters without their accents, digits, and hyphens for the rest.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name
        .nfd()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_combining_mark(*c))
    {
        let c = match c {
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            'ß' => 's',
            'ı' => 'i',
            'æ' => 'a',
            'œ' => 'o',
            c => c,
        };
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
