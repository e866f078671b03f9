//! What is doubtful about the record itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use headstamp_core::date::Day;
use serde::Serialize;

use super::facts::{Facts, NONE, Row};
use super::said::{Analysis, Rows, Said, said};
use super::scope::{NOT_RECORDED, Scope, WHO};
use crate::error::Error;
use crate::store::Collection;

/// What is doubtful about the record.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Quality {
    /// Concerns, in a fixed order; those with no row are left out.
    pub list: Vec<Concern>,
    /// What was said of rows when they were added, by column and reason.
    pub warnings: Vec<WarningCount>,
}

/// A concern.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Concern {
    /// Which.
    pub kind: &'static str,
    /// What it is about, in words.
    pub about: Said,
    /// Rows.
    pub rows: Rows,
    /// Some of them, in words.
    pub examples: Vec<Example>,
}

/// An example.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    /// Records.
    pub ids: Vec<i64>,
    /// What is wrong with them.
    pub text: Said,
}

/// A warning that was given when rows were added.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WarningCount {
    /// Column.
    pub column: String,
    /// Reason.
    pub reason: String,
    /// How often.
    pub count: u64,
    /// Records.
    pub ids: Vec<i64>,
}

const KINDS: [&str; 13] = [
    "impossible-date",
    "after-added",
    "long-ago",
    "calibre-against-mark",
    "calibre-not-known",
    "duplicate-photo",
    "same-seizure",
    "undated",
    "no-place",
    "no-incident",
    "no-fired-by",
    "no-items",
    "no-usable-marks",
];
const MOST_EXAMPLES: usize = 10;

struct Concerns {
    most: usize,
    list: [(Rows, Vec<Example>); KINDS.len()],
}

impl Concerns {
    fn add(&mut self, kind: &str, row: &Row) {
        let most = self.most;
        if let Some((rows, _)) = self.entry(kind) {
            rows.add(row.id, row.quantity, most);
        }
    }

    fn example(&mut self, kind: &str, ids: Vec<i64>, text: Said) {
        if let Some((_, examples)) = self.entry(kind)
            && examples.len() < MOST_EXAMPLES
        {
            examples.push(Example { ids, text });
        }
    }

    fn entry(&mut self, kind: &str) -> Option<&mut (Rows, Vec<Example>)> {
        let at = KINDS.iter().position(|k| *k == kind)?;
        self.list.get_mut(at)
    }
}

/// Warnings about the record. Every row of the theatre counts, whoever fired.
///
/// # Errors
/// When the file cannot be read.
pub fn quality(c: &Collection, facts: &Facts, scope: &Scope) -> Result<Analysis<Quality>, Error> {
    let selection = facts.select(scope);
    let mut found = Concerns {
        most: scope.ids,
        list: Default::default(),
    };
    let added: HashMap<u32, Day> = facts
        .sources
        .iter()
        .filter_map(|s| {
            let day = Day::parse_span(s.added_at.get(..10)?)?.to;
            Some((u32::try_from(s.id).ok()?, day))
        })
        .collect();
    for row in &selection.examined {
        missing(facts, row, &mut found);
        dates(facts, row, &added, &mut found);
        calibre(facts, row, &mut found);
    }
    unknown_calibres(c, &selection.examined, &mut found)?;
    photos(c, facts, &selection.examined, &mut found)?;
    seizures(facts, &selection.examined, &mut found);
    let list = KINDS.iter().zip(found.list);
    let out = Quality {
        list: list
            .filter(|(_, (rows, _))| !rows.is_empty())
            .map(|(kind, (rows, examples))| Concern {
                kind,
                about: said(&format!("quality-{kind}"), []),
                rows,
                examples,
            })
            .collect(),
        warnings: warnings(c, scope.ids)?,
    };
    let mut analysis = Analysis::new("quality", selection.base, out);
    analysis.guard("quality-not-corrected", []);
    Ok(analysis)
}

fn missing(facts: &Facts, row: &Row, found: &mut Concerns) {
    let place = facts.place(row);
    if row.recovered.is_none() {
        found.add("undated", row);
    }
    if place.place == NONE && place.at.is_none() {
        found.add("no-place", row);
    }
    if row.incident == NONE {
        found.add("no-incident", row);
    }
    if WHO.get(usize::from(row.who)) == Some(&NOT_RECORDED) {
        found.add("no-fired-by", row);
    }
    if row.quantity == 0 {
        found.add("no-items", row);
    }
    if row.answer == NONE {
        found.add("no-usable-marks", row);
    }
}

/// Nobody stamped the cartridges of this trade before.
const FIRST_YEAR: i32 = 1850;

fn dates(facts: &Facts, row: &Row, added: &HashMap<u32, Day>, found: &mut Concerns) {
    let Some(recovered) = row.recovered else { return };
    if let Some(day) = added.get(&row.source).filter(|d| recovered.from > **d) {
        found.add("after-added", row);
        let args = [
            ("recovered", recovered.from.to_string()),
            ("added", day.to_string()),
        ];
        found.example("after-added", vec![row.id], said("quality-after-added-row", args));
    }
    if recovered.to.year() < FIRST_YEAR {
        found.add("long-ago", row);
    }
    let Some(a) = facts.answer(row) else { return };
    let told = matches!(a.status.as_str(), "identified" | "ambiguous");
    if let Some(made) = a.made.filter(|m| told && m.from > recovered.to) {
        found.add("impossible-date", row);
        let args = [
            ("recovered", recovered.to.to_string()),
            ("made", made.from.to_string()),
        ];
        found.example(
            "impossible-date",
            vec![row.id],
            said("quality-impossible-date-row", args),
        );
    }
}

