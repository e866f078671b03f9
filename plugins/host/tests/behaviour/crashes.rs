//! One plugin in its own worker dies, hangs or fails; the rest of the batch is answered.

#[cfg(unix)]
use std::process::Command;
#[cfg(unix)]
use std::sync::Mutex;
use std::time::Duration;

use headstamp_plugin_api::wire::RequestKind;
use headstamp_plugin_host::watch::Over;
#[cfg(unix)]
use headstamp_plugin_host::watch::{Reply, Step, Watch};

use crate::steps::{Steps, assert_one_deadline, is_running, wait_for};
use crate::support::{ABORTED, Outcome, Place, VIOLATED, items, plain, testing};

const MARKINGS: [&str; 7] = ["945 11", "a", "b", "POISON", "c", "d", "e"];

/// Runs the batch with one item replaced, and without any.
fn with_poison(poison: &'static str) -> (Outcome, Outcome) {
    let testing = testing();
    let place = Place::apart(&[&testing]);
    let markings = poisoned(poison);
    (place.run(&markings), place.run(&MARKINGS))
}

fn poisoned(poison: &'static str) -> [&'static str; 7] {
    MARKINGS.map(|marking| if marking == "POISON" { poison } else { marking })
}

/// Only the poison item is without an answer; the others have the same as ever.
fn assert_only_poison_lost(poison: &'static str, what: &str) -> Outcome {
    let (bad, good) = with_poison(poison);
    assert_lost(bad, &good, poison, what)
}

fn assert_lost(bad: Outcome, good: &Outcome, poison: &str, what: &str) -> Outcome {
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
    let outcome = assert_only_poison_lost("do:abort", ABORTED);
    assert!(outcome.plugins[0].restarts >= 3);
}

pub(crate) fn segfault() {
    assert_only_poison_lost("do:segfault", VIOLATED);
}

pub(crate) fn stack_overflow() {
    let outcome = assert_only_poison_lost("do:overflow", if cfg!(unix) { "signal" } else { "ended by" });
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
    let testing = testing();
    let mut place = Place::apart(&[&testing]).hurried();
    let good = place.run(&MARKINGS);
    let bad = place.run_patiently(&poisoned("do:loop"), |outcome| {
        outcome.failures.iter().map(|failure| failure.items).sum::<u64>() == 1
    });
    let batch = place.config.deadlines.batch;
    let deadline = |items| batch + items * Duration::from_millis(5);
    let bad = assert_lost(
        bad,
        &good,
        "do:loop",
        &format!("no answer within {} ms", deadline(1).as_millis()),
    );
    // All seven, then in halves, each with the deadline for its items and none asked twice.
    let (late, replied) = (Over::Late, Over::Replied);
    let expected = [
        (7, late),
        (3, replied),
        (4, late),
        (2, late),
        (1, late),
        (1, replied),
        (2, replied),
    ];
    assert_eq!(
        bad.steps
            .asked("testing")
            .iter()
            .map(|ask| (ask.within, ask.over))
            .collect::<Vec<_>>(),
        expected.map(|(items, over)| (deadline(items), over))
    );
}

pub(crate) fn hanging_alone() {
    let testing = testing();
    let hangs: &[_] = if cfg!(unix) {
        &["do:loop", "do:sleep", "do:stop"]
    } else {
        &["do:loop", "do:sleep"]
    };
    for &hang in hangs {
        let place = Place::apart(&[&testing]).hurried();
        let outcome = place.run(&[hang]);
        assert_eq!(outcome.of("testing"), ["!"]);
        assert_eq!(outcome.whats(), ["it gave no answer within 255 ms and was ended"]);
        let asked = outcome.steps.asked("testing");
        assert_eq!(asked.len(), 1, "{hang}: {asked:?}");
        assert_eq!(
            (asked[0].within, asked[0].over),
            (Duration::from_millis(255), Over::Late)
        );
    }
}

/// A crash shortly before the deadline does not double it: the second attempt has what the first left. With nothing left,
/// the user is told of the crash.
pub(crate) fn second_chance_has_the_rest() {
    let testing = testing();
    let mut place = Place::apart(&[&testing]);
    // It waits 150 ms and aborts.
    for (batch, last) in [(200, Over::Late), (20_000, Over::Died)] {
        place.config.deadlines.batch = Duration::from_millis(batch);
        let outcome = place.run(&["do:wait-abort"]);
        let asked = outcome.steps.asked("testing");
        assert_one_deadline(&asked, place.config.deadlines.batch, "do:wait-abort");
        if asked[0].over == Over::Late {
            // So busy is the machine that the first attempt took all the time.
            println!("not run: the machine is too busy");
            continue;
        }
        assert_eq!((asked.len(), asked[1].over), (2, last), "{asked:?}");
        assert_eq!(outcome.whats(), [format!("its process {ABORTED}")]);
    }
}

