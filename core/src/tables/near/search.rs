//! From what was written to every key that may have been meant.

use super::build::shortened;
use super::hash;
use super::score::Pair;
use super::short::Short;
use super::signs::packed;
use super::{ArchivedNearIndex, Faults, LONGEST, Near, SHORT};

/// Room for one search after the other; one for each thread.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(super) codes: Vec<u16>,
    hashes: Vec<u64>,
    found: Vec<u64>,
    /// For each key the last search that met it.
    pub(super) met: Vec<u32>,
    pub(super) round: u32,
}

impl Scratch {
    /// A new search: no key has been met.
    pub(super) fn begin(&mut self, names: usize) {
        self.codes.clear();
        self.hashes.clear();
        self.found.clear();
        if self.met.len() != names || self.round == u32::MAX {
            self.met.clear();
            self.met.resize(names, 0);
            self.round = 0;
        }
        self.round += 1;
    }

    /// True the first time.
    #[inline]
    pub(super) fn meet(&mut self, name: u32) -> bool {
        match self.met.get_mut(name as usize) {
            Some(last) if *last != self.round => {
                *last = self.round;
                true
            }
            _ => false,
        }
    }

    #[inline]
    pub(super) fn push(&mut self, name: u32, likelihood: f32, faults: Faults) {
        // Sorted as one number: likeliest first, then by key.
        let order = u64::from(!likelihood.to_bits()) << 32;
        self.found
            .push(order | u64::from(name) << 8 | u64::from(faults.0));
    }
}

impl ArchivedNearIndex {
    /// Every key that may have been meant by `key` with at least the likelihood `floor`, best first. Equal ones are in
    /// the order of the keys. At most one fault or two confusions are assumed up to [`SHORT`] signs, two faults beyond.
    pub fn near(&self, key: &str, floor: f32, scratch: &mut Scratch, out: &mut Vec<Near>) {
        out.clear();
        scratch.begin(self.len());
        let floor = floor.max(f32::MIN_POSITIVE);
        let mut codes = std::mem::take(&mut scratch.codes);
        self.codes(key, &mut codes);
        match codes.len() {
            0 => {}
            1..=SHORT => self.short(&codes, floor, scratch),
            n if n <= LONGEST => self.long(&codes, floor, scratch),
            _ => {
                let same = |name: &u32| {
                    self.signs_of(*name)
                        .iter()
                        .map(|s| s.to_native())
                        .eq(codes.iter().copied())
                };
                for name in self.exact.get(hash::text(&codes)).filter(same) {
                    scratch.push(name, 1.0, Faults::NONE);
                }
            }
        }
        scratch.codes = codes;
        scratch.found.sort_unstable();
        out.extend(scratch.found.iter().map(|f| Near {
            name: (*f as u32) >> 8,
            likelihood: f32::from_bits(!((*f >> 32) as u32)),
            faults: Faults(*f as u8),
        }));
    }

    /// The key of this hash with these signs.
    #[inline]
    pub(super) fn exactly(&self, hash: u64, key: u64) -> impl Iterator<Item = u32> {
        self.exact
            .get(hash)
            .filter(move |name| self.packed_of(*name) == key)
    }

    fn short(&self, q: &[u16], floor: f32, scratch: &mut Scratch) {
        let mut signs = [0; SHORT];
        for (to, c) in signs.iter_mut().zip(q) {
            *to = hash::sign(*c);
        }
        let asked = Short {
            index: self,
            q,
            signs,
            whole: hash::text(q),
            key: packed(q),
            floor,
        };
        for name in self.exactly(asked.whole, asked.key) {
            scratch.push(name, 1.0, Faults::NONE);
        }
        asked.one_other(scratch);
        asked.two_confused(scratch);
        asked.one_missing(scratch);
        asked.one_too_many(scratch);
        asked.one_pair_swapped(scratch);
    }

    fn long(&self, q: &[u16], floor: f32, scratch: &mut Scratch) {
        let [misread, end, inside, too_many, swapped] = self.faults.each_ref().map(|f| f.to_native());
        let confused = q
            .iter()
            .filter_map(|c| self.meant(*c).next())
            .map(|(_, p)| p)
            .fold(0.0, f32::max);
        let likeliest = [misread, end, inside, too_many, swapped, confused]
            .into_iter()
            .fold(0.0, f32::max);
        let most = match likeliest {
            p if p < floor => 0,
            p if p * p < floor => 1,
            _ => 2,
        };
        let mut hashes = std::mem::take(&mut scratch.hashes);
        shortened(q, usize::from(most), &mut hashes);
        let mut pair = Pair::new(self, q, floor);
        for hash in &hashes {
            for name in self.cut.get(*hash) {
                if scratch.meet(name) && pair.weigh(name, most) {
                    scratch.push(name, pair.best, pair.faults);
                }
            }
        }
        scratch.hashes = hashes;
    }
}
