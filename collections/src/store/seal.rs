//! Hashes over what is stored, so that a changed byte is found and placed.

use sha2::{Digest, Sha256};

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// Hashes a sequence of fields. Each goes in with its kind and length, so that no two sequences look alike.
pub(super) struct Sealer(Sha256);

impl Sealer {
    pub(super) fn new(what: &str) -> Self {
        let mut s = Self(Sha256::new());
        s.text(what);
        s
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.0.update([b'b']);
        self.0
            .update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
        self.0.update(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(t) => self.text(t),
            None => self.0.update([b'-']),
        }
    }

    pub(super) fn int(&mut self, n: i64) {
        self.0.update([b'i']);
        self.0.update(n.to_le_bytes());
    }

    pub(super) fn real(&mut self, n: Option<f64>) {
        match n {
            Some(n) => {
                self.0.update([b'r']);
                self.0.update(n.to_bits().to_le_bytes());
            }
            None => self.0.update([b'-']),
        }
    }

    pub(super) fn done(self) -> Hash {
        self.0.finalize().into()
    }
}

/// The hash of a text by itself, as any tool computes it.
pub(super) fn of_text(text: &str) -> Hash {
    Sha256::digest(text.as_bytes()).into()
}
