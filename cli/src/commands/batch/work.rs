//! The way of a block of rows: looked at, then weighed. Rows that say the same are looked at once.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use headstamp_collections::rows::{Block, BlockItem};
use headstamp_core::identification::Identification;
use headstamp_core::observation::Observation;

use super::Columns;
use super::line::{self, Entry, Known, Line, Rest};
use super::ready::{Own, Ready};
use crate::args::RowFormat;
use crate::exit::Failure;
use crate::rows::{Cells, Row};
use crate::session::{Answered, Inferred, One, Reading, Session, Teller, Weighed, share};

/// Bytes of lines and answers remembered: some ten thousand distinct markings, more than the field's largest collections
/// have.
const REMEMBERED: usize = 24 << 20;

/// New markings weighed at once: what is known of a marking while it is weighed takes several kilobytes.
const AT_ONCE: usize = 4096;

/// So many rows for each thread, or it is not worth its start: each takes some microseconds.
const WORTH: usize = 64;

/// What is remembered. When it is too much, all is forgotten and begun anew; rows on their way keep what is theirs.
#[derive(Default)]
struct Memory {
    /// By the cells that matter, as they stand in the file.
    lines: HashMap<Rc<[u8]>, Met, RandomState>,
    /// By what is weighed but for the day of recovery, which mostly does not matter.
    known: HashMap<String, Vec<Arc<Entry>>, RandomState>,
    held: usize,
}

pub(super) struct Work<'s, 't> {
    session: &'s mut Session<'t>,
    evidence: bool,
    format: RowFormat,
    columns: &'s Columns,
    /// The first and the last of the columns that matter, where no other stands between.
    together: Option<(usize, usize)>,
    memory: Memory,
    /// Blocks looked at.
    blocks: u64,
}

/// A block on its way, `S` being how far the new markings in it are.
pub(super) struct Flight<S> {
    block: Block,
    rows: Rows,
    /// Lines that are not finished, and what each is about.
    fresh: Vec<(Arc<Line>, Own)>,
    /// Where the answers of the new markings go.
    slots: Vec<Arc<Entry>>,
    step: S,
}

/// A block whose rows are all answered.
pub(super) struct Done {
    pub(super) block: Block,
    pub(super) rows: Rows,
}

impl<'s, 't> Work<'s, 't> {
    pub(super) fn new(
        session: &'s mut Session<'t>,
        evidence: bool,
        format: RowFormat,
        columns: &'s Columns,
    ) -> Self {
        let matter = &columns.matter;
        let ends = matter.first().copied().zip(matter.last().copied());
        Self {
            session,
            evidence,
            format,
            columns,
            together: ends.filter(|(first, last)| last - first + 1 == matter.len()),
            memory: Memory::default(),
            blocks: 0,
        }
    }

    /// First step: which markings are new, and what do plugins say of them?
    pub(super) fn look(&mut self, mut block: Block) -> Result<Flight<Reading>, Failure> {
        if self.memory.held > REMEMBERED {
            self.memory = Memory::default();
        }
        self.blocks += 1;
        let mut new = New::default();
        let mut rows = Rows::with_capacity(block.len());
        let mut unmet = Unmet::default();
        let mut room = Vec::new();
        for i in 0..block.len() {
            match block.item(i) {
                Some(BlockItem::Plain(cells)) if self.columns.plain => {
                    let key = self.key(&cells, &mut room);
                    let slot = match self.memory.lines.get_mut(key) {
                        Some(met) => met.slot_in(self.blocks, &mut rows),
                        None => unmet.slot_of(key, i, &mut rows),
                    };
                    rows.slots.push(slot);
                }
                Some(BlockItem::Plain(cells)) => {
                    let line = self.line(&mut cells.row(&self.columns.all), &mut new);
                    rows.add(line);
                }
                Some(BlockItem::Whole(row)) => {
                    let line = self.line(row, &mut new);
                    rows.add(line);
                }
                None => {}
            }
            if unmet.rows.len() + new.observations.len() >= AT_ONCE {
                self.meet(&block, &mut unmet, &mut new, &mut rows);
                self.settle(&mut new)?;
            }
        }
        self.meet(&block, &mut unmet, &mut new, &mut rows);
        debug_assert_eq!(rows.slots.len(), block.len(), "each row has its place");
        Ok(Flight {
            block,
            rows,
            fresh: new.fresh,
            slots: new.slots,
            step: self.session.begin(new.observations),
        })
    }

