//! Several plugins share a worker until it dies.

use std::time::Duration;

use crate::support::{Place, fastest, plain, testing};

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
    for deed in ["do:abort", "do:exit", "do:segfault", "do:close"] {
        let outcome = place().run(&["x", deed, "y"]);
        assert_eq!(outcome.of("alpha"), ["alpha"; 3]);
        assert_eq!(outcome.of("testing"), ["x", "!", "y"]);
        assert_eq!(outcome.of("zulu"), ["zulu"; 3]);
        assert!(outcome.failures.iter().all(|failure| failure.plugin == "testing"));
    }
}

pub(crate) fn hang_of_one() {
    let place = place();
    let outcome = fastest(|| place.run(&["do:loop"]));
    assert_eq!(outcome.of("alpha"), ["alpha"]);
    assert_eq!(outcome.of("testing"), ["!"]);
    assert_eq!(outcome.of("zulu"), ["zulu"]);
    assert!(outcome.took < Duration::from_millis(355), "{:?}", outcome.took);
}
