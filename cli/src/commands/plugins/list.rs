//! `plugins list`: which plugins would be asked, from where, locked in how far, and which files are refused.

use std::sync::Arc;

use crate::args::{Global, ItemFormat};
use crate::data::Data;
use crate::exit::Outcome;
use crate::session::Session;
use crate::text::layout::{STRONG, paint};

pub(super) fn run(global: &Global, format: ItemFormat) -> Outcome {
    let data = Arc::new(Data::load(global)?);
    let session = Session::start_all(global, &data)?;
    let list = session.plugins();
    if format != ItemFormat::Text {
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
    let refused = session.complaints().refused;
    for text in &refused {
        anstream::println!("{text}");
    }
    if list.is_empty() && refused.is_empty() {
        anstream::println!("no plugins");
    }
    Ok(0)
}
