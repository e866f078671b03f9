//! What was recorded of one item.

use crate::date::Span;
use crate::notation::Marking;
use crate::tables::Tables;
use crate::tables::model::Basis;

/// An item's marking and what else is known of it.
#[derive(Clone, Debug)]
pub struct Observation {
    /// Id given by the recorder.
    pub id: Option<String>,
    /// The marks.
    pub marking: Marking,
    /// Calibre as recorded.
    pub calibre_text: Option<String>,
    /// The calibre, when the tables know it.
    pub calibre: Option<u16>,
    /// Item kind: `case`, `cartridge`, `mortar-round` …
    pub item: String,
    /// When it was recovered.
    pub recovered: Option<Span>,
    /// Where it was recovered (state id).
    pub country: Option<String>,
}

impl Observation {
    /// An observation of a case with nothing but its marks.
    #[must_use]
    pub fn of(marking: Marking) -> Self {
        Self {
            id: None,
            marking,
            calibre_text: None,
            calibre: None,
            item: "case".to_owned(),
            recovered: None,
            country: None,
        }
    }

    /// With the recorded calibre, by any of its names.
    #[must_use]
    pub fn with_calibre(mut self, tables: &Tables<'_>, text: &str) -> Self {
        self.calibre = tables.calibre_by_name(text);
        self.calibre_text = Some(text.to_owned());
        self
    }
}

/// What somebody reads in a marking, with the rule that says so. Plugins answer in clues; core weighs them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clue {
    /// Indices of the recorded marks it rests on.
    pub marks: Vec<usize>,
    /// `year`, `lot`, `month` …
    pub role: String,
    /// What is read: `1952`, `1945..1946`, a lot text …
    pub value: String,
    /// How it bears on the value.
    pub support: Support,
    /// Rule, stable within the plugin.
    pub rule: String,
    /// The sentence.
    pub says: String,
    /// Source ids.
    pub sources: Vec<String>,
    /// The rule is documented, not only field knowledge.
    pub documented: bool,
    /// Unconfirmed: shown, never counted.
    pub doubtful: bool,
    /// Holds only for producers of these states; empty: for any.
    pub states: Vec<String>,
    /// Who says so: `plugin:soviet`.
    pub by: String,
}

impl Clue {
    /// How the rule is known.
    #[must_use]
    pub fn basis(&self) -> Basis {
        match (self.doubtful, self.documented) {
            (true, _) => Basis::Doubtful,
            (_, true) => Basis::Documented,
            _ => Basis::General,
        }
    }
}

/// How a clue bears on its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Support {
    /// Speaks for it.
    #[default]
    Favours,
    /// Speaks against it.
    Against,
    /// Rules it out by a rule of the tradition.
    Excludes,
}
