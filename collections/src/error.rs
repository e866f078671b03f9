//! What can go wrong, in words that say what to do.

use std::path::{Path, PathBuf};

/// A failure of reading or keeping a collection. Nothing that was kept before is lost by any of them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such file.
    #[error("{}: there is no such file", path.display())]
    NoSuchFile {
        /// The file.
        path: PathBuf,
    },
    /// There is no such collection.
    #[error("{}: there is no such collection; `headstamp collection new` makes an empty one", path.display())]
    NoSuchCollection {
        /// The file.
        path: PathBuf,
    },
    /// The folder in which a file is to be is not there.
    #[error("{}: there is no folder {}", path.display(), folder.display())]
    NoSuchFolder {
        /// The file.
        path: PathBuf,
        /// Its folder.
        folder: PathBuf,
    },
    /// A new collection would overwrite something.
    #[error("{}: is there already; a collection is never overwritten", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{}: is no headstamp collection ({detail})", path.display())]
    NotACollection {
        /// The file.
        path: PathBuf,
        /// What it is, as far as can be told.
        detail: String,
    },
    /// The collection was written by a newer program.
    #[error(
        "{}: has format {found}, this program knows {known}; a newer headstamp is needed, nothing was changed",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format known.
        known: i64,
    },
    /// The end of the file is missing.
    #[error(
        "{}: is cut short: {has} of {wants} bytes are there; copy it again from where it came from",
        path.display()
    )]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Bytes found.
        has: u64,
        /// Bytes the file says it has.
        wants: u64,
    },
    /// The file is damaged inside.
    #[error("the collection is damaged: {detail}; work on a copy, and compare with an earlier one")]
    Damaged {
        /// What was met.
        detail: String,
    },
    /// Another program writes to it.
    #[error(
        "the collection is being changed by another program; nothing was written, try again when it is done"
    )]
    Busy,
    /// The disk is full.
    #[error("the disk is full; nothing was written, the collection is as it was before")]
    Full,
    /// Reading or writing the file failed: a disk, a stick or a network drive.
    #[error(
        "the disk failed while the collection was read or written ({detail}); a change that was under way is taken back \
         when the collection is opened again: keep the file “-journal” beside it until then, and see that there is room"
    )]
    Disk {
        /// What the store says.
        detail: String,
    },
    /// The file or its folder may not be written.
    #[error("the collection may not be written here; nothing was changed")]
    ReadOnly,
    /// Input or output failed.
    #[error("{what}: {source}")]
    Io {
        /// What was being done, or the file.
        what: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file of rows cannot be read.
    #[error("{0}")]
    Input(String),
    /// The call makes no sense for this file.
    #[error("{0}")]
    Usage(String),
    /// The identification failed as a whole.
    #[error("{0}")]
    Identify(String),
    /// Anything else the store says.
    #[error("the collection cannot be used: {0}")]
    Store(rusqlite::Error),
    /// A stored text is no JSON.
    #[error("the collection is damaged: {0}")]
    Json(#[from] serde_json::Error),
    /// A workbook cannot be written.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// What kind of failure it is, for the exit code of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Wrong usage.
    Usage,
    /// The data cannot be read.
    BadInput,
    /// There is no such input.
    NoInput,
    /// Anything else.
    Internal,
}

impl Error {
    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::NoSuchFile { .. } | Self::NoSuchCollection { .. } | Self::NoSuchFolder { .. } => {
                Kind::NoInput
            }
            Self::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => Kind::NoInput,
            Self::Exists { .. } | Self::Usage(_) => Kind::Usage,
            Self::NotACollection { .. }
            | Self::Newer { .. }
            | Self::Truncated { .. }
            | Self::Damaged { .. }
            | Self::Json(_)
            | Self::Input(_) => Kind::BadInput,
            _ => Kind::Internal,
        }
    }

    pub(crate) fn io(what: &Path, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::NotFound {
            let folder = what.parent().filter(|f| !f.as_os_str().is_empty() && !f.exists());
            return match folder {
                Some(folder) => Self::NoSuchFolder {
                    path: what.to_owned(),
                    folder: folder.to_owned(),
                },
                None => Self::NoSuchFile {
                    path: what.to_owned(),
                },
            };
        }
        Self::Io {
            what: what.display().to_string(),
            source,
        }
    }

    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged {
            detail: detail.into(),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match e.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked | Code::FileLockingProtocolFailed) => Self::Busy,
            Some(Code::DiskFull) => Self::Full,
            Some(Code::SystemIoFailure) => Self::Disk {
                detail: e.to_string(),
            },
            Some(Code::ReadOnly | Code::PermissionDenied) => Self::ReadOnly,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::damaged(e.to_string()),
            _ => Self::Store(e),
        }
    }
}
