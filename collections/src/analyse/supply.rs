//! Overlap of what attackers fire with a state stock, by period. The same sample is never called a source.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use headstamp_core::date::Day;
use serde::Serialize;

use super::baseline::state_stock;
use super::effort::distinct;
use super::facts::{Facts, NONE, Row};
use super::said::{Analysis, Date, Rows, Said, said};
use super::sample::{SampleInfo, incidents, rows_of};
use super::samples::{LEAST_ITEMS, LEAST_KINDS};
use super::scope::Scope;
use crate::declared::Stock as Declared;

/// What is compared with what.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SupplyOptions {
    /// Name of a declared stock; none for what was recorded with the national force.
    pub stock: Option<String>,
    /// Only this group.
    pub group: Option<String>,
    /// Days on which a new period begins.
    #[serde(skip)]
    pub split: Vec<Day>,
}

/// Overlap with a stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Supply {
    /// The stock: names of declarations, or `national-force`.
    pub stock: String,
    /// Samples in it.
    pub stock_samples: u64,
    /// `declared` or `recorded`.
    pub stock_from: &'static str,
    /// Rows behind a recorded stock.
    pub stock_rows: Rows,
    /// Periods, in order.
    pub periods: Vec<SupplyPeriod>,
    /// Samples in both, most items first.
    pub list: Vec<SupplySample>,
}

/// A period.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SupplyPeriod {
    /// Group, when one was asked for.
    pub group: Option<String>,
    /// First day; none when it has no beginning.
    pub from: Option<Date>,
    /// Day before which it ends; none when it has no end.
    pub until: Option<Date>,
    /// Samples.
    pub samples: u64,
    /// Samples that the stock has too.
    pub shared_samples: u64,
    /// Their share.
    pub share_samples: Option<f64>,
    /// Rows.
    pub rows: Rows,
    /// Rows of shared samples.
    pub shared: Rows,
    /// Share of the items.
    pub share_items: Option<f64>,
    /// Incidents.
    pub incidents: u64,
    /// Places.
    pub places: u64,
    /// Why no share is given.
    pub refused: Option<Said>,
}

/// A sample in both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SupplySample {
    /// The sample.
    pub sample: SampleInfo,
    /// Its rows, without those of the stock.
    pub rows: Rows,
    /// 1: same sample. 2: same lot. 3: same lot and package.
    pub level: u8,
}

/// The stock.
struct Stock {
    samples: BTreeSet<u32>,
    lots: BTreeSet<(u32, String)>,
    packed: BTreeSet<(u32, String, u32)>,
}

/// Samples with their lots and packages.
fn described(facts: &Facts, rows: &[&Row]) -> Stock {
    let mut out = Stock {
        samples: BTreeSet::new(),
        lots: BTreeSet::new(),
        packed: BTreeSet::new(),
    };
    for row in rows {
        let Some(a) = facts.answer(row) else { continue };
        if !facts.sample(a.sample).is_some_and(SampleInfo::specific) {
            continue;
        }
        out.samples.insert(a.sample);
        for lot in &a.lots {
            out.lots.insert((a.sample, lot.clone()));
            if row.package != NONE {
                out.packed.insert((a.sample, lot.clone(), row.package));
            }
        }
    }
    out
}

/// A declared stock, as far as the collection has the same.
fn known(facts: &Facts, stock: &Declared) -> Stock {
    let lot = |(key, lot): &(String, String)| Some((facts.find_sample(key)?, lot.clone()));
    let package = |(key, lot, package): &(String, String, String)| {
        Some((facts.find_sample(key)?, lot.clone(), facts.words.find(package)?))
    };
    Stock {
        samples: stock
            .samples
            .iter()
            .filter_map(|k| facts.find_sample(k))
            .collect(),
        lots: stock.lots.iter().filter_map(lot).collect(),
        packed: stock.packages.iter().filter_map(package).collect(),
    }
}

