//! The same questions put to three ways of plain text search, over the same tables.
//!
//! Each looks up every mark of the marking by itself and lists producers by the best of them. Where two are equally good,
//! the longer mark decides and then the order of the tables: kinder than the plain search, which has no order at all.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use headstamp_core::notation::Marking;
use rapidfuzz::distance::osa;
use rayon::prelude::*;

use crate::world::World;

/// The ways of search, in the order of the figures.
pub const NAMES: [&str; 3] = ["substring (SQL LIKE)", "edit distance (OSA)", "Jaro-Winkler"];
/// How many producers each lists.
const LISTED: usize = 3;

/// A producer with how well a mark fits it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hit {
    score: f64,
    length: usize,
    producer: u32,
}

impl Hit {
    fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(other.length.cmp(&self.length))
            .then(self.producer.cmp(&other.producer))
    }
}

/// The best producers of every mark that is asked.
pub struct Baselines(BTreeMap<String, [Vec<Hit>; 3]>);

impl Baselines {
    /// Looks up every mark of these markings.
    #[must_use]
    pub fn of<'q>(world: &World, markings: impl Iterator<Item = &'q str>) -> Self {
        let marks: BTreeSet<String> = markings.flat_map(marks).collect();
        let found: Vec<_> = marks
            .into_par_iter()
            .map(|m| (m.clone(), look_up(world, &m)))
            .collect();
        Self(found.into_iter().collect())
    }

    /// The first producers of a marking, by each way of search.
    #[must_use]
    pub fn answer(&self, marking: &str) -> [Vec<u32>; 3] {
        let marks = marks(marking);
        // A producer among the first few of the whole is among the first few of the mark that put it there.
        [0, 1, 2].map(|way| {
            let hits = marks
                .iter()
                .filter_map(|m| self.0.get(m))
                .flat_map(|found| found[way].iter());
            first(hits.copied().collect())
                .iter()
                .map(|h| h.producer)
                .collect()
        })
    }
}

fn marks(marking: &str) -> Vec<String> {
    let parsed = Marking::parse(marking);
    let texts = parsed.iter().flat_map(|m| m.marks()).map(|m| m.text());
    texts.filter(|t| !t.is_empty()).collect()
}

fn first(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(Hit::order);
    let mut seen = BTreeSet::new();
    hits.retain(|h| seen.insert(h.producer));
    hits.truncate(LISTED);
    hits
}

fn look_up(world: &World, mark: &str) -> [Vec<Hit>; 3] {
    let length = mark.chars().count();
    let distance = osa::BatchComparator::new(mark.chars());
    let pattern = format!("%{mark}%");
    let mut found = [Vec::new(), Vec::new(), Vec::new()];
    for row in &world.rows {
        let Some(text) = &row.text else { continue };
        let hit = |score: f64| Hit {
            score,
            length,
            producer: row.producer,
        };
        let name = world.names.get(row.producer as usize).map_or("", String::as_str);
        if like(text, &pattern) || like(name, &pattern) {
            found[0].push(hit(if text.eq_ignore_ascii_case(mark) { 2.0 } else { 1.0 }));
        }
        found[1].push(hit(-(distance.distance(text.chars()) as f64)));
        found[2].push(hit(strsim::jaro_winkler(mark, text)));
    }
    found.map(first)
}

/// `text LIKE pattern` as SQLite has it: `%` any run, `_` any one character, letters of ASCII without regard to case,
/// all other letters exactly.
#[must_use]
pub fn like(text: &str, pattern: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let pattern: Vec<char> = pattern.chars().collect();
    let (mut t, mut p) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&'%') {
            back = Some((p + 1, t));
            p += 1;
        } else if pattern
            .get(p)
            .is_some_and(|c| *c == '_' || c.eq_ignore_ascii_case(&text[t]))
        {
            t += 1;
            p += 1;
        } else if let Some((after, from)) = back {
            back = Some((after, from + 1));
            (p, t) = (after, from + 1);
        } else {
            return false;
        }
    }
    pattern[p.min(pattern.len())..].iter().all(|c| *c == '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What SQLite 3 answers to `SELECT text LIKE pattern`.
    #[test]
    fn like_as_sqlite() {
        for (text, pattern, yes) in [
            ("945", "%45%", true),
            ("945", "45%", false),
            ("945", "9_5", true),
            ("W-W SUPER", "%super%", true),
            ("ППУ", "%ппу%", false),
            ("ППУ", "%ПУ", true),
            ("ÄB", "%äb%", false),
            ("abcabd", "%abd%", true),
            ("", "%", true),
            ("", "_", false),
            ("11", "%1%1%", true),
            ("1", "%1%1%", false),
            ("aab", "%ab", true),
        ] {
            assert_eq!(like(text, pattern), yes, "{text} LIKE {pattern}");
        }
    }
}
