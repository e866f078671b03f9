//! How the program ends: one code and one message for every way to fail.

use std::process::ExitCode;

/// A failure with what the user can do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: u8,
    pub(crate) message: String,
    /// Nobody reads the output any more: `| head`.
    closed: bool,
}

pub(crate) const VERDICT: u8 = 1;
pub(crate) const USAGE: u8 = 2;
pub(crate) const BAD_INPUT: u8 = 65;
pub(crate) const NO_INPUT: u8 = 66;
pub(crate) const INTERNAL: u8 = 70;
pub(crate) const PLUGIN: u8 = 75;
pub(crate) const BAD_TABLES: u8 = 78;

impl Failure {
    pub(crate) fn new(code: u8, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            closed: false,
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(USAGE, message)
    }
}

impl From<std::io::Error> for Failure {
    fn from(e: std::io::Error) -> Self {
        let closed = e.kind() == std::io::ErrorKind::BrokenPipe;
        Self {
            closed,
            ..Self::new(INTERNAL, format!("input or output failed: {e}"))
        }
    }
}

/// The error under that of a table writer: only so a closed pipe is known for one.
pub(crate) fn of_csv(e: csv::Error) -> std::io::Error {
    match e.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

impl From<serde_json::Error> for Failure {
    fn from(e: serde_json::Error) -> Self {
        let closed = e.io_error_kind() == Some(std::io::ErrorKind::BrokenPipe);
        Self {
            closed,
            ..Self::new(INTERNAL, format!("cannot write: {e}"))
        }
    }
}

pub(crate) type Outcome = Result<u8, Failure>;

/// Prints the failure, if any, and gives the exit code. A closed pipe (`| head`) is no failure.
pub(crate) fn end(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(f) if f.closed => ExitCode::SUCCESS,
        Err(f) => {
            anstream::eprintln!("headstamp: {}", f.message);
            ExitCode::from(f.code)
        }
    }
}
