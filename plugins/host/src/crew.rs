//! One worker process with the plugins it serves: started, loaded and opened when needed.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use headstamp_plugin_api::abi;
use headstamp_plugin_api::wire::Manifest;
use serde::de::DeserializeOwned;

use crate::context::Context;
use crate::discovery::PluginFile;
use crate::fault::Fault;
use crate::frame::{self, Frame, Kind};
use crate::process::{End, Process};
use crate::protocol::{
    BatchHead, CallError, LoadError, LoadOrder, Loaded, OpenOrder, Order, SeatOrder, Welcome,
};
use crate::refusal::Refusal;
use crate::sandbox::Sandbox;
use crate::watch::{Over, Reply, Step};
use crate::worker::is_worker;

/// One worker and its plugins, by seat.
pub(crate) struct Crew {
    context: Arc<Context>,
    files: Vec<PluginFile>,
    running: Option<Running>,
    /// In force in the worker that runs, or in the last that ran.
    sandbox: Option<Sandbox>,
    /// What was last waited for, and how long.
    waited: Waited,
    /// What an attempt that failed took of the deadline for this kind of reply: the next has the rest.
    spent: Option<Waited>,
}

pub(crate) type Waited = (Kind, Duration);

struct Running {
    process: Process,
    sequence: u32,
    seats: Vec<SeatState>,
    tables: BTreeSet<String>,
    /// Seats whose loading was asked for and not yet waited for, with the sequence of the request.
    loading: VecDeque<(usize, u32)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum SeatState {
    Waiting,
    Loaded,
    Open,
}

impl Crew {
    pub(crate) fn new(context: Arc<Context>, files: Vec<PluginFile>) -> Self {
        Self {
            context,
            files,
            running: None,
            sandbox: None,
            waited: (Kind::Hello, Duration::ZERO),
            spent: None,
        }
    }

    /// What the attempt that just failed waited for, and how long.
    pub(crate) fn waited(&self) -> Waited {
        self.waited
    }

    /// What comes next is another attempt at what failed: both together have one deadline.
    pub(crate) fn try_again(&mut self, failed: Waited) {
        self.spent = Some(failed);
    }

    /// A crew for each of the plugins. What they said so far, they said in the sandbox of this one.
    pub(crate) fn split(&self) -> Vec<Self> {
        let own = |file: &PluginFile| Self {
            sandbox: self.sandbox.clone(),
            ..Self::new(Arc::clone(&self.context), vec![file.clone()])
        };
        self.files.iter().map(own).collect()
    }

    /// The sandbox in force, once a worker was started.
    pub(crate) fn sandbox(&self) -> Option<&Sandbox> {
        self.sandbox.as_ref()
    }

    /// Ends the worker; returns what it wrote last. The next request starts another.
    pub(crate) fn stop(&mut self) -> Vec<String> {
        let Some(running) = self.running.take() else {
            return Vec::new();
        };
        let process = running.process.id();
        let last_words = running.process.finish();
        self.tell(Step::Killed { process });
        last_words
    }

    /// Starts the worker, so that it need not be waited for later.
    pub(crate) fn warm(&mut self) -> Result<(), Fault> {
        let started = self.start(&[]);
        // Nothing is loaded ahead: who is loaded later has a deadline of its own.
        self.spent = None;
        started
    }

    /// Loads a plugin, starting the worker if need be, and returns its manifest.
    ///
    /// The first call for a worker also asks for `ahead`, in this order; the worker loads them while the host
    /// looks at the first.
    pub(crate) fn load(&mut self, seat: usize, ahead: &[usize]) -> Result<Manifest, Fault> {
        self.start(ahead)?;
        let within = self.context.config.deadlines.handshake;
        let next = self
            .running
            .as_mut()
            .and_then(|running| running.loading.pop_front());
        let loaded: Result<Loaded, LoadError> = match next {
            Some((asked, sequence)) if asked == seat => {
                let within = self.left(Kind::Load, within);
                let frame = self.receive(Kind::Load, sequence, within)?;
                parse_reply(&frame)?
            }
            Some(_) => return Err(Fault::Breach("plugins were loaded out of order".to_owned())),
            None => {
                let order = self.load_order(seat)?;
                self.exchange(Kind::Load, &[&order], within)?
            }
        };
        let file = self.file(seat)?;
        let loaded = loaded.map_err(|error| {
            if let (LoadError::Hash { found }, None) = (&error, file.locked()) {
                let refusal = Refusal::built_anew(&file.path, &file.id, found);
                return Fault::Refused(Box::new(refusal));
            }
            let (locked, on) = file.locked().map_or(("", ""), |entry| {
                (entry.sha256.as_str(), entry.trusted_on.as_str())
            });
            Fault::Refused(Box::new(Refusal::load(&file.path, &file.id, &error, locked, on)))
        })?;
        let refuse = |refusal| Fault::Refused(Box::new(refusal));
        let manifest = headstamp_plugin_api::check_manifest(&loaded.manifest)
            .map_err(|error| refuse(Refusal::manifest(&file.path, &file.id, &error)))?;
        if manifest.id != file.id {
            return Err(refuse(Refusal::other_id(&file.path, &file.id, &manifest.id)));
        }
        self.mark(seat, SeatState::Loaded);
        Ok(manifest)
    }

