//! Where an output goes. Whatever is written passes through here: evidence is never written over.

use std::fs::File;
use std::path::{Path, PathBuf};

use headstamp_collections::{Collection, may_write, may_write_from};
use tempfile::NamedTempFile;

use crate::exit::{Failure, NO_INPUT};

/// A place that may be written to.
#[derive(Debug)]
pub(crate) struct Target {
    path: PathBuf,
}

impl Target {
    /// The place, unless a collection or one of the files that the command reads is there.
    pub(crate) fn new(path: &Path, inputs: &[&Path]) -> Result<Self, Failure> {
        may_write(path, inputs)?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// The place for what is made from a collection: none of the files it was made from either.
    pub(crate) fn of(path: &Path, collection: &Collection) -> Result<Self, Failure> {
        may_write_from(collection, path)?;
        Self::new(path, &[collection.path()])
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A file in the same folder that does not have its name yet.
    pub(crate) fn beside(&self) -> Result<NamedTempFile, Failure> {
        let folder = self
            .path
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        #[cfg_attr(not(unix), expect(unused_mut, reason = "elsewhere it is ordinary as it is"))]
        let mut temporary = tempfile::Builder::new();
        // A result is an ordinary file: whatever the user's mask allows.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            temporary.permissions(std::fs::Permissions::from_mode(0o666));
        }
        temporary
            .tempfile_in(folder)
            .map_err(|e| Failure::new(NO_INPUT, format!("{}: {e}", self.path.display())))
    }

    /// Gives a file its name. It may have taken minutes to write: what is there now is looked at again.
    pub(crate) fn take(&self, file: NamedTempFile) -> Result<(), Failure> {
        may_write(&self.path, &[])?;
        file.persist(&self.path).map_err(|e| Failure::from(e.error))?;
        Ok(())
    }

    /// Writes a file that appears only when it is whole.
    pub(crate) fn write(&self, write: impl FnOnce(&mut File) -> Result<(), Failure>) -> Result<(), Failure> {
        let mut file = self.beside()?;
        write(file.as_file_mut())?;
        self.take(file)
    }
}
