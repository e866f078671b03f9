//! What crosses the boundary between host and plugin: UTF-8 JSON, described by these types.
//!
//! Both sides ignore fields they do not know, so fields may be added within a major version of the ABI.
//!
//! A *read* request asks before ranking: what does this marking say? The answer is a list of [`Clue`]s. A
//! *match* request asks after it: which known events concern these samples? The answer is a list of
//! [`Lead`]s.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Version of the JSON inside the frames; grows only when a field changes its meaning.
pub const WIRE_VERSION: u32 = 1;

/// What [`Clue::role`] may be. Core weighs `producer` and `year`; the others are what a part of the marking is.
///
/// `not-before`: the year before which the whole item cannot have been put together (its latest component).
/// `component`: what body, filling, charge or fuze says of itself. `overhaul`: repair or inspection, never manufacture.
/// `plant`: who filled or assembled, where that is not the producer. `hazard`: transport classes, which own nothing.
pub const ROLES: &[&str] = &[
    "producer",
    "year",
    "month",
    "part-of-year",
    "lot",
    "calibre",
    "type",
    "acceptance",
    "ownership",
    "case-metal",
    "decoration",
    "day",
    "not-before",
    "component",
    "overhaul",
    "plant",
    "serial",
    "proof",
    "import",
    "order",
    "model-year",
    "check-digit",
    "hazard",
    "quantity",
    "weight-class",
    "package",
];

/// What [`Lead::relation`] may be, strongest first.
pub const RELATIONS: &[&str] = &[
    "same-lot",
    "same-sample",
    "same-producer-and-period",
    "same-type",
    "seen-with",
];

/// What [`Clue::basis`] may be; empty: not said.
pub const BASES: &[&str] = &["", "documented", "general", "doubtful"];

/// What a plugin says of itself, as static JSON in its table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Manifest {
    /// Stable id, lower case: `soviet`.
    pub id: String,
    /// Name a person reads.
    pub name: String,
    /// Version of the plugin.
    pub version: String,
    /// SPDX licence expression.
    pub licence: String,
    /// Optional abilities both sides must know to use them.
    #[serde(default)]
    pub features: Vec<String>,
    /// Kinds of request it answers: `read`, `match`.
    pub requests: Vec<RequestKind>,
    /// What it can say something about; the host asks it about nothing else.
    #[serde(default)]
    pub handles: Handles,
    /// Tables it wants at `open`: `events`, `producers`, `symbols`, `year-schemes` …
    #[serde(default)]
    pub needs_data: Vec<String>,
}

/// The scope of a plugin. An empty list means no limit of that kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Handles {
    /// Item kinds: `case`, `cartridge`, `mortar-round`, `rocket`, `crate`, `weapon` …
    #[serde(default)]
    pub items: Vec<String>,
    /// State ids whose marks it reads.
    #[serde(default)]
    pub states: Vec<String>,
    /// Marks it reads, as folded text; a marking with none of them is not sent.
    #[serde(default)]
    pub marks: Vec<String>,
    /// A character class that makes a marking worth sending, each one of
    /// `cyrillic`, `arabic`, `hebrew`, `chinese`, `roman`, `symbol`, `digits`, `latin`.
    #[serde(default)]
    pub contains: Vec<String>,
}

/// The kinds of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RequestKind {
    /// Before ranking: what does the marking say?
    Read,
    /// After ranking: which diversion events concern the samples?
    Match,
}

/// One batch sent to a plugin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Request {
    /// [`WIRE_VERSION`].
    pub v: u32,
    /// What is asked.
    pub kind: RequestKind,
    /// The items; their ids are unique within the batch.
    pub items: Vec<Item>,
}

/// One item of a batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// Number of the item within the batch.
    pub id: u32,
    /// The marking exactly as recorded.
    pub marking: String,
    /// Its marks in recorded order.
    pub marks: Vec<ItemMark>,
    /// Calibre id, when recorded and known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibre: Option<String>,
    /// Item kind.
    pub item: String,
    /// `match` only: what the item may be, most probable first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Sample>,
    /// `match` only: lot marks that were decoded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<String>,
}

/// One recorded mark.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemMark {
    /// Index in the recorded marking.
    pub index: u32,
    /// The mark as recorded, enclosure and symbols in input notation.
    pub text: String,
    /// The mark folded for comparison (upper case, digits as 0-9, look-alike letters as Latin).
    pub folded: String,
    /// Clock position: `1` to `12` or `centre`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// `circle`, `double-circle`, `square`, `triangle`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enclosure: Option<String>,
}

/// A sample the item may belong to, with its probability.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sample {
    /// Calibre id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibre: Option<String>,
    /// Producer id.
    pub producer: String,
    /// Country of today.
    pub country: String,
    /// State at the time, with `country` all the states it may be filed under.
    #[serde(default)]
    pub states: Vec<String>,
    /// The producer mark as folded text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// Gregorian years of production with their probabilities.
    #[serde(default)]
    pub years: Vec<YearSpan>,
    /// Probability of the producer.
    pub probability: f64,
}

/// An interval of Gregorian years, both inclusive.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct YearSpan {
    /// First year.
    pub from: i32,
    /// Last year.
    pub to: i32,
    /// Probability within the sample.
    pub probability: f64,
}

/// A plugin's answer to a batch. Items without an opinion are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Response {
    /// One entry per item with an opinion, in any order.
    #[serde(default)]
    pub items: Vec<Answer>,
}

/// What a plugin says of one item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The id of the item.
    pub id: u32,
    /// Answers to `read`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clues: Vec<Clue>,
    /// Answers to `match`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leads: Vec<Lead>,
}

/// How a clue bears on its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// Speaks for the value.
    #[default]
    Favours,
    /// Speaks against it.
    Against,
    /// Rules it out by a rule of the tradition.
    Excludes,
}

/// One thing a plugin reads in a marking. No numbers: core weighs by rule and source.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clue {
    /// Indices of the recorded marks it rests on.
    pub marks: Vec<u32>,
    /// One of [`ROLES`].
    pub role: String,
    /// The value: a producer id, a year `1952` or `1945..1946`, a lot text …
    pub value: String,
    /// How it bears on the value.
    #[serde(default)]
    pub support: Support,
    /// The rule, stable within the plugin: `year-letter`.
    pub rule: String,
    /// Arguments of the rule's sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// The sentence, in the plugin's catalogue, with `{arg}` filled in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
    /// Source ids of the host's tables.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// `documented`, `general` or `doubtful`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// The clue holds only for producers of these states (ids); empty: for any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
}

/// One diversion event that may concern an item: a lead, never proof.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lead {
    /// Event id.
    pub event: String,
    /// `same-lot`, `same-sample`, `same-producer-and-period`, `same-type`, `seen-with`.
    pub relation: String,
    /// Index into [`Item::samples`] of the sample that matched.
    #[serde(default)]
    pub sample: u32,
    /// Rule and arguments of each reason.
    #[serde(default)]
    pub reasons: Vec<Reason>,
    /// Conditions on the row's date and place, applied by core.
    #[serde(default)]
    pub conditions: Conditions,
    /// Source ids.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// One reason for a lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// Rule, stable within the plugin.
    pub rule: String,
    /// Arguments of its sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    /// The sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub says: String,
}

/// What must hold of the recovery for a lead to keep its strength. Dates are `YYYY-MM-DD`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conditions {
    /// Recovered before this day, the item cannot come from the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// Countries where the stock was met; elsewhere the lead is weaker.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub theatre: Vec<String>,
    /// After this day the sample no longer points to the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker_until: Option<String>,
}
