//! `analyse`: what a collection shows, with what keeps it honest.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use headstamp_collections::Collection;
use headstamp_collections::analyse::{
    self as an, Facts, LinkOptions, Scope, SpecificOptions, SupplyOptions, Unit,
};
use headstamp_core::date::{Day, Span};
use serde::Serialize;
use serde_json::{Value, json};

use super::observe;
use crate::args::Global;
use crate::exit::{Failure, Outcome};

pub(crate) mod output;
mod tables;

pub(crate) const EXAMPLES: &str = "\
Examples:
  headstamp analyse samples mali.hsc
  headstamp analyse cutoff mali.hsc --cutoff 2012-01-17
  headstamp analyse spread mali.hsc --sample \"7.62x39mm|27|15\" --by region
  headstamp analyse links mali.hsc --baseline army --format json
  headstamp analyse producers mali.hsc --table decades --format csv
  headstamp analyse samples depot.hsc --fired-by not-recorded";

#[derive(Clone, Debug, Args)]
pub(crate) struct Analyse {
    /// Which analysis
    #[arg(value_name = "ANALYSIS")]
    what: What,
    /// The collection
    #[arg(value_name = "COLLECTION")]
    file: PathBuf,
    /// Count rows fired by these: attacker, national-force, mission, unknown, not-recorded, all
    #[arg(long, value_name = "WHO", value_delimiter = ',', default_value = "attacker")]
    fired_by: Vec<String>,
    /// Count recoveries in these countries only: ISO codes or names
    #[arg(long, value_name = "CC", value_delimiter = ',')]
    theatre: Vec<String>,
    /// Count what was recovered on or after this day
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Count what was recovered on or before this day
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Count these kinds of item; all ammunition when left out
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    item: Vec<String>,
    /// Count these calibres (ids) only
    #[arg(long, value_name = "CALIBRE", value_delimiter = ',')]
    calibre: Vec<String>,
    /// cutoff: the day
    #[arg(long, value_name = "DATE")]
    cutoff: Option<String>,
    /// spread, specific: by place, region, country or group
    #[arg(long, value_name = "UNIT")]
    by: Option<By>,
    /// spread, links: this sample
    #[arg(long, value_name = "KEY")]
    sample: Option<String>,
    /// alerts: what this file brought (number of the file); the last one when left out
    #[arg(long, value_name = "N")]
    source: Option<i64>,
    /// links, groups: the declared national stock to subtract; every one when left out
    #[arg(long, value_name = "NAME")]
    baseline: Option<String>,
    /// supply: the declared stock to compare with; what was recorded with the national force when left out
    #[arg(long, value_name = "NAME")]
    stock: Option<String>,
    /// supply: this group only
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// supply: days on which a new period begins
    #[arg(long, value_name = "DATE", value_delimiter = ',')]
    split: Vec<String>,
    /// Most record numbers given with a figure
    #[arg(long, value_name = "N", default_value_t = 20)]
    ids: usize,
    /// Which table, when there are several (csv)
    #[arg(long, value_name = "NAME")]
    table: Option<String>,
    /// Most lines of a table (text)
    #[arg(long, value_name = "N", default_value_t = 25)]
    rows: usize,
    /// text, json or csv
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Samples with counts
    Samples,
    /// Producers by state and decade
    Producers,
    /// First recorded in the theatre, with the search before
    First,
    /// What a file brought that was not there before
    Alerts,
    /// Production after a cutoff: certain, possible, no
    Cutoff,
    /// Days from production to recovery
    Lag,
    /// Spread of a sample over places and time
    Spread,
    /// Samples met with one place or group only
    Specific,
    /// Links between incidents by rare shared samples
    Links,
    /// Groups compared by what they fire
    Groups,
    /// Overlap with a state stock
    Supply,
    /// Matches to diversion events
    Events,
    /// Packages tied to items
    Packages,
    /// Warnings about the record
    Quality,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    Place,
    Region,
    Country,
    Group,
}

