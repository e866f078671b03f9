//! `tables fmt`: the one way to write a table, applied to a folder.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use headstamp_core::tables::format::format;
use headstamp_core::tables::shape::Table;

use super::{Folder, files};
use crate::exit::{BAD_TABLES, Failure, INTERNAL, Outcome};
use crate::text::diagnostics::count;

#[derive(Debug, Args)]
pub(super) struct Fmt {
    #[command(flatten)]
    folder: Folder,
    /// Change nothing; name the files that are not formatted and exit with 78
    #[arg(long)]
    check: bool,
}

pub(super) fn run(fmt: &Fmt) -> Outcome {
    let mut changed = Vec::new();
    let mut unread = Vec::new();
    for file in files::read(&fmt.folder.dir)? {
        let (Some(table), Ok(bytes)) = (Table::of(&file.path), &file.content) else {
            continue;
        };
        let path = files::place(&fmt.folder.dir, &file.path);
        let formatted = std::str::from_utf8(bytes).ok().and_then(|t| format(t, table));
        match formatted {
            None => unread.push(path),
            Some(text) if text.as_bytes() != bytes.as_slice() => changed.push((path, text)),
            Some(_) => {}
        }
    }
    for (path, text) in &changed {
        if !fmt.check {
            replace(path, text)?;
        }
        anstream::println!("{}", path.display());
    }
    for path in &unread {
        anstream::eprintln!(
            "{}: left as it is, it cannot be read; see `headstamp tables check`",
            path.display()
        );
    }
    let files = count(changed.len(), "file");
    let said = if fmt.check { "not formatted" } else { "formatted" };
    anstream::eprintln!("{files} {said}");
    let bad = !unread.is_empty() || (fmt.check && !changed.is_empty());
    Ok(if bad { BAD_TABLES } else { 0 })
}

/// Through a file beside it, so that a full disk or an interruption leaves the old text.
fn replace(path: &PathBuf, text: &str) -> Result<(), Failure> {
    let failed =
        |e: &dyn std::fmt::Display| Failure::new(INTERNAL, format!("cannot write {}: {e}", path.display()));
    let folder = path.parent().ok_or_else(|| failed(&"no folder"))?;
    let mut file = tempfile::Builder::new()
        .prefix(".fmt")
        .tempfile_in(folder)
        .map_err(|e| failed(&e))?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(|e| failed(&e))?;
    if let Ok(meta) = fs::metadata(path) {
        fs::set_permissions(file.path(), meta.permissions()).map_err(|e| failed(&e))?;
    }
    file.persist(path).map_err(|e| failed(&e))?;
    Ok(())
}
