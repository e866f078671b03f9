//! Letters of fire selectors. Parts are exchanged in the field: a selector alone names no country of a weapon.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::Word;

/// Automatic, single, whose, and whether the note is firm.
const SELECTORS: [(&str, &str, &str, bool); 16] = [
    ("АВ", "ОД", "the Soviet Union", true),
    ("АВ", "ЕД", "Bulgaria", true),
    ("FA", "FF", "Romania", true),
    (
        "A",
        "R",
        "Romania (export), Israel (Galil) or others with S, A, R",
        true,
    ),
    ("C", "P", "Poland", true),
    ("D", "E", "the German Democratic Republic", true),
    ("∞", "1", "Hungary", true),
    ("R", "J", "Yugoslavia", true),
    ("Р", "Ј", "Yugoslavia", true),
    ("30", "1", "Czechoslovakia (vz. 58)", true),
    ("L", "D", "China", true),
    ("连", "单", "China, early", true),
    ("련", "단", "North Korea", true),
    ("A", "1", "Albania", false),
    ("S", "T", "Türkiye (G3)", false),
    ("ر", "ت", "Iran", false),
];

/// Pairs that nothing else is written as, so that they need not be named a selector.
const PLAIN: [&str; 3] = ["АВ", "连", "련"];

pub(crate) fn clues(words: &[Word]) -> Vec<Clue> {
    let named: Vec<&Word> = words.iter().filter(|word| word.labelled(&["selector"])).collect();
    let said = |words: &[&Word], text: &str| words.iter().find(|word| word.is(text)).map(|w| w.marks.clone());
    let bare: Vec<&Word> = words
        .iter()
        .filter(|word| word.label.is_none() && word.enclosure.is_none())
        .collect();
    let mut out = Vec::new();
    for (automatic, single, whose, firm) in SELECTORS {
        let among = |list: &[&Word]| Some([said(list, automatic)?, said(list, single)?].concat());
        let marks = among(&named).or_else(|| among(&bare).filter(|_| PLAIN.contains(&automatic)));
        let Some(marks) = marks else { continue };
        let value = format!("selector {automatic} / {single}: {whose}");
        let clue = Clue::of("type", value.clone(), marks).rule(
            "selector",
            format!(
                "{automatic} for automatic and {single} for single fire are selector letters of {whose}. Parts are exchanged: \
                 they support an attribution and make none."
            ),
        );
        // Р and Ј fold to P and J: the Latin and the Cyrillic pair are one.
        let known = out
            .iter()
            .any(|other: &Clue| other.marks == clue.marks && other.says.contains(whose));
        if !known {
            out.push(if firm { clue } else { clue.doubtful() });
        }
    }
    out
}
