//! The words of a package, and what was found in it.

use headstamp_plugin_api::stencil::{self, Group, Order};
use headstamp_plugin_api::wire::Item;
use headstamp_plugin_api::words::{Word, same, words};

/// `inside:` and `sealed:` are headstamps of items in the package, the latter when the recorder broke the seal.
pub(crate) const LABELS: [&str; 3] = ["inside", "sealed", "tin"];

/// Small-arms calibres as they stand on packages of the Soviet pattern, with the beginning of the calibre's id.
const CALIBRES: [(&str, &str); 7] = [
    ("5,45", "5.45x39"),
    ("7,62", "7.62x"),
    ("9", "9x"),
    ("12,7", "12.7x108"),
    ("14,5", "14.5x114"),
    ("5.45", "5.45x39"),
    ("7.62", "7.62x"),
];

/// Words for bullets and cases, which show that cartridges are meant.
pub(crate) const BULLETS: [(&str, &str); 11] = [
    ("ПС", "ball with steel core"),
    ("ЛПС", "light ball with steel core"),
    ("Л", "light ball"),
    ("Д", "heavy ball"),
    ("Б-32", "armour-piercing incendiary"),
    ("БЗТ", "armour-piercing incendiary tracer"),
    ("Т-46", "tracer"),
    ("Т", "tracer"),
    ("ПЗ", "ranging incendiary"),
    ("УС", "subsonic"),
    ("хол.", "blank"),
];
pub(crate) const CASES: [(&str, &str); 3] = [
    ("гл", "brass case"),
    ("гс", "lacquered steel case"),
    ("гж", "copper-washed steel case"),
];

/// What stands on a package, in words.
#[derive(Debug)]
pub(crate) struct Scene {
    /// On the package.
    pub(crate) words: Vec<Word>,
    /// In it, as the recorder says.
    pub(crate) inside: Vec<Word>,
    /// The id of the recorded calibre: of the items.
    pub(crate) calibre: Option<String>,
    /// A calibre, bullet or case of cartridges stands on it.
    pub(crate) cartridges: bool,
}

/// A calibre that a package states.
pub(crate) struct Stated<'a> {
    pub(crate) word: &'a Word,
    /// How the id of the calibre begins.
    pub(crate) begins: &'a str,
}

impl Scene {
    pub(crate) fn of(item: &Item) -> Self {
        let (inside, words): (Vec<Word>, Vec<Word>) = words(item, &LABELS)
            .into_iter()
            .partition(|word| word.labelled(&["inside", "sealed"]));
        let named = |word: &Word| {
            BULLETS
                .iter()
                .chain(&CASES)
                .any(|(text, _)| is(word, text) && word.text.chars().count() > 1)
                || calibre_of(word).is_some_and(|_| word.text.contains([',', '.']))
        };
        let cartridges = words.iter().any(named);
        Self {
            words,
            inside,
            calibre: item.calibre.clone(),
            cartridges,
        }
    }

    /// The calibre that the package states, in the Soviet way or in full (`7.62x54R`).
    pub(crate) fn stated(&self) -> Option<Stated<'_>> {
        self.words.iter().find_map(|word| {
            let begins = calibre_of(word)
                .filter(|begins| *begins != "9x")
                .or_else(|| in_full(word))?;
            Some(Stated { word, begins })
        })
    }

    /// Lots on the package, read as those of cartridges.
    pub(crate) fn lots(&self) -> impl Iterator<Item = (&Word, Group)> {
        self.words.iter().filter_map(|word| {
            let groups = stencil::groups(&word.text);
            // A letter before the lot is the sign of cartridges.
            let certain = self.cartridges || word.text.starts_with(char::is_alphabetic);
            let lot = groups
                .into_iter()
                .find(|group| group.order == Order::LotYearPlant);
            lot.filter(|_| certain).map(|lot| (word, lot))
        })
    }
}

fn calibre_of(word: &Word) -> Option<&'static str> {
    CALIBRES
        .iter()
        .find(|(text, _)| is(word, text))
        .map(|(_, begins)| *begins)
}

/// `7.62x54R`, `7,62×39`, `12.7x108mm`.
fn in_full(word: &Word) -> Option<&'static str> {
    let text = word.folded.replace(',', ".").replace('×', "X");
    let text = text.trim_end_matches("MM");
    Some(match text {
        "7.62X54R" | "7.62X54MMR" | "7.62X54" => "7.62x54",
        "7.62X39" => "7.62x39",
        "5.45X39" => "5.45x39",
        "7.62X51" => "7.62x51",
        "5.56X45" => "5.56x45",
        "9X19" => "9x19",
        "9X18" => "9x18",
        "12.7X108" => "12.7x108",
        "12.7X99" => "12.7x99",
        "14.5X114" => "14.5x114",
        _ => return None,
    })
}

/// Whether the word is this text, whichever script the recorder used, with its full stop or without.
pub(crate) fn is(word: &Word, text: &str) -> bool {
    word.enclosure.is_none() && same(word.folded.trim_end_matches('.'), text.trim_end_matches('.'))
}
