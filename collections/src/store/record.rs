//! A record with its observation: how it is written, read back and hashed.

use headstamp_core::date::{Day, Span};
use rusqlite::{Row as SqlRow, params};

use super::photos::PhotoState;
use super::seal::{Hash, Sealer};
use crate::error::Error;
use crate::observation::Observation;

/// The recorded row, as it is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub(super) id: i64,
    pub(super) source: i64,
    pub(super) row: u64,
    pub(super) line: u64,
    pub(super) row_id: Option<String>,
    pub(super) state: String,
    pub(super) cells: String,
    pub(super) content: i64,
    pub(super) observation: Option<Observation>,
    pub(super) photos: Vec<PhotoState>,
}

/// Between several hashes, and between several names.
const SPACE: &str = " ";
const LINE: &str = "\n";

fn joined(list: &[String], between: &str) -> Option<String> {
    (!list.is_empty()).then(|| list.join(between))
}

fn split(text: Option<String>, between: &str) -> Vec<String> {
    text.map(|t| t.split(between).map(str::to_owned).collect())
        .unwrap_or_default()
}

pub(super) fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

pub(super) fn natural(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

impl Record {
    /// The hash over everything that was recorded.
    pub(super) fn hash(&self) -> Hash {
        let mut s = Sealer::new("record");
        s.int(self.source);
        s.int(int(self.row));
        s.int(int(self.line));
        s.maybe(self.row_id.as_deref());
        s.text(&self.state);
        s.text(&self.cells);
        s.int(self.content);
        if let Some(o) = &self.observation {
            seal_observation(&mut s, o);
        }
        for p in &self.photos {
            s.text(&p.sha256);
            s.text(&p.state);
            s.maybe(p.file.as_deref());
        }
        s.done()
    }
}

/// The texts of an observation that may be missing, in the order of the table.
fn texts(o: &Observation) -> [Option<&str>; 19] {
    [
        o.row_id.as_deref(),
        o.calibre.as_deref(),
        o.calibre_basis.as_deref(),
        o.case_material.as_deref(),
        o.primer_seal.as_deref(),
        o.case_finish.as_deref(),
        o.state_of_case.as_deref(),
        o.place.as_deref(),
        o.region.as_deref(),
        o.country.as_deref(),
        o.documented_at.as_deref(),
        o.incident.as_deref(),
        o.incident_type.as_deref(),
        o.group.as_deref(),
        o.fired_by.as_deref(),
        o.scene_guarded.as_deref(),
        o.notes.as_deref(),
        o.recorded_by.as_deref(),
        o.package.as_deref(),
    ]
}

fn seal_observation(s: &mut Sealer, o: &Observation) {
    for text in texts(o) {
        s.maybe(text);
    }
    s.text(&o.marks);
    s.text(&o.item);
    s.int(i64::from(o.quantity));
    for number in [o.case_length_mm, o.rim_mm, o.latitude, o.longitude] {
        s.real(number);
    }
    match o.recovered {
        Some(span) => {
            s.int(i64::from(span.from.0));
            s.int(i64::from(span.to.0));
        }
        None => s.maybe(None),
    }
    s.maybe(joined(&o.photo_sha256, SPACE).as_deref());
    s.maybe(joined(&o.photos, LINE).as_deref());
}

pub(super) const INSERT_RECORD: &str = "INSERT INTO records \
    (id, source_id, row, line, row_id, state, cells, content, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

pub(super) const INSERT_OBSERVATION: &str = "INSERT INTO observations (record_id, row_id, marks, calibre, \
    calibre_basis, item, quantity, case_material, case_length_mm, rim_mm, primer_seal, case_finish, state_of_case, \
    recovered_from, recovered_to, place, region, country, latitude, longitude, documented_at, incident, \
    incident_type, \"group\", fired_by, scene_guarded, notes, photo_sha256, photos, recorded_by, package) VALUES \
    (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, \
    ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)";

pub(super) fn insert_observation(
    statement: &mut rusqlite::Statement<'_>,
    id: i64,
    o: &Observation,
) -> Result<(), Error> {
    statement.execute(params![
        id,
        o.row_id,
        o.marks,
        o.calibre,
        o.calibre_basis,
        o.item,
        o.quantity,
        o.case_material,
        o.case_length_mm,
        o.rim_mm,
        o.primer_seal,
        o.case_finish,
        o.state_of_case,
        o.recovered.map(|s| s.from.to_string()),
        o.recovered.map(|s| s.to.to_string()),
        o.place,
        o.region,
        o.country,
        o.latitude,
        o.longitude,
        o.documented_at,
        o.incident,
        o.incident_type,
        o.group,
        o.fired_by,
        o.scene_guarded,
        o.notes,
        joined(&o.photo_sha256, SPACE),
        joined(&o.photos, LINE),
        o.recorded_by,
        o.package
    ])?;
    Ok(())
}

/// Columns of a record, then of its observation, for [`of_row`].
pub(super) const COLUMNS: &str = "r.id, r.source_id, r.row, r.line, r.row_id, r.state, o.record_id, o.row_id, \
    o.marks, o.calibre, o.calibre_basis, o.item, o.quantity, o.case_material, o.case_length_mm, o.rim_mm, \
    o.primer_seal, o.case_finish, o.state_of_case, o.recovered_from, o.recovered_to, o.place, o.region, o.country, \
    o.latitude, o.longitude, o.documented_at, o.incident, o.incident_type, o.\"group\", o.fired_by, \
    o.scene_guarded, o.notes, o.photo_sha256, o.photos, o.recorded_by, o.package";

/// Reads a record without its cells.
pub(super) fn of_row(r: &SqlRow<'_>) -> rusqlite::Result<Record> {
    let has: Option<i64> = r.get(6)?;
    Ok(Record {
        id: r.get(0)?,
        source: r.get(1)?,
        row: natural(r.get(2)?),
        line: natural(r.get(3)?),
        row_id: r.get(4)?,
        state: r.get(5)?,
        observation: has.map(|_| observation(r)).transpose()?,
        ..Record::default()
    })
}

fn observation(r: &SqlRow<'_>) -> rusqlite::Result<Observation> {
    let day = |text: Option<String>| -> Option<Day> {
        let span = Day::parse_span(&text?)?;
        (span.from == span.to).then_some(span.from)
    };
    let (from, to) = (day(r.get(19)?), day(r.get(20)?));
    Ok(Observation {
        row_id: r.get(7)?,
        marks: r.get(8)?,
        calibre: r.get(9)?,
        calibre_basis: r.get(10)?,
        item: r.get(11)?,
        quantity: r.get(12)?,
        case_material: r.get(13)?,
        case_length_mm: r.get(14)?,
        rim_mm: r.get(15)?,
        primer_seal: r.get(16)?,
        case_finish: r.get(17)?,
        state_of_case: r.get(18)?,
        recovered: from.zip(to).map(|(from, to)| Span { from, to }),
        place: r.get(21)?,
        region: r.get(22)?,
        country: r.get(23)?,
        latitude: r.get(24)?,
        longitude: r.get(25)?,
        documented_at: r.get(26)?,
        incident: r.get(27)?,
        incident_type: r.get(28)?,
        group: r.get(29)?,
        fired_by: r.get(30)?,
        scene_guarded: r.get(31)?,
        notes: r.get(32)?,
        photo_sha256: split(r.get(33)?, SPACE),
        photos: split(r.get(34)?, LINE),
        recorded_by: r.get(35)?,
        package: r.get(36)?,
    })
}
