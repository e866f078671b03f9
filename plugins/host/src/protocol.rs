//! What the frames carry.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::sandbox::Sandbox;

/// Payload of the host's `Hello`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) seats: Vec<SeatOrder>,
    pub(crate) memory_bytes: u64,
}

/// One plugin that a worker is to load; its place in [`Order::seats`] is its number.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SeatOrder {
    pub(crate) id: String,
    /// Absolute.
    pub(crate) path: PathBuf,
    /// What the file must hash to. `None`: development, loaded as it is.
    pub(crate) sha256: Option<String>,
    /// Folders it may read, from the lock.
    pub(crate) reads: Vec<PathBuf>,
}

/// Payload of the worker's `Hello`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Welcome {
    pub(crate) sandbox: Sandbox,
}

/// Payload of the host's `Load`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LoadOrder {
    pub(crate) seat: usize,
    /// What a file that is not locked hashed to, where that was told of it or will be: other code must not run in its name.
    pub(crate) sha256: Option<String>,
}

/// Payload of the worker's `Load`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Loaded {
    /// As the plugin wrote it; the host checks it.
    pub(crate) manifest: String,
}

/// Payload of `Error` in reply to `Load`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LoadError {
    /// The file could not be opened or read.
    Unreadable(String),
    /// The file is not the one that was locked, or hashed before.
    Hash { found: String },
    /// The system's loader refused it.
    Loader(String),
    /// It does not export the symbol.
    NoSymbol,
    /// The symbol returned a null pointer.
    NoTable,
    /// The symbol returned another pointer the second time.
    Unstable,
    /// The table does not begin with the magic number.
    Magic { found: u32 },
    /// The table is shorter than that of the first version.
    ShortTable { found: u32, needed: u32 },
    /// Built for another major version.
    Abi { found: u16 },
    /// A function pointer is null.
    NoFunction(String),
    /// The manifest is no UTF-8 or too long.
    Manifest(String),
}

/// Payload of `Open`, host to worker.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct OpenOrder {
    pub(crate) seat: usize,
    /// Names of tables sent before.
    pub(crate) tables: Vec<String>,
}

/// Payload of `Error` in reply to `Open` and `Batch`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum CallError {
    /// The plugin returned this code, with its message if it gave one.
    Code { code: i32, message: String },
    /// The answer went over the limit.
    TooMuch,
    /// The host asked for something that is not there.
    Misplaced(String),
}

/// Head of the payload of `Batch`, host to worker; the JSON for the plugin follows.
pub(crate) struct BatchHead {
    pub(crate) seat: u32,
    /// After this the plugin is told that its answer is no longer wanted.
    pub(crate) budget_ms: u32,
    /// Bytes that the answer may have.
    pub(crate) answer_bytes: u32,
}

impl BatchHead {
    const SIZE: usize = 12;

    pub(crate) fn encode(&self) -> [u8; Self::SIZE] {
        let [s0, s1, s2, s3] = self.seat.to_le_bytes();
        let [b0, b1, b2, b3] = self.budget_ms.to_le_bytes();
        let [a0, a1, a2, a3] = self.answer_bytes.to_le_bytes();
        [s0, s1, s2, s3, b0, b1, b2, b3, a0, a1, a2, a3]
    }

    pub(crate) fn decode(payload: &[u8]) -> Option<(Self, &[u8])> {
        let (seat, rest) = split_number(payload)?;
        let (budget_ms, rest) = split_number(rest)?;
        let (answer_bytes, rest) = split_number(rest)?;
        Some((
            Self {
                seat,
                budget_ms,
                answer_bytes,
            },
            rest,
        ))
    }
}

/// A number at the head of a payload.
pub(crate) fn split_number(payload: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = payload.split_first_chunk()?;
    Some((u32::from_le_bytes(*number), rest))
}

/// Payload of `Table`: name, a zero byte, JSON.
pub(crate) fn split_table(payload: &[u8]) -> Option<(&str, &[u8])> {
    let end = payload.iter().position(|byte| *byte == 0)?;
    let (name, rest) = payload.split_at(end);
    Some((std::str::from_utf8(name).ok()?, rest.get(1..)?))
}
