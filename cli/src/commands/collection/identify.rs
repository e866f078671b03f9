//! Identifying the rows of a collection with the tables and plugins of this run.

use std::rc::Rc;

use headstamp_collections::rows::Problem;
use headstamp_collections::{Answer, Error, EventRef, Identified, Identify, Observation};
use headstamp_core::leads::Lead;
use headstamp_core::observation::Observation as Item;

use crate::commands::answers::{Answers, shared_part};
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
}

/// A row ready to be answered.
enum Ready {
    No(Problem),
    Asked(String, Box<Item>),
}

impl<'s, 't> Identifier<'s, 't> {
    pub(super) fn new(session: &'s mut Session<'t>, allow_incomplete: bool) -> Self {
        Self {
            answers: Answers::new(session),
            allow_incomplete,
        }
    }

    fn ready(&self, o: &Observation) -> Ready {
        if o.marks.is_empty() {
            let reason = "no marks; write `blank` if nothing is stamped";
            return Ready::No(Problem::new("marks", "", reason));
        }
        let calibre = o.calibre.as_deref().unwrap_or_default();
        let texts = Texts {
            id: "",
            marks: &o.marks,
            calibre,
            item: &o.item,
            recovered: o.recovered,
            country: o.country.as_deref().unwrap_or_default(),
        };
        match observe::observation(&self.answers.session.tables, &texts) {
            Ok(item) => {
                let key = self.answers.key(&o.marks, calibre, &item.item, o.recovered);
                Ready::Asked(key, Box::new(item))
            }
            Err(e) => Ready::No(Problem::new("marks", &o.marks, e.to_string())),
        }
    }

    fn learn(&mut self, asked: Vec<(String, Item)>) -> Result<(), Error> {
        let asked = asked.iter().map(|(key, item)| (key.as_str(), item));
        let learnt = self.answers.learn(asked, false, |answer, weighed| {
            let text = shared_part(&answer, false)?;
            let length = text.len();
            let answer = Answer::read(text).map_err(Failure::from)?;
            let known = Known {
                yearless: answer.year.is_none() && answer.json.contains("\"role\":\"unread\""),
                answer: Rc::new(answer),
                leads: weighed.leads,
                failed: weighed.failed,
            };
            Ok((known, length))
        });
        learnt.map_err(|f| Error::Identify(f.message))
    }

    /// The key of the same item, had it been recovered whenever.
    fn undated(&self, o: &Observation, item: &Item) -> String {
        let calibre = o.calibre.as_deref().unwrap_or_default();
        self.answers.key(&o.marks, calibre, &item.item, None)
    }

    /// A year that only the day of recovery rules out: one of the two is wrong.
    fn impossible(&self, o: &Observation, known: &Known, item: &Item) -> Option<Problem> {
        let recovered = o.recovered.filter(|_| known.yearless)?;
        let other = self.answers.get(&self.undated(o, item))?;
        let year = other.answer.year?;
        other.answer.made.filter(|made| made.from > recovered.to)?;
        let reason = format!(
            "recovered before it can have been made: the marks read {year}; the day, the year mark or its reading is wrong"
        );
        Some(Problem::new("recovered_on", &recovered.to.to_string(), reason))
    }

    fn said(&self, o: &Observation, key: &str, item: &Item) -> Result<Identified, Error> {
        let Some(known) = self.answers.get(key) else {
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
            && observe::country(&self.answers.session.tables, country).is_none()
        {
            let reason = "no state of the tables; give the ISO code";
            problems.push(Problem::new("country", country, reason));
        }
        problems.extend(self.impossible(o, &known, item));
        let events = if known.leads.is_empty() {
            Vec::new()
        } else {
            let list = self.answers.session.events(&known.leads, item);
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
        })
    }
}

impl Identify for Identifier<'_, '_> {
    fn versions(&mut self) -> Result<String, Error> {
        Ok(serde_json::to_string(&self.answers.session.versions())?)
    }

    fn country(&mut self, text: &str) -> Option<String> {
        observe::country(&self.answers.session.tables, text)
    }

    fn identify(&mut self, batch: &[Observation]) -> Result<Vec<Identified>, Error> {
        let ready: Vec<Ready> = batch.iter().map(|o| self.ready(o)).collect();
        let asked = ready.iter().filter_map(|r| match r {
            Ready::Asked(key, item) => Some((key.clone(), Item::clone(item))),
            Ready::No(_) => None,
        });
        self.learn(asked.collect())?;
        // What the marks would mean, had the item been recovered whenever.
        let undated = batch.iter().zip(&ready).filter_map(|(o, r)| match r {
            Ready::Asked(key, item) if self.answers.get(key).is_some_and(|k| k.yearless) => {
                let mut item = Item::clone(item);
                item.recovered = None;
                Some((self.undated(o, &item), item))
            }
            _ => None,
        });
        self.learn(undated.collect())?;
        batch
            .iter()
            .zip(ready)
            .map(|(o, ready)| match ready {
                Ready::No(problem) => Ok(Identified {
                    problems: vec![problem],
                    ..Identified::default()
                }),
                Ready::Asked(key, item) => self.said(o, &key, &item),
            })
            .collect()
    }
}
