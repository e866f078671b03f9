//! The worked examples of the literature, and what is easily read wrongly.

use headstamp_plugin_kit::{Line, first, item, of_kind, page, verdicts, weighed};

use crate::read;

#[test]
fn readings() {
    let lines: [Line<'_>; 17] = [
        ("case", "", "٨٦"),
        ("case", "", "٧٨"),
        ("case", "", "٧٧"),
        ("case", "", "٦٠"),
        ("case", "", "١٢"),
        ("case", "", "٨٦ جب"),
        ("case", "7.62x39", "١٩٧٣"),
        ("case", "", "١٤٠٧"),
        ("case", "7.62x39", "٢٧ ٧V"),
        ("case", "7.62x39", "٢٧ V0"),
        ("case", "7.62x39", "٢٧ ٧٤ '٧٫٦٢×٣٩'"),
        ("case", "", "٣٩×٧٫٦٢"),
        ("case", "7.62x39", "1_39_12"),
        ("case", "7.62x54R", "1_54_13"),
        ("case", "7.62x39", "12 1 39 SUD"),
        ("case", "7.62x39", "١ ٣٩ ٠١٢"),
        ("case", "7.62x39", "1_39_54"),
    ];
    insta::assert_snapshot!(page(read, &lines));
}

#[test]
fn traps() {
    let lines: [Line<'_>; 17] = [
        // Factory numbers, not years.
        ("case", "7.62x39", "٢٧"),
        ("case", "7.62x39", "١٠"),
        // With a maker the year is left to the tables; so are western digits and Ottoman dates.
        ("case", "7.62x39", "٢٧ ٧٧"),
        ("case", "7.62x39", "27 97"),
        ("case", "", "60"),
        ("case", "7.65x53", "no-code ١٣٢٦"),
        ("case", "", "١٣١٣"),
        // Written Persian.
        ("case", "", "۸۶"),
        // A western number beside Arabic ones is what it is.
        ("case", "7.62x39", "٢٧ 70"),
        ("case", "7.62x39", "V0"),
        ("case", "", "(٨٦)"),
        ("case", "", "٨?"),
        // Three groups that are not the Sudanese ones.
        ("case", "", "1 53 bxn"),
        ("case", "", "1 40 12"),
        ("case", "", "12 39 44"),
        ("case", "", "39 12"),
        ("crate", "", "٨٦"),
    ];
    insta::assert_snapshot!(page(read, &lines));
}

#[test]
fn what_core_makes_of_them() {
    let lines: [Line<'_>; 24] = [
        ("case", "7.62x39", "٢٧ ٧٤"),
        ("case", "7.62x39", "27 97"),
        ("case", "7.62x39", "٢٧_٧٧"),
        ("case", "7.62x39", "٢٧ V0"),
        ("case", "7.62x39", "١٠ ٧٥"),
        ("case", "7.62x39", "(10)_74"),
        ("case", "7.62x39", "1_39_12"),
        ("case", "7.62x54R", "1_54_13"),
        ("case", "7.62x39", "1 39 012"),
        ("case", "7.62x39", "12 1 39"),
        ("case", "7.62x54R", "1_39_12"),
        ("case", "7.62x39", "1_39_54"),
        ("case", "", "٨٦"),
        ("case", "", "٧٧"),
        ("case", "", "٧٨"),
        ("case", "", "٨٦ جب"),
        ("case", "", "٦٠"),
        ("case", "", "60"),
        ("case", "", "١٣١٣"),
        ("case", "7.65x53", "no-code ١٣٢٦"),
        ("case", "", "١٤٠٧"),
        ("case", "7.92x57", "MKE 43"),
        ("case", "7.92x57", "TC 43"),
        ("case", "5.56x45", "IMI 5.56 {cross-in-circle} 04"),
    ];
    insta::assert_snapshot!(verdicts("arabic-script", read, &lines));
}

