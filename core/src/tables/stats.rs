//! What the tables cover and on whose authority: the map of what is not known yet.

use std::collections::BTreeMap;

use serde::Serialize;

use super::TableSet;
use super::model::{Basis, MarkRow, Producer};
use super::source::ProfileFile;
use super::vocabulary::GRADES;

/// Marks, and how they are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// All.
    pub marks: usize,
    /// Stated by a document.
    pub documented: usize,
    /// Field knowledge.
    pub general: usize,
    /// Unconfirmed.
    pub doubtful: usize,
}

impl Count {
    fn add(&mut self, basis: Basis) {
        self.marks += 1;
        match basis {
            Basis::Documented => self.documented += 1,
            Basis::General => self.general += 1,
            Basis::Doubtful => self.doubtful += 1,
        }
    }

    /// The share of one of its numbers, in per cent.
    #[must_use]
    pub fn percent(&self, part: usize) -> f64 {
        if self.marks == 0 {
            0.0
        } else {
            part as f64 * 100.0 / self.marks as f64
        }
    }
}

/// A mark that no document is cited for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Uncited {
    /// Country of today.
    pub country: String,
    /// Producer.
    pub producer: String,
    /// The mark as written.
    pub mark: String,
    /// Its basis.
    pub basis: &'static str,
    /// Its calibres.
    pub calibres: Vec<String>,
}

/// A state of a profile, held against the tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// State id.
    pub state: String,
    /// Marks of producers there, in the years of the profile.
    pub marks: Count,
}

/// A published profile, held against the tables.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// File name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its states.
    pub states: Vec<Covered>,
    /// Share of its states with a mark that identifies, in per cent.
    pub covered: f64,
}

