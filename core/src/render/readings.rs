//! Candidates, and what each part of the marking was read as.

use super::{Writer, years};
use crate::identification::{Candidate, Reading, round};
use crate::identify::{Assignment, Leftover};
use crate::tables::model::ArchivedMarkRow;

impl Writer<'_> {
    pub(super) fn assignment(&self, c: &crate::identify::Candidate) -> &Assignment {
        &self.inference.assignments[c.best]
    }

    pub(super) fn candidate(&self, c: &crate::identify::Candidate) -> Candidate {
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

    pub(super) fn token(&self, a: &Assignment, t: usize) -> &crate::identify::token::Token {
        &self.inference.cuts[a.cut].tokens[t]
    }

    pub(super) fn readings(
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
}
