//! From the cells of a workbook to texts.

use calamine::{Data, DataRef, ExcelDateTime, ExcelDateTimeType, Reader, Sheets};

use super::{Book, words};
use crate::error::Error;
use crate::rows::{Cell, Column, Moment, Problem};

/// Columns of a sheet, by the format.
const MOST_COLUMNS: u32 = 16_384;

/// Calls `f` with each row that has cells and its number from 0, until it says no.
pub(super) fn each_row(
    book: &mut Book,
    sheet: &str,
    f: &mut dyn FnMut(u32, Vec<Cell>) -> bool,
) -> Result<(), Error> {
    let Sheets::Xlsx(xlsx) = book else {
        let range = book.worksheet_range(sheet).map_err(|e| words::say(&e))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let margin = usize::try_from(first_column).unwrap_or(0);
        for (at, row) in (first_row..).zip(range.rows()) {
            let mut cells = vec![Cell::Empty; margin];
            cells.extend(row.iter().map(of_data));
            if !f(at, cells) {
                break;
            }
        }
        return Ok(());
    };
    let failed = |e| words::say(&calamine::Error::Xlsx(e));
    let mut reader = xlsx.worksheet_cells_reader(sheet).map_err(failed)?;
    let mut row: Option<(u32, Vec<Cell>)> = None;
    while let Some(cell) = reader.next_cell().map_err(failed)? {
        let (at, column) = cell.get_position();
        if row.as_ref().is_some_and(|r| r.0 != at)
            && let Some((at, cells)) = row.take()
            && !f(at, cells)
        {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            return Err(Error::Input(format!(
                "the workbook is damaged: row {} has a cell beyond the {MOST_COLUMNS} columns that a sheet can have; \
                 open it in a spreadsheet program and save it again",
                at + 1
            )));
        }
        let cells = &mut row.get_or_insert_with(|| (at, Vec::new())).1;
        let column = usize::try_from(column).unwrap_or(0);
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        if let Some(slot) = cells.get_mut(column) {
            *slot = of_ref(cell.get_value());
        }
    }
    if let Some((at, cells)) = row {
        f(at, cells);
    }
    Ok(())
}

fn of_data(data: &Data) -> Cell {
    match data {
        Data::String(s) => text(s),
        Data::Int(n) => number(*n),
        Data::Float(n) => Cell::Number(*n),
        Data::Bool(b) => Cell::Bool(*b),
        Data::DateTime(d) => Cell::Moment(moment(d)),
        Data::DateTimeIso(s) | Data::DurationIso(s) => iso(s),
        Data::Error(e) => Cell::Error(e.to_string()),
        _ => Cell::Empty,
    }
}

fn of_ref(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::String(s) => text(s),
        DataRef::SharedString(s) => text(s),
        DataRef::Int(n) => number(*n),
        DataRef::Float(n) => Cell::Number(*n),
        DataRef::Bool(b) => Cell::Bool(*b),
        DataRef::DateTime(d) => Cell::Moment(moment(d)),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => iso(s),
        DataRef::Error(e) => Cell::Error(e.to_string()),
        _ => Cell::Empty,
    }
}

/// A sheet holds whole numbers exactly only as far as a fraction does.
fn number(n: i64) -> Cell {
    Cell::Number(n as f64)
}

fn text(s: &str) -> Cell {
    if s.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(s.to_owned())
    }
}

/// What a cell shows.
pub(super) fn text_of(cell: &Cell) -> String {
    cell.to_string()
}

fn moment(d: &ExcelDateTime) -> Moment {
    let serial = d.as_f64();
    let (year, month, day, hour, minute, second, _) = d.to_ymd_hms_milli();
    let time = (u32::from(hour), minute, second);
    if d.is_duration() || (0.0..1.0).contains(&serial) {
        let days = if serial >= 1.0 { serial.trunc() } else { 0.0 };
        // A duration of more than a day shows its hours.
        let hours = if d.is_duration() {
            (days.min(1e6) as u32) * 24
        } else {
            0
        };
        return Moment {
            serial,
            date: None,
            time: Some((time.0 + hours, time.1, time.2)),
        };
    }
    Moment {
        serial,
        date: Some((year, month, day)),
        time: (serial.fract() > 0.0).then_some(time),
    }
}

/// Dates and times as ODS writes them: `2016-09-14`, `2016-09-14T10:00:00`, `PT06H11M00S`.
fn iso(s: &str) -> Cell {
    let parsed = match s.strip_prefix("PT") {
        Some(rest) => duration(rest),
        None => date_and_time(s),
    };
    parsed.map_or_else(|| text(s), Cell::Moment)
}

fn duration(rest: &str) -> Option<Moment> {
    let (h, rest) = rest.split_once('H')?;
    let (m, rest) = rest.split_once('M')?;
    let s = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    Some(Moment {
        serial: 0.0,
        date: None,
        time: Some((h.parse().ok()?, m.parse().ok()?, s.parse().ok()?)),
    })
}

fn date_and_time(s: &str) -> Option<Moment> {
    let (date, time) = s.split_once('T').map_or((s, None), |(d, t)| (d, Some(t)));
    let mut parts = date.splitn(3, '-').map(|p| p.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let time = time.and_then(|t| {
        let mut parts = t.split([':', '.']).map(|p| p.parse::<u8>().ok());
        let found = (
            u32::from(parts.next()??),
            parts.next()??,
            parts.next().flatten().unwrap_or(0),
        );
        (found != (0, 0, 0)).then_some(found)
    });
    Some(Moment {
        serial: 0.0,
        date: Some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)),
        time,
    })
}

/// Damage outside the marks: it is reported, and mended where only one original is possible.
pub(super) fn check(column: Column, shown: &mut String, cell: &Cell, problems: &mut Vec<Problem>) {
    let mut say = |name: &str, text: &str, reason: String| problems.push(Problem::new(name, text, reason));
    match (column, cell) {
        (Column::RecoveredOn, Cell::Number(n)) if (20_000.0..80_000.0).contains(n) => {
            let day = moment(&ExcelDateTime::new(n.trunc(), ExcelDateTimeType::DateTime, false)).to_string();
            say(
                "recovered_on",
                shown,
                format!("a day number of a spreadsheet, taken as {day}"),
            );
            *shown = day;
        }
        (Column::Calibre, Cell::Number(n)) if *n < 1.0 => {
            let reason = "a number cell: spreadsheets turn .50 into 0.5; format the column as text";
            say("calibre", shown, reason.to_owned());
        }
        (Column::Calibre, Cell::Moment(m)) => {
            let typed = m.date.map_or(String::new(), |(y, month, _)| {
                format!(", likely of {month}/{:02}", y % 100)
            });
            let reason = format!("a spreadsheet made a date of a calibre{typed}; format the column as text");
            say("calibre", shown, reason);
            shown.clear();
        }
        (Column::Id, Cell::Moment(_)) => {
            say(
                "id",
                shown,
                "a spreadsheet made a date of an id; format the column as text".to_owned(),
            );
        }
        (Column::Id | Column::Other(_), Cell::Number(n)) if n.abs() >= 1e15 => {
            let name = if column == Column::Id { "id" } else { "a number" };
            say(
                name,
                shown,
                "spreadsheets keep 15 digits of a number; the rest is lost".to_owned(),
            );
        }
        (Column::Marks | Column::MarkAt(_) | Column::Unknown, _) => {}
        (_, Cell::Error(e)) => {
            let reason = format!("the cell holds the error {e}; the row is read without it");
            say("", shown, reason);
            shown.clear();
        }
        _ => {}
    }
}
