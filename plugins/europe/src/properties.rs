//! What holds for every marking.

use headstamp_plugin_api::Plugin;
use headstamp_plugin_kit::{check, check_order, of_calibre, with_texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::{Europe, read};

/// Marks that the rules are about, and marks that come close.
const MARKS: [&str; 32] = [
    "DA", "4.60", "4", "12", "60", "13.60", "D", "B", "C", "17", "939", "A.M.", "AM", "am", "VI", "SMI",
    "FNM", "77-8", "77-85", "FN", "026", "031", "070", "63", "{crown}", "{dot}", "(DA)", "(+)", "?", "-",
    "3:B", "945",
];

fn markings() -> impl Strategy<Value = (&'static str, Vec<&'static str>)> {
    let calibre = select(&["6.5x55mm", "6.5x52mm", "7.5x55mm", "7.62x51mm", "7.62x39mm"][..]);
    (calibre, vec(select(&MARKS[..]), 1..5))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn clues_are_as_the_host_wants_them((calibre, marks) in markings()) {
        let item = of_calibre(calibre, &marks.join(" "));
        check(Europe::MANIFEST, &item, &read(&item));
    }

    /// But for month and year behind DA.
    #[test]
    fn the_order_does_not_matter((calibre, marks) in markings(), places in Just([0, 1, 2, 3, 4, 5, 6, 7]).prop_shuffle()) {
        prop_assume!(!marks.contains(&"DA"));
        let item = of_calibre(calibre, &marks.join(" "));
        check_order(read, &item, &places);
    }

    #[test]
    fn each_rule_keeps_to_its_calibres((calibre, marks) in markings()) {
        for clue in read(&of_calibre(calibre, &marks.join(" "))) {
            let of_rule: &[&str] = match clue.rule.as_str() {
                "controller" => &["6.5x52mm"],
                "supplier-and-works" => &["7.5x55mm"],
                "swedish-works-number" => &["6.5x55mm", "7.62x51mm"],
                _ => continue,
            };
            prop_assert!(of_rule.contains(&calibre), "{clue:?}");
        }
    }

    #[test]
    fn any_text_is_endured(texts in vec((any::<String>(), any::<String>()), 1..6)) {
        let _ = read(&with_texts(of_calibre("6.5x55mm", "x"), &texts));
    }
}
