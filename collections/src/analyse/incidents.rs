//! Incidents with their samples, as links need them.

use std::collections::HashMap;

use super::facts::{Facts, NONE, Row};
use super::links::{Common, LinkEnd};
use super::said::Interval;
use super::sample::{SampleInfo, rows_of};

/// Incidents with their samples.
pub(super) struct Incidents<'f> {
    pub(super) facts: &'f Facts,
    /// Rows by incident.
    pub(super) rows: Vec<Vec<&'f Row>>,
    /// Samples by incident, ascending.
    pub(super) samples: Vec<Vec<u32>>,
    /// Incidents by sample, ascending.
    pub(super) with: HashMap<u32, Vec<u32>>,
    /// Rows of incidents by sample.
    pub(super) by_sample: Vec<Vec<&'f Row>>,
    /// Incidents that have anything to compare.
    pub(super) count: u64,
}

impl<'f> Incidents<'f> {
    pub(super) fn of(facts: &'f Facts, rows: &[&'f Row]) -> Self {
        let mut known: HashMap<u32, usize> = HashMap::new();
        let mut out: Vec<Vec<&Row>> = Vec::new();
        for row in rows.iter().filter(|r| r.incident != NONE) {
            let at = *known.entry(row.incident).or_insert(out.len());
            if at == out.len() {
                out.push(Vec::new());
            }
            if let Some(list) = out.get_mut(at) {
                list.push(*row);
            }
        }
        let mut with: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut samples = Vec::new();
        for (i, rows) in out.iter().enumerate() {
            let mut list: Vec<u32> = rows.iter().filter_map(|r| facts.sample_of(r)).collect();
            list.sort_unstable();
            list.dedup();
            list.retain(|s| facts.sample(*s).is_some_and(SampleInfo::specific));
            for s in &list {
                with.entry(*s).or_default().push(u32::try_from(i).unwrap_or(NONE));
            }
            samples.push(list);
        }
        let linked: Vec<&Row> = rows.iter().copied().filter(|r| r.incident != NONE).collect();
        Self {
            facts,
            by_sample: facts.by_sample(&linked),
            count: samples.iter().filter(|s: &&Vec<u32>| !s.is_empty()).count() as u64,
            rows: out,
            samples,
            with,
        }
    }

    pub(super) fn rows_with(&self, incident: u32, sample: u32) -> Vec<&'f Row> {
        let rows = self.rows.get(incident as usize).map_or(&[][..], Vec::as_slice);
        rows.iter()
            .copied()
            .filter(|r| self.facts.sample_of(r) == Some(sample))
            .collect()
    }

    /// The rarity of a sample.
    pub(super) fn weight(&self, sample: u32) -> f64 {
        let n = self.with.get(&sample).map_or(1, Vec::len) as f64;
        let weight = (self.count as f64 / n).ln();
        (weight * 1000.0).round() / 1000.0
    }

    pub(super) fn end(&self, at: u32) -> LinkEnd {
        let rows = self.rows.get(at as usize).map_or(&[][..], Vec::as_slice);
        let Some(first) = rows.first() else {
            return LinkEnd::default();
        };
        let words = &self.facts.words;
        let one = |field: &dyn Fn(&Row) -> u32| {
            let found = rows.iter().map(|r| field(r)).find(|v| *v != NONE);
            found.and_then(|v| words.owned(v))
        };
        let located = rows.iter().find_map(|r| self.facts.place(r).at);
        LinkEnd {
            incident: words.owned(first.incident).unwrap_or_default(),
            recovered: rows
                .iter()
                .filter_map(|r| r.recovered.map(Interval::from))
                .reduce(Interval::hull),
            place: one(&|r| self.facts.place(r).place),
            region: one(&|r| self.facts.place(r).region),
            country: one(&|r| self.facts.place(r).country),
            group: one(&|r| r.group),
            latitude: located.map(|a| a.0),
            longitude: located.map(|a| a.1),
            samples: self.samples.get(at as usize).map_or(0, Vec::len) as u64,
            items: rows.iter().map(|r| u64::from(r.quantity)).sum(),
        }
    }

    pub(super) fn common(&self, sample: u32, most: usize) -> Option<Common> {
        let with = self.with.get(&sample)?;
        Some(Common {
            sample: self.facts.sample(sample)?.clone(),
            incidents: with.len() as u64,
            rows: rows_of(self.by_sample.get(sample as usize)?, most),
        })
    }
}