fn calibre(facts: &Facts, row: &Row, found: &mut Concerns) {
    let Some(a) = facts.answer(row) else { return };
    let Some(recorded) = a.calibre.as_deref() else {
        return;
    };
    if let Some(stamped) = a.stamped.iter().find(|s| *s != recorded) {
        found.add("calibre-against-mark", row);
        let args = [("recorded", recorded.to_owned()), ("stamped", stamped.clone())];
        found.example(
            "calibre-against-mark",
            vec![row.id],
            said("quality-calibre-row", args),
        );
    }
}

/// A calibre was recorded, and the tables do not know it: the sample is one by itself, whatever else it may be.
fn unknown_calibres(c: &Collection, rows: &[&Row], found: &mut Concerns) -> Result<(), Error> {
    let mut query = c.connection().prepare(
        "SELECT o.record_id, o.calibre FROM observations o JOIN identifications i ON i.record_id = o.record_id \
         JOIN answers a ON a.id = i.answer_id WHERE o.calibre IS NOT NULL AND a.calibre IS NULL ORDER BY o.record_id",
    )?;
    let mut by: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut results = query.query([])?;
    while let Some(r) = results.next()? {
        let id: i64 = r.get(0)?;
        if let Ok(at) = rows.binary_search_by_key(&id, |row| row.id)
            && let Some(row) = rows.get(at)
        {
            found.add("calibre-not-known", row);
            by.entry(r.get(1)?).or_default().push(id);
        }
    }
    for (calibre, mut ids) in by {
        ids.truncate(found.most);
        let text = said("quality-calibre-not-known-row", [("calibre", calibre)]);
        found.example("calibre-not-known", ids, text);
    }
    Ok(())
}

/// One photograph with rows of different samples, incidents or files.
fn photos(c: &Collection, facts: &Facts, rows: &[&Row], found: &mut Concerns) -> Result<(), Error> {
    let mut query = c.connection().prepare(
        "SELECT sha256, record_id FROM photos WHERE sha256 IN \
         (SELECT sha256 FROM photos GROUP BY sha256 HAVING count(*) > 1) ORDER BY sha256, record_id",
    )?;
    let mut shared: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    let mut results = query.query([])?;
    while let Some(r) = results.next()? {
        let id: i64 = r.get(1)?;
        if let Ok(at) = rows.binary_search_by_key(&id, |row| row.id)
            && let Some(row) = rows.get(at)
        {
            shared.entry(r.get(0)?).or_default().push(row);
        }
    }
    for (hash, rows) in shared {
        let kinds: BTreeSet<_> = rows
            .iter()
            .map(|r| (facts.sample_of(r), r.incident, r.place, r.source))
            .collect();
        if kinds.len() < 2 {
            continue;
        }
        for row in &rows {
            found.add("duplicate-photo", row);
        }
        let ids = rows.iter().map(|r| r.id).take(found.most).collect();
        found.example(
            "duplicate-photo",
            ids,
            said("quality-duplicate-photo-row", [("photo", hash)]),
        );
    }
    Ok(())
}

/// One day and place with the same sample in several files: perhaps recorded twice.
fn seizures(facts: &Facts, rows: &[&Row], found: &mut Concerns) {
    if facts.sources.len() < 2 {
        return;
    }
    // By place, day and sample.
    let mut known: HashMap<(u32, i32, u32), Vec<&Row>> = HashMap::new();
    for row in rows {
        let (Some(sample), Some(span)) = (facts.sample_of(row), row.recovered) else {
            continue;
        };
        let place = facts.place(row).place;
        if place != NONE {
            let key = (place, span.from.0, sample);
            known.entry(key).or_default().push(row);
        }
    }
    let mut doubtful: BTreeMap<(u32, i32), Vec<&Row>> = BTreeMap::new();
    for ((place, day, _), rows) in known {
        let sources: BTreeSet<u32> = rows.iter().map(|r| r.source).collect();
        if sources.len() > 1 {
            doubtful.entry((place, day)).or_default().extend(rows);
        }
    }
    let mut all: Vec<&Row> = Vec::new();
    for ((place, day), mut rows) in doubtful {
        rows.sort_by_key(|r| r.id);
        let sources: BTreeSet<u32> = rows.iter().map(|r| r.source).collect();
        let args = [
            ("place", facts.words.owned(place).unwrap_or_default()),
            ("day", Day(day).to_string()),
            ("files", sources.len().to_string()),
        ];
        let ids = rows.iter().map(|r| r.id).take(found.most).collect();
        found.example("same-seizure", ids, said("quality-same-seizure-row", args));
        all.extend(rows);
    }
    all.sort_by_key(|r| r.id);
    for row in all {
        found.add("same-seizure", row);
    }
}

fn warnings(c: &Collection, most: usize) -> Result<Vec<WarningCount>, Error> {
    let mut by: BTreeMap<(String, String), (u64, Vec<i64>)> = BTreeMap::new();
    c.warnings(|w| {
        let (count, ids) = by.entry((w.column.clone(), w.reason.clone())).or_default();
        *count += 1;
        if let Some(id) = w.record.filter(|_| ids.len() < most) {
            ids.push(id);
        }
        Ok(())
    })?;
    let mut out: Vec<WarningCount> = by
        .into_iter()
        .map(|((column, reason), (count, ids))| WarningCount {
            column,
            reason,
            count,
            ids,
        })
        .collect();
    out.sort_by_key(|w| std::cmp::Reverse(w.count));
    Ok(out)
}
