//! Finds plugin files, in places that are named, absolute and few. Nothing is loaded here.
//!
//! Never searched: the working directory, `PATH`, `LD_LIBRARY_PATH`.

use std::collections::BTreeMap;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::fs;
use std::path::{Path, PathBuf};

use headstamp_plugin_api::is_id;
use serde::{Deserialize, Serialize};

use crate::config::HostConfig;
use crate::development;
use crate::lock::{Lock, LockEntry, sha256_of};
use crate::refusal::Refusal;

/// A plugin that may be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PluginFile {
    /// Id, from the file name; the manifest must say the same.
    pub id: String,
    /// Absolute path.
    pub path: PathBuf,
    /// Where it was found.
    pub origin: Origin,
    /// Why it may be loaded.
    pub trust: Trust,
}

impl PluginFile {
    /// The hash that the file must have, if it is locked.
    pub fn locked_sha256(&self) -> Option<&str> {
        self.locked().map(|entry| entry.sha256.as_str())
    }

    pub(crate) fn locked(&self) -> Option<&LockEntry> {
        match &self.trust {
            Trust::Locked(entry) => Some(entry),
            Trust::Development => None,
        }
    }
}

/// Where a plugin was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// In a directory named for this run.
    Directory,
    /// In a cargo target directory.
    Development,
    /// In the directory of this release.
    Bundled,
    /// In the user's directory.
    User,
}

/// Why a file may be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Its hash is in a lock, and checked again when it is loaded.
    Locked(Box<LockEntry>),
    /// Development, unlocked: built here.
    Development,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// Plugins to load, by id.
    pub found: Vec<PluginFile>,
    /// Files and ids that are not used.
    pub refused: Vec<Refusal>,
}

/// Looks in all places that `config` names.
pub fn discover(config: &HostConfig) -> Discovery {
    let mut search = Search::default();
    let needs_lock = !config.plugin_dirs.is_empty() || config.user_dir.is_some();
    let user_lock = config
        .user_lock
        .as_deref()
        .filter(|_| needs_lock)
        .map_or_else(Lock::default, |path| {
            Lock::read(path).unwrap_or_else(|error| {
                search
                    .refused
                    .push(Refusal::lock(&path.display().to_string(), &error));
                Lock::default()
            })
        });
    for folder in &config.plugin_dirs {
        match folder.canonicalize() {
            Ok(folder) => search.folder(&folder, Origin::Directory, &user_lock, None),
            Err(error) => search
                .refused
                .push(Refusal::no_directory(folder, &error.to_string())),
        }
    }
    search.bundled(config);
    if let Some(folder) = config
        .user_dir
        .as_deref()
        .and_then(|folder| folder.canonicalize().ok())
    {
        search.folder(&folder, Origin::User, &user_lock, None);
    }
    search.finish(config.only.as_deref())
}

#[derive(Default)]
struct Search {
    found: BTreeMap<String, Vec<PluginFile>>,
    refused: Vec<Refusal>,
}

impl Search {
    fn bundled(&mut self, config: &HostConfig) {
        if config.bundled.is_empty() {
            return;
        }
        let places = if config.development {
            development::folders(&config.worker_exe)
        } else {
            None
        };
        let developing = places.is_some();
        let places = places.unwrap_or_else(|| bundled_folder(&config.worker_exe).into_iter().collect());
        let refused = self.refused.len();
        let before = self.found.values().map(Vec::len).sum::<usize>();
        if developing {
            for id in &config.bundled {
                // `deps/` holds thousands of files: asked by name, not listed.
                if let Some(path) = places
                    .iter()
                    .map(|folder| folder.join(file_name(id)))
                    .find(|path| path.exists())
                {
                    self.file(&path, id, Origin::Development, |_| Ok(Trust::Development));
                }
            }
        } else {
            let lock = self.bundled_lock(config);
            for folder in places.iter().filter_map(|folder| folder.canonicalize().ok()) {
                self.folder(&folder, Origin::Bundled, &lock, Some(&config.bundled));
            }
        }
        let all_there = self.found.values().map(Vec::len).sum::<usize>() - before == config.bundled.len();
        if all_there && self.refused.len() == refused {
            return;
        }
        let names = places
            .iter()
            .map(|folder| folder.display().to_string())
            .collect::<Vec<_>>();
        for id in &config.bundled {
            let known = self.found.get(id).is_some_and(|files| {
                files
                    .iter()
                    .any(|file| matches!(file.origin, Origin::Bundled | Origin::Development))
            }) || self
                .refused
                .iter()
                .skip(refused)
                .any(|refusal| refusal.plugin.as_ref() == Some(id));
            if !known {
                self.refused.push(Refusal::missing(id, &names, developing));
            }
        }
    }

    fn bundled_lock(&mut self, config: &HostConfig) -> Lock {
        let parsed = config.bundled_lock.as_deref().map(Lock::parse).transpose();
        parsed.map(Option::unwrap_or_default).unwrap_or_else(|error| {
            self.refused
                .push(Refusal::lock("the lock of this release", &error));
            Lock::default()
        })
    }

