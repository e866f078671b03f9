//! What an analyst declares: national and state stocks, and markers. Each declaration is an entry of the log.

use std::collections::{BTreeMap, BTreeSet};

use headstamp_core::date::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::analyse::Unit;
use crate::answer::Identify;
use crate::error::Error;
use crate::observation::Observation;
use crate::rows::{Input, Problem, Row};

/// Kinds of declaration.
pub const KINDS: [&str; 3] = ["baseline", "stock", "marker"];

/// What a stock holds: a national stock to be subtracted (`baseline`), or a state stock to be compared with (`stock`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// Sample keys.
    pub samples: BTreeSet<String>,
    /// Samples with a lot.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub lots: BTreeSet<(String, String)>,
    /// Samples with a lot and a package.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub packages: BTreeSet<(String, String, String)>,
    /// Where it is known from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Files that it was read from, with their hashes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

/// A sample that is taken to point to places or groups, for as long as it is seen with them only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkerClaim {
    /// Sample key.
    pub sample: String,
    /// Place, region, country or group.
    pub by: Unit,
    /// Which ones.
    pub with: Vec<String>,
    /// First day of the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day of the window: the marker expires with it, or when the sample is seen elsewhere before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A row of a stock list that is no sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Line of the file.
    pub line: u64,
    /// What is wrong.
    pub problem: Problem,
}

/// A whole sample key: calibre, producer mark and year mark, none of them unreadable.
///
/// # Errors
/// When it is none.
pub fn check_key(key: &str) -> Result<(), Error> {
    if key.split('|').count() < 3 {
        return Err(Error::Usage(format!(
            "“{key}” is no sample key; it is written calibre|mark|year, for example 7.62x39mm|539|75 (see `analyse samples`)"
        )));
    }
    if key.contains('?') {
        return Err(Error::Usage(format!(
            "“{key}” has a part that could not be read; it may be several samples, and none can be declared by it"
        )));
    }
    Ok(())
}

impl Stock {
    /// Adds the samples of a file of rows, as it would be added to a collection: marks and calibre, and package if known.
    /// Gives the rows that are no clear sample.
    ///
    /// # Errors
    /// When the file cannot be read to its end, or identification fails.
    pub fn read(&mut self, input: &mut Input, identify: &mut dyn Identify) -> Result<Vec<LeftOut>, Error> {
        let mut out = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        loop {
            let mut row = Row::default();
            if !input.next(&mut row)? {
                break;
            }
            rows.push(row);
        }
        let observe =
            |row: &mut Row| Observation::of(row, input.columns(), &mut |text| identify.country(text));
        let observations: Vec<Observation> = rows.iter_mut().map(observe).collect();
        let identified = identify.identify(&observations)?;
        for ((row, o), said) in rows.iter().zip(&observations).zip(identified) {
            let mut left = |column: &str, value: &str, reason: &str| {
                out.push(LeftOut {
                    line: row.line,
                    problem: Problem::new(column, value, reason),
                });
            };
            let Some(answer) = said.answer.filter(|_| !row.broken) else {
                left("marks", &o.marks, "no usable marks: no sample of the stock");
                continue;
            };
            if answer.sample.contains('?') || answer.sample.split('|').any(|part| part == "-") {
                let reason = "calibre, producer mark and year are not all recorded: no sample of the stock";
                left("marks", &o.marks, reason);
                continue;
            }
            for lot in answer.lots()? {
                if let Some(package) = &o.package {
                    let packed = (answer.sample.clone(), lot.clone(), package.clone());
                    self.packages.insert(packed);
                }
                self.lots.insert((answer.sample.clone(), lot));
            }
            self.samples.insert(answer.sample.clone());
        }
        Ok(out)
    }

    /// As it is kept.
    ///
    /// # Errors
    /// When it holds no sample, or something that is none.
    pub fn content(&self) -> Result<Value, Error> {
        if self.samples.is_empty() {
            return Err(Error::Usage("a stock without a sample says nothing".to_owned()));
        }
        for key in &self.samples {
            check_key(key)?;
        }
        Ok(serde_json::to_value(self)?)
    }
}

impl MarkerClaim {
    /// As it is kept.
    ///
    /// # Errors
    /// When a part is missing or cannot be.
    pub fn content(&self) -> Result<Value, Error> {
        check_key(&self.sample)?;
        if self.with.is_empty() {
            return Err(Error::Usage(
                "a marker points to something: name the place, region, country or group".to_owned(),
            ));
        }
        let day = |text: &Option<String>| -> Result<Option<headstamp_core::date::Span>, Error> {
            let Some(text) = text else { return Ok(None) };
            Day::parse_span(text).map(Some).ok_or_else(|| {
                Error::Usage(format!("“{text}” is no date; write YYYY-MM-DD, YYYY-MM or YYYY"))
            })
        };
        if let (Some(from), Some(until)) = (day(&self.from)?, day(&self.until)?)
            && until.to < from.from
        {
            return Err(Error::Usage("the window ends before it begins".to_owned()));
        }
        Ok(serde_json::to_value(self)?)
    }
}
