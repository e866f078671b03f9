//! Finds, checks, starts and asks plugins, and keeps working whatever they do.
//!
//! A plugin is never loaded into the host. The host starts its own program again as a *worker*, which gives
//! up its rights and then loads the plugin; a worker that crashes is replaced, one that hangs is killed, and
//! an item that a plugin cannot bear is found by halving the batch and named.
//!
//! ```no_run
//! use headstamp_plugin_host::{Host, HostConfig, is_worker, worker_main};
//! use headstamp_plugin_api::wire::{Item, RequestKind};
//! use std::process::ExitCode;
//!
//! fn main() -> ExitCode {
//!     // Before anything else: a worker must not have opened or printed anything.
//!     if is_worker() {
//!         return worker_main();
//!     }
//!     let mut config = HostConfig::new(std::env::current_exe().unwrap_or_default());
//!     config.bundled = vec!["soviet".to_owned()];
//!     let mut host = Host::start(config, |table| (table == "events").then(|| "[]".to_owned()));
//!     let item = Item { marking: "Г 17".to_owned(), item: "case".to_owned(), ..Item::default() };
//!     for answer in host.call(RequestKind::Read, &[item]) {
//!         println!("{:?} {:?}", answer.clues, answer.failed);
//!     }
//!     ExitCode::SUCCESS
//! }
//! ```
//!
//! - [`Host`], [`HostConfig`]: running plugins. [`ItemAnswer`], [`PluginStatus`], [`Failure`]: what comes
//!   back.
//! - [`discover`], [`Lock`], [`Refusal`]: which files are loaded, and why others are not.
//! - [`inspect`]: looking at a file before it is trusted; [`conformance`]: whether it keeps the contract.
//! - [`worker_main`]: the other process.

mod answer;
mod asking;
mod batch;
mod config;
pub mod conformance;
mod context;
mod crew;
mod development;
mod discovery;
mod fault;
mod frame;
#[doc(hidden)]
pub mod fuzzing;
mod group;
mod hashes;
mod host;
mod inspect;
#[cfg(windows)]
mod job;
mod lane;
mod lock;
mod member;
mod process;
mod protocol;
mod refusal;
mod sandbox;
mod scope;
mod status;
#[doc(hidden)]
pub mod watch;
mod worker;

pub use config::{Deadlines, HostConfig, Limits};
pub use discovery::{Discovery, Origin, PluginFile, Trust, discover, file_name, id_of};
pub use host::{Host, Pending};
pub use inspect::{Inspected, inspect};
pub use lock::{Lock, LockEntry, platform, sha256_of};
pub use refusal::Refusal;
pub use sandbox::{Sandbox, SandboxLevel};
pub use status::{Failure, ItemAnswer, PluginStatus, Said};
pub use worker::{WORKER_ARGUMENT, is_worker, worker_main};
