//! Maker code, case metal, lot of delivery, year: 1933 to 1945.

use std::ops::RangeInclusive;

use headstamp_plugin_api::wire::Clue;

use crate::marks::{Code, Metal, Seen, only};

/// The codes name firms in Germany, annexed and occupied countries (all under Germany in the tables), Hungary and Romania.
const STATES: [&str; 3] = ["DE", "HU", "RO"];

/// The only calibre on which a star alone is the case metal.
const STAR_ON: &str = "9x19mm";

/// Years of the layout; nothing later stands beside a code.
const YEARS: RangeInclusive<u32> = 33..=45;

struct Layout<'a> {
    code: Code,
    maker: Seen<'a>,
    metal: (Seen<'a>, Metal),
    numbers: [Seen<'a>; 2],
    roman: Option<Seen<'a>>,
}

pub(crate) fn clues(seen: &[Seen<'_>], calibre: Option<&str>) -> Vec<Clue> {
    let Some(layout) = Layout::find(seen, calibre) else {
        return Vec::new();
    };
    let mut clues = layout.numbers();
    clues.extend(layout.older_brass());
    clues.extend(layout.roman());
    clues
}

impl<'a> Layout<'a> {
    /// The layout, if every mark has its place in it; besides the four there may be one Roman numeral.
    fn find(seen: &[Seen<'a>], calibre: Option<&str>) -> Option<Self> {
        let metal = only(seen.iter().filter_map(|mark| Some((*mark, mark.metal()?))))?;
        let (maker, code) = only(seen.iter().filter_map(|mark| Some((*mark, mark.code()?))))?;
        let numbers: Vec<Seen<'a>> = seen
            .iter()
            .copied()
            .filter(|mark| mark.number().is_some())
            .collect();
        let numbers: [Seen<'a>; 2] = numbers.try_into().ok()?;
        let mut romans = seen.iter().copied().filter(|mark| mark.roman().is_some());
        let roman = romans.next();
        let sure = match metal.1 {
            Metal::Sure => true,
            Metal::S67 | Metal::S => code != Code::Capitals,
            Metal::Star => code != Code::Capitals && maker.text != "P" && calibre == Some(STAR_ON),
        };
        let complete = seen.len() == 4 + usize::from(roman.is_some());
        (sure && complete).then_some(Self {
            code,
            maker,
            metal,
            numbers,
            roman,
        })
    }

    /// Which of the numbers is the lot and which the year.
    fn numbers(&self) -> Vec<Clue> {
        let [a, b] = self.numbers;
        match (self.is_year(&a), self.is_year(&b)) {
            (true, false) => vec![self.lot(&b, &a)],
            (false, true) => vec![self.lot(&a, &b)],
            (true, true) => self.two_years(),
            (false, false) => self.too_late(),
        }
    }

    /// In the years of this kind of code; if neither number is, in the years of the layout.
    fn is_year(&self, mark: &Seen<'_>) -> bool {
        let of_code = match self.code {
            Code::Number => 33..=40,
            Code::Letters | Code::Capitals => 40..=45,
        };
        let within = |years: &RangeInclusive<u32>, mark: &Seen<'_>| {
            mark.two_digits().is_some_and(|year| years.contains(&year))
        };
        if self.numbers.iter().any(|number| within(&of_code, number)) {
            within(&of_code, mark)
        } else {
            within(&YEARS, mark)
        }
    }

    fn lot(&self, lot: &Seen<'_>, year: &Seen<'_>) -> Clue {
        let says = format!(
            "Beside the code {} and the case metal {} the year is 19{}, so {} is the number of the delivery lot; it is no \
             month and no maker.",
            self.maker.text,
            self.metal.0.shown(),
            year.text,
            lot.text
        );
        Clue::of("lot", lot.text, [lot.index])
            .rule("delivery-lot", says)
            .in_states(STATES)
    }

    /// Both could be the year: the one opposite the case metal is, if the record has the positions.
    fn two_years(&self) -> Vec<Clue> {
        let [a, b] = self.numbers;
        let opposite = self
            .metal
            .0
            .hour
            .map(|hour| if hour > 6 { hour - 6 } else { hour + 6 });
        let at = |mark: &Seen<'_>| opposite.is_some() && mark.hour == opposite;
        let (lot, year) = match (at(&a), at(&b)) {
            (true, false) => (b, a),
            (false, true) => (a, b),
            _ => return vec![self.undetermined()],
        };
        let says = format!(
            "The year stands opposite the case metal ({} o'clock), so {} is the lot and not the year.",
            year.hour.unwrap_or_default(),
            lot.text
        );
        let no_year =
            Clue::of("year", format!("19{}", lot.text), [lot.index]).rule("year-opposite-metal", says);
        vec![self.lot(&lot, &year), no_year.excludes().in_states(STATES)]
    }

    fn undetermined(&self) -> Clue {
        let [a, b] = self.numbers;
        let (low, high) = if a.text <= b.text { (a, b) } else { (b, a) };
        let says = format!(
            "{} and {} could both be the year: one is the year, the other the delivery lot. The year stands opposite the \
             case metal; the positions were not recorded, or do not show it.",
            low.text, high.text
        );
        Clue::of(
            "lot",
            format!("undetermined: {} or {}", low.text, high.text),
            [a.index, b.index],
        )
        .rule("lot-or-year", says)
        .in_states(STATES)
    }

    /// No number is a year of the layout; what looks like a later one is none.
    fn too_late(&self) -> Vec<Clue> {
        let later = |mark: &&Seen<'_>| mark.two_digits().is_some_and(|year| year > *YEARS.end());
        let no_year = |mark: &Seen<'_>| {
            let says = format!(
                "German codes with the case metal {} were stamped until 1945: 19{} cannot be the year beside them.",
                self.metal.0.shown(),
                mark.text
            );
            let clue =
                Clue::of("year", format!("19{}", mark.text), [mark.index]).rule("no-year-after-1945", says);
            clue.excludes().in_states(STATES)
        };
        self.numbers.iter().filter(later).map(no_year).collect()
    }

    /// `S` alone in the place of the case metal.
    fn older_brass(&self) -> Option<Clue> {
        let (mark, Metal::S) = self.metal else {
            return None;
        };
        let says = format!(
            "Beside the code {}, a lot and a year, S stands for the case metal, brass in its older mark, and not for the \
             maker Spandau.",
            self.maker.text
        );
        let dated = self.numbers.iter().any(|number| self.is_year(number));
        dated.then(|| {
            Clue::of("case-metal", "brass, older mark S", [mark.index])
                .rule("older-brass", says)
                .in_states(STATES)
        })
    }

    fn roman(&self) -> Option<Clue> {
        let mark = self.roman?;
        let says = format!(
            "The Roman numeral {} beside a German code may name the supplier of the case metal; no document states it, and \
             it is no month.",
            mark.text
        );
        let clue = Clue::of(
            "case-metal",
            format!("undetermined: {}, perhaps the supplier", mark.text),
            [mark.index],
        );
        Some(clue.rule("roman-beside-code", says).doubtful().in_states(STATES))
    }
}
