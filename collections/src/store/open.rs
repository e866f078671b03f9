//! Opening and making the file. What is wrong with it is said before SQLite touches it.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use serde_json::json;

use super::{Collection, Stamp, log, schema};
use crate::error::Error;

/// With this every SQLite file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

impl Collection {
    /// Makes an empty collection. Nothing is ever overwritten.
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn create(path: &Path, title: &str, stamp: &Stamp) -> Result<Self, Error> {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(path)
            .map_err(|e| match e.kind() {
                std::io::ErrorKind::AlreadyExists => Error::Exists {
                    path: path.to_owned(),
                },
                _ => Error::io(path, e),
            })?;
        let made = fill(path, title, stamp);
        if made.is_err() {
            // The file is ours and holds nothing.
            let _ = std::fs::remove_file(path);
        }
        made
    }

    /// Opens a collection to change it.
    ///
    /// # Errors
    /// When it is none, damaged, newer than this program, or may not be written.
    pub fn open(path: &Path) -> Result<Self, Error> {
        check_head(path)?;
        let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if db.is_readonly(rusqlite::MAIN_DB)? {
            return Err(Error::ReadOnly);
        }
        tidy(&db, path);
        Ok(Self {
            db,
            path: path.to_owned(),
        })
    }

    /// Opens a collection to look at it. A file that may not be written can be read.
    ///
    /// # Errors
    /// When it is none, damaged or newer than this program.
    pub fn open_read(path: &Path) -> Result<Self, Error> {
        check_head(path)?;
        // After a kill the first opening takes back what was half done, and needs to write for that.
        let db = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .or_else(|_| connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY))?;
        tidy(&db, path);
        db.pragma_update(None, "query_only", true)?;
        Ok(Self {
            db,
            path: path.to_owned(),
        })
    }
}

fn connect(path: &Path, access: OpenFlags) -> Result<Connection, Error> {
    let db = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(PATIENCE)?;
    // The file may come from anywhere: its schema is not trusted to run anything.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "cell_size_check", true)?;
    // A rollback journal is gone when the file is closed: one file travels, also over network drives.
    db.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update(None, "foreign_keys", false)?;
    db.pragma_update(None, "temp_store", "memory")?;
    db.pragma_update(None, "cache_size", -65_536)?;
    Ok(db)
}

/// A program that was killed before it changed anything leaves a journal that holds nothing. With the file locked
/// against all others, whatever was half done is taken back, and what then remains beside it is that.
fn tidy(db: &Connection, path: &Path) {
    if journal(path).exists() && db.execute_batch("BEGIN EXCLUSIVE").is_ok() {
        // When either fails the file is as good as before; only the second file stays.
        let _ = std::fs::remove_file(journal(path));
        let _ = db.execute_batch("ROLLBACK");
    }
}

fn fill(path: &Path, title: &str, stamp: &Stamp) -> Result<Collection, Error> {
    let mut c = Collection {
        db: connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?,
        path: path.to_owned(),
    };
    c.db.pragma_update(None, "page_size", 8192)?;
    let tx = c.begin()?;
    tx.execute_batch(schema::SCHEMA)?;
    tx.pragma_update(None, "application_id", schema::APPLICATION)?;
    tx.pragma_update(None, "user_version", schema::FORMAT)?;
    let id: String = tx.query_row("SELECT lower(hex(randomblob(16)))", [], |r| r.get(0))?;
    for (key, value) in [
        ("id", id.as_str()),
        ("title", title),
        ("created_at", &stamp.at),
        ("created_by", &stamp.by),
    ] {
        tx.execute("INSERT INTO collection VALUES (?1, ?2)", [key, value])?;
    }
    log::append(
        &tx,
        stamp,
        "create",
        &json!({"id": id, "title": title, "format": schema::FORMAT}),
    )?;
    tx.commit()?;
    Ok(c)
}

/// A number of the head of an SQLite file.
fn number(head: &[u8; 100], at: usize) -> u64 {
    let bytes = head.get(at..at + 4).and_then(|b| b.try_into().ok());
    u64::from(u32::from_be_bytes(bytes.unwrap_or_default()))
}

/// True for a collection, also a damaged or newer one, whatever its name. Only files are looked at: a pipe would wait.
pub(crate) fn is_collection(path: &Path) -> bool {
    let mut head = [0; 100];
    path.is_file()
        && File::open(path).is_ok_and(|mut file| read_up_to(&mut file, &mut head).is_ok())
        && head.starts_with(MAGIC)
        && i64::try_from(number(&head, 68)) == Ok(schema::APPLICATION)
}

/// How the name of a journal ends.
const JOURNAL: &str = "-journal";

/// The collection that a journal of this name would belong to.
pub(crate) fn of_journal(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let (name, end) = name.split_at_checked(name.len().checked_sub(JOURNAL.len())?)?;
    // Where capital letters make no other file, this is the same one.
    end.eq_ignore_ascii_case(JOURNAL)
        .then(|| path.with_file_name(name))
}

/// What the first bytes say: another kind of file, a newer one, a short one.
fn check_head(path: &Path) -> Result<(), Error> {
    let not = |detail: &str| Error::NotACollection {
        path: path.to_owned(),
        detail: detail.to_owned(),
    };
    if path.is_dir() {
        return Err(not("it is a folder"));
    }
    let mut file = File::open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Error::NoSuchCollection {
            path: path.to_owned(),
        },
        _ => Error::io(path, e),
    })?;
    let has = file.metadata().map_err(|e| Error::io(path, e))?.len();
    if has == 0 {
        return Err(not("it is empty"));
    }
    let mut head = [0; 100];
    let read = read_up_to(&mut file, &mut head).map_err(|e| Error::io(path, e))?;
    if !head.starts_with(MAGIC) {
        return Err(not("another kind of file"));
    }
    if read < head.len() {
        return Err(Error::Truncated {
            path: path.to_owned(),
            has,
            wants: 8192,
        });
    }
    if i64::try_from(number(&head, 68)) != Ok(schema::APPLICATION) {
        return Err(not("a database of another program"));
    }
    let found = i64::try_from(number(&head, 60)).unwrap_or(i64::MAX);
    if found > schema::FORMAT {
        return Err(Error::Newer {
            path: path.to_owned(),
            found,
            known: schema::FORMAT,
        });
    }
    let page = match u64::from(u16::from_be_bytes([head[16], head[17]])) {
        1 => 65_536,
        n => n,
    };
    // The count holds when two counters agree; a journal beside the file means that it is being mended anyway.
    let wants = page * number(&head, 28);
    if number(&head, 24) == number(&head, 92) && has < wants && !journal(path).exists() {
        return Err(Error::Truncated {
            path: path.to_owned(),
            has,
            wants,
        });
    }
    Ok(())
}

fn read_up_to(file: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut read = 0;
    while let Some(rest) = buffer.get_mut(read..).filter(|r| !r.is_empty()) {
        match file.read(rest)? {
            0 => break,
            n => read += n,
        }
    }
    Ok(read)
}

fn journal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-journal");
    name.into()
}
