//! Names and words on weapons. The tables know marks of cases, whatever the item: these are of weapons only.

use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::Word;

/// A word, its role, what it is, the source if there is one, and what is to be said of it.
struct Name {
    text: &'static str,
    role: &'static str,
    value: &'static str,
    source: &'static str,
    says: &'static str,
}

const fn name(
    text: &'static str,
    role: &'static str,
    value: &'static str,
    source: &'static str,
    says: &'static str,
) -> Name {
    Name {
        text,
        role,
        value,
        source,
        says,
    }
}

const SUDAN: &str = "sas-2014-following-the-thread";
const SUDAN_SAYS: &str = "The Sudanese copy is like its Chinese pattern in form; only the factory marks tell them apart, and \
    with marks ground off nothing does.";

const NAMES: [Name; 19] = [
    name(
        "五六式",
        "type",
        "Type 56 (China)",
        "museums-victoria-388898",
        "五六式 is Type 56.",
    ),
    name(
        "M22",
        "type",
        "Type 56, export marking (China)",
        "",
        "M22 is the marking of exported Type 56 rifles.",
    ),
    name(
        "M-22",
        "type",
        "Type 56, export marking (China)",
        "",
        "M-22 is the marking of exported Type 56 rifles.",
    ),
    name(
        "TARIQ",
        "type",
        "Tariq pistol (Iraq)",
        "",
        "Tariq is the Iraqi copy of the Beretta M1951.",
    ),
    name(
        "TABUK",
        "type",
        "Tabuk rifle (Iraq)",
        "",
        "Tabuk is the Iraqi copy of the Yugoslav M70; without this name the two are much alike.",
    ),
    name(
        "KLS",
        "type",
        "Kalashnikov copy, fixed stock (Iran)",
        "",
        "KLS, KLF and KLT are Iranian copies by stock.",
    ),
    name(
        "KLF",
        "type",
        "Kalashnikov copy, under-folding stock (Iran)",
        "",
        "KLS, KLF and KLT are Iranian copies by stock.",
    ),
    name(
        "KLT",
        "type",
        "Kalashnikov copy, side-folding stock (Iran)",
        "",
        "KLS, KLF and KLT are Iranian copies by stock.",
    ),
    name(
        "MOKHTAR",
        "type",
        "Mokhtar (Sudan), like Chinese Type 80",
        SUDAN,
        SUDAN_SAYS,
    ),
    name(
        "KHAWAD",
        "type",
        "Khawad (Sudan), like Chinese Type 85",
        SUDAN,
        SUDAN_SAYS,
    ),
    name(
        "BD-08",
        "type",
        "BD-08 (Bangladesh)",
        "bof-portal-rifle",
        "BD-08 followed the Type 56 of Bangladesh Ordnance Factories in 2006.",
    ),
    name(
        "INSAS",
        "type",
        "INSAS (India)",
        "",
        "INSAS is the Indian rifle of Ishapore.",
    ),
    name(
        "RFI",
        "component",
        "Rifle Factory Ishapore (India)",
        "",
        "RFI is Rifle Factory Ishapore.",
    ),
    name(
        "MISR",
        "type",
        "Egyptian Kalashnikov copy, Maadi",
        "",
        "Misr is the copy made by Maadi, Factory 54; its marks are not established.",
    ),
    name(
        "T.C.",
        "ownership",
        "Republic of Turkey",
        "",
        "T.C. is the Republic of Turkey, on rifles of its army.",
    ),
    name(
        "ASFA",
        "component",
        "Askeri Fabrika, Ankara (Turkey)",
        "",
        "ASFA is the military factory, which rebuilt older rifles too.",
    ),
    name(
        "K.KALE",
        "component",
        "Kırıkkale (Turkey)",
        "",
        "K.Kale is the works of Kırıkkale.",
    ),
    name(
        "ПРЕДУЗЕЋЕ",
        "overhaul",
        "Preduzeće 44 (Yugoslavia)",
        "",
        "Preduzeće 44 reworked Mauser rifles of other makers. Rework is not manufacture.",
    ),
    name(
        "PREDUZEĆE",
        "overhaul",
        "Preduzeće 44 (Yugoslavia)",
        "",
        "Preduzeće 44 reworked Mauser rifles of other makers. Rework is not manufacture.",
    ),
];

/// Letters on the rear sight of SKS carbines for the battle setting.
const SIGHTS: [(&str, &str); 3] = [("П", "the Soviet Union"), ("D", "Albania"), ("I", "Romania")];

pub(crate) fn clues(words: &[Word]) -> Vec<Clue> {
    let mut out = Vec::new();
    for (place, word) in words
        .iter()
        .enumerate()
        .filter(|(_, word)| word.enclosure.is_none())
    {
        if word.labelled(&["sight"]) {
            out.extend(sight(word));
        } else if word.label.is_none() {
            out.extend(named(word, words.get(place + 1)));
        }
    }
    out
}

fn named(word: &Word, next: Option<&Word>) -> Option<Clue> {
    let name = NAMES.iter().find(|name| word.is(name.text))?;
    let mut marks = word.marks.clone();
    if name.role == "overhaul" {
        marks.extend(&next.filter(|next| next.folded == "44")?.marks);
    }
    let clue = Clue::of(name.role, name.value, marks).rule("name", name.says);
    Some(if name.source.is_empty() {
        clue
    } else {
        clue.documented([name.source])
    })
}

fn sight(word: &Word) -> Option<Clue> {
    let (_, state) = SIGHTS.iter().find(|(letter, _)| word.is(letter))?;
    Some(Clue::of("type", format!("sight letter {}: {state}", word.text), word.marks.clone()).rule(
        "sight-letter",
        format!("{} for the battle setting on the sight of an SKS is of {state}. Sights are exchanged; it supports, no more.", word.text),
    ))
}
