//! What each file brought that was not recorded before.

use std::cmp::Reverse;

use maud::{Markup, html};

use crate::analyse::{self, Alert, Alerts, Analysis, say};
use crate::report::{Page, Section, key};

/// Most alerts shown of a file.
const MOST: usize = 6;

/// In this order; within a kind the latest production first.
const KINDS: [&str; 4] = ["newest-year", "new-calibre", "new-producer", "new-sample"];

pub(super) fn alerts(p: &Page<'_>) -> Section {
    let w = &p.w;
    let all = analyse::all_alerts(p.facts, &p.scope);
    let body = html! {
        p { (w.t("alerts-intro")) }
        // The newest file first: that is what the reader has not seen. The first file has nothing before it.
        @for a in all.iter().skip(1).rev().filter(|a| !a.figures.list.is_empty()) { (file(p, a)) }
        @if let Some(first) = all.first() {
            p.small { (w.f("alerts-first", &[("name", &first.figures.name)])) }
        }
    };
    Section {
        id: "alerts",
        title: w.t("alerts").to_owned(),
        body,
    }
}

fn file(p: &Page<'_>, a: &Analysis<Alerts>) -> Markup {
    let w = &p.w;
    let counts: Vec<String> = KINDS
        .iter()
        .filter_map(|k| {
            let n = a.figures.list.iter().filter(|x| x.kind == *k).count() as u64;
            (n > 0).then(|| w.f("count", &[("what", &w.word("alerts", k)), ("n", &w.n(n))]))
        })
        .collect();
    let mut list: Vec<&Alert> = a.figures.list.iter().collect();
    list.sort_by_key(|x| {
        let kind = KINDS.iter().position(|k| *k == x.kind);
        let year = x.sample.as_ref().and_then(|s| s.year);
        (x.kind == "new-sample", Reverse(year), kind, x.value.clone())
    });
    let places = list.iter().filter(|x| x.kind != "new-sample").count().min(MOST) + MOST;
    html! {
        h3 { (a.figures.name) " " span.small { (counts.join(" · ")) } }
        table {
            thead { tr {
                th { (w.t("col-alert")) } th { (w.t("col-what")) } th.n { (w.t("col-items")) } th { (w.t("col-first")) }
                th { (w.t("col-place")) } th { (w.t("col-search")) }
            } }
            tbody { @for x in list.iter().take(places) { tr {
                td { span.tag .hot[x.kind == "newest-year"] { (w.word("alert", x.kind)) } }
                td {
                    (what(p, x))
                    @if let Some(previous) = &x.previous { " " (w.f("alert-previous", &[("year", previous)])) }
                    @if let Some(doubt) = &x.doubt { br; span.small { (say(p.w.lang.code(), doubt)) } }
                }
                td.n { (w.n(x.rows.items)) }
                td.d { @if let Some(f) = x.first { (f) } }
                td { (x.place.as_deref().unwrap_or_default()) }
                td { (w.f("alert-search", &[
                    ("items", &w.n(x.before.items)), ("same", &w.n(x.before.same_calibre)),
                ])) }
            } } }
        }
        (super::time::more_of(p, list.len(), places))
        (p.guards(a))
    }
}

fn what(p: &Page<'_>, x: &Alert) -> Markup {
    html! {
        @match (&x.sample, x.kind) {
            (Some(s), _) => { (p.sample_name(s)) " " (key(&s.key)) },
            (None, "new-calibre") => { (p.names.calibre(&x.value)) },
            (None, "new-producer") => { (p.names.producer(&x.value)) },
            _ => { (x.value) },
        }
    }
}
