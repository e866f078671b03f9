//! Attempts at what the sandbox forbids.

use std::fs;
use std::io;

/// `allowed`, or why it was not.
pub(crate) fn attempt(what: &str) -> String {
    let (what, argument) = what.split_once(' ').unwrap_or((what, ""));
    let outcome = match what {
        "read" => fs::read(argument).map(|_| ()),
        "list" => fs::read_dir(argument).map(|_| ()),
        "write" => fs::write(argument, "x"),
        "delete" => fs::remove_file(argument),
        "connect" => std::net::TcpStream::connect(argument).map(|_| ()),
        "listen" => std::net::TcpListener::bind("127.0.0.1:0").map(|_| ()),
        "udp" => std::net::UdpSocket::bind("127.0.0.1:0").map(|_| ()),
        "exec" => std::process::Command::new(argument).status().map(|_| ()),
        #[cfg(unix)]
        "unix" => std::os::unix::net::UnixStream::pair().map(|_| ()),
        #[cfg(unix)]
        "signal-host" => {
            // SAFETY: signal 0 only asks whether a signal could be sent.
            call(unsafe { libc::kill(libc::getppid(), 0) })
        }
        #[cfg(unix)]
        "root" => {
            // SAFETY: no precondition.
            call(unsafe { libc::setuid(0) })
        }
        #[cfg(target_os = "linux")]
        "namespace" => {
            // SAFETY: no precondition.
            call(unsafe { libc::unshare(libc::CLONE_NEWUSER) })
        }
        #[cfg(target_os = "linux")]
        "trace-host" => {
            // SAFETY: no memory is handed over.
            let outcome = unsafe { libc::ptrace(libc::PTRACE_ATTACH, libc::getppid(), 0, 0) };
            call(if outcome < 0 { -1 } else { 0 })
        }
        #[cfg(unix)]
        "raise-limit" => {
            let all = libc::rlimit {
                rlim_cur: libc::RLIM_INFINITY,
                rlim_max: libc::RLIM_INFINITY,
            };
            // SAFETY: the limit lives until the call returns.
            call(unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const all) })
        }
        #[cfg(unix)]
        "descriptor" => {
            let mut byte = 0_u8;
            // SAFETY: there is room for the one byte.
            let read = unsafe { libc::read(argument.parse().unwrap_or(-1), (&raw mut byte).cast(), 1) };
            call(if read < 0 { -1 } else { 0 })
        }
        #[cfg(unix)]
        "truncate" => {
            use std::os::unix::ffi::OsStrExt;
            let path = [std::ffi::OsStr::new(argument).as_bytes(), b"\0"].concat();
            // SAFETY: the path ends with a zero and lives until the call returns.
            call(unsafe { libc::open(path.as_ptr().cast(), libc::O_RDONLY | libc::O_TRUNC) })
        }
        #[cfg(unix)]
        "chmod" => {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(argument, fs::Permissions::from_mode(0o777))
        }
        #[cfg(unix)]
        "session" => {
            // SAFETY: no precondition.
            call(unsafe { libc::setsid() })
        }
        #[cfg(target_os = "linux")]
        "memfd" => {
            // SAFETY: the name lives until the call returns.
            call(unsafe { libc::memfd_create(c"x".as_ptr(), 0) })
        }
        #[cfg(target_os = "linux")]
        "outlive" => {
            // SAFETY: no memory is handed over.
            call(unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, 0) })
        }
        // No arguments: each would be refused for its arguments if its number were not.
        #[cfg(target_os = "linux")]
        "clone3" => absent(libc::SYS_clone3),
        #[cfg(target_os = "linux")]
        "x32" => absent(0x4000_0000 | libc::SYS_getpid),
        // `file_getattr`, of Linux 6.17.
        #[cfg(target_os = "linux")]
        "new-call" => absent(468),
        _ => Err(io::Error::other("not known")),
    };
    match outcome {
        Ok(()) => "allowed".to_owned(),
        Err(error) => format!("refused: {error}"),
    }
}

#[cfg(unix)]
fn call(outcome: i32) -> io::Result<()> {
    if outcome < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

/// `ENOSYS` and nothing else means that the call does not exist here.
#[cfg(target_os = "linux")]
fn absent(number: i64) -> io::Result<()> {
    // SAFETY: null pointers and zeros are refused by any call that needs more.
    let outcome = unsafe { libc::syscall(number, 0, 0, 0, 0, 0, 0) };
    match io::Error::last_os_error() {
        error if outcome < 0 && error.raw_os_error() == Some(libc::ENOSYS) => Err(error),
        _ => Ok(()),
    }
}
