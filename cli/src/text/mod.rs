//! Answers as a person reads them.

pub(crate) mod answer;
pub(crate) mod diagnostics;
pub(crate) mod layout;
