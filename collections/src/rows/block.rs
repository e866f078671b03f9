//! Many rows at once, without a text of their own for every cell.
//!
//! Nearly every line of a delimited file is plain: no quotation mark, as many cells as the header. Such a line is kept as it
//! stands, with the place where each cell ends. Everything else is read as a [`Row`], one by one, as it always was.

use super::{Column, Row};

/// Rows read together, in the order of the file. It can be filled again and again.
#[derive(Debug, Default)]
pub struct Block {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<u32>,
    /// Cells of each plain line.
    width: usize,
    entries: Vec<Entry>,
    /// Bytes of the rows that are no plain lines.
    whole: usize,
}

#[derive(Debug)]
enum Entry {
    Plain {
        number: u64,
        line: u64,
        /// Where its text begins.
        text: u32,
        /// Its first cell among the ends.
        cell: u32,
        /// Its text is the same in JSON.
        verbatim: bool,
    },
    Whole(Box<Row>),
}

/// A row of a block.
#[derive(Debug)]
pub enum Item<'a> {
    /// A plain line.
    Plain(Cells<'a>),
    /// A row that needed more care, or one of another format.
    Whole(&'a mut Row),
}

/// The cells of a plain line, as they stand in the file.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    /// Number of the row among the data rows, from 1.
    pub number: u64,
    /// Line of the file.
    pub line: u64,
    text: &'a str,
    begin: u32,
    ends: &'a [u32],
    verbatim: bool,
}

impl<'a> Cells<'a> {
    /// A cell, or an empty text where there is none.
    #[must_use]
    pub fn get(&self, column: usize) -> &'a str {
        self.span(column, column)
    }

    /// A cell without the space around it. Most cells have none.
    #[must_use]
    pub fn trimmed(&self, column: usize) -> &'a str {
        let cell = self.get(column);
        match cell.as_bytes() {
            [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
            _ => cell.trim(),
        }
    }

    /// The cells from one to another, with what separates them; an empty text where they are not.
    #[must_use]
    pub fn span(&self, first: usize, last: usize) -> &'a str {
        let Some(end) = self.ends.get(last) else {
            return "";
        };
        let begin = match first.checked_sub(1).and_then(|before| self.ends.get(before)) {
            // After the separator.
            Some(before) => *before + 1,
            None => self.begin,
        };
        self.text.get(begin as usize..*end as usize).unwrap_or_default()
    }

    /// True when none of its cells has a sign that JSON writes in another way.
    #[must_use]
    pub fn is_verbatim(&self) -> bool {
        self.verbatim
    }

    /// The same as a row of its own.
    #[must_use]
    pub fn row(&self, columns: &[Column]) -> Row {
        let mut row = Row {
            number: self.number,
            line: self.line,
            cells: (0..self.ends.len()).map(|i| self.get(i).to_owned()).collect(),
            ..Row::default()
        };
        row.interpret(columns);
        row
    }

    /// What the row says, without a copy of its cells.
    #[must_use]
    pub fn said(&self, columns: &[Column]) -> Row {
        let mut row = Row {
            number: self.number,
            line: self.line,
            ..Row::default()
        };
        row.interpret_cells(columns, |i| (i < self.ends.len()).then(|| self.get(i)));
        row
    }
}

