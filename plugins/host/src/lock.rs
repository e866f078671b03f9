//! `plugins.lock`: which files may be loaded.
//!
//! A file is known by its SHA-256 alone. The lock also keeps the manifest, so that the host knows what a
//! plugin is for without running it, and starts it only when an item concerns it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use headstamp_plugin_api::is_id;
use headstamp_plugin_api::wire::Manifest;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The version of the format that is written.
const VERSION: u32 = 1;

/// The contents of a lock file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// Version of the format.
    pub version: u32,
    /// The trusted plugins, at most one per id and platform.
    #[serde(default, rename = "plugin", skip_serializing_if = "Vec::is_empty")]
    pub plugins: Vec<LockEntry>,
}

/// One trusted file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockEntry {
    /// Id of the plugin.
    pub id: String,
    /// Its version, for people.
    pub version: String,
    /// Where the file runs, as [`platform`] says it.
    pub platform: String,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// Where the file came from, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub origin: String,
    /// Day it was trusted, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub trusted_on: String,
    /// Folders it may read. Nothing else is ever granted: no writing, no network, no programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<PathBuf>,
    /// Its manifest when it was trusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<Manifest>,
}

impl Default for Lock {
    fn default() -> Self {
        Self {
            version: VERSION,
            plugins: Vec::new(),
        }
    }
}

impl Lock {
    /// Reads the text of a lock file.
    ///
    /// # Errors
    /// Says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lock: Self = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        if lock.version > VERSION {
            return Err(format!(
                "it has version {}, and this headstamp knows versions up to {VERSION}; use a newer headstamp",
                lock.version
            ));
        }
        let mut seen = BTreeSet::new();
        for entry in &lock.plugins {
            if !is_id(&entry.id) {
                return Err(format!("{:?} is not an id", entry.id));
            }
            if entry.sha256.len() != 64
                || !entry
                    .sha256
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            {
                return Err(format!(
                    "\"{}\": `sha256` must be 64 lower-case hexadecimal digits",
                    entry.id
                ));
            }
            if !seen.insert((&entry.id, &entry.platform)) {
                return Err(format!(
                    "\"{}\" stands in it twice for {}",
                    entry.id, entry.platform
                ));
            }
        }
        Ok(lock)
    }

    /// Reads a lock file; one that does not exist locks nothing.
    ///
    /// # Errors
    /// Says what is wrong and where.
    pub fn read(path: &Path) -> Result<Self, String> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// The entry of a plugin on this platform.
    pub fn find(&self, id: &str) -> Option<&LockEntry> {
        let here = platform();
        self.plugins
            .iter()
            .find(|entry| entry.id == id && entry.platform == here)
    }

    /// Puts an entry in, in place of the one for the same id and platform, which is returned.
    pub fn insert(&mut self, entry: LockEntry) -> Option<LockEntry> {
        let old = self
            .plugins
            .iter()
            .position(|old| old.id == entry.id && old.platform == entry.platform)
            .map(|place| self.plugins.remove(place));
        self.plugins.push(entry);
        self.plugins
            .sort_by(|a, b| (&a.id, &a.platform).cmp(&(&b.id, &b.platform)));
        old
    }

    /// The text of the lock file.
    ///
    /// # Errors
    /// When a path in it is not UTF-8.
    pub fn to_toml(&self) -> Result<String, String> {
        let body = toml::to_string(self).map_err(|error| error.to_string())?;
        Ok(format!(
            "# Plugins that headstamp may load. Written by `headstamp plugins trust`.\n{body}"
        ))
    }

    /// Writes the lock file, whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let text = self.to_toml().map_err(io::Error::other)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let fresh = path.with_extension("lock.new");
        let mut file = File::create(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        drop(file);
        fs::rename(&fresh, path)
    }
}

/// The name of this platform in lock files, such as `linux-x86_64`.
pub fn platform() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

/// SHA-256 of a file, lower-case hexadecimal.
///
/// # Errors
/// When it cannot be read.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    Ok(hex(&Sha256::digest(fs::read(path)?)))
}

pub(crate) fn hex(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest
        .iter()
        .fold(String::with_capacity(digest.len() * 2), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, platform: &str, digit: &str) -> LockEntry {
        LockEntry {
            id: id.to_owned(),
            version: "0.1.0".to_owned(),
            platform: platform.to_owned(),
            sha256: digit.repeat(64),
            origin: String::new(),
            trusted_on: "2026-10-02".to_owned(),
            reads: Vec::new(),
            manifest: None,
        }
    }

    #[test]
    fn written_and_read_again() {
        let mut lock = Lock::default();
        assert_eq!(lock.insert(entry("soviet", &platform(), "a")), None);
        lock.insert(entry("soviet", "elsewhere-z80", "b"));
        let mut with_manifest = entry("iran", &platform(), "c");
        with_manifest.manifest = Some(Manifest {
            id: "iran".to_owned(),
            ..Manifest::default()
        });
        with_manifest.reads = vec!["/srv/data".into()];
        lock.insert(with_manifest);
        let replaced = lock.insert(entry("soviet", &platform(), "d")).unwrap();
        assert_eq!(replaced.sha256, "a".repeat(64));

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deeper/plugins.lock");
        lock.write(&path).unwrap();
        let again = Lock::read(&path).unwrap();
        assert_eq!(again, lock);
        assert_eq!(again.find("soviet").unwrap().sha256, "d".repeat(64));
        assert_eq!(again.find("china"), None);
    }

    #[test]
    fn a_lock_that_is_not_there_locks_nothing() {
        assert_eq!(
            Lock::read(Path::new("/nowhere/plugins.lock")).unwrap(),
            Lock::default()
        );
    }

    #[test]
    fn says_what_is_wrong() {
        let mut lock = Lock {
            plugins: vec![entry("x", "p", "a"), entry("x", "p", "b")],
            ..Lock::default()
        };
        let error = |lock: &Lock| Lock::parse(&lock.to_toml().unwrap()).unwrap_err();
        assert!(error(&lock).contains("stands in it twice"));
        lock.plugins.truncate(1);
        lock.plugins[0].sha256 = "A".repeat(64);
        assert!(error(&lock).contains("64 lower-case"));
        lock.plugins[0].id = "../x".to_owned();
        assert!(error(&lock).contains("not an id"));
        lock.version = 9;
        assert!(error(&lock).contains("newer headstamp"));
        assert!(
            Lock::parse("version = \"x\"")
                .unwrap_err()
                .contains("invalid type")
        );
    }
}
