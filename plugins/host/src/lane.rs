//! A thread that serves a group of plugins.
//!
//! It is the thread that starts the workers, and it lives as long as the host: on Linux a worker is ended
//! when the *thread* that started it ends (`PR_SET_PDEATHSIG`).

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use headstamp_plugin_api::wire::{Clue, Lead};

use crate::batch::Batch;
use crate::context::Context;
use crate::discovery::PluginFile;
use crate::group::Group;
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
        let thread = std::thread::Builder::new().name("plugins".to_owned());
        thread.spawn(move || serve(Group::new(context, files), &inbox))?;
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

/// Ends, and with it the workers, when the host is dropped.
fn serve(mut group: Group, inbox: &Receiver<Task>) {
    group.learn();
    group.warm();
    while let Ok(task) = inbox.recv() {
        match task {
            Task::Answer(batch, reply) => {
                let _ = reply.send(group.answer(&batch));
            }
            Task::Describe(reply) => {
                let _ = reply.send(group.describe());
            }
        }
    }
}
