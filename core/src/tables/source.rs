//! The shapes of the TOML files. `reference-data/README.md` explains each field to those who fill them in.
//!
//! Readers are lenient: a key that a newer table adds is passed over. Values that others refer to are [`Spanned`], so
//! that a wrong one can be shown with file, line and caret.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use serde::de::{Error as _, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

#[cfg(feature = "schema")]
use super::{schema, vocabulary as words};

/// A value with its place in the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Spanned<T>(toml::Spanned<T>);

impl<T> Spanned<T> {
    /// The value.
    pub fn get_ref(&self) -> &T {
        self.0.get_ref()
    }

    /// Its byte range.
    pub fn span(&self) -> Range<usize> {
        self.0.span()
    }

    /// The value without its place.
    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

/// A word with its place in the file.
pub type Word = Spanned<String>;

/// `data.toml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct DataFile {
    /// Version of the tables.
    pub version: String,
    /// No production after this day is read.
    #[cfg_attr(feature = "schema", schemars(with = "schema::Date"))]
    pub as_of: Spanned<toml::value::Datetime>,
    /// Licence of the data.
    #[serde(default)]
    pub licence: String,
}

/// A claim that is written short (`[…]` or `"…"`) or as a table with its own basis and sources.
#[derive(Clone, Debug)]
pub struct Claim<T> {
    /// What is claimed.
    pub value: T,
    /// Its own basis.
    pub basis: Option<Word>,
    /// Its own sources.
    pub sources: Option<Vec<Word>>,
}

/// Calibres of a mark: `["9x19mm"]` or `{ are = […], basis = …, sources = […] }`.
pub type CalibreClaim = Claim<Vec<Word>>;
/// Place of a producer: `"Barnaul"` or `{ name = "Barnaul", basis = …, sources = […] }`.
pub type PlaceClaim = Claim<String>;

#[derive(Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub(super) struct LongCalibres {
    are: Vec<Word>,
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::BASES)))]
    basis: Option<Word>,
    sources: Option<Vec<Word>>,
}

#[derive(Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub(super) struct LongPlace {
    name: String,
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::BASES)))]
    basis: Option<Word>,
    sources: Option<Vec<Word>>,
}

struct ClaimVisitor<T>(PhantomData<T>);

impl<'de> Visitor<'de> for ClaimVisitor<Vec<Word>> {
    type Value = CalibreClaim;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of calibres, or a table with `are`, `basis` and `sources`")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut value = Vec::new();
        while let Some(word) = seq.next_element()? {
            value.push(word);
        }
        Ok(Claim {
            value,
            basis: None,
            sources: None,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let long = LongCalibres::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Claim {
            value: long.are,
            basis: long.basis,
            sources: long.sources,
        })
    }
}

impl<'de> Visitor<'de> for ClaimVisitor<String> {
    type Value = PlaceClaim;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a place, or a table with `name`, `basis` and `sources`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() {
            return Err(E::custom(
                "the place is empty; leave the key out when the place is not established",
            ));
        }
        Ok(Claim {
            value: text.to_owned(),
            basis: None,
            sources: None,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let long = LongPlace::deserialize(MapAccessDeserializer::new(map))?;
        if long.name.trim().is_empty() {
            return Err(A::Error::custom("`name` of the place is empty"));
        }
        Ok(Claim {
            value: long.name,
            basis: long.basis,
            sources: long.sources,
        })
    }
}

impl<'de> Deserialize<'de> for CalibreClaim {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(ClaimVisitor::<Vec<Word>>(PhantomData))
    }
}

impl<'de> Deserialize<'de> for PlaceClaim {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(ClaimVisitor::<String>(PhantomData))
    }
}

/// Years of use or existence.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct YearsClaim {
    /// First year, inclusive.
    pub from: Option<Spanned<i32>>,
    /// Last year, inclusive.
    pub to: Option<Spanned<i32>>,
    /// `seen`, `soft`, `firm`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::LIMITS)))]
    pub limit: Option<Word>,
    /// Own basis.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::BASES)))]
    pub basis: Option<Word>,
    /// Own sources.
    pub sources: Option<Vec<Word>>,
}

/// `producers/<cc>/<slug>.toml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct ProducerFile {
    /// The name a report prints.
    pub name: Word,
    /// Other names.
    #[serde(default)]
    pub names: Vec<String>,
    /// Town.
    pub place: Option<PlaceClaim>,
    /// Country of today.
    pub country: Word,
    /// Own words.
    #[serde(default)]
    pub note: String,
    /// When it existed.
    pub exists: Option<YearsClaim>,
    /// Id of the row that replaces this one.
    pub superseded_by: Option<Word>,
    /// Its marks.
    #[serde(default)]
    pub mark: Vec<MarkTable>,
}

