//! Pairs of incidents that share rare samples, weighed one by one.

use std::collections::HashMap;

use super::chance::Model;
use super::incidents::Incidents;
use super::links::{Link, LinkEnd, Shared};
use super::said::{Date, Interval, Said, said};
use super::sample::rows_of;
use super::scope::Scope;
use super::unit::kilometres;

/// Why a pair is no link.
#[derive(Clone, Copy)]
enum WhyNot {
    SameSeizure,
    OneSample,
    Chance,
}

/// A pair, weighed.
pub(super) struct Judged<'s> {
    /// Both incidents with each sample they share.
    pair: &'s [(u32, u32, u32)],
    score: f64,
    grade: &'static str,
    why_not: Option<WhyNot>,
}

/// The best of many pairs, and how many there were.
pub(super) struct Best<'s> {
    list: Vec<Judged<'s>>,
    most: usize,
    pub(super) count: u64,
}

impl<'s> Best<'s> {
    pub(super) fn new(most: usize) -> Self {
        Self {
            list: Vec::new(),
            most,
            count: 0,
        }
    }

    pub(super) fn add(&mut self, judged: Judged<'s>) {
        self.count += 1;
        self.list.push(judged);
        if self.list.len() > 4 * self.most + 1000 {
            self.sort();
        }
    }

    fn sort(&mut self) {
        self.list.sort_by(|x, y| {
            let by = y.score.total_cmp(&x.score);
            by.then_with(|| x.pair.cmp(y.pair))
        });
        self.list.truncate(self.most);
    }

    pub(super) fn done(mut self) -> Vec<Judged<'s>> {
        self.sort();
        self.list
    }
}

/// What pairs are weighed with.
pub(super) struct Judges<'j, 'f> {
    pub(super) all: &'j Incidents<'f>,
    pub(super) model: &'j Model,
    pub(super) limit: f64,
    pub(super) recent: &'j HashMap<u32, bool>,
}

impl Judges<'_, '_> {
    fn is_recent(&self, sample: u32) -> bool {
        self.recent.get(&sample).copied().unwrap_or(false)
    }

    fn chance(&self, pair: &[(u32, u32, u32)]) -> f64 {
        let size = |i: u32| self.all.samples.get(i as usize).map_or(0, Vec::len);
        let (a, b) = ends(pair);
        self.model.chance(size(a), size(b), pair.len())
    }

    pub(super) fn judge<'s>(&self, pair: &'s [(u32, u32, u32)]) -> Judged<'s> {
        let (a, b) = ends(pair);
        let new = pair.iter().any(|s| self.is_recent(s.2));
        let grade = match (pair.len(), new) {
            (1, false) => "one",
            (1, true) => "one-recent",
            _ => "several",
        };
        let why_not = if same_seizure(self.all, a, b) {
            Some(WhyNot::SameSeizure)
        } else if grade == "one" {
            Some(WhyNot::OneSample)
        } else if grade == "several" && !new && self.chance(pair) > self.limit {
            Some(WhyNot::Chance)
        } else {
            None
        };
        Judged {
            score: pair.iter().map(|s| self.all.weight(s.2)).sum(),
            pair,
            grade,
            why_not,
        }
    }
}

/// The incidents of a pair.
fn ends(pair: &[(u32, u32, u32)]) -> (u32, u32) {
    pair.first().map_or((0, 0), |p| (p.0, p.1))
}

/// Two incidents of one day and place, from different files: perhaps one, recorded twice.
fn same_seizure(all: &Incidents<'_>, a: u32, b: u32) -> bool {
    let first = |i: u32| all.rows.get(i as usize).and_then(|r| r.first()).copied();
    let Some((a, b)) = first(a).zip(first(b)) else {
        return false;
    };
    a.source != b.source && a.place == b.place && a.recovered.is_some() && a.recovered == b.recovered
}

