//! The host: asks all plugins about a call's items and puts their answers in order.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use headstamp_plugin_api::wire::{Item, RequestKind};

use crate::batch::Batch;
use crate::config::HostConfig;
use crate::context::{Context, Starting, Tables};
use crate::discovery::{Absent, Discovery, Origin, discover};
use crate::hashes::Hashes;
use crate::lane::{Lane, LaneAnswers, PluginAnswer};
use crate::refusal::Refusal;
use crate::status::{Failure, ItemAnswer, PluginStatus, Said};

/// Runs the plugins of a run. Whatever a plugin does, a call returns, and other plugins' answers stay the
/// same.
pub struct Host {
    lanes: Vec<Lane>,
    refused: Vec<Refusal>,
    absent: Vec<Absent>,
    hashes: Hashes,
    context: Arc<Context>,
}

impl Drop for Host {
    fn drop(&mut self) {
        self.context.starting.end();
    }
}

impl Host {
    /// Finds the plugins and starts their workers, without waiting for them.
    ///
    /// `tables` gives a table of the host as JSON, by the names that manifests use in `needs_data`. It is
    /// asked from other threads, when a plugin is opened, and once for each name.
    pub fn start(
        config: HostConfig,
        tables: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        let discovery = discover(&config);
        Self::with(config, discovery, tables)
    }

    /// Starts with plugins that were found before.
    pub fn with(
        config: HostConfig,
        discovery: Discovery,
        tables: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        let Discovery {
            found,
            mut refused,
            mut absent,
        } = discovery;
        let unlocked = found
            .iter()
            .filter(|file| file.locked().is_none())
            .map(|file| file.path.clone());
        let hashes = Hashes::new(unlocked);
        let context = Arc::new(Context {
            config,
            tables: Tables::new(Box::new(tables)),
            hashes: hashes.clone(),
            starting: Starting::default(),
        });
        // What this release brings is trusted as much as the release: one worker is enough. Anything else is
        // not to be near others' memory.
        let (ours, others): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|file| matches!(file.origin, Origin::Bundled | Origin::Development));
        let groups = std::iter::once(ours).chain(others.into_iter().map(|file| vec![file]));
        let mut lanes = Vec::new();
        for group in groups.filter(|group| !group.is_empty()) {
            match Lane::start(Arc::clone(&context), group.clone()) {
                Ok(lane) => lanes.push(lane),
                Err(error) => {
                    let error = error.to_string();
                    let release = context.config.manifests();
                    for file in group {
                        refused.push(Refusal::no_thread(&file.id, &error).counted_on(true));
                        let manifest = file.manifest(&release).cloned();
                        let id = file.id;
                        absent.push(Absent { id, manifest });
                    }
                }
            }
        }
        if context.config.hash_ahead {
            hashes.begin();
        }
        Self {
            lanes,
            refused,
            absent,
            hashes,
            context,
        }
    }

    /// Asks all plugins about all items; one answer for each item, in order. The ids of the items are not
    /// used.
    ///
    /// It returns within the deadlines of [`HostConfig::deadlines`], times the few attempts that are made.
    pub fn call(&mut self, kind: RequestKind, items: &[Item]) -> Vec<ItemAnswer> {
        self.begin(kind, items).wait()
    }

    /// Asks as [`call`](Self::call) does, and lets the caller do something else meanwhile. Calls are answered
    /// in the order in which they were begun.
    pub fn begin(&mut self, kind: RequestKind, items: &[Item]) -> Pending {
        let lanes = if items.is_empty() { &[][..] } else { &self.lanes };
        let nobody = lanes.is_empty() && self.absent.is_empty();
        let batch = Arc::new(Batch::new(kind, if nobody { &[] } else { items }));
        let failed = self.absent.iter().flat_map(|absent| {
            let id: Arc<str> = Arc::from(absent.id.as_str());
            let places = batch.asked_of(absent.manifest.as_ref());
            places.into_iter().map(move |place| (place, Arc::clone(&id)))
        });
        let failed = failed.collect();
        let replies = lanes
            .iter()
            .map(|lane| (lane.ids().to_vec(), lane.answer(&batch)))
            .collect();
        Pending {
            items: items.len(),
            failed,
            replies,
        }
    }

    /// The plugins of this run, by id. Waits until those are loaded whose manifest was not known before, and
    /// hashes unlocked files unless that was done ahead.
    pub fn plugins(&self) -> Vec<PluginStatus> {
        self.plugins_hashed_later()()
    }

    /// The same plugins, as they are now. Only what is returned waits for the hashes, whenever and wherever it is called.
    pub fn plugins_hashed_later(&self) -> impl FnOnce() -> Vec<PluginStatus> + Send + use<> {
        let (mut plugins, hashes) = (self.plugins_unhashed(), self.hashes.clone());
        move || {
            // From the last: the thread that makes them ahead begins with the first.
            for plugin in plugins
                .iter_mut()
                .rev()
                .filter(|plugin| plugin.development_unlocked)
            {
                plugin.sha256 = hashes.get(&plugin.path);
            }
            plugins
        }
    }

    /// The same, with an empty hash for unlocked files: for an answer that does not show hashes, reading the files
    /// would cost as much as the answer.
    pub fn plugins_unhashed(&self) -> Vec<PluginStatus> {
        let mut plugins = self
            .lanes
            .iter()
            .flat_map(|lane| lane.describe().plugins)
            .collect::<Vec<_>>();
        plugins.sort_by(|a, b| a.id.cmp(&b.id));
        plugins
    }

    /// What went wrong so far, by plugin. If there is any, the result is incomplete.
    pub fn failures(&self) -> Vec<Failure> {
        let mut failures = self
            .lanes
            .iter()
            .flat_map(|lane| lane.describe().failures)
            .collect::<Vec<_>>();
        failures.sort_by(|a, b| (&a.plugin, &a.what).cmp(&(&b.plugin, &b.what)));
        failures
    }

    /// What is not used, and what to do about it. A plugin that was locked and is refused only when it is
    /// loaded stands here from then on. If one of them was [counted on](field@Refusal::counted_on), the result is incomplete.
    pub fn refused(&self) -> Vec<Refusal> {
        let late = self.lanes.iter().flat_map(|lane| lane.describe().refused);
        self.refused.iter().cloned().chain(late).collect()
    }
}

