//! What the host did, step by step. By this, and not by a clock, tests judge whether it keeps its deadlines: a machine that
//! is busy makes a step late, but it does not change which steps are taken, nor how long the host is ready to wait. That
//! it is as fast as promised is judged by `cargo bench`.

use std::collections::BTreeMap;
#[cfg(not(windows))]
use std::fs;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use headstamp_plugin_host::watch::{Over, Reply, Step, Watch};
use headstamp_plugin_host::{Deadlines, HostConfig};

/// No machine is so busy that an honest plugin, or a crash, takes this long.
pub(crate) const UNHURRIED: Deadlines = Deadlines {
    handshake: Duration::from_secs(30),
    batch: Duration::from_secs(30),
    item: Duration::ZERO,
};

/// What lasts longer than this will last for ever.
pub(crate) const HANG: Duration = Duration::from_secs(30);

/// The steps of a host, from its start on.
#[derive(Clone, Default)]
pub(crate) struct Steps(Arc<Mutex<Vec<Step>>>);

/// Something that the host waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wait {
    pub(crate) within: Duration,
    pub(crate) over: Over,
    pub(crate) after: Duration,
}

impl Steps {
    pub(crate) fn of(config: &mut HostConfig) -> Self {
        let steps = Self::default();
        let told = steps.clone();
        config.watch = Some(Watch::new(move |step| told.0.lock().unwrap().push(step.clone())));
        steps
    }

    pub(crate) fn all(&self) -> Vec<Step> {
        self.0.lock().unwrap().clone()
    }

    /// The processes that were started.
    pub(crate) fn workers(&self) -> Vec<u32> {
        let started = |step: Step| match step {
            Step::Started { process } => Some(process),
            _ => None,
        };
        self.all().into_iter().filter_map(started).collect()
    }

    /// The batches that a plugin was asked, and how that went.
    pub(crate) fn asked(&self, plugin: &str) -> Vec<Wait> {
        self.waits(|asked, reply| reply == Reply::Answer && asked == Some(plugin))
    }

    /// What was waited for of one kind, whoever it was.
    pub(crate) fn waited_for(&self, what: Reply) -> Vec<Wait> {
        self.waits(|_, reply| reply == what)
    }

    /// What was waited for before anybody was asked.
    pub(crate) fn loaded(&self) -> Vec<Wait> {
        self.waits(|_, reply| reply != Reply::Answer)
    }

    /// Each wait that is of interest: `which` is given the plugin that was asked last in this process, and what was waited
    /// for.
    ///
    /// A worker that ended, was late or broke the conversation must be killed, and not be waited for again.
    fn waits(&self, which: impl Fn(Option<&str>, Reply) -> bool) -> Vec<Wait> {
        let mut out = Vec::new();
        let mut asked = BTreeMap::new();
        let mut open = BTreeMap::new();
        let mut over = BTreeMap::new();
        for step in self.all() {
            match step {
                Step::Started { process } => {
                    asked.remove(&process);
                    over.remove(&process);
                }
                Step::Asks { process, plugin } => {
                    asked.insert(process, plugin);
                }
                Step::Waits {
                    process,
                    reply,
                    within,
                } => {
                    assert_eq!(over.get(&process), None, "waited for again: {:?}", self.all());
                    open.insert(process, (reply, within));
                }
                Step::Waited {
                    process,
                    over: how,
                    after,
                } => {
                    let (reply, within) = open.remove(&process).unwrap();
                    if how != Over::Replied {
                        over.insert(process, how);
                    }
                    if how == Over::Late {
                        assert!(after >= within, "killed before the deadline: {:?}", self.all());
                    }
                    if which(asked.get(&process).map(String::as_str), reply) {
                        out.push(Wait {
                            within,
                            over: how,
                            after,
                        });
                    }
                }
                Step::Killed { process } => {
                    over.remove(&process);
                    asked.remove(&process);
                }
            }
        }
        assert!(over.is_empty(), "not killed: {over:?} of {:?}", self.all());
        out
    }
}

/// All attempts at one thing together wait no longer than the deadline: each has what the one before left of it.
pub(crate) fn assert_one_deadline(attempts: &[Wait], deadline: Duration, what: &str) {
    let mut left = deadline;
    for attempt in attempts {
        assert_eq!(attempt.within, left, "{what}: {attempts:?}");
        left = left.saturating_sub(attempt.after);
    }
}

/// Whether a process is there and has not ended.
#[cfg(windows)]
pub(crate) fn is_running(process: u32) -> bool {
    use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};

    use windows_sys::Win32::Foundation::WAIT_TIMEOUT;
    use windows_sys::Win32::System::Threading::{OpenProcess, PROCESS_SYNCHRONIZE, WaitForSingleObject};

    // SAFETY: no precondition.
    let handle = unsafe { OpenProcess(PROCESS_SYNCHRONIZE, 0, process) };
    if handle.is_null() {
        return false;
    }
    // SAFETY: it was opened just now, and nothing else owns it.
    let handle = unsafe { OwnedHandle::from_raw_handle(handle) };
    // SAFETY: the handle is open.
    unsafe { WaitForSingleObject(handle.as_raw_handle(), 0) == WAIT_TIMEOUT }
}

/// Whether a process is there and has not ended.
#[cfg(not(windows))]
pub(crate) fn is_running(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit(") ")
        .next()
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['Z', 'X']))
}

/// Looks until there is something to see.
pub(crate) fn wait_for<T>(look: impl Fn() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < HANG, "waited in vain");
        std::thread::sleep(Duration::from_millis(5));
    }
}
