//! Which years a number may stand for under a row's year schemes, and what speaks against each.
//!
//! There is no pivot: a two-digit year keeps every century that the calibre, the producer, its state and the day of
//! recovery admit.

use smallvec::SmallVec;

use super::Ask;
use super::Identifier;
use super::assign::{Fault, Faults};
use super::row::Row;
use super::token::Number;
use crate::calendar::Calendar;
use crate::date::{Day, Span};
use crate::glyph::Script;
use crate::tables::model::{ArchivedLimit, ArchivedLook, ArchivedPart, ArchivedScheme, ArchivedYears};

/// One span of days a number may mean.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meaning {
    pub(crate) span: Span,
    pub(crate) factor: f64,
    pub(crate) faults: Faults,
    pub(crate) scheme: u8,
    pub(crate) turned: bool,
    /// Which of the numbers the mark may show; meanings of one number exclude each other.
    pub(crate) number: u32,
}

/// What one number may mean, mostly one or two centuries.
pub(crate) type Meanings = SmallVec<[Meaning; 3]>;

/// Schemes taken when a row says nothing of its years.
pub(super) const USUAL: [&str; 2] = ["yy", "yyyy"];

impl Identifier<'_> {
    /// The schemes of a row, and whether the row names them.
    fn schemes_of<'a>(&'a self, row: &'a Row<'_>) -> (&'a [u8], bool) {
        match row.schemes.as_ref() {
            Some(list) => (list.as_slice(), true),
            None => (&self.usual, false),
        }
    }

    pub(crate) fn scheme(&self, index: u8) -> Option<&ArchivedScheme> {
        self.tables.set().schemes.get(usize::from(index))
    }

    /// Everything the number may mean on this row's items.
    pub(crate) fn meanings(&self, ask: &Ask<'_>, row: &Row<'_>, number: &Number) -> Meanings {
        let (schemes, named) = self.schemes_of(row);
        let mut out = Meanings::new();
        for index in schemes {
            self.under(ask, row, number, *index, 1.0, &mut out);
        }
        if out.is_empty() && named {
            let (factor, fault) = if schemes.is_empty() {
                (self.weights.year_not_expected, Fault::YearNotExpected)
            } else {
                (self.weights.scheme_not_listed, Fault::SchemeNotListed)
            };
            for index in &self.usual {
                self.under(ask, row, number, *index, factor, &mut out);
            }
            for m in &mut out {
                m.faults = m.faults.with(fault);
            }
        }
        for m in &mut out {
            m.number = if number.of > 1 { number.value } else { 0 };
        }
        out
    }

    fn under(
        &self,
        ask: &Ask<'_>,
        row: &Row<'_>,
        number: &Number,
        index: u8,
        factor: f64,
        out: &mut Meanings,
    ) {
        let Some(scheme) = self.scheme(index) else { return };
        // `012` for 12 is the way of some arrangements; elsewhere three digits are a lot or a code.
        let padded = matches!(row.look, ArchivedLook::Layout(_));
        if scheme.part == ArchivedPart::Split || !accepts(scheme, number, padded) {
            return;
        }
        let calendar = Calendar::from_code(scheme.calendar);
        let digits = if number.roman {
            4
        } else {
            natural_digits(scheme, number, padded)
        };
        for year in calendar.expand(number.value, digits) {
            if let Some(span) = calendar.year(year) {
                self.admit(ask, row, scheme, span, factor, index, number.turned, out);
            }
        }
    }

    #[allow(clippy::too_many_arguments)] // one rule applied to one span; bundling would only hide it
    pub(crate) fn admit(
        &self,
        ask: &Ask<'_>,
        row: &Row<'_>,
        scheme: &ArchivedScheme,
        span: Span,
        factor: f64,
        index: u8,
        turned: bool,
        out: &mut Meanings,
    ) {
        let outside = |from: Option<i32>, to: Option<i32>| {
            from.is_some_and(|f| span.to < Day::new(f, 1, 1))
                || to.is_some_and(|t| span.from > Day::new(t, 12, 31))
        };
        let native = |y: &rkyv::option::ArchivedOption<rkyv::rend::unaligned::i32_ule>| {
            y.as_ref().map(|v| v.to_native())
        };
        if outside(native(&scheme.from), native(&scheme.to)) {
            return;
        }
        if !turned && span.from.0 <= self.tables.set().as_of.to_native() && !ask.begun(span.from) {
            ask.later.set(true);
        }
        if let Some((weight, faults)) = self.admissible(ask, row, span) {
            out.push(Meaning {
                span,
                factor: factor * weight,
                faults,
                scheme: index,
                turned,
                number: 0,
            });
        }
    }

    /// What speaks against items of this row from this span; nothing when it is ruled out.
    pub(crate) fn admissible(&self, ask: &Ask<'_>, row: &Row<'_>, span: Span) -> Option<(f64, Faults)> {
        let w = &self.weights;
        let (mut weight, mut faults) = (1.0, Faults::default());
        if span.from.0 > self.tables.set().as_of.to_native() || !ask.begun(span.from) {
            return None;
        }
        if let Some(years) = row.years.as_ref()
            && outside_years(years, span)
        {
            let (factor, fault) = match years.limit {
                ArchivedLimit::Firm => return None,
                ArchivedLimit::Seen => (w.years_not_seen, Fault::YearsNotSeen),
                // Another century than all that is known is not a matter of uncertain bounds.
                ArchivedLimit::Soft if far_outside(years, span) => {
                    (w.years_outside_life, Fault::YearsOutside)
                }
                ArchivedLimit::Soft => (w.years_outside, Fault::YearsOutside),
            };
            weight *= factor;
            faults = faults.with(fault);
        }
        if let Some(life) = row.maker.exists.as_ref()
            && outside_years(life, span)
        {
            if life.limit == ArchivedLimit::Firm {
                return None;
            }
            weight *= w.years_outside_life;
            faults = faults.with(Fault::OutsideLife);
        }
        if row.begun.is_some_and(|from| from > span.to.0) {
            weight *= w.state_gone;
            faults = faults.with(Fault::StateNotYet);
        }
        if let Some(floor) = (if ask.observation.calibre.is_some() {
            ask.floor
        } else {
            row.floor
        }) && span.to.year() < floor
        {
            if w.calibre_not_yet <= 0.0 {
                return None;
            }
            weight *= w.calibre_not_yet;
            faults = faults.with(Fault::CalibreNotYet);
        }
        if span.to.year() < 1890
            && row
                .years
                .as_ref()
                .and_then(|y| y.from.as_ref())
                .is_none_or(|f| f.to_native() > span.to.year())
        {
            weight *= w.old_century;
            faults = faults.with(Fault::OldCentury);
        }
        Some((weight, faults))
    }

    /// The state in which the plant stood at the time.
    pub(crate) fn state_at(&self, row: &Row<'_>, span: Option<Span>) -> u16 {
        match (span, row.ended) {
            (Some(span), Some(end)) if span.from.0 > end => row.country,
            _ => row.then(),
        }
    }
}

