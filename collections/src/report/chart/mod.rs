//! Charts as inline SVG: columns, a field of points, incidents with their links.

mod columns;
mod links;
mod timeline;

pub(super) use columns::{Column, columns};
pub(super) use links::links;
pub(super) use timeline::{Mark, timeline};
