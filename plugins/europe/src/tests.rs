//! Markings as people record them, and what is said of each.

use headstamp_plugin_api::{Plugin, check_manifest};
use headstamp_plugin_kit::{first, item, of_calibre, of_kind, page, verdicts, weighed};
use insta::assert_snapshot;

use crate::sweden::NUMBERS;
use crate::{Europe, read};

fn best(calibre: &str, marking: &str) -> String {
    first(&weighed("europe", read, ("case", calibre, marking)))
}

#[test]
fn manifest_is_in_order() {
    check_manifest(Europe::MANIFEST).unwrap();
}

#[test]
fn each_swedish_number_is_known_to_the_tables_and_to_no_works() {
    for number in NUMBERS {
        let answer = weighed("europe", read, ("case", "6.5x55mm", &format!("{number} 63")));
        let producer = &answer.candidates[0].producer;
        assert_eq!(
            (producer.country.as_str(), &producer.place),
            ("SE", &None),
            "{number}"
        );
    }
}

#[test]
fn markings() {
    assert_snapshot!(page(
        read,
        &[
            ("case", "7.5x55mm", "DA 4.60"),
            ("case", "", "DA 12 50"),
            ("case", "6.5x52mm", "B 17 A.M."),
            ("case", "6.5x52mm", "C 35 B.G."),
            ("case", "", "B 939 AM"),
            ("cartridge", "10.35x20mmR", "C 18 R.L."),
            ("case", "7.62x51mm", "FNM 77-8"),
            ("case", "7.62x51mm", "FNM 77-85"),
            ("case", "6.5x55mm", "026 63"),
            ("case", "6.5x55mm", "12:024 3:{crown} 6:43 9:{crown}"),
            ("case", "9x19mm", "027 51"),
            ("case", "8x63mm", "{dot} 025 {dot} 41"),
        ]
    ));
}

#[test]
fn traps() {
    assert_snapshot!(page(
        read,
        &[
            // Dominion Arsenal on .303, and without month and year.
            ("case", "7.7x56mmR", "DA 4 16"),
            ("case", "", "DA {c-broad-arrow} 19 16"),
            ("case", "7.5x55mm", "DA 13.60"),
            // Initials are no maker, and two letters beside other makers no initials.
            ("case", "7.7x56mmR", "B 17 VI"),
            ("case", "6.5x52mm", "SMI 939"),
            ("case", "6.5x52mm", "B 17 VI"),
            ("case", "6.5x52mm", "B 17 am"),
            ("case", "6.5x52mm", "B 8 A.M."),
            // A lot needs the year before it.
            ("case", "7.62x51mm", "FNM 64 (+)"),
            ("case", "7.62x51mm", "FNM 8-77"),
            ("case", "7.62x51mm", "FN 77-8"),
            // Chinese works, numbers of which nothing is known, two numbers of two digits, numbers that the tables allocate.
            ("case", "7.62x39mm", "031 63"),
            ("case", "7.62x54mmR", "071 64"),
            ("case", "7.62x39mm", "026 63"),
            ("case", "8x63mm", "031 41"),
            ("case", "6.5x55mm", "24 63"),
            ("case", "6.5x55mm", "070 76"),
            ("case", "", "026 63"),
            ("case", "6.5x55mm", "026 63 7"),
            ("crate", "6.5x55mm", "026 63"),
        ]
    ));
}