impl Block {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A row.
    #[must_use]
    pub fn item(&mut self, index: usize) -> Option<Item<'_>> {
        if matches!(self.entries.get(index)?, Entry::Plain { .. }) {
            return self.plain(index).map(Item::Plain);
        }
        match self.entries.get_mut(index)? {
            Entry::Whole(row) => Some(Item::Whole(row)),
            Entry::Plain { .. } => None,
        }
    }

    /// The cells of a row that is a plain line.
    #[must_use]
    pub fn plain(&self, index: usize) -> Option<Cells<'_>> {
        let Entry::Plain {
            number,
            line,
            text,
            cell,
            verbatim,
        } = self.entries.get(index)?
        else {
            return None;
        };
        let first = *cell as usize;
        Some(Cells {
            number: *number,
            line: *line,
            text: &self.text,
            begin: *text,
            ends: self.ends.get(first..first + self.width).unwrap_or_default(),
            verbatim: *verbatim,
        })
    }

    pub(super) fn last(&mut self) -> Option<Item<'_>> {
        self.item(self.entries.len().checked_sub(1)?)
    }

    /// Bytes of text it holds.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.whole
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.entries.clear();
        self.whole = 0;
    }

    pub(super) fn push(&mut self, row: Row) {
        self.whole += 256 + row.cells.iter().map(String::len).sum::<usize>();
        self.entries.push(Entry::Whole(Box::new(row)));
    }

    /// Takes the first line of `source` if it is plain and has so many cells; says how many bytes it has.
    pub(super) fn take_line(
        &mut self,
        source: &[u8],
        separator: u8,
        width: usize,
        (number, line): (u64, u64),
    ) -> Option<usize> {
        let (text, cell) = (self.text.len(), self.ends.len());
        let Some(split) = self.split(source, separator) else {
            self.ends.truncate(cell);
            return None;
        };
        let kept = source.get(..split.own).and_then(|l| std::str::from_utf8(l).ok());
        let Some(kept) = kept.filter(|_| self.ends.len() - cell == width) else {
            self.ends.truncate(cell);
            return None;
        };
        self.text.push_str(kept);
        self.width = width;
        self.entries.push(Entry::Plain {
            number,
            line,
            text: small(text)?,
            cell: small(cell)?,
            verbatim: split.verbatim,
        });
        Some(split.used)
    }

    /// Takes back the last line.
    pub(super) fn untake(&mut self) {
        if let Some(Entry::Plain { text, cell, .. }) = self.entries.pop() {
            self.text.truncate(text as usize);
            self.ends.truncate(cell as usize);
        }
    }

    /// Finds the ends of the cells.
    fn split(&mut self, source: &[u8], separator: u8) -> Option<Split> {
        let begin = self.text.len();
        let mut verbatim = true;
        let (words, rest) = source.as_chunks::<8>();
        for (word, bytes) in words.iter().enumerate() {
            let mut special = special(u64::from_le_bytes(*bytes), separator);
            while special != 0 {
                let own = word * 8 + special.trailing_zeros() as usize / 8;
                special &= special - 1;
                match self.sign(source, own, separator, begin)? {
                    Sign::Passed => {}
                    Sign::Escaped => verbatim = false,
                    Sign::End(used) => return Some(Split { used, own, verbatim }),
                }
            }
        }
        for own in source.len() - rest.len()..source.len() {
            match self.sign(source, own, separator, begin)? {
                Sign::Passed => {}
                Sign::Escaped => verbatim = false,
                Sign::End(used) => return Some(Split { used, own, verbatim }),
            }
        }
        None
    }

    /// What a byte of a line does; nothing if the line is to be looked at as a row.
    fn sign(&mut self, source: &[u8], own: usize, separator: u8, begin: usize) -> Option<Sign> {
        let byte = *source.get(own)?;
        let used = match byte {
            b'\n' => own + 1,
            b'\r' if source.get(own + 1) == Some(&b'\n') => own + 2,
            // Quoted, or bytes of no text: looked at with care, and said.
            b'\r' | b'"' | 0..=8 => return None,
            _ if byte == separator => {
                self.ends.push(small(begin + own)?);
                return Some(Sign::Passed);
            }
            b'\\' | ..0x20 => return Some(Sign::Escaped),
            _ => return Some(Sign::Passed),
        };
        // An empty line is none.
        if own == 0 {
            return None;
        }
        self.ends.push(small(begin + own)?);
        Some(Sign::End(used))
    }
}

/// A byte of a plain line that may not be passed over.
enum Sign {
    Passed,
    /// JSON writes it in another way.
    Escaped,
    /// The line ends; so many bytes it has with its end.
    End(usize),
}

