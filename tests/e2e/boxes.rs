//! The items of Boxes 2 to 6 of the UNIDIR brief on illicit arms in Mali (`unidir-2023-minusma`).
//!
//! The brief prints no marking. Each row has one as such an item would carry it, made up in its numbers: what the text
//! says is what must come out, no more. Items of which the text describes no marking (the weapons of Box 2) have one of
//! their type.

use serde_json::Value;

use crate::program::{run, settings};

struct Row {
    /// Box of the brief, and what it says of the item.
    text: &'static str,
    kind: &'static str,
    calibre: &'static str,
    marking: &'static str,
    /// Fields and values that must be decoded.
    decoded: &'static [(&'static str, &'static str)],
    /// The state that must come first, where the marking names a producer of the tables. Its rows are about cartridges, so
    /// the maker of a weapon or a rocket is decoded, and nobody is held to have made it.
    state: Option<&'static str>,
}

const fn row(
    text: &'static str,
    (kind, calibre, marking): (&'static str, &'static str, &'static str),
    decoded: &'static [(&'static str, &'static str)],
    state: Option<&'static str>,
) -> Row {
    Row {
        text,
        kind,
        calibre,
        marking,
        decoded,
        state,
    }
}

const ROWS: &[Row] = &[
    row(
        "Box 2: heavy machine gun of DShK type, 12.7x108 mm; section 3.2 has one with marks for 2019",
        ("weapon", "12.7x108", "year:2019 'SERIAL 12345'"),
        &[("component", "dated 2019"), ("serial", "12345")],
        None,
    ),
    row(
        "Box 2: general-purpose machine gun of PKM type, 7.62x54R",
        ("weapon", "7.62x54R", "{arrow-in-triangle} year:1978"),
        &[
            ("component", "undetermined: Izhevsk, or Cugir"),
            ("component", "dated 1978"),
        ],
        None,
    ),
    row(
        "Box 2: assault rifle of AK type, 7.62x39",
        ("weapon", "7.62x39", "((10)) 'selector: АВ ЕД' 'serial: 123456'"),
        &[
            ("component", "Arsenal, Kazanlak (Bulgaria)"),
            ("type", "selector АВ / ЕД: Bulgaria"),
            ("serial", "123456"),
        ],
        None,
    ),
    row(
        "Box 2: mortar rounds, 60 mm; section 3.3.2 has Belgian ones of the 1970s",
        ("mortar-round", "60mm-mortar", "'60 mm' PRB 'NR 431' body:1976"),
        &[
            ("calibre", "60 mm"),
            ("type", "product number NR 431"),
            ("component", "body, 1976"),
            ("not-before", "1976"),
        ],
        Some("BE"),
    ),
    row(
        "Box 2: rocket-propelled grenades",
        ("rocket", "", "ПГ-7В 'filling: 4-31-82'"),
        &[
            ("type", "ПГ-7В: anti-tank grenade for the launcher RPG-7"),
            ("component", "filling: plant 4, lot 31, 1982"),
            ("not-before", "1982"),
        ],
        None,
    ),
    row(
        "Box 3: 122 mm rockets, nearly all Soviet, 1970s and 1980s",
        ("rocket", "", "9М22У 'filling: 12-8-76' 'fuze: 583-12-77'"),
        &[
            ("calibre", "122 mm"),
            ("component", "filling: plant 12, lot 8, 1976"),
            ("component", "fuze: plant 583, lot 12, 1977"),
            ("not-before", "1977"),
        ],
        None,
    ),
    row(
        "Box 3: 120 mm mortar rounds, the same",
        ("mortar-round", "120mm-mortar", "ОФ-843Б Н Т 3-22-84"),
        &[
            ("calibre", "120 mm"),
            ("type", "ОФ-843Б: high explosive and fragmentation"),
            ("weight-class", "within 1/3 per cent of the table weight"),
            ("component", "filling TNT"),
            ("component", "plant 3, lot 22, 1984"),
            ("not-before", "1984"),
        ],
        None,
    ),
    row(
        "Box 3: anti-vehicle mines, almost only Belgian, 1970s",
        ("mine", "mine", "PRB M3 LOT 12 body:1974"),
        &[("lot", "12"), ("component", "body, 1974"), ("not-before", "1974")],
        Some("BE"),
    ),
    row(
        "Box 3: 81 mm mortar rounds, almost only French, 1970s; the layout is not known, what says itself is read",
        ("mortar-round", "81mm-mortar", "'81 mm' LOT 4 1975"),
        &[
            ("calibre", "81 mm"),
            ("lot", "4"),
            ("component", "a part of 1975"),
            ("not-before", "1975"),
        ],
        None,
    ),
    row(
        "Box 3: 57 mm rockets, always Bulgarian of 2011",
        ("rocket", "57mm-rocket", "57mm ((10)) 12-11"),
        &[
            ("calibre", "57 mm"),
            ("plant", "Arsenal, Kazanlak (circled 10)"),
            ("component", "lot 12, 2011"),
            ("not-before", "2011"),
        ],
        None,
    ),
    row(
        "Box 3: 81 mm mortar rounds, Iranian of 2001; Latin letters and Gregorian years",
        ("mortar-round", "81mm-mortar", "'81 mm' LOT 7 2001"),
        &[
            ("calibre", "81 mm"),
            ("lot", "7"),
            ("component", "a part of 2001"),
            ("not-before", "2001"),
        ],
        None,
    ),
    row(
        "Box 4: cartridge cases, 7.62x39, Egyptian of 2015",
        ("case", "7.62x39", "٢٧ ٢٠١٥"),
        &[],
        Some("EG"),
    ),
    row(
        "Box 5: vehicle, by its number produced in Japan in February 2009: the maker knew the month, the number does not say it",
        ("vehicle", "", "JTELB71J397123456"),
        &[
            ("serial", "JTELB71J397123456"),
            ("type", "maker's code registered in Japan"),
            (
                "model-year",
                "undetermined: 2009 or 2039, if the maker uses the tenth place",
            ),
        ],
        None,
    ),
    row(
        "Box 5: detonators with labels of a South African producer, who does not record sales by batch",
        ("other", "", "'UN 0255' 1.4B 'BATCH 4521-B'"),
        &[
            ("hazard", "UN 0255: detonators, electric, class 1.4B"),
            ("hazard", "class 1.4B"),
            ("lot", "4521-B"),
        ],
        None,
    ),
    row(
        "Box 5: packaging of ammonium nitrate from Ghana, no batch number visible",
        ("crate", "", "'UN 1942' 'AMMONIUM NITRATE' 'MADE IN GHANA'"),
        &[("hazard", "UN 1942: ammonium nitrate, class 5.1")],
        None,
    ),
    row(
        "Box 5: bag of sugar from France with year of production and batch",
        ("crate", "", "'LOT L7123' 'PROD 03/2017' 'PRODUIT DE FRANCE'"),
        &[("lot", "L7123"), ("not-before", "2017")],
        None,
    ),
    row(
        "Box 5: lids of barrels of a chemical producer in South Korea and of the petroleum industry of Algeria",
        ("other", "", "'MADE IN KOREA' 'NET 200 KG'"),
        &[],
        None,
    ),
    row(
        "Box 6: mining explosives, produced in Poland in 2016",
        ("other", "", "'PL 012 16A0045871' 'UN 0241' 1.1D"),
        &[
            ("plant", "site 012, code assigned by PL"),
            ("serial", "16A0045871"),
            ("hazard", "UN 0241: blasting explosive, type E, class 1.1D"),
        ],
        None,
    ),
];

fn answer(row: &Row) -> Value {
    let mut args = vec!["identify", row.marking, "--item", row.kind, "--format", "json"];
    if !row.calibre.is_empty() {
        args.extend(["--calibre", row.calibre]);
    }
    let ran = run(&args);
    assert_eq!(ran.code, 0, "{}\n{}", row.text, ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn decoded(answer: &Value) -> Vec<(&str, &str)> {
    let list = answer["decoded"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    list.iter()
        .map(|d| (text(d, "field"), text(d, "value")))
        .collect()
}

/// Every item can be entered, and what the text lets one read is read.
#[test]
fn items_of_the_boxes_are_decoded_as_far_as_the_text_allows() {
    let mut wrong = Vec::new();
    for row in ROWS {
        let answer = answer(row);
        let found = decoded(&answer);
        for pair in row.decoded {
            // A mark that the best candidate explains is listed with it.
            let reading = |r: &Value| text(r, "role") == pair.0 && text(r, "as") == pair.1;
            let candidates = answer["candidates"].as_array().unwrap();
            let read = candidates
                .iter()
                .flat_map(|c| c["readings"].as_array().unwrap())
                .any(reading);
            if !found.contains(pair) && !read {
                wrong.push(format!(
                    "{}\n  {} says nothing of {pair:?}: {found:?}",
                    row.text, row.marking
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No plant of cartridges is made out of the numbers of a mortar round or a vehicle.
#[test]
fn nobody_is_accused_without_a_mark_of_theirs() {
    let mut wrong = Vec::new();
    for row in ROWS {
        let answer = answer(row);
        let status = text(&answer, "status");
        let first = answer["states"]
            .as_array()
            .unwrap()
            .first()
            .map(|s| text(s, "id"));
        match row.state {
            Some(state) if first == Some(state) => {}
            None if status == "unknown" => {}
            _ => wrong.push(format!("{}\n  {} is {status}, {first:?}", row.text, row.marking)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The list with its outcome, for a person to review.
#[test]
fn list_of_outcomes() {
    let mut page = String::new();
    for row in ROWS {
        let answer = answer(row);
        page += &format!("{}\n  {} · {}\n", row.text, row.marking, row.kind);
        for (field, value) in decoded(&answer) {
            page += &format!("    {field}: {value}\n");
        }
        if row.decoded.is_empty() {
            page += "    nothing of its own\n";
        }
    }
    settings().bind(|| insta::assert_snapshot!("boxes__outcomes", page));
}
