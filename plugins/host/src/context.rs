//! What all workers of a host share: its configuration, and its tables.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::config::HostConfig;
use crate::hashes::Hashes;

/// What all crews share.
pub(crate) struct Context {
    pub(crate) config: HostConfig,
    pub(crate) tables: Tables,
    /// Of files that are not locked.
    pub(crate) hashes: Hashes,
}

/// The host's tables as JSON, made when the first plugin asks and kept for the others.
pub(crate) struct Tables {
    source: TableSource,
    made: Mutex<BTreeMap<String, Option<Arc<str>>>>,
}

type TableSource = Box<dyn Fn(&str) -> Option<String> + Send + Sync>;

impl Tables {
    pub(crate) fn new(source: TableSource) -> Self {
        Self {
            source,
            made: Mutex::default(),
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<Arc<str>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(name.to_owned())
            .or_insert_with(|| (self.source)(name).map(Arc::from))
            .clone()
    }
}
