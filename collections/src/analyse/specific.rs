//! Specific samples: only ever with one place or group, always with the window in which that holds.

use std::collections::{BTreeMap, HashMap, HashSet};

use headstamp_core::date::Day;
use serde::Serialize;

use super::effort::PartOfSearch;
use super::facts::{Facts, NONE, Row};
use super::said::{Analysis, Date, Interval, Rows, Said, said};
use super::sample::{SampleInfo, recoveries, rows_of};
use super::scope::Scope;
use super::unit::{Occasions, Unit};
use crate::declared::MarkerClaim;
use crate::store::Declaration;

/// What makes a sample specific.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpecificOptions {
    /// Specific to what.
    pub by: Vec<Unit>,
    /// Items needed.
    pub least_items: u64,
    /// Recoveries needed.
    pub least_recoveries: u64,
    /// Items that must have been examined elsewhere in the same time.
    pub least_elsewhere: u64,
    /// All recoveries may be in one place by chance with no more than this probability.
    pub chance: f64,
}

impl Default for SpecificOptions {
    fn default() -> Self {
        Self {
            by: vec![Unit::Region, Unit::Group],
            least_items: 5,
            least_recoveries: 2,
            least_elsewhere: 100,
            chance: 0.05,
        }
    }
}

/// Specific samples.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Specific {
    /// Seen with nothing else to this day.
    pub holding: Vec<Marker>,
    /// Seen elsewhere since.
    pub expired: Vec<Marker>,
    /// Markers that an analyst declared.
    pub declared: Vec<DeclaredMarker>,
    /// Samples met with one place or group only, but too few, or with too little examined elsewhere, to say so.
    pub too_few: u64,
}

/// A sample that points to one place or group, in a window of time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Marker {
    /// The sample.
    pub sample: SampleInfo,
    /// Specific to a place, region, country or group.
    pub by: Unit,
    /// Which.
    pub with: String,
    /// First day of the window.
    pub from: Date,
    /// Last day of the window: the last recovery before it was seen elsewhere.
    pub until: Date,
    /// Rows in the window.
    pub rows: Rows,
    /// Recoveries in the window.
    pub recoveries: u64,
    /// Items examined elsewhere in the window.
    pub elsewhere_searched: u64,
    /// Probability that all recoveries fall here by chance.
    pub chance: f64,
    /// Rows of the sample where somebody else fired.
    pub others: Rows,
    /// Where it was seen after.
    pub seen_elsewhere: Option<Elsewhere>,
}

/// Seen elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Elsewhere {
    /// Place, region, country or group.
    pub with: String,
    /// When first.
    pub first: Interval,
    /// Place.
    pub place: Option<String>,
    /// Incident.
    pub incident: Option<String>,
    /// All rows elsewhere.
    pub rows: Rows,
}

/// A declared marker, held against the collection.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeclaredMarker {
    /// Its name.
    pub name: String,
    /// Id of the declaration.
    pub declaration: i64,
    /// The sample.
    pub sample: String,
    /// By place, region, country or group.
    pub by: Unit,
    /// Which ones.
    pub with: Vec<String>,
    /// First day of the window.
    pub from: Option<Date>,
    /// Last recovery with it, before it was seen elsewhere.
    pub until: Option<Date>,
    /// Last day of the window as it was declared.
    pub expires: Option<Date>,
    /// Not seen elsewhere in the window.
    pub holds: bool,
    /// Rows in the window.
    pub rows: Rows,
    /// Where it was seen after.
    pub seen_elsewhere: Option<Elsewhere>,
    /// Why it holds or not.
    pub reasons: Vec<Said>,
}

