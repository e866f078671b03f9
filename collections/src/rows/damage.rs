//! What spreadsheets do to marks. `(10)` becomes minus ten, `10/84` a date, `6:11` a time, `1E5` a number, `05` five.
//! Each is recognised, by the kind of the cell or by the form of the text a spreadsheet exports, and never silently
//! believed: the likeliest original is taken as a doubtful reading `(?)`, and the reason names what else it may be.

use std::fmt;

/// A cell of a workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, as typed.
    Text(String),
    /// A number.
    Number(f64),
    /// A date or a time of day.
    Moment(Moment),
    /// True or false.
    Bool(bool),
    /// A formula that failed: `#NAME?`.
    Error(String),
}

/// A date, a time, or both, as a workbook keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moment {
    /// Days since the epoch of the workbook.
    pub serial: f64,
    /// Year, month, day.
    pub date: Option<(u16, u8, u8)>,
    /// Hours, minutes, seconds.
    pub time: Option<(u32, u8, u8)>,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((y, m, d)) = self.date {
            write!(f, "{y:04}-{m:02}-{d:02}")?;
        }
        if let Some((h, m, s)) = self.time {
            let gap = if self.date.is_some() { " " } else { "" };
            write!(f, "{gap}{h:02}:{m:02}:{s:02}")?;
        }
        Ok(())
    }
}

/// What the cell shows, without its format.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(t) | Self::Error(t) => f.write_str(t),
            Self::Number(n) => write!(f, "{n}"),
            Self::Moment(m) => write!(f, "{m}"),
            Self::Bool(true) => f.write_str("TRUE"),
            Self::Bool(false) => f.write_str("FALSE"),
        }
    }
}

/// The likeliest original of damaged marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The marks, each doubtful.
    pub(super) marks: Vec<String>,
    /// What happened, and what else it may have been.
    pub(super) reason: String,
}

fn reading(marks: &[String], reason: String) -> Reading {
    Reading {
        marks: marks.iter().map(|m| format!("{m}(?)")).collect(),
        reason: format!("{reason}; taken as a doubtful reading, format the column as text"),
    }
}

/// Damage that the kind of a cell shows.
pub(super) fn of_cell(cell: &Cell) -> Option<Reading> {
    match cell {
        Cell::Empty => None,
        Cell::Text(t) => of_text(t.trim()),
        Cell::Number(n) => of_number(*n),
        Cell::Moment(m) => Some(of_moment(m)),
        Cell::Bool(_) => Some(reading(
            &[cell.to_string()],
            "the spreadsheet keeps true or false here, not text".to_owned(),
        )),
        Cell::Error(e) => Some(lost(e)),
    }
}

fn lost(error: &str) -> Reading {
    Reading {
        marks: vec!["…".to_owned()],
        reason: format!(
            "the cell holds the error {error}: a mark that begins with = + - or @ is taken for a formula; \
             what was stamped is lost, look at the item again"
        ),
    }
}

fn of_number(n: f64) -> Option<Reading> {
    if n < 0.0 {
        return Some(negative(&format!("{}", -n)));
    }
    let text = format!("{n}");
    if n.fract() != 0.0 {
        let why = "a number with decimals: zeros at its end or before it would be lost".to_owned();
        return Some(reading(&[text], why));
    }
    if text.len() == 1 {
        let why =
            format!("a number cell: a leading zero would be lost, so this may be 0{text} as well as {text}");
        return Some(reading(&[text], why));
    }
    let zeros = text.len() - text.trim_end_matches('0').len();
    // 1900 and 2000 are years, and nobody stamps 19E2.
    if n >= 1e15 || (zeros >= 2 && n != 1900.0 && n != 2000.0) {
        let short = text.get(..text.len() - zeros).unwrap_or(&text);
        let why = format!("a number cell: {short}E{zeros} would be turned into {text}, so it may be either");
        return Some(reading(&[text], why));
    }
    None
}

fn negative(digits: &str) -> Reading {
    let why = format!(
        "spreadsheets turn ({digits}) into -{digits}, so a circle is likely; it may also be {digits} or -{digits}"
    );
    reading(&[format!("({digits})")], why)
}

fn of_moment(m: &Moment) -> Reading {
    match (m.date, m.time) {
        (Some((y, month, 1)), _) => {
            month_and_year(&month.to_string(), &format!("{:02}", y % 100), &m.to_string())
        }
        (Some((_, month, day)), _) => day_and_month(u32::from(day), u32::from(month), &m.to_string()),
        (None, Some((h, minute, _))) => clock(h, u32::from(minute), &m.to_string()),
        (None, None) => reading(&[m.serial.to_string()], "a date that is none".to_owned()),
    }
}

