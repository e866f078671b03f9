//! A worker process seen from the host: frames in, frames out, and its end.
//!
//! Each pipe has a thread of its own, so that no plugin can block the host: not by leaving its input unread,
//! not by leaving its output open in a child.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use self::platform::Group;
use crate::frame::{self, Frame};
use crate::worker::WORKER_ARGUMENT;

/// An exit is noticed by the closed pipe; where a child of the plugin holds the pipe open, by asking this
/// often.
const LOOK_AFTER: Duration = Duration::from_millis(20);
/// How long to wait for the exit status after the pipe closed, and for the last words after the exit.
const FAREWELL: Duration = Duration::from_millis(20);
/// Lines of stderr that are kept, and bytes of each.
const LAST_LINES: usize = 20;
const LINE_BYTES: u64 = 400;

/// Why no reply came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The process ended; how.
    Died(String),
    /// The deadline passed.
    Late,
    /// What came was no frame.
    Broken(String),
}

/// A running worker. Dropping it kills it, and does not wait for its end.
pub(crate) struct Process {
    id: u32,
    /// `None` once another thread waits for its end.
    child: Option<Child>,
    /// It, and whatever it started.
    group: Group,
    /// Set once the process was waited for: from then on its number may be another's.
    status: Option<ExitStatus>,
    to_writer: Sender<Vec<u8>>,
    frames: Receiver<io::Result<Frame>>,
    words: Arc<LastWords>,
}

impl Process {
    /// `memory`: bytes that it may have, where the host sets this limit and not the worker itself.
    pub(crate) fn start(exe: &Path, memory: u64) -> io::Result<Self> {
        let mut command = Command::new(exe);
        command
            .arg(WORKER_ARGUMENT)
            .env_clear()
            .current_dir(if cfg!(windows) { "C:\\" } else { "/" })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        platform::prepare(&mut command);
        let mut child = command.spawn()?;
        let group = Group::of(&child, memory);
        let (to_writer, from_host) = mpsc::channel::<Vec<u8>>();
        // What nobody asked for must not pile up here: the worker waits until it is looked at.
        let (to_host, frames) = mpsc::sync_channel(1);
        let words = Arc::new(LastWords::default());
        if let Some(pipe) = child.stdin.take() {
            std::thread::spawn(move || write_all(pipe, &from_host));
        }
        if let Some(pipe) = child.stdout.take() {
            std::thread::spawn(move || read_all(pipe, &to_host));
        }
        if let Some(pipe) = child.stderr.take() {
            let words = Arc::clone(&words);
            std::thread::spawn(move || words.listen(pipe));
        }
        Ok(Self {
            id: child.id(),
            child: Some(child),
            group,
            status: None,
            to_writer,
            frames,
            words,
        })
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// Sends bytes made by [`frame::encode`]. A worker that is gone is noticed by [`receive`](Self::receive).
    pub(crate) fn send(&self, bytes: Vec<u8>) {
        let _ = self.to_writer.send(bytes);
    }

    /// The next frame, at the latest at `deadline`.
    pub(crate) fn receive(&mut self, deadline: Instant) -> Result<Frame, End> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.frames.recv_timeout(left.min(LOOK_AFTER)) {
                Ok(Ok(frame)) => return Ok(frame),
                Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => {
                    return Err(End::Broken(error.to_string()));
                }
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                    return Err(End::Died(self.how_it_ended()));
                }
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(status) = self.exit_status() {
                        return Err(End::Died(describe(status)));
                    }
                    if Instant::now() >= deadline {
                        return Err(End::Late);
                    }
                }
            }
        }
    }

    /// Kills the process and returns what it wrote to stderr last.
    pub(crate) fn finish(mut self) -> Vec<String> {
        self.kill();
        self.words.collect()
    }

    fn how_it_ended(&mut self) -> String {
        let until = Instant::now() + FAREWELL;
        loop {
            match self.exit_status() {
                Some(status) => return describe(status),
                None if Instant::now() < until => std::thread::sleep(Duration::from_micros(200)),
                None => return "closed its output".to_owned(),
            }
        }
    }

    /// How the process ended, if it has. Children that it left behind are ended before its number is given back.
    fn exit_status(&mut self) -> Option<ExitStatus> {
        if self.status.is_none()
            && let Some(child) = &mut self.child
            && platform::has_exited(child)
        {
            self.group.kill();
            self.status = child.wait().ok();
        }
        self.status
    }

    /// A process that holds much memory takes its time to give it back. The user is told meanwhile.
    fn kill(&mut self) {
        if self.exit_status().is_none()
            && let Some(mut child) = self.child.take()
        {
            self.group.kill();
            let _ = child.kill();
            // Without a thread to be had, it stays a zombie until the host ends.
            let _ = std::thread::Builder::new().spawn(move || child.wait());
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

fn write_all(mut pipe: ChildStdin, from_host: &Receiver<Vec<u8>>) {
    while let Ok(bytes) = from_host.recv() {
        if pipe.write_all(&bytes).is_err() {
            return;
        }
    }
}

fn read_all(pipe: impl Read, to_host: &SyncSender<io::Result<Frame>>) {
    let mut pipe = BufReader::with_capacity(64 << 10, pipe);
    loop {
        let message = match frame::read(&mut pipe) {
            Ok(Some(frame)) => Ok(frame),
            Ok(None) => return,
            Err(error) => Err(error),
        };
        let over = message.is_err();
        if to_host.send(message).is_err() || over {
            return;
        }
    }
}

/// The last lines of a worker's stderr.
#[derive(Default)]
struct LastWords {
    lines: Mutex<(VecDeque<String>, bool)>,
    closed: Condvar,
}

impl LastWords {
    fn listen(&self, pipe: impl Read) {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while let Ok(1..) = pipe.by_ref().take(LINE_BYTES).read_until(b'\n', &mut line) {
            // The words of a plugin must not move the cursor of the terminal they are shown on.
            let text = String::from_utf8_lossy(&line)
                .trim_end()
                .replace(char::is_control, "\u{fffd}");
            line.clear();
            let mut kept = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.0.len() == LAST_LINES {
                kept.0.pop_front();
            }
            kept.0.push_back(text);
        }
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.closed.notify_all();
    }

    fn collect(&self) -> Vec<String> {
        let kept = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut kept, _) = self
            .closed
            .wait_timeout_while(kept, FAREWELL, |kept| !kept.1)
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut kept.0).into()
    }
}

