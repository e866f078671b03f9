//! What holds for every marking.

use headstamp_plugin_api::Plugin;
use headstamp_plugin_kit::{check, check_order, item, of_calibre, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{Germany, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 40] = [
    "P", "P131", "P1234", "aux", "dou", "k", "FA", "fa", "S*", "St", "St+", "St-", "S67", "S", "S 67", "67",
    "*", "3:St", "9:43", "6:44", "5", "12", "37", "38", "43", "52", "16", "103", "VII", "IX", "K", "K15",
    "DWM", "MEN", "86", "86-21", "B", "(+)", "?", "-",
];

fn markings() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(&MARKS[..]), 1..7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn clues_are_as_the_host_wants_them(marks in markings()) {
        for item in [item(&marks.join(" ")), of_calibre("9x19mm", &marks.join(" "))] {
            check(Germany::MANIFEST, &item, &read(&item));
        }
    }

    /// But for the brass in two marks, and what stands behind a year since 1955.
    #[test]
    fn the_order_of_the_wartime_marks_does_not_matter(
        marks in markings(),
        places in Just([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]).prop_shuffle(),
    ) {
        prop_assume!(!marks.contains(&"67") && !marks.contains(&"S 67") && !marks.contains(&"MEN"));
        let item = of_calibre("9x19mm", &marks.join(" "));
        check_order(read, &item, &places);
    }

    #[test]
    fn every_year_is_written_on_its_mark(marks in markings()) {
        let item = item(&marks.join(" "));
        for clue in read(&item).iter().filter(|clue| clue.role == "year") {
            prop_assert_eq!(clue.marks.len(), 1);
            let mark = item.marks.iter().find(|mark| mark.index == clue.marks[0]).unwrap();
            let mut numbers = mark.text.split(|sign: char| !sign.is_ascii_digit());
            prop_assert!(numbers.any(|number| number.ends_with(&clue.value[2..])));
        }
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(item("x"), &texts));
    }
}