/// Eight bytes at once: the highest bit of each that is a separator, a quotation mark, a backslash or a control
/// character. A byte that follows such a one may be marked too.
fn special(word: u64, separator: u8) -> u64 {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let below = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | equal(separator) | equal(b'"') | equal(b'\\')) & (ONES << 7)
}

/// A line that was taken apart: its bytes with and without its end.
struct Split {
    used: usize,
    own: usize,
    verbatim: bool,
}

/// A block has a megabyte or two, far from the end of these numbers.
fn small(n: usize) -> Option<u32> {
    u32::try_from(n).ok().filter(|n| *n < u32::MAX / 2)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;
    use crate::rows::{Format, Input};

    fn open(text: &[u8]) -> Option<Input> {
        Input::read(Box::new(Cursor::new(text.to_vec())), Format::Csv).ok()
    }

    fn one_by_one(text: &[u8]) -> Vec<Row> {
        let (mut input, mut rows, mut row) = (open(text).unwrap(), Vec::new(), Row::default());
        while input.next(&mut row).unwrap() {
            rows.push(row.clone());
        }
        rows
    }

    fn in_blocks(text: &[u8], bytes: usize) -> (Vec<Row>, usize) {
        let (mut input, mut rows, mut plain) = (open(text).unwrap(), Vec::new(), 0);
        let columns = input.columns().to_vec();
        let mut block = Block::default();
        loop {
            let more = input.fill(&mut block, bytes).unwrap();
            for i in 0..block.len() {
                rows.push(match block.item(i).unwrap() {
                    Item::Plain(cells) => {
                        plain += 1;
                        let escaped = |c: char| c < ' ' || c == '"' || c == '\\';
                        assert_eq!(
                            cells.is_verbatim(),
                            !(0..cells.ends.len()).any(|i| cells.get(i).contains(escaped))
                        );
                        cells.row(&columns)
                    }
                    Item::Whole(row) => row.clone(),
                });
            }
            if !more {
                return (rows, plain);
            }
        }
    }

    fn same(text: &[u8], bytes: usize) -> usize {
        let (blocks, plain) = in_blocks(text, bytes);
        assert_eq!(format!("{:?}", one_by_one(text)), format!("{blocks:?}"));
        plain
    }

    #[test]
    fn plain_lines_and_others_are_the_same_rows() {
        let text = b"id,marks,calibre,notes\n1,945 11,7.62x54R,\n2,\"945\n11\",7.62x54R,x\n3, 60 75 ,7.62x39,y\r\n\n\
            EXAMPLE,945 11,7.62x54R,z\n5,too,many,cells,here\n6,a\rb,c,d\n7,nny 82,,\xe8\n8,-10,9x19,\xc3\xa8\n9,60 75,7.62x39,last";
        for bytes in [1, 40, 4096] {
            assert_eq!(same(text, bytes), 3);
        }
    }

    #[test]
    fn no_special_byte_is_passed_over() {
        for separator in [b',', b';', b'\t'] {
            for (first, second) in (0..=u8::MAX).flat_map(|a| (0..=u8::MAX).map(move |b| (a, b))) {
                for at in 0..7 {
                    let mut bytes = [b'a'; 8];
                    bytes[at..at + 2].copy_from_slice(&[first, second]);
                    let marked = special(u64::from_le_bytes(bytes), separator);
                    for (i, byte) in bytes.into_iter().enumerate() {
                        let counts = byte < 0x20 || byte == separator || byte == b'"' || byte == b'\\';
                        assert!(!counts || marked >> (8 * i) & 0x80 != 0, "{bytes:?} at {i}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_in_the_file(
            separator in "[,;\t]",
            rows in "[ab1;,\" \t\r\n\\\\xe8è\u{feff}\u{1}\u{8}\u{1f}\u{7f}-]{0,200}",
            bytes in 1usize..200,
        ) {
            same(format!("id{separator}marks{separator}notes\n{rows}").as_bytes(), bytes);
        }
    }
}
