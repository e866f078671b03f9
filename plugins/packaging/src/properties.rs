//! What must hold for any marking.

use headstamp_plugin_kit::{check, of_kind, with_texts};
use proptest::prelude::*;

use super::*;

/// Marks that rules read, and near misses.
const MARKS: [&str; 40] = [
    "Б17-71-60",
    "И04-78-188",
    "17-71-60",
    "583-122-68",
    "440",
    "шт.",
    "7,62",
    "ПС",
    "ЛПС",
    "гс",
    "гж",
    "'7,62 ЛПС гж'",
    "'ВТ 29/78 К'",
    "'ВТ 29/80 К'",
    "ВТ",
    "29/78",
    "К",
    "UN",
    "0012",
    "'UN 0168'",
    "UN9999",
    "1.4S",
    "1.1D",
    "7.62x54R",
    "1305-01-155-5459",
    "A",
    "10/92",
    "NO.",
    "12/500",
    "CONTRACT",
    "DODIC",
    "G881",
    "LOT",
    "1978",
    "'inside: 188 78'",
    "inside:188",
    "inside:60",
    "sealed:188",
    "inside:",
    "Брутто",
];

proptest! {
    #[test]
    fn clues_keep_the_rules(
        marks in prop::collection::vec(prop::sample::select(MARKS.to_vec()), 1..9),
        kind in prop::sample::select(vec!["crate", "other", "case", "weapon"]),
    ) {
        let item = of_kind(kind, &marks.join(" "));
        let clues = read(&item);
        check(Packaging::MANIFEST, &item, &clues);
        prop_assert!(clues.iter().all(|clue| clue.role != "ownership" && clue.role != "year" && clue.role != "producer"));
        prop_assert!(clues.iter().filter(|clue| clue.rule == "package-link").count() <= 1);
    }

    #[test]
    fn any_text_is_endured(texts in prop::collection::vec((any::<String>(), any::<String>()), 1..6)) {
        let item = with_texts(of_kind("crate", "blank"), &texts);
        check(Packaging::MANIFEST, &item, &read(&item));
    }
}