fn describe(status: ExitStatus) -> String {
    if let Some(violent) = platform::violent_end(status) {
        return violent;
    }
    match status.code() {
        Some(code) => format!("ended by itself with exit code {code}"),
        None => "ended".to_owned(),
    }
}

#[cfg(unix)]
mod platform {
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Child, Command, ExitStatus};

    use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

    /// A group of its own: Ctrl-C reaches the host only, and the whole group can be killed.
    pub(super) fn prepare(command: &mut Command) {
        command.process_group(0);
    }

    pub(super) struct Group(Option<Pid>);

    impl Group {
        /// Limits of memory are set by the worker itself.
        pub(super) fn of(child: &Child, _: u64) -> Self {
            Self(id(child))
        }

        pub(super) fn kill(&self) {
            if let Some(group) = self.0 {
                let _ = kill_process_group(group, Signal::KILL);
            }
        }
    }

    /// Looks without waiting for it, so that its number stays its own.
    pub(super) fn has_exited(child: &mut Child) -> bool {
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        id(child).is_some_and(|id| matches!(waitid(WaitId::Pid(id), look), Ok(Some(_))))
    }

    fn id(child: &Child) -> Option<Pid> {
        i32::try_from(child.id()).ok().and_then(Pid::from_raw)
    }

    pub(super) fn violent_end(status: ExitStatus) -> Option<String> {
        let signal = status.signal()?;
        Some(match signal_name(signal) {
            Some(name) => format!("was ended by signal {signal} ({name})"),
            None => format!("was ended by signal {signal}"),
        })
    }

    fn signal_name(signal: i32) -> Option<&'static str> {
        Some(match signal {
            4 => "illegal instruction",
            6 => "abort",
            7 => "bus error",
            8 => "arithmetic error",
            9 => "kill",
            11 => "segmentation fault",
            24 => "processor time used up",
            25 => "file too large",
            31 => "forbidden system call",
            _ => return None,
        })
    }
}

#[cfg(windows)]
mod platform {
    use std::os::windows::io::AsRawHandle;
    use std::os::windows::process::CommandExt;
    use std::process::{Child, Command, ExitStatus};

    use windows_sys::Win32::Foundation::{HANDLE_FLAG_INHERIT, SetHandleInformation};
    use windows_sys::Win32::System::Threading::DETACHED_PROCESS;

    use crate::job::Job;

    pub(super) fn prepare(command: &mut Command) {
        // Without it, system DLLs are not found.
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        // Without a console: no window, no Ctrl-C, and no process beside it that serves the console.
        command.creation_flags(DETACHED_PROCESS);
        keep_own_handles();
    }

    /// A worker inherits every handle that can be inherited, and whoever started the host made its own ones so: they may be
    /// the file that an answer is written to, or a pipe whose reader waits for its end.
    fn keep_own_handles() {
        for handle in [
            std::io::stdin().as_raw_handle(),
            std::io::stdout().as_raw_handle(),
            std::io::stderr().as_raw_handle(),
        ] {
            // SAFETY: the handle is only named. Where there is none, nothing happens.
            unsafe { SetHandleInformation(handle, HANDLE_FLAG_INHERIT, 0) };
        }
    }

    /// Without a job, which an old Windows may refuse, the process is ended by itself; the worker says that it lacks one.
    pub(super) struct Group(Option<Job>);

    impl Group {
        pub(super) fn of(child: &Child, memory: u64) -> Self {
            Self(Job::hold(child, memory).ok())
        }

        pub(super) fn kill(&self) {
            if let Some(job) = &self.0 {
                job.end();
            }
        }
    }

    pub(super) fn has_exited(child: &mut Child) -> bool {
        matches!(child.try_wait(), Ok(Some(_)))
    }

    /// Of a process that is ended by an exception, its number is the exit code.
    pub(super) fn violent_end(status: ExitStatus) -> Option<String> {
        let code = status.code()?.cast_unsigned();
        // Errors of the system, which no program ends with by itself.
        if code >> 28 != 0xC {
            return None;
        }
        Some(match exception_name(code) {
            Some(name) => format!("was ended by exception 0x{code:08X} ({name})"),
            None => format!("was ended by exception 0x{code:08X}"),
        })
    }

    fn exception_name(code: u32) -> Option<&'static str> {
        Some(match code {
            0xC000_0005 => "access violation",
            0xC000_0017 => "no memory",
            0xC000_001D => "illegal instruction",
            0xC000_0094 => "division by zero",
            0xC000_00FD => "stack overflow",
            0xC000_0374 => "heap corruption",
            0xC000_0409 => "abort",
            _ => return None,
        })
    }
}
