//! Candidates, and what each part of the marking was read as.

use std::borrow::Cow;

use super::{Writer, years};
use crate::identification::{Candidate, Reading, round};
use crate::identify::{Assignment, Leftover};
use crate::tables::model::ArchivedMarkRow;

/// The state it stood in; only named when the years leave no choice.
pub(super) fn then(c: &crate::identify::Candidate) -> Option<u16> {
    c.states.first().filter(|(_, p)| *p >= 0.8).map(|(s, _)| *s)
}

impl Writer<'_, '_> {
    pub(super) fn assignment(&self, c: &crate::identify::Candidate) -> &Assignment {
        &self.inference.assignments[c.best]
    }

    pub(super) fn candidate(&self, c: &crate::identify::Candidate) -> Candidate {
        let a = self.assignment(c);
        let Some(row) = self.id.row(a.row) else {
            return Candidate::default();
        };
        let mut producer = self.producer(c.producer);
        producer.state = then(c)
            .map(|s| self.state_id(s).to_owned())
            .filter(|s| *s != producer.country);
        if self.detail.evidence {
            producer.country_name = self.name_of(&producer.country);
            producer.state_name = self.name_of(producer.state.as_deref().unwrap_or_default());
        }
        let mut out = Candidate {
            producer,
            calibre: self.calibre().map(|c| self.calibre_id(c).to_owned()),
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

    pub(super) fn token(&self, a: &Assignment, t: usize) -> &crate::identify::token::Token {
        &self.inference.cuts[a.cut].tokens[t]
    }

    pub(super) fn readings(
        &self,
        a: &Assignment,
        c: &crate::identify::Candidate,
        row: &ArchivedMarkRow,
    ) -> Vec<Reading> {
        let mut out = Vec::new();
        self.read(a, c, row, &mut |t, role, text| {
            let token = self.token(a, t);
            let marks = self.observation.marking.marks();
            let position = marks.get(token.mark).and_then(|m| m.position);
            let reading = Reading {
                mark: token.shown.to_string(),
                index: token.mark,
                role: role.to_owned(),
                position: position.map(|p| p.to_string()),
                r#as: text.into_owned(),
            };
            out.push((t, reading));
        });
        out.sort_by_key(|(t, _)| *t);
        out.into_iter().map(|(_, r)| r).collect()
    }

    /// What each part was read as: which part, its role, and what it stands for.
    pub(super) fn read<'a>(
        &'a self,
        a: &'a Assignment,
        c: &'a crate::identify::Candidate,
        row: &'a ArchivedMarkRow,
        push: &mut dyn FnMut(usize, &'a str, Cow<'a, str>),
    ) {
        if let Some((start, len)) = a.producer {
            for t in start..start + len {
                push(t, "producer", row.text.as_str().into());
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
                push(*t, "year", text.clone().into());
            }
        }
        for (t, what) in &a.rest {
            let (role, text): (&str, Cow<'_, str>) = match what {
                Leftover::Calibre(list) => ("calibre", self.calibre_ids(list).into()),
                Leftover::Stamp(s) => self.id.stamp(*s).map_or(("unread", "".into()), |s| {
                    (s.role.as_str(), s.meaning.as_str().into())
                }),
                Leftover::Clue(i) => (self.clues[*i].role.as_str(), self.clues[*i].value.as_str().into()),
                Leftover::Month(m) => ("month", m.to_string().into()),
                Leftover::Quarter(q) => ("quarter", q.to_string().into()),
                Leftover::Symbol => ("decoration", self.token(a, *t).key.text.as_str().into()),
                Leftover::Empty => ("absent", "".into()),
                Leftover::Undecided => ("undecided", "".into()),
                Leftover::Unread => ("unread", "".into()),
            };
            push(*t, role, text);
        }
    }
}
