//! From what was typed or recorded to an observation.

pub(crate) use headstamp_collections::ITEMS;
pub(crate) use headstamp_collections::dates::{date, either_way};
use headstamp_collections::item_kind;
use headstamp_core::date::Span;
use headstamp_core::notation::{Marking, NotationError};
use headstamp_core::observation::Observation;
use headstamp_core::tables::Tables;

use crate::args::Global;
use crate::data::Data;
use crate::exit::Failure;

/// The observation that the texts describe; each text may be empty.
pub(crate) struct Texts<'a> {
    pub(crate) id: &'a str,
    pub(crate) marks: &'a str,
    pub(crate) calibre: &'a str,
    pub(crate) item: &'a str,
    pub(crate) recovered: Option<Span>,
    pub(crate) country: &'a str,
}

pub(crate) fn observation(tables: &Tables<'_>, t: &Texts<'_>) -> Result<Observation, NotationError> {
    let mut o = Observation::of(Marking::parse(t.marks)?);
    if !t.id.is_empty() {
        o.id = Some(t.id.to_owned());
    }
    if !t.calibre.is_empty() {
        o = o.with_calibre(tables, t.calibre);
    }
    if !t.item.is_empty() {
        o.item = item_kind(t.item);
    }
    o.recovered = t.recovered;
    if !t.country.is_empty() {
        o.country = Some(country(tables, t.country).unwrap_or_else(|| t.country.to_uppercase()));
    }
    Ok(o)
}

/// What is said of a calibre that is not in the tables.
pub(crate) fn unknown_calibre(tables: &Tables<'_>, text: &str) -> Option<String> {
    if tables.calibre_by_name(text).is_some() {
        return None;
    }
    let near = tables
        .nearest_calibre(text)
        .map_or_else(String::new, |n| format!("; did you mean {n}?"));
    Some(format!(
        "the calibre “{text}” is not in the tables and is not used{near} (headstamp calibres search …)"
    ))
}

/// A state id from an id or a name.
pub(crate) fn country(tables: &Tables<'_>, text: &str) -> Option<String> {
    let text = text.trim();
    tables
        .set()
        .states
        .iter()
        .find(|s| {
            s.id.eq_ignore_ascii_case(text)
                || s.name.eq_ignore_ascii_case(text)
                || s.aliases.iter().any(|a| a.eq_ignore_ascii_case(text))
        })
        .map(|s| s.id.to_string())
}

/// The ids of states that the user named. The tables are read only when there are any.
pub(crate) fn countries(global: &Global, names: &[String]) -> Result<Vec<String>, Failure> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let data = Data::load(global)?;
    let tables = data.tables()?;
    let one = |text: &String| {
        country(&tables, text).ok_or_else(|| {
            Failure::usage(format!(
                "“{text}” is no state of the tables; give the ISO code, for example ML"
            ))
        })
    };
    names.iter().map(one).collect()
}
