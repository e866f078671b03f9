//! The part that is the year, and in what order and place it may stand.

use smallvec::SmallVec;

use super::YearRead;
use super::{Assignment, Choice, DATING, Fault, Parts, Row, Spans, Step, Work};
use crate::date::Span;
use crate::identify::token::Kind;
use crate::identify::years::{Meaning, Meanings};
use crate::tables::model::ArchivedPart;

impl Work<'_, '_> {
    /// Every part, and every pair of halves, that may be the year. True when one is a year as it was recorded, but one after
    /// the recovery.
    pub(super) fn years(
        &self,
        row: &Row<'_>,
        base: &Assignment,
        free: &[usize],
        choice: Option<&Choice<'_>>,
        out: &mut Vec<Assignment>,
    ) -> bool {
        let mut any_later = false;
        // Of many parts some may show the same number.
        let mut before: Vec<(usize, Meanings, bool)> = Vec::new();
        for &t in free {
            let numbers = |t: usize| &self.cut.tokens[t].numbers;
            let again = before.iter().find(|(other, ..)| numbers(*other) == numbers(t));
            let (mut meanings, later) = match again {
                Some((_, meanings, later)) => (meanings.clone(), *later),
                None => self.meanings(row, t),
            };
            if free.len() > DATING && again.is_none() && self.ask.clues.is_empty() {
                before.push((t, meanings.clone(), later));
            }
            // As it was recorded it is only a year after the recovery: one of the two was written down wrongly, and then the
            // other way up proves nothing.
            if later && meanings.iter().all(|m| m.turned) {
                any_later = true;
                for m in meanings.iter_mut().filter(|m| m.turned) {
                    m.faults = m.faults.with(Fault::YearRuledOut);
                }
            }
            // What stands beside the year depends on the scheme: each kind is an explanation of its own.
            for part in [ArchivedPart::None, ArchivedPart::Month, ArchivedPart::Quarter] {
                let under = |m: &&Meaning| self.id.scheme(m.scheme).is_some_and(|s| s.part == part);
                let meanings: Meanings = meanings.iter().filter(under).cloned().collect();
                self.year(row, base, free, (&[t], meanings, None), choice, out);
            }
            for (c, clue) in self.ask.clues.iter().enumerate() {
                if let Some(meanings) = self.clue_year(row, t, clue) {
                    self.year(row, base, free, (&[t], meanings, Some(c)), choice, out);
                }
            }
        }
        for &scheme in &self.id.halves {
            let listed = row.schemes.as_ref().is_some_and(|list| list.contains(&scheme));
            let Some(s) = self.id.scheme(scheme).filter(|_| listed) else {
                continue;
            };
            for (a, b) in free
                .iter()
                .flat_map(|a| free.iter().map(move |b| (*a, *b)))
                .filter(|(a, b)| a != b)
            {
                let half = |t: usize| {
                    let n = self.cut.tokens[t]
                        .numbers
                        .iter()
                        .find(|n| !n.turned && n.digits == 2 && !n.roman)?;
                    i32::try_from(n.value).ok()
                };
                if let (Some(century @ 17..=20), Some(year)) = (half(a), half(b)) {
                    let mut meanings = Meanings::new();
                    let span = Span::year(century * 100 + year);
                    self.id
                        .admit(self.ask, row, s, span, 1.0, scheme, false, &mut meanings);
                    self.year(row, base, free, (&[a, b], meanings, None), choice, out);
                }
            }
        }
        any_later
    }

    /// What the numbers of a part may mean, and whether one is a year after the recovery.
    fn meanings(&self, row: &Row<'_>, t: usize) -> (Meanings, bool) {
        let mut meanings = Meanings::new();
        self.ask.later.set(false);
        for number in &self.cut.tokens[t].numbers {
            let share = 1.0 / f64::from(number.of);
            for mut m in self.id.meanings(self.ask, row, number) {
                m.factor *= share;
                if let Some(factor) = self.year_clues(row, t, &m) {
                    m.factor *= factor;
                    m.faults = m.faults.with(Fault::ClueAgainst);
                }
                meanings.push(m);
            }
        }
        (meanings, self.ask.later.take())
    }

    pub(super) fn year(
        &self,
        row: &Row<'_>,
        base: &Assignment,
        free: &[usize],
        (tokens, meanings, clue): (&[usize], Meanings, Option<usize>),
        choice: Option<&Choice<'_>>,
        out: &mut Vec<Assignment>,
    ) {
        let weighed: SmallVec<[(f64, Meaning); 3]> = meanings
            .into_iter()
            .map(|m| {
                let turned = tokens.first().map(|t| (*t, m.turned));
                (m.factor * self.turn_factor(choice, turned), m)
            })
            .filter(|(f, _)| *f > 0.0)
            .collect();
        let Some(best) = weighed.iter().map(|(f, _)| *f).reduce(f64::max) else {
            return;
        };
        let total: f64 = weighed.iter().map(|(f, _)| f).sum();
        let Some((_, first)) = weighed.iter().find(|(f, _)| *f >= best) else {
            return;
        };
        let mut a = base.clone();
        // Centuries of one number exclude each other; the numbers that an unread digit may hide add up.
        let mut numbers: SmallVec<[(u32, f64); 4]> = SmallVec::new();
        for (f, m) in &weighed {
            match numbers.iter_mut().find(|(n, _)| *n == m.number) {
                Some((_, top)) => *top = top.max(*f),
                None => numbers.push((m.number, *f)),
            }
        }
        a.weight *= numbers.iter().map(|(_, f)| f).sum::<f64>()
            * self.order(choice, tokens, first.turned, &mut a.faults);
        a.faults = a.faults.and(first.faults);
        if self.cut.tokens[tokens[0]].doubtful {
            a.weight *= self.id.weights.doubted;
            a.steps = a.steps.with(Step::Doubted);
        }
        a.weight *= self.year_last(tokens, free);
        let scheme = first.scheme;
        a.year = Some(YearRead {
            tokens: tokens.into(),
            scheme: clue.is_none().then_some(scheme),
            clue,
            spans: merge(
                weighed
                    .into_iter()
                    .map(|(f, m)| (m.span, f / total, m.faults, m.turned))
                    .collect(),
            ),
        });
        let others: Parts = free.iter().copied().filter(|t| !tokens.contains(t)).collect();
        let beside = clue
            .is_none()
            .then(|| self.id.scheme(scheme).map(|s| s.part))
            .flatten();
        self.rest(row, &mut a, &others, beside.as_slice());
        self.keep(a, out);
    }

    /// Where a lot or month stands beside the year, the year mostly comes last.
    pub(super) fn year_last(&self, year: &[usize], free: &[usize]) -> f64 {
        let tokens = &self.cut.tokens;
        let positions = year.iter().chain(free).any(|t| tokens[*t].position != 0);
        let number = |t: &usize| tokens[*t].kind == Kind::Number && tokens[*t].key.enclosure.is_none();
        let later = free.iter().any(|t| year.iter().all(|y| t > y) && number(t));
        if later && !positions {
            self.id.weights.year_not_last
        } else {
            1.0
        }
    }
}

/// Equal spans read in two ways are one span.
fn merge(mut spans: Spans) -> Spans {
    spans.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)));
    let mut out = Spans::new();
    for s in spans {
        match out.last_mut() {
            Some(last) if last.0 == s.0 => last.1 += s.1,
            _ => out.push(s),
        }
    }
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out
}
