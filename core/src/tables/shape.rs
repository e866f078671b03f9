//! What each table may hold, as data: the keys in their canonical order, which of them are required, and what stands in
//! them. The linter walks files against this, the formatter orders keys by it, and a test holds it to the types of
//! [`super::source`].

use super::vocabulary as words;

/// What stands at a key.
#[derive(Debug)]
pub enum Shape {
    /// A text.
    Text,
    /// A mark in input notation.
    Mark,
    /// One of these words; the first text names the vocabulary.
    Word(&'static str, &'static [&'static str]),
    /// The id of a row of another table.
    Id(Kind),
    /// An id that this row defines.
    OwnId,
    /// A whole number.
    Integer,
    /// A Gregorian year.
    Year,
    /// A number, with or without decimals.
    Number,
    /// `true` or `false`.
    Flag,
    /// A TOML date.
    Date,
    /// `"2016"`, `"2016-08"` or `"2016-08-01"`.
    Day,
    /// A list.
    List(&'static Shape),
    /// A table.
    Table(&'static [Key]),
    /// `[[rows]]`.
    Rows(&'static [Key]),
    /// A table whose keys are free.
    Map(&'static Shape),
    /// One or the other, told apart by the type.
    Either(&'static Shape, &'static Shape),
}

/// Tables that rows refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `states.toml`.
    State,
    /// `calibres.toml`, by id.
    Calibre,
    /// `calibres.toml`, by any spelling.
    CalibreName,
    /// `sources/`.
    Source,
    /// `producers/`.
    Producer,
    /// `year-schemes.toml`.
    YearScheme,
}

impl Kind {
    /// As it is called in a message.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Calibre | Self::CalibreName => "calibre",
            Self::Source => "source",
            Self::Producer => "producer",
            Self::YearScheme => "year scheme",
        }
    }
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// It may not be left out.
    pub required: bool,
    /// What stands there.
    pub shape: Shape,
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        required: true,
        shape,
    }
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        required: false,
        shape,
    }
}

/// The tables, told apart by their path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // the names are those of the files
pub enum Table {
    Data,
    Weights,
    Confusions,
    States,
    Calibres,
    Symbols,
    Schemes,
    Stamps,
    Messages,
    Source,
    Event,
    Producer,
    Corpus,
    Profile,
}

impl Table {
    /// Every kind of file.
    pub const ALL: &[Self] = &[
        Self::Data,
        Self::Weights,
        Self::Confusions,
        Self::States,
        Self::Calibres,
        Self::Symbols,
        Self::Schemes,
        Self::Stamps,
        Self::Messages,
        Self::Source,
        Self::Event,
        Self::Producer,
        Self::Corpus,
        Self::Profile,
    ];

    /// The table that a file of this path is.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        let path = path.strip_suffix(".toml")?;
        let parts: Vec<&str> = path.split('/').collect();
        Some(match parts.as_slice() {
            ["data"] => Self::Data,
            ["weights"] => Self::Weights,
            ["confusions"] => Self::Confusions,
            ["states"] => Self::States,
            ["calibres"] => Self::Calibres,
            ["symbols"] => Self::Symbols,
            ["year-schemes"] => Self::Schemes,
            ["stamps"] => Self::Stamps,
            ["messages", _] => Self::Messages,
            ["sources", _] => Self::Source,
            ["events", _] => Self::Event,
            ["producers", _, _] => Self::Producer,
            ["corpus", _] => Self::Corpus,
            ["profiles", _] => Self::Profile,
            _ => return None,
        })
    }

