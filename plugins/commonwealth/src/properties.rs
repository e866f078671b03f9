//! What holds for every marking.

use headstamp_plugin_api::Plugin as _;
use headstamp_plugin_api::wire::Support;
use headstamp_plugin_kit::{check, item, of_calibre, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{Commonwealth, STATES, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 40] = [
    "K",
    "RG",
    "DI",
    "B",
    "G",
    "W",
    "D",
    "P",
    "L",
    "O",
    "Z",
    "II",
    "VI",
    "VII",
    "VIII",
    "VIIG",
    "VIIz",
    "VIIW",
    "G6Z",
    "B2",
    "7",
    "7Z",
    "05",
    "99",
    "43",
    "1899",
    "1944",
    "L7A1",
    "L2A2",
    "R4M1",
    "PK",
    "U44",
    "U",
    "{diamond}",
    "{broad-arrow}",
    "{arrow}SAAF{arrow}",
    "24",
    "(G)",
    "-",
    "G17F1",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn clues_are_as_the_host_wants_them(
        marks in vec(select(&MARKS[..]), 1..6),
        calibre in select(&["", ".303", "9x19", "7.62x51"][..]),
    ) {
        let marking = marks.join(" ");
        let item = if calibre.is_empty() { item(&marking) } else { of_calibre(calibre, &marking) };
        let clues = read(&item);
        check(Commonwealth::MANIFEST, &item, &clues);
        for clue in &clues {
            prop_assert_eq!(clue.states.is_empty(), clue.rule == "pk-undetermined");
            prop_assert!(clue.states.iter().all(|state| STATES.contains(&state.as_str())));
            // It offers no year but the one inside a factory code: years are for the tables.
            let offered = clue.role == "year" && clue.support == Support::Favours;
            prop_assert!(!offered || clue.rule == "year-inside-factory-code");
        }
    }

    #[test]
    fn without_a_second_maker_no_letter_is_a_type(letter in "[BDGHLOPQW]", numeral in "I|II|III|IV|V|VI|VII|VIII", year in 10_u8..60) {
        for marking in [format!("{letter} {year} {numeral}"), format!("{year} {letter} {numeral}"), format!("{numeral} {letter} {year}")] {
            prop_assert!(read(&item(&marking)).iter().all(|clue| clue.role != "type"), "{}", marking);
        }
    }

    #[test]
    fn other_scripts_are_out_of_scope(words in vec("[\u{430}-\u{44f}\u{660}-\u{669}\u{62a}-\u{62e}0-9]{1,4}", 1..6)) {
        let clues = read(&item(&words.join(" ")));
        prop_assert!(clues.iter().all(|clue| clue.role == "type"), "{:?}", clues);
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(of_calibre(".303", "x"), &texts));
    }
}
