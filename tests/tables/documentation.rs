//! Every code has a page; its wrong sample gets that code, its right sample nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use headstamp_core::tables::check::{CODES, MAX_BYTES, RawFile, check};

use super::world::{raw, repository};

fn base() -> Vec<RawFile> {
    let mut files = raw(&repository().join("tests/good-data"));
    let weights = fs::read(repository().join("reference-data/weights.toml")).unwrap();
    files.push(RawFile {
        path: "weights.toml".to_owned(),
        content: Ok(weights),
    });
    files
}

/// The blocks below a heading: each names its file in the first line, and how it is stored in the second, if need be.
fn samples(page: &str, heading: &str) -> Vec<RawFile> {
    let section = page
        .split("\n## ")
        .find(|s| s.starts_with(heading))
        .unwrap_or_default();
    let blocks = section
        .split("```toml\n")
        .skip(1)
        .filter_map(|s| s.split("```").next());
    blocks.map(sample).collect()
}

fn sample(block: &str) -> RawFile {
    let (head, text) = block.split_once('\n').unwrap();
    let mut parts = head.trim_start_matches("# ").split(", ");
    let path = parts.next().unwrap().to_owned();
    let content = match parts.next() {
        None => Ok(text.as_bytes().to_vec()),
        Some("saved as Latin-1") => Ok(text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect()),
        Some("and so on for 2 MB") => Ok(text.repeat(2 * MAX_BYTES / text.len()).into_bytes()),
        Some("the rest as shipped") => Ok(in_weights(text).into_bytes()),
        Some("without the right to read it") => Err("permission denied".to_owned()),
        Some(other) => panic!("`{other}` is no way to store a sample"),
    };
    RawFile { path, content }
}

/// The shipped numbers with one section replaced.
fn in_weights(section: &str) -> String {
    let all = fs::read_to_string(repository().join("reference-data/weights.toml")).unwrap();
    let head = section.lines().next().unwrap();
    let (before, rest) = all.split_once(&format!("{head}\n")).unwrap();
    let after = rest.find("\n[").map_or("", |at| &rest[at..]);
    format!("{before}{section}{after}")
}

fn codes(samples: Vec<RawFile>) -> BTreeSet<&'static str> {
    let mut files = base();
    for sample in samples {
        files.retain(|f| f.path != sample.path);
        files.push(sample);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    check(&files, None)
        .unwrap()
        .found
        .iter()
        .map(|d| d.code)
        .collect()
}

#[test]
fn every_code_has_a_page_whose_samples_are_true() {
    let mut wrong = Vec::new();
    for code in CODES {
        let path = repository().join(format!("docs/diagnostics/{}.md", code.code));
        let page = fs::read_to_string(&path).unwrap_or_default();
        if !page.starts_with(&format!("# {}: {}\n", code.code, code.title)) {
            wrong.push(format!("{}: no page of this title", code.code));
            continue;
        }
        let found = codes(samples(&page, "Wrong"));
        if !found.contains(code.code) {
            wrong.push(format!("{}: the wrong sample gets {found:?}", code.code));
        }
        let found = codes(samples(&page, "Right"));
        if !found.is_empty() || samples(&page, "Right").is_empty() {
            wrong.push(format!("{}: the right sample gets {found:?}", code.code));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_page_is_left_over() {
    let known: BTreeSet<String> = CODES.iter().map(|c| format!("{}.md", c.code)).collect();
    for entry in fs::read_dir(repository().join("docs/diagnostics")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(known.contains(&name) || name == "README.md", "{name}");
    }
}

/// The annotated producer of the README is a whole file and must pass.
#[test]
fn the_annotated_example_is_a_producer() {
    let page = fs::read_to_string(repository().join("reference-data/README.md")).unwrap();
    let section = page
        .split("\n## ")
        .find(|s| s.starts_with("A producer, annotated"))
        .unwrap();
    let block = section
        .split("```toml\n")
        .nth(1)
        .and_then(|s| s.split("```").next())
        .unwrap();
    let mut files = raw(Path::new(&repository().join("reference-data")));
    files.retain(|f| !f.path.starts_with("embed/") && f.path.ends_with(".toml") && f.path != "Cargo.toml");
    let place = files
        .iter_mut()
        .find(|f| f.path == "producers/ru/barnaul.toml")
        .unwrap();
    place.content = Ok(block.as_bytes().to_vec());
    let found = check(&files, None).unwrap().found;
    // Its remarks stand in columns, which the formatter does not do.
    let found: Vec<_> = found
        .iter()
        .filter(|d| d.code != "HS503" && d.file == "producers/ru/barnaul.toml")
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}
