//! Stock numbers, packing dates, package numbers and contracts: who catalogued, packed and shipped, not who made.

use headstamp_plugin_api::stencil;
use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::{Word, number};

use crate::scene::Scene;

/// Supply classes of group 13.
const CLASSES: [(&str, &str); 9] = [
    ("1305", "ammunition to 30 mm"),
    ("1310", "ammunition over 30 to 75 mm"),
    ("1315", "ammunition over 75 to 125 mm"),
    ("1320", "ammunition over 125 mm"),
    ("1330", "grenades"),
    ("1340", "rockets"),
    ("1345", "mines"),
    ("1375", "demolition materials"),
    ("1390", "fuzes and primers"),
];

/// Codification bureaux: the third and fourth digit pair of a stock number.
const BUREAUX: [(&str, &str); 22] = [
    ("00", "the United States"),
    ("01", "the United States"),
    ("12", "Germany"),
    ("13", "Belgium"),
    ("14", "France"),
    ("15", "Italy"),
    ("16", "Czechia"),
    ("17", "the Netherlands"),
    ("18", "South Africa"),
    ("21", "Canada"),
    ("22", "Denmark"),
    ("23", "Greece"),
    ("25", "Norway"),
    ("26", "Portugal"),
    ("27", "Türkiye"),
    ("31", "Israel"),
    ("33", "Spain"),
    ("37", "South Korea"),
    ("39", "Romania"),
    ("66", "Australia"),
    ("98", "New Zealand"),
    ("99", "the United Kingdom"),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(crate) fn clues(scene: &Scene) -> Vec<Clue> {
    let mut out: Vec<Clue> = scene.words.iter().filter_map(stock_number).collect();
    for place in 0..scene.words.len() {
        out.extend(packed(scene, place));
        out.extend(package(scene, place));
        out.extend(named(scene, place));
    }
    out
}

/// `1305-01-155-5459`.
fn stock_number(word: &Word) -> Option<Clue> {
    let text = word.folded.strip_prefix("NSN:").unwrap_or(&word.folded);
    let parts: Vec<&str> = text.split('-').collect();
    let [class, bureau, a, b] = parts[..] else {
        return None;
    };
    let shape = [(class, 4), (bureau, 2), (a, 3), (b, 4)];
    let fits = |(part, length): &(&str, usize)| part.len() == *length && number(part).is_some();
    (shape.iter().all(fits) && word.enclosure.is_none()).then_some(())?;
    let what = CLASSES.iter().find(|(code, _)| *code == class).map_or(
        "a class that is not of ammunition, or not in our list",
        |(_, name)| name,
    );
    let by = BUREAUX
        .iter()
        .find(|(code, _)| *code == bureau)
        .map_or("a bureau that is not in our list", |(_, name)| name);
    Some(Clue::of("type", format!("stock number {text}: {what}; catalogued by {by}"), word.marks.clone()).rule(
        "stock-number",
        format!("A NATO stock number: {class} is {what}, and {bureau} says that {by} catalogued it, not who made or bought it."),
    ))
}

/// `A 10/92`: level of protection and the month of packing, on labels of the United States.
fn packed(scene: &Scene, place: usize) -> Option<Clue> {
    let [level, date] = scene.words.get(place..place + 2)? else {
        return None;
    };
    matches!(level.folded.as_str(), "A" | "B" | "C").then_some(())?;
    let (month, year) = date.folded.split_once('/')?;
    let month = number(month)
        .and_then(|month| usize::try_from(month).ok())
        .filter(|_| month.len() <= 2)?;
    let name = MONTHS.get(month.checked_sub(1)?)?;
    let year = stencil::year(year).filter(|_| year.len() == 2)?;
    let american = scene.words.iter().any(|word| {
        stock_number(word).is_some()
            || matches!(word.folded.as_str(), "DODIC" | "CAGE" | "NSN" | "TCN" | "US")
    });
    let marks = level.marks.iter().chain(&date.marks).copied();
    let text = format!("{} {}", level.text, date.text);
    let says = format!(
        "On shipping labels of the United States “{text}” is the level of protection {} and the month of packing, {name} \
         {year}. It is not when the contents were made.",
        level.text
    );
    Some(if american {
        Clue::of("package", format!("packed in {name} {year}"), marks).rule("packing-month", says)
    } else {
        let value = format!("undetermined: packed in {name} {year}, if it is a label of the United States");
        Clue::of("package", value, marks).rule("packing-month", says)
    })
}

/// `NO. 12/500`: package 12 of 500.
fn package(scene: &Scene, place: usize) -> Option<Clue> {
    let word = scene.words.get(place)?;
    let before = scene.words.get(place.checked_sub(1)?)?;
    let says = matches!(
        before.folded.as_str(),
        "NO" | "NO." | "NO:" | "N°" | "№" | "BOX" | "CASE" | "CRATE" | "PKG"
    );
    let (one, all) = word.folded.split_once('/')?;
    let (one, all) = (number(one)?, number(all)?);
    (says && one >= 1 && one <= all && all > 1).then_some(())?;
    let marks = before.marks.iter().chain(&word.marks).copied();
    Some(
        Clue::of("package", format!("package {one} of {all}"), marks).rule(
            "package-number",
            format!(
                "“{}” is the number of the package within its shipment, not a lot or a date.",
                word.text
            ),
        ),
    )
}

/// Numbers that say themselves what they are: contract and type code.
fn named(scene: &Scene, place: usize) -> Option<Clue> {
    let word = scene.words.get(place)?;
    let before = scene.words.get(place.checked_sub(1)?)?;
    let digit = word.text.chars().any(|sign| sign.is_ascii_digit());
    let text = &word.text;
    let (role, value, rule, says) = match before.folded.trim_end_matches([':', '.']) {
        "CONTRACT" | "CONTRAT" | "KOHTPAKT" if digit => (
            "order",
            format!("contract {text}"),
            "contract",
            "A contract number leads to the papers of the sale. Its digits have no grammar that is known."
                .to_owned(),
        ),
        "DODIC" if digit && word.folded.len() == 4 => (
            "type",
            format!("DODIC {text}"),
            "type-code",
            format!("{text} is a code of the type in the United States catalogue, shared by many makers."),
        ),
        _ => return None,
    };
    let marks = before.marks.iter().chain(&word.marks).copied();
    Some(Clue::of(role, value, marks).rule(rule, says))
}
