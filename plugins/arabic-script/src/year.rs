//! Years in Arabic-Indic digits that stand without a maker, and lunar Hijri years.

use calendrical_calculations::gregorian::gregorian_from_fixed;
use calendrical_calculations::islamic::{ISLAMIC_EPOCH_FRIDAY, fixed_from_tabular_islamic};
use calendrical_calculations::rata_die::RataDie;
use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::{calibre, digits};

/// Egyptian factories whose number may stand alone.
const FACTORIES: [u32; 2] = [10, 27];

/// Before these years the number is an Ottoman date, in one of two calendars: the tables have both.
const HIJRI: std::ops::RangeInclusive<i32> = 1342..=1470;

/// Readings of the one number of a marking, if nothing beside it can be a maker. Arabic letters may stand there: no maker
/// is established for any.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let others = |mark: &&ItemMark| {
        !calibre::is_calibre(mark) && !arabic_letters(mark) && !mark.folded.starts_with('{')
    };
    let marks: Vec<&ItemMark> = item.stamped().filter(others).collect();
    let [mark] = marks[..] else { return Vec::new() };
    let Some(number) = mark.number().filter(|_| digits::all_arabic(mark.text.trim())) else {
        return Vec::new();
    };
    match mark.digits() {
        Some(2) if !FACTORIES.contains(&number) => {
            let alone = item.stamped().count() == 1;
            let turned = digits::turned(mark.text.trim()).filter(|turned| alone && *turned != number);
            let upright = digits::years(number)
                .into_iter()
                .map(|year| gregorian(mark, year));
            let over = turned
                .into_iter()
                .flat_map(digits::years)
                .map(|year| upside_down(mark, year));
            upright.chain(over).collect()
        }
        Some(4) if (1900..2050).contains(&number) => vec![gregorian(mark, number)],
        Some(4) => hijri(mark, number).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn arabic_letters(mark: &ItemMark) -> bool {
    let mut signs = mark.text.chars().filter(|sign| sign.is_alphanumeric()).peekable();
    signs.peek().is_some() && signs.all(|sign| ('\u{0620}'..='\u{064A}').contains(&sign))
}

fn gregorian(mark: &ItemMark, year: u32) -> Clue {
    let text = mark.text.trim();
    Clue::of("year", year.to_string(), [mark.index])
        .rule(
            "arabic-year-alone",
            format!(
                "“{text}” can be the year {year}. Egypt, Iraq, Sudan, Syria and others write so: the digits do not tell \
                 the maker."
            ),
        )
        .arg("mark", text)
}

fn upside_down(mark: &ItemMark, year: u32) -> Clue {
    let text = mark.text.trim();
    Clue::of("year", year.to_string(), [mark.index])
        .rule(
            "arabic-year-turned",
            format!("Nothing on the case shows which side of “{text}” is up. Turned round, ٧ is ٨, and it is {year}."),
        )
        .arg("mark", text)
}

fn hijri(mark: &ItemMark, number: u32) -> Option<Clue> {
    let year = i32::try_from(number).ok().filter(|year| HIJRI.contains(year))?;
    let first = |year| fixed_from_tabular_islamic(year, 1, 1, ISLAMIC_EPOCH_FRIDAY);
    let (from, to) = (iso(first(year)), iso(first(year + 1) - 1));
    let text = mark.text.trim();
    Some(
        Clue::of("year", format!("{from}..{to}"), [mark.index])
            .rule(
                "lunar-hijri-alone",
                format!(
                    "“{text}” is too small for a Gregorian year: as a lunar Hijri year {year} it is {from} to {to}. The \
                     maker is undetermined."
                ),
            )
            .arg("mark", text)
            .arg("year", year.to_string()),
    )
}

fn iso(day: RataDie) -> String {
    let (year, month, day) = gregorian_from_fixed(day).unwrap_or_default();
    format!("{year:04}-{month:02}-{day:02}")
}
