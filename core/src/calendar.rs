//! Calendars in which a year may be stamped. A stamped year is always a span of Gregorian days, because most calendars
//! do not begin in January. The arithmetic is that of `calendrical_calculations`.

use smallvec::{SmallVec, smallvec};

use calendrical_calculations::{ethiopian, islamic, julian, persian};

use crate::date::{Day, Span, clamp};

/// A calendar, as named in `year-schemes.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // the names say it
pub enum Calendar {
    Gregorian,
    SolarHijri,
    ImperialIranian,
    LunarHijri,
    Rumi,
    Minguo,
    Buddhist,
    Rattanakosin,
    Ethiopian,
    JapaneseMeiji,
    JapaneseTaisho,
    JapaneseShowa,
    JapaneseHeisei,
    JapaneseReiwa,
    JapaneseImperial,
    EraFascista,
    Juche,
    Dangi,
    VikramSamvat,
}

const ALL: &[(Calendar, &str)] = &[
    (Calendar::Gregorian, "gregorian"),
    (Calendar::SolarHijri, "solar-hijri"),
    (Calendar::ImperialIranian, "imperial-iranian"),
    (Calendar::LunarHijri, "lunar-hijri"),
    (Calendar::Rumi, "rumi"),
    (Calendar::Minguo, "minguo"),
    (Calendar::Buddhist, "buddhist"),
    (Calendar::Rattanakosin, "rattanakosin"),
    (Calendar::Ethiopian, "ethiopian"),
    (Calendar::JapaneseMeiji, "japanese-meiji"),
    (Calendar::JapaneseTaisho, "japanese-taisho"),
    (Calendar::JapaneseShowa, "japanese-showa"),
    (Calendar::JapaneseHeisei, "japanese-heisei"),
    (Calendar::JapaneseReiwa, "japanese-reiwa"),
    (Calendar::JapaneseImperial, "japanese-imperial"),
    (Calendar::EraFascista, "era-fascista"),
    (Calendar::Juche, "juche"),
    (Calendar::Dangi, "dangi"),
    (Calendar::VikramSamvat, "vikram-samvat"),
];

