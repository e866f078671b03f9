//! What the plugin says of documented marks and of what looks like them.

use std::collections::BTreeSet;

use headstamp_plugin_api::check_manifest;
use headstamp_plugin_kit::{TABLES, item, page};

use crate::*;

#[test]
fn documented_lots_are_those_of_the_tables() {
    let stamps = TABLES.set().stamps.iter();
    let known: BTreeSet<String> = stamps
        .filter(|stamp| stamp.role == "lot" && stamp.text.len() == 5 && stamp.meaning.contains("lot"))
        .map(|stamp| stamp.text.to_string())
        .collect();
    let here: BTreeSet<String> = lot::DOCUMENTED.map(str::to_owned).into();
    assert_eq!(here, known);
}

#[test]
fn the_manifest_asks_for_every_documented_lot() {
    let manifest = check_manifest(BrazilLot::MANIFEST).unwrap();
    for lot in lot::DOCUMENTED {
        let (letters, digits) = lot.split_at(3);
        for text in [lot, letters, &format!("{letters}-{digits}")] {
            assert!(manifest.handles.marks.iter().any(|mark| mark == text), "{text}");
        }
    }
}

#[test]
fn documented_marks() {
    insta::assert_snapshot!(page(
        read,
        &[
            ("case", "9x19", "CBC 9MM UZZ18"),
            ("case", "9x19", "CBC 9MM UZZ-18"),
            ("case", "9x19", "CBC 9MM UZZ 18"),
            ("case", "", "UZZ 18"),
            ("case", "", "CBC BNT84"),
            ("case", "", "CBC BIZ91"),
            ("case", "", "CBC AAY68"),
            ("case", "", "CBC BAY18"),
            ("case", "", "CBC BQZ91"),
            ("case", "9x19", "CBC AHW55"),
            ("case", ".40 S&W", "CBC .40 AEO57"),
            ("case", ".40 S&W", "CBC .40 CXR07"),
            ("case", "9x19", "CAVIM 9MM OG-063"),
            ("case", "9x19", "CAVIM 9MM OP-35"),
            ("case", "9x19", "CAVIM 9MM OP 35"),
            ("case", "9x19", "CAVIM 9MM OP-41"),
            ("crate", "", "INDUMIL 06001234"),
            ("crate", "", "INDUMIL 98001234"),
        ],
    ));
}

#[test]
fn misreadings_are_doubtful() {
    insta::assert_snapshot!(page(
        read,
        &[
            ("case", "9x19", "CBC 9MM VZZ18"),
            ("case", "9x19", "CBC 9MM U2Z18"),
            ("case", "", "CBC 8NT84"),
            ("case", "", "CBC BNTB4"),
            ("case", "", "CBC B1Z91"),
            ("case", "", "CBC AE057"),
        ],
    ));
}

#[test]
fn traps_of_which_nothing_is_said() {
    for marking in [
        // A row of the tables already, or any three letters and two digits of the world.
        "UZZ18",
        "UZZ-18",
        "POF81",
        "WCC06",
        "RTA38",
        "POF 81",
        "UZZ",
        "BAY 19",
        // A maker and its year, written together.
        "CBC75",
        "CBC 7.62 75",
        "CBC NTA 05",
        "CBC 9MM",
        // Another form.
        "CBC UZZ1",
        "CBC UZZ180",
        "CBC UZ18",
        "CBC (UZZ18)",
        "CBC UZ?18",
        // Codes of Venezuela without their maker, or of another form.
        "OP-35",
        "OP 35",
        "CAVIM 95 9MM",
        "CAVIM OX-35",
        "CAVIM OP-3",
        "CAVIM OP-3512",
        // Box numbers stand on boxes.
        "INDUMIL 06001234",
        "INDUMIL 38 SPL",
        "IM 5.56 04",
    ] {
        assert_eq!(read(&item(marking)), [], "{marking}");
    }
    for marking in [
        "06001234",
        "INDUMIL 0600123",
        "INDUMIL 060012345",
        "CBC UZZ18",
        "IM 06001234",
    ] {
        assert_eq!(
            read(&headstamp_plugin_kit::of_kind("crate", marking)),
            [],
            "{marking}"
        );
    }
    for kind in ["weapon", "mortar-round", ""] {
        assert_eq!(
            read(&headstamp_plugin_kit::of_kind(kind, "CBC UZZ18")),
            [],
            "{kind}"
        );
    }
}
