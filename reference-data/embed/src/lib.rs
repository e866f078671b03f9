//! The reference tables of headstamp in compiled form. The TOML they come from is in `reference-data/`.

#![forbid(unsafe_code)]

/// Compiled tables, for `headstamp_core::tables::Tables::open`.
pub static TABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/tables.bin"));
