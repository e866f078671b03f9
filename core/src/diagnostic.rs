//! What is wrong with a table, where, and how to mend it. Rendering (caret, colour, SARIF) is the program's business.

use std::ops::Range;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The row cannot be used.
    Error,
    /// The row can be used, and somebody should look at it.
    Warning,
}

/// One finding in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, `HS201`. The hundreds: 1 form, 2 references, 3 plausibility, 4 examples and collisions, 5 style.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Path of the file, relative to the tables, with `/`.
    pub file: String,
    /// Byte range in the file; nothing when the whole file is meant.
    pub span: Option<Range<usize>>,
    /// One terse line.
    pub message: String,
    /// What stands at the caret.
    pub label: String,
    /// Other places that belong to the finding, in this file or in another one.
    pub related: Vec<Related>,
    /// What to do.
    pub help: String,
}

/// A second place that a finding needs to be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Path of the file, relative to the tables, with `/`.
    pub file: String,
    /// Byte range in that file.
    pub span: Range<usize>,
    /// What stands there.
    pub label: String,
}

impl Diagnostic {
    /// An error at a place in a file.
    #[must_use]
    pub fn error(
        code: &'static str,
        file: &str,
        span: Option<Range<usize>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: Severity::Error,
            file: file.to_owned(),
            span,
            message: message.into(),
            label: String::new(),
            related: Vec::new(),
            help: String::new(),
        }
    }

    /// The same as a warning.
    #[must_use]
    pub fn warning(self) -> Self {
        Self {
            severity: Severity::Warning,
            ..self
        }
    }

    /// With a text at the caret.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            ..self
        }
    }

    /// With a second place.
    #[must_use]
    pub fn related(mut self, file: &str, span: Range<usize>, label: impl Into<String>) -> Self {
        self.related.push(Related {
            file: file.to_owned(),
            span,
            label: label.into(),
        });
        self
    }

    /// With advice.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: help.into(),
            ..self
        }
    }
}

/// The nearest of some names to a mistyped one, if any is near enough to be meant.
#[must_use]
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    names
        .into_iter()
        .map(|n| {
            (
                strsim::normalized_damerau_levenshtein(&wrong, &n.to_lowercase()),
                n,
            )
        })
        .filter(|(score, _)| *score >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, n)| n)
}
