//! What the author of a plugin writes: one type that implements [`Plugin`].

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::wire::{Answer, Clue, Item, Lead, Request, RequestKind, Response};

/// A plugin. Its answers are evidence, never verdicts: core weighs them.
///
/// One thread calls it. The same item must get the same answer each time, in any batch and in any order:
/// the host may repeat a batch, split it, or ask about an item alone.
pub trait Plugin: Sized + 'static {
    /// The [manifest](crate::wire::Manifest) as JSON; [`manifest!`](crate::manifest) writes it.
    const MANIFEST: &'static str;

    /// Prepares the plugin from the tables that its manifest asked for in `needs_data`.
    ///
    /// # Errors
    /// The text is shown to the user beside the name of the plugin, which is then left out of the run.
    fn open(data: &OpenData<'_>) -> Result<Self, String>;

    /// Says what it reads in a marking; pushes nothing when it has no opinion.
    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        let _ = (item, clues);
    }

    /// Names the events that may concern the samples of an item.
    fn match_events(&self, item: &Item, leads: &mut Vec<Lead>) {
        let _ = (item, leads);
    }

    /// Answers a whole batch. Override it only when items can share work.
    fn answer(&self, request: &Request) -> Response {
        let mut response = Response::default();
        for item in &request.items {
            let mut answer = Answer {
                id: item.id,
                ..Answer::default()
            };
            match request.kind {
                RequestKind::Read => self.read(item, &mut answer.clues),
                RequestKind::Match => self.match_events(item, &mut answer.leads),
            }
            if !answer.clues.is_empty() || !answer.leads.is_empty() {
                response.items.push(answer);
            }
        }
        response
    }
}

/// The tables handed to [`Plugin::open`]. They are parsed only when asked for.
#[derive(Debug, Default, Deserialize)]
pub struct OpenData<'a> {
    #[serde(borrow, default)]
    data: BTreeMap<String, &'a RawValue>,
}

impl<'a> OpenData<'a> {
    /// Reads the configuration as the host sends it: `{"v":1,"data":{"<table>":…}}`.
    ///
    /// # Errors
    /// Says where the JSON is not as described.
    pub fn parse(config: &'a [u8]) -> Result<Self, String> {
        serde_json::from_slice(config).map_err(|error| format!("the configuration cannot be read: {error}"))
    }

    /// One table as the type the plugin wants. Unknown fields should be ignored: tables grow.
    ///
    /// # Errors
    /// When the host has no table of that name, or it does not fit the type.
    pub fn table<T: DeserializeOwned>(&self, name: &str) -> Result<T, String> {
        let json = self.raw(name).ok_or_else(|| {
            format!("the host has no table `{name}`; is it named in `needs_data` of the manifest?")
        })?;
        serde_json::from_str(json).map_err(|error| format!("table `{name}`: {error}"))
    }

    /// One table as JSON.
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        self.data.get(name).map(|json| json.get())
    }
}
