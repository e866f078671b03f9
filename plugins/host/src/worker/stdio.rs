//! Moves the frames away from descriptors 0 and 1, where a plugin may print.
//!
//! After this, what a plugin prints goes to stderr, which the host keeps for its report, and what it reads
//! from stdin is empty.

use std::fs::File;
use std::io::{self, IsTerminal};

/// The two ends that frames go through.
pub(super) struct Pipes {
    pub(super) input: File,
    pub(super) output: File,
    /// A number that none of the descriptors opened so far reaches.
    pub(super) descriptors: u64,
}

fn not_by_hand() -> io::Result<()> {
    if io::stdin().is_terminal() {
        return Err(io::Error::other(
            "this is started by headstamp itself, not by hand",
        ));
    }
    Ok(())
}

#[cfg(unix)]
pub(super) fn take_over() -> io::Result<Pipes> {
    use std::os::fd::AsRawFd;

    not_by_hand()?;
    close_inherited();
    // From 3 on, and closed on exec: the first three are those that every program writes to without asking.
    let input = rustix::io::fcntl_dupfd_cloexec(io::stdin(), 3)?;
    let output = rustix::io::fcntl_dupfd_cloexec(io::stdout(), 3)?;
    rustix::stdio::dup2_stdin(File::open("/dev/null")?)?;
    rustix::stdio::dup2_stdout(io::stderr())?;
    let descriptors = output.as_raw_fd().max(input.as_raw_fd());
    let descriptors = u64::try_from(descriptors).map_or(0, |highest| highest + 1);
    Ok(Pipes {
        input: input.into(),
        output: output.into(),
        descriptors,
    })
}

/// Whoever started the host may have left files open in it, and they are inherited: they are no plugin's business.
#[cfg(unix)]
fn close_inherited() {
    #[cfg(target_os = "linux")]
    // SAFETY: the worker has just begun and has opened nothing itself, so no part of it owns a descriptor from 3 on.
    if unsafe { libc::syscall(libc::SYS_close_range, 3, libc::c_uint::MAX, 0) } == 0 {
        return;
    }
    // An older Linux, or another system.
    let open = std::fs::read_dir("/dev/fd").into_iter().flatten().flatten();
    let open = open.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    // The list is complete before anything is closed: reading it takes a descriptor, too.
    for descriptor in open.filter(|descriptor| *descriptor > 2).collect::<Vec<_>>() {
        // SAFETY: as above; the descriptor of the list itself is closed by now, and closing it again does nothing.
        unsafe { libc::close(descriptor) };
    }
}

#[cfg(windows)]
pub(super) fn take_over() -> io::Result<Pipes> {
    use std::os::windows::io::{AsHandle, AsRawHandle, IntoRawHandle};

    use windows_sys::Win32::System::Console::{STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, SetStdHandle};

    not_by_hand()?;
    let input = io::stdin().as_handle().try_clone_to_owned()?;
    let output = io::stdout().as_handle().try_clone_to_owned()?;
    let checked = |succeeded: bool| succeeded.then_some(()).ok_or_else(io::Error::last_os_error);
    // The C runtime that plugins share keeps descriptors of its own beside the handles.
    // SAFETY: the name ends with a zero. The runtime opened 0 to 2 at start, and nothing here uses the first two any more.
    let moved = unsafe {
        let nothing = libc::open(c"NUL".as_ptr(), libc::O_RDONLY);
        let moved = libc::dup2(nothing, 0) >= 0 && libc::dup2(2, 1) >= 0;
        libc::close(nothing);
        moved
    };
    checked(moved)?;
    // One that brings its own runtime, or is in Rust, asks the system.
    let nothing = File::open("NUL")?.into_raw_handle();
    // SAFETY: both handles stay open for as long as this process runs.
    unsafe {
        checked(SetStdHandle(STD_INPUT_HANDLE, nothing) != 0)?;
        checked(SetStdHandle(STD_OUTPUT_HANDLE, io::stderr().as_raw_handle()) != 0)?;
    }
    Ok(Pipes {
        input: input.into(),
        output: output.into(),
        descriptors: 0,
    })
}
