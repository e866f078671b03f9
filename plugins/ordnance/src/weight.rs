//! Weight signs: how far a shell or bomb is from the weight of the table. They are no polarity and no code.

use headstamp_plugin_api::wire::Clue;

use crate::scene::Scene;

/// Soviet pattern; `ТЖ` and `ЛГ` are rows of the tables.
const SOVIET: [(&str, &str); 9] = [
    ("Н", "within 1/3 per cent of the table weight"),
    ("+", "1/3 to 1 per cent heavier than the table weight"),
    ("-", "1/3 to 1 per cent lighter than the table weight"),
    ("++", "1 to 1 2/3 per cent heavier than the table weight"),
    ("--", "1 to 1 2/3 per cent lighter than the table weight"),
    ("+++", "1 2/3 to 2 1/3 per cent heavier than the table weight"),
    ("---", "1 2/3 to 2 1/3 per cent lighter than the table weight"),
    ("++++", "2 1/3 to 3 per cent heavier than the table weight"),
    ("----", "2 1/3 to 3 per cent lighter than the table weight"),
];

/// Italian 81 mm mortar bombs of the Second World War. A `0` alone is too common to be read.
const ITALIAN: [(&str, &str); 4] = [
    ("0+", "1 to 4 per cent over the weight"),
    ("0‡", "4 to 7 per cent over the weight"),
    ("-0", "1 to 4 per cent under the weight"),
    ("=0", "4 to 7 per cent under the weight"),
];

/// Which army's signs they are must be known first: Cyrillic letters beside them, or a form that only one has.
pub(crate) fn clues(scene: &Scene) -> impl Iterator<Item = Clue> {
    scene.words.iter().filter(|word| word.label.is_none()).filter_map(|word| {
        let text = &word.text;
        if scene.cyrillic
            && let Some((_, class)) = SOVIET.iter().find(|(sign, _)| word.is(sign))
        {
            return Some(Clue::of("weight-class", *class, word.marks.clone()).rule(
                "weight-sign",
                format!("“{text}” is a weight sign of the Soviet pattern: {class}. It is neither plant, lot nor year."),
            ));
        }
        let (_, class) = ITALIAN.iter().find(|(sign, _)| word.is(sign)).filter(|_| !scene.cyrillic)?;
        let clue = Clue::of("weight-class", *class, word.marks.clone()).rule(
            "italian-weight-sign",
            format!("“{text}” is a weight sign of Italian 81 mm mortar bombs: {class}."),
        );
        Some(clue.documented(["tactical-technical-trends-italian-81mm"]))
    })
}