    /// What such a file holds.
    #[must_use]
    pub fn shape(self) -> &'static Shape {
        match self {
            Self::Data => &Shape::Table(DATA),
            Self::Weights => &Shape::Map(&Shape::Map(&Shape::Table(WEIGHT))),
            Self::Confusions => &Shape::Table(CONFUSIONS),
            Self::States => &Shape::Table(STATES),
            Self::Calibres => &Shape::Table(CALIBRES),
            Self::Symbols => &Shape::Table(SYMBOLS),
            Self::Schemes => &Shape::Table(SCHEMES),
            Self::Stamps => &Shape::Table(STAMPS),
            Self::Messages => &Shape::Map(&Shape::Text),
            Self::Source => &Shape::Table(SOURCE),
            Self::Event => &Shape::Table(EVENT),
            Self::Producer => &Shape::Table(PRODUCER),
            Self::Corpus => &Shape::Table(CORPUS),
            Self::Profile => &Shape::Table(PROFILE),
        }
    }

    /// The schema that the editor of such a file uses, `None` for tables whose keys are free.
    #[must_use]
    pub fn schema(self) -> Option<&'static str> {
        Some(match self {
            Self::Data => "data",
            Self::Confusions => "confusions",
            Self::States => "states",
            Self::Calibres => "calibres",
            Self::Symbols => "symbols",
            Self::Schemes => "year-schemes",
            Self::Stamps => "stamps",
            Self::Source => "source",
            Self::Event => "event",
            Self::Producer => "producer",
            Self::Corpus => "corpus",
            Self::Profile => "profile",
            Self::Weights | Self::Messages => return None,
        })
    }

    /// Where such files lie.
    #[must_use]
    pub fn place(self) -> &'static str {
        match self {
            Self::Data => "`data.toml`",
            Self::Weights => "`weights.toml`",
            Self::Confusions => "`confusions.toml`",
            Self::States => "`states.toml`",
            Self::Calibres => "`calibres.toml`",
            Self::Symbols => "`symbols.toml`",
            Self::Schemes => "`year-schemes.toml`",
            Self::Stamps => "`stamps.toml`",
            Self::Messages => "`messages/<lang>.toml`",
            Self::Source => "`sources/<id>.toml`",
            Self::Event => "`events/<id>.toml`",
            Self::Producer => "`producers/<cc>/<slug>.toml`",
            Self::Corpus => "`corpus/<name>.toml`",
            Self::Profile => "`profiles/<name>.toml`",
        }
    }

    /// What one row of it, or the file as a whole, is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Data => "the description of the data",
            Self::Weights => "the numbers of the inference",
            Self::Confusions => "the signs taken for one another",
            Self::States => "the states",
            Self::Calibres => "the calibres",
            Self::Symbols => "the symbols",
            Self::Schemes => "the year schemes",
            Self::Stamps => "the stamps",
            Self::Messages => "messages",
            Self::Source => "a source",
            Self::Event => "an event",
            Self::Producer => "a producer",
            Self::Corpus => "corpus cases",
            Self::Profile => "a theatre profile",
        }
    }
}

/// A basis.
pub const BASIS: Shape = Shape::Word("basis", words::BASES);
/// A list of sources.
pub const CITED: Shape = Shape::List(&Shape::Id(Kind::Source));
const STATE: Shape = Shape::Id(Kind::State);
const CALIBRE: Shape = Shape::Id(Kind::Calibre);
const TEXTS: Shape = Shape::List(&Shape::Text);

const DATA: &[Key] = &[
    must("version", Shape::Text),
    must("as_of", Shape::Date),
    may("licence", Shape::Text),
];

const WEIGHT: &[Key] = &[must("value", Shape::Number), must("why", Shape::Text)];

const CONFUSIONS: &[Key] = &[
    may("fault", Shape::Table(FAULT)),
    may("confusion", Shape::Rows(CONFUSION)),
];
const FAULT: &[Key] = &[
    must("misread", Shape::Table(WEIGHT)),
    must("missing-end", Shape::Table(WEIGHT)),
    must("missing-inside", Shape::Table(WEIGHT)),
    must("too-many", Shape::Table(WEIGHT)),
    must("swapped", Shape::Table(WEIGHT)),
];
const CONFUSION: &[Key] = &[
    may("signs", TEXTS),
    may("stamped", TEXTS),
    may("written", TEXTS),
    must("probability", Shape::Number),
    must("kind", Shape::Word("kind of confusion", words::CONFUSIONS)),
    must("why", Shape::Text),
];

