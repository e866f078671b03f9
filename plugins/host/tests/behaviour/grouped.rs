//! Several plugins share a worker until it dies.

use headstamp_plugin_host::watch::Over;

use crate::support::{Place, plain, testing};

fn place() -> Place {
    let (alpha, testing, zulu) = (plain("alpha", &[]), testing(), plain("zulu", &[]));
    Place::together(&[&zulu, &testing, &alpha])
}

pub(crate) fn share_one_worker() {
    let outcome = place().run(&["x", "y"]);
    assert_eq!(outcome.of("alpha"), ["alpha", "alpha"]);
    assert_eq!(outcome.of("testing"), ["x", "y"]);
    assert_eq!(outcome.of("zulu"), ["zulu", "zulu"]);
    assert!(
        outcome
            .plugins
            .iter()
            .all(|plugin| plugin.development_unlocked && plugin.sha256.len() == 64)
    );
    // By plugin, whatever the order they were named in.
    let order = outcome.answers[0]
        .clues
        .iter()
        .map(|said| &*said.plugin)
        .collect::<Vec<_>>();
    assert_eq!(order, ["alpha", "testing", "zulu"]);
}

pub(crate) fn crash_of_one() {
    let deeds: &[_] = if cfg!(unix) {
        &["do:abort", "do:exit", "do:segfault", "do:close"]
    } else {
        &["do:abort", "do:exit", "do:segfault"]
    };
    for &deed in deeds {
        let outcome = place().run(&["x", deed, "y"]);
        assert_eq!(outcome.of("alpha"), ["alpha"; 3]);
        assert_eq!(outcome.of("testing"), ["x", "!", "y"]);
        assert_eq!(outcome.of("zulu"), ["zulu"; 3]);
        assert!(outcome.failures.iter().all(|failure| failure.plugin == "testing"));
    }
}

/// One that no item concerns after the end of the shared worker was in its sandbox all the same.
pub(crate) fn sandbox_is_remembered() {
    let handles = ("HANDLES", "\"{\\\"items\\\":[\\\"crate\\\"]}\"");
    let (testing, crates) = (testing(), plain("crates", &[handles]));
    let outcome = Place::together(&[&testing, &crates]).run(&["do:abort"]);
    let [crates, testing] = outcome.plugins.as_slice() else {
        panic!("{:?}", outcome.plugins)
    };
    assert_eq!((crates.id.as_str(), crates.restarts), ("crates", 1));
    assert!(crates.sandbox.is_some());
    assert_eq!(crates.sandbox, testing.sandbox);
}

pub(crate) fn hang_of_one() {
    let mut place = place().hurried();
    let outcome = place.run_patiently(&["do:loop"], |outcome| outcome.failures.len() == 1);
    assert_eq!(outcome.of("alpha"), ["alpha"]);
    assert_eq!(outcome.of("testing"), ["!"]);
    assert_eq!(outcome.of("zulu"), ["zulu"]);
    // Nobody waits for it a second time in a worker of its own.
    let asked = outcome.steps.asked("testing");
    let deadline = place.config.deadlines.batch + place.config.deadlines.item;
    assert_eq!(
        asked.iter().map(|ask| (ask.within, ask.over)).collect::<Vec<_>>(),
        [(deadline, Over::Late)]
    );
}
