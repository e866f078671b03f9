//! Hashes of texts of numbered signs, and the tables that are looked up by them.

use rkyv::{Archive, Deserialize, Serialize};

/// Stands for a sign left open. No sign has this number.
pub(super) const OPEN: u16 = u16::MAX;

/// Signs are numbered up to here; keys with a sign beyond are only found as they are.
pub(super) const LAST: u16 = (1 << super::signs::WIDTH) - 1;

/// Bits by which the hash of a sign is turned for each place.
const TURN: u32 = 5;

/// Hash of a sign at the first place.
pub(super) fn sign(code: u16) -> u64 {
    // SplitMix64: consecutive numbers become unrelated.
    let mut z = (u64::from(code) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

/// The hash of a part of a text when it stands so many places further on.
pub(super) fn later(hash: u64, places: usize) -> u64 {
    hash.rotate_left(TURN * (places % 64) as u32)
}

/// The hash of a part of a text when it stands so many places earlier.
pub(super) fn earlier(hash: u64, places: usize) -> u64 {
    hash.rotate_right(TURN * (places % 64) as u32)
}

/// The hash of a whole text.
pub(super) fn text(codes: &[u16]) -> u64 {
    codes
        .iter()
        .enumerate()
        .fold(0, |h, (i, c)| h ^ later(sign(*c), i))
}

/// Numbers of keys by hash: buckets one behind the other, each entry with some bits of the hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Table {
    starts: Vec<u32>,
    entries: Vec<u32>,
    /// Bits of an entry that hold the number of the key.
    bits: u32,
}

/// Entries in a bucket on average.
const LOAD: usize = 2;

pub(super) fn bucket(hash: u64, buckets: usize) -> usize {
    (((hash & 0xFFFF_FFFF) * buckets as u64) >> 32) as usize
}

fn print(hash: u64, bits: u32) -> u32 {
    // The bucket comes from the lower half.
    ((hash >> 32) as u32) & (u32::MAX << bits)
}

impl Table {
    /// Packs pairs of hash and key; `names` is the number of keys.
    pub(super) fn pack(mut pairs: Vec<(u64, u32)>, names: usize) -> Self {
        let bits = usize::BITS - names.leading_zeros();
        let buckets = pairs.len() / LOAD + 1;
        pairs.sort_unstable_by_key(|(h, n)| (bucket(*h, buckets), *n, *h));
        pairs.dedup();
        let mut starts = vec![0; buckets + 1];
        for (h, _) in &pairs {
            starts[bucket(*h, buckets) + 1] += 1;
        }
        for i in 0..buckets {
            starts[i + 1] += starts[i];
        }
        let mut entries: Vec<u32> = pairs.iter().map(|(h, n)| print(*h, bits) | n).collect();
        entries.shrink_to_fit();
        Self {
            starts,
            entries,
            bits,
        }
    }
}

impl ArchivedTable {
    /// Keys that may have this hash. Some have another: the caller looks at their signs.
    #[inline]
    pub(super) fn get(&self, hash: u64) -> impl Iterator<Item = u32> {
        let buckets = self.starts.len().saturating_sub(1);
        let at = bucket(hash, buckets);
        let place = |i: usize| self.starts.get(i).map_or(0, |s| s.to_native() as usize);
        let bits = self.bits.to_native();
        let wanted = print(hash, bits);
        let mask = u32::MAX << bits;
        self.entries
            .get(place(at)..place(at + 1))
            .unwrap_or_default()
            .iter()
            .map(|e| e.to_native())
            .filter(move |e| e & mask == wanted)
            .map(move |e| e & !mask)
    }

    pub(super) fn bytes(&self) -> usize {
        4 * (self.starts.len() + self.entries.len())
    }
}
