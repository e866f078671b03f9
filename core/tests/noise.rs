//! What wear and recorders do to a marking, one fault at a time: the true producer is listed, and a sentence names the step
//! by which it was read.

// A test that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shipped;

use std::fmt::Write as _;

use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::render::Detail;

use shipped::identifier;

/// Each of these is listed for its producer, by a reading that the rule names, in a sentence with these words.
fn named(rule: &str, cases: &[(&str, &str, &str, &str)]) {
    let id = identifier();
    let mut wrong = String::new();
    for (marks, calibre, producer, words) in cases {
        let mut o = Observation::of(Marking::parse(marks).unwrap());
        if !calibre.is_empty() {
            o = o.with_calibre(&id.tables(), calibre);
            assert!(o.calibre.is_some(), "{calibre}");
        }
        let inference = id.infer(&o, &[]);
        let detail = Detail {
            lang: "en",
            evidence: true,
        };
        let answer = id.answer(&o, &[], &inference, detail);
        let candidates = || {
            let names = answer.candidates.iter();
            names
                .map(|c| c.producer.id.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let Some(truth) = answer.candidates.iter().find(|c| c.producer.id == *producer) else {
            let _ = writeln!(
                wrong,
                "{marks} {calibre}: {producer} is not among {}",
                candidates()
            );
            continue;
        };
        let said = || truth.evidence.iter().chain(&truth.contradictions);
        if !said().any(|e| e.rule == rule && e.says.contains(words)) {
            let all: Vec<String> = said().map(|e| format!("{}: {}", e.rule, e.says)).collect();
            let _ = writeln!(
                wrong,
                "{marks} {calibre}: no {rule} with “{words}” for {producer}, but {all:#?}"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

macro_rules! faults {
    ($($(#[$what:meta])* $name:ident: $rule:literal, $($case:tt),+;)*) => {
        $($(#[$what])* #[test] fn $name() { named($rule, &[$($case),+]); })*
    };
}

faults! {
    unreadable_sign: "step-unread",
        ("?45 11", "7.62x54R", "cn-945", "“?45”"),
        ("9?5 11", "7.62x39", "cn-945", "“945”"),
        ("П?У 82", "7.62x39", "rs-prvi-partizan", "“ППУ”");
    one_of_two_signs: "step-unread",
        ("9{4~1}5 11", "7.62x54R", "cn-945", "“945”"),
        ("{L~I}VE 12", "7.62x39", "ru-novosibirsk", "“LVE”");
    unreadable_run: "step-unread",
        ("94.. 11", "7.62x54R", "cn-945", "“94…”"),
        ("..BC 90", "9x19", "br-cbc", "“CBC”"),
        ("L… 12", "7.62x39", "ru-novosibirsk", "“LVE”");
    turned_whole: "step-turned",
        ("98 881", "", "ru-novosibirsk", "“881” turned"),
        ("57 09", "", "ua-luhansk", "“60”");
    turned_alone: "step-turned",
        ("09 75", "7.62x39", "kg-bishkek", "“09” turned"),
        ("881 86", "7.62x54R", "ru-novosibirsk", "“188”");
    year_turned: "year-open",
        ("98 881", "", "ru-novosibirsk", "“98” may be 1986"),
        ("98 09", "7.62x39", "kg-bishkek", "“98” may be 1986");
    merged_digits: "step-split-digits",
        ("94511", "7.62x54R", "cn-945", "“945” and the year"),
        ("53951", "7.62x54R", "ru-tula", "“539” and the year");
    merged_letters: "step-split-boundary",
        ("CBC90", "9x19", "br-cbc", "Letters and digits"),
        ("ППУ82", "7.62x39", "rs-prvi-partizan", "Letters and digits");
    merged_by_a_hyphen: "step-split-punctuation",
        ("945-11", "7.62x54R", "cn-945", "“945”");
    split_mark: "step-joined",
        ("94 5 11", "7.62x54R", "cn-945", "“945”"),
        ("L VE 12", "7.62x39", "ru-novosibirsk", "“LVE”"),
        ("W CC 68", "7.62x51", "us-western", "“WCC”");
    missing_sign: "step-sign-missing",
        ("94 11", "7.62x54R", "cn-945", "“945”"),
        ("LV 12", "7.62x39", "ru-novosibirsk", "“LVE”");
    spurious_mark: "left-unread",
        ("945 11 X", "7.62x54R", "cn-945", "“X”"),
        ("ППУ 82 X", "7.62x39", "rs-prvi-partizan", "“X”");
    /// A dot of the inspector, a star, and what the primer annulus shows.
    spurious_drawn_sign: "symbol",
        ("945 11 {star}", "7.62x54R", "cn-945", "“{star}”");
    missing_year: "no-year",
        ("945", "7.62x54R", "cn-945", "No year"),
        ("ППУ", "7.62x39", "rs-prvi-partizan", "No year");
    wrong_calibre: "fault-calibre-not-listed",
        ("CBC 90", "7.62x54R", "br-cbc", "not on the recorded"),
        ("945 11", "9x19", "cn-945", "not on the recorded");
    latin_written_as_cyrillic: "step-look-alike",
        ("СВС 90", "9x19", "br-cbc", "“CBC”");
    cyrillic_written_as_latin: "step-look-alike",
        ("ИK 88", "7.62x39", "ba-igman", "Cyrillic “ИК”"),
        ("NK 88", "7.62x39", "ba-igman", "Cyrillic “ИК”");
    cyrillic_read_as_small_latin: "step-look-alike",
        ("nny 82", "7.62x39", "rs-prvi-partizan", "Cyrillic “ППУ”");
    signs_taken_for_one_another: "step-confused",
        ("94S 11", "7.62x54R", "cn-945", "“94S”"),
        ("LUE 12", "7.62x39", "ru-novosibirsk", "“LVE”");
    signs_swapped: "step-swapped",
        ("954 11", "7.62x54R", "cn-945", "“945”");
    digits_of_another_script: "step-digits-script",
        ("٩٤٥ ١١", "7.62x54R", "cn-945", "“٩٤٥”");
    small_letters: "step-case",
        ("lve 12", "7.62x39", "ru-novosibirsk", "“LVE”");
    other_starting_point: "fault-order-reversed",
        ("11 945", "7.62x54R", "cn-945", "against the habit"),
        ("82 ППУ", "7.62x39", "rs-prvi-partizan", "against the habit");
    other_place: "fault-position-differs",
        ("3:21 9:75", "7.62x39", "pl-mesko", "o'clock");
    doubted: "step-doubted",
        ("945(?) 11", "7.62x54R", "cn-945", "doubtful");
}

/// A year before the state of a row began is not given as the time of that state.
#[test]
fn no_state_before_it_began() {
    let id = identifier();
    let o = Observation::of(Marking::parse("99 09").unwrap());
    let detail = Detail {
        lang: "en",
        evidence: true,
    };
    let answer = id.answer(&o, &[], &id.infer(&o, &[]), detail);
    let luhansk = answer.candidates.iter().find(|c| c.producer.id == "ua-luhansk");
    let luhansk = luhansk.expect("listed");
    assert_eq!(luhansk.years[0].from, "1899-01-01");
    assert!(luhansk.evidence.iter().all(|e| e.rule != "state-then"));
}
