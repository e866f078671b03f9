//! Plugins to load and hosts to load them.

use std::env::consts::{DLL_SUFFIX, EXE_SUFFIX};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use headstamp_plugin_api::wire::{Item, ItemMark, RequestKind};
use headstamp_plugin_host::{
    Deadlines, Failure, Host, HostConfig, ItemAnswer, Lock, LockEntry, PluginStatus, Refusal, file_name,
    id_of, inspect, platform, sha256_of,
};
use tempfile::TempDir;

use crate::steps::{HANG, Steps, UNHURRIED};

/// How the host calls the end of a process that aborted.
pub(crate) const ABORTED: &str = if cfg!(windows) {
    "was ended by exception 0xC0000409 (abort)"
} else {
    "was ended by signal 6 (abort)"
};

/// And of one that wrote where it may not.
pub(crate) const VIOLATED: &str = if cfg!(windows) {
    "was ended by exception 0xC0000005 (access violation)"
} else {
    "was ended by signal 11 (segmentation fault)"
};

/// A place with plugins, and a host's configuration for it.
pub(crate) struct Place {
    folder: TempDir,
    pub(crate) config: HostConfig,
    pub(crate) mood: &'static str,
}

impl Place {
    /// The plugins lie in a directory of their own and are locked: each has its own worker.
    pub(crate) fn apart(plugins: &[&Path]) -> Self {
        let place = Self::new();
        let folder = place.folder.path().join("plugins");
        fs::create_dir(&folder).unwrap();
        for plugin in plugins {
            fs::copy(plugin, folder.join(plugin.file_name().unwrap())).unwrap();
        }
        place.lock();
        place
    }

    /// The plugins lie in a cargo target directory: they share a worker.
    pub(crate) fn together(plugins: &[&Path]) -> Self {
        let mut place = Self::new();
        let target = place.folder.path().join("target");
        let deps = target.join("debug/deps");
        fs::create_dir_all(&deps).unwrap();
        fs::create_dir(target.join("debug/.fingerprint")).unwrap();
        fs::write(target.join("CACHEDIR.TAG"), "").unwrap();
        let exe = target.join(format!("debug/headstamp{EXE_SUFFIX}"));
        fs::hard_link(std::env::current_exe().unwrap(), &exe)
            .or_else(|_| fs::copy(std::env::current_exe().unwrap(), &exe).map(|_| ()))
            .unwrap();
        place.config.worker_exe = exe;
        for plugin in plugins {
            let name = plugin.file_name().unwrap();
            fs::copy(plugin, deps.join(name)).unwrap();
            place.config.bundled.push(id_of(name.to_str().unwrap()).unwrap());
        }
        place
    }

    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = HostConfig::new(std::env::current_exe().unwrap());
        config.plugin_dirs = vec![folder.path().join("plugins")];
        config.user_lock = Some(folder.path().join("plugins.lock"));
        config.deadlines = UNHURRIED;
        Self {
            folder,
            config,
            mood: "",
        }
    }

    /// Locks what lies in the directory now.
    pub(crate) fn lock(&self) {
        let mut lock = Lock::default();
        for entry in fs::read_dir(self.plugins()).unwrap() {
            let path = entry.unwrap().path();
            let Some(id) = id_of(path.file_name().unwrap().to_str().unwrap()) else {
                continue;
            };
            lock.insert(LockEntry {
                id,
                version: String::new(),
                platform: platform(),
                sha256: sha256_of(&path).unwrap(),
                origin: String::new(),
                trusted_on: "2026-10-02".to_owned(),
                reads: Vec::new(),
                manifest: None,
            });
        }
        lock.write(self.config.user_lock.as_ref().unwrap()).unwrap();
    }

    /// Changes every entry of the lock.
    pub(crate) fn relock(&self, change: impl Fn(&mut LockEntry)) {
        let path = self.config.user_lock.as_ref().unwrap();
        let mut lock = Lock::read(path).unwrap();
        lock.plugins.iter_mut().for_each(change);
        lock.write(path).unwrap();
    }

    /// The release says what these plugins are for: they are loaded when an item concerns them.
    pub(crate) fn lazily(mut self, plugins: &[&Path]) -> Self {
        let manifest = |plugin: &&Path| inspect(&self.config, plugin).unwrap().manifest;
        let manifests = plugins.iter().map(manifest).collect::<Vec<_>>();
        // As long as a release, whose manifests are part of the program.
        let text = serde_json::to_string(&manifests).unwrap().leak();
        self.config.bundled_manifests = Some(text);
        self
    }

    pub(crate) fn plugins(&self) -> PathBuf {
        self.folder.path().join("plugins")
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// How long an honest plugin takes depends on the machine. Deadlines that are to pass are short; so, should one of the
    /// others be late, all is done again with twice the time, until there is no more excuse.
    pub(crate) fn run_patiently(&mut self, markings: &[&str], honest: impl Fn(&Outcome) -> bool) -> Outcome {
        loop {
            let outcome = self.run(markings);
            let deadlines = &mut self.config.deadlines;
            if honest(&outcome) || deadlines.batch > HANG {
                return outcome;
            }
            deadlines.batch *= 2;
            deadlines.handshake *= 2;
        }
    }

    /// With the deadline for batches that a user has, for what hangs.
    pub(crate) fn hurried(mut self) -> Self {
        let promised = Deadlines::default();
        self.config.deadlines.batch = promised.batch;
        self.config.deadlines.item = promised.item;
        self
    }

    /// With all the deadlines that a user has.
    pub(crate) fn promised(mut self) -> Self {
        self.config.deadlines = Deadlines::default();
        self
    }

    pub(crate) fn host(&self) -> Host {
        self.host_of(self.config.clone())
    }

    /// A host, and its steps from the start on.
    pub(crate) fn watched(&self) -> (Host, Steps) {
        let mut config = self.config.clone();
        let steps = Steps::of(&mut config);
        (self.host_of(config), steps)
    }

    fn host_of(&self, mut config: HostConfig) -> Host {
        let mood = serde_json::to_string(self.mood).unwrap();
        config.plugin_dirs.retain(|folder| folder.exists());
        Host::start(config, move |table| (table == "mood").then(|| mood.clone()))
    }

    pub(crate) fn run(&self, markings: &[&str]) -> Outcome {
        let (mut host, steps) = self.watched();
        // Start-up has deadlines of its own.
        let before = host.plugins();
        assert!(
            before.len() + host.refused().len() + host.failures().len() > 0,
            "no plugin was found"
        );
        let answers = host.call(RequestKind::Read, &items(markings));
        Outcome {
            answers,
            steps,
            plugins: host.plugins(),
            failures: host.failures(),
            refused: host.refused(),
        }
    }
}

