//! From what was typed or recorded to an observation.

use headstamp_core::date::{Day, Span};
use headstamp_core::notation::{Marking, NotationError};
use headstamp_core::observation::Observation;
use headstamp_core::tables::Tables;

/// Item kinds.
pub(crate) const ITEMS: &[&str] = &[
    "case",
    "cartridge",
    "projectile",
    "weapon",
    "mortar-round",
    "rocket",
    "grenade",
    "mine",
    "crate",
    "vehicle",
    "other",
];

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

fn item_kind(text: &str) -> String {
    let folded = text.trim().to_lowercase().replace([' ', '_'], "-");
    let synonym = match folded.as_str() {
        "casing" | "spent-case" | "spent-casing" | "shell-case" | "etui" | "étui" | "douille" => "case",
        "round" | "cartouche" | "ammunition" | "munition" => "cartridge",
        "bullet" | "balle" => "projectile",
        "arme" | "rifle" | "arm" | "firearm" => "weapon",
        "mortar" | "mortar-bomb" | "obus-de-mortier" => "mortar-round",
        "roquette" => "rocket",
        "caisse" | "box" | "package" => "crate",
        "vehicule" | "véhicule" => "vehicle",
        other => other,
    };
    synonym.to_owned()
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

/// A date as people write it: ISO, or day first with dots or slashes.
pub(crate) fn date(text: &str) -> Result<Option<Span>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let iso = text.split(['T', ' ']).next().unwrap_or(text);
    if let Some(span) = Day::parse_span(iso) {
        return Ok(Some(span));
    }
    let slashes = text.contains('/');
    let parts: Vec<&str> = text.split(['.', '/']).map(str::trim).collect();
    let day = |d: &str, m: &str, y: &str| Day::parse_span(&format!("{y}-{m:0>2}-{d:0>2}"));
    let turned = match parts.as_slice() {
        // 03/04/2012 is the third of April or the fourth of March, by the habit of the country: either is kept.
        [a, b, y] if y.len() == 4 && slashes => match (day(a, b, y), day(b, a, y)) {
            (Some(one), Some(other)) => Some(Span {
                from: one.from.min(other.from),
                to: one.to.max(other.to),
            }),
            (one, other) => one.or(other),
        },
        [d, m, y] if y.len() == 4 => day(d, m, y),
        [m, y] if y.len() == 4 => Day::parse_span(&format!("{y}-{m:0>2}")),
        _ => None,
    };
    turned
        .map(Some)
        .ok_or_else(|| format!("“{text}” is no date; write YYYY-MM-DD, YYYY-MM or YYYY"))
}

/// A date whose day and month may be either way round.
pub(crate) fn either_way(text: &str) -> bool {
    text.contains('/')
        && matches!(date(text), Ok(Some(s)) if s.from != s.to && text.matches('/').count() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        for (text, day) in [
            ("2016-09-14", "2016-09-14"),
            ("14.09.2016", "2016-09-14"),
            ("14/9/2016", "2016-09-14"),
            ("2016-09-14T00:00:00", "2016-09-14"),
        ] {
            assert_eq!(date(text).unwrap().unwrap().from.to_string(), day, "{text}");
        }
        assert_eq!(
            date("03/04/2012").unwrap().unwrap().to_string(),
            "2012-03-04 to 2012-04-03"
        );
        assert!(either_way("03/04/2012") && !either_way("14/04/2012") && !either_way("03.04.2012"));
        assert_eq!(date("").unwrap(), None);
        assert!(date("last week").is_err());
        assert!(date("31.02.2016").is_err());
    }
}
