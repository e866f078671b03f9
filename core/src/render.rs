//! From the weighing to the answer: sentences, sources, sample key, and what would settle it.

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Span;
use crate::identification::{
    Candidate, Coverage, Decoded, Evidence, Flag, Identification, Input, Levels, Producer, Reading, SCHEMA,
    Sample, Source, StateShare, Years, round,
};
use crate::identify::{Assignment, Identifier, Inference, Leftover, Level, Status, Step, Steps, YearShare};
use crate::notation::Note;
use crate::observation::{Clue, Observation, Support};
use crate::sample;
use crate::tables::Tables;
use crate::tables::model::{ArchivedMarkRow, ArchivedSource, ArchivedYears, Basis};

impl Status {
    /// Name in the answer.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
            Self::Unreadable => "unreadable",
        }
    }
}

impl Level {
    /// Name in the answer.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identified => "identified",
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
            Self::Recorded => "recorded",
            Self::Read => "read",
        }
    }
}

/// How much of the answer is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Detail<'a> {
    /// Language of the sentences.
    pub lang: &'a str,
    /// Sentences and sources, or the lean row of a batch.
    pub evidence: bool,
}

impl Identifier<'_> {
    /// The answer to an observation.
    #[must_use]
    pub fn answer(
        &self,
        observation: &Observation,
        clues: &[Clue],
        inference: &Inference,
        detail: Detail<'_>,
    ) -> Identification {
        Writer {
            tables: self.tables(),
            observation,
            clues,
            inference,
            detail,
        }
        .answer()
    }
}

/// Fills `{name}` of a sentence.
#[must_use]
pub fn fill(text: &str, args: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            break;
        };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..open + close];
        match args.get(name) {
            Some(value) => out.push_str(value),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

/// A source in one line, as a report cites it.
#[must_use]
pub fn cite(s: &ArchivedSource) -> String {
    let year = s.year.as_ref().map(|y| format!(" ({y})")).unwrap_or_default();
    let mut parts = Vec::new();
    if s.author.is_empty() {
        parts.push(format!("{}{year}", s.title));
    } else {
        parts.push(format!("{}{year}", s.author));
        parts.push(s.title.to_string());
    }
    if !s.publisher.is_empty() {
        parts.push(s.publisher.to_string());
    }
    let mut line = parts.join(", ");
    if s.seen == "copy" {
        line.push_str(" [a copy was seen]");
    }
    line
}

struct Writer<'a> {
    tables: Tables<'a>,
    observation: &'a Observation,
    clues: &'a [Clue],
    inference: &'a Inference,
    detail: Detail<'a>,
}

type Args = BTreeMap<String, String>;

