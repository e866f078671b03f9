//! Decades and states of production.

use maud::html;

use crate::analyse::{Analysis, Producers};
use crate::report::chart::{Column, columns};
use crate::report::{Page, Section};

pub(super) fn decades(p: &Page<'_>, a: &Analysis<Producers>) -> Section {
    let w = &p.w;
    let list: Vec<Column> = a
        .figures
        .decades
        .iter()
        .map(|d| Column {
            name: w.f("decade", &[("year", &d.decade.to_string())]),
            value: d.samples,
            title: w.f(
                "decade-title",
                &[
                    ("year", &d.decade.to_string()),
                    ("samples", &w.n(d.samples)),
                    ("items", &w.n(d.rows.items)),
                ],
            ),
        })
        .collect();
    let body = html! {
        figure {
            (columns(w, &list, w.t("samples-axis"), w.t("decades")))
            figcaption { (w.f("decades-caption", &[("open", &w.n(a.figures.unclear_decade.samples))])) }
        }
    };
    Section {
        id: "decades",
        title: w.t("decades").to_owned(),
        body,
    }
}

pub(super) fn states(p: &Page<'_>, a: &Analysis<Producers>) -> Section {
    let w = &p.w;
    let top = a
        .figures
        .states
        .iter()
        .map(|s| s.samples)
        .max()
        .unwrap_or(1)
        .max(1);
    let body = html! {
        table {
            thead { tr {
                th { (w.t("col-state")) } th {} th.n { (w.t("col-samples")) } th.n { (w.t("col-producers")) }
                th.n { (w.t("col-items")) } th { (w.t("col-years")) }
            } }
            tbody {
                @for s in &a.figures.states { tr {
                    td { (p.names.state(&s.state)) }
                    td.bar { i style={ "width:" (100 * s.samples / top) "%" } {} }
                    td.n { (w.n(s.samples)) } td.n { (w.n(s.producers)) } td.n { (w.n(s.rows.items)) }
                    td.d { @if let (Some(a), Some(b)) = (s.first_year, s.last_year) { (a) @if a != b { "–" (b) } } }
                } }
                @if a.figures.unclear_state.samples > 0 { tr {
                    td { (w.t("state-open")) } td {} td.n { (w.n(a.figures.unclear_state.samples)) } td {}
                    td.n { (w.n(a.figures.unclear_state.rows.items)) } td {}
                } }
            }
        }
        p.small { (w.t("states-note")) }
    };
    p.section("states", a, &body)
}
