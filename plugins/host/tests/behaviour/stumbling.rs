//! Workers that stumble at their start.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use headstamp_plugin_host::Failure;
use headstamp_plugin_host::watch::{Over, Reply};

use crate::lazy::{both, place, told};
use crate::steps::{HANG, assert_one_deadline};
use crate::support::{Place, items};

/// A program in place of the worker, which does this so many times before it becomes the worker.
fn stumbling(deed: &str, times: usize) -> Place {
    let place = place(None);
    let exe = &place.config.worker_exe;
    let (real, count) = (exe.with_file_name("worker"), exe.with_file_name("count"));
    fs::rename(exe, &real).unwrap();
    let script = format!(
        "#!/bin/sh\nread n < '{count}'\necho $((n + 1)) > '{count}'\nif [ $n -lt {times} ]; then {deed}; fi\n\
         exec '{real}' \"$@\"\n",
        count = count.display(),
        real = real.display(),
    );
    fs::write(count, "0\n").unwrap();
    // Renamed, because a file that is open for writing cannot be started, and another test may just be starting a process.
    let fresh = exe.with_file_name("fresh");
    fs::write(&fresh, script).unwrap();
    fs::set_permissions(&fresh, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(fresh, exe).unwrap();
    place
}

/// A worker that dies before it serves anybody, or says what nobody asked, is started again, in what is left of the deadline.
pub(crate) fn worker_dies_at_its_start() {
    // A greeting with a number that was not given.
    let strange = r"printf '\002\0\0\0\001\011\0\0\0{}'; exit 3";
    for (deed, how) in [("exit 3", Over::Died), (strange, Over::Broken)] {
        let place = stumbling(deed, 1);
        let handshake = place.config.deadlines.handshake;
        let (mut host, steps) = place.watched();
        assert_eq!(told(&mut host, &both(&["a"], &["c"])), ["alpha", "crates"]);
        let started = steps.waited_for(Reply::Hello);
        let over = started.iter().map(|wait| wait.over).collect::<Vec<_>>();
        assert_eq!(over, [how, Over::Replied]);
        assert_one_deadline(&started, handshake, "start");
        // What the first attempt took is not taken from those that are loaded later.
        let loaded = steps.waited_for(Reply::Loaded);
        let within = loaded.iter().map(|wait| wait.within).collect::<Vec<_>>();
        assert_eq!(within, [handshake; 2]);
        assert_eq!((host.failures(), host.refused()), (Vec::new(), Vec::new()));
    }
}

/// If it dies again, that is told, and the plugins that are asked have a worker each.
pub(crate) fn worker_cannot_be_started() {
    let place = stumbling("exit 3", 2);
    let (mut host, steps) = place.watched();
    assert_eq!(told(&mut host, &both(&["a"], &["c"])), ["alpha", "crates"]);
    let started = steps.waited_for(Reply::Hello);
    let over = started.iter().map(|wait| wait.over).collect::<Vec<_>>();
    assert_eq!(over, [Over::Died, Over::Died, Over::Replied, Over::Replied]);
    assert_one_deadline(&started[..2], place.config.deadlines.handshake, "start");
    let [failure] = host.failures().try_into().unwrap();
    assert_eq!((failure.plugin.as_str(), failure.items), ("alpha\", \"crates", 0));
    assert!(
        failure.what.contains("could not be started: its process"),
        "{failure}"
    );
    assert!(failure.what.contains("exit code 3"), "{failure}");
    assert_eq!(host.refused(), []);
    // One that never can be is left out, and each is told.
    let place = stumbling("exit 3", 99);
    let mut host = place.host();
    assert_eq!(told(&mut host, &both(&["a"], &["c"])), ["!alpha", "!crates"]);
    let told = host.failures();
    let items = told
        .iter()
        .map(|failure| (failure.plugin.as_str(), failure.items))
        .collect::<Vec<_>>();
    assert_eq!(items, [("alpha", 1), ("alpha\", \"crates", 0), ("crates", 1)]);
}

/// One that hangs is waited for once, and not a second time.
pub(crate) fn worker_hangs_at_its_start() {
    let mut handshake = Duration::from_millis(300);
    loop {
        let mut place = stumbling("exec sleep 600", 1);
        place.config.deadlines.handshake = handshake;
        let (mut host, steps) = place.watched();
        let said = told(&mut host, &items(&["a"]));
        let started = steps.waited_for(Reply::Hello);
        assert_eq!((started[0].within, started[0].over), (handshake, Over::Late));
        let failures = host.failures();
        let why = format!(
            "it gave no answer within {} ms and was ended",
            handshake.as_millis()
        );
        let is_told = |failure: &Failure| failure.items == 0 && failure.what.contains(&why);
        assert!(failures.iter().any(is_told), "{failures:?}");
        // An honest start takes as long as the machine needs.
        if said == ["alpha"] || handshake > HANG {
            assert_eq!(said, ["alpha"]);
            assert_eq!((started.len(), failures.len()), (2, 1));
            return;
        }
        handshake *= 2;
    }
}
