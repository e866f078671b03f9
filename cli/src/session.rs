//! One run: the tables, the plugins, and the way from an observation to an answer.

use std::sync::Arc;

use headstamp_core::identification::{Identification, PluginVersion, Versions};
use headstamp_core::identify::{Identifier, Inference};
use headstamp_core::leads::{self, Lead};
use headstamp_core::notation::Mark;
use headstamp_core::observation::{Clue, Observation, Support};
use headstamp_core::render::{Detail, source};
use headstamp_core::tables::Tables;
use headstamp_core::tables::key::mark_key;
use headstamp_plugin_api::wire;
use headstamp_plugin_host::{Host, HostConfig, ItemAnswer, Origin, PluginStatus, Said, SandboxLevel};

use crate::args::{Global, Sandbox};
use crate::data::{Data, user_dir};
use crate::exit::Failure;

/// Ids of the plugins that come with the program. A test checks that each has its file.
pub(crate) const BUNDLED: &[&str] = &["diversion-events", "soviet"];

/// The tables and plugins of a run.
pub(crate) struct Session<'t> {
    pub(crate) tables: Tables<'t>,
    identifier: Identifier<'t>,
    host: Option<Host>,
    lang: String,
    hashes: bool,
}

/// One observation weighed, with everything that does not depend on where and when the item was recovered.
pub(crate) struct Weighed {
    pub(crate) observation: Observation,
    pub(crate) inference: Inference,
    pub(crate) clues: Vec<Clue>,
    pub(crate) leads: Vec<Lead>,
    /// Plugins that should have answered and did not.
    pub(crate) failed: Vec<String>,
}

