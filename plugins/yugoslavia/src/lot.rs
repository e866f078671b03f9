//! For whom a lot was made, by the script of the maker's letters.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

/// What the director of the Konjic plant said when a case of his was found in Paris.
const SOURCES: [&str; 2] = [
    "n1-2015-paris-ammunition",
    "aljazeera-balkans-2015-cahure-iz-pariza",
];

const STATES: [&str; 1] = ["YU"];

/// Of the federation, and of its army: a later year says nothing of for whom the lot was.
const YEARS: std::ops::RangeInclusive<u32> = 1945..=1992;

/// A maker with a mark in either script.
struct Maker {
    cyrillic: &'static str,
    /// The Cyrillic letters as they fold, which is also how others write them down.
    look_alike: &'static str,
    latin: &'static str,
    /// The rule was stated for this plant.
    documented: bool,
}

const MAKERS: [Maker; 2] = [
    Maker {
        cyrillic: "ИК",
        look_alike: "NK",
        latin: "IK",
        documented: true,
    },
    Maker {
        cyrillic: "ППУ",
        look_alike: "NNY",
        latin: "PPU",
        documented: false,
    },
];

/// One maker's mark and a year of the federation in two digits or four, and nothing else but drawn signs.
pub(crate) fn clue(item: &Item) -> Option<Clue> {
    let marks: Vec<&ItemMark> = item
        .stamped()
        .filter(|mark| !mark.folded.starts_with('{'))
        .collect();
    let [one, other] = marks[..] else { return None };
    let year = |mark: &ItemMark| {
        mark.number()
            .is_some_and(|number| YEARS.contains(&in_full(mark, number)))
    };
    let mark = match (year(one), year(other)) {
        (false, true) => one,
        (true, false) => other,
        _ => return None,
    };
    if mark.enclosure.is_some() {
        return None;
    }
    MAKERS.iter().find_map(|maker| of(maker, mark))
}

/// Two digits as a year of the last century.
fn in_full(mark: &ItemMark, number: u32) -> u32 {
    if mark.digits() == Some(2) {
        1900 + number
    } else {
        number
    }
}

fn of(maker: &Maker, mark: &ItemMark) -> Option<Clue> {
    let text = mark.text.trim();
    let Maker { cyrillic, latin, .. } = maker;
    let (value, rule, says) = if text.to_uppercase() == *cyrillic {
        (
            "lot for the Yugoslav army",
            "cyrillic-army-lot",
            format!(
                "“{text}” is written in Cyrillic letters, as on lots for the Yugoslav army; lots for export have {latin}."
            ),
        )
    } else if mark.folded == maker.look_alike {
        (
            "lot for the Yugoslav army",
            "cyrillic-army-lot-look-alike",
            format!(
                "“{text}”, if it is the Cyrillic {cyrillic}, is of a lot for the Yugoslav army; lots for export have {latin}."
            ),
        )
    } else if mark.folded == *latin {
        (
            "lot for export",
            "latin-export-lot",
            format!(
                "“{text}” in Latin letters is of a lot for export; the Yugoslav army had {cyrillic}. Some write down Latin \
                 letters for Cyrillic ones."
            ),
        )
    } else {
        return None;
    };
    let clue = Clue::of("type", value, [mark.index])
        .rule(rule, says)
        .arg("mark", text)
        .in_states(STATES);
    Some(if maker.documented {
        clue.documented(SOURCES)
    } else {
        clue
    })
}
