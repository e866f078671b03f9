//! Markings as people record them, and what is said of each.

use headstamp_plugin_api::{Plugin, check_manifest};
use headstamp_plugin_kit::{first, item, of_calibre, of_kind, page, verdicts, weighed};
use insta::assert_snapshot;

use crate::czechoslovakia::CODES;
use crate::{WarsawPact, read};

fn best(calibre: &str, marking: &str) -> String {
    first(&weighed("warsaw-pact", read, ("case", calibre, marking)))
}

/// Ids of all candidates.
fn all(calibre: &str, marking: &str) -> Vec<String> {
    let answer = weighed("warsaw-pact", read, ("case", calibre, marking));
    answer
        .candidates
        .into_iter()
        .map(|candidate| candidate.producer.id)
        .collect()
}

#[test]
fn manifest_is_in_order() {
    check_manifest(WarsawPact::MANIFEST).unwrap();
}

#[test]
fn each_code_is_known_to_the_tables() {
    for code in CODES {
        let answer = weighed("warsaw-pact", read, ("case", "7.62x39mm", &format!("{code} 77")));
        assert_eq!(
            answer.candidates[0].producer.state.as_deref(),
            Some("CS"),
            "{code}"
        );
    }
}

#[test]
fn markings() {
    assert_snapshot!(page(
        read,
        &[
            ("case", "7.62x25mm", "3 53 bxn"),
            ("case", "7.62x25mm", "bxn 2 54"),
            ("case", "7.62x45mm", "1 55 aym"),
            ("case", "", "4 56 aym"),
            ("case", "7.62x39mm", "1 82 zv"),
            ("case", "7.62x25mm", "3 * 53 * bxn"),
            ("cartridge", "7.62x25mm", "12:3 4:53 8:bxn"),
            ("case", "7.62x25mm", "3 53 BXN"),
            ("case", "9x19mm", "bxn 53 9"),
            ("case", "7.92x57mm", "22 76"),
            ("case", "7.92x57mm", "21 72"),
            ("case", "7.92x57mm", "78 21"),
        ]
    ));
}

#[test]
fn traps() {
    assert_snapshot!(page(
        read,
        &[
            // The documented digit is a row of the tables, and never a quarter.
            ("case", "7.62x25mm", "1 53 bxn"),
            ("case", "", "1 53 bxn"),
            // Without a code the digit may be Ulyanovsk, without a digit there is nothing to say.
            ("case", "", "3 53"),
            ("case", "", "bxn 77"),
            ("case", "", "3 53 bxs"),
            // More marks than the layout has.
            ("case", "", "3 53 bxn 7"),
            ("case", "", "3 53 54 bxn"),
            // German codes of the war are another layout.
            ("case", "7.92x57mm", "dou St+ 7 43"),
            ("case", "7.92x57mm", "ak St 12 42"),
            // 67 is an alloy, N and DZ are brass: rows of the tables.
            ("case", "7.92x57mm", "Pk N 67 36"),
            ("case", "7.92x57mm", "PS DZ 67 28"),
            // Sadu by calibre and year, and not otherwise.
            ("case", "7.62x39mm", "21 78"),
            ("case", "7.92x57mm", "21 71"),
            ("case", "7.92x57mm", "(21) 74"),
            ("case", "", "22 76"),
            ("case", "7.92x57mm", "RPR 56"),
            ("crate", "", "3 53 bxn"),
        ]
    ));
}

#[test]
fn what_core_makes_of_them() {
    assert_snapshot!(verdicts(
        "warsaw-pact",
        read,
        &[
            ("case", "7.62x25mm", "1 53 bxn"),
            ("case", "7.62x25mm", "3 53 bxn"),
            ("case", "7.62x45mm", "1 55 aym"),
            ("case", "7.62x39mm", "zv 82"),
            ("case", "", "uxq 53"),
            ("case", "7.92x57mm", "22 76"),
            ("case", "7.92x57mm", "21 74"),
            ("case", "7.62x39mm", "21 78"),
            ("case", "7.62x54mmR", "21 55"),
            ("case", "7.62x39mm", "(21) 71"),
            ("case", "7.62x39mm", "321 85"),
            ("case", "7.62x39mm", "323 84"),
            ("case", "7.62x39mm", "10 75"),
            ("case", "5.45x39mm", "((10)) 86"),
            ("case", "7.62x39mm", "04 05"),
            ("case", "7.62x39mm", "4 78"),
            ("case", "7.92x57mm", "PS DZ 67 28"),
            ("case", "8x50mmR-mannlicher", "12:GR 3:19 6:VII 9:17"),
            ("case", "11x41mmR", "12:X 9:18 3:78 6:{eagle}"),
            ("case", "7.62x39mm", "3 78"),
        ]
    ));
}

