//! What the parts are that are neither producer nor year.

use smallvec::smallvec;

use super::{Assignment, Calibres, Fault, Faults, Leftover, Row, Work};
use crate::identify::Identifier;
use crate::identify::token::{Kind, Token, roman};
use crate::tables::model::ArchivedPart;

impl Work<'_, '_> {
    /// What the parts are that are neither producer nor year.
    pub(super) fn rest(&self, row: &Row<'_>, a: &mut Assignment, tokens: &[usize], part: &[ArchivedPart]) {
        let mut beside = part.first().copied().unwrap_or(ArchivedPart::None);
        a.rest.reserve(tokens.len());
        for &t in tokens {
            let (factor, what) = self.left_over(row, t, &mut beside, &mut a.faults);
            a.weight *= factor;
            a.rest.push((t, what));
        }
        for (t, token) in self.cut.tokens.iter().enumerate().filter(|(_, t)| t.empty) {
            // Looked there and saw nothing: it contradicts a mark that always stands there.
            if row.position != 0 && row.position == token.position {
                a.weight *= self.id.weights.position_differs;
                a.faults = a.faults.with(Fault::PositionDiffers);
            }
            a.rest.push((t, Leftover::Empty));
        }
    }

    /// The best that can be said of a part that is neither producer nor year.
    pub(super) fn left_over(
        &self,
        row: &Row<'_>,
        t: usize,
        beside: &mut ArchivedPart,
        faults: &mut Faults,
    ) -> (f64, Leftover) {
        let w = &self.id.weights;
        let token = &self.cut.tokens[t];
        let what = if token.kind == Kind::Symbol {
            Leftover::Symbol
        } else {
            Leftover::Unread
        };
        let mut best = (token.unexplained(w), what);
        let mut better = |factor: f64, what: Leftover| {
            if factor > best.0 {
                best = (factor, what);
            }
        };
        if let Some(found) = part_beside(token, *beside) {
            better(1.0, found);
        }
        if let Some(stamp) = self.stamp(row, token) {
            better(1.0, Leftover::Stamp(stamp));
        }
        if let Some((factor, calibre)) = self.stamped_calibre(row, token) {
            better(factor, Leftover::Calibre(calibre));
        }
        if let Some(c) = self.clue_beside(row, token) {
            better(
                if self.ask.clues[c].documented {
                    w.clue_documented
                } else {
                    w.clue_general
                },
                Leftover::Clue(c),
            );
        }
        match best.1 {
            Leftover::Month(_) | Leftover::Quarter(_) => *beside = ArchivedPart::None,
            Leftover::Unread => *faults = faults.with(Fault::LeftUnread),
            Leftover::Calibre(_) if best.0 < 1.0 && self.ask.observation.calibre.is_some() => {
                *faults = faults.with(Fault::StampedCalibreDiffers);
            }
            _ => {}
        }
        best
    }

    pub(super) fn stamp(&self, row: &Row<'_>, token: &Token) -> Option<u32> {
        let country = row.country;
        token.stamps.iter().copied().find(|r| {
            let Some(s) = self.id.stamp(*r) else {
                return false;
            };
            let place = s.countries.is_empty()
                || s.countries
                    .iter()
                    .any(|c| c.to_native() == country || *c == row.state);
            let calibre = s.calibres.is_empty()
                || self
                    .ask
                    .observation
                    .calibre
                    .is_none_or(|o| s.calibres.iter().any(|c| c.to_native() == o));
            place && calibre
        })
    }

    /// The calibres a stamp on the item may mean, with how well they agree with the record and the row.
    pub(super) fn stamped_calibre(&self, row: &Row<'_>, token: &Token) -> Option<(f64, Calibres)> {
        let w = &self.id.weights;
        let found = &token.calibres;
        if found.is_empty() {
            return None;
        }
        if let Some(recorded) = self.ask.observation.calibre {
            let agrees = found.contains(&recorded);
            return Some(if agrees {
                (1.0, smallvec![recorded])
            } else {
                (w.left_calibre_differs, Calibres::from_slice(found))
            });
        }
        let made = |c: &u16| row.calibres.iter().any(|r| r.to_native() == *c);
        let here: Calibres = found.iter().copied().filter(made).collect();
        Some(match (here.is_empty(), row.calibres.is_empty()) {
            (false, _) => (1.0, here),
            (true, true) => (1.0, Calibres::from_slice(found)),
            (true, false) => (w.calibre_not_listed, Calibres::from_slice(found)),
        })
    }
}

impl Identifier<'_> {
    /// Calibres that a part names by a stamp or a name.
    pub(crate) fn calibres_stamped(&self, token: &Token) -> Vec<u16> {
        let stamps = &self.tables.set().calibre_stamps;
        let key = token.key.text.as_str();
        if key.is_empty() {
            return Vec::new();
        }
        let mut out: Vec<u16> = stamps
            .rows_of(key)
            .filter_map(|r| u16::try_from(r).ok())
            .collect();
        if out.is_empty() && token.kind != Kind::Number {
            out.extend(self.tables.calibre_by_name(&token.shown));
        }
        out
    }
}

/// The month or quarter that a year scheme puts beside the year.
fn part_beside(token: &Token, part: ArchivedPart) -> Option<Leftover> {
    let number = || -> Option<u8> {
        let text = token.key.text.as_str();
        let n = text.parse().ok().or_else(|| roman(text))?;
        u8::try_from(n).ok()
    };
    match part {
        ArchivedPart::Month | ArchivedPart::Split => {
            number().filter(|n| (1..=12).contains(n)).map(Leftover::Month)
        }
        ArchivedPart::Quarter => number().filter(|n| (1..=4).contains(n)).map(Leftover::Quarter),
        ArchivedPart::None => None,
    }
}
