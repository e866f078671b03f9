//! One plugin in its own worker dies, hangs or fails; the rest of the batch is answered.

use std::time::Duration;

use headstamp_plugin_api::wire::RequestKind;

use crate::support::{Outcome, Place, children, fastest, items, plain, testing};

const MARKINGS: [&str; 7] = ["945 11", "a", "b", "POISON", "c", "d", "e"];

/// Runs the batch with one item replaced, and without any.
fn with_poison(poison: &str) -> (Outcome, Outcome) {
    let testing = testing();
    let place = Place::apart(&[&testing]);
    let markings = MARKINGS.map(|marking| if marking == "POISON" { poison } else { marking });
    (place.run(&markings), place.run(&MARKINGS))
}

/// Only the poison item is without an answer; the others have the same as ever.
fn assert_only_poison_lost(poison: &str, what: &str) -> Outcome {
    let (bad, good) = with_poison(poison);
    let mut expected = good.of("testing");
    assert_eq!(expected, MARKINGS);
    expected[3] = "!".to_owned();
    assert_eq!(bad.of("testing"), expected);
    for (place, (bad, good)) in bad.answers.iter().zip(&good.answers).enumerate() {
        assert!(place == 3 || bad == good);
    }
    assert_eq!(bad.failures.len(), 1, "{:?}", bad.failures);
    let failure = &bad.failures[0];
    assert!(failure.what.contains(what), "{failure}");
    assert_eq!((failure.items, failure.first_marking.as_str()), (1, poison));
    bad
}

pub(crate) fn answers_one_per_item() {
    let (outcome, _) = with_poison("POISON");
    assert_eq!(outcome.of("testing"), MARKINGS);
    assert!(outcome.failures.is_empty() && outcome.refused.is_empty());
    let [plugin] = outcome.plugins.as_slice() else {
        panic!("{:?}", outcome.plugins)
    };
    assert_eq!(
        (plugin.id.as_str(), plugin.version.as_str(), plugin.restarts),
        ("testing", env!("CARGO_PKG_VERSION"), 0)
    );
    assert_eq!(plugin.sha256.len(), 64);
    assert!(!plugin.development_unlocked);
    assert!(plugin.sandbox.is_some());
}

pub(crate) fn abort() {
    let outcome = assert_only_poison_lost("do:abort", "signal 6 (abort)");
    assert!(outcome.plugins[0].restarts >= 3);
}

pub(crate) fn segfault() {
    assert_only_poison_lost("do:segfault", "signal 11 (segmentation fault)");
}

pub(crate) fn stack_overflow() {
    let outcome = assert_only_poison_lost("do:overflow", "signal");
    assert!(
        outcome.failures[0]
            .last_words
            .iter()
            .any(|line| line.contains("overflowed its stack")),
        "{:?}",
        outcome.failures
    );
}

pub(crate) fn exits_quietly() {
    assert_only_poison_lost("do:exit", "ended by itself with exit code 0");
}

pub(crate) fn panics_are_answers() {
    let outcome = assert_only_poison_lost("do:panic", "it failed: panicked: as asked");
    assert_eq!(outcome.plugins[0].restarts, 0);
}

pub(crate) fn endless_loop() {
    assert_only_poison_lost("do:loop", "no answer within 255 ms");
    let testing = testing();
    let place = Place::apart(&[&testing]);
    let markings = MARKINGS.map(|marking| if marking == "POISON" { "do:loop" } else { marking });
    let outcome = fastest(|| place.run(&markings));
    // 285 for 7, 265 for 4 or 3, 260 for 2, 255 for the one.
    assert!(
        outcome.took < Duration::from_millis(285 + 270 + 260 + 255 + 100),
        "{:?}",
        outcome.took
    );
}

pub(crate) fn hanging_alone() {
    let testing = testing();
    for hang in ["do:loop", "do:sleep", "do:stop"] {
        let place = Place::apart(&[&testing]);
        let outcome = fastest(|| place.run(&[hang]));
        assert_eq!(outcome.of("testing"), ["!"]);
        assert!(
            outcome.took < Duration::from_millis(355),
            "{hang}: {:?}",
            outcome.took
        );
    }
}

pub(crate) fn prints() {
    let (outcome, _) = with_poison("do:print");
    assert!(outcome.failures.is_empty());
    assert_eq!(outcome.of("testing")[3], "do:print");
}

