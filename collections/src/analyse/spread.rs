//! Spread of a sample over places and time, held against what was looked at there before.

use std::collections::HashMap;

use headstamp_core::date::Day;
use serde::Serialize;

use super::effort::PartOfSearch;
use super::facts::{Facts, NONE, Row};
use super::first::earliest;
use super::said::{Analysis, Date, Interval, Rows};
use super::sample::{SampleInfo, incidents, rows_of};
use super::scope::Scope;
use super::unit::{Occasions, Unit, kilometres};

/// The spread of a sample.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// The sample; none when the collection has no such key.
    pub sample: Option<SampleInfo>,
    /// Over what.
    pub by: Unit,
    /// Where it was recovered, in order of the first time.
    pub units: Vec<SpreadUnit>,
    /// Rows without a day.
    pub undated: Rows,
    /// Rows without a place of this kind.
    pub unplaced: Rows,
    /// Coordinates with their rows.
    pub points: Vec<Point>,
}

/// A place the sample reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpreadUnit {
    /// Its name.
    pub name: String,
    /// Country.
    pub country: Option<String>,
    /// First recovery there.
    pub first: Interval,
    /// Last day of recovery.
    pub last: Date,
    /// Rows.
    pub rows: Rows,
    /// Incidents.
    pub incidents: u64,
    /// Kilometres from the very first recovery.
    pub km_from_first: Option<f64>,
    /// Days since the very first recovery.
    pub days_from_first: i32,
    /// Items of any kind examined there before.
    pub searched_before: u64,
    /// Since when anything was examined there.
    pub searched_first: Option<Date>,
    /// Recoveries there between the very first record and the first one here, none of which had the sample.
    pub recoveries_without: u64,
    /// How probable that is if the sample had been as common there as elsewhere in that time. A small figure means that
    /// it came later; a large one that it may have been there all along.
    pub missed_by_chance: Option<f64>,
    /// Latitude of the first recovery there.
    pub latitude: Option<f64>,
    /// Longitude.
    pub longitude: Option<f64>,
}

/// Rows at one pair of coordinates.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// Latitude.
    pub latitude: f64,
    /// Longitude.
    pub longitude: f64,
    /// Place.
    pub place: Option<String>,
    /// First day of recovery.
    pub first: Option<Date>,
    /// Rows.
    pub rows: Rows,
}

/// Fewer items examined somewhere before than this, and nothing can be said of when a sample came.
const LITTLE: u64 = 30;
/// A gap less probable than this by chance is a late arrival.
pub(super) const CHANCE: f64 = 0.05;

/// What the units have in common: the search in each.
struct Ground<'f> {
    facts: &'f Facts,
    scope: &'f Scope,
    by: Unit,
    occasions: Occasions,
    search: HashMap<u32, PartOfSearch>,
}

impl<'f> Ground<'f> {
    fn of(facts: &'f Facts, scope: &'f Scope, by: Unit, examined: &[&Row]) -> Self {
        let mut parts: HashMap<u32, Vec<&Row>> = HashMap::new();
        for row in examined {
            parts.entry(by.of(facts, row)).or_default().push(row);
        }
        Self {
            facts,
            scope,
            by,
            occasions: Occasions::of(facts, by, examined),
            search: parts
                .into_iter()
                .map(|(u, rows)| (u, PartOfSearch::of(&rows)))
                .collect(),
        }
    }

    /// The units of a sample by first day.
    fn units(&self, rows: &[&Row]) -> Vec<SpreadUnit> {
        let mut by_unit: HashMap<u32, Vec<&Row>> = HashMap::new();
        for row in rows.iter().filter(|r| r.recovered.is_some()) {
            let unit = self.by.of(self.facts, row);
            if unit != NONE {
                by_unit.entry(unit).or_default().push(row);
            }
        }
        let firsts: Vec<&Row> = by_unit
            .values()
            .filter_map(|rows| earliest(rows).map(|e| e.0))
            .collect();
        let Some((start, _)) = earliest(&firsts) else {
            return Vec::new();
        };
        let mut out: Vec<SpreadUnit> = by_unit
            .iter()
            .filter_map(|(unit, there)| self.unit(*unit, there, start, rows))
            .collect();
        out.sort_by(|a, b| (a.first.from, &a.name).cmp(&(b.first.from, &b.name)));
        out
    }

    fn unit(&self, unit: u32, there: &[&Row], start: &Row, all: &[&Row]) -> Option<SpreadUnit> {
        let (at, _) = earliest(there)?;
        let (first, begin) = (at.recovered?, start.recovered?.from);
        let last = there.iter().filter_map(|r| r.recovered).map(|s| s.to).max()?;
        let search = self.search.get(&unit);
        let place = self.facts.place(at);
        let (without, chance) = self.gap(unit, begin, first.from, all);
        let from = self.facts.place(start).at;
        Some(SpreadUnit {
            name: self.facts.words.owned(unit)?,
            country: self.facts.words.owned(place.country),
            first: Interval::from(first),
            last: Date(last),
            rows: rows_of(there, self.scope.ids),
            incidents: incidents(there),
            km_from_first: from.zip(place.at).map(|(a, b)| kilometres(a, b)),
            days_from_first: first.from.0 - begin.0,
            searched_before: search.map_or(0, |s| s.before(first.from)),
            searched_first: search.and_then(PartOfSearch::first).map(Date),
            recoveries_without: without,
            missed_by_chance: chance,
            latitude: place.at.map(|a| a.0),
            longitude: place.at.map(|a| a.1),
        })
    }

