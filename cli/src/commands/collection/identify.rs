//! Identifying the rows of a collection with the tables and plugins of this run.

use std::collections::HashMap;
use std::rc::Rc;

use headstamp_collections::rows::Problem;
use headstamp_collections::{Answer, Error, EventRef, Identified, Identify, Observation};
use headstamp_core::date::Span;
use headstamp_core::leads::Lead;
use headstamp_core::notation::NotationError;
use headstamp_core::observation::Observation as Item;

use crate::commands::answers::{self, Answers};
use crate::commands::observe::{self, Texts};
use crate::exit::Failure;
use crate::session::Session;

/// What is the same for equal markings.
struct Known {
    answer: Rc<Answer>,
    leads: Vec<Lead>,
    failed: Vec<String>,
    /// A mark stands unread, and no year was found: the day of recovery may have ruled it out.
    yearless: bool,
}

/// The tables and plugins of a run, asked for whole batches.
pub(super) struct Identifier<'s, 't> {
    answers: Answers<'s, 't, Known>,
    /// An answer without a plugin that should have been asked is taken.
    allow_incomplete: bool,
    /// Ids of states by what was recorded: a collection names few, in every row.
    countries: HashMap<String, Option<String>>,
    /// What is said of calibres that are not in the tables; nothing of those that are.
    calibres: HashMap<String, Option<String>>,
}

/// A row ready to be answered.
enum Ready {
    No(Problem),
    /// Its marking was met before.
    Known(String),
    Asked(String, Box<Item>),
}

impl Ready {
    fn key(&self) -> Option<&str> {
        match self {
            Self::No(_) => None,
            Self::Known(key) | Self::Asked(key, _) => Some(key),
        }
    }
}

impl<'s, 't> Identifier<'s, 't> {
    pub(super) fn new(session: &'s mut Session<'t>, allow_incomplete: bool) -> Self {
        Self {
            answers: Answers::new(session),
            allow_incomplete,
            countries: HashMap::new(),
            calibres: HashMap::new(),
        }
    }

    fn ready(&self, o: &Observation) -> Ready {
        if o.marks.is_empty() {
            let reason = "no marks; write `blank` if nothing is stamped";
            return Ready::No(Problem::new("marks", "", reason));
        }
        let calibre = o.calibre.as_deref().unwrap_or_default();
        let key = answers::key(&o.marks, calibre, &o.item);
        if self.answers.get(&key, o.recovered).is_some() {
            return Ready::Known(key);
        }
        match self.item(o, o.recovered) {
            Ok(item) => Ready::Asked(key, Box::new(item)),
            Err(e) => Ready::No(Problem::new("marks", &o.marks, e.to_string())),
        }
    }

    /// What is weighed of a row.
    fn item(&self, o: &Observation, recovered: Option<Span>) -> Result<Item, NotationError> {
        let texts = Texts {
            id: "",
            marks: &o.marks,
            calibre: o.calibre.as_deref().unwrap_or_default(),
            item: &o.item,
            recovered,
            country: "",
        };
        observe::observation(&self.answers.session.tables, &texts)
    }

