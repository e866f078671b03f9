//! Markings and traps, as pages that a person can review.

use headstamp_plugin_api::check_manifest;
use headstamp_plugin_kit::{Line, item, of_kind, page};

use super::*;

const REAL: &[Line<'_>] = &[
    // The vectors of acceptance tests 11 to 15.
    ("vehicle", "", "1M8GDM9AXKP042788"),
    ("vehicle", "", "11111111111111111"),
    // Other states: the check digit is the maker's choice.
    ("vehicle", "", "JTELB71J307123456"),
    ("vehicle", "", "WVWZZZ1JZXW000001"),
    ("vehicle", "", "vin:KNEJC524155123456"),
    ("vehicle", "", "HZJ79-0012345"),
    // Civil explosives.
    ("other", "", "AT 001 8804A123456"),
    ("other", "", "'AT 001 8804A123456'"),
    ("other", "", "PL-012-16A0045871"),
    ("other", "", "GR001X12Y4567"),
    ("other", "", "explosive:BE 045"),
    // Bags and barrels.
    ("crate", "", "SUCRE LOT L7123 PROD 03/2017"),
    ("other", "", "BATCH NO: 4521-B EXP 2020"),
    ("crate", "", "'Date de fabrication: 2017-03-21' 'Lot: 17 080'"),
];

const TRAPS: &[Line<'_>] = &[
    // One digit changed; a letter that never stands in a VIN; sixteen characters.
    ("vehicle", "", "1M8GDM9A1KP042788"),
    ("vehicle", "", "1M8GDM9AXKPO42788"),
    ("vehicle", "", "1M8GDM9AXKP04278"),
    ("vehicle", "", "TOYOTA 4500"),
    // A small maker: the third place is 9.
    ("vehicle", "", "1H9GDM9AXKP042788"),
    // A VIN is read on vehicles only.
    ("other", "", "1M8GDM9AXKP042788"),
    // NO is Norway, and mostly a number; South Africa and Ghana give no European code.
    ("crate", "", "NO 001"),
    ("crate", "", "NO 12345"),
    ("crate", "", "AT 001"),
    ("other", "", "ZA 001 8804A123456"),
    ("other", "", "PL 2016"),
    ("crate", "", "BE 4521"),
    // An expiry is no production, and a year alone is nothing.
    ("crate", "", "EXP 03/2019"),
    ("crate", "", "2017"),
    ("crate", "", "LOT"),
    // Lots of ammunition are for others.
    ("crate", "", "LOT 17-71-60"),
];

#[test]
fn manifest_is_in_order() {
    let manifest = check_manifest(Commercial::MANIFEST).unwrap();
    assert_eq!(manifest.handles.items, ITEMS);
}

#[test]
fn markings() {
    insta::assert_snapshot!(page(read, REAL));
}

#[test]
fn traps() {
    insta::assert_snapshot!(page(read, TRAPS));
}

#[test]
fn check_digits() {
    let of = |vin| vin::check(vin).map(|check| (check.sum, check.sign));
    assert_eq!(of("1M8GDM9AXKP042788"), Some((351, 'X')));
    assert_eq!(of("11111111111111111"), Some((89, '1')));
    assert_eq!(of("1M8GDM9AXKPO42788"), None);
    assert_eq!(of("1M8GDM9AXKP04278"), None);
}

fn said(kind: &str, marking: &str, role: &str) -> Vec<String> {
    headstamp_plugin_kit::said(read(&of_kind(kind, marking)), role)
}

#[test]
fn acceptance() {
    assert_eq!(said("vehicle", "1M8GDM9AXKP042788", "check-digit"), ["X agrees"]);
    assert_eq!(said("vehicle", "1M8GDM9AXKP042788", "model-year"), ["1989"]);
    assert_eq!(said("vehicle", "11111111111111111", "check-digit"), ["1 agrees"]);
    assert_eq!(
        said("vehicle", "1M8GDM9A1KP042788", "check-digit"),
        ["1 does not agree, X expected"]
    );
    assert_eq!(
        said("vehicle", "1M8GDM9AXKPO42788", "serial"),
        ["undetermined: misread, perhaps 1M8GDM9AXKP042788"]
    );
    assert_eq!(
        said("vehicle", "1M8GDM9AXKP04278", "serial"),
        ["undetermined: 16 characters, not 17"]
    );
    // 16: who assigned the code, not where it was made.
    assert_eq!(
        said("other", "AT 001 8804A123456", "plant"),
        ["site 001, code assigned by AT"]
    );
}

#[test]
fn nothing_is_said_of_other_kinds() {
    for marking in ["1M8GDM9AXKP042788", "AT 001 8804A123456", "LOT L7123"] {
        assert_eq!(read(&item(marking)), [], "{marking}");
        for kind in ["mortar-round", "weapon", "cartridge", "mine"] {
            assert_eq!(read(&of_kind(kind, marking)), [], "{kind} {marking}");
        }
    }
}
