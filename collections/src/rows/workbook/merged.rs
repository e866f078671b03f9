//! Cells merged over several rows: their value holds for each of them, but stands only in the first.

use std::collections::HashMap;

use calamine::Dimensions;

use super::cells::text_of;
use crate::rows::{Cell, Column, Field};

/// The merged cells of a sheet below its header.
pub(super) struct Merged {
    /// By first row and column: last row, last column.
    regions: HashMap<(u32, usize), (u32, usize)>,
    /// By column: the last row to which a value holds, and the value.
    holding: HashMap<usize, (u32, Cell)>,
}

impl Merged {
    pub(super) fn new(regions: Vec<Dimensions>, header_row: u32) -> Self {
        let tall = regions
            .into_iter()
            .filter(|d| d.end.0 > d.start.0 && d.start.0 > header_row);
        let column = |c: u32| usize::try_from(c).unwrap_or(usize::MAX);
        Self {
            regions: tall
                .map(|d| ((d.start.0, column(d.start.1)), (d.end.0, column(d.end.1))))
                .collect(),
            holding: HashMap::new(),
        }
    }

    /// Takes note of the merged cells that begin in a row.
    pub(super) fn remember(&mut self, at: u32, cells: &[Cell]) {
        if self.regions.is_empty() {
            return;
        }
        for (i, cell) in cells.iter().enumerate() {
            if let Some((last, _)) = self.regions.get(&(at, i)) {
                self.holding.insert(i, (*last, cell.clone()));
            }
        }
    }

    /// What a merged cell above says of this one.
    pub(super) fn value(&self, at: u32, column: usize) -> Option<Cell> {
        let (last, cell) = self.holding.get(&column)?;
        (at <= *last && *cell != Cell::Empty).then(|| cell.clone())
    }

    /// Takes the value over where it holds for each row. A number of items or an id is never repeated.
    pub(super) fn fill(
        &self,
        column: Column,
        value: Cell,
        text: &mut String,
        cell: &mut Cell,
        fields: &mut Vec<(Field, String)>,
    ) {
        match column {
            Column::Quantity | Column::Id | Column::Unknown => return,
            Column::Other(field) => fields.push((field, text_of(&value))),
            _ => {}
        }
        *text = text_of(&value);
        *cell = value;
    }
}
