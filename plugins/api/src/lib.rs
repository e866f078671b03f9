//! The contract between headstamp and its plugins.
//!
//! A plugin is a shared library that reads what a marking says, or names events that concern a sample. It is
//! loaded into a process of its own, gets JSON and returns JSON, and can do nothing else. An author writes
//! one type:
//!
//! ```
//! use headstamp_plugin_api::{OpenData, Plugin, export_plugin, manifest};
//! use headstamp_plugin_api::wire::{Clue, Item};
//!
//! struct YearLetters;
//!
//! impl Plugin for YearLetters {
//!     const MANIFEST: &'static str = manifest! {
//!         id: "year-letters",
//!         name: "Soviet year letters, 1952 to 1956",
//!         requests: ["read"],
//!         contains: ["cyrillic"],
//!     };
//!
//!     fn open(_: &OpenData<'_>) -> Result<Self, String> {
//!         Ok(Self)
//!     }
//!
//!     fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
//!         for mark in item.marks.iter().filter(|mark| mark.text == "Г") {
//!             clues.push(Clue {
//!                 marks: vec![mark.index],
//!                 role: "year".into(),
//!                 value: "1952".into(),
//!                 rule: "year-letter".into(),
//!                 says: "The letter Г stands for 1952.".into(),
//!                 ..Clue::default()
//!             });
//!         }
//!     }
//! }
//!
//! export_plugin!(YearLetters);
//! ```
//!
//! - [`wire`]: what is asked and answered.
//! - [`Plugin`], [`OpenData`], [`manifest!`], [`export_plugin!`]: what an author uses.
//! - [`abi`]: the C table beneath, for hosts and for authors in other languages
//!   (`include/headstamp_plugin.h`).

pub mod abi;
mod author;
#[doc(hidden)]
pub mod export;
mod manifest;
mod pair;
mod say;
#[cfg(feature = "schema")]
pub mod schema;
pub mod stencil;
pub mod wire;
pub mod words;

pub use author::{OpenData, Plugin};
pub use manifest::{CLASSES, MANIFEST_LIMIT, check_manifest, is_id};
pub use pair::pair;
