//! Designations: `ОФ-843Б`, `82-ВО-832ДУ`, `9М22У`, `ПГ-7В`, `81 mm`.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::{Word, number, same};

use crate::scene::Scene;

/// What the letters before the hyphen mean.
const KINDS: [(&str, &str); 8] = [
    ("О", "fragmentation"),
    ("ОФ", "high explosive and fragmentation"),
    ("Ф", "high explosive"),
    ("Д", "smoke"),
    ("С", "illuminating"),
    ("А", "leaflet"),
    ("З", "incendiary"),
    ("БК", "shaped charge"),
];

/// Numbers of mortar bombs, which belong to one calibre each.
const BOMBS: [(&str, u16); 6] = [
    ("822", 50),
    ("832", 82),
    ("841", 120),
    ("843", 120),
    ("853", 160),
    ("864", 240),
];

/// Calibres that may stand before the letters, in millimetres. 53 is none: it is the group of the catalogue.
const CALIBRES: [u16; 14] = [50, 57, 73, 76, 82, 85, 100, 107, 115, 120, 122, 130, 152, 160];

/// Rockets and rocket grenades by the beginning of their designation, with what they are.
const ROCKETS: [(&str, &str, u16); 6] = [
    ("9М22", "rocket for the 122 mm launcher BM-21", 122),
    ("9М28", "rocket for the 122 mm launcher BM-21", 122),
    ("ПГ-7", "anti-tank grenade for the launcher RPG-7", 0),
    ("ОГ-7", "fragmentation grenade for the launcher RPG-7", 0),
    ("PG-7", "anti-tank grenade for the launcher RPG-7", 0),
    ("OG-7", "fragmentation grenade for the launcher RPG-7", 0),
];

/// What a designation says.
pub(crate) struct Designation {
    kind: String,
    calibre: Option<u16>,
    /// Why there is no calibre, or where it was read.
    note: String,
}

pub(crate) fn clues(scene: &Scene) -> Vec<Clue> {
    let mut out = Vec::new();
    for (place, word) in scene.words.iter().enumerate() {
        if let Some(read) = of(scene, word) {
            let text = &word.text;
            out.push(
                Clue::of("type", format!("{text}: {}", read.kind), word.marks.clone()).rule(
                    "designation",
                    format!(
                        "“{text}” is a designation: {}. It names the pattern and no plant or year.",
                        read.kind
                    ),
                ),
            );
            if let Some(calibre) = read.calibre {
                out.push(
                    Clue::of("calibre", format!("{calibre} mm"), word.marks.clone())
                        .rule("calibre-of-designation", read.note),
                );
            }
        }
        out.extend(millimetres(scene, place));
    }
    out
}

/// The designation in a word, if it is one.
pub(crate) fn of(scene: &Scene, word: &Word) -> Option<Designation> {
    if word.enclosure.is_some() || word.labelled(&["overhaul"]) {
        return None;
    }
    rocket(word).or_else(|| bomb(scene, word))
}

fn rocket(word: &Word) -> Option<Designation> {
    let (_, kind, calibre) = ROCKETS.iter().find(|(begin, _, _)| {
        word.behind(begin)
            .is_some_and(|rest| rest.chars().count() <= 2 && rest.chars().all(char::is_alphabetic))
    })?;
    Some(Designation {
        kind: (*kind).to_owned(),
        calibre: Some(*calibre).filter(|calibre| *calibre > 0),
        note: format!("“{}” is made for launchers of {calibre} mm.", word.text),
    })
}

fn bomb(scene: &Scene, word: &Word) -> Option<Designation> {
    let parts: Vec<&str> = word.folded.split('-').collect();
    let (before, letters, rest) = match parts[..] {
        [before, letters, rest] => (Some(number(before)?), letters, rest),
        [letters, rest] => (None, letters, rest),
        _ => return None,
    };
    let digits = rest.trim_end_matches(char::is_alphabetic);
    let suffix = rest.chars().count() - digits.chars().count();
    if !(3..=4).contains(&digits.len()) || number(digits).is_none() || suffix > 3 {
        return None;
    }
    let bomb = BOMBS
        .iter()
        .find(|(number, _)| *number == digits)
        .map(|(_, calibre)| *calibre);
    // O-832 is typed with Latin letters as well; another number would be too little to go by.
    if !scene.cyrillic && bomb.is_none() {
        return None;
    }
    let named = |text: &str| KINDS.iter().find(|(kind, _)| same(text, kind));
    let (kind, complete) = match named(letters) {
        Some((_, kind)) => (*kind, false),
        None => (named(letters.strip_prefix('B')?)?.1, true),
    };
    let stated = before
        .and_then(|n| CALIBRES.iter().find(|c| u32::from(**c) == n))
        .copied();
    let text = &word.text;
    let (calibre, note) = match (stated, bomb) {
        (Some(a), Some(b)) if a != b => (None, String::new()),
        (Some(a), _) => (
            Some(a),
            format!("The number before the letters of “{text}” is the calibre in millimetres."),
        ),
        (None, Some(b)) => (Some(b), format!("Bombs numbered {digits} are of {b} mm.")),
        (None, None) => (None, String::new()),
    };
    let kind = if complete {
        format!("complete round, {kind}")
    } else {
        kind.to_owned()
    };
    Some(Designation { kind, calibre, note })
}

/// `81 mm` or `81mm`, in so many letters.
fn millimetres(scene: &Scene, place: usize) -> Option<Clue> {
    let word = scene.words.get(place)?;
    let (digits, marks) = if word.is("MM") {
        let before = scene.before(place)?;
        let marks: Vec<u32> = before.marks.iter().chain(&word.marks).copied().collect();
        (before.folded.as_str(), marks)
    } else {
        (word.folded.strip_suffix("MM")?, word.marks.clone())
    };
    let calibre = number(digits).filter(|calibre| (20..=400).contains(calibre))?;
    Some(Clue::of("calibre", format!("{calibre} mm"), marks).rule(
        "calibre-in-words",
        format!("The item itself says its calibre: {calibre} mm."),
    ))
}
