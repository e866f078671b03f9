//! Identifying the rows of a collection with the tables and plugins of this run.

use std::rc::Rc;

use headstamp_collections::rows::Problem;
use headstamp_collections::{Answer, Error, EventRef, Identified, Identify, Observation};
use headstamp_core::leads::Lead;
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
                let key = answers::key(&o.marks, calibre, &item.item);
                Ready::Asked(key, Box::new(item))
            }
            Err(e) => Ready::No(Problem::new("marks", &o.marks, e.to_string())),
        }
    }

    fn said(&self, o: &Observation, key: &str, item: &Item) -> Result<Identified, Error> {
        let Some(known) = self.answers.get(key, item.recovered) else {
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
            Ready::Asked(key, item) => Some((key.as_str(), &**item)),
            Ready::No(_) => None,
        });
        let learnt = self.answers.learn(asked, |one| {
            Ok(Known {
                answer: Rc::new(Answer::read(one.kept).map_err(Failure::from)?),
                leads: one.leads,
                failed: one.failed,
            })
        });
        learnt.map_err(|f| Error::Identify(f.message))?;
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
