//! The shipped tables, for tests.

// Not every test needs all of it.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use headstamp_core::identify::Identifier;
use headstamp_core::tables::{Builder, Tables};

fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, out);
        } else if path.extension().is_some_and(|e| e == "toml") {
            out.push(path);
        }
    }
}

/// The tables, compiled in the given order of files.
pub(crate) fn compile(reversed: bool) -> Vec<u8> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference-data");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.sort();
    if reversed {
        files.reverse();
    }
    let mut builder = Builder::new();
    for f in files {
        let name = f
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        builder.add(name, std::fs::read_to_string(&f).unwrap());
    }
    builder.build().unwrap().0.to_bytes().unwrap()
}

/// The tables, compiled once.
pub(crate) fn tables() -> Tables<'static> {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    Tables::open(BYTES.get_or_init(|| compile(false))).unwrap()
}

/// An identifier over them that is used again and again, as in a batch.
pub(crate) fn identifier() -> &'static Identifier<'static> {
    static ONCE: OnceLock<Identifier<'static>> = OnceLock::new();
    ONCE.get_or_init(|| Identifier::new(tables()))
}
