//! Every key looked at in every way: slow, and the truth that the index is measured against.

use super::pattern::Want;
use super::{ArchivedNearIndex, Faults, LONGEST, Near, SHORT, Spot};

impl ArchivedNearIndex {
    /// What [`Self::near`] should find. With `two_always` short keys may have two faults of any kind as well.
    #[must_use]
    pub fn scan(&self, key: &str, floor: f32, two_always: bool) -> Vec<Near> {
        let mut written = Vec::new();
        self.codes(key, &mut written);
        let bits = |signs: &[u16]| signs.iter().fold(0u64, |b, s| b | 1 << (s % 64));
        let own = bits(&written);
        let wants: Vec<Want> = written.iter().map(|code| Want::One(*code)).collect();
        let mut out = Vec::new();
        for name in 0..u32::try_from(self.len()).unwrap_or(u32::MAX) {
            let stamped: Vec<u16> = self.signs_of(name).iter().map(|s| s.to_native()).collect();
            let other = bits(&stamped);
            // Two faults change two signs at most.
            if stamped.len().abs_diff(written.len()) > 2
                || (own & !other).count_ones() > 2
                || (other & !own).count_ones() > 2
            {
                continue;
            }
            let mut beside = Beside {
                index: self,
                written: &wants,
                stamped: &stamped,
                short: written.len() <= SHORT && !two_always,
                best: (0.0, Faults::NONE),
            };
            // Longer marks are only found as they are, here as there.
            let most = if written.len() <= LONGEST { 2 } else { 0 };
            beside.walk(0, 0, most, 1.0, Faults::NONE);
            let (likelihood, faults) = beside.best;
            if likelihood >= floor && likelihood > 0.0 && !written.is_empty() {
                out.push(Near {
                    name,
                    likelihood,
                    faults,
                });
            }
        }
        sort(&mut out);
        out
    }

    /// What a partly read mark may stand for when up to two of the signs that were read may be wrong as well. Those it
    /// fits as it was read have likelihood 1: they are what [`Self::fitting`] finds.
    #[must_use]
    pub fn scan_spots<'a>(&self, pattern: impl Iterator<Item = Spot<'a>>) -> Vec<Near> {
        let wants = self.wants(pattern);
        let mut out = Vec::new();
        for name in 0..u32::try_from(self.len()).unwrap_or(u32::MAX) {
            let stamped: Vec<u16> = self.signs_of(name).iter().map(|s| s.to_native()).collect();
            let mut beside = Beside {
                index: self,
                written: &wants,
                stamped: &stamped,
                short: false,
                best: (0.0, Faults::NONE),
            };
            beside.walk(0, 0, 2, 1.0, Faults::NONE);
            let (likelihood, faults) = beside.best;
            if likelihood > 0.0 {
                out.push(Near {
                    name,
                    likelihood,
                    faults,
                });
            }
        }
        sort(&mut out);
        out
    }
}

fn sort(out: &mut [Near]) {
    out.sort_by(|a, b| b.likelihood.total_cmp(&a.likelihood).then(a.name.cmp(&b.name)));
}

struct Beside<'a> {
    index: &'a ArchivedNearIndex,
    written: &'a [Want],
    stamped: &'a [u16],
    short: bool,
    best: (f32, Faults),
}

impl Beside<'_> {
    fn walk(&mut self, i: usize, j: usize, left: u8, odds: f32, faults: Faults) {
        let (n, m) = (self.written.len(), self.stamped.len());
        if i == n && j == m {
            if odds > self.best.0 {
                self.best = (odds, faults);
            }
            return;
        }
        let same = |i: usize, j: usize| i < n && j < m && self.written[i].takes(self.stamped[j]);
        let (straight, crossed) = (same(i, j), same(i, j + 1) && same(i + 1, j));
        if straight {
            self.walk(i + 1, j + 1, left, odds, faults);
        }
        // A run hides one sign or more.
        if straight && matches!(self.written[i], Want::Run) {
            self.walk(i, j + 1, left, odds, faults);
        }
        let fault = |f: usize| self.index.faults[f].to_native();
        if left == 0 {
            return;
        }
        let other = i < n && j < m && !straight;
        let (p, known) = if other {
            self.index.likeliest(&self.written[i], self.stamped[j])
        } else {
            (0.0, false)
        };
        if other && known && (!self.short || matches!(faults, Faults::NONE | Faults::CONFUSED)) {
            self.walk(i + 1, j + 1, left - 1, odds * p, faults.and(Faults::CONFUSED));
        }
        // Short keys have one fault, or two confusions.
        if self.short && !faults.none() {
            return;
        }
        let after = if self.short { 0 } else { left - 1 };
        if other && !known {
            self.walk(i + 1, j + 1, after, odds * p, faults.and(Faults::MISREAD));
        }
        if j < m {
            let p = fault(if j == 0 || j + 1 == m { 1 } else { 2 });
            self.walk(i, j + 1, after, odds * p, faults.and(Faults::MISSING));
        }
        if i < n {
            self.walk(i + 1, j, after, odds * fault(3), faults.and(Faults::TOO_MANY));
        }
        if crossed && !straight {
            self.walk(i + 2, j + 2, after, odds * fault(4), faults.and(Faults::SWAPPED));
        }
    }
}

impl ArchivedNearIndex {
    /// Chance that a place as it was read stands for `stamped`, and whether the two are known to be taken for one another.
    fn likeliest(&self, written: &Want, stamped: u16) -> (f32, bool) {
        let odds = written.codes().iter().map(|code| self.odds(*code, stamped));
        // A place of which nothing was read takes any sign; one that shows none of the signs of the tables is misread.
        odds.max_by(|a, b| a.0.total_cmp(&b.0))
            .unwrap_or_else(|| self.odds(u16::MAX, stamped))
    }
}
