//! Serial numbers, and the years in and beside them.

use headstamp_plugin_api::stencil;
use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::words::Word;

use crate::signs;

pub(crate) fn clues(item: &Item, words: &[Word]) -> Vec<Clue> {
    let mut out = makarov(item, words);
    for place in 0..words.len() {
        out.extend(named(words, place).or_else(|| year(words, place)));
    }
    out
}

/// `BK 27 1234` on a Bulgarian Makarov: 27 and 1960 are 1987.
fn makarov(item: &Item, words: &[Word]) -> Vec<Clue> {
    let is_makarov = item
        .calibre
        .as_deref()
        .is_some_and(|calibre| calibre.starts_with("9x18"))
        || words
            .iter()
            .any(|word| matches!(word.folded.as_str(), "MAKAROV" | "MAKAPOB" | "ПM"));
    if !is_makarov || !item.stamped().any(signs::is_arsenal) {
        return Vec::new();
    }
    let mut out = Vec::new();
    for window in words.windows(3) {
        let [letters, step, rest] = window else { continue };
        let lettered = letters.text.chars().count() == 2 && letters.text.chars().all(char::is_alphabetic);
        let digits = |word: &Word, length: usize| word.number().filter(|_| word.folded.len() == length);
        let (true, Some(two), Some(_)) = (lettered, digits(step, 2), digits(rest, 4)) else {
            continue;
        };
        // The pistol was made at Kazanlak from the 1970s.
        if !(15..=49).contains(&two) {
            continue;
        }
        let year = 1960 + two;
        let whole = format!("{} {} {}", letters.text, step.text, rest.text);
        let marks = window.iter().flat_map(|word| word.marks.iter().copied());
        let says = format!(
            "In the serial number “{whole}” of a Bulgarian Makarov the middle two digits and 1960 are the year: {year}. On \
             cartridges and ordnance a Bulgarian year is plain."
        );
        let clue = Clue::of("serial", format!("{whole}: made in {year}"), marks)
            .rule("bulgarian-makarov", says.clone())
            .documented(["makarov-ch-allocation-example"]);
        out.push(clue);
        // Where the digits stand in a mark of their own, they are the year.
        if let [only] = step.marks[..]
            && letters.marks != step.marks
        {
            let clue = Clue::of("year", year.to_string(), [only])
                .rule("bulgarian-makarov", says)
                .documented(["makarov-ch-allocation-example"]);
            out.push(clue);
        }
    }
    out
}

/// A number that is called a serial number.
fn named(words: &[Word], place: usize) -> Option<Clue> {
    let word = words.get(place)?;
    let digit = word.text.chars().any(|sign| sign.is_ascii_digit());
    (digit && word.enclosure.is_none() && is_named(words, place)).then_some(())?;
    let text = &word.text;
    Some(Clue::of("serial", text.clone(), word.marks.clone()).rule(
        "serial-number",
        format!(
            "{text} is a serial number. It identifies a weapon only together with maker, model and calibre, and no year is \
             read from it."
        ),
    ))
}

fn is_named(words: &[Word], place: usize) -> bool {
    let labelled = words.get(place).is_some_and(|word| word.labelled(&["serial"]));
    let before = place.checked_sub(1).and_then(|place| words.get(place));
    labelled
        || before.is_some_and(|word| {
            matches!(
                word.folded.trim_end_matches(['.', ':']),
                "SERIAL" | "SER" | "S/N" | "№" | "NO"
            )
        })
}

/// Four digits that may be the year in full.
fn year(words: &[Word], place: usize) -> Option<Clue> {
    let word = words.get(place)?;
    let year = stencil::year(&word.folded).filter(|_| word.folded.len() == 4 && word.enclosure.is_none())?;
    if word.labelled(&["year"]) {
        return Some(
            Clue::of("component", format!("dated {year}"), word.marks.clone()).rule(
                "year-in-full",
                format!(
                    "The recorder calls {year} the year of the weapon, or of the part that it stands on."
                ),
            ),
        );
    }
    let imported = |place: usize| {
        words
            .get(place)
            .is_some_and(|word| word.folded.starts_with("IMP"))
    };
    let beside_import = (1..=2).any(|back| place.checked_sub(back).is_some_and(imported));
    if word.label.is_some() || beside_import {
        return None;
    }
    Some(
        Clue::of("component", format!("undetermined: {year}, or a serial number"), word.marks.clone()).rule(
            "year-in-full",
            format!("{year} has the form of a year in full, but serial numbers have four digits too. Write year:{year} if it stands apart from the serial number."),
        ),
    )
}