/// The tables decide these, and no clue is given.
#[test]
fn worked_examples_that_the_tables_decide() {
    for (calibre, marking, answer) in [
        // Bulgaria
        ("7.62x39mm", "((10)) 84", "bg-arsenal BG 1984"),
        ("5.45x39mm", "((10)) 86", "bg-arsenal BG 1986"),
        ("7.62x39mm", "ARSENAL 7.62x39", "bg-arsenal BG -"),
        // Romania
        ("7.92x57mm", "PAB 41", "ro-pirotehnia-armatei RO 1941"),
        ("6.5x53mmR", "PA 16", "ro-pirotehnia-armatei RO 1916"),
        ("7.62x54mmR", "RPR 56", "ro-state-plants-rpr RO 1956"),
        ("7.62x54mmR", "RPR 63", "ro-state-plants-rpr RO 1963"),
        ("7.62x54mmR", "22 76", "ro-state-plant-22 RO 1976"),
        ("7.62x39mm", "323 84", "ro-state-plant-323 RO 1984"),
        // Hungary and the Austro-Hungarian layout
        (
            "8x50mmR-mannlicher",
            "12:VII 9:19 3:17 6:GR",
            "at-georg-roth AH 1917",
        ),
        (
            "8x50mmR-mannlicher",
            "12:III 9:19 3:16 6:WM",
            "hu-manfred-weiss AH 1916",
        ),
        ("11x41mmR", "12:X 9:18 3:78 6:{eagle}", "at-woellersdorf AH 1878"),
        ("9x19mm", "MFS 9x19", "hu-matravidek HU -"),
        // Poland
        ("7.92x57mm", "Pk N 67 36", "pl-pwu-skarzysko PL 1936"),
        ("7.92x57mm", "PS DZ 67 28", "pl-pocisk PL 1928"),
        // Czechoslovakia
        ("7.62x25mm", "1 53 bxn", "cz-sellier-bellot CS 1953"),
        ("7.62x25mm", "1 55 aym", "sk-state-plant-aym CS 1955"),
        ("7.62x39mm", "bxn 77", "cz-sellier-bellot CS 1977"),
        ("7.62x39mm", "zv 82", "sk-state-plant-zv CS 1982"),
        ("7.92x57mm", "12:Z 3:36 9:19", "sk-povazske-strojarne CS 1936"),
        ("7.92x57mm", "SB 37", "cz-sellier-bellot CS 1937"),
        // East Germany
        ("7.62x39mm", "04 78", "de-koenigswartha DD 1978"),
        ("7.62x39mm", "4 78", "de-koenigswartha DD 1978"),
        ("5.45x39mm", "05 86", "de-spreewerk-luebben DD 1986"),
        ("7.62x39mm", "04 89", "de-koenigswartha DD 1989"),
        ("7.62x39mm", "89 04", "de-koenigswartha DD 1989"),
        // Finland, Lithuania
        ("7.62x54mmR", "VPT 43", "fi-lapua FI 1943"),
        ("7.62x54mmR", "SO 41", "fi-sako FI 1941"),
        ("7.62x39mm", "LAPUA 7.62x39", "fi-lapua FI -"),
        ("5.56x45mm", "GGG 14", "lt-giraite LT 2014"),
        ("5.56x45mm", "GGG 08", "lt-giraite LT 2008"),
    ] {
        assert_eq!(read(&of_calibre(calibre, marking)), [], "{marking}");
        assert_eq!(best(calibre, marking), answer, "{calibre} {marking}");
    }
}

#[test]
fn twenty_one_is_three_countries() {
    for (calibre, marking) in [
        ("7.62x39mm", "21 78"),
        ("7.62x39mm", "21 83"),
        ("7.62x39mm", "21 71"),
        ("7.62x54mmR", "21 55"),
    ] {
        let found = all(calibre, marking);
        for id in ["hu-matravidek", "pl-mesko", "ro-state-plant-21"] {
            assert!(found.iter().any(|other| other == id), "{marking}: {found:?}");
        }
        let answer = weighed("warsaw-pact", read, ("case", calibre, marking));
        assert_ne!(answer.levels.producer, "identified", "{marking}");
    }
}

