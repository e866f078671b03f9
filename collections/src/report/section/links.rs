//! Links between incidents: the picture, the strongest ones with the samples that make them, what makes no link.

use maud::html;

use crate::analyse::{Analysis, Link, Links, say};
use crate::report::chart::links as chart;
use crate::report::{Page, Section, key};

/// Most links drawn: more is no picture but a stain.
const DRAWN: usize = 150;
/// Rows of the table.
const ROWS: usize = 25;

pub(super) fn links(p: &Page<'_>, a: &Analysis<Links>) -> Section {
    let w = &p.w;
    let f = &a.figures;
    let drawn: &[Link] = f.links.get(..DRAWN.min(f.links.len())).unwrap_or_default();
    let body = html! {
        p { (w.f("links-intro", &[
            ("incidents", &w.n(f.incidents)), ("samples", &w.n(f.samples)), ("items", &w.n(f.items)),
            ("found", &w.n(f.found)), ("weak", &w.n(f.weak)), ("chance", &format!("{:.1}", f.by_chance)),
        ])) }
        @if let Some(svg) = chart(drawn, w.t("no-region"), w.t("links")) {
            figure { (svg) figcaption { (w.f("links-caption", &[
                ("drawn", &w.n(drawn.len() as u64)), ("found", &w.n(f.found)),
            ])) } }
        }
        @if !f.links.is_empty() { div.wide { table {
            thead { tr {
                th { (w.t("col-incidents")) } th { (w.t("col-grade")) } th { (w.t("col-shared")) }
                th.n { (w.t("col-days")) } th.n { (w.t("col-km")) }
            } }
            tbody { @for l in f.links.iter().take(ROWS) { tr {
                td.d { (l.a.incident) br; (l.b.incident) }
                td { span.tag .hot[l.grade == "several"] { (w.word("grade", l.grade)) } }
                td { @for s in &l.shared {
                    div { (key(&s.sample.key)) " " span.small { (w.f("link-shared", &[
                        ("incidents", &w.n(s.incidents)), ("a", &w.n(s.a.items)), ("b", &w.n(s.b.items)),
                    ])) } }
                }
                    div.small { @for r in &l.reasons { (say(w.lang.code(), r)) " " } }
                }
                td.n { @if let Some(d) = l.days_apart { (d) } }
                td.n { @if let Some(km) = l.km_apart { (format!("{km:.0}")) } }
            } } }
        } } }
        (super::time::more_of(p, f.links.len(), ROWS))
        @if !f.common.is_empty() {
            h3 { (w.t("links-common")) }
            p { (w.t("links-common-why")) }
            ul.small { @for c in f.common.iter().take(ROWS) { li {
                (p.sample_name(&c.sample)) " " (key(&c.sample.key)) " – "
                (w.f("in-incidents", &[("n", &w.n(c.incidents))]))
            } } }
            (super::time::more_of(p, f.common.len(), ROWS))
        }
        @if !f.subtracted.is_empty() {
            p { (w.f("links-subtracted", &[("n", &w.n(f.subtracted.len() as u64))])) }
        }
    };
    p.section("links", a, &body)
}
