//! The map of recoveries, and how chosen samples spread.

use maud::{Markup, html};

use crate::analyse::{self, Analysis, Events, Specific, Spread, Unit};
use crate::report::map::{Dot, map as draw};
use crate::report::{Page, Section, key};

/// Samples whose spread is shown.
const SAMPLES: usize = 4;
/// Rows of the tables of markers.
const MARKERS: usize = 10;

/// Countries drawn as the theatre: those asked for, or those of the recoveries.
fn theatre(p: &Page<'_>) -> Vec<String> {
    if p.options.theatre.is_empty() {
        p.data.countries.iter().take(5).cloned().collect()
    } else {
        p.options.theatre.clone()
    }
}

pub(super) fn map(p: &Page<'_>) -> Option<Section> {
    let w = &p.w;
    let most = p.data.spots.iter().map(|s| s.items).max().unwrap_or(1).max(1) as f64;
    let dots: Vec<Dot> = p
        .data
        .spots
        .iter()
        .map(|s| Dot {
            at: (s.longitude, s.latitude),
            // The area of a dot grows with the items.
            r: 1.8 + 5.2 * (s.items as f64 / most).sqrt(),
            class: "find",
            label: String::new(),
            title: w.f(
                "spot",
                &[
                    ("place", &s.place),
                    ("items", &w.n(s.items)),
                    ("rows", &w.n(s.rows)),
                ],
            ),
        })
        .collect();
    if dots.is_empty() {
        return None;
    }
    let svg = draw(w, p.outlines, &theatre(p), &dots, w.t("map"))?;
    Some(Section {
        id: "map",
        title: w.t("map").to_owned(),
        body: html! { figure { (svg) figcaption { (w.t("map-caption")) } } },
    })
}

/// Samples that an event lead names first, then those that were met with one region or group only and came elsewhere
/// later, then those with most late finds in places searched before.
fn chosen(p: &Page<'_>, events: &Analysis<Events>, specific: &Analysis<Specific>) -> Vec<String> {
    let led = events
        .figures
        .list
        .iter()
        .filter(|e| e.strength == "lead")
        .flat_map(|e| &e.samples)
        .map(|s| s.key.clone())
        .take(SAMPLES / 2);
    let expired = specific.figures.expired.iter().map(|m| m.sample.key.clone());
    let late = analyse::spread_candidates(p.facts, &p.scope, Unit::Region);
    let mut out: Vec<String> = Vec::new();
    for key in led.chain(expired).chain(late.into_iter().map(|l| l.0)) {
        if out.len() < SAMPLES && !out.contains(&key) {
            out.push(key);
        }
    }
    out
}

pub(super) fn spread(p: &Page<'_>, events: &Analysis<Events>, specific: &Analysis<Specific>) -> Section {
    let w = &p.w;
    let all: Vec<Analysis<Spread>> = chosen(p, events, specific)
        .iter()
        .map(|key| analyse::spread(p.facts, &p.scope, key, Unit::Region))
        .collect();
    let body = html! {
        p { (w.t("spread-intro")) }
        @if all.is_empty() { p { (w.t("none")) } }
        @for a in &all { (one(p, a)) }
    };
    Section {
        id: "spread",
        title: w.t("spread").to_owned(),
        body,
    }
}

fn one(p: &Page<'_>, a: &Analysis<Spread>) -> Markup {
    let w = &p.w;
    let f = &a.figures;
    let dots: Vec<Dot> = f
        .units
        .iter()
        .enumerate()
        .filter_map(|(i, u)| {
            Some(Dot {
                at: (u.longitude?, u.latitude?),
                r: 7.5,
                class: "step",
                label: (i + 1).to_string(),
                title: format!("{} · {}", u.name, u.first),
            })
        })
        .collect();
    html! {
        @if let Some(s) = &f.sample { h3 { (p.sample_name(s)) " " (key(&s.key)) } }
        @if let Some(svg) = draw(w, p.outlines, &theatre(p), &dots, w.t("spread")).filter(|_| !dots.is_empty()) {
            figure.small-map { (svg) figcaption { (w.t("spread-caption")) } }
        }
        table {
            thead { tr {
                th.n {} th { (w.t("col-region")) } th { (w.t("col-first")) } th { (w.t("col-last")) }
                th.n { (w.t("col-incidents")) } th.n { (w.t("col-items")) } th.n { (w.t("col-km")) }
                th.n { (w.t("col-searched")) }
            } }
            tbody { @for (i, u) in f.units.iter().enumerate() { tr {
                td.n { (i + 1) } td { (u.name) } td.d { (u.first) } td.d { (u.last) } td.n { (w.n(u.incidents)) }
                td.n { (w.n(u.rows.items)) }
                td.n { @if let Some(km) = u.km_from_first { (format!("{km:.0}")) } }
                td.n { (w.n(u.searched_before)) }
            } } }
        }
        (p.guards(a))
    }
}

pub(super) fn specific(p: &Page<'_>, a: &Analysis<Specific>) -> Section {
    let w = &p.w;
    let table = |list: &[analyse::Marker]| {
        html! {
            table {
                thead { tr {
                    th { (w.t("col-sample")) } th { (w.t("col-only")) } th { (w.t("col-window")) }
                    th.n { (w.t("col-items")) } th.n { (w.t("col-elsewhere")) } th { (w.t("col-expired")) }
                } }
                tbody { @for m in list.iter().take(MARKERS) { tr {
                    td { (p.sample_name(&m.sample)) " " (key(&m.sample.key)) } td { (m.with) }
                    td.d { (m.from) " – " (m.until) } td.n { (w.n(m.rows.items)) } td.n { (w.n(m.elsewhere_searched)) }
                    td { @if let Some(e) = &m.seen_elsewhere { (e.first) " " (e.with) } }
                } } }
            }
            (super::time::more_of(p, list.len(), MARKERS))
        }
    };
    let body = html! {
        @if !a.figures.holding.is_empty() { h3 { (w.t("specific-holding")) } (table(&a.figures.holding)) }
        @if !a.figures.expired.is_empty() { h3 { (w.t("specific-expired")) } (table(&a.figures.expired)) }
        @if a.figures.holding.is_empty() && a.figures.expired.is_empty() { p { (w.t("none")) } }
    };
    p.section("specific", a, &body)
}