pub(crate) fn prints() {
    let (outcome, _) = with_poison("do:print");
    assert!(outcome.failures.is_empty());
    assert_eq!(outcome.of("testing")[3], "do:print");
}

/// As the system does when memory runs short: the worker is started again and nothing is lost.
#[cfg(unix)]
pub(crate) fn killed_from_outside() {
    let testing = testing();
    let mut place = Place::apart(&[&testing]);
    let markings = ["a", "b", "c"];
    let quiet = place.run(&markings);
    // The first that is asked is stopped before it can answer, and killed once it has the batch.
    let first = Mutex::new(None);
    place.config.watch = Some(Watch::new(move |step| {
        let mut first = first.lock().unwrap();
        match step {
            Step::Asks { process, .. } if *process == *first.get_or_insert(*process) => {
                signal("STOP", *process);
            }
            Step::Waits {
                process,
                reply: Reply::Answer,
                ..
            } if Some(*process) == *first => signal("KILL", *process),
            _ => {}
        }
    }));
    let mut host = place.host();
    let answers = host.call(RequestKind::Read, &items(&markings));
    assert_eq!(answers, quiet.answers);
    assert!(host.failures().is_empty(), "{:?}", host.failures());
    assert_eq!(host.plugins()[0].restarts, 1);
}

#[cfg(unix)]
fn signal(name: &str, process: u32) {
    let status = Command::new("kill")
        .args([&format!("-{name}"), &process.to_string()])
        .status();
    assert!(status.unwrap().success());
}

pub(crate) fn always_failing() {
    let testing = testing();
    let outcome = Place::apart(&[&testing]).run(&["do:abort"; 300]);
    assert_eq!(outcome.of("testing"), ["!"; 300]);
    // Of the first 128: all of them, twice, then halves until four have failed alone. The rest is not asked.
    assert_eq!(outcome.steps.asked("testing").len(), 2 + 7 + 4);
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

/// A single crash is noticed when it happens: no deadline is waited for. How fast that is, is measured in the bench.
pub(crate) fn crash_alone() {
    let alpha = plain(
        "alpha",
        &[("AT_BATCH", "if (contains(batch, \"POISON\")) abort()")],
    );
    let place = Place::apart(&[&alpha]);
    let outcome = place.run(&["POISON"]);
    assert_eq!(outcome.of("alpha"), ["!"]);
    let asked = outcome.steps.asked("alpha");
    assert_eq!(
        asked.iter().map(|ask| ask.over).collect::<Vec<_>>(),
        [Over::Died; 2]
    );
    assert_one_deadline(&asked, place.config.deadlines.batch, "crash");
}

/// A thread that the plugin left behind ends the process while nothing is asked of it: the next call finds
/// another.
pub(crate) fn crash_between_calls() {
    let (testing, alpha) = (testing(), plain("alpha", &[]));
    for place in [
        Place::apart(&[&testing, &alpha]),
        Place::together(&[&testing, &alpha]),
    ] {
        let mut place = place;
        let steps = Steps::of(&mut place.config);
        let mut host = place.host();
        for marking in ["do:late-crash", "a", "b"] {
            let answers = host.call(RequestKind::Read, &items(&[marking]));
            assert!(answers[0].failed.is_empty(), "{marking}: {:?}", host.failures());
            assert_eq!(answers[0].clues.len(), 2);
            if marking == "do:late-crash" {
                let workers = steps.workers();
                wait_for(|| workers.iter().any(|worker| !is_running(*worker)).then_some(()));
            }
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
        for mut place in [
            Place::apart(&[&zulu, &testing, &alpha]),
            Place::together(&[&testing, &zulu, &alpha]),
        ] {
            if deed == "do:loop" {
                place = place.hurried();
            }
            let others =
                |outcome: &Outcome| outcome.failures.iter().all(|failure| failure.plugin == "testing");
            let mut with = place.run_patiently(&markings, others).answers;
            for answer in &mut with {
                answer.clues.retain(|said| &*said.plugin != "testing");
                answer.failed.clear();
            }
            assert_eq!(with, without, "{deed}");
        }
    }
}

/// Frames that were not asked for do not pile up in the host.
#[cfg(target_os = "linux")]
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
#[cfg(target_os = "linux")]
fn memory() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096
}
