//! What holds for every marking.

use headstamp_plugin_api::Plugin as _;
use headstamp_plugin_api::wire::Support;
use headstamp_plugin_kit::{check, check_order, item, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{Soviet, plants, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 48] = [
    "539", "17", "60", "3", "7", "188", "544", "711", "52", "53", "56", "57", "44", "15", "08", "98", "1953",
    "Г", "Д", "Е", "И", "К", "к", "Ж", "E", "D", "K", "N", "Т", "T", "П", "Л", "У", "I", "II", "IV", "VII",
    "*", "3:*", "12:*", "{star}", "(17)", "60Д", "WOLF", "БПЗ", "?", "-", "945",
];

fn markings() -> impl Strategy<Value = (Vec<&'static str>, Vec<usize>)> {
    vec(select(&MARKS[..]), 1..7).prop_flat_map(|marks| {
        let places: Vec<usize> = (0..marks.len()).collect();
        (Just(marks), Just(places).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn clues_are_as_the_host_wants_them_in_any_order((marks, places) in markings()) {
        let item = item(&marks.join(" "));
        let clues = read(&item);
        check(Soviet::MANIFEST, &item, &clues);
        for clue in &clues {
            prop_assert!(clue.basis == "general" && clue.sources.is_empty(), "no document is known for any of the rules");
            prop_assert!(!clue.states.is_empty());
            if clue.role == "year" {
                let year = clue.value.parse::<u16>().unwrap();
                let late = (2000..=2018).contains(&year) && clue.support == Support::Excludes;
                prop_assert!((1952..=1956).contains(&year) || late);
            }
        }
        if item.marks.len() == places.len() {
            check_order(read, &item, &places);
        }
    }

    #[test]
    fn nothing_is_said_without_a_plant_number_or_the_tsarist_layout((marks, _) in markings()) {
        let item = item(&marks.join(" "));
        let plant = marks.iter().any(|mark| plants::by_number(mark.trim_end_matches('Д')).is_some());
        let roman = marks.iter().any(|mark| ["I", "II", "IV"].contains(mark));
        if !plant && !roman {
            prop_assert_eq!(read(&item), []);
        }
    }

    #[test]
    fn other_scripts_and_numbers_are_out_of_scope(words in vec("[a-zA-Z0-9?.\u{660}-\u{669}\u{62a}-\u{62e}]{1,4}", 1..6)) {
        let item = item(&words.join(" "));
        let plant = item.marks.iter().any(|mark| plants::by_number(&mark.text).is_some());
        let roman = item.marks.iter().any(|mark| ["I", "II", "III", "IV"].contains(&mark.folded.as_str()));
        prop_assume!(!plant && !roman);
        prop_assert_eq!(read(&item), []);
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(item("x"), &texts));
    }
}
