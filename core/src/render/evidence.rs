//! Why a candidate stands where it stands, and what speaks against it.

use super::{Args, Writer, args, bounds};
use crate::identification::{Candidate, Evidence};
use crate::identify::{Assignment, Leftover, Step, Steps};
use crate::observation::{Clue, Support};
use crate::tables::model::{ArchivedMarkRow, Basis};

impl Writer<'_, '_> {
    pub(super) fn source_ids(&self, list: &[rkyv::rend::unaligned::u16_ule]) -> Vec<String> {
        list.iter()
            .filter_map(|i| self.tables.source(i.to_native()))
            .map(|s| s.id.to_string())
            .collect()
    }

    pub(super) fn reason(
        &self,
        rule: &str,
        args: Args,
        sources: Vec<String>,
        basis: Option<Basis>,
    ) -> Evidence {
        Evidence {
            says: self.says(rule, &args),
            rule: rule.to_owned(),
            args,
            sources,
            basis: basis.map_or_else(String::new, |b| b.name().to_owned()),
            by: "core".to_owned(),
        }
    }

    pub(super) fn evidence(
        &self,
        a: &Assignment,
        c: &crate::identify::Candidate,
        row: &ArchivedMarkRow,
        out: &mut Candidate,
    ) {
        let Some(producer) = self.id.producer(c.producer) else {
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
            .map(|(s, l)| (s..s + l).map(|t| self.token(a, t).shown.to_string()).collect())
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
                .filter_map(|p| self.id.producer(p.to_native()))
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

    pub(super) fn step_sentences(&self, steps: Steps, common: &Args, out: &mut Vec<Evidence>) {
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
                Step::Confused => "step-confused",
                Step::Misread => "step-misread",
                Step::SignMissing => "step-sign-missing",
                Step::SignTooMany => "step-sign-too-many",
                Step::Swapped => "step-swapped",
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

    pub(super) fn year_sentences(
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
            .map(|t| self.token(a, *t).shown.to_string())
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

    pub(super) fn calibre_sentences(&self, row: &ArchivedMarkRow, out: &mut Candidate) {
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

    pub(super) fn rest_sentences(&self, a: &Assignment, out: &mut Candidate) {
        for (t, what) in &a.rest {
            let mark = self.token(a, *t).shown.to_string();
            let one = |value: String| args([("mark", mark.clone()), ("value", value)]);
            match what {
                Leftover::Calibre(list) => {
                    let a = args([("mark", mark), ("calibre", self.calibre_names(list))]);
                    out.evidence
                        .push(self.reason("stamped-calibre", a, Vec::new(), None));
                }
                Leftover::Stamp(s) => {
                    let Some(s) = self.id.stamp(*s) else { continue };
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

    pub(super) fn clue(&self, clue: &Clue) -> Evidence {
        Evidence {
            rule: clue.rule.clone(),
            args: args([("value", clue.value.clone())]),
            says: clue.says.clone(),
            sources: clue.sources.clone(),
            basis: clue.basis().name().to_owned(),
            by: clue.by.clone(),
        }
    }

    pub(super) fn fault(
        &self,
        fault: crate::identify::Fault,
        a: &Assignment,
        c: &crate::identify::Candidate,
        row: &ArchivedMarkRow,
    ) -> Option<Evidence> {
        use crate::identify::Fault;
        let years = c.years.first().map_or_else(String::new, |y| y.span.to_string());
        let producer = self.id.producer(c.producer)?;
        let (rule, args, claim) = match fault {
            Fault::CalibreNotListed => {
                let made: Vec<String> = row
                    .calibres
                    .iter()
                    .filter_map(|c| self.id.calibre(c.to_native()))
                    .map(|c| c.name.to_string())
                    .collect();
                let recorded = self
                    .observation
                    .calibre
                    .and_then(|c| self.id.calibre(c))
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
}
