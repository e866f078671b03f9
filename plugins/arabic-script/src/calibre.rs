//! Calibres in Arabic or Persian digits: `٧٫٦٢×٣٩`, or as read from the right `٣٩×٧٫٦٢`.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::digits;

/// Bore and length as written, and the calibre of the tables.
const CALIBRES: [(&str, &str, &str); 9] = [
    ("7.62", "39", "7.62x39mm"),
    ("7.62", "54", "7.62x54mmR"),
    ("7.62", "51", "7.62x51mm"),
    ("7.62", "25", "7.62x25mm"),
    ("7.92", "57", "7.92x57mm"),
    ("5.56", "45", "5.56x45mm"),
    ("9", "19", "9x19mm"),
    ("12.7", "108", "12.7x108mm"),
    ("14.5", "114", "14.5x114mm"),
];

/// The calibre that a mark in Arabic or Persian digits names.
fn named(mark: &ItemMark) -> Option<&'static str> {
    let text = mark.text.trim();
    let digit = |sign: char| digits::arabic(sign).or_else(|| digits::persian(sign));
    if !text.chars().any(|sign| digit(sign).is_some()) || mark.enclosure.is_some() {
        return None;
    }
    let western: String = text
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| match sign {
            '٫' | ',' | '،' => '.',
            '×' | 'x' | 'X' | '*' => 'x',
            _ => digit(sign)
                .and_then(|value| char::from_digit(value, 10))
                .unwrap_or(sign),
        })
        .collect();
    let (one, other) = western.split_once('x')?;
    CALIBRES
        .iter()
        .find(|(bore, length, _)| (one, other) == (bore, length) || (one, other) == (length, bore))
        .map(|(_, _, calibre)| *calibre)
}

/// Whether the mark names a calibre, in any digits.
pub(crate) fn is_calibre(mark: &ItemMark) -> bool {
    let letters = mark.folded.chars().filter(|sign| sign.is_alphabetic());
    let western = mark.folded.starts_with(|sign: char| sign.is_ascii_digit())
        && mark.text.contains(['.', '٫', 'x', 'X', '×'])
        && letters.clone().all(|sign| matches!(sign, 'X' | 'M' | 'R'));
    western || named(mark).is_some()
}

/// What each such mark says.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let clue = |mark: &ItemMark| {
        let calibre = named(mark)?;
        let text = mark.text.trim();
        let says = format!("“{text}” is {calibre} in Arabic digits.");
        Some(
            Clue::of("calibre", calibre, [mark.index])
                .rule("arabic-calibre", says)
                .arg("mark", text),
        )
    };
    item.stamped().filter_map(clue).collect()
}
