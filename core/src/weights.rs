//! The numbers of the inference. They live in `weights.toml`, each with its reason; this module only names them.

use crate::tables::Tables;

macro_rules! weights {
    ($($field:ident = $name:literal),* $(,)?) => {
        /// Names in the order of the compiled tables.
        pub const NAMES: &[&str] = &[$($name),*];

        /// All numbers, ready for use.
        #[derive(Clone, Debug, Default, PartialEq)]
        #[allow(missing_docs)] // each is explained in weights.toml
        pub struct Weights { $(pub $field: f64),* }

        impl Weights {
            /// Reads them from the tables.
            #[must_use]
            pub fn of(tables: &Tables<'_>) -> Self {
                let mut values = tables.set().weights.iter().map(|w| w.to_native());
                Self { $($field: values.next().unwrap_or_default()),* }
            }
        }
    };
}

weights! {
    trust_documented = "trust.documented",
    trust_general = "trust.general",
    trust_doubtful = "trust.doubtful",
    case = "reading.case",
    digits_script = "reading.digits-script",
    look_alike = "reading.look-alike",
    punctuation = "reading.punctuation",
    enclosure_omitted = "reading.enclosure-omitted",
    enclosure_added = "reading.enclosure-added",
    joined = "reading.joined",
    calibre_words = "reading.calibre-words",
    split_punctuation = "reading.split-punctuation",
    split_boundary = "reading.split-boundary",
    split_single = "reading.split-single",
    split_digits = "reading.split-digits",
    split_known = "reading.split-known",
    turned_all = "reading.turned-all",
    turned_one = "reading.turned-one",
    doubted = "reading.doubted",
    leading_zero = "reading.leading-zero",
    calibre_not_listed = "constraint.calibre-not-listed",
    calibre_not_stated = "constraint.calibre-not-stated",
    calibre_not_yet = "constraint.calibre-not-yet",
    years_not_seen = "constraint.years-not-seen",
    years_outside = "constraint.years-outside",
    years_outside_life = "constraint.years-outside-life",
    state_gone = "constraint.state-gone",
    order_reversed = "constraint.order-reversed",
    position_differs = "constraint.position-differs",
    year_not_last = "constraint.year-not-last",
    no_year = "constraint.no-year",
    year_not_expected = "constraint.year-not-expected",
    scheme_not_listed = "constraint.scheme-not-listed",
    old_century = "constraint.old-century",
    producer_absent = "constraint.producer-absent",
    script_alone = "constraint.script-alone",
    left_number = "left-over.short-number",
    left_long_number = "left-over.number",
    left_letters = "left-over.letters",
    left_letter = "left-over.letter",
    left_symbol = "left-over.symbol",
    left_calibre_differs = "left-over.calibre-differs",
    nobody_base = "nobody.base",
    nobody_unrecorded = "nobody.unrecorded",
    nobody_digit_1 = "nobody.digits-1",
    nobody_digit_2 = "nobody.digits-2",
    nobody_digit_3 = "nobody.digits-3",
    nobody_digit_4 = "nobody.digits-4",
    nobody_digit_5 = "nobody.digits-5",
    nobody_letter_1 = "nobody.letters-1",
    nobody_letter_2 = "nobody.letters-2",
    nobody_letter_3 = "nobody.letters-3",
    nobody_letter_4 = "nobody.letters-4",
    nobody_letter_5 = "nobody.letters-5",
    nobody_letter_6 = "nobody.letters-6",
    nobody_short_number = "nobody.short-number",
    nobody_enclosed = "nobody.enclosed",
    nobody_unread = "nobody.unread-factor",
    nobody_absent = "nobody.absent",
    nobody_layout = "nobody.layout",
    clue_documented = "clue.documented",
    clue_general = "clue.general",
    clue_against = "clue.against",
    clue_excludes = "clue.excludes",
    identified = "threshold.identified",
    identified_guessed = "threshold.identified-guessed",
    level = "threshold.level",
    possible = "threshold.possible",
    listed = "threshold.listed",
    fault_floor = "threshold.fault-floor",
}
