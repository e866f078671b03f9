//! Diversion events that items may be compared with.

use maud::{Markup, html};

use crate::analyse::{Analysis, EventMatch, Events, say};
use crate::report::words::Words;
use crate::report::{Lang, Page, Section, key};

pub(super) fn events(p: &Page<'_>, a: &Analysis<Events>) -> Section {
    let w = &p.w;
    let (out, shown): (Vec<&EventMatch>, Vec<&EventMatch>) =
        a.figures.list.iter().partition(|e| e.strength == "ruled-out");
    let body = html! {
        p { (w.t("events-intro")) }
        @if shown.is_empty() { p { (w.t("none")) } }
        @for e in by_event(&shown) { (one(p, &e)) }
        @if !out.is_empty() {
            p.small { (w.t("events-out")) " "
                @for (i, e) in out.iter().enumerate() { @if i > 0 { "; " } (p.names.event(&e.event).name) } }
        }
    };
    p.section("events", a, &body)
}

/// The matches of each event together, in the order of their best one.
fn by_event<'e>(list: &[&'e EventMatch]) -> Vec<Vec<&'e EventMatch>> {
    let mut out: Vec<Vec<&EventMatch>> = Vec::new();
    for e in list {
        match out.iter_mut().find(|g| g.iter().any(|x| x.event == e.event)) {
            Some(group) => group.push(e),
            None => out.push(vec![e]),
        }
    }
    out
}

fn one(p: &Page<'_>, group: &[&EventMatch]) -> Markup {
    let w = &p.w;
    let Some(first) = group.first() else {
        return html! {};
    };
    let event = p.names.event(&first.event);
    html! {
        h3 { (event.name) " " (key(&first.event)) }
        // The tables speak English; in another language their sentences are marked as such.
        p lang="en" { (foreign(w)) (event.summary) }
        p.guards { b { (w.t("event-caution")) } " " span lang="en" { (foreign(w)) (event.caution) } }
        @for e in group { (relation(p, e, &event.finding)) }
    }
}

/// Marks a sentence of the tables that is not in the language of the page.
fn foreign(w: &Words) -> &'static str {
    if w.lang == Lang::English { "" } else { "(en) " }
}

fn relation(p: &Page<'_>, e: &EventMatch, finding: &str) -> Markup {
    let w = &p.w;
    html! {
        p {
            span.tag { (w.word("relation", &e.relation)) } " "
            span.tag .hot[e.strength == "lead"] { (w.word("strength", &e.strength)) } " "
            span.tag { (w.word("finding", finding)) } " "
            (w.f("event-rows", &[
                ("items", &w.n(e.rows.items)), ("samples", &w.n(e.sample_count)),
            ]))
            @if let Some(f) = e.first { " " (w.f("event-first", &[("day", &f.to_string())])) }
        }
        @if !e.reasons.is_empty() {
            ul.small { @for r in &e.reasons { li { (say(w.lang.code(), r)) } } }
        }
        p.small {
            @for (i, s) in e.samples.iter().take(12).enumerate() {
                @if i > 0 { "; " } (p.sample_name(s)) " " (key(&s.key))
            }
        }
    }
}