/// How much of what was recorded a state stock holds too.
#[must_use]
pub fn supply(facts: &Facts, scope: &Scope, options: &SupplyOptions) -> Analysis<Supply> {
    let selection = facts.select(scope);
    let national: Vec<&Row> = selection.others.iter().copied().filter(|r| r.who == 1).collect();
    let mut out = Supply::default();
    let mut missing = None;
    let stock = match &options.stock {
        Some(name) => {
            let declared = state_stock(facts, name);
            if declared.names.is_empty() {
                missing = Some(name.clone());
            }
            out.stock = name.clone();
            out.stock_from = "declared";
            out.stock_samples = declared.holds.samples.len() as u64;
            known(facts, &declared.holds)
        }
        None => {
            let stock = described(facts, &national);
            out.stock = "national-force".to_owned();
            out.stock_from = "recorded";
            out.stock_samples = stock.samples.len() as u64;
            out.stock_rows = rows_of(&national, scope.ids);
            stock
        }
    };
    let enough = match out.stock_from {
        "recorded" => out.stock_rows.items >= LEAST_ITEMS && out.stock_samples >= LEAST_KINDS,
        _ => missing.is_none() && out.stock_samples >= LEAST_KINDS,
    };
    let group = options.group.as_deref().map(|g| facts.words.find(g));
    let mine: Vec<&Row> = selection
        .rows
        .iter()
        .copied()
        .filter(|r| group.is_none_or(|g| g == Some(r.group)))
        .filter(|r| {
            facts
                .sample_of(r)
                .and_then(|s| facts.sample(s))
                .is_some_and(SampleInfo::specific)
        })
        .collect();
    let mut outside = 0;
    if enough {
        let (periods, between) = split(&mine, &options.split);
        outside = between;
        for (from, until, rows) in periods {
            let p = period(facts, scope, &stock, &rows);
            out.periods.push(SupplyPeriod {
                group: options.group.clone(),
                from: from.map(Date),
                until: until.map(Date),
                ..p
            });
        }
        out.list = shared(facts, scope, &stock, &mine);
    }
    let (several, samples, items) = (out.periods.len() > 1, out.stock_samples, out.stock_rows.items);
    let small = out.periods.iter().filter(|p| p.refused.is_some()).count();
    let mut analysis = Analysis::new("supply", selection.base, out);
    if let Some(name) = missing {
        analysis.refuse("no-such-baseline", [("name", name)]);
        return analysis;
    }
    if !enough {
        let args = [
            ("samples", samples.to_string()),
            ("stock_items", items.to_string()),
            ("items", LEAST_ITEMS.to_string()),
            ("kinds", LEAST_KINDS.to_string()),
        ];
        analysis.refuse("supply-stock-too-small", args);
        return analysis;
    }
    analysis.guard("supply-not-a-source", []);
    if several {
        analysis.guard("supply-sampled-alike", []);
    }
    if small > 0 {
        let args = [
            ("items", LEAST_ITEMS.to_string()),
            ("kinds", LEAST_KINDS.to_string()),
        ];
        analysis.refuse("supply-period-too-small", args);
    }
    if outside > 0 {
        analysis.refuse("supply-no-period", [("rows", outside.to_string())]);
    }
    analysis
}

type Period<'f> = (Option<Day>, Option<Day>, Vec<&'f Row>);

/// Rows by period, and how many fall in none: without a day, or with one that may be on both sides of a border.
fn split<'f>(rows: &[&'f Row], borders: &[Day]) -> (Vec<Period<'f>>, usize) {
    let mut borders = borders.to_vec();
    borders.sort_unstable();
    borders.dedup();
    if borders.is_empty() {
        return (vec![(None, None, rows.to_vec())], 0);
    }
    let mut parts: BTreeMap<usize, Vec<&Row>> = BTreeMap::new();
    let mut none = 0;
    for row in rows {
        let at = |day: Day| borders.partition_point(|b| *b <= day);
        match row.recovered.map(|s| (at(s.from), at(s.to))) {
            Some((a, b)) if a == b => parts.entry(a).or_default().push(row),
            _ => none += 1,
        }
    }
    let periods = (0..=borders.len())
        .map(|i| {
            let from = i.checked_sub(1).and_then(|i| borders.get(i)).copied();
            (
                from,
                borders.get(i).copied(),
                parts.remove(&i).unwrap_or_default(),
            )
        })
        .collect();
    (periods, none)
}

fn period(facts: &Facts, scope: &Scope, stock: &Stock, rows: &[&Row]) -> SupplyPeriod {
    let samples: BTreeSet<u32> = rows.iter().filter_map(|r| facts.sample_of(r)).collect();
    let both: Vec<&Row> = rows
        .iter()
        .copied()
        .filter(|r| facts.sample_of(r).is_some_and(|s| stock.samples.contains(&s)))
        .collect();
    let mut out = SupplyPeriod {
        samples: samples.len() as u64,
        shared_samples: samples.intersection(&stock.samples).count() as u64,
        rows: rows_of(rows, scope.ids),
        shared: rows_of(&both, scope.ids),
        incidents: incidents(rows),
        places: distinct(rows, |r| facts.place(r).place),
        ..SupplyPeriod::default()
    };
    if out.rows.items < LEAST_ITEMS || out.samples < LEAST_KINDS {
        let args = [
            ("had_items", out.rows.items.to_string()),
            ("had_kinds", out.samples.to_string()),
            ("items", LEAST_ITEMS.to_string()),
            ("kinds", LEAST_KINDS.to_string()),
        ];
        out.refused = Some(said("set-too-small", args));
    } else {
        let share = |a: u64, b: u64| (a as f64 / b as f64 * 1000.0).round() / 1000.0;
        out.share_samples = Some(share(out.shared_samples, out.samples));
        out.share_items = Some(share(out.shared.items, out.rows.items));
    }
    out
}

fn shared(facts: &Facts, scope: &Scope, stock: &Stock, rows: &[&Row]) -> Vec<SupplySample> {
    let mut by_sample: HashMap<u32, Vec<&Row>> = HashMap::new();
    for row in rows {
        if let Some(s) = facts.sample_of(row).filter(|s| stock.samples.contains(s)) {
            by_sample.entry(s).or_default().push(row);
        }
    }
    let mut out: Vec<SupplySample> = by_sample
        .into_iter()
        .filter_map(|(s, rows)| {
            let mine = described(facts, &rows);
            let level = if mine.packed.intersection(&stock.packed).next().is_some() {
                3
            } else if mine.lots.intersection(&stock.lots).next().is_some() {
                2
            } else {
                1
            };
            Some(SupplySample {
                sample: facts.sample(s)?.clone(),
                rows: rows_of(&rows, scope.ids),
                level,
            })
        })
        .collect();
    out.sort_by(|a, b| {
        let items = (b.level, b.rows.items).cmp(&(a.level, a.rows.items));
        items.then_with(|| a.sample.key.cmp(&b.sample.key))
    });
    out
}
