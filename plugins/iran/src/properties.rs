//! What holds for every marking.

use headstamp_plugin_kit::{check, check_order, item, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{Iran, Plugin as _, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 32] = [
    "۱۳۰۹",
    "١٣٠٩",
    "١٣٤٥",
    "1354",
    "1303",
    "2535",
    "۲۵۳۵",
    "2538",
    "۴۵",
    "۷۹",
    "٧٩",
    "٨٦",
    "61",
    "03",
    "25",
    "8",
    "Aban",
    "آبان",
    "دی",
    "Mehr",
    "1388",
    "1388/08/25",
    "۷/۶۲",
    "7.62x39",
    "7.62",
    "POF",
    "(61)",
    "6?",
    "?",
    "-",
    "{star}",
    "3:61",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn clues_are_as_the_host_wants_them(
        marks in vec(select(&MARKS[..]), 1..6),
        places in Just([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]).prop_shuffle(),
    ) {
        let item = item(&marks.join(" "));
        check(Iran::MANIFEST, &item, &read(&item));
        check_order(read, &item, &places);
    }

    #[test]
    fn nothing_is_said_without_digits(words in vec("[a-zA-Z\u{62a}-\u{62e}А-я]{1,4}", 1..6)) {
        prop_assert_eq!(read(&item(&words.join(" "))), []);
    }

    #[test]
    fn any_text_is_endured(marking in any::<String>(), texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let mut item = with_texts(item("x"), &texts);
        item.marking = marking;
        let _ = read(&item);
    }
}
