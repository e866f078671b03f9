//! How a marking is written down, and what was written.
//!
//! People type what they see: `945 11`, `945_11`, `'945' '11'`, `12:945 6:11`, `(10) 84`, `9?5 11`, `٢٧ ٧٤`.
//! [`Marking::parse`] accepts all of it and keeps the recorded text byte for byte; whatever is made of it later is a
//! reading *beside* the marking, never in its place.

mod parse;
mod write;

use std::fmt;

pub use parse::{MAX_CHARS, MAX_MARKS, NotationError};

/// All marks of an item exactly as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marking {
    recorded: String,
    marks: Vec<Mark>,
    looked: Looked,
    notes: Vec<Note>,
}

/// What the recorder says about what is *not* there. Absence is evidence only when somebody looked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Looked {
    /// Marks were written down; nothing is said about others.
    #[default]
    Unsaid,
    /// `no-code`: something may be stamped, a producer mark is not.
    NoCode,
    /// `blank` or `-`: nothing is stamped at all.
    Blank,
}

/// One stamped sign or group read together.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Mark {
    /// The signs in reading order. Empty: the recorder looked at [`Mark::position`] and saw nothing.
    pub glyphs: Vec<Glyph>,
    /// Where it stands.
    pub position: Option<Position>,
    /// What is drawn around it.
    pub enclosure: Option<Enclosure>,
    /// `(?)`: the recorder doubts this mark.
    pub doubtful: bool,
    /// The recorder put the mark in quotes: its signs belong together.
    pub quoted: bool,
}

/// One sign of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// A character, any script, in Unicode NFKC.
    Char(char),
    /// A drawn sign by name (`{star}`), as the recorder wrote the name, lower case.
    Symbol(String),
    /// `{?}`: a drawn sign that was not recognised.
    UnknownSymbol,
    /// `?`: one character that could not be read.
    Unreadable,
    /// `{3~8}`: one of these characters.
    OneOf(Vec<char>),
    /// `..` or `…`: any number of characters that could not be read.
    Run,
}

/// Where on the case base a mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// Clock hour, 1 to 12.
    Hour(u8),
    /// In the middle.
    Centre,
}

/// What is drawn around a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Enclosure {
    /// `(10)`.
    Circle,
    /// `((10))`.
    DoubleCircle,
    /// `[10]`.
    Square,
    /// `<10>`.
    Triangle,
}

/// Something the parser passed over, so that the answer can say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A bracket or quote without its partner.
    Unbalanced(char),
    /// Invisible control characters (bidirectional controls, joiners).
    Controls,
    /// Combining marks beyond the letter they stand on.
    Combining,
}

impl Marking {
    /// The recorded text, byte for byte.
    #[must_use]
    pub fn recorded(&self) -> &str {
        &self.recorded
    }

    /// The marks in recorded order.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// What is said about what is not there.
    #[must_use]
    pub fn looked(&self) -> Looked {
        self.looked
    }

    /// What the parser passed over.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// True when no sign of any mark can be read and nothing was found absent either.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        self.looked == Looked::Unsaid
            && self.marks.iter().all(|m| {
                m.glyphs
                    .iter()
                    .all(|g| matches!(g, Glyph::Unreadable | Glyph::Run | Glyph::UnknownSymbol))
            })
    }
}

impl Enclosure {
    /// Name used in tables and answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::DoubleCircle => "double-circle",
            Self::Square => "square",
            Self::Triangle => "triangle",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Circle, Self::DoubleCircle, Self::Square, Self::Triangle]
            .into_iter()
            .find(|e| e.name() == name)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hour(h) => write!(f, "{h}"),
            Self::Centre => f.write_str("centre"),
        }
    }
}
