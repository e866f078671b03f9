//! `producers`, `events`, `sources`, `calibres`: reading the tables.

use std::io::Write;
use std::sync::Arc;

use headstamp_core::render::{bounds, cite};
use headstamp_core::tables::Tables;
use headstamp_core::tables::model::{ArchivedMarkRow, ArchivedProducer, ArchivedYears};
use serde_json::{Value, json};

use crate::args::{Browse, BrowseWhat, Global, ItemFormat};
use crate::data::Data;
use crate::exit::{Failure, Outcome};
use crate::text::layout::{STRONG, isolate, paint, paragraph, width};

/// One thing to browse: how it is listed, shown and searched.
struct Entry {
    id: String,
    line: String,
    country: String,
    /// Everything that is searched.
    words: String,
    page: String,
    json: Value,
}

fn run(global: &Global, browse: &Browse, what: &str, entries: impl Fn(&Tables<'_>) -> Vec<Entry>) -> Outcome {
    let data = Arc::new(Data::load(global)?);
    let tables = data.tables()?;
    let all = entries(&tables);
    let chosen: Vec<&Entry> = match browse
        .what
        .as_ref()
        .unwrap_or(&BrowseWhat::List { country: None })
    {
        BrowseWhat::List { country: None } => all.iter().collect(),
        BrowseWhat::List { country: Some(cc) } => {
            let id = super::observe::country(&tables, cc).ok_or_else(|| {
                Failure::usage(format!(
                    "“{cc}” is no state of the tables; give the ISO code, for example CN"
                ))
            })?;
            all.iter().filter(|e| e.country == id).collect()
        }
        BrowseWhat::Show { id } => {
            let Some(found) = all.iter().find(|e| e.id.eq_ignore_ascii_case(id)) else {
                let near = headstamp_core::diagnostic::nearest(id, all.iter().map(|e| e.id.as_str()));
                let hint = near.map_or_else(
                    || format!("headstamp {what} search …"),
                    |n| format!("did you mean {n}?"),
                );
                return Err(Failure::usage(format!(
                    "there is no {} “{id}”; {hint}",
                    what.trim_end_matches('s')
                )));
            };
            return show(browse.format, found);
        }
        BrowseWhat::Search { words } => {
            let words: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
            all.iter()
                .filter(|e| words.iter().all(|w| e.words.contains(w.as_str())))
                .collect()
        }
    };
    let mut out = anstream::stdout().lock();
    if browse.format == ItemFormat::Text {
        for e in &chosen {
            let mut text = String::new();
            paragraph(&mut text, width(), 0, 4, &format!("{}  {}", e.id, e.line));
            let painted = text.replacen(&e.id, &paint(STRONG, &e.id), 1);
            write!(out, "{painted}")?;
        }
        if chosen.is_empty() {
            writeln!(out, "nothing found")?;
        }
    } else {
        let list: Vec<&Value> = chosen.iter().map(|e| &e.json).collect();
        writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
    }
    Ok(0)
}

fn show(format: ItemFormat, e: &Entry) -> Outcome {
    if format == ItemFormat::Text {
        anstream::print!("{}\n{}", paint(STRONG, &e.id), e.page);
    } else {
        println!("{}", serde_json::to_string_pretty(&e.json)?);
    }
    Ok(0)
}

/// Lines of a page: a label and its text, wrapped.
struct Page(String);

impl Page {
    fn line(&mut self, label: &str, text: &str) -> &mut Self {
        if !text.is_empty() {
            paragraph(&mut self.0, width(), 2, 2, &format!("{label}: {text}"));
        }
        self
    }
}

fn list<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items
        .into_iter()
        .map(|i| i.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

fn state_id(t: &Tables<'_>, index: u16) -> String {
    t.state(index).map_or_else(String::new, |s| s.id.to_string())
}

fn source_ids<'a>(t: &'a Tables<'_>, ids: impl Iterator<Item = u16> + 'a) -> Vec<String> {
    ids.filter_map(|i| t.source(i))
        .map(|s| s.id.to_string())
        .collect()
}

pub(crate) fn producers(global: &Global, browse: &Browse) -> Outcome {
    run(global, browse, "producers", |t| {
        let set = t.set();
        (0u32..)
            .zip(set.producers.iter())
            .map(|(i, p)| {
                let marks: Vec<&ArchivedMarkRow> = set.marks.iter().filter(|m| m.producer == i).collect();
                producer(t, p, &marks)
            })
            .collect()
    })
}

fn producer(t: &Tables<'_>, p: &ArchivedProducer, marks: &[&ArchivedMarkRow]) -> Entry {
    let country = state_id(t, p.country.to_native());
    let place = p.place.as_ref().map(ToString::to_string).unwrap_or_default();
    let stamped = list(marks.iter().map(|m| isolate(&m.text)));
    let mut page = Page(String::new());
    page.line("name", &p.name)
        .line("also", &list(p.names.iter()))
        .line("place", &place)
        .line("country of today", &country)
        .line("existed", &p.exists.as_ref().map(years).unwrap_or_default())
        .line("note", &p.note)
        .line(
            "superseded by",
            p.superseded_by.as_ref().map_or("", |s| s.as_str()),
        );
    for m in marks {
        paragraph(
            &mut page.0,
            width(),
            2,
            2,
            &format!("mark “{}” ({})", isolate(&m.text), m.basis.get().name()),
        );
        let calibres = list(m.calibres.iter().map(|c| t.calibre_id(c.to_native()).to_owned()));
        let state = state_id(t, m.state.to_native());
        let sources = list(source_ids(t, m.sources.iter().map(|s| s.to_native())));
        let shared = list(
            m.shared_with
                .iter()
                .filter_map(|s| t.producer(s.to_native()))
                .map(|p| p.id.to_string()),
        );
        for (label, text) in [
            ("state then", state),
            ("calibres", calibres),
            ("years", m.years.as_ref().map(years).unwrap_or_default()),
            ("also used by", shared),
            ("sources", sources),
            ("note", m.note.to_string()),
        ] {
            if !text.is_empty() {
                paragraph(&mut page.0, width(), 6, 2, &format!("{label}: {text}"));
            }
        }
    }
    let json = json!({
        "id": p.id.as_str(), "name": p.name.as_str(), "names": p.names.iter().map(|n| n.as_str()).collect::<Vec<_>>(),
        "place": p.place.as_ref().map(|s| s.as_str()), "country": country, "note": p.note.as_str(),
        "marks": marks.iter().map(|m| json!({
            "text": m.text.as_str(), "basis": m.basis.get().name(),
            "calibres": m.calibres.iter().map(|c| t.calibre_id(c.to_native())).collect::<Vec<_>>(),
            "years": m.years.as_ref().map(bounds),
            "sources": source_ids(t, m.sources.iter().map(|s| s.to_native())),
            "note": m.note.as_str(),
        })).collect::<Vec<_>>(),
    });
    Entry {
        id: p.id.to_string(),
        line: format!(
            "{}{}  {stamped}",
            p.name,
            if place.is_empty() {
                String::new()
            } else {
                format!(", {place}")
            }
        ),
        words: format!(
            "{} {} {} {place} {country} {stamped} {}",
            p.id,
            p.name,
            list(p.names.iter()),
            p.note
        )
        .to_lowercase(),
        country,
        page: page.0,
        json,
    }
}

fn years(y: &ArchivedYears) -> String {
    format!("{} ({})", bounds(y), y.basis.get().name())
}

pub(crate) fn events(global: &Global, browse: &Browse) -> Outcome {
    run(global, browse, "events", |t| {
        t.set()
            .events
            .iter()
            .map(|row| {
                let e = row.whole();
                let date = e
                    .date
                    .as_ref()
                    .map_or_else(String::new, |d| match (&d.from, &d.to) {
                        (Some(f), Some(to)) if f == to => f.clone(),
                        (f, to) => format!(
                            "{} to {}",
                            f.as_deref().unwrap_or("?"),
                            to.as_deref().unwrap_or("?")
                        ),
                    });
                let materiel = |list: &[headstamp_core::tables::source::Materiel]| {
                    list.iter()
                        .map(|m| {
                            let years = m
                                .years
                                .as_ref()
                                .map_or_else(String::new, |y| match (y.from, y.to) {
                                    (Some(a), Some(b)) if a == b => a.to_string(),
                                    (a, b) => format!(
                                        "{} to {}",
                                        a.map_or("?".into(), |y| y.to_string()),
                                        b.map_or("?".into(), |y| y.to_string())
                                    ),
                                });
                            [
                                m.item.clone(),
                                m.calibres.join("/"),
                                m.countries.join("/"),
                                m.marks.join("/"),
                                years,
                                m.lots.join("/"),
                                m.note.clone(),
                            ]
                            .into_iter()
                            .filter(|s| !s.is_empty())
                            .collect::<Vec<_>>()
                            .join(" ")
                        })
                        .collect::<Vec<_>>()
                        .join("; ")
                };
                let mut page = Page(String::new());
                page.line("name", &e.name)
                    .line("kind", &e.kind)
                    .line(
                        "finding",
                        &format!(
                            "{}{}",
                            e.finding,
                            if e.alleged_by.is_empty() {
                                String::new()
                            } else {
                                format!(" (by {})", e.alleged_by)
                            }
                        ),
                    )
                    .line("when", &date)
                    .line("where", &format!("{} ({})", e.place, e.country))
                    .line("from", &e.from_holder)
                    .line("to", &e.to_holder)
                    .line("met in", &e.theatre.join(", "))
                    .line("what is known", &e.summary)
                    .line("may not be concluded", &e.caution)
                    .line("changed hands", &materiel(&e.captured))
                    .line("seen with the holder", &materiel(&e.seen_with))
                    .line(
                        "pointed to this event until",
                        &e.marker
                            .as_ref()
                            .and_then(|m| m.until)
                            .map(|y| y.to_string())
                            .unwrap_or_default(),
                    )
                    .line(
                        "first recorded",
                        &e.recorded
                            .iter()
                            .map(|r| format!("{} {}", r.on, r.place))
                            .collect::<Vec<_>>()
                            .join("; "),
                    )
                    .line("sources", &e.sources.join(", "));
                let mut json = serde_json::to_value(&e).unwrap_or_default();
                json["id"] = json!(row.id.as_str());
                Entry {
                    id: row.id.to_string(),
                    line: format!("{} ({}, {})", e.name, e.kind, e.finding),
                    country: e.country.clone(),
                    words: format!("{} {json}", row.id).to_lowercase(),
                    page: page.0,
                    json,
                }
            })
            .collect()
    })
}

pub(crate) fn sources(global: &Global, browse: &Browse) -> Outcome {
    run(global, browse, "sources", |t| {
        t.set()
            .sources
            .iter()
            .map(|s| {
                let mut page = Page(String::new());
                page.line("cite", &cite(s)).line("grade", &s.grade).line("seen", &s.seen).line("address", &s.url).line("note", &s.note);
                let json = json!({"id": s.id.as_str(), "cite": cite(s), "grade": s.grade.as_str(), "seen": s.seen.as_str(), "url": s.url.as_str(), "note": s.note.as_str()});
                Entry {
                    id: s.id.to_string(),
                    line: format!("{} ({})", cite(s), s.grade),
                    country: String::new(),
                    words: format!("{json}").to_lowercase(),
                    page: page.0,
                    json,
                }
            })
            .collect()
    })
}

pub(crate) fn calibres(global: &Global, browse: &Browse) -> Outcome {
    run(global, browse, "calibres", |t| {
        t.set()
            .calibres
            .iter()
            .map(|c| {
                let aliases = list(c.aliases.iter());
                let number = |v: Option<f32>| v.map(|v| format!("{v} mm")).unwrap_or_default();
                let mut page = Page(String::new());
                page.line("name", &c.name)
                    .line("class", &c.class)
                    .line(
                        "introduced",
                        &c.introduced
                            .as_ref()
                            .map(|y| y.to_native().to_string())
                            .unwrap_or_default(),
                    )
                    .line("also written", &aliases)
                    .line("stamped as", &list(c.stamps.iter()))
                    .line(
                        "case length",
                        &number(c.case_length_mm.as_ref().map(|v| v.to_native())),
                    )
                    .line("rim", &number(c.rim_mm.as_ref().map(|v| v.to_native())));
                let json = json!({"id": c.id.as_str(), "name": c.name.as_str(), "class": c.class.as_str(),
                    "introduced": c.introduced.as_ref().map(|y| y.to_native()),
                    "aliases": c.aliases.iter().map(|a| a.as_str()).collect::<Vec<_>>(),
                    "stamps": c.stamps.iter().map(|a| a.as_str()).collect::<Vec<_>>()});
                Entry {
                    id: c.id.to_string(),
                    line: c.name.to_string(),
                    country: String::new(),
                    words: format!("{json}").to_lowercase(),
                    page: page.0,
                    json,
                }
            })
            .collect()
    })
}
