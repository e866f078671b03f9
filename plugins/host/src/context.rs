//! What all workers of a host share: its configuration, and its tables.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::config::HostConfig;
use crate::hashes::Hashes;

/// What all crews share.
pub(crate) struct Context {
    pub(crate) config: HostConfig,
    pub(crate) tables: Tables,
    /// Of files that are not locked.
    pub(crate) hashes: Hashes,
    pub(crate) starting: Starting,
}

/// Whether workers may be started. When the host ends, the program may end right after: a worker that is cut off in the middle
/// of its start would stay behind on Windows, stopped for ever.
#[derive(Default)]
pub(crate) struct Starting {
    over: RwLock<bool>,
}

impl Starting {
    /// Starts a worker, unless it is over.
    pub(crate) fn begin<T>(&self, start: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let over = self.over.read().unwrap_or_else(PoisonError::into_inner);
        if *over {
            return Err(io::Error::other("the run is over"));
        }
        start()
    }

    /// Waits until none is being started, and lets no more begin.
    pub(crate) fn end(&self) {
        *self.over.write().unwrap_or_else(PoisonError::into_inner) = true;
    }
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
