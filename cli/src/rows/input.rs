//! Reading a collection row by row: CSV and TSV as spreadsheets export them, and JSON Lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::columns::{Column, column};
use super::{Problem, Row, structured};
use crate::args::RowFormat;
use crate::exit::{BAD_INPUT, Failure, NO_INPUT};

/// A collection being read. Memory does not grow with its length.
pub(crate) enum Input {
    Csv(CsvInput),
    Jsonl(JsonlInput),
}

impl Input {
    /// Opens a file, or standard input for `-`.
    pub(crate) fn open(path: &Path, format: Option<RowFormat>) -> Result<Self, Failure> {
        let stdin = path.as_os_str() == "-";
        let extension = path
            .extension()
            .map(|e| e.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        let format = format.map_or_else(
            || match extension.as_str() {
                "csv" | "txt" => Ok(RowFormat::Csv),
                "tsv" | "tab" => Ok(RowFormat::Tsv),
                "jsonl" | "ndjson" => Ok(RowFormat::Jsonl),
                _ if stdin => Ok(RowFormat::Csv),
                "xlsx" | "xls" | "ods" => Err(Failure::usage(format!(
                    "{}: workbooks cannot be read yet; save the sheet as CSV UTF-8 and use that",
                    path.display()
                ))),
                other => Err(Failure::usage(format!(
                    "{}: “.{other}” is no known format; say --from csv, tsv or jsonl",
                    path.display()
                ))),
            },
            Ok,
        )?;
        let reader: Box<dyn Read> = if stdin {
            Box::new(io::stdin().lock())
        } else {
            Box::new(
                File::open(path).map_err(|e| Failure::new(NO_INPUT, format!("{}: {e}", path.display())))?,
            )
        };
        let reader = BufReader::with_capacity(1 << 18, reader);
        match format {
            RowFormat::Jsonl => Ok(Self::Jsonl(JsonlInput::new(reader))),
            RowFormat::Tsv => CsvInput::new(reader, Some(b'\t')).map(Self::Csv),
            RowFormat::Csv => CsvInput::new(reader, None).map(Self::Csv),
        }
    }

    /// The header as it came. JSON Lines have none before the first row.
    pub(crate) fn header(&self) -> &[String] {
        match self {
            Self::Csv(c) => &c.header,
            Self::Jsonl(_) => &[],
        }
    }

    /// What the columns hold.
    pub(crate) fn columns(&self) -> &[Column] {
        match self {
            Self::Csv(c) => &c.columns,
            Self::Jsonl(_) => &[],
        }
    }

    /// The next row, or nothing at the end.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<bool, Failure> {
        match self {
            Self::Csv(c) => c.next(row),
            Self::Jsonl(j) => j.next(row),
        }
    }
}

type Source = BufReader<Box<dyn Read>>;

/// CSV as Excel and others write it: with or without BOM, `,` `;` or tab, any line end, quoted line breaks.
pub(crate) struct CsvInput {
    reader: csv::Reader<Source>,
    header: Vec<String>,
    columns: Vec<Column>,
    record: csv::ByteRecord,
    number: u64,
    /// With CRLF the reader stands before the line feed of the line before.
    behind: u64,
}

