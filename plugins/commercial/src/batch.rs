//! Batch numbers and dates that say what they are, on bags, barrels and boxes.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::{Word, number};

/// Words before a batch number, in the languages of the labels that are met.
const BATCH: [&str; 9] = [
    "BATCH",
    "LOT",
    "LOTE",
    "CHARGE",
    "CHARGE-NR",
    "LOS",
    "PARTIDA",
    "B/N",
    "L/N",
];
/// Words before a date of production.
const MADE: [&str; 12] = [
    "PROD",
    "PRODUCED",
    "PRODUCTION",
    "MFG",
    "MFD",
    "MANUFACTURED",
    "MADE",
    "FAB",
    "FABRICATION",
    "FABRIQUÉ",
    "DOM",
    "PD",
];
/// Words before a date that is not of production.
const EXPIRES: [&str; 7] = ["EXP", "EXPIRY", "BBE", "BB", "DLUO", "DDM", "PER"];
/// Words that may stand between.
const FILLERS: [&str; 8] = ["NO", "NR", "N°", "NUMBER", "DATE", "ON", "DE", "LE"];

pub(crate) fn clues(words: &[Word]) -> Vec<Clue> {
    (0..words.len()).filter_map(|place| one(words, place)).collect()
}

fn bare(word: &Word) -> &str {
    word.folded.trim_end_matches([':', '.'])
}

fn one(words: &[Word], place: usize) -> Option<Clue> {
    let word = words.get(place)?;
    let digit = word.text.chars().any(|sign| sign.is_ascii_digit());
    (digit && word.enclosure.is_none()).then_some(())?;
    let before = words
        .get(..place)?
        .iter()
        .rev()
        .find(|word| !FILLERS.contains(&bare(word)));
    let text = &word.text;
    let said = before.map(bare);
    if word.labelled(&["batch"]) || said.is_some_and(|said| BATCH.contains(&said)) {
        // A group of plant, lot and year on a crate is for others.
        headstamp_plugin_api::stencil::groups(text)
            .is_empty()
            .then_some(())?;
        let text = whole(words, place);
        return Some(Clue::of("lot", text.clone(), word.marks.clone()).rule(
            "batch",
            format!(
                "“{text}” is called a batch. With it a maker that records sales by batch can name the buyer; count the \
                 items that show the same one."
            ),
        ));
    }
    let said = said?;
    let year = year_in(&word.folded)?;
    if MADE.contains(&said) {
        return Some(Clue::of("not-before", year.to_string(), word.marks.clone()).rule(
            "production-date",
            format!(
                "The label gives {text} as the date of production, so the item was not packed before {year}."
            ),
        ));
    }
    EXPIRES.contains(&said).then(|| {
        Clue::of("package", format!("expires {text}"), word.marks.clone()).rule(
            "expiry-date",
            format!("{text} is a date of expiry, not of production."),
        )
    })
}

/// The batch with the digits that follow it in the same line: `17 080`.
fn whole(words: &[Word], place: usize) -> String {
    let line = words.get(place..).unwrap_or_default();
    let marks = line.first().map(|word| &word.marks);
    let digits = |word: &&Word| Some(&word.marks) == marks && word.number().is_some();
    let texts: Vec<&str> = line
        .iter()
        .take(1)
        .chain(line.iter().skip(1).take_while(digits))
        .map(|word| word.text.as_str())
        .collect();
    texts.join(" ")
}

/// The year in `2017`, `03/2017`, `2017-03-21`, `21.03.2017`.
fn year_in(text: &str) -> Option<u32> {
    let parts = text.split(['/', '-', '.']);
    let mut years = parts.filter(|part| part.len() == 4).filter_map(number);
    years.next().filter(|year| (1950..=2050).contains(year))
}
