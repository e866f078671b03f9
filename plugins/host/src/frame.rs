//! Frames between host and worker: `u32` length of the payload, `u8` kind, `u32` sequence, payload; numbers
//! little-endian.
//!
//! Host and worker are the same program, so the frames are not a public format.

use std::io::{self, Read};

/// Longest payload. A longer one means that the other side has lost its way.
pub(crate) const PAYLOAD_LIMIT: usize = 16 << 20;
const HEADER: usize = 9;

/// What a frame is about. A reply bears the kind and sequence of its request, or [`Kind::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// Host: who is to be loaded and under which limits. Worker: the sandbox in force.
    Hello = 1,
    /// Host: load this seat. Worker: its manifest.
    Load = 2,
    /// Host: a table that `Open` may name. Not answered.
    Table = 3,
    /// Host: open this seat with these tables.
    Open = 4,
    /// Host: a batch for this seat. Worker: the answer as the plugin wrote it.
    Batch = 5,
    /// Worker: why the request failed.
    Error = 6,
    /// Host: open this seat with this configuration, whatever it is. Only the conformance kit asks so.
    Configure = 7,
}

impl Kind {
    fn from_byte(byte: u8) -> Option<Self> {
        [
            Self::Hello,
            Self::Load,
            Self::Table,
            Self::Open,
            Self::Batch,
            Self::Error,
            Self::Configure,
        ]
        .into_iter()
        .find(|kind| *kind as u8 == byte)
    }
}

#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) kind: Kind,
    pub(crate) sequence: u32,
    pub(crate) payload: Vec<u8>,
}

/// Appends a frame whose payload is the given parts.
///
/// # Errors
/// When the payload is over [`PAYLOAD_LIMIT`]; nothing is appended.
pub(crate) fn encode(out: &mut Vec<u8>, kind: Kind, sequence: u32, parts: &[&[u8]]) -> io::Result<()> {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let length = u32::try_from(length)
        .ok()
        .filter(|length| *length as usize <= PAYLOAD_LIMIT)
        .ok_or_else(|| invalid(format!("a message of {length} bytes is too long to send")))?;
    out.reserve(HEADER + length as usize);
    out.extend_from_slice(&length.to_le_bytes());
    out.push(kind as u8);
    out.extend_from_slice(&sequence.to_le_bytes());
    for part in parts {
        out.extend_from_slice(part);
    }
    Ok(())
}

/// Reads one frame; `None` at the end of the stream.
///
/// # Errors
/// When the stream ends within a frame, or what is read is no frame.
pub(crate) fn read(from: &mut impl Read) -> io::Result<Option<Frame>> {
    let mut header = [0; HEADER];
    let mut filled = 0;
    while filled < HEADER {
        match from.read(&mut header[filled..]) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let [l0, l1, l2, l3, kind, s0, s1, s2, s3] = header;
    let length = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
    if length > PAYLOAD_LIMIT {
        return Err(invalid(format!("a message of {length} bytes was announced")));
    }
    let kind =
        Kind::from_byte(kind).ok_or_else(|| invalid(format!("a message of unknown kind {kind} came")))?;
    let mut payload = Vec::new();
    // `take` and not a buffer of the announced length: memory is used only for bytes that came.
    from.by_ref().take(length as u64).read_to_end(&mut payload)?;
    if payload.len() < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(Frame {
        kind,
        sequence: u32::from_le_bytes([s0, s1, s2, s3]),
        payload,
    }))
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip() {
        let mut bytes = Vec::new();
        encode(&mut bytes, Kind::Hello, 7, &[b"ab", b"", b"c"]).unwrap();
        encode(&mut bytes, Kind::Error, u32::MAX, &[]).unwrap();
        let mut from = bytes.as_slice();
        let first = read(&mut from).unwrap().unwrap();
        assert_eq!(
            (first.kind, first.sequence, first.payload.as_slice()),
            (Kind::Hello, 7, &b"abc"[..])
        );
        let second = read(&mut from).unwrap().unwrap();
        assert_eq!(
            (second.kind, second.sequence, second.payload.len()),
            (Kind::Error, u32::MAX, 0)
        );
        assert!(read(&mut from).unwrap().is_none());
    }

    #[test]
    fn refuses_what_is_no_frame() {
        assert!(
            read(&mut &[0xff; 9][..])
                .unwrap_err()
                .to_string()
                .contains("announced")
        );
        assert!(
            read(&mut &[0, 0, 0, 0, 99, 0, 0, 0, 0][..])
                .unwrap_err()
                .to_string()
                .contains("kind 99")
        );
        assert_eq!(
            read(&mut &[1, 0, 0][..]).unwrap_err().kind(),
            io::ErrorKind::UnexpectedEof
        );
        assert_eq!(
            read(&mut &[2, 0, 0, 0, 1, 0, 0, 0, 0, b'x'][..])
                .unwrap_err()
                .kind(),
            io::ErrorKind::UnexpectedEof
        );
    }

    #[test]
    fn refuses_to_send_too_much() {
        let big = vec![0; PAYLOAD_LIMIT];
        let mut out = Vec::new();
        assert!(encode(&mut out, Kind::Batch, 0, &[&big, b"x"]).is_err());
        assert!(out.is_empty());
    }
}
