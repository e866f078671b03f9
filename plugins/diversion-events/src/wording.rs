//! What a lead says. The sentences keep apart what agrees, what the event is, and what may not be concluded.

use std::collections::BTreeMap;

use headstamp_plugin_api::wire::{Conditions, Item, Lead, Reason, Sample};

use crate::compare::{Fit, Time, years};
use crate::event::{Event, Part};
use crate::relation::{Match, Relation};

/// Kinds of event, and what they are called in a sentence.
const KINDS: [(&str, &str); 7] = [
    ("capture", "a capture"),
    ("loss", "a loss"),
    ("theft", "a theft"),
    ("retransfer", "a retransfer"),
    ("transfer", "a transfer"),
    ("trafficking", "a case of trafficking"),
    ("supply-alleged", "an alleged supply"),
];

/// How firmly an event is found.
const FINDINGS: [(&str, &str); 4] = [
    ("established", "The event is established by a court or a panel."),
    ("documented", "The event is documented by researchers."),
    ("reported", "The event is reported, not established."),
    ("alleged", "The event is alleged, not established."),
];

/// Findings that are somebody's word.
const CLAIMS: [&str; 2] = ["reported", "alleged"];

/// The lead for a match.
pub(crate) fn lead(event: &Event, item: &Item, found: &Match<'_>) -> Lead {
    let index = found.sample.map_or(0, |(index, _)| index);
    let sample = item
        .samples
        .get(index as usize)
        .filter(|_| found.sample.is_some());
    let reasons = [
        Some(agrees(event, found, item, sample)),
        not_stated(found),
        differs(found),
        not_read(found),
        (index > 0).then(|| {
            reason(
                "less-probable-reading",
                [],
                "The comparison rests on a reading of the marking that is not the most probable one.",
            )
        }),
        Some(what_it_is(event)),
        finding(event),
        (!event.caution.is_empty()).then(|| reason("caution", [], &event.caution)),
        marker(event),
        Some(reason(
            "lead-not-proof",
            [],
            &format!(
                "A match is a lead, not proof of the path: {}.",
                limit(found.relation)
            ),
        )),
    ];
    Lead {
        event: event.id.clone(),
        relation: found.relation.name().to_owned(),
        sample: index,
        reasons: reasons.into_iter().flatten().collect(),
        conditions: Conditions {
            not_before: event.first_day(),
            theatre: event.theatre.clone(),
            marker_until: event
                .marker
                .as_ref()
                .and_then(|marker| marker.until)
                .map(|year| format!("{year:04}-12-31")),
        },
        sources: event.sources.clone(),
    }
}

/// What may not be concluded, by relation.
fn limit(relation: Relation) -> &'static str {
    match relation {
        Relation::SameLot => "one lot may have gone to several buyers",
        Relation::SameSample => "the same sample may have gone to others as well",
        Relation::SameProducerAndPeriod => "what one producer made in these years may have gone to many",
        Relation::SameType => "items of this type are in many hands, and one country supplies many",
        Relation::SeenWith => {
            "such items were merely seen with the holder, and nothing says that they changed hands in the event"
        }
    }
}

fn agrees(event: &Event, found: &Match<'_>, item: &Item, sample: Option<&Sample>) -> Reason {
    let mut traits: Vec<(&str, &str, String)> = Vec::new();
    if found.lot == Fit::Agrees {
        let stated: Vec<String> = found.line.lots.iter().map(|lot| crate::fold::fold(lot)).collect();
        let lots = item
            .lots
            .iter()
            .filter(|lot| stated.contains(&crate::fold::fold(lot)));
        traits.push(("lot", "lot", lots.cloned().collect::<Vec<_>>().join(", ")));
    }
    if let (Some(sample), Some((_, compared))) = (sample, found.sample) {
        let country = found
            .line
            .countries
            .iter()
            .find(|stated| sample.states.contains(stated) || sample.country == **stated);
        let mut push = |fit: bool, name, label, value: Option<String>| {
            traits.extend(value.filter(|_| fit).map(|value| (name, label, value)));
        };
        push(
            compared.calibre == Fit::Agrees,
            "calibre",
            "calibre",
            sample.calibre.clone(),
        );
        push(
            compared.producer == Fit::Agrees,
            "producer",
            "producer",
            Some(sample.producer.clone()),
        );
        push(compared.mark == Fit::Agrees, "mark", "mark", sample.mark.clone());
        push(
            compared.country == Fit::Agrees,
            "country",
            "country of production",
            country.cloned(),
        );
        let timed = matches!(compared.time, Time::SameYear | Time::Overlaps);
        push(
            timed,
            "year",
            "year of production",
            Some(years_read(found, sample)),
        );
    }
    let said: Vec<String> = traits
        .iter()
        .map(|(_, label, value)| format!("{label} {value}"))
        .collect();
    let with = match found.part {
        Part::Captured if CLAIMS.contains(&event.finding.as_str()) => {
            "what is said to have changed hands in the event"
        }
        Part::Captured => "what changed hands in the event",
        Part::SeenWith => "what was seen with the holder",
    };
    let args = traits
        .into_iter()
        .map(|(name, _, value)| (name.to_owned(), value))
        .collect();
    let text = format!("The item agrees with {with} in {}.", list(&said));
    Reason {
        args,
        ..reason(found.relation.name(), [], &text)
    }
}

