//! What holds for every marking.

use headstamp_plugin_kit::{check, check_order, item, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{Plugin as _, Yugoslavia, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 24] = [
    "ИК", "ик", "NK", "IK", "ППУ", "nny", "PPU", "HK", "КИ", "ВТЗ", "82", "86", "1986", "198", "6", "11",
    "12", "(ИК)", "И?", "?", "-", "{star}", "3:*", "7.62x39",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn clues_are_as_the_host_wants_them(
        marks in vec(select(&MARKS[..]), 1..6),
        places in Just([0, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        let item = item(&marks.join(" "));
        check(Yugoslavia::MANIFEST, &item, &read(&item));
        check_order(read, &item, &places);
    }

    #[test]
    fn nothing_is_said_outside_the_marks_of_the_manifest(words in vec("[a-jA-HQ-Z0-9\u{660}-\u{669}]{1,4}", 1..6)) {
        prop_assert_eq!(read(&item(&words.join(" "))), []);
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(item("x"), &texts));
    }
}
