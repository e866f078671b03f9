//! What a row records, taken apart.

use headstamp_core::date::Span;

use crate::items::{CALIBRE_BASIS, FIRED_BY, STATE_OF_CASE, YES_NO, allowed, item_kind, word};
use crate::rows::{Column, Field, Problem, Row};
use crate::{ITEMS, dates};

/// The fields of a row. Nothing means "not recorded", which is no evidence of anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observation {
    /// The recorder's own id.
    pub row_id: Option<String>,
    /// The marks in the input notation; empty when none were recorded.
    pub marks: String,
    /// Calibre as recorded.
    pub calibre: Option<String>,
    /// `measured`, `read` or `assumed`.
    pub calibre_basis: Option<String>,
    /// Item kind.
    pub item: String,
    /// How many items the row stands for.
    pub quantity: u32,
    /// Case material.
    pub case_material: Option<String>,
    /// Case length.
    pub case_length_mm: Option<f64>,
    /// Rim diameter.
    pub rim_mm: Option<f64>,
    /// Colour of the primer seal.
    pub primer_seal: Option<String>,
    /// Finish of the case.
    pub case_finish: Option<String>,
    /// `fired` or `live`.
    pub state_of_case: Option<String>,
    /// When it was recovered: a day, or the days it may have been.
    pub recovered: Option<Span>,
    /// Place of recovery.
    pub place: Option<String>,
    /// Region of recovery.
    pub region: Option<String>,
    /// Country of recovery: id of a state when it is known, else as recorded.
    pub country: Option<String>,
    /// Latitude of the place of recovery.
    pub latitude: Option<f64>,
    /// Longitude of the place of recovery.
    pub longitude: Option<f64>,
    /// Where it was documented, when that is another place.
    pub documented_at: Option<String>,
    /// Incident.
    pub incident: Option<String>,
    /// Attack, seizure, cache, inspection …, as recorded.
    pub incident_type: Option<String>,
    /// The group it is ascribed to.
    pub group: Option<String>,
    /// `attacker`, `national-force`, `mission` or `unknown`.
    pub fired_by: Option<String>,
    /// `yes`, `no` or `unknown`.
    pub scene_guarded: Option<String>,
    /// Notes.
    pub notes: Option<String>,
    /// Hashes of the photographs, lower case, in the order given.
    pub photo_sha256: Vec<String>,
    /// File names of the photographs.
    pub photos: Vec<String>,
    /// Who recorded it.
    pub recorded_by: Option<String>,
    /// The package it came in.
    pub package: Option<String>,
}

impl Observation {
    /// Takes a row apart. What cannot be used becomes a problem of the row; `country` finds the id of a state.
    pub fn of(row: &mut Row, columns: &[Column], country: &mut dyn FnMut(&str) -> Option<String>) -> Self {
        let mut problems = Vec::new();
        let r = &row.recorded;
        let mut o = Self {
            row_id: some(&r.id),
            marks: r.marks.clone(),
            calibre: some(&r.calibre),
            item: if r.item.is_empty() {
                "case".to_owned()
            } else {
                item_kind(&r.item)
            },
            quantity: quantity(&r.quantity, &mut problems),
            country: some(&r.country).map(|c| country(&c).unwrap_or(c)),
            ..Self::default()
        };
        if !ITEMS.contains(&o.item.as_str()) {
            problems.push(Problem::new(
                "item",
                &r.item,
                format!("no item kind; one of {}", ITEMS.join(", ")),
            ));
        }
        match dates::date(&r.recovered) {
            Ok(span) => o.recovered = span,
            Err(reason) => problems.push(Problem::new("recovered_on", &r.recovered, reason)),
        }
        if dates::either_way(&r.recovered) {
            let reason = "day and month may be either way round; both are kept; write YYYY-MM-DD";
            problems.push(Problem::new("recovered_on", &r.recovered, reason));
        }
        for (cell, column) in row.cells.iter().zip(columns) {
            if let Column::Other(field) = column {
                o.set(*field, cell.trim(), &mut problems);
            }
        }
        for (field, text) in &row.fields {
            o.set(*field, text.trim(), &mut problems);
        }
        row.problems.extend(problems);
        o
    }

