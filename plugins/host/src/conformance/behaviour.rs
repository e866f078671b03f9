//! What shows only when the plugin runs.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use headstamp_plugin_api::CLASSES;
use headstamp_plugin_api::abi::{BAD_REQUEST, PANIC_PROBE, UNSUPPORTED};
use headstamp_plugin_api::wire::{Answer, Manifest, RequestKind};

use super::subject::{Opinions, Subject};
use super::{Code, Golden, Options, Report, samples};
use crate::batch::Batch;
use crate::context::{Context, Starting, Tables};
use crate::crew::Crew;
use crate::discovery::PluginFile;
use crate::fault::Fault;
use crate::hashes::Hashes;
use crate::protocol::CallError;

pub(super) fn check(file: PluginFile, options: Options, report: &mut Report) {
    let Options {
        host,
        tables,
        sources,
        items,
        golden,
    } = options;
    let context = Arc::new(Context {
        config: host,
        tables: Tables::new(tables),
        hashes: Hashes::default(),
        starting: Starting::default(),
    });
    let mut crew = Crew::new(Arc::clone(&context), vec![file]);
    let Some(manifest) = load(&mut crew, report) else {
        return;
    };
    report.manifest = Some(manifest.clone());
    let items = samples::items(&manifest, &items);
    let mut subject = Subject {
        crew,
        context,
        manifest,
        items,
        heard: Vec::new(),
        breach: None,
    };
    report.note(Code::OPEN, subject.survives_configurations());
    let answers = subject.answers_as_described();
    let sound = answers.is_ok();
    report.note(Code::ANSWERS, answers);
    // The rest compares answers, and needs some that can be read.
    if sound {
        match golden.as_slice() {
            [] => report.skip(Code::GOLDEN, "there are none"),
            golden => report.note(Code::GOLDEN, subject.answers_as_expected(golden)),
        }
        report.note(Code::ORDER, subject.any_order());
        report.note(Code::SAME, subject.same_bytes());
        report.note(Code::GARBAGE, subject.survives_garbage());
        match subject.obeys_the_sink() {
            Some(outcome) => report.note(Code::STOP, outcome),
            None => report.skip(Code::STOP, "it has no opinion on any of the items"),
        }
        report.note(Code::TIME, subject.is_fast());
        report.note(Code::SOURCES, subject.names_sources(sources.as_ref()));
    }
    report.note(Code::PRINT, subject.leaves_the_pipes_alone());
    // Last, because a panic prints.
    if sound {
        report.note(Code::PANIC, subject.lets_no_panic_out());
    }
}

/// Loads the plugin; table, manifest and sandbox are judged by it.
fn load(crew: &mut Crew, report: &mut Report) -> Option<Manifest> {
    let manifest = match crew.load(0, &[0]) {
        Ok(manifest) => manifest,
        Err(Fault::Refused(refusal)) => {
            // The text says which; the code follows the step that was reached.
            let code = if refusal.why.contains("manifest") || refusal.why.contains('`') {
                Code::MANIFEST
            } else if crew.sandbox().is_none() {
                Code::SANDBOX
            } else {
                Code::TABLE
            };
            report.fail(code, refusal.why);
            return None;
        }
        Err(fault) => {
            report.fail(Code::SANDBOX, fault.to_string());
            return None;
        }
    };
    report.pass(Code::TABLE, "");
    report.note(Code::MANIFEST, strict(&manifest));
    report.pass(
        Code::SANDBOX,
        crew.sandbox()
            .map(|sandbox| format!("level {sandbox}"))
            .unwrap_or_default(),
    );
    Some(manifest)
}

/// What the host lets pass for the sake of newer plugins, and an author should know.
fn strict(manifest: &Manifest) -> Result<String, String> {
    for class in &manifest.handles.contains {
        if !CLASSES.contains(&class.as_str()) {
            return Err(format!(
                "`contains` names {class:?}; there are {}",
                CLASSES.join(", ")
            ));
        }
    }
    let kinds = manifest.requests.iter().collect::<BTreeSet<_>>();
    if kinds.len() != manifest.requests.len() {
        return Err("`requests` names a kind twice".to_owned());
    }
    let is_version = |text: &str| {
        let core = text.split(['-', '+']).next().unwrap_or_default();
        core.split('.').count() == 3 && core.split('.').all(|part| part.parse::<u32>().is_ok())
    };
    if !is_version(&manifest.version) {
        return Err(format!(
            "`version` is {:?}; it should be like 1.2.3",
            manifest.version
        ));
    }
    Ok(format!("{} {}", manifest.id, manifest.version))
}

