//! Outlines of countries, and maps of a part of the world drawn with them.

mod draw;
mod outlines;

pub(super) use draw::{Dot, map};
pub(super) use outlines::Outlines;
