//! The letter of the brass supplier.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::Word;

use crate::layout::Layout;

/// Letters that the tables list; a table row speaks for them.
const IN_TABLES: [&str; 6] = ["S", "D", "I", "B", "N", "T"];

/// Makers that stood behind an A for atelier: `A.VE`, which may be recorded as `A VE`.
const WITH_A: [&str; 4] = ["VE", "TS", "RS", "VIS"];

/// Letters that stand alone and are neither maker, quarter nor calibre.
pub(crate) fn clue(layout: &Layout) -> Option<Clue> {
    let letters: Vec<(usize, &Word)> = (layout.words.iter().enumerate())
        .filter(|(at, word)| is_letter(word) && !layout.calibres.iter().any(|calibre| calibre.contains(at)))
        .collect();
    let ours = || {
        letters
            .iter()
            .filter(|(_, word)| !IN_TABLES.contains(&word.text.as_str()))
    };
    ours().next()?;
    let (value, says) = match letters.as_slice() {
        [(at, word)] if may_be_atelier(layout, *at, word) => before_maker(layout.maker()),
        [(_, word)] => supplier(layout, &word.text),
        _ => several(&letters),
    };
    let marks = ours().flat_map(|(_, word)| word.marks.iter().copied());
    let clue = Clue::of("case-metal", value, marks).rule("brass-supplier", says);
    Some(clue.in_states(layout.states().iter().copied()))
}

fn is_letter(word: &Word) -> bool {
    let mut signs = word.text.chars();
    let letter = signs.next().is_some_and(|sign| sign.is_ascii_uppercase());
    letter && signs.next().is_none() && word.enclosure.is_none()
}

/// The order is a circle: the last mark stands before the first.
fn may_be_atelier(layout: &Layout, at: usize, word: &Word) -> bool {
    let next = if at + 1 == layout.words.len() { 0 } else { at + 1 };
    word.text == "A" && next == layout.maker && WITH_A.contains(&layout.maker())
}

fn before_maker(maker: &str) -> (String, String) {
    (
        format!("undetermined: brass supplier A, or the A of A.{maker}"),
        format!(
            "The A stands before {maker}: it may be the first letter of the older mark A.{maker} (atelier) or the letter \
             of the brass supplier; the record does not show which."
        ),
    )
}

fn supplier(layout: &Layout, letter: &str) -> (String, String) {
    (
        format!("brass supplier {letter}"),
        format!(
            "Beside maker, quarter and year the letter {letter} on {} is that of the brass supplier, and no maker; which \
             firm it stands for is not established.",
            layout.tradition()
        ),
    )
}

fn several(letters: &[(usize, &Word)]) -> (String, String) {
    let mut texts: Vec<&str> = letters.iter().map(|(_, word)| word.text.as_str()).collect();
    texts.sort_unstable();
    (
        format!("undetermined: brass supplier, one of {}", texts.join(", ")),
        format!(
            "One letter beside maker, quarter and year is that of the brass supplier; here stand {}, and the marking does \
             not show which it is.",
            texts.join(" and ")
        ),
    )
}
