//! Gives up rights before anything is loaded: not even a library's constructors run with more.

#[cfg(target_os = "linux")]
mod files;
#[cfg(unix)]
mod limits;
#[cfg(target_os = "linux")]
mod syscalls;

use crate::protocol::Order;
use crate::sandbox::{Sandbox, SandboxLevel};

/// Locks this process in as far as the platform allows, and says how far that was.
///
/// `descriptors` is the number that no open descriptor reaches; `largest_file` what may have to be copied
/// yet.
#[cfg(target_os = "linux")]
pub(super) fn apply(order: &Order, descriptors: u64, largest_file: u64) -> Sandbox {
    // The worker ends with the thread that started it, even within an endless loop.
    let tied = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    let files = files::restrict(&order.seats);
    let limited = limits::set(order.memory_bytes, descriptors, largest_file);
    let filtered = syscalls::restrict();
    if filtered.is_err() {
        // The filter is what forbids new processes but allows threads; without it both must go.
        let _ = limits::forbid_processes();
    }
    let results = [
        ("Landlock", files),
        ("seccomp", filtered),
        ("resource limits", limited),
        ("end with the host", tied.map_err(|error| error.to_string())),
    ];
    let missing = results
        .iter()
        .filter_map(|(name, result)| Some(format!("no {name}: {}", result.as_ref().err()?)))
        .collect::<Vec<_>>();
    let level = match missing.len() {
        0 => SandboxLevel::Full,
        all if all == results.len() => SandboxLevel::Process,
        _ => SandboxLevel::Partial,
    };
    Sandbox { level, missing }
}

/// Windows has the job object that the host put this process into, and nothing that could be given up from within.
#[cfg(windows)]
pub(super) fn apply(order: &Order, _: u64, _: u64) -> Sandbox {
    use windows_sys::Win32::System::Diagnostics::Debug::{
        SEM_FAILCRITICALERRORS, SEM_NOGPFAULTERRORBOX, SetErrorMode,
    };

    // A crash, or a library that needs another one which is not there, opens no window that waits for an answer.
    // SAFETY: no precondition.
    unsafe { SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX) };
    let job = crate::job::in_force(order.memory_bytes);
    let level = match job {
        Ok(()) => SandboxLevel::Partial,
        Err(_) => SandboxLevel::Process,
    };
    let mut missing = vec!["no rules for files, network and other processes on Windows".to_owned()];
    missing.extend(job.err().map(|error| format!("no job object: {error}")));
    Sandbox { level, missing }
}

/// Elsewhere there is the process itself, its deadline, and a few limits.
#[cfg(not(any(target_os = "linux", windows)))]
pub(super) fn apply(order: &Order, descriptors: u64, largest_file: u64) -> Sandbox {
    let _ = limits::set(order.memory_bytes, descriptors, largest_file);
    Sandbox {
        level: SandboxLevel::Process,
        missing: vec![format!("no sandbox on {}", std::env::consts::OS)],
    }
}