#[test]
fn the_romanian_codes_of_three_digits_are_shared_with_china() {
    let found = all("7.62x39mm", "321 85");
    assert!(
        ["ro-state-plant-321", "cn-321"]
            .iter()
            .all(|id| found.iter().any(|other| other == id)),
        "{found:?}"
    );
}

#[test]
fn the_digit_is_no_quarter_and_no_maker() {
    for (calibre, marking) in [
        ("7.62x25mm", "1 53 bxn"),
        ("7.62x25mm", "3 53 bxn"),
        ("7.62x45mm", "1 55 aym"),
    ] {
        let answer = weighed("warsaw-pact", read, ("case", calibre, marking));
        assert!(
            answer
                .decoded
                .iter()
                .all(|d| !["quarter", "part-of-year", "month"].contains(&d.field.as_str())),
            "{marking}"
        );
        assert_eq!(
            answer.candidates[0].producer.state.as_deref(),
            Some("CS"),
            "{marking}"
        );
    }
}

#[test]
fn a_year_in_two_halves_is_one_year() {
    // The right way up, and turned so that the maker is at the top.
    for marking in ["12:VII 9:19 3:17 6:GR", "12:GR 3:19 6:VII 9:17", "VII 19 17 GR"] {
        let answer = weighed("warsaw-pact", read, ("case", "8x50mmR-mannlicher", marking));
        assert_eq!(first(&answer), "at-georg-roth AH 1917", "{marking}");
        assert!(
            answer
                .decoded
                .iter()
                .any(|d| d.field == "month" && d.value == "7"),
            "{marking}"
        );
    }
}

#[test]
fn east_german_codes_have_no_year_2005() {
    let answer = weighed("warsaw-pact", read, ("case", "7.62x39mm", "04 05"));
    assert_ne!(answer.status, "identified");
    assert!(
        answer
            .candidates
            .iter()
            .filter(|c| c.producer.country == "DE")
            .all(|c| c.years.is_empty())
    );
}

#[test]
fn a_turned_year_is_kept_beside_the_recorded_one() {
    for (calibre, marking, recorded, turned) in [
        ("7.62x39mm", "89 04", "1989", "1968"),
        ("5.45x39mm", "((10)) 86", "1986", "1998"),
    ] {
        let answer = weighed("warsaw-pact", read, ("case", calibre, marking));
        let years: Vec<&str> = answer.candidates[0]
            .years
            .iter()
            .map(|years| &years.from[..4])
            .collect();
        assert_eq!(years[0], recorded, "{marking}");
        assert!(years.contains(&turned), "{marking}: {years:?}");
    }
}

#[test]
fn plain_10_and_ringed_21_are_possible_only() {
    for (calibre, marking) in [
        ("7.62x39mm", "10 75"),
        ("7.62x39mm", "75 10"),
        ("7.62x39mm", "(21) 71"),
    ] {
        assert_ne!(
            weighed("warsaw-pact", read, ("case", calibre, marking)).status,
            "identified",
            "{marking}"
        );
    }
    let found = all("7.62x39mm", "(21) 71");
    assert!(
        found
            .iter()
            .all(|id| !id.starts_with("rs-") && !id.starts_with("ba-")),
        "{found:?}"
    );
}

#[test]
fn sadu_follows_from_calibre_and_year_and_not_from_the_number() {
    let answer = weighed("warsaw-pact", read, ("case", "7.92x57mm", "22 76"));
    assert_eq!(first(&answer), "ro-state-plant-22 RO 1976");
    let plant = answer.decoded.iter().find(|d| d.field == "plant").unwrap();
    assert!(plant.value.starts_with("Sadu") && plant.says.contains("is open"));
    assert_eq!(
        answer.candidates[0].producer.place, None,
        "the tables leave the works open"
    );
}

#[test]
fn albania_has_no_mark_of_its_own() {
    // A case that reads as Soviet or Chinese stays so; no Albanian producer is offered.
    for marking in ["3 78", "31 75", "61 83"] {
        assert_eq!(read(&item(marking)), [], "{marking}");
        let answer = weighed("warsaw-pact", read, ("case", "7.62x39mm", marking));
        assert!(
            answer.candidates.iter().all(|c| c.producer.country != "AL"),
            "{marking}"
        );
    }
}

#[test]
fn other_kinds_are_left_alone() {
    for kind in ["weapon", "crate", "box", ""] {
        assert_eq!(read(&of_kind(kind, "3 53 bxn")), [], "{kind}");
    }
}
