//! Item kinds and the other fixed words of a record.

/// Item kinds.
pub const ITEMS: &[&str] = &[
    "case",
    "cartridge",
    "projectile",
    "weapon",
    "mortar-round",
    "rocket",
    "grenade",
    "mine",
    "crate",
    "vehicle",
    "other",
];

/// The item kind of a text; what is not known comes back folded.
#[must_use]
pub fn item_kind(text: &str) -> String {
    let folded = text.trim().to_lowercase().replace([' ', '_'], "-");
    let synonym = match folded.as_str() {
        "casing" | "spent-case" | "spent-casing" | "shell-case" | "etui" | "étui" | "douille" => "case",
        "round" | "cartouche" | "ammunition" | "munition" => "cartridge",
        "bullet" | "balle" => "projectile",
        "arme" | "rifle" | "pistol" | "gun" | "arm" | "firearm" => "weapon",
        "mortar" | "mortar-bomb" | "obus-de-mortier" => "mortar-round",
        "roquette" => "rocket",
        "caisse" | "box" | "boîte" | "boite" | "package" | "carton" | "tin" | "can" | "label" | "bag"
        | "sack" | "barrel" | "drum" => "crate",
        "vehicule" | "véhicule" | "car" | "truck" | "lorry" | "motorcycle" => "vehicle",
        "autre" | "detonator" | "explosive" | "explosives" => "other",
        other => other,
    };
    synonym.to_owned()
}

/// A list of fixed words: what is kept, and what is folded into it.
type Words = &'static [(&'static str, &'static [&'static str])];

/// Who fired it.
pub(crate) const FIRED_BY: Words = &[
    (
        "attacker",
        &[
            "attacker",
            "attackers",
            "assailant",
            "assaillant",
            "assaillants",
            "attaquant",
            "extremist",
            "extremists",
        ],
    ),
    (
        "national-force",
        &[
            "nationalforce",
            "nationalforces",
            "forcenationale",
            "forcesnationales",
            "army",
            "armee",
        ],
    ),
    (
        "mission",
        &["mission", "peacekeepers", "peacekeeper", "un", "onu"],
    ),
    ("unknown", &["unknown", "inconnu"]),
];

/// How the calibre is known.
pub(crate) const CALIBRE_BASIS: Words = &[
    ("measured", &["measured", "mesure"]),
    ("read", &["read", "lu"]),
    ("assumed", &["assumed", "suppose", "presume"]),
];

/// Yes, no, unknown.
pub(crate) const YES_NO: Words = &[
    ("yes", &["yes", "y", "true", "oui", "o", "vrai", "1"]),
    ("no", &["no", "n", "false", "non", "faux", "0"]),
    ("unknown", &["unknown", "inconnu"]),
];

/// Fired or live.
pub(crate) const STATE_OF_CASE: Words = &[
    ("fired", &["fired", "spent", "tire", "tiree"]),
    (
        "live",
        &["live", "unfired", "nontire", "nontiree", "vive", "nonpercute"],
    ),
];

/// The fixed word of a text.
pub(crate) fn word(words: Words, text: &str) -> Option<&'static str> {
    let folded = crate::text::fold(text);
    words
        .iter()
        .find(|(_, names)| names.contains(&folded.as_str()))
        .map(|(word, _)| *word)
}

/// The fixed words themselves.
pub(crate) fn allowed(words: Words) -> String {
    words.iter().map(|(w, _)| *w).collect::<Vec<_>>().join(", ")
}
