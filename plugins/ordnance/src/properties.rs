//! What must hold for any marking.

use headstamp_plugin_kit::{check, of_kind, with_texts};
use proptest::prelude::*;

use super::*;

/// Marks that rules read, and near misses.
const MARKS: [&str; 44] = [
    "583-12-68",
    "17-71-60",
    "Б17-71-60",
    "3-22-84",
    "573-80",
    "fuze:583-12-68",
    "fuze:",
    "body:1974",
    "body:",
    "filling:74",
    "overhaul:2018",
    "overhaul:",
    "ТРЗ",
    "TRZ",
    "2018",
    "18",
    "1974",
    "82-ВО-832ДУ",
    "ОФ-843Б",
    "O-832D",
    "53-ОФ-540",
    "9М22У",
    "ПГ-7В",
    "УЗРГМ",
    "М-6",
    "'УЗРГМ 573-80'",
    "Н",
    "H",
    "'++'",
    "'--'",
    "ТЖ",
    "'0+'",
    "Т",
    "T",
    "А-80",
    "KV",
    "lot",
    "04/18",
    "NR",
    "NR-160",
    "160",
    "(10)",
    "((11))",
    "'charge: ВТ 12/74 С'",
];

proptest! {
    #[test]
    fn clues_keep_the_rules(
        marks in prop::collection::vec(prop::sample::select(MARKS.to_vec()), 1..8),
        kind in prop::sample::select(vec!["mortar-round", "rocket", "grenade", "mine", "projectile", "crate", "case"]),
    ) {
        let item = of_kind(kind, &marks.join(" "));
        let clues = read(&item);
        check(Ordnance::MANIFEST, &item, &clues);
        let of = |role: &str| clues.iter().filter(|clue| clue.role == role).count();
        prop_assert!(of("not-before") <= 1, "two lower bounds: {clues:?}");
        prop_assert!(of("component") == 0 || of("producer") == 0);
    }

    #[test]
    fn labelled_parts_do_not_depend_on_their_order(
        parts in Just(vec!["fuze:583-12-88", "body:3-22-74", "overhaul:2018", "filling:1980", "ОФ-843Б"]).prop_shuffle(),
    ) {
        let said = |marking: &str| {
            let clues = read(&of_kind("mortar-round", marking)).into_iter();
            let mut said: Vec<_> = clues.map(|clue| (clue.role, clue.value, clue.says)).collect();
            said.sort();
            said
        };
        prop_assert_eq!(
            said(&parts.join(" ")),
            said("fuze:583-12-88 body:3-22-74 overhaul:2018 filling:1980 ОФ-843Б")
        );
    }

    #[test]
    fn any_text_is_endured(texts in prop::collection::vec((any::<String>(), any::<String>()), 1..6)) {
        let item = with_texts(of_kind("rocket", "blank"), &texts);
        check(Ordnance::MANIFEST, &item, &read(&item));
    }
}
