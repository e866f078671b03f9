//! What stands beside a maker's sign: lots, product numbers, circled numbers.

use headstamp_plugin_api::stencil;
use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::{Word, number};

use crate::scene::{Scene, is_lot_word};

pub(crate) fn clues(scene: &Scene) -> Vec<Clue> {
    let mut out = Vec::new();
    for place in 0..scene.words.len() {
        out.extend(lot(scene, place));
        out.extend(product(scene, place));
        out.extend(circled(scene, place));
    }
    out
}

/// `LOT 12`, and `KV lot 04/18`, in which the lot stands before the year.
fn lot(scene: &Scene, place: usize) -> Vec<Clue> {
    let Some(word) = scene.words.get(place) else {
        return Vec::new();
    };
    let named = word.labelled(&["lot"]) || scene.before(place).is_some_and(is_lot_word);
    let digit = word.text.chars().any(|sign| sign.is_ascii_digit());
    if !named || !digit || word.enclosure.is_some() {
        return Vec::new();
    }
    let before = scene.before(place).filter(|before| is_lot_word(before));
    let marks: Vec<u32> = before
        .into_iter()
        .chain([word])
        .flat_map(|word| word.marks.iter().copied())
        .collect();
    let text = &word.text;
    let serbian = scene.words.iter().any(|other| other.is("KV"));
    let Some((lot, year)) = lot_and_year(word).filter(|_| serbian) else {
        let says = if text.contains('/') {
            format!(
                "“{text}” is called a lot. Whether a part of it is a year depends on the maker, and is not decided."
            )
        } else {
            format!("“{text}” is called a lot. No year is read from it.")
        };
        return vec![Clue::of("lot", text.clone(), marks).rule("lot-in-words", says)];
    };
    let mut out = vec![
        Clue::of("lot", format!("{lot} of {year}"), marks)
            .rule(
                "krusik-lot",
                format!(
                    "Krušik writes the lot before the year: “{text}” is lot {lot} of {year}, and no month."
                ),
            )
            .arg("lot", lot)
            .arg("year", year.to_string()),
    ];
    // Written as two marks, the second is the year and the first is none.
    if let [first, second] = word.marks[..] {
        let states = ["YU", "SCG", "RS"];
        out.push(
            Clue::of("year", year.to_string(), [second])
                .rule(
                    "krusik-lot",
                    format!("In “{text}” the year stands behind the stroke: {year}."),
                )
                .in_states(states),
        );
        if let Some(misread) = stencil::year(lot) {
            out.push(
                Clue::of("year", misread.to_string(), [first])
                    .rule(
                        "krusik-lot",
                        format!("In “{text}” {lot} is the lot and not the year {misread}."),
                    )
                    .excludes()
                    .in_states(states),
            );
        }
    }
    out
}

/// The years that lots show, with their marks: a lot dates the round as a part does.
pub(crate) fn lot_years(scene: &Scene) -> Vec<(Vec<u32>, u16)> {
    let dated = |clue: Clue| {
        let year = clue.args.get("year")?.parse().ok()?;
        Some((clue.marks, year))
    };
    (0..scene.words.len())
        .flat_map(|place| lot(scene, place))
        .filter_map(dated)
        .collect()
}

fn lot_and_year(word: &Word) -> Option<(&str, u16)> {
    let (lot, digits) = word.folded.split_once('/')?;
    (number(lot).is_some() && digits.len() == 2).then_some(())?;
    Some((lot, stencil::year(digits)?))
}

/// `NR 160`, `NR-160`: a number of the product.
fn product(scene: &Scene, place: usize) -> Option<Clue> {
    let word = scene.words.get(place)?;
    let (digits, marks) = if let Some(rest) = word.folded.strip_prefix("NR").filter(|rest| !rest.is_empty()) {
        (rest.trim_start_matches(['-', '.']), word.marks.clone())
    } else {
        let before = scene
            .before(place)
            .filter(|before| before.is("NR") || before.is("NR."))?;
        let marks: Vec<u32> = before.marks.iter().chain(&word.marks).copied().collect();
        (word.folded.as_str(), marks)
    };
    number(digits).filter(|_| (2..=4).contains(&digits.len()))?;
    Some(Clue::of("type", format!("product number NR {digits}"), marks).rule(
        "product-number",
        format!(
            "NR and a number are the maker's number of the product, known from Belgian items of PRB. {digits} is \
             neither year nor lot."
        ),
    ))
}

/// A number in a circle, in the Bulgarian style.
fn circled(scene: &Scene, place: usize) -> Option<Clue> {
    let word = scene.words.get(place)?;
    let round = matches!(word.enclosure.as_deref(), Some("circle" | "double-circle"));
    let digits = word.folded.as_str();
    number(digits).filter(|_| round && digits.len() <= 3)?;
    let (value, says) = if digits == "10" {
        (
            "Arsenal, Kazanlak (circled 10)".to_owned(),
            "A circled 10 is the sign of Factory 10, Arsenal, at Kazanlak, used on ordnance as on cartridges.".to_owned(),
        )
    } else {
        (
            format!("undetermined: circled number {digits}"),
            format!(
                "A number in a circle is in the Bulgarian style; which works {digits} is, is not established. Poland \
                 and others used circled numbers as well."
            ),
        )
    };
    Some(Clue::of("plant", value, word.marks.clone()).rule("circled-number", says))
}
