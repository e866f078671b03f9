//! The last step, by a thread of its own: rows with their answers go into the result, in the order of the collection.

use std::borrow::Cow;
use std::sync::mpsc::{Receiver, Sender, TryRecvError};

use headstamp_collections::rows::{Block, BlockItem};

use super::line::{self, Finished};
use super::output::Output;
use super::work::Done;
use super::{Columns, SHOWN};
use crate::args::Batch;
use crate::exit::{Failure, INTERNAL};
use crate::progress::Progress;
use crate::rows::{Cells, Column, Problem, Row};
use crate::text::layout;

/// What happened, for the end of the run.
#[derive(Default)]
pub(super) struct Counts {
    /// Rows with problems.
    pub(super) bad: u64,
    /// Rows that lack the answer of a plugin.
    pub(super) failed_rows: u64,
    /// A verdict of `--fail-on` was given.
    pub(super) verdict: bool,
}

pub(super) struct Writer<'b> {
    batch: &'b Batch,
    name: String,
    columns: &'b Columns,
    out: Output,
    progress: Progress,
    counts: Counts,
}

impl<'b> Writer<'b> {
    pub(super) fn new(batch: &'b Batch, columns: &'b Columns, out: Output) -> Self {
        Self {
            batch,
            name: batch.file.display().to_string(),
            columns,
            progress: Progress::new(!batch.quiet && !out.to_terminal()),
            out,
            counts: Counts::default(),
        }
    }

    /// Writes blocks as they come, and gives them back to be filled again.
    pub(super) fn run(
        mut self,
        blocks: &Receiver<Done>,
        free: &Sender<Block>,
    ) -> Result<(Output, Counts), Failure> {
        let ended = self.each(blocks, free);
        self.progress.clear();
        ended?;
        Ok((self.out, self.counts))
    }

    fn each(&mut self, blocks: &Receiver<Done>, free: &Sender<Block>) -> Result<(), Failure> {
        self.out.head()?;
        loop {
            let next = match blocks.try_recv() {
                // Nothing is there to be added: what is there shall be seen.
                Err(TryRecvError::Empty) => {
                    self.out.show()?;
                    blocks.recv().ok()
                }
                next => next.ok(),
            };
            let Some(Done { mut block, rows }) = next else {
                return self.out.show();
            };
            let lines: Vec<_> = rows
                .lines
                .iter()
                .map(|line| line.as_deref().map(Finished::of))
                .collect();
            for (i, slot) in rows.slots.iter().enumerate() {
                let (Some(item), Some(Some(line))) = (block.item(i), lines.get(*slot as usize)) else {
                    return Err(Failure::new(INTERNAL, "a row was lost on its way to the result"));
                };
                self.row(item, line)?;
            }
            self.progress.add(rows.slots.len() as u64);
            // The reader may be done.
            let _ = free.send(block);
        }
    }

    fn row(&mut self, item: BlockItem<'_>, line: &Finished<'_>) -> Result<(), Failure> {
        if !line.problems.is_empty() {
            let at = match &item {
                BlockItem::Plain(cells) => (cells.number, cells.line),
                BlockItem::Whole(row) => (row.number, row.line),
            };
            self.complain(at, line.problems);
        }
        let Some(known) = line.known else {
            return self.out.broken(&whole(item, &self.columns.all, line.problems));
        };
        self.counts.failed_rows += u64::from(!known.failed.is_empty());
        self.counts.verdict |= self.batch.fail_on.iter().any(|v| v.name() == known.status);
        if let Some(answer) = &known.answer {
            let row = whole(item, &self.columns.all, line.problems);
            return self.out.cells(&row, answer, &known.failed, line.events);
        }
        match item {
            BlockItem::Plain(cells) if self.columns.plain && cells.is_verbatim() => {
                self.plain(&cells, line, line::verbatim)
            }
            BlockItem::Plain(cells) if self.columns.plain => self.plain(&cells, line, line::text),
            item => {
                let row = whole(item, &self.columns.all, line.problems);
                self.out.json(|out| {
                    line.write(out, (row.number, &row.recorded.id), line::text, |out| {
                        line::carried_row(out, &row, &self.columns.all);
                    });
                })
            }
        }
    }

    fn plain(
        &mut self,
        cells: &Cells<'_>,
        line: &Finished<'_>,
        write: impl Fn(&mut Vec<u8>, &str) + Copy,
    ) -> Result<(), Failure> {
        let id = self.columns.id.map_or("", |i| cells.trimmed(i));
        let carried = self.columns.carried.iter().map(|i| cells.get(*i));
        self.out.json(|out| {
            line.write(out, (cells.number, id), write, |out| {
                line::carried(out, carried, write);
            });
        })
    }

    fn complain(&mut self, (number, line): (u64, u64), problems: &[Problem]) {
        self.counts.bad += 1;
        if self.counts.bad > SHOWN {
            return;
        }
        for p in problems {
            let value = if p.value.is_empty() {
                String::new()
            } else {
                format!(" “{}”", layout::isolate(&p.value))
            };
            anstream::eprintln!(
                "{}: row {number} (line {line}), column {}{value}: {}",
                self.name,
                p.column,
                p.reason
            );
        }
    }
}

/// The row with all that is wrong with it.
fn whole<'r>(item: BlockItem<'r>, columns: &[Column], problems: &[Problem]) -> Cow<'r, Row> {
    match item {
        BlockItem::Whole(row) => Cow::Borrowed(row),
        BlockItem::Plain(cells) => Cow::Owned(Row {
            problems: problems.to_vec(),
            ..cells.row(columns)
        }),
    }
}
