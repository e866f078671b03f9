//! The compiled tables. Written once by the build, read in place afterwards.

use rkyv::{Archive, Deserialize, Serialize};

use super::near::NearIndex;
use super::rows::{Names, Rows};

/// Grows whenever a compiled file of an older program can no longer be read.
pub const FORMAT: u32 = 2;

/// How a claim is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Archive, Serialize, Deserialize)]
#[rkyv(derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord))]
#[repr(u8)]
pub enum Basis {
    /// A document states it.
    Documented,
    /// Field knowledge, no document seen.
    General,
    /// Unconfirmed: listed, never identified by.
    Doubtful,
}

impl Basis {
    /// Name used in tables and answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::General => "general",
            Self::Doubtful => "doubtful",
        }
    }
}

impl ArchivedBasis {
    /// The plain value.
    #[must_use]
    pub fn get(self) -> Basis {
        match self {
            Self::Documented => Basis::Documented,
            Self::General => Basis::General,
            Self::Doubtful => Basis::Doubtful,
        }
    }
}

/// What the bounds of a span of years mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
#[rkyv(derive(Clone, Copy, Debug, PartialEq, Eq))]
#[repr(u8)]
pub enum Limit {
    /// Years documented somewhere; others are quite possible.
    Seen,
    /// Life of a plant or reported use; outside it counts against.
    Soft,
    /// Outside it is ruled out.
    Firm,
}

/// Years of use or existence, both inclusive.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Years {
    /// First year.
    pub from: Option<i32>,
    /// Last year.
    pub to: Option<i32>,
    /// What the bounds mean.
    pub limit: Limit,
    /// How it is known.
    pub basis: Basis,
    /// Indices into the sources.
    pub sources: Vec<u16>,
}

/// One element of an arrangement that itself points to a producer.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub enum Element {
    /// One digit.
    Digit,
    /// Any number.
    Number,
    /// Letters.
    Letters,
    /// A stamp of a calibre.
    Calibre,
    /// A year.
    Year,
    /// This text.
    Literal(String),
}

/// What a mark row looks for.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub enum Look {
    /// The signs of [`MarkRow::key`].
    Text,
    /// Nothing stamped at all.
    Blank,
    /// No producer mark.
    NoCode,
    /// An arrangement.
    Layout(Vec<Element>),
}

/// One use of a mark by one producer.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct MarkRow {
    /// Index of the producer.
    pub producer: u32,
    /// As written in the table.
    pub text: String,
    /// Skeleton, see [`super::key`].
    pub key: String,
    /// The signs one for one with the skeleton.
    pub raw: String,
    /// It has dots, hyphens or the like.
    pub punctuation: bool,
    /// What it looks for.
    pub look: Look,
    /// 0 none, 1 circle, 2 double circle, 3 square, 4 triangle.
    pub enclosure: u8,
    /// Clock hour; 0 varies or unknown, 13 centre.
    pub position: u8,
    /// Script of the digits when it is known: 0 any, 1 western, 2 Arabic-Indic, 3 Persian, 4 Chinese.
    pub digits: u8,
    /// The state it stood in while that state lasted; `u16::MAX` for the country of today.
    pub state: u16,
    /// Calibres, sorted.
    pub calibres: Vec<u16>,
    /// How the calibres are known.
    pub calibres_basis: Basis,
    /// Sources of the calibres.
    pub calibres_sources: Vec<u16>,
    /// Years of use.
    pub years: Option<Years>,
    /// Year schemes; nothing when not known.
    pub schemes: Option<Vec<u8>>,
    /// How mark → producer is known.
    pub basis: Basis,
    /// Sources of mark → producer.
    pub sources: Vec<u16>,
    /// Producers with which the mark is known to be shared.
    pub shared_with: Vec<u32>,
    /// A remark.
    pub note: String,
}

/// A producer.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Producer {
    /// `cn-945`.
    pub id: String,
    /// The name a report prints.
    pub name: String,
    /// Other names.
    pub names: Vec<String>,
    /// Town, when established.
    pub place: Option<String>,
    /// How the place is known.
    pub place_basis: Basis,
    /// Sources of the place.
    pub place_sources: Vec<u16>,
    /// Index of the country of today.
    pub country: u16,
    /// When it existed.
    pub exists: Option<Years>,
    /// A remark.
    pub note: String,
    /// Id of the row that replaces this one.
    pub superseded_by: Option<String>,
}

