//! Writes the demonstration collections.
//!
//! - `synthetic-2014.csv` to `synthetic-2022.csv`: made up, in the shape of a published study of Mali (UNIDIR 2023):
//!   its totals, its years, its regions, its Egyptian sample. Every row says SYNTHETIC. The headstamps are marks of the
//!   tables; who found what where is invented. The decades, the days and the states beyond the published totals too, and
//!   states whose marks the tables cannot yet tell stand out in favour of others.
//! - `documented.csv`: the documented cases and incidents of the reference tables, and two attacks without recovered
//!   items. Nothing of it is made up.

mod chance;
mod documented;
mod places;
mod pool;
mod rows;
mod samples;
mod write;

use std::path::Path;

use headstamp_core::tables::Tables;

use chance::Chance;

/// The seed of the demonstration.
pub const SEED: u64 = 2023;

/// Writes the synthetic files. `single`: one row for each casing instead of one for equal casings of an incident.
///
/// # Errors
/// When a file cannot be written, or the tables are too thin for the published totals.
pub fn synthetic(dir: &Path, seed: u64, single: bool) -> Result<(), String> {
    let tables = Tables::open(headstamp_reference_data::TABLES).map_err(|e| e.to_string())?;
    let mut chance = Chance::new(seed);
    let samples = samples::choose(&pool::pool(tables), &mut chance)?;
    let incidents = rows::incidents(&mut chance);
    let rows = rows::rows(&samples, &incidents, &mut chance);
    std::fs::create_dir_all(dir).map_err(|e| shown(dir, &e))?;
    write::synthetic(dir, &samples, &incidents, &rows, single)
}

/// Writes the documented cases and incidents of the folder `reference-data`.
///
/// # Errors
/// When a file cannot be read or written.
pub fn documented(dir: &Path, tables: &Path) -> Result<(), String> {
    std::fs::create_dir_all(dir).map_err(|e| shown(dir, &e))?;
    documented::write(dir, tables)
}

fn shown(path: &Path, e: &dyn std::fmt::Display) -> String {
    format!("{}: {e}", path.display())
}