    /// Asks a plugin, loading and opening it if need be. `request` is the JSON, in parts.
    pub(crate) fn ask(
        &mut self,
        seat: usize,
        manifest: &Manifest,
        request: &[&[u8]],
        items: usize,
    ) -> Result<Vec<u8>, Fault> {
        if self.state(seat) == SeatState::Waiting {
            let now = self.load(seat, &[])?;
            if now != *manifest {
                return Err(Fault::Unusable(
                    "its manifest is not the one that was locked or seen before; of a plugin of this release \
                     plugins/bundled.json has it, which HEADSTAMP_BLESS=1 cargo test -p headstamp --test e2e bundled \
                     writes anew"
                        .to_owned(),
                ));
            }
        }
        if self.state(seat) == SeatState::Loaded {
            self.open(seat, manifest)?;
        }
        let within = self.context.config.deadlines.for_batch(items);
        self.batch(seat, request, within, self.context.config.limits.answer_bytes)?
            .map_err(|error| self.fault(error))
    }

    /// Sends bytes as a batch to a plugin that is open.
    pub(crate) fn batch(
        &mut self,
        seat: usize,
        request: &[&[u8]],
        within: Duration,
        answer_bytes: usize,
    ) -> Result<Result<Vec<u8>, CallError>, Fault> {
        let within = self.left(Kind::Batch, within);
        let head = BatchHead {
            seat: u32::try_from(seat).unwrap_or(u32::MAX),
            budget_ms: u32::try_from(within.as_millis()).unwrap_or(u32::MAX),
            answer_bytes: u32::try_from(answer_bytes).unwrap_or(u32::MAX),
        }
        .encode();
        let mut parts = Vec::with_capacity(request.len() + 1);
        parts.push(head.as_slice());
        parts.extend_from_slice(request);
        if self.context.config.watch.is_some()
            && let Some(running) = &self.running
        {
            let process = running.process.id();
            let plugin = self.file(seat)?.id.clone();
            self.tell(Step::Asks { process, plugin });
        }
        let sequence = self.send(Kind::Batch, &parts)?;
        let frame = self.receive(Kind::Batch, sequence, within)?;
        match frame.kind {
            Kind::Error => serde_json::from_slice(&frame.payload)
                .map(Err)
                .map_err(|_| unreadable_reply()),
            _ => Ok(Ok(frame.payload)),
        }
    }

    /// Loads a plugin unless it is loaded, started again after it died.
    pub(crate) fn load_again(&mut self, seat: usize) -> Result<(), Fault> {
        if self.state(seat) == SeatState::Waiting {
            self.load(seat, &[]).map(|_| ())
        } else {
            Ok(())
        }
    }

    /// Opens a plugin that is loaded, with any bytes as configuration.
    pub(crate) fn configure(&mut self, seat: usize, config: &[u8]) -> Result<Result<(), CallError>, Fault> {
        let number = u32::try_from(seat).unwrap_or(u32::MAX).to_le_bytes();
        let opened = self.exchange(
            Kind::Configure,
            &[&number, config],
            self.context.config.deadlines.handshake,
        )?;
        self.mark(
            seat,
            if opened.is_ok() {
                SeatState::Open
            } else {
                SeatState::Loaded
            },
        );
        Ok(opened)
    }