    /// Makes the lines of rows that were not met before.
    fn meet(&mut self, block: &Block, unmet: &mut Unmet, new: &mut New, rows: &mut Rows) {
        let unmet = std::mem::take(unmet).rows;
        let (tables, columns) = (self.session.tables, &self.columns.all);
        let ready = share::each(
            (self.session.threads(), WORTH),
            unmet.iter().map(|u| u.row).collect(),
            |row| {
                let mut said = block.plain(row).map(|c| c.said(columns)).unwrap_or_default();
                Ready::of(&tables, &mut said)
            },
        );
        for (unmet, ready) in unmet.into_iter().zip(ready) {
            let line = self.enter(ready, new);
            self.memory.held += 2 * unmet.key.len() + line.size();
            rows.fill(unmet.slot, &line);
            let met = Met {
                line,
                block: self.blocks,
                slot: unmet.slot,
            };
            self.memory.lines.insert(unmet.key, met);
        }
    }

    /// Where nearly every row has another marking, they are weighed before all of the block is looked at.
    fn settle(&mut self, new: &mut New) -> Result<(), Failure> {
        let keep = self.keep();
        let answered = self.session.weigh(std::mem::take(&mut new.observations), keep);
        self.remember(&std::mem::take(&mut new.slots), answered)?;
        for (line, own) in std::mem::take(&mut new.fresh) {
            // The marking of a line may be on its way with an earlier block.
            if line.known().is_some() {
                self.complete(&line, &own);
            } else {
                new.fresh.push((line, own));
            }
        }
        Ok(())
    }

    fn remember(&mut self, slots: &[Arc<Entry>], answered: Answered<Kept>) -> Result<(), Failure> {
        let mut all = Vec::with_capacity(answered.weighed.len());
        for one in answered.weighed {
            let known = self.known(one)?;
            // A parsed answer has some kilobytes for each candidate.
            let parsed = known
                .answer
                .as_ref()
                .map_or(0, |a| 2500 * (1 + a.candidates.len()));
            self.memory.held += 200 + parsed + known.fragment.len();
            all.push(Arc::new(known));
        }
        for (slot, which) in slots.iter().zip(answered.which) {
            if let Some(known) = all.get(which) {
                let _ = slot.known.set(Arc::clone(known));
            }
        }
        Ok(())
    }

    /// The cells on which a line depends. Plain lines have no line end within: it tells the cells apart.
    fn key<'k>(&self, cells: &Cells<'k>, room: &'k mut Vec<u8>) -> &'k [u8] {
        // Side by side, as mostly, they are a key as they stand.
        if let Some((first, last)) = self.together {
            return cells.span(first, last).as_bytes();
        }
        room.clear();
        for i in &self.columns.matter {
            room.extend_from_slice(cells.get(*i).as_bytes());
            room.push(b'\n');
        }
        room
    }

    fn line(&mut self, row: &mut Row, new: &mut New) -> Arc<Line> {
        let ready = Ready::of(&self.session.tables, row);
        self.enter(ready, new)
    }

    /// A line, and its marking among what is weighed next if it is new.
    fn enter(&mut self, ready: Ready, new: &mut New) -> Arc<Line> {
        let Some((asked, own, key)) = ready.asked else {
            return Arc::new(Line {
                problems: ready.problems,
                entry: None,
                input: ready.input,
                rest: OnceLock::new(),
            });
        };
        let size = 2 * key.len();
        let entries = self.memory.known.entry(key).or_default();
        let entry = match entries.iter().find(|e| e.is_for(own.recovered)) {
            Some(entry) => Arc::clone(entry),
            None => {
                let entry = Arc::new(Entry {
                    recovered: own.recovered,
                    known: OnceLock::new(),
                });
                self.memory.held += size;
                entries.push(Arc::clone(&entry));
                new.observations.push(asked);
                new.slots.push(Arc::clone(&entry));
                entry
            }
        };
        let line = Arc::new(Line {
            problems: ready.problems,
            entry: Some(entry),
            input: ready.input,
            rest: OnceLock::new(),
        });
        new.fresh.push((Arc::clone(&line), own));
        line
    }

    /// Second step: weighs the new markings, and asks which events concern them.
    pub(super) fn infer(&mut self, flight: Flight<Reading>) -> Flight<Inferred<Kept>> {
        let keep = self.keep();
        Flight {
            block: flight.block,
            rows: flight.rows,
            fresh: flight.fresh,
            slots: flight.slots,
            step: self.session.infer(flight.step, keep),
        }
    }

    /// Third step: all rows of the block are answered.
    pub(super) fn finish(&mut self, flight: Flight<Inferred<Kept>>) -> Result<Done, Failure> {
        let answered = self.session.finish(flight.step);
        self.remember(&flight.slots, answered)?;
        for (line, own) in &flight.fresh {
            self.complete(line, own);
        }
        Ok(Done {
            block: flight.block,
            rows: flight.rows,
        })
    }

