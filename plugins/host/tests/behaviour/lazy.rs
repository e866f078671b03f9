//! Plugins of a release, whose manifests are known before they are loaded: they are loaded when an item concerns them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Duration;

use headstamp_plugin_api::wire::{Item, RequestKind};
use headstamp_plugin_host::watch::{Over, Reply};
use headstamp_plugin_host::{Failure, Host, Lock, file_name, inspect, sha256_of};

use crate::steps::{HANG, assert_one_deadline};
use crate::support::{Place, crates, items, plain, testing};

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

fn both(cases: &[&str], of_crates: &[&str]) -> Vec<Item> {
    [items(cases), crates(of_crates)].concat()
}

/// What each item was told, and who should have said something of it.
fn told(host: &mut Host, items: &[Item]) -> Vec<String> {
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
    let why = "it could not be loaded: its process was ended by signal 6 (abort)";
    assert!(failure.what.starts_with(why), "{failure}");
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
    let (bin, plugins) = (release.join("bin"), release.join("lib/headstamp/plugins"));
    fs::create_dir_all(&bin).unwrap();
    fs::create_dir_all(&plugins).unwrap();
    fs::rename(&place.config.worker_exe, bin.join("headstamp")).unwrap();
    fs::copy(&alpha.path, plugins.join(file_name("alpha"))).unwrap();
    place.config.worker_exe = bin.join("headstamp");
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

/// A program in place of the worker, which does this so many times before it becomes the worker.
fn stumbling(deed: &str, times: usize) -> Place {
    let place = place(None);
    let exe = &place.config.worker_exe;
    let (real, count) = (exe.with_file_name("worker"), exe.with_file_name("count"));
    fs::rename(exe, &real).unwrap();
    let script = format!(
        "#!/bin/sh\nread n < '{count}'\necho $((n + 1)) > '{count}'\nif [ $n -lt {times} ]; then {deed}; fi\n\
         exec '{real}' \"$@\"\n",
        count = count.display(),
        real = real.display(),
    );
    fs::write(count, "0\n").unwrap();
    // Renamed, because a file that is open for writing cannot be started, and another test may just be starting a process.
    let fresh = exe.with_file_name("fresh");
    fs::write(&fresh, script).unwrap();
    fs::set_permissions(&fresh, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(fresh, exe).unwrap();
    place
}

/// A worker that dies before it serves anybody, or says what nobody asked, is started again, in what is left of the deadline.
pub(crate) fn worker_dies_at_its_start() {
    // A greeting with a number that was not given.
    let strange = r"printf '\002\0\0\0\001\011\0\0\0{}'; exit 3";
    for (deed, how) in [("exit 3", Over::Died), (strange, Over::Broken)] {
        let place = stumbling(deed, 1);
        let handshake = place.config.deadlines.handshake;
        let (mut host, steps) = place.watched();
        assert_eq!(told(&mut host, &both(&["a"], &["c"])), ["alpha", "crates"]);
        let started = steps.waited_for(Reply::Hello);
        let over = started.iter().map(|wait| wait.over).collect::<Vec<_>>();
        assert_eq!(over, [how, Over::Replied]);
        assert_one_deadline(&started, handshake, "start");
        // What the first attempt took is not taken from those that are loaded later.
        let loaded = steps.waited_for(Reply::Loaded);
        let within = loaded.iter().map(|wait| wait.within).collect::<Vec<_>>();
        assert_eq!(within, [handshake; 2]);
        assert_eq!((host.failures(), host.refused()), (Vec::new(), Vec::new()));
    }
}

/// If it dies again, that is told, and the plugins that are asked have a worker each.
pub(crate) fn worker_cannot_be_started() {
    let place = stumbling("exit 3", 2);
    let (mut host, steps) = place.watched();
    assert_eq!(told(&mut host, &both(&["a"], &["c"])), ["alpha", "crates"]);
    let started = steps.waited_for(Reply::Hello);
    let over = started.iter().map(|wait| wait.over).collect::<Vec<_>>();
    assert_eq!(over, [Over::Died, Over::Died, Over::Replied, Over::Replied]);
    assert_one_deadline(&started[..2], place.config.deadlines.handshake, "start");
    let [failure] = host.failures().try_into().unwrap();
    assert_eq!((failure.plugin.as_str(), failure.items), ("alpha\", \"crates", 0));
    assert!(
        failure.what.contains("could not be started: its process"),
        "{failure}"
    );
    assert!(failure.what.contains("exit code 3"), "{failure}");
    assert_eq!(host.refused(), []);
    // One that never can be is left out, and each is told.
    let place = stumbling("exit 3", 99);
    let mut host = place.host();
    assert_eq!(told(&mut host, &both(&["a"], &["c"])), ["!alpha", "!crates"]);
    let told = host.failures();
    let items = told
        .iter()
        .map(|failure| (failure.plugin.as_str(), failure.items))
        .collect::<Vec<_>>();
    assert_eq!(items, [("alpha", 1), ("alpha\", \"crates", 0), ("crates", 1)]);
}

/// One that hangs is waited for once, and not a second time.
pub(crate) fn worker_hangs_at_its_start() {
    let mut handshake = Duration::from_millis(300);
    loop {
        let mut place = stumbling("exec sleep 600", 1);
        place.config.deadlines.handshake = handshake;
        let (mut host, steps) = place.watched();
        let said = told(&mut host, &items(&["a"]));
        let started = steps.waited_for(Reply::Hello);
        assert_eq!((started[0].within, started[0].over), (handshake, Over::Late));
        let failures = host.failures();
        let why = format!(
            "it gave no answer within {} ms and was ended",
            handshake.as_millis()
        );
        let is_told = |failure: &Failure| failure.items == 0 && failure.what.contains(&why);
        assert!(failures.iter().any(is_told), "{failures:?}");
        // An honest start takes as long as the machine needs.
        if said == ["alpha"] || handshake > HANG {
            assert_eq!(said, ["alpha"]);
            assert_eq!((started.len(), failures.len()), (2, 1));
            return;
        }
        handshake *= 2;
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