fn month_and_year(month: &str, year: &str, shown: &str) -> Reading {
    let zero = if month.len() == 1 {
        format!("0{month}/{year}, ")
    } else {
        String::new()
    };
    let why = format!(
        "spreadsheets turn {month}/{year} into the date {shown}; it may also have been {zero}{year}/{month} or 1/{month}"
    );
    reading(&[month.to_owned(), year.to_owned()], why)
}

fn day_and_month(day: u32, month: u32, shown: &str) -> Reading {
    let why = format!(
        "spreadsheets turn {day}/{month} and {month}/{day} into the date {shown}; it may have been either"
    );
    reading(&[day.to_string(), month.to_string()], why)
}

fn clock(hour: u32, minute: u32, shown: &str) -> Reading {
    let why = format!(
        "spreadsheets turn {hour}:{minute:02} into the time {shown}; taken as the two marks, it may also be {minute:02} at {hour} o'clock"
    );
    reading(&[hour.to_string(), format!("{minute:02}")], why)
}

/// Damage that a text still shows after it was exported.
pub(super) fn of_text(text: &str) -> Option<Reading> {
    // Most marks are letters and digits; every form below has one of these signs.
    if !text.contains(['-', '/', ':', '#', '+', '.']) {
        return None;
    }
    if text.starts_with('#')
        && (text.ends_with('?') || text.ends_with('!') || matches!(text, "#N/A" | "#NOM?"))
    {
        return Some(lost(text));
    }
    if let Some(digits) = text.strip_prefix('-')
        && (1..=4).contains(&digits.len())
        && all_digits(digits)
    {
        return Some(negative(digits));
    }
    scientific(text)
        .or_else(|| named_month(text))
        .or_else(|| whole_date(text))
        .or_else(|| whole_time(text))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// `1.00E+05`: nobody types the plus.
fn scientific(text: &str) -> Option<Reading> {
    let (mantissa, power) = text.split_once("E+").or_else(|| text.split_once("e+"))?;
    let number = |t: &str| t.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
    if mantissa.is_empty() || !number(mantissa) || !all_digits(power) {
        return None;
    }
    let mantissa = mantissa.replace(',', ".");
    let short = if mantissa.contains('.') {
        mantissa.trim_end_matches('0').trim_end_matches('.')
    } else {
        &mantissa
    };
    let power = power.trim_start_matches('0');
    let typed = format!("{short}E{power}");
    let why = format!("spreadsheets turn {typed} and long numbers into {text}");
    Some(reading(&[typed], why))
}

/// Month names as English and French spreadsheets shorten them, folded.
const MONTHS: [&[&str]; 12] = [
    &["jan", "janv"],
    &["feb", "fevr", "fev"],
    &["mar", "mars"],
    &["apr", "avr"],
    &["may", "mai"],
    &["jun", "juin"],
    &["jul", "juil"],
    &["aug", "aout"],
    &["sep", "sept"],
    &["oct"],
    &["nov"],
    &["dec"],
];

fn month(name: &str) -> Option<u32> {
    let folded = crate::text::fold(name);
    let at = MONTHS.iter().position(|names| names.contains(&folded.as_str()))?;
    u32::try_from(at + 1).ok()
}

/// `Oct-84` and `5-Nov`.
fn named_month(text: &str) -> Option<Reading> {
    let (a, b) = text.split_once('-')?;
    if let Some(m) = month(a)
        && all_digits(b)
        && matches!(b.len(), 2 | 4)
    {
        return Some(month_and_year(&m.to_string(), b.get(b.len() - 2..)?, text));
    }
    let m = month(b).filter(|_| all_digits(a) && a.len() <= 2)?;
    Some(day_and_month(a.parse().ok()?, m, text))
}

/// `1984-10-01`, `01/10/1984`, with or without midnight.
fn whole_date(text: &str) -> Option<Reading> {
    let day = text
        .strip_suffix(" 00:00:00")
        .or_else(|| text.strip_suffix(" 00:00"))
        .unwrap_or(text);
    let parts: Vec<&str> = day.split(['-', '/']).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    if !parts.iter().all(|p| all_digits(p)) {
        return None;
    }
    let (year, m, d): (&str, u32, u32) = match (a.len(), c.len()) {
        (4, 1..=2) if day.contains('-') => (a, b.parse().ok()?, c.parse().ok()?),
        (1..=2, 4) => (c, b.parse().ok()?, a.parse().ok()?),
        _ => return None,
    };
    let (m, d) = if m == 1 && d != 1 { (d, m) } else { (m, d) };
    if !(1..=31).contains(&m) || !(1..=31).contains(&d) {
        return None;
    }
    if d == 1 {
        return Some(month_and_year(&m.to_string(), year.get(2..)?, text));
    }
    Some(day_and_month(d, m, text))
}

/// `06:11:00`, `6:11 AM`. A mere `6:11` is notation for 11 at 6 o'clock.
fn whole_time(text: &str) -> Option<Reading> {
    let upper = text.to_ascii_uppercase();
    let (clock_text, half) = match upper.strip_suffix(" PM") {
        Some(t) => (t, Some(12)),
        None => upper
            .strip_suffix(" AM")
            .map_or((upper.as_str(), None), |t| (t, Some(0))),
    };
    let parts: Vec<&str> = clock_text.split(':').collect();
    let (h, m) = match parts.as_slice() {
        [h, m] if half.is_some() => (h, m),
        [h, m, "00"] => (h, m),
        _ => return None,
    };
    if !all_digits(h) || !all_digits(m) || m.len() != 2 {
        return None;
    }
    let hour: u32 = h.parse().ok()?;
    Some(clock(
        hour % 12 + half.unwrap_or(hour - hour % 12),
        m.parse().ok()?,
        text,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(y: u16, m: u8, d: u8) -> Cell {
        Cell::Moment(Moment {
            date: Some((y, m, d)),
            ..Moment::default()
        })
    }

    #[test]
    fn damage_by_kind_of_cell() {
        let time = Cell::Moment(Moment {
            time: Some((6, 11, 0)),
            ..Moment::default()
        });
        for (cell, want) in [
            (Cell::Number(-10.0), "(10)(?)"),
            (date(1984, 10, 1), "10(?) 84(?)"),
            (date(2026, 11, 5), "5(?) 11(?)"),
            (time, "6(?) 11(?)"),
            (Cell::Number(100_000.0), "100000(?)"),
            (Cell::Number(5.0), "5(?)"),
            (Cell::Number(7.62), "7.62(?)"),
            (Cell::Bool(true), "TRUE(?)"),
            (Cell::Error("#NAME?".to_owned()), "…"),
        ] {
            assert_eq!(of_cell(&cell).unwrap().marks.join(" "), want, "{cell:?}");
        }
        for fine in [
            Cell::Empty,
            Cell::Number(945.0),
            Cell::Number(11.0),
            Cell::Number(2000.0),
            Cell::Text("05".to_owned()),
        ] {
            assert_eq!(of_cell(&fine), None, "{fine:?}");
        }
    }

    #[test]
    fn damage_that_an_export_shows() {
        for (text, want) in [
            ("-10", "(10)(?)"),
            ("Oct-84", "10(?) 84(?)"),
            ("oct-84", "10(?) 84(?)"),
            ("févr-62", "2(?) 62(?)"),
            ("5-Nov", "5(?) 11(?)"),
            ("01/10/1984", "10(?) 84(?)"),
            ("10/1/1984", "10(?) 84(?)"),
            ("1984-10-01", "10(?) 84(?)"),
            ("1984-10-01 00:00:00", "10(?) 84(?)"),
            ("06:11:00", "6(?) 11(?)"),
            ("6:11:00 AM", "6(?) 11(?)"),
            ("1:11 PM", "13(?) 11(?)"),
            ("12:45 PM", "12(?) 45(?)"),
            ("1.00E+05", "1E5(?)"),
            ("1E+05", "1E5(?)"),
            ("#NAME?", "…"),
            ("#NOM?", "…"),
        ] {
            assert_eq!(
                of_text(text).map(|r| r.marks.join(" ")).as_deref(),
                Some(want),
                "{text}"
            );
        }
        for fine in [
            "945 11",
            "12:945 6:11",
            "6:11",
            "R-P",
            "W.R.A.Co.",
            "(10) 84",
            "-",
            "10/84",
            "945-11",
            "1E5",
            "30-06",
            "7.62x39",
            "1-2-3",
            "188/60/1",
            "no-code 02",
            "ППУ 82",
            "-M-",
            "12:10:84",
            "",
        ] {
            assert_eq!(of_text(fine), None, "{fine}");
        }
    }
}
