//! Ciphers of explosive fillings that are too short to be rows of the tables.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::has_cyrillic;

use crate::designation;
use crate::scene::Scene;

const CIPHERS: [(&str, &str); 3] = [("Т", "TNT"), ("А-80", "cipher А-80"), ("А-90", "cipher А-90")];

/// Read beside a designation of the Soviet pattern only: on a case, `Т` is a plant.
pub(crate) fn clues(scene: &Scene) -> Vec<Clue> {
    let designated = scene
        .words
        .iter()
        .any(|word| designation::of(scene, word).is_some());
    if !scene.cyrillic || !designated {
        return Vec::new();
    }
    let cipher = |word: &headstamp_plugin_api::words::Word| {
        let (_, name) = CIPHERS.iter().find(|(cipher, _)| word.is(cipher))?;
        // А-80 with a Latin letter is still the cipher; a Latin T may be anything.
        if word.text.len() == 1 && !has_cyrillic(&word.text) {
            return None;
        }
        let value = format!("filling {name}");
        Some(Clue::of("component", value, word.marks.clone()).rule(
            "filling-cipher",
            format!(
                "“{}” beside a designation names the explosive filling.",
                word.text
            ),
        ))
    };
    scene.words.iter().filter_map(cipher).collect()
}
