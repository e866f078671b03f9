//! What must hold of every input, not only of the ones we thought of.

// A test that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shipped;

use headstamp_core::date::Span;
use headstamp_core::identify::Identifier;
use headstamp_core::notation::{Mark, Marking};
use headstamp_core::observation::{Clue, Observation};
use headstamp_core::render::Detail;
use proptest::prelude::*;

use shipped::{compile, tables};

#[test]
fn the_order_of_the_files_does_not_matter() {
    assert!(compile(false) == compile(true));
}

/// Texts that look like markings, and texts that do not.
fn marking() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        6 => "[0-9A-Za-z]",
        2 => "[ _/|•·,\\-.:@*?…'\"(){}\\[\\]<>~]",
        1 => prop::sample::select(vec!["{star}", "{3~8}", "((10))", "(10)", "(?)", "..", "12:", "@6", "no-code", "blank", "ИК", "ППУ", "٢٧", "٧٤", "十九年", "⑩", "★"])
            .prop_map(str::to_owned),
    ];
    prop_oneof![3 => prop::collection::vec(sign, 0..12).prop_map(|v| v.concat()), 1 => "\\PC{0,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// What was inferred for one day of recovery is used for all days that it says it holds for.
    #[test]
    fn an_inference_holds_for_the_days_it_says(
        marks in prop_oneof![marking(), "[0-9]{2,3} [0-9]{2}", "[A-Z]{1,3} [0-9]{1,4}"],
        years in (1900..2030i32, 1900..2030i32),
        recorded in any::<(bool, bool)>(),
    ) {
        let Ok(marking) = Marking::parse(&marks) else { return Ok(()) };
        let id = Identifier::new(tables());
        let of = |year: i32, recorded: bool| {
            let mut o = Observation::of(marking.clone());
            o.recovered = recorded.then(|| Span::year(year));
            o
        };
        let (one, other) = (of(years.0, recorded.0), of(years.1, recorded.1));
        let inferred = id.infer(&one, &[]);
        prop_assert!(inferred.days.contain(one.recovered));
        if inferred.days.contain(other.recovered) {
            let anew = id.infer(&other, &[]);
            prop_assert_eq!(
                id.lean(&one, &[], &inferred, "en", false),
                id.lean(&other, &[], &anew, "en", false),
                "{} {:?}", marks, years
            );
        }
    }

    #[test]
    fn reading_never_panics_and_writing_reads_back(text in marking()) {
        if let Ok(m) = Marking::parse(&text) {
            prop_assert_eq!(m.recorded(), text.as_str());
            let again = Marking::parse(&m.to_string());
            prop_assert!(again.is_ok(), "{text:?} -> {m}");
            let again = again.unwrap();
            // Quotes may have to be added where the recorder needed none.
            let plain = |m: &Marking| -> Vec<Mark> {
                m.marks().iter().cloned().map(|m| Mark { quoted: false, ..m }).collect()
            };
            prop_assert_eq!(plain(&again), plain(&m), "{} -> {}", text, m);
            prop_assert_eq!(again.looked(), m.looked());
        }
    }

    #[test]
    fn probabilities_sum_to_one(text in marking(), calibre in prop::option::of(prop::sample::select(vec!["7.62x39", "7.62x54R", "9x19", ".30-06", "nonsense"]))) {
        if let Ok(m) = Marking::parse(&text) {
            let tables = tables();
            let id = Identifier::new(tables);
            let mut o = Observation::of(m);
            if let Some(c) = calibre {
                o = o.with_calibre(&tables, c);
            }
            let inference = id.infer(&o, &[]);
            let sum: f64 = inference.candidates.iter().map(|c| c.probability).sum::<f64>() + inference.unknown;
            prop_assert!((sum - 1.0).abs() < 1e-9, "{text:?}: {sum}");
            for c in &inference.candidates {
                prop_assert!((0.0..=1.0).contains(&c.probability));
                let years: f64 = c.years.iter().map(|y| y.probability).sum();
                prop_assert!(years <= 1.0 + 1e-9);
            }
            let answer = id.answer(&o, &[], &inference, Detail { lang: "en", evidence: true });
            let printed: f64 = answer.candidates.iter().map(|c| c.probability).sum::<f64>() + answer.unknown_probability;
            prop_assert!((printed - 1.0).abs() < 1e-6, "{text:?}: {printed}");
        }
    }

    #[test]
    fn the_order_of_clues_does_not_matter(text in "(539|17|60|188)[ ](Г|Д|52|53)", seed in any::<bool>()) {
        let tables = tables();
        let id = Identifier::new(tables);
        let o = Observation::of(Marking::parse(&text).unwrap());
        let clue = |value: &str| Clue {
            marks: vec![1], role: "year".into(), value: value.into(), rule: "r".into(), by: "plugin:x".into(), ..Clue::default()
        };
        let mut clues = vec![clue("1952"), clue("1953")];
        let plain = id.infer(&o, &clues);
        if seed {
            clues.reverse();
        }
        let other = id.infer(&o, &clues);
        // The whole answer, but for the numbers of the clues.
        let detail = Detail { lang: "en", evidence: true };
        let mut whole = id.answer(&o, &[clue("1952"), clue("1953")], &plain, detail);
        let mut turned = id.answer(&o, &clues, &other, detail);
        whole.decoded.sort_by(|a, b| a.value.cmp(&b.value));
        turned.decoded.sort_by(|a, b| a.value.cmp(&b.value));
        prop_assert_eq!(whole, turned);
    }
}

#[test]
fn too_much_is_refused_at_once() {
    for text in [
        "9".repeat(100_000),
        "9 ".repeat(500),
        "a\u{300}".repeat(50_000),
        "\u{202e}".repeat(100_000),
    ] {
        assert!(Marking::parse(&text).is_err());
    }
    // What is let through may cost more than an everyday marking, but not without bounds: four times as many marks, at most
    // a hundred times the work. Both are measured here and now, each at its best of twenty, so it does not matter how fast the
    // machine is and what else it does.
    let id = Identifier::new(tables());
    let work = |text: &str| {
        let o = Observation::of(Marking::parse(text).unwrap());
        let once = || {
            let started = std::time::Instant::now();
            let _ = id.infer(&o, &[]);
            started.elapsed()
        };
        (0..20).map(|_| once()).min().unwrap_or_default()
    };
    for part in ["? ", "?? ", "* ", "1 "] {
        let (few, many) = (work(&part.repeat(5)), work(&part.repeat(20)));
        assert!(many < few * 100, "{part:?}: {few:?} became {many:?}");
    }
    for text in ["?".repeat(24), "..".to_owned()] {
        work(&text);
    }
}
