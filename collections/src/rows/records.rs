//! One record at a time, with a bound: a quotation mark that is never closed must not swallow the rest of a file.

use std::io::{self, BufRead};

/// Most lines of one record. Notes of field staff have a few.
const MAX_LINES: usize = 60;
/// Longest record.
const MAX_BYTES: usize = 256 << 10;

/// The lines of a source, put together to records.
pub(super) struct Records<R> {
    source: R,
    delimiter: u8,
    /// Lines that were read ahead and belong to later records.
    waiting: std::collections::VecDeque<Vec<u8>>,
    /// Lines given out so far.
    line: u64,
}

/// A record as it stands in the file.
pub(super) struct Record {
    pub(super) bytes: Vec<u8>,
    /// The line on which it begins.
    pub(super) line: u64,
    /// A quotation mark was opened and not closed within reason: only the first line was taken.
    pub(super) unclosed: bool,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(source: R, delimiter: u8) -> Self {
        Self {
            source,
            delimiter,
            waiting: std::collections::VecDeque::new(),
            line: 0,
        }
    }

    /// What can be looked at without reading further; nothing while lines wait that were read ahead.
    pub(super) fn peek(&mut self) -> io::Result<&[u8]> {
        if self.waiting.is_empty() {
            self.source.fill_buf()
        } else {
            Ok(&[])
        }
    }

    /// Passes over a line that was seen by [`Self::peek`].
    pub(super) fn skip_line(&mut self, bytes: usize) {
        self.source.consume(bytes);
        self.line += 1;
    }

    /// Lines given out so far.
    pub(super) fn lines(&self) -> u64 {
        self.line
    }

    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    fn read_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        if let Some(line) = self.waiting.pop_front() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        let n = self.source.read_until(b'\n', &mut line)?;
        Ok((n > 0).then_some(line))
    }

    /// The next record, or nothing at the end. Empty lines are passed over.
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        let first = loop {
            match self.read_line()? {
                None => return Ok(None),
                Some(line) if line.iter().all(|b| matches!(b, b'\n' | b'\r')) => self.line += 1,
                Some(line) => break line,
            }
        };
        let line = self.line + 1;
        let mut quoted = ends_quoted(&first, self.delimiter, false);
        let mut more: Vec<Vec<u8>> = Vec::new();
        let mut size = first.len();
        while quoted && more.len() < MAX_LINES && size < MAX_BYTES {
            let Some(next) = self.read_line()? else { break };
            quoted = ends_quoted(&next, self.delimiter, true);
            size += next.len();
            more.push(next);
        }
        if quoted {
            for l in more.into_iter().rev() {
                self.waiting.push_front(l);
            }
            self.line += 1;
            return Ok(Some(Record {
                bytes: first,
                line,
                unclosed: true,
            }));
        }
        self.line += 1 + more.len() as u64;
        let mut bytes = first;
        for l in more {
            bytes.extend_from_slice(&l);
        }
        Ok(Some(Record {
            bytes,
            line,
            unclosed: false,
        }))
    }
}

/// Whether a line ends inside quotes. Quotes count only where a cell begins: `5" shell` has none.
fn ends_quoted(line: &[u8], delimiter: u8, inside: bool) -> bool {
    if !inside && !line.contains(&b'"') {
        return false;
    }
    let (mut quoted, mut start) = (inside, !inside);
    let mut i = 0;
    while i < line.len() {
        let b = line[i];
        if quoted {
            if b == b'"' {
                if line.get(i + 1) == Some(&b'"') {
                    i += 1;
                } else {
                    quoted = false;
                }
            }
        } else if b == b'"' && start {
            quoted = true;
        }
        start = !quoted && b == delimiter;
        i += 1;
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<(String, u64, bool)> {
        let mut r = Records::new(text.as_bytes(), b',');
        let mut out = Vec::new();
        while let Some(x) = r.next().unwrap() {
            out.push((
                String::from_utf8(x.bytes).unwrap().trim_end().to_owned(),
                x.line,
                x.unclosed,
            ));
        }
        out
    }

    #[test]
    fn a_quote_that_is_not_closed_costs_one_record() {
        let mut text = String::from("1,\"945 11,7.62x54R\n");
        for i in 2..500 {
            text.push_str(&format!("{i},945 11,7.62x54R\n"));
        }
        let all = records(&text);
        assert_eq!(all.len(), 499);
        assert!(all[0].2);
        assert!(all[1..].iter().all(|r| !r.2));
        assert_eq!(all[498].1, 499);
    }

    #[test]
    fn quoted_line_breaks_and_inches() {
        let all = records("a,\"x\ny \"\"z\"\"\",b\n\n5\" shell,c\nd,e\n");
        let texts: Vec<&str> = all.iter().map(|r| r.0.as_str()).collect();
        assert_eq!(texts, ["a,\"x\ny \"\"z\"\"\",b", "5\" shell,c", "d,e"]);
        assert_eq!(all.iter().map(|r| r.1).collect::<Vec<_>>(), [1, 4, 5]);
    }
}
