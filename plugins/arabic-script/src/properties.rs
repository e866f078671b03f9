//! What holds for every marking.

use headstamp_plugin_kit::{check, check_order, item, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{ArabicScript, Plugin as _, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 34] = [
    "٨٦",
    "٧٧",
    "١٢",
    "٢٧",
    "١٠",
    "١٩٧٣",
    "١٤٠٧",
    "١٣٢٦",
    "۸۶",
    "٧V",
    "V0",
    "VΛ",
    "70",
    "٧٫٦٢×٣٩",
    "٣٩×٧٫٦٢",
    "7.62x39",
    "1",
    "12",
    "012",
    "39",
    "54",
    "51",
    "53",
    "SUD",
    "POF",
    "جب",
    "ج",
    "(٨٦)",
    "٨?",
    "?",
    "-",
    "{star}",
    "3:39",
    "945",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn clues_are_as_the_host_wants_them(
        marks in vec(select(&MARKS[..]), 1..6),
        places in Just([0, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        let item = item(&marks.join(" "));
        check(ArabicScript::MANIFEST, &item, &read(&item));
        check_order(read, &item, &places);
    }

    #[test]
    fn nothing_is_said_without_arabic_digits_or_a_length(words in vec("[a-zA-Z0-268А-я]{1,4}", 1..6)) {
        prop_assert_eq!(read(&item(&words.join(" "))), []);
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(item("x"), &texts));
    }
}
