//! Adding a file: all of it or nothing, and the same file only once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;

use super::adding::Adding;
use super::photos::{PhotoFiles, hash_file};
use super::read::{Source, StoredWarning};
use super::record::int;
use super::{Collection, Stamp, answers, log};
use crate::analyse::{Alerts, Analysis, Facts, Scope, alerts};
use crate::answer::Identify;
use crate::error::Error;
use crate::rows::{Input, Problem, Row};
use crate::text::hex;

/// Rows held at once: enough to ask plugins about many together, few enough to keep memory flat.
const CHUNK: usize = 2048;
/// Alerts that the log names; all are counted there, and `analyse alerts` has them.
const LOGGED: usize = 500;

/// The file that rows come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSource {
    /// Its name, without folders.
    pub name: String,
    /// Its hash, in hexadecimal.
    pub sha256: String,
    /// Where it is, to see that it is the same when all of it was read.
    pub path: Option<PathBuf>,
}

impl FileSource {
    /// Name and hash of a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> Result<Self, Error> {
        // A pipe would be empty the second time it is read.
        if !path.is_file() && path.exists() {
            let what = if path.is_dir() {
                "a folder"
            } else {
                "no file on a disk"
            };
            return Err(Error::Usage(format!(
                "{}: this is {what}; give a file: its name and hash are kept",
                path.display()
            )));
        }
        let name = path.file_name().unwrap_or(path.as_os_str());
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            sha256: hash_file(path)?,
            path: Some(path.to_owned()),
        })
    }

    /// The rows that were read must be those of the hash: somebody may have saved the file, or still be copying it.
    fn check_unchanged(&self) -> Result<(), Error> {
        match &self.path {
            Some(path) if hash_file(path)? != self.sha256 => Err(Error::Input(
                "the file was changed while it was read; try again when it is closed and copied whole"
                    .to_owned(),
            )),
            _ => Ok(()),
        }
    }
}

/// How a file is added.
#[derive(Clone, Debug, Default)]
pub struct AddOptions {
    /// Leave out rows without an id that equal a row of another file.
    pub skip_equal: bool,
    /// A folder with the photographs.
    pub photos: Option<PathBuf>,
    /// Said about the file.
    pub note: Option<String>,
    /// Do everything but keep it.
    pub dry_run: bool,
    /// Say what the file brought that was not there before, counting the rows of this scope.
    pub alerts: Option<Scope>,
}

/// What adding a file did.
#[derive(Clone, Debug, Default)]
pub struct Added {
    /// The file was there already; nothing was done.
    pub already: Option<Source>,
    /// Id of the source; 0 when nothing was added.
    pub source: i64,
    /// Number of the log entry.
    pub log_seq: i64,
    /// Rows read.
    pub read: u64,
    /// Rows with an identification.
    pub identified: u64,
    /// Rows that could not be answered.
    pub unanswered: u64,
    /// Rows with a calibre that the tables do not know.
    pub unknown_calibre: u64,
    /// Rows kept aside: their id is used by another row that says something else.
    pub held: u64,
    /// Rows left out: they are there already.
    pub known: u64,
    /// Rows without id that equal a row of another file.
    pub equal: u64,
    /// Warnings stored.
    pub warnings: u64,
    /// The first of them.
    pub first_warnings: Vec<StoredWarning>,
    /// What was not there before, when that was asked for.
    pub alerts: Option<Analysis<Alerts>>,
}