impl Subject {
    fn survives_configurations(&mut self) -> Result<String, String> {
        for (what, config) in [
            ("no tables", br#"{"v":1,"data":{}}"#.as_slice()),
            ("nothing", b""),
            ("half an object", br#"{"v":1,"data":"#),
            (
                "tables of another form",
                br#"{"v":1,"data":{"events":7,"producers":[[[]]],"symbols":"x"}}"#,
            ),
            ("bytes that are no text", b"{\"v\":1,\"data\":{\"\xff\":1}}"),
        ] {
            let opened = self
                .crew
                .load_again(0)
                .and_then(|()| self.crew.configure(0, config));
            match opened {
                Ok(Err(CallError::Code { code, .. })) if !(BAD_REQUEST..=UNSUPPORTED).contains(&code) => {
                    return Err(format!("given {what}, it returned {code}, which has no meaning"));
                }
                Ok(_) => {}
                Err(fault) => return Err(format!("given {what}, {}", self.fault(&fault))),
            }
        }
        // The rest begins with a plugin that was opened once, as it should be.
        self.crew.stop();
        Ok(String::new())
    }

    fn answers_as_described(&mut self) -> Result<String, String> {
        let items = self.items.clone();
        let mut count = 0;
        for kind in self.kinds() {
            self.opinions(kind, &[])
                .map_err(|error| format!("for an empty batch: {error}"))?;
            count += self.opinions(kind, &items)?.len();
        }
        Ok(format!(
            "an opinion on {count} of {} items",
            items.len() * self.kinds().len()
        ))
    }

    fn leaves_the_pipes_alone(&mut self) -> Result<String, String> {
        let words = self.crew.stop();
        match (&self.breach, words.last()) {
            (Some(breach), _) => Err(breach.clone()),
            (None, None) => Ok(String::new()),
            (None, Some(last)) => Ok(format!(
                "it wrote {} lines or more, the last is {last:?}",
                words.len()
            )),
        }
    }

    fn answers_as_expected(&mut self, golden: &[Golden]) -> Result<String, String> {
        for Golden {
            name,
            kind,
            items,
            answers,
        } in golden
        {
            let opinions = self
                .opinions(*kind, items)
                .map_err(|error| format!("{name}: {error}"))?;
            let expected = answers
                .iter()
                .cloned()
                .map(|Answer { id, clues, leads }| (id, (clues, leads)));
            let expected = expected.collect::<Opinions>();
            if let Some((id, said)) = first_difference(&expected, &opinions) {
                return Err(format!("{name}: for item {id} it said {said}"));
            }
        }
        Ok(format!("{} batches", golden.len()))
    }

    fn any_order(&mut self) -> Result<String, String> {
        let items = self.items.clone();
        for kind in self.kinds() {
            let usual = self.opinions(kind, &items)?;
            let backwards = items.iter().rev().cloned().collect::<Vec<_>>();
            if let Some((id, _)) = first_difference(&usual, &self.opinions(kind, &backwards)?) {
                return Err(format!(
                    "the answer to {:?} changes when the batch is turned round",
                    self.marking(id)
                ));
            }
            for item in &items {
                let alone = self.opinions(kind, std::slice::from_ref(item))?;
                if alone.get(&item.id) != usual.get(&item.id) {
                    return Err(format!(
                        "the answer to {:?} changes when it is asked alone",
                        item.marking
                    ));
                }
            }
        }
        Ok(String::new())
    }

    fn same_bytes(&mut self) -> Result<String, String> {
        let items = self.items.clone();
        for kind in self.kinds() {
            let first = self.bytes(kind, &items)?;
            if self.bytes(kind, &items)? != first {
                return Err("the same batch got different bytes the second time".to_owned());
            }
            self.crew.stop();
            if self.bytes(kind, &items)? != first {
                return Err("the same batch got different bytes in another process".to_owned());
            }
        }
        Ok(String::new())
    }

    fn survives_garbage(&mut self) -> Result<String, String> {
        let items = self.items.clone();
        let kind = self
            .manifest
            .requests
            .first()
            .copied()
            .unwrap_or(RequestKind::Read);
        let before = self.bytes(kind, &items)?;
        let whole = Self::request(kind, &items);
        let half = whole.get(..whole.len() / 2).unwrap_or_default().to_vec();
        let large = format!(
            r#"{{"v":1,"kind":"read","items":[{{"id":0,"marking":"{}"}}]}}"#,
            "9".repeat(15 << 20)
        );
        let deep = "[".repeat(100_000);
        for (what, request) in [
            ("an empty request", Vec::new()),
            ("half a request", half),
            ("a list", b"[]".to_vec()),
            ("nothing", b"null".to_vec()),
            (
                "bytes that are no text",
                b"{\"v\":1,\"kind\":\"read\",\"items\":[\"\xff\xfe\"]}".to_vec(),
            ),
            (
                "items of another form",
                br#"{"v":1,"kind":"read","items":[7,{"id":-1},{"id":1e99}]}"#.to_vec(),
            ),
            (
                "a request of another kind",
                br#"{"v":1,"kind":"dance","items":[]}"#.to_vec(),
            ),
            ("a request of 15 MiB", large.into_bytes()),
            ("a request 100,000 levels deep", deep.into_bytes()),
        ] {
            // An answer is as good as an error.
            let _ = self.survives(what, &request)?;
        }
        if self.bytes(kind, &items)? != before {
            return Err("after that, it answers differently".to_owned());
        }
        Ok(String::new())
    }

    /// `None` when the plugin says nothing that could be stopped.
    fn obeys_the_sink(&mut self) -> Option<Result<String, String>> {
        let items = self.items.clone();
        let kind = self
            .kinds()
            .into_iter()
            .find(|kind| self.opinions(*kind, &items).is_ok_and(|said| !said.is_empty()))?;
        let mut stop = || {
            let before = self.bytes(kind, &items)?;
            let request = Self::request(kind, &items);
            let within = self.context.config.deadlines.for_batch(items.len());
            match self.crew.batch(0, &[&request], within, 4) {
                Ok(Err(CallError::TooMuch)) => {}
                Ok(_) => return Err("it went on as if nothing had happened".to_owned()),
                Err(fault) => return Err(self.fault(&fault)),
            }
            if self.bytes(kind, &items)? != before {
                return Err("after that, it answers differently".to_owned());
            }
            Ok(String::new())
        };
        Some(stop())
    }

    fn lets_no_panic_out(&mut self) -> Result<String, String> {
        match self.survives("a panic", PANIC_PROBE)? {
            Err(CallError::Code { .. }) => Ok(String::new()),
            _ => Err("it answered a request that it cannot have understood".to_owned()),
        }
    }

    fn is_fast(&mut self) -> Result<String, String> {
        let limits = self.context.config.limits;
        let start = Instant::now();
        let count = 1000;
        for kind in self.kinds() {
            let items = self.items.iter().cycle().take(count).cloned().collect::<Vec<_>>();
            let batch = Batch::new(kind, &items);
            let places = (0..items.len()).collect::<Vec<_>>();
            for piece in batch.cut(&places, limits.batch_items, limits.batch_bytes) {
                let request = batch.request(piece);
                let asked = self.crew.ask(0, &self.manifest, &request, piece.len());
                asked.map_err(|fault| self.fault(&fault))?;
            }
        }
        let each = start.elapsed() / u32::try_from(count * self.kinds().len().max(1)).unwrap_or(1);
        Ok(format!("{each:.1?} an item"))
    }

    fn names_sources(&self, known: Option<&BTreeSet<String>>) -> Result<String, String> {
        let clues = self.heard.iter().flat_map(|(clues, _)| clues).map(|clue| {
            (
                &clue.rule,
                &clue.sources,
                matches!(clue.basis.as_str(), "general" | "doubtful"),
            )
        });
        let leads = self
            .heard
            .iter()
            .flat_map(|(_, leads)| leads)
            .map(|lead| (&lead.event, &lead.sources, false));
        let mut named = BTreeSet::new();
        for (what, sources, says_so) in clues.chain(leads) {
            if sources.is_empty() && !says_so {
                return Err(format!(
                    "{what:?} names no source, nor says that it is `general` or `doubtful`"
                ));
            }
            for source in sources {
                if known.is_some_and(|known| !known.contains(source)) {
                    return Err(format!(
                        "{what:?} names the source {source:?}, which the tables do not have"
                    ));
                }
                named.insert(source);
            }
        }
        Ok(match known {
            Some(_) => format!("{} sources", named.len()),
            None => format!("{} sources, not compared with any tables", named.len()),
        })
    }

    fn marking(&self, id: u32) -> &str {
        self.items
            .iter()
            .find(|item| item.id == id)
            .map_or("", |item| item.marking.as_str())
    }
}

/// The first item on which two answers differ, and what the second says of it.
fn first_difference(expected: &Opinions, found: &Opinions) -> Option<(u32, String)> {
    let ids = expected.keys().chain(found.keys()).collect::<BTreeSet<_>>();
    let id = ids.into_iter().find(|id| expected.get(id) != found.get(id))?;
    let said = found.get(id).map_or_else(
        || "nothing".to_owned(),
        |(clues, leads)| {
            let answer = Answer {
                id: *id,
                clues: clues.clone(),
                leads: leads.clone(),
            };
            serde_json::to_string(&answer).unwrap_or_default()
        },
    );
    Some((*id, said))
}
