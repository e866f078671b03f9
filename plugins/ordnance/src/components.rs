//! What body, filling, fuze and overhaul say, each by itself, and the lower bound for the whole.

use headstamp_plugin_api::stencil::{self, Group, Order};
use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::Word;

use crate::makers;
use crate::scene::Scene;

/// Models of fuzes of the Soviet pattern. A letter or number may follow: `УЗРГМ-2`.
const FUZES: [&str; 7] = ["УЗРГМ", "РГМ", "М-6", "М-12", "МП-82", "УЗРГ", "ГВМЗ"];

/// A part with the years that its mark allows.
struct Part {
    marks: Vec<u32>,
    years: Vec<u16>,
}

pub(crate) fn clues(scene: &Scene) -> Vec<Clue> {
    let mut out = Vec::new();
    let mut parts = Vec::new();
    for (place, word) in scene.words.iter().enumerate() {
        if is_overhaul(scene, place) {
            out.extend(overhaul(word));
        } else if let Some((part, clue)) = component(scene, place) {
            parts.push(part);
            out.push(clue);
        }
    }
    for powder in stencil::powders(&scene.words) {
        let says = "A powder line gives the brand, its lot and year with a stroke between them, and the letter of \
                    the powder plant; the powder is a component of its own.";
        out.push(Clue::of("component", powder.words(), powder.marks.clone()).rule("powder-line", says));
        parts.push(Part {
            marks: powder.marks,
            years: vec![powder.year],
        });
    }
    let lots = makers::lot_years(scene).into_iter();
    parts.extend(lots.map(|(marks, year)| Part {
        marks,
        years: vec![year],
    }));
    out.extend(models(scene));
    out.extend(not_before(&parts));
    out
}

/// The model of a fuze, where it stands on its own.
fn models(scene: &Scene) -> impl Iterator<Item = Clue> {
    let words = scene.words.iter().filter(|word| is_fuze(scene, word));
    words.map(|word| {
        let text = &word.text;
        Clue::of("component", format!("fuze {text}"), word.marks.clone()).rule(
            "fuze-model",
            format!(
                "“{text}” is a model of fuze. Plant, lot and year beside it are those of the fuze, not of the round."
            ),
        )
    })
}

fn is_fuze(scene: &Scene, word: &Word) -> bool {
    scene.cyrillic
        && word.enclosure.is_none()
        && FUZES.iter().any(|model| {
            word.behind(model)
                .is_some_and(|rest| matches!(rest, "" | "-2" | "-3" | "П" | "B" | "-1M" | "-7"))
        })
}

/// The part that a mark stands on: as the recorder says, or as a model of fuze in the same line shows.
fn part_of(scene: &Scene, place: usize) -> Option<&'static str> {
    let word = scene.words.get(place)?;
    let named = match word.label.as_deref() {
        Some("fuze" | "fuse") => Some("fuze"),
        Some("body") => Some("body"),
        Some("filling") => Some("filling"),
        Some("charge") => Some("charge"),
        Some("booster") => Some("booster"),
        Some("tail") => Some("tail"),
        _ => None,
    };
    let beside = || {
        let after = scene.words.get(place + 1);
        let same_line = |other: &&Word| other.marks == word.marks;
        let fuze = scene.before(place).is_some_and(|other| is_fuze(scene, other))
            || after.filter(same_line).is_some_and(|other| is_fuze(scene, other));
        fuze.then_some("fuze")
    };
    named.or_else(beside)
}

fn component(scene: &Scene, place: usize) -> Option<(Part, Clue)> {
    let word = scene.words.get(place)?;
    let part = part_of(scene, place);
    let groups = stencil::groups(&word.text);
    if !groups.is_empty() {
        return Some(group(scene, word, part, groups));
    }
    if let Some((number, year)) = two_part(word)
        && let Some(part) = part.or_else(|| after_circle(scene, place))
    {
        let (value, says) = if part == "lot" {
            (
                format!("lot {number}, {year}"),
                format!(
                    "Behind a circled number “{}” is the lot and the year, {year}.",
                    word.text
                ),
            )
        } else {
            (
                format!("{part}, {year}; {number} is undetermined: plant or lot"),
                format!(
                    "In “{}” the last two digits are the year {year} of the {part}; the number before them is its plant \
                     or its lot.",
                    word.text
                ),
            )
        };
        return Some(made(word, vec![year], value, "two-part-group", says));
    }
    let number = word.number()?;
    if let Some(read) = solar(word, number, part) {
        return Some(read);
    }
    let year = stencil::year(&word.folded)?;
    if let Some(part) = part {
        let says = format!("The {part} is dated {number}: the year of this part alone.");
        return Some(made(
            word,
            vec![year],
            format!("{part}, {year}"),
            "year-of-part",
            says,
        ));
    }
    if word.folded.len() == 4 && word.label.is_none() && !scene.is_named_number(place) {
        let says = format!(
            "{number} has the form of a year in full. Which part it stands on was not recorded; write body:{number}, \
             fuze:{number} or filling:{number} to say it."
        );
        return Some(made(
            word,
            vec![year],
            format!("a part of {year}"),
            "year-in-full",
            says,
        ));
    }
    None
}