/// A state, of today or former.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct State {
    /// ISO 3166 alpha-2 or a reserved code.
    pub id: String,
    /// Name.
    pub name: String,
    /// Adjective, empty when none is given.
    pub adjective: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// First day, counted as [`crate::date::Day`].
    pub from: Option<i32>,
    /// Last day.
    pub to: Option<i32>,
    /// Ids of the states that followed.
    pub successors: Vec<String>,
}

/// A calibre.
#[derive(Clone, Debug, PartialEq, Archive, Serialize, Deserialize)]
pub struct Calibre {
    /// `7.62x54mmR`.
    pub id: String,
    /// Name.
    pub name: String,
    /// `small-arms`, `mortar` …
    pub class: String,
    /// Year of introduction.
    pub introduced: Option<i32>,
    /// Spellings.
    pub aliases: Vec<String>,
    /// How a case base itself may show it.
    pub stamps: Vec<String>,
    /// Length of the case in millimetres.
    pub case_length_mm: Option<f32>,
    /// Diameter of the rim in millimetres.
    pub rim_mm: Option<f32>,
}

/// A drawn sign.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Symbol {
    /// `broad-arrow`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Unicode signs.
    pub signs: Vec<String>,
    /// Other names.
    pub aliases: Vec<String>,
}

/// A mark that is not a producer.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Stamp {
    /// Id.
    pub id: String,
    /// As written in the table.
    pub text: String,
    /// Skeleton.
    pub key: String,
    /// `type`, `ownership` …
    pub role: String,
    /// What it means.
    pub meaning: String,
    /// States where it is used; empty for anywhere.
    pub countries: Vec<u16>,
    /// Calibres; empty for any.
    pub calibres: Vec<u16>,
    /// How it is known.
    pub basis: Basis,
    /// Sources.
    pub sources: Vec<u16>,
}

/// A way to write a year.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Scheme {
    /// `solar-hijri`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Calendar, see [`crate::calendar::Calendar`].
    pub calendar: u8,
    /// Lengths accepted.
    pub digits: Vec<u8>,
    /// What stands beside the year.
    pub part: Part,
    /// Script the year must be written in: 0 any, 1 western, 2 Arabic-Indic, 3 Persian, 4 Chinese, 5 Roman.
    pub script: u8,
    /// First Gregorian year in force.
    pub from: Option<i32>,
    /// Last Gregorian year in force.
    pub to: Option<i32>,
}

/// What stands beside a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
#[rkyv(derive(Clone, Copy, Debug, PartialEq, Eq))]
#[repr(u8)]
pub enum Part {
    /// Nothing.
    None,
    /// A month, in digits or Roman numerals.
    Month,
    /// A quarter.
    Quarter,
    /// The year stands in two halves, `19` and `17`.
    Split,
}

/// A document or specimen.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Source {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Author.
    pub author: String,
    /// Publisher.
    pub publisher: String,
    /// Year of publication.
    pub year: Option<i32>,
    /// Address.
    pub url: String,
    /// `specimen`, `official`, `reference`, `research`, `press`, `copy`.
    pub grade: String,
    /// What was read of it: `whole`, `excerpt`, `copy`.
    pub seen: String,
    /// A remark.
    pub note: String,
}

/// A diversion event: what the program lists, and the JSON that the matching plugin gets.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Event {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `capture`, `loss` …
    pub kind: String,
    /// `established`, `documented`, `reported`, `alleged`.
    pub finding: String,
    /// Country.
    pub country: String,
    /// The whole event as JSON.
    pub json: String,
}

/// A sentence of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Message {
    /// Language.
    pub lang: String,
    /// Rule.
    pub rule: String,
    /// The sentence, with `{arg}`.
    pub text: String,
}

/// How well the tables cover one state, one calibre, or both together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Archive, Serialize, Deserialize)]
pub struct Cover {
    /// Country of today; `u16::MAX` for all.
    pub state: u16,
    /// Calibre; `u16::MAX` for all.
    pub calibre: u16,
    /// Marks that a document states.
    pub documented: u32,
    /// All marks.
    pub all: u32,
}

/// A name and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Sorted by this.
    pub key: String,
    /// Index.
    pub index: u16,
}

/// A mark key and its row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyRow {
    /// Sorted by this.
    pub key: String,
    /// Index of the mark row.
    pub row: u32,
}

