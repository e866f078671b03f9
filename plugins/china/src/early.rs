//! The third group of the first Chinese 7.62 × 54 mm R cartridges.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

/// Factory numbers that the tables know. A test holds the list to them.
pub(crate) const CODES: [&str; 23] = [
    "11", "31", "41", "61", "71", "81", "101", "121", "311", "321", "351", "451", "501", "505", "651", "661",
    "671", "811", "911", "945", "964", "9121", "9141",
];

/// The calibre in which it was met.
const CALIBRE: &str = "7.62x54mmR";

const SOURCE: &str = "iaa-forum-8727-chinese-762x54r";

/// Factory, year from 1951 to 1959, and a lot or month. Which it is, and where it stands, is not known.
pub(crate) fn clue(item: &Item) -> Option<Clue> {
    if item.calibre.as_deref() != Some(CALIBRE) {
        return None;
    }
    let marks: Vec<&ItemMark> = item.stamped().collect();
    let year =
        |mark: &&&ItemMark| mark.digits() == Some(2) && mark.number().is_some_and(|n| (51..=59).contains(&n));
    let others: Vec<&ItemMark> = marks.iter().filter(|mark| !year(mark)).copied().collect();
    let [one, other] = others[..] else { return None };
    if marks.len() != 3 || one.number().is_none() || other.number().is_none() {
        return None;
    }
    let code = |mark: &ItemMark| CODES.contains(&mark.folded.as_str());
    let small = |mark: &ItemMark| matches!(mark.digits(), Some(1 | 2));
    let third = match (code(one), code(other)) {
        (true, false) if small(other) => vec![other],
        (false, true) if small(one) => vec![one],
        (true, true) if small(one) && small(other) => vec![one, other],
        _ => return None,
    };
    let mut texts: Vec<&str> = third.iter().map(|mark| mark.text.trim()).collect();
    texts.sort_unstable();
    let says = match texts[..] {
        [a, b] => format!(
            "“{a}” and “{b}” may each be the factory; the other is then a lot or a month, as on Chinese 7.62 × 54 mm R \
             of the 1950s. Which is not known."
        ),
        _ => format!(
            "“{}” is a third group, as on Chinese 7.62 × 54 mm R of the 1950s: a lot or a month, which of them is not \
             known.",
            texts.concat()
        ),
    };
    Some(
        Clue::of(
            "lot",
            "undetermined: lot or month",
            third.iter().map(|mark| mark.index),
        )
        .rule("third-group-of-the-1950s", says)
        .documented([SOURCE])
        .in_states(["CN"]),
    )
}
