//! What isolation costs: starting a worker with one plugin, and an item at different sizes of batch. And how long it takes
//! until the user is told of a crash, and of each deed of `docs/hostile-plugins.md`.
//!
//! `cargo bench -p headstamp-plugin-host` prints the figures and fails when they are over what is promised. `cargo test` runs
//! it too, once and without judging: figures of a debug build say nothing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    dead_code,
    missing_docs
)]

#[path = "../tests/behaviour/hostile/mod.rs"]
mod hostile;
#[path = "../tests/behaviour/steps.rs"]
mod steps;
#[path = "../tests/behaviour/support.rs"]
mod support;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use headstamp_plugin_api::wire::RequestKind;
use headstamp_plugin_host::{is_worker, worker_main};

use support::{Place, items, plain, testing};

/// Start of a worker, to the first answer.
const START: Duration = Duration::from_millis(3);
/// The end of a crash, both attempts included.
const CRASH: Duration = Duration::from_millis(50);
/// An item in a batch of 64.
const ITEM: Duration = Duration::from_micros(10);

fn main() -> ExitCode {
    if is_worker() {
        return worker_main();
    }
    let judged = std::env::args().any(|argument| argument == "--bench");
    let rounds = if judged { 200 } else { 2 };
    let mut kept = true;
    let mut judge = |took: Duration, promised: Duration| {
        if judged && took > promised {
            eprintln!("  over what is promised: {promised:?}");
            kept = false;
        }
    };
    let small = Place::apart(&[&plain("p0", &[])]).promised();
    judge(start("a plugin in C, locked", &small, rounds), START);
    let large = Place::apart(&[&testing()]).promised();
    judge(start("a plugin in Rust, locked", &large, rounds), START);
    start("15 plugins, unlocked, in one worker", &fifteen(), rounds);
    judge(crash(rounds.min(50)), CRASH);
    judge(item_in_batches(rounds), ITEM);
    if judged {
        kept &= hostile::all_in_time();
    }
    if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn fifteen() -> Place {
    let mut plugins = (0..14)
        .map(|number| plain(&format!("p{number}"), &[]))
        .collect::<Vec<_>>();
    plugins.push(testing());
    Place::together(&plugins.iter().map(AsRef::as_ref).collect::<Vec<_>>()).promised()
}

/// From the request until the user can be told: two crashes, and a start between them.
fn crash(rounds: usize) -> Duration {
    let alpha = plain(
        "alpha",
        &[("AT_BATCH", "if (contains(batch, \"POISON\")) abort()")],
    );
    let place = Place::apart(&[&alpha]).promised();
    let once = || {
        let mut host = place.host();
        host.plugins();
        let start = Instant::now();
        let answers = host.call(RequestKind::Read, &items(&["POISON"]));
        assert_eq!((answers[0].failed.len(), host.failures().len()), (1, 1));
        start.elapsed()
    };
    report("a crash", &mut (0..rounds).map(|_| once()).collect::<Vec<_>>())
}

/// The median from nothing to the first answer: process, sandbox, copy, hash, loading, opening, one item.
fn start(what: &str, place: &Place, rounds: usize) -> Duration {
    let item = items(&["945 11"]);
    let once = || {
        let start = Instant::now();
        let mut host = place.host();
        let answers = host.call(RequestKind::Read, &item);
        let took = start.elapsed();
        assert!(!answers[0].clues.is_empty());
        took
    };
    report(what, &mut (0..rounds).map(|_| once()).collect::<Vec<_>>())
}

/// The time of an item in a batch of 64.
fn item_in_batches(rounds: usize) -> Duration {
    let place = Place::apart(&[&testing()]).promised();
    let mut host = place.host();
    host.plugins();
    let mut each = |size: usize| {
        let items = items(&vec!["945 11"; size]);
        host.call(RequestKind::Read, &items);
        let mut times = (0..rounds)
            .map(|_| {
                let start = Instant::now();
                host.call(RequestKind::Read, &items);
                start.elapsed() / u32::try_from(size).unwrap()
            })
            .collect::<Vec<_>>();
        report(&format!("an item in a batch of {size}"), &mut times)
    };
    each(1);
    let judged = each(64);
    each(1024);
    judged
}

fn report(what: &str, times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    let median = times[times.len() / 2];
    println!(
        "{what}: {median:.1?} (fastest {:.1?}, 19 of 20 within {:.1?})",
        times[0],
        times[times.len() * 19 / 20]
    );
    median
}