/// One `[[mark]]`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct MarkTable {
    /// The signs, in input notation.
    pub text: Option<Word>,
    /// `blank` or `no-code`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::ABSENCES)))]
    pub none: Option<Word>,
    /// An arrangement.
    pub layout: Option<Vec<Word>>,
    /// Clock hour or `"centre"`.
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::Position>"))]
    pub position: Option<Spanned<toml::Value>>,
    /// State at the time.
    pub state: Option<Word>,
    /// Calibres.
    pub calibres: Option<CalibreClaim>,
    /// Years of use.
    pub years: Option<YearsClaim>,
    /// Year schemes.
    pub year_schemes: Option<Vec<Word>>,
    /// Script of the digits.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::DIGITS)))]
    pub digits: Option<Word>,
    /// Basis of mark → producer.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::BASES)))]
    pub basis: Word,
    /// Sources of mark → producer.
    #[serde(default)]
    pub sources: Vec<Word>,
    /// Producers that used the same mark.
    #[serde(default)]
    pub shared_with: Vec<Word>,
    /// Own words.
    #[serde(default)]
    pub note: String,
    /// Examples, run as tests.
    #[serde(default)]
    pub example: Vec<Example>,
}

/// One `[[mark.example]]`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Example {
    /// As `headstamp identify` takes it.
    pub headstamp: Word,
    /// Recorded calibre.
    pub calibre: Option<Word>,
    /// Year that must be read.
    pub year: Option<Spanned<i32>>,
    /// Date of recovery.
    pub recovered: Option<String>,
}

/// `calibres.toml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct CalibresFile {
    /// Rows.
    #[serde(default)]
    pub calibre: Vec<CalibreTable>,
}

/// One `[[calibre]]`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct CalibreTable {
    /// Id.
    pub id: Word,
    /// Name.
    pub name: String,
    /// Class.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::CLASSES)))]
    pub class: Word,
    /// Year of introduction.
    pub introduced: Option<i32>,
    /// Spellings.
    #[serde(default)]
    pub aliases: Vec<Word>,
    /// How a case base shows it.
    #[serde(default)]
    pub stamps: Vec<Word>,
    /// Case length.
    pub case_length_mm: Option<f32>,
    /// Rim.
    pub rim_mm: Option<f32>,
    /// Basis.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::BASES)))]
    pub basis: Option<Word>,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<Word>,
    /// Own words.
    #[serde(default)]
    pub note: String,
}

/// `states.toml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct StatesFile {
    /// Rows.
    #[serde(default)]
    pub state: Vec<StateTable>,
}

/// One `[[state]]`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct StateTable {
    /// Id.
    pub id: Word,
    /// Name.
    pub name: String,
    /// Adjective.
    #[serde(default)]
    pub adjective: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// First day (a date, or a year).
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::DateOrYear>"))]
    pub from: Option<Spanned<toml::Value>>,
    /// Last day.
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::DateOrYear>"))]
    pub to: Option<Spanned<toml::Value>>,
    /// Successors.
    #[serde(default)]
    pub successors: Vec<Word>,
    /// Own words.
    #[serde(default)]
    pub note: String,
}

/// `confusions.toml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct ConfusionsFile {
    /// What befalls any sign.
    pub fault: Option<FaultTable>,
    /// Rows.
    #[serde(default)]
    pub confusion: Vec<ConfusionTable>,
}

/// `[fault]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct FaultTable {
    /// One given other sign is written.
    pub misread: FaultValue,
    /// The first or last sign is not written.
    pub missing_end: FaultValue,
    /// A sign between two others is not written.
    pub missing_inside: FaultValue,
    /// One given sign is written that is not there.
    pub too_many: FaultValue,
    /// Two neighbours change places.
    pub swapped: FaultValue,
}

/// The chance of a fault, with its reason.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct FaultValue {
    /// The chance.
    pub value: Spanned<f64>,
    /// Why.
    pub why: String,
}

/// One `[[confusion]]`: `signs` for both ways, or `stamped` and `written` for one way.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct ConfusionTable {
    /// Each is taken for each other.
    pub signs: Option<Vec<Word>>,
    /// Signs as stamped.
    pub stamped: Option<Vec<Word>>,
    /// What is written for them.
    pub written: Option<Vec<Word>>,
    /// Chance that one given sign is written where the other was stamped.
    pub probability: Spanned<f64>,
    /// How it comes about.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::CONFUSIONS)))]
    pub kind: Word,
    /// Why.
    pub why: String,
}

/// `symbols.toml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct SymbolsFile {
    /// Rows.
    #[serde(default)]
    pub symbol: Vec<SymbolTable>,
}

/// One `[[symbol]]`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct SymbolTable {
    /// Id.
    pub id: Word,
    /// Name.
    pub name: String,
    /// Unicode signs.
    #[serde(default)]
    pub signs: Vec<Word>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<Word>,
}

/// `stamps.toml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct StampsFile {
    /// Rows.
    #[serde(default)]
    pub stamp: Vec<StampTable>,
}

/// One `[[stamp]]`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct StampTable {
    /// Id.
    pub id: Word,
    /// The signs, in input notation.
    pub text: Word,
    /// Role.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::ROLES)))]
    pub role: Word,
    /// Meaning.
    pub meaning: String,
    /// Where it is used.
    #[serde(default)]
    pub countries: Vec<Word>,
    /// On which calibres.
    #[serde(default)]
    pub calibres: Vec<Word>,
    /// Basis.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::BASES)))]
    pub basis: Word,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<Word>,
    /// Own words.
    #[serde(default)]
    pub note: String,
}

