//! What holds for every marking.

use headstamp_plugin_api::Plugin;
use headstamp_plugin_kit::{check, check_order, item, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::layout::MAKERS;
use crate::{France, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 34] = [
    "TE", "VE", "A.VE", "LM", "CV", "SF", "te", "(VE)", "1", "3", "4", "7", "55", "01", "2-56", "3.55",
    "5-55", "7,5", "12,7", "7.62", "9", "A", "S", "D", "C", "I", "F1", "N", "*", "?", "-", "(+)", "3:L",
    "945",
];

fn markings() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(&MARKS[..]), 1..7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn clues_are_as_the_host_wants_them(marks in markings()) {
        let item = item(&marks.join(" "));
        check(France::MANIFEST, &item, &read(&item));
    }

    /// But for an A, which may belong to the maker behind it, and a calibre in parts.
    #[test]
    fn the_order_does_not_matter(marks in markings(), places in Just([0, 1, 2, 3, 4, 5, 6]).prop_shuffle()) {
        prop_assume!(marks.iter().all(|mark| !["A", "N", "7.62"].contains(mark) && !mark.contains(',')));
        let item = item(&marks.join(" "));
        check_order(read, &item, &places);
    }

    #[test]
    fn nothing_is_said_without_a_maker(marks in markings()) {
        let item = item(&marks.join(" "));
        if !item.marks.iter().any(|mark| MAKERS.contains(&mark.folded.as_str())) {
            prop_assert_eq!(read(&item), []);
        }
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(item("x"), &texts));
    }
}
