//! What must be known of the plants to tell what stands beside their marks.
//!
//! Who the plants are is for the tables. These lists only guard the rules, and tests hold them against the tables.

/// A number that Soviet cartridge plants stamped.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plant {
    /// As stamped.
    pub(crate) number: &'static str,
    /// It was in use in 1952 to 1956, when letters stood for the year.
    pub(crate) in_letter_years: bool,
}

const fn plant(number: &'static str, in_letter_years: bool) -> Plant {
    Plant {
        number,
        in_letter_years,
    }
}

/// The numbers, in order. 7 is not expected before the 1970s, and the plant of 544 turned to other work in 1946.
pub(crate) const NUMBERS: [Plant; 14] = [
    plant("3", true),
    plant("7", false),
    plant("17", true),
    plant("38", true),
    plant("60", true),
    plant("184", true),
    plant("188", true),
    plant("270", true),
    plant("539", true),
    plant("541", true),
    plant("543", true),
    plant("544", false),
    plant("710", true),
    plant("711", true),
];

/// Finds a number as stamped; a leading zero is not dropped.
pub(crate) fn by_number(text: &str) -> Option<&'static Plant> {
    NUMBERS.iter().find(|plant| plant.number == text)
}

/// Names under which cartridges are sold, upper case. With them stands the calibre, never a year.
pub(crate) const BRANDS: [&str; 6] = ["WOLF", "TULAMMO", "LVE", "BARNAUL", "БПЗ", "LCW"];

/// A letter that an Imperial Russian works stamped.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Maker {
    /// The letter.
    pub(crate) letter: char,
    /// Where it stood.
    pub(crate) place: &'static str,
    /// What recorders write who do not read Cyrillic.
    pub(crate) look_alikes: &'static [char],
}

/// The letters of the Imperial Russian works.
pub(crate) const MAKERS: [Maker; 3] = [
    Maker {
        letter: 'Л',
        place: "Lugansk",
        look_alikes: &['Λ'],
    },
    Maker {
        letter: 'П',
        place: "Petersburg",
        look_alikes: &['N', 'Π'],
    },
    Maker {
        letter: 'Т',
        place: "Tula",
        look_alikes: &['T', 'Τ'],
    },
];

/// The works of a letter, upper case.
pub(crate) fn maker(letter: char) -> Option<&'static Maker> {
    MAKERS
        .iter()
        .find(|maker| maker.letter == letter || maker.look_alikes.contains(&letter))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use headstamp_plugin_kit::TABLES;

    use super::*;

    /// The texts of all marks that the tables give to a state.
    fn producer_marks(state: &str) -> BTreeSet<String> {
        let of_state = |index| TABLES.state(index).is_some_and(|row| row.id == state);
        let rows = TABLES.set().marks.iter();
        rows.filter(|row| of_state(row.state.to_native()))
            .map(|row| row.text.to_string())
            .collect()
    }

    #[test]
    fn the_numbers_are_those_of_the_tables() {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let known: BTreeSet<String> = NUMBERS.iter().map(|plant| plant.number.to_owned()).collect();
        let tables: BTreeSet<String> = producer_marks("SU")
            .into_iter()
            .filter(|text| digits(text))
            .collect();
        assert_eq!(known, tables);
    }

    #[test]
    fn the_makers_are_those_of_the_tables() {
        let known: BTreeSet<String> = MAKERS.iter().map(|maker| maker.letter.to_string()).collect();
        assert_eq!(known, producer_marks("RUE"));
    }

    #[test]
    fn what_looks_alike_belongs_to_one_letter() {
        let mut seen = BTreeSet::new();
        for letter in MAKERS.iter().flat_map(|maker| maker.look_alikes) {
            assert!(seen.insert(letter), "{letter}");
        }
    }
}
