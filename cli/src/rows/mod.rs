//! Collections, as the commands read them. Reading itself is the work of `headstamp-collections`.

pub(crate) mod input;

pub(crate) use headstamp_collections::rows::{Cells, Column, Problem, Row};
