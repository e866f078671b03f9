//! Documented cases, the worked examples of the literature, and what is easily read wrongly.

use headstamp_plugin_kit::{Line, first, item, of_kind, page, verdicts, weighed};

use crate::read;

#[test]
fn both_scripts() {
    let lines: [Line<'_>; 12] = [
        // Paris, January 2015: the maker confirmed the year.
        ("case", "7.62x39", "IK 86"),
        ("case", "7.62x39", "IK 1986"),
        ("case", "7.62x39", "ИК 79"),
        ("case", "7.62x39", "NK 79"),
        ("case", "7.62x39", "12:ик 6:79"),
        ("case", "7.62x39", "ППУ 82"),
        ("case", "7.62x39", "nny 82"),
        ("case", "7.62x39", "NNY 82"),
        ("case", "7.92x57", "ППУ 1952"),
        ("case", "7.62x39", "PPU 88"),
        ("case", "7.62x39", "88 PPU"),
        ("case", "7.62x39", "ППУ {star} 82 {star}"),
    ];
    insta::assert_snapshot!(page(read, &lines));
}

#[test]
fn traps() {
    let lines: [Line<'_>; 18] = [
        // Commercial: calibre and no year.
        ("case", "7.62x39", "PPU 7.62x39"),
        ("case", "7.62x39", "IGMAN 7.62x39"),
        ("case", "7.62x39", "IK"),
        // The works of the Kingdom had Cyrillic marks alone.
        ("case", "7.92x57", "ВТЗ 1938"),
        ("case", "7.92x57", "ФОМУ 1937"),
        ("case", "7.92x57", "11 53"),
        ("case", "7.92x57", "12 56"),
        ("case", "", "11 12"),
        // After the federation.
        ("case", "7.62x39", "ППУ 98"),
        ("case", "7.62x39", "PPU 2010"),
        // Other letters that are near.
        ("case", "7.62x39", "HK 79"),
        ("case", "7.62x39", "К 79"),
        ("case", "7.62x39", "(ИК) 79"),
        ("case", "7.62x39", "И? 79"),
        ("case", "7.62x39", "IK 86 98"),
        ("case", "7.62x39", "IK PPU"),
        ("mortar-round", "", "KV lot 04/18"),
        ("crate", "", "IK 86"),
    ];
    insta::assert_snapshot!(page(read, &lines));
}

#[test]
fn what_core_makes_of_them() {
    let lines: [Line<'_>; 18] = [
        ("case", "7.62x39", "IK 86"),
        ("case", "7.62x39", "IK 1986"),
        ("case", "7.62x39", "ИК 79"),
        ("case", "7.62x39", "NK 79"),
        ("case", "7.62x39", "ИК 1979"),
        ("case", "7.62x39", "ППУ 82"),
        ("case", "7.62x39", "nny 82"),
        ("case", "7.62x39", "ППУ 98"),
        ("case", "7.62x39", "PPU 88"),
        ("case", "7.62x39", "PPU 7.62x39"),
        ("case", "7.62x39", "IGMAN 7.62x39"),
        ("case", "7.92x57", "ВТЗ 1938"),
        ("case", "7.92x57", "BT3 1938"),
        ("case", "7.92x57", "ФОМУ 1937"),
        ("case", "7.92x57", "11 53"),
        ("case", "7.92x57", "12 56"),
        ("case", "", "11 12"),
        ("case", "", "12 11"),
    ];
    insta::assert_snapshot!(verdicts("yugoslavia", read, &lines));
}

#[test]
fn vectors_that_must_hold() {
    let of = |calibre: &str, marking: &str| weighed("yugoslavia", read, ("case", calibre, marking));
    for (calibre, marking, expected) in [
        ("7.62x39", "IK 86", "ba-igman YU 1986"),
        ("7.62x39", "ИК 79", "ba-igman YU 1979"),
        ("7.62x39", "NK 79", "ba-igman YU 1979"),
        ("7.62x39", "IK 1986", "ba-igman YU 1986"),
        ("7.62x39", "ППУ 82", "rs-prvi-partizan YU 1982"),
        ("7.62x39", "nny 82", "rs-prvi-partizan YU 1982"),
        ("7.92x57", "ВТЗ 1938", "rs-vojno-tehnicki-zavod YU 1938"),
        ("7.92x57", "ФОМУ 1937", "rs-fomu YU 1937"),
        ("7.62x39", "ППУ 98", "rs-prvi-partizan RS 1998"),
    ] {
        assert_eq!(first(&of(calibre, marking)), expected, "{marking}");
    }
    // Not the other plant.
    assert!(
        of("7.62x39", "IK 86")
            .candidates
            .iter()
            .all(|c| c.producer.id != "rs-prvi-partizan")
    );
    // The number codes are possible, and never identified by.
    for (marking, producer) in [("11 53", "rs-prvi-partizan"), ("12 56", "ba-igman")] {
        let answer = of("7.92x57", marking);
        assert!(
            answer.candidates.iter().any(|c| c.producer.id == producer),
            "{marking}"
        );
        assert!(answer.status != "identified", "{marking}");
    }
    // No Yugoslav reading of 11 and 12 before 2011.
    for marking in ["11 12", "12 11"] {
        for c in of("", marking)
            .candidates
            .iter()
            .filter(|c| ["RS", "BA"].contains(&c.producer.country.as_str()))
        {
            let early: f64 = c
                .years
                .iter()
                .filter(|y| y.from.as_str() < "2011")
                .map(|y| y.probability)
                .sum();
            assert!(c.probability * early < 0.01, "{marking}: {c:?}");
        }
    }
    // (21) is no Yugoslav mark.
    assert!(
        of("7.62x39", "(21) 71")
            .candidates
            .iter()
            .all(|c| c.producer.state.as_deref() != Some("YU"))
    );
    // Shown with the answer, and not beyond the federation.
    assert!(
        of("7.62x39", "ППУ 82")
            .decoded
            .iter()
            .any(|d| d.rule == "cyrillic-army-lot")
    );
    assert!(of("7.62x39", "ППУ 98").decoded.is_empty());
}

#[test]
fn nothing_is_said_of_other_things() {
    for marking in
        "blank, 12:- 6:-, 945 11, ٢٧ ٧٤, 17 74, БПЗ, POF 81 7.62, KF 43, {star} 93, 十九年".split(", ")
    {
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
    for kind in ["weapon", "crate", "mortar-round", "projectile", ""] {
        assert_eq!(read(&of_kind(kind, "ИК 79")), [], "{kind}");
    }
}
