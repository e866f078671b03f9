//! Markings and traps, as pages that a person can review.

use headstamp_plugin_api::check_manifest;
use headstamp_plugin_kit::{Line, item, of_kind, page, weighed};

use super::*;

const REAL: &[Line<'_>] = &[
    // One part, named by the recorder.
    ("mortar-round", "", "fuze:583-12-68"),
    ("mortar-round", "", "fuze:17-62-71"),
    ("mortar-round", "", "'fuze: УЗРГМ 573-80'"),
    ("grenade", "", "'УЗРГМ 573-80'"),
    ("grenade", "", "УЗРГМ 573-80"),
    // Stencils of the Soviet pattern.
    ("mortar-round", "", "82-ВО-832ДУ 3-22-84"),
    ("mortar-round", "", "ОФ-843Б Н Т 3-22-84"),
    (
        "mortar-round",
        "",
        "'О-832Д' '++' ТГ-50 'filling: 17-62-71' 'fuze: М-6 583-12-75'",
    ),
    ("projectile", "", "53-ОФ-540 '---' А-90"),
    ("rocket", "", "9М22У 12-8-76 'charge: ВТ 12/74 С'"),
    ("rocket", "", "ПГ-7В А-IX-1 4-31-82"),
    // Three parts and an overhaul: acceptance test 21.
    ("mortar-round", "", "body:1974 fuze:1988 overhaul:2018"),
    ("mortar-round", "", "body: 3-22-74 fuze: 583-12-88 overhaul: 2018"),
    ("mine", "", "1986 ТРЗ 2018"),
    // Serbian, Belgian, Bulgarian, Italian.
    ("mortar-round", "", "M74HE 82 mm KV lot 04/18"),
    ("mortar-round", "", "'M74HE 82 mm KV lot 04/18'"),
    ("rocket", "", "NR-160"),
    ("mortar-round", "", "PRB NR 208 LOT 12 1978"),
    ("rocket", "", "57mm (10) 12-11"),
    ("mortar-round", "", "body:۱۳۸۰ fuze:1999"),
    ("mortar-round", "", "'0+'"),
    ("mortar-round", "", "'=0'"),
    ("mortar-round", "", "'81 mm' LOT 7 2001"),
];

const TRAPS: &[Line<'_>] = &[
    // The part is not known: both orders. Acceptance test 3.
    ("mortar-round", "", "17-71-60"),
    ("mortar-round", "", "583-12-68"),
    ("mortar-round", "", "3-82-61"),
    // A letter before the lot: cartridges, one order.
    ("mortar-round", "", "Б17-71-60"),
    // A lot of another maker: what stands behind the stroke is open.
    ("mortar-round", "", "lot 04/18"),
    // A weight sign needs its pattern; a 0 alone is nothing.
    ("mortar-round", "", "'+' 60mm"),
    ("mortar-round", "", "0"),
    // T is a filling beside a designation, and nothing alone.
    ("mortar-round", "", "Т"),
    ("mortar-round", "", "ОФ-843 T"),
    // 53 is a group of the catalogue; a calibre that disagrees with the bomb's number is not said.
    ("projectile", "", "53-ОФ-843"),
    ("mortar-round", "", "82-ОФ-843"),
    // Not every circled number is Arsenal's; two parts need to be named.
    ("rocket", "", "(11)"),
    ("rocket", "", "573-80"),
    // Four digits that may be of a Hijri calendar date nothing; unnamed they are nothing.
    ("mortar-round", "", "body:1380"),
    ("mortar-round", "", "1380"),
    // Overhaul dates nothing.
    ("rocket", "", "overhaul:2021"),
    // Numbers that are named are no years; opaque layouts stay opaque.
    ("mortar-round", "", "NR 1978"),
    ("mortar-round", "", "LOT 1978"),
    ("mortar-round", "", "TB8604"),
    ("rocket", "", "HM-16 AZ111A2"),
    ("mortar-round", "", "?-22-84 fuze:5??-12-68"),
];

#[test]
fn manifest_is_in_order() {
    let manifest = check_manifest(Ordnance::MANIFEST).unwrap();
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

fn says(kind: &str, marking: &str) -> Vec<(String, String)> {
    let clues = read(&of_kind(kind, marking)).into_iter();
    clues.map(|clue| (clue.role, clue.value)).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

#[test]
fn acceptance() {
    let sorted = |kind, marking| {
        let mut said = says(kind, marking);
        said.sort();
        said
    };
    // 1: a fuze has one order.
    assert_eq!(
        sorted("mortar-round", "fuze:583-12-68"),
        pairs(&[
            ("component", "fuze: plant 583, lot 12, 1968"),
            ("not-before", "1968")
        ])
    );
    // 3: no part, two readings, and the lower bound is the earlier year.
    assert_eq!(
        sorted("mortar-round", "17-71-60"),
        pairs(&[
            (
                "component",
                "undetermined: plant 17, lot 71, 1960; or lot 17, 1971, plant 60"
            ),
            ("not-before", "1960"),
        ])
    );
    // 21: not before the latest part; overhaul apart.
    assert_eq!(
        sorted("mortar-round", "body:1974 fuze:1988 overhaul:2018"),
        pairs(&[
            ("component", "body, 1974"),
            ("component", "fuze, 1988"),
            ("not-before", "1988"),
            ("overhaul", "2018"),
        ])
    );
    // 23: a product number, no year.
    assert_eq!(
        says("rocket", "NR-160"),
        pairs(&[("type", "product number NR 160")])
    );
}

#[test]
fn krusik_lot_is_no_month_and_04_no_year() {
    // 4: core finds Krušik in the tables; the plugin keeps 04 from being the year.
    let answer = weighed("ordnance", read, ("mortar-round", "82mm-mortar", "KV lot 04/18"));
    let first = &answer.candidates[0];
    assert_eq!(first.producer.id, "rs-krusik");
    assert_eq!(first.years[0].from, "2018-01-01");
    assert!(first.years[0].probability > 0.7, "{:?}", first.years);
    let decoded: Vec<_> = answer
        .decoded
        .iter()
        .map(|d| (d.field.as_str(), d.value.as_str()))
        .collect();
    assert!(decoded.contains(&("lot", "04 of 2018")), "{decoded:?}");
    assert!(!decoded.iter().any(|(field, _)| *field == "month"), "{decoded:?}");
}

#[test]
fn nothing_is_said_of_other_kinds() {
    for marking in ["fuze:583-12-68", "82-ВО-832ДУ 3-22-84", "KV lot 04/18", "NR-160"] {
        assert_eq!(read(&item(marking)), [], "{marking}");
        for kind in ["crate", "weapon", "vehicle", "cartridge", "other"] {
            assert_eq!(read(&of_kind(kind, marking)), [], "{kind} {marking}");
        }
    }
}
