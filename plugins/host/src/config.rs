//! What the host is told before it starts.

use std::path::PathBuf;
use std::time::Duration;

use headstamp_plugin_api::wire::Manifest;

use crate::sandbox::SandboxLevel;
use crate::watch::Watch;

/// Where plugins come from, and what they may cost.
#[derive(Clone, Debug)]
pub struct HostConfig {
    /// The program that becomes the worker: normally `std::env::current_exe()`. It must hand over to
    /// [`worker_main`](crate::worker_main) when its first argument is
    /// [`WORKER_ARGUMENT`](crate::WORKER_ARGUMENT).
    pub worker_exe: PathBuf,
    /// Directories named on the command line, searched first.
    pub plugin_dirs: Vec<PathBuf>,
    /// Ids of the plugins that belong to this release.
    pub bundled: Vec<String>,
    /// Their manifests, a JSON array: one that is taken unlocked from a cargo target directory is then loaded when an item
    /// concerns it, and not to ask it for its manifest. One that is not there is missing from the answers about the items
    /// that it concerns, and from no others.
    pub bundled_manifests: Option<&'static str>,
    /// Load also those at once whose manifest is known from there.
    pub load_at_once: bool,
    /// Lock of the bundled plugins, compiled into a distribution.
    pub bundled_lock: Option<String>,
    /// The user's plugin directory, searched last.
    pub user_dir: Option<PathBuf>,
    /// The user's `plugins.lock`.
    pub user_lock: Option<PathBuf>,
    /// Whether bundled plugins may be taken, unlocked, from the cargo target directory that `worker_exe` lies
    /// in. Has no effect elsewhere, nor in a build with the feature `distribution`.
    pub development: bool,
    /// Hash unlocked files while the first answers are awaited, because the output will name them. Without it
    /// [`Host::plugins`](crate::Host::plugins) does so when it is called.
    pub hash_ahead: bool,
    /// Refuse to run any plugin with less than this.
    pub require_sandbox: Option<SandboxLevel>,
    /// How long a plugin may take.
    pub deadlines: Deadlines,
    /// How much a plugin may use, and how often it may fail.
    pub limits: Limits,
    /// Use these ids only.
    pub only: Option<Vec<String>>,
    /// Who is told of each step.
    #[doc(hidden)]
    pub watch: Option<Watch>,
}

impl HostConfig {
    /// No plugins, the usual limits.
    pub fn new(worker_exe: PathBuf) -> Self {
        Self {
            worker_exe,
            plugin_dirs: Vec::new(),
            bundled: Vec::new(),
            bundled_manifests: None,
            load_at_once: false,
            bundled_lock: None,
            user_dir: None,
            user_lock: None,
            development: true,
            hash_ahead: false,
            require_sandbox: None,
            deadlines: Deadlines::default(),
            limits: Limits::default(),
            only: None,
            watch: None,
        }
    }

    /// The manifests of this release. What cannot be read is asked of the plugins themselves.
    pub(crate) fn manifests(&self) -> Vec<Manifest> {
        self.bundled_manifests
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }
}

/// How long a plugin may take before its worker is killed.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// For the worker to start, to load one plugin, and to open it. An exit is noticed at once.
    pub handshake: Duration,
    /// For a batch, whatever its size.
    pub batch: Duration,
    /// For each item of a batch.
    pub item: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(2),
            batch: Duration::from_millis(250),
            item: Duration::from_millis(5),
        }
    }
}

impl Deadlines {
    /// So many times as long.
    #[must_use]
    pub fn times(self, factor: u32) -> Self {
        Self {
            handshake: self.handshake * factor,
            batch: self.batch * factor,
            item: self.item * factor,
        }
    }

    /// Time for a batch of `items` items.
    pub(crate) fn for_batch(&self, items: usize) -> Duration {
        self.batch + self.item * u32::try_from(items).unwrap_or(u32::MAX)
    }
}

/// How much a plugin may use, and how often it may fail.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Items sent at once.
    pub batch_items: usize,
    /// Bytes of items sent at once; well under the limit of a frame.
    pub batch_bytes: usize,
    /// Bytes of one answer to a batch.
    pub answer_bytes: usize,
    /// Bytes of the part of an answer that concerns one item.
    pub item_bytes: usize,
    /// Address space of a worker.
    pub memory_bytes: u64,
    /// Items in a row that may fail alone before the plugin is left out of the rest of the run. Each costs up
    /// to log2(`batch_items`) restarts, so a plugin that always fails must not be asked for ever.
    pub failures_in_a_row: u32,
    /// Items in all that may fail alone before the plugin is left out.
    pub failures_in_all: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            batch_items: 128,
            batch_bytes: 4 << 20,
            answer_bytes: 8 << 20,
            item_bytes: 64 << 10,
            memory_bytes: 512 << 20,
            failures_in_a_row: 4,
            failures_in_all: 32,
        }
    }
}
