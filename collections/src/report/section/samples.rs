//! The table of samples, each with its headstamp drawn.

use headstamp_core::notation::Marking;
use maud::{Markup, html};

use crate::analyse::{Analysis, SampleCount, Samples};
use crate::draw::{Words, svg};
use crate::report::{Page, Section, key};

/// Most samples of the table: a page with more is of no use on paper.
const ROWS: usize = 1000;

pub(super) fn samples(p: &Page<'_>, a: &Analysis<Samples>) -> Section {
    let w = &p.w;
    let body = html! {
        p { (w.t("samples-intro")) }
        div.wide { table {
            thead { tr {
                th { (w.t("col-drawn")) } th { (w.t("col-sample")) } th { (w.t("col-producer")) }
                th { (w.t("col-state")) } th { (w.t("col-made")) } th { (w.t("col-known")) }
                th.n { (w.t("col-items")) } th.n { (w.t("col-incidents")) } th { (w.t("col-first-last")) }
            } }
            tbody { @for s in a.figures.list.iter().take(ROWS) { (row(p, s)) } }
        } }
        (super::time::more_of(p, a.figures.list.len(), ROWS))
    };
    p.section("samples", a, &body)
}

fn row(p: &Page<'_>, s: &SampleCount) -> Markup {
    let w = &p.w;
    let i = &s.sample;
    let made = i
        .year
        .map(|y| y.to_string())
        .or_else(|| i.made.map(|m| m.to_string()));
    html! { tr {
        td.head { (head(p, &i.key)) }
        td { (key(&i.key)) }
        td { (i.producer_name.as_deref().unwrap_or(w.t("producer-open"))) }
        td { (i.state.as_deref().map_or_else(|| w.t("state-open").to_owned(), |s| p.names.state(s))) }
        td.d { (made.as_deref().unwrap_or(w.t("year-open"))) }
        td {
            (w.word("status", &i.status))
            @if let Some(share) = i.probability { " " (w.percent(share)) }
            @if let Some(basis) = &i.basis { br; span.small { (w.word("basis", basis)) } }
        }
        td.n {
            (w.n(s.rows.items))
            @if !s.others.is_empty() { br; span.small { "+" (w.n(s.others.items)) } }
        }
        td.n { (w.n(s.incidents)) }
        td.d { @if let (Some(a), Some(b)) = (s.first, s.last) { (a) @if a != b { br; (b) } } }
    } }
}

/// The sample as it was most often written down.
fn head(p: &Page<'_>, key: &str) -> Markup {
    let marking = p.data.marks.get(key).and_then(|m| Marking::parse(m).ok());
    let symbol = |name: &str| p.tables.symbol(name).map(ToOwned::to_owned);
    let words = Words {
        no_positions: p.w.t("no-positions"),
        blank: p.w.t("blank"),
    };
    html! { @if let Some(m) = marking { (svg(&m, &symbol, words)) } }
}