/// Years of the solar Hijri calendar, 1300 to 1420 (1921 to 2041): sure in Persian digits, else only on a named part.
fn solar(word: &Word, number: u32, part: Option<&str>) -> Option<(Part, Clue)> {
    let hijri = u16::try_from(number)
        .ok()
        .filter(|year| (1300..=1420).contains(year))?;
    let year = hijri + 621;
    let (part, first) = (part.unwrap_or("a part"), year);
    if word
        .text
        .chars()
        .all(|digit| ('\u{6f0}'..='\u{6f9}').contains(&digit))
    {
        let says = format!(
            "“{}” in Persian digits is {hijri} of the solar Hijri calendar, March {first} to March {}.",
            word.text,
            year + 1
        );
        let value = format!("{part}, {hijri} solar Hijri: {first} or {}", year + 1);
        return Some(made(word, vec![year], value, "solar-hijri-year", says));
    }
    let value = format!(
        "undetermined: {first} or {}, if {hijri} is a solar Hijri year",
        year + 1
    );
    let says = format!(
        "{hijri} may be a year of the solar Hijri calendar, {first} or {}, or of the lunar one. The digits do not say which; \
         an Iranian item would decide.",
        year + 1
    );
    word.label.as_ref()?;
    Some(made(word, Vec::new(), value, "hijri-year", says))
}

/// A circled number is followed by lot and year.
fn after_circle(scene: &Scene, place: usize) -> Option<&'static str> {
    let circled = scene.before(place)?;
    let round = matches!(circled.enclosure.as_deref(), Some("circle" | "double-circle"));
    round.then_some("lot")
}

fn group(scene: &Scene, word: &Word, part: Option<&str>, groups: Vec<Group>) -> (Part, Clue) {
    let text = &word.text;
    let (own, other): (Vec<Group>, Vec<Group>) = groups
        .into_iter()
        .partition(|group| group.order == Order::PlantLotYear);
    let years = |list: &[Group]| list.iter().map(|group| group.year).collect::<Vec<_>>();
    match (part, own.first(), other.first()) {
        // The part is known, and has only one order.
        (Some(part), Some(only), _) => {
            let says = format!(
                "“{text}” on the {part} is {}. It dates the {part}, not the whole item.",
                only.words()
            );
            made(
                word,
                years(&own),
                format!("{part}: {}", only.words()),
                "part-group",
                says,
            )
        }
        (_, Some(only), None) => {
            let says = format!(
                "“{text}” can only be read as plant, lot and year. It dates one part, not the whole item."
            );
            made(word, years(&own), only.words(), "group", says)
        }
        (None, Some(first), Some(second)) if scene.cyrillic => {
            let says = format!(
                "On rounds of the Soviet pattern “{text}” is {}. In the order of tins it would be {}; say which part it stands on.",
                first.words(),
                second.words()
            );
            made(word, years(&own), first.words(), "group-of-soviet-pattern", says)
        }
        (None, Some(first), Some(second)) => {
            let value = format!("undetermined: {}; or {}", first.words(), second.words());
            let says = format!(
                "“{text}” is {}, as on fuzes and fillings; or {}, as on tins and Chinese items. The part it stands on would settle it.",
                first.words(),
                second.words()
            );
            let all = [years(&own), years(&other)].concat();
            made(word, all, value, "group-in-two-orders", says)
        }
        (_, None, _) => {
            let value = other.first().map(Group::words).unwrap_or_default();
            let says = format!(
                "“{text}” is {value}: it can be read in no other order, which is that of tins of cartridges and of Chinese items. It dates one part, not the whole item."
            );
            made(word, years(&other), value, "group", says)
        }
    }
}

fn made(word: &Word, years: Vec<u16>, value: String, rule: &str, says: String) -> (Part, Clue) {
    let clue = Clue::of("component", value, word.marks.clone()).rule(rule, says);
    let part = Part {
        marks: word.marks.clone(),
        years,
    };
    (part, clue)
}

/// `573-80`: a number and the year.
fn two_part(word: &Word) -> Option<(&str, u16)> {
    let (number, digits) = word.folded.split_once('-')?;
    let fits =
        number.len() <= 4 && headstamp_plugin_api::words::number(number).is_some() && digits.len() == 2;
    if !fits || word.enclosure.is_some() {
        return None;
    }
    Some((number, stencil::year(digits)?))
}

/// A year that the recorder, or the sign of a Yugoslav overhaul institute, calls one of overhaul.
fn is_overhaul(scene: &Scene, place: usize) -> bool {
    let Some(word) = scene.words.get(place) else {
        return false;
    };
    let institute = |other: &Word| matches!(other.folded.as_str(), "TRZ" | "TPЗ" | "TPZ");
    word.labelled(&["overhaul"])
        || (word.label.is_none()
            && scene.before(place).is_some_and(institute)
            && stencil::year(&word.folded).is_some())
}

fn overhaul(word: &Word) -> Option<Clue> {
    let year = stencil::year(&word.folded)?;
    Some(Clue::of("overhaul", year.to_string(), word.marks.clone()).rule(
        "overhaul",
        format!(
            "The item was overhauled in {year}. Overhaul is not manufacture, and does not date any part."
        ),
    ))
}

/// No item is older than its latest part, whichever way its groups are read.
fn not_before(parts: &[Part]) -> Option<Clue> {
    let earliest = |part: &Part| part.years.iter().min().copied().unwrap_or_default();
    let year = parts.iter().map(earliest).max().filter(|year| *year > 0)?;
    let latest = parts.iter().filter(|part| earliest(part) == year);
    let marks: Vec<u32> = latest.flat_map(|part| part.marks.iter().copied()).collect();
    Some(Clue::of("not-before", year.to_string(), marks).rule(
        "latest-component",
        format!(
            "The item was not completed before {year}, the latest year read on its parts. It may have been completed \
             later: old bodies are filled again, and old rounds get new fuzes."
        ),
    ))
}