/// Everything that is counted.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats {
    /// Version of the tables.
    pub version: String,
    /// Rows of each table.
    pub rows: BTreeMap<&'static str, usize>,
    /// All marks.
    pub all: Count,
    /// By country of today.
    pub by_country: BTreeMap<String, Count>,
    /// By class of calibre; a mark counts once for each class.
    pub by_class: BTreeMap<String, Count>,
    /// By decade of use; a mark counts for each decade of its years.
    pub by_decade: BTreeMap<i32, Count>,
    /// Marks without a class, because no calibre is stated.
    pub without_calibre: usize,
    /// Marks without years.
    pub without_years: usize,
    /// Sources by grade, best first.
    pub sources: Vec<(&'static str, usize)>,
    /// Documented marks by the best grade among their sources.
    pub marks_by_grade: Vec<(&'static str, usize)>,
    /// Profiles.
    pub profiles: Vec<Profile>,
    /// Marks without a document, by country.
    pub uncited: Vec<Uncited>,
}

impl Stats {
    /// Counts. Profiles come with the name of their file.
    #[must_use]
    pub fn of(set: &TableSet, profiles: &[(String, ProfileFile)]) -> Self {
        let mut stats = Self {
            version: set.version.clone(),
            rows: BTreeMap::from([
                ("producer", set.producers.len()),
                ("mark", set.marks.len()),
                ("calibre", set.calibres.len()),
                ("state", set.states.len()),
                ("symbol", set.symbols.len()),
                ("stamp", set.stamps.len()),
                ("year scheme", set.schemes.len()),
                ("event", set.events.len()),
                ("source", set.sources.len()),
            ]),
            all: Count::default(),
            by_country: BTreeMap::new(),
            by_class: BTreeMap::new(),
            by_decade: BTreeMap::new(),
            without_calibre: 0,
            without_years: 0,
            sources: GRADES
                .iter()
                .map(|g| (*g, set.sources.iter().filter(|s| s.grade == *g).count()))
                .collect(),
            marks_by_grade: Vec::new(),
            profiles: Vec::new(),
            uncited: Vec::new(),
        };
        let mut grades = vec![0; GRADES.len()];
        for mark in &set.marks {
            stats.mark(set, mark);
            let grade = |s: &u16| {
                GRADES
                    .iter()
                    .position(|g| *g == set.sources[usize::from(*s)].grade)
            };
            if let Some(best) = mark.sources.iter().filter_map(grade).min() {
                grades[best] += 1;
            }
        }
        stats.marks_by_grade = GRADES.iter().copied().zip(grades).collect();
        stats.profiles = profiles.iter().map(|(id, p)| profile(set, id, p)).collect();
        stats.uncited.sort();
        stats
    }

    fn mark(&mut self, set: &TableSet, mark: &MarkRow) {
        let Some(producer) = set.producers.get(mark.producer as usize) else {
            return;
        };
        let country = country(set, producer);
        self.all.add(mark.basis);
        self.by_country
            .entry(country.clone())
            .or_default()
            .add(mark.basis);
        let calibres: Vec<_> = mark
            .calibres
            .iter()
            .filter_map(|c| set.calibres.get(usize::from(*c)))
            .collect();
        let mut classes: Vec<&str> = calibres.iter().map(|c| c.class.as_str()).collect();
        classes.sort_unstable();
        classes.dedup();
        for class in &classes {
            self.by_class
                .entry((*class).to_owned())
                .or_default()
                .add(mark.basis);
        }
        self.without_calibre += usize::from(classes.is_empty());
        match bounds(set, mark) {
            Some((from, to)) => {
                for decade in from.div_euclid(10)..=to.div_euclid(10) {
                    self.by_decade.entry(decade * 10).or_default().add(mark.basis);
                }
            }
            None => self.without_years += 1,
        }
        if mark.sources.is_empty() {
            self.uncited.push(Uncited {
                country,
                producer: producer.id.clone(),
                mark: mark.text.clone(),
                basis: mark.basis.name(),
                calibres: calibres.iter().map(|c| c.id.clone()).collect(),
            });
        }
    }
}

fn country(set: &TableSet, producer: &Producer) -> String {
    set.states
        .get(usize::from(producer.country))
        .map_or_else(|| "?".to_owned(), |s| s.id.clone())
}

/// Years of use; an open end reaches to the day of the tables, an open beginning is not guessed.
fn bounds(set: &TableSet, mark: &MarkRow) -> Option<(i32, i32)> {
    let years = mark.years.as_ref()?;
    let from = years.from.or(years.to)?;
    Some((
        from,
        years.to.unwrap_or_else(|| crate::date::Day(set.as_of).year()),
    ))
}

fn profile(set: &TableSet, id: &str, file: &ProfileFile) -> Profile {
    let mut states = Vec::new();
    for row in &file.state {
        let wanted = row.years.as_ref();
        let mut marks = Count::default();
        for mark in set.marks.iter().filter(|m| stood_in(set, m, row.id.get_ref())) {
            let in_time = match (bounds(set, mark), wanted) {
                (Some((from, to)), Some(w)) => {
                    w.from.is_none_or(|f| to >= f) && w.to.is_none_or(|t| from <= t)
                }
                _ => true,
            };
            if in_time {
                marks.add(mark.basis);
            }
        }
        states.push(Covered {
            state: row.id.get_ref().clone(),
            marks,
        });
    }
    let covered = states
        .iter()
        .filter(|s| s.marks.documented + s.marks.general > 0)
        .count();
    let covered = if states.is_empty() {
        0.0
    } else {
        covered as f64 * 100.0 / states.len() as f64
    };
    Profile {
        id: id.to_owned(),
        name: file.name.clone(),
        states,
        covered,
    }
}

/// The mark belongs to the state: by its country of today, by the state it names, or because the country of today is a
/// successor of the one that is asked for and the mark was in use in its time.
fn stood_in(set: &TableSet, mark: &MarkRow, state: &str) -> bool {
    let Some(producer) = set.producers.get(mark.producer as usize) else {
        return false;
    };
    let named = set.states.get(usize::from(mark.state)).map(|s| s.id.as_str());
    let today = country(set, producer);
    if today == state || named == Some(state) {
        return true;
    }
    let Some(former) = set.states.iter().find(|s| s.id == state && s.to.is_some()) else {
        return false;
    };
    let year = |d: Option<i32>| d.map(|d| crate::date::Day(d).year());
    let time = |(from, to): (i32, i32)| {
        year(former.from).is_none_or(|f| to >= f) && year(former.to).is_none_or(|t| from <= t)
    };
    named.is_none() && former.successors.contains(&today) && bounds(set, mark).is_some_and(time)
}
