//! From a path to a file that may be loaded.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::lock::hex;
use crate::protocol::{LoadError, SeatOrder};

/// Larger files are no plugins.
const FILE_LIMIT: u64 = 64 << 20;

/// A plugin's file, opened before the sandbox closes.
pub(super) enum PluginFile {
    /// Development: loaded from its place.
    Unlocked(PathBuf),
    /// To be copied, checked and loaded from the copy.
    Locked { sha256: String, source: Source },
    /// It could not be opened; said when it is to be loaded.
    Unreadable(String),
}

impl PluginFile {
    pub(super) fn prepare(order: &SeatOrder) -> Self {
        let Some(sha256) = order.sha256.clone() else {
            return Self::Unlocked(order.path.clone());
        };
        match Source::open(order) {
            Ok(source) => Self::Locked { sha256, source },
            Err(error) => Self::Unreadable(error.to_string()),
        }
    }

    /// A path from which exactly the locked bytes are loaded; where there is no sealed copy of them, what it leads to was
    /// read just now. `expected` is what an unlocked file hashed to before, if it was hashed.
    pub(super) fn check(&mut self, expected: Option<&str>) -> Result<PathBuf, LoadError> {
        let unreadable = |error: io::Error| LoadError::Unreadable(error.to_string());
        let compare = |found: String, expected: &str| {
            if found == expected {
                Ok(())
            } else {
                Err(LoadError::Hash { found })
            }
        };
        match self {
            Self::Unlocked(path) => {
                if let Some(expected) = expected {
                    let mut file = File::open(&path).map_err(unreadable)?;
                    compare(hash(|buffer| file.read(buffer)).map_err(unreadable)?, expected)?;
                }
                Ok(path.clone())
            }
            Self::Unreadable(error) => Err(LoadError::Unreadable(error.clone())),
            Self::Locked { sha256, source } => {
                source.begin().map_err(unreadable)?;
                compare(hash(|buffer| source.copy(buffer)).map_err(unreadable)?, sha256)?;
                source.path().map_err(unreadable)
            }
        }
    }

    /// Bytes that may have to be copied.
    pub(super) fn size(&self) -> u64 {
        match self {
            Self::Locked { source, .. } => source.size.min(FILE_LIMIT),
            Self::Unlocked(_) | Self::Unreadable(_) => 0,
        }
    }

    /// A number that none of its descriptors reaches.
    pub(super) fn descriptors(&self) -> u64 {
        match self {
            Self::Locked { source, .. } => source.descriptors(),
            Self::Unlocked(_) | Self::Unreadable(_) => 0,
        }
    }
}

/// The hash of all that `read` gives, until it gives nothing.
fn hash(mut read: impl FnMut(&mut [u8]) -> io::Result<usize>) -> io::Result<String> {
    // Small enough to stay in the processor's cache, from where it is both hashed and copied.
    let mut buffer = vec![0; 64 << 10];
    let mut hasher = Sha256::new();
    let mut left = FILE_LIMIT;
    loop {
        let count = read(&mut buffer)?;
        if count == 0 {
            return Ok(hex(&hasher.finalize()));
        }
        left = left.checked_sub(count as u64).ok_or_else(too_large)?;
        hasher.update(buffer.get(..count).unwrap_or_default());
    }
}

fn too_large() -> io::Error {
    io::Error::other(format!("it is over {FILE_LIMIT} bytes"))
}

#[cfg(target_os = "linux")]
pub(super) use self::sealed::Source;
#[cfg(not(target_os = "linux"))]
pub(super) use self::unsealed::Source;

/// The bytes that are checked are copied into memory that cannot be changed any more, and loaded from there:
/// what happens to the file between the check and the loading does not matter.
#[cfg(target_os = "linux")]
mod sealed {
    use std::fs::File;
    use std::io::{self, Read, Write};
    use std::os::fd::AsRawFd;
    use std::path::PathBuf;

    use rustix::fs::{MemfdFlags, Mode, OFlags, SealFlags, fcntl_add_seals, memfd_create, open};

    use super::SeatOrder;

    pub(in crate::worker) struct Source {
        file: File,
        /// Made before the sandbox, because nothing can be made in it. It stays open: the loader knows
        /// libraries by their path, and a number that is used again would be taken for the library it stood
        /// for before.
        copy: File,
        pub(super) size: u64,
    }

