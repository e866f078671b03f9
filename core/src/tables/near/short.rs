//! Short keys: all that differs by one fault, or by two confusions, tried without looking at anything else.

use super::hash::{self, OPEN, bucket, earlier, later};
use super::signs::{at, bit, closed, opened, sign_at};
use super::{ArchivedNearIndex, Faults, SHORT, Scratch};

/// What was written, in the forms that the steps need.
pub(super) struct Short<'a> {
    pub(super) index: &'a ArchivedNearIndex,
    pub(super) q: &'a [u16],
    /// The hash of each sign.
    pub(super) signs: [u64; SHORT],
    /// The hash of all.
    pub(super) whole: u64,
    /// All in one number.
    pub(super) key: u64,
    pub(super) floor: f32,
}

impl Short<'_> {
    fn fault(&self, number: usize) -> f32 {
        self.index.faults[number].to_native()
    }

    /// The hash with another sign at a place.
    #[inline]
    fn with(&self, hash: u64, place: usize, sign: u16) -> u64 {
        hash ^ later(self.signs[place] ^ hash::sign(sign), place)
    }

    /// The key with another sign at a place.
    #[inline]
    fn key_with(&self, key: u64, place: usize, sign: u16) -> u64 {
        key ^ at(self.q[place] ^ sign, place)
    }

    /// One sign is another: all keys that differ at one place stand together.
    pub(super) fn one_other(&self, scratch: &mut Scratch) {
        let wide = self.fault(0) >= self.floor;
        for i in 0..self.q.len() {
            if !wide {
                // Only what the sign is known to be taken for is likely enough.
                for (s, p) in self.index.meant(self.q[i]).take_while(|(_, p)| *p >= self.floor) {
                    for name in self
                        .index
                        .exactly(self.with(self.whole, i, s), self.key_with(self.key, i, s))
                    {
                        scratch.push(name, p, Faults::CONFUSED);
                    }
                }
                continue;
            }
            let blank = self.key_with(self.key, i, 0);
            let hole = at(u16::MAX >> 4, i);
            for name in self.index.open.get(self.with(self.whole, i, OPEN)) {
                let stamped = self.index.packed_of(name);
                if stamped & !hole != blank || stamped == self.key {
                    continue;
                }
                let (p, known) = self.index.odds(self.q[i], sign_at(stamped, i));
                if p >= self.floor {
                    scratch.push(name, p, if known { Faults::CONFUSED } else { Faults::MISREAD });
                }
            }
        }
    }

    /// The first confused sign is put in, and what may stand at the second place is looked up for all signs at once.
    pub(super) fn two_confused(&self, scratch: &mut Scratch) {
        let index = self.index;
        let n = self.q.len();
        let mut bits = [0; SHORT];
        let mut best = [0.0; SHORT];
        for (k, c) in self.q.iter().enumerate() {
            bits[k] = index.meant(*c).fold(0, |all, (s, _)| all | bit(s));
            best[k] = index.meant(*c).next().map_or(0.0, |(_, p)| p);
        }
        for i in 0..n {
            for (a, first) in index.meant(self.q[i]) {
                let (hash, key) = (self.with(self.whole, i, a), self.key_with(self.key, i, a));
                for j in i + 1..n {
                    if first * best[j] < self.floor {
                        continue;
                    }
                    let stands = index
                        .stands
                        .get(bucket(self.with(hash, j, OPEN), index.stands.len()));
                    let common = stands.map_or(0, |s| s.to_native()) & bits[j];
                    if common != 0 {
                        self.second(hash, key, (i, j), (a, first), common, scratch);
                    }
                }
            }
        }
    }

    fn second(
        &self,
        hash: u64,
        key: u64,
        (i, j): (usize, usize),
        (a, first): (u16, f32),
        common: u64,
        scratch: &mut Scratch,
    ) {
        for (b, second) in self.index.meant(self.q[j]) {
            let p = first * second;
            if p < self.floor {
                break;
            }
            // A swapped pair is looked up as such.
            if common & bit(b) == 0 || j == i + 1 && a == self.q[j] && b == self.q[i] {
                continue;
            }
            for name in self
                .index
                .exactly(self.with(hash, j, b), self.key_with(key, j, b))
            {
                scratch.push(name, p, Faults::CONFUSED);
            }
        }
    }

    /// A sign was not recorded: a place is opened between, before or after those that were.
    pub(super) fn one_missing(&self, scratch: &mut Scratch) {
        let n = self.q.len();
        let (end, inside) = (self.fault(1), self.fault(2));
        if end.max(inside) < self.floor {
            return;
        }
        let mut before = 0;
        for i in 0..=n {
            let hash = before ^ later(hash::sign(OPEN), i) ^ later(self.whole ^ before, 1);
            if i < n {
                before ^= later(self.signs[i], i);
            }
            let wanted = opened(self.key, i);
            let hole = at(u16::MAX >> 4, i);
            for name in self.index.open.get(hash) {
                let stamped = self.index.packed_of(name);
                let sign = sign_at(stamped, i);
                // Of several equal neighbours the first one is taken to be missing.
                if stamped & !hole != wanted || i > 0 && sign == self.q[i - 1] {
                    continue;
                }
                let at_an_end = i == 0 || self.q[i..].iter().all(|c| *c == sign);
                let p = if at_an_end { end } else { inside };
                if p >= self.floor {
                    scratch.push(name, p, Faults::MISSING);
                }
            }
        }
    }

    /// A sign is left out; of several equal neighbours the first.
    pub(super) fn one_too_many(&self, scratch: &mut Scratch) {
        let p = self.fault(3);
        if p < self.floor || self.q.len() < 2 {
            return;
        }
        let mut before = 0;
        for i in 0..self.q.len() {
            let own = later(self.signs[i], i);
            if i == 0 || self.q[i] != self.q[i - 1] {
                let hash = before ^ earlier(self.whole ^ before ^ own, 1);
                for name in self.index.exactly(hash, closed(self.key, i)) {
                    scratch.push(name, p, Faults::TOO_MANY);
                }
            }
            before ^= own;
        }
    }

    /// Two neighbours swapped, or each taken for the other, whichever is likelier.
    pub(super) fn one_pair_swapped(&self, scratch: &mut Scratch) {
        for i in 1..self.q.len() {
            let (a, b) = (self.q[i - 1], self.q[i]);
            if a == b {
                continue;
            }
            let ((first, one), (second, two)) = (self.index.odds(a, b), self.index.odds(b, a));
            let (p, faults) = if one && two && first * second > self.fault(4) {
                (first * second, Faults::CONFUSED)
            } else {
                (self.fault(4), Faults::SWAPPED)
            };
            if p >= self.floor {
                let hash = self.with(self.with(self.whole, i - 1, b), i, a);
                let key = self.key_with(self.key_with(self.key, i - 1, b), i, a);
                for name in self.index.exactly(hash, key) {
                    scratch.push(name, p, faults);
                }
            }
        }
    }
}
