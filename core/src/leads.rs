//! Leads to diversion events: what a plugin matched, held against the day and place of the recovery.

use std::collections::BTreeMap;

use crate::date::{Day, Span};
use crate::identification::EventLead;
use crate::render::fill;
use crate::tables::Tables;

/// A match of a sample with an event, before day and place are looked at. It can be kept for every item of the sample.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lead {
    /// Event id.
    pub event: String,
    /// `same-lot` … `seen-with`, see [`RELATIONS`].
    pub relation: String,
    /// Sentences.
    pub reasons: Vec<String>,
    /// Recovered before this day, the item cannot come from the event.
    pub not_before: Option<String>,
    /// Countries where the stock was met.
    pub theatre: Vec<String>,
    /// After this day the sample no longer points to the event.
    pub marker_until: Option<String>,
    /// Source ids.
    pub sources: Vec<String>,
    /// `plugin:ID`.
    pub by: String,
}

/// Relations, strongest first.
pub const RELATIONS: [&str; 5] = [
    "same-lot",
    "same-sample",
    "same-producer-and-period",
    "same-type",
    "seen-with",
];

/// Applies the conditions of a lead to one recovery. A lead is never proof; every weakness is said.
#[must_use]
pub fn apply(
    tables: &Tables<'_>,
    lang: &str,
    lead: &Lead,
    recovered: Option<Span>,
    country: Option<&str>,
) -> EventLead {
    let say = |rule: &str, args: &BTreeMap<String, String>| {
        tables
            .message(lang, rule)
            .map_or_else(|| rule.to_owned(), |text| fill(text, args))
    };
    let mut weaknesses = Vec::new();
    let mut strength = "lead";
    let day = |text: &Option<String>| text.as_deref().and_then(Day::parse_span);
    let none = BTreeMap::new();
    if lead.marker_until.is_some()
        && let Some(until) = day(&lead.marker_until)
        && recovered.is_none_or(|r| r.to > until.to)
    {
        let args = BTreeMap::from([("until".to_owned(), until.to.year().to_string())]);
        weaknesses.push(say("lead-marker-expired", &args));
        strength = "weak";
    }
    if !lead.theatre.is_empty() && country.is_some_and(|c| !lead.theatre.iter().any(|t| t == c)) {
        weaknesses.push(say("lead-elsewhere", &none));
        strength = "weak";
    }
    match (recovered, day(&lead.not_before)) {
        (Some(r), Some(first)) if r.to < first.from => {
            weaknesses.push(say("lead-before", &none));
            strength = "ruled-out";
        }
        (None, Some(_)) => weaknesses.push(say("lead-undated", &none)),
        _ => {}
    }
    let set = tables.set();
    let found = set
        .events
        .find(|e| e.id.as_str().cmp(&lead.event))
        .and_then(|i| set.events.get(i));
    let name = found.map(|e| e.name.to_string());
    EventLead {
        id: lead.event.clone(),
        name: name.unwrap_or_default(),
        relation: lead.relation.clone(),
        strength: strength.to_owned(),
        reasons: lead.reasons.clone(),
        weaknesses,
        sources: lead.sources.clone(),
        by: lead.by.clone(),
    }
}

/// Leads that hold before weak and ruled-out ones, each strongest relation first, then by id.
pub fn sort(leads: &mut [EventLead]) {
    let rank = |l: &EventLead| {
        let strength = ["lead", "weak", "ruled-out"]
            .iter()
            .position(|s| *s == l.strength);
        (
            strength,
            RELATIONS.iter().position(|r| *r == l.relation),
            l.id.clone(),
        )
    };
    leads.sort_by_key(rank);
}
