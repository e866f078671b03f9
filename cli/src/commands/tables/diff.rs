//! `tables diff`: which verdicts a change of the tables alters.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use headstamp_core::date::{Day, Span};
use headstamp_core::identify::{Identifier, Status};
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::tables::cases::{Case, cases};
use headstamp_core::tables::{Builder, Tables};
use serde_json::json;

use super::{files, revision};
use crate::exit::{BAD_TABLES, Failure, Outcome};
use crate::text::diagnostics::{count, totals};

#[derive(Debug, Args)]
pub(super) struct Diff {
    /// What to compare with: a folder of tables, or a revision of this repository (`main`, `HEAD~1`)
    #[arg(value_name = "REV|DIR")]
    base: PathBuf,
    /// The tables as they are now
    #[arg(long, value_name = "DIR", default_value = "reference-data")]
    dir: PathBuf,
    /// text or json
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// The part of a verdict that somebody would notice.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Verdict {
    status: &'static str,
    producer: Option<String>,
    years: Option<String>,
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.status)?;
        for part in self.producer.iter().chain(&self.years) {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}

type Texts = Vec<(String, String)>;

pub(super) fn run(diff: &Diff) -> Outcome {
    let new = read(&diff.dir)?;
    let old = if diff.base.is_dir() {
        read(&diff.base)?
    } else {
        revision::read(&diff.dir, &diff.base.to_string_lossy())?
    };
    let all: BTreeMap<(String, Option<String>, Option<String>), Case> = cases(pairs(&old))
        .into_iter()
        .chain(cases(pairs(&new)))
        .map(|c| ((c.headstamp.clone(), c.calibre.clone(), c.recovered.clone()), c))
        .collect();
    let all: Vec<Case> = all.into_values().collect();
    let before = verdicts(&old, &all, &diff.base.display().to_string())?;
    let after = verdicts(&new, &all, &diff.dir.display().to_string())?;
    let changed: Vec<_> = all
        .iter()
        .zip(before.iter().zip(&after))
        .filter(|(_, (a, b))| a != b)
        .collect();
    match diff.format {
        Format::Text => {
            for (case, (a, b)) in &changed {
                let calibre = case
                    .calibre
                    .as_deref()
                    .map(|c| format!(" ({c})"))
                    .unwrap_or_default();
                anstream::println!(
                    "{}{calibre}  [{}]\n  - {a}\n  + {b}\n",
                    case.headstamp,
                    case.origin
                );
            }
            let cases = count(all.len(), "case");
            anstream::println!("{} of {cases} changed", changed.len());
        }
        Format::Json => {
            let verdict = |v: &Verdict| json!({"status": v.status, "producer": v.producer, "years": v.years});
            let list: Vec<_> = changed
                .iter()
                .map(|(c, (a, b))| {
                    json!({
                        "headstamp": c.headstamp, "calibre": c.calibre, "recovered": c.recovered, "origin": c.origin,
                        "before": verdict(a), "after": verdict(b),
                    })
                })
                .collect();
            let all = json!({"schema": "headstamp/tables-diff/1", "cases": all.len(), "changed": list});
            anstream::println!("{all:#}");
        }
    }
    Ok(0)
}

fn read(dir: &Path) -> Result<Texts, Failure> {
    let raw = files::read(dir)?;
    Ok(files::texts(&raw)
        .into_iter()
        .map(|(p, t)| (p.to_owned(), t.to_owned()))
        .collect())
}

fn pairs(texts: &Texts) -> impl Iterator<Item = (&str, &str)> {
    texts.iter().map(|(p, t)| (p.as_str(), t.as_str()))
}

fn verdicts(texts: &Texts, all: &[Case], name: &str) -> Result<Vec<Verdict>, Failure> {
    let bad = |why: String| Failure::new(BAD_TABLES, format!("{name}: {why}"));
    let mut builder = Builder::new();
    for (path, text) in texts {
        builder.add(path.clone(), text.clone());
    }
    let (set, _) = builder.build().map_err(|f| {
        bad(format!(
            "{} in these tables; see `headstamp tables check`",
            totals(&f)
        ))
    })?;
    let bytes = set.to_bytes().map_err(|e| bad(e.to_string()))?;
    let tables = Tables::open(&bytes).map_err(|e| bad(e.to_string()))?;
    let identifier = Identifier::new(tables);
    Ok(all.iter().map(|c| verdict(&identifier, c)).collect())
}

fn verdict(identifier: &Identifier<'_>, case: &Case) -> Verdict {
    let tables = identifier.tables();
    let Ok(marking) = Marking::parse(&case.headstamp) else {
        return Verdict {
            status: "not readable",
            producer: None,
            years: None,
        };
    };
    let mut observation = Observation::of(marking);
    if let Some(c) = &case.calibre {
        observation = observation.with_calibre(&tables, c);
    }
    observation.recovered = case.recovered.as_deref().and_then(Day::parse_span);
    let inference = identifier.infer(&observation, &[]);
    let first = inference.candidates.first();
    let status = match inference.status {
        Status::Identified => "identified",
        Status::Ambiguous => "ambiguous",
        Status::Unknown => "unknown",
        Status::Unreadable => "unreadable",
    };
    Verdict {
        status,
        producer: first
            .and_then(|c| tables.producer(c.producer))
            .map(|p| p.id.as_str().to_owned()),
        years: first
            .and_then(|c| c.years.first())
            .map(|y| Span::to_string(&y.span)),
    }
}
