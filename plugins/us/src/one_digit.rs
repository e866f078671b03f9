//! A year of one digit, and a digit that is no year.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::makers::{self, Maker};
use crate::nato_cross;

/// Calibres in which the digit was stamped: those in service in 1945.
const OF_THE_WAR: [&str; 6] = [
    "11.43x23mm",
    "12.7x99mm",
    "7.62x33mm",
    "7.62x63mm",
    "7.7x56mmR",
    "9x19mm",
];

/// Service calibres that came later.
const LATER: [&str; 2] = ["5.56x45mm", "7.62x51mm"];

const STATE: &str = "US";

/// A single digit beside a maker of the war, if nothing else can be the year.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let Some((maker, mark, digit)) = only_digit(item) else {
        return Vec::new();
    };
    let calibre = item.calibre.as_deref();
    if nato_cross::mark(item).is_some() || calibre.is_some_and(|calibre| LATER.contains(&calibre)) {
        return vec![no_year(&maker, mark)];
    }
    let fits = calibre.is_none_or(|calibre| OF_THE_WAR.contains(&calibre));
    if !fits {
        return Vec::new();
    }
    wartime_year(&maker, mark, digit).into_iter().collect()
}

/// The maker, and the only number beside it, when that has one digit.
fn only_digit(item: &Item) -> Option<(Maker, &ItemMark, u32)> {
    let maker = makers::wartime(item)?;
    let mut numbers = item
        .stamped()
        .filter(|mark| mark.folded.contains(|sign: char| sign.is_ascii_digit()));
    let (mark, more) = (numbers.next()?, numbers.next());
    if more.is_some() || mark.digits() != Some(1) {
        return None;
    }
    let digit = mark.number()?;
    Some((maker, mark, digit))
}

fn wartime_year(maker: &Maker, mark: &ItemMark, digit: u32) -> Option<Clue> {
    let year = 1940 + digit;
    let of = |rule: &str, says: String| {
        Clue::of("year", year.to_string(), [mark.index])
            .rule(rule, says)
            .arg("maker", maker.text)
            .in_states([STATE])
    };
    match digit {
        4 | 5 if makers::CLOSED.contains(&maker.text) => None,
        4 | 5 => Some(of(
            "one-digit-year",
            format!(
                "In 1944 and 1945 many plants of the United States stamped the last digit of the year only: {digit} \
                 beside {} is {year} by that convention. A worn second digit looks the same, so look at a photograph.",
                maker.text
            ),
        )),
        2 | 3 => Some(
            of(
                "one-digit-year-unconfirmed",
                format!(
                    "{digit} alone beside {} may be {year}; that single digits were stamped before 1944 is not \
                     confirmed, and a worn digit beside it is as likely.",
                    maker.text
                ),
            )
            .doubtful(),
        ),
        _ => None,
    }
}

fn no_year(maker: &Maker, mark: &ItemMark) -> Clue {
    Clue::of("decoration", format!("tooling number {}", mark.folded), [mark.index])
        .rule(
            "single-digit-is-no-year",
            format!(
                "A single digit beside {} on a cartridge that is younger than the war is the number of a tool, not a year.",
                maker.text
            ),
        )
        .in_states([STATE])
}
