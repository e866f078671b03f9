//! Answers that cannot be used: the item they are about is reported, the rest is answered.

use headstamp_plugin_host::watch::Over;

use crate::support::{Place, plain, testing};

pub(crate) fn each_kind() {
    let testing = testing();
    let alpha = plain("alpha", &[]);
    let place = Place::apart(&[&testing, &alpha]);
    let calm = place.run(&["a", "b", "c", "d", "e"]);
    for (raw, what) in [
        ("empty", "its answer is not as described"),
        ("code-2", "it failed"),
        ("error", "it could not read the request: I do not like this batch"),
        ("gigabyte", "its answer is over 8388608 bytes"),
        ("not-utf8", "its answer is not as described"),
        ("deep", "its answer is not as described"),
        ("deep-item", "its answer is not as described"),
        (
            "wrong-id",
            "it answered for item 99999, which it was not asked about",
        ),
        ("twice", "it answered twice for item"),
        ("nan", "its answer is not as described"),
        ("negative", "its answer is not as described"),
        ("far-mark", "a clue rests on mark 7"),
        ("role", "it gave the role \"verdict\", which does not exist"),
        ("escape", "a text contains a control character"),
        ("fat", "its answer for one item is over 65536 bytes"),
        ("words", "its answer is not as described"),
    ] {
        let marking = format!("raw:{raw}");
        let outcome = place.run(&["a", "b", &marking, "d", "e"]);
        let said = outcome.of("testing");
        assert_eq!(said[2], "!", "{raw}: {said:?}");
        assert_eq!(
            [&said[..2], &said[3..]]
                .concat()
                .into_iter()
                .filter(|said| said == "!")
                .count(),
            0,
            "{raw}: {said:?}"
        );
        assert!(
            outcome.whats().iter().any(|found| found.contains(what)),
            "{raw}: {:?}",
            outcome.whats()
        );
        assert!(outcome.failures.iter().all(|failure| failure.plugin == "testing"));
        assert_eq!(outcome.of("alpha"), ["alpha"; 5]);
        assert_eq!(outcome.plugins[1].restarts, 0, "{raw}");
        // All five, then at most the halves.
        let asked = outcome.steps.asked("testing");
        assert!(
            asked.iter().all(|ask| ask.over == Over::Replied),
            "{raw}: {asked:?}"
        );
        assert!(asked.len() <= 5, "{raw}: {asked:?}");
    }
    assert_eq!(calm.of("testing"), ["a", "b", "c", "d", "e"]);
}

/// A return code without a meaning is a breach of the contract: the plugin is not asked again.
pub(crate) fn unknown_return_code() {
    let testing = testing();
    let outcome = Place::apart(&[&testing]).run(&["a", "raw:code-77", "b"]);
    assert_eq!(outcome.of("testing"), ["!", "!", "!"]);
    assert_eq!(outcome.whats(), ["it returned 77, which has no meaning"]);
}
