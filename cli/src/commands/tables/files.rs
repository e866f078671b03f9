//! A folder of tables as it lies on the disk, whatever state its files are in.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use headstamp_core::tables::check::{MAX_BYTES, RawFile};

use crate::exit::{Failure, NO_INPUT};

/// Files at the top of the folder that are no tables and belong there.
const BESIDE: &[&str] = &["README.md", "LICENSE", "Cargo.toml"];

/// Every file below the folder, sorted. One that cannot be read stops none of the others.
pub(super) fn read(dir: &Path) -> Result<Vec<RawFile>, Failure> {
    if !dir.is_dir() {
        return Err(Failure::new(
            NO_INPUT,
            format!(
                "{}: no such folder; give the folder of the tables, e.g. `reference-data`",
                dir.display()
            ),
        ));
    }
    let mut out = Vec::new();
    walk(dir, dir, &mut out).map_err(|e| Failure::new(NO_INPUT, format!("{}: {e}", dir.display())))?;
    if !out.iter().any(|f| f.path.ends_with(".toml")) {
        return Err(Failure::new(
            NO_INPUT,
            format!(
                "{}: there is no .toml file in this folder; see reference-data/README.md for the layout",
                dir.display()
            ),
        ));
    }
    out.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(out)
}

fn walk(root: &Path, dir: &Path, out: &mut Vec<RawFile>) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path
            .strip_prefix(root)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        if file.starts_with('.') || name == "embed" || BESIDE.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, out)?;
        } else {
            out.push(RawFile {
                path: name,
                content: content(&path).map_err(|e| e.to_string()),
            });
        }
    }
    Ok(())
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
