//! Measures start and calls. The numbers are printed with `--nocapture`; the limits are generous, for busy
//! machines.

use std::time::{Duration, Instant};

use headstamp_plugin_api::wire::RequestKind;

use crate::support::{Place, items, plain, testing};

pub(crate) fn start_and_call() {
    let mut plugins = (0..14)
        .map(|number| plain(&format!("p{number}"), &[]))
        .collect::<Vec<_>>();
    plugins.push(testing());
    let place = Place::together(&plugins.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    start(&place, "15 plugins, unlocked, one worker");
    start(&Place::apart(&[&plain("p0", &[])]), "one small plugin, locked");
    start(&Place::apart(&[&testing()]), "one plugin, locked");
    calls();
}

fn start(place: &Place, what: &str) {
    let item = items(&["945 11"]);
    let mut first = (0..20)
        .map(|_| {
            let start = Instant::now();
            let mut host = place.host();
            let started = start.elapsed();
            let answers = host.call(RequestKind::Read, &item);
            let answered = start.elapsed();
            assert!(!answers[0].clues.is_empty());
            drop(host);
            (answered, started, start.elapsed())
        })
        .collect::<Vec<_>>();
    first.sort();
    let (answered, started, dropped) = first[first.len() / 2];
    println!(
        "{what}: start returned after {started:?}, first answer after {answered:?} (best {:?}), dropped after {dropped:?}",
        first[0].0,
    );
    assert!(answered < Duration::from_millis(100), "{answered:?}");
}

fn calls() {
    let testing = testing();
    let place = Place::apart(&[&testing]);
    let mut host = place.host();
    host.plugins();
    for size in [1, 64, 1024] {
        let items = items(&vec!["945 11"; size]);
        let rounds = 4096 / size;
        host.call(RequestKind::Read, &items);
        let start = Instant::now();
        for _ in 0..rounds {
            host.call(RequestKind::Read, &items);
        }
        let each = start.elapsed() / (rounds * size) as u32;
        println!("one plugin, calls of {size}: {each:?} an item");
    }
}