fn args<const N: usize>(list: [(&str, String); N]) -> Args {
    list.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

impl Writer<'_> {
    fn answer(&self) -> Identification {
        let inference = self.inference;
        let candidates: Vec<Candidate> = inference.candidates.iter().map(|c| self.candidate(c)).collect();
        let named: f64 = candidates.iter().map(|c| c.probability).sum();
        let mut answer = Identification {
            schema: SCHEMA.to_owned(),
            r#type: "identification".to_owned(),
            id: self.observation.id.clone(),
            input: self.input(),
            status: inference.status.name().to_owned(),
            sample: self.sample(),
            levels: self.levels(),
            states: inference
                .states
                .iter()
                .filter(|(_, p)| *p >= 0.001)
                .map(|(s, p)| StateShare {
                    id: self.state_id(*s),
                    name: self.state_name(*s),
                    probability: round(*p),
                })
                .collect(),
            years: inference
                .years
                .iter()
                .filter(|y| y.probability >= 0.001)
                .map(years)
                .collect(),
            unknown_probability: round(1.0 - named),
            candidates,
            decoded: self.decoded(),
            flags: self.flags(),
            would_settle: self.would_settle(),
            ..Identification::default()
        };
        if self.detail.evidence {
            answer.coverage = self.coverage();
            answer.sources = self.cited(&answer);
        }
        answer
    }

    fn says(&self, rule: &str, args: &Args) -> String {
        self.tables
            .message(self.detail.lang, rule)
            .map_or_else(|| rule.to_owned(), |text| fill(text, args))
    }

    fn producer(&self, index: u32) -> Producer {
        let Some(p) = self.tables.producer(index) else {
            return Producer::default();
        };
        Producer {
            id: p.id.to_string(),
            name: p.name.to_string(),
            place: p.place.as_ref().map(ToString::to_string),
            country: self.state_id(p.country.to_native()),
            ..Producer::default()
        }
    }

    fn state_id(&self, index: u16) -> String {
        self.tables
            .state(index)
            .map_or_else(|| "?".to_owned(), |s| s.id.to_string())
    }

    fn state_name(&self, index: u16) -> String {
        self.tables
            .state(index)
            .map_or_else(|| "?".to_owned(), |s| s.name.to_string())
    }

    /// The state in which the plant of a row stood at a time, when it was not that of today.
    fn state_of(&self, row: &ArchivedMarkRow, span: Span) -> Option<u16> {
        let then = row.state.to_native();
        let ended = self.tables.state(then)?.to.as_ref().map(|d| d.to_native());
        ended.is_none_or(|end| span.from.0 <= end).then_some(then)
    }

    fn name_of(&self, state: &str) -> String {
        self.tables
            .state_by_id(state)
            .map_or_else(String::new, |s| s.name.to_string())
    }

    fn input(&self) -> Input {
        let o = self.observation;
        Input {
            marks: o.marking.recorded().to_owned(),
            calibre: o.calibre_text.clone(),
            item: o.item.clone(),
            recovered: o.recovered.map(|r| {
                if r.from == r.to {
                    r.from.to_string()
                } else {
                    format!("{}..{}", r.from, r.to)
                }
            }),
            country: o.country.clone(),
        }
    }

    fn levels(&self) -> Levels {
        let l = self.inference.levels;
        Levels {
            state: l.state.name().to_owned(),
            producer: l.producer.name().to_owned(),
            year: l.year.name().to_owned(),
            calibre: l.calibre.name().to_owned(),
        }
    }

    /// The recorded calibre, or the one that the marks name without leaving a choice. Which producer the marks point to
    /// has no say in it: the calibre is part of the sample key.
    fn calibre(&self) -> Option<u16> {
        self.observation.calibre.or(self.inference.stamped)
    }

    fn calibre_ids(&self, list: &[u16]) -> String {
        list.iter()
            .map(|c| self.tables.calibre_id(*c))
            .collect::<Vec<_>>()
            .join(" or ")
    }

    fn calibre_names(&self, list: &[u16]) -> String {
        let name = |c: &u16| {
            self.tables
                .calibre(*c)
                .map_or_else(String::new, |c| c.name.to_string())
        };
        list.iter().map(name).collect::<Vec<_>>().join(" or ")
    }

    fn sample(&self) -> Sample {
        let i = self.inference;
        let producer = (i.status == Status::Identified)
            .then(|| i.candidates.first())
            .flatten();
        let year = (i.levels.year == Level::Identified)
            .then(|| i.years.first())
            .flatten()
            .map(|y| y.span.touched())
            .filter(|(a, b)| a == b)
            .map(|(a, _)| a);
        let calibre = self.calibre().map(|c| self.tables.calibre_id(c).to_owned());
        let written = calibre.clone().or_else(|| {
            self.observation
                .calibre_text
                .as_deref()
                .map(crate::tables::key::calibre_key)
        });
        let symbol = |name: &str| self.tables.symbol(name).map(str::to_owned);
        Sample {
            key: sample::key(&self.observation.marking, written.as_deref(), &symbol),
            calibre,
            producer: producer.map(|c| self.producer(c.producer).id.clone()),
            year,
        }
    }

    fn assignment(&self, c: &crate::identify::Candidate) -> &Assignment {
        &self.inference.assignments[c.best]
    }

    fn candidate(&self, c: &crate::identify::Candidate) -> Candidate {
        let a = self.assignment(c);
        let Some(row) = self.tables.mark(a.row) else {
            return Candidate::default();
        };
        let mut producer = self.producer(c.producer);
        // A state is only named when the years leave no choice.
        let state = c
            .states
            .first()
            .filter(|(_, p)| *p >= 0.8)
            .map(|(s, _)| self.state_id(*s));
        producer.state = state.filter(|s| *s != producer.country);
        if self.detail.evidence {
            producer.country_name = self.name_of(&producer.country);
            producer.state_name = self.name_of(producer.state.as_deref().unwrap_or_default());
        }
        let mut out = Candidate {
            producer,
            calibre: self.calibre().map(|c| self.tables.calibre_id(c).to_owned()),
            years: c.years.iter().map(years).collect(),
            probability: round(c.probability),
            basis: c.basis.name().to_owned(),
            readings: self.readings(a, c, row),
            ..Candidate::default()
        };
        if self.detail.evidence {
            self.evidence(a, c, row, &mut out);
        }
        out
    }

    fn token(&self, a: &Assignment, t: usize) -> &crate::identify::token::Token {
        &self.inference.cuts[a.cut].tokens[t]
    }

    fn readings(
        &self,
        a: &Assignment,
        c: &crate::identify::Candidate,
        row: &ArchivedMarkRow,
    ) -> Vec<Reading> {
        let mut out: Vec<(usize, Reading)> = Vec::new();
        let mut push = |t: usize, role: &str, text: String| {
            let token = self.token(a, t);
            let position = self
                .observation
                .marking
                .marks()
                .get(token.mark)
                .and_then(|m| m.position);
            let reading = Reading {
                mark: token.shown.clone(),
                index: token.mark,
                role: role.to_owned(),
                position: position.map(|p| p.to_string()),
                r#as: text,
            };
            out.push((t, reading));
        };
        if let Some((start, len)) = a.producer {
            for t in start..start + len {
                push(t, "producer", row.text.to_string());
            }
        }
        if let Some(y) = &a.year {
            let open = c.years.first().is_some_and(|y| y.probability < 0.8);
            let shown = c
                .years
                .iter()
                .take(if open { 3 } else { 1 })
                .filter(|y| y.probability >= 0.05);
            let text = shown.map(|y| y.span.to_string()).collect::<Vec<_>>().join(" or ");
            for t in &y.tokens {
                push(*t, "year", text.clone());
            }
        }
        for (t, what) in &a.rest {
            let (role, text) = match what {
                Leftover::Calibre(list) => ("calibre", self.calibre_ids(list)),
                Leftover::Stamp(s) => self.tables.stamp(*s).map_or(("unread", String::new()), |s| {
                    (s.role.as_str(), s.meaning.to_string())
                }),
                Leftover::Clue(i) => (self.clues[*i].role.as_str(), self.clues[*i].value.clone()),
                Leftover::Month(m) => ("month", m.to_string()),
                Leftover::Quarter(q) => ("quarter", q.to_string()),
                Leftover::Symbol => ("decoration", self.token(a, *t).key.text.clone()),
                Leftover::Empty => ("absent", String::new()),
                Leftover::Undecided => ("undecided", String::new()),
                Leftover::Unread => ("unread", String::new()),
            };
            push(*t, role, text);
        }
        out.sort_by_key(|(t, _)| *t);
        out.into_iter().map(|(_, r)| r).collect()
    }

    fn source_ids(&self, list: &[rkyv::rend::unaligned::u16_ule]) -> Vec<String> {
        list.iter()
            .filter_map(|i| self.tables.source(i.to_native()))
            .map(|s| s.id.to_string())
            .collect()
    }

    fn reason(&self, rule: &str, args: Args, sources: Vec<String>, basis: Option<Basis>) -> Evidence {
        Evidence {
            says: self.says(rule, &args),
            rule: rule.to_owned(),
            args,
            sources,
            basis: basis.map_or_else(String::new, |b| b.name().to_owned()),
            by: "core".to_owned(),
        }
    }

    fn evidence(
        &self,
        a: &Assignment,
        c: &crate::identify::Candidate,
        row: &ArchivedMarkRow,
        out: &mut Candidate,
    ) {
        let Some(producer) = self.tables.producer(c.producer) else {
            return;
        };
        let state = c
            .states
            .first()
            .map_or_else(String::new, |(s, _)| self.state_name(*s));
        let mut common = args([
            ("producer", producer.name.to_string()),
            ("state", state),
            ("row", row.text.to_string()),
        ]);
        let mark: Vec<String> = a
            .producer
            .map(|(s, l)| (s..s + l).map(|t| self.token(a, t).shown.clone()).collect())
            .unwrap_or_default();
        common.insert("mark".to_owned(), mark.join(" "));
        let basis = Some(row.basis.get());
        let sources = self.source_ids(&row.sources);
        let rule = match (&row.look, a.producer) {
            (crate::tables::model::ArchivedLook::NoCode, _) => "producer-absent-no-code",
            (crate::tables::model::ArchivedLook::Blank, _) => "producer-absent-blank",
            (crate::tables::model::ArchivedLook::Layout(_), _) => "producer-layout",
            _ => "producer-code",
        };
        let mut first = common.clone();
        if rule == "producer-layout" {
            first.insert("layout".to_owned(), row.text.to_string());
        } else if rule == "producer-code" {
            // The mark as the table has it: the sentence is about the row.
            first.insert("mark".to_owned(), row.text.to_string());
        }
        out.evidence.push(self.reason(rule, first, sources, basis));
        self.step_sentences(a.steps, &common, &mut out.evidence);
        self.year_sentences(a, c, row, out);
        self.calibre_sentences(row, out);
        self.rest_sentences(a, out);
        if let Some(place) = producer.place.as_ref() {
            let sources = self.source_ids(&producer.place_sources);
            out.evidence.push(self.reason(
                "plant",
                args([("place", place.to_string())]),
                sources,
                Some(producer.place_basis.get()),
            ));
        }
        let country = producer.country.to_native();
        let then = c.years.first().and_then(|y| self.state_of(row, y.span));
        if let (Some(then), Some(y)) = (then.filter(|s| *s != country), c.years.first()) {
            let a = args([
                ("years", y.span.to_string()),
                ("then", self.state_name(then)),
                ("country", self.state_name(country)),
            ]);
            out.evidence.push(self.reason("state-then", a, Vec::new(), None));
        }
        if !row.shared_with.is_empty() {
            let others: Vec<String> = row
                .shared_with
                .iter()
                .filter_map(|p| self.tables.producer(p.to_native()))
                .map(|p| format!("{} ({})", p.name, self.state_id(p.country.to_native())))
                .collect();
            out.evidence
                .push(self.reason("shared", args([("others", others.join(", "))]), Vec::new(), None));
        }
        for fault in a.faults.iter() {
            if let Some(reason) = self.fault(fault, a, c, row) {
                out.contradictions.push(reason);
            }
        }
    }

    fn step_sentences(&self, steps: Steps, common: &Args, out: &mut Vec<Evidence>) {
        for step in steps.iter() {
            let rule = match step {
                Step::Case => "step-case",
                Step::DigitsScript => "step-digits-script",
                Step::LookAlike => "step-look-alike",
                Step::Punctuation => "step-punctuation",
                Step::EnclosureOmitted => "step-enclosure-omitted",
                Step::EnclosureAdded => "step-enclosure-added",
                Step::Joined => "step-joined",
                Step::SplitPunctuation => "step-split-punctuation",
                Step::SplitBoundary => "step-split-boundary",
                Step::SplitDigits => "step-split-digits",
                Step::Turned => "step-turned",
                Step::Doubted => "step-doubted",
                Step::LeadingZero => "step-leading-zero",
                Step::Unread => "step-unread",
            };
            let mut a = common.clone();
            let script = |text: Option<&String>| {
                let s = text.and_then(|t| {
                    t.chars()
                        .map(crate::glyph::Script::of)
                        .find(|s| *s != crate::glyph::Script::Latin)
                });
                s.unwrap_or(crate::glyph::Script::Latin).name().to_owned()
            };
            let text = if step == Step::LookAlike {
                a.get("row")
            } else {
                a.get("mark")
            };
            let script = script(text).replace(
                "Arabic",
                if step == Step::DigitsScript {
                    "Arabic-Indic"
                } else {
                    "Arabic"
                },
            );
            a.insert("script".to_owned(), script);
            out.push(self.reason(rule, a, Vec::new(), None));
        }
    }

    fn year_sentences(
        &self,
        a: &Assignment,
        c: &crate::identify::Candidate,
        row: &ArchivedMarkRow,
        out: &mut Candidate,
    ) {
        let Some(read) = &a.year else {
            if row.schemes.as_ref().is_none_or(|s| !s.is_empty()) {
                out.evidence
                    .push(self.reason("no-year", Args::new(), Vec::new(), None));
            }
            return;
        };
        let mark: Vec<String> = read
            .tokens
            .iter()
            .map(|t| self.token(a, *t).shown.clone())
            .collect();
        let Some(first) = c.years.first() else { return };
        let scheme = read.scheme.map_or_else(String::new, |s| {
            self.tables
                .set()
                .schemes
                .get(usize::from(s))
                .map_or_else(String::new, |s| s.name.to_string())
        });
        let mut all = args([
            ("mark", mark.join(" ")),
            ("years", first.span.to_string()),
            ("scheme", scheme),
        ]);
        if let Some(i) = read.clue {
            out.evidence.push(self.clue(&self.clues[i]));
        } else if read.tokens.len() > 1 {
            out.evidence
                .push(self.reason("year-split", all.clone(), Vec::new(), None));
        } else if first.probability < 0.8 && c.years.len() > 1 {
            let list: Vec<String> = c.years.iter().take(4).map(|y| y.span.to_string()).collect();
            all.insert("years".to_owned(), list.join(" or "));
            out.evidence
                .push(self.reason("year-open", all.clone(), Vec::new(), None));
        } else {
            let rule = if first.turned { "year-turned" } else { "year-read" };
            out.evidence
                .push(self.reason(rule, all.clone(), Vec::new(), None));
        }
        if let Some(years) = row.years.as_ref()
            && !first.faults.has(crate::identify::Fault::YearsOutside)
            && !first.faults.has(crate::identify::Fault::YearsNotSeen)
            && first.probability >= 0.5
        {
            let a = args([("years", first.span.to_string()), ("bounds", bounds(years))]);
            out.evidence.push(self.reason(
                "years-in-use",
                a,
                self.source_ids(&years.sources),
                Some(years.basis.get()),
            ));
        }
    }

    fn calibre_sentences(&self, row: &ArchivedMarkRow, out: &mut Candidate) {
        if let Some(c) = self.observation.calibre
            && row.calibres.iter().any(|r| r.to_native() == c)
        {
            let a = args([(
                "calibre",
                self.tables
                    .calibre(c)
                    .map_or_else(String::new, |c| c.name.to_string()),
            )]);
            let sources = self.source_ids(&row.calibres_sources);
            out.evidence
                .push(self.reason("calibre-made", a, sources, Some(row.calibres_basis.get())));
        }
    }

    fn rest_sentences(&self, a: &Assignment, out: &mut Candidate) {
        for (t, what) in &a.rest {
            let mark = self.token(a, *t).shown.clone();
            let one = |value: String| args([("mark", mark.clone()), ("value", value)]);
            match what {
                Leftover::Calibre(list) => {
                    let a = args([("mark", mark), ("calibre", self.calibre_names(list))]);
                    out.evidence
                        .push(self.reason("stamped-calibre", a, Vec::new(), None));
                }
                Leftover::Stamp(s) => {
                    let Some(s) = self.tables.stamp(*s) else { continue };
                    let a = args([("mark", mark), ("meaning", s.meaning.to_string())]);
                    out.evidence.push(self.reason(
                        "stamp",
                        a,
                        self.source_ids(&s.sources),
                        Some(s.basis.get()),
                    ));
                }
                Leftover::Clue(i) => out.evidence.push(self.clue(&self.clues[*i])),
                Leftover::Month(m) => {
                    out.evidence
                        .push(self.reason("month", one(m.to_string()), Vec::new(), None))
                }
                Leftover::Quarter(q) => {
                    out.evidence
                        .push(self.reason("quarter", one(q.to_string()), Vec::new(), None))
                }
                Leftover::Symbol => {
                    out.evidence
                        .push(self.reason("symbol", one(String::new()), Vec::new(), None))
                }
                Leftover::Empty => {
                    let position = self
                        .observation
                        .marking
                        .marks()
                        .get(self.token(a, *t).mark)
                        .and_then(|m| m.position);
                    let a = args([("position", position.map_or_else(String::new, |p| p.to_string()))]);
                    out.evidence
                        .push(self.reason("looked-empty", a, Vec::new(), None));
                }
                Leftover::Undecided => {
                    out.evidence
                        .push(self.reason("undecided", one(String::new()), Vec::new(), None));
                }
                Leftover::Unread => {
                    out.contradictions
                        .push(self.reason("left-unread", one(String::new()), Vec::new(), None))
                }
            }
        }
    }

    fn clue(&self, clue: &Clue) -> Evidence {
        Evidence {
            rule: clue.rule.clone(),
            args: args([("value", clue.value.clone())]),
            says: clue.says.clone(),
            sources: clue.sources.clone(),
            basis: if clue.documented {
                Basis::Documented
            } else {
                Basis::General
            }
            .name()
            .to_owned(),
            by: clue.by.clone(),
        }
    }

    fn fault(
        &self,
        fault: crate::identify::Fault,
        a: &Assignment,
        c: &crate::identify::Candidate,
        row: &ArchivedMarkRow,
    ) -> Option<Evidence> {
        use crate::identify::Fault;
        let years = c.years.first().map_or_else(String::new, |y| y.span.to_string());
        let producer = self.tables.producer(c.producer)?;
        let (rule, args, claim) = match fault {
            Fault::CalibreNotListed => {
                let made: Vec<String> = row
                    .calibres
                    .iter()
                    .filter_map(|c| self.tables.calibre(c.to_native()))
                    .map(|c| c.name.to_string())
                    .collect();
                let recorded = self
                    .observation
                    .calibre
                    .and_then(|c| self.tables.calibre(c))
                    .map_or_else(String::new, |c| c.name.to_string());
                let sources = self.source_ids(&row.calibres_sources);
                let a = args([("made", made.join(", ")), ("calibre", recorded)]);
                return Some(self.reason(
                    "fault-calibre-not-listed",
                    a,
                    sources,
                    Some(row.calibres_basis.get()),
                ));
            }
            Fault::CalibreNotYet => ("fault-calibre-not-yet", Args::new(), None),
            Fault::YearsNotSeen => (
                "fault-years-not-seen",
                args([("years", years)]),
                row.years.as_ref(),
            ),
            Fault::YearsOutside => (
                "fault-years-outside",
                args([("years", years)]),
                row.years.as_ref(),
            ),
            Fault::OutsideLife => (
                "fault-outside-life",
                args([("years", years)]),
                producer.exists.as_ref(),
            ),
            Fault::StateNotYet => ("fault-state-not-yet", args([("years", years)]), None),
            Fault::YearNotExpected => ("fault-year-not-expected", Args::new(), None),
            Fault::SchemeNotListed => ("fault-scheme-not-listed", Args::new(), None),
            Fault::OldCentury => ("fault-old-century", Args::new(), None),
            Fault::PositionDiffers => {
                let at = if row.position == 13 {
                    "the centre".to_owned()
                } else {
                    row.position.to_string()
                };
                ("fault-position-differs", args([("position", at)]), None)
            }
            Fault::OrderReversed if a.producer.is_some() => ("fault-order-reversed", Args::new(), None),
            Fault::StampedCalibreDiffers => ("fault-stamped-calibre-differs", Args::new(), None),
            Fault::ClueAgainst => {
                // The objection in the plugin's own words.
                let objection = |c: &&Clue| c.role == "year" && c.support != Support::Favours && !c.doubtful;
                return self.clues.iter().find(objection).map(|c| self.clue(c));
            }
            Fault::YearRuledOut => {
                let claim = producer.exists.as_ref().or(row.years.as_ref());
                let rule = if claim.is_some() {
                    "fault-year-ruled-out"
                } else {
                    "fault-year-impossible"
                };
                (rule, Args::new(), claim)
            }
            // Said where the part itself is listed.
            Fault::LeftUnread | Fault::OrderReversed => return None,
        };
        let mut args = args;
        let mut sources = Vec::new();
        let mut basis = None;
        if let Some(y) = claim {
            args.insert("bounds".to_owned(), bounds(y));
            sources = self.source_ids(&y.sources);
            basis = Some(y.basis.get());
        }
        Some(self.reason(rule, args, sources, basis))
    }

    fn decoded(&self) -> Vec<Decoded> {
        let mut out = Vec::new();
        let listed = self.inference.status != Status::Unknown;
        if let Some(best) = self.inference.candidates.first().filter(|_| listed) {
            let a = self.assignment(best);
            for (t, what) in &a.rest {
                let token = self.token(a, *t);
                let mut add = |field: &str, value: String, rule: &str, says: String, sources: Vec<String>| {
                    let marks = vec![token.mark];
                    out.push(Decoded {
                        field: field.to_owned(),
                        value,
                        marks,
                        rule: rule.to_owned(),
                        says,
                        by: "core".to_owned(),
                        sources,
                    });
                };
                let one = |v: String| args([("mark", token.shown.clone()), ("value", v)]);
                match what {
                    Leftover::Calibre(list) => {
                        let names = self.calibre_names(list);
                        let a = args([("mark", token.shown.clone()), ("calibre", names)]);
                        let says = self.says("stamped-calibre", &a);
                        add(
                            "calibre",
                            self.calibre_ids(list),
                            "stamped-calibre",
                            says,
                            Vec::new(),
                        );
                    }
                    Leftover::Stamp(s) => {
                        let Some(s) = self.tables.stamp(*s) else { continue };
                        let says = self.says(
                            "stamp",
                            &args([("mark", token.shown.clone()), ("meaning", s.meaning.to_string())]),
                        );
                        add(
                            s.role.as_str(),
                            s.meaning.to_string(),
                            "stamp",
                            says,
                            self.source_ids(&s.sources),
                        );
                    }
                    Leftover::Month(m) => add(
                        "month",
                        m.to_string(),
                        "month",
                        self.says("month", &one(m.to_string())),
                        Vec::new(),
                    ),
                    Leftover::Quarter(q) => {
                        add(
                            "quarter",
                            q.to_string(),
                            "quarter",
                            self.says("quarter", &one(q.to_string())),
                            Vec::new(),
                        );
                    }
                    _ => {}
                }
            }
        }
        out.extend(self.other_stamps());
        let best_states: BTreeSet<String> = self
            .inference
            .states
            .iter()
            .map(|(s, _)| self.state_id(*s))
            .collect();
        for c in self.clues {
            let fits = c.states.is_empty() || c.states.iter().any(|s| best_states.contains(s));
            if c.role == "producer" || c.support != Support::Favours || c.doubtful || !fits {
                continue;
            }
            out.push(Decoded {
                field: c.role.clone(),
                value: c.value.clone(),
                marks: c.marks.clone(),
                rule: c.rule.clone(),
                says: c.says.clone(),
                by: c.by.clone(),
                sources: c.sources.clone(),
            });
        }
        out
    }

    /// Marks that no producer explains, and that the tables know as something else: an owner, a designation.
    fn other_stamps(&self) -> Vec<Decoded> {
        let Some(cut) = self.inference.cuts.first() else {
            return Vec::new();
        };
        let best = self
            .inference
            .candidates
            .first()
            .filter(|_| self.inference.status != Status::Unknown);
        let explained = |mark: usize| {
            best.is_some_and(|c| {
                let a = self.assignment(c);
                let tokens = &self.inference.cuts[a.cut].tokens;
                let unread = a
                    .rest
                    .iter()
                    .any(|(t, l)| tokens[*t].mark == mark && *l == Leftover::Unread);
                !unread
            })
        };
        let mut out = Vec::new();
        for token in cut.tokens.iter().filter(|t| !t.empty && !explained(t.mark)) {
            for stamp in self
                .tables
                .set()
                .stamp_index
                .rows_of(&token.key.text)
                .filter_map(|r| self.tables.stamp(r))
                .take(3)
            {
                let of = |c| {
                    self.observation.calibre.is_none()
                        || stamp.calibres.is_empty()
                        || self.observation.calibre == Some(c)
                };
                if !stamp.calibres.is_empty() && !stamp.calibres.iter().any(|c| of(c.to_native())) {
                    continue;
                }
                let used: Vec<String> = stamp
                    .countries
                    .iter()
                    .map(|c| self.state_name(c.to_native()))
                    .collect();
                let meaning = stamp.meaning.to_string();
                let rule = if used.is_empty() { "stamp" } else { "stamp-in" };
                let says = self.says(
                    rule,
                    &args([
                        ("mark", token.shown.clone()),
                        ("meaning", meaning.clone()),
                        ("countries", used.join(", ")),
                    ]),
                );
                out.push(Decoded {
                    field: stamp.role.to_string(),
                    value: meaning,
                    marks: vec![token.mark],
                    rule: rule.to_owned(),
                    says,
                    by: "core".to_owned(),
                    sources: self.source_ids(&stamp.sources),
                });
            }
        }
        out
    }

    fn flags(&self) -> Vec<Flag> {
        let mut out = Vec::new();
        let mut flag = |kind: &str, args: Args| {
            out.push(Flag {
                kind: kind.to_owned(),
                detail: self.says(&format!("flag-{kind}"), &args),
            });
        };
        let o = self.observation;
        if let (None, Some(text)) = (o.calibre, &o.calibre_text) {
            flag("calibre-unknown", args([("calibre", text.clone())]));
        }
        for note in o.marking.notes() {
            match note {
                Note::Controls => flag("controls", Args::new()),
                Note::Combining => flag("combining", Args::new()),
                Note::Unbalanced(_) => flag("unbalanced", Args::new()),
            }
        }
        out.dedup();
        out
    }

    fn would_settle(&self) -> Vec<String> {
        let i = self.inference;
        let mut out = Vec::new();
        let unread = i.cuts.first().map(|c| c.tokens.as_slice()).unwrap_or_default();
        for token in unread.iter().filter(|t| t.pattern.is_some()) {
            let position = token.pattern.as_ref().and_then(|p| {
                use crate::identify::token::Sign;
                let one =
                    p.iter().filter(|s| !matches!(s, Sign::Is(_))).count() == 1 && !p.contains(&Sign::Run);
                one.then(|| {
                    p.iter()
                        .position(|s| !matches!(s, crate::identify::token::Sign::Is(_)))
                })?
            });
            let rule = if position.is_some() && token.key.text.chars().count() > 1 {
                "settle-character"
            } else {
                "settle-mark"
            };
            let ordinal = [
                "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
            ];
            let ordinal = position
                .and_then(|p| ordinal.get(p))
                .map_or_else(String::new, |s| (*s).to_owned());
            out.push(self.says(rule, &args([("mark", token.shown.clone()), ("ordinal", ordinal)])));
        }
        if i.status == Status::Identified && i.levels.year != Level::Ambiguous {
            return out;
        }
        let top: Vec<&crate::identify::Candidate> = i
            .candidates
            .iter()
            .filter(|c| c.probability >= 0.05)
            .take(4)
            .collect();
        match top.as_slice() {
            [] => {
                if out.is_empty() {
                    out.push(self.says("settle-photo", &Args::new()));
                }
            }
            [only] => {
                let a = self.assignment(only);
                if self.observation.calibre.is_none() && self.observation.calibre_text.is_none() {
                    self.settle_calibre(&top, &mut out);
                }
                if a.steps.has(Step::EnclosureOmitted) {
                    out.push(self.says("settle-enclosure", &args([("mark", self.mark_of(a))])));
                }
            }
            several => {
                let steps: Vec<Steps> = several.iter().map(|c| self.assignment(c).steps).collect();
                let differ = |s: Step| steps.iter().any(|x| x.has(s)) && !steps.iter().all(|x| x.has(s));
                if differ(Step::Turned) {
                    out.push(self.says("settle-orientation", &Args::new()));
                }
                let a = self.assignment(several[0]);
                if steps.iter().any(|s| s.has(Step::EnclosureOmitted)) {
                    out.push(self.says("settle-enclosure", &args([("mark", self.mark_of(a))])));
                }
                if differ(Step::LookAlike) {
                    out.push(self.says("settle-script", &args([("mark", self.mark_of(a))])));
                }
                if self.observation.calibre.is_none() {
                    self.settle_calibre(several, &mut out);
                }
                if out.is_empty() {
                    let names: Vec<String> = several.iter().map(|c| self.producer(c.producer).name).collect();
                    out.push(self.says("settle-tin", &args([("options", names.join(", "))])));
                }
            }
        }
        if i.levels.year == Level::Ambiguous && i.years.len() > 1 && i.years[0].probability < 0.8 {
            let open: Vec<String> = i.years.iter().take(3).map(|y| y.span.to_string()).collect();
            if i.candidates.first().is_some_and(|c| c.years.len() > 1) {
                out.push(self.says("settle-year", &args([("options", open.join(", "))])));
            }
        }
        out.dedup();
        out
    }

    fn mark_of(&self, a: &Assignment) -> String {
        a.producer
            .map(|(s, l)| {
                (s..s + l)
                    .map(|t| self.token(a, t).shown.clone())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .unwrap_or_default()
    }

    /// Calibres that some of the candidates make and others do not.
    fn settle_calibre(&self, several: &[&crate::identify::Candidate], out: &mut Vec<String>) {
        let sets: Vec<BTreeSet<u16>> = several
            .iter()
            .map(|c| {
                let row = self.tables.mark(self.assignment(c).row);
                row.map(|m| m.calibres.iter().map(|c| c.to_native()).collect())
                    .unwrap_or_default()
            })
            .collect();
        let all: BTreeSet<u16> = sets.iter().flatten().copied().collect();
        let telling: Vec<u16> = all
            .into_iter()
            .filter(|c| !sets.iter().all(|s| s.contains(c)))
            .collect();
        let list = if several.len() == 1 {
            sets[0].iter().copied().collect()
        } else {
            telling
        };
        if !list.is_empty() {
            let names: Vec<&str> = list.iter().take(5).map(|c| self.tables.calibre_id(*c)).collect();
            out.push(self.says("settle-calibre", &args([("options", names.join(", "))])));
        }
    }

    fn coverage(&self) -> Option<Coverage> {
        let state = self
            .inference
            .candidates
            .first()
            .and_then(|c| self.tables.producer(c.producer))
            .map(|p| p.country.to_native());
        let calibre = self.calibre();
        if state.is_none() && calibre.is_none() {
            return None;
        }
        let mut out = Coverage {
            calibre: calibre.map(|c| self.tables.calibre_id(c).to_owned()),
            state: state.map(|s| self.state_id(s)),
            ..Coverage::default()
        };
        let key = (state.unwrap_or(u16::MAX), calibre.unwrap_or(u16::MAX));
        let list = &self.tables.set().coverage;
        if let Ok(at) = list.binary_search_by(|c| (c.state.to_native(), c.calibre.to_native()).cmp(&key)) {
            out.all = list[at].all.to_native();
            out.documented = list[at].documented.to_native();
        }
        Some(out)
    }

    /// Every source the answer names, once, in the order of first mention.
    fn cited(&self, answer: &Identification) -> Vec<Source> {
        let mut seen = BTreeSet::new();
        let evidence = answer
            .candidates
            .iter()
            .flat_map(|c| c.evidence.iter().chain(&c.contradictions));
        evidence
            .flat_map(|e| &e.sources)
            .chain(answer.decoded.iter().flat_map(|d| &d.sources))
            .filter(|id| seen.insert((*id).clone()))
            .filter_map(|id| self.tables.source_by_id(id))
            .map(source)
            .collect()
    }
}

/// A source as it is cited in an answer.
#[must_use]
pub fn source(s: &ArchivedSource) -> Source {
    Source {
        id: s.id.to_string(),
        cite: cite(s),
        grade: s.grade.to_string(),
        url: s.url.to_string(),
        seen: s.seen.to_string(),
    }
}

fn years(y: &YearShare) -> Years {
    let Span { from, to } = y.span;
    Years {
        from: from.to_string(),
        to: to.to_string(),
        probability: round(y.probability),
    }
}

/// `1941 to 2002`, `from 1941`, `until 1941`.
#[must_use]
pub fn bounds(y: &ArchivedYears) -> String {
    match (y.from.as_ref(), y.to.as_ref()) {
        (Some(f), Some(t)) if f == t => format!("{f}"),
        (Some(f), Some(t)) => format!("{f} to {t}"),
        (Some(f), None) => format!("from {f}"),
        (None, Some(t)) => format!("until {t}"),
        (None, None) => "open".to_owned(),
    }
}
