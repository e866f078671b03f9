//! What holds for every marking.

use headstamp_plugin_kit::{check, check_order, of_calibre, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{China, Plugin as _, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 34] = [
    "11",
    "31",
    "945",
    "9141",
    "791",
    "6",
    "12",
    "52",
    "53",
    "59",
    "63",
    "1953",
    "十九年",
    "三月",
    "十三月",
    "年九十",
    "月三",
    "民國",
    "民國廿八年",
    "昭和",
    "光緒三十年",
    "53年",
    "五三年",
    "五十三年",
    "十九",
    "四川造",
    "{coin}",
    "{star}",
    "(十九年)",
    "3:11",
    "?",
    "5?",
    "-",
    "NORINCO",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn clues_are_as_the_host_wants_them(
        marks in vec(select(&MARKS[..]), 1..6),
        calibre in select(vec!["7.62x54R", "7.62x39", ".45 ACP"]),
        places in Just([0, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        let item = of_calibre(calibre, &marks.join(" "));
        check(China::MANIFEST, &item, &read(&item));
        check_order(read, &item, &places);
    }

    #[test]
    fn nothing_is_said_of_other_scripts(words in vec("[a-zA-Z\u{660}-\u{669}\u{62a}-\u{62e}А-я]{1,4}", 1..6)) {
        prop_assert_eq!(read(&of_calibre("7.62x54R", &words.join(" "))), []);
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(of_calibre("7.62x54R", "x"), &texts));
    }
}
