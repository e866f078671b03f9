//! Sources as a report cites them.

use std::collections::BTreeSet;

use super::Writer;
use crate::identification::{Identification, Source};
use crate::tables::model::{ArchivedSource, ArchivedYears};

/// A source in one line, as a report cites it.
#[must_use]
pub fn cite(s: &ArchivedSource) -> String {
    let year = s.year.as_ref().map(|y| format!(" ({y})")).unwrap_or_default();
    let mut parts = Vec::new();
    if s.author.is_empty() {
        parts.push(format!("{}{year}", s.title));
    } else {
        parts.push(format!("{}{year}", s.author));
        parts.push(s.title.to_string());
    }
    if !s.publisher.is_empty() {
        parts.push(s.publisher.to_string());
    }
    let mut line = parts.join(", ");
    if s.seen == "copy" {
        line.push_str(" [a copy was seen]");
    }
    line
}

/// A source as it is cited in an answer.
#[must_use]
pub fn source(s: &ArchivedSource) -> Source {
    Source {
        id: s.id.to_string(),
        cite: cite(s),
        grade: s.grade.to_string(),
        url: s.url.to_string(),
        seen: s.seen.to_string(),
    }
}

/// `1941 to 2002`, `from 1941`, `until 1941`.
#[must_use]
pub fn bounds(y: &ArchivedYears) -> String {
    match (y.from.as_ref(), y.to.as_ref()) {
        (Some(f), Some(t)) if f == t => format!("{f}"),
        (Some(f), Some(t)) => format!("{f} to {t}"),
        (Some(f), None) => format!("from {f}"),
        (None, Some(t)) => format!("until {t}"),
        (None, None) => "open".to_owned(),
    }
}

impl Writer<'_, '_> {
    /// Every source the answer names, once, in the order of first mention.
    pub(super) fn cited(&self, answer: &Identification) -> Vec<Source> {
        let mut seen = BTreeSet::new();
        let evidence = answer
            .candidates
            .iter()
            .flat_map(|c| c.evidence.iter().chain(&c.contradictions));
        evidence
            .flat_map(|e| &e.sources)
            .chain(answer.decoded.iter().flat_map(|d| &d.sources))
            .filter(|id| seen.insert((*id).clone()))
            .filter_map(|id| self.tables.source_by_id(id))
            .map(source)
            .collect()
    }
}
