//! What is doubtful about the record, how the page was made, and what it rests on.

use std::collections::{BTreeMap, BTreeSet};

use headstamp_core::render::cite;
use headstamp_core::tables::model::Basis;
use maud::html;
use serde_json::Value;

use crate::analyse::{self, Analysis, Events, Producers, say};
use crate::error::Error;
use crate::report::{Page, Section};

/// Warnings shown.
const WARNINGS: usize = 15;

pub(super) fn quality(p: &Page<'_>) -> Result<Section, Error> {
    let w = &p.w;
    let a = analyse::quality(p.collection, p.facts, &p.scope)?;
    let f = &a.figures;
    let body = html! {
        @if f.list.is_empty() && f.warnings.is_empty() { p { (w.t("none")) } }
        ul { @for c in &f.list { li {
            (say(w.lang.code(), &c.about)) " "
            span.small { (w.f("rows-of", &[("rows", &w.n(c.rows.rows)), ("items", &w.n(c.rows.items))])) }
            @if let Some(e) = c.examples.first() { br; span.small { (say(w.lang.code(), &e.text)) } }
        } } }
        @if !f.warnings.is_empty() {
            h3 { (w.t("warnings")) }
            table {
                thead { tr { th { (w.t("col-column")) } th { (w.t("col-why")) } th.n { (w.t("col-rows")) } } }
                tbody { @for x in f.warnings.iter().take(WARNINGS) { tr {
                    td { (x.column) } td lang="en" { (x.reason) } td.n { (w.n(x.count)) }
                } } }
            }
            (super::time::more_of(p, f.warnings.len(), WARNINGS))
        }
    };
    Ok(p.section("quality", &a, &body))
}

pub(super) fn methods(p: &Page<'_>) -> Result<Section, Error> {
    let w = &p.w;
    let info = p.collection.info()?;
    let sources = p.collection.sources()?;
    let last: Value = p
        .data
        .versions
        .last()
        .and_then(|v| serde_json::from_str(v).ok())
        .unwrap_or_default();
    let text = |v: &Value, name: &str| v.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let plugins = last
        .get("plugins")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let body = html! {
        ul { @for i in 1..=8 { li { (w.t(&format!("method-{i}"))) } } }
        h3 { (w.t("limits")) }
        ul { @for i in 1..=8 { li { (w.t(&format!("limit-{i}"))) } } }
        h3 { (w.t("versions")) }
        p.small { (w.f("versions-of", &[
            ("program", &text(&last, "headstamp")), ("data", &text(&last, "data")),
            ("sets", &w.n(p.data.versions.len() as u64)),
        ])) }
        ul.small { @for x in &plugins { li {
            (text(x, "id")) " " (text(x, "version")) " " span.hash { (text(x, "sha256")) } " " (text(x, "origin"))
        } } }
        h3 { (w.t("files")) }
        div.wide { table {
            thead { tr { th.n {} th { (w.t("col-file")) } th.n { (w.t("col-rows")) } th { (w.t("col-added")) } th { "SHA-256" } } }
            tbody { @for s in &sources { tr {
                td.n { (s.id) } td { (s.name) } td.n { (w.n(s.rows)) } td.d { (s.added_at) " " (s.added_by) }
                td.hash.small { (s.sha256) }
            } } }
        } }
        p.small { (w.f("rows-all", &[
            ("records", &w.n(info.records)), ("identified", &w.n(info.identified)),
            ("unanswered", &w.n(info.unanswered)), ("held", &w.n(info.held)),
        ])) }
    };
    Ok(Section {
        id: "methods",
        title: w.t("methods").to_owned(),
        body,
    })
}

/// The sources of the marks of all producers named, and of the events.
pub(super) fn sources(p: &Page<'_>, producers: &Analysis<Producers>, events: &Analysis<Events>) -> Section {
    let w = &p.w;
    let named: BTreeSet<&str> = producers
        .figures
        .producers
        .iter()
        .map(|x| x.producer.as_str())
        .collect();
    let mut cited: BTreeMap<String, String> = BTreeMap::new();
    let mut bare: BTreeSet<&str> = named.clone();
    for mark in p.tables.set().marks.iter() {
        let Some(producer) = p.tables.producer(mark.producer.to_native()) else {
            continue;
        };
        if !named.contains(producer.id.as_str()) || mark.basis.get() != Basis::Documented {
            continue;
        }
        bare.remove(producer.id.as_str());
        for s in mark.sources.iter().filter_map(|s| p.tables.source(s.to_native())) {
            cited.insert(s.id.to_string(), cite(s));
        }
    }
    let shown = events.figures.list.iter().filter(|e| e.strength != "ruled-out");
    for id in shown.flat_map(|e| p.names.event(&e.event).sources) {
        if let Some(s) = p.tables.source_by_id(&id) {
            cited.insert(id, cite(s));
        }
    }
    let body = html! {
        p { (w.t("sources-intro")) }
        ol.small { @for line in cited.values() { li { (line) } } }
        p.small { (w.f("sources-bare", &[
            ("bare", &w.n(bare.len() as u64)), ("named", &w.n(named.len() as u64)),
        ])) }
        p.small { (w.t("outlines")) }
    };
    Section {
        id: "sources",
        title: w.t("sources").to_owned(),
        body,
    }
}
