//! The way of a block of rows: looked at, weighed, written. Rows that say the same are looked at once.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;
use headstamp_collections::rows::{Block, BlockItem};
use headstamp_core::date::Span;
use headstamp_core::identification::Identification;
use headstamp_core::observation::Observation;
use headstamp_core::tables::Tables;

use super::line::{self, Entry, Known, Line, Rest};
use super::output::Output;
use super::{Blocks, SHOWN};
use crate::args::{Batch, RowFormat};
use crate::commands::answers;
use crate::commands::observe::{self, Texts};
use crate::exit::Failure;
use crate::rows::{Cells, Column, Problem, Row};
use crate::session::{Answered, Inferred, One, Reading, Session, Teller, Weighed, share};
use crate::text::layout;

/// Bytes of lines and answers remembered: some ten thousand distinct markings, more than the field's largest collections
/// have.
const REMEMBERED: usize = 24 << 20;

/// New markings weighed at once: what is known of a marking while it is weighed takes several kilobytes.
const AT_ONCE: usize = 4096;

/// What is remembered. When it is too much, all is forgotten and begun anew; rows on their way keep what is theirs.
#[derive(Default)]
struct Memory {
    /// By the cells that matter, as they stand in the file.
    lines: HashMap<Rc<[u8]>, Rc<Line>, RandomState>,
    /// By what is weighed but for the day of recovery, which mostly does not matter.
    known: HashMap<String, Vec<Rc<Entry>>, RandomState>,
    held: usize,
}

/// What happened, for the end of the run.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    /// Rows with problems.
    pub(super) bad: u64,
    /// Rows that lack the answer of a plugin.
    pub(super) failed_rows: u64,
    /// A verdict of `--fail-on` was given.
    pub(super) verdict: bool,
}

pub(super) struct Work<'s, 't> {
    session: &'s mut Session<'t>,
    batch: &'s Batch,
    format: RowFormat,
    columns: Vec<Column>,
    /// Columns on which a line depends, the one with the id, and those carried through.
    matter: Vec<usize>,
    id: Option<usize>,
    carried: Vec<usize>,
    /// More than one column of ids: which counts depends on the row.
    ids: bool,
    memory: Memory,
    counts: Counts,
    name: String,
}

/// A block on its way, `S` being how far the new markings in it are.
pub(super) struct Flight<S> {
    block: Block,
    lines: Vec<Rc<Line>>,
    /// Lines that are not finished, and what each is about.
    fresh: Vec<(Rc<Line>, Own)>,
    /// Where the answers of the new markings go.
    slots: Vec<Rc<Entry>>,
    step: S,
}

impl<'s, 't> Work<'s, 't> {
    pub(super) fn new(
        session: &'s mut Session<'t>,
        batch: &'s Batch,
        format: RowFormat,
        columns: &[Column],
    ) -> Self {
        let places = |which: fn(Column) -> bool| -> Vec<usize> {
            let all = columns.iter().enumerate();
            all.filter(|(_, c)| which(**c)).map(|(i, _)| i).collect()
        };
        let ids = places(|c| c == Column::Id);
        Self {
            session,
            batch,
            format,
            matter: places(|c| !c.is_carried() && c != Column::Id),
            carried: places(Column::is_carried),
            id: ids.first().copied(),
            ids: ids.len() > 1,
            columns: columns.to_vec(),
            memory: Memory::default(),
            counts: Counts::default(),
            name: batch.file.display().to_string(),
        }
    }

    pub(super) fn counts(&self) -> Counts {
        self.counts
    }

