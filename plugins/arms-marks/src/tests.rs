//! Markings and traps, as pages that a person can review.

use headstamp_plugin_api::check_manifest;
use headstamp_plugin_kit::{Line, item, of_kind, page, weighed};

use super::*;

const REAL: &[Line<'_>] = &[
    ("weapon", "", "<66> 五六式 serial:10121943"),
    ("weapon", "", "<26> M22"),
    ("weapon", "", "((10)) 'selector: АВ ЕД'"),
    ("weapon", "9x18", "((10)) BK 27 1234"),
    ("weapon", "", "((10)) MAKAROV 'BK 25 0815'"),
    ("weapon", "", "({triangle-with-height}) 1973"),
    ("weapon", "", "{rhombus-with-circle}"),
    ("weapon", "", "(11) 'selector: C P'"),
    ("weapon", "", "({star}) 련 단"),
    ("weapon", "", "АВ ОД year:1978"),
    ("weapon", "", "'selector: FA FF'"),
    ("weapon", "", "*KE"),
    ("weapon", "", "*UG01234"),
    ("weapon", "", "ECOWAS SL RSLAF 2012"),
    ("weapon", "", "IMPORT UG 2012 'SERIAL 4711'"),
    ("weapon", "", "'P. BERETTA' GARDONE XX8"),
    ("weapon", "", "BERETTA AU"),
    ("weapon", "", "GARDONE XVIII"),
    ("weapon", "", "proof:IG"),
    ("weapon", "", "ULM [IG]"),
    ("weapon", "", "'TARIQ 9mm' 'MADE IN IRAQ'"),
    ("weapon", "", "KHAWAD 2010"),
    ("weapon", "", "T.C. ASFA ANKARA"),
    ("weapon", "", "ПРЕДУЗЕЋЕ 44"),
    ("weapon", "", "sight:П"),
];

const TRAPS: &[Line<'_>] = &[
    // Izhevsk or Cugir; Izhevsk beside the circled 10 is a Bulgarian rifle of foreign parts.
    ("weapon", "", "{arrow-in-triangle}"),
    ("weapon", "", "((10)) {arrow-in-triangle}"),
    ("weapon", "", "((10)) (11)"),
    // A star alone; a star and a state that is no member.
    ("weapon", "", "*"),
    ("weapon", "", "*DE"),
    ("weapon", "", "*KEEPER"),
    // 10 and 11 without a circle; another number in a triangle.
    ("weapon", "", "10"),
    ("weapon", "", "11"),
    ("weapon", "", "<99>"),
    // AG is no Italian year; AC is two years; XX8 is no Roman numeral; XVIII needs Italy.
    ("weapon", "", "proof-it:AG"),
    ("weapon", "", "proof-it:BE"),
    ("weapon", "", "proof-de:EA"),
    ("weapon", "", "proof:AC"),
    ("weapon", "", "proof-de:AC"),
    ("weapon", "", "XX8"),
    ("weapon", "", "XVIII"),
    ("weapon", "", "IG"),
    // A Makarov's serial number without circles, without Makarov, or of impossible years.
    ("weapon", "9x18", "BK 27 1234"),
    ("weapon", "7.62x39", "((10)) BK 27 1234"),
    ("weapon", "9x18", "((10)) BK 87 1234"),
    // Letters that are no selector unless they are called so.
    ("weapon", "", "A R"),
    ("weapon", "", "D E"),
    ("weapon", "", "'selector: A 1'"),
    // A serial number is no year.
    ("weapon", "", "SERIAL 1973"),
    ("weapon", "", "1973"),
    ("weapon", "", "ПРЕДУЗЕЋЕ"),
    ("weapon", "", "BO"),
];

#[test]
fn manifest_is_in_order() {
    let manifest = check_manifest(ArmsMarks::MANIFEST).unwrap();
    assert_eq!(manifest.handles.items, ["weapon"]);
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
    headstamp_plugin_kit::said(read(&of_kind("weapon", marking)), role)
}

#[test]
fn acceptance() {
    // 6: the holder at the time of marking.
    assert_eq!(
        said("*KE1234", "ownership"),
        ["property of KE, under the Nairobi Protocol"]
    );
    // 7: 1960 and 27.
    assert_eq!(said("((10)) MAKAROV BK 27 1234", "year"), ["1987"]);
    assert_eq!(said("((10)) BK 27 1234", "year"), Vec::<String>::new());
    // 8, 9, 10: proof years.
    assert_eq!(
        said("proof-it:AG", "proof"),
        ["undetermined: misread, perhaps AF or AH"]
    );
    assert_eq!(said("proof:IG", "proof"), ["1986"]);
    assert_eq!(said("XX8", "proof"), ["1972"]);
}

#[test]
fn the_year_of_a_bulgarian_makarov_reaches_the_answer() {
    let answer = weighed("arms-marks", read, ("weapon", "9x18mm", "((10)) BK 27 1234"));
    // No maker of cartridges is held to have made a pistol, so who and when are what this plugin decodes.
    assert_eq!(answer.candidates, []);
    let decoded: Vec<(&str, &str)> = answer
        .decoded
        .iter()
        .map(|decoded| (decoded.field.as_str(), decoded.value.as_str()))
        .collect();
    assert!(
        decoded.contains(&("component", "Arsenal, Kazanlak (Bulgaria)")),
        "{decoded:?}"
    );
    assert!(decoded.contains(&("year", "1987")), "{decoded:?}");
}

#[test]
fn nothing_is_said_of_other_kinds() {
    for marking in ["((10)) BK 27 1234", "*KE", "XX8", "<66>", "АВ ОД", "{star}"] {
        assert_eq!(read(&item(marking)), [], "{marking}");
        for kind in ["mortar-round", "crate", "vehicle", "cartridge"] {
            assert_eq!(read(&of_kind(kind, marking)), [], "{kind} {marking}");
        }
    }
}