/// Answers that are on their way.
pub struct Pending {
    items: usize,
    /// Who is not there to be asked, by place.
    failed: Vec<(usize, Arc<str>)>,
    /// Who was asked, and where the answers of a lane arrive.
    replies: Vec<(Vec<Arc<str>>, Receiver<LaneAnswers>)>,
}

impl Pending {
    /// Waits for all plugins.
    pub fn wait(self) -> Vec<ItemAnswer> {
        let mut answers = vec![ItemAnswer::default(); self.items];
        for (place, plugin) in self.failed {
            if let Some(answer) = answers.get_mut(place) {
                answer.failed.push(plugin);
            }
        }
        for (ids, reply) in self.replies {
            // A lane whose thread is gone answers for nothing.
            let reply = reply.recv().unwrap_or_else(|_| LaneAnswers {
                said: Vec::new(),
                failed: (0..self.items)
                    .flat_map(|place| ids.iter().map(move |id| (place, Arc::clone(id))))
                    .collect(),
            });
            for PluginAnswer {
                place,
                plugin,
                clues,
                leads,
            } in reply.said
            {
                let Some(answer) = answers.get_mut(place) else {
                    continue;
                };
                answer.clues.extend(tag(&plugin, clues));
                answer.leads.extend(tag(&plugin, leads));
            }
            for (place, plugin) in reply.failed {
                if let Some(answer) = answers.get_mut(place) {
                    answer.failed.push(plugin);
                }
            }
        }
        for answer in &mut answers {
            sort(&mut answer.clues);
            sort(&mut answer.leads);
            sort(&mut answer.failed);
        }
        answers
    }
}

fn tag<T>(plugin: &Arc<str>, contents: Vec<T>) -> impl Iterator<Item = Said<T>> {
    contents.into_iter().map(|content| Said {
        plugin: Arc::clone(plugin),
        content,
    })
}

/// Said twice is said once, and the order does not depend on who was faster.
fn sort<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
