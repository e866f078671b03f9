//! One identification for a person: the verdict first, then what each mark was read as, then what else it could be,
//! the events, what would settle it, and on whose authority.

use std::fmt::Write as _;

use headstamp_core::identification::{Candidate, Evidence, Identification};

use super::layout::{DIM, HEAD, STRONG, isolate, pad, paint, paragraph, percent, status_style, wide, years};

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// The answer.
    Answer,
    /// Every candidate with everything for and against it.
    Explain,
}

/// Candidates that are listed beside the first.
const ALSO: usize = 6;

/// The answer as text, with colours that the writer strips where they do not belong.
pub(crate) fn write(answer: &Identification, depth: Depth, width: usize) -> String {
    let mut page = Page {
        out: String::new(),
        width,
        answer,
        cited: Vec::new(),
    };
    page.verdict();
    page.marks();
    page.reasons(depth);
    page.others(depth);
    page.decoded();
    page.events(depth);
    page.settle();
    page.notes();
    page.sources();
    page.versions();
    page.out
}

struct Page<'a> {
    out: String,
    width: usize,
    answer: &'a Identification,
    /// Sources in the order in which the page mentions them.
    cited: Vec<String>,
}

impl Page<'_> {
    fn line(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", text.trim_end());
    }

    fn head(&mut self, text: &str) {
        let _ = writeln!(self.out, "\n{}", paint(HEAD, text));
    }

    /// The best explanation needs a mark to stand on its head.
    fn turned(&self) -> bool {
        let says = |c: &Candidate| {
            c.evidence
                .iter()
                .any(|e| matches!(e.rule.as_str(), "step-turned"))
        };
        self.answer.candidates.first().is_some_and(says)
    }

    fn verdict(&mut self) {
        let a = self.answer;
        let status = a.status.to_uppercase();
        let mut wrapped = String::new();
        paragraph(
            &mut wrapped,
            self.width,
            0,
            status.len() + 2,
            &format!("{status}  {}", self.sentence_held()),
        );
        let rest = wrapped.strip_prefix(&status).unwrap_or(&wrapped).to_owned();
        let mut lines = rest.lines();
        let first = lines.next().unwrap_or_default().trim_start();
        self.line(&format!(
            "{}  {}",
            paint(status_style(&a.status), &status),
            paint(STRONG, first)
        ));
        for l in lines {
            let l = paint(STRONG, l);
            self.line(&l);
        }
        let mut facts = Vec::new();
        match a.levels.calibre.as_str() {
            "recorded" => facts.push(format!(
                "calibre {} as recorded",
                a.sample.calibre.as_deref().unwrap_or("?")
            )),
            "read" => facts.push(format!(
                "calibre {} as stamped",
                a.sample.calibre.as_deref().unwrap_or("?")
            )),
            _ => {}
        }
        facts.push(format!("sample {}", isolate(&a.sample.key)));
        if let Some(c) = a.coverage.as_ref().filter(|c| c.all > 0) {
            let place = [c.state.as_deref(), c.calibre.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ");
            let marks = super::diagnostics::count(c.all as usize, "mark");
            let documented = if c.documented == 0 {
                "none".to_owned()
            } else {
                c.documented.to_string()
            };
            facts.push(format!("tables for {place}: {marks}, {documented} documented"));
        }
        let text = facts.join("; ");
        let mut wrapped = String::new();
        paragraph(&mut wrapped, self.width, 0, 2, &text);
        for l in wrapped.lines() {
            let l = paint(DIM, l);
            self.line(&l);
        }
    }

    fn sentence_held(&self) -> String {
        let held = if self.turned() && self.answer.status != "unknown" {
            ", read upside down"
        } else {
            ""
        };
        format!("{}{held}", self.sentence())
    }

    /// The verdict in words: each aspect as firmly as it stands.
    fn sentence(&self) -> String {
        let a = self.answer;
        let top: Vec<&Candidate> = a
            .candidates
            .iter()
            .filter(|c| c.probability >= 0.1)
            .take(3)
            .collect();
        let year = (a.levels.year == "identified")
            .then(|| a.years.first())
            .flatten()
            .map(|y| years(&y.from, &y.to));
        match a.status.as_str() {
            "identified" => {
                let c = &a.candidates[0];
                let state = if a.levels.state == "identified" {
                    self.state_of(c)
                } else {
                    // The years leave open in which state it was made.
                    a.states
                        .iter()
                        .take(2)
                        .map(|s| s.name.as_str())
                        .collect::<Vec<_>>()
                        .join(" or ")
                };
                let mut text = format!("{}, {state}", c.producer.name);
                if let Some(y) = year {
                    let _ = write!(text, ", {y}");
                }
                let _ = write!(text, "  ({}, {})", percent(c.probability), c.basis);
                text
            }
            "unreadable" => "nothing in the record can be read".to_owned(),
            "unknown" if top.is_empty() => "not in the tables".to_owned(),
            "unknown" => {
                format!(
                    "the tables do not explain it well enough; nearest: {}",
                    top[0].producer.name
                )
            }
            _ => {
                let names: Vec<&str> = top.iter().map(|c| c.producer.name.as_str()).collect();
                let producer = match names.as_slice() {
                    [] => "not in the tables".to_owned(),
                    [one] => format!("perhaps {one} ({})", percent(a.candidates[0].probability)),
                    [first @ .., last] => format!("{} or {last}", first.join(", ")),
                };
                let mut known = Vec::new();
                if a.levels.state == "identified" {
                    known.extend(a.states.first().map(|s| s.name.clone()));
                }
                known.extend(year);
                if known.is_empty() {
                    producer
                } else {
                    format!("{}; {producer}", known.join(", "))
                }
            }
        }
    }

    fn state_of(&self, c: &Candidate) -> String {
        let p = &c.producer;
        if p.state.is_some() {
            format!("{} (today {})", p.state_name, p.country_name)
        } else {
            p.country_name.clone()
        }
    }

    fn marks(&mut self) {
        let Some(best) = self.answer.candidates.first() else {
            return;
        };
        if best.readings.is_empty() {
            return;
        }
        let rows: Vec<[String; 4]> = best
            .readings
            .iter()
            .map(|r| {
                let position = match r.position.as_deref() {
                    Some("centre") => "centre".to_owned(),
                    Some(p) => format!("{p} o'clock"),
                    None => String::new(),
                };
                let role = if r.role == "unread" {
                    "not explained".to_owned()
                } else {
                    r.role.clone()
                };
                [isolate(&r.mark), position, role, r.r#as.clone()]
            })
            .collect();
        let widths: Vec<usize> = (0..3)
            .map(|i| rows.iter().map(|r| wide(&r[i])).max().unwrap_or(0))
            .collect();
        self.out.push('\n');
        for r in rows {
            let mut text = format!("  {}", pad(&r[0], widths[0]));
            for (cell, width) in r[1..3].iter().zip(&widths[1..]) {
                if *width > 0 {
                    let _ = write!(text, "  {}", pad(cell, *width));
                }
            }
            let indent = wide(&text) + 2;
            let mut wrapped = String::new();
            paragraph(&mut wrapped, self.width, indent, 0, &r[3]);
            let rest = wrapped.trim_start();
            self.line(&format!("{text}  {}", rest.trim_end()));
        }
    }

    fn reasons(&mut self, depth: Depth) {
        let Some(best) = self.answer.candidates.first() else {
            return;
        };
        let name = best.producer.name.clone();
        self.head(&match depth {
            Depth::Answer if self.answer.status == "identified" => "Why".to_owned(),
            _ => format!("Why {name} ({})", percent(best.probability)),
        });
        self.evidence(best);
    }

    fn evidence(&mut self, c: &Candidate) {
        for e in &c.evidence {
            self.sentence_of("+", e);
        }
        for e in &c.contradictions {
            self.sentence_of("-", e);
        }
    }

    fn sentence_of(&mut self, sign: &str, e: &Evidence) {
        let mut text = format!("{sign} {}", e.says);
        let mut tail = Vec::new();
        if !e.basis.is_empty() {
            tail.push(e.basis.clone());
        }
        let numbers = self.numbers(&e.sources);
        if !numbers.is_empty() {
            tail.push(numbers);
        }
        if e.by != "core" {
            tail.push(e.by.clone());
        }
        if !tail.is_empty() {
            let _ = write!(text, " ({})", tail.join(" "));
        }
        let width = self.width;
        paragraph(&mut self.out, width, 2, 2, &text);
    }

    /// `[1][2]`: the numbers of sources in the list at the end.
    fn numbers(&mut self, ids: &[String]) -> String {
        let mut out = String::new();
        for id in ids
            .iter()
            .filter(|id| self.answer.sources.iter().any(|s| s.id == **id))
        {
            let at = self.cited.iter().position(|c| c == id).unwrap_or_else(|| {
                self.cited.push(id.clone());
                self.cited.len() - 1
            });
            let _ = write!(out, "[{}]", at + 1);
        }
        out
    }

    fn others(&mut self, depth: Depth) {
        let a = self.answer;
        let shown = |c: &&Candidate| depth == Depth::Explain || c.probability >= 0.005;
        let rest: Vec<&Candidate> = a.candidates.iter().skip(1).filter(shown).take(ALSO).collect();
        self.head("What else it could be");
        for c in rest {
            let when = c
                .years
                .first()
                .map_or_else(String::new, |y| format!(", {}", years(&y.from, &y.to)));
            let read: Vec<String> = c
                .readings
                .iter()
                .filter(|r| r.role == "producer")
                .map(|r| {
                    if r.mark == r.r#as {
                        format!("“{}”", isolate(&r.mark))
                    } else {
                        format!("“{}” as “{}”", isolate(&r.mark), r.r#as)
                    }
                })
                .collect();
            let on = if read.is_empty() {
                String::new()
            } else {
                format!(" on {}", read.join(" "))
            };
            let text = format!(
                "{}, {}{when}{on} ({})",
                c.producer.name,
                self.state_of(c),
                c.basis
            );
            let line = format!("{}  {text}", pad(&percent(c.probability), 5));
            let width = self.width;
            paragraph(&mut self.out, width, 2, 7, &line);
            if depth == Depth::Explain {
                self.evidence(c);
            }
        }
        let line = format!(
            "{}  none of the producers in the tables",
            pad(&percent(a.unknown_probability), 5)
        );
        self.line(&format!("  {line}"));
    }

    fn decoded(&mut self) {
        let said = |says: &str| {
            self.answer
                .candidates
                .first()
                .is_some_and(|c| c.evidence.iter().any(|e| e.says == says))
        };
        let shown: Vec<_> = self
            .answer
            .decoded
            .iter()
            .filter(|d| !said(&d.says))
            .cloned()
            .collect();
        if shown.is_empty() {
            return;
        }
        self.head("Also read");
        for d in shown {
            let numbers = self.numbers(&d.sources);
            let gap = if numbers.is_empty() { "" } else { " " };
            let by = if d.by == "core" { "tables" } else { d.by.as_str() };
            let basis = if d.basis == "doubtful" { "doubtful; " } else { "" };
            let text = format!("{}, {}: {} ({basis}{by}{gap}{numbers})", d.field, d.value, d.says);
            let width = self.width;
            paragraph(&mut self.out, width, 2, 2, &text);
        }
    }

    fn events(&mut self, depth: Depth) {
        if self.answer.events.is_empty() {
            return;
        }
        self.head("Diversion events (leads, not proof)");
        for e in self.answer.events.clone() {
            let strength = if e.strength == "lead" {
                String::new()
            } else {
                format!(", {}", e.strength.replace('-', " "))
            };
            let width = self.width;
            let numbers = self.numbers(&e.sources);
            let line = format!(
                "{}{strength}: {} ({}) {numbers}",
                e.relation.replace('-', " "),
                e.name,
                e.id
            );
            paragraph(&mut self.out, width, 2, 2, line.trim_end());
            let reasons = if depth == Depth::Explain {
                e.reasons.len()
            } else {
                1
            };
            for r in e.reasons.iter().take(reasons).chain(&e.weaknesses) {
                paragraph(&mut self.out, width, 4, 2, r);
            }
        }
        if depth == Depth::Answer {
            let width = self.width;
            paragraph(
                &mut self.out,
                width,
                2,
                2,
                "What each may and may not show: headstamp explain, or headstamp events show ID.",
            );
        }
    }

    fn settle(&mut self) {
        if self.answer.would_settle.is_empty() {
            return;
        }
        self.head("What would settle it");
        for s in self.answer.would_settle.clone() {
            let width = self.width;
            paragraph(&mut self.out, width, 2, 2, &s);
        }
    }

    fn notes(&mut self) {
        if self.answer.flags.is_empty() {
            return;
        }
        self.head("Please note");
        for f in self.answer.flags.clone() {
            let width = self.width;
            paragraph(&mut self.out, width, 2, 2, &f.detail);
        }
    }

    fn sources(&mut self) {
        let cited: Vec<_> = self
            .cited
            .iter()
            .filter_map(|id| self.answer.sources.iter().find(|s| s.id == *id))
            .cloned()
            .collect();
        if cited.is_empty() {
            return;
        }
        self.head("Sources");
        for (i, s) in cited.into_iter().enumerate() {
            let mut text = format!("[{}] {} ({})", i + 1, s.cite, s.grade);
            if !s.url.is_empty() {
                let _ = write!(text, " {}", s.url);
            }
            let width = self.width;
            paragraph(&mut self.out, width, 2, 4, &text);
        }
    }

    fn versions(&mut self) {
        let Some(v) = &self.answer.versions else { return };
        let mut parts = vec![format!("headstamp {}", v.headstamp), format!("tables {}", v.data)];
        parts.extend(v.overlays.iter().map(|o| format!("with {o}")));
        // Plugins that are alike are counted; `plugins list` and the JSON name each.
        let mut alike: Vec<(String, Vec<&str>)> = Vec::new();
        for p in &v.plugins {
            let what = format!("{} ({}, sandbox {})", p.version, p.origin, p.sandbox);
            match alike.iter_mut().find(|(w, _)| *w == what) {
                Some((_, ids)) => ids.push(&p.id),
                None => alike.push((what, vec![&p.id])),
            }
        }
        parts.extend(alike.into_iter().map(|(what, ids)| match ids.len() {
            1..=3 => format!("{} {what}", ids.join(", ")),
            n => format!("{n} plugins {what}"),
        }));
        self.out.push('\n');
        let mut wrapped = String::new();
        paragraph(&mut wrapped, self.width, 0, 2, &parts.join(" · "));
        for l in wrapped.lines() {
            let l = paint(DIM, l);
            self.line(&l);
        }
    }
}
