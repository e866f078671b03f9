//! CSV as Excel and others write it: with or without BOM, `,` `;` or tab, any line end, quoted line breaks.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

use super::header::{self, Header};
use super::records::{Record, Records};
use super::{Block, BlockItem, Column, Problem, Row, column};
use crate::error::Error;

/// What some programs put before a text in UTF-8.
const BOM: &[u8] = "\u{feff}".as_bytes();

pub(super) type Source = BufReader<Box<dyn Read + Send>>;

/// A delimited text being read.
pub(super) struct CsvInput {
    records: Records<Source>,
    parser: csv_core::Reader,
    /// Records that were looked at while the header was sought.
    ahead: VecDeque<Record>,
    pub(super) header: Vec<String>,
    pub(super) columns: Vec<Column>,
    /// Columns with ids.
    ids: Vec<usize>,
    number: u64,
    /// The cells of one record, one after the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl CsvInput {
    pub(super) fn new(mut reader: Source, delimiter: Option<u8>) -> Result<Self, Error> {
        let start = reader.fill_buf().map_err(unreadable)?;
        if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
            let text = "the file is UTF-16; save it as “CSV UTF-8” and try again";
            return Err(Error::Input(text.to_owned()));
        }
        if start.starts_with(b"PK\x03\x04") || start.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            let text = "this is a workbook and no text; give it the ending .xlsx, .xls or .ods";
            return Err(Error::Input(text.to_owned()));
        }
        while reader.fill_buf().map_err(unreadable)?.starts_with(BOM) {
            reader.consume(BOM.len());
        }
        let start = reader.fill_buf().map_err(unreadable)?;
        if start.contains(&b'\r') && !start.contains(&b'\n') {
            // Old Macintosh programs end lines so; nothing else does.
            reader = BufReader::new(Box::new(OldLineEnds(reader)));
        }
        let (first, sniffed) = first_lines(&mut reader)?;
        let delimiter = delimiter.unwrap_or(sniffed);
        let whole = io::Cursor::new(first).chain(reader);
        let mut input = Self {
            records: Records::new(BufReader::with_capacity(1 << 18, Box::new(whole)), delimiter),
            parser: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            ahead: VecDeque::new(),
            header: Vec::new(),
            columns: Vec::new(),
            ids: Vec::new(),
            number: 0,
            text: vec![0; 4096],
            ends: vec![0; 64],
        };
        input.find_header()?;
        Ok(input)
    }

    /// The first row mostly; else the best of the first rows, whatever stands above it.
    fn find_header(&mut self) -> Result<(), Error> {
        let mut looked: Vec<Vec<String>> = Vec::new();
        let mut found: Option<Header> = None;
        while looked.len() <= header::LOOK && found.is_none() {
            let Some(record) = self.records.next().map_err(unreadable)? else {
                break;
            };
            let mut row = Row::default();
            self.cells(&record.bytes, &mut row);
            self.ahead.push_back(record);
            if looked.is_empty() && row.cells.iter().any(|c| column(c).is_marks()) {
                found = Some(Header::of(0, row.cells.clone()));
            }
            looked.push(row.cells);
        }
        let Some(found) = found.or_else(|| header::find(&looked)) else {
            return Err(no_marks(looked.first().map(Vec::as_slice).unwrap_or_default()));
        };
        self.ahead.drain(..=found.at);
        (self.header, self.columns) = (found.names, found.columns);
        let ids = self.columns.iter().enumerate().filter(|(_, c)| **c == Column::Id);
        self.ids = ids.map(|(i, _)| i).collect();
        Ok(())
    }

    /// Takes one record apart.
    fn cells(&mut self, record: &[u8], row: &mut Row) {
        self.parser.reset();
        // Cells are never longer than the record, and there are never more of them than bytes.
        if self.text.len() < record.len() + 1 {
            self.text.resize(record.len() + 1, 0);
        }
        let (mut read, mut written, mut cells) = (0, 0, 0);
        // Inside a file the sign is a part of the cell, as in a plain line. The parser drops it where it begins to read,
        // unless it is given one byte first.
        let mut given = if record.starts_with(BOM) { 1 } else { record.len() };
        loop {
            let (result, r, w, e) = self.parser.read_record(
                &record[read..given],
                &mut self.text[written..],
                &mut self.ends[cells..],
            );
            read += r;
            written += w;
            cells += e;
            match result {
                csv_core::ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                csv_core::ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                csv_core::ReadRecordResult::InputEmpty if read < record.len() => given = record.len(),
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

    /// Puts the next line into a block if it is plain. Otherwise nothing is read, and [`Self::next`] is to read it.
    pub(super) fn plain(&mut self, block: &mut Block) -> Result<bool, Error> {
        if !self.ahead.is_empty() {
            return Ok(false);
        }
        let at = (self.number + 1, self.records.lines() + 1);
        let (width, delimiter) = (self.header.len(), self.records.delimiter());
        let source = self.records.peek().map_err(unreadable)?;
        let Some(used) = block.take_line(source, delimiter, width, at) else {
            return Ok(false);
        };
        // The example row of the form is told by more than its id: it is looked at as a row.
        if let Some(BlockItem::Plain(cells)) = block.last()
            && self
                .ids
                .iter()
                .any(|i| crate::form::is_example_id(cells.trimmed(*i)))
        {
            block.untake();
            return Ok(false);
        }
        self.records.skip_line(used);
        self.number += 1;
        Ok(true)
    }

    /// A cell with separators and a line end is mostly a quotation mark too many, and the cells after it are not where they
    /// belong.
    fn swallowed(&self, row: &Row) -> bool {
        let separator = char::from(self.records.delimiter());
        row.cells
            .iter()
            .any(|c| c.contains('\n') && c.contains(separator))
    }

    pub(super) fn next(&mut self, row: &mut Row) -> Result<bool, Error> {
        let ahead = self.ahead.pop_front();
        let Some(record) = (match ahead {
            Some(record) => Some(record),
            None => self.records.next().map_err(unreadable)?,
        }) else {
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
            } else if have < want && !self.swallowed(row) {
                // Some spreadsheets do not write the empty cells at the end of a row.
                let reason = format!(
                    "{have} cells where the header has {want}; those missing at the end are taken as not recorded; \
                     see that no separator is missing in the row"
                );
                let name = self.header.get(have).map_or("?", String::as_str);
                row.problems.push(Problem::new(name, "", reason));
                row.cells.resize(want, String::new());
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

/// Reads carriage returns as line ends.
struct OldLineEnds(Source);

impl Read for OldLineEnds {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        for b in buffer.iter_mut().take(n).filter(|b| **b == b'\r') {
            *b = b'\n';
        }
        Ok(n)
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

pub(super) fn unreadable(e: impl std::fmt::Display) -> Error {
    Error::Input(format!("the collection cannot be read further: {e}"))
}

/// Said when no column holds marks.
pub(super) fn no_marks(first: &[String]) -> Error {
    let first: Vec<&str> = first.iter().map(|c| c.trim()).filter(|c| !c.is_empty()).collect();
    let have = if first.is_empty() {
        "nothing".to_owned()
    } else {
        crate::text::harmless(&first.join(", ").chars().take(300).collect::<String>()).into_owned()
    };
    Error::Input(format!(
        "no column with the marks: the first row has {have}; name one `marks` (or `mark_12`, `mark_6` …)"
    ))
}

/// Most bytes in which the separator is sought.
const FIRST: usize = 64 << 10;

/// The lines up to the header, and the separator that it uses.
fn first_lines(reader: &mut Source) -> Result<(Vec<u8>, u8), Error> {
    let mut first = Vec::new();
    let mut separator = None;
    for _ in 0..header::LOOK {
        let begin = first.len();
        reader.read_until(b'\n', &mut first).map_err(unreadable)?;
        let line = first.get(begin..).unwrap_or_default();
        if line.is_empty() || begin > FIRST {
            break;
        }
        let used = sniff(line);
        separator.get_or_insert(used);
        let text = String::from_utf8_lossy(line);
        let names = text.split(char::from(used));
        if names
            .map(|n| n.trim().trim_matches('"'))
            .any(|n| column(n).is_marks())
        {
            separator = Some(used);
            break;
        }
    }
    Ok((first, separator.unwrap_or(b',')))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> (Vec<String>, Vec<Row>) {
        let source: Box<dyn Read + Send> = Box::new(io::Cursor::new(text.to_vec()));
        let mut input = CsvInput::new(BufReader::new(source), None).unwrap();
        let (mut rows, mut row) = (Vec::new(), Row::default());
        while input.next(&mut row).unwrap() {
            rows.push(row.clone());
        }
        (input.header, rows)
    }

    #[test]
    fn separators() {
        assert_eq!(sniff(b"id;marks;notes, long\n1;2;3"), b';');
        assert_eq!(sniff(b"id,marks\n"), b',');
        assert_eq!(sniff(b"id\tmarks\n"), b'\t');
        assert_eq!(sniff(b"\"a;b;c\",marks,x\n"), b',');
        assert_eq!(sniff(b"marks\n"), b',');
    }

    #[test]
    fn cells_missing_at_the_end_are_empty() {
        let (_, rows) = read(
            b"id,marks,calibre,place,notes\n1,945 11,7.62x54R\n2,\"945 11\nx\",7.62x54R,\"a, b\"\n3,60 75,7.62x39,a,b,c\n\
              4,\"60 75,7.62x39,a,b\n5,60 75\",7.62x39\n",
        );
        let said = |r: &Row| {
            r.problems
                .first()
                .map(|p| (p.column.clone(), p.reason.clone()))
                .unwrap()
        };
        assert_eq!(rows[0].recorded.marks, "945 11");
        assert_eq!(rows[0].cells, ["1", "945 11", "7.62x54R", "", ""]);
        assert!(!rows[0].broken && !rows[1].broken);
        let (column, reason) = said(&rows[0]);
        assert_eq!(column, "place");
        assert!(reason.starts_with("3 cells where the header has 5"), "{reason}");
        assert_eq!(said(&rows[1]).0, "notes");
        // Too many cells, and a quotation mark that took the next line with it: nobody knows what belongs where.
        assert!(rows[2].broken && rows[3].broken);
        assert_eq!(rows.len(), 4);
    }

    /// Found by fuzzing.
    #[test]
    fn a_byte_order_mark_is_dropped_before_the_text_only() {
        let (header, rows) = read(
            "\u{feff}\u{feff}id,marks\n\u{feff}1,945 11\n\u{feff}\u{feff}2,60 75,x\n\u{feff}\n".as_bytes(),
        );
        assert_eq!(header, ["id", "marks"]);
        let first: Vec<&str> = rows.iter().map(|row| row.cells[0].as_str()).collect();
        assert_eq!(first, ["\u{feff}1", "\u{feff}\u{feff}2", "\u{feff}"]);
    }

    #[test]
    fn a_title_above_the_header() {
        let (header, rows) = read(b"Casings, Gao, 2016\n\nid;marks;notes\n1;945 11;a, b\n");
        assert_eq!(header, ["id", "marks", "notes"]);
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].line, rows[0].recorded.marks.as_str()), (4, "945 11"));
        assert_eq!(rows[0].cells[2], "a, b");
    }
}
