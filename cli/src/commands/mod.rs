//! One file for each command.

pub(crate) mod batch;
pub(crate) mod browse;
pub(crate) mod identify;
mod observe;
pub(crate) mod plugins;
pub(crate) mod tables;
