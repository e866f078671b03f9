//! The Imperial Russian headstamp of four parts: maker, two-digit year, part of the year, supplier of the brass.

use headstamp_plugin_api::wire::Clue;

use crate::marking::{Marking, Sign};
use crate::plants::{self, Maker};

/// The role of the clue.
const PART_ROLE: &str = "part-of-year";

const STATE: &str = "RUE";

/// The marks of the layout, wherever they stand: their order round the rim varies.
pub(crate) struct Layout<'a> {
    roman: (u32, &'static str),
    year: (u32, &'a str),
    letters: Vec<Letter>,
}

struct Letter {
    index: u32,
    sign: char,
    maker: Option<&'static Maker>,
}

impl<'a> Layout<'a> {
    /// The layout, if every mark has its place in it. The letter of the supplier may be missing from the record.
    pub(crate) fn find(marking: &Marking<'a>) -> Option<Self> {
        let (mut roman, mut year, mut letters) = (None, None, Vec::new());
        for mark in &marking.marks {
            match mark.sign {
                Sign::Roman(part) if roman.is_none() => roman = Some((mark.index, part)),
                Sign::Number(_) if year.is_none() && is_imperial_year(mark.text) => {
                    year = Some((mark.index, mark.text));
                }
                Sign::Letter(sign) => {
                    let maker = plants::maker(sign);
                    letters.push(Letter {
                        index: mark.index,
                        sign: maker.map_or(sign, |maker| maker.letter),
                        maker,
                    });
                }
                _ => return None,
            }
        }
        let year = year?;
        letters.sort_by_key(|letter| (letter.sign, letter.index));
        let of_layout = matches!(letters.len(), 1 | 2) && letters.iter().any(|letter| letter.maker.is_some());
        of_layout.then_some(Self {
            roman: roman?,
            year,
            letters,
        })
    }

    /// What the Roman numeral and the second letter are.
    pub(crate) fn clues(&self) -> Vec<Clue> {
        std::iter::once(self.part_of_year())
            .chain(self.supplier())
            .chain(self.no_later_century())
            .collect()
    }

    fn part_of_year(&self) -> Clue {
        let (index, part) = self.roman;
        let value = format!("part {part} of the year (third or quarter)");
        let says = format!(
            "On Imperial Russian cases the Roman numeral {part} tells the part of the year; whether a third or a quarter \
             is not settled, so no month follows from it."
        );
        Clue::of(PART_ROLE, value, [index])
            .rule("part-of-year", says)
            .in_states([STATE])
    }

    /// The layout ended with the empire, so 15 is 1915.
    fn no_later_century(&self) -> Option<Clue> {
        let (index, year) = self.year;
        let says =
            format!("The four-part layout ended with the Russian Empire, so {year} is not 20{year} here.");
        is_of_both_centuries(year).then(|| {
            Clue::of("year", format!("20{year}"), [index])
                .rule("imperial-layout-is-no-later", says)
                .in_states([STATE])
                .excludes()
        })
    }

    /// The second letter. When both could be the maker's, the clue rests on both, and explains whichever is left over.
    fn supplier(&self) -> Option<Clue> {
        let [a, b] = self.letters.as_slice() else {
            return None;
        };
        Some(match (a.maker, b.maker) {
            (Some(first), Some(second)) if first == second => brass(
                a.sign.to_string(),
                &[a, b],
                "brass-supplier",
                format!(
                    "The letter {} stands twice on this Imperial Russian case: once for the maker, once for the supplier \
                     of the brass.",
                    a.sign
                ),
            ),
            (Some(first), Some(second)) => brass(
                format!("{} or {}", a.sign, b.sign),
                &[a, b],
                "maker-or-brass-supplier",
                format!(
                    "{} ({}) and {} ({}) are both letters of Imperial Russian works: one is the maker, the other the \
                     supplier of the brass, and the marking does not show which.",
                    a.sign, first.place, b.sign, second.place
                ),
            ),
            _ => {
                let other = if a.maker.is_none() { a } else { b };
                brass(
                    other.sign.to_string(),
                    &[other],
                    "brass-supplier",
                    format!(
                        "Beside maker, year and Roman numeral the letter {} stands for the supplier of the brass; who \
                         that was is not established.",
                        other.sign
                    ),
                )
            }
        })
    }
}

/// 00 to 18: a reader who does not know the layout takes them for this century too.
fn is_of_both_centuries(text: &str) -> bool {
    text.parse().is_ok_and(|year: u8| year < 19)
}

fn brass(who: String, letters: &[&Letter], rule: &str, says: String) -> Clue {
    let marks = letters.iter().map(|letter| letter.index);
    Clue::of("case-metal", format!("brass supplier {who}"), marks)
        .rule(rule, says)
        .in_states([STATE])
}

/// Two digits from 1880 to 1918, the years that the tables give to these letters.
fn is_imperial_year(text: &str) -> bool {
    text.len() == 2 && text.parse().is_ok_and(|year: u8| !(19..80).contains(&year))
}

#[cfg(test)]
mod tests {
    use headstamp_plugin_api::wire::Support;
    use headstamp_plugin_kit::item;

    use crate::read;

    /// Role, value and marks of every clue, the Roman numeral first.
    fn said(marking: &str) -> Vec<(String, String, Vec<u32>)> {
        let mut said: Vec<_> = read(&item(marking))
            .into_iter()
            .filter(|clue| clue.role != "year")
            .map(|clue| (clue.role, clue.value, clue.marks))
            .collect();
        said.sort_by_key(|(role, ..)| role != "part-of-year");
        said
    }

    fn part(roman: &str, mark: u32) -> (String, String, Vec<u32>) {
        (
            "part-of-year".to_owned(),
            format!("part {roman} of the year (third or quarter)"),
            vec![mark],
        )
    }

    fn brass(value: &str, marks: &[u32]) -> (String, String, Vec<u32>) {
        (
            "case-metal".to_owned(),
            format!("brass supplier {value}"),
            marks.to_vec(),
        )
    }

    #[test]
    fn two_letters_of_makers_leave_it_open() {
        assert_eq!(said("Л II 15 Т"), [part("II", 1), brass("Л or Т", &[0, 3])]);
        assert_eq!(
            said("12:Т 3:15 6:II 9:Л"),
            [part("II", 2), brass("Л or Т", &[0, 3])]
        );
        let clues = read(&item("Л II 15 Т"));
        let open = clues
            .iter()
            .find(|clue| clue.rule == "maker-or-brass-supplier")
            .unwrap();
        assert!(
            open.says.contains("Lugansk")
                && open.says.contains("Tula")
                && open.says.contains("does not show which")
        );
        assert_eq!(said("Т II 15 Т"), [part("II", 1), brass("Т", &[0, 3])]);
    }

    #[test]
    fn a_letter_that_is_no_maker_is_the_supplier() {
        assert_eq!(said("П III 08 К"), [part("III", 1), brass("К", &[3])]);
        assert_eq!(said("К III 08 П"), [part("III", 1), brass("К", &[0])]);
        assert_eq!(said("Т I 98 В"), [part("I", 1), brass("В", &[3])]);
    }

    #[test]
    fn the_supplier_may_be_missing() {
        assert_eq!(said("П III 08"), [part("III", 1)]);
        assert_eq!(said("Т 15 II"), [part("II", 2)]);
        assert_eq!(said("15 IV Л"), [part("IV", 1)]);
    }

    #[test]
    fn seventeen_is_the_year_here_and_no_plant() {
        assert_eq!(said("Т II 17 К"), [part("II", 1), brass("К", &[3])]);
    }

    #[test]
    fn the_year_is_of_the_empire() {
        let year = |marking: &str| {
            let clues = read(&item(marking))
                .into_iter()
                .filter(|clue| clue.role == "year");
            clues.map(|clue| (clue.value, clue.support)).collect::<Vec<_>>()
        };
        assert_eq!(year("Т II 15"), [("2015".to_owned(), Support::Excludes)]);
        assert_eq!(year("Т II 98"), []);
        assert_eq!(year("Т 15"), []);
    }

    #[test]
    fn as_others_type_it() {
        assert_eq!(said("T II 15 Л"), [part("II", 1), brass("Л or Т", &[0, 3])]);
        assert_eq!(said("n іі 16"), [part("II", 1)]);
    }

    #[test]
    fn says_that_third_or_quarter_is_open_and_names_no_month() {
        let clues = read(&item("Т IV 98"));
        assert!(clues[0].says.contains("not settled"));
        assert_eq!(clues[0].states, ["RUE"]);
        assert!(clues[0].value.parse::<u8>().is_err());
    }

    #[test]
    fn anything_else_is_another_layout() {
        for marking in
            "II 15, Т II, Т V 15, Т II 43, Т II 1915, Т II 19 15, К II 15, Т II 15 К Б, Т II 15 *, \
            Т II 15 ?, Т II III 15, (Т) II 15, Т VII 15, ТП II 15, GR VII 19 17"
                .split(", ")
        {
            assert_eq!(said(marking), [], "{marking}");
        }
    }
}
