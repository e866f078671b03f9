//! Collections: one row per item or per group of equal items, read in one pass.
//!
//! [`Input`] reads CSV, TSV, JSON Lines and workbooks. A row keeps what stood in the file ([`Row::cells`]) beside what
//! is made of it ([`Row::recorded`]); what cannot be used is a [`Problem`] of the row and never stops the others.

mod block;
mod columns;
mod csv;
mod damage;
mod header;
mod input;
mod jsonl;
mod records;
mod structured;
mod workbook;
mod writer;

pub use block::{Block, Cells, Item as BlockItem};
pub use columns::{COLUMNS, Column, Field, column};
pub use damage::{Cell, Moment};
pub use input::{Format, Input};
pub use workbook::Titles;
pub use writer::{SheetWriter, Value as SheetValue};

/// What a row says, as far as the identification needs it. Empty texts are "not recorded".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The recorder's own id.
    pub id: String,
    /// The marks in the input notation.
    pub marks: String,
    /// Calibre.
    pub calibre: String,
    /// Item kind.
    pub item: String,
    /// Date of recovery.
    pub recovered: String,
    /// Country of recovery.
    pub country: String,
    /// How many items.
    pub quantity: String,
}

/// A row of a collection.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Number of the row among the data rows, from 1.
    pub number: u64,
    /// Line of the file, or row of the sheet, in which it begins.
    pub line: u64,
    /// The cells as they came, in the order of the header; of JSON Lines the whole object.
    pub cells: Vec<String>,
    /// The cells of a workbook with their kinds; empty for text files.
    pub typed: Vec<Cell>,
    /// What the identification needs.
    pub recorded: Recorded,
    /// What else is recorded, where the columns do not say it (JSON Lines, merged cells).
    pub fields: Vec<(Field, String)>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The row has no usable form; it is passed through without an answer.
    pub broken: bool,
}

/// Something wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The column.
    pub column: String,
    /// What stands there, shortened and harmless to print.
    pub value: String,
    /// What is wrong and what was done about it.
    pub reason: String,
}

impl Problem {
    /// A problem with a value of a column.
    pub fn new(column: &str, value: &str, reason: impl Into<String>) -> Self {
        let value: String = value.chars().take(60).collect();
        Self {
            column: column.to_owned(),
            value: crate::text::harmless(&value).into_owned(),
            reason: reason.into(),
        }
    }
}

impl Row {
    /// Fills [`Row::recorded`] from the cells.
    fn interpret(&mut self, columns: &[Column]) {
        let cells = std::mem::take(&mut self.cells);
        self.interpret_cells(columns, |i| cells.get(i).map(String::as_str));
        self.cells = cells;
    }

    fn interpret_cells<'c>(&mut self, columns: &[Column], cell: impl Fn(usize) -> Option<&'c str>) {
        let mut marks: [String; 5] = Default::default();
        let mut found = Vec::new();
        let r = &mut self.recorded;
        for (i, column) in columns.iter().enumerate() {
            let Some(text) = cell(i).map(str::trim) else {
                break;
            };
            let mut text = std::borrow::Cow::Borrowed(text);
            let (field, name) = match column {
                Column::MarkAt(_) | Column::Marks => {
                    let reading = match self.typed.get(i) {
                        Some(cell) => damage::of_cell(cell),
                        None => damage::of_text(&text),
                    };
                    let name = column_name(*column);
                    if text.contains(|c: char| c < '\t') {
                        let reason = "a byte that is no character stands in it, and is taken for a space; was the file cut or copied badly?";
                        found.push(Problem::new(
                            name,
                            &text.replace(|c: char| c < '\t', "\u{FFFD}"),
                            reason,
                        ));
                    }
                    if let Some(reading) = &reading {
                        found.push(Problem::new(name, &text, reading.reason.clone()));
                    }
                    if let Column::MarkAt(i) = column {
                        let place = usize::from(*i);
                        if let Some(slot) = marks.get_mut(place) {
                            *slot = match reading {
                                Some(r) => at_place(place, &r.marks),
                                None if text.is_empty() => String::new(),
                                None => at_place(place, &[quoted(&text)]),
                            };
                        }
                        continue;
                    }
                    if let Some(reading) = reading {
                        text = reading.marks.join(" ").into();
                    }
                    (&mut r.marks, name)
                }
                Column::Other(_) | Column::Unknown => continue,
                Column::Id => (&mut r.id, "id"),
                Column::Calibre => (&mut r.calibre, "calibre"),
                Column::Item => (&mut r.item, "item"),
                Column::RecoveredOn => (&mut r.recovered, "recovered_on"),
                Column::Country => (&mut r.country, "country"),
                Column::Quantity => (&mut r.quantity, "quantity"),
            };
            if field.is_empty() {
                *field = text.into_owned();
            } else if !text.is_empty() && text != *field {
                let reason = format!("a second column of this meaning; “{field}” of the first was used");
                found.push(Problem::new(name, &text, reason));
            }
        }
        self.problems.extend(found);
        let r = &mut self.recorded;
        if r.marks.is_empty() && marks.iter().any(|m| !m.is_empty()) {
            let given: Vec<&str> = marks
                .iter()
                .map(String::as_str)
                .filter(|m| !m.is_empty())
                .collect();
            r.marks = given.join(" ");
        }
    }
}

const PLACES: [&str; 5] = ["12", "3", "6", "9", "c"];

/// Marks at one place in the input notation.
fn at_place(place: usize, marks: &[String]) -> String {
    let place = PLACES.get(place).copied().unwrap_or("c");
    let marks: Vec<String> = marks.iter().map(|m| format!("{place}:{m}")).collect();
    marks.join(" ")
}

/// The name that problems call a column by.
fn column_name(column: Column) -> &'static str {
    match column {
        Column::MarkAt(0) => "mark_12",
        Column::MarkAt(1) => "mark_3",
        Column::MarkAt(2) => "mark_6",
        Column::MarkAt(3) => "mark_9",
        Column::MarkAt(_) => "mark_centre",
        _ => "marks",
    }
}

/// Quotes keep signs together that would otherwise be taken apart.
fn quoted(text: &str) -> String {
    let apart = |c: char| c.is_whitespace() || matches!(c, '_' | '/' | '|' | ',' | ';' | '·' | '•');
    if text.contains(apart) && !text.contains('\'') {
        format!("'{text}'")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(cells: [&str; 5]) -> String {
        let mut row = Row {
            cells: cells.map(str::to_owned).to_vec(),
            ..Row::default()
        };
        row.interpret(&[0, 1, 2, 3, 4].map(Column::MarkAt));
        row.recorded.marks
    }

    #[test]
    fn marks_by_position() {
        assert_eq!(marks(["945", "", "11", "", ""]), "12:945 6:11");
        assert_eq!(
            marks(["W-W SUPER", "", "30-06", "", "{star}"]),
            "12:'W-W SUPER' 6:30-06 c:{star}"
        );
    }
}
