//! Reading a collection row by row: CSV and TSV as spreadsheets export them, and JSON Lines.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use super::columns::{Column, column};
use super::records::Records;
use super::{Problem, Row, structured};
use crate::args::RowFormat;
use crate::exit::{BAD_INPUT, Failure, NO_INPUT};

/// A collection being read. Memory does not grow with its length.
pub(crate) enum Input {
    Csv(Box<CsvInput>),
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
            RowFormat::Tsv => CsvInput::new(reader, Some(b'\t')).map(|c| Self::Csv(Box::new(c))),
            RowFormat::Csv => CsvInput::new(reader, None).map(|c| Self::Csv(Box::new(c))),
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
    records: Records<Source>,
    parser: csv_core::Reader,
    header: Vec<String>,
    columns: Vec<Column>,
    number: u64,
    /// The cells of one record, one after the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
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
        if start.starts_with(&[0xEF, 0xBB, 0xBF]) {
            reader.consume(3);
        }
        let mut first = Vec::new();
        reader.read_until(b'\n', &mut first).map_err(unreadable)?;
        let delimiter = delimiter.unwrap_or_else(|| sniff(&first));
        let whole = io::Cursor::new(first).chain(reader);
        let mut input = Self {
            records: Records::new(BufReader::new(Box::new(whole)), delimiter),
            parser: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            header: Vec::new(),
            columns: Vec::new(),
            number: 0,
            text: vec![0; 4096],
            ends: vec![0; 64],
        };
        let mut header = Row::default();
        if let Some(record) = input.records.next().map_err(unreadable)? {
            input.cells(&record.bytes, &mut header);
        }
        input.header = header.cells.iter().map(|c| c.trim().to_owned()).collect();
        input.columns = input.header.iter().map(|h| column(h)).collect();
        if !input
            .columns
            .iter()
            .any(|c| matches!(c, Column::Marks | Column::MarkAt(_)))
        {
            let have = if input.header.is_empty() {
                "nothing".to_owned()
            } else {
                input.header.join(", ")
            };
            return Err(Failure::new(
                BAD_INPUT,
                format!(
                    "no column with the marks: the first row has {have}; name one `marks` (or `mark_12`, `mark_6` …)"
                ),
            ));
        }
        Ok(input)
    }

    /// Takes one record apart.
    fn cells(&mut self, record: &[u8], row: &mut Row) {
        self.parser.reset();
        // Cells are never longer than the record, and there are never more of them than bytes.
        if self.text.len() < record.len() + 1 {
            self.text.resize(record.len() + 1, 0);
        }
        let (mut read, mut written, mut cells) = (0, 0, 0);
        loop {
            let (result, r, w, e) = self.parser.read_record(
                &record[read..],
                &mut self.text[written..],
                &mut self.ends[cells..],
            );
            read += r;
            written += w;
            cells += e;
            match result {
                csv_core::ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                csv_core::ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                csv_core::ReadRecordResult::InputEmpty if read < record.len() => {}
                csv_core::ReadRecordResult::InputEmpty => {
                    // The end of the text closes the record.
                    let (_, _, w, e) =
                        self.parser
                            .read_record(&[], &mut self.text[written..], &mut self.ends[cells..]);
                    written += w;
                    cells += e;
                    break;
                }
                csv_core::ReadRecordResult::Record | csv_core::ReadRecordResult::End => break,
            }
        }
        let mut from = 0;
        for (i, end) in self.ends[..cells].iter().enumerate() {
            let cell = self.text.get(from..*end).unwrap_or_default();
            from = *end;
            match std::str::from_utf8(cell) {
                Ok(text) => row.cells.push(text.to_owned()),
                Err(_) => {
                    let text: String = cell.iter().map(|b| windows_1252(*b)).collect();
                    let name = self.header.get(i).map_or("header", String::as_str);
                    let reason = "not UTF-8, read as Windows-1252; save the file as “CSV UTF-8”";
                    row.problems.push(Problem::new(name, &text, reason));
                    row.cells.push(text);
                }
            }
        }
        let _ = written;
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, Failure> {
        let Some(record) = self.records.next().map_err(unreadable)? else {
            return Ok(false);
        };
        self.number += 1;
        row.number = self.number;
        row.line = record.line;
        row.problems.clear();
        row.broken = false;
        row.recorded = super::Recorded::default();
        row.cells.clear();
        self.cells(&record.bytes, row);
        if record.unclosed {
            let start = String::from_utf8_lossy(&record.bytes).into_owned();
            let reason =
                "a quotation mark is opened and never closed; the row was taken to end with its line";
            row.problems.push(Problem::new("line", start.trim_end(), reason));
            row.broken = true;
        }
        let (have, want) = (row.cells.len(), self.header.len());
        if have != want && !row.broken {
            // Trailing empty cells are a habit of spreadsheets, not a mistake.
            let only_empty = have > want && row.cells[want..].iter().all(String::is_empty);
            if only_empty {
                row.cells.truncate(want);
            } else {
                let reason = format!(
                    "{have} cells where the header has {want}; is a quotation mark or separator missing?"
                );
                let value = row.cells.last().cloned().unwrap_or_default();
                let name = self
                    .header
                    .get(have.min(want).saturating_sub(1))
                    .map_or("?", String::as_str);
                row.problems.push(Problem::new(name, &value, reason));
                row.broken = true;
            }
        }
        row.interpret(&self.columns);
        Ok(true)
    }
}

/// What older spreadsheets write. 0x80 to 0x9F hold the signs that Latin-1 lacks.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        b => char::from(b),
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
