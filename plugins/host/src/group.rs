//! Plugins that share a worker until it ends, and have one each from then on.

use std::sync::Arc;

use crate::asking::Asking;
use crate::batch::Batch;
use crate::context::Context;
use crate::crew::{Crew, Waited};
use crate::discovery::PluginFile;
use crate::fault::Fault;
use crate::lane::{Description, LaneAnswers};
use crate::member::Member;
use crate::status::Failure;

pub(crate) struct Group {
    context: Arc<Context>,
    members: Vec<Member>,
    workers: Workers,
    /// Why the shared worker could not be started ahead.
    cold: Option<Fault>,
}

enum Workers {
    /// All in one; the seat of a member is its number.
    Shared(Box<Crew>),
    /// One for each member, by number.
    Apart(Vec<Crew>),
}

/// The end of a shared worker: all that was said in this pass is void, because memory was shared too.
struct SharedWorkerEnded {
    /// Who was asked, and which item first.
    member: usize,
    first: Option<usize>,
    fault: Fault,
    /// What was waited for then, and how long.
    waited: Waited,
}

impl Group {
    pub(crate) fn new(context: Arc<Context>, files: Vec<PluginFile>) -> Self {
        let release = if context.config.load_at_once {
            Vec::new()
        } else {
            context.config.manifests()
        };
        let members = files
            .iter()
            .cloned()
            .map(|file| Member::new(file, &release))
            .collect();
        let alone = files.len() == 1;
        let crew = Crew::new(Arc::clone(&context), files);
        let workers = if alone {
            Workers::Apart(vec![crew])
        } else {
            Workers::Shared(Box::new(crew))
        };
        Self {
            context,
            members,
            workers,
            cold: None,
        }
    }

    /// Starts the worker of plugins of this release: nearly every item concerns some of them. One that dies gets a second
    /// chance in what is left of the deadline. If it cannot be started, that is told, and each plugin that is asked starts
    /// one of its own.
    pub(crate) fn warm(&mut self) {
        let Workers::Shared(crew) = &mut self.workers else {
            return;
        };
        let Err(mut fault) = crew.warm() else { return };
        if matches!(fault, Fault::Died(_) | Fault::Breach(_)) {
            let waited = crew.waited();
            crew.stop();
            crew.try_again(waited);
            match crew.warm() {
                Ok(()) => return,
                Err(second) => fault = second.after(fault),
            }
        }
        crew.stop();
        // The level of the sandbox would be the same in any other.
        if let Fault::Refused(_) = fault {
            for member in &mut self.members {
                member.leave_out(fault.clone());
            }
        } else {
            self.split();
            self.cold = Some(fault);
        }
    }

    /// Loads the plugins whose manifest is known neither from the lock nor from the release.
    pub(crate) fn learn(&mut self) {
        while self.learn_or_split() {
            self.split();
        }
    }

    /// Whether the shared worker ended.
    fn learn_or_split(&mut self) -> bool {
        let shared = self.workers.is_shared();
        let unknown = self
            .members
            .iter()
            .enumerate()
            .filter(|(_, member)| member.is_unknown());
        let unknown = unknown.map(|(number, _)| number).collect::<Vec<_>>();
        let ahead = if shared { unknown.as_slice() } else { &[0] };
        for number in &unknown {
            let (Some(member), Some((crew, seat))) =
                (self.members.get_mut(*number), self.workers.seat(*number))
            else {
                continue;
            };
            let mut loaded = crew.load(seat, ahead);
            if loaded.as_ref().is_err_and(Fault::ends_worker) {
                if shared {
                    return true;
                }
                crew.stop();
                if let Err(first @ (Fault::Died(_) | Fault::Breach(_))) = loaded {
                    member.restarts += 1;
                    crew.try_again(crew.waited());
                    loaded = crew.load(seat, ahead).map_err(|fault| fault.after(first));
                }
            }
            match loaded {
                Ok(manifest) => member.manifest = Some(manifest),
                Err(fault) => {
                    if fault.ends_worker() {
                        crew.stop();
                    }
                    member.leave_out(match fault {
                        refused @ Fault::Refused(_) => refused,
                        fault => Fault::Unusable(format!("it could not be loaded: {fault}")),
                    });
                }
            }
        }
        false
    }