const STATES: &[Key] = &[may("state", Shape::Rows(STATE_ROW))];
const STATE_ROW: &[Key] = &[
    must("id", Shape::OwnId),
    must("name", Shape::Text),
    may("adjective", Shape::Text),
    may("aliases", TEXTS),
    may("from", Shape::Either(&Shape::Date, &Shape::Year)),
    may("to", Shape::Either(&Shape::Date, &Shape::Year)),
    may("successors", Shape::List(&STATE)),
    may("note", Shape::Text),
];

const CALIBRES: &[Key] = &[may("calibre", Shape::Rows(CALIBRE_ROW))];
const CALIBRE_ROW: &[Key] = &[
    must("id", Shape::OwnId),
    must("name", Shape::Text),
    must("class", Shape::Word("class", words::CLASSES)),
    may("introduced", Shape::Year),
    may("aliases", TEXTS),
    may("stamps", Shape::List(&Shape::Mark)),
    may("case_length_mm", Shape::Number),
    may("rim_mm", Shape::Number),
    may("basis", BASIS),
    may("sources", CITED),
    may("note", Shape::Text),
];

const SYMBOLS: &[Key] = &[may("symbol", Shape::Rows(SYMBOL_ROW))];
const SYMBOL_ROW: &[Key] = &[
    must("id", Shape::OwnId),
    must("name", Shape::Text),
    may("signs", TEXTS),
    may("aliases", TEXTS),
];

const STAMPS: &[Key] = &[may("stamp", Shape::Rows(STAMP_ROW))];
const STAMP_ROW: &[Key] = &[
    must("id", Shape::OwnId),
    must("text", Shape::Mark),
    must("role", Shape::Word("role", words::ROLES)),
    must("meaning", Shape::Text),
    may("countries", Shape::List(&STATE)),
    may("calibres", Shape::List(&CALIBRE)),
    must("basis", BASIS),
    may("sources", CITED),
    may("note", Shape::Text),
];

const SCHEMES: &[Key] = &[may("year_scheme", Shape::Rows(SCHEME_ROW))];
const SCHEME_ROW: &[Key] = &[
    must("id", Shape::OwnId),
    must("name", Shape::Text),
    // The calendars are those that the program can compute; the builder knows them.
    must("calendar", Shape::Text),
    must("digits", Shape::List(&Shape::Integer)),
    may("part", Shape::Word("part", words::PARTS)),
    may("script", Shape::Word("script", words::SCRIPTS)),
    may("from", Shape::Integer),
    may("to", Shape::Integer),
    may("note", Shape::Text),
    may("basis", BASIS),
    may("sources", CITED),
];

const SOURCE: &[Key] = &[
    must("title", Shape::Text),
    may("author", Shape::Text),
    may("publisher", Shape::Text),
    may("year", Shape::Year),
    may("url", Shape::Text),
    must("grade", Shape::Word("grade", words::GRADES)),
    may("seen", Shape::Word("word for what was seen", words::SEEN)),
    may("note", Shape::Text),
];

const PRODUCER: &[Key] = &[
    must("name", Shape::Text),
    may("names", TEXTS),
    may("place", Shape::Either(&Shape::Text, &Shape::Table(PLACE))),
    must("country", STATE),
    may("note", Shape::Text),
    may("superseded_by", Shape::Id(Kind::Producer)),
    may("exists", Shape::Table(YEARS)),
    may("mark", Shape::Rows(MARK)),
];
const PLACE: &[Key] = &[
    must("name", Shape::Text),
    may("basis", BASIS),
    may("sources", CITED),
];
const YEARS: &[Key] = &[
    may("from", Shape::Year),
    may("to", Shape::Year),
    may("limit", Shape::Word("limit", words::LIMITS)),
    may("basis", BASIS),
    may("sources", CITED),
];
const MARK: &[Key] = &[
    may("text", Shape::Mark),
    may("none", Shape::Word("kind of absence", words::ABSENCES)),
    may("layout", Shape::List(&Shape::Text)),
    may("position", Shape::Either(&Shape::Integer, &Shape::Text)),
    may("state", STATE),
    may(
        "calibres",
        Shape::Either(&Shape::List(&CALIBRE), &Shape::Table(CALIBRE_CLAIM)),
    ),
    may("years", Shape::Table(YEARS)),
    may("year_schemes", Shape::List(&Shape::Id(Kind::YearScheme))),
    may("digits", Shape::Word("script of digits", words::DIGITS)),
    must("basis", BASIS),
    may("sources", CITED),
    may("shared_with", Shape::List(&Shape::Id(Kind::Producer))),
    may("note", Shape::Text),
    may("example", Shape::Rows(EXAMPLE)),
];
const CALIBRE_CLAIM: &[Key] = &[
    must("are", Shape::List(&CALIBRE)),
    may("basis", BASIS),
    may("sources", CITED),
];
const EXAMPLE: &[Key] = &[
    must("headstamp", Shape::Text),
    may("calibre", Shape::Id(Kind::CalibreName)),
    may("year", Shape::Year),
    may("recovered", Shape::Day),
];

