//! Marks found in spite of faults: signs taken for one another, misread, missing, added or swapped, or not read at all.
//!
//! The index is built with the tables and read in place. It holds each distinct key once, as numbered signs, and:
//!
//! - every key under its own hash, for what is as recorded and for confusions, which are few and are tried one by one;
//! - short keys once for each sign left open (`9_5`), so that one look finds all signs that stand there;
//! - longer keys with up to two signs left out, as two texts with up to two faults each have a remnant in common;
//! - for every length, place and sign the keys that have it there, for marks of which only some signs were read.
//!
//! The cost of a search depends on the length of what is looked for and on what is found, hardly on the tables. The hash
//! of a text is made of its signs, each turned by its place, so that all texts one step away cost one operation each.

mod build;
mod hash;
mod pattern;
mod scan;
mod score;
mod search;
mod short;
mod signs;

use rkyv::{Archive, Deserialize, Serialize};

pub use hash::Table;
pub use pattern::Spot;
pub use search::Scratch;

/// Keys up to this many signs are searched by signs left open, with one fault or two confusions.
pub const SHORT: usize = 4;
/// So many signs of a longer key are looked at to find it; all of them to weigh it.
const PREFIX: usize = 10;
/// Longer marks are only found as they are.
const LONGEST: usize = 30;

/// The faults of a hit, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Faults(u8);

impl Faults {
    /// As recorded.
    pub const NONE: Self = Self(0);
    /// A sign was taken for one that it is often taken for.
    pub const CONFUSED: Self = Self(1);
    /// A sign was taken for another one.
    pub const MISREAD: Self = Self(2);
    /// A stamped sign was not recorded.
    pub const MISSING: Self = Self(4);
    /// A sign was recorded that is not stamped.
    pub const TOO_MANY: Self = Self(8);
    /// Two neighbours changed places.
    pub const SWAPPED: Self = Self(16);

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when all of `other` is among them.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// True when nothing is wrong.
    #[must_use]
    pub const fn none(self) -> bool {
        self.0 == 0
    }
}

/// A key of the tables that may have been meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Number of the distinct key, see [`ArchivedNearIndex::entries`].
    pub name: u32,
    /// Probability of the faults; 1 as recorded.
    pub likelihood: f32,
    /// What went wrong.
    pub faults: Faults,
}

/// The index.
#[derive(Clone, Debug, Default, PartialEq, Archive, Serialize, Deserialize)]
pub struct NearIndex {
    /// Number of each ASCII sign, zero for signs on no mark.
    ascii: Vec<u16>,
    /// Other signs, sorted.
    letters: Vec<u32>,
    /// Their numbers.
    letter_codes: Vec<u16>,
    /// Drawn signs, `{star}`, sorted, with their numbers.
    symbols: super::rows::Names,
    /// Signs below this number are taken for others.
    confusable: u16,
    /// Probability of each pair of those, by the sign as written and then as stamped.
    taken: Vec<f32>,
    /// Where the signs end that one written sign may stand for.
    meant_ends: Vec<u16>,
    /// Those signs, likeliest first.
    meant: Vec<u16>,
    /// In the order of [`super::confusions::FAULTS`].
    faults: [f32; 5],
    /// First entry of each distinct key in the sorted names of the marks, and the end.
    firsts: Vec<u32>,
    /// Where the signs of each distinct key end.
    ends: Vec<u32>,
    /// The signs.
    signs: Vec<u16>,
    /// The signs of short keys in one number, see [`signs::packed`]; zero for longer ones.
    packed: Vec<u64>,
    /// By the hash of a short key with one sign left open: which signs may stand there, as bits. Others share them.
    stands: Vec<u64>,
    /// Keys by hash.
    exact: Table,
    /// Short keys with one sign left open.
    open: Table,
    /// Longer keys with up to two signs left out.
    cut: Table,
    /// Length, place and sign, sorted.
    places: Vec<u32>,
    /// Where the keys of a place begin.
    place_starts: Vec<u32>,
    /// Keys by place.
    placed: Vec<u32>,
}

impl ArchivedNearIndex {
    /// Number of distinct keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True without marks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The entries of a distinct key in the sorted names of the marks.
    #[must_use]
    pub fn entries(&self, name: u32) -> std::ops::Range<usize> {
        let at = |i: usize| self.firsts.get(i).map_or(0, |f| f.to_native() as usize);
        at(name as usize)..at(name as usize + 1)
    }

    /// Bytes of the index.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let words = self.letters.len() + self.taken.len() + self.firsts.len() + self.ends.len();
        let places = self.places.len() + self.place_starts.len() + self.placed.len();
        let halves = self.ascii.len() + self.letter_codes.len() + self.meant.len() + self.signs.len();
        8 * (self.packed.len() + self.stands.len())
            + 4 * (words + places)
            + 2 * (halves + self.meant_ends.len())
            + [&self.exact, &self.open, &self.cut]
                .map(hash::ArchivedTable::bytes)
                .iter()
                .sum::<usize>()
    }
}

impl super::Tables<'_> {
    /// The key of a hit.
    #[must_use]
    pub fn name_of(&self, name: u32) -> &str {
        let at = self.set.near.entries(name).start;
        self.set.mark_index.get(at).0
    }

    /// Mark rows of a hit.
    pub fn rows_of_name(&self, name: u32) -> impl Iterator<Item = u32> + '_ {
        let names = &self.set.mark_index;
        self.set.near.entries(name).map(|i| names.get(i).1)
    }
}
