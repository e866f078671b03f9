//! Answers by what is recorded: equal markings are weighed once, however many rows have them.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;

use headstamp_core::date::Span;
use headstamp_core::identify::Days;
use headstamp_core::observation::Observation;

use crate::exit::Failure;
use crate::session::{One, Session};

/// Bytes of answers remembered: some ten thousand distinct markings, more than the field's largest collections have.
const REMEMBERED: usize = 24 << 20;

/// What is the same on every row with these marks, this calibre and item, for all days of recovery for which it holds.
pub(crate) struct Answers<'s, 't, K> {
    pub(crate) session: &'s mut Session<'t>,
    known: HashMap<String, Vec<(Days, Rc<K>)>>,
    /// Bytes of the answers remembered.
    held: usize,
}

/// Rows of the same key have the same answers. Whatever stands in the cells, different ones have different keys.
pub(crate) fn key(marks: &str, calibre: &str, item: &str) -> String {
    let mut out = String::with_capacity(marks.len() + calibre.len() + item.len() + 8);
    // Texts can always be written to memory.
    let _ = write!(out, "{}:{marks}{}:{calibre}{item}", marks.len(), calibre.len());
    out
}

impl<'s, 't, K> Answers<'s, 't, K> {
    pub(crate) fn new(session: &'s mut Session<'t>) -> Self {
        Self {
            session,
            known: HashMap::new(),
            held: 0,
        }
    }

    /// Forgets all answers when there are many: between batches, so that a batch finds all of its own.
    pub(crate) fn tidy(&mut self) {
        if self.held > REMEMBERED {
            self.known.clear();
            self.held = 0;
        }
    }

    /// Weighs what is not known yet. `make` turns its lean row into what is remembered.
    pub(crate) fn learn<'a>(
        &mut self,
        asked: impl Iterator<Item = (&'a str, &'a Observation)>,
        make: impl Fn(One<String>) -> Result<K, Failure>,
    ) -> Result<(), Failure> {
        let mut new: Vec<(&str, Observation)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (key, o) in asked {
            if self.get(key, o.recovered).is_none() && seen.insert((key, o.recovered)) {
                let mut o = o.clone();
                o.id = None;
                o.country = None;
                new.push((key, o));
            }
        }
        let (keys, observations): (Vec<_>, Vec<_>) = new.into_iter().unzip();
        let answered = self
            .session
            .weigh(observations, |teller, weighed| teller.lean(weighed, false));
        let mut known = Vec::with_capacity(answered.weighed.len());
        for one in answered.weighed {
            let days = one.days;
            // The parsed answer takes about three times its text.
            self.held += 4 * one.kept.len();
            known.push((days, Rc::new(make(one)?)));
        }
        for (key, which) in keys.into_iter().zip(answered.which) {
            if let Some((days, one)) = known.get(which) {
                let list = self.known.entry(key.to_owned()).or_default();
                if !list.iter().any(|(_, other)| Rc::ptr_eq(one, other)) {
                    self.held += key.len();
                    list.push((*days, Rc::clone(one)));
                }
            }
        }
        Ok(())
    }

    pub(crate) fn get(&self, key: &str, recovered: Option<Span>) -> Option<Rc<K>> {
        let list = self.known.get(key)?;
        let one = list.iter().find(|(days, _)| days.contain(recovered))?;
        Some(Rc::clone(&one.1))
    }
}