    fn learn<'a>(&mut self, asked: impl Iterator<Item = (&'a str, &'a Item)>) -> Result<(), Error> {
        let learnt = self.answers.learn(asked, |one| {
            let answer = Answer::read(one.kept).map_err(Failure::from)?;
            Ok(Known {
                yearless: answer.year.is_none() && answer.json.contains("\"role\":\"unread\""),
                answer: Rc::new(answer),
                leads: one.leads,
                failed: one.failed,
            })
        });
        learnt.map_err(|f| Error::Identify(f.message))
    }

    /// A year that only the day of recovery rules out: one of the two is wrong.
    fn impossible(&self, o: &Observation, key: &str, known: &Known) -> Option<Problem> {
        let recovered = o.recovered.filter(|_| known.yearless)?;
        let other = self.answers.get(key, None)?;
        let year = other.answer.year?;
        other.answer.made.filter(|made| made.from > recovered.to)?;
        let reason = format!(
            "recovered before it can have been made: the marks read {year}; the day, the year mark or its reading is wrong"
        );
        Some(Problem::new("recovered_on", &recovered.to.to_string(), reason))
    }

    /// A calibre that the tables do not know is not used: the row would be a sample of its own.
    fn with_calibre(&mut self, o: &Observation, mut said: Identified) -> Identified {
        let Some(text) = o.calibre.as_deref() else {
            return said;
        };
        if !self.calibres.contains_key(text) {
            let wrong = observe::unknown_calibre(&self.answers.session.tables, text);
            self.calibres.insert(text.to_owned(), wrong);
        }
        if let Some(Some(wrong)) = self.calibres.get(text) {
            said.problems.push(Problem::new("calibre", text, wrong.clone()));
            said.unknown_calibre = true;
        }
        said
    }

    fn is_state(&self, country: &str) -> bool {
        match self.countries.get(country) {
            Some(known) => known.is_some(),
            None => observe::country(&self.answers.session.tables, country).is_some(),
        }
    }

    fn said(&self, o: &Observation, key: &str) -> Result<Identified, Error> {
        let Some(known) = self.answers.get(key, o.recovered) else {
            return Err(Error::Identify(format!("the marks “{}” got no answer", o.marks)));
        };
        if let Some(plugin) = known.failed.first()
            && !self.allow_incomplete
        {
            return Err(Error::Identify(format!(
                "plugin {plugin} gave no answer on “{}”; nothing was written; --allow-incomplete accepts that",
                o.marks
            )));
        }
        let mut problems: Vec<Problem> = known
            .failed
            .iter()
            .map(|f| Problem::new("marks", &o.marks, format!("plugin {f} gave no answer")))
            .collect();
        if let Some(country) = &o.country
            && !self.is_state(country)
        {
            let reason = "no state of the tables; give the ISO code";
            problems.push(Problem::new("country", country, reason));
        }
        problems.extend(self.impossible(o, key, &known));
        let events = if known.leads.is_empty() {
            Vec::new()
        } else {
            let country = o.country.as_deref().map(|c| {
                let known = self.is_state(c);
                if known { c.to_owned() } else { c.to_uppercase() }
            });
            let list = self
                .answers
                .session
                .events(&known.leads, o.recovered, country.as_deref());
            list.into_iter()
                .map(|e| EventRef {
                    id: e.id,
                    relation: e.relation,
                    strength: e.strength,
                })
                .collect()
        };
        Ok(Identified {
            answer: Some(Rc::clone(&known.answer)),
            events,
            problems,
            ..Identified::default()
        })
    }
}

impl Identify for Identifier<'_, '_> {
    fn versions(&mut self) -> Result<String, Error> {
        Ok(serde_json::to_string(&self.answers.session.versions())?)
    }

    fn country(&mut self, text: &str) -> Option<String> {
        if let Some(known) = self.countries.get(text) {
            return known.clone();
        }
        let id = observe::country(&self.answers.session.tables, text);
        if let Some(id) = &id {
            self.countries.insert(id.clone(), Some(id.clone()));
        }
        self.countries.insert(text.to_owned(), id.clone());
        id
    }

    fn identify(&mut self, batch: &[Observation]) -> Result<Vec<Identified>, Error> {
        self.answers.tidy();
        let ready: Vec<Ready> = batch.iter().map(|o| self.ready(o)).collect();
        self.learn(ready.iter().filter_map(|r| match r {
            Ready::Asked(key, item) => Some((key.as_str(), &**item)),
            _ => None,
        }))?;
        // What the marks would mean, had the item been recovered whenever.
        let mut undated: Vec<(String, Item)> = Vec::new();
        for (o, r) in batch.iter().zip(&ready) {
            let Some(key) = r.key() else { continue };
            let yearless = self.answers.get(key, o.recovered).is_some_and(|k| k.yearless);
            if o.recovered.is_some()
                && yearless
                && self.answers.get(key, None).is_none()
                && let Ok(item) = self.item(o, None)
            {
                undated.push((key.to_owned(), item));
            }
        }
        self.learn(undated.iter().map(|(key, item)| (key.as_str(), item)))?;
        batch
            .iter()
            .zip(ready)
            .map(|(o, ready)| {
                let said = match ready {
                    Ready::No(problem) => Identified {
                        problems: vec![problem],
                        ..Identified::default()
                    },
                    Ready::Known(key) | Ready::Asked(key, _) => self.said(o, &key)?,
                };
                Ok(self.with_calibre(o, said))
            })
            .collect()
    }
}