    /// What is kept of what is weighed.
    fn keep(&self) -> impl Fn(Teller<'_, 't>, Weighed) -> Kept + Sync + use<'t> {
        let (evidence, table) = (self.evidence, self.format != RowFormat::Jsonl);
        move |teller, weighed| {
            let status = weighed.inference.status.name();
            if table {
                Kept::Cells(status, Box::new(teller.answer(&weighed, evidence)))
            } else if evidence {
                Kept::Whole(status, Box::new(weighed))
            } else {
                Kept::Text(status, teller.lean(weighed, true))
            }
        }
    }

    /// The answer as it is remembered.
    fn known(&self, one: One<Kept>) -> Result<Known, Failure> {
        let (status, fragment, answer) = match one.kept {
            Kept::Text(status, text) => (status, text, None),
            Kept::Cells(status, answer) => (status, String::new(), Some(answer)),
            // The sources of the events stand among those of the answer.
            Kept::Whole(status, weighed) => {
                let text = line::evidence(&self.session.answer(&weighed, &one.leads))?;
                (status, text, None)
            }
        };
        Ok(Known {
            days: one.days,
            status,
            leads: one.leads,
            failed: one.failed,
            fragment,
            answer,
        })
    }

    /// What follows the answer depends on the day and place of the recovery.
    fn complete(&self, line: &Line, own: &Own) {
        let Some(known) = line.known() else { return };
        let events = if known.leads.is_empty() {
            Vec::new()
        } else {
            self.session
                .events(&known.leads, own.recovered, own.country.as_deref())
        };
        let _ = line.rest.set(match self.format {
            RowFormat::Jsonl => Rest {
                json: line::rest(&events, &known.failed, &line.problems),
                events: Vec::new(),
            },
            _ => Rest {
                json: String::new(),
                events,
            },
        });
    }
}

/// Markings that were not met before.
#[derive(Default)]
struct New {
    fresh: Vec<(Arc<Line>, Own)>,
    observations: Vec<Observation>,
    slots: Vec<Arc<Entry>>,
}

/// What is kept of a marking that was weighed: the verdict, and what goes into the result.
pub(super) enum Kept {
    Text(&'static str, String),
    Cells(&'static str, Box<Identification>),
    Whole(&'static str, Box<Weighed>),
}

/// The rows of a block, each by the place of its line: many rows share one.
pub(super) struct Rows {
    pub(super) slots: Vec<u32>,
    pub(super) lines: Vec<Option<Arc<Line>>>,
}

impl Rows {
    fn with_capacity(rows: usize) -> Self {
        Self {
            slots: Vec::with_capacity(rows),
            lines: Vec::new(),
        }
    }

    /// A place for a line. A block has some ten thousand rows.
    fn place(&mut self, line: Option<Arc<Line>>) -> u32 {
        let slot = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        self.lines.push(line);
        slot
    }

    /// A row with a line of its own.
    fn add(&mut self, line: Arc<Line>) {
        let slot = self.place(Some(line));
        self.slots.push(slot);
    }

    fn fill(&mut self, slot: u32, line: &Arc<Line>) {
        if let Some(place) = self.lines.get_mut(slot as usize) {
            *place = Some(Arc::clone(line));
        }
    }
}

/// A line that was met, and its place among those of the block in which it was met last.
struct Met {
    line: Arc<Line>,
    block: u64,
    slot: u32,
}

impl Met {
    /// Its place in this block.
    fn slot_in(&mut self, block: u64, rows: &mut Rows) -> u32 {
        if self.block != block {
            self.block = block;
            self.slot = rows.place(Some(Arc::clone(&self.line)));
        }
        self.slot
    }
}

/// Rows not met before, each once.
#[derive(Default)]
struct Unmet {
    rows: Vec<UnmetRow>,
    at: HashMap<Rc<[u8]>, u32, RandomState>,
}

struct UnmetRow {
    key: Rc<[u8]>,
    /// Its place in the block, and that of its line.
    row: usize,
    slot: u32,
}

impl Unmet {
    fn slot_of(&mut self, key: &[u8], row: usize, rows: &mut Rows) -> u32 {
        if let Some(slot) = self.at.get(key) {
            return *slot;
        }
        let (key, slot) = (Rc::<[u8]>::from(key), rows.place(None));
        self.at.insert(Rc::clone(&key), slot);
        self.rows.push(UnmetRow { key, row, slot });
        slot
    }
}