    fn set(&mut self, field: Field, text: &str, problems: &mut Vec<Problem>) {
        if text.is_empty() {
            return;
        }
        let plain = match field {
            Field::CaseMaterial => &mut self.case_material,
            Field::PrimerSeal => &mut self.primer_seal,
            Field::CaseFinish => &mut self.case_finish,
            Field::Place => &mut self.place,
            Field::Region => &mut self.region,
            Field::DocumentedAt => &mut self.documented_at,
            Field::Incident => &mut self.incident,
            Field::IncidentType => &mut self.incident_type,
            Field::Group => &mut self.group,
            Field::Notes => &mut self.notes,
            Field::RecordedBy => &mut self.recorded_by,
            Field::Package => &mut self.package,
            _ => return self.set_checked(field, text, problems),
        };
        plain.get_or_insert_with(|| text.to_owned());
    }

    fn set_checked(&mut self, field: Field, text: &str, problems: &mut Vec<Problem>) {
        match field {
            Field::CalibreBasis => fixed(
                &mut self.calibre_basis,
                "calibre_basis",
                CALIBRE_BASIS,
                text,
                problems,
            ),
            Field::StateOfCase => fixed(
                &mut self.state_of_case,
                "state_of_case",
                STATE_OF_CASE,
                text,
                problems,
            ),
            Field::FiredBy => fixed(&mut self.fired_by, "fired_by", FIRED_BY, text, problems),
            Field::SceneGuarded => fixed(&mut self.scene_guarded, "scene_guarded", YES_NO, text, problems),
            Field::CaseLengthMm => {
                self.case_length_mm = number("case_length_mm", text, 0.0, 2000.0, problems)
            }
            Field::RimMm => self.rim_mm = number("rim_mm", text, 0.0, 500.0, problems),
            Field::Latitude => self.latitude = number("latitude", text, -90.0, 90.0, problems),
            Field::Longitude => self.longitude = number("longitude", text, -180.0, 180.0, problems),
            Field::Photo => self.photos.extend(list(text)),
            Field::PhotoSha256 => {
                for hash in list(text) {
                    let hash = hash.to_lowercase();
                    if hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()) {
                        self.photo_sha256.push(hash);
                    } else {
                        let reason = "no SHA-256: 64 digits from 0 to f are expected";
                        problems.push(Problem::new("photo_sha256", &hash, reason));
                    }
                }
            }
            _ => {}
        }
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn quantity(text: &str, problems: &mut Vec<Problem>) -> u32 {
    if text.is_empty() {
        return 1;
    }
    match text.parse::<u32>() {
        Ok(0) => {
            problems.push(Problem::new(
                "quantity",
                text,
                "none of it; the row is counted as 0 items",
            ));
            0
        }
        Ok(n) => n,
        Err(_) => {
            problems.push(Problem::new("quantity", text, "no whole number; counted as 1"));
            1
        }
    }
}

fn fixed(
    slot: &mut Option<String>,
    name: &str,
    words: &'static [(&'static str, &'static [&'static str])],
    text: &str,
    problems: &mut Vec<Problem>,
) {
    match word(words, text) {
        Some(word) => *slot = Some(word.to_owned()),
        None => {
            let reason = format!("one of {} is expected; taken as not recorded", allowed(words));
            problems.push(Problem::new(name, text, reason));
        }
    }
}

fn number(name: &str, text: &str, least: f64, most: f64, problems: &mut Vec<Problem>) -> Option<f64> {
    let found = text
        .replace(',', ".")
        .parse::<f64>()
        .ok()
        .filter(|n| (least..=most).contains(n));
    if found.is_none() {
        let reason = format!("a number from {least} to {most} is expected; taken as not recorded");
        problems.push(Problem::new(name, text, reason));
    }
    found
}

/// Several values in one cell.
fn list(text: &str) -> impl Iterator<Item = String> {
    text.split([';', ',', '|', '\n'])
        .map(|t| t.trim().to_owned())
        .filter(|t| !t.is_empty())
}