/// The years of the sample that agree with the event.
fn years_read(found: &Match<'_>, sample: &Sample) -> String {
    let (from, to) = found.line.period().unwrap_or((i32::MIN, i32::MAX));
    let spans = years(sample).filter(|span| span.from <= to && from <= span.to);
    let said = spans.map(|span| {
        if span.from == span.to {
            span.from.to_string()
        } else {
            format!("{} to {}", span.from, span.to)
        }
    });
    said.collect::<Vec<_>>().join(" or ")
}

/// What the event leaves open; a match says nothing of it.
fn not_stated(found: &Match<'_>) -> Option<Reason> {
    let line = found.line;
    let open = [
        (line.calibres.is_empty(), "calibre"),
        (line.producers.is_empty() && line.marks.is_empty(), "producer"),
        (line.period().is_none(), "year of production"),
    ];
    let open: Vec<String> = open
        .into_iter()
        .filter(|(open, _)| *open)
        .map(|(_, name)| name.to_owned())
        .collect();
    let text = format!("The event does not state the {}.", list(&open));
    (!open.is_empty()).then(|| reason("not-stated", [("what", list(&open))], &text))
}

fn differs(found: &Match<'_>) -> Option<Reason> {
    let (_, compared) = found.sample?;
    let what = [
        (compared.mark == Fit::Differs, "mark"),
        (compared.producer == Fit::Differs, "producer"),
        (compared.time == Time::Differs, "year of production"),
    ];
    let what: Vec<String> = what
        .into_iter()
        .filter(|(differs, _)| *differs)
        .map(|(_, name)| name.to_owned())
        .collect();
    let text = format!("The event gives another {}.", list(&what));
    (!what.is_empty()).then(|| reason("differs", [("what", list(&what))], &text))
}

fn not_read(found: &Match<'_>) -> Option<Reason> {
    let (rule, text) = match (found.sample, found.lot) {
        (None, _) => (
            "lot-alone",
            "No producer was identified: only the lot could be compared.".to_owned(),
        ),
        (Some(_), Fit::NotRead) => (
            "lot-not-read",
            format!(
                "The event names the lot {}; no lot was read on the item.",
                found.line.lots.join(", ")
            ),
        ),
        _ => return None,
    };
    Some(reason(rule, [], &text))
}

/// One sentence on the event. Its parts come from the table as they are, set off by semicolons.
fn what_it_is(event: &Event) -> Reason {
    let kind = called(&KINDS, &event.kind).map_or_else(|| format!("“{}”", event.kind), str::to_owned);
    let mut text = format!("The event “{}” is {kind}", event.name);
    for (before, words) in [
        (" from ", &event.from_holder),
        (" to ", &event.to_holder),
        ("; place: ", &event.place),
    ] {
        if !words.is_empty() {
            text += before;
            text += words;
        }
    }
    let date = event
        .date
        .as_ref()
        .map(|date| (date.from.as_deref(), date.to.as_deref()));
    text += &match date {
        Some((Some(from), Some(to))) if from == to => format!("; date: {from}"),
        Some((Some(from), Some(to))) => format!("; date: {from} to {to}"),
        Some((Some(from), None)) => format!("; date: from {from}"),
        Some((None, Some(to))) => format!("; date: until {to}"),
        _ => String::new(),
    };
    reason("event", [("kind", event.kind.clone())], &(text + "."))
}

fn finding(event: &Event) -> Option<Reason> {
    let text = called(&FINDINGS, &event.finding)?;
    let by = &event.alleged_by;
    let text = if by.is_empty() {
        text.to_owned()
    } else {
        format!("{} Source of the claim: {by}.", text)
    };
    Some(reason("finding", [("finding", event.finding.clone())], &text))
}

fn marker(event: &Event) -> Option<Reason> {
    let marker = event.marker.as_ref()?;
    let until = marker.until?;
    let why = if marker.why.is_empty() {
        String::new()
    } else {
        format!(" ({})", marker.why)
    };
    let text = format!("The sample served to point to this event until {until}{why}.");
    Some(reason("marker", [("until", until.to_string())], &text))
}

fn called<'t>(table: &[(&str, &'t str)], id: &str) -> Option<&'t str> {
    table
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, words)| *words)
}

/// `a`, `a and b`, `a, b and c`.
fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn reason<const N: usize>(rule: &str, args: [(&str, String); N], says: &str) -> Reason {
    let args: BTreeMap<_, _> = args
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Reason {
        rule: rule.to_owned(),
        args,
        says: plain(says),
    }
}

/// The host refuses texts that could steer a terminal, and a table may hold line breaks.
fn plain(text: &str) -> String {
    let steers =
        |sign: char| sign.is_control() || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|sign| if steers(sign) { ' ' } else { sign })
        .collect()
}
