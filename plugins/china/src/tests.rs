//! Real markings, the worked examples of the literature, and what is easily read wrongly.

use std::collections::BTreeSet;

use headstamp_plugin_kit::{Line, TABLES, check, first, item, of_calibre, of_kind, page, verdicts, weighed};

use crate::{China, Plugin as _, early, read};

#[test]
fn dates_in_characters() {
    let lines: Vec<Line<'_>> = [
        // The .45 cartridges of the Sichuan Arsenal; the year stands at 12.
        "12:十九年 6:四川造",
        "12:二十年 6:四川造",
        "12:二十一年 6:四川造",
        "十九年",
        "二十一年三月",
        "'民國廿八年' {coin}",
        "民國 廿八年 六月",
        "中華民國元年",
        "年九十 造川四",
        "月三年一十二",
        "一九五三年",
        "53年",
        "五十三年",
        "九十八年",
    ]
    .map(|marking| ("case", "", marking))
    .into();
    insta::assert_snapshot!(page(read, &lines));
}

#[test]
fn third_groups_of_the_1950s() {
    let lines: Vec<Line<'_>> = ["11 53 6", "6 53 31", "12:41 4:6 8:52", "31 52 41", "61 56 12"]
        .map(|marking| ("case", "7.62x54R", marking))
        .into();
    insta::assert_snapshot!(page(read, &lines));
}

#[test]
fn traps() {
    insta::assert_snapshot!(page(
        read,
        &[
            // Without 年 the characters are left to the tables.
            ("case", "", "四川造 十九"),
            // A month is no year, and an emperor's year is none of the Republic.
            ("case", "", "四川造 三月"),
            ("case", "", "四川造 光緒 三十年"),
            ("case", "", "昭和十九年"),
            ("case", "", "康德 七年"),
            ("case", "", "十三月"),
            ("case", "", "(十九年)"),
            ("case", "", "五六式"),
            // The third group: only in the calibre in which it was met, only three numbers, only a known factory.
            ("case", "7.62x39", "11 53 6"),
            ("case", "7.62x54R", "11 63 6"),
            ("case", "7.62x54R", "791 53 6"),
            ("case", "7.62x54R", "11 53 6 4"),
            ("case", "7.62x54R", "11 53 {star}"),
            ("case", "7.62x54R", "11 53 54"),
            ("case", "7.62x54R", "311 53 945"),
            ("crate", "", "十九年"),
        ]
    ));
}

#[test]
fn what_the_tables_say_alone_needs_no_clue() {
    for marking in
        "945 11, 41 10, 501 77, 71 89, 351 92, 31 93, 311 86, 61 81, 81 61, 321 88, 9141 08, 12:945 6:11, \
                    NORINCO 7.62x39, NORINCO .223 REM, {coin}, {star} 93, DI 43 Z, 21 78, 791 85"
            .split(", ")
    {
        for calibre in ["7.62x39", "7.62x54R", "12.7x108"] {
            assert_eq!(read(&of_calibre(calibre, marking)), [], "{marking}");
        }
    }
    // Unmarked cases: nothing can be said.
    assert_eq!(read(&item("blank")), []);
    assert_eq!(read(&item("12:- 6:-")), []);
    for kind in ["weapon", "crate", "mortar-round", "projectile", ""] {
        assert_eq!(read(&of_kind(kind, "十九年")), [], "{kind}");
    }
}

#[test]
fn what_core_makes_of_them() {
    insta::assert_snapshot!(verdicts(
        "china",
        read,
        &[
            ("case", "7.62x54R", "945_11"),
            ("case", "12.7x108", "41_10"),
            ("case", "7.62x39", "501_77"),
            ("case", "7.62x39", "71_89"),
            ("case", "7.62x39", "351_92"),
            ("case", "7.62x39", "31_93"),
            ("case", "7.62x39", "311_86"),
            ("case", "", "61_81"),
            ("case", "7.62x54R", "321_88"),
            ("case", "", "9141_08"),
            ("case", "7.62x39", "791 85"),
            ("case", "7.62x39", "NORINCO 7.62x39"),
            ("case", "7.62x39", "blank"),
            ("case", ".45 ACP", "blank"),
            ("case", "7.92x57", "DI 43 Z"),
            ("case", "", "DI 1943 Z"),
            ("case", "7.62x25", "{star} 93"),
            ("case", ".45 ACP", "12:十九年 6:四川造"),
            ("case", ".45 ACP", "12:二十一年 6:四川造"),
            ("case", ".45 ACP", "年九十 四川造"),
            ("case", ".45 ACP", "四川造 二十年 三月"),
            ("case", ".45 ACP", "四川造 光緒 三十年"),
            ("case", "", "十九年"),
            ("case", "7.92x57", "{coin} 廿八年"),
            ("case", "7.62x54R", "11 53 6"),
        ]
    ));
}

#[test]
fn vectors_that_must_hold() {
    let of = |calibre: &str, marking: &str| weighed("china", read, ("case", calibre, marking));
    assert_eq!(first(&of("7.62x54R", "945_11")), "cn-945 CN 2011");
    assert_eq!(first(&of("7.62x39", "501_77")), "cn-501 CN 1977");
    // Both are codes and both are years: two producers, and the answer stays open.
    let both = of("", "61_81");
    let ids: BTreeSet<&str> = both.candidates.iter().map(|c| c.producer.id.as_str()).collect();
    assert!(ids.contains("cn-61") && ids.contains("cn-81") && both.status == "ambiguous");
    // China or Romania.
    let both = of("7.62x54R", "321_88");
    let countries: BTreeSet<&str> = both
        .candidates
        .iter()
        .map(|c| c.producer.country.as_str())
        .collect();
    assert!(countries.contains("CN") && countries.contains("RO") && both.status == "ambiguous");
    // An unconfirmed code is listed and never identified by.
    let code = of("", "9141_08");
    assert_eq!(first(&code), "cn-9141 CN 2008");
    assert!(code.status != "identified" && code.unknown_probability > 0.5);
    // An enterprise number that is no known code, and unmarked cases.
    assert!(
        of("7.62x39", "791 85")
            .candidates
            .iter()
            .all(|c| c.producer.country != "CN")
    );
    assert!(
        !of("7.62x39", "blank")
            .candidates
            .iter()
            .any(|c| c.probability > 0.5)
    );
    // A year of the Republic is never a two-digit year of the Gregorian calendar.
    assert_eq!(first(&of("7.92x57", "{coin} 廿八年")), "cn-20th-arsenal ROC 1939");
    // Canadian aid found in China.
    assert_eq!(first(&of("", "DI 1943 Z")), "ca-defence-industries CA 1943");
}

#[test]
fn factory_numbers_are_those_of_the_tables() {
    let tables = &*TABLES;
    let mut known = BTreeSet::new();
    for row in tables.set().marks.iter() {
        let Some(producer) = tables.producer(row.producer.to_native()) else {
            continue;
        };
        let text = row.text.as_str();
        if producer.id.starts_with("cn-")
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && !text.is_empty()
        {
            known.insert(text.to_owned());
        }
    }
    assert_eq!(known, early::CODES.map(str::to_owned).into());
}

#[test]
fn clues_keep_the_contract() {
    for marking in [
        "十九年",
        "民國廿八年三月",
        "月三年一十二",
        "53年",
        "五十三年",
        "光緒 三十年",
    ] {
        let item = item(marking);
        check(China::MANIFEST, &item, &read(&item));
    }
}
