//! Lots of three letters and two digits on cases for Brazilian public bodies.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

/// Who stamps them.
const MAKER: &str = "CBC";

/// Lots that documents name, rows of the tables. Here they are known again when written apart or misread.
pub(crate) const DOCUMENTED: [&str; 10] = [
    "AAY68", "AEO57", "AHW55", "AYA77", "AYB23", "BAY18", "BIZ91", "BNT84", "BQZ91", "UZZ18",
];

/// Signs that are taken for one another on a worn case.
const CONFUSED: [(char, char); 5] = [('U', 'V'), ('Z', '2'), ('B', '8'), ('I', '1'), ('O', '0')];

/// Reports that describe the mark: where it stands, and that UZZ18 was sold in 2006.
const SOURCES: [&str; 2] = [
    "g1-2018-mpf-na-pb-controle-de-municoes",
    "extra-2018-lote-marielle",
];

const STATE: &str = "BR";

/// Clues for every mark that is a lot or may be one.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let beside_maker = crate::bears(item, MAKER);
    let marks: Vec<&ItemMark> = item.stamped().filter(|mark| mark.enclosure.is_none()).collect();
    let whole = marks.iter().flat_map(|mark| of_one(mark, beside_maker));
    let apart = marks.windows(2).flat_map(|pair| match pair {
        [letters, digits] => of_two(letters, digits),
        _ => Vec::new(),
    });
    whole.chain(apart).collect()
}

/// A lot in one mark, with or without its hyphen.
fn of_one(mark: &ItemMark, beside_maker: bool) -> Vec<Clue> {
    let lot = bare(mark);
    let known = DOCUMENTED.contains(&lot.as_str());
    if known || (has_form(&lot) && !lot.starts_with(MAKER)) {
        if !beside_maker {
            // A documented lot is a row of the tables; another, without its maker, may be anything.
            return Vec::new();
        }
        let mut clues = vec![no_link(&lot, [mark.index], known), not_before(&lot, mark.index)];
        clues.push(no_year(&lot, mark.index));
        clues.extend(misread(mark, &lot));
        return clues;
    }
    misread(mark, &lot).into_iter().collect()
}

/// A documented lot whose letters and digits were written down as two marks.
fn of_two(letters: &ItemMark, digits: &ItemMark) -> Vec<Clue> {
    let lot = format!("{}{}", letters.folded, digits.folded);
    if !DOCUMENTED.contains(&lot.as_str()) || digits.number().is_none() {
        return Vec::new();
    }
    let mut clues = vec![no_link(&lot, [letters.index, digits.index], true)];
    clues.push(no_year(&lot, digits.index));
    clues
}

fn no_link(lot: &str, marks: impl IntoIterator<Item = u32>, known: bool) -> Clue {
    let says = if known {
        format!(
            "{lot} is a lot that was reported from Brazilian cases. Such a lot can be spread over the whole country: an \
             equal lot does not show that two cases came the same way."
        )
    } else {
        format!(
            "Three letters and two digits beside {MAKER} are the lot of a Brazilian public body; to whom {lot} was sold \
             is not known here. An equal lot does not show that two cases came the same way."
        )
    };
    Clue::of("lot", lot, marks)
        .rule("lot-of-public-body", says)
        .documented(SOURCES)
        .in_states([STATE])
}

/// Such lots came with the rules of the end of 2004.
fn not_before(lot: &str, mark: u32) -> Clue {
    Clue::of("not-before", "2004", [mark])
        .rule(
            "lot-rules-of-2004",
            format!("Lots on cases came with the Brazilian rules of 28 December 2004: a case with lot {lot} is not older."),
        )
        .in_states([STATE])
}

/// The two digits as a year: of this century below 50, of the last one above.
fn no_year(lot: &str, mark: u32) -> Clue {
    let digits = lot.get(3..).unwrap_or_default();
    let century = if digits < "50" { "20" } else { "19" };
    Clue::of("year", format!("{century}{digits}"), [mark])
        .rule(
            "lot-digits-are-no-year",
            format!("The digits of a lot such as {lot} are no year: lot UZZ18 was sold in 2006."),
        )
        .documented(["extra-2018-lote-marielle"])
        .in_states([STATE])
        .excludes()
}

/// A documented lot that a worn or badly read mark may be.
fn misread(mark: &ItemMark, lot: &str) -> Option<Clue> {
    let known = DOCUMENTED.iter().find(|known| looks_like(lot, known))?;
    let says = format!(
        "“{}” may be lot {known} of a Brazilian public body, since U and V, Z and 2, B and 8, I and 1, O and 0 are taken \
         for one another. Look at the case or the photograph again.",
        mark.text.trim()
    );
    Some(
        Clue::of("lot", *known, [mark.index])
            .rule("lot-misread", says)
            .in_states([STATE])
            .doubtful(),
    )
}

/// The mark in capitals, without the hyphen that reports put in.
fn bare(mark: &ItemMark) -> String {
    mark.folded.chars().filter(|sign| *sign != '-').collect()
}

/// Three letters, two digits.
fn has_form(lot: &str) -> bool {
    let bytes = lot.as_bytes();
    bytes.len() == 5
        && bytes.iter().take(3).all(u8::is_ascii_uppercase)
        && bytes.iter().skip(3).all(u8::is_ascii_digit)
}

/// The same but for signs that are taken for one another.
fn looks_like(seen: &str, known: &str) -> bool {
    let same = |(a, b): (char, char)| a == b || CONFUSED.contains(&(a, b)) || CONFUSED.contains(&(b, a));
    seen.chars().count() == known.chars().count()
        && seen != known
        && seen.chars().zip(known.chars()).all(same)
}
