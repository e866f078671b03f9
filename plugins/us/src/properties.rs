//! What holds for every marking.

use headstamp_plugin_api::Plugin as _;
use headstamp_plugin_api::wire::Support;
use headstamp_plugin_kit::{check, check_order, item, of_kind, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::lot::Lot;
use crate::{UnitedStates, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 34] = [
    "LC",
    "FA",
    "fa",
    "WCC",
    "L",
    "C",
    "E",
    "W",
    "DM",
    "3",
    "4",
    "5",
    "6",
    "12:4",
    "44",
    "13",
    "1944",
    "(+)",
    "⊕",
    "+",
    "NM",
    "(LC)",
    "4?",
    "-",
    "LC-92A012-345",
    "LC-92I012-345",
    "LW-06-01A",
    "LC-1944",
    "FEDERAL",
    "FC",
    "J720",
    "5123",
    "P17J720",
    "945",
];

fn markings() -> impl Strategy<Value = (Vec<&'static str>, Vec<usize>)> {
    vec(select(&MARKS[..]), 1..6).prop_flat_map(|marks| {
        let places: Vec<usize> = (0..marks.len()).collect();
        (Just(marks), Just(places).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn clues_are_as_the_host_wants_them(
        (marks, places) in markings(),
        kind in select(&["case", "cartridge", "crate", "mortar-round"][..]),
    ) {
        let item = of_kind(kind, &marks.join(" "));
        let clues = read(&item);
        check(UnitedStates::MANIFEST, &item, &clues);
        for clue in &clues {
            // What holds for every state is only the form of lot numbers and the age of the NATO cross.
            let of_all = clue.rule.starts_with("mil-std-1168") || clue.rule == "nato-cross-too-early";
            prop_assert_eq!(clue.states.is_empty(), of_all);
            if clue.rule == "one-digit-year" {
                prop_assert!(["1944", "1945"].contains(&clue.value.as_str()) && clue.support == Support::Favours);
            }
        }
        // Letters spaced round the head are read in their order; whole stamps in any.
        let letters = item.marks.iter().filter(|mark| mark.text.len() == 1).count();
        if letters < 2 && item.marks.len() == places.len() {
            let makers = item.marks.iter().filter(|mark| ["LC", "FA", "WCC", "DM", "L", "W", "FC"].contains(&mark.folded.as_str()));
            if makers.count() < 2 {
                check_order(read, &item, &places);
            }
        }
    }

    #[test]
    fn a_lot_is_written_as_it_was_read(
        symbol in "[A-Z]{3}|[A-Z]{2}-|[A-Z]--", year in 60_u8..100, month in "[A-HJ-M]", rest in "[0-9]{3}[A-Z-][0-9]{3}[A-S]{0,2}",
    ) {
        let text = format!("{symbol}{year}{month}{rest}");
        let lot = Lot::parse(&text).unwrap();
        prop_assert_eq!(lot.written(), text);
        prop_assert!((1..=12).contains(&lot.month) && !lot.mended);
    }

    #[test]
    fn nothing_is_said_without_digits(words in vec("[A-Za-z+*-]{1,5}", 1..6)) {
        prop_assume!(words.iter().any(|word| word != "-"));
        prop_assert_eq!(read(&item(&words.join(" "))), []);
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6), kind in select(&["case", "crate"][..])) {
        let _ = read(&with_texts(of_kind(kind, "x"), &texts));
    }
}
