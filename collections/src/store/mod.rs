//! The file: SQLite, one file when it is closed, every change one transaction and one entry of the log.

mod add;
mod adding;
mod answers;
mod content;
mod declare;
mod log;
mod open;
mod photos;
mod read;
mod record;
mod reidentify;
mod schema;
mod seal;
mod verify;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::error::Error;

pub use add::{AddOptions, Added, FileSource};
pub use declare::Declaration;
pub(crate) use declare::in_force;
pub use log::LogEntry;
pub(crate) use open::{is_collection, of_journal};
pub use photos::PhotoState;
pub use read::{Entry, Info, RecordRef, Shown, Source, StoredWarning};
pub(crate) use read::{all_answers, sources};
pub use reidentify::{Change, Changes, Example};
pub use verify::{Finding, Verification};

/// A collection in its file.
pub struct Collection {
    db: Connection,
    path: PathBuf,
}

/// Who does something, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// UTC, `2026-11-21T06:31:06Z`.
    pub at: String,
    /// Name of the person.
    pub by: String,
}

impl Stamp {
    /// Now, by the clock of the machine.
    #[must_use]
    pub fn now(by: &str) -> Self {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Self {
            at: crate::dates::utc(since),
            by: by.to_owned(),
        }
    }
}

impl Collection {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The tables, for aggregates in SQL. Treat it as read only: every change belongs into the log.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.db
    }

    /// Starts a change. Another writer is waited for, for a while.
    fn begin(&mut self) -> Result<rusqlite::Transaction<'_>, Error> {
        Ok(self
            .db
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?)
    }
}
