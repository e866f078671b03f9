//! Collections of recorded items: rows as field staff keep them, in one file that travels.
//!
//! - [`rows::Input`] reads CSV, TSV, JSON Lines and workbooks (XLSX, XLS, XLSB, ODS), row by row. What a spreadsheet
//!   does to marks is caught on the way; what is wrong with a row is a [`rows::Problem`] of that row.
//! - [`Observation`] is a row taken apart; [`Identify`] is what the caller gives to have rows identified.
//! - [`Collection`] is the file. [`Collection::add`] is one transaction, [`Collection::verify`] finds a changed byte,
//!   [`Collection::reidentify`] shows what new tables change before it is written.
//! - [`declared`] is what an analyst states: stocks and markers, kept in the log.
//! - [`form`] writes the empty recording sheet, [`rows::SheetWriter`] any other workbook.
//!
//! Nothing here knows a country, starts a plugin or prints.
//!
//! # The file
//! SQLite with a rollback journal: when no program has it open, there is one file and nothing beside it. A program that
//! was killed leaves a file `-journal` beside it; the next opening takes back what was half done. Until then the two
//! belong together.
//!
//! | table | holds |
//! |---|---|
//! | `collection` | `id`, `title`, `created_at`, `created_by` |
//! | `sources` | one file added (a sheet of a workbook is one source): name, SHA-256, header, when, by whom |
//! | `records` | the recorded row untouched (`cells`), where it stood, its state and its hash |
//! | `observations` | its fields; NULL is "not recorded"; dates are the first and last day on which it may have been |
//! | `identifications` | by record: answer, diversion events, versions, seal |
//! | `answers` | the distinct answers: the lean identification as JSON, and what analyses ask of it |
//! | `event_sets`, `versions` | the distinct lists of events; program, tables and plugins with hashes |
//! | `former` | what identifying again replaced |
//! | `photos`, `warnings`, `declarations` | hashes of photographs; what is wrong with rows; what analysts declare |
//! | `log` | every change: when, who, what, with the hashes of what was written, chained |
//!
//! `records.state` is `identified`, `unanswered` (no usable marks: kept, and counted as an item) or `held` (another row
//! has its id and says something else: kept aside, without observation, never counted).
//!
//! A million rows have some thousand distinct answers, so aggregates group `identifications` by `answer_id` first and
//! join `answers` after.
//!
//! # What the hashes prove
//! Each record has the hash of all that was recorded, each identification a seal over record, answer, events and
//! versions; the entry of the log that added a file holds a hash over all of them in order, and the hash of the entry
//! before it. A changed byte is found and placed. Somebody who writes the whole file anew can make all hashes fit:
//! against that, note the last hash of the log ([`Info::head`]) and give it to [`Collection::verify`] later. A hash
//! proves that a row is as it was added, not that it is true.

#![forbid(unsafe_code)]

pub mod analyse;
mod answer;
pub mod dates;
pub mod declared;
pub mod draw;
mod error;
pub mod form;
mod items;
mod observation;
mod overwrite;
pub mod report;
pub mod rows;
mod store;
mod text;

pub use answer::{Answer, EventRef, Identified, Identify};
pub use error::{Error, Kind};
pub use items::{ITEMS, item_kind};
pub use observation::Observation;
pub use overwrite::{may_write, may_write_from};
pub use store::{
    AddOptions, Added, Change, Changes, Collection, Declaration, Entry, Example, FileSource, Finding, Info,
    LogEntry, PhotoState, RecordRef, Shown, Source, Stamp, StoredWarning, Verification,
};
