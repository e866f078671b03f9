//! The four sectors: maker, quarter and year, letter of the brass supplier, calibre or type.
//!
//! Pieces differ in where each stands, so the sectors are told apart by what they hold.

use std::ops::Range;

use headstamp_plugin_api::pair;
use headstamp_plugin_api::wire::Item;
use headstamp_plugin_api::words::{Word, words};

/// Makers that put the quarter before the year.
pub(crate) const MAKERS: [&str; 14] = [
    "TE", "VE", "LM", "TS", "RS", "VIS", "AVE", "ATS", "ARS", "AVIS", "ECP", "SF", "APX", "CV",
];

/// The code that was stamped for Upper Volta; the others are French.
const UPPER_VOLTA: &str = "CV";

/// Calibres that French heads write with a comma, which the notation takes for two marks.
const WITH_COMMA: [&str; 4] = ["7,5", "7,62", "7,65", "12,7"];

/// Calibres that an N for NATO stands behind.
const WITH_N: [&str; 2] = ["7,62", "7.62"];

/// The sectors that every rule needs, and what else is stamped.
#[derive(Debug)]
pub(crate) struct Layout {
    /// In recorded order, clockwise from an unknown start.
    pub(crate) words: Vec<Word>,
    /// Which word is the maker.
    pub(crate) maker: usize,
    /// 1 to 4.
    pub(crate) quarter: u8,
    /// The marks of the quarter. The year stands in the same mark or in another.
    pub(crate) quarter_marks: Vec<u32>,
    /// The two digits behind the quarter.
    pub(crate) year: String,
    /// Words that are a calibre in parts.
    pub(crate) calibres: Vec<Range<usize>>,
}

impl Layout {
    /// The layout, if there is one maker and one quarter with its year.
    pub(crate) fn find(item: &Item) -> Option<Self> {
        let words = words(item, &[]);
        let maker = only(
            words
                .iter()
                .enumerate()
                .filter(|(_, word)| is_maker(word))
                .map(|(at, _)| at),
        )?;
        let calibres = (0..words.len()).filter_map(|at| calibre_at(&words, at)).collect();
        let (quarter, quarter_marks, year) = quarter_and_year(&words)?;
        Some(Self {
            maker,
            quarter,
            quarter_marks,
            year,
            calibres,
            words,
        })
    }

    /// The maker's letters.
    pub(crate) fn maker(&self) -> &str {
        self.words.get(self.maker).map_or("", |word| word.text.as_str())
    }

    /// States whose producers stamped the maker's letters.
    pub(crate) fn states(&self) -> &'static [&'static str] {
        if self.maker() == UPPER_VOLTA {
            &["BF", "HV"]
        } else {
            &["FR"]
        }
    }

    /// The tradition, for a sentence.
    pub(crate) fn tradition(&self) -> &'static str {
        if self.maker() == UPPER_VOLTA {
            "a case in the French layout"
        } else {
            "a French military case"
        }
    }
}

fn calibre_at(words: &[Word], at: usize) -> Option<Range<usize>> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    if WITH_N.contains(&text(at)) && text(at + 1) == "N" {
        Some(at..at + 2)
    } else {
        WITH_COMMA.contains(&text(at)).then_some(at..at + 1)
    }
}

/// Upper case only: in lower case they would be German codes.
fn is_maker(word: &Word) -> bool {
    let bare: String = word.text.chars().filter(|sign| *sign != '.').collect();
    word.enclosure.is_none() && MAKERS.contains(&bare.as_str())
}

/// `3-56` in one word, or `3` and `56` in two. Anything that leaves a choice is left alone.
fn quarter_and_year(words: &[Word]) -> Option<(u8, Vec<u32>, String)> {
    let plain = || words.iter().filter(|word| word.enclosure.is_none());
    let quarter = |text: &str| {
        text.parse()
            .ok()
            .filter(|n| text.len() == 1 && (1..=4).contains(n))
    };
    let year = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let together: Vec<_> = plain()
        .filter_map(|word| {
            let (first, second) = pair(&word.text)?;
            let found = quarter(first)?;
            year(second).then(|| (found, word.marks.clone(), second.to_owned()))
        })
        .collect();
    if !together.is_empty() {
        return only(together.into_iter());
    }
    // A second number of that form would be a choice; the `9` of `9 m/m` is none.
    let quarters = plain().filter_map(|word| Some((quarter(&word.text)?, word.marks.clone())));
    let (found, marks) = only(quarters)?;
    let years = plain()
        .filter(|word| year(&word.text))
        .map(|word| word.text.clone());
    Some((found, marks, only(years)?))
}

/// The only one.
pub(crate) fn only<T>(mut of: impl Iterator<Item = T>) -> Option<T> {
    let first = of.next()?;
    of.next().is_none().then_some(first)
}
