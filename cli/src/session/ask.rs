//! Questions to plugins: each distinct one is asked once, and many are asked together.

use std::collections::HashMap;
use std::sync::Arc;

use headstamp_core::leads::Lead;
use headstamp_core::observation::Clue;
use headstamp_plugin_api::wire;
use headstamp_plugin_bridge as bridge;
use headstamp_plugin_host::{Host, ItemAnswer, Pending};

/// Bytes of answers remembered, of each kind.
const REMEMBERED: usize = 6 << 20;

/// What plugins said of a question, and which of them should have answered and did not.
pub(super) struct Said<T> {
    pub(super) list: Vec<T>,
    pub(super) failed: Vec<String>,
}

/// Answers by question.
pub(super) struct Memory<T> {
    known: HashMap<String, Arc<Said<T>>>,
    held: usize,
}

impl<T> Default for Memory<T> {
    fn default() -> Self {
        Self {
            known: HashMap::new(),
            held: 0,
        }
    }
}

/// Questions on their way, in the order in which they were put.
pub(super) struct Question<T> {
    places: Vec<Place<T>>,
    /// The questions that were sent.
    fresh: Vec<String>,
    pending: Option<Pending>,
}

enum Place<T> {
    /// There is nothing to ask.
    Nothing,
    Known(Arc<Said<T>>),
    /// Which of those sent.
    Sent(usize),
}

/// What becomes of the answer of the host.
pub(super) trait Content: Sized {
    const KIND: wire::RequestKind;
    fn of(answer: ItemAnswer) -> Vec<Self>;
    /// About how many bytes it takes.
    fn size(&self) -> usize;
}

impl Content for Clue {
    const KIND: wire::RequestKind = wire::RequestKind::Read;

    fn of(answer: ItemAnswer) -> Vec<Self> {
        let clue = |said: headstamp_plugin_host::Said<wire::Clue>| bridge::clue(&said.plugin, said.content);
        answer.clues.into_iter().filter_map(clue).collect()
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.value.len() + self.says.len() + 160
    }
}

impl Content for Lead {
    const KIND: wire::RequestKind = wire::RequestKind::Match;

    fn of(answer: ItemAnswer) -> Vec<Self> {
        let lead = |said: headstamp_plugin_host::Said<wire::Lead>| bridge::lead(&said.plugin, said.content);
        let mut leads: Vec<Self> = answer.leads.into_iter().map(lead).collect();
        leads.sort();
        leads
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.reasons.iter().map(String::len).sum::<usize>() + 160
    }
}

impl<T: Content> Memory<T> {
    /// Puts the questions, each with the text that tells it from others. A question without an item is none.
    pub(super) fn begin(
        &mut self,
        host: Option<&mut Host>,
        questions: impl Iterator<Item = Option<(String, wire::Item)>>,
    ) -> Question<T> {
        let (mut fresh, mut items) = (Vec::new(), Vec::new());
        let mut sent: HashMap<String, usize> = HashMap::new();
        let mut place = |question: Option<(String, wire::Item)>| {
            let Some((text, item)) = question else {
                return Place::Nothing;
            };
            if let Some(said) = self.known.get(&text) {
                return Place::Known(Arc::clone(said));
            }
            Place::Sent(*sent.entry(text).or_insert_with_key(|text| {
                fresh.push(text.clone());
                items.push(item);
                fresh.len() - 1
            }))
        };
        let places = questions.map(&mut place).collect();
        let pending = host
            .filter(|_| !items.is_empty())
            .map(|host| host.begin(T::KIND, &items));
        Question {
            places,
            fresh,
            pending,
        }
    }

    /// Waits for the answers, one for each question.
    pub(super) fn wait(&mut self, question: Question<T>) -> Vec<Arc<Said<T>>> {
        let answers = question.pending.map(Pending::wait).unwrap_or_default();
        let said: Vec<Arc<Said<T>>> = answers
            .into_iter()
            .map(|mut answer| {
                let failed = std::mem::take(&mut answer.failed);
                let failed = failed.iter().map(ToString::to_string).collect();
                let list = T::of(answer);
                Arc::new(Said { list, failed })
            })
            .collect();
        if self.held > REMEMBERED {
            *self = Self::default();
        }
        for (text, said) in question.fresh.into_iter().zip(&said) {
            self.held += 2 * text.len() + 96 + said.list.iter().map(T::size).sum::<usize>();
            self.known.insert(text, Arc::clone(said));
        }
        let nothing = Arc::new(Said {
            list: Vec::new(),
            failed: Vec::new(),
        });
        let answer = |place| match place {
            Place::Known(said) => said,
            Place::Sent(i) => said.get(i).unwrap_or(&nothing).clone(),
            Place::Nothing => Arc::clone(&nothing),
        };
        question.places.into_iter().map(answer).collect()
    }
}
