//! Every deed of `deeds`, really done: the host lives, the user is told in time, and what the others say does not change by
//! a byte. `docs/hostile-plugins.md` is the record of it.
//!
//! "In time" is judged twice. `cargo test` looks at the steps: no deed is waited for longer than its deadline, all attempts
//! together, and what is late is killed. That holds on any machine. `cargo bench` measures how long it takes until the
//! user is told, and fails when that is over the deadline and [`GRACE`]; with `HEADSTAMP_BLESS=1` it writes the page anew.

mod deeds;
mod page;

use std::path::Path;
use std::time::{Duration, Instant};

use headstamp_plugin_api::wire::RequestKind;
use headstamp_plugin_host::watch::Over;
use headstamp_plugin_host::{Deadlines, ItemAnswer};

use self::deeds::{DEEDS, Deed, How};
use crate::steps::{Steps, assert_one_deadline};
use crate::support::{Outcome, Place, items, plain};

/// What is added to a deadline until the user must have been told.
const GRACE: Duration = Duration::from_millis(100);

/// The deadline of loading where it is not measured.
const HURRIED: Duration = Duration::from_millis(500);

/// What came of a deed.
struct Seen {
    told: Vec<String>,
    took: Duration,
    exit: u8,
}

pub(crate) fn every_deed() {
    let others = [plain("alpha", &[]), plain("zulu", &[])];
    let seen = DEEDS.iter().map(|deed| {
        let mut place = place(deed, &[]);
        if deed.hangs() {
            place = place.promised();
        }
        let steps = Steps::of(&mut place.config);
        let seen = once(deed, &place);
        assert_told(deed, &seen);
        assert_steps(deed, &steps, place.config.deadlines);
        others_are_the_same(deed, &[&others[0], &others[1]]);
        seen
    });
    let seen = seen.collect::<Vec<_>>();
    // The page is about Linux.
    if cfg!(target_os = "linux") {
        page::check(&seen);
    }
}

/// Each deed as a user meets it: prints after how long the user is told, and returns whether all was in time. The median of
/// five counts.
#[allow(dead_code)] // Of the tests, only the bench measures.
pub(crate) fn all_in_time() -> bool {
    let mut in_time = true;
    let seen = DEEDS.iter().map(|deed| {
        let mut runs = (0..5)
            .map(|_| once(deed, &place(deed, &[]).promised()))
            .collect::<Vec<_>>();
        runs.sort_by_key(|seen| seen.took);
        let median = runs.swap_remove(2);
        let allowed = deed.deadline + GRACE;
        println!(
            "{}: told after {:.1?}, allowed {allowed:?}",
            deed.what, median.took
        );
        in_time &= median.took <= allowed;
        median
    });
    let seen = seen.collect::<Vec<_>>();
    page::bless(&seen);
    in_time
}

/// The plugin alone and asked about one item.
fn once(deed: &Deed, place: &Place) -> Seen {
    let start = Instant::now();
    let mut host = place.host();
    let answers = host.call(RequestKind::Read, &items(&[deed.marking()]));
    let (failures, refused) = (host.failures(), host.refused());
    let took = start.elapsed();
    let lost = answers.iter().any(|answer| !answer.failed.is_empty());
    let missed = refused.iter().any(|refusal| refusal.counted_on);
    assert_eq!(
        lost,
        missed || failures.iter().any(|failure| failure.items > 0),
        "{}",
        deed.what
    );
    let told = refused.iter().map(ToString::to_string);
    let told = told.chain(failures.iter().map(ToString::to_string));
    Seen {
        told: told
            .map(|text| text.replace(&place.path().display().to_string(), "…"))
            .collect(),
        took,
        exit: if lost { 75 } else { 0 },
    }
}

/// The deed's plugin, and others, trusted; then what is to be done to its file is done.
fn place(deed: &Deed, others: &[&Path]) -> Place {
    let plugin = deed.plugin();
    let mut all = vec![plugin.as_path()];
    all.extend(others);
    let mut place = Place::apart(&all);
    if let How::Done(change) = deed.how {
        place.config.plugin_dirs.push(place.path().join("more"));
        change(&place);
    }
    place
}

fn assert_told(deed: &Deed, seen: &Seen) {
    let told = seen.told.join("\n");
    let expected = deed.told.split('|').collect::<Vec<_>>();
    assert!(
        expected.iter().any(|part| if part.is_empty() {
            told.is_empty()
        } else {
            told.contains(part)
        }),
        "{}: expected {:?}, told {told:?}",
        deed.what,
        deed.told
    );
}

/// How often it was tried, and how long the host was ready to wait.
fn assert_steps(deed: &Deed, steps: &Steps, deadlines: Deadlines) {
    let (loaded, asked) = (steps.loaded(), steps.asked(deed.id()));
    let what = deed.what;
    if matches!(deed.how, How::Done(_)) {
        assert_eq!(asked, [], "{what}");
        // A worker is started for nothing but to compare a file with its hash.
        let compared = deed.told.contains("was trusted on");
        assert_eq!(steps.workers().len(), usize::from(compared), "{what}");
    }
    assert_one_deadline(&asked, deadlines.batch + deadlines.item, what);
    let mut not_loaded = loaded;
    not_loaded.retain(|wait| wait.over != Over::Replied);
    assert_one_deadline(&not_loaded, deadlines.handshake, what);
    // One item, or one file: once, and once more if the process ended.
    for attempts in [asked, not_loaded] {
        assert!(attempts.len() <= 2, "{what}: {attempts:?}");
        if let [first, _] = attempts.as_slice() {
            assert!(
                matches!(first.over, Over::Died | Over::Broken),
                "{what}: {attempts:?}"
            );
        }
        if attempts.iter().any(|attempt| attempt.over == Over::Late) {
            assert!(deed.hangs(), "{what}: {attempts:?}");
        }
    }
}

/// Asked about three items, the others say, byte for byte, what they say without it.
fn others_are_the_same(deed: &Deed, others: &[&Path]) {
    let markings = ["a", deed.marking(), "b"];
    // A lock file that nobody can read concerns everybody, and so does a folder that is open to everybody: nothing is loaded
    // that is not vouched for.
    if deed.what.contains("lock file, which is broken") || deed.what.contains("lies in a folder") {
        return;
    }
    let without = Place::apart(others).run(&markings).answers;
    let without_it = |mut answers: Vec<ItemAnswer>| {
        for answer in &mut answers {
            answer.clues.retain(|said| &*said.plugin != deed.id());
            answer.failed.retain(|failed| &**failed != deed.id());
        }
        answers
    };
    // What hangs was waited for before. Of the others nobody may be late.
    let hurried = |mut place: Place| {
        if deed.hangs() {
            place = place.hurried();
            place.config.deadlines.handshake = HURRIED;
        }
        let honest = |outcome: &Outcome| outcome.failures.iter().all(|failure| failure.plugin == deed.id());
        place.run_patiently(&markings, honest).answers
    };
    let with = hurried(place(deed, others));
    assert_eq!(without_it(with), without, "{}", deed.what);
    if !matches!(deed.how, How::Done(_)) {
        // In one process with them, as bundled plugins are.
        let plugin = deed.plugin();
        let with = hurried(Place::together(&[others[0], &plugin, others[1]]));
        assert_eq!(without_it(with), without, "{}, in one process", deed.what);
    }
}
