//! `plugins check`: whether a plugin keeps the contract.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use headstamp_plugin_host::conformance::{self, Options, Outcome as Found};

use crate::args::{Global, ItemFormat};
use crate::data::Data;
use crate::exit::{BAD_INPUT, Failure, Outcome, PLUGIN};
use crate::session::{host_config, table};
use crate::text::layout::{paragraph, width};

pub(super) fn run(global: &Global, file: &Path, golden: Option<&Path>, format: ItemFormat) -> Outcome {
    let data = Arc::new(Data::load(global)?);
    let sources: BTreeSet<String> = data
        .tables()?
        .set()
        .sources
        .iter()
        .map(|s| s.id.to_string())
        .collect();
    let mut options = Options::new(host_config(global));
    let for_tables = Arc::clone(&data);
    options.tables = Box::new(move |name| table(&for_tables, name));
    options.sources = Some(sources);
    if let Some(folder) = golden {
        options.golden = conformance::read_golden(folder).map_err(|e| Failure::new(BAD_INPUT, e))?;
        // What the plugin is known to read is asked in the other checks too.
        options.items = options.golden.iter().flat_map(|g| g.items.clone()).collect();
    }
    let report = conformance::check(file, options).map_err(|r| Failure::new(PLUGIN, r.to_string()))?;
    if format == ItemFormat::Text {
        for f in &report.findings {
            let mark = match f.outcome {
                Found::Failed => "FAILED",
                Found::Passed => "ok",
                _ => "not run",
            };
            let mut text = String::new();
            let detail = if f.detail.is_empty() {
                String::new()
            } else {
                format!(": {}", f.detail)
            };
            paragraph(
                &mut text,
                width(),
                0,
                4,
                &format!("{} {mark}  {}{detail}", f.code, f.code.title()),
            );
            if f.outcome == Found::Failed {
                paragraph(&mut text, width(), 4, 0, f.code.help());
            }
            anstream::print!("{text}");
        }
    } else {
        println!("{}", serde_json::to_string_pretty(&report)?);
    }
    Ok(if report.passed() { 0 } else { PLUGIN })
}
