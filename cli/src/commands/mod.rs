//! One file for each command.

pub(crate) mod analyse;
pub(crate) mod answers;
pub(crate) mod batch;
pub(crate) mod browse;
pub(crate) mod collection;
pub(crate) mod draw;
pub(crate) mod form;
pub(crate) mod identify;
mod observe;
pub(crate) mod plugins;
pub(crate) mod report;
pub(crate) mod tables;