    /// Recoveries in a unit from the first record anywhere until the first one here, and how probable it is that none
    /// of them had the sample, had it been as common as it was elsewhere in that time.
    fn gap(&self, unit: u32, begin: Day, here: Day, all: &[&Row]) -> (u64, Option<f64>) {
        let inside = self.occasions.within(unit, begin, here);
        if here <= begin || inside == 0 {
            return (inside, None);
        }
        let elsewhere = self.occasions.all_within(begin, here).saturating_sub(inside);
        let window: Vec<&Row> = all
            .iter()
            .copied()
            .filter(|r| r.recovered.is_some_and(|s| s.from >= begin && s.from < here))
            .collect();
        let with = super::sample::recoveries(&window);
        if elsewhere == 0 || with < 2 {
            return (inside, None);
        }
        let share = (with as f64 / elsewhere as f64).min(1.0);
        let chance = (1.0 - share).powf(inside as f64);
        (inside, Some((chance * 10_000.0).round() / 10_000.0))
    }
}

/// The spread of one sample over places, regions, countries or groups.
#[must_use]
pub fn spread(facts: &Facts, scope: &Scope, sample: &str, by: Unit) -> Analysis<Spread> {
    let selection = facts.select(scope);
    let index = facts.find_sample(sample);
    let rows: Vec<&Row> = selection
        .rows
        .iter()
        .copied()
        .filter(|r| index.is_some() && facts.sample_of(r) == index)
        .collect();
    let ground = Ground::of(facts, scope, by, &selection.examined);
    let some = |f: &dyn Fn(&Row) -> bool| {
        let list: Vec<&Row> = rows.iter().copied().filter(|r| f(r)).collect();
        rows_of(&list, scope.ids)
    };
    let out = Spread {
        sample: index.and_then(|i| facts.sample(i)).cloned(),
        by,
        units: ground.units(&rows),
        undated: some(&|r| r.recovered.is_none()),
        unplaced: some(&|r| by.of(facts, r) == NONE),
        points: points(facts, scope, &rows),
    };
    let unsearched = out
        .units
        .iter()
        .skip(1)
        .filter(|u| u.searched_before < LITTLE)
        .count();
    let late: Vec<&SpreadUnit> = out.units.iter().filter(|u| is_late(u)).collect();
    let names: Vec<&str> = late.iter().map(|u| u.name.as_str()).collect();
    let late = (!names.is_empty()).then(|| names.join(", "));
    let (count, known) = (out.units.len(), out.sample.is_some());
    let mut analysis = Analysis::new("spread", selection.base, out);
    if !known {
        analysis.refuse("no-such-sample", [("sample", sample.to_owned())]);
    } else if count < 2 {
        analysis.refuse("spread-one-unit", [("units", count.to_string())]);
    } else {
        analysis.guard("spread-or-movement", []);
    }
    if count >= 2 && unsearched > 0 {
        let args = [("units", unsearched.to_string()), ("least", LITTLE.to_string())];
        analysis.guard("spread-unsearched", args);
    }
    if let Some(units) = late {
        analysis.guard("spread-late", [("units", units)]);
    }
    analysis
}

/// It came to the unit later: many recoveries there had not had it.
fn is_late(u: &SpreadUnit) -> bool {
    u.searched_before >= LITTLE && u.missed_by_chance.is_some_and(|c| c <= CHANCE)
}

/// Samples that reached a place later than their absence there can be chance, with the number of such places; most
/// places first, then the longest time.
#[must_use]
pub fn spread_candidates(facts: &Facts, scope: &Scope, by: Unit) -> Vec<(String, u64)> {
    let selection = facts.select(scope);
    let ground = Ground::of(facts, scope, by, &selection.examined);
    let mut out: Vec<(u64, i32, String)> = Vec::new();
    for (sample, rows) in facts.samples.iter().zip(facts.by_sample(&selection.rows)) {
        if !sample.specific() || rows.len() < 2 {
            continue;
        }
        let units = ground.units(&rows);
        let late = || units.iter().filter(|u| is_late(u));
        if let Some(longest) = late().map(|u| u.days_from_first).max() {
            out.push((late().count() as u64, longest, sample.key.clone()));
        }
    }
    out.sort_by(|a, b| (b.0, b.1, &a.2).cmp(&(a.0, a.1, &b.2)));
    out.into_iter().map(|(n, _, key)| (key, n)).collect()
}

fn points(facts: &Facts, scope: &Scope, rows: &[&Row]) -> Vec<Point> {
    let mut by_place: HashMap<(u64, u64, u32), Vec<&Row>> = HashMap::new();
    for row in rows {
        let place = facts.place(row);
        if let Some((a, b)) = place.at {
            let key = (a.to_bits(), b.to_bits(), place.place);
            by_place.entry(key).or_default().push(row);
        }
    }
    let mut out: Vec<Point> = by_place
        .into_iter()
        .map(|((latitude, longitude, place), rows)| Point {
            latitude: f64::from_bits(latitude),
            longitude: f64::from_bits(longitude),
            place: facts.words.owned(place),
            first: rows
                .iter()
                .filter_map(|r| r.recovered)
                .map(|s| Date(s.from))
                .min(),
            rows: rows_of(&rows, scope.ids),
        })
        .collect();
    out.sort_by(|a, b| {
        let by_day = (a.first, &a.place).cmp(&(b.first, &b.place));
        by_day
            .then(a.latitude.total_cmp(&b.latitude))
            .then(a.longitude.total_cmp(&b.longitude))
    });
    out
}
