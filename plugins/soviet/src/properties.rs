//! What holds for every marking.

use std::collections::BTreeMap;

use headstamp_plugin_api::wire::{Clue, Item, Support};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::testing::{has_source, item};
use crate::{plants, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 48] = [
    "539", "17", "60", "3", "7", "188", "544", "711", "52", "53", "56", "57", "44", "15", "08", "98", "1953",
    "Г", "Д", "Е", "И", "К", "к", "Ж", "E", "D", "K", "N", "Т", "T", "П", "Л", "У", "I", "II", "IV", "VII",
    "*", "3:*", "12:*", "{star}", "(17)", "60Д", "WOLF", "БПЗ", "?", "-", "945",
];

fn markings() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(&MARKS[..]), 0..7)
}

/// The clues with their marks renamed, in order.
fn renamed(clues: Vec<Clue>, names: &BTreeMap<u32, u32>) -> Vec<Clue> {
    let mut clues: Vec<Clue> = clues
        .into_iter()
        .map(|mut clue| {
            clue.marks = clue.marks.iter().map(|mark| names[mark]).collect();
            clue.marks.sort_unstable();
            clue
        })
        .collect();
    clues.sort();
    clues
}

fn check(item: &Item, clue: &Clue) {
    assert!(!clue.marks.is_empty() && clue.marks.is_sorted());
    assert!(
        clue.marks
            .iter()
            .all(|index| item.marks.iter().any(|mark| mark.index == *index))
    );
    assert!(["year", "part-of-year", "case-metal", "decoration"].contains(&clue.role.as_str()));
    assert!(!clue.value.is_empty() && !clue.rule.is_empty() && clue.says.ends_with('.'));
    assert!(
        ["general", "doubtful"].contains(&clue.basis.as_str()),
        "no document is known for any of the rules"
    );
    assert!(clue.sources.iter().all(|id| has_source(id)));
    assert!(!clue.states.is_empty());
    match clue.role.as_str() {
        "year" => {
            assert_eq!(clue.marks.len(), 1);
            assert!((1952..=1956).contains(&clue.value.parse::<u16>().unwrap()));
        }
        "part-of-year" => assert!(clue.value.starts_with("part ")),
        _ => {}
    }
    assert!(clue.support == Support::Favours || clue.role == "year");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_order_of_the_marks_does_not_matter(marks in markings(), moves in vec(any::<Index>(), 7)) {
        let first = item(&marks.join(" "));
        let mut second = first.clone();
        for (place, other) in moves.iter().enumerate().take(marks.len()) {
            let other = other.index(marks.len());
            second.marks.swap(place, other);
        }
        // Recorded in another order, with the indices they had.
        prop_assert_eq!(read(&first), read(&second));
        // Recorded in another order, counted anew.
        let mut names = BTreeMap::new();
        for (new, mark) in (0..).zip(&mut second.marks) {
            names.insert(mark.index, new);
            mark.index = new;
        }
        prop_assert_eq!(renamed(read(&first), &names), read(&second));
    }

    #[test]
    fn clues_are_as_the_host_wants_them(marks in markings()) {
        let item = item(&marks.join(" "));
        for clue in read(&item) {
            check(&item, &clue);
        }
    }

    #[test]
    fn nothing_is_said_without_a_plant_number_or_the_tsarist_layout(marks in markings()) {
        let item = item(&marks.join(" "));
        let plant = marks.iter().any(|mark| plants::by_number(mark.trim_end_matches('Д')).is_some());
        let roman = marks.iter().any(|mark| ["I", "II", "IV"].contains(mark));
        if !plant && !roman {
            prop_assert_eq!(read(&item), []);
        }
    }

    #[test]
    fn other_scripts_and_numbers_are_out_of_scope(words in vec("[a-zA-Z0-9()?.\u{660}-\u{669}\u{62a}-\u{62e}]{1,4}", 0..6)) {
        let marking = words.join(" ");
        let item = item(&marking);
        let plant = item.marks.iter().any(|mark| plants::by_number(&mark.text).is_some());
        let roman = item.marks.iter().any(|mark| ["I", "II", "III", "IV"].contains(&mark.folded.as_str()));
        prop_assume!(!plant && !roman);
        prop_assert_eq!(read(&item), []);
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 0..6)) {
        let mut item = item(&vec!["x"; texts.len()].join(" "));
        for (mark, (text, folded)) in item.marks.iter_mut().zip(texts) {
            (mark.text, mark.folded) = (text, folded);
        }
        let _ = read(&item);
    }
}
