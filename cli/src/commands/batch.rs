//! `batch`: a collection in, the same collection with answers out. Rows are read and written in one pass; what is the
//! same on many rows is weighed once.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender, TryRecvError};
use std::thread::JoinHandle;

use headstamp_collections::rows::Block;

use crate::args::{Batch, Global, RowFormat};
use crate::data::Data;
use crate::exit::{BAD_INPUT, Failure, Outcome, PLUGIN, VERDICT};
use crate::rows::Column;
use crate::rows::input::Input;
use crate::session::Session;

mod line;
mod output;
mod ready;
mod work;
mod writer;

use output::Output;
use work::{Done, Work};
use writer::Writer;

/// Bytes of the first block of rows, and of the largest. The first answers shall come at once; many rows together are
/// cheaper.
const BLOCK: (usize, usize) = (64 << 10, 1 << 20);
/// Blocks that are read before they are needed.
const AHEAD: usize = 2;
/// Blocks that may wait to be written.
const WAITING: usize = 1;
/// Problems printed one by one; the rest is counted.
const SHOWN: u64 = 20;

pub(crate) fn run(global: &Global, batch: &Batch) -> Outcome {
    let data = Arc::new(Data::load(global)?);
    let format = format_of(batch)?;
    let mut session = Session::start(global, &data, format == RowFormat::Jsonl)?;
    if let Some(threads) = batch.threads {
        session.share_among(threads.get());
    }
    let input = Input::open(&batch.file, batch.from, batch.sheet.as_deref())?;
    let mut out = Output::create(batch, format)?;
    out.begin(&session, &input, global)?;
    input.say_unused(&batch.file);
    for note in input.reader.notes() {
        anstream::eprintln!("headstamp: {}: {note}", batch.file.display());
    }
    let columns = Columns::of(input.columns());
    let mut work = Work::new(&mut session, batch.evidence, format, &columns);
    let writer = Writer::new(batch, &columns, out);
    let Blocks { filled, free, reader } = Blocks::of(input)?;
    let (done, to_write) = mpsc::sync_channel(WAITING);
    let (ended, written) = std::thread::scope(|scope| {
        let writer = std::thread::Builder::new()
            .name("answers".to_owned())
            .spawn_scoped(scope, move || writer.run(&to_write, &free))?;
        let ended = each_block(&filled, &mut work, &done);
        drop(done);
        match writer.join() {
            Ok(written) => Ok::<_, Failure>((ended, written)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })?;
    let all = ended?;
    let (out, counts) = written?;
    // What was read last is the end of the collection only if its reader says so.
    if all && let Err(panic) = reader.join() {
        std::panic::resume_unwind(panic);
    }
    out.finish()?;
    let complaints = session.complaints();
    complaints.print();
    report(global, counts.bad, counts.failed_rows, &batch.file);
    let lacking = counts.failed_rows > 0 && !global.allow_incomplete;
    Ok(if lacking || complaints.code(global).is_some() {
        PLUGIN
    } else if counts.bad > 0 {
        BAD_INPUT
    } else if counts.verdict {
        VERDICT
    } else {
        0
    })
}

/// Takes the blocks in their order. While plugins are asked about one, the next is looked at. False when nobody took them
/// any more.
fn each_block(
    filled: &Receiver<Result<Block, Failure>>,
    work: &mut Work<'_, '_>,
    done: &SyncSender<Done>,
) -> Result<bool, Failure> {
    // Whoever writes says why it takes no more.
    let hand_over =
        |work: &mut Work<'_, '_>, flight| Ok::<_, Failure>(done.send(work.finish(flight)?).is_ok());
    let (mut read, mut weighed) = (None, None);
    loop {
        let next = match filled.try_recv() {
            Err(TryRecvError::Empty) => {
                // Nothing is there to be looked at: what is under way shall not wait for it.
                for flight in [weighed.take(), read.take().map(|f| work.infer(f))]
                    .into_iter()
                    .flatten()
                {
                    if !hand_over(work, flight)? {
                        return Ok(false);
                    }
                }
                filled.recv().ok()
            }
            other => other.ok(),
        };
        let (next, failure) = match next {
            Some(Ok(block)) => (Some(work.look(block)?), None),
            Some(Err(failure)) => (None, Some(failure)),
            None => (None, None),
        };
        let last = next.is_none();
        if let Some(flight) = weighed.take()
            && !hand_over(work, flight)?
        {
            return Ok(false);
        }
        weighed = read.take().map(|flight| work.infer(flight));
        read = next;
        if let Some(flight) = weighed.take_if(|_| last)
            && !hand_over(work, flight)?
        {
            return Ok(false);
        }
        match failure {
            Some(failure) => return Err(failure),
            None if last => return Ok(true),
            None => {}
        }
    }
}

/// What the columns are to a batch.
struct Columns {
    all: Vec<Column>,
    /// Those on which an answer depends, and those carried through.
    matter: Vec<usize>,
    carried: Vec<usize>,
    id: Option<usize>,
    /// Plain lines can be taken as they stand: no second column of ids, where which one counts depends on the row.
    plain: bool,
}

impl Columns {
    fn of(all: &[Column]) -> Self {
        let places = |which: &dyn Fn(Column) -> bool| -> Vec<usize> {
            let all = all.iter().enumerate();
            all.filter(|(_, c)| which(**c)).map(|(i, _)| i).collect()
        };
        let ids = places(&|c| c == Column::Id);
        Self {
            matter: places(&|c| !c.is_carried() && c != Column::Id),
            carried: places(&|c| c.is_carried()),
            id: ids.first().copied(),
            plain: ids.len() < 2,
            all: all.to_vec(),
        }
    }
}

/// The rows of the collection, read by a thread of its own.
struct Blocks {
    filled: Receiver<Result<Block, Failure>>,
    /// Blocks that are written and may be filled again.
    free: Sender<Block>,
    reader: JoinHandle<()>,
}

impl Blocks {
    fn of(input: Input) -> Result<Self, Failure> {
        let (fill, filled) = mpsc::sync_channel(AHEAD);
        let (free, freed) = mpsc::channel();
        let reader = std::thread::Builder::new()
            .name("rows".to_owned())
            .spawn(move || read(input, &fill, &freed))?;
        Ok(Self { filled, free, reader })
    }
}

fn read(mut input: Input, fill: &SyncSender<Result<Block, Failure>>, freed: &Receiver<Block>) {
    let mut size = BLOCK.0;
    loop {
        let mut block = freed.try_recv().unwrap_or_default();
        let more = input.reader.fill(&mut block, size);
        size = (size * 2).min(BLOCK.1);
        if fill.send(Ok(block)).is_err() {
            return;
        }
        match more {
            Ok(true) => {}
            Ok(false) => return,
            Err(e) => {
                let _ = fill.send(Err(e.into()));
                return;
            }
        }
    }
}

fn format_of(batch: &Batch) -> Result<RowFormat, Failure> {
    if let Some(f) = batch.format {
        return Ok(f);
    }
    let Some(path) = &batch.output else {
        return Ok(RowFormat::Jsonl);
    };
    match path
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .as_deref()
    {
        Some("csv") => Ok(RowFormat::Csv),
        Some("tsv") => Ok(RowFormat::Tsv),
        Some("jsonl" | "ndjson" | "json") => Ok(RowFormat::Jsonl),
        Some("xlsx") => Ok(RowFormat::Xlsx),
        _ => Err(Failure::usage(format!(
            "{}: say --format csv, tsv, jsonl or xlsx",
            path.display()
        ))),
    }
}

fn report(global: &Global, bad: u64, failed_rows: u64, file: &Path) {
    if bad > SHOWN {
        anstream::eprintln!(
            "headstamp: {}: {} more rows with problems; each is marked in the result",
            file.display(),
            bad - SHOWN
        );
    }
    if bad > 0 {
        let rows = if bad == 1 {
            "1 row has a problem".to_owned()
        } else {
            format!("{bad} rows have problems")
        };
        anstream::eprintln!("headstamp: {}: {rows}; all other rows are done", file.display());
    }
    if failed_rows > 0 {
        let rows = if failed_rows == 1 {
            "1 row lacks".to_owned()
        } else {
            format!("{failed_rows} rows lack")
        };
        let hint = if global.allow_incomplete {
            ""
        } else {
            "; --allow-incomplete accepts that"
        };
        anstream::eprintln!("headstamp: {rows} the answer of a plugin, named in the row{hint}");
    }
}
