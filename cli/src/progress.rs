//! A line on standard error that shows that a long run is alive.
//!
//! The usual crate for this pulls in the mathematics library of the system, which every start of the program would
//! load: a tenth of a one-shot identification, for a counter.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often the line is written.
const EVERY: Duration = Duration::from_millis(200);

/// Rows done so far, on a terminal.
pub(crate) struct Progress {
    shown: bool,
    rows: u64,
    begun: Instant,
    last: Instant,
}

impl Progress {
    /// Shows itself only on a terminal, and only when wanted.
    pub(crate) fn new(wanted: bool) -> Self {
        let now = Instant::now();
        Self {
            shown: wanted && io::stderr().is_terminal(),
            rows: 0,
            begun: now,
            last: now,
        }
    }

    /// Counts rows.
    pub(crate) fn add(&mut self, rows: u64) {
        self.rows += rows;
        if self.shown && self.last.elapsed() >= EVERY {
            self.last = Instant::now();
            let rate = u128::from(self.rows) * 1000 / self.begun.elapsed().as_millis().max(1);
            let _ = write!(io::stderr(), "\r{} rows, {rate} a second", self.rows);
        }
    }

    /// Says what is done at the moment, where rows are not what is counted.
    pub(crate) fn step(&self, what: &str) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{what:<50}");
        }
    }

    /// Takes the line away, so that messages stand alone.
    pub(crate) fn clear(&self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r{:50}\r", "");
        }
    }
}