/// `year-schemes.toml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct SchemesFile {
    /// Rows.
    #[serde(default)]
    pub year_scheme: Vec<SchemeTable>,
}

/// One `[[year_scheme]]`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct SchemeTable {
    /// Id.
    pub id: Word,
    /// Name.
    pub name: String,
    /// Calendar.
    pub calendar: Word,
    /// Lengths accepted.
    pub digits: Vec<u8>,
    /// What stands beside the year.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::PARTS)))]
    pub part: Option<Word>,
    /// Script.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::SCRIPTS)))]
    pub script: Option<Word>,
    /// First Gregorian year in force.
    pub from: Option<i32>,
    /// Last Gregorian year in force.
    pub to: Option<i32>,
    /// Own words.
    #[serde(default)]
    pub note: String,
    /// Basis.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::BASES)))]
    pub basis: Option<Word>,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<Word>,
}

/// `sources/<id>.toml`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct SourceFile {
    /// Title.
    pub title: Word,
    /// Author.
    #[serde(default)]
    pub author: String,
    /// Publisher.
    #[serde(default)]
    pub publisher: String,
    /// Year.
    pub year: Option<i32>,
    /// Address.
    #[serde(default)]
    pub url: String,
    /// Grade.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::GRADES)))]
    pub grade: Word,
    /// What was read of it.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::SEEN)))]
    pub seen: Option<Word>,
    /// Own words.
    #[serde(default)]
    pub note: String,
}

/// `events/<id>.toml`. Also what the matching plugin gets as JSON.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct EventFile {
    /// Name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Neutral kind.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::KINDS)))]
    pub kind: String,
    /// How firmly it is found.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::FINDINGS)))]
    pub finding: String,
    /// Who says so.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alleged_by: String,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<EventDate>,
    /// Where.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Country.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// Where the stock was met afterwards.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub theatre: Vec<String>,
    /// From whom.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from_holder: String,
    /// To whom.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub to_holder: String,
    /// Own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    /// What may not be concluded.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub caution: String,
    /// Sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Basis.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::BASES)))]
    pub basis: String,
    /// What changed hands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub captured: Vec<Materiel>,
    /// What was merely seen with the holder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seen_with: Vec<Materiel>,
    /// A sample that pointed to this event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<Marker>,
    /// First records.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recorded: Vec<Recorded>,
}

/// When an event took place; open ends are left out.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct EventDate {
    /// First day, month or year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day, month or year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Materiel of an event.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Materiel {
    /// Item kind.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(extend("enum" = words::ITEMS)))]
    pub item: String,
    /// Calibre ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calibres: Vec<String>,
    /// Countries of production.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Producer ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub producers: Vec<String>,
    /// Producer marks as stamped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// Years of production.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<YearRange>,
    /// Lots.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<String>,
    /// Own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Years, both inclusive.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct YearRange {
    /// First.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<i32>,
    /// Last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<i32>,
}

/// Until when a sample pointed to an event.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Marker {
    /// Last year in which it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<i32>,
    /// Why it ended.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A first record of diverted stock.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Recorded {
    /// Day, month or year.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub on: String,
    /// Place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub place: String,
}

/// `corpus/<name>.toml`: real documented headstamps, test data only.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct CorpusFile {
    /// Rows.
    #[serde(default)]
    pub case: Vec<Case>,
}

/// One `[[case]]`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Case {
    /// Id.
    pub id: String,
    /// The marks, when the document states them.
    pub headstamp: Option<String>,
    /// Recorded calibre.
    pub calibre: Option<String>,
    /// When it was recovered.
    pub recovered: Option<String>,
    /// Where it was found (state id).
    pub country: Option<String>,
    /// Where it was found, own words.
    #[serde(default)]
    pub found: String,
    /// What the document says it is.
    #[serde(default)]
    pub expect: Expect,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<String>,
    /// Own words.
    #[serde(default)]
    pub note: String,
}

/// What a document says of a case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Expect {
    /// Producer id.
    pub producer: Option<String>,
    /// State id.
    pub state: Option<String>,
    /// First possible year.
    pub from: Option<i32>,
    /// Last possible year.
    pub to: Option<i32>,
    /// The mark names an owner, not a producer.
    pub not_producer: bool,
}

/// `profiles/<name>.toml`: the producer states that a published study names for a theatre.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct ProfileFile {
    /// Name of the theatre and the time.
    pub name: String,
    /// Own words.
    #[serde(default)]
    pub note: String,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<Word>,
    /// The states.
    #[serde(default)]
    pub state: Vec<ProfileState>,
}

/// One `[[state]]` of a profile.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct ProfileState {
    /// State id.
    pub id: Word,
    /// Years of production that were met.
    pub years: Option<YearRange>,
    /// Item kinds.
    #[serde(default)]
    pub items: Vec<Word>,
    /// Own words.
    #[serde(default)]
    pub note: String,
}
