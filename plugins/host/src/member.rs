//! One plugin over all the workers it has had: what it is for, and how it has done.

use std::sync::Arc;

use headstamp_plugin_api::wire::Manifest;

use crate::batch::Batch;
use crate::config::Limits;
use crate::discovery::PluginFile;
use crate::fault::Fault;
use crate::lane::LaneAnswers;
use crate::refusal::Refusal;
use crate::sandbox::Sandbox;
use crate::status::{Failure, PluginStatus};

pub(crate) struct Member {
    pub(crate) id: Arc<str>,
    file: PluginFile,
    /// From the lock or the release, or from the plugin once it was loaded.
    pub(crate) manifest: Option<Manifest>,
    pub(crate) restarts: u64,
    pub(crate) record: Record,
}

/// What has happened so far. It is put back when a pass is void.
#[derive(Clone, Default)]
pub(crate) struct Record {
    pub(crate) out: Option<Out>,
    failures: Vec<Failure>,
    failed_items: u64,
    has_answered: bool,
    /// Items that failed alone, since the last answer and in all.
    in_a_row: u32,
    in_all: u32,
}

/// Why a plugin is left out of the rest of the run.
#[derive(Clone)]
pub(crate) enum Out {
    /// It may not be used. Why, is told once; the items go without its answer.
    Refused(Refusal),
    /// It failed; items go without its answer.
    Failed(String),
}

impl Member {
    /// `release`: manifests of this release.
    pub(crate) fn new(file: PluginFile, release: &[Manifest]) -> Self {
        Self {
            id: Arc::from(file.id.as_str()),
            manifest: file.manifest(release).cloned(),
            file,
            restarts: 0,
            record: Record::default(),
        }
    }

    /// Whether it must be loaded to know what it is for.
    pub(crate) fn is_unknown(&self) -> bool {
        self.manifest.is_none() && self.record.out.is_none()
    }

    /// Places of the items it is to be asked about; all, if it failed before it could say.
    pub(crate) fn concerned(&self, batch: &Batch) -> Vec<usize> {
        batch.asked_of(self.manifest.as_ref())
    }

    pub(crate) fn has_answered(&mut self) {
        self.record.has_answered = true;
        self.record.in_a_row = 0;
    }

    /// Items that it is not asked about, because it was refused.
    pub(crate) fn is_missing(&self, places: &[usize], answers: &mut LaneAnswers) {
        answers
            .failed
            .extend(places.iter().map(|place| (*place, Arc::clone(&self.id))));
    }

    /// Reports items as failed.
    pub(crate) fn give_up(
        &mut self,
        batch: &Batch,
        places: &[usize],
        what: String,
        last_words: Vec<String>,
        answers: &mut LaneAnswers,
    ) {
        self.is_missing(places, answers);
        let record = &mut self.record;
        let count = places.len() as u64;
        record.failed_items += count;
        if let Some(known) = record.failures.iter_mut().find(|known| known.what == what) {
            known.items += count;
            return;
        }
        let first = places.first().and_then(|place| batch.items.get(*place));
        record.failures.push(Failure {
            plugin: self.id.to_string(),
            what,
            items: count,
            first_marking: first.map(|first| first.item.marking.clone()).unwrap_or_default(),
            last_words,
        });
    }

    /// An item failed alone: after too many of them the plugin is left out.
    pub(crate) fn count_failure(&mut self, limits: &Limits) {
        let record = &mut self.record;
        record.in_a_row += 1;
        record.in_all += 1;
        if record.in_a_row >= limits.failures_in_a_row || record.in_all >= limits.failures_in_all {
            let what = format!(
                "it failed on {} items and was not asked about the rest",
                record.in_all
            );
            record.out = Some(Out::Failed(what));
        }
    }

    pub(crate) fn leave_out(&mut self, fault: Fault) {
        self.record.out = Some(match fault {
            // One that has answered before and is refused when it is started again leaves items without
            // answer.
            Fault::Refused(refusal) if !self.record.has_answered => Out::Refused(refusal.counted_on(true)),
            fault => Out::Failed(fault.to_string()),
        });
    }

    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        match &self.record.out {
            Some(Out::Refused(refusal)) => Some(refusal),
            _ => None,
        }
    }

    pub(crate) fn failures(&self) -> Vec<Failure> {
        match &self.record.out {
            // It failed before it was asked anything.
            Some(Out::Failed(what)) if self.record.failures.is_empty() => vec![Failure {
                plugin: self.id.to_string(),
                what: what.clone(),
                items: 0,
                first_marking: String::new(),
                last_words: Vec::new(),
            }],
            _ => self.record.failures.clone(),
        }
    }

    pub(crate) fn status(&self, sandbox: Option<&Sandbox>) -> PluginStatus {
        let manifest = self.manifest.clone().unwrap_or_default();
        let locked = self.file.locked_sha256();
        PluginStatus {
            id: self.id.to_string(),
            name: manifest.name,
            version: manifest.version,
            licence: manifest.licence,
            // The host adds that of an unlocked file.
            sha256: locked.unwrap_or_default().to_owned(),
            sandbox: sandbox.cloned(),
            path: self.file.path.clone(),
            origin: self.file.origin,
            development_unlocked: locked.is_none(),
            requests: manifest.requests,
            handles: manifest.handles,
            restarts: self.restarts,
            failed_items: self.record.failed_items,
        }
    }
}
