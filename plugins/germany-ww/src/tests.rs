//! Markings as people record them, and what is said of each.

use headstamp_plugin_api::{Plugin, check_manifest};
use headstamp_plugin_kit::{first, item, of_calibre, of_kind, page, verdicts, weighed};
use insta::assert_snapshot;

use crate::imperial::MAKERS;
use crate::{Germany, read};

fn best(calibre: &str, marking: &str) -> String {
    first(&weighed("germany-ww", read, ("case", calibre, marking)))
}

#[test]
fn manifest_is_in_order() {
    check_manifest(Germany::MANIFEST).unwrap();
}

#[test]
fn each_arsenal_is_known_to_the_tables() {
    for maker in MAKERS {
        let answer = weighed(
            "germany-ww",
            read,
            ("case", "7.92x57mm", &format!("{maker} 11 16 S67")),
        );
        assert!(
            answer.candidates.iter().any(|c| c.producer.country == "DE"),
            "{maker}"
        );
    }
}

#[test]
fn markings() {
    assert_snapshot!(page(
        read,
        &[
            ("case", "", "12:P131 3:S* 6:12 9:37"),
            ("case", "7.92x57mm", "aux St 5 43"),
            ("case", "7.92x57mm", "12:dnf 3:St+ 6:21 9:44"),
            ("case", "7.92x57mm", "ch S* 3 41"),
            ("case", "7.92x57mm", "dou St+ 7 43"),
            ("case", "", "ak St 12 42"),
            ("case", "7.92x57mm", "kam St- 103 42"),
            ("case", "7.92x57mm", "P S* 12 37"),
            ("case", "7.92x57mm", "P131 S 12 37"),
            ("case", "7.92x57mm", "P25 S67 6 36"),
            ("case", "9x19mm", "aux * 5 43"),
            ("cartridge", "7.92x57mm", "y S* 3 41"),
            ("case", "7.92x57mm", "12:P151 3:S* 6:36 9:38"),
            ("case", "7.92x57mm", "aux St+ 4 44 VII"),
            ("case", "7.92x57mm", "P 11 16 S 67"),
            ("case", "7.92x57mm", "S 5 17 S 67"),
            ("case", "7.62x51mm", "MEN 86 B 1"),
            ("case", "7.62x51mm", "MEN 86-21"),
            ("case", "7.62x51mm", "DAG 71 21 (+)"),
            ("crate", "7.62x51mm", "MEN 86 DM41"),
        ]
    ));
}

#[test]
fn traps() {
    assert_snapshot!(page(
        read,
        &[
            // Two numbers that could be the year, without positions.
            ("case", "7.92x57mm", "P151 S* 36 38"),
            ("case", "7.92x57mm", "dnf St+ 41 44"),
            // 38 is no year of a letter code.
            ("case", "7.92x57mm", "dnf St+ 38 44"),
            // Letter codes recorded in capitals.
            ("case", "7.92x57mm", "FA ST+ 8 43"),
            ("case", "", "FA 43"),
            // Never 1946 or later.
            ("case", "7.92x57mm", "dou St+ 7 52"),
            // S67 is brass of 67 per cent copper; the maker S stands beside it.
            ("case", "7.92x57mm", "S 5 17 S67"),
            ("case", "7.92x57mm", "P 13 16 S 67"),
            // A Roman numeral is no German month.
            ("case", "", "K15 VII"),
            ("case", "7.7x56mmR", "K 18 VII"),
            // A star is case metal on 9 mm only.
            ("case", "7.92x57mm", "aux * 5 43"),
            // No case metal, no layout.
            ("case", "7.92x57mm", "dou 7 43"),
            ("case", "7x57mm", "P S 1952"),
            // Since 1955: one year, and nothing behind it.
            ("case", "7.62x51mm", "MEN 82 (+)"),
            ("case", "9x19mm", "DAG 9x19"),
            // DM on a case is Des Moines; on a box without a German maker it is open.
            ("case", "7.62x63mm", "DM 42"),
            ("crate", "", "DM 42"),
            ("crate", "", "dou St+ 7 43"),
        ]
    ));
}

#[test]
fn what_core_makes_of_them() {
    assert_snapshot!(verdicts(
        "germany-ww",
        read,
        &[
            ("case", "7.92x57mm", "P131 S* 12 37"),
            ("case", "7.92x57mm", "aux St 5 43"),
            ("case", "7.92x57mm", "dnf St+ 21 44"),
            ("case", "7.92x57mm", "ch S* 3 41"),
            ("case", "7.92x57mm", "dou St+ 7 43"),
            ("case", "7.92x57mm", "P S* 12 37"),
            ("case", "7.92x57mm", "P131 S 12 37"),
            ("case", "7.92x57mm", "12:P151 3:S* 6:36 9:38"),
            ("case", "7.92x57mm", "P151 S* 36 38"),
            ("case", "7.92x57mm", "12:dnf 3:St+ 6:44 9:41"),
            ("case", "7.92x57mm", "FA ST+ 8 43"),
            ("case", "7.92x57mm", "dou St+ 7 52"),
            ("case", "7.92x57mm", "S 5 17 S67"),
            ("case", "7.92x57mm", "P 11 16 S67"),
            ("case", "7.92x57mm", "P 11 16 S 67"),
            ("case", "7.92x57mm", "S 5 17 S 67"),
            ("case", "", "1 17 'S 67' D"),
            ("case", "", "K15 VII"),
            ("case", "7.7x56mmR", "K15 VII"),
            ("case", "7.92x57mm", "K 10 17 S67"),
            ("case", "", "MEN 86 B 1"),
            ("case", "7.62x51mm", "MEN 86 B 1"),
            ("case", "7.62x51mm", "MEN 86-21"),
            ("case", "7.62x51mm", "DAG 71 21"),
            ("case", "", "MEN 82 (+) 7.62x51"),
            ("case", "7.62x51mm", "DAG 71 (+)"),
            ("case", "7.92x57mm", "P635 S* 8 39"),
            ("case", "7.92x57mm", "17 S67 S 5"),
            ("case", "", "MS 62"),
            ("case", "7.62x63mm", "DM 42"),
        ]
    ));
}