/// A number of `weights.toml`, with its reason.
#[derive(Clone, Debug, PartialEq, Archive, Serialize, Deserialize)]
pub struct Weight {
    /// `trust.documented`.
    pub name: String,
    /// The number.
    pub value: f64,
    /// Why.
    pub why: String,
}

/// How signs come to be taken for one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Archive, Serialize, Deserialize)]
#[rkyv(derive(Clone, Copy, Debug, PartialEq, Eq))]
#[repr(u8)]
pub enum ConfusionKind {
    /// A worn die, a light or doubled strike, dirt.
    Stamp,
    /// A clear sign read wrongly.
    Eye,
    /// A sign of one script taken for one of another.
    Script,
}

/// Signs taken for one another. Signs are those of [`MarkRow::key`].
#[derive(Clone, Debug, PartialEq, Archive, Serialize, Deserialize)]
pub struct Confusion {
    /// Each of these stands for each other; empty for a confusion that goes one way.
    pub signs: Vec<String>,
    /// Signs as stamped, of a confusion that goes one way.
    pub stamped: Vec<String>,
    /// What is written for them.
    pub written: Vec<String>,
    /// Chance that one given sign is written where the other was stamped.
    pub probability: f32,
    /// How it comes about.
    pub kind: ConfusionKind,
    /// Why.
    pub why: String,
}

/// All tables, as they are built.
#[derive(Clone, Debug, PartialEq)]
pub struct TableSet {
    /// [`FORMAT`].
    pub format: u32,
    /// `2026.11`.
    pub version: String,
    /// No year of production after this day is read.
    pub as_of: i32,
    /// Names of the overlays that were added.
    pub overlays: Vec<String>,
    /// Numbers of the inference, in the order of [`crate::weights::NAMES`].
    pub weights: Vec<Weight>,
    /// Chances of faults that befall any sign, in the order of [`super::confusions::FAULTS`]; empty when none are given.
    pub faults: Vec<Weight>,
    /// Signs taken for one another.
    pub confusions: Vec<Confusion>,
    /// Sorted by id.
    pub states: Vec<State>,
    /// Sorted by id.
    pub calibres: Vec<Calibre>,
    /// Every spelling of a calibre.
    pub calibre_names: Vec<Name>,
    /// Stamps of calibres; one stamp may mean several.
    pub calibre_stamps: Vec<Name>,
    /// Sorted by id.
    pub symbols: Vec<Symbol>,
    /// Every name and sign of a symbol.
    pub symbol_names: Vec<Name>,
    /// Sorted by id.
    pub sources: Vec<Source>,
    /// Sorted by id.
    pub schemes: Vec<Scheme>,
    /// Sorted by id.
    pub producers: Vec<Producer>,
    /// By producer.
    pub marks: Vec<MarkRow>,
    /// Marks by key.
    pub mark_index: Vec<KeyRow>,
    /// Rows that look for absence or an arrangement.
    pub special_rows: Vec<u32>,
    /// Sorted by id.
    pub stamps: Vec<Stamp>,
    /// Stamps by key.
    pub stamp_index: Vec<KeyRow>,
    /// Sorted by id.
    pub events: Vec<Event>,
    /// Sorted by language and rule.
    pub messages: Vec<Message>,
    /// How many marks there are for each state and calibre.
    pub coverage: Vec<Cover>,
}

