//! The calendars against other people's arithmetic, year by year over 1850 to 2050.
//!
//! The second library is `icu_calendar`. It is asked in which year each *day* falls, so the first and the last day of
//! every year are compared without asking either side how it computes them. For the days of the older calendars it uses
//! the same crate as core does; those are therefore also held against a list that ICU for C++ gave
//! (`calendars/icu4c.tsv`), and the Julian calendar against its known distance from the Gregorian one.

// A test that cannot go on should say where it stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use headstamp_core::calendar::Calendar;
use headstamp_core::date::{Day, Span};
use headstamp_core::identify::Identifier;
use headstamp_core::notation::Marking;
use headstamp_core::observation::Observation;
use headstamp_core::tables::{Builder, Tables};
use icu_calendar::cal::hijri::{TabularAlgorithm, TabularAlgorithmEpoch, TabularAlgorithmLeapYears};
use icu_calendar::cal::{Buddhist, Ethiopian, Gregorian, Hijri, Japanese, Julian, Persian, Roc};
use icu_calendar::types::RataDie;
use icu_calendar::{AsCalendar, Calendar as OtherCalendar, Date, types::EraYear};

/// The Gregorian years that are compared.
const YEARS: RangeInclusive<i32> = 1850..=2050;

/// The year of a calendar in which the second library puts a day; nothing where it has no such year.
type Year = Box<dyn Fn(Day) -> Option<i32>>;

