//! What others would use.

use headstamp_core::glyph::{skeleton, turned};
use rapidfuzz::distance::osa;
use symspell::{AsciiStringStrategy, SymSpell, SymSpellBuilder, Verbosity};

use super::Lookup;
use super::world::Size;

/// A key, and what it is turned round, for peers that are given our rules.
fn readings(query: &str, rules: bool) -> [Option<String>; 2] {
    if !rules {
        return [Some(query.to_owned()), None];
    }
    let fold = |s: &mut dyn Iterator<Item = char>| s.filter_map(skeleton).collect::<String>();
    let round: Option<Vec<char>> = query.chars().rev().map(turned).collect();
    [
        Some(fold(&mut query.chars())),
        round.map(|r| fold(&mut r.into_iter())),
    ]
}

/// The five least costs, ties in the order of the marks.
fn keep(best: &mut Vec<(f64, u32)>, cost: f64, mark: u32) {
    if best.len() == 5 && best.last().is_some_and(|l| l.0 <= cost)
        || best.iter().any(|b| b.1 == mark && b.0 <= cost)
    {
        return;
    }
    best.retain(|b| b.1 != mark);
    let at = best.partition_point(|b| b.0 <= cost);
    best.insert(at, (cost, mark));
    best.truncate(5);
}

/// What a reading upside down costs beside an edit.
const TURNED: f64 = 0.5;

pub(crate) struct Osa<'a> {
    size: &'a Size,
    rules: bool,
}

impl<'a> Osa<'a> {
    pub(crate) fn new(size: &'a Size, rules: bool) -> Self {
        Self { size, rules }
    }
}

impl Lookup for Osa<'_> {
    fn name(&self) -> String {
        format!(
            "rapidfuzz OSA scan{}",
            if self.rules { " + our rules" } else { "" }
        )
    }

    fn five(&mut self, query: &str, out: &mut Vec<u32>) {
        let mut best = Vec::with_capacity(6);
        for (i, q) in readings(query, self.rules).into_iter().enumerate() {
            let Some(q) = q else { continue };
            let scorer = osa::BatchComparator::new(q.bytes());
            let args = osa::Args::default().score_cutoff(2);
            for (n, name) in (0u32..).zip(&self.size.names) {
                if let Some(d) = scorer.distance_with_args(name.bytes(), &args) {
                    keep(&mut best, d as f64 + TURNED * i as f64, n);
                }
            }
        }
        out.clear();
        out.extend(best.iter().map(|b| b.1));
    }
}

pub(crate) struct JaroWinkler<'a> {
    size: &'a Size,
}

impl<'a> JaroWinkler<'a> {
    pub(crate) fn new(size: &'a Size) -> Self {
        Self { size }
    }
}

impl Lookup for JaroWinkler<'_> {
    fn name(&self) -> String {
        "strsim Jaro-Winkler scan".to_owned()
    }

    fn five(&mut self, query: &str, out: &mut Vec<u32>) {
        let mut best = Vec::with_capacity(6);
        for (n, name) in (0u32..).zip(&self.size.names) {
            keep(&mut best, 1.0 - strsim::jaro_winkler(query, name), n);
        }
        out.clear();
        out.extend(best.iter().map(|b| b.1));
    }
}

pub(crate) struct Sym {
    index: SymSpell<AsciiStringStrategy>,
    number: std::collections::HashMap<String, u32>,
    rules: bool,
}

impl Sym {
    pub(crate) fn new(size: &Size, rules: bool) -> Self {
        let mut index: SymSpell<AsciiStringStrategy> = SymSpellBuilder::default()
            .max_dictionary_edit_distance(2)
            .prefix_length(7)
            .count_threshold(1)
            .build()
            .unwrap();
        for name in &size.names {
            index.load_dictionary_line(&format!("{name} 1"), 0, 1, " ");
        }
        let number = size.names.iter().cloned().zip(0u32..).collect();
        Self { index, number, rules }
    }
}

impl Lookup for Sym {
    fn name(&self) -> String {
        format!(
            "symspell, distance 2{}",
            if self.rules { " + our rules" } else { "" }
        )
    }

    fn five(&mut self, query: &str, out: &mut Vec<u32>) {
        let mut best = Vec::with_capacity(6);
        for (i, q) in readings(query, self.rules).into_iter().enumerate() {
            let Some(q) = q else { continue };
            for found in self.index.lookup(&q, Verbosity::All, 2).into_iter().take(5) {
                if let Some(n) = self.number.get(&found.term) {
                    keep(&mut best, found.distance as f64 + TURNED * i as f64, *n);
                }
            }
        }
        out.clear();
        out.extend(best.iter().map(|b| b.1));
    }
}
