//! One run: the tables, the plugins, and the way from an observation to an answer.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use headstamp_core::date::Span;
use headstamp_core::identification::{Identification, PluginVersion, Versions};
use headstamp_core::identify::{Days, Identifier, Inference};
use headstamp_core::leads::{self, Lead};
use headstamp_core::observation::{Clue, Observation};
use headstamp_core::render::{Detail, source};
use headstamp_core::tables::Tables;
use headstamp_plugin_api::wire;
use headstamp_plugin_bridge as bridge;
use headstamp_plugin_host::{
    Failure as PluginFailure, Host, HostConfig, Origin, PluginStatus, Refusal, SandboxLevel,
};
use smallvec::{SmallVec, smallvec};

use crate::args::{Global, Sandbox};
use crate::commands::answers;
use crate::data::{Data, user_dir};
use crate::exit::{Failure, INTERNAL, PLUGIN};

mod ask;
pub(crate) mod share;

use ask::{Memory, Question, Said};

/// Ids of the plugins that come with the program. A test checks that each has its file.
pub(crate) const BUNDLED: &[&str] = &[
    "arabic-script",
    "arms-marks",
    "brazil-lot",
    "china",
    "commercial",
    "commonwealth",
    "diversion-events",
    "europe",
    "france",
    "germany-ww",
    "iran",
    "ordnance",
    "packaging",
    "soviet",
    "us",
    "warsaw-pact",
    "yugoslavia",
];

/// So many markings for each thread, or it is not worth its start: each takes tens of microseconds.
const WORTH: usize = 16;

/// The tables and plugins of a run.
pub(crate) struct Session<'t> {
    pub(crate) tables: Tables<'t>,
    identifier: Identifier<'t>,
    host: Option<Host>,
    lang: String,
    hashes: bool,
    threads: usize,
    clues: Memory<Clue>,
    leads: Memory<Lead>,
}

/// Gives answers from what was weighed.
#[derive(Clone, Copy)]
pub(crate) struct Teller<'s, 't> {
    identifier: &'s Identifier<'t>,
    lang: &'s str,
}

impl Teller<'_, '_> {
    /// The answer without the events.
    pub(crate) fn answer(&self, w: &Weighed, evidence: bool) -> Identification {
        let detail = Detail {
            lang: self.lang,
            evidence,
        };
        self.identifier
            .answer(&w.observation, &w.clues, &w.inference, detail)
    }

    /// The lean row of the answer, as JSON, without the events.
    pub(crate) fn lean(&self, w: Weighed, short: bool) -> String {
        let text = self
            .identifier
            .lean(&w.observation, &w.clues, &w.inference, self.lang, short);
        self.identifier.recycle(w.inference);
        text
    }
}

/// Observations about which plugins are being asked what the markings say.
pub(crate) struct Reading {
    observations: Vec<Observation>,
    items: Vec<wire::Item>,
    asked: Question<Clue>,
}

/// What plugins said of an item, where any was asked.
type Heard = Option<(Arc<Said<Clue>>, wire::Item)>;

/// Observations that are weighed, and about which plugins are being asked for events.
pub(crate) struct Inferred<K> {
    weighed: Vec<One<K>>,
    which: Vec<usize>,
    asked: Question<Lead>,
}

/// What was weighed, and for each observation which of it is about it: those that differ only in the day of recovery
/// mostly share it.
pub(crate) struct Answered<K> {
    pub(crate) weighed: Vec<One<K>>,
    pub(crate) which: Vec<usize>,
}

/// What is kept of an observation that was weighed, with what concerns all that is kept.
pub(crate) struct One<K> {
    /// Recoveries for which it holds.
    pub(crate) days: Days,
    pub(crate) kept: K,
    pub(crate) leads: Vec<Lead>,
    /// Plugins that should have answered and did not.
    pub(crate) failed: Vec<String>,
}

/// One observation weighed, with everything that does not depend on where and when the item was recovered.
pub(crate) struct Weighed {
    pub(crate) observation: Observation,
    pub(crate) inference: Inference,
    pub(crate) clues: Vec<Clue>,
}

impl<'t> Session<'t> {
    /// Starts the plugins, then opens the tables while they load.
    ///
    /// `hashes`: the answer shows the hashes of the plugins.
    pub(crate) fn start(global: &Global, data: &'t Arc<Data>, hashes: bool) -> Result<Self, Failure> {
        Self::with(global, data, hashes, host_config(global))
    }

    /// The same, and every plugin is loaded, whether anything will concern it or not.
    pub(crate) fn start_all(global: &Global, data: &'t Arc<Data>) -> Result<Self, Failure> {
        let mut config = host_config(global);
        config.load_at_once = true;
        Self::with(global, data, true, config)
    }

