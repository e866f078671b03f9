//! A thread that serves a group of plugins: one worker for all of them, or, after it died, one for each.
//!
//! It is the thread that starts the workers, and it lives as long as the host: on Linux a worker is ended when the
//! *thread* that started it ends (`PR_SET_PDEATHSIG`).

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use headstamp_plugin_api::wire::{Clue, Lead, Manifest};

use crate::answer;
use crate::batch::Batch;
use crate::crew::{Context, Crew, Fault};
use crate::discovery::PluginFile;
use crate::lock::sha256_of;
use crate::refusal::Refusal;
use crate::status::{Failure, PluginStatus};

/// What a lane found out about the items of a batch, by place.
#[derive(Default)]
pub(crate) struct LaneAnswers {
    pub(crate) said: Vec<PluginAnswer>,
    pub(crate) failed: Vec<(usize, Arc<str>)>,
}

/// What one plugin said of one item.
pub(crate) struct PluginAnswer {
    pub(crate) place: usize,
    pub(crate) plugin: Arc<str>,
    pub(crate) clues: Vec<Clue>,
    pub(crate) leads: Vec<Lead>,
}

/// What a lane tells about its plugins.
#[derive(Default)]
pub(crate) struct Description {
    pub(crate) plugins: Vec<PluginStatus>,
    pub(crate) failures: Vec<Failure>,
    pub(crate) refused: Vec<Refusal>,
}

enum Task {
    Answer(Arc<Batch>, Sender<LaneAnswers>),
    Describe(Sender<Description>),
}

/// The host's end of a lane.
pub(crate) struct Lane {
    tasks: Sender<Task>,
    /// Who is served, should the thread itself fail.
    ids: Vec<Arc<str>>,
}

impl Lane {
    /// Starts the thread; it starts the worker at once and does not make the caller wait.
    pub(crate) fn start(context: Arc<Context>, files: Vec<PluginFile>) -> io::Result<Self> {
        let ids = files.iter().map(|file| Arc::from(file.id.as_str())).collect();
        let (tasks, inbox) = mpsc::channel();
        std::thread::Builder::new()
            .name("plugins".to_owned())
            .spawn(move || Group::new(context, files).serve(&inbox))?;
        Ok(Self { tasks, ids })
    }

    pub(crate) fn answer(&self, batch: &Arc<Batch>) -> Receiver<LaneAnswers> {
        let (reply, receiver) = mpsc::channel();
        let _ = self.tasks.send(Task::Answer(Arc::clone(batch), reply));
        receiver
    }

    pub(crate) fn describe(&self) -> Description {
        let (reply, receiver) = mpsc::channel();
        let _ = self.tasks.send(Task::Describe(reply));
        receiver.recv().unwrap_or_default()
    }

    pub(crate) fn ids(&self) -> &[Arc<str>] {
        &self.ids
    }
}

/// The plugins of a lane and their workers.
struct Group {
    context: Arc<Context>,
    members: Vec<Member>,
    crews: Vec<Crew>,
}

/// One plugin, over all the workers it has had.
struct Member {
    id: Arc<str>,
    file: PluginFile,
    crew: usize,
    seat: usize,
    manifest: Option<Manifest>,
    out: Option<Out>,
    failures: Vec<Failure>,
    failed_items: u64,
    restarts: u64,
    has_answered: bool,
    in_a_row: u32,
    in_all: u32,
}

/// Why a plugin is left out of the rest of the run.
enum Out {
    /// It may not be used. That is no failure: the user was told before anything was asked.
    Refused(Refusal),
    /// It failed; items go without its answer.
    Failed(String),
}

/// A worker with several plugins ended: all that it said in this pass is void.
struct SharedWorkerEnded;

/// What happened to batches in passes before: by member and first item.
type Tried = BTreeMap<(usize, usize), Fault>;

impl Group {
    fn new(context: Arc<Context>, files: Vec<PluginFile>) -> Self {
        let members = files.iter().enumerate().map(|(seat, file)| Member {
            id: Arc::from(file.id.as_str()),
            file: file.clone(),
            crew: 0,
            seat,
            manifest: file.locked().and_then(|entry| entry.manifest.clone()),
            out: None,
            failures: Vec::new(),
            failed_items: 0,
            restarts: 0,
            has_answered: false,
            in_a_row: 0,
            in_all: 0,
        });
        Self {
            members: members.collect(),
            crews: vec![Crew::new(Arc::clone(&context), files)],
            context,
        }
    }

    fn serve(mut self, inbox: &Receiver<Task>) {
        self.learn();
        while let Ok(task) = inbox.recv() {
            match task {
                Task::Answer(batch, reply) => {
                    let _ = reply.send(self.answer(&batch));
                }
                Task::Describe(reply) => {
                    let _ = reply.send(self.describe());
                }
            }
        }
    }

