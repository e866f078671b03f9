//! Numbers on boxes of Colombian ammunition for private use.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

const MAKER: &str = "INDUMIL";

/// The company is of 1954: smaller numbers are of this century.
const FOUNDED: u8 = 54;

/// The box number begins with the year; the cases carry none.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    if !crate::bears(item, MAKER) {
        return Vec::new();
    }
    let numbers = item.stamped().filter(|mark| mark.digits() == Some(8));
    numbers.filter_map(year).collect()
}

fn year(mark: &ItemMark) -> Option<Clue> {
    let year: u8 = mark.folded.get(..2)?.parse().ok()?;
    let century: u16 = if year < FOUNDED { 2000 } else { 1900 };
    let says = format!(
        "The eight digits of an {MAKER} box number begin with the last two of the year, here {year:02}. The cases inside \
         carry no year."
    );
    Some(
        Clue::of("year", (century + u16::from(year)).to_string(), [mark.index])
            .rule("box-number", says)
            .documented(["colombia-2006-un-poa-report"])
            .in_states(["CO"]),
    )
}