    fn with(
        global: &Global,
        data: &'t Arc<Data>,
        hashes: bool,
        mut config: HostConfig,
    ) -> Result<Self, Failure> {
        config.hash_ahead = hashes;
        let host = (!global.no_plugins).then(|| {
            let data = Arc::clone(data);
            Host::start(config, move |name| table(&data, name))
        });
        let tables = data.tables()?;
        if !tables.has_language(&global.lang) {
            let text = format!(
                "there are no sentences in “{}”; a file of reference-data/messages is meant",
                global.lang
            );
            return Err(Failure::usage(text));
        }
        Ok(Self {
            tables,
            identifier: Identifier::new(tables),
            host,
            lang: global.lang.clone(),
            hashes,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            clues: Memory::default(),
            leads: Memory::default(),
        })
    }

    /// Weighs several observations; plugins are asked about all of them at once. `keep` says what is kept of each.
    pub(crate) fn weigh<K: Send>(
        &mut self,
        observations: Vec<Observation>,
        keep: impl Fn(Teller<'_, 't>, Weighed) -> K + Sync,
    ) -> Answered<K> {
        let read = self.begin(observations);
        let inferred = self.infer(read, keep);
        self.finish(inferred)
    }

    /// First step: asks the plugins what the markings say, without waiting for them.
    pub(crate) fn begin(&mut self, observations: Vec<Observation>) -> Reading {
        let with_plugins = self.host.is_some();
        let items: Vec<wire::Item> = if with_plugins {
            observations
                .iter()
                .map(|o| bridge::item(&self.tables, o))
                .collect()
        } else {
            Vec::new()
        };
        let question = |item: &wire::Item| {
            let calibre = item.calibre.as_deref().unwrap_or_default();
            let text = answers::key(&item.marking, calibre, &item.item);
            Some((text, item.clone()))
        };
        let asked = self.clues.begin(self.host.as_mut(), items.iter().map(question));
        Reading {
            observations,
            items,
            asked,
        }
    }

    /// Second step: weighs what was recorded and said, and asks which events concern it, without waiting.
    pub(crate) fn infer<K: Send>(
        &mut self,
        reading: Reading,
        keep: impl Fn(Teller<'_, 't>, Weighed) -> K + Sync,
    ) -> Inferred<K> {
        let said = self.clues.wait(reading.asked);
        let mut said = said.into_iter().zip(reading.items);
        let mut which = vec![0; reading.observations.len()];
        let all = reading.observations.into_iter().map(|o| (o, said.next()));
        let teller = self.teller();
        let infer = |(observation, said): (Observation, Heard)| {
            let clues = said.as_ref().map(|s| s.0.list.clone()).unwrap_or_default();
            let failed = said.as_ref().map(|s| s.0.failed.clone()).unwrap_or_default();
            let inference = teller.identifier.infer(&observation, &clues);
            let question = said.and_then(|(_, item)| {
                let weighed = (&observation, clues.as_slice(), &inference);
                let item = bridge::with_samples(teller.identifier, item, weighed, teller.lang);
                let any = !item.samples.is_empty() || !item.lots.is_empty();
                let text = serde_json::to_string(&item).ok().filter(|_| any)?;
                Some((text, item))
            });
            let weighed = Weighed {
                observation,
                inference,
                clues,
            };
            // What was inferred takes several kilobytes, and goes as soon as it is told.
            let one = One {
                days: weighed.inference.days,
                kept: keep(teller, weighed),
                leads: Vec::new(),
                failed,
            };
            (one, question)
        };
        // What is inferred mostly holds for many days of recovery.
        let group = |group: Alike| {
            let mut done: SmallVec<[(One<K>, _); 1]> = SmallVec::new();
            let mut places = SmallVec::<[(usize, usize); 1]>::new();
            for (place, asked) in group {
                let recovered = asked.0.recovered;
                let known = done.iter().position(|(one, _)| one.days.contain(recovered));
                places.push((place, known.unwrap_or(done.len())));
                if known.is_none() {
                    done.push(infer(asked));
                }
            }
            (done, places)
        };
        let (mut weighed, mut questions) = (Vec::new(), Vec::new());
        for (done, places) in share::each((self.threads, WORTH), by_marking(all), group) {
            for (place, at) in places {
                if let Some(which) = which.get_mut(place) {
                    *which = weighed.len() + at;
                }
            }
            for (one, question) in done {
                weighed.push(one);
                questions.push(question);
            }
        }
        let asked = self.leads.begin(self.host.as_mut(), questions.into_iter());
        Inferred {
            weighed,
            which,
            asked,
        }
    }

