//! The host: asks all plugins about a call's items and puts their answers in order.

use std::sync::Arc;

use headstamp_plugin_api::wire::{Item, RequestKind};

use crate::batch::Batch;
use crate::config::HostConfig;
use crate::crew::{Context, Tables};
use crate::discovery::{Discovery, Origin, discover};
use crate::lane::{Lane, LaneAnswers, PluginAnswer};
use crate::refusal::Refusal;
use crate::status::{Failure, ItemAnswer, PluginStatus, Said};

/// Runs the plugins of a run. Whatever a plugin does, a call returns, and other plugins' answers stay the same.
pub struct Host {
    lanes: Vec<Lane>,
    refused: Vec<Refusal>,
}

impl Host {
    /// Finds the plugins and starts their workers, without waiting for them.
    ///
    /// `tables` gives a table of the host as JSON, by the names that manifests use in `needs_data`. It is asked from
    /// other threads, when a plugin is opened, and once for each name.
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
        let Discovery { found, mut refused } = discovery;
        let context = Arc::new(Context {
            config,
            tables: Tables::new(Box::new(tables)),
        });
        // What this release brings is trusted as much as the release: one worker is enough. Anything else is not
        // to be near others' memory.
        let (ours, others): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|file| matches!(file.origin, Origin::Bundled | Origin::Development));
        let groups = std::iter::once(ours).chain(others.into_iter().map(|file| vec![file]));
        let mut lanes = Vec::new();
        for group in groups.filter(|group| !group.is_empty()) {
            let ids = group.iter().map(|file| file.id.clone()).collect::<Vec<_>>();
            match Lane::start(Arc::clone(&context), group) {
                Ok(lane) => lanes.push(lane),
                Err(error) => refused.extend(ids.iter().map(|id| Refusal::no_thread(id, &error.to_string()))),
            }
        }
        Self { lanes, refused }
    }

    /// Asks all plugins about all items; one answer for each item, in order. The ids of the items are not used.
    ///
    /// It returns within the deadlines of [`HostConfig::deadlines`], times the few attempts that are made.
    pub fn call(&mut self, kind: RequestKind, items: &[Item]) -> Vec<ItemAnswer> {
        let mut answers = vec![ItemAnswer::default(); items.len()];
        if items.is_empty() || self.lanes.is_empty() {
            return answers;
        }
        let batch = Arc::new(Batch::new(kind, items));
        let replies = self
            .lanes
            .iter()
            .map(|lane| (lane, lane.answer(&batch)))
            .collect::<Vec<_>>();
        for (lane, reply) in replies {
            // A lane whose thread is gone answered for nothing.
            let reply = reply.recv().unwrap_or_else(|_| LaneAnswers {
                said: Vec::new(),
                failed: (0..items.len())
                    .flat_map(|place| lane.ids().iter().map(move |id| (place, Arc::clone(id))))
                    .collect(),
            });
            for PluginAnswer { place, plugin, clues, leads } in reply.said {
                let Some(answer) = answers.get_mut(place) else {
                    continue;
                };
                let said = |plugin: &Arc<str>| Arc::clone(plugin);
                answer.clues.extend(clues.into_iter().map(|content| Said {
                    plugin: said(&plugin),
                    content,
                }));
                answer.leads.extend(leads.into_iter().map(|content| Said {
                    plugin: said(&plugin),
                    content,
                }));
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

    /// The plugins of this run, by id. Waits until those are loaded whose manifest was not known before.
    pub fn plugins(&self) -> Vec<PluginStatus> {
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

    /// What is not used, and what to do about it. A plugin that was locked and is refused only when it is loaded
    /// stands here from then on.
    pub fn refused(&self) -> Vec<Refusal> {
        let late = self.lanes.iter().flat_map(|lane| lane.describe().refused);
        self.refused.iter().cloned().chain(late).collect()
    }
}

/// Said twice is said once, and the order does not depend on who was faster.
fn sort<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}