#[test]
fn what_core_makes_of_them() {
    assert_snapshot!(verdicts(
        "europe",
        read,
        &[
            ("case", "7.5x55mm", "DA 4.60"),
            ("case", "", "DA 4.60"),
            ("case", "7.5x55mm", "12:T 3:50 6:D 9:12"),
            ("case", "6.5x52mm", "B 17 A.M."),
            ("case", "6.5x52mm", "C 35 B.G."),
            ("case", "6.5x52mm", "10:S 2:B"),
            ("case", "6.5x52mm", "10:B 2:S"),
            ("case", "7.62x51mm", "FNM 77-8"),
            ("case", "6.5x55mm", "026 63"),
            ("case", "6.5x55mm", "070 76"),
            ("case", "6.5x55mm", "24 63"),
            ("case", "7.62x51mm", "RA 84 (+)"),
            ("case", "7.62x39mm", "PS 52"),
            ("case", "", "R-P 9MM HP"),
            ("case", "", "{double-headed-eagle} 19 16"),
            ("case", "", "{single-headed-eagle} 27"),
            ("case", "6.5x53mmR", "AI 35 6 D"),
            ("crate", "", "RN 88"),
        ]
    ));
}

/// Maker and year, and nothing that a rule could add: the tables decide, and no clue is given.
#[test]
fn worked_examples_that_the_tables_decide() {
    for (calibre, marking, answer) in [
        // Belgium and the Netherlands
        ("5.56x45mm", "FNB 08 (+)", "be-fn BE 2008"),
        ("7.92x57mm", "FN 57", "be-fn BE 1957"),
        ("7.62x51mm", "FN 73", "be-fn BE 1973"),
        ("7.62x51mm", "NWM 62 (+)", "nl-nwm NL 1962"),
        ("7.62x51mm", "EMZ 83 (+)", "nl-eurometaal NL 1983"),
        // Denmark, Norway
        ("9x19mm", "HA 53", "dk-ammunitionsarsenalet DK 1953"),
        ("8x58mmR", "HL 38", "dk-ammunitionsarsenalet DK 1938"),
        ("7.62x51mm", "AMA 88 (+)", "dk-ammunitionsarsenalet DK 1988"),
        ("6.5x55mm", "RA 56", "no-raufoss NO 1956"),
        // Austria
        ("7.62x51mm", "HP 87 (+)", "at-hirtenberger AT 1987"),
        ("7.62x51mm", "OJP 62", "at-ojp AT 1962"),
        (
            "8x50mmR-mannlicher",
            "{double-headed-eagle} 19 16",
            "at-woellersdorf AH 1916",
        ),
        (
            "8x50mmR-mannlicher",
            "{single-headed-eagle} 27",
            "at-roth-lichtenwoerth AT 1927",
        ),
        ("", "{w-in-w}", "at-woellersdorfer-werke AT -"),
        // Switzerland
        ("7.5x55mm", "12:T 3:50 6:D 9:12", "ch-thun CH 1950"),
        // Italy
        ("6.5x52mm", "SMI 939", "it-smi IT 1939"),
        ("6.5x52mm", "BPD 41", "it-bpd IT 1941"),
        ("7.7x56mmR", "SMI 939", "it-smi IT 1939"),
        ("6.5x52mm", "SMI 952", "it-smi IT 1952"),
        // Spain
        ("7x57mm", "P S 1952", "es-pirotecnia-sevilla ES 1952"),
        ("7x57mm", "PS 1933", "es-pirotecnia-sevilla ES 1933"),
        ("7.62x51mm", "FNP 72", "es-palencia ES 1972"),
        ("7.62x51mm", "SB-P 85 (+)", "es-santa-barbara ES 1985"),
        ("7.92x57mm", "FN T 1941", "es-toledo ES 1941"),
        ("7x57mm", "FNT 1935", "es-toledo ES 1935"),
        ("7x57mm", "T 1925", "es-toledo ES 1925"),
        // Portugal, Greece
        ("9x19mm", "FNM 64", "pt-fnm PT 1964"),
        ("7.92x57mm", "A E 1943", "pt-arsenal-do-exercito PT 1943"),
        ("7.7x56mmR", "HXP 74", "gr-pyrkal GR 1974"),
        ("7.62x63mm", "HXP 69", "gr-pyrkal GR 1969"),
        ("7.62x51mm", "HXP 88 (+)", "gr-pyrkal GR 1988"),
        ("6.5x52mm", "10:S 2:B 18", "it-sigma-bologna IT 1918"),
    ] {
        let clues = if calibre.is_empty() {
            read(&item(marking))
        } else {
            read(&of_calibre(calibre, marking))
        };
        assert_eq!(clues, [], "{marking}");
        assert_eq!(best(calibre, marking), answer, "{calibre} {marking}");
    }
}

