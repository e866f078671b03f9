//! Markings and traps, as pages that a person can review.

use headstamp_plugin_api::check_manifest;
use headstamp_plugin_kit::{Line, item, of_kind, page};

use super::*;

const REAL: &[Line<'_>] = &[
    // A tin of the Soviet pattern, line by line, quoted and not. Acceptance test 2.
    ("crate", "", "Б17-71-60"),
    (
        "crate",
        "",
        "'440 шт.' '7,62 ЛПС гж' И04-78-188 'ВТ 29/78 К' 'Брутто 26 кг'",
    ),
    ("crate", "", "440 шт. 7,62 ЛПС гж И04-78-188 ВТ 29/78 К"),
    ("crate", "", "'5,45 ПС гс' 17-82-270"),
    // Transport numbers. Acceptance test 5, and the crate of 2015.
    ("crate", "", "UN 0012"),
    ("crate", "", "'UN 0012' 1.4S 7.62x54R 2011"),
    ("crate", "", "UN0300 UN 1942 5.1"),
    ("other", "", "'UN 0255' 1.4B"),
    // Stock numbers and labels. Acceptance test 24.
    ("crate", "", "1305-01-155-5459 'A 10/92'"),
    ("crate", "", "NSN 1330-12-123-4567 DODIC G881 A 10/92"),
    ("crate", "", "'NO. 12/500' 'G.W. 26 KG' CONTRACT 87XH-1234"),
    // Packages and what was in them.
    ("crate", "", "'7,62 ЛПС гж' И04-78-188 'inside: 188 78'"),
    ("crate", "", "'7,62 ЛПС гж' И04-78-188 inside:188 inside:77"),
    ("crate", "", "'7,62 ЛПС гж' И04-78-188 'sealed: 188 78'"),
    ("crate", "7.62x54R", "'7,62 ЛПС гж' И04-78-188 'inside: blank'"),
];

const TRAPS: &[Line<'_>] = &[
    // What the package held is not known: both orders. Acceptance test 3.
    ("crate", "", "17-71-60"),
    ("crate", "", "583-122-68"),
    // Acceptance test 22: the calibres disagree.
    ("crate", "7.62x39", "7.62x54R"),
    ("crate", "7.62x39", "7.62x54R И04-78-188 'inside: 188 78'"),
    // Another maker, another year, in one package.
    ("crate", "", "'7,62 ЛПС гж' И04-78-188 'inside: 60 78'"),
    ("crate", "", "'7,62 ЛПС гж' И04-78-188 'inside: 188 81'"),
    // Powder later than the cartridges.
    ("crate", "", "'7,62 ЛПС гж' И04-78-188 'ВТ 29/80 К'"),
    // Numbers that do not agree; a number that is not in the list; UN and something else.
    ("crate", "", "'UN 0168' 7.62x54R"),
    ("crate", "", "'UN 0012' 1.1D"),
    ("crate", "", "'UN 9999'"),
    ("crate", "", "UN"),
    ("crate", "", "UN 12"),
    ("crate", "", "UNITED NATIONS"),
    // A packing month only on a label that shows to be American; a thirteenth month is none.
    ("crate", "", "'A 10/92'"),
    ("crate", "", "'A 13/92'"),
    // Fertiliser grades, dates and digits that are no stock number, lot or package.
    ("crate", "", "34-5-0"),
    ("crate", "", "1305-01-155"),
    ("crate", "", "12/500"),
    ("crate", "", "LOT 1978"), // read by another plugin
    ("crate", "", "945 11"),
];

#[test]
fn manifest_is_in_order() {
    let manifest = check_manifest(Packaging::MANIFEST).unwrap();
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

fn said(marking: &str, role: &str) -> Vec<String> {
    headstamp_plugin_kit::said(read(&of_kind("crate", marking)), role)
}

#[test]
fn a_transport_number_is_never_an_owner() {
    for marking in ["UN 0012", "'UN 0012' 1.4S 7.62x54R 2011", "UN0012", "'UN 9999'"] {
        assert_eq!(said(marking, "ownership"), Vec::<String>::new(), "{marking}");
        let hazards = said(marking, "hazard");
        assert!(hazards.iter().any(|text| text.starts_with("UN ")), "{marking}");
    }
}

#[test]
fn quotes_do_not_matter() {
    for role in ["lot", "quantity", "type", "component"] {
        assert_eq!(
            said("'440 шт.' '7,62 ЛПС гж' И04-78-188 'ВТ 29/78 К'", role),
            said("440 шт. 7,62 ЛПС гж И04-78-188 ВТ 29/78 К", role),
            "{role}"
        );
    }
}

#[test]
fn nothing_is_said_of_other_kinds() {
    for marking in ["Б17-71-60", "UN 0012", "1305-01-155-5459", "'A 10/92'"] {
        assert_eq!(read(&item(marking)), [], "{marking}");
        for kind in ["mortar-round", "weapon", "vehicle", "cartridge"] {
            assert_eq!(read(&of_kind(kind, marking)), [], "{kind} {marking}");
        }
    }
}
