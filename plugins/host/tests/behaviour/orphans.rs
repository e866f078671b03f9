//! A host that is killed leaves no worker behind, not even one in an endless loop.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use headstamp_plugin_api::wire::RequestKind;
use headstamp_plugin_host::watch::{Reply, Step, Watch};
use headstamp_plugin_host::{Host, HostConfig};

use crate::steps::{Steps, UNHURRIED, is_running, wait_for};
use crate::support::{Place, items, testing};

/// What the other process does: it waits for ever for a plugin that hangs.
pub(crate) fn be_a_host(folder: &Path) -> ExitCode {
    let mut config = HostConfig::new(std::env::current_exe().unwrap());
    config.plugin_dirs = vec![folder.join("plugins")];
    config.user_lock = Some(folder.join("plugins.lock"));
    config.deadlines = UNHURRIED;
    config.watch = Some(Watch::new(|step| {
        if let Step::Waits {
            process,
            reply: Reply::Answer,
            ..
        } = step
        {
            println!("{process}");
        }
    }));
    Host::start(config, |_| None).call(RequestKind::Read, &items(&["do:loop"]));
    ExitCode::FAILURE
}

pub(crate) fn end_with_the_host() {
    let place = Place::apart(&[&testing()]);
    let mut host = Command::new(std::env::current_exe().unwrap())
        .arg("__host")
        .arg(place.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(host.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let worker = line.trim_end().parse().unwrap();
    assert!(is_running(worker));
    host.kill().unwrap();
    host.wait().unwrap();
    // Nobody waits for an orphan but the first process of the machine, which may leave it as a zombie.
    wait_for(|| (!is_running(worker)).then_some(()));
}

/// A program may end when its host does. No worker is in the middle of its start then: on Windows it would stay, stopped.
pub(crate) fn none_is_cut_off_at_its_start() {
    let testing = testing();
    for pause in 0..20 {
        let mut place = Place::apart(&[&testing]);
        let steps = Steps::of(&mut place.config);
        let host = place.host();
        std::thread::sleep(Duration::from_micros(200 * pause));
        drop(host);
        let started = steps.workers();
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(steps.workers(), started, "one was started when all was over");
    }
}

/// A worker that was killed is not waited for, and yet does not stay as a zombie while the host lives.
#[cfg(target_os = "linux")]
pub(crate) fn none_stays_as_zombie() {
    let mut place = Place::apart(&[&testing()]).hurried();
    let steps = Steps::of(&mut place.config);
    let mut host = place.host();
    let answers = host.call(RequestKind::Read, &items(&["do:sleep"]));
    assert_eq!(answers[0].failed.len(), 1);
    let workers = steps.workers();
    assert!(steps.all().contains(&Step::Killed { process: workers[0] }));
    let gone = |worker: &u32| !Path::new(&format!("/proc/{worker}")).exists();
    wait_for(|| gone(&workers[0]).then_some(()));
    // Nor does the one that runs when the host goes.
    // It may be late on a busy machine; it runs all the same.
    host.call(RequestKind::Read, &items(&["a"]));
    drop(host);
    let workers = steps.workers();
    assert!(workers.len() >= 2, "{workers:?}");
    wait_for(|| workers.iter().all(gone).then_some(()));
}