    /// Third step: waits for the events.
    pub(crate) fn finish<K>(&mut self, inferred: Inferred<K>) -> Answered<K> {
        let said = self.leads.wait(inferred.asked);
        let mut weighed = inferred.weighed;
        for (weighed, said) in weighed.iter_mut().zip(said) {
            weighed.leads.clone_from(&said.list);
            for plugin in &said.failed {
                if !weighed.failed.contains(plugin) {
                    weighed.failed.push(plugin.clone());
                }
            }
        }
        Answered {
            weighed,
            which: inferred.which,
        }
    }

    /// The part of it that several threads may use at once.
    pub(crate) fn teller(&self) -> Teller<'_, 't> {
        Teller {
            identifier: &self.identifier,
            lang: &self.lang,
        }
    }

    /// How many threads weigh.
    pub(crate) fn threads(&self) -> usize {
        self.threads
    }

    /// On how many threads the weighing may be shared.
    pub(crate) fn share_among(&mut self, threads: usize) {
        self.threads = threads;
    }

    /// The answer with sentences, sources and events.
    pub(crate) fn answer(&self, w: &Weighed, leads: &[Lead]) -> Identification {
        let mut answer = self.teller().answer(w, true);
        answer.events = self.events(leads, w.observation.recovered, w.observation.country.as_deref());
        self.cite_events(&mut answer);
        answer
    }

    /// Leads held against the day and place of one recovery.
    pub(crate) fn events(
        &self,
        list: &[Lead],
        recovered: Option<Span>,
        country: Option<&str>,
    ) -> Vec<headstamp_core::identification::EventLead> {
        let mut events: Vec<_> = list
            .iter()
            .map(|l| leads::apply(&self.tables, &self.lang, l, recovered, country))
            .collect();
        leads::sort(&mut events);
        events
    }

    fn cite_events(&self, answer: &mut Identification) {
        let ids: Vec<String> = answer.events.iter().flat_map(|e| e.sources.clone()).collect();
        for id in ids {
            if !answer.sources.iter().any(|s| s.id == id)
                && let Some(s) = self.tables.source_by_id(&id)
            {
                answer.sources.push(source(s));
            }
        }
    }

    /// What the answers are made with.
    pub(crate) fn versions(&self) -> Versions {
        self.versions_later()()
    }

    /// The same, as it is now. Only what is returned waits for the hashes of plugins.
    pub(crate) fn versions_later(&self) -> impl FnOnce() -> Versions + Send + use<> {
        let set = self.tables.set();
        let (data, overlays) = (
            set.version.to_string(),
            set.overlays.iter().map(ToString::to_string).collect(),
        );
        let plugins = self.plugins_later();
        move || Versions {
            headstamp: env!("CARGO_PKG_VERSION").to_owned(),
            data,
            overlays,
            plugins: plugins().iter().map(plugin_version).collect(),
        }
    }

    pub(crate) fn plugins(&self) -> Vec<PluginStatus> {
        self.plugins_later()()
    }

    fn plugins_later(&self) -> Box<dyn FnOnce() -> Vec<PluginStatus> + Send> {
        match &self.host {
            Some(host) if self.hashes => Box::new(host.plugins_hashed_later()),
            Some(host) => {
                let plugins = host.plugins_unhashed();
                Box::new(|| plugins)
            }
            None => Box::new(Vec::new),
        }
    }

    /// What is to be said of plugins that failed or were refused.
    pub(crate) fn complaints(&self) -> Complaints {
        let Some(host) = &self.host else {
            return Complaints::default();
        };
        Complaints::of(&host.failures(), &host.refused())
    }
}

/// Sentences about plugins that failed or were refused.
#[derive(Default)]
pub(crate) struct Complaints {
    pub(crate) refused: Vec<String>,
    failed: Vec<String>,
    /// One of them should have answered.
    incomplete: bool,
}

impl Complaints {
    /// What costs no item is told as well, and the answer is complete all the same.
    fn of(failed: &[PluginFailure], refused: &[Refusal]) -> Self {
        let mut sentences: Vec<String> = refused.iter().map(ToString::to_string).collect();
        // Plugins that share a process are refused together, each with the same sentence.
        sentences.dedup();
        Self {
            incomplete: failed.iter().any(|f| f.items > 0) || refused.iter().any(|r| r.counted_on),
            refused: sentences,
            failed: failed.iter().map(ToString::to_string).collect(),
        }
    }

    /// On standard error.
    pub(crate) fn print(&self) {
        for text in self.refused.iter().chain(&self.failed) {
            anstream::eprintln!("headstamp: {text}");
        }
    }

