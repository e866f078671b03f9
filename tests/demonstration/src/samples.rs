//! Which 488 samples: 36 states, 281 from two of them, more of the Cold War than after it.
//!
//! The published study gives the totals in words and the decades in a picture only. The shares of the decades here are
//! made up to agree with its words: substantial quantities from the Cold War, complemented by production after it.

use std::collections::{BTreeMap, BTreeSet};

use crate::chance::Chance;
use crate::pool::{CALIBRES, Sample};

/// Published: samples in all.
pub(crate) const SAMPLES: usize = 488;
/// Published: samples of China and the Soviet Union or Russia.
pub(crate) const MAIN: usize = 281;
/// Published: producing states, the Soviet Union and Russia counted as one.
pub(crate) const STATES: usize = 36;

/// Made up: samples by decade.
pub(crate) const DECADES: [(i32, usize); 8] = [
    (1940, 6),
    (1950, 44),
    (1960, 92),
    (1970, 128),
    (1980, 104),
    (1990, 36),
    (2000, 34),
    (2010, 44),
];

/// States that come first, by the borders of the time; after these, those with most headstamps in the tables.
const PREFERRED: [&str; 22] = [
    "EG", "SD", "DZ", "IR", "IQ", "KP", "ZW", "BG", "RO", "CS", "HU", "PL", "YU", "DD", "RS", "SK", "UA",
    "FR", "BE", "TR", "BF", "NG",
];

/// The Egyptian sample of the study. Its headstamp is not published: the one here is of the tables, which do not yet tell
/// it clearly; while they do not, it is no sample of a clear state and 36 others are.
pub(crate) fn is_egyptian_2015(s: &Sample) -> bool {
    s.state == "EG" && s.year == 2015 && s.calibre == "7.62x39mm"
}

/// The samples, or what is lacking.
pub(crate) fn choose(pool: &[Sample], chance: &mut Chance) -> Result<Vec<Sample>, String> {
    let mut choice = Choice {
        left: DECADES.into_iter().collect(),
        keys: BTreeSet::new(),
        chosen: Vec::new(),
    };
    let egyptian = pool
        .iter()
        .find(|s| is_egyptian_2015(s))
        .ok_or("the tables identify no Egyptian 7.62x39mm of 2015")?;
    choice.take(egyptian);
    let main = |s: &&Sample| matches!(s.state.as_str(), "CN" | "SU" | "RU");
    let others = states(pool)?;
    for state in &others {
        let theirs: Vec<&Sample> = pool.iter().filter(|s| s.state == *state).collect();
        if !choice.one(&theirs, chance) {
            return Err(format!("no sample of {state} fits"));
        }
    }
    let rest: Vec<&Sample> = pool
        .iter()
        .filter(|s| !main(s) && others.contains(&s.state))
        .collect();
    choice.fill(&rest, SAMPLES - MAIN, chance)?;
    let of_two: Vec<&Sample> = pool.iter().filter(main).collect();
    choice.fill(&of_two, SAMPLES, chance)?;
    choice.chosen.sort();
    Ok(choice.chosen)
}

fn states(pool: &[Sample]) -> Result<Vec<String>, String> {
    let mut all: Vec<String> = PREFERRED.iter().map(|s| (*s).to_owned()).collect();
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for s in pool.iter().filter(|s| s.clear) {
        *sizes.entry(&s.state).or_default() += 1;
    }
    all.retain(|s| sizes.contains_key(s.as_str()));
    let mut more: Vec<(&str, usize)> = sizes.into_iter().collect();
    more.sort_by_key(|(s, n)| (std::cmp::Reverse(*n), *s));
    for (state, _) in more {
        if !matches!(state, "CN" | "SU" | "RU") && !all.iter().any(|s| s == state) {
            all.push(state.to_owned());
        }
    }
    all.truncate(STATES - 2);
    if all.len() < STATES - 2 {
        return Err(format!(
            "the tables identify samples of {} states only",
            all.len() + 2
        ));
    }
    Ok(all)
}

struct Choice {
    left: BTreeMap<i32, usize>,
    keys: BTreeSet<String>,
    chosen: Vec<Sample>,
}

impl Choice {
    fn fits(&self, s: &Sample) -> bool {
        let room = self.left.get(&(s.year.div_euclid(10) * 10)).copied().unwrap_or(0);
        room > 0 && s.clear && !self.keys.contains(&s.key)
    }

    fn take(&mut self, s: &Sample) {
        if let Some(n) = self.left.get_mut(&(s.year.div_euclid(10) * 10)) {
            *n = n.saturating_sub(1);
        }
        self.keys.insert(s.key.clone());
        self.chosen.push(s.clone());
    }

    fn one(&mut self, from: &[&Sample], chance: &mut Chance) -> bool {
        let fitting: Vec<&&Sample> = from.iter().filter(|s| self.fits(s)).collect();
        let weights: Vec<f64> = fitting.iter().map(|s| weight(s)).collect();
        let Some(s) = chance.weighted(&weights).and_then(|i| fitting.get(i)) else {
            return false;
        };
        self.take(s);
        true
    }

    /// Takes samples, so that the decades keep their shares, until there are `until`.
    fn fill(&mut self, from: &[&Sample], until: usize, chance: &mut Chance) -> Result<(), String> {
        while self.chosen.len() < until {
            let decades: Vec<(i32, usize)> = self.left.iter().map(|(d, n)| (*d, *n)).collect();
            let weights: Vec<f64> = decades
                .iter()
                .map(|(d, n)| {
                    let some = from
                        .iter()
                        .any(|s| s.year.div_euclid(10) * 10 == *d && self.fits(s));
                    if some { *n as f64 } else { 0.0 }
                })
                .collect();
            let decade = chance.weighted(&weights).and_then(|i| decades.get(i));
            let (decade, _) =
                decade.ok_or("too few headstamps in the tables for the shape of the decades")?;
            let in_decade = |s: &&&Sample| s.year.div_euclid(10) * 10 == *decade;
            let theirs: Vec<&Sample> = from.iter().filter(in_decade).copied().collect();
            if !self.one(&theirs, chance) {
                return Err(format!("nothing left of the decade {decade}"));
            }
        }
        Ok(())
    }
}

fn weight(s: &Sample) -> f64 {
    let of = |(c, w): &(&str, u64)| (*c == s.calibre).then_some(*w as f64);
    CALIBRES.iter().find_map(of).unwrap_or(1.0)
}