pub(crate) struct Outcome {
    pub(crate) answers: Vec<ItemAnswer>,
    pub(crate) steps: Steps,
    pub(crate) plugins: Vec<PluginStatus>,
    pub(crate) failures: Vec<Failure>,
    pub(crate) refused: Vec<Refusal>,
}

impl Outcome {
    /// What one plugin said of each item; `!` where it failed.
    pub(crate) fn of(&self, plugin: &str) -> Vec<String> {
        let one = |answer: &ItemAnswer| {
            let mut said = answer.clues.iter().filter(|said| &*said.plugin == plugin);
            match (
                said.next(),
                answer.failed.iter().any(|failed| &**failed == plugin),
            ) {
                (Some(said), false) => said.content.value.clone(),
                (None, true) => "!".to_owned(),
                (None, false) => String::new(),
                (Some(_), true) => panic!("both answered and failed"),
            }
        };
        self.answers.iter().map(one).collect()
    }

    pub(crate) fn whats(&self) -> Vec<String> {
        self.failures.iter().map(|failure| failure.what.clone()).collect()
    }
}

pub(crate) fn items(markings: &[&str]) -> Vec<Item> {
    let one = |marking: &&str| Item {
        marking: (*marking).to_owned(),
        marks: vec![ItemMark {
            text: (*marking).to_owned(),
            folded: marking.to_uppercase(),
            ..ItemMark::default()
        }],
        item: "case".to_owned(),
        ..Item::default()
    };
    markings.iter().map(one).collect()
}

/// Crates, which other plugins are asked about.
pub(crate) fn crates(markings: &[&str]) -> Vec<Item> {
    let mut items = items(markings);
    for item in &mut items {
        item.item = "crate".to_owned();
    }
    items
}

/// The misbehaving plugin, built by cargo.
pub(crate) fn testing() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    let path = exe.parent().unwrap().join(file_name("testing"));
    assert!(
        path.is_file(),
        "{} is missing; it is a dev-dependency",
        path.display()
    );
    path
}

/// The plugin in C, with these macros; built once for each set and version of the sources.
pub(crate) fn plain(id: &str, macros: &[(&str, &str)]) -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (source, include) = (here.join("tests/plugins/plain.c"), here.join("../api/include"));
    let mut defines = vec![format!("-DID=\"{id}\"")];
    defines.extend(macros.iter().map(|(name, value)| format!("-D{name}={value}")));

    let mut hasher = DefaultHasher::new();
    defines.hash(&mut hasher);
    fs::read(&source).unwrap().hash(&mut hasher);
    fs::read(include.join("headstamp_plugin.h"))
        .unwrap()
        .hash(&mut hasher);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{:016x}", hasher.finish()));
    let file = folder.join(file_name(id));
    if !file.exists() {
        fs::create_dir_all(&folder).unwrap();
        let fresh = folder.join(format!("fresh-{}{DLL_SUFFIX}", std::process::id()));
        let usual = if cfg!(windows) { "gcc" } else { "cc" };
        let output = Command::new(std::env::var_os("CC").unwrap_or_else(|| usual.into()))
            .args([
                "-std=c11",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-O1",
                "-shared",
                "-fPIC",
                "-fvisibility=hidden",
                "-I",
            ])
            .arg(&include)
            .args(&defines)
            .arg("-o")
            .args([&fresh, &source])
            .output()
            .expect("a C compiler is needed, as it is for linking Rust");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        fs::rename(&fresh, &file).unwrap();
    }
    file
}
