//! Lot numbers in the form of MIL-STD-1168: symbol, year, month letter, interfix, hyphen or identifier, sequence, suffix.

use headstamp_plugin_api::wire::{Clue, Item, ItemMark};

/// The standard, and the training text that gives the month letters.
const SOURCES: [&str; 2] = ["mil-std-1168c", "us-army-mm0145-lot-number"];

/// January to December. I is no month letter.
const MONTHS: &[u8; 12] = b"ABCDEFGHJKLM";

/// Letters for a theatre, at the end.
const THEATRES: &[u8; 3] = b"TWY";

/// A lot number taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lot {
    pub(crate) symbol: String,
    pub(crate) year: u16,
    pub(crate) month: u8,
    pub(crate) interfix: String,
    /// The letter that stands for the hyphen.
    pub(crate) identifier: Option<char>,
    pub(crate) sequence: String,
    /// Letters after the sequence: suffix, theatre, or both.
    pub(crate) tail: String,
    /// The hyphens of a short symbol were not written, or O and I stand for 0 and 1.
    pub(crate) mended: bool,
}

/// Clues for every mark that is a lot number.
pub(crate) fn clues(item: &Item) -> Vec<Clue> {
    // Cases bear no lot: there the number was copied from the packing, whose year is that of assembly.
    let case = matches!(item.item.as_str(), "case" | "cartridge");
    item.stamped()
        .filter_map(|mark| Some((mark, Lot::parse(mark.text.trim())?)))
        .flat_map(|(mark, lot)| lot.clues(mark, case))
        .collect()
}

impl Lot {
    /// Takes a lot number apart; nothing, when it has another form.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let letters = bytes.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        let hyphens = bytes
            .iter()
            .skip(letters)
            .take_while(|byte| **byte == b'-')
            .count();
        let padded = letters + hyphens == 3;
        if !(1..=3).contains(&letters) || !(padded || (hyphens == 0 && letters == 2)) {
            return None;
        }
        let symbol = text.get(..letters)?.to_owned();
        let rest = text.get(letters + hyphens..)?;
        let mut mended = !padded;
        let year = number(rest.get(..2)?, &mut mended)?;
        let month = MONTHS
            .iter()
            .position(|letter| rest.as_bytes().get(2) == Some(letter))?;
        let interfix = number(rest.get(3..6)?, &mut mended)?;
        let identifier = rest
            .as_bytes()
            .get(6)
            .filter(|byte| **byte == b'-' || byte.is_ascii_uppercase())?;
        let sequence = number(rest.get(7..10)?, &mut mended)?;
        let tail = rest.get(10..)?;
        let theatre = tail
            .as_bytes()
            .last()
            .is_some_and(|letter| THEATRES.contains(letter));
        if !tail.bytes().all(|byte| byte.is_ascii_uppercase()) || tail.len() > 2 + usize::from(theatre) {
            return None;
        }
        let year: u16 = year.parse().ok()?;
        Some(Self {
            symbol,
            // The form is of the 1960s, so 60 to 99 are of the last century and no number is of both.
            year: if year < 60 { 2000 + year } else { 1900 + year },
            month: u8::try_from(month).ok()? + 1,
            interfix,
            identifier: (*identifier != b'-').then_some(char::from(*identifier)),
            sequence,
            tail: tail.to_owned(),
            mended,
        })
    }

    /// As the standard writes it.
    pub(crate) fn written(&self) -> String {
        let hyphens = "-".repeat(3_usize.saturating_sub(self.symbol.len()));
        let letter = MONTHS.get(usize::from(self.month) - 1).copied().unwrap_or(b'?');
        format!(
            "{}{hyphens}{:02}{}{}{}{}{}",
            self.symbol,
            self.year % 100,
            char::from(letter),
            self.interfix,
            self.identifier.unwrap_or('-'),
            self.sequence,
            self.tail
        )
    }

    fn clues(&self, mark: &ItemMark, case: bool) -> Vec<Clue> {
        let of = |role: &str, value: String, rule: &str, says: String| {
            Clue::of(role, value, [mark.index])
                .rule(rule, says)
                .documented(SOURCES)
        };
        let mut clues = vec![
            of("lot", self.written(), "mil-std-1168-lot", self.sentence(mark)),
            of(
                "plant",
                format!("lot symbol {}", self.symbol),
                "mil-std-1168-symbol",
                format!(
                    "{} is the symbol of the maker or loading plant in the lot system; it can differ from the letters on \
                     cases, and other states use the form of the number too.",
                    self.symbol
                ),
            ),
        ];
        if !self.tail.is_empty() {
            clues.push(of(
                "overhaul",
                self.tail_value(),
                "mil-std-1168-suffix",
                self.tail_sentence(),
            ));
        }
        if !case {
            let days = last_day(self.year, self.month);
            let (year, month) = (self.year, self.month);
            let says = format!(
                "By its year and month letter the lot is of {month:02}/{year}. Its cases may be of the year before."
            );
            let span = format!("{year}-{month:02}-01..{year}-{month:02}-{days:02}");
            clues.push(of("year", span, "mil-std-1168-date", says.clone()));
            clues.push(of("month", month.to_string(), "mil-std-1168-date", says));
        }
        clues
    }

    fn sentence(&self, mark: &ItemMark) -> String {
        let identifier = self
            .identifier
            .map_or_else(String::new, |letter| format!(", lot identifier {letter}"));
        let mended = if self.mended {
            format!(
                " It was recorded as “{}”: look whether signs were lost or misread.",
                mark.text.trim()
            )
        } else {
            String::new()
        };
        format!(
            "A lot number in the form of MIL-STD-1168: symbol {}, {:02}/{}, interfix {}{identifier}, sequence {}. Lots of one \
             symbol and interfix are expected to perform alike.{mended}",
            self.symbol, self.month, self.year, self.interfix, self.sequence
        )
    }

    fn tail_value(&self) -> String {
        let (front, last) = self.tail.split_at(self.tail.len() - 1);
        match (front, THEATRES.iter().any(|letter| last.as_bytes() == [*letter])) {
            (_, true) if self.tail.len() == 3 => format!("reworked lot, suffix {front}; theatre {last}"),
            ("", true) => format!("undetermined: suffix {last} of a reworked lot, or theatre {last}"),
            (_, true) => format!(
                "undetermined: suffix {} of a reworked lot, or suffix {front} and theatre {last}",
                self.tail
            ),
            _ => format!("reworked lot, suffix {}", self.tail),
        }
    }

    fn tail_sentence(&self) -> String {
        if self.tail_value().starts_with("undetermined") {
            format!(
                "T, W and Y at the end of a lot number can be part of the suffix of a reworked lot or name a theatre: {} \
                 may be either.",
                self.tail
            )
        } else {
            "A suffix makes a reworked lot a lot of its own; the date remains that of the lot it comes from."
                .to_owned()
        }
    }
}

/// Digits, in which O was taken for 0 or I for 1.
fn number(text: &str, mended: &mut bool) -> Option<String> {
    let digit = |sign: char| match sign {
        'O' => Some('0'),
        'I' => Some('1'),
        _ => Some(sign).filter(char::is_ascii_digit),
    };
    let digits: String = text.chars().map(digit).collect::<Option<_>>()?;
    *mended |= digits != text;
    Some(digits)
}

/// The last day of a month.
fn last_day(year: u16, month: u8) -> i64 {
    use calendrical_calculations::gregorian::fixed_from_gregorian;
    let (year, next) = (i32::from(year), month % 12 + 1);
    let following = fixed_from_gregorian(year + i32::from(next == 1), next, 1);
    following - fixed_from_gregorian(year, month, 1)
}