    /// Answers a batch; what was said in a shared worker that ended is thrown away and asked again.
    pub(crate) fn answer(&mut self, batch: &Batch) -> LaneAnswers {
        let mut earlier = None;
        loop {
            let records = self
                .members
                .iter()
                .map(|member| member.record.clone())
                .collect::<Vec<_>>();
            match self.pass(batch, earlier.take()) {
                Ok(answers) => return answers,
                Err(ended) => {
                    for (member, record) in self.members.iter_mut().zip(records) {
                        member.record = record;
                    }
                    self.split();
                    self.learn();
                    earlier = Some(ended);
                }
            }
        }
    }

    fn pass(
        &mut self,
        batch: &Batch,
        mut earlier: Option<SharedWorkerEnded>,
    ) -> Result<LaneAnswers, SharedWorkerEnded> {
        let mut answers = LaneAnswers::default();
        let limits = &self.context.config.limits;
        let shared = self.workers.is_shared();
        for (number, member) in self.members.iter_mut().enumerate() {
            let Some((crew, seat)) = self.workers.seat(number) else {
                continue;
            };
            let places = member.concerned(batch);
            let mut asking = Asking {
                member,
                crew,
                seat,
                shared,
                batch,
                limits,
                answers: &mut answers,
            };
            for piece in batch.cut(&places, limits.batch_items, limits.batch_bytes) {
                let first = piece.first().copied();
                let before = earlier.take_if(|ended| ended.member == number && ended.first == first);
                let settled = asking.settle(piece, before.map(|ended| (ended.fault, ended.waited)));
                settled.map_err(|fault| SharedWorkerEnded {
                    member: number,
                    first,
                    fault,
                    waited: asking.crew.waited(),
                })?;
            }
        }
        Ok(answers)
    }

    /// Gives each plugin of a shared worker one of its own, so that the guilty one is known.
    fn split(&mut self) {
        if let Workers::Shared(crew) = &mut self.workers {
            crew.stop();
            self.workers = Workers::Apart(crew.split());
            for member in &mut self.members {
                member.restarts += 1;
            }
        }
    }

    pub(crate) fn describe(&self) -> Description {
        let mut description = Description::default();
        if let Some(fault) = &self.cold {
            let ids = self.members.iter().map(|member| &*member.id).collect::<Vec<_>>();
            description.failures.push(Failure {
                plugin: ids.join("\", \""),
                what: format!("the process for all of them could not be started: {fault}"),
                items: 0,
                first_marking: String::new(),
                last_words: Vec::new(),
            });
        }
        for (number, member) in self.members.iter().enumerate() {
            description.failures.extend(member.failures());
            match member.refusal() {
                Some(refusal) => description.refused.push(refusal.clone()),
                None => {
                    let sandbox = self.workers.crew(number).and_then(Crew::sandbox);
                    description.plugins.push(member.status(sandbox));
                }
            }
        }
        description
    }
}

impl Workers {
    fn is_shared(&self) -> bool {
        matches!(self, Self::Shared(_))
    }

    fn crew(&self, number: usize) -> Option<&Crew> {
        match self {
            Self::Shared(crew) => Some(crew),
            Self::Apart(crews) => crews.get(number),
        }
    }

    /// The worker of a member, and its seat there.
    fn seat(&mut self, number: usize) -> Option<(&mut Crew, usize)> {
        match self {
            Self::Shared(crew) => Some((crew, number)),
            Self::Apart(crews) => crews.get_mut(number).map(|crew| (crew, 0)),
        }
    }
}