impl Collection {
    /// Adds all rows of a file, identified, in one transaction. `progress` is told how many rows are done.
    ///
    /// # Errors
    /// When the file cannot be read to its end or the collection cannot be written. Then nothing was added.
    pub fn add(
        &mut self,
        input: &mut Input,
        file: &FileSource,
        identify: &mut dyn Identify,
        options: &AddOptions,
        stamp: &Stamp,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Added, Error> {
        let photos = options.photos.as_deref().map(PhotoFiles::of).transpose()?;
        let sheet = input.sheet().unwrap_or_default().to_owned();
        let versions = identify.versions()?;
        let tx = self.begin()?;
        if let Some(already) = there(&tx, &file.sha256, &sheet)? {
            return Ok(Added {
                already: Some(already),
                ..Added::default()
            });
        }
        tx.execute(
            "INSERT INTO sources (name, sha256, format, sheet, added_at, added_by, header, rows, note) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8)",
            params![
                file.name,
                file.sha256,
                input.format(),
                sheet,
                stamp.at,
                stamp.by,
                serde_json::to_string(input.header())?,
                options.note
            ],
        )?;
        let source = tx.last_insert_rowid();
        let (version, version_hash) = answers::version(&tx, &versions)?;
        let mut adding = Adding::new(&tx, source, (version, version_hash), photos, options, input)?;
        for note in input.notes().to_vec() {
            adding.warn(None, (0, 0), &Problem::new("", "", note))?;
        }
        let mut chunk: Vec<Row> = Vec::new();
        loop {
            let mut n = 0;
            while n < CHUNK {
                if n == chunk.len() {
                    chunk.push(Row::default());
                }
                let Some(row) = chunk.get_mut(n) else { break };
                if !input.next(row)? {
                    break;
                }
                n += 1;
            }
            adding.rows(chunk.get_mut(..n).unwrap_or_default(), input, identify)?;
            progress(u64::try_from(n).unwrap_or(0));
            if n < CHUNK {
                break;
            }
        }
        file.check_unchanged()?;
        let mut done = adding.finish()?;
        let (records, identifications, warnings) = done.1;
        tx.execute(
            "UPDATE sources SET rows = ?2 WHERE id = ?1",
            params![source, int(done.0.identified + done.0.unanswered + done.0.held)],
        )?;
        // In the same transaction: an alert is in the log exactly when its rows are in the collection.
        done.0.alerts = options
            .alerts
            .as_ref()
            .map(|scope| Ok::<_, Error>(alerts(&Facts::of(&tx)?, scope, source)))
            .transpose()?;
        let a = &done.0;
        let mut body = json!({
            "source": source, "name": file.name, "sha256": file.sha256, "sheet": sheet, "read": a.read,
            "identified": a.identified, "unanswered": a.unanswered, "held": a.held, "known": a.known,
            "warnings": a.warnings, "records_sha256": records, "identifications_sha256": identifications,
            "warnings_sha256": warnings, "version_sha256": hex(&version_hash),
            "header_sha256": hex(&super::seal::of_text(&serde_json::to_string(input.header())?)),
        });
        if let (Some(found), Some(body)) = (&a.alerts, body.as_object_mut()) {
            body.insert("alerts".to_owned(), logged(found));
        }
        let (seq, hash) = log::append(&tx, stamp, "add", &body)?;
        done.0.log_seq = seq;
        done.0.source = source;
        if let Some(found) = &mut done.0.alerts {
            found.base.head = hex(&hash);
        }
        if options.dry_run {
            tx.rollback()?;
        } else {
            tx.commit()?;
        }
        Ok(done.0)
    }
}

/// Alerts as the log keeps them: how many of each kind, and which. In the first file everything is new, and is counted only.
fn logged(found: &Analysis<Alerts>) -> serde_json::Value {
    let list = &found.figures.list;
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for alert in list {
        *counts.entry(alert.kind).or_default() += 1;
    }
    let named: Vec<_> = list
        .iter()
        .take(if found.figures.first_file { 0 } else { LOGGED })
        .map(|a| {
            json!({"kind": a.kind, "value": a.value, "rows": a.rows.rows, "items": a.rows.items,
                "record": a.rows.ids.first(), "first": a.first.map(|i| i.to_string())})
        })
        .collect();
    json!({"fired_by": found.base.scope.fired_by, "counts": counts, "list": named})
}

fn there(db: &Connection, sha256: &str, sheet: &str) -> Result<Option<Source>, Error> {
    let query = format!(
        "SELECT {} FROM sources WHERE sha256 = ?1 AND sheet = ?2",
        Source::COLUMNS
    );
    Ok(db.query_row(&query, [sha256, sheet], Source::of_row).optional()?)
}