    /// Takes the plugins of a canonical folder.
    fn folder(&mut self, folder: &Path, origin: Origin, lock: &Lock, allowed: Option<&[String]>) {
        if writable_by_all(folder) {
            self.refused.push(Refusal::writable(folder));
            return;
        }
        let names = match fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.file_name())),
            Err(error) => {
                self.refused
                    .push(Refusal::no_directory(folder, &error.to_string()));
                return;
            }
        };
        let mut names = names
            .filter_map(|name| name.into_string().ok())
            .collect::<Vec<_>>();
        names.sort_unstable();
        for name in names.iter().filter(|name| name.ends_with(DLL_SUFFIX)) {
            let path = folder.join(name);
            let Some(id) = id_of(name) else {
                self.refused.push(Refusal::name(&path));
                continue;
            };
            if allowed.is_some_and(|allowed| !allowed.contains(&id)) {
                self.refused.push(Refusal::not_bundled(&path, &id));
                continue;
            }
            self.file(&path, &id, origin, |path| match lock.find(&id) {
                Some(entry) => Ok(Trust::Locked(Box::new(entry.clone()))),
                None => Err(match sha256_of(path) {
                    Ok(found) => Refusal::not_locked(path, &id, &found),
                    Err(error) => Refusal::unreadable(path, &error.to_string()).of(&id),
                }),
            });
        }
    }

    fn file(
        &mut self,
        path: &Path,
        id: &str,
        origin: Origin,
        trust: impl FnOnce(&Path) -> Result<Trust, Refusal>,
    ) {
        match check_file(path, id).and_then(|()| trust(path)) {
            Ok(trust) => {
                let file = PluginFile {
                    id: id.to_owned(),
                    path: path.to_owned(),
                    origin,
                    trust,
                };
                self.found.entry(id.to_owned()).or_default().push(file);
            }
            Err(refusal) => self.refused.push(refusal),
        }
    }

    fn finish(mut self, only: Option<&[String]>) -> Discovery {
        if let Some(only) = only {
            let known = self.found.keys().map(String::as_str).collect::<Vec<_>>();
            let refused = &self.refused;
            let unknown = only.iter().filter(|id| {
                !known.contains(&id.as_str())
                    && !refused.iter().any(|refusal| refusal.plugin.as_ref() == Some(*id))
            });
            let unknown = unknown.map(|id| Refusal::unknown(id, &known)).collect::<Vec<_>>();
            self.refused.extend(unknown);
            self.found.retain(|id, _| only.contains(id));
            self.refused
                .retain(|refusal| refusal.plugin.as_ref().is_none_or(|id| only.contains(id)));
        }
        let mut discovery = Discovery {
            found: Vec::new(),
            refused: self.refused,
        };
        for (id, files) in self.found {
            let mut files = files.into_iter();
            let Some(first) = files.next() else { continue };
            // The same file in two places is no conflict; two files of one id are, and neither is used.
            let other = files.find(|file| sha256_of(&file.path).ok() != sha256_of(&first.path).ok());
            match other {
                Some(other) => discovery
                    .refused
                    .push(Refusal::twice(&id, &first.path, &other.path)),
                None => discovery.found.push(first),
            }
        }
        discovery
    }
}

/// Without `lib` where libraries have no prefix.
const FILE_PREFIX: &str = if DLL_PREFIX.is_empty() {
    "headstamp_plugin_"
} else {
    "libheadstamp_plugin_"
};

/// The file name of a plugin, as cargo makes it from a crate `headstamp-plugin-<id>`.
pub fn file_name(id: &str) -> String {
    format!("{FILE_PREFIX}{}{DLL_SUFFIX}", id.replace('-', "_"))
}

/// The id that a file name says.
pub fn id_of(name: &str) -> Option<String> {
    let id = name
        .strip_prefix(FILE_PREFIX)?
        .strip_suffix(DLL_SUFFIX)?
        .replace('_', "-");
    is_id(&id).then_some(id)
}

/// `<exe>/../lib/headstamp/plugins`; on Windows `plugins` beside the program.
fn bundled_folder(exe: &Path) -> Option<PathBuf> {
    let folder = exe.parent()?;
    if cfg!(windows) {
        Some(folder.join("plugins"))
    } else {
        Some(folder.parent()?.join("lib/headstamp/plugins"))
    }
}

pub(crate) fn check_file(path: &Path, id: &str) -> Result<(), Refusal> {
    let unreadable = |error: std::io::Error| Refusal::unreadable(path, &error.to_string()).of(id);
    let mut meta = fs::symlink_metadata(path).map_err(unreadable)?;
    if meta.is_symlink() {
        let target = path.canonicalize().map_err(unreadable)?;
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        if folder.is_none_or(|folder| !target.starts_with(folder)) {
            return Err(Refusal::leaves(path, &target).of(id));
        }
        meta = fs::metadata(&target).map_err(unreadable)?;
    }
    if !meta.is_file() {
        return Err(Refusal::no_file(path).of(id));
    }
    if writable_by_all(path) {
        return Err(Refusal::writable(path).of(id));
    }
    Ok(())
}

/// The locked hash is what protects a plugin. That its place is not open to everybody is asked all the same,
/// because where it is, something is wrong that the user should know.
#[cfg(unix)]
fn writable_by_all(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o002 != 0)
}

#[cfg(not(unix))]
fn writable_by_all(_: &Path) -> bool {
    false
}