/// `events/<id>.toml`.
pub(super) const EVENT: &[Key] = &[
    must("name", Shape::Text),
    must("kind", Shape::Word("kind of event", words::KINDS)),
    must("finding", Shape::Word("finding", words::FINDINGS)),
    may("alleged_by", Shape::Text),
    may("date", Shape::Table(EVENT_DATE)),
    may("place", Shape::Text),
    may("country", STATE),
    may("theatre", Shape::List(&STATE)),
    may("from_holder", Shape::Text),
    may("to_holder", Shape::Text),
    must("summary", Shape::Text),
    must("caution", Shape::Text),
    may("sources", CITED),
    must("basis", BASIS),
    may("captured", Shape::Rows(MATERIEL)),
    may("seen_with", Shape::Rows(MATERIEL)),
    may("marker", Shape::Table(MARKER)),
    may("recorded", Shape::Rows(RECORDED)),
];
const EVENT_DATE: &[Key] = &[may("from", Shape::Day), may("to", Shape::Day)];
/// Materiel of an event.
pub(super) const MATERIEL: &[Key] = &[
    must("item", Shape::Word("item", words::ITEMS)),
    may("calibres", Shape::List(&CALIBRE)),
    may("countries", Shape::List(&STATE)),
    may("producers", Shape::List(&Shape::Id(Kind::Producer))),
    may("marks", Shape::List(&Shape::Mark)),
    may("years", Shape::Table(YEAR_RANGE)),
    may("lots", TEXTS),
    may("note", Shape::Text),
];
const YEAR_RANGE: &[Key] = &[may("from", Shape::Year), may("to", Shape::Year)];
const MARKER: &[Key] = &[may("until", Shape::Year), may("why", Shape::Text)];
const RECORDED: &[Key] = &[may("on", Shape::Day), may("place", Shape::Text)];

const CORPUS: &[Key] = &[may("case", Shape::Rows(CASE))];
const CASE: &[Key] = &[
    must("id", Shape::OwnId),
    may("headstamp", Shape::Text),
    may("calibre", Shape::Id(Kind::CalibreName)),
    may("recovered", Shape::Day),
    may("country", STATE),
    may("found", Shape::Text),
    may("expect", Shape::Table(EXPECT)),
    may("sources", CITED),
    may("note", Shape::Text),
];
const EXPECT: &[Key] = &[
    may("producer", Shape::Id(Kind::Producer)),
    may("state", STATE),
    may("from", Shape::Year),
    may("to", Shape::Year),
    may("not_producer", Shape::Flag),
];

const PROFILE: &[Key] = &[
    must("name", Shape::Text),
    may("note", Shape::Text),
    may("sources", CITED),
    may("state", Shape::Rows(PROFILE_STATE)),
];
const PROFILE_STATE: &[Key] = &[
    must("id", STATE),
    may("years", Shape::Table(YEAR_RANGE)),
    may("items", Shape::List(&Shape::Word("item", words::ITEMS))),
    may("note", Shape::Text),
];
