//! What the host tells of its plugins.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use headstamp_plugin_api::wire::{Clue, Handles, Lead, RequestKind};
use serde::Serialize;

use crate::discovery::Origin;
use crate::sandbox::Sandbox;

/// What all plugins together said of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemAnswer {
    /// What was read, by plugin id, then by content.
    pub clues: Vec<Said<Clue>>,
    /// Events that may concern it, by plugin id, then by content.
    pub leads: Vec<Said<Lead>>,
    /// Plugins that should have been asked about this item and gave no usable answer, by id. If there is one,
    /// the identification is incomplete.
    pub failed: Vec<Arc<str>>,
}

/// Something said, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said<T> {
    /// Id of the plugin.
    pub plugin: Arc<str>,
    /// What it said.
    pub content: T,
}

/// A plugin of this run: who spoke, from which file, and locked in how far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PluginStatus {
    /// Id.
    pub id: String,
    /// Name a person reads.
    pub name: String,
    /// Version.
    pub version: String,
    /// SPDX licence expression.
    pub licence: String,
    /// SHA-256 of the file; empty if it cannot be read any more.
    pub sha256: String,
    /// The sandbox in force; `None` while no item has concerned the plugin and it was not started.
    pub sandbox: Option<Sandbox>,
    /// The file it was loaded from.
    pub path: PathBuf,
    /// Where it was found.
    pub origin: Origin,
    /// Built here and loaded without a lock. Answers must say so.
    pub development_unlocked: bool,
    /// Requests it answers.
    pub requests: Vec<RequestKind>,
    /// Items it is asked about.
    pub handles: Handles,
    /// Times its worker ended or was ended and another took over.
    pub restarts: u64,
    /// Items it should have answered for and did not.
    pub failed_items: u64,
}

/// Something that went wrong with a plugin, once for each kind of thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Id of the plugin; those of all, with `", "` between them, where the worker that they were to share could not be
    /// started.
    pub plugin: String,
    /// What went wrong.
    pub what: String,
    /// Number of items that it left without an answer. None, if it had not been asked yet.
    pub items: u64,
    /// The marking of the first.
    pub first_marking: String,
    /// What the plugin wrote to stderr before.
    pub last_words: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "plugin \"{}\": {}. ", self.plugin, self.what)?;
        match self.items {
            0 => write!(f, "No item is without an answer because of it")?,
            1 => write!(f, "One item is without its answer: {:?}", self.first_marking)?,
            items => write!(
                f,
                "{items} items are without its answer, the first is {:?}",
                self.first_marking
            )?,
        }
        for line in &self.last_words {
            write!(f, "\n  it wrote: {line}")?;
        }
        Ok(())
    }
}
