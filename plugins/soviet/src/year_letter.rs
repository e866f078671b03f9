//! Letters for the years 1952 to 1956, and the two-digit years that clash with them.

use headstamp_plugin_api::wire::Clue;

use crate::marking::{Marking, Seen, Sign};

/// A letter that stands for a year on ammunition. Ж and З were passed over.
struct YearLetter {
    letter: char,
    year: u16,
    /// What recorders write who do not read Cyrillic: the same shape, a mirrored one, or the letter of the same sound.
    look_alikes: &'static [char],
}

/// Not to be used for weapons: there Д is 1956, И 1957 and К 1958.
const YEAR_LETTERS: [YearLetter; 5] = [
    YearLetter {
        letter: 'Г',
        year: 1952,
        look_alikes: &['Γ'],
    },
    YearLetter {
        letter: 'Д',
        year: 1953,
        look_alikes: &['D', 'Δ'],
    },
    YearLetter {
        letter: 'Е',
        year: 1954,
        look_alikes: &['E', 'Ε'],
    },
    YearLetter {
        letter: 'И',
        year: 1955,
        look_alikes: &['N', 'Ν'],
    },
    YearLetter {
        letter: 'К',
        year: 1956,
        look_alikes: &['K', 'Κ'],
    },
];

/// Calibres that came too late for a year letter. The tables know this too; without a clue nothing is shown at all.
const TOO_LATE: [&str; 2] = ["5.45x39mm", "9x39mm"];

const STATE: &str = "SU";

/// Clues for year letters, and against two-digit years of the same five years.
pub(crate) fn clues(marking: &Marking<'_>, calibre: Option<&str>) -> Vec<Clue> {
    let brand = marking.marks.iter().any(|mark| mark.sign == Sign::Brand);
    if brand || calibre.is_some_and(|calibre| TOO_LATE.contains(&calibre)) {
        return Vec::new();
    }
    marking
        .marks
        .iter()
        .filter_map(|mark| letter(marking, mark).or_else(|| digits(marking, mark)))
        .collect()
}

/// A year letter, if no digits of the same marking can be the year.
fn letter(marking: &Marking<'_>, mark: &Seen<'_>) -> Option<Clue> {
    let (plant, sign) = match mark.sign {
        Sign::Letter(sign) => {
            let plants = beside(marking, mark);
            let plant = plants
                .into_iter()
                .find(|plant| !year_besides(marking, plant.index))?;
            (plant.text, sign)
        }
        Sign::NumberAndLetter(plant, sign) if plant.in_letter_years && !year_besides(marking, mark.index) => {
            (plant.number, sign)
        }
        _ => return None,
    };
    let fits = |row: &&YearLetter| row.letter == sign || row.look_alikes.contains(&sign);
    let YearLetter { letter, year, .. } = YEAR_LETTERS.iter().find(fits)?;
    let (rule, subject) = if *letter == sign {
        ("year-letter", format!("The letter {letter}"))
    } else {
        (
            "year-letter-look-alike",
            format!("“{}”, if it is the Cyrillic {letter},", mark.text),
        )
    };
    let says = format!(
        "{subject} beside the Soviet plant number {plant} is a year letter: {year} by the usual reading, which no \
         document is known to state."
    );
    Some(year_clue(mark, *year, (*letter, plant)).rule(rule, says))
}

/// `52` to `56`: possible, but these are the years of the letters.
fn digits(marking: &Marking<'_>, mark: &Seen<'_>) -> Option<Clue> {
    let clashes = |row: &&YearLetter| (row.year % 100).to_string() == mark.text;
    let YearLetter { letter, year, .. } = YEAR_LETTERS.iter().find(clashes)?;
    let plant = beside(marking, mark).first()?.text;
    let says = format!(
        "The year {year} in digits beside the Soviet plant number {plant} is possible but unusual: in that year the \
         letter {letter} is expected."
    );
    let clue = year_clue(mark, *year, (*letter, plant)).rule("digits-in-letter-years", says);
    Some(clue.against())
}

/// Plants of the letter years in the other marks, by number, so that the order of the marks does not matter.
fn beside<'m, 'a>(marking: &'m Marking<'a>, mark: &Seen<'_>) -> Vec<&'m Seen<'a>> {
    let fits = |other: &&Seen<'_>| {
        other.index != mark.index && other.plant().is_some_and(|plant| plant.in_letter_years)
    };
    let mut plants: Vec<_> = marking.marks.iter().filter(fits).collect();
    plants.sort_by_key(|plant| plant.text);
    plants
}

/// Whether a mark other than the plant number could be the year in digits.
fn year_besides(marking: &Marking<'_>, plant: u32) -> bool {
    marking
        .marks
        .iter()
        .any(|mark| mark.index != plant && mark.has_year_form())
}

fn year_clue(mark: &Seen<'_>, year: u16, (letter, plant): (char, &str)) -> Clue {
    Clue::of("year", year.to_string(), [mark.index])
        .arg("mark", mark.text)
        .arg("letter", letter)
        .arg("plant", plant)
        .in_states([STATE])
}