/// What is compared.
enum Second {
    /// The library has the calendar, for these years of it.
    Has(RangeInclusive<i32>, Year),
    /// It does not.
    NotCompared(&'static str),
}

use Second::{Has, NotCompared};

fn date<C: AsCalendar>(day: Day, calendar: C) -> Date<C> {
    Date::from_rata_die(RataDie::new(i64::from(day.0)), calendar)
}

/// The year within an era.
fn in_era<C>(era: &'static str, calendar: C) -> Year
where
    C: OtherCalendar<Year = EraYear> + Copy + 'static,
{
    Box::new(move |day| {
        let year = date(day, calendar).era_year();
        (year.era == era).then_some(year.year)
    })
}

/// The Ottoman fiscal year while it began on 1 March of the Julian calendar.
fn rumi(day: Day) -> Option<i32> {
    let julian = date(day, Julian);
    let before_march = i32::from(julian.month().ordinal < 3);
    Some(julian.era_year().extended_year - 584 - before_march)
}

const ALL: RangeInclusive<i32> = 1..=6000;

fn second(calendar: Calendar) -> Second {
    let tabular = Hijri(TabularAlgorithm::new(
        TabularAlgorithmLeapYears::TypeII,
        TabularAlgorithmEpoch::Friday,
    ));
    let japanese = |era| in_era(era, Japanese::new());
    match calendar {
        Calendar::Gregorian => Has(ALL, in_era("ce", Gregorian)),
        Calendar::SolarHijri => Has(ALL, in_era("ap", Persian)),
        Calendar::LunarHijri => Has(ALL, in_era("ah", tabular)),
        Calendar::Rumi => Has(1..=1331, Box::new(rumi)),
        Calendar::Minguo => Has(ALL, in_era("roc", Roc)),
        // Before 2484 the year began in April, which the library leaves out.
        Calendar::Buddhist => Has(2484..=6000, in_era("be", Buddhist)),
        Calendar::Ethiopian => Has(ALL, in_era("am", Ethiopian::new())),
        // Until year 5 Japan used a lunisolar calendar; the library counts those years as Gregorian ones.
        Calendar::JapaneseMeiji => Has(6..=6000, japanese("meiji")),
        Calendar::JapaneseTaisho => Has(ALL, japanese("taisho")),
        Calendar::JapaneseShowa => Has(ALL, japanese("showa")),
        Calendar::JapaneseHeisei => Has(ALL, japanese("heisei")),
        Calendar::JapaneseReiwa => Has(ALL, japanese("reiwa")),
        Calendar::ImperialIranian => NotCompared("the library lacks it; solar Hijri plus 1180"),
        Calendar::Rattanakosin => NotCompared("the library lacks it; from April to March"),
        Calendar::JapaneseImperial => NotCompared("the library lacks it; Gregorian plus 660"),
        Calendar::EraFascista => NotCompared("the library lacks it; from 29 October"),
        Calendar::Juche => NotCompared("the library lacks it; Gregorian less 1911"),
        Calendar::Dangi => NotCompared("the library's is the lunisolar one; on marks Gregorian plus 2333"),
        Calendar::VikramSamvat => {
            NotCompared("the library lacks it; new year is kept only to the day or two")
        }
    }
}

/// First and last day of each year that lies wholly within the years compared.
fn spans(year_of: &Year) -> BTreeMap<i32, Span> {
    let (first, last) = (
        Day::new(YEARS.start() - 2, 1, 1),
        Day::new(YEARS.end() + 2, 12, 31),
    );
    let mut spans: BTreeMap<i32, Span> = BTreeMap::new();
    for day in (first.0..=last.0).map(Day) {
        if let Some(year) = year_of(day) {
            let span = spans.entry(year).or_insert(Span { from: day, to: day });
            assert!(span.to.0 + 1 >= day.0, "year {year} is not one run of days");
            span.to = day;
        }
    }
    spans.retain(|_, span| span.from > first && span.to < last);
    spans
}

#[test]
fn each_calendar_agrees_with_a_second_library() {
    let mut report = String::new();
    for name in Calendar::names() {
        let calendar = Calendar::from_name(name).unwrap();
        let line = match second(calendar) {
            NotCompared(why) => format!("not compared: {why}"),
            Has(known, year_of) => {
                let spans = spans(&year_of);
                let mut compared = 0;
                for (year, span) in spans.range(known.clone()) {
                    assert_eq!(calendar.year(*year), Some(*span), "{name} {year}");
                    compared += 1;
                }
                // And core has no year of 1850 to 2050 that the library lacks.
                for year in known.clone() {
                    let Some(span) = calendar.year(year) else { continue };
                    if YEARS.contains(&span.from.year()) && YEARS.contains(&span.to.year()) {
                        assert!(spans.contains_key(&year), "{name} {year} is in core alone");
                    }
                }
                let years: Vec<_> = spans.range(known).map(|(year, _)| *year).collect();
                format!("{compared} years, {} to {}", years[0], years[years.len() - 1])
            }
        };
        report += &format!("{name}: {line}\n");
    }
    insta::assert_snapshot!(report);
}

#[test]
fn first_days_as_icu_for_cpp_gives_them() {
    let mut compared: BTreeMap<&str, u32> = BTreeMap::new();
    for line in include_str!("calendars/icu4c.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
    {
        let [name, year, first] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let calendar = Calendar::from_name(name).unwrap();
        let span = calendar.year(year.parse().unwrap()).unwrap();
        assert_eq!(span.from.to_string(), first, "{name} {year}");
        *compared.entry(name).or_default() += 1;
    }
    assert_eq!(
        compared.into_iter().collect::<Vec<_>>(),
        [("ethiopian", 204), ("lunar-hijri", 210), ("solar-hijri", 204)]
    );
}

#[test]
fn the_ottoman_year_begins_twelve_or_thirteen_days_after_the_gregorian_first_of_march() {
    for year in 1266..=1332 {
        let gregorian = year + 584;
        // 1900 was a leap year in the Julian calendar alone.
        let late = if gregorian < 1900 { 12 } else { 13 };
        let span = Calendar::Rumi.year(year).unwrap();
        assert_eq!(span.from.0, Day::new(gregorian, 3, 1).0 + late, "{year}");
    }
    // The change of 1917: no day is left out and none counted twice.
    for year in 1266..=1340 {
        let (this, next) = (
            Calendar::Rumi.year(year).unwrap(),
            Calendar::Rumi.year(year + 1).unwrap(),
        );
        assert_eq!(this.to.0 + 1, next.from.0, "{year}");
    }
}

#[test]
fn years_of_calendars_that_no_library_has() {
    let days = |calendar: Calendar, year| {
        let span = calendar.year(year).unwrap();
        format!("{}..{}", span.from, span.to)
    };
    assert_eq!(days(Calendar::ImperialIranian, 2535), "1976-03-21..1977-03-20");
    assert_eq!(days(Calendar::ImperialIranian, 2537), "1978-03-21..1979-03-20");
    assert_eq!(days(Calendar::Buddhist, 2470), "1927-04-01..1928-03-31");
    assert_eq!(days(Calendar::Buddhist, 2483), "1940-04-01..1940-12-31");
    assert_eq!(days(Calendar::Rattanakosin, 121), "1902-04-01..1903-03-31");
    assert_eq!(days(Calendar::JapaneseMeiji, 1), "1868-10-23..1868-12-31");
    assert_eq!(days(Calendar::JapaneseImperial, 2592), "1932-01-01..1932-12-31");
    assert_eq!(days(Calendar::EraFascista, 16), "1937-10-29..1938-10-28");
    assert_eq!(days(Calendar::Juche, 86), "1997-01-01..1997-12-31");
    assert_eq!(days(Calendar::Dangi, 4287), "1954-01-01..1954-12-31");
    assert_eq!(Calendar::VikramSamvat.year(2050).unwrap().touched(), (1993, 1994));
    // None before its first year.
    assert_eq!(Calendar::ImperialIranian.year(1180), None);
    assert_eq!(Calendar::JapaneseTaisho.year(16), None);
    assert_eq!(Calendar::Minguo.year(0), None);
}

/// The schemes of the tables that take two digits: calendar, and the Gregorian years in which it was in force.
fn two_digit_schemes() -> Vec<(Calendar, RangeInclusive<i32>)> {
    let table: toml::Table = include_str!("../../reference-data/year-schemes.toml")
        .parse()
        .unwrap();
    let schemes = table["year_scheme"].as_array().unwrap();
    let year = |scheme: &toml::Value, key: &str, otherwise: i32| {
        let year = scheme.get(key).and_then(toml::Value::as_integer);
        year.map_or(otherwise, |year| i32::try_from(year).unwrap())
    };
    schemes
        .iter()
        .filter(|scheme| {
            scheme["digits"]
                .as_array()
                .unwrap()
                .iter()
                .any(|d| d.as_integer() == Some(2))
        })
        .map(|scheme| {
            let calendar = Calendar::from_name(scheme["calendar"].as_str().unwrap()).unwrap();
            let from = year(scheme, "from", *YEARS.start()).max(*YEARS.start());
            (calendar, from..=year(scheme, "to", TODAY).min(TODAY))
        })
        .collect()
}

/// A year up to which cases may have been made.
const TODAY: i32 = 2026;

#[test]
fn two_digits_stand_for_every_century_in_which_the_scheme_was_in_force() {
    let schemes = two_digit_schemes();
    assert!(schemes.len() > 10);
    for (calendar, force) in schemes {
        for year in 1..=3000 {
            let Some(span) = calendar.year(year) else { continue };
            if !force.contains(&span.from.year()) || !force.contains(&span.to.year()) {
                continue;
            }
            let meant = calendar.expand(u32::try_from(year % 100).unwrap(), 2);
            // Eras that count from 1 have no centuries: the 98th year of the Republic is 98.
            let centuries = meant.iter().any(|meant| *meant >= 1000);
            assert!(
                meant.contains(&year) || (!centuries && year >= 100),
                "{} {year}",
                calendar.name()
            );
        }
    }
}

/// Tables with one producer, `XQ`, of a state that wrote years by one scheme.
fn tables_of(country: &str, scheme: &str) -> Vec<u8> {
    let mut builder = Builder::new();
    for (name, text) in [
        ("data.toml", include_str!("../../reference-data/data.toml")),
        (
            "calibres.toml",
            include_str!("../../reference-data/calibres.toml"),
        ),
        ("states.toml", include_str!("../../reference-data/states.toml")),
        ("symbols.toml", include_str!("../../reference-data/symbols.toml")),
        ("weights.toml", include_str!("../../reference-data/weights.toml")),
        (
            "year-schemes.toml",
            include_str!("../../reference-data/year-schemes.toml"),
        ),
    ] {
        builder.add(name.to_owned(), text.to_owned());
    }
    let producer = format!(
        "name = \"A works\"\ncountry = \"{country}\"\n\n[[mark]]\ntext = \"XQ\"\nyear_schemes = [\"{scheme}\"]\n\
         basis = \"general\"\n\n[[mark.example]]\nheadstamp = \"XQ\"\n"
    );
    builder.add(
        format!("producers/{}/works.toml", country.to_lowercase()),
        producer,
    );
    builder.build().unwrap().0.to_bytes().unwrap()
}

/// The days that `headstamp` may mean, earliest first, with what else is known.
fn read(scheme: (&str, &str), headstamp: &str, calibre: &str, recovered: &str) -> Vec<String> {
    let bytes = tables_of(scheme.0, scheme.1);
    let tables = Tables::open(&bytes).unwrap();
    let mut observation = Observation::of(Marking::parse(headstamp).unwrap());
    if !calibre.is_empty() {
        observation = observation.with_calibre(&tables, calibre);
    }
    observation.recovered = Day::parse_span(recovered);
    let inference = Identifier::new(tables).infer(&observation, &[]);
    let Some(best) = inference.candidates.first() else {
        return Vec::new();
    };
    let upright = best.years.iter().filter(|year| !year.turned);
    let mut years: Vec<Span> = upright.map(|year| year.span).collect();
    years.sort_by_key(|span| span.from);
    years.iter().map(ToString::to_string).collect()
}

#[test]
fn every_admissible_century_stays_until_something_decides() {
    let thai = ("TH", "buddhist");
    assert_eq!(read(thai, "XQ 53", "", ""), ["1910/1911", "2010"]);
    // The calibre decides, or the day of recovery.
    assert_eq!(read(thai, "XQ 53", "7.62x39", ""), ["2010"]);
    assert_eq!(read(thai, "XQ 53", "", "1950-06-01"), ["1910/1911"]);
    assert_eq!(read(thai, "XQ 2553", "", ""), ["2010"]);

    // 1345; 1245 was before the calendar was taken up, 1445 is to come.
    let iranian = ("IR", "solar-hijri");
    assert_eq!(read(iranian, "XQ 45", "", ""), ["1966/1967"]);
    assert_eq!(read(iranian, "XQ 04", "", ""), ["1925/1926", "2025/2026"]);
    assert_eq!(read(iranian, "XQ 04", "7.62x39", ""), ["2025/2026"]);
    assert_eq!(read(iranian, "XQ 04", "", "2020"), ["1925/1926"]);
    assert_eq!(read(iranian, "XQ ۰۴", "", "2020"), ["1925/1926"]);

    let ethiopian = ("ET", "ethiopian");
    assert_eq!(read(ethiopian, "XQ 04", "5.56x45", ""), ["2011/2012"]);
    assert_eq!(read(ethiopian, "XQ 04", "", "1970"), ["1811/1812", "1911/1912"]);

    // An era that began in 1912 has one year of each number.
    assert_eq!(read(("TW", "minguo"), "XQ 98", "", ""), ["2009"]);
    assert_eq!(read(("TR", "yy"), "XQ 12", "", ""), ["1912", "2012"]);
    assert_eq!(read(("TR", "yy"), "XQ 12", "7.92x57", "1930"), ["1912"]);
}
