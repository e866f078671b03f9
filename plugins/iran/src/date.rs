//! A whole date of the solar Hijri calendar: a month by its name, or year, month and day with slashes.

use headstamp_plugin_api::wire::{Clue, Item};

use crate::solar;

/// The months in Persian and as they are transcribed, in lower case.
const MONTHS: [&[&str]; 12] = [
    &["فروردین", "farvardin"],
    &["اردیبهشت", "ordibehesht"],
    &["خرداد", "khordad"],
    &["تیر", "tir"],
    &["مرداد", "mordad", "amordad"],
    &["شهریور", "shahrivar"],
    &["مهر", "mehr"],
    &["آبان", "aban"],
    &["آذر", "azar"],
    &["دی", "dey"],
    &["بهمن", "bahman"],
    &["اسفند", "esfand"],
];

/// A date that was found, and the marks that it is made of.
pub(crate) struct Date {
    pub(crate) marks: Vec<u32>,
    written: String,
    value: String,
    role: &'static str,
    year: i32,
    year_mark: Option<u32>,
}

/// A word of a mark, with its value when it is a number.
struct Word {
    mark: u32,
    /// The mark is this word and nothing else.
    whole: bool,
    text: String,
    number: Option<i32>,
}

impl Date {
    /// The date, if the marking has exactly one.
    pub(crate) fn find(item: &Item) -> Option<Self> {
        let words = words(item);
        by_name(&words).or_else(|| with_slashes(item, &words))
    }

    /// The day or month, and the year of its mark.
    pub(crate) fn clues(&self) -> Vec<Clue> {
        let Self {
            written, value, year, ..
        } = self;
        let day = Clue::of(self.role, value, self.marks.iter().copied())
            .rule(
                "solar-hijri-date",
                format!("“{written}” is a date of the solar Hijri calendar: {value}."),
            )
            .arg("date", written);
        let of_mark = self.year_mark.map(|mark| {
            Clue::of("year", solar::year(*year), [mark])
                .rule(
                    "solar-hijri-date",
                    format!(
                        "In “{written}” {year} is a solar Hijri year, {}.",
                        solar::said(*year)
                    ),
                )
                .arg("date", written)
                .in_states(["IR"])
        });
        std::iter::once(day).chain(of_mark).collect()
    }

    fn of(year: &Word, month: u8, day: Option<&Word>, words: &[&Word]) -> Option<Self> {
        let (full, _) = solar::full(year.number?)?;
        let (role, value) = match day {
            Some(day) => ("day", solar::day(full, month, u8::try_from(day.number?).ok()?)?),
            None => ("month", solar::month(full, month)),
        };
        let mut marks: Vec<u32> = words.iter().map(|word| word.mark).collect();
        marks.sort_unstable();
        marks.dedup();
        Some(Self {
            marks,
            written: words
                .iter()
                .map(|word| word.text.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            value,
            role,
            year: full,
            year_mark: year.whole.then_some(year.mark),
        })
    }
}

fn words(item: &Item) -> Vec<Word> {
    let value = |text: &str| {
        let western = text.chars().map(|sign| match u32::from(sign) {
            point @ 0x0660..=0x0669 => char::from_digit(point - 0x0660, 10),
            point @ 0x06F0..=0x06F9 => char::from_digit(point - 0x06F0, 10),
            _ => sign.is_ascii_digit().then_some(sign),
        });
        western.collect::<Option<String>>()?.parse().ok()
    };
    item.stamped()
        .filter(|mark| mark.enclosure.is_none())
        .flat_map(|mark| {
            let whole = mark.text.split_whitespace().count() == 1;
            mark.text.split_whitespace().map(move |text| Word {
                mark: mark.index,
                whole,
                text: text.to_owned(),
                number: value(text),
            })
        })
        .collect()
}

fn only(words: &[Word], fits: impl Fn(&Word) -> bool) -> Option<&Word> {
    let mut found = words.iter().filter(|word| fits(word));
    found.next().filter(|_| found.next().is_none())
}

fn month(word: &Word) -> Option<u8> {
    let text = word.text.to_lowercase();
    (1..)
        .zip(MONTHS)
        .find(|(_, names)| names.contains(&text.as_str()))
        .map(|(month, _)| month)
}

fn is_year(word: &Word) -> bool {
    word.text.chars().count() == 4 && word.number.is_some_and(|number| solar::YEARS.contains(&number))
}

fn is_day(word: &Word) -> bool {
    word.text.chars().count() <= 2 && word.number.is_some_and(|number| (1..=31).contains(&number))
}

/// `25 Aban 1388`, in any order.
fn by_name(words: &[Word]) -> Option<Date> {
    let name = only(words, |word| month(word).is_some())?;
    let year = only(words, is_year)?;
    let day = only(words, is_day);
    if day.is_none() && words.iter().any(is_day) {
        return None;
    }
    let parts: Vec<&Word> = day.into_iter().chain([name, year]).collect();
    Date::of(year, month(name)?, day, &parts)
}

/// `1388/08/25`, which the notation takes apart.
fn with_slashes(item: &Item, words: &[Word]) -> Option<Date> {
    let mut written = item
        .marking
        .split_whitespace()
        .filter(|word| word.matches('/').count() == 2);
    let parts: Vec<&str> = written.next()?.split('/').collect();
    if written.next().is_some() {
        return None;
    }
    let part = |at: usize| only(words, |word| parts.get(at).is_some_and(|part| word.text == *part));
    let (year, second, day) = (part(0)?, part(1)?, part(2)?);
    let month = u8::try_from(second.number?)
        .ok()
        .filter(|month| (1..=12).contains(month))?;
    if !is_year(year) || !is_day(day) {
        return None;
    }
    Date::of(year, month, Some(day), &[year, second, day])
}
