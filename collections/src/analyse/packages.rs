//! Packages tied to items: by what was packed together, and by crates whose marks are those of items found elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::facts::{Facts, NONE, Row};
use super::said::{Analysis, Date, Rows, Said, said};
use super::sample::{SampleInfo, incidents, rows_of};
use super::scope::Scope;

/// Packages and what they tie together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Packages {
    /// Packages named in rows, most items first.
    pub packages: Vec<PackageCount>,
    /// Crates whose marks agree with items, strongest first.
    pub ties: Vec<PackageTie>,
}

/// A package.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PackageCount {
    /// As recorded.
    pub package: String,
    /// Rows recorded as from it.
    pub rows: Rows,
    /// Their samples.
    pub samples: Vec<String>,
    /// Incidents.
    pub incidents: u64,
    /// Places.
    pub places: Vec<String>,
    /// First day.
    pub first: Option<Date>,
    /// Last day.
    pub last: Option<Date>,
}

/// A crate and items that agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PackageTie {
    /// Rows of crates.
    pub package_rows: Rows,
    /// Rows of items.
    pub item_rows: Rows,
    /// 1: same sample. 2: same lot. 3: same lot and package.
    pub level: u8,
    /// The sample.
    pub sample: Option<SampleInfo>,
    /// The lot.
    pub lot: Option<String>,
    /// The package.
    pub package: Option<String>,
    /// Places of the crates.
    pub package_places: Vec<String>,
    /// Places of the items.
    pub item_places: Vec<String>,
    /// What may be said.
    pub reasons: Vec<Said>,
}

/// Packages tied to items. Crates count whoever had them; items as the scope says.
#[must_use]
pub fn packages(facts: &Facts, scope: &Scope) -> Analysis<Packages> {
    let selection = facts.select(scope);
    let crates: Vec<&Row> = selection
        .examined
        .iter()
        .copied()
        .filter(|r| facts.items.get(usize::from(r.item)).is_some_and(|k| k == "crate"))
        .collect();
    let mut named: BTreeMap<u32, Vec<&Row>> = BTreeMap::new();
    for row in selection.rows.iter().filter(|r| r.package != NONE) {
        named.entry(row.package).or_default().push(row);
    }
    let mut out = Packages {
        packages: named
            .iter()
            .filter_map(|(package, rows)| counted(facts, scope, *package, rows))
            .collect(),
        ties: ties(facts, scope, &crates, &selection.rows),
    };
    out.packages.sort_by(|a, b| {
        let items = b.rows.items.cmp(&a.rows.items);
        items.then_with(|| a.package.cmp(&b.package))
    });
    let far = out.packages.iter().filter(|p| p.places.len() > 1).count();
    let (packages, ties) = (out.packages.len(), out.ties.len());
    let mut analysis = Analysis::new("packages", selection.base, out);
    if packages + ties > 0 {
        analysis.guard("package-not-a-path", []);
    } else {
        analysis.refuse("no-packages", []);
    }
    if far > 0 {
        analysis.guard("package-several-places", [("packages", far.to_string())]);
    }
    analysis
}

fn places(facts: &Facts, rows: &[&Row]) -> Vec<String> {
    let set: BTreeSet<&str> = rows
        .iter()
        .filter_map(|r| facts.words.get(facts.place(r).place))
        .collect();
    set.into_iter().map(str::to_owned).collect()
}

fn counted(facts: &Facts, scope: &Scope, package: u32, rows: &[&Row]) -> Option<PackageCount> {
    let samples: BTreeSet<&str> = rows
        .iter()
        .filter_map(|r| facts.sample(facts.sample_of(r)?))
        .map(|s| s.key.as_str())
        .collect();
    let days = || rows.iter().filter_map(|r| r.recovered);
    Some(PackageCount {
        package: facts.words.owned(package)?,
        rows: rows_of(rows, scope.ids),
        samples: samples.into_iter().map(str::to_owned).collect(),
        incidents: incidents(rows),
        places: places(facts, rows),
        first: days().map(|s| Date(s.from)).min(),
        last: days().map(|s| Date(s.to)).max(),
    })
}

/// What a crate and an item must share: the key of the sample, and for a stronger tie lot and package.
type Tie = (u8, u32, String, u32);

fn keys(facts: &Facts, row: &Row) -> Vec<Tie> {
    let Some(a) = facts.answer(row) else {
        return Vec::new();
    };
    if !facts.sample(a.sample).is_some_and(SampleInfo::specific) {
        return Vec::new();
    }
    let mut out = vec![(1, a.sample, String::new(), NONE)];
    for lot in &a.lots {
        out.push((2, a.sample, lot.clone(), NONE));
        if row.package != NONE {
            out.push((3, a.sample, lot.clone(), row.package));
        }
    }
    out
}

fn ties(facts: &Facts, scope: &Scope, crates: &[&Row], items: &[&Row]) -> Vec<PackageTie> {
    let mut known: BTreeMap<Tie, (Vec<&Row>, Vec<&Row>)> = BTreeMap::new();
    for row in crates {
        for key in keys(facts, row) {
            known.entry(key).or_default().0.push(row);
        }
    }
    if known.is_empty() {
        return Vec::new();
    }
    for row in items {
        for key in keys(facts, row) {
            if let Some(entry) = known.get_mut(&key) {
                entry.1.push(row);
            }
        }
    }
    let found = known
        .into_iter()
        .rev()
        .filter(|(_, (_, items))| !items.is_empty());
    found
        .map(|((level, sample, lot, package), (crates, items))| PackageTie {
            package_rows: rows_of(&crates, scope.ids),
            item_rows: rows_of(&items, scope.ids),
            level,
            sample: facts.sample(sample).cloned(),
            lot: (!lot.is_empty()).then_some(lot),
            package: facts.words.owned(package),
            package_places: places(facts, &crates),
            item_places: places(facts, &items),
            reasons: vec![match level {
                1 => said("package-same-sample", []),
                2 => said("package-same-lot", []),
                _ => said("package-same-lot-and-package", []),
            }],
        })
        .collect()
}
