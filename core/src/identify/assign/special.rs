//! Rows that look for absence or for an arrangement.

use smallvec::SmallVec;

use super::{Assignment, Fault, Leftover, Row, Work};
use crate::glyph::Script;
use crate::identify::token::{How, Kind};
use crate::notation::Looked;
use crate::tables::model::{ArchivedElement, ArchivedLook};

/// Places of parts among those of a marking.
type Parts = SmallVec<[usize; 8]>;

impl Work<'_, '_> {
    /// Rows that look for absence or for an arrangement.
    pub(super) fn special(&self, row: &Row<'_>, out: &mut Vec<Assignment>) {
        let base = self.begin(row);
        match &row.look {
            ArchivedLook::Text => {}
            ArchivedLook::Blank | ArchivedLook::NoCode => {
                let wanted = if matches!(row.look, ArchivedLook::Blank) {
                    Looked::Blank
                } else {
                    Looked::NoCode
                };
                let looked = self.ask.observation.marking.looked();
                // Years in the digits of a script that only some producers use say something by themselves.
                let script =
                    looked == Looked::Unsaid && wanted == Looked::NoCode && self.all_in_script(row.digits);
                if (looked != wanted && !script) || self.cut.how != How::AsRecorded {
                    return;
                }
                let mut a = base;
                a.weight *= self.id.weights.producer_absent;
                if script {
                    a.weight *= self.id.weights.script_alone;
                }
                self.calibre(row, &mut a);
                let free: Vec<usize> = (0..self.cut.tokens.len())
                    .filter(|t| !self.cut.tokens[*t].empty)
                    .collect();
                self.years(row, &a, &free, None, out);
                if !free.is_empty() {
                    a.weight *= self.id.weights.no_year;
                }
                self.rest(row, &mut a, &free, &[]);
                self.keep(a, out);
            }
            ArchivedLook::Layout(layout) => self.layout(row, layout, &base, out),
        }
    }

    /// Every part is a number in the digits of one script.
    pub(super) fn all_in_script(&self, digits: u8) -> bool {
        let script = match digits {
            2 => Script::Arabic,
            3 => Script::Persian,
            4 => Script::Chinese,
            _ => return false,
        };
        let mut parts = self
            .cut
            .tokens
            .iter()
            .filter(|t| !t.empty && t.kind != Kind::Symbol)
            .peekable();
        parts.peek().is_some() && parts.all(|t| t.numbers.iter().any(|n| !n.turned && n.script == script))
    }

    pub(super) fn layout(
        &self,
        row: &Row<'_>,
        layout: &[ArchivedElement],
        base: &Assignment,
        out: &mut Vec<Assignment>,
    ) {
        let parts: Parts = (0..self.cut.tokens.len())
            .filter(|t| !self.cut.tokens[*t].empty && self.cut.tokens[*t].kind != Kind::Symbol)
            .collect();
        // Designations beside the arrangement are no part of it.
        let literal = |t: usize| {
            let key = &self.cut.tokens[t].key.text;
            layout
                .iter()
                .any(|e| matches!(e, ArchivedElement::Literal(l) if l.as_str() == key))
        };
        let beside = |t: &usize| !literal(*t) && self.stamp(row, &self.cut.tokens[*t]).is_some();
        let (stamped, parts): (Parts, Parts) = if parts.len() > layout.len() {
            parts.into_iter().partition(beside)
        } else {
            (Parts::new(), parts)
        };
        if parts.len() != layout.len() || layout.is_empty() {
            return;
        }
        let mut base = base.clone();
        for t in stamped {
            if let Some(stamp) = self.stamp(row, &self.cut.tokens[t]) {
                base.rest.push((t, Leftover::Stamp(stamp)));
            }
        }
        for shift in 0..parts.len() {
            let turned: Parts = (0..parts.len())
                .map(|i| parts[(i + shift) % parts.len()])
                .collect();
            let mut a = base.clone();
            self.calibre(row, &mut a);
            let mut year = None;
            let mut fits = true;
            for (element, t) in layout.iter().zip(&turned) {
                let token = &self.cut.tokens[*t];
                fits &= token.pattern.is_none()
                    && match element {
                        ArchivedElement::Digit => token.kind == Kind::Number && token.key.text.len() == 1,
                        ArchivedElement::Number => token.kind == Kind::Number,
                        ArchivedElement::Letters => token.kind == Kind::Letters,
                        ArchivedElement::Literal(l) => token.key.text == l.as_str(),
                        ArchivedElement::Year => {
                            year = Some(*t);
                            token.kind == Kind::Number && token.key.text.len() > 1
                        }
                        ArchivedElement::Calibre => match self.stamped_calibre(row, token) {
                            Some((factor, c)) => {
                                if factor < 1.0 && self.ask.observation.calibre.is_some() {
                                    a.faults = a.faults.with(Fault::StampedCalibreDiffers);
                                }
                                a.weight *= factor;
                                a.rest.push((*t, Leftover::Calibre(c)));
                                true
                            }
                            None => false,
                        },
                    };
                if matches!(
                    element,
                    ArchivedElement::Digit | ArchivedElement::Number | ArchivedElement::Letters
                ) {
                    a.rest.push((*t, Leftover::Undecided));
                }
            }
            if !fits {
                continue;
            }
            if shift > 0 {
                a.weight *= self.id.weights.order_reversed;
                a.faults = a.faults.with(Fault::OrderReversed);
            }
            match year {
                Some(t) => {
                    self.years(row, &a, &[t], None, out);
                }
                None => self.keep(a, out),
            }
        }
    }
}
