//! Plugins that are not used, and those that are although they look unusual.

use std::fs;
use std::path::Path;
use std::time::Duration;

use headstamp_plugin_api::wire::RequestKind;
use headstamp_plugin_host::watch::Over;
use headstamp_plugin_host::{Lock, file_name, inspect};

use crate::steps::assert_one_deadline;
use crate::support::{ABORTED, Place, plain};
#[cfg(unix)]
use crate::support::{items, testing};

pub(crate) fn c_plugin() {
    let plain = plain("plain", &[]);
    let outcome = Place::apart(&[&plain]).run(&["x", "a \"quoted\" {\"id\":7} marking"]);
    assert_eq!(outcome.of("plain"), ["plain", "plain"]);
    assert!(outcome.failures.is_empty() && outcome.refused.is_empty());
}

pub(crate) fn refusals() {
    for (macros, expected) in [
        (
            ("MAGIC", "0x1234"),
            "its table begins with 0x00001234 instead of 0x48535031",
        ),
        (("SIZE", "8"), "its table has 8 bytes, and 56 are needed"),
        (
            ("MAJOR", "2"),
            "built for ABI 2, this headstamp speaks ABI 1. Get a build for ABI 1, or a newer",
        ),
        (
            ("MAJOR", "0"),
            "built for ABI 0, this headstamp speaks ABI 1. Get a build for ABI 1.",
        ),
        (("OPEN", "NULL"), "its table lacks `open`"),
        (("TABLE", "NULL"), "headstamp_plugin_v1 returned no table"),
        (
            ("ENTRY", "headstamp_plugin_v9"),
            "it does not export headstamp_plugin_v1",
        ),
        (("MANIFEST", "\"{}\""), "the manifest is not as described"),
        (("MANIFEST", "\"\\xff\""), "its manifest cannot be read"),
    ] {
        let plain = plain("plain", &[macros]);
        let outcome = Place::apart(&[&plain]).run(&["x"]);
        assert_eq!(outcome.of("plain"), ["!"]);
        let [refusal] = outcome.refused.as_slice() else {
            panic!("{macros:?}: {:?}", outcome.refused)
        };
        assert!(refusal.to_string().contains(expected), "{refusal}");
    }
    // A later minor version may bring a longer table.
    let newer = plain("plain", &[("MINOR", "7"), ("SIZE", "4096")]);
    assert_eq!(Place::apart(&[&newer]).run(&["x"]).of("plain"), ["plain"]);
}

/// A plugin that ends its process while it is loaded, alone and among others.
pub(crate) fn at_load() {
    let zulu = plain("zulu", &[]);
    for (at_load, what) in [
        (
            "abort()",
            format!("it could not be loaded: its process {ABORTED}"),
        ),
        (
            "_exit(0)",
            "it could not be loaded: its process ended by itself with exit code 0".to_owned(),
        ),
        // Where descriptors are those of the system, it closes those of the conversation.
        (
            if cfg!(unix) {
                "close(3), close(4)"
            } else {
                "_exit(1)"
            },
            "it could not be loaded: its process".to_owned(),
        ),
    ] {
        let bad = plain("bad", &[("AT_LOAD", at_load)]);
        for (place, attempts, items) in [
            (Place::apart(&[&bad, &zulu]), 2, 1),
            (Place::together(&[&bad, &zulu]), 3, 1),
            // No item is at fault, so that it is not looked for.
            (known(&[&bad, &zulu]), 2, 9),
        ] {
            let outcome = place.run(&vec!["x"; items]);
            assert_eq!(outcome.of("zulu"), vec!["zulu"; items]);
            assert_eq!(outcome.of("bad"), vec!["!"; items]);
            let said = &outcome.whats()[0];
            assert!(said.starts_with(&what), "{said}");
            // An exit is noticed at once, not at the deadline.
            let mut failed = outcome.steps.loaded();
            failed.retain(|wait| wait.over != Over::Replied);
            assert_eq!(
                failed.iter().map(|wait| wait.over).collect::<Vec<_>>(),
                vec![Over::Died; attempts],
                "{at_load}"
            );
            // In a worker of its own both attempts share one deadline.
            let own = failed.get(attempts - 2..).unwrap();
            assert_one_deadline(own, place.config.deadlines.handshake, at_load);
        }
    }
}

/// The lock knows what `bad` is for, so that it is loaded when it is asked.
fn known(plugins: &[&Path]) -> Place {
    let place = Place::apart(plugins);
    let manifest = inspect(&place.config, &plain("bad", &[])).unwrap().manifest;
    place.relock(|entry| entry.manifest = Some(manifest.clone()).filter(|_| entry.id == "bad"));
    place
}

