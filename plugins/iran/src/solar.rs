//! The solar Hijri calendar, after `calendrical_calculations`.

use std::ops::RangeInclusive;

use calendrical_calculations::gregorian::gregorian_from_fixed;
use calendrical_calculations::persian::fixed_from_fast_persian;
use calendrical_calculations::rata_die::RataDie;

/// From the year in which Iran took the calendar up (1925) to a few years from now.
pub(crate) const YEARS: RangeInclusive<i32> = 1304..=1410;

/// Imperial years count from Cyrus.
const IMPERIAL: i32 = 1180;

/// The years in which Iran used the imperial count (1976 to 1978).
pub(crate) const IMPERIAL_YEARS: RangeInclusive<i32> = 2535..=2537;

/// The solar Hijri year that a number of four digits is, and whether it is counted from Cyrus.
pub(crate) fn full(number: i32) -> Option<(i32, bool)> {
    if YEARS.contains(&number) {
        Some((number, false))
    } else if IMPERIAL_YEARS.contains(&number) {
        Some((number - IMPERIAL, true))
    } else {
        None
    }
}

/// First and last day of the year: `2009-03-21..2010-03-20`.
pub(crate) fn year(year: i32) -> String {
    span(
        fixed_from_fast_persian(year, 1, 1),
        fixed_from_fast_persian(year + 1, 1, 1),
    )
}

/// The year as people say it: `2009/10`.
pub(crate) fn said(year: i32) -> String {
    format!("{}/{:02}", year + 621, (year + 622) % 100)
}

/// First and last day of the month.
pub(crate) fn month(year: i32, month: u8) -> String {
    let next = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    span(
        fixed_from_fast_persian(year, month, 1),
        fixed_from_fast_persian(next.0, next.1, 1),
    )
}

/// The day, if the month is as long.
pub(crate) fn day(year: i32, month: u8, day: u8) -> Option<String> {
    let next = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    let exact = fixed_from_fast_persian(year, month, day);
    (exact < fixed_from_fast_persian(next.0, next.1, 1)).then(|| iso(exact))
}

/// From the first day to the day before the next.
fn span(first: RataDie, next: RataDie) -> String {
    format!("{}..{}", iso(first), iso(next - 1))
}

fn iso(day: RataDie) -> String {
    let (year, month, day) = gregorian_from_fixed(day).unwrap_or_default();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_examples() {
        assert_eq!(year(1309), "1930-03-21..1931-03-21");
        assert_eq!(year(1354), "1975-03-21..1976-03-20");
        assert_eq!(year(1388), "2009-03-21..2010-03-20");
        assert_eq!(said(1388), "2009/10");
        assert_eq!(said(1378), "1999/00");
        assert_eq!(month(1388, 8), "2009-10-23..2009-11-21");
        assert_eq!(month(1388, 12), "2010-02-20..2010-03-20");
        assert_eq!(day(1388, 8, 25).as_deref(), Some("2009-11-16"));
        assert_eq!(day(1388, 8, 31), None);
        assert_eq!(full(2535), Some((1355, true)));
        assert_eq!(full(1355), Some((1355, false)));
        assert_eq!((full(2538), full(1303), full(1945)), (None, None, None));
        // New year falls on 20, 21 or 22 March.
        for of in YEARS {
            assert!(["20", "21", "22"].contains(&&year(of)[8..10]), "{of}");
        }
    }
}
