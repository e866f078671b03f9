//! Drawn signs and enclosed numbers of factories.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

/// Factory numbers in a triangle: number, what it is, and the source, when there is one.
const TRIANGLES: [(&str, &str, &str); 4] = [
    (
        "66",
        "State Factory 66 (China), Type 56 rifles",
        "museums-victoria-388898",
    ),
    ("26", "Jianshe, Chongqing (Factory 296, China), SKS type", ""),
    ("386", "State Factory 386 (China), Type 56 rifles", ""),
    ("416", "State Factory 416 (China), Type 56 rifles", ""),
];

pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let mut out: Vec<Clue> = item.stamped().filter_map(sign).collect();
    out.extend(assembled(item));
    out
}

fn encircled(mark: &ItemMark) -> bool {
    matches!(mark.enclosure.as_deref(), Some("circle" | "double-circle"))
}

/// The circled 10 of Arsenal.
pub(crate) fn is_arsenal(mark: &ItemMark) -> bool {
    encircled(mark) && mark.folded == "10"
}

fn is_radom(mark: &ItemMark) -> bool {
    mark.enclosure.as_deref() == Some("circle") && mark.folded == "11"
}

fn sign(mark: &ItemMark) -> Option<Clue> {
    let clue = |value: &str, rule: &str, says: &str| {
        Some(Clue::of("component", value, [mark.index]).rule(rule, says))
    };
    match (mark.folded.as_str(), mark.enclosure.as_deref()) {
        ("{arrow-in-triangle}", _) => Some(
            clue(
                "undetermined: Izhevsk, or Cugir",
                "arrow-in-triangle",
                "An arrow in a triangle is of Izhevsk or of Cugir. Look at the arrow: with feathers and clear of the triangle, \
                 Izhevsk; plain and joined to the base, Cugir.",
            )?
            .documented(["rbth-ak-keaslian"]),
        ),
        ("{triangle-with-height}", _) => Some(
            clue(
                "Izhevsk Mechanical Plant",
                "triangle-with-height",
                "A triangle with its height drawn, mostly in a circle, is the sign of the Izhevsk Mechanical Plant on \
                 Makarov pistols.",
            )?
            .documented(["makarov-ch-allocation-example"]),
        ),
        ("{rhombus-with-circle}", _) => Some(
            clue(
                "Suhl (German Democratic Republic)",
                "rhombus-with-circle",
                "A rhombus with a circle in it is the sign of Suhl on Makarov pistols.",
            )?
            .documented(["makarov-ch-allocation-example"]),
        ),
        ("{star}", Some("circle")) => clue(
            "North Korea, rifles Type 58 and Type 68",
            "star-in-circle",
            "A star in a circle on the front trunnion is the sign of North Korean rifles.",
        ),
        ("{star}", None) => clue(
            "undetermined: Tula, or a sign of proof or property",
            "star",
            "A star is the sign of Tula, but also of proof and, with a country code, of property. Where it stands decides.",
        ),
        _ if is_arsenal(mark) => Some(
            clue(
                "Arsenal, Kazanlak (Bulgaria)",
                "circled-10",
                "10 in two circles is the sign of Factory 10, Arsenal, at Kazanlak, from 1948.",
            )?
            .documented(["collezionare-ak-bulgaria"]),
        ),
        _ if is_radom(mark) => clue(
            "Radom (Poland)",
            "circled-11",
            "11 in a circle or oval is the sign of Radom on weapons. On a case 11 is another plant's.",
        ),
        (number, Some("triangle")) if number.bytes().all(|sign| sign.is_ascii_digit()) => triangle(mark),
        _ => None,
    }
}

fn triangle(mark: &ItemMark) -> Option<Clue> {
    let number = &mark.folded;
    let Some((_, name, source)) = TRIANGLES.iter().find(|(known, _, _)| known == number) else {
        return Some(
            Clue::of("component", format!("undetermined: factory {number} in a triangle"), [mark.index]).rule(
                "number-in-triangle",
                format!("A number in a triangle is in the style of Chinese factories; which one {number} is, is not established."),
            ),
        );
    };
    let clue = Clue::of("component", *name, [mark.index]).rule(
        "number-in-triangle",
        format!(
            "{number} in a triangle is the sign of {name}. A triangle is of the army's production; an oval of civil or \
             exported pieces."
        ),
    );
    Some(if source.is_empty() {
        clue
    } else {
        clue.documented([*source])
    })
}

/// Arsenal's sign beside those of others: a rifle assembled at Kazanlak from foreign parts.
fn assembled(item: &Item) -> Option<Clue> {
    let own: Vec<u32> = item
        .stamped()
        .filter(|mark| is_arsenal(mark))
        .map(|mark| mark.index)
        .collect();
    let foreign: Vec<u32> = item
        .stamped()
        .filter(|mark| is_radom(mark) || mark.folded == "{arrow-in-triangle}")
        .map(|mark| mark.index)
        .collect();
    if own.is_empty() || foreign.is_empty() {
        return None;
    }
    Some(
        Clue::of(
            "component",
            "assembled at Kazanlak from foreign parts",
            own.into_iter().chain(foreign),
        )
        .rule(
            "assembled",
            "Early Bulgarian rifles were assembled from Soviet or Polish parts: the other sign is of a part, and the \
             circled 10 of the rifle.",
        )
        .documented(["collezionare-ak-bulgaria"]),
    )
}