    fn start(&mut self, ahead: &[usize]) -> Result<(), Fault> {
        if self.running.is_some() {
            return Ok(());
        }
        // A program that starts a host before it looks whether it is a worker would start itself for ever.
        if is_worker() {
            return Err(Fault::Unusable(
                "this program must call `worker_main` when it is started as a worker".to_owned(),
            ));
        }
        let config = &self.context.config;
        let start = || {
            let process = Process::start(&config.worker_exe, config.limits.memory_bytes)?;
            self.tell(Step::Started {
                process: process.id(),
            });
            Ok(process)
        };
        let process = self.context.starting.begin(start).map_err(|error| {
            Fault::Unusable(format!(
                "its process could not be started ({}): {error}",
                config.worker_exe.display()
            ))
        })?;
        let order = Order {
            seats: self.files.iter().map(seat_order).collect(),
            memory_bytes: config.limits.memory_bytes,
        };
        let order = serde_json::to_vec(&order)
            .map_err(|error| Fault::Unusable(format!("its path cannot be handed over: {error}")))?;
        self.running = Some(Running {
            process,
            sequence: 0,
            seats: vec![SeatState::Waiting; self.files.len()],
            tables: BTreeSet::new(),
            loading: VecDeque::new(),
        });
        let within = config.deadlines.handshake;
        let needed = config.require_sandbox;
        let hello = self.send(Kind::Hello, &[&order])?;
        // Nothing may be loaded before it is known that the sandbox is enough.
        if needed.is_none() {
            self.load_ahead(ahead)?;
        }
        let within = self.left(Kind::Hello, within);
        let frame = self.receive(Kind::Hello, hello, within)?;
        let welcome: Result<Welcome, CallError> = parse_reply(&frame)?;
        let welcome = welcome
            .map_err(|_| Fault::Breach("its process answered the greeting with an error".to_owned()))?;
        if let Some(needed) = needed {
            if welcome.sandbox.level < needed {
                self.stop();
                let id = self
                    .files
                    .iter()
                    .map(|file| file.id.as_str())
                    .collect::<Vec<_>>()
                    .join("\", \"");
                return Err(Fault::Refused(Box::new(Refusal::sandbox(
                    &id,
                    &welcome.sandbox,
                    needed,
                ))));
            }
            self.load_ahead(ahead)?;
        }
        self.sandbox = Some(welcome.sandbox);
        Ok(())
    }

    fn load_order(&self, seat: usize) -> Result<Vec<u8>, Fault> {
        let file = self.file(seat)?;
        let sha256 = match file.locked() {
            Some(_) => None,
            None => self
                .context
                .hashes
                .expected(&file.path, self.context.config.hash_ahead),
        };
        serde_json::to_vec(&LoadOrder { seat, sha256 }).map_err(|error| Fault::Unusable(error.to_string()))
    }

    fn load_ahead(&mut self, seats: &[usize]) -> Result<(), Fault> {
        for seat in seats {
            let order = self.load_order(*seat)?;
            let sequence = self.send(Kind::Load, &[&order])?;
            if let Some(running) = &mut self.running {
                running.loading.push_back((*seat, sequence));
            }
        }
        Ok(())
    }

    fn open(&mut self, seat: usize, manifest: &Manifest) -> Result<(), Fault> {
        let context = Arc::clone(&self.context);
        let mut tables = Vec::new();
        for name in &manifest.needs_data {
            // A table that this host does not have is left out: the plugin knows best whether it can do
            // without.
            let Some(json) = context.tables.get(name) else {
                continue;
            };
            tables.push(name.clone());
            if self
                .running
                .as_mut()
                .is_some_and(|running| running.tables.insert(name.clone()))
            {
                self.send(Kind::Table, &[name.as_bytes(), &[0], json.as_bytes()])
                    .map_err(|error| Fault::Unusable(format!("table `{name}`: {error}")))?;
            }
        }
        let order = serde_json::to_vec(&OpenOrder { seat, tables })
            .map_err(|error| Fault::Unusable(error.to_string()))?;
        let opened: Result<(), CallError> =
            self.exchange(Kind::Open, &[&order], self.context.config.deadlines.handshake)?;
        opened.map_err(|error| {
            Fault::Unusable(match error {
                CallError::Code { message, .. } if !message.is_empty() => {
                    format!("it could not be opened: {message}")
                }
                error => format!("it could not be opened: {error:?}"),
            })
        })?;
        self.mark(seat, SeatState::Open);
        Ok(())
    }

    /// One request whose reply, or error, is JSON.
    fn exchange<T: DeserializeOwned, E: DeserializeOwned>(
        &mut self,
        kind: Kind,
        parts: &[&[u8]],
        within: Duration,
    ) -> Result<Result<T, E>, Fault> {
        let within = self.left(kind, within);
        let sequence = self.send(kind, parts)?;
        let frame = self.receive(kind, sequence, within)?;
        parse_reply(&frame)
    }

    fn send(&mut self, kind: Kind, parts: &[&[u8]]) -> Result<u32, Fault> {
        let running = self
            .running
            .as_mut()
            .ok_or_else(|| Fault::Died("was not started".to_owned()))?;
        running.sequence = running.sequence.wrapping_add(1);
        let mut bytes = Vec::new();
        frame::encode(&mut bytes, kind, running.sequence, parts)
            .map_err(|error| Fault::Answer(error.to_string()))?;
        running.process.send(bytes);
        Ok(running.sequence)
    }

    /// What an earlier attempt left of a deadline. A worker that is greeted loads ahead, and may die of that before it
    /// replies: greeting and loading are one.
    fn left(&self, kind: Kind, within: Duration) -> Duration {
        let spent = self.spent.filter(|(failed, _)| stage(*failed) == stage(kind));
        within.saturating_sub(spent.map_or(Duration::ZERO, |(_, spent)| spent))
    }

