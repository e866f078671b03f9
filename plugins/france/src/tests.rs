//! Markings as people record them, and what is said of each.

use std::collections::BTreeSet;

use headstamp_plugin_api::{Plugin, check_manifest};
use headstamp_plugin_kit::{first, item, of_calibre, of_kind, page, verdicts, weighed};
use insta::assert_snapshot;

use crate::layout::MAKERS;
use crate::{France, read};

fn best(calibre: &str, marking: &str) -> String {
    first(&weighed("france", read, ("case", calibre, marking)))
}

#[test]
fn manifest_is_in_order() {
    let manifest = check_manifest(France::MANIFEST).unwrap();
    let asked: BTreeSet<&str> = manifest.handles.marks.iter().map(String::as_str).collect();
    assert_eq!(asked, MAKERS.into());
}

#[test]
fn each_maker_is_known_to_the_tables() {
    for maker in MAKERS {
        let answer = weighed("france", read, ("case", "", &format!("{maker} 2-30 S")));
        let found = answer
            .candidates
            .iter()
            .any(|candidate| ["FR", "BF"].contains(&candidate.producer.country.as_str()));
        assert!(found, "{maker}");
    }
}

#[test]
fn markings() {
    assert_snapshot!(page(
        read,
        &[
            ("case", "", "9:TE 12:7,5 3:S 6:2-56"),
            ("case", "", "TE 7,5 2-56 S"),
            ("case", "9x19mm", "VE 4 51 S 9 m/m"),
            ("case", "", "LM 1-68 D 7.62 N"),
            ("case", "", "3 55 VE A"),
            ("case", "7.5x54mm", "VE A 3.55"),
            ("case", "8x50mmR-lebel", "A.VE 4-15 S"),
            ("case", "8x50mmR-lebel", "A.RS 1-17 S"),
            ("case", "8x50mmR-lebel", "VIS 4 01 S"),
            ("case", "8x50mmR-lebel", "ECP 3 14 C"),
            ("case", "", "SF 1–54 L 7,65"),
            ("case", "", "LM 4 62 7,62 F1"),
            ("case", "", "9:CV 3:I 6:2-72"),
            ("cartridge", "12.7x99mm", "TE 12,7 1-60 K"),
        ]
    ));
}

#[test]
fn traps() {
    assert_snapshot!(page(
        read,
        &[
            // A quarter is no month: 7 is none.
            ("case", "", "LM 7-68 A"),
            // Who stands before VE, RS, TS or VIS may be its own A.
            ("case", "", "A VE 3 55"),
            ("case", "", "3 55 A VE"),
            // Two letters that no table lists: neither is decided.
            ("case", "", "VE 3 55 A C"),
            ("case", "", "VE 3 55 S C"),
            // Two makers, two quarters, two years.
            ("case", "", "VE TE 3 55 A"),
            ("case", "", "VE 3 2 55 A"),
            ("case", "", "VE 3 55 51 A"),
            // Lower case is no French maker.
            ("case", "", "ve 3 55 A"),
            // Without a maker nothing is French.
            ("case", "", "A 3 55"),
            ("case", "", "4 60 D A"),
            // On 5.56 mm the order varies.
            ("case", "5.56x45mm", "LM 4 88 F1"),
            // Manurhin stamped no quarter; African heads without one.
            ("case", "", "MR 65 A"),
            ("case", "", "9:CV 3:I"),
            ("case", "", "MANUCAM '7.62 N'"),
            // Not fully read, enclosed, of another kind.
            ("case", "", "VE ? 55 A"),
            ("case", "", "(VE) 3 55 A"),
            ("crate", "", "VE 3 55 A"),
        ]
    ));
}

#[test]
fn what_core_makes_of_them() {
    assert_snapshot!(verdicts(
        "france",
        read,
        &[
            ("case", "", "3 55 VE A"),
            ("case", "7.5x54mm", "3 55 VE A"),
            ("case", "", "9:TE 12:7,5 3:S 6:2-56"),
            ("case", "9x19mm", "VE 4 51 S 9 m/m"),
            ("case", "7.62x51mm", "LM 1-68 D 7.62 N"),
            ("case", "8x50mmR-lebel", "VIS 4 01 S"),
            ("case", "", "A VE 3 55"),
            ("case", "", "VE 3 55 A C"),
            ("case", "", "LM 7-68 D"),
            ("case", "", "9:CV 3:I"),
            ("case", "", "MDRP"),
        ]
    ));
}

#[test]
fn the_brass_letter_is_not_the_swiss_works() {
    assert_eq!(best("", "3 55 VE A"), "fr-valence FR 1955");
    assert_eq!(best("", "VE A 3-55"), "fr-valence FR 1955");
    // On a Swiss cartridge the same A is Altdorf.
    assert_eq!(best("7.5x55mm", "A 3 55 D"), "ch-altdorf CH 1955");
    assert_eq!(read(&of_calibre("7.5x55mm", "A 3 55 D")), []);
}

#[test]
fn metal_letters_are_no_makers() {
    // S is Spandau, B Bologna, N no maker: beside a French maker and quarter none of them is.
    for (letter, calibre) in [
        ("S", "7.5x54mm"),
        ("B", "7.5x54mm"),
        ("N", "9x19mm"),
        ("D", "9x19mm"),
        ("T", ""),
    ] {
        assert_eq!(
            best(calibre, &format!("TE 2-56 {letter}")),
            "fr-toulouse FR 1956",
            "{letter}"
        );
    }
}

#[test]
fn a_comma_makes_no_year() {
    for marking in ["TE 7,5 2-56 S", "9:TE 12:7,5 3:S 6:2-56", "TE 2 56 S 7,5"] {
        assert_eq!(best("", marking), "fr-toulouse FR 1956", "{marking}");
    }
}

#[test]
fn the_century_is_that_of_the_cartridge() {
    assert_eq!(best("8x50mmR-lebel", "VIS 4 01 S"), "fr-vincennes FR 1901");
    let clues = read(&of_calibre("8x50mmR-lebel", "VIS 4 01 S"));
    assert!(
        clues.iter().all(|clue| clue.role != "year"),
        "the tables decide the century"
    );
}

#[test]
fn documented_readings_in_words() {
    // Fourth quarter 1915, first 1917, third 1914, fourth 1901, on 8 mm Lebel.
    for (marking, months, year) in [
        ("A.VE 4 15 S", "October to December", "1915"),
        ("A.RS 1 17 S", "January to March", "1917"),
        ("A.TS 3 14 S", "July to September", "1914"),
        ("VIS 4 01 S", "October to December", "1901"),
    ] {
        let clues = read(&of_calibre("8x50mmR-lebel", marking));
        assert!(
            clues
                .iter()
                .any(|clue| clue.role == "part-of-year" && clue.value == months),
            "{marking}"
        );
        assert!(best("8x50mmR-lebel", marking).ends_with(year), "{marking}");
    }
}

#[test]
fn another_start_of_the_circle_says_the_same() {
    for turned in ["55 VE A 3", "VE A 3 55", "A 3 55 VE"] {
        let said = |marking: &str| -> BTreeSet<(String, String)> {
            let clues = read(&item(marking)).into_iter();
            clues.map(|clue| (clue.role, clue.value)).collect()
        };
        assert_eq!(said(turned), said("3 55 VE A"), "{turned}");
    }
}

#[test]
fn weapons_and_packing_are_left_alone() {
    for kind in ["weapon", "crate", "mortar-round", ""] {
        assert_eq!(read(&of_kind(kind, "VE 3 55 A")), [], "{kind}");
    }
}