/// A plugin that hangs while it is loaded or opened is ended at the deadline, and the others are not.
pub(crate) fn slow_handshake() {
    let zulu = plain("zulu", &[]);
    // In a shared worker it is not known who loads so slowly: it is waited for once more, alone.
    for (macros, alone, shared) in [(("AT_LOAD", "sleep(60)"), 1, 2), (("AT_OPEN", "sleep(60)"), 1, 1)] {
        let bad = plain("bad", &[macros]);
        for (mut place, attempts, items) in [
            (Place::apart(&[&bad, &zulu]), alone, 1),
            (Place::together(&[&bad, &zulu]), shared, 1),
            // Loaded when it is asked; it is not waited for once more for each item.
            (known(&[&bad, &zulu]), 1, 9),
        ] {
            place.config.deadlines.handshake = Duration::from_millis(300);
            // Only the one that sleeps may be late.
            let markings = vec!["x"; items];
            let outcome = place.run_patiently(&markings, |outcome| outcome.failures.len() == 1);
            assert_eq!(outcome.of("zulu"), vec!["zulu"; items]);
            assert_eq!(outcome.of("bad"), vec!["!"; items]);
            let deadline = place.config.deadlines.handshake;
            let told = format!("it gave no answer within {} ms", deadline.as_millis());
            assert!(outcome.whats()[0].contains(&told), "{:?}", outcome.whats());
            let mut late = outcome.steps.loaded();
            late.retain(|wait| wait.over != Over::Replied);
            assert_eq!(
                late.iter()
                    .map(|wait| (wait.within, wait.over))
                    .collect::<Vec<_>>(),
                vec![(deadline, Over::Late); attempts],
                "{macros:?}"
            );
        }
    }
}

pub(crate) fn changed_file() {
    let place = Place::apart(&[&plain("plain", &[])]);
    let other = plain("plain", &[("SAYS", "\"something else\"")]);
    fs::copy(&other, place.plugins().join(file_name("plain"))).unwrap();
    let outcome = place.run(&["x"]);
    assert_eq!(outcome.of("plain"), ["!"]);
    assert!(outcome.refused[0].counted_on);
    let refusal = outcome.refused[0].to_string();
    assert!(refusal.contains("was trusted on 2026-10-02"), "{refusal}");
    assert!(
        refusal.contains(&headstamp_plugin_host::sha256_of(&other).unwrap()),
        "{refusal}"
    );
    // The code it runs when it is loaded did not run either. `weakened` shows it with a constructor that leaves a trace.
    let constructor = plain("plain", &[("AT_LOAD", "abort()")]);
    fs::copy(&constructor, place.plugins().join(file_name("plain"))).unwrap();
    assert!(place.run(&["x"]).failures.is_empty());
}

/// The plugin dies, and its file is another one when it is started again.
#[cfg(unix)]
pub(crate) fn changed_during_the_run() {
    let testing = testing();
    let place = Place::apart(&[&testing]);
    let mut host = place.host();
    let before = host.call(RequestKind::Read, &items(&["a"]));
    assert!(before[0].failed.is_empty());
    let file = place.plugins().join(file_name("testing"));
    fs::remove_file(&file).unwrap();
    fs::copy(plain("testing", &[]), &file).unwrap();
    // While it runs, nothing changes: it was loaded from a copy.
    assert_eq!(host.call(RequestKind::Read, &items(&["a"])), before);
    let after = host.call(RequestKind::Read, &items(&["do:abort", "a"]));
    assert!(
        after
            .iter()
            .all(|answer| answer.clues.is_empty() && answer.failed.len() == 1)
    );
    assert!(
        host.failures()[0].what.contains("is not in plugins.lock"),
        "{:?}",
        host.failures()
    );
}

pub(crate) fn inspected_and_trusted() {
    let place = Place::apart(&[]);
    let file = place.plugins().join(file_name("plain"));
    fs::copy(plain("plain", &[]), &file).unwrap();
    assert!(
        place.run(&["x"]).refused[0]
            .why
            .starts_with("it is not in plugins.lock. Its SHA-256 is ")
    );
    let inspected = inspect(&place.config, &file).unwrap();
    assert_eq!(
        (inspected.manifest.name.as_str(), inspected.sha256.len()),
        ("Plain", 64)
    );
    let path = place.config.user_lock.clone().unwrap();
    let mut lock = Lock::read(&path).unwrap();
    assert_eq!(lock.insert(inspected.entry("2026-11-21", Vec::new())), None);
    lock.write(&path).unwrap();
    assert_eq!(place.run(&["x"]).of("plain"), ["plain"]);

    let refusal = inspect(&place.config, &place.path().join("libother.so")).unwrap_err();
    assert!(refusal.why.starts_with("its name says no id"), "{refusal}");
    let bad = plain("bad", &[("AT_LOAD", "abort()")]);
    let refusal = inspect(&place.config, &bad).unwrap_err();
    assert!(refusal.why.contains(ABORTED), "{refusal}");
}

/// With the manifest in the lock, a plugin that no item concerns is not even started.
pub(crate) fn known_from_the_lock() {
    let crates = plain(
        "crates",
        &[
            ("HANDLES", "\"{\\\"items\\\":[\\\"crate\\\"]}\""),
            ("AT_LOAD", "abort()"),
        ],
    );
    let place = Place::apart(&[&plain("plain", &[])]);
    fs::copy(&crates, place.plugins().join(file_name("crates"))).unwrap();
    place.lock();
    let manifest = headstamp_plugin_api::wire::Manifest {
        id: "crates".to_owned(),
        requests: vec![RequestKind::Read],
        handles: headstamp_plugin_api::wire::Handles {
            items: vec!["crate".to_owned()],
            ..Default::default()
        },
        ..Default::default()
    };
    place.relock(|entry| {
        if entry.id == "crates" {
            entry.manifest = Some(manifest.clone());
        }
    });
    let outcome = place.run(&["x"]);
    assert_eq!(outcome.of("plain"), ["plain"]);
    assert_eq!(outcome.of("crates"), [""]);
    assert!(outcome.failures.is_empty());
    assert_eq!(outcome.plugins[0].sandbox, None);
}