    fn receive(&mut self, kind: Kind, sequence: u32, within: Duration) -> Result<Frame, Fault> {
        let start = Instant::now();
        let running = self
            .running
            .as_mut()
            .ok_or_else(|| Fault::Died("was not started".to_owned()))?;
        let (process, watch) = (running.process.id(), self.context.config.watch.as_ref());
        if let Some(watch) = watch {
            let reply = match kind {
                Kind::Load => Reply::Loaded,
                Kind::Open | Kind::Configure => Reply::Opened,
                Kind::Batch => Reply::Answer,
                Kind::Hello | Kind::Table | Kind::Error => Reply::Hello,
            };
            watch.tell(&Step::Waits {
                process,
                reply,
                within,
            });
        }
        let received = running.process.receive(start + within);
        let after = start.elapsed();
        self.waited = (kind, after);
        let passed =
            kind != Kind::Hello && self.spent.is_some_and(|(failed, _)| stage(failed) == stage(kind));
        if received.is_err() || passed {
            self.spent = None;
        }
        let is_reply =
            |frame: &Frame| frame.sequence == sequence && [kind, Kind::Error].contains(&frame.kind);
        if let Some(watch) = watch {
            let over = match &received {
                Ok(frame) if !is_reply(frame) => Over::Broken,
                Ok(_) => Over::Replied,
                Err(End::Died(_)) => Over::Died,
                Err(End::Late) => Over::Late,
                Err(End::Broken(_)) => Over::Broken,
            };
            watch.tell(&Step::Waited { process, over, after });
        }
        let frame = received.map_err(|end| match end {
            End::Died(how) => Fault::Died(how),
            End::Late => Fault::Late(within),
            End::Broken(what) => Fault::Breach(format!("its process broke the conversation: {what}")),
        })?;
        if !is_reply(&frame) {
            return Err(Fault::Breach(
                "its process gave a reply that was not asked for".to_owned(),
            ));
        }
        Ok(frame)
    }

    fn fault(&self, error: CallError) -> Fault {
        match error {
            CallError::Code { code, message } => {
                let known = match code {
                    abi::BAD_REQUEST => "it could not read the request",
                    abi::INTERNAL => "it failed",
                    abi::CANCELLED => "it stopped before the end",
                    abi::UNSUPPORTED => "it does not answer this kind of request",
                    _ => return Fault::Unusable(format!("it returned {code}, which has no meaning")),
                };
                Fault::Answer(if message.is_empty() {
                    known.to_owned()
                } else {
                    format!("{known}: {message}")
                })
            }
            CallError::TooMuch => Fault::Answer(format!(
                "its answer is over {} bytes",
                self.context.config.limits.answer_bytes
            )),
            CallError::Misplaced(what) => Fault::Breach(what),
        }
    }

    fn tell(&self, step: Step) {
        if let Some(watch) = &self.context.config.watch {
            watch.tell(&step);
        }
    }

    fn file(&self, seat: usize) -> Result<&PluginFile, Fault> {
        self.files
            .get(seat)
            .ok_or_else(|| Fault::Unusable(format!("there is no seat {seat}")))
    }

    fn state(&self, seat: usize) -> SeatState {
        self.running
            .as_ref()
            .and_then(|running| running.seats.get(seat).copied())
            .unwrap_or(SeatState::Waiting)
    }

    fn mark(&mut self, seat: usize, state: SeatState) {
        if let Some(place) = self
            .running
            .as_mut()
            .and_then(|running| running.seats.get_mut(seat))
        {
            *place = state;
        }
    }
}

/// What has one deadline over two attempts.
fn stage(kind: Kind) -> u8 {
    match kind {
        Kind::Hello | Kind::Load | Kind::Table | Kind::Error => 0,
        Kind::Open | Kind::Configure => 1,
        Kind::Batch => 2,
    }
}

/// The reply or the error, whichever came.
fn parse_reply<T: DeserializeOwned, E: DeserializeOwned>(frame: &Frame) -> Result<Result<T, E>, Fault> {
    let parsed = match frame.kind {
        Kind::Error => serde_json::from_slice(&frame.payload).map(Err),
        _ => serde_json::from_slice(&frame.payload).map(Ok),
    };
    parsed.map_err(|_| unreadable_reply())
}

fn unreadable_reply() -> Fault {
    Fault::Breach("its process sent a reply that cannot be read".to_owned())
}

fn seat_order(file: &PluginFile) -> SeatOrder {
    SeatOrder {
        id: file.id.clone(),
        path: file.path.clone(),
        sha256: file.locked_sha256().map(str::to_owned),
        reads: file.locked().map(|entry| entry.reads.clone()).unwrap_or_default(),
    }
}