/// As the system does when memory runs short: the worker is started again and nothing is lost.
pub(crate) fn killed_from_outside() {
    let testing = testing();
    let place = Place::apart(&[&testing]);
    let quiet = place.run(&["a", "do:wait", "b"]);
    let killer = std::thread::spawn(|| {
        std::thread::sleep(Duration::from_millis(60));
        for worker in children(std::process::id()) {
            let status = std::process::Command::new("kill")
                .args(["-KILL", &worker.to_string()])
                .status();
            assert!(status.unwrap().success());
        }
    });
    let outcome = place.run(&["a", "do:wait", "b"]);
    killer.join().unwrap();
    assert_eq!(outcome.answers, quiet.answers);
    assert!(outcome.failures.is_empty());
    assert_eq!(outcome.plugins[0].restarts, 1);
}

pub(crate) fn always_failing() {
    let testing = testing();
    let outcome = Place::apart(&[&testing]).run(&["do:abort"; 300]);
    assert_eq!(outcome.of("testing"), ["!"; 300]);
    assert!(outcome.took < Duration::from_secs(2), "{:?}", outcome.took);
    assert_eq!(
        outcome.failures.iter().map(|failure| failure.items).sum::<u64>(),
        300
    );
    assert!(
        outcome
            .whats()
            .iter()
            .any(|what| what.contains("was not asked about the rest")),
        "{:?}",
        outcome.whats()
    );
}

pub(crate) fn cannot_open() {
    let testing = testing();
    let mut place = Place::apart(&[&testing]);
    for (mood, what) in [
        ("refuse", "it could not be opened: not today"),
        ("panic", "it could not be opened: panicked: as asked"),
    ] {
        place.mood = mood;
        let outcome = place.run(&["a", "b"]);
        assert_eq!(outcome.of("testing"), ["!", "!"]);
        assert_eq!(outcome.whats(), [what]);
        assert_eq!(outcome.failures[0].items, 2);
    }
}

/// A single crash is reported within 50 ms, both attempts included.
pub(crate) fn crash_alone() {
    let alpha = plain(
        "alpha",
        &[("AT_BATCH", "if (contains(batch, \"POISON\")) abort()")],
    );
    let place = Place::apart(&[&alpha]);
    let outcome = fastest(|| place.run(&["POISON"]));
    assert_eq!(outcome.of("alpha"), ["!"]);
    assert!(outcome.took < Duration::from_millis(50), "{:?}", outcome.took);
}

/// A thread that the plugin left behind ends the process while nothing is asked of it: the next call finds
/// another.
pub(crate) fn crash_between_calls() {
    let (testing, alpha) = (testing(), plain("alpha", &[]));
    for place in [
        Place::apart(&[&testing, &alpha]),
        Place::together(&[&testing, &alpha]),
    ] {
        let mut host = place.host();
        for marking in ["do:late-crash", "a", "b"] {
            let answers = host.call(RequestKind::Read, &items(&[marking]));
            assert!(answers[0].failed.is_empty(), "{marking}: {:?}", host.failures());
            assert_eq!(answers[0].clues.len(), 2);
            std::thread::sleep(Duration::from_millis(60));
        }
        assert!(host.plugins().iter().any(|plugin| plugin.restarts == 1));
    }
}

/// What the others say does not depend, byte for byte, on whether one of them misbehaves or is there at all.
pub(crate) fn others_do_not_notice() {
    let (testing, alpha, zulu) = (testing(), plain("alpha", &[]), plain("zulu", &[]));
    for deed in [
        "do:abort",
        "do:exit",
        "do:loop",
        "do:panic",
        "do:close",
        "raw:twice",
        "raw:gigabyte",
    ] {
        let markings = ["a", deed, "b"];
        let without = Place::apart(&[&alpha, &zulu]).run(&markings).answers;
        for place in [
            Place::apart(&[&zulu, &testing, &alpha]),
            Place::together(&[&testing, &zulu, &alpha]),
        ] {
            let mut with = place.run(&markings).answers;
            for answer in &mut with {
                answer.clues.retain(|said| &*said.plugin != "testing");
                answer.failed.clear();
            }
            assert_eq!(with, without, "{deed}");
        }
    }
}

/// Frames that were not asked for do not pile up in the host.
pub(crate) fn flood_between_calls() {
    let testing = testing();
    let place = Place::apart(&[&testing]);
    let mut host = place.host();
    let answers = host.call(RequestKind::Read, &items(&["do:flood"]));
    assert!(answers[0].clues.len() + answers[0].failed.len() == 1);
    let before = memory();
    std::thread::sleep(Duration::from_millis(300));
    assert!(
        memory() < before + (100 << 20),
        "{before} bytes became {}",
        memory()
    );
    let answers = host.call(RequestKind::Read, &items(&["a"]));
    assert!(answers[0].failed.is_empty(), "{:?}", host.failures());
}

/// Bytes of this process that are in memory.
fn memory() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}
