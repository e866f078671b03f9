//! Days and spans of days. Core has no clock: every date comes from the record, a table or a calendar rule.

use std::fmt;

use calendrical_calculations::gregorian;
use calendrical_calculations::rata_die::RataDie;

/// A day, counted from 1 January of year 1 (Gregorian, proleptic).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

/// A span of days, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Day {
    /// The day of a Gregorian date; days past the end of the month run on.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Self {
        Self(clamp(gregorian::fixed_from_gregorian(
            year,
            month.clamp(1, 12),
            day.clamp(1, 31),
        )))
    }

    /// Year, month and day.
    #[must_use]
    pub fn ymd(self) -> (i32, u8, u8) {
        gregorian::gregorian_from_fixed(RataDie::new(i64::from(self.0))).unwrap_or((0, 1, 1))
    }

    /// The Gregorian year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; the shorter forms give the span they cover.
    #[must_use]
    pub fn parse_span(text: &str) -> Option<Span> {
        let mut parts = text.trim().splitn(3, '-');
        let number = |part: Option<&str>, len: usize| -> Option<u32> {
            let p = part?;
            (p.len() == len && p.bytes().all(|b| b.is_ascii_digit())).then(|| p.parse().ok())?
        };
        let year = i32::try_from(number(parts.next(), 4)?).ok()?;
        let Some(month) = parts.next() else {
            return Some(Span::year(year));
        };
        let month = u8::try_from(number(Some(month), 2)?)
            .ok()
            .filter(|m| (1..=12).contains(m))?;
        let first = Self::new(year, month, 1);
        let after = if month == 12 {
            Self::new(year + 1, 1, 1)
        } else {
            Self::new(year, month + 1, 1)
        };
        let Some(day) = parts.next() else {
            return Some(Span {
                from: first,
                to: Self(after.0 - 1),
            });
        };
        let day = i32::try_from(number(Some(day), 2)?).ok()?;
        let exact = Self(first.0 + day - 1);
        (day >= 1 && exact < after).then_some(Span {
            from: exact,
            to: exact,
        })
    }
}

/// The calendar functions count in 64 bits; the years met here fit 32 with room to spare.
pub(crate) fn clamp(day: RataDie) -> i32 {
    i32::try_from(day.to_i64_date()).unwrap_or(if day.to_i64_date() < 0 {
        i32::MIN / 2
    } else {
        i32::MAX / 2
    })
}

impl Span {
    /// A Gregorian year.
    #[must_use]
    pub fn year(year: i32) -> Self {
        Self {
            from: Day::new(year, 1, 1),
            to: Day::new(year, 12, 31),
        }
    }

    /// Gregorian years from the first to the last.
    #[must_use]
    pub fn years(from: i32, to: i32) -> Self {
        Self {
            from: Day::new(from, 1, 1),
            to: Day::new(to, 12, 31),
        }
    }

    /// The Gregorian years touched.
    #[must_use]
    pub fn touched(self) -> (i32, i32) {
        (self.from.year(), self.to.year())
    }

    /// True when the two share a day.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (y, m, d) = self.ymd();
        write!(f, "{y:04}-{m:02}-{d:02}")
    }
}

/// `2011`, `2009/2010`, or the two days when the span is not made of whole years.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (a, b) = self.touched();
        if *self == Self::year(a) {
            write!(f, "{a}")
        } else if b == a + 1 && self.to.0 - self.from.0 < 370 {
            write!(f, "{a}/{b}")
        } else if *self == Self::years(a, b) {
            write!(f, "{a} to {b}")
        } else {
            write!(f, "{} to {}", self.from, self.to)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_the_record() {
        assert_eq!(Day::parse_span("2016-08").unwrap().to.to_string(), "2016-08-31");
        assert_eq!(Day::parse_span("2016").unwrap(), Span::year(2016));
        assert_eq!(
            Day::parse_span("2016-02-29").unwrap().from.to_string(),
            "2016-02-29"
        );
        for bad in ["2015-02-29", "2016-13", "16", "2016-8", "x", "2016-01-00", ""] {
            assert_eq!(Day::parse_span(bad), None, "{bad}");
        }
    }
}
