//! Collections: one row per item or per group of equal items, read in one pass.

pub(crate) mod columns;
pub(crate) mod input;
pub(crate) mod lean;
mod records;
pub(crate) mod structured;

use columns::Column;

/// What a row says, as far as the identification needs it. Empty texts are "not recorded".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) id: String,
    pub(crate) marks: String,
    pub(crate) calibre: String,
    pub(crate) item: String,
    pub(crate) recovered: String,
    pub(crate) country: String,
    pub(crate) quantity: String,
}

/// A row of a collection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// Number of the row among the data rows, from 1.
    pub(crate) number: u64,
    /// Line of the file in which it begins.
    pub(crate) line: u64,
    /// The cells as they came, in the order of the header.
    pub(crate) cells: Vec<String>,
    pub(crate) recorded: Recorded,
    pub(crate) problems: Vec<Problem>,
    /// The row has no usable form; it is passed through without an answer.
    pub(crate) broken: bool,
}

/// Something wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) column: String,
    pub(crate) value: String,
    pub(crate) reason: String,
}

impl Problem {
    pub(crate) fn new(column: &str, value: &str, reason: impl Into<String>) -> Self {
        let mut value: String = value.chars().take(60).collect();
        value = crate::text::layout::harmless(&value.replace(['\n', '\r'], "⏎")).into_owned();
        Self {
            column: column.to_owned(),
            value,
            reason: reason.into(),
        }
    }
}

impl Row {
    /// Fills [`Row::recorded`] from the cells.
    pub(crate) fn interpret(&mut self, columns: &[Column]) {
        let mut marks: [&str; 5] = [""; 5];
        let mut twice = Vec::new();
        let r = &mut self.recorded;
        for (cell, column) in self.cells.iter().zip(columns) {
            let text = cell.trim();
            let (field, name) = match column {
                Column::MarkAt(i) => {
                    marks[usize::from(*i)] = text;
                    continue;
                }
                Column::Other | Column::Unknown => continue,
                Column::Id => (&mut r.id, "id"),
                Column::Marks => (&mut r.marks, "marks"),
                Column::Calibre => (&mut r.calibre, "calibre"),
                Column::Item => (&mut r.item, "item"),
                Column::RecoveredOn => (&mut r.recovered, "recovered_on"),
                Column::Country => (&mut r.country, "country"),
                Column::Quantity => (&mut r.quantity, "quantity"),
            };
            if field.is_empty() {
                text.clone_into(field);
            } else if !text.is_empty() && text != field {
                let reason = format!("a second column of this meaning; “{field}” of the first was used");
                twice.push(Problem::new(name, text, reason));
            }
        }
        self.problems.extend(twice);
        let r = &mut self.recorded;
        if r.marks.is_empty() && marks.iter().any(|m| !m.is_empty()) {
            r.marks = at_positions(&marks);
        }
    }
}

/// Quotes keep signs together that would otherwise be taken apart.
pub(crate) fn quoted(text: &str) -> String {
    let apart = |c: char| c.is_whitespace() || matches!(c, '_' | '/' | '|' | ',' | ';' | '·' | '•');
    if text.contains(apart) && !text.contains('\'') {
        format!("'{text}'")
    } else {
        text.to_owned()
    }
}

/// `mark_12`, `mark_3` … as one marking in the input notation.
fn at_positions(marks: &[&str; 5]) -> String {
    let places = ["12", "3", "6", "9", "c"];
    let mut out = String::new();
    for (mark, place) in marks.iter().zip(places).filter(|(m, _)| !m.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&format!("{place}:{}", quoted(mark)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_by_position() {
        assert_eq!(at_positions(&["945", "", "11", "", ""]), "12:945 6:11");
        assert_eq!(
            at_positions(&["W-W SUPER", "", "30-06", "", "{star}"]),
            "12:'W-W SUPER' 6:30-06 c:{star}"
        );
    }
}
