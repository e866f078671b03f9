//! Years of proof: when a barrel was tested, which is not always when the weapon was made.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::Word;

/// Letters that come second in the two-letter years of the Italian proof house. E was used in the first round only.
const SECOND: &[u8] = b"ABCDEFHILMNPSTUZ";

/// First and latest year that German letters are read as.
const GERMAN_YEARS: std::ops::RangeInclusive<u16> = 1952..=2030;

/// Words that show an Italian or a German weapon.
const ITALIAN: [&str; 7] = [
    "ITALY", "ITALIA", "GARDONE", "BERETTA", "BRESCIA", "PSF", "FINITO",
];
const GERMAN: [&str; 7] = [
    "GERMANY",
    "ULM",
    "SUHL",
    "KÖLN",
    "MELLRICHSTADT",
    "HANNOVER",
    "KIEL",
];

pub(crate) fn clues(words: &[Word]) -> Vec<Clue> {
    let shows = |list: &[&str]| words.iter().any(|word| list.contains(&word.folded.as_str()));
    let (italian, german) = (shows(&ITALIAN), shows(&GERMAN));
    words
        .iter()
        .filter_map(|word| {
            let named = word.labelled(&["proof", "proof-it", "proof-de"]);
            if word.label.is_some() && !named {
                return None;
            }
            let it = word.labelled(&["proof-it"]) || italian && !word.labelled(&["proof-de"]);
            let de = word.labelled(&["proof-de"]) || german && !word.labelled(&["proof-it"]);
            one(word, it, de, named)
        })
        .collect()
}

fn one(word: &Word, italian: bool, german: bool, named: bool) -> Option<Clue> {
    let text = word.folded.as_str();
    let clue = |value: String, rule: &str, says: String| {
        Some(Clue::of("proof", value, word.marks.clone()).rule(rule, says))
    };
    let documented = |clue: Clue, year: u16| {
        if year <= 2007 {
            clue.documented(["riserva-di-caccia-weapon-markings"])
        } else {
            clue
        }
    };
    let tested = "It is the year in which the barrel was tested, not always that of manufacture.";
    // XX7 to XX9 are no Roman numerals and nobody else's.
    let certain = matches!(text, "XX7" | "XX8" | "XX9");
    if (italian && !german || certain)
        && let Some(year) = italian_year(text)
    {
        let says = format!("“{}” is the Italian proof year {year}. {tested}", word.text);
        return clue(year.to_string(), "italian-proof-year", says).map(|clue| documented(clue, year));
    }
    let letters: Vec<u8> = text.bytes().filter(u8::is_ascii_uppercase).collect();
    let [first, second] = letters[..] else {
        return None;
    };
    if text.len() != 2
        || !(named || word.enclosure.as_deref() == Some("square") || italian && matches!(first, b'A'..=b'C'))
    {
        return None;
    }
    let german_year = german_year(first, second);
    if italian && !german {
        if !matches!(first, b'A'..=b'C') {
            return None;
        }
        return clue(
            format!("undetermined: misread, perhaps {}", near(first, second)),
            "italian-proof-year",
            format!(
                "“{}” is no Italian proof year: G, J, K, O, Q, R, V, W, X and Y never stand second, and E only in 1979. Look whether it is {}.",
                word.text,
                near(first, second)
            ),
        )
        .map(|clue| clue.documented(["riserva-di-caccia-weapon-markings"]));
    }
    let year = german_year?;
    match italian_year(text).filter(|_| !german) {
        Some(other) => clue(
            format!("undetermined: {other} if Italian, {year} if German"),
            "proof-year-of-two-states",
            format!(
                "“{}” is the proof year {other} in Italy and {year} in Germany. The proof house beside it decides.",
                word.text
            ),
        ),
        None => clue(
            year.to_string(),
            "german-proof-year",
            format!(
                "“{}” is the German proof year {year}: A is 0, B is 1, to K for 9, without J. {tested}",
                word.text
            ),
        ),
    }
}

/// `X` to `XXVI` for 1954 to 1970, `XX7` to `XX9`, `XXX`, then two letters from 1975.
fn italian_year(text: &str) -> Option<u16> {
    const ROMAN: [&str; 17] = [
        "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII",
        "XXIV", "XXV", "XXVI",
    ];
    const LATER: [(&str, u16); 4] = [("XX7", 1971), ("XX8", 1972), ("XX9", 1973), ("XXX", 1974)];
    if let Some(step) = ROMAN.iter().position(|roman| *roman == text) {
        return Some(1954 + u16::try_from(step).ok()?);
    }
    if let Some((_, year)) = LATER.iter().find(|(sign, _)| *sign == text) {
        return Some(*year);
    }
    let [first @ b'A'..=b'C', second] = *text.as_bytes() else {
        return None;
    };
    let start = match first {
        b'A' => 1975,
        b'B' => 1991,
        _ => 2006,
    };
    let round = SECOND.iter().filter(|letter| **letter != b'E' || first == b'A');
    let step = round.into_iter().position(|letter| *letter == second)?;
    Some(start + u16::try_from(step).ok()?)
}

/// The letters that a misread second one is next to.
fn near(first: u8, second: u8) -> String {
    let before = SECOND.iter().rev().find(|letter| **letter < second);
    let after = SECOND.iter().find(|letter| **letter > second);
    let pair = |letter: &u8| format!("{}{}", char::from(first), char::from(*letter));
    before
        .into_iter()
        .chain(after)
        .map(pair)
        .collect::<Vec<_>>()
        .join(" or ")
}

/// Two letters for the last two digits: A is 0, K is 9, J is left out.
fn german_year(first: u8, second: u8) -> Option<u16> {
    let digit = |letter| {
        b"ABCDEFGHIK"
            .iter()
            .position(|known| *known == letter)
            .and_then(|at| u16::try_from(at).ok())
    };
    let two = digit(first)? * 10 + digit(second)?;
    [1900 + two, 2000 + two]
        .into_iter()
        .find(|year| GERMAN_YEARS.contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn italian_years() {
        for (text, year) in [
            ("X", 1954),
            ("XI", 1955),
            ("XXVI", 1970),
            ("XX7", 1971),
            ("XX8", 1972),
            ("XX9", 1973),
            ("XXX", 1974),
            ("AA", 1975),
            ("AE", 1979),
            ("AF", 1980),
            ("AM", 1984),
            ("AU", 1989),
            ("AZ", 1990),
            ("BA", 1991),
            ("BD", 1994),
            ("BM", 1999),
            ("BN", 2000),
            ("BU", 2004),
            ("BZ", 2005),
            ("CA", 2006),
            ("CB", 2007),
            ("CC", 2008),
            ("CT", 2018),
            ("CU", 2019),
            ("CZ", 2020),
        ] {
            assert_eq!(italian_year(text), Some(year), "{text}");
        }
        for none in ["AG", "AJ", "BE", "CE", "XXVII", "DA", "A", "XX6", "AAA"] {
            assert_eq!(italian_year(none), None, "{none}");
        }
        assert_eq!(near(b'A', b'G'), "AF or AH");
        assert_eq!(near(b'C', b'Y'), "CU or CZ");
    }

    #[test]
    fn german_years() {
        assert_eq!(german_year(b'I', b'G'), Some(1986));
        assert_eq!(german_year(b'A', b'C'), Some(2002));
        assert_eq!(german_year(b'K', b'K'), Some(1999));
        assert_eq!(german_year(b'J', b'A'), None);
        // Nothing is read from before the code, or from years to come.
        assert_eq!(german_year(b'E', b'A'), None);
    }
}