    /// First step: which markings are new, and what do plugins say of them?
    pub(super) fn look(&mut self, mut block: Block) -> Result<Flight<Reading>, Failure> {
        if self.memory.held > REMEMBERED {
            self.memory = Memory::default();
        }
        let mut new = New::default();
        let mut lines = Vec::with_capacity(block.len());
        let mut places = Vec::new();
        let mut unmet = Unmet::default();
        let mut key = Vec::new();
        for i in 0..block.len() {
            let place = match block.item(i) {
                Some(BlockItem::Plain(cells)) if !self.ids => {
                    self.write_key(&cells, &mut key);
                    match self.memory.lines.get(key.as_slice()) {
                        Some(line) => Place::Met(Rc::clone(line)),
                        None => unmet.place(&key, i),
                    }
                }
                Some(BlockItem::Plain(cells)) => {
                    Place::Met(self.line(&mut cells.row(&self.columns), &mut new))
                }
                Some(BlockItem::Whole(row)) => Place::Met(self.line(row, &mut new)),
                None => continue,
            };
            places.push(place);
            if unmet.rows.len() + new.observations.len() >= AT_ONCE {
                self.meet(&block, &mut places, &mut unmet, &mut new, &mut lines);
                self.settle(&mut new)?;
            }
        }
        self.meet(&block, &mut places, &mut unmet, &mut new, &mut lines);
        Ok(Flight {
            block,
            lines,
            fresh: new.fresh,
            slots: new.slots,
            step: self.session.begin(new.observations),
        })
    }

