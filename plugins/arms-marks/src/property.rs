//! Marks of property and of import. They name a holder when the mark was made, and say nothing of later ones.

use headstamp_plugin_api::wire::{Clue, Item};
use headstamp_plugin_api::words::{Word, number};

/// States of the Nairobi Protocol, whose property mark is a star and the country's code.
const RECSA: [&str; 15] = [
    "BI", "CD", "CF", "CG", "DJ", "ER", "ET", "KE", "RW", "SC", "SD", "SO", "SS", "TZ", "UG",
];
/// States of ECOWAS, to 2024.
const ECOWAS: [&str; 15] = [
    "BF", "BJ", "CI", "CV", "GH", "GM", "GN", "GW", "LR", "ML", "NE", "NG", "SL", "SN", "TG",
];

pub(crate) fn clues(item: &Item, words: &[Word]) -> Vec<Clue> {
    let mut out = starred(item);
    out.extend(ecowas(words));
    out.extend(import(words));
    out
}

/// `*KE1234`, in one mark or two.
fn starred(item: &Item) -> Vec<Clue> {
    let marks: Vec<_> = item.stamped().filter(|mark| mark.enclosure.is_none()).collect();
    let mut out = Vec::new();
    for (i, mark) in marks.iter().enumerate() {
        let Some(rest) = mark.folded.strip_prefix("{star}") else {
            continue;
        };
        let (code, indices) = if rest.is_empty() {
            let Some(next) = marks.get(i + 1) else { continue };
            (next.folded.as_str(), vec![mark.index, next.index])
        } else {
            (rest, vec![mark.index])
        };
        let Some((state, own)) = code
            .split_at_checked(2)
            .filter(|(state, _)| RECSA.contains(state))
        else {
            continue;
        };
        // A word that begins with the same letters is none.
        if !own.is_empty() && !own.bytes().any(|sign| sign.is_ascii_digit()) {
            continue;
        }
        let clue = Clue::of("ownership", format!("property of {state}, under the Nairobi Protocol"), indices).rule(
            "star-and-country",
            format!(
                "A star and {state} are a property mark under the Nairobi Protocol. It names the holder when the weapon was \
                 marked; how it left that holder is open, and many weapons were never marked."
            ),
        );
        out.push(if state == "KE" {
            clue.documented(["kenya-un-poa-report"])
        } else {
            clue
        });
    }
    out
}

/// ECOWAS or CEDEAO and a member's code somewhere beside it: no binding layout is known.
fn ecowas(words: &[Word]) -> Option<Clue> {
    let sign = words
        .iter()
        .find(|word| matches!(word.folded.as_str(), "ECOWAS" | "CEDEAO"))?;
    let members: Vec<&Word> = words
        .iter()
        .filter(|word| ECOWAS.contains(&word.folded.as_str()))
        .collect();
    let [member] = members[..] else {
        return None;
    };
    let marks = sign.marks.iter().chain(&member.marks).copied();
    Some(Clue::of("ownership", format!("property of {}, marked as ECOWAS asks", member.folded), marks).rule(
        "ecowas",
        format!(
            "The sign of ECOWAS and {} are a mark of that state's stock. Agency, date and number follow in no fixed order. It \
             names the holder when the weapon was marked.",
            member.folded
        ),
    ))
}

/// `IMPORT UG 2012`, or the label `import:`.
fn import(words: &[Word]) -> Option<Clue> {
    let at = words.iter().position(|word| {
        word.labelled(&["import"]) || matches!(word.folded.as_str(), "IMPORT" | "IMPORTED" | "IMP")
    })?;
    let start = if words.get(at)?.labelled(&["import"]) {
        at
    } else {
        at + 1
    };
    let state = words
        .get(start)
        .filter(|word| word.folded.len() == 2 && word.folded.bytes().all(|sign| sign.is_ascii_uppercase()))?;
    let year = words.get(start + 1).filter(|word| {
        word.folded.len() == 4 && number(&word.folded).is_some_and(|year| (1950..=2050).contains(&year))
    });
    let mut marks: Vec<u32> = words
        .get(at..=start)?
        .iter()
        .flat_map(|word| word.marks.iter().copied())
        .collect();
    let mut value = state.folded.clone();
    if let Some(year) = year {
        marks.extend(&year.marks);
        value = format!("{value}, {}", year.folded);
    }
    Some(Clue::of("import", value, marks).rule(
        "import-mark",
        "An import mark names the state of import, and the year where there is one. It is not the state or year of manufacture.",
    ))
}
