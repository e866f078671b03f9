//! A collection as one page: offline, printable, readable without scripts.
//!
//! Every figure is one of [`crate::analyse`], shown with its guards; nothing is counted anew here but what only a
//! picture needs (where dots stand on the map, how a sample was most often written down). The page holds no clock and no
//! machine: the same collection, tables and options give the same bytes.
//!
//! - `section`: the parts of the page. `chart`, `map`: its drawings. `data`: what is read beside the analyses.
//! - `words`, `names`: the languages.

mod chart;
mod data;
mod map;
mod names;
mod section;
mod svg;
mod words;

use headstamp_core::date::Day;
use headstamp_core::tables::Tables;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::analyse::{Analysis, Facts, Scope, say};
use crate::error::Error;
use crate::store::Collection;

use map::Outlines;
use names::Names;
use words::Words;

pub use words::Lang;

/// What is asked of a report.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Production after this day is listed.
    pub cutoff: Option<Day>,
    /// Countries of recovery, by id; none for everywhere.
    pub theatre: Vec<String>,
    /// Rows with these words in `fired_by`, `not-recorded` or `all`; none for attackers.
    pub fired_by: Vec<String>,
    /// The language.
    pub lang: Lang,
}

/// What is done at the moment, for who waits.
pub type Steps<'a> = &'a dyn Fn(&'static str);

/// The report as HTML. `step` is told what begins.
///
/// # Errors
/// When the collection cannot be read.
pub fn html(
    collection: &Collection,
    tables: Tables<'_>,
    options: &Options,
    step: Steps<'_>,
) -> Result<String, Error> {
    step("rows");
    let facts = Facts::read(collection)?;
    step("marks and places");
    let outlines = Outlines::read();
    let w = Words::new(options.lang);
    let mut scope = Scope {
        theatre: options.theatre.clone(),
        ..Scope::default()
    };
    if !options.fired_by.is_empty() {
        scope.fired_by.clone_from(&options.fired_by);
    }
    let page = Page {
        names: Names::new(tables, &w, &outlines),
        data: data::Data::read(collection, &scope)?,
        w,
        tables,
        outlines: &outlines,
        facts: &facts,
        scope,
        options,
        collection,
        step,
    };
    Ok(page.html()?.into_string())
}

/// What every section needs.
struct Page<'a> {
    w: Words,
    names: Names<'a>,
    tables: Tables<'a>,
    outlines: &'a Outlines,
    facts: &'a Facts,
    scope: Scope,
    options: &'a Options,
    collection: &'a Collection,
    data: data::Data,
    step: Steps<'a>,
}

/// A part of the page.
struct Section {
    id: &'static str,
    title: String,
    body: Markup,
}

impl Page<'_> {
    fn html(&self) -> Result<Markup, Error> {
        let info = self.collection.info()?;
        let title = if info.title.is_empty() {
            self.w.t("untitled")
        } else {
            &info.title
        };
        let (summary, sections) = section::all(self)?;
        Ok(html! {
            (DOCTYPE)
            html lang=(self.w.lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content={ "headstamp " (env!("CARGO_PKG_VERSION")) };
                    title { (self.w.t("report")) ": " (title) }
                    style { (PreEscaped(include_str!("page.css"))) }
                    // On every printed page: in its margin where the browser can, at every heading in any case.
                    @if self.facts.synthetic() { style { (PreEscaped(
                        "@page { @top-center { content: 'SYNTHETIC'; color: #9c2f1c; font: 700 9pt sans-serif; } }"
                    )) } }
                }
                body {
                    @if self.facts.synthetic() { div.banner { (self.w.t("synthetic")) } }
                    header.top {
                        h1 { (title) }
                        p.meta { (self.w.f("made-of", &[
                            ("id", &info.id), ("head", info.head.get(..16).unwrap_or(&info.head)),
                            ("entries", &self.w.n(info.entries)),
                        ])) }
                        @if !self.options.theatre.is_empty() {
                            @let names: Vec<String> =
                                self.options.theatre.iter().map(|t| self.names.state(t)).collect();
                            p.meta { (self.w.f("theatre", &[("names", &names.join(", "))])) }
                        }
                        nav { ol { @for s in &sections { li { a href={ "#" (s.id) } { (s.title) } } } } }
                    }
                    main {
                        (summary)
                        @for s in &sections { section id=(s.id) {
                            h2 {
                                (s.title)
                                @if self.facts.synthetic() { " " span.tag.hot { "SYNTHETIC" } }
                            }
                            (s.body)
                        } }
                    }
                    footer {
                        p { (self.w.t("footer")) }
                        p.hash { (self.w.f("footer-head", &[("head", &info.head)])) }
                    }
                }
            }
        })
    }

    /// A section with the guards and refusals of its analysis under it.
    fn section<T>(&self, id: &'static str, analysis: &Analysis<T>, body: &Markup) -> Section {
        Section {
            id,
            title: self.w.t(id).to_owned(),
            body: html! { (body) (self.guards(analysis)) },
        }
    }

    fn guards<T>(&self, analysis: &Analysis<T>) -> Markup {
        let all: Vec<String> = analysis
            .refused
            .iter()
            .chain(&analysis.guards)
            .map(|s| say(self.w.lang.code(), s))
            .collect();
        html! { @if !all.is_empty() { div.guards { @for s in &all { p { (s) } } } } }
    }

    /// `China, 2011` for a sample, or what is known of it.
    fn sample_name(&self, s: &crate::analyse::SampleInfo) -> String {
        let calibre = s
            .calibre
            .as_deref()
            .map(|c| self.names.calibre(c))
            .unwrap_or_default();
        let state = s
            .state
            .as_deref()
            .map_or_else(|| self.w.t("state-open").to_owned(), |s| self.names.state(s));
        let year = s
            .year
            .map_or_else(|| self.w.t("year-open").to_owned(), |y| y.to_string());
        [calibre, state, year]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// A sample key or an id: each part by itself, so that a part in a script from the right does not carry others along.
fn key(text: &str) -> Markup {
    html! { span.key {
        @for (i, part) in text.split('|').enumerate() { @if i > 0 { "|" wbr; } bdi { (part) } }
    } }
}

/// A day as a year with its part, for an axis.
fn year_of(day: Day) -> f64 {
    let (year, month, d) = day.ymd();
    f64::from(year) + (f64::from(month) - 1.0 + (f64::from(d) - 1.0) / 31.0) / 12.0
}
