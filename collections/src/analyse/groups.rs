//! Groups held against one another by what they fire: profiles, with the size of both sets.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::baseline::baseline;
use super::facts::{Facts, NONE, Row};
use super::incidents::Incidents;
use super::links::{LinkOptions, Shared};
use super::said::{Analysis, Rows, Said, said};
use super::sample::{SampleInfo, incidents, rows_of};
use super::samples::{LEAST_ITEMS, LEAST_KINDS};
use super::scope::Scope;

/// Groups, and pairs of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Groups {
    /// Groups, most items first.
    pub groups: Vec<GroupCount>,
    /// Pairs large enough to be compared, most similar first.
    pub pairs: Vec<GroupPair>,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupCount {
    /// Its name as recorded.
    pub group: String,
    /// Samples fit for comparison.
    pub samples: u64,
    /// Rows.
    pub rows: Rows,
    /// Incidents.
    pub incidents: u64,
}

/// Two groups.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupPair {
    /// One.
    pub a: String,
    /// The other.
    pub b: String,
    /// Shared kinds over all kinds of the two.
    pub jaccard: f64,
    /// How far the shares of the items agree; 1 when they are the same.
    pub bray_curtis: f64,
    /// Shared samples that link, rarest first.
    pub shared: Vec<Shared>,
    /// How many samples they share.
    pub shared_samples: u64,
    /// Samples of the first only.
    pub only_a: u64,
    /// Samples of the second only.
    pub only_b: u64,
    /// Shared samples left out because a national stock holds them.
    pub subtracted: u64,
    /// What must be said with it.
    pub reasons: Vec<Said>,
}

/// Shared samples listed for a pair.
const MOST_SHARED: usize = 20;

struct Group<'f> {
    name: u32,
    rows: Vec<&'f Row>,
    /// Items and rows by sample.
    kinds: BTreeMap<u32, (u64, Vec<&'f Row>)>,
}

impl Group<'_> {
    fn items(&self) -> u64 {
        self.kinds.values().map(|k| k.0).sum()
    }
}

/// Compares the groups.
#[must_use]
pub fn groups(facts: &Facts, scope: &Scope, options: &LinkOptions) -> Analysis<Groups> {
    let selection = facts.select(scope);
    let stock = baseline(facts, options.baseline.as_deref());
    if let Some(name) = stock.missing(options.baseline.as_deref()) {
        let mut analysis = Analysis::new("groups", selection.base, Groups::default());
        analysis.refuse("no-such-baseline", [("name", name)]);
        return analysis;
    }
    let all = Incidents::of(facts, &selection.rows);
    let mut by_name: HashMap<u32, Vec<&Row>> = HashMap::new();
    for row in &selection.rows {
        by_name.entry(row.group).or_default().push(row);
    }
    let nameless = by_name.remove(&NONE).map_or(0, |r| r.len());
    let mut list: Vec<Group<'_>> = by_name
        .into_iter()
        .map(|(name, rows)| Group {
            name,
            kinds: kinds(facts, &rows),
            rows,
        })
        .collect();
    let name = |g: &Group<'_>| facts.words.owned(g.name).unwrap_or_default();
    list.sort_by_key(|g| (std::cmp::Reverse(g.items()), name(g)));
    let in_stock = |s: u32| facts.sample(s).is_some_and(|s| stock.has(s));
    let mut out = Groups::default();
    let mut small = Vec::new();
    for g in &list {
        out.groups.push(GroupCount {
            group: name(g),
            samples: g.kinds.len() as u64,
            rows: rows_of(&g.rows, scope.ids),
            incidents: incidents(&g.rows),
        });
        if g.items() < LEAST_ITEMS || (g.kinds.len() as u64) < LEAST_KINDS {
            small.push(name(g));
        }
    }
    list.retain(|g| !small.contains(&name(g)));
    for (i, a) in list.iter().enumerate() {
        for b in list.iter().skip(i + 1) {
            out.pairs.push(pair(&all, scope, a, b, &in_stock));
        }
    }
    out.pairs.sort_by(|x, y| {
        let by = y.jaccard.total_cmp(&x.jaccard);
        by.then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
    });
    let some = !out.pairs.is_empty();
    let mut analysis = Analysis::new("groups", selection.base, out);
    if some {
        analysis.guard("groups-not-one-source", []);
        analysis.guard("link-is-supply-not-people", []);
        if stock.names.is_empty() {
            analysis.guard("links-no-baseline", []);
        }
    }
    if !small.is_empty() {
        let args = [
            ("groups", small.join(", ")),
            ("items", LEAST_ITEMS.to_string()),
            ("kinds", LEAST_KINDS.to_string()),
        ];
        analysis.refuse("groups-too-small", args);
    }
    if nameless > 0 {
        analysis.refuse("groups-nameless", [("rows", nameless.to_string())]);
    }
    analysis
}

