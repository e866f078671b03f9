//! Hashes of files that are loaded without a lock. Answers name them, but nobody has to wait for them before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::lock::sha256_of;

/// The files and, once somebody asked, their hashes.
#[derive(Clone, Default)]
pub(crate) struct Hashes(Arc<BTreeMap<PathBuf, OnceLock<String>>>);

impl Hashes {
    pub(crate) fn new(files: impl Iterator<Item = PathBuf>) -> Self {
        Self(Arc::new(files.map(|file| (file, OnceLock::new())).collect()))
    }

    /// Begins to hash them all in a thread of its own.
    pub(crate) fn begin(&self) {
        if self.0.is_empty() {
            return;
        }
        let hashes = self.clone();
        // Without the thread they are made when they are asked for.
        let _ = std::thread::Builder::new()
            .name("hashes".to_owned())
            .spawn(move || {
                for file in hashes.0.keys() {
                    hashes.get(file);
                }
            });
    }

    /// What a file must hash to when it is loaded: the hash that was told of it, or that will be told if all are to be
    /// made `ahead`. No file hashes to that of one that could not be read.
    pub(crate) fn expected(&self, file: &Path, ahead: bool) -> Option<String> {
        match self.0.get(file) {
            Some(_) if ahead => Some(self.get(file)),
            hash => hash.and_then(OnceLock::get).cloned(),
        }
    }

    /// The hash of a file; empty if it is none of these, or cannot be read any more.
    pub(crate) fn get(&self, file: &Path) -> String {
        let made = |hash: &OnceLock<String>| hash.get_or_init(|| sha256_of(file).unwrap_or_default()).clone();
        self.0.get(file).map(made).unwrap_or_default()
    }
}
