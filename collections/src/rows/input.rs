//! Opening a collection of any format.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::csv::CsvInput;
use super::jsonl::JsonlInput;
use super::workbook::{Titles, WorkbookInput};
use super::{Block, Column, Row};
use crate::error::Error;

/// How rows are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Separated by commas or semicolons.
    Csv,
    /// Separated by tabs.
    Tsv,
    /// A JSON object a line.
    Jsonl,
    /// A workbook: XLSX, XLS, XLSB or ODS.
    Workbook,
}

impl Format {
    /// The format of a file, by its name. Standard input (`-`) is CSV.
    ///
    /// # Errors
    /// When the ending is not known.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let extension = path
            .extension()
            .map(|e| e.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        match extension.as_str() {
            "csv" | "txt" => Ok(Self::Csv),
            "tsv" | "tab" => Ok(Self::Tsv),
            "jsonl" | "ndjson" => Ok(Self::Jsonl),
            "xlsx" | "xlsm" | "xls" | "xlsb" | "ods" => Ok(Self::Workbook),
            _ if path.as_os_str() == "-" => Ok(Self::Csv),
            other => Err(Error::Usage(format!(
                "{}: “.{other}” is no known format; say --from csv, tsv, jsonl or xlsx",
                path.display()
            ))),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Workbook => "workbook",
        }
    }
}

/// A collection being read. Memory does not grow with its length, except for what a workbook itself keeps.
pub struct Input {
    kind: Kind,
}

enum Kind {
    Csv(Box<CsvInput>),
    Jsonl(JsonlInput),
    Workbook(Box<WorkbookInput>),
}

impl Input {
    /// Opens a file, or standard input for `-`. `sheet` names the sheet of a workbook.
    ///
    /// # Errors
    /// When the file cannot be read or has no column with marks.
    pub fn open(path: &Path, format: Option<Format>, sheet: Option<&str>) -> Result<Self, Error> {
        let format = format.map_or_else(|| Format::of(path), Ok)?;
        if sheet.is_some() && format != Format::Workbook {
            return Err(Error::Usage(format!(
                "{}: only workbooks have sheets",
                path.display()
            )));
        }
        let reader: Box<dyn Read + Send> = if path.as_os_str() == "-" {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(path).map_err(|e| Error::io(path, e))?)
        };
        Self::read_sheet(reader, format, sheet)
    }

    /// Reads a collection of a known format from anywhere.
    ///
    /// # Errors
    /// When it cannot be read or has no column with marks.
    pub fn read(reader: Box<dyn Read + Send>, format: Format) -> Result<Self, Error> {
        Self::read_sheet(reader, format, None)
    }

    fn read_sheet(
        mut reader: Box<dyn Read + Send>,
        format: Format,
        sheet: Option<&str>,
    ) -> Result<Self, Error> {
        let buffered = |reader| BufReader::with_capacity(1 << 18, reader);
        let kind = match format {
            Format::Jsonl => Kind::Jsonl(JsonlInput::new(buffered(reader))),
            Format::Tsv => Kind::Csv(Box::new(CsvInput::new(buffered(reader), Some(b'\t'))?)),
            Format::Csv => Kind::Csv(Box::new(CsvInput::new(buffered(reader), None)?)),
            Format::Workbook => {
                let mut bytes = Vec::new();
                reader.read_to_end(&mut bytes).map_err(super::csv::unreadable)?;
                Kind::Workbook(Box::new(WorkbookInput::new(bytes, sheet)?))
            }
        };
        Ok(Self { kind })
    }

    /// The header as it came. JSON Lines have none before the first row.
    #[must_use]
    pub fn header(&self) -> &[String] {
        match &self.kind {
            Kind::Csv(c) => &c.header,
            Kind::Jsonl(_) => &[],
            Kind::Workbook(w) => &w.header,
        }
    }

    /// What the columns hold.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        match &self.kind {
            Kind::Csv(c) => &c.columns,
            Kind::Jsonl(_) => &[],
            Kind::Workbook(w) => &w.columns,
        }
    }

    /// Columns that are kept and not used, each with the name of a known one that may be meant. What headstamp itself
    /// wrote is left out. JSON Lines have no columns.
    #[must_use]
    pub fn unused(&self) -> Vec<(&str, Option<&'static str>)> {
        let all = self.header().iter().zip(self.columns());
        all.filter(|(name, what)| **what == Column::Unknown && !name.is_empty() && !name.starts_with("hs_"))
            .map(|(name, _)| (name.as_str(), super::columns::meant(name)))
            .collect()
    }

    /// The format it is read in.
    #[must_use]
    pub fn format(&self) -> &'static str {
        match &self.kind {
            Kind::Csv(_) => "csv",
            Kind::Jsonl(_) => "jsonl",
            Kind::Workbook(w) => w.format,
        }
    }

    /// The sheet that is read.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        match &self.kind {
            Kind::Workbook(w) => Some(&w.sheet),
            _ => None,
        }
    }

    /// What stands above the header of a workbook.
    #[must_use]
    pub fn titles(&self) -> Option<&Titles> {
        match &self.kind {
            Kind::Workbook(w) if !w.titles.rows.is_empty() => Some(&w.titles),
            _ => None,
        }
    }

    /// Things to know about the file as a whole.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        match &self.kind {
            Kind::Workbook(w) => &w.notes,
            _ => &[],
        }
    }

    /// The next row, or nothing at the end.
    ///
    /// # Errors
    /// When the file cannot be read further. What is wrong with one row is a problem of that row.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, Error> {
        loop {
            let more = match &mut self.kind {
                Kind::Csv(c) => c.next(row),
                Kind::Jsonl(j) => j.next(row),
                Kind::Workbook(w) => w.next(row),
            }?;
            // The example row of the recording sheet was never recovered by anybody.
            if !more || !crate::form::is_example(row) {
                return Ok(more);
            }
        }
    }

    /// Fills a block with the next rows, of so many bytes together at least. False at the end: what the block then holds is
    /// the last.
    ///
    /// # Errors
    /// As [`Self::next`]; the block holds the rows before.
    pub fn fill(&mut self, block: &mut Block, bytes: usize) -> Result<bool, Error> {
        block.clear();
        while block.bytes() < bytes {
            if let Kind::Csv(c) = &mut self.kind
                && c.plain(block)?
            {
                continue;
            }
            let mut row = Row::default();
            if !self.next(&mut row)? {
                return Ok(false);
            }
            block.push(row);
        }
        Ok(true)
    }
}
