//! Writing rows to a workbook, one after the other, in constant memory. Text stays text: marks come back as they went.

use std::path::Path;

use rust_xlsxwriter::{Color, Format, FormatPattern, Workbook, Worksheet};

use super::{Cell, Titles};
use crate::error::Error;

/// Rows of a sheet, by the format.
const MOST_ROWS: u32 = 1_048_576;
/// Characters of a cell, by the format, with room for the sign that it was cut.
const MOST_CHARS: usize = 32_000;

/// What is written to a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// Text, never turned into anything else.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// A cell of the user's own workbook.
    Own(&'a Cell),
}

/// A workbook with one sheet, written row by row.
pub struct SheetWriter {
    workbook: Workbook,
    row: u32,
    text: Format,
    date: Format,
    moment: Format,
    time: Format,
}

impl SheetWriter {
    /// A sheet with its header.
    ///
    /// # Errors
    /// When the name or the header does not fit a workbook.
    pub fn new(name: &str, header: &[&str]) -> Result<Self, Error> {
        Self::under(name, &Titles::default(), header)
    }

    /// A sheet with its header where it stood in the user's own, under the rows that stood above it.
    ///
    /// # Errors
    /// When the name or the header does not fit a workbook.
    pub fn under(name: &str, titles: &Titles, header: &[&str]) -> Result<Self, Error> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(titles.header + 1, 0)?;
        for (i, title) in header.iter().enumerate() {
            let width = u32::try_from(title.chars().count()).unwrap_or(0).clamp(8, 28) + 2;
            sheet.set_column_width(at(i)?, width)?;
        }
        let mut out = Self {
            workbook,
            row: titles.header + 1,
            text: Format::new().set_num_format("@"),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            time: Format::new().set_num_format("hh:mm:ss"),
        };
        // In the order of the rows: what is written is not kept.
        for (row, cells) in titles.rows.iter().filter(|(row, _)| *row < titles.header) {
            for (i, cell) in cells.iter().enumerate() {
                out.cell(*row, at(i)?, &Value::Own(cell))?;
            }
        }
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E8_ECEF))
            .set_pattern(FormatPattern::Solid);
        let sheet = out.workbook.worksheet_from_index(0)?;
        for (i, title) in header.iter().enumerate() {
            sheet.write_string_with_format(titles.header, at(i)?, short(title), &head)?;
        }
        Ok(out)
    }

    /// The next row.
    ///
    /// # Errors
    /// When the sheet is full or the disk is.
    pub fn row<'v>(&mut self, values: impl IntoIterator<Item = Value<'v>>) -> Result<(), Error> {
        if self.row >= MOST_ROWS {
            return Err(Error::Usage(format!(
                "a sheet of a workbook has no more than {MOST_ROWS} rows; write CSV or JSON Lines instead"
            )));
        }
        let row = self.row;
        self.row += 1;
        for (i, value) in values.into_iter().enumerate() {
            self.cell(row, at(i)?, &value)?;
        }
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u16, value: &Value<'_>) -> Result<(), Error> {
        let Self {
            workbook,
            text,
            date,
            moment,
            time,
            ..
        } = self;
        let sheet: &mut Worksheet = workbook.worksheet_from_index(0)?;
        match value {
            Value::Empty | Value::Own(Cell::Empty) => {}
            Value::Text("") => {}
            Value::Text(t) => {
                sheet.write_string_with_format(row, column, short(t), text)?;
            }
            Value::Own(Cell::Text(t) | Cell::Error(t)) => {
                sheet.write_string_with_format(row, column, short(t), text)?;
            }
            Value::Number(n) | Value::Own(Cell::Number(n)) => {
                sheet.write_number(row, column, *n)?;
            }
            Value::Own(Cell::Bool(b)) => {
                sheet.write_boolean(row, column, *b)?;
            }
            Value::Own(cell @ Cell::Moment(m)) => {
                let format = match (m.date, m.time) {
                    (Some(_), None) => date,
                    (Some(_), Some(_)) => moment,
                    _ => time,
                };
                if m.serial > 0.0 {
                    sheet.write_number_with_format(row, column, m.serial, format)?;
                } else {
                    sheet.write_string_with_format(row, column, cell.to_string(), text)?;
                }
            }
        }
        Ok(())
    }

    /// Writes the workbook to a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self, path: &Path) -> Result<(), Error> {
        let file = std::fs::File::create(path).map_err(|e| Error::io(path, e))?;
        self.finish_to(file)
    }

    /// Writes the workbook to an open file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish_to(&mut self, file: impl std::io::Write + std::io::Seek + Send) -> Result<(), Error> {
        self.workbook.save_to_writer(file)?;
        Ok(())
    }
}

fn at(column: usize) -> Result<u16, Error> {
    u16::try_from(column)
        .ok()
        .filter(|c| *c < 16_384)
        .ok_or_else(|| Error::Usage("a sheet of a workbook has no more than 16384 columns".to_owned()))
}

/// Texts longer than a cell are cut, and say so.
fn short(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= MOST_CHARS {
        return text.into();
    }
    let kept: String = text.chars().take(MOST_CHARS).collect();
    if kept.len() == text.len() {
        return text.into();
    }
    format!("{kept} …(cut)").into()
}
