//! Stencil lines, plates and labels as words.
//!
//! The marks of a case are read one by one. Crates, shells and plates carry lines, and people quote a line or they do
//! not: `'ВТ 12/74 С'` is one mark and `ВТ 12/74 С` are four, since `/` separates marks. Both give the same [`words`].

use crate::wire::{Item, ItemMark};

/// One word of a marking, fully read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Indices of the marks that it is made of.
    pub marks: Vec<u32>,
    /// As recorded.
    pub text: String,
    /// Upper case, with Latin letters for Cyrillic ones that look the same and western digits: `ОФ-843` is `OФ-843`.
    pub folded: String,
    /// What the recorder says it stands on, in lower case: `fuze` for `fuze:583-12-68`.
    pub label: Option<String>,
    /// What is drawn around it.
    pub enclosure: Option<String>,
}

impl Word {
    /// The value, when the word is up to nine digits and nothing else, without an enclosure.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        if self.enclosure.is_some() {
            return None;
        }
        number(&self.folded)
    }

    /// Whether the word is this text, whichever script the recorder used, and not enclosed.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.enclosure.is_none() && folded(text).eq(self.folded.chars())
    }

    /// What follows a beginning, whichever script the recorder used.
    #[must_use]
    pub fn behind(&self, beginning: &str) -> Option<&str> {
        let mut rest = self.folded.chars();
        for letter in folded(beginning) {
            (rest.next()? == letter).then_some(())?;
        }
        Some(rest.as_str())
    }

    /// Whether the recorder gave it one of these labels.
    #[must_use]
    pub fn labelled(&self, labels: &[&str]) -> bool {
        self.label.as_deref().is_some_and(|label| labels.contains(&label))
    }
}

/// The words of an item in recorded order. Marks that are not fully read have none.
///
/// A label holds for the mark it stands in (`fuze:583-12-68`, `'fuze: УЗРГМ 573-80'`); a mark that is nothing but a
/// label (`fuze:`) holds for the marks after it, up to the next label. `labels` are the ones that are known; a colon
/// behind anything else is part of the word.
#[must_use]
pub fn words(item: &Item, labels: &[&str]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut standing: Option<String> = None;
    // Most markings have neither, and need not be searched for each word.
    let joins = item.marking.contains(['/', ',']);
    for mark in item.stamped().filter(|mark| !mark.partly_read()) {
        let (label, text) = split_label(&mark.text, labels);
        if text.is_empty() {
            standing = label;
            continue;
        }
        if label.is_some() {
            standing = None;
        }
        let label = label.or_else(|| standing.clone());
        let mut first = true;
        for part in text.split_whitespace() {
            let joined =
                joins && std::mem::take(&mut first) && join(item, &mut out, mark, part, label.as_ref());
            if !joined {
                out.push(Word {
                    marks: vec![mark.index],
                    text: part.to_owned(),
                    folded: fold(part),
                    label: label.clone(),
                    enclosure: mark.enclosure.clone(),
                });
            }
        }
    }
    out
}

/// Puts together what the notation took apart at a `/` or a comma: `12` and `74` of `12/74`.
fn join(item: &Item, out: &mut [Word], mark: &ItemMark, part: &str, label: Option<&String>) -> bool {
    let Some(last) = out.last_mut() else {
        return false;
    };
    if mark.enclosure.is_some() || last.enclosure.is_some() || last.label.as_ref() != label {
        return false;
    }
    let Some(sign) = ['/', ',']
        .into_iter()
        .find(|sign| item.marking.contains(&format!("{}{sign}{part}", last.text)))
    else {
        return false;
    };
    last.text = format!("{}{sign}{part}", last.text);
    last.folded = fold(&last.text);
    last.marks.push(mark.index);
    true
}

fn split_label<'a>(text: &'a str, labels: &[&str]) -> (Option<String>, &'a str) {
    let text = text.trim();
    if let Some((label, rest)) = text.split_once(':') {
        let label = label.trim().to_lowercase();
        if labels.contains(&label.as_str()) {
            return (Some(label), rest.trim());
        }
    }
    (None, text)
}

/// The value of up to nine digits.
#[must_use]
pub fn number(text: &str) -> Option<u32> {
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Upper case, Latin letters for Cyrillic look-alikes, western for Arabic and Persian digits.
#[must_use]
pub fn fold(text: &str) -> String {
    folded(text).collect()
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_uppercase).map(latin)
}

/// Whether a folded text is this one, whichever script that is written in.
#[must_use]
pub fn same(a: &str, text: &str) -> bool {
    folded(text).eq(a.chars())
}

/// Whether a text has a Cyrillic letter.
#[must_use]
pub fn has_cyrillic(text: &str) -> bool {
    text.chars()
        .any(|letter| ('\u{400}'..='\u{52f}').contains(&letter))
}

fn latin(letter: char) -> char {
    match letter {
        'А' => 'A',
        'В' => 'B',
        'Е' | 'Ё' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'Х' => 'X',
        'І' => 'I',
        'Ј' => 'J',
        'Ѕ' => 'S',
        'У' => 'Y',
        '–' | '—' | '‐' => '-',
        '\u{660}'..='\u{669}' => digit(letter, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(letter, 0x6f0),
        other => other,
    }
}

fn digit(letter: char, zero: u32) -> char {
    char::from_digit(u32::from(letter).wrapping_sub(zero), 10).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(marking: &str, marks: &[&str]) -> Item {
        let marks = (0..).zip(marks).map(|(index, text)| ItemMark {
            index,
            text: (*text).to_owned(),
            folded: text.to_uppercase(),
            ..ItemMark::default()
        });
        Item {
            marking: marking.to_owned(),
            marks: marks.collect(),
            ..Item::default()
        }
    }

    fn texts(words: &[Word]) -> Vec<&str> {
        words.iter().map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn a_line_quoted_or_not_gives_the_same_words() {
        let quoted = words(&item("'ВТ 12/74 С'", &["ВТ 12/74 С"]), &[]);
        let plain = words(&item("ВТ 12/74 С", &["ВТ", "12", "74", "С"]), &[]);
        assert_eq!(texts(&quoted), ["ВТ", "12/74", "С"]);
        assert_eq!(texts(&quoted), texts(&plain));
        assert_eq!(plain[1].marks, [1, 2]);
        assert_eq!(
            texts(&words(&item("7,62 ПС", &["7", "62", "ПС"]), &[])),
            ["7,62", "ПС"]
        );
        assert_eq!(texts(&words(&item("12 74", &["12", "74"]), &[])), ["12", "74"]);
    }

    #[test]
    fn labels_hold_for_their_mark_or_for_what_follows() {
        let known = &["fuze", "body"];
        let said = words(
            &item("", &["82", "fuze:583-12-68", "3", "body:", "3-22-84", "4", "x:y"]),
            known,
        );
        let labels: Vec<Option<&str>> = said.iter().map(|word| word.label.as_deref()).collect();
        assert_eq!(
            labels,
            [None, Some("fuze"), None, Some("body"), Some("body"), Some("body")]
        );
        assert_eq!(said[5].text, "x:y");
    }

    #[test]
    fn folding() {
        assert_eq!(fold("оф-843б"), "OФ-843Б");
        assert_eq!(fold("۱۳۸۰"), "1380");
        assert!(words(&item("", &["9?5", "", "-"]), &[]).is_empty());
        let said = words(&item("", &["УЗРГМ-2", "HE"]), &[]);
        assert!(said[1].is("НЕ") && !said[1].is("Н"));
        assert_eq!(said[0].behind("УЗРГМ"), Some("-2"));
        assert_eq!(said[1].behind("HEE"), None);
    }
}