impl CsvInput {
    fn new(mut reader: Source, delimiter: Option<u8>) -> Result<Self, Failure> {
        let start = reader.fill_buf().map_err(unreadable)?;
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            return Err(Failure::new(
                BAD_INPUT,
                "the file is UTF-16; save it as “CSV UTF-8” and try again",
            ));
        }
        let bom = start.starts_with(&[0xEF, 0xBB, 0xBF]);
        let delimiter = delimiter.unwrap_or_else(|| sniff(start));
        let behind = u64::from(
            start
                .iter()
                .position(|b| *b == b'\n')
                .is_some_and(|at| at > 0 && start[at - 1] == b'\r'),
        );
        if bom {
            reader.consume(3);
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(true)
            .from_reader(reader);
        let header: Vec<String> = reader
            .byte_headers()
            .map_err(unreadable)?
            .iter()
            .map(|c| String::from_utf8_lossy(c).trim().to_owned())
            .collect();
        let columns: Vec<Column> = header.iter().map(|h| column(h)).collect();
        if !columns
            .iter()
            .any(|c| matches!(c, Column::Marks | Column::MarkAt(_)))
        {
            let have = if header.is_empty() {
                "nothing".to_owned()
            } else {
                header.join(", ")
            };
            return Err(Failure::new(
                BAD_INPUT,
                format!(
                    "no column with the marks: the first row has {have}; name one `marks` (or `mark_12`, `mark_6` …)"
                ),
            ));
        }
        Ok(Self {
            reader,
            header,
            columns,
            record: csv::ByteRecord::new(),
            number: 0,
            behind,
        })
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, Failure> {
        let more = self
            .reader
            .read_byte_record(&mut self.record)
            .map_err(unreadable)?;
        if !more {
            return Ok(false);
        }
        self.number += 1;
        row.number = self.number;
        row.line = self.record.position().map_or(0, csv::Position::line) + self.behind;
        row.problems.clear();
        row.broken = false;
        row.recorded = super::Recorded::default();
        row.cells.clear();
        for (i, cell) in self.record.iter().enumerate() {
            match std::str::from_utf8(cell) {
                Ok(text) => row.cells.push(text.to_owned()),
                Err(_) => {
                    // Windows-1252 is what older spreadsheets write; its Latin part is the same as Latin-1.
                    let text: String = cell.iter().map(|b| char::from(*b)).collect();
                    let name = self.header.get(i).map_or("?", String::as_str);
                    let reason = "not UTF-8, read as Windows-1252; save the file as “CSV UTF-8”";
                    row.problems.push(Problem::new(name, &text, reason));
                    row.cells.push(text);
                }
            }
        }
        let (have, want) = (row.cells.len(), self.header.len());
        if have != want {
            // Trailing empty cells are a habit of spreadsheets, not a mistake.
            let only_empty = have > want && row.cells[want..].iter().all(String::is_empty);
            if only_empty {
                row.cells.truncate(want);
            } else {
                let reason = format!(
                    "{have} cells where the header has {want}; is a quotation mark or separator missing?"
                );
                let value = row.cells.last().cloned().unwrap_or_default();
                row.problems.push(Problem::new(
                    self.header.get(have.min(want) - 1).map_or("?", String::as_str),
                    &value,
                    reason,
                ));
                row.broken = true;
            }
        }
        row.interpret(&self.columns);
        Ok(true)
    }
}

fn unreadable(e: impl std::fmt::Display) -> Failure {
    Failure::new(BAD_INPUT, format!("the collection cannot be read further: {e}"))
}

/// The separator that the first line uses most, outside quotes.
fn sniff(start: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for b in start {
        match b {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            b if !quoted => {
                for c in &mut counts {
                    c.1 += u32::from(c.0 == *b);
                }
            }
            _ => {}
        }
    }
    counts
        .into_iter()
        .rev()
        .max_by_key(|c| c.1)
        .map_or(b',', |c| if c.1 == 0 { b',' } else { c.0 })
}

/// JSON Lines: an object a line, with the same names as the columns; `marks` may be structured.
pub(crate) struct JsonlInput {
    reader: Source,
    line: u64,
    number: u64,
    buffer: Vec<u8>,
}

/// Longest line taken: a structured marking with its carried columns has a few kilobytes.
const MAX_LINE: u64 = 1 << 20;

impl JsonlInput {
    fn new(reader: Source) -> Self {
        Self {
            reader,
            line: 0,
            number: 0,
            buffer: Vec::new(),
        }
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, Failure> {
        loop {
            self.buffer.clear();
            let n = (&mut self.reader)
                .take(MAX_LINE)
                .read_until(b'\n', &mut self.buffer)
                .map_err(unreadable)?;
            if n == 0 {
                return Ok(false);
            }
            self.line += 1;
            let whole = self.buffer.ends_with(b"\n") || (n as u64) < MAX_LINE;
            let text = self
                .buffer
                .strip_prefix(&[0xEF, 0xBB, 0xBF])
                .unwrap_or(&self.buffer)
                .trim_ascii();
            if text.is_empty() {
                continue;
            }
            self.number += 1;
            *row = Row {
                number: self.number,
                line: self.line,
                ..Row::default()
            };
            if !whole {
                self.reader.skip_until(b'\n').map_err(unreadable)?;
                row.problems.push(Problem::new(
                    "line",
                    "",
                    "the line is longer than 1 MB; one object a line is expected",
                ));
                row.broken = true;
                return Ok(true);
            }
            structured::read(text, row);
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators() {
        assert_eq!(sniff(b"id;marks;notes, long\n1;2;3"), b';');
        assert_eq!(sniff(b"id,marks\n"), b',');
        assert_eq!(sniff(b"id\tmarks\n"), b'\t');
        assert_eq!(sniff(b"\"a;b;c\",marks,x\n"), b',');
        assert_eq!(sniff(b"marks\n"), b',');
    }
}
