//! A lean row says of an item what the whole answer says of it, field by field.

// A test that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shipped;

use headstamp_core::date::{Day, Span};
use headstamp_core::notation::Marking;
use headstamp_core::observation::{Clue, Observation, Support};
use headstamp_core::render::Detail;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use shipped::identifier;

fn marks() -> Vec<String> {
    let texts = identifier().tables().set().marks.iter();
    let texts = texts.map(|m| m.text.to_string()).filter(|t| !t.is_empty());
    texts.collect()
}

/// What stands beside a mark of the tables.
fn beside() -> impl Strategy<Value = String> {
    let calibres = identifier().tables().set().calibres.iter();
    let calibres: Vec<String> = calibres.map(|c| c.id.to_string()).collect();
    let stamps = identifier().tables().set().stamps.iter();
    let stamps: Vec<String> = stamps.map(|s| s.text.to_string()).collect();
    let odd = [
        "٧٤",
        "۷۴",
        "١٣٩٢",
        "十九年",
        "七五",
        "XII",
        "Г",
        "Д",
        "昭和",
        "?",
        "..",
        "{?}",
        "*",
        "{3~8}1",
        "?5",
        "19?5",
        "11(?)",
        "(10)",
        "[7]",
        "<3>",
        "((2))",
        "((2",
        "'7 N'",
        "12:-",
        "no-code",
        "-",
        "II-75",
        "3-79",
    ];
    prop_oneof![
        4 => (0..100u32).prop_map(|y| format!("{y:02}")),
        2 => (1890..2030i32).prop_map(|y| y.to_string()),
        1 => prop::sample::select(calibres),
        1 => prop::sample::select(stamps),
        3 => prop::sample::select(odd.map(str::to_owned).to_vec()),
        1 => "[A-ZА-Я0-9]{1,4}",
    ]
}

/// What a worn case or a recorder does to one sign of a mark.
fn worn(text: &str, kind: u8, at: prop::sample::Index) -> String {
    let signs: Vec<char> = text.chars().collect();
    let i = at.index(signs.len());
    let mut out: Vec<String> = signs.iter().map(char::to_string).collect();
    let look_alikes = [
        ('8', 'B'),
        ('0', 'O'),
        ('1', 'I'),
        ('5', 'S'),
        ('P', 'Р'),
        ('C', 'С'),
        ('B', 'В'),
        ('Н', 'H'),
        ('З', '3'),
        ('2', '٢'),
    ];
    match kind {
        0 => "?".clone_into(&mut out[i]),
        1 => "..".clone_into(&mut out[i]),
        2 => out[i].clear(),
        3 => out.insert(i, "7".to_owned()),
        4 => out.swap(i, (i + 1) % signs.len()),
        5 => out[i] = format!("{{{}~3}}", signs[i]),
        6 => out.insert(i, "\u{202e}".to_owned()),
        7 => out.insert(i, "\u{301}".to_owned()),
        8 => out[i] = signs[i].to_lowercase().collect(),
        9 => out.insert(i, " ".to_owned()),
        _ => {
            for (sign, c) in out.iter_mut().zip(&signs) {
                if let Some((_, other)) = look_alikes.iter().find(|(a, _)| a == c) {
                    *sign = other.to_string();
                }
            }
        }
    }
    out.concat()
}

/// A mark of the tables with what stands beside it, clean and degraded, or anything at all.
fn marking() -> impl Strategy<Value = String> {
    let fault = (0..11u8, any::<prop::sample::Index>());
    let mark = (
        prop::sample::select(marks()),
        prop::option::of(fault),
        prop::option::of(prop::sample::select(vec!["12:", "6:", "3:", "centre:"])),
    )
        .prop_map(|(text, fault, position)| {
            let text = fault.map_or_else(|| text.clone(), |(kind, at)| worn(&text, kind, at));
            format!("{}{text}", position.unwrap_or_default())
        });
    let parts = prop::collection::vec(beside(), 0..4);
    let between = prop::sample::select(vec![" ", " ", " ", "_", "-", "/", ""]);
    let known =
        (mark, parts, any::<prop::sample::Index>(), between).prop_map(|(mark, mut parts, at, between)| {
            parts.insert(if at.index(3) == 0 { parts.len() } else { 0 }, mark);
            parts.join(between)
        });
    prop_oneof![
        12 => known,
        2 => prop::collection::vec(beside(), 1..5).prop_map(|parts| parts.join(" ")),
        1 => "\\PC{0,20}",
    ]
}

/// Things that a decoder may have said.
fn clue() -> impl Strategy<Value = Clue> {
    let roles = ["year", "lot", "month", "type", "producer"].map(str::to_owned);
    let values = ["1952", "1945..1946", "1975", "2011", "7", "'18", "AA"].map(str::to_owned);
    let states = prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::sample::select(vec!["RU", "CN", "BR"]).prop_map(|s| vec![s.to_owned()]),
    ];
    (
        prop::collection::vec(0..3usize, 1..3),
        prop::sample::select(roles.to_vec()),
        prop::sample::select(values.to_vec()),
        prop::sample::select(vec![
            Support::Favours,
            Support::Favours,
            Support::Against,
            Support::Excludes,
        ]),
        any::<(bool, bool)>(),
        states,
    )
        .prop_map(
            |(marks, role, value, support, (documented, doubtful), states)| Clue {
                says: format!("It is {value}."),
                marks,
                role,
                value,
                support,
                rule: "rule".to_owned(),
                documented,
                doubtful,
                states,
                by: "plugin:x".to_owned(),
                ..Clue::default()
            },
        )
}

