//! What must hold for any marking.

use headstamp_plugin_kit::{check, check_order, of_kind, with_texts};
use proptest::prelude::*;

use super::*;

/// Marks that rules read, and near misses.
const MARKS: [&str; 22] = [
    "1M8GDM9AXKP042788",
    "1M8GDM9A1KP042788",
    "1M8GDM9AXKPO42788",
    "HZJ79-0012345",
    "HZJ79",
    "AT",
    "NO",
    "PL",
    "001",
    "8804A123456",
    "'AT 001 8804A123456'",
    "explosive:BE",
    "LOT",
    "BATCH",
    "L7123",
    "PROD",
    "EXP",
    "03/2017",
    "2017",
    "DATE",
    "1942",
    "17-71-60",
];

proptest! {
    #[test]
    fn clues_keep_the_rules(
        marks in prop::collection::vec(prop::sample::select(MARKS.to_vec()), 1..7),
        kind in prop::sample::select(vec!["vehicle", "crate", "other", "case", "weapon"]),
    ) {
        let item = of_kind(kind, &marks.join(" "));
        let clues = read(&item);
        check(Commercial::MANIFEST, &item, &clues);
        prop_assert!(clues.iter().all(|clue| clue.role != "year" && clue.role != "producer"));
        prop_assert!(kind == "vehicle" || clues.iter().all(|clue| !clue.rule.starts_with("vin")));
    }

    /// One wrong character is always found: each weight and each difference of values is below 11, which is prime.
    #[test]
    fn one_wrong_digit_is_found(
        vin in "[A-HJ-NPR-Z0-9]{17}", place in 0..17_usize, digit in 0..10_u8, step in 1..10_u8,
    ) {
        prop_assume!(place != 8);
        let with = |digit: u8| {
            let mut signs = vin.clone().into_bytes();
            signs[place] = b'0' + digit % 10;
            vin::check(&String::from_utf8(signs).unwrap()).unwrap().sign
        };
        prop_assert_ne!(with(digit), with(digit + step));
    }

    #[test]
    fn numbers_of_vehicles_do_not_depend_on_their_order(
        places in Just(vec![0, 1, 2, 3]).prop_shuffle(),
    ) {
        let item = of_kind("vehicle", "1M8GDM9AXKP042788 HZJ79-0012345 1M8GDM9AXKPO42788 TOYOTA");
        check_order(read, &item, &places);
    }

    #[test]
    fn any_text_is_endured(texts in prop::collection::vec((any::<String>(), any::<String>()), 1..6)) {
        for kind in ["vehicle", "other"] {
            let item = with_texts(of_kind(kind, "blank"), &texts);
            check(Commercial::MANIFEST, &item, &read(&item));
        }
    }
}