    /// Makes the lines of rows that were not met before.
    fn meet(
        &mut self,
        block: &Block,
        places: &mut Vec<Place>,
        unmet: &mut Unmet,
        new: &mut New,
        lines: &mut Vec<Rc<Line>>,
    ) {
        let (keys, rows): (Vec<_>, Vec<_>) = unmet.rows.drain(..).unzip();
        unmet.at.clear();
        let (tables, columns) = (self.session.tables, &self.columns);
        let ready = share::each(self.session.threads(), rows, |row| {
            let mut said = block.plain(row).map(|c| c.said(columns)).unwrap_or_default();
            Ready::of(&tables, &mut said)
        });
        let mut made = Vec::with_capacity(keys.len());
        for (key, ready) in keys.into_iter().zip(ready) {
            let line = self.enter(ready, new);
            self.memory.held += 2 * key.len() + line.size();
            self.memory.lines.insert(key, Rc::clone(&line));
            made.push(line);
        }
        lines.extend(places.drain(..).filter_map(|place| match place {
            Place::Met(line) => Some(line),
            Place::Unmet(at) => made.get(at).map(Rc::clone),
        }));
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

    fn remember(&mut self, slots: &[Rc<Entry>], answered: Answered<Kept>) -> Result<(), Failure> {
        let mut all = Vec::with_capacity(answered.weighed.len());
        for one in answered.weighed {
            let known = self.known(one)?;
            // A parsed answer has some kilobytes for each candidate.
            let parsed = known
                .answer
                .as_ref()
                .map_or(0, |a| 2500 * (1 + a.candidates.len()));
            self.memory.held += 200 + parsed + known.fragment.len();
            all.push(Rc::new(known));
        }
        for (slot, which) in slots.iter().zip(answered.which) {
            if let Some(known) = all.get(which) {
                let _ = slot.known.set(Rc::clone(known));
            }
        }
        Ok(())
    }

    /// Plain lines have no line end within: it tells the cells apart.
    fn write_key(&self, cells: &Cells<'_>, key: &mut Vec<u8>) {
        key.clear();
        for i in &self.matter {
            key.extend_from_slice(cells.get(*i).as_bytes());
            key.push(b'\n');
        }
    }

    fn line(&mut self, row: &mut Row, new: &mut New) -> Rc<Line> {
        let ready = Ready::of(&self.session.tables, row);
        self.enter(ready, new)
    }

    /// A line, and its marking among what is weighed next if it is new.
    fn enter(&mut self, ready: Ready, new: &mut New) -> Rc<Line> {
        let Some((asked, own, key)) = ready.asked else {
            return Rc::new(Line {
                problems: ready.problems,
                entry: None,
                input: ready.input,
                rest: OnceCell::new(),
            });
        };
        let size = 2 * key.len();
        let entries = self.memory.known.entry(key).or_default();
        let entry = match entries.iter().find(|e| e.is_for(own.recovered)) {
            Some(entry) => Rc::clone(entry),
            None => {
                let entry = Rc::new(Entry {
                    recovered: own.recovered,
                    known: OnceCell::new(),
                });
                self.memory.held += size;
                entries.push(Rc::clone(&entry));
                new.observations.push(asked);
                new.slots.push(Rc::clone(&entry));
                entry
            }
        };
        let line = Rc::new(Line {
            problems: ready.problems,
            entry: Some(entry),
            input: ready.input,
            rest: OnceCell::new(),
        });
        new.fresh.push((Rc::clone(&line), own));
        line
    }

    /// Second step: weighs the new markings, and asks which events concern them.
    pub(super) fn infer(&mut self, flight: Flight<Reading>) -> Flight<Inferred<Kept>> {
        let keep = self.keep();
        Flight {
            block: flight.block,
            lines: flight.lines,
            fresh: flight.fresh,
            slots: flight.slots,
            step: self.session.infer(flight.step, keep),
        }
    }

    /// Third step: all rows of the block are answered. Says how many there were.
    pub(super) fn write(
        &mut self,
        flight: Flight<Inferred<Kept>>,
        out: &mut Output,
        blocks: &Blocks,
    ) -> Result<u64, Failure> {
        let answered = self.session.finish(flight.step);
        self.remember(&flight.slots, answered)?;
        for (line, own) in &flight.fresh {
            self.complete(line, own);
        }
        let mut block = flight.block;
        for (i, line) in flight.lines.iter().enumerate() {
            if let Some(item) = block.item(i) {
                self.row(item, line, out)?;
            }
        }
        let rows = flight.lines.len() as u64;
        blocks.give_back(block);
        Ok(rows)
    }

    /// What is kept of what is weighed.
    fn keep(&self) -> impl Fn(Teller<'_, 't>, Weighed) -> Kept + Sync + use<'t> {
        let (evidence, table) = (self.batch.evidence, self.format != RowFormat::Jsonl);
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

    fn row(&mut self, item: BlockItem<'_>, line: &Line, out: &mut Output) -> Result<(), Failure> {
        if !line.problems.is_empty() {
            let (number, at) = match &item {
                BlockItem::Plain(cells) => (cells.number, cells.line),
                BlockItem::Whole(row) => (row.number, row.line),
            };
            self.complain((number, at), &line.problems);
        }
        let Some(known) = line.known() else {
            return out.broken(&whole(item, &self.columns, line));
        };
        self.counts.failed_rows += u64::from(!known.failed.is_empty());
        self.counts.verdict |= self.batch.fail_on.iter().any(|v| v.name() == known.status);
        if let Some(answer) = &known.answer {
            let row = whole(item, &self.columns, line);
            let events = line.rest.get().map(|r| r.events.as_slice()).unwrap_or_default();
            return out.cells(&row, answer, &known.failed, events);
        }
        match item {
            BlockItem::Plain(cells) if !self.ids => {
                let id = self.id.map_or("", |i| cells.get(i).trim());
                out.json(|out| {
                    line::write(out, (cells.number, id), line, known, |out| {
                        line::carried_cells(out, &cells, &self.carried);
                    });
                })
            }
            item => {
                let row = whole(item, &self.columns, line);
                out.json(|out| {
                    line::write(out, (row.number, &row.recorded.id), line, known, |out| {
                        line::carried_row(out, &row, &self.columns);
                    });
                })
            }
        }
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

/// Markings that were not met before.
#[derive(Default)]
struct New {
    fresh: Vec<(Rc<Line>, Own)>,
    observations: Vec<Observation>,
    slots: Vec<Rc<Entry>>,
}

/// What is kept of a marking that was weighed: the verdict, and what goes into the result.
pub(super) enum Kept {
    Text(&'static str, String),
    Cells(&'static str, Box<Identification>),
    Whole(&'static str, Box<Weighed>),
}

/// The line of a row: one that is there already, or of one of the rows not met before.
enum Place {
    Met(Rc<Line>),
    Unmet(usize),
}

/// Rows not met before, each once, by their place in the block.
#[derive(Default)]
struct Unmet {
    rows: Vec<(Rc<[u8]>, usize)>,
    at: HashMap<Rc<[u8]>, usize, RandomState>,
}

impl Unmet {
    fn place(&mut self, key: &[u8], row: usize) -> Place {
        if let Some(at) = self.at.get(key) {
            return Place::Unmet(*at);
        }
        let at = self.rows.len();
        let key: Rc<[u8]> = key.into();
        self.at.insert(Rc::clone(&key), at);
        self.rows.push((key, row));
        Place::Unmet(at)
    }
}

/// What can be said of a row by itself.
struct Ready {
    problems: Vec<Problem>,
    /// What is asked, what else the row says, and what tells the question from others but for the day of recovery.
    asked: Option<(Observation, Own, String)>,
    input: String,
}

/// What a row says that its events depend on.
struct Own {
    recovered: Option<Span>,
    country: Option<String>,
}

impl Ready {
    fn of(tables: &Tables<'_>, row: &mut Row) -> Self {
        let mut input = String::new();
        let asked = observation(tables, row).map(|mut asked| {
            let r = &row.recorded;
            input = line::input(row, &asked);
            let key = answers::key(&r.marks, &r.calibre, &asked.item);
            asked.id = None;
            let own = Own {
                recovered: asked.recovered,
                country: asked.country.take(),
            };
            (asked, own, key)
        });
        Self {
            input,
            problems: row.problems.clone(),
            asked,
        }
    }
}

/// The observation, unless the row cannot be answered. What is wrong is added to its problems.
fn observation(tables: &Tables<'_>, row: &mut Row) -> Option<Observation> {
    if row.broken {
        return None;
    }
    let r = &row.recorded;
    let recovered = match observe::date(&r.recovered) {
        Ok(d) => d,
        Err(reason) => {
            row.problems.push(Problem::new(
                "recovered_on",
                &r.recovered,
                format!("{reason}; the row is answered without it"),
            ));
            None
        }
    };
    if !r.quantity.is_empty() && r.quantity.parse::<u32>().is_err() {
        row.problems
            .push(Problem::new("quantity", &r.quantity, "no whole number"));
    }
    if observe::either_way(&r.recovered) {
        row.problems.push(Problem::new(
            "recovered_on",
            &r.recovered,
            "day and month may be either way round; both are kept; write YYYY-MM-DD",
        ));
    }
    if r.marks.is_empty() {
        row.problems.push(Problem::new(
            "marks",
            "",
            "no marks; write `blank` if nothing is stamped",
        ));
        row.broken = true;
        return None;
    }
    if !r.country.is_empty() && observe::country(tables, &r.country).is_none() {
        row.problems.push(Problem::new(
            "country",
            &r.country,
            "no state of the tables; give the ISO code",
        ));
    }
    let texts = Texts {
        id: &r.id,
        marks: &r.marks,
        calibre: &r.calibre,
        item: &r.item,
        recovered,
        country: &r.country,
    };
    match observe::observation(tables, &texts) {
        Ok(o) => {
            if !observe::ITEMS.contains(&o.item.as_str()) {
                row.problems.push(Problem::new(
                    "item",
                    &r.item,
                    format!("no item kind; one of {}", observe::ITEMS.join(", ")),
                ));
            }
            Some(o)
        }
        Err(e) => {
            row.problems.push(Problem::new("marks", &r.marks, e.to_string()));
            row.broken = true;
            None
        }
    }
}

/// The row with all that is wrong with it.
fn whole<'r>(item: BlockItem<'r>, columns: &[Column], line: &Line) -> std::borrow::Cow<'r, Row> {
    use std::borrow::Cow;
    match item {
        BlockItem::Whole(row) => Cow::Borrowed(row),
        BlockItem::Plain(cells) => Cow::Owned(Row {
            problems: line.problems.clone(),
            ..cells.row(columns)
        }),
    }
}
