//! Limits of memory, files and descriptors.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Descriptors beyond those that are open: the loader opens one library after the other.
const SPARE_DESCRIPTORS: u64 = 2;

/// Sets the limits that hold for every plugin.
///
/// The size of files is limited to that of the largest plugin which is still to be copied into memory, and
/// not to 0: the copy counts as a file. What goes over it ends the worker by a signal.
pub(super) fn set(memory: u64, descriptors: u64, largest_file: u64) -> Result<(), String> {
    lower(Resource::Core, 0)?;
    lower(Resource::Nofile, descriptors + SPARE_DESCRIPTORS)?;
    lower(Resource::Fsize, largest_file)?;
    // macOS knows this limit but does not enforce it.
    #[cfg(not(target_os = "openbsd"))]
    lower(Resource::As, memory)?;
    Ok(())
}

/// No new process and no new thread. Means nothing to root.
#[cfg(target_os = "linux")]
pub(super) fn forbid_processes() -> Result<(), String> {
    lower(Resource::Nproc, 0)
}

fn lower(resource: Resource, to: u64) -> Result<(), String> {
    // A limit that is lower already stays: raising it again may not be allowed.
    let now = rustix::process::getrlimit(resource);
    let to = now.maximum.map_or(to, |maximum| maximum.min(to));
    setrlimit(
        resource,
        Rlimit {
            current: Some(to),
            maximum: Some(to),
        },
    )
    .map_err(|error| format!("{resource:?}: {error}"))
}
