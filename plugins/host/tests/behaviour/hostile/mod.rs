//! Every deed of `deeds`, really done: the host lives, the user is told in time, and what the others say does not change by
//! a byte. `docs/hostile-plugins.md` is the record of it; with `HEADSTAMP_BLESS=1` it is written anew.

mod deeds;
mod page;

use std::path::Path;
use std::time::{Duration, Instant};

use headstamp_plugin_api::wire::RequestKind;
use headstamp_plugin_host::ItemAnswer;

use self::deeds::{DEEDS, Deed, How};
use crate::support::{Place, items, plain};

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
        let seen = alone(deed);
        assert_told(deed, &seen);
        others_are_the_same(deed, &[&others[0], &others[1]]);
        seen
    });
    let seen = seen.collect::<Vec<_>>();
    page::check(&seen);
}

/// The plugin alone and asked about one item. What else the machine does must not decide: in time once in twelve is in time.
fn alone(deed: &Deed) -> Seen {
    let mut best: Option<Seen> = None;
    for _ in 0..12 {
        let seen = once(deed);
        if best.as_ref().is_none_or(|best| seen.took < best.took) {
            best = Some(seen);
        }
        if best
            .as_ref()
            .is_some_and(|best| best.took <= deed.deadline + GRACE)
        {
            break;
        }
    }
    best.unwrap()
}

fn once(deed: &Deed) -> Seen {
    let place = place(deed, &[]);
    let start = Instant::now();
    let mut host = place.host();
    let answers = host.call(RequestKind::Read, &items(&[deed.marking()]));
    let (failures, refused) = (host.failures(), host.refused());
    let took = start.elapsed();
    let lost = answers.iter().any(|answer| !answer.failed.is_empty());
    assert_eq!(
        lost,
        failures.iter().any(|failure| failure.items > 0),
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
    let allowed = deed.deadline + GRACE;
    assert!(
        seen.took <= allowed,
        "{}: told after {:?}, allowed {allowed:?}",
        deed.what,
        seen.took
    );
}

/// Asked about three items, the others say, byte for byte, what they say without it.
fn others_are_the_same(deed: &Deed, others: &[&Path]) {
    let markings = ["a", deed.marking(), "b"];
    // A lock file that nobody can read concerns everybody: nothing is loaded that it does not vouch for.
    if deed.what.contains("lock file, which is broken") {
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
    // How long it may take was seen before.
    let hurried = |mut place: Place| {
        place.config.deadlines.handshake = place.config.deadlines.handshake.min(HURRIED);
        place.run(&markings).answers
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
