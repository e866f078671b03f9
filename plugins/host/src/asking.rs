//! Asks one plugin about a list of items until each is answered or given up.

use std::sync::Arc;

use crate::answer;
use crate::batch::Batch;
use crate::config::Limits;
use crate::crew::{Crew, Waited};
use crate::fault::Fault;
use crate::frame::Kind;
use crate::lane::{LaneAnswers, PluginAnswer};
use crate::member::{Member, Out};

pub(crate) struct Asking<'a> {
    pub(crate) member: &'a mut Member,
    pub(crate) crew: &'a mut Crew,
    pub(crate) seat: usize,
    /// Whether other plugins are in the same worker. If it ends, that is not dealt with here.
    pub(crate) shared: bool,
    pub(crate) batch: &'a Batch,
    pub(crate) limits: &'a Limits,
    pub(crate) answers: &'a mut LaneAnswers,
}

impl Asking<'_> {
    /// Gets an answer for these items, or finds out which of them the plugin cannot bear.
    ///
    /// A worker that dies or breaks the conversation gets a second chance with the same items, in what is left of their
    /// deadline. If it does so again, or hangs, or the answer is of no use, the items are asked again in halves, until
    /// those that are at fault are alone. `earlier` is how the first attempt ended and what was waited for then, if it was
    /// made in a shared worker: a hang then need not be waited for twice.
    ///
    /// # Errors
    /// How a shared worker ended.
    pub(crate) fn settle(
        &mut self,
        places: &[usize],
        mut earlier: Option<(Fault, Waited)>,
    ) -> Result<(), Fault> {
        let mut second_chance = earlier.is_none();
        let mut open = vec![places];
        while let Some(places) = open.pop() {
            if let Some(out) = &self.member.record.out {
                match out {
                    Out::Failed(what) => {
                        let what = what.clone();
                        self.give_up(places, what, Vec::new());
                    }
                    Out::Refused(_) => self.member.is_missing(places, self.answers),
                }
                continue;
            }
            let (outcome, waited) = match earlier.take() {
                Some((late @ Fault::Late(_), waited)) => (Err(late), Some(waited)),
                Some((first, waited)) => {
                    self.crew.try_again(waited);
                    (self.ask(places).map_err(|fault| fault.after(first)), None)
                }
                None => (self.ask(places), None),
            };
            let Err(fault) = outcome else { continue };
            if fault.ends_worker() && self.shared {
                return Err(fault);
            }
            let waited = waited.unwrap_or_else(|| self.crew.waited());
            let last_words = if fault.ends_worker() {
                self.restart()
            } else {
                Vec::new()
            };
            match fault {
                fault @ (Fault::Unusable(_) | Fault::Refused(_)) => {
                    self.member.leave_out(fault);
                    open.push(places);
                }
                Fault::Died(_) | Fault::Breach(_) if std::mem::take(&mut second_chance) => {
                    open.push(places);
                    earlier = Some((fault, waited));
                }
                // It was not asked yet: no item is at fault, and it would be the same with any other.
                fault if fault.ends_worker() && waited.0 != Kind::Batch => {
                    let what = format!("it could not be loaded: {fault}");
                    self.member.leave_out(Fault::Unusable(what));
                    open.push(places);
                }
                _ if places.len() > 1 => {
                    let (left, right) = places.split_at(places.len() / 2);
                    open.extend([right, left]);
                }
                fault => {
                    self.give_up(places, fault.to_string(), last_words);
                    self.member.count_failure(self.limits);
                }
            }
        }
        Ok(())
    }

    /// Asks once.
    fn ask(&mut self, places: &[usize]) -> Result<(), Fault> {
        let Some(manifest) = &self.member.manifest else {
            return Err(Fault::Unusable("it was not loaded".to_owned()));
        };
        let request = self.batch.request(places);
        let payload = self.crew.ask(self.seat, manifest, &request, places.len())?;
        let asked = self.batch.items(places);
        let entries = answer::check(&payload, self.batch.kind, &asked, self.limits.item_bytes);
        for (place, said) in entries.map_err(Fault::Answer)? {
            let place = place as usize;
            match said {
                Ok((clues, leads)) => {
                    let plugin = Arc::clone(&self.member.id);
                    self.answers.said.push(PluginAnswer {
                        place,
                        plugin,
                        clues,
                        leads,
                    });
                }
                Err(what) => self.give_up(&[place], what, Vec::new()),
            }
        }
        self.member.has_answered();
        Ok(())
    }

    fn give_up(&mut self, places: &[usize], what: String, last_words: Vec<String>) {
        self.member
            .give_up(self.batch, places, what, last_words, self.answers);
    }

    /// Ends the worker; the next request starts another. Returns what it wrote last.
    fn restart(&mut self) -> Vec<String> {
        self.member.restarts += 1;
        self.crew.stop()
    }
}