impl<'t> Session<'t> {
    /// Starts the plugins, then opens the tables while they load.
    ///
    /// `hashes`: the answer shows the hashes of the plugins.
    pub(crate) fn start(global: &Global, data: &'t Arc<Data>, hashes: bool) -> Result<Self, Failure> {
        let host = if global.no_plugins {
            None
        } else {
            Some(host(global, Arc::clone(data), hashes))
        };
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
        })
    }

    /// Weighs several observations; plugins are asked about all of them at once.
    pub(crate) fn weigh(&mut self, observations: Vec<Observation>) -> Vec<Weighed> {
        if self.host.is_none() {
            let weigh = |observation: Observation| Weighed {
                inference: self.identifier.infer(&observation, &[]),
                observation,
                clues: Vec::new(),
                leads: Vec::new(),
                failed: Vec::new(),
            };
            return observations.into_iter().map(weigh).collect();
        }
        let items: Vec<wire::Item> = observations.iter().map(|o| self.item(o)).collect();
        let read = self.ask(wire::RequestKind::Read, &items);
        let mut out: Vec<Weighed> = observations
            .into_iter()
            .zip(read)
            .map(|(observation, answer)| {
                let clues: Vec<Clue> = answer.clues.into_iter().filter_map(clue).collect();
                let inference = self.identifier.infer(&observation, &clues);
                let failed = answer.failed.iter().map(ToString::to_string).collect();
                Weighed {
                    observation,
                    inference,
                    clues,
                    leads: Vec::new(),
                    failed,
                }
            })
            .collect();
        let items: Vec<wire::Item> = items
            .into_iter()
            .zip(&out)
            .map(|(item, w)| self.with_samples(item, w))
            .collect();
        let asked: Vec<usize> = (0..items.len())
            .filter(|i| !items[*i].samples.is_empty() || !items[*i].lots.is_empty())
            .collect();
        let some: Vec<wire::Item> = asked.iter().map(|i| items[*i].clone()).collect();
        for (i, answer) in asked.into_iter().zip(self.ask(wire::RequestKind::Match, &some)) {
            out[i].leads = answer.leads.into_iter().map(lead).collect();
            out[i].leads.sort();
            for plugin in answer.failed {
                if !out[i].failed.iter().any(|f| **f == *plugin) {
                    out[i].failed.push(plugin.to_string());
                }
            }
        }
        out
    }

    fn ask(&mut self, kind: wire::RequestKind, items: &[wire::Item]) -> Vec<ItemAnswer> {
        match &mut self.host {
            Some(host) if !items.is_empty() => host.call(kind, items),
            _ => vec![ItemAnswer::default(); items.len()],
        }
    }

    /// The answer, with sentences and sources or as a lean row.
    pub(crate) fn answer(&self, w: &Weighed, evidence: bool) -> Identification {
        let detail = Detail {
            lang: &self.lang,
            evidence,
        };
        let mut answer = self
            .identifier
            .answer(&w.observation, &w.clues, &w.inference, detail);
        answer.events = self.events(&w.leads, &w.observation);
        if evidence {
            self.cite_events(&mut answer);
        }
        answer
    }

    /// Leads held against the day and place of one recovery.
    pub(crate) fn events(
        &self,
        list: &[Lead],
        o: &Observation,
    ) -> Vec<headstamp_core::identification::EventLead> {
        let mut events: Vec<_> = list
            .iter()
            .map(|l| leads::apply(&self.tables, &self.lang, l, o.recovered, o.country.as_deref()))
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

    /// Days of recovery between which nothing changes for the inference.
    pub(crate) fn year_starts(&self) -> Vec<i32> {
        self.identifier.year_starts()
    }

    /// What the answers are made with.
    pub(crate) fn versions(&self) -> Versions {
        let set = self.tables.set();
        Versions {
            headstamp: env!("CARGO_PKG_VERSION").to_owned(),
            data: set.version.to_string(),
            overlays: set.overlays.iter().map(ToString::to_string).collect(),
            plugins: self.plugins().iter().map(plugin_version).collect(),
        }
    }

    pub(crate) fn plugins(&self) -> Vec<PluginStatus> {
        let list = if self.hashes {
            Host::plugins
        } else {
            Host::plugins_unhashed
        };
        self.host.as_ref().map(list).unwrap_or_default()
    }

    /// Sentences about plugins that failed or were refused, for standard error.
    pub(crate) fn complaints(&self) -> (Vec<String>, Vec<String>) {
        let Some(host) = &self.host else {
            return (Vec::new(), Vec::new());
        };
        let failed = host
            .failures()
            .iter()
            .filter(|f| f.items > 0)
            .map(ToString::to_string)
            .collect();
        (failed, host.refused().iter().map(ToString::to_string).collect())
    }

    fn item(&self, o: &Observation) -> wire::Item {
        let symbol = |name: &str| self.tables.symbol(name).map(str::to_owned);
        let mark = |(index, m): (usize, &Mark)| wire::ItemMark {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            text: m.text(),
            folded: mark_key(std::slice::from_ref(m), &symbol).text,
            position: m.position.map(|p| p.to_string()),
            enclosure: m.enclosure.map(|e| e.name().to_owned()),
        };
        wire::Item {
            marking: o.marking.recorded().to_owned(),
            marks: o.marking.marks().iter().enumerate().map(mark).collect(),
            calibre: o.calibre.map(|c| self.tables.calibre_id(c).to_owned()),
            item: o.item.clone(),
            ..wire::Item::default()
        }
    }

    fn with_samples(&self, item: wire::Item, w: &Weighed) -> wire::Item {
        let answer = self.identifier.answer(
            &w.observation,
            &w.clues,
            &w.inference,
            Detail {
                lang: &self.lang,
                evidence: false,
            },
        );
        let samples = answer
            .candidates
            .iter()
            .zip(&w.inference.candidates)
            .filter(|(c, _)| c.probability >= 0.01)
            .map(|(c, weighed)| wire::Sample {
                calibre: c.calibre.clone(),
                producer: c.producer.id.clone(),
                country: c.producer.country.clone(),
                states: c
                    .producer
                    .state
                    .iter()
                    .cloned()
                    .chain([c.producer.country.clone()])
                    .collect(),
                mark: self.folded_mark(&c.readings),
                years: weighed
                    .years
                    .iter()
                    .map(|y| {
                        let (from, to) = y.span.touched();
                        wire::YearSpan {
                            from,
                            to,
                            probability: y.probability,
                        }
                    })
                    .collect(),
                probability: c.probability,
            })
            .collect();
        let lots = answer
            .decoded
            .iter()
            .filter(|d| d.field == "lot")
            .map(|d| d.value.clone())
            .collect();
        wire::Item {
            samples,
            lots,
            ..item
        }
    }

    fn folded_mark(&self, readings: &[headstamp_core::identification::Reading]) -> Option<String> {
        let symbol = |name: &str| self.tables.symbol(name).map(str::to_owned);
        let text = &readings.iter().find(|r| r.role == "producer")?.r#as;
        let marking = headstamp_core::notation::Marking::parse(text).ok()?;
        Some(mark_key(marking.marks(), &symbol).text)
    }
}

fn host(global: &Global, data: Arc<Data>, hashes: bool) -> Host {
    let mut config = host_config(global);
    config.hash_ahead = hashes;
    Host::start(config, move |name| table(&data, name))
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

fn clue(said: Said<wire::Clue>) -> Option<Clue> {
    let c = said.content;
    Some(Clue {
        marks: c
            .marks
            .iter()
            .map(|m| usize::try_from(*m))
            .collect::<Result<_, _>>()
            .ok()?,
        role: c.role,
        value: c.value,
        support: match c.support {
            wire::Support::Favours => Support::Favours,
            wire::Support::Against => Support::Against,
            wire::Support::Excludes => Support::Excludes,
        },
        rule: c.rule,
        says: c.says,
        sources: c.sources,
        documented: c.basis == "documented",
        doubtful: c.basis == "doubtful",
        states: c.states,
        by: format!("plugin:{}", said.plugin),
    })
}

fn lead(said: Said<wire::Lead>) -> Lead {
    let l = said.content;
    Lead {
        event: l.event,
        relation: l.relation,
        reasons: l
            .reasons
            .into_iter()
            .map(|r| r.says)
            .filter(|s| !s.is_empty())
            .collect(),
        not_before: l.conditions.not_before,
        theatre: l.conditions.theatre,
        marker_until: l.conditions.marker_until,
        sources: l.sources,
        by: format!("plugin:{}", said.plugin),
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
