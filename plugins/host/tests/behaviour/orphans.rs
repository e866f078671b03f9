//! A host that is killed leaves no worker behind, not even one in an endless loop.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use headstamp_plugin_api::wire::RequestKind;
use headstamp_plugin_host::{Host, HostConfig};

use crate::support::{Place, children, items, testing};

/// What the other process does: it waits for ever for a plugin that hangs.
pub(crate) fn be_a_host(folder: &Path) -> ExitCode {
    let mut config = HostConfig::new(std::env::current_exe().unwrap());
    config.plugin_dirs = vec![folder.join("plugins")];
    config.user_lock = Some(folder.join("plugins.lock"));
    config.deadlines.batch = Duration::from_secs(60);
    Host::start(config, |_| None).call(RequestKind::Read, &items(&["do:loop"]));
    ExitCode::FAILURE
}

pub(crate) fn end_with_the_host() {
    let place = Place::apart(&[&testing()]);
    let mut host = Command::new(std::env::current_exe().unwrap())
        .arg("__host")
        .arg(place.path())
        .spawn()
        .unwrap();
    let workers = wait_for(|| Some(children(host.id())).filter(|workers| !workers.is_empty()));
    // Time to get into the loop.
    std::thread::sleep(Duration::from_millis(200));
    host.kill().unwrap();
    host.wait().unwrap();
    // Nobody waits for an orphan but the first process of the machine, which may leave it as a zombie.
    wait_for(|| workers.iter().all(|worker| !is_running(*worker)).then_some(()));
}

fn is_running(process: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit(") ")
        .next()
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['Z', 'X']))
}

fn wait_for<T>(look: impl Fn() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(2), "waited in vain");
        std::thread::sleep(Duration::from_millis(5));
    }
}
