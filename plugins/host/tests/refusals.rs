//! What is found, what is refused, and in which words. Nothing is loaded here.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use headstamp_plugin_host::{
    Discovery, HostConfig, Lock, LockEntry, Origin, Trust, discover, file_name, platform, sha256_of,
};
use insta::assert_snapshot;
use tempfile::TempDir;

struct Place {
    folder: TempDir,
    config: HostConfig,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir(root.join("plugins")).unwrap();
        let mut config = HostConfig::new(root.join("bin/headstamp"));
        config.plugin_dirs = vec![root.join("plugins")];
        config.user_lock = Some(root.join("plugins.lock"));
        Self { folder, config }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn write(&self, path: &str, content: &str) -> PathBuf {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    fn plugin(&self, folder: &str, id: &str, content: &str) -> PathBuf {
        self.write(&format!("{folder}/{}", file_name(id)), content)
    }

    fn entry(id: &str, path: &Path) -> LockEntry {
        LockEntry {
            id: id.to_owned(),
            version: "0.1.0".to_owned(),
            platform: platform(),
            sha256: sha256_of(path).unwrap(),
            origin: String::new(),
            trusted_on: "2026-10-02".to_owned(),
            reads: Vec::new(),
            manifest: None,
        }
    }

    fn lock(&self, plugins: &[(&str, &Path)]) {
        let mut lock = Lock::default();
        for (id, path) in plugins {
            lock.insert(Self::entry(id, path));
        }
        lock.write(self.config.user_lock.as_ref().unwrap()).unwrap();
    }

    fn discover(&self) -> (Discovery, String) {
        let discovery = discover(&self.config);
        let found = discovery
            .found
            .iter()
            .map(|file| format!("found {} at {}", file.id, file.path.display()));
        let refused = discovery.refused.iter().map(ToString::to_string);
        let text = found.chain(refused).collect::<Vec<_>>().join("\n");
        let text = text.replace(&self.root().display().to_string(), "[root]");
        (discovery, text)
    }
}

#[test]
fn locked() {
    let place = Place::new();
    let iran = place.plugin("plugins", "iran", "1");
    let two = place.plugin("plugins", "two-part", "2");
    place.write("plugins/README.md", "not a library");
    place.lock(&[("iran", &iran), ("two-part", &two)]);
    let (discovery, text) = place.discover();
    assert_snapshot!(text, @r"
    found iran at [root]/plugins/libheadstamp_plugin_iran.so
    found two-part at [root]/plugins/libheadstamp_plugin_two_part.so
    ");
    assert!(matches!(&discovery.found[0].trust, Trust::Locked(entry) if entry.version == "0.1.0"));
    assert_eq!(discovery.found[0].origin, Origin::Directory);
}

#[test]
fn not_locked() {
    let place = Place::new();
    place.plugin("plugins", "iran", "1");
    assert_snapshot!(place.discover().1, @"refused [root]/plugins/libheadstamp_plugin_iran.so: it is not in plugins.lock. Its SHA-256 is 6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b. If you trust where it came from: headstamp plugins trust [root]/plugins/libheadstamp_plugin_iran.so");
}

#[test]
fn no_directory() {
    let mut place = Place::new();
    place.config.plugin_dirs = vec![place.root().join("nowhere")];
    assert_snapshot!(place.discover().1, @"refused [root]/nowhere: the plugin directory cannot be read: No such file or directory (os error 2). Check the path given with --plugin-dir.");
}

#[test]
fn user_directory_may_be_missing() {
    let mut place = Place::new();
    place.config.user_dir = Some(place.root().join("nowhere"));
    assert_snapshot!(place.discover().1, @"");
}

#[test]
fn writable_by_all() {
    let place = Place::new();
    let iran = place.plugin("plugins", "iran", "1");
    place.lock(&[("iran", &iran)]);
    fs::set_permissions(&iran, fs::Permissions::from_mode(0o646)).unwrap();
    assert_snapshot!(place.discover().1, @"refused [root]/plugins/libheadstamp_plugin_iran.so: everybody may write to it, so anybody may have changed what is loaded from it. If you trust what is there: chmod o-w [root]/plugins/libheadstamp_plugin_iran.so");
    fs::set_permissions(place.root().join("plugins"), fs::Permissions::from_mode(0o777)).unwrap();
    assert_snapshot!(place.discover().1, @"refused [root]/plugins: everybody may write to it, so anybody may have changed what is loaded from it. If you trust what is there: chmod o-w [root]/plugins");
}

#[test]
fn links() {
    let place = Place::new();
    let real = place.plugin("plugins", "real", "1");
    symlink(&real, place.root().join("plugins").join(file_name("inside"))).unwrap();
    let outside = place.write("elsewhere/x.so", "1");
    symlink(&outside, place.root().join("plugins").join(file_name("outside"))).unwrap();
    symlink("nowhere", place.root().join("plugins").join(file_name("broken"))).unwrap();
    place.lock(&[
        ("real", &real),
        ("inside", &real),
        ("outside", &outside),
        ("broken", &real),
    ]);
    assert_snapshot!(place.discover().1, @r"
    found inside at [root]/plugins/libheadstamp_plugin_inside.so
    found real at [root]/plugins/libheadstamp_plugin_real.so
    refused [root]/plugins/libheadstamp_plugin_broken.so: it cannot be read: No such file or directory (os error 2). Check that it exists and that you may read it.
    refused [root]/plugins/libheadstamp_plugin_outside.so: it is a link that leads out of its directory, to [root]/elsewhere/x.so. Put the file itself there, or name its own directory with --plugin-dir.
    ");
}

#[test]
fn no_regular_file() {
    let place = Place::new();
    fs::create_dir(place.root().join("plugins").join(file_name("folder"))).unwrap();
    assert_snapshot!(place.discover().1, @"refused [root]/plugins/libheadstamp_plugin_folder.so: it is not a regular file. Put the plugin's library there, or remove it.");
}

#[test]
fn names_without_id() {
    let place = Place::new();
    place.write("plugins/libfoo.so", "1");
    place.write("plugins/libheadstamp_plugin_.so", "1");
    place.write("plugins/libheadstamp_plugin_Upper.so", "1");
    assert_snapshot!(place.discover().1, @r"
    refused [root]/plugins/libfoo.so: its name says no id; a plugin is called libheadstamp_plugin_<id>.so. Give it that name, with the id of its manifest and `_` for `-`, or remove it.
    refused [root]/plugins/libheadstamp_plugin_.so: its name says no id; a plugin is called libheadstamp_plugin_<id>.so. Give it that name, with the id of its manifest and `_` for `-`, or remove it.
    refused [root]/plugins/libheadstamp_plugin_Upper.so: its name says no id; a plugin is called libheadstamp_plugin_<id>.so. Give it that name, with the id of its manifest and `_` for `-`, or remove it.
    ");
}

#[test]
fn two_with_one_id() {
    let mut place = Place::new();
    let first = place.plugin("plugins", "iran", "1");
    place.plugin("more", "iran", "2");
    place.config.plugin_dirs.push(place.root().join("more"));
    place.lock(&[("iran", &first)]);
    assert_snapshot!(place.discover().1, @r#"refused two plugins with id "iran": [root]/plugins/libheadstamp_plugin_iran.so and [root]/more/libheadstamp_plugin_iran.so differ. Remove one."#);
    // The same bytes in two places are no conflict.
    place.plugin("more", "iran", "1");
    assert_snapshot!(place.discover().1, @"found iran at [root]/plugins/libheadstamp_plugin_iran.so");
}

#[test]
fn broken_lock() {
    let place = Place::new();
    let lock = place.config.user_lock.clone().unwrap();
    fs::write(&lock, "version = 1\n[[plugin]]\nid = 7\n").unwrap();
    assert_snapshot!(place.discover().1, @r"
    refused [root]/plugins.lock: it cannot be read as a lock file: TOML parse error at line 3, column 6
      |
    3 | id = 7
      |      ^
    invalid type: integer `7`, expected a string. Correct it, or move it away and trust your plugins again.
    ");
    fs::write(&lock, "version = 2\n").unwrap();
    assert_snapshot!(place.discover().1, @"refused [root]/plugins.lock: it cannot be read as a lock file: it has version 2, and this headstamp knows versions up to 1; use a newer headstamp. Correct it, or move it away and trust your plugins again.");
}

#[test]
fn only_some() {
    let mut place = Place::new();
    let iran = place.plugin("plugins", "iran", "1");
    let china = place.plugin("plugins", "china", "2");
    place.lock(&[("iran", &iran), ("china", &china)]);
    place.config.only = Some(vec!["iran".to_owned(), "chian".to_owned()]);
    assert_snapshot!(place.discover().1, @r#"
    found iran at [root]/plugins/libheadstamp_plugin_iran.so
    refused "chian": there is no plugin of that name. There are: china, iran.
    "#);
}

#[test]
fn bundled() {
    let mut place = Place::new();
    place.config.plugin_dirs.clear();
    place.config.bundled = vec!["iran".to_owned(), "soviet".to_owned()];
    let iran = place.plugin("lib/headstamp/plugins", "iran", "1");
    place.plugin("lib/headstamp/plugins", "stray", "2");
    let mut lock = Lock::default();
    lock.insert(Place::entry("iran", &iran));
    place.config.bundled_lock = Some(lock.to_toml().unwrap());
    let (discovery, text) = place.discover();
    assert_snapshot!(text, @r#"
    found iran at [root]/lib/headstamp/plugins/libheadstamp_plugin_iran.so
    refused [root]/lib/headstamp/plugins/libheadstamp_plugin_stray.so: "stray" does not belong to this release, and only what does is loaded from this directory. Move it to your own plugin directory, or name its directory with --plugin-dir.
    refused bundled plugin "soviet": its file is not in [root]/lib/headstamp/plugins. Install this release again.
    "#);
    assert_eq!(discovery.found[0].origin, Origin::Bundled);
    // Without the lock of the release, not even what belongs to it is loaded.
    place.config.bundled_lock = None;
    assert!(place.discover().0.found.is_empty());
}

#[cfg(not(feature = "distribution"))]
#[test]
fn development() {
    let mut place = Place::new();
    place.config.plugin_dirs.clear();
    place.config.bundled = vec!["iran".to_owned(), "soviet".to_owned()];
    place.config.worker_exe = place.write("target/debug/headstamp", "");
    place.write("target/CACHEDIR.TAG", "");
    fs::create_dir_all(place.root().join("target/debug/.fingerprint")).unwrap();
    // The copy in `deps` is the newer one.
    place.plugin("target/debug/deps", "iran", "1");
    place.plugin("target/debug", "iran", "2");
    place.plugin("target/debug/deps", "stray", "3");
    let (discovery, text) = place.discover();
    assert_snapshot!(text, @r#"
    found iran at [root]/target/debug/deps/libheadstamp_plugin_iran.so
    refused bundled plugin "soviet": its file is not in [root]/target/debug/deps or [root]/target/debug. Build it: cargo build --workspace, in the same profile as this program.
    "#);
    assert_eq!(
        (discovery.found[0].origin, &discovery.found[0].trust),
        (Origin::Development, &Trust::Development)
    );
    place.config.development = false;
    assert!(place.discover().0.found.is_empty());
}

/// Whether a result is incomplete without what is refused: if it was trusted, asked for, or belongs to the release.
#[test]
fn counted_on() {
    let counted_on = |place: &Place| {
        let refused = discover(&place.config).refused;
        refused
            .iter()
            .map(|refusal| refusal.counted_on)
            .collect::<Vec<_>>()
    };
    let mut place = Place::new();
    let folder = place.root().join("plugins");
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();

    // Nobody trusted it.
    let stray = place.plugin("plugins", "stray", "1");
    place.write("plugins/libfoo.so", "1");
    assert_eq!(counted_on(&place), [false, false]);
    mode(&stray, 0o646);
    assert_eq!(counted_on(&place), [false, false]);
    mode(&folder, 0o777);
    assert_eq!(counted_on(&place), [false]);
    // Asked for by name.
    mode(&folder, 0o755);
    place.config.only = Some(vec!["stray".to_owned()]);
    assert_eq!(counted_on(&place), [false, true]);
    place.config.only = Some(vec!["stary".to_owned()]);
    assert_eq!(counted_on(&place), [false, true]);
    place.config.only = None;
    fs::remove_file(stray).unwrap();
    fs::remove_file(folder.join("libfoo.so")).unwrap();

    // Trusted.
    let iran = place.plugin("plugins", "iran", "1");
    place.lock(&[("iran", &iran)]);
    assert_eq!(counted_on(&place), [false; 0]);
    mode(&folder, 0o777);
    assert_eq!(counted_on(&place), [true]);
    mode(&folder, 0o755);
    mode(&iran, 0o646);
    assert_eq!(counted_on(&place), [true]);
    // It is there, in another place: nothing is missing.
    place.plugin("more", "iran", "1");
    place.config.plugin_dirs.push(place.root().join("more"));
    assert_eq!(counted_on(&place), [false]);
    mode(&iran, 0o644);
    place.plugin("more", "iran", "2");
    assert_eq!(counted_on(&place), [true]);
    place.config.plugin_dirs.pop();

    // What a broken lock says is not known.
    fs::write(place.config.user_lock.as_ref().unwrap(), "version = 2\n").unwrap();
    assert_eq!(counted_on(&place), [true, true]);
    // A folder that was named and is not there.
    place.config.plugin_dirs = vec![place.root().join("nowhere")];
    place.config.user_lock = None;
    assert_eq!(counted_on(&place), [true]);
    // Part of the release.
    place.config.plugin_dirs.clear();
    place.config.bundled = vec!["soviet".to_owned()];
    assert_eq!(counted_on(&place), [true]);
}
