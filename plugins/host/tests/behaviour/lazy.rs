//! Plugins of a release, whose manifests are known before they are loaded: they are loaded when an item concerns them.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::PathBuf;

use headstamp_plugin_api::wire::{Item, RequestKind};
use headstamp_plugin_host::watch::Reply;
use headstamp_plugin_host::{Host, Lock, file_name, inspect, sha256_of};

use crate::support::{ABORTED, Place, crates, items, plain, testing};

const FOR_CRATES: (&str, &str) = ("HANDLES", "\"{\\\"items\\\":[\\\"crate\\\"]}\"");

/// One for cases and one for crates, which does this when it is loaded.
pub(crate) fn place(at_load: Option<&str>) -> Place {
    let (alpha, honest) = (plain("alpha", &[]), plain("crates", &[FOR_CRATES]));
    let crates = match at_load {
        Some(at_load) => plain("crates", &[FOR_CRATES, ("AT_LOAD", at_load)]),
        None => honest.clone(),
    };
    Place::together(&[&alpha, &crates]).lazily(&[&alpha, &honest])
}

pub(crate) fn both(cases: &[&str], of_crates: &[&str]) -> Vec<Item> {
    [items(cases), crates(of_crates)].concat()
}

/// What each item was told, and who should have said something of it.
pub(crate) fn told(host: &mut Host, items: &[Item]) -> Vec<String> {
    let answers = host.call(RequestKind::Read, items);
    let one = answers.iter().map(|answer| {
        let said = answer.clues.iter().map(|said| said.content.value.clone());
        let failed = answer.failed.iter().map(|plugin| format!("!{plugin}"));
        said.chain(failed).collect::<Vec<_>>().join(" ")
    });
    one.collect()
}

pub(crate) fn loaded_when_an_item_concerns_it() {
    let honest = place(None);
    let (mut host, steps) = honest.watched();
    assert_eq!(host.plugins().len(), 2);
    assert_eq!(steps.waited_for(Reply::Loaded), []);
    assert_eq!(told(&mut host, &items(&["a", "b"])), ["alpha", "alpha"]);
    assert_eq!(steps.waited_for(Reply::Loaded).len(), 1);
    assert_eq!(told(&mut host, &both(&["a"], &["c"])), ["alpha", "crates"]);
    assert_eq!(steps.waited_for(Reply::Loaded).len(), 2);
    // Once loaded, it stays.
    assert_eq!(told(&mut host, &both(&["a"], &["c"])), ["alpha", "crates"]);
    assert_eq!(steps.waited_for(Reply::Loaded).len(), 2);
    assert_eq!(steps.workers().len(), 1);
    assert_eq!(host.failures(), []);
    // What could not be loaded is nobody's business while no item concerns it.
    let broken = place(Some("abort()"));
    let (mut host, steps) = broken.watched();
    assert_eq!(told(&mut host, &items(&["a", "b"])), ["alpha", "alpha"]);
    assert_eq!((host.failures(), host.refused()), (Vec::new(), Vec::new()));
    assert_eq!(steps.workers().len(), 1);
}

/// When a plugin is loaded changes nothing of what is answered, whatever else goes wrong.
pub(crate) fn same_answers_as_loaded_at_once() {
    let (testing, honest) = (testing(), place(None));
    let alpha = plain("alpha", &[]);
    let broken = plain("crates", &[FOR_CRATES]);
    let lazy = Place::together(&[&testing, &alpha, &broken]).lazily(&[&testing, &alpha, &broken]);
    for place in [&honest, &lazy] {
        let mut unknown = place.config.clone();
        unknown.bundled_manifests = None;
        let mut eager = place.config.clone();
        eager.load_at_once = true;
        let answers = |config| {
            let mut host = Host::start(config, |_| None);
            let calls = [
                both(&["a", "do:abort", "b"], &["c"]),
                both(&["do:panic"], &["c", "d"]),
            ];
            let answers = calls.map(|items| host.call(RequestKind::Read, &items));
            let said = format!("{answers:#?}");
            assert!(said.contains("alpha") && said.contains("crates"), "{said}");
            said
        };
        let expected = answers(eager);
        assert_eq!(answers(place.config.clone()), expected);
        assert_eq!(answers(unknown), expected);
    }
}

/// One that cannot be loaded when it is asked is told once, and nobody else's answers are others for it.
pub(crate) fn fails_when_it_is_asked() {
    let place = place(Some("abort()"));
    let mut host = place.host();
    for _ in 0..2 {
        let said = told(&mut host, &both(&["a", "b"], &["c"]));
        assert_eq!(said, ["alpha", "alpha", "!crates"]);
    }
    let [failure] = host.failures().try_into().unwrap();
    assert_eq!((failure.plugin.as_str(), failure.items), ("crates", 2));
    let why = format!("it could not be loaded: its process {ABORTED}");
    assert!(failure.what.starts_with(&why), "{failure}");
    assert_eq!(host.refused(), []);
    // One that the loader refuses ends no process.
    let file = place
        .config
        .worker_exe
        .with_file_name("deps")
        .join(file_name("crates"));
    fs::write(&file, "no library").unwrap();
    let (mut host, steps) = place.watched();
    for _ in 0..2 {
        let said = told(&mut host, &both(&["a", "b"], &["c"]));
        assert_eq!(said, ["alpha", "alpha", "!crates"]);
    }
    let [refusal] = host.refused().try_into().unwrap();
    assert!(refusal.counted_on && refusal.why.contains("loader"), "{refusal}");
    assert_eq!((host.failures(), steps.workers().len()), (Vec::new(), 1));
}

