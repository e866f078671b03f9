//! `plugins`: which plugins are loaded, from where, locked in how far, and which are not.

use std::sync::Arc;

use clap::{Args, Subcommand};

use crate::args::{Global, ItemFormat};
use crate::data::Data;
use crate::exit::Outcome;
use crate::session::Session;
use crate::text::layout::{STRONG, paint};

#[derive(Debug, Args)]
pub(crate) struct Plugins {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List the plugins that would be asked, and the files that are refused
    List {
        /// text or json
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: ItemFormat,
    },
}

pub(crate) fn run(global: &Global, plugins: &Plugins) -> Outcome {
    let What::List { format } = &plugins.what;
    let data = Arc::new(Data::load(global)?);
    let session = Session::start(global, &data)?;
    let list = session.plugins();
    if *format != ItemFormat::Text {
        println!("{}", serde_json::to_string_pretty(&list)?);
        return Ok(0);
    }
    for p in &list {
        let sandbox = p
            .sandbox
            .as_ref()
            .map_or_else(|| "not started".to_owned(), ToString::to_string);
        let origin = if p.development_unlocked {
            "development, unlocked".to_owned()
        } else {
            format!("{:?}", p.origin).to_lowercase()
        };
        anstream::println!("{}  {}  {}", paint(STRONG, &p.id), p.version, p.name);
        anstream::println!("    {origin}; sandbox {sandbox}; licence {}", p.licence);
        if !p.sha256.is_empty() {
            anstream::println!("    sha256 {}", p.sha256);
        }
    }
    let (_, refused) = session.complaints();
    for text in &refused {
        anstream::println!("{text}");
    }
    if list.is_empty() && refused.is_empty() {
        anstream::println!("no plugins");
    }
    Ok(0)
}