#[cfg(test)]
mod tests {
    use headstamp_plugin_api::wire::Support;
    use headstamp_plugin_kit::{item, of_calibre};

    use crate::read;

    /// Mark, year, support and rule of every clue.
    fn years(marking: &str) -> Vec<(u32, String, Support, String)> {
        let clues = read(&item(marking))
            .into_iter()
            .filter(|clue| clue.role == "year");
        clues
            .map(|clue| (clue.marks[0], clue.value, clue.support, clue.rule))
            .collect()
    }

    fn one(mark: u32, year: &str, rule: &str) -> Vec<(u32, String, Support, String)> {
        vec![(mark, year.to_owned(), Support::Favours, rule.to_owned())]
    }

    #[test]
    fn worked_examples() {
        assert_eq!(years("539 Г"), one(1, "1952", "year-letter"));
        assert_eq!(years("60 Д"), one(1, "1953", "year-letter"));
        assert_eq!(years("17 К"), one(1, "1956", "year-letter"));
        assert_eq!(years("188 Е"), one(1, "1954", "year-letter"));
        assert_eq!(years("6:И 12:3"), one(0, "1955", "year-letter"));
        assert_eq!(years("60Д"), one(0, "1953", "year-letter"));
    }

    #[test]
    fn the_clue_holds_for_soviet_producers_and_is_general() {
        let clues = read(&item("60 Д"));
        assert_eq!(clues.len(), 1);
        assert_eq!(
            (clues[0].basis.as_str(), clues[0].states.as_slice()),
            ("general", &["SU".to_owned()][..])
        );
        assert!(clues[0].says.contains("1953 by the usual reading"));
        assert!(clues[0].sources.is_empty());
    }

    #[test]
    fn letters_as_others_type_them() {
        for (typed, year) in [
            ("Γ", "1952"),
            ("D", "1953"),
            ("d", "1953"),
            ("E", "1954"),
            ("e", "1954"),
            ("N", "1955"),
            ("n", "1955"),
            ("K", "1956"),
            ("k", "1956"),
        ] {
            assert_eq!(
                years(&format!("539 {typed}")),
                one(1, year, "year-letter-look-alike"),
                "{typed}"
            );
        }
        for (typed, year) in [
            ("г", "1952"),
            ("д", "1953"),
            ("е", "1954"),
            ("и", "1955"),
            ("к", "1956"),
        ] {
            assert_eq!(
                years(&format!("539 {typed}")),
                one(1, year, "year-letter"),
                "{typed}"
            );
        }
    }

    #[test]
    fn letters_of_weapons_and_letters_passed_over_are_no_years() {
        for letter in [
            "Ж", "З", "Л", "М", "Р", "А", "Б", "В", "Й", "Н", "П", "Т", "G", "L", "M", "P", "I", "H",
        ] {
            assert_eq!(years(&format!("539 {letter}")), [], "{letter}");
        }
    }

    #[test]
    fn only_beside_a_plant_number_of_those_years() {
        for marking in [
            "Д", "Т Д", "945 Д", "7 Д", "544 Д", "44 Д", "060 Д", "(60) Д", "6? Д", "З Д", "60 (Д)", "60 ДК",
            "Д53",
        ] {
            assert_eq!(years(marking), [], "{marking}");
        }
    }

    #[test]
    fn digits_that_can_be_the_year_come_first() {
        for marking in ["60 Д 75", "17 60 Д", "539 1967 К", "60Д 75"] {
            assert_eq!(years(marking), [], "{marking}");
        }
        // A single digit cannot, and is left unexplained.
        assert_eq!(years("539 7 К"), one(2, "1956", "year-letter"));
    }

    #[test]
    fn calibres_that_came_later() {
        assert_eq!(read(&of_calibre("5.45x39mm", "60 Д")), []);
        assert_eq!(read(&of_calibre("9x39mm", "539 53")), []);
        assert_eq!(read(&of_calibre("7.62x39mm", "60 Д")).len(), 1);
    }

    #[test]
    fn digits_of_the_letter_years_are_flagged() {
        for (marking, mark, year) in [
            ("539 52", 1, "1952"),
            ("17 53", 1, "1953"),
            ("54 60", 0, "1954"),
            ("270 * 55 *", 2, "1955"),
            ("3 56", 1, "1956"),
        ] {
            let expected = (
                mark,
                year.to_owned(),
                Support::Against,
                "digits-in-letter-years".to_owned(),
            );
            assert_eq!(years(marking), [expected], "{marking}");
        }
        for marking in "539 51, 539 57, 44 53, 7 53, 53, 539 1953, 539 052, (17) 53, WOLF 17 53".split(", ") {
            assert_eq!(years(marking), [], "{marking}");
        }
        assert!(read(&item("17 53"))[0].says.contains("possible but unusual"));
    }
}