/// Samples only ever seen with one place or group.
#[must_use]
pub fn specific(facts: &Facts, scope: &Scope, options: &SpecificOptions) -> Analysis<Specific> {
    let selection = facts.select(scope);
    let samples = facts.by_sample(&selection.rows);
    let others = facts.by_sample(&selection.others);
    let mut out = Specific::default();
    // Too few by region and too few by group is one sample.
    let mut too_few = HashSet::new();
    for by in &options.by {
        let ground = Ground::of(facts, scope, *by, &selection.examined);
        for ((sample, rows), others) in facts.samples.iter().zip(&samples).zip(&others) {
            if rows.is_empty() || !sample.specific() {
                continue;
            }
            match ground.marker(sample, rows, others) {
                Some(m) if m.is_enough(options) => match m.seen_elsewhere {
                    None => out.holding.push(m),
                    Some(_) => out.expired.push(m),
                },
                Some(m) if m.seen_elsewhere.is_none() => {
                    too_few.insert(m.sample.key);
                }
                _ => {}
            }
        }
    }
    out.too_few = too_few.len() as u64;
    for list in [&mut out.holding, &mut out.expired] {
        list.sort_by(|a, b| {
            let items = b.rows.items.cmp(&a.rows.items);
            items.then_with(|| a.sample.key.cmp(&b.sample.key))
        });
    }
    for d in facts.declarations.iter().filter(|d| d.kind == "marker") {
        out.declared.extend(declared(facts, scope, d, &selection.rows));
    }
    let expired = out.expired.len() + out.declared.iter().filter(|d| !d.holds).count();
    let (some, few) = (
        out.holding.len() + out.expired.len() + out.declared.len(),
        out.too_few,
    );
    let with_others = out
        .holding
        .iter()
        .chain(&out.expired)
        .filter(|m| !m.others.is_empty())
        .count();
    let mut analysis = Analysis::new("specific", selection.base, out);
    if some > 0 {
        analysis.guard("marker-window", []);
        analysis.guard("marker-recorded", []);
    }
    if expired > 0 {
        analysis.guard("marker-expired", [("samples", expired.to_string())]);
    }
    if with_others > 0 {
        analysis.guard("marker-with-others", [("samples", with_others.to_string())]);
    }
    if few > 0 {
        let args = [
            ("samples", few.to_string()),
            ("items", options.least_items.to_string()),
            ("recoveries", options.least_recoveries.to_string()),
            ("elsewhere", options.least_elsewhere.to_string()),
        ];
        analysis.refuse("marker-too-few", args);
    }
    analysis
}

impl Marker {
    fn is_enough(&self, o: &SpecificOptions) -> bool {
        self.rows.items >= o.least_items
            && self.recoveries >= o.least_recoveries
            && self.elsewhere_searched >= o.least_elsewhere
            && self.chance <= o.chance
    }
}

/// What was examined in each unit.
struct Ground<'f> {
    facts: &'f Facts,
    scope: &'f Scope,
    by: Unit,
    occasions: Occasions,
    parts: HashMap<u32, PartOfSearch>,
    all: PartOfSearch,
}

impl<'f> Ground<'f> {
    fn of(facts: &'f Facts, scope: &'f Scope, by: Unit, examined: &[&Row]) -> Self {
        let mut parts: HashMap<u32, Vec<&Row>> = HashMap::new();
        let mut placed = Vec::new();
        for row in examined {
            let unit = by.of(facts, row);
            if unit != NONE {
                parts.entry(unit).or_default().push(row);
                placed.push(*row);
            }
        }
        Self {
            facts,
            scope,
            by,
            occasions: Occasions::of(facts, by, &placed),
            parts: parts
                .into_iter()
                .map(|(u, r)| (u, PartOfSearch::of(&r)))
                .collect(),
            all: PartOfSearch::of(&placed),
        }
    }

    /// The window in which the sample was seen with one unit only, if it ever was.
    fn marker(&self, sample: &SampleInfo, rows: &[&Row], others: &[&Row]) -> Option<Marker> {
        let unit = |r: &Row| self.by.of(self.facts, r);
        let (with, elsewhere) = split(rows, |r| (unit(r) != NONE).then(|| unit(r)))?;
        let (rows, window) = with;
        let name = unit(rows.first()?);
        let (from, until) = window;
        let end = elsewhere
            .first()
            .and_then(|r| r.recovered)
            .map_or(until, |s| s.from);
        let all = self.all.within(from, end);
        let here = self.parts.get(&name).map_or(0, |p| p.within(from, end));
        let times = recoveries(&rows);
        // The first recovery is where it is; that the others are there too is what chance is asked about.
        let after = Day(end.0 + 1);
        let occasions = self.occasions.all_within(from, after).max(1);
        let share = self.occasions.within(name, from, after) as f64 / occasions as f64;
        let chance = share.powf(times.saturating_sub(1) as f64);
        Some(Marker {
            sample: sample.clone(),
            by: self.by,
            with: self.facts.words.owned(name)?,
            from: Date(from),
            until: Date(until),
            rows: rows_of(&rows, self.scope.ids),
            recoveries: times,
            elsewhere_searched: all.saturating_sub(here),
            chance: (chance * 10_000.0).round() / 10_000.0,
            others: rows_of(others, self.scope.ids),
            seen_elsewhere: seen(self.facts, self.scope, self.by, &elsewhere),
        })
    }
}

