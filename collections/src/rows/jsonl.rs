//! JSON Lines: one object a line.

use std::io::{BufRead, Read};

use super::csv::{Source, unreadable};
use super::{Problem, Row, structured};
use crate::error::Error;

/// JSON Lines: an object a line, with the same names as the columns; `marks` may be structured.
pub(super) struct JsonlInput {
    reader: Source,
    line: u64,
    number: u64,
    buffer: Vec<u8>,
}

/// Longest line taken: a structured marking with its carried columns has a few kilobytes.
const MAX_LINE: u64 = 1 << 20;

impl JsonlInput {
    pub(super) fn new(reader: Source) -> Self {
        Self {
            reader,
            line: 0,
            number: 0,
            buffer: Vec::new(),
        }
    }

    pub(super) fn next(&mut self, row: &mut Row) -> Result<bool, Error> {
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
