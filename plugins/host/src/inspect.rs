//! Looks at one file before it is trusted: its hash, its manifest, and how far it can be locked in.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use headstamp_plugin_api::wire::Manifest;

use crate::config::HostConfig;
use crate::context::{Context, Starting, Tables};
use crate::crew::Crew;
use crate::discovery::{Origin, PluginFile, Trust, check_file, id_of};
use crate::fault::Fault;
use crate::hashes::Hashes;
use crate::lock::{LockEntry, platform, sha256_of};
use crate::refusal::Refusal;
use crate::sandbox::Sandbox;

/// What is known of a file that nobody has trusted yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// Absolute path.
    pub path: PathBuf,
    /// SHA-256 of the file.
    pub sha256: String,
    /// What the plugin says of itself.
    pub manifest: Manifest,
    /// The sandbox it was loaded in.
    pub sandbox: Sandbox,
}

impl Inspected {
    /// The entry that makes the file trusted, for [`Lock::insert`](crate::Lock::insert).
    ///
    /// `today` is `YYYY-MM-DD`; `reads` are folders that it may read.
    pub fn entry(&self, today: &str, reads: Vec<PathBuf>) -> LockEntry {
        LockEntry {
            id: self.manifest.id.clone(),
            version: self.manifest.version.clone(),
            platform: platform(),
            sha256: self.sha256.clone(),
            origin: self.path.display().to_string(),
            trusted_on: today.to_owned(),
            reads,
            manifest: Some(self.manifest.clone()),
        }
    }
}

/// Loads a file in a worker, locked in as any plugin, and reads its manifest. Nothing is asked of it.
///
/// This runs code of a file that is not trusted yet, in a sandbox; with
/// [`require_sandbox`](HostConfig::require_sandbox) it is refused where there is none.
///
/// # Errors
/// Why the file could not be used as a plugin.
pub fn inspect(config: &HostConfig, path: &Path) -> Result<Inspected, Refusal> {
    let file = candidate(path)?;
    let sha256 = file.locked_sha256().unwrap_or_default().to_owned();
    let (path, id) = (file.path.clone(), file.id.clone());
    let context = Context {
        config: config.clone(),
        tables: Tables::new(Box::new(|_| None)),
        hashes: Hashes::default(),
        starting: Starting::default(),
    };
    let mut crew = Crew::new(Arc::new(context), vec![file]);
    match (crew.load(0, &[0]), crew.sandbox()) {
        (Ok(manifest), Some(sandbox)) => Ok(Inspected {
            path,
            sha256,
            manifest,
            sandbox: sandbox.clone(),
        }),
        (Ok(_), None) => Err(Refusal::cannot_load(&path, &id, "its process ended")),
        (Err(Fault::Refused(refusal)), _) => Err(*refusal),
        (Err(fault), _) => Err(Refusal::cannot_load(&path, &id, &fault.to_string())),
    }
}

/// The file as if it were locked as it is now.
pub(crate) fn candidate(path: &Path) -> Result<PluginFile, Refusal> {
    let unreadable = |error: std::io::Error| Refusal::unreadable(path, &error.to_string());
    // The name is that of the link, if it is one: it is what discovery would see.
    let path = std::path::absolute(path).map_err(unreadable)?;
    let id = path
        .file_name()
        .and_then(|name| id_of(name.to_str()?))
        .ok_or_else(|| Refusal::name(&path))?;
    check_file(&path, &id)?;
    let sha256 = sha256_of(&path).map_err(unreadable)?;
    let entry = LockEntry {
        id: id.clone(),
        version: String::new(),
        platform: platform(),
        sha256,
        origin: String::new(),
        trusted_on: String::new(),
        reads: Vec::new(),
        manifest: None,
    };
    Ok(PluginFile {
        id,
        path,
        origin: Origin::Directory,
        trust: Trust::Locked(Box::new(entry)),
    })
}
