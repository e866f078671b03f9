//! What the plugin says, and what the whole answer is with it.

use std::collections::BTreeSet;

use headstamp_plugin_api::check_manifest;
use headstamp_plugin_kit::{first, item, of_kind, page, verdicts, weighed};

use crate::*;

#[test]
fn manifest_is_in_order() {
    let manifest = check_manifest(Soviet::MANIFEST).unwrap();
    let asked: BTreeSet<&str> = manifest.handles.marks.iter().map(String::as_str).collect();
    let known: BTreeSet<&str> = plants::NUMBERS.iter().map(|plant| plant.number).collect();
    assert_eq!(asked, known);
}

#[test]
fn what_the_tables_say_alone_needs_no_clue() {
    for (rule, markings) in [
        (
            "SU-1: number and year, turned and swapped readings included",
            "12:38 6:44, 38 44, 539 67, 539 68, 188 83, 17 74, 3 89, 270 75, 270 94, 17 60, 60 17, 38 60, \
             17 38, 60 60, 09 09, 188 40, 188 41, 881 38, 60 75, 60 39",
        ),
        (
            "SU-2: letters of the makers",
            "Т 43, П 16, П 31, Л 27, У 27, ТПЗ 43",
        ),
        (
            "SU-8: commercial names carry no year, and a brand is not a plant",
            "WOLF 7.62x39, TULAMMO 7.62x39, LVE 7.62x39, BARNAUL 7.62x39, БПЗ 7.62x39, LCW 7.62x39, WOLF, \
             БПЗ К, WOLF 17 К, TULAMMO 53",
        ),
    ] {
        for marking in markings.split(", ") {
            assert_eq!(read(&item(marking)), [], "{marking}: {rule}");
        }
    }
}

#[test]
fn nothing_is_said_of_an_unmarked_case() {
    // SU-3: no producer can be given; `blank` comes without marks, `12:-` with an empty one.
    assert_eq!(read(&item("blank")), []);
    assert_eq!(read(&item("12:- 6:-")), []);
}

#[test]
fn no_month_and_no_lot_is_made_up() {
    // SU-7: of a mark that no rule explains nothing is said.
    for marking in "539 67 4, 60 75 12 7, 188 73 Ш, 17 74 А Б, 539 60 II, 270 IV".split(", ") {
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
    let clues = read(&item("539 Г 7"));
    assert_eq!(clues.len(), 1);
    assert_eq!(clues[0].value, "1952");
}

#[test]
fn other_traditions_are_left_alone() {
    for marking in "945 11, ((10)) 84, 12:VII 9:19 3:17 6:GR, III 19 16 WM, dou St+ 7 43, 1 53 bxn, ППУ 82, \
        ИК 79, IK 86, T III 19 16, K 43 VII, D 12, ٥٣ 60, K, E, {?} 53, (17) К, IK 17"
        .split(", ")
    {
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
}

#[test]
fn weapons_and_packing_have_letters_of_their_own() {
    for kind in ["weapon", "crate", "mortar-round", "projectile", ""] {
        assert_eq!(read(&of_kind(kind, "60 Д")), [], "{kind}");
    }
    assert_eq!(
        read(&of_kind("cartridge", "60 Д")),
        read(&of_kind("case", "60 Д"))
    );
}

/// What the decoder says of the examples of the tradition, and of what looks like them.
#[test]
fn pages() {
    insta::assert_snapshot!(
        "worked_examples",
        page(
            read,
            &[
                ("case", "7.62x54R", "12:38 6:44"),
                ("case", "", "539 67"),
                ("case", "12.7x108", "188 83"),
                ("case", "7.62x39", "539 Г"),
                ("case", "7.62x39", "60 Д"),
                ("case", "7.62x39", "17 К"),
                ("case", "7.62x54R", "188 E"),
                ("case", "7.62x54R", "3 N"),
                ("case", "7.62x54R", "60Д"),
                ("case", "7.62x54R", "17 53"),
                ("case", "7.62x54R", "539 * 51 *"),
                ("case", "12.7x108", "188 * 73 *"),
                ("case", "7.62x54R", "Л II 15 Т"),
                ("case", "7.62x54R", "П III 08 К"),
                ("case", "7.62x54R", "Т IV 17"),
                ("case", "7.62x54R", "T II 15 Л"),
            ],
        )
    );
    insta::assert_snapshot!(
        "traps",
        page(
            read,
            &[
                ("weapon", "", "60 Д"),
                ("crate", "", "Б17-71-60"),
                ("case", "", "WOLF 7.62x39"),
                ("case", "", "БПЗ К"),
                ("case", "5.45x39", "60 Д"),
                ("case", "", "539 Ж"),
                ("case", "", "7 Д"),
                ("case", "", "539 67 4"),
                ("case", "7.62x25", "-"),
                ("case", "8x50mmR-mannlicher", "VII 19 17 GR"),
                ("case", "", "K 43 VII"),
                ("case", "", "945 * 11 *"),
            ],
        )
    );
}

/// The vectors of the tradition with the clues weighed beside the tables: producer, state of the time, year.
#[test]
fn whole_answers() {
    insta::assert_snapshot!(verdicts(
        "soviet",
        read,
        &[
            ("case", "7.62x54R", "38 44"),
            ("case", "", "539 67"),
            ("case", "12.7x108", "188 83"),
            ("case", "7.62x54R", "188 40"),
            ("case", "7.62x54R", "188 41"),
            ("case", "7.62x54R", "881 38"),
            ("case", "7.62x39", "60 75"),
            ("case", "7.62x54R", "60 39"),
            ("case", "7.62x39", "09 75"),
            ("case", "7.62x39", "17 60"),
            ("case", "7.62x54R", "17 38"),
            ("case", "7.62x54R", "38 60"),
            ("case", "9x18", "38 60"),
            ("case", "5.45x39", "270 75"),
            ("case", "5.45x39", "270 94"),
            ("case", "7.62x39", "60 94"),
            ("case", "7.62x39", "539 94"),
            ("case", "7.62x39", "60 Д"),
            ("case", "7.62x39", "60 60"),
            ("case", "7.62x25", "Т 43"),
            ("case", "7.62x54R", "П 16"),
            ("case", "7.62x54R", "П 31"),
            ("case", "7.62x54R", "Л II 15 Т"),
            ("case", "7.62x54R", "539 * 51 *"),
            ("case", "7.62x25", "blank"),
        ],
    ));
}

/// Each state of today stands for its own years, and the Soviet Union for those before.
#[test]
fn successor_states_by_year() {
    for (marking, calibre, expected) in [
        ("270 75", "5.45x39", "ua-luhansk SU 1975"),
        ("270 91", "5.45x39", "ua-luhansk SU 1991"),
        ("270 92", "5.45x39", "ua-luhansk UA 1992"),
        ("60 91", "7.62x39", "kg-bishkek SU 1991"),
        ("60 94", "7.62x39", "kg-bishkek KG 1994"),
        ("539 89", "7.62x39", "ru-tula SU 1989"),
        ("539 94", "7.62x39", "ru-tula RU 1994"),
        ("17 15", "7.62x39", "ru-barnaul RU 2015"),
        ("3 02", "7.62x39", "ru-ulyanovsk RU 2002"),
    ] {
        let answer = weighed("soviet", read, ("case", calibre, marking));
        assert_eq!(first(&answer), expected, "{marking}");
    }
}
