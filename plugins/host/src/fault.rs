//! What can go wrong when a plugin is asked, by what is to be done about it.

use std::fmt;
use std::time::Duration;

use crate::refusal::Refusal;

/// Why a plugin gave no usable answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The worker ended; how.
    Died(String),
    /// No answer within this time.
    Late(Duration),
    /// The worker broke the rules of the conversation.
    Breach(String),
    /// The plugin returned an error, or an answer that cannot be used.
    Answer(String),
    /// The plugin is of no use for the rest of the run.
    Unusable(String),
    /// The plugin may not be used.
    Refused(Box<Refusal>),
}

impl Fault {
    /// What is told of a second attempt: if there was no time left for it, what happened at the first.
    pub(crate) fn after(self, first: Self) -> Self {
        match self {
            Self::Late(_) => first,
            fault => fault,
        }
    }

    /// Whether the worker is gone or must go.
    pub(crate) fn ends_worker(&self) -> bool {
        matches!(self, Self::Died(_) | Self::Late(_) | Self::Breach(_))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Died(how) => write!(f, "its process {how}"),
            Self::Late(after) => write!(
                f,
                "it gave no answer within {} ms and was ended",
                after.as_millis()
            ),
            Self::Breach(what) | Self::Answer(what) | Self::Unusable(what) => write!(f, "{what}"),
            Self::Refused(refusal) => write!(f, "{refusal}"),
        }
    }
}
