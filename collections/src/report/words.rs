//! The sentences of a report, from a catalogue for each language.

use std::collections::BTreeMap;

use headstamp_core::render::fill;

const ENGLISH: &str = include_str!("messages/en.toml");
const FRENCH: &str = include_str!("messages/fr.toml");

/// Languages of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    English,
    /// French.
    French,
}

impl Lang {
    /// `en` or `fr`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// The language of a code.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        [Self::English, Self::French]
            .into_iter()
            .find(|l| l.code() == code)
    }
}

/// A catalogue.
pub(super) struct Words {
    pub(super) lang: Lang,
    list: BTreeMap<String, String>,
}

impl Words {
    /// The shipped catalogue; a test reads both.
    pub(super) fn new(lang: Lang) -> Self {
        let text = match lang {
            Lang::English => ENGLISH,
            Lang::French => FRENCH,
        };
        Self {
            lang,
            list: toml::from_str(text).unwrap_or_default(),
        }
    }

    /// A sentence without gaps. A key that the catalogue lacks is shown as it is, so that it is noticed.
    pub(super) fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.list.get(key).map_or(key, String::as_str)
    }

    /// A sentence with its gaps filled.
    pub(super) fn f(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: BTreeMap<String, String> = args
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        fill(self.t(key), &args)
    }

    /// `key.word`, or the word itself when the catalogue does not know it.
    pub(super) fn word(&self, key: &str, word: &str) -> String {
        self.list
            .get(&format!("{key}.{word}"))
            .cloned()
            .unwrap_or_else(|| word.to_owned())
    }

    /// A number as it is written in the language.
    pub(super) fn n(&self, n: u64) -> String {
        let digits = n.to_string();
        let gap = match self.lang {
            Lang::English => ',',
            Lang::French => '\u{202F}',
        };
        let mut out = String::new();
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(gap);
            }
            out.push(c);
        }
        out
    }

    /// A share in per cent, without a digit that the data do not carry.
    pub(super) fn percent(&self, share: f64) -> String {
        let gap = if self.lang == Lang::French {
            "\u{202F}"
        } else {
            " "
        };
        format!("{:.0}{gap}%", share * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_sentences_with_the_same_gaps() {
        let (en, fr) = (Words::new(Lang::English), Words::new(Lang::French));
        assert!(en.list.len() > 50);
        assert_eq!(
            en.list.keys().collect::<Vec<_>>(),
            fr.list.keys().collect::<Vec<_>>()
        );
        for (key, text) in &en.list {
            let gaps = |t: &str| {
                let mut all: Vec<String> = t
                    .split('{')
                    .skip(1)
                    .filter_map(|p| p.split_once('}'))
                    .map(|p| p.0.to_owned())
                    .collect();
                all.sort();
                all
            };
            assert_eq!(gaps(text), gaps(fr.t(key)), "{key}");
        }
    }

    #[test]
    fn numbers() {
        let en = Words::new(Lang::English);
        assert_eq!(
            (en.n(0), en.n(999), en.n(12_000), en.n(1_234_567)),
            (
                "0".to_owned(),
                "999".to_owned(),
                "12,000".to_owned(),
                "1,234,567".to_owned()
            )
        );
    }
}