/// One of the release that is not there is missing from the items that it concerns, and from no others.
pub(crate) fn missing_from_what_concerns_it() {
    let mut place = place(None);
    fs::remove_file(
        place
            .config
            .worker_exe
            .with_file_name("deps")
            .join(file_name("crates")),
    )
    .unwrap();
    let all = both(&["a"], &["c"]);
    let mut host = place.host();
    assert_eq!(told(&mut host, &all), ["alpha", "!crates"]);
    assert!(
        host.call(RequestKind::Match, &all)
            .iter()
            .all(|answer| answer.failed.is_empty())
    );
    let [refusal] = host.refused().try_into().unwrap();
    assert!(
        refusal.counted_on && refusal.why.contains("its file is not in"),
        "{refusal}"
    );
    // The same if the others are loaded at once.
    place.config.load_at_once = true;
    let (mut host, steps) = place.watched();
    assert_eq!(host.plugins().len(), 1);
    assert_eq!(steps.waited_for(Reply::Loaded).len(), 1);
    assert_eq!(told(&mut host, &all), ["alpha", "!crates"]);
    // Where it is not known what it is for, it is missing from all.
    place.config.bundled_manifests = None;
    assert_eq!(told(&mut place.host(), &all), ["alpha !crates", "!crates"]);
}

/// The same of a release that is installed, with its lock.
pub(crate) fn missing_from_an_installed_release() {
    let mut place = place(None);
    let manifests = place.config.bundled_manifests;
    let plugin = |id: &str| {
        let folder = place.config.worker_exe.with_file_name("deps");
        inspect(&place.config, &folder.join(file_name(id))).unwrap()
    };
    let (alpha, of_crates) = (plugin("alpha"), plugin("crates"));
    let lock = |knows: bool| {
        let mut lock = Lock::default();
        for plugin in [&alpha, &of_crates] {
            let mut entry = plugin.entry("2026-10-02", Vec::new());
            entry.manifest = entry.manifest.filter(|_| knows);
            lock.insert(entry);
        }
        Some(lock.to_toml().unwrap())
    };
    let release = place.path().join("release");
    let bin = release.join("bin");
    let plugins = release.join(if cfg!(windows) {
        "bin/plugins"
    } else {
        "lib/headstamp/plugins"
    });
    let exe = bin.join(format!("headstamp{EXE_SUFFIX}"));
    fs::create_dir_all(&bin).unwrap();
    fs::create_dir_all(&plugins).unwrap();
    fs::rename(&place.config.worker_exe, &exe).unwrap();
    fs::copy(&alpha.path, plugins.join(file_name("alpha"))).unwrap();
    place.config.worker_exe = exe;
    let all = both(&["a"], &["c"]);
    for (lock, manifests, expected) in [
        (lock(true), None, ["alpha", "!crates"]),
        (lock(false), manifests, ["alpha", "!crates"]),
        (lock(true), manifests, ["alpha", "!crates"]),
        (lock(false), None, ["alpha !crates", "!crates"]),
        // Without a lock nothing can be used.
        (None, manifests, ["!alpha", "!crates"]),
    ] {
        (place.config.bundled_lock, place.config.bundled_manifests) = (lock, manifests);
        assert_eq!(told(&mut place.host(), &all), expected);
    }
    // One that is refused is missing no further than one that is not there.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&plugins, fs::Permissions::from_mode(0o777)).unwrap();
        for (lock, manifests) in [
            (lock(true), None),
            (lock(false), manifests),
            (lock(true), manifests),
        ] {
            (place.config.bundled_lock, place.config.bundled_manifests) = (lock, manifests);
            assert_eq!(told(&mut place.host(), &all), ["!alpha", "!crates"]);
        }
    }
}

/// An unlocked file is hashed at the start and loaded later: it must be the same then, or other code would run in its name.
pub(crate) fn changed_before_it_is_loaded() {
    let other = plain("crates", &[FOR_CRATES, ("SAYS", "\"something else\"")]);
    for ahead in [false, true] {
        let mut place = place(None);
        place.config.hash_ahead = ahead;
        let file: PathBuf = place
            .config
            .worker_exe
            .with_file_name("deps")
            .join(file_name("crates"));
        let first = sha256_of(&file).unwrap();
        let mut host = place.host();
        assert!(host.plugins().iter().any(|plugin| plugin.sha256 == first));
        assert_eq!(told(&mut host, &items(&["a"])), ["alpha"]);
        // Written over, because another in its place could not even be read in the sandbox.
        fs::copy(&other, &file).unwrap();
        let said = told(&mut host, &both(&["a"], &["c"]));
        assert_eq!(said, ["alpha", "!crates"]);
        let [refusal] = host.refused().try_into().unwrap();
        let found = sha256_of(&other).unwrap();
        assert!(refusal.counted_on && refusal.why.contains(&found), "{refusal}");
        assert!(refusal.now.contains("again"), "{refusal}");
    }
}