/// All tables, as they are shipped and searched.
#[derive(Clone, Debug, PartialEq, Archive, Serialize, Deserialize)]
pub struct Compiled {
    /// [`FORMAT`].
    pub format: u32,
    /// `2026.11`.
    pub version: String,
    /// No year of production after this day is read.
    pub as_of: i32,
    /// Names of the overlays that were added.
    pub overlays: Vec<String>,
    /// Values of the weights, in the order of [`crate::weights::NAMES`].
    pub weights: Vec<f64>,
    /// The weights with their reasons.
    pub reasons: Rows<Weight>,
    /// Chances of faults that befall any sign, with their reasons.
    pub faults: Rows<Weight>,
    /// Signs taken for one another.
    pub confusions: Rows<Confusion>,
    /// Sorted by id.
    pub states: Rows<State>,
    /// Sorted by id.
    pub calibres: Rows<Calibre>,
    /// Every spelling of a calibre.
    pub calibre_names: Names,
    /// Stamps of calibres; one stamp may mean several.
    pub calibre_stamps: Names,
    /// Sorted by id.
    pub symbols: Rows<Symbol>,
    /// Every name and sign of a symbol.
    pub symbol_names: Names,
    /// Sorted by id.
    pub sources: Rows<Source>,
    /// Sorted by id.
    pub schemes: Vec<Scheme>,
    /// Sorted by id.
    pub producers: Rows<Producer>,
    /// By producer.
    pub marks: Rows<MarkRow>,
    /// Marks by key.
    pub mark_index: Names,
    /// The same marks, found in spite of faults.
    pub near: NearIndex,
    /// Rows that look for absence or an arrangement.
    pub special_rows: Vec<u32>,
    /// Sorted by id.
    pub stamps: Rows<Stamp>,
    /// Stamps by key.
    pub stamp_index: Names,
    /// Sorted by id.
    pub events: Rows<Event>,
    /// Sorted by language and rule.
    pub messages: Rows<Message>,
    /// `en rule` for each message.
    pub message_index: Names,
    /// Sorted by state and calibre.
    pub coverage: Vec<Cover>,
}

impl TableSet {
    /// The shipped form.
    pub(crate) fn compile(&self) -> Result<Compiled, rkyv::rancor::Error> {
        let names = |list: &[Name]| Names::pack(list.iter().map(|n| (n.key.as_str(), u32::from(n.index))));
        let keys = |list: &[KeyRow]| Names::pack(list.iter().map(|k| (k.key.as_str(), k.row)));
        Ok(Compiled {
            format: self.format,
            version: self.version.clone(),
            as_of: self.as_of,
            overlays: self.overlays.clone(),
            weights: self.weights.iter().map(|w| w.value).collect(),
            reasons: Rows::pack(&self.weights)?,
            faults: Rows::pack(&self.faults)?,
            confusions: Rows::pack(&self.confusions)?,
            states: Rows::pack(&self.states)?,
            calibres: Rows::pack(&self.calibres)?,
            calibre_names: names(&self.calibre_names),
            calibre_stamps: names(&self.calibre_stamps),
            symbols: Rows::pack(&self.symbols)?,
            symbol_names: names(&self.symbol_names),
            sources: Rows::pack(&self.sources)?,
            schemes: self.schemes.clone(),
            producers: Rows::pack(&self.producers)?,
            marks: Rows::pack(&self.marks)?,
            mark_index: keys(&self.mark_index),
            near: NearIndex::build(self),
            special_rows: self.special_rows.clone(),
            stamps: Rows::pack(&self.stamps)?,
            stamp_index: keys(&self.stamp_index),
            events: Rows::pack(&self.events)?,
            messages: Rows::pack(&self.messages)?,
            message_index: {
                let mut keys: Vec<(String, u32)> = (0u32..)
                    .zip(&self.messages)
                    .map(|(i, m)| (format!("{} {}", m.lang, m.rule), i))
                    .collect();
                keys.sort();
                Names::pack(keys.iter().map(|(k, i)| (k.as_str(), *i)))
            },
            coverage: self.coverage.clone(),
        })
    }
}

impl ArchivedCompiled {
    /// The form that can be added to. Names and indices are made again by the build.
    pub(crate) fn unpack(&self) -> Result<TableSet, rkyv::rancor::Error> {
        Ok(TableSet {
            format: self.format.to_native(),
            version: self.version.to_string(),
            as_of: self.as_of.to_native(),
            overlays: self.overlays.iter().map(ToString::to_string).collect(),
            weights: self.reasons.unpack()?,
            faults: self.faults.unpack()?,
            confusions: self.confusions.unpack()?,
            states: self.states.unpack()?,
            calibres: self.calibres.unpack()?,
            calibre_names: Vec::new(),
            calibre_stamps: Vec::new(),
            symbols: self.symbols.unpack()?,
            symbol_names: Vec::new(),
            sources: self.sources.unpack()?,
            schemes: rkyv::deserialize::<Vec<Scheme>, rkyv::rancor::Error>(&self.schemes)?,
            producers: self.producers.unpack()?,
            marks: self.marks.unpack()?,
            mark_index: Vec::new(),
            special_rows: Vec::new(),
            stamps: self.stamps.unpack()?,
            stamp_index: Vec::new(),
            events: self.events.unpack()?,
            messages: self.messages.unpack()?,
            coverage: Vec::new(),
        })
    }
}
