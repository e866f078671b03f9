//! The groups of numbers that stand on shells, fuzes, tins and crates of the Soviet pattern, and of those taught by it.
//!
//! A group does not say in which order it is written: a fuze has plant, lot, year; a tin of cartridges lot, year,
//! plant. Every reading that the numbers allow is given; what the component is decides, and that is for the plugin.
//! All of it is field knowledge.

use crate::words::{Word, number};

/// Earliest year that two digits are read as: before it, these groups are not known.
pub const FIRST_YEAR: u16 = 1931;
/// Latest year that two digits are read as, a hundred years of readings in all.
pub const LAST_YEAR: u16 = 2030;

/// The year that two or four digits stand for on such an item.
///
/// ```
/// use headstamp_plugin_api::stencil::year;
/// assert_eq!(year("68"), Some(1968));
/// assert_eq!(year("18"), Some(2018));
/// assert_eq!(year("1988"), Some(1988));
/// assert_eq!(year("8"), None);
/// ```
#[must_use]
pub fn year(text: &str) -> Option<u16> {
    let value = u16::try_from(number(text)?).ok()?;
    match text.len() {
        2 => [1900 + value, 2000 + value]
            .into_iter()
            .find(|year| (FIRST_YEAR..=LAST_YEAR).contains(year)),
        4 => Some(value).filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year)),
        _ => None,
    }
}

/// In which order a group is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// Loading and fuzes: `583-12-68` is plant 583, lot 12, 1968.
    PlantLotYear,
    /// Tins and crates of cartridges, and Chinese packing: `Б17-71-60` is lot Б17, 1971, plant 60.
    LotYearPlant,
}

/// One reading of a group of three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The order it is read in.
    pub order: Order,
    /// The plant's number.
    pub plant: String,
    /// The lot.
    pub lot: String,
    /// The year.
    pub year: u16,
}

impl Group {
    /// The reading in words, in its own order.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { plant, lot, year, .. } = self;
        match self.order {
            Order::PlantLotYear => format!("plant {plant}, lot {lot}, {year}"),
            Order::LotYearPlant => format!("lot {lot}, {year}, plant {plant}"),
        }
    }
}

/// Every reading of `17-71-60`; none when it is no such group. A letter before the first number marks a lot of
/// cartridges, so that only one order is left.
#[must_use]
pub fn groups(text: &str) -> Vec<Group> {
    let text = text.replace(['–', '—', '‐'], "-");
    let parts: Vec<&str> = text.split('-').collect();
    let [first, second, third] = parts[..] else {
        return Vec::new();
    };
    let digits = |part: &str| part.len() <= 4 && number(part).is_some();
    let bare = first.trim_start_matches(char::is_alphabetic);
    let lettered = first.chars().count() == bare.chars().count() + 1;
    if !(digits(bare) && digits(second) && digits(third)) || !(lettered || bare == first) {
        return Vec::new();
    }
    let mut out = Vec::new();
    if let Some(year) = year(third).filter(|_| !lettered) {
        out.push(Group {
            order: Order::PlantLotYear,
            plant: first.to_owned(),
            lot: second.to_owned(),
            year,
        });
    }
    if let Some(year) = year(second) {
        out.push(Group {
            order: Order::LotYearPlant,
            plant: third.to_owned(),
            lot: first.to_uppercase(),
            year,
        });
    }
    out
}

/// A powder line, `ВТ 12/74 С`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Powder {
    /// The marks it is made of.
    pub marks: Vec<u32>,
    /// Brand of the powder.
    pub brand: String,
    /// Lot.
    pub lot: String,
    /// Year of the lot.
    pub year: u16,
    /// Letter of the powder plant.
    pub plant: String,
}

impl Powder {
    /// The line in words.
    #[must_use]
    pub fn words(&self) -> String {
        let Self {
            brand,
            lot,
            year,
            plant,
            ..
        } = self;
        format!("powder {brand}, lot {lot} of {year}, powder plant {plant}")
    }
}

/// The powder lines among the words: brand, lot and year with a stroke, one letter, with Cyrillic letters.
#[must_use]
pub fn powders(words: &[Word]) -> Vec<Powder> {
    words.windows(3).filter_map(powder).collect()
}

fn powder(line: &[Word]) -> Option<Powder> {
    let [brand, lot, plant] = line else {
        return None;
    };
    let letters = |word: &Word, most: usize| {
        (1..=most).contains(&word.text.chars().count())
            && word.enclosure.is_none()
            && word.text.chars().all(|c| ('\u{400}'..='\u{52f}').contains(&c))
    };
    if !letters(brand, 3) || !letters(plant, 1) {
        return None;
    }
    let (number_of_lot, digits) = lot.folded.split_once('/')?;
    if number_of_lot.len() > 4 || number(number_of_lot).is_none() || digits.len() != 2 {
        return None;
    }
    let mut marks: Vec<u32> = line.iter().flat_map(|word| word.marks.iter().copied()).collect();
    marks.dedup();
    Some(Powder {
        marks,
        brand: brand.text.to_uppercase(),
        lot: number_of_lot.to_owned(),
        year: year(digits)?,
        plant: plant.text.to_uppercase(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        groups(text).iter().map(Group::words).collect()
    }

    #[test]
    fn every_order_that_the_numbers_allow() {
        assert_eq!(
            read("17-71-60"),
            ["plant 17, lot 71, 1960", "lot 17, 1971, plant 60"]
        );
        assert_eq!(
            read("583-12-68"),
            ["plant 583, lot 12, 1968", "lot 583, 2012, plant 68"]
        );
        assert_eq!(read("3-122-84"), ["plant 3, lot 122, 1984"]);
        assert_eq!(read("Б17-71-60"), ["lot Б17, 1971, plant 60"]);
        assert_eq!(read("и04-78-188"), ["lot И04, 1978, plant 188"]);
        for none in [
            "17-71",
            "1-2-3",
            "583-1-6",
            "ББ17-71-60",
            "17-7a-60",
            "",
            "1-2-3-84",
            "12345-1-84",
            "-1-84",
        ] {
            assert!(groups(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn two_digits_have_one_year() {
        let years: Vec<u16> = (0..100).filter_map(|n| year(&format!("{n:02}"))).collect();
        assert_eq!(years.len(), 100);
        assert!(years.iter().all(|year| (FIRST_YEAR..=LAST_YEAR).contains(year)));
        assert_eq!(
            [year("30"), year("31"), year("1930")],
            [Some(2030), Some(1931), None]
        );
    }
}
