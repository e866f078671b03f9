//! How likely a key was meant, given what was written: the best way to lay one beside the other.

use super::{ArchivedNearIndex, Faults, LONGEST};

/// Longest key that is weighed: a text of the longest length with two signs missing.
const ROOM: usize = LONGEST + 2;

/// What was written beside one key.
pub(super) struct Pair<'a> {
    index: &'a ArchivedNearIndex,
    written: &'a [u16],
    stamped: [u16; ROOM],
    len: usize,
    floor: f32,
    pub(super) best: f32,
    pub(super) faults: Faults,
}

impl<'a> Pair<'a> {
    pub(super) fn new(index: &'a ArchivedNearIndex, written: &'a [u16], floor: f32) -> Self {
        Self {
            index,
            written,
            stamped: [0; ROOM],
            len: 0,
            floor,
            best: 0.0,
            faults: Faults::NONE,
        }
    }

    /// Weighs a key; false when it does not reach the floor.
    pub(super) fn weigh(&mut self, name: u32, most: u8) -> bool {
        let signs = self.index.signs_of(name);
        self.len = signs.len();
        self.best = 0.0;
        self.faults = Faults::NONE;
        if self.len > ROOM || self.len.abs_diff(self.written.len()) > usize::from(most) {
            return false;
        }
        for (to, from) in self.stamped.iter_mut().zip(signs) {
            *to = from.to_native();
        }
        self.walk(0, 0, most, 1.0, Faults::NONE, Worn::default());
        self.best >= self.floor && self.best > 0.0
    }

    /// Equal signs are laid beside one another: which of several equal neighbours is missing does not matter, but for the
    /// first, whose loss has a probability of its own.
    fn walk(&mut self, mut i: usize, mut j: usize, left: u8, odds: f32, faults: Faults, worn: Worn) {
        let (n, m) = (self.written.len(), self.len);
        if (i, j) == (0, 0) && left > 0 && n < m && self.written.first() == self.stamped.first() {
            // A sign worn off the end is likelier than one lost inside, so this way may be the better one.
            let p = self.index.faults[1].to_native();
            let worn = Worn { first: true, ..worn };
            self.walk(0, 1, left - 1, odds * p, faults.and(Faults::MISSING), worn);
        }
        while i < n && j < m && self.written[i] == self.stamped[j] {
            (i, j) = (i + 1, j + 1);
        }
        if i == n && j == m {
            if odds > self.best {
                (self.best, self.faults) = (odds, faults);
            }
            return;
        }
        if left == 0 || odds < self.floor || odds <= self.best || (n - i).abs_diff(m - j) > usize::from(left)
        {
            return;
        }
        let fault = |f: usize| self.index.faults[f].to_native();
        if i < n && j < m {
            let (p, known) = self.index.odds(self.written[i], self.stamped[j]);
            let what = if known { Faults::CONFUSED } else { Faults::MISREAD };
            self.walk(i + 1, j + 1, left - 1, odds * p, faults.and(what), worn);
        }
        if j < m {
            let (at_an_end, worn) = self.wear(j, worn);
            let p = fault(if at_an_end { 1 } else { 2 });
            self.walk(i, j + 1, left - 1, odds * p, faults.and(Faults::MISSING), worn);
        }
        if i < n {
            let p = fault(3);
            self.walk(i + 1, j, left - 1, odds * p, faults.and(Faults::TOO_MANY), worn);
        }
        if i + 1 < n
            && j + 1 < m
            && self.written[i] == self.stamped[j + 1]
            && self.written[i + 1] == self.stamped[j]
        {
            let p = fault(4);
            self.walk(
                i + 2,
                j + 2,
                left - 1,
                odds * p,
                faults.and(Faults::SWAPPED),
                worn,
            );
        }
    }

    /// Whether this sign is lost as the first or last one. In a run of equal ones at an end any may be that one, but only one.
    fn wear(&self, j: usize, worn: Worn) -> (bool, Worn) {
        let sign = self.stamped[j];
        let equal = |signs: &[u16]| signs.iter().all(|s| *s == sign);
        if !worn.first && equal(&self.stamped[..j]) {
            (true, Worn { first: true, ..worn })
        } else if !worn.last && equal(&self.stamped[j..self.len]) {
            (true, Worn { last: true, ..worn })
        } else {
            (false, worn)
        }
    }
}

/// Which ends of the key have lost their sign.
#[derive(Clone, Copy, Default)]
struct Worn {
    first: bool,
    last: bool,
}
