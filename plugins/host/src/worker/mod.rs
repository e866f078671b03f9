//! The worker: the same program, started again, that loads plugins and answers the host's frames.
//!
//! It trusts the host and nothing it loads. When a plugin ends the process, in whatever way, the host notices
//! and goes on; so nothing here tries to survive.

mod files;
mod library;
mod lockdown;
mod stdio;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde::Serialize;

use self::files::PluginFile;
use self::library::Plugin;
use crate::frame::{self, Frame, Kind};
use crate::protocol::{
    BatchHead, CallError, LoadOrder, Loaded, OpenOrder, Order, Welcome, split_number, split_table,
};

/// First argument of a worker.
pub const WORKER_ARGUMENT: &str = "__worker";

/// Whether this process was started as a worker. If so, hand over to [`worker_main`] before anything else.
pub fn is_worker() -> bool {
    std::env::args_os()
        .nth(1)
        .is_some_and(|argument| argument == WORKER_ARGUMENT)
}

/// The worker's `main`. It must run first: the sandbox covers only threads started after it, and nothing
/// may have opened a file or printed before.
pub fn worker_main() -> ExitCode {
    match serve() {
        Ok(()) => leave(0),
        Err(error) => {
            eprintln!("headstamp worker: {error}");
            leave(70)
        }
    }
}

/// Ends the process without running the destructors that plugins may have registered.
fn leave(code: i32) -> ExitCode {
    #[cfg(unix)]
    // SAFETY: `_exit` has no precondition.
    unsafe {
        libc::_exit(code)
    }
    #[cfg(windows)]
    {
        use windows_sys::Win32::System::Threading::{GetCurrentProcess, TerminateProcess};
        // SAFETY: no precondition.
        unsafe { TerminateProcess(GetCurrentProcess(), code.cast_unsigned()) };
    }
    #[cfg(not(unix))]
    std::process::exit(code)
}

fn serve() -> io::Result<()> {
    let pipes = stdio::take_over()?;
    let mut input = BufReader::new(pipes.input);
    let mut worker = Worker {
        output: pipes.output,
        seats: Vec::new(),
        tables: BTreeMap::new(),
    };
    let Some(hello) = frame::read(&mut input)? else {
        return Ok(());
    };
    let order: Order = parse(&hello)?;
    let files = order.seats.iter().map(PluginFile::prepare).collect::<Vec<_>>();
    let descriptors = files
        .iter()
        .map(PluginFile::descriptors)
        .fold(pipes.descriptors, u64::max);
    let largest_file = files.iter().map(PluginFile::size).max().unwrap_or(0);
    let sandbox = lockdown::apply(&order, descriptors, largest_file);
    worker.seats = files
        .into_iter()
        .map(|file| Seat { file, plugin: None })
        .collect();
    worker.reply(Kind::Hello, hello.sequence, &Welcome { sandbox })?;
    while let Some(frame) = frame::read(&mut input)? {
        worker.answer(frame)?;
    }
    Ok(())
}

/// One plugin of this worker, before and after it is loaded.
struct Seat {
    file: PluginFile,
    plugin: Option<Plugin>,
}

struct Worker {
    output: File,
    seats: Vec<Seat>,
    tables: BTreeMap<String, Vec<u8>>,
}

impl Worker {
    fn answer(&mut self, frame: Frame) -> io::Result<()> {
        let sequence = frame.sequence;
        match frame.kind {
            Kind::Load => match self.load(parse(&frame)?) {
                Ok(loaded) => self.reply(Kind::Load, sequence, &loaded),
                Err(error) => self.reply(Kind::Error, sequence, &error),
            },
            Kind::Table => {
                let (name, json) = split_table(&frame.payload).ok_or_else(|| misplaced("a broken table"))?;
                self.tables.insert(name.to_owned(), json.to_vec());
                Ok(())
            }
            Kind::Open => match self.open(&parse(&frame)?) {
                Ok(()) => self.reply(Kind::Open, sequence, &()),
                Err(error) => self.reply(Kind::Error, sequence, &error),
            },
            Kind::Batch => match self.batch(&frame.payload) {
                Ok(answer) => self.send(Kind::Batch, sequence, &answer),
                Err(error) => self.reply(Kind::Error, sequence, &error),
            },
            Kind::Configure => match self.configure(&frame.payload) {
                Ok(()) => self.reply(Kind::Configure, sequence, &()),
                Err(error) => self.reply(Kind::Error, sequence, &error),
            },
            Kind::Hello | Kind::Error => Err(misplaced("a greeting in the middle of the conversation")),
        }
    }

    fn load(&mut self, order: LoadOrder) -> Result<Loaded, crate::protocol::LoadError> {
        use crate::protocol::LoadError::Unreadable;
        let seat = self
            .seats
            .get_mut(order.seat)
            .ok_or_else(|| Unreadable("there is no such seat".to_owned()))?;
        if seat.plugin.is_some() {
            return Err(Unreadable("it was loaded before".to_owned()));
        }
        let plugin = Plugin::load(&seat.file.check(order.sha256.as_deref())?)?;
        let manifest = plugin.manifest()?;
        seat.plugin = Some(plugin);
        Ok(Loaded { manifest })
    }

    fn open(&mut self, order: &OpenOrder) -> Result<(), CallError> {
        let mut config = br#"{"v":1,"data":{"#.to_vec();
        for (number, name) in order.tables.iter().enumerate() {
            let table = self
                .tables
                .get(name)
                .ok_or_else(|| CallError::Misplaced(format!("table `{name}` was not sent")))?;
            if number > 0 {
                config.push(b',');
            }
            config.extend_from_slice(serde_json::Value::from(name.as_str()).to_string().as_bytes());
            config.push(b':');
            config.extend_from_slice(table);
        }
        config.extend_from_slice(b"}}");
        self.plugin(order.seat)?.open(&config)
    }

    fn batch(&mut self, payload: &[u8]) -> Result<Vec<u8>, CallError> {
        let (head, request) = BatchHead::decode(payload)
            .ok_or_else(|| CallError::Misplaced("a batch without head".to_owned()))?;
        let until = Instant::now() + Duration::from_millis(head.budget_ms.into());
        self.plugin(head.seat as usize)?
            .identify(request, until, head.answer_bytes as usize)
    }

    fn configure(&mut self, payload: &[u8]) -> Result<(), CallError> {
        let (seat, config) = split_number(payload)
            .ok_or_else(|| CallError::Misplaced("a configuration without seat".to_owned()))?;
        self.plugin(seat as usize)?.open(config)
    }

    fn plugin(&mut self, seat: usize) -> Result<&mut Plugin, CallError> {
        self.seats
            .get_mut(seat)
            .and_then(|seat| seat.plugin.as_mut())
            .ok_or_else(|| CallError::Misplaced(format!("seat {seat} is not loaded")))
    }

    fn reply(&mut self, kind: Kind, sequence: u32, content: &impl Serialize) -> io::Result<()> {
        let payload = serde_json::to_vec(content)?;
        self.send(kind, sequence, &payload)
    }

    fn send(&mut self, kind: Kind, sequence: u32, payload: &[u8]) -> io::Result<()> {
        let mut bytes = Vec::new();
        frame::encode(&mut bytes, kind, sequence, &[payload])?;
        self.output.write_all(&bytes)
    }
}

fn parse<'a, T: serde::Deserialize<'a>>(frame: &'a Frame) -> io::Result<T> {
    Ok(serde_json::from_slice(&frame.payload)?)
}

fn misplaced(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{what} came from the host"))
}
