//! The commands of docs/collections.md, as a reader types them: each works, and says what the page shows.

use std::fmt::Write as _;

use crate::made_up::folder;
use crate::program::{command, root};

/// Splits a line as a shell does, as far as the page needs it.
fn words(line: &str) -> Vec<String> {
    let (mut out, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => out.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            c => word.push(c),
        }
    }
    out.extend((!word.is_empty()).then_some(word));
    out
}

#[test]
fn the_page_about_collections_works() {
    let page = std::fs::read_to_string(root().join("docs/collections.md")).unwrap();
    let dir = folder("page");
    let (mut ran, mut missing) = (0, String::new());
    let mut block: Option<String> = None;
    let mut file = String::new();
    let mut said = String::new();
    for line in page.lines() {
        match (&block, line.strip_prefix("```")) {
            (None, Some(kind)) => {
                block = Some(kind.to_owned());
                file.clear();
            }
            (Some(kind), Some(_)) => {
                if let Some(name) = kind.strip_prefix("csv ") {
                    std::fs::write(dir.join(name), &file).unwrap();
                }
                block = None;
            }
            (Some(kind), None) if kind == "console" => {
                if let Some(typed) = line.strip_prefix("$ headstamp ") {
                    let words = words(typed);
                    let args: Vec<&str> = words.iter().map(String::as_str).collect();
                    let out = command(&args).current_dir(&dir).output().unwrap();
                    // 65: rows with something to look at.
                    assert!(matches!(out.status.code(), Some(0 | 65)), "{typed}: {out:?}");
                    said = format!(
                        "{}{}",
                        String::from_utf8_lossy(&out.stdout),
                        String::from_utf8_lossy(&out.stderr)
                    );
                    ran += 1;
                } else if !said.contains(line) {
                    let _ = writeln!(missing, "the page says {line:?}, the program {said}");
                }
            }
            (Some(_), None) => {
                file.push_str(line);
                file.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(ran >= 12, "{ran} commands");
    assert!(missing.is_empty(), "{missing}");
}
