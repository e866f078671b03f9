//! The marks of an item, each as the one thing that the rules could take it for.

use headstamp_plugin_api::wire::{Item, ItemMark};

use crate::plants::{self, Plant};

/// What a mark looks like. Anything that is not read for certain is [`Sign::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Western digits, and the Soviet plant they may be the number of.
    Number(Option<&'static Plant>),
    /// One letter, upper case.
    Letter(char),
    /// A plant number with a Cyrillic letter behind it, written together: `60Д`.
    NumberAndLetter(&'static Plant, char),
    /// A Roman numeral from I to IV.
    Roman(&'static str),
    /// A name under which cartridges are sold.
    Brand,
    /// Anything else.
    Other,
}

/// A stamped mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    /// Index in the recorded marking.
    pub(crate) index: u32,
    /// As recorded.
    pub(crate) text: &'a str,
    /// What it looks like.
    pub(crate) sign: Sign,
}

/// The stamped marks of an item. Places where somebody looked and saw nothing are left out.
#[derive(Debug)]
pub(crate) struct Marking<'a> {
    pub(crate) marks: Vec<Seen<'a>>,
}

/// Roman numerals for a third or a quarter of a year.
const PARTS: [&str; 4] = ["I", "II", "III", "IV"];

impl<'a> Marking<'a> {
    /// Looks at every mark of `item`.
    pub(crate) fn of(item: &'a Item) -> Self {
        let seen = |mark: &'a ItemMark| Seen {
            index: mark.index,
            text: mark.text.trim(),
            sign: sign(mark),
        };
        Self {
            marks: item.stamped().map(seen).collect(),
        }
    }
}

impl Seen<'_> {
    /// Two or four digits: it has the form of a year.
    pub(crate) fn has_year_form(&self) -> bool {
        matches!(self.sign, Sign::Number(_)) && matches!(self.text.len(), 2 | 4)
    }

    /// The plant number that stands alone in this mark.
    pub(crate) fn plant(&self) -> Option<&'static Plant> {
        if let Sign::Number(plant) = self.sign {
            plant
        } else {
            None
        }
    }
}

fn sign(mark: &ItemMark) -> Sign {
    let text = mark.text.trim();
    // No Soviet mark is known in a circle or frame.
    if mark.enclosure.is_some() {
        return Sign::Other;
    }
    if let Some(part) = PARTS.into_iter().find(|part| mark.folded == *part) {
        return Sign::Roman(part);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Sign::Number(plants::by_number(text));
    }
    if let Some(letter) = only_letter(text) {
        return Sign::Letter(letter);
    }
    let digits = text.trim_end_matches(|sign: char| !sign.is_ascii_digit());
    if let Some(plant) = plants::by_number(digits)
        && let Some(letter @ 'А'..='Я') = only_letter(text.get(digits.len()..).unwrap_or_default())
    {
        return Sign::NumberAndLetter(plant, letter);
    }
    if plants::BRANDS.contains(&text.to_uppercase().as_str()) {
        return Sign::Brand;
    }
    Sign::Other
}

/// The letter, upper case, when `text` is one letter and nothing else.
fn only_letter(text: &str) -> Option<char> {
    let mut signs = text.chars();
    let letter = signs.next().filter(|sign| sign.is_alphabetic())?;
    let mut upper = letter.to_uppercase();
    match (signs.next(), upper.next(), upper.next()) {
        (None, Some(upper), None) => Some(upper),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use headstamp_plugin_kit::item;

    use super::*;

    fn signs(marking: &str) -> Vec<Sign> {
        Marking::of(&item(marking))
            .marks
            .iter()
            .map(|mark| mark.sign)
            .collect()
    }

    #[test]
    fn what_marks_look_like() {
        assert_eq!(
            signs("12 IV к * ★"),
            [
                Sign::Number(None),
                Sign::Roman("IV"),
                Sign::Letter('К'),
                Sign::Other,
                Sign::Other
            ]
        );
        assert!(matches!(
            signs("60 60Д")[..],
            [Sign::Number(Some(_)), Sign::NumberAndLetter(_, 'Д')]
        ));
        for other in [
            "(17)", "6?", "?", "60D", "61Д", "60ДК", "60Ѓ", "٦٠", "V", "{?}", "Г7", "ß", "ШК",
        ] {
            let expected = if other == "V" {
                Sign::Letter('V')
            } else {
                Sign::Other
            };
            assert_eq!(signs(other), [expected], "{other}");
        }
        assert_eq!(signs("wolf БПЗ"), [Sign::Brand, Sign::Brand]);
        assert_eq!(signs("12:- 6:Г"), [Sign::Letter('Г')]);
    }
}
