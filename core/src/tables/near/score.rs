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
        self.walk(0, 0, most, 1.0, Faults::NONE);
        self.best >= self.floor && self.best > 0.0
    }

    /// Equal signs are laid beside one another: which of several equal neighbours is missing does not matter, but for the
    /// first, whose loss has a probability of its own.
    fn walk(&mut self, mut i: usize, mut j: usize, left: u8, odds: f32, faults: Faults) {
        let (n, m) = (self.written.len(), self.len);
        if (i, j) == (0, 0) && left > 0 && n < m && self.written.first() == self.stamped.first() {
            // A sign worn off the end is likelier than one lost inside, so this way may be the better one.
            let p = self.index.faults[1].to_native();
            self.walk(0, 1, left - 1, odds * p, faults.and(Faults::MISSING));
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
            self.walk(i + 1, j + 1, left - 1, odds * p, faults.and(what));
        }
        if j < m {
            let p = fault(if self.at_an_end(j) { 1 } else { 2 });
            self.walk(i, j + 1, left - 1, odds * p, faults.and(Faults::MISSING));
        }
        if i < n {
            let p = fault(3);
            self.walk(i + 1, j, left - 1, odds * p, faults.and(Faults::TOO_MANY));
        }
        if i + 1 < n
            && j + 1 < m
            && self.written[i] == self.stamped[j + 1]
            && self.written[i + 1] == self.stamped[j]
        {
            let p = fault(4);
            self.walk(i + 2, j + 2, left - 1, odds * p, faults.and(Faults::SWAPPED));
        }
    }

    /// A sign, or a run of equal ones, at the beginning or end of the key.
    fn at_an_end(&self, j: usize) -> bool {
        let sign = self.stamped[j];
        self.stamped[..j].iter().all(|s| *s == sign) || self.stamped[j..self.len].iter().all(|s| *s == sign)
    }
}
