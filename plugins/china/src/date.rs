//! What the dates in Chinese characters mean, and what they do not mean.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

use crate::written::{self, Era, Written};

/// The Republic of China counts from 1912.
const REPUBLIC: u32 = 1911;

/// The Republic as a state of the mainland, and as the one that used its calendar afterwards.
const REPUBLICS: [&str; 2] = ["ROC", "TW"];

/// 1949. Later years of the Republic are Taiwanese.
const LAST_ON_THE_MAINLAND: u32 = 38;

/// Clues for years and months, and against the years that a month or another era would be taken for.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    let dates: Vec<(&ItemMark, Written)> = item
        .stamped()
        .filter(|mark| mark.enclosure.is_none())
        .filter_map(|mark| Some((mark, written::read(&mark.text)?)))
        .collect();
    let named: Vec<Era> = item
        .stamped()
        .filter_map(|mark| written::era_alone(&mark.text))
        .chain(dates.iter().map(|(_, date)| date.era))
        .filter(|era| *era != Era::Unnamed)
        .collect();
    let era = if named.contains(&Era::Another) {
        Era::Another
    } else {
        named.first().copied().unwrap_or(Era::Unnamed)
    };
    dates
        .iter()
        .flat_map(|(mark, date)| year(mark, date, era).into_iter().chain(month(mark, date)))
        .collect()
}

/// The readings of the year; where two traditions would read it differently, one for each.
fn year(mark: &ItemMark, date: &Written, era: Era) -> Vec<Clue> {
    let Some(year) = date.year else { return Vec::new() };
    let readings = match era {
        Era::Another => vec![not_of_the_republic(mark, year)],
        Era::Republic => vec![of_the_republic(mark, date, year, era)],
        Era::Unnamed => vec![of_the_republic(mark, date, year, era), gregorian(mark, year)],
    };
    readings.into_iter().flatten().collect()
}

/// Beside an emperor's era, a number that would be taken for a year of the Republic.
fn not_of_the_republic(mark: &ItemMark, year: u32) -> Option<Clue> {
    let text = mark.text.trim();
    let clue = Clue::of("year", (year + REPUBLIC).to_string(), [mark.index])
        .rule(
            "era-of-another-state",
            format!(
                "“{text}” counts in another era, which is named, and is no year of the Republic of China."
            ),
        )
        .arg("mark", text)
        .excludes()
        .in_states(REPUBLICS);
    (1..=99).contains(&year).then_some(clue)
}

fn of_the_republic(mark: &ItemMark, date: &Written, year: u32, era: Era) -> Option<Clue> {
    if !(1..=139).contains(&year) {
        return None;
    }
    let text = mark.text.trim();
    let known = match era {
        Era::Republic => "the era is named",
        _ => "by the usual reading, since no other era is named",
    };
    let (rule, how) = if date.from_right {
        ("minguo-from-right", ", written from right to left,")
    } else {
        ("minguo", "")
    };
    let gregorian = year + REPUBLIC;
    let clue = Clue::of("year", gregorian.to_string(), [mark.index])
        .rule(
            rule,
            format!("“{text}”{how} is year {year} of the Republic of China, {gregorian} ({year} added to 1911): {known}."),
        )
        .arg("mark", text);
    Some(if year <= LAST_ON_THE_MAINLAND {
        clue
    } else {
        clue.in_states(["TW"])
    })
}

/// Two digits or four before 年 in the People's Republic.
fn gregorian(mark: &ItemMark, year: u32) -> Option<Clue> {
    let full = match year {
        50..=99 => 1900 + year,
        1950..=2049 => year,
        _ => return None,
    };
    let text = mark.text.trim();
    let clue = Clue::of("year", full.to_string(), [mark.index])
        .rule(
            "year-sign",
            format!(
                "“{text}” is a year by its character 年: {full} in the calendar of the People's Republic."
            ),
        )
        .arg("mark", text);
    Some(clue.in_states(["CN"]))
}

/// A month in a mark of its own would be taken for a year of the Republic.
fn month(mark: &ItemMark, date: &Written) -> Vec<Clue> {
    let Some(month) = date.month else {
        return Vec::new();
    };
    let text = mark.text.trim();
    let is = Clue::of("month", month.to_string(), [mark.index])
        .rule(
            "month-sign",
            format!("“{text}” names month {month}, by its character 月."),
        )
        .arg("mark", text);
    let is_not = Clue::of("year", (month + REPUBLIC).to_string(), [mark.index])
        .rule("month-sign", format!("“{text}” is a month, and no year."))
        .arg("mark", text)
        .excludes()
        .in_states(REPUBLICS);
    std::iter::once(is)
        .chain(date.year.is_none().then_some(is_not))
        .collect()
}
