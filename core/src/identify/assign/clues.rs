//! What plugins say of a part.

use smallvec::smallvec;

use super::{Row, Work};
use crate::date::{Day, Span};
use crate::identify::token::Token;
use crate::identify::years::{Meaning, Meanings};
use crate::observation::{Clue, Support};
use crate::tables::model::Basis;

impl Work<'_, '_> {
    pub(super) fn states_fit(&self, row: &Row<'_>, states: &[String]) -> bool {
        let country = row.country;
        states.is_empty()
            || [country, row.state.to_native()].into_iter().any(|s| {
                self.id
                    .state(s)
                    .is_some_and(|s| states.iter().any(|id| id == s.id.as_str()))
            })
    }

    /// A year that a plugin reads in this part.
    pub(super) fn clue_year(&self, row: &Row<'_>, t: usize, clue: &Clue) -> Option<Meanings> {
        let about = clue.role == "year"
            && clue.support == Support::Favours
            && !clue.doubtful
            && clue.marks == [self.cut.tokens[t].mark]
            && self.states_fit(row, &clue.states);
        if !about {
            return None;
        }
        let (from, to) = clue.value.split_once("..").unwrap_or((&clue.value, &clue.value));
        let span = Span {
            from: Day::parse_span(from)?.from,
            to: Day::parse_span(to)?.to,
        };
        let (weight, faults) = self.id.admissible(self.ask, row, span)?;
        let w = &self.id.weights;
        let factor = weight
            * if clue.documented {
                w.clue_documented
            } else {
                w.clue_general
            };
        Some(smallvec![Meaning {
            span,
            factor,
            faults,
            scheme: 0,
            turned: false,
            number: 0,
        }])
    }

    /// What clues against a year leave of it, where there are any. A plugin never outvotes a document: on a documented
    /// row its objection is shown and does not count.
    pub(super) fn year_clues(&self, row: &Row<'_>, t: usize, m: &Meaning) -> Option<f64> {
        let w = &self.id.weights;
        let about = |c: &&Clue| {
            c.role == "year"
                && c.support != Support::Favours
                && c.marks == [self.cut.tokens[t].mark]
                && c.value.parse() == Ok(m.span.from.year())
                && !c.doubtful
                && self.states_fit(row, &c.states)
        };
        let factor = |c: &Clue| {
            // A documented rule may exclude a year on a documented row too: the row states the mark, not this year.
            let counts = row.known != Basis::Documented || c.documented && c.support == Support::Excludes;
            if !counts {
                1.0
            } else if c.support == Support::Excludes {
                w.clue_excludes
            } else {
                w.clue_against
            }
        };
        self.ask.clues.iter().filter(about).map(factor).reduce(f64::min)
    }

    /// A plugin that says what this part is, other than producer or year.
    pub(super) fn clue_beside(&self, row: &Row<'_>, token: &Token) -> Option<usize> {
        // A clue is about a mark as it was recorded: it explains no piece of one that was taken apart.
        let whole = self.cut.tokens.iter().filter(|t| t.mark == token.mark).count() == 1;
        self.ask.clues.iter().position(|c| {
            whole
                && c.marks.contains(&token.mark)
                && c.support == Support::Favours
                && !c.doubtful
                && !matches!(c.role.as_str(), "year" | "producer")
                && self.states_fit(row, &c.states)
        })
    }

    /// What is left of a reading that takes for the producer's what a plugin reads as something else: a piece of a mark
    /// that is one whole, or a mark of which a document says so.
    pub(super) fn pieces_of_a_whole(&self, row: &Row<'_>, start: usize) -> f64 {
        let w = &self.id.weights;
        let mark = self.cut.tokens[start].mark;
        let whole = self.cut.tokens.iter().filter(|t| t.mark == mark).count() == 1;
        self.ask
            .clues
            .iter()
            .filter(|c| {
                // The mark as it was recorded may be the producer's too, unless a document says that it is not.
                (!whole || c.documented && row.known != Basis::Documented)
                    && c.marks == [mark]
                    && c.support == Support::Favours
                    && !c.doubtful
                    && !matches!(c.role.as_str(), "year" | "producer")
                    && self.states_fit(row, &c.states)
            })
            .map(|c| {
                1.0 - if c.documented {
                    w.clue_documented
                } else {
                    w.clue_general
                }
            })
            .fold(1.0, f64::min)
    }
}
