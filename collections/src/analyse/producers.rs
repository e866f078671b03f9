//! Producers by state and decade. Who made a thing is not who supplied it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::facts::Facts;
use super::said::{Analysis, Count, Rows};
use super::sample::rows_of;
use super::samples::LEAST_ITEMS;
use super::scope::Scope;

/// Producers by state and decade. Only clear samples count; items are those of the samples.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Producers {
    /// States of production, most samples first.
    pub states: Vec<StateCount>,
    /// Decades of production without gaps.
    pub decades: Vec<DecadeCount>,
    /// State and decade together.
    pub cells: Vec<Cell>,
    /// Producers, most samples first.
    pub producers: Vec<ProducerCount>,
    /// Samples of which no state stands clear.
    pub unclear_state: Count,
    /// Samples of which no decade stands clear.
    pub unclear_decade: Count,
    /// Samples of which no producer stands clear.
    pub unclear_producer: Count,
}

/// A state of production.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StateCount {
    /// State at the time.
    pub state: String,
    /// Distinct samples.
    pub samples: u64,
    /// Distinct producers that stand clear.
    pub producers: u64,
    /// Rows.
    pub rows: Rows,
    /// First year of production that stands clear.
    pub first_year: Option<i32>,
    /// Last one.
    pub last_year: Option<i32>,
}

/// A decade of production.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DecadeCount {
    /// Its first year.
    pub decade: i32,
    /// Distinct samples.
    pub samples: u64,
    /// Rows.
    pub rows: Rows,
}

/// A state in a decade.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cell {
    /// State; none when none stands clear.
    pub state: Option<String>,
    /// First year of the decade; none when none stands clear.
    pub decade: Option<i32>,
    /// Distinct samples.
    pub samples: u64,
    /// Rows.
    pub rows: Rows,
}

/// A producer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProducerCount {
    /// Id.
    pub producer: String,
    /// Name.
    pub name: String,
    /// Country of today.
    pub country: Option<String>,
    /// State at the time, when all its samples agree.
    pub state: Option<String>,
    /// Distinct samples.
    pub samples: u64,
    /// Rows.
    pub rows: Rows,
}

fn add(to: &mut Rows, more: &Rows, most: usize) {
    to.rows += more.rows;
    to.items += more.items;
    to.ids.extend(&more.ids);
    to.ids.sort_unstable();
    to.ids.truncate(most);
}

/// Producers by state and decade.
#[must_use]
pub fn producers(facts: &Facts, scope: &Scope) -> Analysis<Producers> {
    let selection = facts.select(scope);
    let most = scope.ids;
    let mut out = Producers::default();
    let mut states: BTreeMap<&str, (StateCount, BTreeSet<&str>)> = BTreeMap::new();
    let mut decades: BTreeMap<i32, DecadeCount> = BTreeMap::new();
    let mut cells: BTreeMap<(Option<&str>, Option<i32>), Cell> = BTreeMap::new();
    let mut makers: BTreeMap<&str, ProducerCount> = BTreeMap::new();
    let count = |to: &mut Count, rows: &Rows| {
        to.samples += 1;
        add(&mut to.rows, rows, most);
    };
    for (sample, rows) in facts.samples.iter().zip(facts.by_sample(&selection.rows)) {
        if rows.is_empty() || !sample.clear {
            continue;
        }
        let rows = rows_of(&rows, most);
        let (state, decade) = (sample.state.as_deref(), sample.decade());
        match state {
            Some(id) => {
                let (s, producers) = states.entry(id).or_default();
                s.samples += 1;
                add(&mut s.rows, &rows, most);
                producers.extend(sample.producer.as_deref());
                if let Some(year) = sample.year {
                    s.first_year = Some(s.first_year.map_or(year, |y| y.min(year)));
                    s.last_year = Some(s.last_year.map_or(year, |y| y.max(year)));
                }
            }
            None => count(&mut out.unclear_state, &rows),
        }
        match decade {
            Some(first) => {
                let d = decades.entry(first).or_default();
                d.samples += 1;
                add(&mut d.rows, &rows, most);
            }
            None => count(&mut out.unclear_decade, &rows),
        }
        let cell = cells.entry((state, decade)).or_default();
        cell.samples += 1;
        add(&mut cell.rows, &rows, most);
        match sample.producer.as_deref() {
            Some(id) => {
                let p = makers.entry(id).or_default();
                if p.samples == 0 {
                    p.state.clone_from(&sample.state);
                } else if p.state != sample.state {
                    p.state = None;
                }
                p.samples += 1;
                p.name = sample.producer_name.clone().unwrap_or_default();
                p.country.clone_from(&sample.country);
                add(&mut p.rows, &rows, most);
            }
            None => count(&mut out.unclear_producer, &rows),
        }
    }
    out.states = states
        .into_iter()
        .map(|(id, (s, producers))| StateCount {
            state: id.to_owned(),
            producers: producers.len() as u64,
            ..s
        })
        .collect();
    out.states.sort_by_key(|s| std::cmp::Reverse(s.samples));
    let (first, last) = (decades.keys().next().copied(), decades.keys().last().copied());
    if let (Some(first), Some(last)) = (first, last) {
        let each = (first..=last).step_by(10);
        out.decades = each
            .map(|decade| DecadeCount {
                decade,
                ..decades.remove(&decade).unwrap_or_default()
            })
            .collect();
    }
    out.cells = cells
        .into_iter()
        .map(|((state, decade), c)| Cell {
            state: state.map(str::to_owned),
            decade,
            ..c
        })
        .collect();
    out.producers = makers
        .into_iter()
        .map(|(id, p)| ProducerCount {
            producer: id.to_owned(),
            ..p
        })
        .collect();
    out.producers.sort_by_key(|p| std::cmp::Reverse(p.samples));
    finish(Analysis::new("producers", selection.base, out))
}

fn finish(mut a: Analysis<Producers>) -> Analysis<Producers> {
    if a.base.counted.is_empty() {
        return a;
    }
    a.guard("producer-not-supplier", []);
    let f = &a.figures;
    let apart = (
        f.unclear_state.samples,
        f.unclear_decade.samples,
        f.unclear_producer.samples,
    );
    if apart != (0, 0, 0) {
        let args = [
            ("state", apart.0.to_string()),
            ("decade", apart.1.to_string()),
            ("producer", apart.2.to_string()),
        ];
        a.guard("producers-unclear", args);
    }
    let items = a.base.counted.items;
    if items < LEAST_ITEMS {
        let args = [("items", items.to_string()), ("least", LEAST_ITEMS.to_string())];
        a.guard("small-set", args);
    }
    a
}
