//! Dates as people write them.

use headstamp_core::date::{Day, Span};

/// A date as people write it: ISO, or day first with dots or slashes.
///
/// # Errors
/// When it is no date; the text says what is expected.
pub fn date(text: &str) -> Result<Option<Span>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some((from, to)) = text.split_once("..").or_else(|| text.split_once('/'))
        && let (Some(from), Some(to)) = (Day::parse_span(from), Day::parse_span(to))
    {
        let span = Span {
            from: from.from,
            to: to.to,
        };
        return if span.from <= span.to {
            Ok(Some(span))
        } else {
            Err(format!(
                "“{text}” ends before it begins; write the first day first"
            ))
        };
    }
    let iso = text.split(['T', ' ']).next().unwrap_or(text);
    if let Some(span) = Day::parse_span(iso) {
        return Ok(Some(span));
    }
    let slashes = text.contains('/');
    let parts: Vec<&str> = text.split(['.', '/']).map(str::trim).collect();
    let day = |d: &str, m: &str, y: &str| Day::parse_span(&format!("{y}-{m:0>2}-{d:0>2}"));
    let turned = match parts.as_slice() {
        // 03/04/2012 is the third of April or the fourth of March, by the habit of the country: either is kept.
        [a, b, y] if y.len() == 4 && slashes => match (day(a, b, y), day(b, a, y)) {
            (Some(one), Some(other)) => Some(Span {
                from: one.from.min(other.from),
                to: one.to.max(other.to),
            }),
            (one, other) => one.or(other),
        },
        [d, m, y] if y.len() == 4 => day(d, m, y),
        [m, y] if y.len() == 4 => Day::parse_span(&format!("{y}-{m:0>2}")),
        _ => None,
    };
    turned
        .map(Some)
        .ok_or_else(|| format!("“{text}” is no date; write YYYY-MM-DD, YYYY-MM or YYYY"))
}

/// A date whose day and month may be either way round.
#[must_use]
pub fn either_way(text: &str) -> bool {
    text.contains('/')
        && matches!(date(text), Ok(Some(s)) if s.from != s.to && text.matches('/').count() == 2)
}

/// A moment in UTC as `2026-11-21T06:31:06Z`.
pub(crate) fn utc(since_epoch: std::time::Duration) -> String {
    /// 1 January 1970.
    const EPOCH: i32 = 719_163;
    let seconds = since_epoch.as_secs();
    let day = Day(EPOCH.saturating_add(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX / 2)));
    let (h, m, s) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{day}T{h:02}:{m:02}:{s:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        for (text, day) in [
            ("2016-09-14", "2016-09-14"),
            ("14.09.2016", "2016-09-14"),
            ("14/9/2016", "2016-09-14"),
            ("2016-09-14T00:00:00", "2016-09-14"),
        ] {
            assert_eq!(date(text).unwrap().unwrap().from.to_string(), day, "{text}");
        }
        assert_eq!(
            date("03/04/2012").unwrap().unwrap().to_string(),
            "2012-03-04 to 2012-04-03"
        );
        assert!(either_way("03/04/2012") && !either_way("14/04/2012") && !either_way("03.04.2012"));
        assert_eq!(date("").unwrap(), None);
        for (text, span) in [
            ("2007-01-01/2008-12-30", "2007-01-01 to 2008-12-30"),
            ("2007-01-01..2008-12-30", "2007-01-01 to 2008-12-30"),
            ("2007 / 2008-03", "2007-01-01 to 2008-03-31"),
        ] {
            assert_eq!(date(text).unwrap().unwrap().to_string(), span, "{text}");
            assert!(!either_way(text));
        }
        for text in ["2008/2007", "/2001-12-31", "2001-12-31/", "2007/2008/2009"] {
            assert!(date(text).is_err(), "{text}");
        }
        assert!(date("last week").is_err());
        assert!(date("31.02.2016").is_err());
    }

    #[test]
    fn clock() {
        let at = |s| utc(std::time::Duration::from_secs(s));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(1_473_811_199), "2016-09-13T23:59:59Z");
    }
}
