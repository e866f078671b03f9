//! Where the answers of a batch go: JSON Lines, CSV, TSV or a workbook.

use std::io::{self, IsTerminal, Write};

use headstamp_collections::rows::{SheetValue, SheetWriter};
use headstamp_core::identification::{EventLead, Identification};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::args::{Batch, Global, RowFormat};
use crate::exit::{Failure, USAGE};
use crate::rows::Row;
use crate::rows::input::Input;
use crate::session::Session;
use crate::target::Target;
use crate::text::diagnostics::count;

/// Columns that the answer adds to a table.
const ADDED: [&str; 16] = [
    "hs_status",
    "hs_sample",
    "hs_producer",
    "hs_producer_name",
    "hs_place",
    "hs_country",
    "hs_state_then",
    "hs_year_from",
    "hs_year_to",
    "hs_calibre",
    "hs_probability",
    "hs_basis",
    "hs_unknown_probability",
    "hs_candidates",
    "hs_events",
    "hs_problems",
];

/// Columns of the answer that are numbers in a workbook.
const NUMBERS: [&str; 4] = [
    "hs_year_from",
    "hs_year_to",
    "hs_probability",
    "hs_unknown_probability",
];

/// Bytes written at once. They are still in the cache of the core when the system copies them.
const PIECE: usize = 256 << 10;

/// Where the rows go: a file that appears only when it is whole, or standard output.
pub(super) struct Output {
    /// What is not written yet.
    buffer: Vec<u8>,
    target: Option<(Target, NamedTempFile)>,
    format: RowFormat,
    columns: usize,
    /// The workbook being written.
    sheet: Option<SheetWriter>,
    /// The first line of JSON. It names the hashes of plugins, which are made while rows are looked at.
    head: Option<Box<dyn FnOnce() -> Value + Send>>,
}

impl Output {
    pub(super) fn create(batch: &Batch, format: RowFormat) -> Result<Self, Failure> {
        if format == RowFormat::Xlsx && batch.output.is_none() {
            return Err(Failure::new(USAGE, "a workbook goes to a file: -o result.xlsx"));
        }
        let target = batch
            .output
            .as_ref()
            .map(|path| {
                let target = Target::new(path, &[&batch.file])?;
                let file = target.beside()?;
                Ok::<_, Failure>((target, file))
            })
            .transpose()?;
        Ok(Self {
            buffer: Vec::with_capacity(PIECE + (8 << 10)),
            target,
            format,
            columns: 0,
            sheet: None,
            head: None,
        })
    }

    pub(super) fn to_terminal(&self) -> bool {
        self.target.is_none() && io::stdout().is_terminal()
    }

    pub(super) fn begin(
        &mut self,
        session: &Session<'_>,
        input: &Input,
        global: &Global,
    ) -> Result<(), Failure> {
        if self.format == RowFormat::Jsonl {
            let carried: Vec<String> = input
                .header()
                .iter()
                .zip(input.columns())
                .filter(|(_, c)| c.is_carried())
                .map(|(name, _)| name.clone())
                .collect();
            let options = json!({"lang": global.lang, "plugins": !global.no_plugins});
            let versions = session.versions_later();
            self.head = Some(Box::new(move || {
                json!({
                    "schema": "headstamp/run/1", "type": "run", "versions": versions(), "options": options,
                    "carried": carried,
                })
            }));
            return Ok(());
        }
        if input.header().is_empty() {
            return Err(Failure::usage(
                "JSON Lines have no columns to add to; write --format jsonl",
            ));
        }
        self.columns = input.header().len();
        let cells: Vec<&str> = input.header().iter().map(String::as_str).chain(ADDED).collect();
        if self.format == RowFormat::Xlsx {
            let titles = input.reader.titles().cloned().unwrap_or_default();
            self.sheet = Some(SheetWriter::under("headstamp", &titles, &cells)?);
            return Ok(());
        }
        if let Some(titles) = input.reader.titles() {
            anstream::eprintln!(
                "headstamp: {} above the header of the sheet {} left out: only a workbook (-o result.xlsx) can keep them",
                count(titles.rows.len(), "row"),
                if titles.rows.len() == 1 { "is" } else { "are" }
            );
        }
        self.record(&cells)
    }

    /// Writes what stands above all rows, if it was not there from the beginning.
    pub(super) fn head(&mut self) -> Result<(), Failure> {
        match self.head.take() {
            Some(head) => self.line(&head()),
            None => Ok(()),
        }
    }

    /// Lets the user see what is written so far.
    pub(super) fn show(&mut self) -> Result<(), Failure> {
        if let Some((_, file)) = &mut self.target {
            file.write_all(&self.buffer)?;
        } else {
            let mut out = io::stdout().lock();
            out.write_all(&self.buffer)?;
            out.flush()?;
        }
        self.buffer.clear();
        Ok(())
    }

    /// Writes what has come together, if it is enough.
    fn full(&mut self) -> Result<(), Failure> {
        if self.buffer.len() < PIECE {
            return Ok(());
        }
        self.show()
    }

    fn line(&mut self, value: &Value) -> Result<(), Failure> {
        self.json(|out| {
            // Values can always be written to memory.
            let _ = serde_json::to_writer(&mut *out, value);
            out.push(b'\n');
        })
    }

    fn record(&mut self, cells: &[&str]) -> Result<(), Failure> {
        let delimiter = if self.format == RowFormat::Tsv {
            b'\t'
        } else {
            b','
        };
        let mut w = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .buffer_capacity(1 << 12)
            .from_writer(Vec::new());
        w.write_record(cells)
            .map_err(|e| Failure::from(io::Error::other(e)))?;
        let record = w.into_inner().map_err(|e| Failure::from(io::Error::other(e)))?;
        self.buffer.extend_from_slice(&record);
        self.full()
    }

