//! Why a plugin is not used: what, why, and what to do now. All such texts stand here, so that they are
//! written alike and tested together.

use std::fmt;
use std::path::Path;

use headstamp_plugin_api::abi;

use crate::discovery::file_name;
use crate::protocol::LoadError;
use crate::sandbox::{Sandbox, SandboxLevel};

/// A plugin that is not used, before it was ever asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file or the id.
    pub what: String,
    /// Why it is not used.
    pub why: String,
    /// What to do now.
    pub now: String,
    /// The id, where it is known.
    pub plugin: Option<String>,
    /// The run counts on it: the user trusted it, or asked for it, or it belongs to this release. Without it, the result is
    /// incomplete. A file that nobody trusted is none of that, wherever it lies.
    pub counted_on: bool,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused {}: {}. {}", self.what, self.why, self.now)
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    fn new(what: impl Into<String>, why: impl Into<String>, now: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            why: why.into(),
            now: now.into(),
            plugin: None,
            counted_on: false,
        }
    }

    pub(crate) fn counted_on(mut self, is: bool) -> Self {
        self.counted_on |= is;
        self
    }

    pub(crate) fn of(mut self, plugin: &str) -> Self {
        self.plugin = Some(plugin.to_owned());
        self
    }

    pub(crate) fn unreadable(path: &Path, error: &str) -> Self {
        Self::new(
            path.display().to_string(),
            format!("it cannot be read: {error}"),
            "Check that it exists and that you may read it",
        )
        .ended()
    }

    pub(crate) fn no_directory(path: &Path, error: &str) -> Self {
        Self::new(
            path.display().to_string(),
            format!("the plugin directory cannot be read: {error}"),
            "Check the path given with --plugin-dir.",
        )
    }

    pub(crate) fn writable(path: &Path) -> Self {
        Self::new(
            path.display().to_string(),
            "everybody may write to it, so anybody may have changed what is loaded from it",
            format!("If you trust what is there: chmod o-w {}", path.display()),
        )
    }

    pub(crate) fn leaves(path: &Path, target: &Path) -> Self {
        Self::new(
            path.display().to_string(),
            format!(
                "it is a link that leads out of its directory, to {}",
                target.display()
            ),
            "Put the file itself there, or name its own directory with --plugin-dir.",
        )
    }

    pub(crate) fn no_file(path: &Path) -> Self {
        Self::new(
            path.display().to_string(),
            "it is not a regular file",
            "Put the plugin's library there, or remove it.",
        )
    }

    pub(crate) fn name(path: &Path) -> Self {
        Self::new(
            path.display().to_string(),
            format!("its name says no id; a plugin is called {}", file_name("<id>")),
            "Give it that name, with the id of its manifest and `_` for `-`, or remove it.",
        )
    }

    pub(crate) fn not_bundled(path: &Path, id: &str) -> Self {
        Self::new(
            path.display().to_string(),
            format!(
                "\"{id}\" does not belong to this release, and only what does is loaded from this directory"
            ),
            "Move it to your own plugin directory, or name its directory with --plugin-dir.",
        )
        .of(id)
    }

    pub(crate) fn missing(id: &str, searched: &[String], development: bool) -> Self {
        let now = if development {
            "Build it: cargo build --workspace, in the same profile as this program."
        } else {
            "Install this release again."
        };
        Self::new(
            format!("bundled plugin \"{id}\""),
            format!("its file is not in {}", searched.join(" or ")),
            now,
        )
        .of(id)
    }

    pub(crate) fn unknown(id: &str, known: &[&str]) -> Self {
        let now = match known {
            [] => "There is none. Name a directory with --plugin-dir.".to_owned(),
            known => format!("There are: {}.", known.join(", ")),
        };
        Self::new(format!("\"{id}\""), "there is no plugin of that name", now).of(id)
    }

    pub(crate) fn twice(id: &str, first: &Path, second: &Path) -> Self {
        Self::new(
            format!("two plugins with id \"{id}\""),
            format!("{} and {} differ", first.display(), second.display()),
            "Remove one.",
        )
        .of(id)
    }

    pub(crate) fn not_locked(path: &Path, id: &str, found: &str) -> Self {
        Self::new(
            path.display().to_string(),
            format!("it is not in plugins.lock. Its SHA-256 is {found}"),
            format!(
                "If you trust where it came from: headstamp plugins trust {}",
                path.display()
            ),
        )
        .of(id)
    }

    pub(crate) fn changed(path: &Path, id: &str, found: &str, locked: &str, on: &str) -> Self {
        let on = if on.is_empty() {
            String::new()
        } else {
            format!(" on {on}")
        };
        Self::new(
            path.display().to_string(),
            format!("its SHA-256 {found} is not in plugins.lock, where {locked} was trusted{on}"),
            format!(
                "If you updated it on purpose: headstamp plugins trust {}",
                path.display()
            ),
        )
        .of(id)
    }

    pub(crate) fn lock(path: &str, error: &str) -> Self {
        Self::new(
            path,
            format!("it cannot be read as a lock file: {error}"),
            "Correct it, or move it away and trust your plugins again.",
        )
    }

    pub(crate) fn sandbox(id: &str, found: &Sandbox, needed: SandboxLevel) -> Self {
        let missing = if found.missing.is_empty() {
            String::new()
        } else {
            format!(" ({})", found.missing.join("; "))
        };
        Self::new(
            format!("\"{id}\""),
            format!(
                "its sandbox would be {}{missing}, and {needed} is required",
                found.level
            ),
            format!(
                "Run where this is possible, or ask for --require-sandbox {}.",
                found.level
            ),
        )
        .of(id)
    }

    /// One that is not locked, and was hashed before.
    pub(crate) fn built_anew(path: &Path, id: &str, found: &str) -> Self {
        Self::new(
            path.display().to_string(),
            format!("it was changed after this run began: its SHA-256 is now {found}"),
            "Run the command again.",
        )
        .of(id)
    }

    pub(crate) fn no_thread(id: &str, error: &str) -> Self {
        Self::new(
            format!("\"{id}\""),
            format!("no thread could be started to serve it: {error}"),
            "Close other programs, or raise the limit of processes.",
        )
        .of(id)
    }

    /// It could not even be loaded to be looked at.
    pub(crate) fn cannot_load(path: &Path, id: &str, error: &str) -> Self {
        Self::new(
            path.display().to_string(),
            format!("it could not be loaded: {error}"),
            format!(
                "To see all that is wrong: headstamp plugins check {}",
                path.display()
            ),
        )
        .of(id)
    }

    pub(crate) fn manifest(path: &Path, id: &str, error: &str) -> Self {
        Self::new(
            path.display().to_string(),
            error.to_owned(),
            format!(
                "Ask its author for a correct one. To see all that is wrong: headstamp plugins check {}",
                path.display()
            ),
        )
        .of(id)
    }

    pub(crate) fn other_id(path: &Path, id: &str, manifest: &str) -> Self {
        Self::new(
            path.display().to_string(),
            format!("its name says \"{id}\" and its manifest \"{manifest}\""),
            "Name the file after the id of its manifest.",
        )
        .of(id)
    }

    /// What the worker found when it was to load the file.
    pub(crate) fn load(path: &Path, id: &str, error: &LoadError, locked: &str, on: &str) -> Self {
        let ours = abi::ABI_MAJOR;
        let (why, now) = match error {
            LoadError::Unreadable(error) => return Self::unreadable(path, error).of(id),
            LoadError::Hash { found } => return Self::changed(path, id, found, locked, on),
            LoadError::Loader(error) => (
                format!("the system's loader says: {error}"),
                "Get a build for this system, with the libraries it needs.".to_owned(),
            ),
            LoadError::NoSymbol => (
                format!("it does not export {}", abi::SYMBOL),
                "It is no headstamp plugin, or its author forgot `export_plugin!`.".to_owned(),
            ),
            LoadError::NoTable => (
                format!("{} returned no table", abi::SYMBOL),
                "Ask its author for a correct one.".to_owned(),
            ),
            LoadError::Unstable => (
                format!("{} returned another table the second time", abi::SYMBOL),
                "Ask its author for one with a static table.".to_owned(),
            ),
            LoadError::Magic { found } => (
                format!(
                    "its table begins with {found:#010x} instead of {:#010x}",
                    abi::MAGIC
                ),
                "It is no headstamp plugin, or was built for another kind of processor.".to_owned(),
            ),
            LoadError::ShortTable { found, needed } => (
                format!("its table has {found} bytes, and {needed} are needed"),
                "Ask its author for one that is built with the whole table.".to_owned(),
            ),
            LoadError::Abi { found } => (
                format!("built for ABI {found}, this headstamp speaks ABI {ours}"),
                if *found > ours {
                    format!("Get a build for ABI {ours}, or a newer headstamp.")
                } else {
                    format!("Get a build for ABI {ours}.")
                },
            ),
            LoadError::NoFunction(name) => (
                format!("its table lacks `{name}`"),
                "Ask its author for a correct one.".to_owned(),
            ),
            LoadError::Manifest(error) => {
                return Self::manifest(path, id, &format!("its manifest cannot be read: {error}"));
            }
        };
        Self::new(path.display().to_string(), why, now).of(id)
    }

    fn ended(mut self) -> Self {
        self.now.push('.');
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the worker finds, in one list: read it as a user would.
    #[test]
    fn found_by_the_worker() {
        let path = Path::new("/plugins/libfoo.so");
        let errors = [
            LoadError::Unreadable("Permission denied (os error 13)".to_owned()),
            LoadError::Hash {
                found: "9c1e".to_owned(),
            },
            LoadError::Loader("libbar.so.1: cannot open shared object file".to_owned()),
            LoadError::NoSymbol,
            LoadError::NoTable,
            LoadError::Unstable,
            LoadError::Magic { found: 0x7f45_4c46 },
            LoadError::ShortTable {
                found: 48,
                needed: 56,
            },
            LoadError::Abi { found: 2 },
            LoadError::Abi { found: 0 },
            LoadError::NoFunction("open".to_owned()),
            LoadError::Manifest("invalid utf-8 sequence".to_owned()),
        ];
        let texts = errors.map(|error| Refusal::load(path, "foo", &error, "41d0", "2026-10-02").to_string());
        insta::assert_snapshot!(texts.join("\n"));
    }

    #[test]
    fn found_by_the_host() {
        let path = Path::new("/plugins/libfoo.so");
        let sandbox = Sandbox {
            level: SandboxLevel::Partial,
            missing: vec!["no Landlock: not supported".to_owned()],
        };
        let refusals = [
            Refusal::sandbox("foo", &sandbox, SandboxLevel::Full),
            Refusal::no_thread("foo", "Resource temporarily unavailable (os error 11)"),
            Refusal::cannot_load(path, "foo", "its process was ended by signal 6 (abort)"),
            Refusal::manifest(path, "foo", "`id` is \"Foo\"; it must be lower case"),
            Refusal::other_id(path, "foo", "bar"),
        ];
        insta::assert_snapshot!(refusals.map(|refusal| refusal.to_string()).join("\n"));
    }
}
