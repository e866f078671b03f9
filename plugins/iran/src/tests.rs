//! The worked examples of the literature, and what is easily read wrongly.

use headstamp_plugin_kit::{Line, first, item, of_calibre, of_kind, page, verdicts, weighed};

use crate::read;

#[test]
fn years_and_dates() {
    let lines: [Line<'_>; 17] = [
        ("case", "", "۱۳۰۹"),
        ("case", "", "no-code ۱۳۵۴"),
        ("case", "7.62x51", "no-code 1354"),
        ("case", "", "no-code ۲۵۳۵"),
        ("case", "", "no-code 2535"),
        ("case", "7.92x57", "no-code ۴۵"),
        ("case", "7.62x39", "no-code ۶۵"),
        ("case", "7.62x39", "no-code ۷۹"),
        ("case", "7.62x39", "no-code ٧٩"),
        ("case", "7.62x39", "no-code ۰۳"),
        ("case", "7.62x39", "no-code 61"),
        ("case", "7.62x39", "no-code 7.62x39 61"),
        ("case", "", "25 Aban 1388"),
        ("case", "", "'۲۵ آبان ۱۳۸۸'"),
        ("case", "", "۱۳۸۸/۰۸/۲۵"),
        ("case", "", "1388 Aban"),
        ("case", "7.62x51", "no-code ۷/۶۲ ۱۳۵۴"),
    ];
    insta::assert_snapshot!(page(read, &lines));
}

#[test]
fn traps() {
    let lines: [Line<'_>; 17] = [
        // Solar Hijri 1303 and earlier were not in use; so western 03 is 2003 and nothing else.
        ("case", "7.62x39", "no-code 7.62x39 03"),
        ("case", "7.62x39", "no-code 02"),
        // The forms of ٤ ٥ ٦ are Arabic, so the case is no Iranian one.
        ("case", "7.62x39", "٨٦"),
        ("case", "", "no-code ١٣٤٥"),
        // Of an Ottoman date.
        ("case", "7.65x53", "no-code ١٢٩٦"),
        // Two numbers are a factory and its year.
        ("case", "7.62x39", "61 81"),
        ("case", "7.62x39", "945 11"),
        ("case", "7.62x39", "POF 61"),
        ("case", "", "(61)"),
        ("case", "", "6?"),
        ("case", "", "2538"),
        // A calibre set apart, and two numbers that are none.
        ("case", "", "۷ ۶۲"),
        ("case", "", "۶۲ ۷"),
        ("case", "", "31 Aban 1388"),
        ("case", "", "25 Mehran 1388"),
        ("case", "", "1388/13/25"),
        ("crate", "", "25 Aban 1388"),
    ];
    insta::assert_snapshot!(page(read, &lines));
}

#[test]
fn what_core_makes_of_them() {
    let lines: [Line<'_>; 17] = [
        ("case", "7.62x39", "no-code 7.62x39 03"),
        ("case", "7.62x39", "no-code 02"),
        ("case", "7.62x39", "no-code 61"),
        ("case", "7.62x39", "no-code ۶۵"),
        ("case", "7.92x57", "no-code ۴۵"),
        ("case", "7.92x57", "۴۵"),
        ("case", "", "۱۳۰۹"),
        ("case", "", "۱۳۵۴"),
        ("case", "", "no-code 1354"),
        ("case", "", "۲۵۳۵"),
        ("case", "7.62x51", "no-code 2535"),
        ("case", "", "25 Aban 1388"),
        ("case", "7.62x51", "no-code ۷/۶۲ ۱۳۵۴"),
        ("case", "7.62x39", "no-code"),
        ("case", "7.62x39", "blank"),
        ("case", "7.65x53", "no-code ١٣٢٦"),
        ("case", "", "٧٧"),
    ];
    insta::assert_snapshot!(verdicts("iran", read, &lines));
}

#[test]
fn vectors_that_must_hold() {
    let of = |calibre: &str, marking: &str| weighed("iran", read, ("case", calibre, marking));
    assert_eq!(first(&of("", "۱۳۰۹")), "ir-imperial-arsenal IR 1930");
    assert_eq!(first(&of("", "۱۳۵۴")), "ir-imperial-arsenal IR 1975");
    assert_eq!(first(&of("7.92x57", "۴۵")), "ir-imperial-arsenal IR 1966");
    assert_eq!(first(&of("", "۲۵۳۵")), "ir-imperial-arsenal IR 1976");
    assert_eq!(first(&of("7.62x39", "no-code 7.62x39 03")), "ir-dio IR 2003");
    let day = of("", "25 Aban 1388");
    assert!(
        day.decoded
            .iter()
            .any(|d| d.field == "day" && d.value == "2009-11-16")
    );
    // Never certain, and never without the others: cases without a code are made elsewhere too.
    for marking in ["no-code 02", "no-code 61", "no-code ۶۵"] {
        let answer = of("7.62x39", marking);
        assert!(
            answer.status != "identified" && answer.unknown_probability > 0.3,
            "{marking}"
        );
    }
    // Both calendars until something decides.
    let both = of("7.62x39", "no-code 61");
    let iran = both
        .candidates
        .iter()
        .find(|c| c.producer.id == "ir-dio")
        .unwrap();
    let years: Vec<&str> = iran.years.iter().map(|y| &y.from[..4]).collect();
    assert!(years.contains(&"1982"), "{years:?}");
    assert!(
        read(&of_calibre("7.62x39", "no-code 61"))
            .iter()
            .any(|c| c.value.starts_with("1982-03-21"))
    );
}

#[test]
fn nothing_is_said_of_other_things() {
    for marking in
        "blank, 12:- 6:-, 945 11, ٢٧ ٧٤, ППУ 82, 1 39 12, POF 81 7.62, WOLF 7.62x39, {star} 93, 十九年"
            .split(", ")
    {
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
    for kind in ["weapon", "crate", "mortar-round", "projectile", ""] {
        assert_eq!(read(&of_kind(kind, "۱۳۵۴")), [], "{kind}");
    }
}
