//! What rows are compared by: place, region, country or group; and recoveries in each.

use std::collections::HashMap;

use headstamp_core::date::Day;
use serde::{Deserialize, Serialize};

use super::facts::{Facts, NONE, Row};

/// What rows are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Place of recovery.
    Place,
    /// Region of recovery.
    Region,
    /// Country of recovery.
    Country,
    /// The group it is ascribed to.
    Group,
}

impl Unit {
    /// From its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "place" => Self::Place,
            "region" => Self::Region,
            "country" => Self::Country,
            "group" => Self::Group,
            _ => return None,
        })
    }

    pub(super) fn of(self, facts: &Facts, row: &Row) -> u32 {
        match self {
            Self::Place => facts.place(row).place,
            Self::Region => facts.place(row).region,
            Self::Country => facts.place(row).country,
            Self::Group => row.group,
        }
    }
}

/// What is recovered together: an incident, or without one the day and place.
pub(super) fn occasion(row: &Row) -> (u32, i32) {
    match row.incident {
        NONE => (row.place, row.recovered.map_or(i32::MIN, |s| s.from.0)),
        incident => (incident, i32::MAX),
    }
}

/// Recoveries by unit and day.
pub(super) struct Occasions {
    units: HashMap<u32, Vec<i32>>,
    all: Vec<i32>,
}

impl Occasions {
    pub(super) fn of(facts: &Facts, by: Unit, rows: &[&Row]) -> Self {
        let mut first: HashMap<(u32, (u32, i32)), i32> = HashMap::new();
        for row in rows {
            let Some(day) = row.recovered.map(|s| s.from.0) else {
                continue;
            };
            let known = first.entry((by.of(facts, row), occasion(row))).or_insert(day);
            *known = day.min(*known);
        }
        let mut units: HashMap<u32, Vec<i32>> = HashMap::new();
        let mut all = Vec::new();
        for ((unit, _), day) in first {
            units.entry(unit).or_default().push(day);
            all.push(day);
        }
        for days in units.values_mut() {
            days.sort_unstable();
        }
        all.sort_unstable();
        Self { units, all }
    }

    /// Recoveries in a unit from one day until before another.
    pub(super) fn within(&self, unit: u32, from: Day, until: Day) -> u64 {
        self.units.get(&unit).map_or(0, |d| between(d, from, until))
    }

    /// Recoveries anywhere from one day until before another.
    pub(super) fn all_within(&self, from: Day, until: Day) -> u64 {
        between(&self.all, from, until)
    }
}

fn between(days: &[i32], from: Day, until: Day) -> u64 {
    let at = |day: Day| days.partition_point(|d| *d < day.0) as u64;
    at(until).saturating_sub(at(from))
}

/// Distance on a sphere, in kilometres to one decimal.
pub(super) fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let (dla, dlo) = ((lb - la) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = dla.sin().powi(2) + la.cos() * lb.cos() * dlo.sin().powi(2);
    let km = 2.0 * 6371.0 * h.sqrt().min(1.0).asin();
    (km * 10.0).round() / 10.0
}
