//! Headstamps whose verdict a change of the tables may alter: the corpus, and the examples of the rows.

use super::build::producer_id;
use super::shape::Table;
use super::source::{CorpusFile, ProducerFile};

/// A headstamp to identify.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case {
    /// The marks.
    pub headstamp: String,
    /// Recorded calibre.
    pub calibre: Option<String>,
    /// When it was recovered.
    pub recovered: Option<String>,
    /// Where it comes from: `corpus/unidir.toml: id`, `example of cn-945`.
    pub origin: String,
}

/// The cases of some files. What cannot be read is passed over: `tables check` speaks of it.
#[must_use]
pub fn cases<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Case> {
    let mut out = Vec::new();
    for (path, text) in files {
        match Table::of(path) {
            Some(Table::Corpus) => {
                let Ok(file) = toml::from_str::<CorpusFile>(text) else {
                    continue;
                };
                out.extend(file.case.into_iter().filter_map(|c| {
                    Some(Case {
                        headstamp: c.headstamp?,
                        calibre: c.calibre,
                        recovered: c.recovered,
                        origin: format!("{path}: {}", c.id),
                    })
                }));
            }
            Some(Table::Producer) => {
                let Ok(file) = toml::from_str::<ProducerFile>(text) else {
                    continue;
                };
                out.extend(file.mark.into_iter().flat_map(|m| m.example).map(|e| Case {
                    headstamp: e.headstamp.into_inner(),
                    calibre: e.calibre.map(super::source::Word::into_inner),
                    recovered: e.recovered,
                    origin: format!("example of {}", producer_id(path)),
                }));
            }
            _ => {}
        }
    }
    out
}

/// The profiles among some files, by the name of their file.
#[must_use]
pub fn profiles<'a>(
    files: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<(String, super::source::ProfileFile)> {
    files
        .filter(|(path, _)| Table::of(path) == Some(Table::Profile))
        .filter_map(|(path, text)| {
            let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
            Some((name.to_owned(), toml::from_str(text).ok()?))
        })
        .collect()
}
