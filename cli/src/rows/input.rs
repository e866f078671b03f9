//! Opening a collection as the command line names it.

use std::path::Path;

use headstamp_collections::rows::{Format, Input as Reader};
use headstamp_collections::{Error, Kind};

use super::Column;
use crate::args::RowFormat;
use crate::exit::{BAD_INPUT, Failure, INTERNAL, NO_INPUT, USAGE};
use crate::text::layout::harmless;

/// Columns named one by one.
const SHOWN: usize = 20;

/// A collection being read.
pub(crate) struct Input {
    pub(crate) reader: Reader,
}

impl RowFormat {
    /// The format of the reader. Any kind of workbook is told by its bytes.
    pub(crate) fn read_as(self) -> Format {
        match self {
            Self::Csv => Format::Csv,
            Self::Tsv => Format::Tsv,
            Self::Jsonl => Format::Jsonl,
            Self::Xlsx => Format::Workbook,
        }
    }
}

impl Input {
    /// Opens a file, or standard input for `-`.
    pub(crate) fn open(path: &Path, format: Option<RowFormat>, sheet: Option<&str>) -> Result<Self, Failure> {
        let reader = Reader::open(path, format.map(RowFormat::read_as), sheet)?;
        Ok(Self { reader })
    }

    /// The header as it came. JSON Lines have none before the first row.
    pub(crate) fn header(&self) -> &[String] {
        self.reader.header()
    }

    /// Says which columns are kept and not used: a name that was not understood is easily overlooked.
    pub(crate) fn say_unused(&self, file: &Path) {
        let unused = self.reader.unused();
        if unused.is_empty() {
            return;
        }
        let mut names: Vec<String> = unused
            .iter()
            .take(SHOWN)
            .map(|(name, meant)| {
                let near = meant.map_or_else(String::new, |m| format!(" ({m}?)"));
                format!("“{}”{near}", harmless(name))
            })
            .collect();
        if unused.len() > SHOWN {
            names.push(format!("{} more", unused.len() - SHOWN));
        }
        anstream::eprintln!(
            "headstamp: {}: {} kept but not used: {}",
            file.display(),
            if unused.len() == 1 { "column" } else { "columns" },
            names.join(", ")
        );
    }

    /// What the columns hold.
    pub(crate) fn columns(&self) -> &[Column] {
        self.reader.columns()
    }
}

impl From<Error> for Failure {
    fn from(e: Error) -> Self {
        let e = match e {
            Error::Io { source, .. } if source.kind() == std::io::ErrorKind::BrokenPipe => {
                return source.into();
            }
            e => e,
        };
        let code = match e.kind() {
            Kind::Usage => USAGE,
            Kind::BadInput => BAD_INPUT,
            Kind::NoInput => NO_INPUT,
            Kind::Internal => INTERNAL,
        };
        Self::new(code, e.to_string())
    }
}