fn observation() -> impl Strategy<Value = Observation> {
    let names = identifier().tables().set().calibres.iter();
    let mut names: Vec<String> = names.map(|c| c.id.to_string()).collect();
    names.push("nonsense".to_owned());
    let items = [
        "case",
        "case",
        "case",
        "case",
        "cartridge",
        "crate",
        "mortar-round",
        "weapon",
    ];
    let day = Day::new(1890, 1, 1).0..Day::new(2030, 1, 1).0;
    let fields = (
        marking(),
        prop::option::of(prop::sample::select(names)),
        prop::option::of((day, 0..2000i32)),
        prop::sample::select(items.to_vec()),
    );
    fields.prop_filter_map("a marking", |(text, calibre, recovered, item)| {
        let mut o = Observation::of(Marking::parse(&text).ok()?);
        if let Some(calibre) = calibre {
            o = o.with_calibre(&identifier().tables(), &calibre);
        }
        o.recovered = recovered.map(|(from, days)| Span {
            from: Day(from),
            to: Day(from + days),
        });
        item.clone_into(&mut o.item);
        Some(o)
    })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// These fields of an object; those of `unless_empty` only where there is something in them.
fn only(value: &Value, always: &[&str], unless_empty: &[&str]) -> Map<String, Value> {
    let empty = |v: &Value| match v {
        Value::Null => true,
        Value::String(s) => s.is_empty(),
        Value::Array(a) => a.is_empty(),
        _ => false,
    };
    let mut out = Map::new();
    for name in always {
        out.insert((*name).to_owned(), value[*name].clone());
    }
    for name in unless_empty.iter().filter(|n| !empty(&value[**n])) {
        out.insert((*name).to_owned(), value[*name].clone());
    }
    out
}

/// The lean row as it follows from the whole answer, by what the README and the schema of rows say of it.
fn expected(answer: &Value, short: bool) -> Value {
    let mut row = only(answer, &["status", "sample", "unknown_probability"], &["flags"]);
    let mut put = |name: &str, list: Vec<Value>| {
        if !list.is_empty() {
            row.insert(name.to_owned(), list.into());
        }
    };
    put(
        "states",
        list(&answer["states"])
            .iter()
            .map(|s| only(s, &["id", "probability"], &[]).into())
            .collect(),
    );
    put(
        "decoded",
        list(&answer["decoded"])
            .iter()
            .map(|d| only(d, &["field", "value", "marks", "by"], &[]).into())
            .collect(),
    );
    let mut levels = only(&answer["levels"], &["state", "producer", "year", "calibre"], &[]);
    if short {
        levels.retain(|name, level| match name.as_str() {
            "calibre" => level != "recorded",
            _ => *level != answer["status"],
        });
    }
    if !levels.is_empty() {
        row.insert("levels".to_owned(), levels.into());
    }
    let candidate = |c: &Value| {
        let mut out = only(c, &["probability", "basis"], &["years"]);
        let producer = only(&c["producer"], &["id", "name", "country"], &["state"]);
        out.insert("producer".to_owned(), producer.into());
        let readings = list(&c["readings"]).iter();
        let readings: Vec<Value> = readings
            .map(|r| only(r, &["mark", "role"], &["as"]).into())
            .collect();
        out.insert("readings".to_owned(), readings.into());
        Value::from(out)
    };
    let candidates = list(&answer["candidates"]);
    let probable = |c: &&Value| c["probability"].as_f64().unwrap() >= 0.03;
    let listed = if short {
        candidates
            .iter()
            .filter(probable)
            .count()
            .max(1)
            .min(candidates.len())
    } else {
        candidates.len()
    };
    let (first, rest) = candidates.split_at(listed);
    row.insert(
        "candidates".to_owned(),
        first.iter().map(candidate).collect::<Vec<_>>().into(),
    );
    if !rest.is_empty() {
        let sum: f64 = rest.iter().map(|c| c["probability"].as_f64().unwrap()).sum();
        let sum = (sum * 1000.0).round() / 1000.0;
        let further = json!({"candidates": rest.len(), "probability": sum});
        row.insert("further".to_owned(), further);
    }
    row.into()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_lean_row_says_what_the_answer_says(
        o in observation(),
        clues in prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(clue(), 1..4)],
        lang in prop::sample::select(vec!["en", "fr"]),
    ) {
        let id = identifier();
        let inference = id.infer(&o, &clues);
        for evidence in [false, true] {
            let answer = id.answer(&o, &clues, &inference, Detail { lang, evidence });
            let answer = serde_json::to_value(answer).unwrap();
            for short in [false, true] {
                let row: Value = serde_json::from_str(&id.lean(&o, &clues, &inference, lang, short)).unwrap();
                prop_assert_eq!(&row, &expected(&answer, short), "{:?} short {}", o.marking.recorded(), short);
                // What is left out and what is listed come to one.
                let sum: f64 = list(&row["candidates"]).iter().map(|c| c["probability"].as_f64().unwrap()).sum();
                let further = row["further"]["probability"].as_f64().unwrap_or_default();
                let whole = sum + further + row["unknown_probability"].as_f64().unwrap();
                prop_assert!((whole - 1.0).abs() < 1e-6, "{} is {whole}", row);
            }
        }
        id.recycle(inference);
    }
}
