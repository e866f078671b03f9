//! The three groups of Sudanese cases: a digit, the length of the case, the year.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

const STATES: [&str; 1] = ["SD"];

/// Lengths of the cases that Sudan makes.
const LENGTHS: [u32; 3] = [39, 51, 54];

/// What is no year and no producer in the three groups. Their order round the rim is not known, so none is asked for.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let marks: Vec<&ItemMark> = item.stamped().collect();
    // Letters such as SUD may stand beside the groups.
    let numbers: Vec<&ItemMark> = marks
        .iter()
        .filter(|mark| mark.number().is_some())
        .copied()
        .collect();
    if numbers.len() != 3 || marks.len() > 4 {
        return Vec::new();
    }
    let length =
        |mark: &ItemMark| mark.digits() == Some(2) && mark.number().is_some_and(|n| LENGTHS.contains(&n));
    let lengths: Vec<&ItemMark> = numbers.iter().filter(|mark| length(mark)).copied().collect();
    let digit: Vec<&ItemMark> = numbers
        .iter()
        .filter(|mark| mark.digits() == Some(1))
        .copied()
        .collect();
    let [digit] = digit[..] else { return Vec::new() };
    let year = |mark: &&&ItemMark| {
        let padded = mark.digits() == Some(3) && mark.folded.starts_with('0');
        (mark.digits() == Some(2) || padded) && !length(mark)
    };
    match (lengths.len(), numbers.iter().filter(year).count()) {
        (1, 1) => vec![open(digit)],
        (2, _) => lengths
            .iter()
            .flat_map(|mark| no_year(mark))
            .chain([open(digit)])
            .collect(),
        _ => Vec::new(),
    }
}

fn open(digit: &ItemMark) -> Clue {
    let text = digit.text.trim();
    Clue::of("type", "undetermined: single digit before the calibre group", [digit.index])
        .rule(
            "sudan-single-digit",
            format!("“{text}” is the single digit of the Sudanese groups. What it means is not established; it is no producer."),
        )
        .arg("mark", text)
        .in_states(STATES)
}

/// Two groups that are both a length: neither is a year that the plant could have stamped.
fn no_year(mark: &ItemMark) -> Option<Clue> {
    let text = mark.text.trim();
    let number = mark.number()?;
    Some(
        Clue::of("year", (1900 + number).to_string(), [mark.index])
            .rule(
                "calibre-group-is-no-year",
                format!("“{text}” is a calibre group on Sudanese cases. As a year it would be before the plant (1959): two such groups must be read again."),
            )
            .arg("mark", text)
            .excludes()
            .in_states(STATES),
    )
}
