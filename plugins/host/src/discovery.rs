//! Finds plugin files, in places that are named, absolute and few. Nothing is loaded here.
//!
//! Never searched: the working directory, `PATH`, `LD_LIBRARY_PATH`.

use std::collections::BTreeMap;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::{Path, PathBuf};
use std::{fs, io};

use headstamp_plugin_api::is_id;
use headstamp_plugin_api::wire::Manifest;
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

    /// Its manifest as far as it is known before it is loaded: from the lock, or among those of the release if it is one
    /// of its plugins.
    pub(crate) fn manifest<'a>(&'a self, release: &'a [Manifest]) -> Option<&'a Manifest> {
        let own = matches!(self.origin, Origin::Development | Origin::Bundled);
        self.locked()
            .and_then(|entry| entry.manifest.as_ref())
            .or_else(|| release.iter().find(|manifest| own && manifest.id == self.id))
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
    /// Those of them that the run counts on, and whose id is known.
    pub(crate) absent: Vec<Absent>,
}

/// A plugin that should have been asked, and is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Absent {
    pub(crate) id: String,
    /// What it would have been asked about; all, where that is not known.
    pub(crate) manifest: Option<Manifest>,
}

/// Looks in all places that `config` names.
pub fn discover(config: &HostConfig) -> Discovery {
    let mut search = Search::default();
    let mut vouched = true;
    let needs_lock = !config.plugin_dirs.is_empty() || config.user_dir.is_some();
    let user_lock = config
        .user_lock
        .as_deref()
        .filter(|_| needs_lock)
        .map_or_else(Lock::default, |path| {
            Lock::read(path).unwrap_or_else(|error| {
                vouched = false;
                search.refuse(
                    Refusal::lock(&path.display().to_string(), &error).counted_on(true),
                    None,
                );
                Lock::default()
            })
        });
    let user_lock = Locked {
        lock: user_lock,
        // What a lock says that cannot be read is not known: any plugin may be in it.
        all: !vouched,
    };
    for folder in &config.plugin_dirs {
        match canonical(folder) {
            Ok(folder) => search.folder(&folder, Origin::Directory, &user_lock, None),
            Err(error) => search.refuse(
                Refusal::no_directory(folder, &error.to_string()).counted_on(true),
                None,
            ),
        }
    }
    search.bundled(config);
    if let Some(folder) = config
        .user_dir
        .as_deref()
        .and_then(|folder| canonical(folder).ok())
    {
        search.folder(&folder, Origin::User, &user_lock, None);
    }
    search.finish(config.only.as_deref())
}

#[derive(Default)]
struct Search {
    found: BTreeMap<String, Vec<PluginFile>>,
    refused: Vec<Refusal>,
    absent: Vec<Absent>,
}

/// A lock, and whether plugins are counted on that are not in it.
struct Locked {
    lock: Lock,
    all: bool,
}

impl Locked {
    fn counts_on(&self, id: &str) -> bool {
        self.all || self.lock.find(id).is_some()
    }

    fn manifest(&self, id: &str) -> Option<&Manifest> {
        self.lock.find(id)?.manifest.as_ref()
    }
}

impl Search {
    /// `manifest`: of the plugin that is refused, where it is known.
    fn refuse(&mut self, refusal: Refusal, manifest: Option<&Manifest>) {
        if let Some(id) = refusal.plugin.as_ref().filter(|_| refusal.counted_on) {
            self.is_absent(id, manifest);
        }
        self.refused.push(refusal);
    }

    fn is_absent(&mut self, id: &str, manifest: Option<&Manifest>) {
        self.absent.push(Absent {
            id: id.to_owned(),
            manifest: manifest.cloned(),
        });
    }

    fn bundled(&mut self, config: &HostConfig) {
        if config.bundled.is_empty() {
            return;
        }
        let before = self.absent.len();
        self.look_for_bundled(config);
        let release = if self.absent.len() > before {
            config.manifests()
        } else {
            Vec::new()
        };
        for absent in self.absent.iter_mut().skip(before) {
            let known = release.iter().find(|manifest| manifest.id == absent.id);
            absent.manifest = absent.manifest.take().or_else(|| known.cloned());
        }
    }

    fn look_for_bundled(&mut self, config: &HostConfig) {
        let places = if config.development {
            development::folders(&config.worker_exe)
        } else {
            None
        };
        let developing = places.is_some();
        let places = places.unwrap_or_else(|| bundled_folder(&config.worker_exe).into_iter().collect());
        let refused = self.refused.len();
        let before = self.found.values().map(Vec::len).sum::<usize>();
        let mut lock = None;
        if developing {
            for id in &config.bundled {
                // `deps/` holds thousands of files: asked by name, not listed.
                if let Some(path) = places
                    .iter()
                    .map(|folder| folder.join(file_name(id)))
                    .find(|path| path.exists())
                {
                    self.file(&path, id, Origin::Development, true, None, |_| {
                        Ok(Trust::Development)
                    });
                }
            }
        } else {
            let lock = lock.insert(Locked {
                lock: self.bundled_lock(config),
                all: true,
            });
            for folder in places.iter().filter_map(|folder| canonical(folder).ok()) {
                self.folder(&folder, Origin::Bundled, lock, Some(&config.bundled));
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
                let missing = Refusal::missing(id, &names, developing).counted_on(true);
                self.refuse(missing, lock.as_ref().and_then(|lock| lock.manifest(id)));
            }
        }
    }

