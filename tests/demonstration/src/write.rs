//! The rows as CSV, one file a year, as a mission would add them.

use std::path::Path;

use crate::pool::Sample;
use crate::rows::{Incident, Row};
use crate::shown;

const HEADER: [&str; 20] = [
    "id",
    "marks",
    "calibre",
    "calibre_basis",
    "item",
    "quantity",
    "state_of_case",
    "recovered_on",
    "place",
    "region",
    "country",
    "latitude",
    "longitude",
    "incident",
    "incident_type",
    "group",
    "fired_by",
    "scene_guarded",
    "notes",
    "recorded_by",
];

const NOTE: &str = "SYNTHETIC: made by a program, no such recovery";

pub(crate) fn synthetic(
    dir: &Path,
    samples: &[Sample],
    incidents: &[Incident],
    rows: &[Row],
    single: bool,
) -> Result<(), String> {
    let mut number = 0;
    for year in 2014..=2022 {
        let path = dir.join(format!("synthetic-{year}.csv"));
        let failed = |e: csv::Error| shown(&path, &e);
        let mut out = csv::Writer::from_path(&path).map_err(failed)?;
        out.write_record(HEADER).map_err(failed)?;
        for row in rows {
            let (Some(sample), Some(incident)) = (samples.get(row.sample), incidents.get(row.incident))
            else {
                continue;
            };
            if incident.day.year() != year {
                continue;
            }
            let (times, quantity) = if single {
                (row.quantity, 1)
            } else {
                (1, row.quantity)
            };
            for _ in 0..times {
                number += 1;
                out.write_record(fields(number, sample, incident, quantity))
                    .map_err(failed)?;
            }
        }
        out.flush().map_err(|e| shown(&path, &e))?;
    }
    Ok(())
}

fn fields(number: u64, s: &Sample, i: &Incident, quantity: u64) -> [String; 20] {
    [
        format!("SYNTHETIC-{number:05}"),
        s.marks.clone(),
        s.calibre.clone(),
        "measured".to_owned(),
        "case".to_owned(),
        quantity.to_string(),
        "fired".to_owned(),
        i.day.to_string(),
        i.place.clone(),
        i.region.to_owned(),
        "ML".to_owned(),
        i.at.0.to_string(),
        i.at.1.to_string(),
        i.id.clone(),
        i.kind.to_owned(),
        group(i).to_owned(),
        "attacker".to_owned(),
        "unknown".to_owned(),
        NOTE.to_owned(),
        "SYNTHETIC".to_owned(),
    ]
}

/// Invented names: no group of the real conflict is meant.
fn group(i: &Incident) -> &'static str {
    match i.zone {
        crate::places::Zone::North => "SYNTHETIC group north",
        crate::places::Zone::East => "SYNTHETIC group east",
        crate::places::Zone::Centre => "SYNTHETIC group centre",
    }
}
