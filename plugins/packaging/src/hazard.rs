//! Numbers and classes for the carriage of dangerous goods. They own nothing and name no country.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::{Word, number};

use crate::scene::Scene;

/// A number of the list, what it stands for, and its class.
struct Entry {
    number: u16,
    name: &'static str,
    class: &'static str,
}

const fn entry(number: u16, name: &'static str, class: &'static str) -> Entry {
    Entry { number, name, class }
}

const BURSTING: &str = "cartridges for weapons with bursting charge";
const PROJECTILES: &str = "projectiles with bursting charge";
const ROCKETS: &str = "rockets with bursting charge";
const GRENADES: &str = "hand or rifle grenades with bursting charge";
const MINES: &str = "mines with bursting charge";
const FUZES: &str = "detonating fuzes";
const INERT: &str = "cartridges for weapons, inert projectile";

/// In order of number.
const LIST: [Entry; 48] = [
    entry(5, BURSTING, "1.1F"),
    entry(6, BURSTING, "1.1E"),
    entry(7, BURSTING, "1.2F"),
    entry(12, "cartridges for small arms, or with inert projectile", "1.4S"),
    entry(14, "blank cartridges for small arms or weapons", "1.4S"),
    entry(29, "detonators, non-electric", "1.1B"),
    entry(30, "detonators, electric", "1.1B"),
    entry(65, "detonating cord, flexible", "1.1D"),
    entry(81, "blasting explosive, type A", "1.1D"),
    entry(82, "blasting explosive, type B", "1.1D"),
    entry(106, FUZES, "1.1B"),
    entry(107, FUZES, "1.2B"),
    entry(136, MINES, "1.1F"),
    entry(137, MINES, "1.1D"),
    entry(138, MINES, "1.2D"),
    entry(167, PROJECTILES, "1.1F"),
    entry(168, PROJECTILES, "1.1D"),
    entry(169, PROJECTILES, "1.2D"),
    entry(180, ROCKETS, "1.1F"),
    entry(181, ROCKETS, "1.1E"),
    entry(182, ROCKETS, "1.2E"),
    entry(241, "blasting explosive, type E", "1.1D"),
    entry(255, "detonators, electric", "1.4B"),
    entry(257, FUZES, "1.4B"),
    entry(267, "detonators, non-electric", "1.4B"),
    entry(284, GRENADES, "1.1D"),
    entry(285, GRENADES, "1.2D"),
    entry(289, "detonating cord, flexible", "1.4D"),
    entry(292, GRENADES, "1.1F"),
    entry(293, GRENADES, "1.2F"),
    entry(294, MINES, "1.2F"),
    entry(295, ROCKETS, "1.2F"),
    entry(321, BURSTING, "1.2E"),
    entry(324, PROJECTILES, "1.2F"),
    entry(328, INERT, "1.2C"),
    entry(331, "blasting explosive, type B", "1.5D"),
    entry(332, "blasting explosive, type E", "1.5D"),
    entry(339, "cartridges for small arms, or with inert projectile", "1.4C"),
    entry(344, PROJECTILES, "1.4D"),
    entry(348, BURSTING, "1.4F"),
    entry(360, "detonator assemblies, non-electric", "1.1B"),
    entry(361, "detonator assemblies, non-electric", "1.4B"),
    entry(367, FUZES, "1.4S"),
    entry(412, BURSTING, "1.4E"),
    entry(417, "cartridges for small arms, or with inert projectile", "1.3C"),
    entry(456, "detonators, electric", "1.4S"),
    entry(1942, "ammonium nitrate", "5.1"),
    entry(2067, "ammonium nitrate based fertiliser", "5.1"),
];

/// The first that fits.
fn known(number: u32) -> Option<&'static Entry> {
    LIST.iter().find(|entry| u32::from(entry.number) == number)
}

pub(crate) fn clues(scene: &Scene) -> Vec<Clue> {
    let mut out = Vec::new();
    let classes: Vec<(&Word, String)> = scene
        .words
        .iter()
        .filter_map(|word| Some((word, class(word)?)))
        .collect();
    for place in 0..scene.words.len() {
        if let Some((number, marks)) = un_number(scene, place) {
            out.push(un_clue(scene, number, marks, &classes));
        }
    }
    for (word, class) in &classes {
        out.push(
            Clue::of("hazard", format!("class {class}"), word.marks.clone()).rule(
                "hazard-class",
                format!(
                    "“{}” is a class for the carriage of explosives. It is no lot, date or owner.",
                    word.text
                ),
            ),
        );
    }
    out
}

/// `UN 0012`, `UN0012`, as the number and its marks.
fn un_number(scene: &Scene, place: usize) -> Option<(u32, Vec<u32>)> {
    let word = scene.words.get(place)?;
    let four = |text: &str| number(text).filter(|_| text.len() == 4);
    if let Some(rest) = word.folded.strip_prefix("UN") {
        return four(rest.trim_start_matches(['-', '.'])).map(|number| (number, word.marks.clone()));
    }
    let before = scene.words.get(place.checked_sub(1)?)?;
    (before.folded == "UN" || before.folded == "UN-NO." || before.folded == "ONU").then_some(())?;
    let marks = before.marks.iter().chain(&word.marks).copied().collect();
    four(&word.folded).map(|number| (number, marks))
}

fn un_clue(scene: &Scene, number: u32, marks: Vec<u32>, classes: &[(&Word, String)]) -> Clue {
    let Some(entry) = known(number) else {
        return Clue::of("hazard", format!("UN {number:04}"), marks).rule(
            "dangerous-goods-number",
            format!("UN and four digits are a number for the carriage of dangerous goods; {number:04} is not in our \
                     list. The United Nations do not own what is marked so."),
        );
    };
    let mut says = format!(
        "UN {number:04} is the number for the carriage of dangerous goods of {}, class {}. It does not mean that the \
         United Nations own the package.",
        entry.name, entry.class
    );
    if let Some((word, _)) = classes.iter().find(|(_, class)| class != entry.class) {
        says += &format!(
            " The class {} beside it does not agree: one is misread, or the package was used again.",
            word.text
        );
    }
    if let Some(stated) = scene
        .stated()
        .filter(|_| !entry.name.starts_with("cartridges") && !entry.name.starts_with("blank"))
    {
        says += &format!(
            " The package also states {}, which does not agree: one is misread, or the package was used again.",
            stated.word.text
        );
    }
    let clue = Clue::of(
        "hazard",
        format!("UN {number:04}: {}, class {}", entry.name, entry.class),
        marks,
    )
    .rule("dangerous-goods-number", says);
    if number == 12 {
        clue.documented(["abamako-2015-un-0012"])
    } else {
        clue
    }
}

/// `1.4S`, `1.1 D`.
fn class(word: &Word) -> Option<String> {
    let text = word.folded.replace(',', ".");
    let (division, group) = text.split_at_checked(3)?;
    let fits = matches!(division, "1.1" | "1.2" | "1.3" | "1.4" | "1.5" | "1.6")
        && matches!(
            group,
            "A" | "B" | "C" | "D" | "E" | "F" | "G" | "H" | "J" | "K" | "L" | "N" | "S"
        );
    (fits && word.enclosure.is_none()).then(|| text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_stands_once() {
        let mut numbers: Vec<u16> = LIST.iter().map(|entry| entry.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), LIST.len());
    }
}
