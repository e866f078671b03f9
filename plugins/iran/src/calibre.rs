//! Calibres: which marks name one, and the Persian way to write a decimal with a slash.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

/// Calibres whose decimals would be taken for a year: as written with a slash, or with the halves set apart.
const DECIMALS: [([&str; 2], &str, &str); 3] = [
    (["۷/۶۲", "۷ ۶۲"], "7", "62"),
    (["۷/۹۲", "۷ ۹۲"], "7", "92"),
    (["۵/۵۶", "۵ ۵۶"], "5", "56"),
];

/// Whether the mark names a calibre: `7.62x39`, `7.62`, `7,62 mm`, `12.7 × 108`.
pub(crate) fn is_named(mark: &ItemMark) -> bool {
    let text = mark.text.trim().to_lowercase();
    let digits = |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_numeric());
    let text = text.trim_end_matches("mm").trim_end();
    let (bore, length) = text.split_once(['x', '×']).unwrap_or((text, "0"));
    let decimal = bore.trim().split_once(['.', ',', '٫']);
    let length = length.trim().trim_end_matches('r');
    decimal.is_some_and(|(whole, part)| digits(whole) && digits(part)) && digits(length)
}

/// A calibre written with a slash, which the notation takes apart into two marks.
pub(crate) struct Decimal {
    pub(crate) marks: [u32; 2],
    written: &'static str,
    part: u32,
    value: String,
}

impl Decimal {
    /// Finds `۷/۶۲`, or `۷ ۶۲` recorded one behind the other.
    pub(crate) fn find(item: &Item) -> Option<Self> {
        DECIMALS.into_iter().find_map(|(forms, whole, part)| {
            let written = forms.into_iter().find(|form| item.marking.contains(form))?;
            let mark = |text: &str| {
                let mut found = item
                    .stamped()
                    .filter(|mark| mark.folded == text && mark.enclosure.is_none());
                found.next().filter(|_| found.next().is_none())
            };
            let (first, second) = (mark(whole)?, mark(part)?);
            Some(Self {
                marks: [first.index, second.index],
                written,
                part: second.index,
                value: format!("{whole}.{part}"),
            })
        })
    }

    /// It is a calibre, and its second half is no year.
    pub(crate) fn clues(&self) -> Vec<Clue> {
        let Self {
            marks,
            written,
            part,
            value,
        } = self;
        let is = Clue::of("calibre", format!("undetermined: {value} mm of some length"), *marks)
            .rule(
                "decimal-slash",
                format!("“{written}” is {value} in Persian digits, a calibre: Persian writes the decimal sign as a slash."),
            )
            .arg("mark", *written);
        let digits: i32 = value
            .rsplit('.')
            .next()
            .and_then(|digits| digits.parse().ok())
            .unwrap_or_default();
        let is_not = |year: i32| {
            Clue::of("year", year.to_string(), [*part])
                .rule(
                    "decimal-slash",
                    format!("The second half of “{written}” is part of a calibre, and no year."),
                )
                .arg("mark", *written)
                .excludes()
                .in_states(["IR"])
        };
        // As a solar Hijri year, and as a Gregorian one.
        vec![is, is_not(1300 + digits + 621), is_not(1900 + digits)]
    }
}

#[cfg(test)]
mod tests {
    use headstamp_plugin_kit::item;

    use super::*;

    #[test]
    fn marks_that_name_a_calibre() {
        for text in [
            "7.62x39",
            "7.62",
            "7.62mm",
            "12.7x108",
            "7.62x54R",
            "'7.62 × 39'",
            "۷٫۶۲",
        ] {
            assert!(is_named(&item(text).marks[0]), "{text}");
        }
        for text in ["61", "39", "POF", "x", "7x", "WOLF", "1354", "{star}"] {
            assert!(!is_named(&item(text).marks[0]), "{text}");
        }
    }
}
