//! The Imperial Russian headstamp of four parts: maker, two-digit year, part of the year, supplier of the brass.

use headstamp_plugin_api::wire::Clue;

use crate::marking::{Marking, Sign};
use crate::plants::{self, Maker};

/// The role of the clue.
const PART_ROLE: &str = "part-of-year";

const STATE: &str = "RUE";

/// The marks of the layout, wherever they stand: their order round the rim varies.
pub(crate) struct Layout {
    roman: (u32, &'static str),
    letters: Vec<Letter>,
}

struct Letter {
    index: u32,
    sign: char,
    maker: Option<&'static Maker>,
}

impl Layout {
    /// The layout, if every mark has its place in it. The letter of the supplier may be missing from the record.
    pub(crate) fn find(marking: &Marking<'_>) -> Option<Self> {
        let (mut roman, mut year, mut letters) = (None, None, Vec::new());
        for mark in &marking.marks {
            match mark.sign {
                Sign::Roman(part) if roman.is_none() => roman = Some((mark.index, part)),
                Sign::Number(_) if year.is_none() && is_imperial_year(mark.text) => year = Some(mark.index),
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
        year?;
        letters.sort_by_key(|letter| (letter.sign, letter.index));
        let of_layout = matches!(letters.len(), 1 | 2) && letters.iter().any(|letter| letter.maker.is_some());
        of_layout.then_some(Self {
            roman: roman?,
            letters,
        })
    }

    /// What the Roman numeral and the second letter are.
    pub(crate) fn clues(&self) -> Vec<Clue> {
        std::iter::once(self.part_of_year())
            .chain(self.supplier())
            .collect()
    }

    fn part_of_year(&self) -> Clue {
        let (index, part) = self.roman;
        Clue {
            says: format!(
                "On Imperial Russian cases the Roman numeral {part} tells the part of the year; whether a third or a \
                 quarter is not settled, so no month follows from it."
            ),
            ..clue(
                vec![index],
                PART_ROLE,
                format!("part {part} of the year (third or quarter)"),
                "part-of-year",
            )
        }
    }

    /// The second letter. When both could be the maker's, the clue rests on both, and explains whichever is left over.
    fn supplier(&self) -> Option<Clue> {
        let [a, b] = self.letters.as_slice() else {
            return None;
        };
        let role = "case-metal";
        Some(match (a.maker, b.maker) {
            (Some(first), Some(second)) => {
                let mut marks = vec![a.index, b.index];
                marks.sort_unstable();
                if first == second {
                    Clue {
                        says: format!(
                            "The letter {} stands twice on this Imperial Russian case: once for the maker, once for \
                             the supplier of the brass.",
                            a.sign
                        ),
                        ..clue(
                            marks,
                            role,
                            format!("brass supplier {}", a.sign),
                            "brass-supplier",
                        )
                    }
                } else {
                    Clue {
                        says: format!(
                            "{} ({}) and {} ({}) are both letters of Imperial Russian works: one is the maker, the \
                             other the supplier of the brass, and the marking does not show which.",
                            a.sign, first.place, b.sign, second.place
                        ),
                        ..clue(
                            marks,
                            role,
                            format!("brass supplier {} or {}", a.sign, b.sign),
                            "maker-or-brass-supplier",
                        )
                    }
                }
            }
            _ => {
                let other = if a.maker.is_none() { a } else { b };
                Clue {
                    says: format!(
                        "Beside maker, year and Roman numeral the letter {} stands for the supplier of the brass; who \
                         that was is not established.",
                        other.sign
                    ),
                    ..clue(
                        vec![other.index],
                        role,
                        format!("brass supplier {}", other.sign),
                        "brass-supplier",
                    )
                }
            }
        })
    }
}

/// Two digits from 1880 to 1918, the years that the tables give to these letters.
fn is_imperial_year(text: &str) -> bool {
    text.len() == 2 && text.parse().is_ok_and(|year: u8| !(19..80).contains(&year))
}

fn clue(marks: Vec<u32>, role: &str, value: String, rule: &str) -> Clue {
    Clue {
        marks,
        role: role.to_owned(),
        value,
        rule: rule.to_owned(),
        basis: "general".to_owned(),
        states: vec![STATE.to_owned()],
        ..Clue::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::read;
    use crate::testing::item;

    /// Role, value and marks of every clue, the Roman numeral first.
    fn said(marking: &str) -> Vec<(String, String, Vec<u32>)> {
        let mut said: Vec<_> = read(&item(marking))
            .into_iter()
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
    fn as_others_type_it() {
        assert_eq!(said("T II 15 Л"), [part("II", 1), brass("Л or Т", &[0, 3])]);
        assert_eq!(said("n іі 16"), [part("II", 1)]);
    }

    #[test]
    fn says_that_third_or_quarter_is_open_and_names_no_month() {
        let clues = read(&item("Т IV 15"));
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
