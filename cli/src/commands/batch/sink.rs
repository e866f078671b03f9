//! Writing by a thread of its own, so that answers and the disk do not wait for one another.

use std::io::{self, Write};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread::JoinHandle;

use tempfile::NamedTempFile;

use crate::exit::Failure;
use crate::target::Target;

/// Bytes written at once.
const PIECE: usize = 1 << 20;
/// Pieces that may wait to be written.
const WAITING: usize = 8;

/// Bytes on their way to a file or to standard output.
pub(super) struct Sink {
    buffer: Vec<u8>,
    pieces: Option<SyncSender<Vec<u8>>>,
    written: Receiver<Vec<u8>>,
    writer: Option<JoinHandle<io::Result<Option<NamedTempFile>>>>,
}

impl Sink {
    /// A file that does not have its name yet, in the same folder.
    pub(super) fn beside(target: &Target) -> Result<Self, Failure> {
        let mut file = target.beside()?;
        Self::start(move |pieces, done| {
            each(pieces, done, &mut file)?;
            Ok(Some(file))
        })
    }

    pub(super) fn stdout() -> Result<Self, Failure> {
        Self::start(move |pieces, done| {
            let mut out = io::stdout().lock();
            each(pieces, done, &mut out)?;
            Ok(None)
        })
    }

    fn start(
        write: impl FnOnce(&Receiver<Vec<u8>>, &mpsc::Sender<Vec<u8>>) -> io::Result<Option<NamedTempFile>>
        + Send
        + 'static,
    ) -> Result<Self, Failure> {
        let (pieces, to_write) = mpsc::sync_channel(WAITING);
        let (done, written) = mpsc::channel();
        let writer = std::thread::Builder::new()
            .name("answers".to_owned())
            .spawn(move || write(&to_write, &done))?;
        Ok(Self {
            buffer: Vec::new(),
            pieces: Some(pieces),
            written,
            writer: Some(writer),
        })
    }

    /// What is written next. Whoever adds to it calls [`Self::full`] then.
    pub(super) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Hands the buffer over if there is enough in it.
    pub(super) fn full(&mut self) -> io::Result<()> {
        if self.buffer.len() < PIECE {
            return Ok(());
        }
        self.flush()
    }

    /// Waits until all is written; the file, if it is one.
    pub(super) fn finish(&mut self) -> io::Result<Option<NamedTempFile>> {
        self.flush()?;
        self.end()
    }

    fn end(&mut self) -> io::Result<Option<NamedTempFile>> {
        self.pieces = None;
        match self.writer.take().map(JoinHandle::join) {
            Some(Ok(ended)) => ended,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
            None => Ok(None),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        self.full()?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let mut next = self.written.try_recv().unwrap_or_default();
        next.clear();
        let piece = std::mem::replace(&mut self.buffer, next);
        let gone = self
            .pieces
            .as_ref()
            .is_none_or(|pieces| pieces.send(piece).is_err());
        if gone {
            // The writer says why.
            self.end()?;
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(())
    }
}

/// Whatever went wrong: the writer ends first, and with it a file that never got its name.
impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

/// Writes each piece as it comes, so that it can be seen.
fn each(pieces: &Receiver<Vec<u8>>, done: &mpsc::Sender<Vec<u8>>, out: &mut impl Write) -> io::Result<()> {
    while let Ok(piece) = pieces.recv() {
        out.write_all(&piece)?;
        out.flush()?;
        let _ = done.send(piece);
    }
    Ok(())
}
