//! The reference tables: TOML that people write, and the compact form that is searched.
//!
//! [`source`] holds the shapes of the TOML files, [`build`] checks references and compiles them, [`model`] is the
//! compiled form. It is an [`rkyv`] archive that is read in place: opening it costs a validation walk, no parsing and
//! no allocation, so that a one-shot identification starts at once whatever the size of the tables.

pub mod build;
#[cfg(feature = "check")]
pub mod cases;
#[cfg(feature = "check")]
pub mod check;
pub mod confusions;
pub mod events;
#[cfg(feature = "check")]
pub mod format;
pub mod key;
pub mod model;
pub mod near;
pub mod rows;
#[cfg(feature = "schema")]
pub mod schema;
pub mod shape;
pub mod source;
#[cfg(feature = "check")]
pub mod stats;
#[cfg(feature = "check")]
pub mod stub;
pub mod vocabulary;

use rkyv::rancor::Error as RkyvError;

pub use build::{Builder, TableFile};
pub use model::{ArchivedCompiled, TableSet};

use model::{
    ArchivedCalibre, ArchivedMarkRow, ArchivedProducer, ArchivedSource, ArchivedStamp, ArchivedState,
};

/// Tables ready to be searched, borrowed from their bytes.
#[derive(Clone, Copy)]
pub struct Tables<'a> {
    set: &'a ArchivedCompiled,
}

/// Bytes that are no compiled tables, or of another version of the program.
#[derive(Debug, thiserror::Error)]
#[error("these are not compiled tables of this version of headstamp: {0}")]
pub struct TablesError(String);

impl<'a> Tables<'a> {
    /// Opens compiled tables after checking that every offset in them is sound.
    ///
    /// # Errors
    /// When the bytes are damaged or were written by another version.
    pub fn open(bytes: &'a [u8]) -> Result<Self, TablesError> {
        let set =
            rkyv::access::<ArchivedCompiled, RkyvError>(bytes).map_err(|e| TablesError(e.to_string()))?;
        if set.format != model::FORMAT {
            return Err(TablesError(format!(
                "format {} instead of {}",
                set.format,
                model::FORMAT
            )));
        }
        Ok(Self { set })
    }

    /// The compiled form itself.
    #[must_use]
    pub fn set(&self) -> &'a ArchivedCompiled {
        self.set
    }

    /// A producer by its index in a mark row.
    #[must_use]
    pub fn producer(&self, index: u32) -> Option<&'a ArchivedProducer> {
        self.set.producers.get(index as usize)
    }

    /// A mark row.
    #[must_use]
    pub fn mark(&self, index: u32) -> Option<&'a ArchivedMarkRow> {
        self.set.marks.get(index as usize)
    }

    /// A state by its index.
    #[must_use]
    pub fn state(&self, index: u16) -> Option<&'a ArchivedState> {
        self.set.states.get(usize::from(index))
    }

    /// A state by id.
    #[must_use]
    pub fn state_by_id(&self, id: &str) -> Option<&'a ArchivedState> {
        self.set
            .states
            .get(self.set.states.find(|s| s.id.as_str().cmp(id))?)
    }

    /// A calibre by its index.
    #[must_use]
    pub fn calibre(&self, index: u16) -> Option<&'a ArchivedCalibre> {
        self.set.calibres.get(usize::from(index))
    }

    /// A source by its index.
    #[must_use]
    pub fn source(&self, index: u16) -> Option<&'a ArchivedSource> {
        self.set.sources.get(usize::from(index))
    }

    /// A source by id.
    #[must_use]
    pub fn source_by_id(&self, id: &str) -> Option<&'a ArchivedSource> {
        self.set
            .sources
            .get(self.set.sources.find(|s| s.id.as_str().cmp(id))?)
    }

    /// A stamp by its index.
    #[must_use]
    pub fn stamp(&self, index: u32) -> Option<&'a ArchivedStamp> {
        self.set.stamps.get(index as usize)
    }

    /// A calibre by id or by any spelling people use. See [`key::calibre_key`].
    #[must_use]
    pub fn calibre_by_name(&self, name: &str) -> Option<u16> {
        let row = self.set.calibre_names.rows_of(&key::calibre_key(name)).next();
        row.and_then(|r| u16::try_from(r).ok())
    }

    /// The id of a calibre.
    #[must_use]
    pub fn calibre_id(&self, index: u16) -> &'a str {
        self.calibre(index).map_or("", |c| c.id.as_str())
    }

    /// The calibre whose name comes nearest to one that is not known.
    #[must_use]
    pub fn nearest_calibre(&self, name: &str) -> Option<&'a str> {
        let key = key::calibre_key(name);
        let near = crate::diagnostic::nearest(&key, self.set.calibre_names.iter().map(|(name, _)| name))?;
        let row = self.set.calibre_names.rows_of(near).next()?;
        u16::try_from(row).ok().map(|r| self.calibre_id(r))
    }

    /// The id of a symbol, from its id, an alias or the Unicode sign.
    #[must_use]
    pub fn symbol(&self, name: &str) -> Option<&'a str> {
        let row = self.set.symbol_names.rows_of(name).next()?;
        self.set.symbols.get(row as usize).map(|s| s.id.as_str())
    }

    /// True when there are sentences in a language.
    #[must_use]
    pub fn has_language(&self, lang: &str) -> bool {
        lang == "en"
            || self
                .set
                .message_index
                .iter()
                .any(|(key, _)| key.split(' ').next() == Some(lang))
    }

    /// The sentence of a rule in a language, English when the language lacks it.
    #[must_use]
    pub fn message(&self, lang: &str, rule: &str) -> Option<&'a str> {
        let find = |lang: &str| {
            let row = self.set.message_index.rows_of(&format!("{lang} {rule}")).next()?;
            self.set.messages.get(row as usize).map(|m| m.text.as_str())
        };
        find(lang).or_else(|| find("en"))
    }
}
