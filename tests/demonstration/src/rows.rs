//! The synthetic rows: incidents, and which samples lay there.

use headstamp_core::date::Day;

use crate::chance::Chance;
use crate::places::{EGYPTIAN, REGIONS, Zone};
use crate::pool::Sample;
use crate::samples::is_egyptian_2015;

/// Published: casings in all.
pub(crate) const CASINGS: u64 = 12_000;

/// Published for 2014 and 2022 (attacks); between them made up.
const BY_YEAR: [(i32, f64); 9] = [
    (2014, 103.0),
    (2015, 130.0),
    (2016, 190.0),
    (2017, 230.0),
    (2018, 280.0),
    (2019, 310.0),
    (2020, 330.0),
    (2021, 345.0),
    (2022, 410.0),
];

/// Incidents with recovered casings: made up.
const INCIDENTS: u64 = 640;

/// Types of incident, and how often.
const TYPES: [(&str, f64); 4] = [
    ("small-arms fire", 55.0),
    ("complex attack", 22.0),
    ("arms cache", 13.0),
    ("seizure", 10.0),
];

/// An incident.
pub(crate) struct Incident {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) day: Day,
    pub(crate) region: &'static str,
    pub(crate) place: String,
    pub(crate) at: (f64, f64),
    pub(crate) zone: Zone,
    egyptian: bool,
}

/// Casings of one sample from one incident.
pub(crate) struct Row {
    pub(crate) incident: usize,
    pub(crate) sample: usize,
    pub(crate) quantity: u64,
}

/// All incidents, by day.
pub(crate) fn incidents(chance: &mut Chance) -> Vec<Incident> {
    let weights: Vec<f64> = BY_YEAR.iter().map(|y| y.1).collect();
    let mut out: Vec<Incident> = EGYPTIAN
        .iter()
        .map(|e| Incident {
            id: String::new(),
            kind: "small-arms fire",
            day: Day::new(e.day.0, e.day.1, e.day.2),
            region: e.region,
            place: e.place.to_owned(),
            at: e.at,
            zone: REGIONS
                .iter()
                .find(|r| r.name == e.region)
                .map_or(Zone::Centre, |r| r.zone),
            egyptian: true,
        })
        .collect();
    while (out.len() as u64) < INCIDENTS {
        let year = chance
            .weighted(&weights)
            .and_then(|i| BY_YEAR.get(i))
            .map_or(2014, |y| y.0);
        out.push(incident(year, chance));
    }
    out.sort_by(|a, b| a.day.cmp(&b.day).then(a.place.cmp(&b.place)));
    for (i, incident) in out.iter_mut().enumerate() {
        incident.id = format!("SYNTHETIC-{}-{:03}", incident.day.year(), i + 1);
    }
    out
}

fn incident(year: i32, chance: &mut Chance) -> Incident {
    let along = f64::from(year - 2014) / 8.0;
    let shares: Vec<f64> = REGIONS
        .iter()
        .map(|r| r.share.0 + (r.share.1 - r.share.0) * along)
        .collect();
    let kinds: Vec<f64> = TYPES.iter().map(|t| t.1).collect();
    let [first, ..] = &REGIONS;
    let region = chance
        .weighted(&shares)
        .and_then(|i| REGIONS.get(i))
        .unwrap_or(first);
    let kind = chance
        .weighted(&kinds)
        .and_then(|i| TYPES.get(i))
        .map_or("seizure", |t| t.0);
    let month = u8::try_from(chance.below(12) + 1).unwrap_or(1);
    let day = u8::try_from(chance.below(28) + 1).unwrap_or(1);
    let near = |v: f64, chance: &mut Chance| ((v + (chance.share() - 0.5) * 0.9) * 100.0).round() / 100.0;
    Incident {
        id: String::new(),
        kind,
        day: Day::new(year, month, day),
        region: region.name,
        place: format!("{} area", region.town),
        at: (near(region.latitude, chance), near(region.longitude, chance)),
        zone: region.zone,
        egyptian: false,
    }
}

/// How a sample circulates.
struct Habit {
    /// How often it lies at an incident.
    weight: f64,
    /// It keeps to one zone.
    home: Option<Zone>,
}

/// A few samples are everywhere, most are rare: the weight falls with the rank, older ones first.
fn habits(samples: &[Sample], chance: &mut Chance) -> Vec<Habit> {
    let mut order: Vec<usize> = (0..samples.len()).collect();
    chance.shuffle(&mut order);
    let old = |i: &usize| samples.get(*i).is_none_or(|s| !(1965..1990).contains(&s.year));
    order.sort_by_key(old);
    let mut habits: Vec<Habit> = samples
        .iter()
        .map(|_| Habit {
            weight: 0.0,
            home: None,
        })
        .collect();
    for (rank, i) in order.into_iter().enumerate() {
        if let Some(h) = habits.get_mut(i) {
            h.weight = 1.0 / (rank as f64 + 2.0).powf(1.05);
            if rank > 60 && chance.share() < 0.7 {
                h.home = [Zone::North, Zone::East, Zone::Centre]
                    .get(chance.below(3) as usize)
                    .copied();
            }
        }
    }
    habits
}

/// All rows, by incident. Each sample lies somewhere, each incident has something.
pub(crate) fn rows(samples: &[Sample], incidents: &[Incident], chance: &mut Chance) -> Vec<Row> {
    let habits = habits(samples, chance);
    let fits = |s: &Sample, h: &Habit, i: &Incident| {
        !is_egyptian_2015(s) && s.year < i.day.year() && h.home.is_none_or(|z| z == i.zone)
    };
    let mut grid: std::collections::BTreeMap<(usize, usize), u64> = std::collections::BTreeMap::new();
    for (s, (sample, habit)) in samples.iter().zip(&habits).enumerate() {
        let places: Vec<usize> = (0..incidents.len())
            .filter(|i| incidents.get(*i).is_some_and(|i| fits(sample, habit, i)))
            .collect();
        if let Some(i) = places.get(chance.below(places.len() as u64) as usize) {
            grid.insert((*i, s), 1);
        }
    }
    for (i, incident) in incidents.iter().enumerate() {
        let captured = |s: &usize| samples.get(*s).is_some_and(is_egyptian_2015);
        for s in (0..samples.len()).filter(|s| incident.egyptian && captured(s)) {
            grid.insert((i, s), 2 + chance.below(7));
        }
        let weights: Vec<f64> = samples
            .iter()
            .zip(&habits)
            .map(|(s, h)| if fits(s, h, incident) { h.weight } else { 0.0 })
            .collect();
        let kinds = 1 + chance.below(if incident.kind == "small-arms fire" { 6 } else { 11 });
        for _ in 0..kinds {
            if let Some(s) = chance.weighted(&weights) {
                *grid.entry((i, s)).or_default() += 1 + chance.below(4);
            }
        }
    }
    let mut rows: Vec<Row> = grid
        .into_iter()
        .map(|((incident, sample), quantity)| Row {
            incident,
            sample,
            quantity,
        })
        .collect();
    settle(&mut rows, chance);
    rows
}

/// Adds casings to rows or takes some away until there are as many as published.
fn settle(rows: &mut [Row], chance: &mut Chance) {
    let mut total: u64 = rows.iter().map(|r| r.quantity).sum();
    while total != CASINGS && !rows.is_empty() {
        let i = chance.below(rows.len() as u64) as usize;
        let Some(row) = rows.get_mut(i) else { break };
        if total < CASINGS {
            row.quantity += 1;
            total += 1;
        } else if row.quantity > 1 {
            row.quantity -= 1;
            total -= 1;
        }
    }
}
