//! A folder of tables as it lies on the disk, whatever state its files are in.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use headstamp_core::tables::check::{MAX_BYTES, RawFile};

use crate::exit::{Failure, NO_INPUT};

/// Files at the top of the folder that are no tables and belong there.
const BESIDE: &[&str] = &["README.md", "LICENSE", "Cargo.toml"];
/// Tables lie at most two folders deep; misplaced ones are found a little further down.
const DEEPEST: u8 = 6;

/// Every file below the folder, sorted. One that cannot be read stops none of the others.
pub(super) fn read(dir: &Path) -> Result<Vec<RawFile>, Failure> {
    let no = |why: &str| Failure::new(NO_INPUT, format!("{}: {why}", dir.display()));
    if dir.is_file() {
        return Err(no(
            "a file; give the folder of the tables, since rows are held against one another",
        ));
    }
    if !dir.is_dir() {
        return Err(no(
            "no such folder; give the folder of the tables, e.g. `reference-data`",
        ));
    }
    if !dir.join("data.toml").exists() && dir.join("reference-data/data.toml").exists() {
        return Err(no(
            "the tables are in `reference-data` below this folder; give that one",
        ));
    }
    let mut out = Vec::new();
    walk(dir, dir, 0, &mut out);
    if !out.iter().any(|f| f.path.ends_with(".toml")) {
        return Err(no(
            "there is no .toml file in this folder; see reference-data/README.md for the layout",
        ));
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(out)
}

/// Where a file of the tables lies. Its path has `/` everywhere; here it gets what the system writes.
pub(super) fn place(dir: &Path, path: &str) -> PathBuf {
    dir.join(path.split('/').collect::<PathBuf>())
}

/// A folder that cannot be listed stands in the list as a file that cannot be read. Links that run in circles end.
fn walk(root: &Path, dir: &Path, depth: u8, out: &mut Vec<RawFile>) {
    let name = |path: &Path| {
        path.strip_prefix(root)
            .unwrap_or(path)
            .to_string_lossy()
            .replace('\\', "/")
    };
    let entries = fs::read_dir(dir).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = match entries {
        Ok(entries) => entries,
        Err(e) => {
            return out.push(RawFile {
                path: name(dir),
                content: Err(e.to_string()),
            });
        }
    };
    for path in entries.iter().map(fs::DirEntry::path) {
        let name = name(&path);
        let hidden = path
            .file_name()
            .is_some_and(|f| f.to_string_lossy().starts_with('.'));
        if hidden || name == "embed" || BESIDE.contains(&name.as_str()) {
            continue;
        }
        if !path.is_dir() {
            out.push(RawFile {
                path: name,
                content: content(&path).map_err(|e| e.to_string()),
            });
        } else if depth < DEEPEST {
            walk(root, &path, depth + 1, out);
        }
    }
}

/// One byte more than allowed is enough to see that a file is too large.
fn content(path: &PathBuf) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// True when the folder holds whole tables and not additions to the shipped ones.
pub(super) fn is_whole(files: &[RawFile]) -> bool {
    files.iter().any(|f| f.path == "data.toml")
}

/// The tables among the files that are text.
pub(super) fn texts(files: &[RawFile]) -> Vec<(&str, &str)> {
    files
        .iter()
        .filter(|f| f.path.ends_with(".toml"))
        .filter_map(|f| {
            Some((
                f.path.as_str(),
                std::str::from_utf8(f.content.as_ref().ok()?).ok()?,
            ))
        })
        .collect()
}