    impl Source {
        pub(super) fn open(order: &SeatOrder) -> io::Result<Self> {
            // Not blocking: if a pipe took the place of the file since it was found, opening must not wait
            // for it.
            let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
            let file = File::from(open(&order.path, flags, Mode::empty())?);
            let meta = file.metadata()?;
            if !meta.is_file() {
                return Err(io::Error::other("it is not a regular file"));
            }
            let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
            // Before Linux 6.3 it is not known that a copy need not be a program.
            let copy = memfd_create(&order.id, flags | MemfdFlags::NOEXEC_SEAL)
                .or_else(|_| memfd_create(&order.id, flags))?;
            Ok(Self {
                file,
                copy: File::from(copy),
                size: meta.len(),
            })
        }

        /// The file is open since before the sandbox.
        #[expect(
            clippy::unnecessary_wraps,
            clippy::unused_self,
            reason = "elsewhere it can fail"
        )]
        pub(super) fn begin(&mut self) -> io::Result<()> {
            Ok(())
        }

        /// Copies the next bytes and leaves them in `buffer`; 0 at the end.
        pub(super) fn copy(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.file.read(buffer)?;
            self.copy.write_all(buffer.get(..count).unwrap_or_default())?;
            Ok(count)
        }

        /// The path of the copy, which cannot be changed any more.
        pub(super) fn path(&self) -> io::Result<PathBuf> {
            let all = SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL;
            fcntl_add_seals(&self.copy, all)?;
            Ok(format!("/proc/self/fd/{}", self.copy.as_raw_fd()).into())
        }

        pub(super) fn descriptors(&self) -> u64 {
            let highest = self.file.as_raw_fd().max(self.copy.as_raw_fd());
            u64::try_from(highest).map_or(0, |highest| highest + 1)
        }
    }
}

/// Elsewhere the file is checked and then loaded from its place. It is opened anew for the check, because a file that took
/// its place since the worker was started is the one that is loaded. Who can write there between the check and the loading
/// is trusted.
#[cfg(any(test, not(target_os = "linux")))]
mod unsealed {
    use std::fs::File;
    use std::io::{self, Read};
    use std::path::PathBuf;

    use super::SeatOrder;

    pub(in crate::worker) struct Source {
        file: File,
        path: PathBuf,
        pub(in crate::worker) size: u64,
    }

    impl Source {
        pub(in crate::worker) fn open(order: &SeatOrder) -> io::Result<Self> {
            let file = File::open(&order.path)?;
            let size = file.metadata()?.len();
            Ok(Self {
                file,
                path: order.path.clone(),
                size,
            })
        }

        /// Opens what lies there now.
        pub(in crate::worker) fn begin(&mut self) -> io::Result<()> {
            self.file = File::open(&self.path)?;
            Ok(())
        }

        /// Reads the next bytes; 0 at the end.
        pub(in crate::worker) fn copy(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.file.read(buffer)
        }

        pub(in crate::worker) fn path(&self) -> io::Result<PathBuf> {
            Ok(self.path.clone())
        }

        #[cfg(not(target_os = "linux"))]
        pub(in crate::worker) fn descriptors(&self) -> u64 {
            64
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn order(path: PathBuf) -> SeatOrder {
        SeatOrder {
            id: "plain".to_owned(),
            path,
            sha256: None,
            reads: Vec::new(),
        }
    }

    fn sha256(bytes: &[u8]) -> String {
        hex(&Sha256::digest(bytes))
    }

    /// Where there is no sealed copy, what lies there when it is loaded is what is checked.
    #[test]
    fn without_a_copy_the_file_is_read_when_it_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plugin");
        fs::write(&path, "first").unwrap();
        let mut source = unsealed::Source::open(&order(path.clone())).unwrap();
        assert_eq!(source.size, 5);
        let other = folder.path().join("other");
        fs::write(&other, "second").unwrap();
        let renamed = fs::rename(&other, &path);
        if cfg!(windows) && renamed.is_err() {
            println!("not run: this system lets nothing take the place of a file that is open");
            return;
        }
        renamed.unwrap();
        source.begin().unwrap();
        assert_eq!(hash(|buffer| source.copy(buffer)).unwrap(), sha256(b"second"));
        assert_eq!(source.path().unwrap(), path);
    }

    #[test]
    fn an_unlocked_file_must_be_what_was_hashed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plugin");
        fs::write(&path, "first").unwrap();
        let mut file = PluginFile::prepare(&order(path.clone()));
        let first = sha256(b"first");
        assert_eq!(file.check(None), Ok(path.clone()));
        assert_eq!(file.check(Some(&first)), Ok(path.clone()));
        fs::write(&path, "second").unwrap();
        let found = sha256(b"second");
        assert_eq!(file.check(Some(&first)), Err(LoadError::Hash { found }));
        fs::remove_file(&path).unwrap();
        assert!(matches!(file.check(Some(&first)), Err(LoadError::Unreadable(_))));
    }
}