    /// Loads the plugins whose manifest is not known from the lock.
    fn learn(&mut self) {
        for number in 0..self.members.len() {
            let mut again = true;
            while let Some(member) = self.members.get(number)
                && member.manifest.is_none()
                && member.out.is_none()
            {
                let (crew, seat) = (member.crew, member.seat);
                let ahead = self.unknown_from(number);
                let Some(crew) = self.crews.get_mut(crew) else {
                    break;
                };
                match crew.load(seat, &ahead) {
                    Ok(manifest) => self.with(number, |member| member.manifest = Some(manifest)),
                    Err(fault) if fault.ends_worker() && self.is_shared(number) => self.split(),
                    Err(Fault::Died(_)) if std::mem::take(&mut again) => {
                        self.restart(number);
                    }
                    Err(fault) => {
                        let fault = match fault {
                            fault @ Fault::Refused(_) => fault,
                            fault => Fault::Unusable(format!("it could not be loaded: {fault}")),
                        };
                        self.leave_out(number, &fault);
                    }
                }
            }
        }
    }

    /// Seats, in the crew of this member, of it and those after it whose manifest is not known.
    fn unknown_from(&self, number: usize) -> Vec<usize> {
        let crew = self.members.get(number).map(|member| member.crew);
        let later = self
            .members
            .iter()
            .skip(number)
            .filter(|member| Some(member.crew) == crew);
        later
            .filter(|member| member.manifest.is_none() && member.out.is_none())
            .map(|member| member.seat)
            .collect()
    }

    /// Answers a batch; what a dying shared worker said is thrown away and asked again.
    fn answer(&mut self, batch: &Batch) -> LaneAnswers {
        let mut tried = Tried::new();
        loop {
            let mut answers = LaneAnswers::default();
            match self.pass(batch, &mut tried, &mut answers) {
                Ok(()) => return answers,
                Err(SharedWorkerEnded) => {
                    self.split();
                    self.learn();
                }
            }
        }
    }

    fn pass(
        &mut self,
        batch: &Batch,
        tried: &mut Tried,
        answers: &mut LaneAnswers,
    ) -> Result<(), SharedWorkerEnded> {
        for number in 0..self.members.len() {
            let Some(member) = self.members.get(number) else {
                continue;
            };
            if matches!(member.out, Some(Out::Refused(_))) {
                continue;
            }
            let places = match &member.manifest {
                Some(manifest) if !manifest.requests.contains(&batch.kind) => continue,
                Some(manifest) => batch.concerning(&manifest.handles),
                None => (0..batch.items.len()).collect(),
            };
            let limits = self.context.config.limits;
            for piece in batch.cut(&places, limits.batch_items, limits.batch_bytes) {
                self.settle(number, batch, piece, tried, answers)?;
            }
        }
        Ok(())
    }

    /// Gets an answer for these items, or finds out which of them the plugin cannot bear.
    ///
    /// A worker that dies gets a second chance with the same items. If it dies again, or hangs, or the answer is of no
    /// use, the items are asked again in halves, until those that are at fault are alone.
    fn settle(
        &mut self,
        number: usize,
        batch: &Batch,
        places: &[usize],
        tried: &mut Tried,
        answers: &mut LaneAnswers,
    ) -> Result<(), SharedWorkerEnded> {
        let mut chance = true;
        let mut open = vec![places];
        while let Some(places) = open.pop() {
            let (Some(member), Some(first)) = (self.members.get(number), places.first()) else {
                continue;
            };
            if let Some(out) = &member.out {
                if let Out::Failed(what) = out {
                    let what = what.clone();
                    self.give_up(number, batch, places, what, Vec::new(), answers);
                }
                continue;
            }
            let outcome = match tried.remove(&(number, *first)) {
                Some(late @ Fault::Late(_)) => Err(late),
                earlier => {
                    chance &= earlier.is_none();
                    self.ask(number, batch, places, answers)
                }
            };
            let Err(fault) = outcome else { continue };
            if fault.ends_worker() && self.is_shared(number) {
                tried.insert((number, *first), fault);
                return Err(SharedWorkerEnded);
            }
            let died = matches!(fault, Fault::Died(_));
            let words = if fault.ends_worker() {
                self.restart(number)
            } else {
                Vec::new()
            };
            if matches!(fault, Fault::Unusable(_) | Fault::Refused(_)) {
                self.leave_out(number, &fault);
                open.push(places);
            } else if died && std::mem::take(&mut chance) {
                open.push(places);
            } else if places.len() > 1 {
                let (left, right) = places.split_at(places.len() / 2);
                open.extend([right, left]);
            } else {
                self.give_up(number, batch, places, fault.to_string(), words, answers);
                self.count_failure(number);
            }
        }
        Ok(())
    }