#[test]
fn worked_examples_that_need_a_rule() {
    assert_eq!(best("7.5x55mm", "DA 4.60"), "ch-altdorf CH 1960");
    assert_eq!(best("6.5x52mm", "B 17 A.M."), "it-pirotecnico-bologna IT 1917");
    assert_eq!(best("6.5x52mm", "C 35 B.G."), "it-pirotecnico-capua IT 1935");
    assert_eq!(best("7.62x51mm", "FNM 77-8"), "pt-fnm PT 1977");
}

#[test]
fn shared_letters_keep_all_their_readings() {
    for (calibre, marking, producers) in [
        ("7.62x51mm", "RA 84 (+)", ["no-raufoss", "us-remington"]),
        ("7.62x63mm", "RA 56", ["no-raufoss", "us-remington"]),
        (
            "7.62x51mm",
            "FNM 64 (+)",
            ["pt-fnm", "mx-fabrica-nacional-de-municiones"],
        ),
        ("7.62x51mm", "SB 85 (+)", ["es-santa-barbara", "ec-santa-barbara"]),
        ("9x19mm", "SB 48", ["cz-sellier-bellot", "ec-santa-barbara"]),
    ] {
        let answer = weighed("europe", read, ("case", calibre, marking));
        let found: Vec<&str> = answer.candidates.iter().map(|c| c.producer.id.as_str()).collect();
        assert!(
            producers.iter().all(|id| found.contains(id)),
            "{marking}: {found:?}"
        );
    }
}

#[test]
fn the_calibre_tells_spain_bologna_and_czechoslovakia_apart() {
    assert_eq!(best("6.5x52mm", "SB 18"), "it-sigma-bologna IT 1918");
    let answer = weighed("europe", read, ("case", "7.62x39mm", "PS 52"));
    assert_ne!(answer.status, "identified", "Sevilla made no 7.62x39");
    let against = |rule: &str| answer.candidates[0].contradictions.iter().any(|c| c.rule == rule);
    assert!(against("fault-calibre-not-listed"));
}

#[test]
fn lot_8_is_not_august() {
    let answer = weighed("europe", read, ("case", "7.62x51mm", "FNM 77-8"));
    assert!(answer.decoded.iter().any(|d| d.field == "lot" && d.value == "8"));
    assert!(answer.decoded.iter().all(|d| d.field != "month"));
}

#[test]
fn letters_in_the_wrong_order_are_not_decided() {
    // One specimen of SIGMA has the letters exchanged. Its B and S are read as they stand; nothing is claimed.
    let clues = read(&of_calibre("6.5x52mm", "10:B 2:S"));
    assert_eq!(clues, []);
    assert_ne!(
        weighed("europe", read, ("case", "6.5x52mm", "10:B 2:S")).status,
        "identified"
    );
}

#[test]
fn commercial_hollow_points_are_not_hirtenberg() {
    assert_eq!(best("", "R-P 9MM HP"), "us-remington US -");
}

#[test]
fn a_swedish_number_names_no_works() {
    let answer = weighed("europe", read, ("case", "6.5x55mm", "026 63"));
    assert_ne!(answer.status, "identified");
    let plant = answer.decoded.iter().find(|d| d.field == "plant").unwrap();
    assert!(plant.says.contains("not verified"));
    assert_eq!(best("6.5x55mm", "070 76"), "se-karlsborg SE 1976");
}

#[test]
fn other_kinds_are_left_alone() {
    for kind in ["weapon", "crate", "box", ""] {
        assert_eq!(read(&of_kind(kind, "DA 4.60")), [], "{kind}");
    }
    assert_eq!(read(&item("(DA) 4.60")), []);
}
