//! The summary: what is in the collection, in words and figures.

use maud::{Markup, html};

use crate::analyse::{Analysis, Cutoff, Events, Links, Producers, Samples};
use crate::report::Page;
use crate::report::names::CONTINUED;

pub(super) fn summary(
    p: &Page<'_>,
    samples: &Analysis<Samples>,
    producers: &Analysis<Producers>,
    links: &Analysis<Links>,
    events: &Analysis<Events>,
    cutoff: Option<&Analysis<Cutoff>>,
) -> Markup {
    let w = &p.w;
    let base = &samples.base;
    let states = states(producers);
    let keys = [
        (base.counted.items, "key-items"),
        (samples.figures.samples, "key-samples"),
        (states, "key-states"),
        (base.incidents, "key-incidents"),
    ];
    html! {
        div.keys { @for (n, key) in keys { div { b { (w.n(n)) } span { (w.t(key)) } } } }
        ul {
            li { (w.f("sum-items", &[
                ("items", &w.n(base.counted.items)), ("rows", &w.n(base.counted.rows)),
                ("incidents", &w.n(base.incidents)),
            ])) @if let Some(r) = base.recovered { " " (w.f("sum-period", &[
                ("from", &r.from.to_string()), ("to", &r.to.to_string()),
            ])) } }
            li { (w.f("sum-samples", &[
                ("samples", &w.n(samples.figures.samples)), ("unclear", &w.n(samples.figures.unclear)),
                ("open", &w.n(producers.figures.unclear_state.samples)),
            ])) }
            li { (origin(p, producers, states)) }
            @if let Some(c) = cutoff {
                li { (w.f("sum-cutoff", &[
                    ("day", &c.figures.cutoff.to_string()), ("certain", &w.n(c.figures.certain.samples)),
                    ("possible", &w.n(c.figures.possible.samples)),
                ])) }
            }
            li { (w.f("sum-links", &[
                ("links", &w.n(links.figures.found)), ("common", &w.n(links.figures.common.len() as u64)),
                ("chance", &format!("{:.1}", links.figures.by_chance)),
            ])) }
            @let leads = events.figures.list.iter().filter(|e| e.strength != "ruled-out").count();
            li { (w.f("sum-events", &[("events", &w.n(leads as u64))])) }
            @for line in &base.others {
                li { (w.f("sum-others", &[("items", &w.n(line.rows.items)), ("who", &w.word("who", &line.what))])) }
            }
            @for line in &base.left_out {
                li { (w.f("sum-left", &[("rows", &w.n(line.rows.rows)), ("why", &w.word("left", &line.what))])) }
            }
        }
        div.guards { p { (w.t("sum-guard-producer")) } p { (w.t("sum-guard-recorded")) } }
        (p.guards(samples))
    }
}

/// How many states, a state and the one that continues it counted once.
fn states(producers: &Analysis<Producers>) -> u64 {
    let has = |id: &str| producers.figures.states.iter().any(|s| s.state == id);
    let twice = CONTINUED.iter().filter(|(a, b)| has(a) && has(b)).count();
    producers.figures.states.len().saturating_sub(twice) as u64
}

/// The two origins with most samples, a state and the one that continues it together.
fn origin(p: &Page<'_>, producers: &Analysis<Producers>, states: u64) -> String {
    let w = &p.w;
    let mut list: Vec<(String, u64)> = Vec::new();
    for s in &producers.figures.states {
        let former = CONTINUED.iter().find(|(_, b)| *b == s.state).map(|(a, _)| *a);
        let name = p.names.state(&s.state);
        let with = former.map(|f| p.names.state(f));
        match with.and_then(|f| list.iter_mut().find(|(n, _)| *n == f)) {
            Some(entry) => {
                entry.0 = format!("{}/{name}", entry.0);
                entry.1 += s.samples;
            }
            None => list.push((name, s.samples)),
        }
    }
    list.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let top: Vec<&(String, u64)> = list.iter().take(2).collect();
    let sum: u64 = top.iter().map(|t| t.1).sum();
    let all: u64 = list.iter().map(|t| t.1).sum();
    let names: Vec<&str> = top.iter().map(|t| t.0.as_str()).collect();
    if names.is_empty() {
        return w.t("sum-no-state").to_owned();
    }
    w.f(
        "sum-states",
        &[
            ("states", &w.n(states)),
            ("names", &names.join(w.t("and"))),
            ("sum", &w.n(sum)),
            ("all", &w.n(all)),
        ],
    )
}
