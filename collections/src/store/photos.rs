//! Photographs: their hashes as stated, held against files when there are any.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::observation::Observation;
use crate::rows::Problem;
use crate::text::hex;

/// A photograph of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhotoState {
    /// Its hash.
    pub sha256: String,
    /// `stated` (no file was looked at), `checked` (a file has this hash), `taken` (the hash was taken from the file
    /// when it was added) or `missing` (no file has it).
    pub state: String,
    /// The file that has it.
    pub file: Option<String>,
}

/// The files of a folder by hash and by name.
#[derive(Clone, Debug, Default)]
pub(super) struct PhotoFiles {
    by_hash: HashMap<String, String>,
    by_name: HashMap<String, String>,
}

/// Folders in folders that are looked into.
const DEPTH: u8 = 8;

impl PhotoFiles {
    /// Hashes every file of a folder.
    pub(super) fn of(folder: &Path) -> Result<Self, Error> {
        if !folder.is_dir() {
            return Err(Error::Usage(format!("{}: no such folder", folder.display())));
        }
        let mut files = Vec::new();
        walk(folder, DEPTH, &mut files)?;
        files.sort();
        let mut found = Self::default();
        for path in files {
            let hash = hash_file(&path)?;
            let name = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            let last = name.rsplit('/').next().unwrap_or(&name).to_lowercase();
            found.by_name.entry(last).or_insert_with(|| hash.clone());
            found.by_hash.entry(hash).or_insert(name);
        }
        Ok(found)
    }

    /// The photographs of a row, and what is wrong with them.
    pub(super) fn check(
        files: Option<&Self>,
        o: &Observation,
        problems: &mut Vec<Problem>,
    ) -> Vec<PhotoState> {
        let mut out: Vec<PhotoState> = Vec::new();
        for sha256 in &o.photo_sha256 {
            let file = files.and_then(|f| f.by_hash.get(sha256).cloned());
            let state = match (files, &file) {
                (None, _) => "stated",
                (Some(_), Some(_)) => "checked",
                (Some(_), None) => {
                    let reason = "no photograph of the folder has this hash";
                    problems.push(Problem::new("photo_sha256", sha256, reason));
                    "missing"
                }
            };
            if !out.iter().any(|p| p.sha256 == *sha256) {
                out.push(PhotoState {
                    sha256: sha256.clone(),
                    state: state.to_owned(),
                    file,
                });
            }
        }
        // In the order in which they are read back.
        out.sort_by(|a, b| a.sha256.cmp(&b.sha256));
        let Some(files) = files else {
            return out;
        };
        for name in &o.photos {
            let last = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
            match files.by_name.get(&last) {
                None => problems.push(Problem::new(
                    "photo",
                    name,
                    "there is no such photograph in the folder",
                )),
                Some(hash) if out.iter().any(|p| p.sha256 == *hash) => {}
                Some(hash) if o.photo_sha256.is_empty() => out.push(PhotoState {
                    sha256: hash.clone(),
                    state: "taken".to_owned(),
                    file: Some(name.clone()),
                }),
                Some(hash) => {
                    let reason = format!("the photograph is not the one recorded: its hash is {hash}");
                    problems.push(Problem::new("photo", name, reason));
                }
            }
        }
        out.sort_by(|a, b| a.sha256.cmp(&b.sha256));
        out
    }

    /// True when a file has this hash.
    pub(super) fn has(&self, sha256: &str) -> bool {
        self.by_hash.contains_key(sha256)
    }
}

fn walk(folder: &Path, depth: u8, out: &mut Vec<PathBuf>) -> Result<(), Error> {
    for entry in std::fs::read_dir(folder).map_err(|e| Error::io(folder, e))? {
        let path = entry.map_err(|e| Error::io(folder, e))?.path();
        if path.is_dir() {
            if depth > 0 {
                walk(&path, depth - 1, out)?;
            }
        } else {
            out.push(path);
        }
    }
    Ok(())
}

/// The SHA-256 of a file, in hexadecimal.
pub(super) fn hash_file(path: &Path) -> Result<String, Error> {
    let mut file = File::open(path).map_err(|e| Error::io(path, e))?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let n = file.read(&mut buffer).map_err(|e| Error::io(path, e))?;
        match buffer.get(..n).filter(|b| !b.is_empty()) {
            Some(bytes) => hasher.update(bytes),
            None => return Ok(hex(&hasher.finalize())),
        }
    }
}
