//! What must hold for any marking.

use headstamp_plugin_kit::{check, check_order, of_kind, with_texts};
use proptest::prelude::*;

use super::*;

/// Marks that rules read, and near misses.
const MARKS: [&str; 42] = [
    "((10))",
    "(10)",
    "(11)",
    "<66>",
    "<99>",
    "{arrow-in-triangle}",
    "({triangle-with-height})",
    "{star}",
    "({star})",
    "*KE",
    "*DE",
    "*",
    "KE",
    "BK",
    "27",
    "1234",
    "'BK 27 1234'",
    "MAKAROV",
    "1973",
    "year:1973",
    "serial:1973",
    "SERIAL",
    "XX8",
    "XVIII",
    "AG",
    "proof:AG",
    "proof-it:AG",
    "proof:AC",
    "proof-de:IG",
    "BERETTA",
    "ULM",
    "АВ",
    "ОД",
    "ЕД",
    "'selector: A R'",
    "'selector: R J'",
    "ECOWAS",
    "ML",
    "IMPORT",
    "UG",
    "2012",
    "KLS",
];

proptest! {
    #[test]
    fn clues_keep_the_rules(
        marks in prop::collection::vec(prop::sample::select(MARKS.to_vec()), 1..9),
        kind in prop::sample::select(vec!["weapon", "case", "crate"]),
    ) {
        let item = of_kind(kind, &marks.join(" "));
        let clues = read(&item);
        check(ArmsMarks::MANIFEST, &item, &clues);
        prop_assert!(clues.iter().all(|clue| clue.role != "producer"));
        let arsenal = marks.iter().any(|mark| mark.contains("(10)"));
        prop_assert!(arsenal || clues.iter().all(|clue| clue.role != "year"));
    }

    #[test]
    fn signs_and_labelled_marks_do_not_depend_on_their_order(
        places in Just(vec![0, 1, 2, 3, 4, 5, 6]).prop_shuffle(),
    ) {
        let marking = "((10)) {arrow-in-triangle} 'selector: АВ ЕД' year:1978 serial:4711 *KE1 proof-it:AG";
        check_order(read, &of_kind("weapon", marking), &places);
    }

    #[test]
    fn any_text_is_endured(texts in prop::collection::vec((any::<String>(), any::<String>()), 1..6)) {
        let item = with_texts(of_kind("weapon", "blank"), &texts);
        check(ArmsMarks::MANIFEST, &item, &read(&item));
    }
}