    /// The user's own cells as they are, then those of the answer.
    fn sheet_row(&mut self, row: &Row, own: &[&str], added: &[&str]) -> Result<(), Failure> {
        let Some(sheet) = &mut self.sheet else {
            return Ok(());
        };
        let own = own.iter().enumerate().map(|(i, text)| match row.typed.get(i) {
            Some(cell) => SheetValue::Own(cell),
            None => SheetValue::Text(text),
        });
        let numbers = |(i, text): (usize, &&'_ str)| match text.parse::<f64>() {
            Ok(n) if NUMBERS.contains(&ADDED.get(i).copied().unwrap_or_default()) => SheetValue::Number(n),
            _ => SheetValue::Empty,
        };
        let added = added
            .iter()
            .enumerate()
            .map(|(i, text)| match numbers((i, text)) {
                SheetValue::Empty => SheetValue::Text(text),
                number => number,
            });
        Ok(sheet.row(own.chain(added))?)
    }

    /// A row that could not be answered, with everything it held.
    pub(super) fn broken(&mut self, row: &Row) -> Result<(), Failure> {
        let reasons: Vec<String> = row
            .problems
            .iter()
            .map(|p| format!("{}: {}", p.column, p.reason))
            .collect();
        if self.format == RowFormat::Jsonl {
            let problems: Vec<Value> = row
                .problems
                .iter()
                .map(|p| json!({"column": p.column, "value": p.value, "reason": p.reason}))
                .collect();
            let line = json!({"type": "error", "row": row.number, "line": row.line, "id": row.recorded.id, "problems": problems, "cells": row.cells});
            return self.line(&line);
        }
        let mut cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
        // Cells beyond the header have no column of their own: they go where the reason stands.
        let extra = if cells.len() > self.columns {
            cells.split_off(self.columns).join(" | ")
        } else {
            String::new()
        };
        cells.resize(self.columns, "");
        let reason = if extra.is_empty() {
            reasons.join("; ")
        } else {
            format!("{}; further cells: {extra}", reasons.join("; "))
        };
        cells.push("error");
        cells.resize(self.columns + ADDED.len() - 1, "");
        cells.push(&reason);
        if self.sheet.is_some() {
            let (own, added) = cells.split_at(self.columns);
            return self.sheet_row(row, own, added);
        }
        self.record(&cells)
    }

    /// A line of JSON that stands ready.
    pub(super) fn json(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), Failure> {
        write(&mut self.buffer);
        self.full()
    }

    pub(super) fn cells(
        &mut self,
        row: &Row,
        a: &Identification,
        failed: &[String],
        events: &[EventLead],
    ) -> Result<(), Failure> {
        let best = a.candidates.first();
        let named = best.filter(|_| a.status == "identified" || a.status == "ambiguous");
        // Where several years remain, the columns span them all: one of them would be a guess.
        let year = |first: bool| {
            let years = named.map(|c| c.years.as_slice()).unwrap_or_default();
            let open = years.first().is_some_and(|y| y.probability < 0.8);
            let kept = years
                .iter()
                .filter(|y| y.probability >= 0.05)
                .take(if open { usize::MAX } else { 1 });
            let ends = kept.filter_map(|y| if first { &y.from } else { &y.to }.split('-').next());
            if first { ends.min() } else { ends.max() }.map(str::to_owned)
        };
        let number = |p: f64| format!("{p:.3}");
        let candidates: Vec<String> = a
            .candidates
            .iter()
            .map(|c| format!("{} {:.2}", c.producer.id, c.probability))
            .collect();
        let leads: Vec<String> = events
            .iter()
            .map(|e| {
                if e.strength == "lead" {
                    format!("{} ({})", e.id, e.relation)
                } else {
                    format!("{} ({}, {})", e.id, e.relation, e.strength)
                }
            })
            .collect();
        let mut problems: Vec<String> = row
            .problems
            .iter()
            .map(|p| format!("{}: {}", p.column, p.reason))
            .collect();
        problems.extend(a.flags.iter().map(|f| f.detail.clone()));
        problems.extend(failed.iter().map(|f| format!("plugin {f} gave no answer")));
        let added = [
            a.status.clone(),
            a.sample.key.clone(),
            named.map(|c| c.producer.id.clone()).unwrap_or_default(),
            named.map(|c| c.producer.name.clone()).unwrap_or_default(),
            named.and_then(|c| c.producer.place.clone()).unwrap_or_default(),
            named.map(|c| c.producer.country.clone()).unwrap_or_default(),
            named.and_then(|c| c.producer.state.clone()).unwrap_or_default(),
            year(true).unwrap_or_default(),
            year(false).unwrap_or_default(),
            a.sample.calibre.clone().unwrap_or_default(),
            named.map(|c| number(c.probability)).unwrap_or_default(),
            named.map(|c| c.basis.clone()).unwrap_or_default(),
            number(a.unknown_probability),
            candidates.join("; "),
            leads.join("; "),
            problems.join("; "),
        ];
        let own = row.cells.iter().map(String::as_str);
        let added = added.iter().map(String::as_str);
        if self.sheet.is_some() {
            return self.sheet_row(row, &own.collect::<Vec<_>>(), &added.collect::<Vec<_>>());
        }
        self.record(&own.chain(added).collect::<Vec<_>>())
    }

    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.show()?;
        if let Some((target, mut file)) = self.target {
            if let Some(sheet) = &mut self.sheet {
                sheet.finish_to(file.as_file_mut())?;
            }
            target.take(file)?;
        }
        Ok(())
    }
}