    /// Asks once.
    fn ask(
        &mut self,
        number: usize,
        batch: &Batch,
        places: &[usize],
        answers: &mut LaneAnswers,
    ) -> Result<(), Fault> {
        let (Some(member), limits) = (self.members.get(number), self.context.config.limits) else {
            return Ok(());
        };
        let Some(crew) = self.crews.get_mut(member.crew) else {
            return Ok(());
        };
        let Some(manifest) = &member.manifest else {
            return Ok(());
        };
        let payload = crew.ask(member.seat, manifest, &batch.request(places), places.len())?;
        let asked = batch.items(places);
        let entries =
            answer::check(&payload, batch.kind, &asked, limits.item_bytes).map_err(Fault::Answer)?;
        let id = Arc::clone(&member.id);
        for (place, said) in entries {
            let place = place as usize;
            match said {
                Ok((clues, leads)) => {
                    answers.said.push(PluginAnswer { place, plugin: Arc::clone(&id), clues, leads });
                }
                Err(what) => self.give_up(number, batch, &[place], what, Vec::new(), answers),
            }
        }
        self.with(number, |member| {
            member.has_answered = true;
            member.in_a_row = 0;
        });
        Ok(())
    }

    /// Reports items as failed.
    fn give_up(
        &mut self,
        number: usize,
        batch: &Batch,
        places: &[usize],
        what: String,
        last_words: Vec<String>,
        answers: &mut LaneAnswers,
    ) {
        let Some(member) = self.members.get_mut(number) else {
            return;
        };
        answers
            .failed
            .extend(places.iter().map(|place| (*place, Arc::clone(&member.id))));
        let count = places.len() as u64;
        member.failed_items += count;
        if let Some(known) = member.failures.iter_mut().find(|known| known.what == what) {
            known.items += count;
            return;
        }
        let first = places.first().and_then(|place| batch.items.get(*place));
        member.failures.push(Failure {
            plugin: member.id.to_string(),
            what,
            items: count,
            first_marking: first.map(|first| first.item.marking.clone()).unwrap_or_default(),
            last_words,
        });
    }

    /// An item failed alone: after too many of them the plugin is left out.
    fn count_failure(&mut self, number: usize) {
        let limits = self.context.config.limits;
        self.with(number, |member| {
            member.in_a_row += 1;
            member.in_all += 1;
            if member.in_a_row >= limits.failures_in_a_row || member.in_all >= limits.failures_in_all {
                member.out = Some(Out::Failed(format!(
                    "it failed on {} items and was not asked about the rest",
                    member.in_all
                )));
            }
        });
    }

    fn leave_out(&mut self, number: usize, fault: &Fault) {
        self.with(number, |member| {
            member.out = Some(match fault {
                // One that has answered before and is refused when it is started again leaves items without answer.
                Fault::Refused(refusal) if !member.has_answered => Out::Refused(refusal.as_ref().clone()),
                fault => Out::Failed(fault.to_string()),
            });
        });
    }

    /// Gives each plugin of a shared worker one of its own, so that the guilty one is known.
    fn split(&mut self) {
        let files = self.crews.iter_mut().flat_map(|crew| {
            crew.stop();
            crew.files().to_vec()
        });
        self.crews = files
            .map(|file| Crew::new(Arc::clone(&self.context), vec![file]))
            .collect();
        for (number, member) in self.members.iter_mut().enumerate() {
            member.crew = number;
            member.seat = 0;
            member.restarts += 1;
        }
    }

    fn is_shared(&self, number: usize) -> bool {
        self.members
            .get(number)
            .and_then(|member| self.crews.get(member.crew))
            .is_some_and(|crew| crew.files().len() > 1)
    }

    /// Ends a plugin's worker; the next request starts another. Returns what it wrote last.
    fn restart(&mut self, number: usize) -> Vec<String> {
        let Some(member) = self.members.get_mut(number) else {
            return Vec::new();
        };
        member.restarts += 1;
        self.crews
            .get_mut(member.crew)
            .map(Crew::stop)
            .unwrap_or_default()
    }

    fn with(&mut self, number: usize, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.get_mut(number) {
            change(member);
        }
    }

    fn describe(&self) -> Description {
        let mut description = Description::default();
        for member in &self.members {
            description.failures.extend(member.failures.iter().cloned());
            match &member.out {
                Some(Out::Refused(refusal)) => {
                    description.refused.push(refusal.clone());
                    continue;
                }
                // It failed before it was asked anything.
                Some(Out::Failed(what)) if member.failures.is_empty() => description.failures.push(Failure {
                    plugin: member.id.to_string(),
                    what: what.clone(),
                    items: 0,
                    first_marking: String::new(),
                    last_words: Vec::new(),
                }),
                _ => {}
            }
            description.plugins.push(self.status(member));
        }
        description
    }

    fn status(&self, member: &Member) -> PluginStatus {
        let manifest = member.manifest.clone().unwrap_or_default();
        let locked = member.file.locked_sha256();
        PluginStatus {
            id: member.id.to_string(),
            name: manifest.name,
            version: manifest.version,
            licence: manifest.licence,
            sha256: locked
                .map(str::to_owned)
                .unwrap_or_else(|| sha256_of(&member.file.path).unwrap_or_default()),
            sandbox: self.crews.get(member.crew).and_then(Crew::sandbox).cloned(),
            origin: member.file.origin,
            development_unlocked: locked.is_none(),
            requests: manifest.requests,
            handles: manifest.handles,
            restarts: member.restarts,
            failed_items: member.failed_items,
        }
    }
}