    /// The exit code, if an answer is missing and that was not allowed.
    pub(crate) fn code(&self, global: &Global) -> Option<u8> {
        (self.incomplete && !global.allow_incomplete).then_some(PLUGIN)
    }

    /// The failure of a command that gave up because an answer is missing. What happened to the plugin is printed.
    pub(crate) fn explain(&self, mut failure: Failure) -> Failure {
        self.print();
        if self.incomplete && failure.code == INTERNAL {
            failure.code = PLUGIN;
        }
        failure
    }
}

/// Observations that differ only in the day of recovery, each with its place.
type Alike = SmallVec<[(usize, (Observation, Heard)); 1]>;

fn by_marking(all: impl Iterator<Item = (Observation, Heard)>) -> Vec<Alike> {
    let all: Vec<(Observation, Heard)> = all.collect();
    let mut known: HashMap<_, usize, RandomState> =
        HashMap::with_capacity_and_hasher(all.len(), RandomState::default());
    let mut which = Vec::with_capacity(all.len());
    for (o, _) in &all {
        let new = known.len();
        let key = (
            o.marking.recorded(),
            o.calibre_text.as_deref().unwrap_or_default(),
            o.item.as_str(),
        );
        which.push(*known.entry(key).or_insert(new));
    }
    let mut groups: Vec<Alike> = Vec::with_capacity(known.len());
    drop(known);
    for (place, (asked, at)) in all.into_iter().zip(which).enumerate() {
        match groups.get_mut(at) {
            Some(group) => group.push((place, asked)),
            None => groups.push(smallvec![(place, asked)]),
        }
    }
    groups
}

/// Where plugins are looked for, and how far they must be locked in.
pub(crate) fn host_config(global: &Global) -> HostConfig {
    let mut config = HostConfig::new(std::env::current_exe().unwrap_or_default());
    config.plugin_dirs.clone_from(&global.plugin_dir);
    config.bundled = BUNDLED.iter().map(|s| (*s).to_owned()).collect();
    config.user_dir = user_dir().map(|d| d.join("plugins")).filter(|d| d.is_dir());
    config.user_lock = user_lock().filter(|f| f.is_file());
    config.require_sandbox = global.require_sandbox.map(|s| match s {
        Sandbox::Process => SandboxLevel::Process,
        Sandbox::Partial => SandboxLevel::Partial,
        Sandbox::Full => SandboxLevel::Full,
    });
    config.deadlines = config.deadlines.times(global.plugin_patience);
    // What must be locked in is loaded at once, so that it is told before anything is asked.
    config.load_at_once = config.require_sandbox.is_some();
    config.bundled_manifests = Some(include_str!("../../plugins/bundled.json"));
    config.only = (!global.plugin.is_empty()).then(|| global.plugin.clone());
    config
}

/// The file in which the user's trust in plugins is kept.
pub(crate) fn user_lock() -> Option<std::path::PathBuf> {
    user_dir().map(|d| d.join("plugins.lock"))
}

/// A table as the JSON that plugins get.
pub(crate) fn table(data: &Data, name: &str) -> Option<String> {
    let tables = data.tables().ok()?;
    match name {
        "events" => {
            let rows = tables.set().events.iter().map(|e| {
                let id = serde_json::Value::String(e.id.to_string()).to_string();
                format!("{{\"id\":{id},{}", e.json.trim_start_matches('{'))
            });
            Some(format!("[{}]", rows.collect::<Vec<_>>().join(",")))
        }
        _ => None,
    }
}

fn plugin_version(p: &PluginStatus) -> PluginVersion {
    PluginVersion {
        id: p.id.clone(),
        version: p.version.clone(),
        sha256: p.sha256.clone(),
        sandbox: p
            .sandbox
            .as_ref()
            .map_or_else(|| "not started".to_owned(), ToString::to_string),
        origin: match p.origin {
            Origin::Development => "development, unlocked",
            Origin::Directory => "named directory",
            Origin::Bundled => "bundled",
            Origin::User => "user",
        }
        .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_that_costs_no_item_is_told_and_leaves_the_answer_complete() {
        let mut failure = PluginFailure {
            plugin: "soviet".to_owned(),
            what: "its process could not be started".to_owned(),
            items: 0,
            first_marking: String::new(),
            last_words: Vec::new(),
        };
        let said = Complaints::of(&[failure.clone()], &[]);
        assert_eq!((said.failed.len(), said.incomplete), (1, false));
        failure.items = 1;
        assert!(Complaints::of(&[failure], &[]).incomplete);
    }
}
