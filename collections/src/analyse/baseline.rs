//! National and state stocks: declared by an analyst, or recorded with the national force.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::sample::SampleInfo;
use super::scope::Scope;
use crate::declared::Stock as Declared;

/// Samples of declared stocks.
#[derive(Default)]
pub(super) struct Stock {
    /// Names of the declarations.
    pub(super) names: Vec<String>,
    /// What they hold.
    pub(super) holds: Declared,
}

impl Stock {
    pub(super) fn has(&self, sample: &SampleInfo) -> bool {
        self.holds.samples.contains(&sample.key)
    }

    /// The name that was asked for, when nothing of it is declared.
    pub(super) fn missing(&self, name: Option<&str>) -> Option<String> {
        name.filter(|_| self.names.is_empty()).map(str::to_owned)
    }
}

/// The national stock of a name, or all of them: what links are not drawn by.
pub(super) fn baseline(facts: &Facts, name: Option<&str>) -> Stock {
    declared(facts, &["baseline"], name)
}

/// The state stock of a name. A national stock is one too.
pub(super) fn state_stock(facts: &Facts, name: &str) -> Stock {
    declared(facts, &["stock", "baseline"], Some(name))
}

fn declared(facts: &Facts, kinds: &[&str], name: Option<&str>) -> Stock {
    let mut out = Stock::default();
    for d in &facts.declarations {
        if !kinds.contains(&d.kind.as_str()) || name.is_some_and(|n| n != d.name) {
            continue;
        }
        let Ok(stock) = serde_json::from_value::<Declared>(d.content.clone()) else {
            continue;
        };
        out.names.push(d.name.clone());
        out.holds.samples.extend(stock.samples);
        out.holds.lots.extend(stock.lots);
        out.holds.packages.extend(stock.packages);
    }
    out
}

/// The samples recorded with the national force, to be declared as its stock.
#[must_use]
pub fn national_samples(facts: &Facts, scope: &Scope) -> BTreeSet<String> {
    let scope = Scope {
        fired_by: vec!["national-force".to_owned()],
        ..scope.clone()
    };
    let rows = facts.select(&scope).rows;
    let samples = rows
        .iter()
        .filter_map(|r| facts.sample(facts.sample_of(r)?))
        .filter(|s| s.specific());
    samples.map(|s| s.key.clone()).collect()
}
