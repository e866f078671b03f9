//! Which items a plugin is asked about.

use headstamp_plugin_api::wire::{Handles, Item, ItemMark};

/// The character classes of an item, one bit for each of [`headstamp_plugin_api::CLASSES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Classes(u8);

impl Classes {
    pub(crate) fn of(item: &Item) -> Self {
        item.marks
            .iter()
            .fold(Self(0), |sum, mark| Self(sum.0 | of_mark(mark)))
    }
}

/// Whether the plugin is asked about an item.
///
/// The item kind must fit. If the plugin names marks or classes, one mark or one class must fit: either is
/// reason enough to ask. A class that this host does not know is always reason enough, so that a newer plugin
/// is asked too often and not too rarely.
pub(crate) fn concerns(handles: &Handles, item: &Item, classes: Classes) -> bool {
    if !handles.items.is_empty() && !handles.items.contains(&item.item) {
        return false;
    }
    if handles.marks.is_empty() && handles.contains.is_empty() {
        return true;
    }
    item.marks.iter().any(|mark| handles.marks.contains(&mark.folded))
        || handles
            .contains
            .iter()
            .any(|name| bit(name).is_none_or(|bit| classes.0 & bit != 0))
}

fn bit(name: &str) -> Option<u8> {
    headstamp_plugin_api::CLASSES
        .iter()
        .position(|class| *class == name)
        .map(|place| 1 << place)
}

fn of_mark(mark: &ItemMark) -> u8 {
    let mut classes = 0;
    let mut add = |name: &str| classes |= bit(name).unwrap_or(0);
    for letter in mark.text.chars() {
        match letter {
            '0'..='9' => add("digits"),
            'a'..='z' | 'A'..='Z' => add("latin"),
            '{' | '*' => add("symbol"),
            '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' => add("cyrillic"),
            '\u{590}'..='\u{5ff}' | '\u{fb1d}'..='\u{fb4f}' => add("hebrew"),
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}' => {
                add(if letter.is_numeric() { "digits" } else { "arabic" });
                add("arabic");
            }
            '\u{3007}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
                add("chinese");
            }
            '\u{2160}'..='\u{2188}' => add("roman"),
            _ if letter.is_numeric() => add("digits"),
            '\u{c0}'..='\u{24f}' if letter.is_alphabetic() => add("latin"),
            _ if letter.is_alphabetic() => {}
            _ if !letter.is_ascii() && !letter.is_whitespace() => add("symbol"),
            _ => {}
        }
    }
    if mark.enclosure.is_some() {
        add("symbol");
    }
    if !mark.folded.is_empty() && mark.folded.chars().all(|letter| "IVXLCDM".contains(letter)) {
        add("roman");
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(texts: &[&str]) -> Item {
        let marks = texts.iter().map(|text| ItemMark {
            text: (*text).to_owned(),
            folded: text.to_uppercase(),
            ..ItemMark::default()
        });
        Item {
            item: "case".to_owned(),
            marks: marks.collect(),
            ..Item::default()
        }
    }

    fn names(texts: &[&str]) -> Vec<&'static str> {
        let classes = Classes::of(&item(texts)).0;
        headstamp_plugin_api::CLASSES
            .into_iter()
            .filter(|name| bit(name).unwrap() & classes != 0)
            .collect()
    }

    #[test]
    fn classes_of_markings() {
        assert_eq!(names(&["945", "11"]), ["digits"]);
        assert_eq!(names(&["Г"]), ["cyrillic"]);
        assert_eq!(names(&["تب", "٦٨"]), ["arabic", "digits"]);
        assert_eq!(names(&["七"]), ["chinese"]);
        assert_eq!(names(&["IX"]), ["roman", "latin"]);
        assert_eq!(names(&["{star}"]), ["symbol", "latin"]);
        assert_eq!(names(&["★"]), ["symbol"]);
        assert_eq!(names(&["תע"]), ["hebrew"]);
        assert!(names(&["-", " "]).is_empty());
    }

    #[test]
    fn any_reason_is_enough_but_the_kind_must_fit() {
        let asked = |handles: &Handles, texts: &[&str]| {
            let item = item(texts);
            concerns(handles, &item, Classes::of(&item))
        };
        let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert!(asked(&Handles::default(), &[]));
        let both = Handles {
            marks: strings(&["945"]),
            contains: strings(&["cyrillic"]),
            ..Handles::default()
        };
        assert!(asked(&both, &["945"]));
        assert!(asked(&both, &["Г"]));
        assert!(!asked(&both, &["188"]));
        let kind = Handles {
            items: strings(&["crate"]),
            ..Handles::default()
        };
        assert!(!asked(&kind, &["945"]));
        let newer = Handles {
            contains: strings(&["runes"]),
            ..Handles::default()
        };
        assert!(asked(&newer, &["945"]));
    }
}