/// First recovered within some months of production, whenever in its year it was made.
pub(super) fn is_recent(all: &Incidents<'_>, sample: u32, months: u32) -> bool {
    // The year stands though the producer may not: who made it does not matter to how old it was.
    let Some(info) = all.facts.sample(sample).filter(|s| s.year.is_some()) else {
        return false;
    };
    let rows = all.by_sample.get(sample as usize).map_or(&[][..], Vec::as_slice);
    let first = rows.iter().filter_map(|r| r.recovered.map(|s| s.to)).min();
    info.made.zip(first).is_some_and(|(made, first)| {
        let days = i64::from(first.0) - i64::from(made.from.0.0);
        (0..=i64::from(months) * 365 / 12).contains(&days)
    })
}

impl Judged<'_> {
    /// It links.
    pub(super) fn links(&self) -> bool {
        self.why_not.is_none()
    }

    pub(super) fn write(&self, judges: &Judges<'_, '_>, scope: &Scope) -> Link {
        let all = judges.all;
        let (mut a, mut b) = ends(self.pair);
        let (mut ea, mut eb) = (all.end(a), all.end(b));
        let day = |e: &LinkEnd| e.recovered.map(|r| r.from);
        if (day(&eb), &eb.incident) < (day(&ea), &ea.incident) {
            (ea, eb, a, b) = (eb, ea, b, a);
        }
        let chance = judges.chance(self.pair);
        let mut shared: Vec<Shared> = self
            .pair
            .iter()
            .filter_map(|(_, _, s)| {
                Some(Shared {
                    sample: all.facts.sample(*s)?.clone(),
                    weight: all.weight(*s),
                    incidents: all.with.get(s).map_or(0, Vec::len) as u64,
                    recent: judges.is_recent(*s),
                    a: rows_of(&all.rows_with(a, *s), scope.ids),
                    b: rows_of(&all.rows_with(b, *s), scope.ids),
                    events: events_of(all, &[a, b], *s),
                })
            })
            .collect();
        shared.sort_by(|x, y| {
            let by = y.weight.total_cmp(&x.weight);
            by.then_with(|| x.sample.key.cmp(&y.sample.key))
        });
        let mut reasons: Vec<Said> = Vec::new();
        let percent = [("percent", format!("{:.2}", chance * 100.0))];
        reasons.push(match self.why_not {
            Some(WhyNot::SameSeizure) => said("link-same-seizure", []),
            Some(WhyNot::OneSample) => said("link-one-sample", []),
            Some(WhyNot::Chance) => said("link-may-be-chance", percent),
            None if self.grade == "several" => said("link-several", [("samples", shared.len().to_string())]),
            None => said("link-one-recent", []),
        });
        if shared.iter().any(|s| !s.events.is_empty()) {
            reasons.push(said("link-known-event", []));
        }
        let days = |e: &LinkEnd| e.recovered.map(|r: Interval| -> Date { r.from });
        let at = |e: &LinkEnd| e.latitude.zip(e.longitude);
        Link {
            days_apart: days(&ea).zip(days(&eb)).map(|(x, y)| (y.0.0 - x.0.0).abs()),
            km_apart: at(&ea).zip(at(&eb)).map(|(x, y)| kilometres(x, y)),
            a: ea,
            b: eb,
            score: (self.score * 1000.0).round() / 1000.0,
            chance,
            grade: self.grade,
            shared,
            reasons,
        }
    }
}

/// Diversion events of the same lot or sample that rows of the sample may be compared with.
fn events_of(all: &Incidents<'_>, incidents: &[u32], sample: u32) -> Vec<String> {
    let mut ids: Vec<String> = incidents
        .iter()
        .flat_map(|i| all.rows_with(*i, sample))
        .filter_map(|r| all.facts.events.get(r.events as usize))
        .flatten()
        .filter(|e| matches!(e.relation.as_str(), "same-lot" | "same-sample") && e.strength == "lead")
        .map(|e| e.id.clone())
        .collect();
    ids.sort();
    ids.dedup();
    ids
}
