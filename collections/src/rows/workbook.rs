//! Workbooks as field staff keep them: titles above the header, merged cells, several sheets, dates as dates or text.
//!
//! The sheet is read in a thread of its own, row by row, so that a million rows need no more memory than the workbook's
//! own texts, and so that a workbook on which the reader gives up costs a message and not the program.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{Dimensions, Reader, SheetType, SheetVisible, Sheets};

use super::csv::no_marks;
use super::header::{self, Header};
use super::{Cell, Column, Row};
use crate::error::Error;

mod cells;
mod merged;
mod size;
mod words;

use cells::{each_row, text_of};
use merged::Merged;

/// The bytes of a workbook, shared so that the kinds of workbook can be tried on them.
type Bytes = Cursor<Arc<[u8]>>;
pub(super) type Book = Sheets<Bytes>;

/// Rows sent at once.
const BATCH: usize = 256;

/// A sheet being read.
pub(super) struct WorkbookInput {
    pub(super) header: Vec<String>,
    pub(super) columns: Vec<Column>,
    pub(super) sheet: String,
    pub(super) format: &'static str,
    pub(super) notes: Vec<String>,
    pub(super) titles: Titles,
    rows: Receiver<Result<Vec<Row>, Error>>,
    batch: std::vec::IntoIter<Row>,
    done: bool,
}

/// What is known once the header is found.
struct Opened {
    header: Header,
    /// Row of the sheet, from 0, on which the header ends.
    header_row: u32,
    sheet: String,
    format: &'static str,
    notes: Vec<String>,
    titles: Titles,
}

/// What stands above the header: titles, places, who recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Titles {
    /// Row of the sheet, from 0, in which the names of the columns stand.
    pub header: u32,
    /// The rows above with their numbers.
    pub rows: Vec<(u32, Vec<Cell>)>,
}

impl WorkbookInput {
    pub(super) fn new(bytes: Vec<u8>, sheet: Option<&str>) -> Result<Self, Error> {
        let (tell, told) = sync_channel(1);
        let (send, rows) = sync_channel(16);
        let wanted = sheet.map(str::to_owned);
        std::thread::Builder::new()
            .name("workbook".to_owned())
            .spawn(move || {
                let read = || read(bytes.into(), wanted.as_deref(), &tell, &send);
                if catch_unwind(AssertUnwindSafe(read)).is_err() {
                    let _ = send.send(Err(gave_up()));
                }
            })
            .map_err(|source| Error::Io {
                what: "the workbook cannot be read".to_owned(),
                source,
            })?;
        let opened = told.recv().map_err(|_| gave_up())??;
        Ok(Self {
            header: opened.header.names,
            columns: opened.header.columns,
            sheet: opened.sheet,
            format: opened.format,
            notes: opened.notes,
            titles: opened.titles,
            rows,
            batch: Vec::new().into_iter(),
            done: false,
        })
    }

    pub(super) fn next(&mut self, row: &mut Row) -> Result<bool, Error> {
        loop {
            if let Some(next) = self.batch.next() {
                *row = next;
                return Ok(true);
            }
            if self.done {
                return Ok(false);
            }
            match self.rows.recv() {
                Ok(Ok(batch)) => self.batch = batch.into_iter(),
                Ok(Err(e)) => {
                    self.done = true;
                    return Err(e);
                }
                Err(_) => self.done = true,
            }
        }
    }
}

fn gave_up() -> Error {
    Error::Input(
        "the workbook is damaged in a way that its reader cannot take; open it in a spreadsheet program, \
         save it again or save the sheet as CSV UTF-8"
            .to_owned(),
    )
}

/// All that happens in the thread. A receiver that is gone ends it.
fn read(
    bytes: Arc<[u8]>,
    wanted: Option<&str>,
    tell: &SyncSender<Result<Opened, Error>>,
    send: &SyncSender<Result<Vec<Row>, Error>>,
) {
    let prepared = words::open(bytes).and_then(|mut book| {
        let opened = choose(&mut book, wanted)?;
        let merged = merges(&mut book, &opened.sheet);
        Ok((book, opened, merged))
    });
    let (mut book, opened, regions) = match prepared {
        Ok(p) => p,
        Err(e) => {
            let _ = tell.send(Err(e));
            return;
        }
    };
    let Opened {
        header, header_row, ..
    } = &opened;
    let mut maker = RowMaker {
        names: header.names.clone(),
        columns: header.columns.clone(),
        merged: Merged::new(regions, *header_row),
        number: 0,
    };
    let (sheet, header_row) = (opened.sheet.clone(), *header_row);
    if tell.send(Ok(opened)).is_err() {
        return;
    }
    let mut batch = Vec::with_capacity(BATCH);
    let result = each_row(&mut book, &sheet, &mut |at, cells| {
        if at > header_row
            && let Some(row) = maker.row(at, cells)
        {
            batch.push(row);
        }
        batch.len() < BATCH || send.send(Ok(std::mem::take(&mut batch))).is_ok()
    });
    if !batch.is_empty() && send.send(Ok(batch)).is_err() {
        return;
    }
    if let Err(e) = result {
        let _ = send.send(Err(e));
    }
}