    fn bundled_lock(&mut self, config: &HostConfig) -> Lock {
        let parsed = config.bundled_lock.as_deref().map(Lock::parse).transpose();
        parsed.map(Option::unwrap_or_default).unwrap_or_else(|error| {
            self.refuse(
                Refusal::lock("the lock of this release", &error).counted_on(true),
                None,
            );
            Lock::default()
        })
    }

    /// Takes the plugins of a canonical folder.
    fn folder(&mut self, folder: &Path, origin: Origin, locked: &Locked, allowed: Option<&[String]>) {
        let names = match fs::read_dir(folder) {
            Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.file_name())),
            Err(error) => {
                let refusal = Refusal::no_directory(folder, &error.to_string());
                self.refuse(refusal.counted_on(true), None);
                return;
            }
        };
        let mut names = names
            .filter_map(|name| name.into_string().ok())
            .filter(|name| name.ends_with(DLL_SUFFIX))
            .collect::<Vec<_>>();
        names.sort_unstable();
        let is_allowed = |id: &String| allowed.is_none_or(|allowed| allowed.contains(id));
        if writable_by_all(folder) {
            let ids = names.iter().filter_map(|name| id_of(name)).filter(is_allowed);
            let counted_on = ids.filter(|id| locked.counts_on(id)).collect::<Vec<_>>();
            for id in &counted_on {
                self.is_absent(id, locked.manifest(id));
            }
            let refusal = Refusal::writable(folder).counted_on(!counted_on.is_empty());
            self.refuse(refusal, None);
            return;
        }
        for name in &names {
            let path = folder.join(name);
            let Some(id) = id_of(name) else {
                self.refuse(Refusal::name(&path), None);
                continue;
            };
            if !is_allowed(&id) {
                self.refuse(Refusal::not_bundled(&path, &id), None);
                continue;
            }
            let counted_on = locked.counts_on(&id);
            self.file(
                &path,
                &id,
                origin,
                counted_on,
                locked.manifest(&id),
                |path| match locked.lock.find(&id) {
                    Some(entry) => Ok(Trust::Locked(Box::new(entry.clone()))),
                    None => Err(match sha256_of(path) {
                        Ok(found) => Refusal::not_locked(path, &id, &found),
                        Err(error) => Refusal::unreadable(path, &error.to_string()).of(&id),
                    }),
                },
            );
        }
    }

    fn file(
        &mut self,
        path: &Path,
        id: &str,
        origin: Origin,
        counted_on: bool,
        manifest: Option<&Manifest>,
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
            Err(refusal) => self.refuse(refusal.counted_on(counted_on), manifest),
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
            self.absent.retain(|absent| only.contains(&absent.id));
            // Who is asked for by name is counted on.
            for refusal in std::mem::take(&mut self.refused) {
                let asked_for = refusal.plugin.is_some() && !refusal.counted_on;
                if asked_for {
                    self.refuse(refusal.counted_on(true), None);
                } else {
                    self.refused.push(refusal);
                }
            }
        }
        let mut found = Vec::new();
        for (id, files) in std::mem::take(&mut self.found) {
            let mut files = files.into_iter();
            let Some(first) = files.next() else { continue };
            // The same file in two places is no conflict; two files of one id are, and neither is used.
            let other = files.find(|file| sha256_of(&file.path).ok() != sha256_of(&first.path).ok());
            match other {
                Some(other) => {
                    let refusal = Refusal::twice(&id, &first.path, &other.path).counted_on(true);
                    let manifest = first.locked().and_then(|entry| entry.manifest.as_ref());
                    self.refuse(refusal, manifest);
                }
                None => found.push(first),
            }
        }
        // One that is found in another place is not absent. Nor is anything, if all that was asked for is there.
        let is_found = |id: &String| found.iter().any(|file| file.id == *id);
        let all = only.is_some_and(|only| only.iter().all(is_found));
        for refusal in &mut self.refused {
            refusal.counted_on &= !all && !refusal.plugin.as_ref().is_some_and(is_found);
        }
        self.absent.retain(|absent| !is_found(&absent.id));
        self.absent.sort_by(|a, b| a.id.cmp(&b.id));
        // Of two by one id it is not known which the user counts on.
        self.absent.dedup_by(|again, kept| {
            let same = again.id == kept.id;
            if same && again.manifest != kept.manifest {
                kept.manifest = None;
            }
            same
        });
        Discovery {
            found,
            refused: self.refused,
            absent: self.absent,
        }
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

/// An absolute path without links. On Windows without the prefix `\\?\`, which nobody types and not every loader of libraries
/// takes, wherever it is not needed.
fn canonical(folder: &Path) -> io::Result<PathBuf> {
    #[cfg(windows)]
    return dunce::canonicalize(folder);
    #[cfg(not(windows))]
    folder.canonicalize()
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
