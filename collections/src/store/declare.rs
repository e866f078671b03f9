//! Declarations: what an analyst states about the collection, such as which samples a national stock holds.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

use super::seal::{Hash, Sealer};
use super::{Collection, Stamp, log};
use crate::error::Error;
use crate::text::hex;

/// Something declared.
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// Id.
    pub id: i64,
    /// `baseline` …
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What is declared.
    pub content: Value,
    /// The log entry that declared it.
    pub log_seq: i64,
    /// The log entry that withdrew it.
    pub withdrawn: Option<i64>,
}

/// The hash of a declaration.
pub(super) fn hash(kind: &str, name: &str, content: &str) -> Hash {
    let mut s = Sealer::new("declaration");
    s.text(kind);
    s.text(name);
    s.text(content);
    s.done()
}

impl Collection {
    /// Declares something; gives its id.
    ///
    /// # Errors
    /// When a declaration of this kind and name is in force, or the collection cannot be written.
    pub fn declare(&mut self, kind: &str, name: &str, content: &Value, stamp: &Stamp) -> Result<i64, Error> {
        let tx = self.begin()?;
        undeclared(&tx, kind, name)?;
        let text = content.to_string();
        let hash = hash(kind, name, &text);
        let id: i64 = tx.query_row("SELECT coalesce(max(id), 0) + 1 FROM declarations", [], |r| {
            r.get(0)
        })?;
        let body = json!({"declaration": id, "kind": kind, "name": name, "sha256": hex(&hash)});
        let (seq, _) = log::append(&tx, stamp, "declare", &body)?;
        tx.execute(
            "INSERT INTO declarations (id, kind, name, content, log_seq, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, kind, name, text, seq, hash.as_slice()],
        )?;
        tx.commit()?;
        Ok(id)
    }

    /// Withdraws a declaration. It stays in the file and in the log.
    ///
    /// # Errors
    /// When there is no such declaration in force, or the collection cannot be written.
    pub fn withdraw(&mut self, id: i64, stamp: &Stamp) -> Result<(), Error> {
        let tx = self.begin()?;
        let there: Option<String> = tx
            .query_row(
                "SELECT name FROM declarations WHERE id = ?1 AND withdrawn_seq IS NULL",
                [id],
                |r| r.get(0),
            )
            .optional()?;
        let Some(name) = there else {
            return Err(Error::Usage(format!("there is no declaration {id} in force")));
        };
        let (seq, _) = log::append(&tx, stamp, "withdraw", &json!({"declaration": id, "name": name}))?;
        tx.execute(
            "UPDATE declarations SET withdrawn_seq = ?2 WHERE id = ?1",
            [id, seq],
        )?;
        tx.commit()?;
        Ok(())
    }

    /// Whether a name is free for a declaration of this kind.
    ///
    /// # Errors
    /// When one is in force, or the file cannot be read.
    pub fn undeclared(&self, kind: &str, name: &str) -> Result<(), Error> {
        undeclared(&self.db, kind, name)
    }

    /// Declarations in force, all or of one kind, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn declarations(&self, kind: Option<&str>) -> Result<Vec<Declaration>, Error> {
        in_force(&self.db, kind)
    }
}

fn undeclared(db: &Connection, kind: &str, name: &str) -> Result<(), Error> {
    match in_force(db, Some(kind))?.iter().find(|d| d.name == name) {
        None => Ok(()),
        Some(there) => Err(Error::Usage(format!(
            "the {kind} “{name}” is declared already (declaration {}); `collection withdraw` ends it, then declare it anew",
            there.id
        ))),
    }
}

/// Declarations in force, all or of one kind, oldest first.
pub(crate) fn in_force(db: &Connection, kind: Option<&str>) -> Result<Vec<Declaration>, Error> {
    let mut query = db.prepare(
        "SELECT id, kind, name, content, log_seq, withdrawn_seq FROM declarations \
         WHERE withdrawn_seq IS NULL AND (?1 IS NULL OR kind = ?1) ORDER BY id",
    )?;
    let mut rows = query.query([kind])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let content: String = r.get(3)?;
        out.push(Declaration {
            id: r.get(0)?,
            kind: r.get(1)?,
            name: r.get(2)?,
            content: serde_json::from_str(&content)?,
            log_seq: r.get(4)?,
            withdrawn: r.get(5)?,
        });
    }
    Ok(out)
}
