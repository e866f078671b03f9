//! What holds for every marking.

use headstamp_plugin_api::Plugin as _;
use headstamp_plugin_api::wire::Support;
use headstamp_plugin_kit::{check, item, of_kind, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{BrazilLot, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 34] = [
    "CBC", "MAGTECH", "CAVIM", "INDUMIL", "IM", "UZZ18", "UZZ-18", "UZZ", "18", "VZZ18", "BNT84", "BNT",
    "84", "B1Z91", "CXR07", "CXR", "07", "CBC75", "75", "9MM", "OP-35", "OG-063", "OP", "OG", "35", "063",
    "0P-35", "06001234", "98001234", "(UZZ18)", "UZ?18", "6:18", "-", "*",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn clues_are_as_the_host_wants_them(
        marks in vec(select(&MARKS[..]), 1..6),
        kind in select(&["case", "cartridge", "crate", "weapon", ""][..]),
    ) {
        let item = of_kind(kind, &marks.join(" "));
        let clues = read(&item);
        check(BrazilLot::MANIFEST, &item, &clues);
        for clue in &clues {
            prop_assert_eq!(clue.states.len(), 1);
            // Digits of a case are never a year here; those of a box always are.
            if clue.role == "year" {
                prop_assert_eq!(clue.support == Support::Favours, clue.rule == "box-number");
            }
        }
    }

    #[test]
    fn without_maker_or_documented_lot_nothing_is_said(words in vec("[A-Z]{0,4}-?[0-9]{0,4}", 1..5)) {
        let marking = words.join(" ");
        prop_assume!(!marking.trim().is_empty() && !["CBC", "CAVIM"].iter().any(|maker| marking.contains(maker)));
        let item = item(&format!("X {marking}"));
        for clue in read(&item) {
            prop_assert!(crate::lot::DOCUMENTED.iter().any(|lot| clue.says.contains(lot)), "{:?}", clue);
        }
    }

    #[test]
    fn a_lot_beside_its_maker_is_always_read(letters in "[A-Z]{3}", digits in "[0-9]{2}") {
        prop_assume!(letters != "CBC");
        let lot = format!("{letters}{digits}");
        let read = read(&item(&format!("CBC {lot}")));
        prop_assert!(read.iter().any(|clue| clue.role == "lot" && clue.value == lot));
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(item("x"), &texts));
    }
}