impl Identifier<'_> {
    /// Without a year, an item of a plant that outlived its state may be from before or after.
    pub(crate) fn states_undated(&self, row: &Row<'_>) -> Vec<(u16, f64)> {
        let (then, country) = (self.state_at(row, None), row.country);
        let Some(end) = row.ended.map(|d| Day(d).year()) else {
            return vec![(then, 1.0)];
        };
        let years = row.years.as_ref();
        let ended = years
            .and_then(|y| y.to.as_ref())
            .is_some_and(|t| t.to_native() <= end);
        let later = years
            .and_then(|y| y.from.as_ref())
            .is_some_and(|f| f.to_native() > end);
        match (then == country || ended, later) {
            (true, _) => vec![(then, 1.0)],
            (_, true) => vec![(country, 1.0)],
            _ => vec![(then, 0.5), (country, 0.5)],
        }
    }
}

fn outside_years(years: &ArchivedYears, span: Span) -> bool {
    let from = years
        .from
        .as_ref()
        .is_some_and(|f| span.to < Day::new(f.to_native(), 1, 1));
    let to = years
        .to
        .as_ref()
        .is_some_and(|t| span.from > Day::new(t.to_native(), 12, 31));
    from || to
}

/// So many years beyond a bound that is not exact are still near it.
const NEAR: i32 = 30;

fn far_outside(years: &ArchivedYears, span: Span) -> bool {
    let before = years
        .from
        .as_ref()
        .is_some_and(|f| span.to.year() < f.to_native() - NEAR);
    let after = years
        .to
        .as_ref()
        .is_some_and(|t| span.from.year() > t.to_native() + NEAR);
    before || after
}

/// A scheme takes a number by its length and script. `012` is a two-digit year with a leading zero.
fn accepts(scheme: &ArchivedScheme, number: &Number, padded: bool) -> bool {
    let script = match scheme.script {
        1 => number.script == Script::Latin && !number.roman,
        2 => matches!(number.script, Script::Arabic | Script::Persian),
        3 => matches!(number.script, Script::Persian | Script::Arabic),
        4 => number.script == Script::Chinese,
        5 => number.roman,
        _ => !number.roman,
    };
    script && (number.roman || number.script == Script::Chinese || natural_digits(scheme, number, padded) > 0)
}

/// How many digits the number counts for under the scheme; 0 when it does not fit.
fn natural_digits(scheme: &ArchivedScheme, number: &Number, padded: bool) -> u8 {
    if number.script == Script::Chinese {
        return if number.value >= 1000 { 4 } else { 2 };
    }
    if scheme.digits.contains(&number.digits) {
        return number.digits;
    }
    // `012` is year 12; `04` is not the one-digit year 4.
    let padded = padded && number.digits > 2 && number.value < 10u32.pow(u32::from(number.digits) - 1);
    if padded && scheme.digits.contains(&(number.digits - 1)) {
        number.digits - 1
    } else {
        0
    }
}
