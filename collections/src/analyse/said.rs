//! What every analysis is made of: days, rows behind a figure, sentences by rule, and what was counted.

use std::collections::BTreeMap;
use std::fmt;

use headstamp_core::date::{Day, Span};
use serde::{Serialize, Serializer};

use super::scope::Scope;

/// A day, written `2016-09-14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub Day);

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From one day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Interval {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

impl Interval {
    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self {
            from: self.from.min(other.from),
            to: self.to.max(other.to),
        }
    }
}

impl From<Span> for Interval {
    fn from(s: Span) -> Self {
        Self {
            from: Date(s.from),
            to: Date(s.to),
        }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            self.from.fmt(f)
        } else {
            write!(f, "{} to {}", self.from, self.to)
        }
    }
}

/// A guard, a refusal or a reason: which rule it is of, and what goes into its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Rule; [`super::say`] has its sentence.
    pub rule: String,
    /// What the sentence names.
    pub args: BTreeMap<String, String>,
}

/// Makes a [`Said`].
pub(super) fn said<const N: usize>(rule: &str, args: [(&str, String); N]) -> Said {
    Said {
        rule: rule.to_owned(),
        args: args.into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
    }
}

/// The rows behind a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// How many rows.
    pub rows: u64,
    /// How many items they stand for.
    pub items: u64,
    /// Records, ascending; when there are fewer than `rows`, the rest was left out.
    pub ids: Vec<i64>,
}

impl Rows {
    pub(super) fn add(&mut self, id: i64, quantity: u32, most: usize) {
        self.rows += 1;
        self.items += u64::from(quantity);
        if self.ids.len() < most {
            self.ids.push(id);
        }
    }

    /// No row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }
}

/// Rows under a word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The word.
    pub what: String,
    /// Its rows.
    pub rows: Rows,
}

/// Samples with the rows behind them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Distinct samples.
    pub samples: u64,
    /// Rows.
    pub rows: Rows,
}

/// What was counted, and what was not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Base {
    /// Id of the collection.
    pub collection: String,
    /// Its title.
    pub title: String,
    /// Some of it was made by a program: no recovery is real.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub synthetic: bool,
    /// Hash of the last log entry: which state of the collection this is about.
    pub head: String,
    /// What was asked for.
    pub scope: Scope,
    /// The rows counted.
    pub counted: Rows,
    /// Rows not counted because of who fired.
    pub others: Vec<Line>,
    /// Rows not counted for another reason.
    pub left_out: Vec<Line>,
    /// First and last day of recovery of the counted rows.
    pub recovered: Option<Interval>,
    /// Counted rows without a day of recovery.
    pub undated: Rows,
    /// Incidents of the counted rows.
    pub incidents: u64,
    /// Counted rows without an incident.
    pub without_incident: u64,
}

/// The result of an analysis, with all that must be read with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Analysis<T> {
    /// `headstamp/analysis/1`.
    pub schema: &'static str,
    /// Which analysis.
    pub analysis: &'static str,
    /// What was counted.
    pub base: Base,
    /// The figures.
    pub figures: T,
    /// What keeps the figures honest: to be shown with them.
    pub guards: Vec<Said>,
    /// What is not given, and why.
    pub refused: Vec<Said>,
}

/// Schema name of an [`Analysis`].
pub const SCHEMA: &str = "headstamp/analysis/1";

impl<T> Analysis<T> {
    pub(super) fn new(analysis: &'static str, base: Base, figures: T) -> Self {
        let mut guards = Vec::new();
        let mut refused = Vec::new();
        if base.counted.is_empty() {
            refused.push(nothing(&base));
        }
        let others: u64 = base.others.iter().map(|l| l.rows.items).sum();
        if others > 0 {
            guards.push(said("others-apart", [("items", others.to_string())]));
        }
        if !base.undated.is_empty() {
            guards.push(said("undated", [("rows", base.undated.rows.to_string())]));
        }
        Self {
            schema: SCHEMA,
            analysis,
            base,
            figures,
            guards,
            refused,
        }
    }

    pub(super) fn guard<const N: usize>(&mut self, rule: &str, args: [(&str, String); N]) {
        self.guards.push(said(rule, args));
    }

    pub(super) fn refuse<const N: usize>(&mut self, rule: &str, args: [(&str, String); N]) {
        self.refused.push(said(rule, args));
    }
}

/// Why nothing was counted.
fn nothing(base: &Base) -> Said {
    let unsaid = base
        .others
        .iter()
        .find(|l| l.what == super::scope::NOT_RECORDED)
        .map_or(0, |l| l.rows.rows);
    if unsaid > 0 {
        said("nothing-by-attackers", [("rows", unsaid.to_string())])
    } else {
        said("nothing-counted", [])
    }
}