/// The sheet that is meant: the one named, else the one with the best header.
fn choose(book: &mut Book, wanted: Option<&str>) -> Result<Opened, Error> {
    let format = match book {
        Sheets::Xls(_) => "xls",
        Sheets::Xlsx(_) => "xlsx",
        Sheets::Xlsb(_) => "xlsb",
        Sheets::Ods(_) => "ods",
    };
    let all: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| (s.name.clone(), s.visible == SheetVisible::Visible))
        .collect();
    let names = || {
        all.iter()
            .map(|s| format!("“{}”", s.0))
            .collect::<Vec<_>>()
            .join(", ")
    };
    if let Some(wanted) = wanted
        && !all.iter().any(|s| s.0 == wanted)
    {
        return Err(Error::Usage(format!(
            "there is no sheet “{wanted}”; the workbook has {}",
            names()
        )));
    }
    let mut found: Vec<(usize, Header, Titles, String)> = Vec::new();
    let (mut first, mut trouble) = (Vec::new(), None);
    for (name, visible) in &all {
        if wanted.map_or(!visible, |w| w != name) {
            continue;
        }
        let (rows, texts) = match peek(book, name) {
            Ok(p) => p,
            Err(e) => {
                trouble.get_or_insert(e);
                continue;
            }
        };
        if let Some(h) = header::find(&texts) {
            let known = h.columns.iter().filter(|c| **c != Column::Unknown).count();
            let titles = Titles {
                header: rows.get(h.at).map_or(0, |r| r.0),
                rows: rows.into_iter().take(h.at).collect(),
            };
            found.push((known, h, titles, name.clone()));
        } else if first.is_empty() {
            first = texts.into_iter().next().unwrap_or_default();
        }
    }
    let most = found.iter().map(|f| f.0).max();
    let Some(best) = found.iter().position(|f| Some(f.0) == most) else {
        return Err(match trouble {
            Some(e) => e,
            None if all.is_empty() => Error::Input("the workbook has no sheet with cells".to_owned()),
            None => Error::Input(format!(
                "{}; looked at the first {} rows of {}",
                no_marks(&first),
                header::LOOK,
                names()
            )),
        });
    };
    let (_, header, titles, sheet) = found.swap_remove(best);
    let mut notes = Vec::new();
    // A page of help may name the marks; a sheet of rows has more columns.
    found.retain(|f| f.0 >= 3);
    if !found.is_empty() {
        let others: Vec<String> = found.iter().map(|f| format!("“{}”", f.3)).collect();
        notes.push(format!(
            "sheet “{sheet}” is read; {} could be read as well, with --sheet",
            others.join(", ")
        ));
    }
    Ok(Opened {
        header,
        header_row: titles.header,
        sheet,
        format,
        notes,
        titles,
    })
}

type Peeked = (Vec<(u32, Vec<Cell>)>, Vec<Vec<String>>);

/// The first rows of a sheet with their numbers, and as texts.
fn peek(book: &mut Book, sheet: &str) -> Result<Peeked, Error> {
    let (mut rows, mut texts) = (Vec::new(), Vec::new());
    each_row(book, sheet, &mut |row, cells| {
        texts.push(cells.iter().map(text_of).collect::<Vec<String>>());
        rows.push((row, cells));
        texts.len() <= header::LOOK
    })?;
    Ok((rows, texts))
}

fn merges(book: &mut Book, sheet: &str) -> Vec<Dimensions> {
    // Cells that are merged are a help; a workbook in which they cannot be found is read without.
    match book {
        Sheets::Xlsx(b) => b.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Sheets::Xls(b) => b.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Turns cells into rows.
struct RowMaker {
    names: Vec<String>,
    columns: Vec<Column>,
    merged: Merged,
    number: u64,
}

impl RowMaker {
    fn row(&mut self, at: u32, mut typed: Vec<Cell>) -> Option<Row> {
        self.merged.remember(at, &typed);
        if typed.iter().all(|c| text_of(c).trim().is_empty()) {
            return None;
        }
        let mut cells: Vec<String> = typed.iter().map(text_of).collect();
        let same = |(i, name): (usize, &String)| cells.get(i).map_or("", |c| c.trim()) == name;
        if self.names.iter().enumerate().all(same) {
            // The header again, as printed sheets have it on each page.
            return None;
        }
        self.number += 1;
        let mut row = Row {
            number: self.number,
            line: u64::from(at) + 1,
            ..Row::default()
        };
        let extra = cells.split_off(self.names.len().min(cells.len()));
        let extra: Vec<String> = extra.into_iter().filter(|c| !c.trim().is_empty()).collect();
        if !extra.is_empty() {
            let reason = "beyond the last column of the header; it has no name and is not used";
            row.problems
                .push(super::Problem::new("", &extra.join(" | "), reason));
        }
        cells.resize(self.names.len(), String::new());
        typed.resize(self.names.len().max(typed.len()), Cell::Empty);
        // What merged cells and day numbers mean is interpreted; what is kept is what stands there.
        row.cells.clone_from(&cells);
        row.typed.clone_from(&typed);
        for (i, column) in self.columns.iter().enumerate() {
            if let (Some(text), Some(cell)) = (row.cells.get_mut(i), row.typed.get_mut(i)) {
                if let Some(from) = self.merged.value(at, i).filter(|_| *cell == Cell::Empty) {
                    self.merged.fill(*column, from, text, cell, &mut row.fields);
                }
                cells::check(*column, text, cell, &mut row.problems);
            }
        }
        row.interpret(&self.columns);
        (row.cells, row.typed) = (cells, typed);
        Some(row)
    }
}
