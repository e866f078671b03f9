//! What a person sees. Each snapshot is a page that somebody will rely on: read it as they would.

use crate::program::{run, run_with, settings};

fn page(name: &str, args: &[&str]) {
    let mut all = vec!["identify"];
    all.extend(args);
    let ran = run(&all);
    let text = format!(
        "$ headstamp {}\n\n{}{}",
        shell(&all),
        ran.out,
        if ran.err.is_empty() {
            String::new()
        } else {
            format!("[stderr]\n{}", ran.err)
        }
    );
    assert_eq!(ran.code, 0, "{text}");
    settings().bind(|| insta::assert_snapshot!(format!("identify__{name}"), text));
}

fn shell(args: &[&str]) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.:/@".contains(c);
    args.iter()
        .map(|a| {
            if a.chars().all(plain) {
                (*a).to_owned()
            } else {
                format!("\"{a}\"")
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

macro_rules! pages {
    ($($name:ident: $($arg:literal),+;)*) => { $(#[test] fn $name() { page(stringify!($name), &[$($arg),+]); })* };
}

pages! {
    // The first casing, in every way people write it.
    china_945: "945 11", "--calibre", "7.62x54R";
    china_945_where_and_when: "945 11", "--calibre", "7.62x54R", "--recovered", "2012-03", "--country", "SD";
    china_945_before_it_was_made: "945 11", "--calibre", "7.62x54R", "--recovered", "2009";
    underscore: "945_11", "-c", "7.62x54R";
    hyphen: "945-11", "-c", "7.62x54R";
    clock: "12:945", "6:11", "-c", "7,62 × 54 mm R";
    reversed: "11 945", "-c", "7.62x54R";
    run_together: "94511", "-c", "7.62x54R";
    no_calibre: "945 11";
    unknown_calibre: "945 11", "-c", "7.62 spezial";
    arabic_digits: "٩٤٥ ١١", "-c", "7.62x54R";

    // Worn and partial.
    first_character_unread: "?45 11", "-c", "7.62x54R";
    one_of_two: "9{4~1}5 11", "-c", "7.62x54R";
    year_unread: "945 ??", "-c", "7.62x54R";
    year_half_read: "945 1?", "-c", "7.62x54R";
    doubtful: "945(?) 11", "-c", "7.62x54R";
    nothing_readable: "?? …";
    run_unread: "LAP.. 43", "-c", "9x19";

    // Nobody's.
    nobody: "xqz 7";
    nobody_number: "8475 11", "-c", "7.62x39";

    // Absence is evidence, and two kinds of it differ.
    blank: "blank", "-c", "7.62x39";
    no_code: "no-code 02", "-c", "7.62x39";
    looked_empty: "12:-", "6:11", "-c", "7.62x39";

    // Upside down.
    turned_60_66: "99 09";
    turned_188_86: "98 881";
    turned_one: "09 75", "-c", "7.62x39";
    both_ways: "61 81", "-c", "7.62x39";

    // Soviet and successors.
    soviet_60_75: "60 75";
    soviet_60_75_wrong_calibre: "60 75", "-c", ".30-06";
    moved_in_1941: "17 41";
    podolsk_1938: "17 38", "-c", "7.62x54R";
    barnaul_1974: "17 74", "-c", "7.62x39";
    two_readings: "17 60", "-c", "7.62x39", "--recovered", "2019";
    one_reading_by_date: "17 60", "-c", "7.62x39", "--recovered", "2016";
    year_after_the_recovery: "539 16", "-c", "7.62x39", "--recovered", "2014-01-01";
    klimovsk_or_novosibirsk: "188 41", "-c", "7.62x54R";
    luhansk_ukraine: "270 94", "-c", "5.45x39";
    luhansk_soviet: "270 75", "-c", "5.45x39";
    frunze_1991: "60 91", "-c", "7.62x39";
    year_letter: "60 Д", "-c", "7.62x39";
    digits_in_a_letter_year: "539 53", "-c", "7.62x39";
    stars: "188 * 73 *", "-c", "12.7x108";
    tsarist: "П III 08 Т", "-c", "7.62x54R";
    calibre_rules_out_a_century: "38 60", "-c", "9x18";

    // Cyrillic read as Latin.
    nny: "nny 82", "-c", "7.62x39";
    ppu_cyrillic: "ППУ 82", "-c", "7.62x39";
    igman_nk: "NK 79", "-c", "7.62x39";
    igman_ik: "IK 86", "-c", "7.62x39", "--recovered", "2015";
    kragujevac: "ВТЗ 1938", "-c", "7.92x57";

    // Shared, enclosed, coded.
    shared_21: "21 78", "-c", "7.62x39";
    bulgaria: "((10)) 84", "-c", "7.62x39";
    bulgaria_circle: "(10) 75", "-c", "7.62x39";
    bulgaria_or_egypt: "10 75", "-c", "7.62x39";
    gdr: "04 78", "-c", "7.62x39";
    gdr_lost_zero: "4 78", "-c", "7.62x39";
    german_code: "dou St+ 7 43", "-c", "7.92x57";
    czech_three_marks: "1 53 bxn", "-c", "7.62x25";
    austria_quarters: "12:VII", "9:19", "3:17", "6:GR", "-c", "8x50R Mannlicher";

    // Africa, Arab states, Asia.
    egypt_arabic: "٢٧ ٧٤", "-c", "7.62x39";
    egypt_latin: "27 97", "-c", "7.62x39";
    sudan: "1 39 12", "-c", "7.62x39";
    sudan_calibre_differs: "1 39 12", "-c", "7.62x54R";
    sudan_padded: "1 39 012", "-c", "7.62x39";
    nationalist_china: "十九年 四川造", "-c", ".45 ACP";
    persian_year: "۱۳۵۴", "-c", "7.62x51";
    pakistan: "POF 81 7.62", "-c", "7.62x51";
    pakistan_too_early: "POF 49";
    turkey_contradiction: "MKE 43";
    india: "K{broad-arrow}F 43 VII", "-c", ".303";
    kenya: "KOFC 98", "-c", "7.62x51";

    // West.
    lake_city: "LC 04", "-c", "5.56x45";
    lake_city_apart: "L C 0 4", "-c", ".30-06";
    lower_case: "wcc 06", "-c", "9x19";
    belgium: "FN 79", "-c", "7.62 NATO";
    finland: "VPT 43", "-c", "7.62x54R";
    owner_mark: "TTPS", "-c", "9x19";
}

#[test]
fn several_from_standard_input() {
    let ran = run_with(&["identify", "-", "--no-plugins"], "945 11\n\nxqz 7\n");
    assert_eq!(ran.code, 0);
    settings().bind(|| insta::assert_snapshot!("identify__stdin", ran.out));
}

#[test]
fn json() {
    let ran = run(&["identify", "945 11", "-c", "7.62x54R", "--format", "json"]);
    assert_eq!(ran.code, 0);
    settings().bind(|| insta::assert_snapshot!("identify__json", ran.out));
}

#[test]
fn explain() {
    let ran = run(&["explain", "17 60", "-c", "7.62x39", "--recovered", "2019"]);
    assert_eq!(ran.code, 0);
    settings().bind(|| insta::assert_snapshot!("explain__17_60", ran.out));
}

#[test]
fn narrow_terminal() {
    let out = crate::program::command(&["identify", "945 11", "-c", "7.62x54R"])
        .env("COLUMNS", "50")
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let too_wide: Vec<&str> = text
        .lines()
        .filter(|l| l.chars().count() > 50 && !l.contains("http"))
        .collect();
    assert!(too_wide.is_empty(), "{too_wide:?}");
}

#[test]
fn colour_only_where_asked() {
    let plain = run(&["identify", "945 11", "--no-plugins"]).out;
    assert!(!plain.contains('\u{1b}'));
    let out = crate::program::command(&["identify", "945 11", "--no-plugins", "--color", "always"])
        .env_remove("NO_COLOR")
        .output()
        .unwrap();
    assert!(String::from_utf8(out.stdout).unwrap().contains('\u{1b}'));
}
