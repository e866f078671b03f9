//! What holds for every marking.

use headstamp_plugin_api::Plugin;
use headstamp_plugin_kit::{check, check_order, item, of_calibre, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{WarsawPact, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 24] = [
    "bxn", "BXN", "aym", "zv", "uxq", "1", "3", "0", "53", "77", "78", "71", "21", "22", "(21)", "*",
    "{star}", "dou", "St+", "RPR", "PA", "?", "-", "12:3",
];

fn markings() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(&MARKS[..]), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn clues_are_as_the_host_wants_them(marks in markings()) {
        for item in [item(&marks.join(" ")), of_calibre("7.92x57mm", &marks.join(" "))] {
            check(WarsawPact::MANIFEST, &item, &read(&item));
        }
    }

    #[test]
    fn the_order_does_not_matter(marks in markings(), places in Just([0, 1, 2, 3, 4, 5, 6, 7]).prop_shuffle()) {
        let item = of_calibre("7.92x57mm", &marks.join(" "));
        check_order(read, &item, &places);
    }

    #[test]
    fn nothing_is_said_without_a_code(marks in markings()) {
        let item = of_calibre("7.92x57mm", &marks.join(" "));
        let codes = ["BXN", "AYM", "ZV", "21", "22"];
        if !item.marks.iter().any(|mark| codes.contains(&mark.folded.as_str())) {
            prop_assert_eq!(read(&item), []);
        }
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(item("x"), &texts));
    }
}