/// Items by sample, of samples fit for comparison.
fn kinds<'f>(facts: &Facts, rows: &[&'f Row]) -> BTreeMap<u32, (u64, Vec<&'f Row>)> {
    let mut out: BTreeMap<u32, (u64, Vec<&Row>)> = BTreeMap::new();
    for row in rows {
        let Some(s) = facts.sample_of(row) else { continue };
        if facts.sample(s).is_some_and(SampleInfo::specific) {
            let (items, rows) = out.entry(s).or_default();
            *items += u64::from(row.quantity);
            rows.push(row);
        }
    }
    out
}

fn pair(
    all: &Incidents<'_>,
    scope: &Scope,
    a: &Group<'_>,
    b: &Group<'_>,
    in_stock: &dyn Fn(u32) -> bool,
) -> GroupPair {
    let name = |g: &Group<'_>| all.facts.words.owned(g.name).unwrap_or_default();
    let shared: Vec<u32> = a
        .kinds
        .keys()
        .copied()
        .filter(|s| b.kinds.contains_key(s))
        .collect();
    let left: Vec<u32> = shared.iter().copied().filter(|s| !in_stock(*s)).collect();
    let kept = |g: &Group<'_>| g.kinds.keys().filter(|s| !in_stock(**s)).count();
    let union = kept(a) + kept(b) - left.len();
    let total = |g: &Group<'_>| {
        let items = g.kinds.iter().filter(|(s, _)| !in_stock(**s));
        items.map(|(_, k)| k.0).sum::<u64>().max(1) as f64
    };
    let (ta, tb) = (total(a), total(b));
    let share = |g: &Group<'_>, s: u32, t: f64| g.kinds.get(&s).map_or(0.0, |k| k.0 as f64 / t);
    let alike: f64 = left.iter().map(|s| share(a, *s, ta).min(share(b, *s, tb))).sum();
    let round = |v: f64| (v * 1000.0).round() / 1000.0;
    let rows = |g: &Group<'_>, s: u32| {
        let rows = g.kinds.get(&s).map_or(&[][..], |k| k.1.as_slice());
        rows_of(rows, scope.ids)
    };
    let mut rarest: Vec<(f64, u32)> = left.iter().map(|s| (all.weight(*s), *s)).collect();
    rarest.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    let listed = rarest
        .into_iter()
        .take(MOST_SHARED)
        .filter_map(|(weight, s)| {
            Some(Shared {
                sample: all.facts.sample(s)?.clone(),
                weight,
                incidents: all.with.get(&s).map_or(0, Vec::len) as u64,
                recent: false,
                a: rows(a, s),
                b: rows(b, s),
                events: Vec::new(),
            })
        })
        .collect();
    let args = [
        ("a", name(a)),
        ("na", a.kinds.len().to_string()),
        ("ia", a.items().to_string()),
        ("b", name(b)),
        ("nb", b.kinds.len().to_string()),
        ("ib", b.items().to_string()),
    ];
    GroupPair {
        a: name(a),
        b: name(b),
        jaccard: round(left.len() as f64 / union.max(1) as f64),
        bray_curtis: round(alike),
        shared: listed,
        shared_samples: left.len() as u64,
        only_a: (kept(a) - left.len()) as u64,
        only_b: (kept(b) - left.len()) as u64,
        subtracted: (shared.len() - left.len()) as u64,
        reasons: vec![said("groups-sizes", args)],
    }
}
