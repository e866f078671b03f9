//! Chance that is the same everywhere: each question has its own stream, named by what it is about. A row that is added
//! to the tables therefore changes no other question.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use sha2::{Digest, Sha256};

/// A stream of chance.
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream of a name under a seed.
    #[must_use]
    pub fn named(seed: u64, name: &str) -> Self {
        Self(ChaCha8Rng::from_seed(digest(&format!("{seed} {name}"))))
    }

    /// A number below `n`; 0 when there is none. The bias of the remainder is below one in a billion here.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(u64::MAX);
        usize::try_from(self.0.next_u64().checked_rem(n).unwrap_or(0)).unwrap_or(0)
    }

    /// One of a list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.below(list.len()))
    }
}

/// A number that belongs to a name for good: for dividing producers and states into groups.
#[must_use]
pub fn group(name: &str, groups: usize) -> usize {
    let d = digest(name);
    let n = u64::from_le_bytes([d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]]);
    let groups = u64::try_from(groups.max(1)).unwrap_or(1);
    usize::try_from(n % groups).unwrap_or(0)
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
