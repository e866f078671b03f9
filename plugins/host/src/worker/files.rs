//! From a path to a file that may be loaded.

use std::io;
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

    /// A path from which exactly the locked bytes are loaded.
    pub(super) fn check(&mut self) -> Result<PathBuf, LoadError> {
        match self {
            Self::Unlocked(path) => Ok(path.clone()),
            Self::Unreadable(error) => Err(LoadError::Unreadable(error.clone())),
            Self::Locked { sha256, source } => {
                let unreadable = |error: io::Error| LoadError::Unreadable(error.to_string());
                let found = hash(source).map_err(unreadable)?;
                if found != *sha256 {
                    return Err(LoadError::Hash { found });
                }
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

fn hash(source: &mut Source) -> io::Result<String> {
    // Small enough to stay in the processor's cache, from where it is both hashed and copied.
    let mut buffer = vec![0; 64 << 10];
    let mut hasher = Sha256::new();
    let mut left = FILE_LIMIT;
    loop {
        let count = source.copy(&mut buffer)?;
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

/// Elsewhere the file is checked and then loaded from its place. Who can write there between the two is
/// trusted.
#[cfg(not(target_os = "linux"))]
mod unsealed {
    use std::fs::File;
    use std::io::{self, Read};
    use std::path::PathBuf;

    use super::SeatOrder;

    pub(in crate::worker) struct Source {
        file: File,
        path: PathBuf,
        pub(super) size: u64,
    }

    impl Source {
        pub(super) fn open(order: &SeatOrder) -> io::Result<Self> {
            let file = File::open(&order.path)?;
            let size = file.metadata()?.len();
            Ok(Self {
                file,
                path: order.path.clone(),
                size,
            })
        }

        /// Reads the next bytes; 0 at the end.
        pub(super) fn copy(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.file.read(buffer)
        }

        pub(super) fn path(&self) -> io::Result<PathBuf> {
            Ok(self.path.clone())
        }

        pub(super) fn descriptors(&self) -> u64 {
            64
        }
    }
}