type Window = (Day, Day);
type With<'f> = (Vec<&'f Row>, Window);

/// The rows up to the day the sample was seen with a second unit, and all rows with other units, both by day. Rows
/// without a day or unit say nothing. None when the first day has two units already.
fn split<'f>(rows: &[&'f Row], unit: impl Fn(&Row) -> Option<u32>) -> Option<(With<'f>, Vec<&'f Row>)> {
    let mut known: Vec<(Day, u32, &Row)> = rows
        .iter()
        .filter_map(|r| Some((r.recovered?.from, unit(r)?, *r)))
        .collect();
    known.sort_by_key(|(day, _, r)| (*day, r.id));
    let (from, here, _) = *known.first()?;
    let elsewhere: Vec<&Row> = known
        .iter()
        .filter(|(_, u, _)| *u != here)
        .map(|(_, _, r)| *r)
        .collect();
    let end = elsewhere.first().and_then(|r| r.recovered).map(|s| s.from);
    let with: Vec<&Row> = known
        .iter()
        .filter(|(day, u, _)| *u == here && end.is_none_or(|e| *day < e))
        .map(|(_, _, r)| *r)
        .collect();
    let until = with.iter().filter_map(|r| r.recovered).map(|s| s.to).max()?;
    Some(((with, (from, until)), elsewhere))
}

fn seen(facts: &Facts, scope: &Scope, by: Unit, elsewhere: &[&Row]) -> Option<Elsewhere> {
    let first = elsewhere.first()?;
    Some(Elsewhere {
        with: facts.words.owned(by.of(facts, first))?,
        first: Interval::from(first.recovered?),
        place: facts.words.owned(facts.place(first).place),
        incident: facts.words.owned(first.incident),
        rows: rows_of(elsewhere, scope.ids),
    })
}

fn declared(facts: &Facts, scope: &Scope, d: &Declaration, rows: &[&Row]) -> Option<DeclaredMarker> {
    let MarkerClaim {
        sample,
        by,
        with,
        from,
        until,
        ..
    } = serde_json::from_value(d.content.clone()).ok()?;
    let span = |text: Option<String>| text.as_deref().and_then(Day::parse_span);
    let (start, stop) = (span(from).map(|s| s.from), span(until).map(|s| s.to));
    let index = facts.find_sample(&sample);
    let mine: Vec<&Row> = rows
        .iter()
        .copied()
        .filter(|r| index.is_some() && facts.sample_of(r) == index)
        .filter(|r| start.is_none_or(|s| r.recovered.is_some_and(|d| d.from >= s)))
        .filter(|r| stop.is_none_or(|s| r.recovered.is_some_and(|d| d.to <= s)))
        .collect();
    let mut parts: BTreeMap<bool, Vec<&Row>> = BTreeMap::new();
    for row in &mine {
        if let (Some(name), Some(_)) = (facts.words.get(by.of(facts, row)), row.recovered) {
            parts.entry(with.iter().any(|w| w == name)).or_default().push(row);
        }
    }
    let mut elsewhere = parts.remove(&false).unwrap_or_default();
    elsewhere.sort_by_key(|r| (r.recovered.map(|s| s.from), r.id));
    let end = elsewhere.first().and_then(|r| r.recovered).map(|s| s.from);
    let mut inside = parts.remove(&true).unwrap_or_default();
    inside.retain(|r| end.is_none_or(|e| r.recovered.is_some_and(|s| s.from < e)));
    let days = || inside.iter().filter_map(|r| r.recovered);
    let seen_elsewhere = seen(facts, scope, by, &elsewhere);
    let reason = match &seen_elsewhere {
        Some(e) => {
            let args = [("with", e.with.clone()), ("first", e.first.to_string())];
            said("marker-seen-elsewhere", args)
        }
        None if inside.is_empty() => said("marker-never-seen", []),
        None => said("marker-holds", [("with", with.join(", "))]),
    };
    let mut reasons = vec![reason];
    if let Some(stop) = stop {
        reasons.push(said("marker-declared-until", [("until", stop.to_string())]));
    }
    Some(DeclaredMarker {
        name: d.name.clone(),
        declaration: d.id,
        sample,
        by,
        with,
        from: start.map(Date).or_else(|| days().map(|s| Date(s.from)).min()),
        until: days().map(|s| Date(s.to)).max(),
        holds: seen_elsewhere.is_none() && !inside.is_empty(),
        rows: rows_of(&inside, scope.ids),
        seen_elsewhere,
        reasons,
        expires: stop.map(Date),
    })
}
