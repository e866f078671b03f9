//! What stands on tins and crates of the Soviet pattern: lot, powder, quantity, the line of the cartridge.

use headstamp_plugin_api::stencil::{self, Order};
use headstamp_plugin_api::wire::Clue;
use headstamp_plugin_api::words::{Word, number};

use crate::scene::{BULLETS, CASES, Scene, is};

pub(crate) fn clues(scene: &Scene) -> Vec<Clue> {
    let mut out = lots(scene);
    out.extend(powders(scene));
    for place in 0..scene.words.len() {
        out.extend(quantity(scene, place));
        out.extend(line(scene, place));
        out.extend(weight(scene, place));
    }
    out
}

/// `Б17-71-60`, and groups whose order is open.
fn lots(scene: &Scene) -> Vec<Clue> {
    let mut out = Vec::new();
    for (word, lot) in scene.lots() {
        let text = &word.text;
        let why = if stencil::groups(text).len() == 1 {
            "it can be read in no other order"
        } else {
            "the package is one of cartridges, on which lot, year and plant follow one another"
        };
        out.push(
            Clue::of("lot", text.clone(), word.marks.clone())
                .rule("cartridge-lot", format!("“{text}” is {}: {why}.", lot.words()))
                .arg("lot", &lot.lot)
                .arg("year", lot.year.to_string())
                .arg("plant", &lot.plant),
        );
        out.push(
            Clue::of("plant", format!("plant {}", lot.plant), word.marks.clone()).rule(
                "cartridge-lot",
                format!(
                    "The last number of “{text}” is the cartridge plant; the headstamps should show the same."
                ),
            ),
        );
        out.push(Clue::of("component", format!("cartridges of {}", lot.year), word.marks.clone()).rule(
            "cartridge-lot",
            format!(
                "The lot is of {}. The headstamps should show it, or the year before when cases were made in December.",
                lot.year
            ),
        ));
    }
    if !scene.cartridges {
        out.extend(scene.words.iter().filter_map(open));
    }
    out
}

/// A group on a package of which it is not known whether it holds cartridges.
fn open(word: &Word) -> Option<Clue> {
    let groups = stencil::groups(&word.text);
    let text = &word.text;
    if groups.is_empty() || word.text.starts_with(char::is_alphabetic) {
        return None;
    }
    let find = |order| groups.iter().find(|group| group.order == order);
    let (first, second) = match (find(Order::PlantLotYear), find(Order::LotYearPlant)) {
        (Some(first), Some(second)) => (first, second),
        (only, other) => {
            let group = only.or(other)?;
            let value = format!("undetermined: {}, if it is such a group", group.words());
            let says = format!(
                "“{text}” may be a group of plant, lot and year, and can then be read in one order only. Nothing else on \
                 the package says that it is."
            );
            return Some(Clue::of("lot", value, word.marks.clone()).rule("group-alone", says));
        }
    };
    Some(
        Clue::of(
            "lot",
            format!("undetermined: {}; or {}", first.words(), second.words()),
            word.marks.clone(),
        )
        .rule(
            "group-in-two-orders",
            format!(
                "“{text}” can be read in two orders: packages of cartridges, and Chinese ones, have lot, year, plant; \
                 shells and fuzes plant, lot, year. What the package held would settle it."
            ),
        ),
    )
}

fn powders(scene: &Scene) -> Vec<Clue> {
    let newest = scene.lots().map(|(_, lot)| lot.year).max();
    let clue = |powder: stencil::Powder| {
        let (value, says) = match newest.filter(|year| powder.year > *year) {
            Some(year) => (
                format!("undetermined: {}", powder.words()),
                format!(
                    "The powder would be of {}, later than the cartridges of {year}. One of the two is misread, or the \
                     package was marked again.",
                    powder.year
                ),
            ),
            None => (
                powder.words(),
                "A powder line gives brand, lot and year with a stroke, and the letter of the powder plant. The powder \
                 is not later than the cartridges."
                    .to_owned(),
            ),
        };
        Clue::of("component", value, powder.marks).rule("powder-line", says)
    };
    stencil::powders(&scene.words).into_iter().map(clue).collect()
}

/// `440 шт.`, `1000 RDS`.
fn quantity(scene: &Scene, place: usize) -> Option<Clue> {
    let [count, unit] = scene.words.get(place..place + 2)? else {
        return None;
    };
    let value = count.number()?;
    let known = [
        "шт.",
        "шт",
        "RDS",
        "ROUNDS",
        "PCS",
        "CARTRIDGES",
        "CTGS",
        "CARTOUCHES",
    ];
    known.iter().any(|text| is(unit, text)).then_some(())?;
    Some(Clue::of("quantity", value.to_string(), both(count, unit)).rule(
        "quantity",
        format!(
            "“{} {}” is how many the package holds when full.",
            count.text, unit.text
        ),
    ))
}

/// `Брутто 26 кг`, `G.W. 26 KG`.
fn weight(scene: &Scene, place: usize) -> Option<Clue> {
    let [what, count] = scene.words.get(place..place + 2)? else {
        return None;
    };
    let value = number(count.folded.trim_end_matches("KГ").trim_end_matches("KG"))?;
    let gross = ["Брутто", "G.W.", "G.W", "GROSS", "BRUTO", "BRUTTO"];
    let net = ["Нетто", "N.W.", "N.W", "NETTO", "NET"];
    let name = if gross.iter().any(|text| is(what, text)) {
        "gross"
    } else if net.iter().any(|text| is(what, text)) {
        "net"
    } else {
        return None;
    };
    Some(
        Clue::of("package", format!("{name} weight {value}"), both(what, count)).rule(
            "weight",
            format!("The {name} weight of the package; {value} is neither lot nor year."),
        ),
    )
}

/// `7,62 ЛПС гж`: calibre, bullet, case, in one line.
fn line(scene: &Scene, place: usize) -> Option<Clue> {
    let [calibre, bullet, case] = scene.words.get(place..place + 3)? else {
        return None;
    };
    let calibres = [
        "5,45", "7,62", "9", "12,7", "14,5", "5.45", "7.62", "12.7", "14.5",
    ];
    calibres.iter().any(|text| is(calibre, text)).then_some(())?;
    let (_, bullet_is) = BULLETS.iter().find(|(text, _)| is(bullet, text))?;
    let (_, case_is) = CASES.iter().find(|(text, _)| is(case, text))?;
    let millimetres = calibre.text.replace(',', ".");
    let mut marks = both(calibre, bullet);
    marks.extend(&case.marks);
    Some(
        Clue::of("type", format!("{millimetres} mm, {bullet_is}, {case_is}"), marks).rule(
            "cartridge-line",
            format!(
                "“{} {} {}” names calibre, bullet and case of the cartridges.",
                calibre.text, bullet.text, case.text
            ),
        ),
    )
}

fn both(a: &Word, b: &Word) -> Vec<u32> {
    a.marks.iter().chain(&b.marks).copied().collect()
}