#[test]
fn vectors_that_must_hold() {
    let of = |calibre: &str, marking: &str| weighed("arabic-script", read, ("case", calibre, marking));
    let decoded = |marking: &str, field: &str| -> Vec<String> {
        let all = of("", marking).decoded.into_iter();
        all.filter(|d| d.field == field && d.by == "plugin:arabic-script")
            .map(|d| d.value)
            .collect()
    };
    assert_eq!(first(&of("7.62x39", "٢٧_٧٧")), "eg-shoubra EG 1977");
    assert_eq!(first(&of("7.62x39", "٢٧ ٧٤")), "eg-shoubra EG 1974");
    assert_eq!(first(&of("7.62x39", "27 97")), "eg-shoubra EG 1997");
    assert_eq!(first(&of("7.62x39", "(10)_74")), "bg-arsenal BG 1974");
    // Sudan: the group that is a calibre agrees, or it does not.
    assert_eq!(first(&of("7.62x39", "1_39_12")), "sd-mic SD 2012");
    assert_eq!(first(&of("7.62x54R", "1_54_13")), "sd-mic SD 2013");
    let wrong = of("7.62x54R", "1_39_12");
    assert_eq!(wrong.status, "unknown");
    // Two calibre groups: no year, so nothing to go by.
    assert_eq!(of("7.62x39", "1_39_54").status, "unknown");
    assert!(of("", "1_39_54").status != "identified");
    // The maker is not determined by digits alone, the year is.
    for marking in ["٨٦", "٨٦ جب", "٦٠", "60"] {
        assert!(of("", marking).status != "identified", "{marking}");
    }
    assert_eq!(decoded("٨٦", "year"), ["1986"]);
    assert_eq!(decoded("١٢", "year"), ["1912", "2012"]);
    assert_eq!(decoded("60", "year"), [""; 0]);
    // ٧ turned is ٨, and with ٢ beside it nothing is turned; ٦ has no turned form.
    assert_eq!(decoded("٧٧", "year"), ["1977", "1988"]);
    assert_eq!(decoded("٧٨", "year"), ["1978"]);
    assert_eq!(decoded("٧٧ جب", "year"), ["1977"]);
    let upright = of("7.62x39", "٢٧_٧٧").candidates.remove(0).years.remove(0);
    assert!(
        upright.from.starts_with("1977") && upright.probability > 0.9,
        "{upright:?}"
    );
    // An Ottoman number is of one of two calendars.
    let both: Vec<String> = of("", "١٣١٣").years.iter().map(|y| y.from.clone()).collect();
    assert!(
        both.iter().any(|day| day == "1895-06-24") && both.iter().any(|day| day == "1897-03-13"),
        "{both:?}"
    );
    // The works of MKE date from 1950: 1943 is not read.
    assert!(
        of("7.92x57", "MKE 43")
            .years
            .iter()
            .all(|y| !y.from.starts_with("1943"))
    );
    assert_eq!(
        first(&of("5.56x45", "IMI 5.56 {cross-in-circle} 04")),
        "il-imi IL 2004"
    );
}

#[test]
fn neighbours_are_left_to_the_tables() {
    let of = |calibre: &str, marking: &str| weighed("arabic-script", read, ("case", calibre, marking));
    for (calibre, marking, expected) in [
        ("7.92x57", "TC 43", "tr-askeri-fabrikalar TR 1943"),
        ("7.62x51", "MKE 7.62x51 {cross-in-circle} 13", "tr-mke TR 2013"),
        ("7.62x51", "TZ 7.62 {cross-in-circle} 78", "il-imi IL 1978"),
        ("9x19", "תע 55", "il-hebrew-letters IL 1955"),
        ("", "POF 81 7.62", "pk-pof PK 1981"),
        ("9x19", "POF 9MM 2Z 67", "pk-pof PK 1967"),
        ("", "KF 7.65", "in-khadki IN -"),
        ("", "BOF 05", "bd-bof BD 2005"),
        ("", "DI 1943 Z", "ca-defence-industries CA 1943"),
    ] {
        assert_eq!(read(&item(marking)), [], "{marking}");
        assert_eq!(first(&of(calibre, marking)), expected, "{marking}");
    }
    // Before the works: no year is read, and the producer does not stand clear.
    for (calibre, marking) in [("7.92x57", "MKE 43"), ("", "POF 49")] {
        let answer = of(calibre, marking);
        assert!(
            answer.status == "ambiguous" && answer.years.is_empty(),
            "{marking}"
        );
        let faults = &answer.candidates[0].contradictions;
        assert!(
            faults.iter().any(|fault| fault.rule == "fault-year-ruled-out"),
            "{marking}"
        );
    }
    // Open questions, and marks of states for which none is established.
    for (calibre, marking) in [(".303", "PK 65"), ("7.62x39", "blank"), ("", "Z113"), ("", "၈၁")] {
        assert!(of(calibre, marking).status != "identified", "{marking}");
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
}

#[test]
fn nothing_is_said_of_other_things() {
    for marking in "blank, 12:- 6:-, 945 11, ППУ 82, POF 81 7.62, WOLF 7.62x39, {star} 93, 十九年, תע 55, 1 53 bxn, 39, 51, \
                    54 60"
        .split(", ")
    {
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
    for kind in ["weapon", "crate", "mortar-round", "projectile", ""] {
        assert_eq!(read(&of_kind(kind, "٨٦")), [], "{kind}");
    }
}
