//! The plugin under examination, and the ways to ask it.

use std::collections::BTreeMap;
use std::sync::Arc;

use headstamp_plugin_api::abi::{BAD_REQUEST, UNSUPPORTED};
use headstamp_plugin_api::wire::{Clue, Item, Lead, Manifest, Request, RequestKind, WIRE_VERSION};

use crate::answer;
use crate::context::Context;
use crate::crew::Crew;
use crate::fault::Fault;
use crate::protocol::CallError;

/// The answer of one item, as it is compared.
pub(super) type Opinions = BTreeMap<u32, (Vec<Clue>, Vec<Lead>)>;

/// A plugin under examination.
pub(super) struct Subject {
    pub(super) crew: Crew,
    pub(super) context: Arc<Context>,
    pub(super) manifest: Manifest,
    pub(super) items: Vec<Item>,
    /// All that it said, for the check of sources.
    pub(super) heard: Vec<(Vec<Clue>, Vec<Lead>)>,
    /// How it broke the conversation, if it did.
    pub(super) breach: Option<String>,
}

impl Subject {
    pub(super) fn kinds(&self) -> Vec<RequestKind> {
        self.manifest.requests.clone()
    }

    /// The request for these items, whose ids are kept.
    pub(super) fn request(kind: RequestKind, items: &[Item]) -> Vec<u8> {
        let request = Request {
            v: WIRE_VERSION,
            kind,
            items: items.to_vec(),
        };
        serde_json::to_vec(&request).unwrap_or_default()
    }

    /// Asks in the usual way and returns the bytes. Opens the plugin if need be; restarts it if it died
    /// before.
    pub(super) fn bytes(&mut self, kind: RequestKind, items: &[Item]) -> Result<Vec<u8>, String> {
        let request = Self::request(kind, items);
        self.crew
            .ask(0, &self.manifest, &[&request], items.len())
            .map_err(|fault| self.fault(&fault))
    }

    /// Ends a worker that cannot be used any more; the next question starts another.
    pub(super) fn fault(&mut self, fault: &Fault) -> String {
        if fault.ends_worker() {
            self.crew.stop();
        }
        if let Fault::Breach(what) = fault {
            self.breach.get_or_insert_with(|| what.clone());
        }
        fault.to_string()
    }

    pub(super) fn opinions(&mut self, kind: RequestKind, items: &[Item]) -> Result<Opinions, String> {
        let bytes = self.bytes(kind, items)?;
        let mut asked = items.iter().collect::<Vec<_>>();
        asked.sort_by_key(|item| item.id);
        let entries = answer::check(&bytes, kind, &asked, self.context.config.limits.item_bytes)?;
        let mut opinions = Opinions::new();
        for (id, said) in entries {
            let said = said.map_err(|error| format!("item {id}: {error}"))?;
            if said != <(Vec<Clue>, Vec<Lead>)>::default() {
                opinions.insert(id, said);
            }
        }
        self.heard.extend(opinions.values().cloned());
        Ok(opinions)
    }

    /// Hands over bytes as they are; the plugin must return a known code or an answer, and stay alive.
    pub(super) fn survives(
        &mut self,
        what: &str,
        request: &[u8],
    ) -> Result<Result<Vec<u8>, CallError>, String> {
        let within = self.context.config.deadlines.handshake;
        // Opens it, should it have been restarted.
        let kind = self
            .manifest
            .requests
            .first()
            .copied()
            .unwrap_or(RequestKind::Read);
        self.bytes(kind, &[])
            .map_err(|error| format!("before {what}: {error}"))?;
        match self
            .crew
            .batch(0, &[request], within, self.context.config.limits.answer_bytes)
        {
            Ok(Err(CallError::Code { code, .. })) if !(BAD_REQUEST..=UNSUPPORTED).contains(&code) => {
                Err(format!("for {what} it returned {code}, which has no meaning"))
            }
            Ok(reply) => Ok(reply),
            Err(fault) => Err(format!("for {what} {}", self.fault(&fault))),
        }
    }
}