impl Calendar {
    /// By the name in the table.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        ALL.iter().find(|(_, n)| *n == name).map(|(c, _)| *c)
    }

    /// The name in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        ALL.iter().find(|(c, _)| *c == self).map_or("", |(_, n)| n)
    }

    /// All names.
    pub fn names() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|(_, n)| *n)
    }

    /// By its place in the list of names, as compiled tables hold it.
    pub(crate) fn from_code(code: u8) -> Self {
        ALL.get(usize::from(code)).map_or(Self::Gregorian, |(c, _)| *c)
    }

    /// The Gregorian days of a year of this calendar, or nothing when the calendar has no such year.
    ///
    /// ```
    /// use headstamp_core::calendar::Calendar;
    /// assert_eq!(Calendar::SolarHijri.year(1388).unwrap().to_string(), "2009/2010");
    /// assert_eq!(Calendar::Minguo.year(19).unwrap().to_string(), "1930");
    /// ```
    #[must_use]
    pub fn year(self, year: i32) -> Option<Span> {
        if !(1..=6000).contains(&year) {
            return None;
        }
        let between = |start: &dyn Fn(i32) -> i32| Span {
            from: Day(start(year)),
            to: Day(start(year + 1) - 1),
        };
        let offset = |by: i32| Some(Span::year(year + by));
        let era = |first: Day, base: i32, last: Day| {
            let span = Span::year(base + year);
            let cut = Span {
                from: span.from.max(first),
                to: span.to.min(last),
            };
            (cut.from <= cut.to).then_some(cut)
        };
        let open = Day::new(6000, 1, 1);
        match self {
            Self::Gregorian => Some(Span::year(year)),
            Self::SolarHijri => Some(between(&|y| clamp(persian::fixed_from_fast_persian(y, 1, 1)))),
            Self::ImperialIranian => (year > 1180).then(|| Self::SolarHijri.year(year - 1180))?,
            Self::LunarHijri => Some(between(&|y| {
                clamp(islamic::fixed_from_tabular_islamic(
                    y,
                    1,
                    1,
                    islamic::ISLAMIC_EPOCH_FRIDAY,
                ))
            })),
            // The Ottoman fiscal year began on 1 March of the Julian calendar until 1917, then on 1 January.
            Self::Rumi => match year {
                ..=1332 => Some(between(&|y| clamp(julian::fixed_from_julian(y + 584, 3, 1)))).map(|s| {
                    if year == 1332 {
                        Span {
                            to: Day::new(1917, 2, 28),
                            ..s
                        }
                    } else {
                        s
                    }
                }),
                1333 => Some(Span {
                    from: Day::new(1917, 3, 1),
                    to: Day::new(1917, 12, 31),
                }),
                _ => offset(584),
            },
            Self::Minguo | Self::Juche => offset(1911),
            // Until 2483 the Thai year began on 1 April; 2483 had nine months.
            Self::Buddhist => match year {
                2484.. => offset(-543),
                2483 => Some(Span {
                    from: Day::new(1940, 4, 1),
                    to: Day::new(1940, 12, 31),
                }),
                544.. => Some(between(&|y| Day::new(y - 543, 4, 1).0)),
                _ => None,
            },
            Self::Rattanakosin => Some(between(&|y| Day::new(y + 1781, 4, 1).0)),
            Self::Ethiopian => Some(between(&|y| clamp(ethiopian::fixed_from_ethiopian(y, 1, 1)))),
            Self::JapaneseMeiji => era(Day::new(1868, 10, 23), 1867, Day::new(1912, 7, 29)),
            Self::JapaneseTaisho => era(Day::new(1912, 7, 30), 1911, Day::new(1926, 12, 24)),
            Self::JapaneseShowa => era(Day::new(1926, 12, 25), 1925, Day::new(1989, 1, 7)),
            Self::JapaneseHeisei => era(Day::new(1989, 1, 8), 1988, Day::new(2019, 4, 30)),
            Self::JapaneseReiwa => era(Day::new(2019, 5, 1), 2018, open),
            Self::JapaneseImperial => (year > 660).then(|| Span::year(year - 660)),
            Self::EraFascista => Some(between(&|y| Day::new(y + 1921, 10, 29).0)),
            Self::Dangi => (year > 2333).then(|| Span::year(year - 2333)),
            // New year falls in the middle of April; the day differs by a day or two from year to year.
            Self::VikramSamvat => (year > 57).then(|| between(&|y| Day::new(y - 57, 4, 13).0)),
        }
    }

    /// Full years that a number of `digits` digits may stand for, most natural century first.
    #[must_use]
    pub fn expand(self, value: u32, digits: u8) -> SmallVec<[i32; 13]> {
        let v = i32::try_from(value).unwrap_or(i32::MAX);
        let centuries: &[i32] = match self {
            Self::Gregorian => &[1900, 2000, 1800],
            Self::SolarHijri => &[1300, 1400, 1200],
            Self::LunarHijri => &[1400, 1300],
            Self::Rumi => &[1300, 1200],
            Self::ImperialIranian => &[2500],
            Self::Buddhist => &[2500, 2400],
            Self::Ethiopian => &[1900, 2000, 1800],
            Self::JapaneseImperial => &[2500, 2600],
            Self::VikramSamvat => &[2000, 1900],
            Self::Dangi => &[4200],
            _ => &[0],
        };
        match (self, digits) {
            (_, 4..) => smallvec![v],
            (Self::Gregorian, 3) => smallvec![v + 1000, v + 2000],
            (_, 3) => smallvec![v],
            (Self::Gregorian, 1) => (190..=202).map(|d| d * 10 + v).collect(),
            (_, 2) | (_, 1) => centuries.iter().map(|c| c + v).collect(),
            _ => SmallVec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_positions() {
        for (i, (c, name)) in ALL.iter().enumerate() {
            assert_eq!(Calendar::from_code(u8::try_from(i).unwrap()), *c);
            assert_eq!(Calendar::from_name(name), Some(*c));
        }
    }

    #[test]
    fn worked_examples_of_the_sources() {
        let day = |c: Calendar, y| {
            let s = c.year(y).unwrap();
            format!("{}..{}", s.from, s.to)
        };
        assert_eq!(day(Calendar::SolarHijri, 1398), "2019-03-21..2020-03-19");
        assert_eq!(day(Calendar::SolarHijri, 1403), "2024-03-20..2025-03-20");
        assert_eq!(day(Calendar::LunarHijri, 1326), "1908-02-04..1909-01-22");
        assert_eq!(day(Calendar::LunarHijri, 1365), "1945-12-06..1946-11-24");
        assert_eq!(day(Calendar::Rumi, 1326), "1910-03-14..1911-03-13");
        assert_eq!(day(Calendar::Rumi, 1313), "1897-03-13..1898-03-12");
        assert_eq!(day(Calendar::Rumi, 1333), "1917-03-01..1917-12-31");
        assert_eq!(day(Calendar::Rumi, 1334), "1918-01-01..1918-12-31");
        assert_eq!(day(Calendar::Ethiopian, 1936), "1943-09-12..1944-09-10");
        assert_eq!(day(Calendar::Ethiopian, 1967), "1974-09-11..1975-09-11");
        assert_eq!(day(Calendar::Buddhist, 2553), "2010-01-01..2010-12-31");
        assert_eq!(day(Calendar::Buddhist, 2446), "1903-04-01..1904-03-31");
        assert_eq!(day(Calendar::Rattanakosin, 121), "1902-04-01..1903-03-31");
        assert_eq!(day(Calendar::JapaneseShowa, 10), "1935-01-01..1935-12-31");
        assert_eq!(day(Calendar::JapaneseTaisho, 15), "1926-01-01..1926-12-24");
        assert_eq!(day(Calendar::EraFascista, 16), "1937-10-29..1938-10-28");
        assert_eq!(day(Calendar::JapaneseImperial, 2599), "1939-01-01..1939-12-31");
    }
}