#[test]
fn the_lot_is_no_maker_and_no_month() {
    for (marking, lot, producer) in [
        ("dou St+ 7 43", "7", "sk-povazske-strojarne DE 1943"),
        ("ak St 12 42", "12", "cz-sellier-bellot DE 1942"),
        ("12:P131 3:S* 6:12 9:37", "12", "de-dwm-borsigwalde DE 1937"),
        ("P S* 12 37", "12", "de-polte DE 1937"),
    ] {
        let clues = read(&of_calibre("7.92x57mm", marking));
        assert!(
            clues.iter().any(|clue| clue.role == "lot" && clue.value == lot),
            "{marking}"
        );
        assert!(clues.iter().all(|clue| clue.role != "month"), "{marking}");
        assert_eq!(best("7.92x57mm", marking), producer);
        let answer = weighed("germany-ww", read, ("case", "7.92x57mm", marking));
        assert!(
            answer.decoded.iter().all(|decoded| decoded.field != "month"),
            "{marking}"
        );
    }
}

#[test]
fn firms_in_other_countries_have_the_country_of_their_place() {
    // The code is German, the country of make is that of the works.
    for (marking, country) in [
        ("ch S* 3 41", "BE"),
        ("kam St 12 42", "PL"),
        ("dou St+ 7 43", "SK"),
        ("ak St 12 42", "CZ"),
        ("y S* 3 41", "HU"),
        ("am St+ 5 43", "AT"),
    ] {
        let answer = weighed("germany-ww", read, ("case", "7.92x57mm", marking));
        let code = marking.split(' ').next().unwrap();
        // Codes from which a sign may be missing (“ay”) come second here.
        let mut found = answer.candidates.iter();
        let found = found
            .find(|candidate| {
                let mut readings = candidate.readings.iter();
                readings.any(|reading| reading.role == "producer" && reading.r#as == code)
            })
            .unwrap();
        assert_eq!(found.producer.country, country, "{marking}");
    }
}

#[test]
fn wa_to_wk_are_works_of_one_firm() {
    for code in ["wa", "wb", "wc", "wd", "we", "wf", "wg", "wh", "wj", "wk"] {
        let answer = weighed(
            "germany-ww",
            read,
            ("case", "7.92x57mm", &format!("{code} St 8 42")),
        );
        assert!(answer.candidates[0].producer.name.contains("HASAG"), "{code}");
    }
}

#[test]
fn p_with_a_case_metal_is_polte() {
    assert_eq!(best("7.92x57mm", "P S* 12 37"), "de-polte DE 1937");
    assert_eq!(best("", "P S* 12 37"), "de-polte DE 1937");
}

#[test]
fn a_code_with_a_year_after_the_war_is_contradicted() {
    let answer = weighed("germany-ww", read, ("case", "7.92x57mm", "dou St+ 7 52"));
    assert_ne!(answer.levels.year, "identified");
    let year = answer.candidates[0]
        .years
        .iter()
        .find(|years| years.from.starts_with("1952"));
    assert!(year.is_none_or(|years| years.probability < 0.5));
}

#[test]
fn k15_vii_is_kynoch_before_karlsruhe() {
    assert_eq!(best("", "K15 VII"), "gb-kynoch GB 1915");
    assert_eq!(best("7.7x56mmR", "K15 VII"), "gb-kynoch GB 1915");
    assert_eq!(best("7.92x57mm", "K 10 17 S67"), "de-dwm-karlsruhe DE 1917");
}

#[test]
fn what_stands_behind_the_year_since_1955_stays_open() {
    let answer = weighed("germany-ww", read, ("case", "7.62x51mm", "MEN 86 B 1"));
    assert_eq!(first(&answer), "de-men DE 1986");
    assert!(
        answer
            .decoded
            .iter()
            .any(|d| d.field == "lot" && d.value.starts_with("undetermined: "))
    );
    for marking in ["MEN 86-21", "DAG 71 21"] {
        let answer = weighed("germany-ww", read, ("case", "7.62x51mm", marking));
        assert_ne!(answer.levels.year, "identified", "{marking}");
    }
}

#[test]
fn other_kinds_and_turned_marks_are_left_alone() {
    for kind in ["weapon", "mortar-round", ""] {
        assert_eq!(read(&of_kind(kind, "dou St+ 7 43")), [], "{kind}");
    }
    for marking in
        "945 11, 60 75, dou ? 7 43, (dou) St+ 7 43, dou (St+) 7 43, dou St+ 7 1943 43, ТПЗ 43".split(", ")
    {
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
}
