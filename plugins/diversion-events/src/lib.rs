//! Compares what an item may be with what is known of diversion events.
//!
//! A match is a lead: it says that an item is of the kind that changed hands in an event, never that it did. What was
//! captured is kept apart from what was merely seen with the holder, and every lead says on which of the two it rests,
//! what agrees, what the event leaves open, and what may not be concluded. `README.md` has the rules.

mod compare;
mod event;
mod fold;
mod relation;
mod wording;

#[cfg(test)]
mod real_events;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod testing;

use headstamp_plugin_api::wire::{Item, Lead};
use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};

use event::Event;

/// Samples and years below this probability are not compared: leads that rest on them would bury the others.
const LEAST_PROBABILITY: f64 = 0.05;

/// Most leads for one item, strongest first; an answer has a limit in bytes, and nobody follows more.
const MOST_LEADS: usize = 24;

/// The events, as the host handed them over.
struct DiversionEvents {
    events: Vec<Event>,
}

impl Plugin for DiversionEvents {
    const MANIFEST: &'static str = manifest! {
        id: "diversion-events",
        name: "Known diversion events",
        requests: ["match"],
        needs_data: ["events"],
    };

    fn open(data: &OpenData<'_>) -> Result<Self, String> {
        Ok(Self {
            events: data.table("events")?,
        })
    }

    fn match_events(&self, item: &Item, leads: &mut Vec<Lead>) {
        let mut found: Vec<_> = self
            .events
            .iter()
            .filter_map(|event| Some((event, relation::strongest(event, item)?)))
            .collect();
        // By id, and not as the table has them: two tables with the same events give the same answer.
        found.sort_by_key(|(event, matched)| (matched.relation, event.id.as_str()));
        leads.extend(
            found
                .iter()
                .take(MOST_LEADS)
                .map(|(event, matched)| wording::lead(event, item, matched)),
        );
    }
}

export_plugin!(DiversionEvents);
