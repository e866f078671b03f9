//! Marks with a type letter: `G II`, `VIIG`, `B VI z`. The letter is a type only beside the numeral.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::STATES;

/// Calibres with British Marks. Bare Marks and the usual forms of .303 are rows of the tables.
const CALIBRES: [&str; 5] = ["11.6x19mmR", "12.7x81mm", "7.7x56mmR", "9x19mm", "9x20mmR"];

/// A type letter, what it means, and whether a document says so.
struct TypeLetter(char, &'static str, bool);

/// The list of the document gives no more than D, H, P and W; P is armour piercing in Mark VII.P and practice elsewhere.
const LETTERS: [TypeLetter; 9] = [
    TypeLetter('B', "incendiary", false),
    TypeLetter('D', "drill", true),
    TypeLetter('G', "tracer", false),
    TypeLetter('H', "for discharging rifle grenades", true),
    TypeLetter('L', "blank", false),
    TypeLetter('O', "observing", false),
    TypeLetter('P', "armour piercing or practice", true),
    TypeLetter('Q', "proof", false),
    TypeLetter('W', "armour piercing", true),
];

/// Composite Marks that are rows of the tables.
const IN_TABLES: [&str; 6] = ["2Z", "7Z", "8Z", "VIIW", "VIIZ", "VIIIZ"];

const SOURCE: &str = "extreme-relic-hunters-303s";

/// What a mark is made of.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts {
    letter: Option<char>,
    numeral: String,
    powder: bool,
}

/// Clues for type letters within a Mark or beside one.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let calibre = item.calibre.as_deref();
    let marks: Vec<&ItemMark> = item.stamped().filter(|mark| mark.enclosure.is_none()).collect();
    if calibre.is_some_and(|calibre| !CALIBRES.contains(&calibre)) || marks.len() < 2 {
        return Vec::new();
    }
    let whole = marks.iter().filter_map(|mark| composite(mark));
    let apart = marks.windows(2).flat_map(|two| match two {
        [a, b] => [pair(a, b), pair(b, a)],
        _ => [None, None],
    });
    // Without another maker the letter is the maker, wherever the record begins.
    let has_maker = |clue: &Clue| {
        marks
            .iter()
            .any(|mark| !clue.marks.contains(&mark.index) && may_be_maker(mark))
    };
    whole.chain(apart.flatten()).filter(has_maker).collect()
}

/// Letters that are neither a Mark nor the letter of the powder.
fn may_be_maker(mark: &ItemMark) -> bool {
    let letters = mark.folded.contains(|sign: char| sign.is_ascii_uppercase());
    letters && mark.folded != "Z" && Parts::of(&mark.folded).is_none()
}

/// `VIIG`, `B7Z`: all in one mark.
fn composite(mark: &ItemMark) -> Option<Clue> {
    let text: String = mark.folded.chars().filter(|sign| *sign != '.').collect();
    if IN_TABLES.contains(&text.as_str()) {
        return None;
    }
    let parts = Parts::of(&text)?;
    // DI is a maker, and B2 may be anything: without a powder letter two signs are not enough.
    let roman = !parts.numeral.starts_with(|sign: char| sign.is_ascii_digit()) && parts.numeral.len() > 1;
    if !(parts.powder || (roman && parts.letter.is_some())) {
        return None;
    }
    Some(parts.clue(vec![mark.index]))
}

/// A letter and a numeral beside each other.
fn pair(letter: &ItemMark, numeral: &ItemMark) -> Option<Clue> {
    let sign = only_letter(letter)?;
    let parts = Parts::of(&numeral.folded).filter(|parts| parts.letter.is_none())?;
    // A number alone may be a month, a lot or the year.
    if numeral.number().is_some() {
        return None;
    }
    let parts = Parts {
        letter: Some(sign),
        ..parts
    };
    Some(parts.clue(vec![letter.index, numeral.index]))
}

impl Parts {
    /// A type letter before or after the numeral, and Z for the powder at the end.
    fn of(text: &str) -> Option<Self> {
        let (front, rest) = match text.chars().next() {
            Some(first) if type_letter(first).is_some() => (Some(first), text.get(1..)?),
            _ => (None, text),
        };
        let (rest, powder) = rest.strip_suffix('Z').map_or((rest, false), |rest| (rest, true));
        let (numeral, back) = match rest.chars().last() {
            Some(last) if type_letter(last).is_some() => (rest.get(..rest.len() - 1)?, Some(last)),
            _ => (rest, None),
        };
        if !is_mark(numeral) || (front.is_some() && back.is_some()) {
            return None;
        }
        Some(Self {
            letter: front.or(back),
            numeral: numeral.to_owned(),
            powder,
        })
    }

    fn clue(&self, marks: Vec<u32>) -> Clue {
        let powder = if self.powder {
            ", nitro-cellulose powder"
        } else {
            ""
        };
        let numeral = &self.numeral;
        let Some(TypeLetter(letter, meaning, documented)) = self.letter.and_then(type_letter) else {
            return Clue::of("type", format!("Mark {numeral}{powder}"), marks)
                .rule(
                    "mark-and-powder",
                    format!("{numeral} with Z is a British Mark loaded with nitro-cellulose powder, no year and no month."),
                )
                .in_states(STATES);
        };
        let clue = Clue::of("type", format!("{meaning}, Mark {numeral}{powder}"), marks)
            .rule(
                "type-letter-beside-mark",
                format!(
                    "{letter} beside the Mark {numeral} is the British type letter for {meaning}; the numeral is a Mark, no \
                     year and no month."
                ),
            )
            .in_states(STATES);
        if *documented {
            clue.documented([SOURCE])
        } else {
            clue
        }
    }
}

fn type_letter(sign: char) -> Option<&'static TypeLetter> {
    LETTERS.iter().find(|letter| letter.0 == sign)
}

/// The mark is one type letter.
fn only_letter(mark: &ItemMark) -> Option<char> {
    let mut signs = mark.folded.chars();
    let sign = signs.next()?;
    (signs.next().is_none() && type_letter(sign).is_some()).then_some(sign)
}

/// Marks I to IX, in Roman or western figures.
fn is_mark(numeral: &str) -> bool {
    matches!(
        numeral,
        "I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX"
    ) || (numeral.len() == 1 && numeral.bytes().all(|byte| (b'1'..=b'9').contains(&byte)))
}
