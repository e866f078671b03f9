//! Recovery against production: the timeline, the lag, production after a cutoff.

use maud::html;

use crate::analyse::{Analysis, Cutoff, FirstRecorded, Lag, say};
use crate::report::chart::{Mark, timeline as chart};
use crate::report::{Page, Section, key, year_of};

/// Most rows of a table in the text; the analyses give all.
const ROWS: usize = 20;
/// Years between production and recovery up to which a sample is drawn as recent.
const RECENT: i32 = 5;

pub(super) fn timeline(p: &Page<'_>, a: &Analysis<FirstRecorded>) -> Section {
    let w = &p.w;
    let marks: Vec<Mark> = a
        .figures
        .list
        .iter()
        .filter_map(|f| {
            let made = f.sample.year?;
            let recent = f.first.from.0.year() - made <= RECENT;
            Some(Mark {
                recovered: year_of(f.first.from.0),
                made,
                class: if recent { "recent" } else { "old" },
                title: format!("{} · {} · {}", p.sample_name(&f.sample), f.sample.key, f.first),
            })
        })
        .collect();
    let cutoff = p.options.cutoff.map(year_of);
    let day = p.options.cutoff.map(|d| d.to_string()).unwrap_or_default();
    let after = w.f("after-cutoff", &[("day", &day)]);
    let words = [
        w.t("axis-recovered"),
        w.t("axis-made"),
        w.t("axis-same"),
        after.as_str(),
    ];
    let body = html! {
        @if let Some(svg) = chart(&marks, cutoff, words) {
            figure { (svg) figcaption { (w.f("timeline-caption", &[("years", &RECENT.to_string())])) } }
        }
    };
    p.section("timeline", a, &body)
}

pub(super) fn lag(p: &Page<'_>, a: &Analysis<Lag>) -> Section {
    let w = &p.w;
    let body = html! {
        ul { @for within in &a.figures.within { li { (w.f("lag-within", &[
            ("months", &within.months.to_string()), ("surely", &w.n(within.surely.samples)),
            ("possibly", &w.n(within.possibly.samples)),
        ])) } } }
        table {
            thead { tr {
                th { (w.t("col-sample")) } th.n { (w.t("col-lag")) } th { (w.t("col-first")) } th { (w.t("col-place")) }
                th { (w.t("col-incident")) }
            } }
            tbody { @for l in a.figures.list.iter().take(ROWS) { tr {
                td { (p.sample_name(&l.sample)) " " (key(&l.sample.key)) }
                td.n { (l.least) "–" (l.most) } td.d { (l.recovered) }
                td { (l.place.as_deref().unwrap_or_default()) } td { (l.incident.as_deref().unwrap_or_default()) }
            } } }
        }
        (more(p, a.figures.list.len()))
    };
    p.section("lag", a, &body)
}

pub(super) fn cutoff(p: &Page<'_>, a: &Analysis<Cutoff>) -> Section {
    let w = &p.w;
    let f = &a.figures;
    let body = html! {
        p { (w.f("cutoff-counts", &[
            ("day", &f.cutoff.to_string()), ("certain", &w.n(f.certain.samples)),
            ("certain-items", &w.n(f.certain.rows.items)), ("possible", &w.n(f.possible.samples)),
            ("no", &w.n(f.no.samples)), ("unknown", &w.n(f.unknown.samples)),
        ])) }
        @if !f.list.is_empty() { table {
            thead { tr {
                th { (w.t("col-sample")) } th { (w.t("col-verdict")) } th.n { (w.t("col-items")) }
                th { (w.t("col-first")) } th { (w.t("col-why")) }
            } }
            tbody { @for c in f.list.iter().take(2 * ROWS) { tr {
                td { (p.sample_name(&c.sample)) " " (key(&c.sample.key)) }
                td { span.tag .hot[c.verdict == "certain"] { (w.word("verdict", c.verdict)) } }
                td.n { (w.n(c.rows.items)) }
                td.d { @if let Some(d) = c.first { (d) } }
                td { @for r in &c.reasons { (say(w.lang.code(), r)) " " } }
            } } }
        } }
        (more_of(p, f.list.len(), 2 * ROWS))
    };
    p.section("cutoff", a, &body)
}

/// A line for what a table leaves out.
fn more(p: &Page<'_>, all: usize) -> maud::Markup {
    more_of(p, all, ROWS)
}

pub(super) fn more_of(p: &Page<'_>, all: usize, shown: usize) -> maud::Markup {
    html! { @if all > shown {
        p.small { (p.w.f("more", &[("shown", &p.w.n(shown as u64)), ("all", &p.w.n(all as u64))])) }
    } }
}
