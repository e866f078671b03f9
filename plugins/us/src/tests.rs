//! What the plugin says of documented markings and of what looks like them.

use headstamp_plugin_kit::{TABLES, first, item, of_calibre, of_kind, page, verdicts, weighed};

use crate::lot::Lot;
use crate::{federal_lot, makers, read};

#[test]
fn cases() {
    insta::assert_snapshot!(page(
        read,
        &[
            ("case", ".30-06", "LC 4"),
            ("case", ".30-06", "FA 5"),
            ("case", ".30-06", "L C 4"),
            ("case", ".45 ACP", "E C S 4"),
            ("case", ".30 Carbine", "12:WCC 6:4"),
            ("case", "", "DM 5"),
            ("case", ".30-06", "LC 3"),
            ("case", ".30-06", "SL 2"),
            ("case", "5.56x45", "LC 4"),
            ("case", "7.62x51", "TW 5"),
            ("case", "", "(+) WCC 4"),
            ("case", "9x19", "(+) WCC 45"),
            ("case", ".50 BMG", "⊕ DM 1944"),
            ("case", "", "FN 53 (+)"),
        ],
    ));
}

#[test]
fn traps_of_which_nothing_is_said() {
    for marking in [
        // Two digits, apart or together, are the year; the tables read them.
        "L C 0 4",
        "LC 04",
        "LC 43",
        "E C 42",
        "LC 66 NM",
        "LC 4 80",
        "FA 17",
        "F A 10 17",
        "R F 10 82",
        // Digits that were no year, makers that are others, signs that are not the cross.
        "LC 6",
        "LC 1",
        "LC 0",
        "fa 4",
        "am 5",
        "K 4",
        "945 4",
        "(LC) 4",
        "LC (4)",
        "LC ?",
        "LC",
        "4",
        "EW 4",
        "M 5",
        "FN 45 +",
        "HN 43",
        // Commercial cases carry no year.
        "R-P 9MM LUGER",
        "WIN 9MM LUGER",
        "HORNADY 308 WIN",
        "SPEER 9MM LUGER +P",
        // The South African mint, and a dot of the tooling.
        "U44 VII",
        "LC 13 {dot}",
        "WCC-06",
        "WCC 06",
    ] {
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
    // Years that the calibre itself rules out need no clue, and a digit on a calibre of neither list is left alone.
    assert_eq!(read(&of_calibre("7.62x51", "(+) LC 44")), []);
    assert_eq!(read(&of_calibre("6.5x52", "(+) 44")), []);
    assert_eq!(read(&of_calibre("7.62x39", "LC 4")), []);
    // Cases bear no lot of the older forms; without its maker a Federal code is any number.
    assert_eq!(read(&item("LW-06-01A")), []);
    for marking in [
        "5123",
        "P 17 J720",
        "ILC-1234",
        "LC-123",
        "AB-1234",
        "UN 0012",
        "DM 11",
        "LC-92",
        "1305-01-234-5678",
    ] {
        assert_eq!(read(&of_kind("crate", marking)), [], "{marking}");
    }
}

#[test]
fn packing() {
    insta::assert_snapshot!(page(
        read,
        &[
            ("crate", "", "XYZ07D006-004"),
            ("crate", "", "XYZ08A006-015"),
            ("crate", "", "LC-92A012-345"),
            ("crate", "", "WCC05M001-010A"),
            ("crate", "", "LC-00K003-120AB"),
            ("crate", "", "LC92A012-345"),
            ("crate", "", "LC-92AO12-345"),
            ("crate", "", "XYZ07M006S004AB"),
            ("crate", "", "LC-99B010-020AW"),
            ("crate", "", "LC-99B010-020Y"),
            ("crate", "", "LC-99B010-020ABT"),
            ("case", "", "LC 92 LC-92A012-345"),
            ("crate", "", "LW-06-01A"),
            ("crate", "", "LC-12345"),
            ("crate", "", "FA-1821"),
            ("crate", "", "LC-1944"),
            ("crate", "", "FEDERAL P 17 J720"),
            ("crate", "", "FEDERAL Q17M027"),
            ("crate", "", "FEDERAL 5123"),
            ("crate", "", "FEDERAL 5523"),
            ("crate", "", "FEDERAL H401"),
        ],
    ));
}

#[test]
fn lots_of_another_form_are_refused() {
    for text in [
        // I is no month letter; nor is N.
        "LC-92I012-345",
        "XYZ07I006-004",
        "LC-92N012-345",
        // A propellant lot has five digits more.
        "LC-92A012-34512345",
        "LC-92A012-345-12345",
        // Too short, too long, other signs.
        "LC-92A012-34",
        "LC-92A12-345",
        "LC-92A012345",
        "LCXX92A012-345",
        "-92A012-345",
        "LC--92A012-345",
        "LC-92A012-345ABC",
        "LC-92A012-345ABCT",
        "lc-92a012-345",
        "LC-92A012-345 A",
        "Б17-71-60",
        "583-12-68",
        "",
    ] {
        assert_eq!(Lot::parse(text), None, "{text}");
    }
}

#[test]
fn days_of_federal_codes() {
    for (sign, day, expected) in [
        ('J', 720, Some((2013, 11, 16))),
        ('M', 27, Some((2014, 1, 27))),
        ('5', 123, Some((1975, 5, 3))),
        ('5', 523, Some((1985, 5, 3))),
        ('H', 401, Some((2004, 1, 1))),
        ('4', 1, Some((1974, 1, 1))),
        ('3', 765, Some((1993, 12, 31))),
        ('X', 366, Some((2000, 12, 31))),
        ('H', 366, None),
        ('5', 367, None),
        ('5', 400, None),
        ('5', 0, None),
        ('H', 767, None),
        ('M', 427, None),
        ('A', 100, None),
    ] {
        assert_eq!(federal_lot::date(sign, day), expected, "{sign}{day}");
    }
}

/// Examples and traps that the tables decide alone or with the clues.
#[test]
fn whole_answers() {
    insta::assert_snapshot!(verdicts(
        "us",
        read,
        &[
            ("case", ".45 ACP", "E C 42"),
            ("case", "5.56x45", "(+) LC 13"),
            ("case", ".30-06", "L C 0 4"),
            ("case", "7.62x51", "LC 80"),
            ("case", "7.62x51", "WCC 68"),
            ("case", ".30-06", "FA 17"),
            ("case", ".30-06", "LC 4"),
            ("case", ".45 ACP", "EC 4"),
            ("case", ".30-06", "LC 3"),
            ("case", "5.56x45", "LC 4"),
            ("case", "7.62x51", "(+) TW 4"),
            ("case", ".45-70", "12:R 3:82 6:F 9:10"),
            ("case", ".45-70", "12:R 3:10 6:F 9:12"),
            ("case", ".30-06", "F A 10 17"),
            ("case", ".30-06", "F A 10 12"),
            ("case", "7.62x51", "LC 66 NM"),
            ("case", "7.62x51", "LC 66 MATCH"),
            ("case", "9x19", "(+) WCC 45"),
            ("case", ".308", "R-P 308 WIN"),
            ("case", "7.62x39", "blank"),
            ("case", "7.62x51", "RA 84 (+)"),
            ("case", ".303", "U44 VII"),
            ("crate", "", "LW-06-01A"),
            ("crate", ".308", "FEDERAL P 17 J720"),
        ],
    ));
}

/// A lot number is no headstamp: its letters and digits name no producer.
#[test]
fn a_lot_number_identifies_no_producer() {
    for (kind, marking) in [
        ("crate", "XYZ07D006-004"),
        ("crate", "XYZ07M006S004AB"),
        ("crate", "LW-06-01A"),
    ] {
        let answer = weighed("us", read, (kind, "", marking));
        assert_ne!(answer.status, "identified", "{marking}");
        assert_eq!(answer.sample.producer, None, "{marking}");
    }
    // Nor the symbol: others load lots for a plant. Symbol, lot and date are decoded.
    let answer = weighed("us", read, ("crate", "5.56x45", "LC-92A012-345"));
    assert_eq!(first(&answer), "unknown");
    let decoded: Vec<(&str, &str)> = answer
        .decoded
        .iter()
        .map(|decoded| (decoded.field.as_str(), decoded.value.as_str()))
        .collect();
    assert_eq!(
        decoded,
        [
            ("lot", "LC-92A012-345"),
            ("month", "1"),
            ("plant", "lot symbol LC"),
            ("year", "1992-01-01..1992-01-31"),
        ]
    );
    assert_eq!(weighed("us", read, ("crate", "", "FA-1821")).sample.year, None);
}

/// Spaced round the head, two digits are one year; one digit is 1944 only where it stands alone.
#[test]
fn spaced_years_and_single_digits() {
    for (calibre, marking, year) in [
        (".30-06", "L C 0 4", Some(2004)),
        (".30-06", "LC 4", Some(1944)),
        (".30-06", "FA 5", Some(1945)),
        (".45 ACP", "E C S 4", Some(1944)),
        (".30-06", "LC 3", None),
        ("5.56x45", "LC 4", None),
    ] {
        assert_eq!(
            weighed("us", read, ("case", calibre, marking)).sample.year,
            year,
            "{marking}"
        );
    }
}

/// A maker is at work in 1944 by the tables, or it is known here that it had closed.
#[test]
fn makers_are_those_of_the_tables() {
    for maker in makers::WARTIME {
        let mut rows = TABLES.set().marks.iter().filter(|row| row.text == maker);
        let at_work = rows.any(|row| {
            let producer = TABLES.producer(row.producer.to_native());
            let american = producer.is_some_and(|producer| producer.id.starts_with("us-"));
            let in_1944 = row.years.as_ref().is_none_or(|years| {
                let from = years.from.as_ref().map_or(0, |year| year.to_native());
                let to = years.to.as_ref().map_or(9999, |year| year.to_native());
                (from..=to).contains(&1944)
            });
            american && in_1944
        });
        assert_eq!(at_work, !makers::CLOSED.contains(&maker), "{maker}");
    }
}
