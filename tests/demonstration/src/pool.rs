//! Headstamps that the tables identify: the stock from which the synthetic samples are drawn.
//!
//! Nothing is made up here but the combination: each headstamp is a mark of the tables with a year in which the tables
//! know it, and it is taken only when identification names its producer and year.

use std::collections::BTreeSet;

use headstamp_core::date::Span;
use headstamp_core::identify::Identifier;
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::render::Detail;
use headstamp_core::tables::Tables;
use headstamp_core::tables::model::{ArchivedLook, ArchivedMarkRow, Basis};

/// A sample: what is stamped, and what it is identified as.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sample {
    /// State in which it was made, by the borders of the time.
    pub(crate) state: String,
    pub(crate) year: i32,
    pub(crate) calibre: String,
    pub(crate) marks: String,
    pub(crate) key: String,
    /// Producer, state and year stand clear.
    pub(crate) clear: bool,
}

/// Calibres of the study, 7.62 to 14.5 mm, and how often they are met.
pub(crate) const CALIBRES: [(&str, u64); 8] = [
    ("7.62x39mm", 40),
    ("7.62x54mmR", 30),
    ("7.62x51mm", 8),
    ("12.7x108mm", 9),
    ("14.5x114mm", 5),
    ("12.7x99mm", 3),
    ("9x19mm", 3),
    ("7.92x57mm", 2),
];

/// Year of production, first and last.
const YEARS: (i32, i32) = (1943, 2019);

/// All headstamps that can be had, sorted.
pub(crate) fn pool(tables: Tables<'_>) -> Vec<Sample> {
    let identifier = Identifier::new(tables);
    let mut found = BTreeSet::new();
    for index in 0..tables.set().marks.len() {
        let Some(row) = u32::try_from(index).ok().and_then(|i| tables.mark(i)) else {
            continue;
        };
        if !matches!(row.look, ArchivedLook::Text) || row.basis.get() == Basis::Doubtful {
            continue;
        }
        for (calibre, _) in CALIBRES {
            if made_in(&tables, row, calibre) {
                found.extend(years(row).filter_map(|y| sample(&identifier, row, calibre, y)));
            }
        }
    }
    found.into_iter().collect()
}

/// The calibres of the row; a row that names none is asked for the two commonest.
fn made_in(tables: &Tables<'_>, row: &ArchivedMarkRow, calibre: &str) -> bool {
    match tables.calibre_by_name(calibre) {
        _ if row.calibres.is_empty() => CALIBRES.iter().take(3).any(|(c, _)| *c == calibre),
        Some(c) => row.calibres.iter().any(|r| *r == c),
        None => false,
    }
}

fn years(row: &ArchivedMarkRow) -> impl Iterator<Item = i32> + use<> {
    let bound = |y: Option<i32>, d: i32| y.unwrap_or(d);
    let (from, to) = row.years.as_ref().map_or(YEARS, |y| {
        let from = y.from.as_ref().map(|y| y.to_native());
        let to = y.to.as_ref().map(|y| y.to_native());
        (bound(from, YEARS.0), bound(to, YEARS.1))
    });
    from.max(YEARS.0)..=to.min(YEARS.1)
}

fn sample(identifier: &Identifier<'_>, row: &ArchivedMarkRow, calibre: &str, year: i32) -> Option<Sample> {
    let marks = headstamp(row, year)?;
    let tables = identifier.tables();
    let mut observation = Observation::of(Marking::parse(&marks).ok()?).with_calibre(&tables, calibre);
    observation.recovered = Some(Span::year(2022));
    let inference = identifier.infer(&observation, &[]);
    let detail = Detail {
        lang: "en",
        evidence: false,
    };
    let answer = identifier.answer(&observation, &[], &inference, detail);
    let first = answer.candidates.first()?;
    let meant = tables.producer(row.producer.to_native())?;
    let meant_year = answer.sample.year == Some(year) && !answer.sample.key.contains('?');
    // With room to spare: the date of recovery and the plugins weigh in as well when a row is added.
    let clear = answer.status == "identified"
        && answer.levels.state == "identified"
        && first.probability >= 0.86
        && answer.states.first().is_some_and(|s| s.probability >= 0.86);
    let sample = Sample {
        state: first
            .producer
            .state
            .clone()
            .unwrap_or_else(|| first.producer.country.clone()),
        year,
        calibre: calibre.to_owned(),
        marks,
        key: answer.sample.key.clone(),
        clear,
    };
    (meant_year && first.producer.id == meant.id.as_str()).then_some(sample)
}

/// The mark at 12, the last two digits of the year at 6.
fn headstamp(row: &ArchivedMarkRow, year: i32) -> Option<String> {
    let text = row.text.as_str();
    let (open, close) = match row.enclosure {
        0 => ("", ""),
        1 => ("(", ")"),
        2 => ("((", "))"),
        3 => ("[", "]"),
        _ => ("<", ">"),
    };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
    if !text.chars().all(plain) {
        return None;
    }
    let digits = format!("{:02}", year.rem_euclid(100));
    Some(format!("12:{open}{text}{close} 6:{digits}"))
}