impl From<By> for Unit {
    fn from(by: By) -> Self {
        match by {
            By::Place => Self::Place,
            By::Region => Self::Region,
            By::Country => Self::Country,
            By::Group => Self::Group,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

pub(crate) const WHO: [&str; 6] = [
    "attacker",
    "national-force",
    "mission",
    "unknown",
    "not-recorded",
    "all",
];

fn date(option: &str, text: &str) -> Result<Span, Failure> {
    Day::parse_span(text).ok_or_else(|| {
        Failure::usage(format!(
            "--{option}: “{text}” is no date; write YYYY-MM-DD, YYYY-MM or YYYY"
        ))
    })
}

impl Analyse {
    fn scope(&self, global: &Global) -> Result<Scope, Failure> {
        if let Some(bad) = self.fired_by.iter().find(|w| !WHO.contains(&w.as_str())) {
            return Err(Failure::usage(format!(
                "--fired-by: “{bad}” is not one of {}",
                WHO.join(", ")
            )));
        }
        let from = self.from.as_deref().map(|t| date("from", t)).transpose()?;
        let to = self.to.as_deref().map(|t| date("to", t)).transpose()?;
        let recovered = (from.is_some() || to.is_some()).then(|| Span {
            from: from.map_or(Day::new(1, 1, 1), |s| s.from),
            to: to.map_or(Day::new(9999, 12, 31), |s| s.to),
        });
        Ok(Scope {
            fired_by: self.fired_by.clone(),
            theatre: observe::countries(global, &self.theatre)?,
            recovered,
            items: self.item.clone(),
            calibres: self.calibre.clone(),
            ids: self.ids,
        })
    }

    fn links(&self) -> LinkOptions {
        LinkOptions {
            baseline: self.baseline.clone(),
            sample: self.sample.clone(),
            ..LinkOptions::default()
        }
    }
}

pub(crate) fn run(global: &Global, command: &Analyse) -> Outcome {
    let scope = command.scope(global)?;
    let collection = Collection::open_read(&command.file)?;
    let facts = Facts::read(&collection)?;
    let result = result(command, &collection, &facts, &scope)?;
    output::write(global, command, result)
}

/// The analysis as JSON: every format is made of it.
fn result(a: &Analyse, c: &Collection, f: &Facts, scope: &Scope) -> Result<Value, Failure> {
    let by = a.by.map_or(Unit::Region, Unit::from);
    match a.what {
        What::Samples => value(&an::samples(f, scope)),
        What::Producers => value(&an::producers(f, scope)),
        What::First => value(&an::first_recorded(f, scope)),
        What::Alerts => {
            let last = c.sources()?.last().map_or(0, |s| s.id);
            value(&an::alerts(f, scope, a.source.unwrap_or(last)))
        }
        What::Cutoff => {
            let Some(text) = &a.cutoff else {
                return Err(Failure::usage("cutoff needs --cutoff DATE"));
            };
            let day = date("cutoff", text)?;
            if day.from != day.to {
                return Err(Failure::usage("--cutoff needs a day: YYYY-MM-DD"));
            }
            value(&an::cutoff(f, scope, day.from))
        }
        What::Lag => value(&an::lag(f, scope)),
        What::Spread => match &a.sample {
            Some(key) => value(&an::spread(f, scope, key, by)),
            None => {
                let found = an::spread_candidates(f, scope, by);
                let list = found.iter().map(|(key, n)| json!({"sample": key, "late_in": n}));
                Ok(json!({"schema": an::SCHEMA, "analysis": "spread-candidates",
                    "figures": {"candidates": list.collect::<Vec<_>>()}}))
            }
        },
        What::Specific => {
            let options = SpecificOptions {
                by: a
                    .by
                    .map_or_else(|| SpecificOptions::default().by, |by| vec![by.into()]),
                ..SpecificOptions::default()
            };
            value(&an::specific(f, scope, &options))
        }
        What::Links => value(&an::links(f, scope, &a.links())),
        What::Groups => value(&an::groups(f, scope, &a.links())),
        What::Supply => {
            let days = a.split.iter().map(|t| date("split", t).map(|s| s.from));
            let options = SupplyOptions {
                stock: a.stock.clone(),
                group: a.group.clone(),
                split: days.collect::<Result<_, _>>()?,
            };
            value(&an::supply(f, scope, &options))
        }
        What::Events => value(&an::events(f, scope)),
        What::Packages => value(&an::packages(f, scope)),
        What::Quality => value(&an::quality(c, f, scope)?),
    }
}

fn value(analysis: &impl Serialize) -> Result<Value, Failure> {
    Ok(serde_json::to_value(analysis)?)
}
