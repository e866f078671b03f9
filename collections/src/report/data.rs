//! What a report reads beside the analyses: how samples were written down, where dots stand, versions.

use std::collections::BTreeMap;

use crate::analyse::Scope;
use crate::error::Error;
use crate::store::Collection;

/// Recoveries at one point.
pub(super) struct Spot {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) place: String,
    pub(super) items: u64,
    pub(super) rows: u64,
}

pub(super) struct Data {
    /// The commonest way in which each sample was written down.
    pub(super) marks: BTreeMap<String, String>,
    pub(super) spots: Vec<Spot>,
    /// Versions as JSON, the latest last.
    pub(super) versions: Vec<String>,
    /// Countries of recovery, those with most rows first.
    pub(super) countries: Vec<String>,
}

const MARKS: &str = "SELECT a.sample, g.marks, sum(g.n) AS n FROM (
        SELECT i.answer_id, o.marks, count(*) AS n FROM identifications i
        JOIN observations o ON o.record_id = i.record_id GROUP BY 1, 2
    ) g JOIN answers a ON a.id = g.answer_id WHERE a.sample IS NOT NULL
    GROUP BY 1, 2 ORDER BY 1, n DESC, 2";

/// The rows that count, before who fired and the theatre are asked.
const SPOTS: &str = "SELECT round(latitude, 2), round(longitude, 2), min(coalesce(place, '')),
        sum(quantity), count(*), country, coalesce(fired_by, 'not-recorded')
    FROM observations o
    WHERE latitude IS NOT NULL AND longitude IS NOT NULL
        AND item NOT IN ('weapon', 'crate', 'vehicle') AND quantity > 0
    GROUP BY 1, 2, 6, 7 ORDER BY 4 DESC, 1, 2";

const COUNTRIES: &str = "SELECT country, count(*) FROM observations WHERE country IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1";

impl Data {
    pub(super) fn read(collection: &Collection, scope: &Scope) -> Result<Self, Error> {
        let db = collection.connection();
        let mut marks = BTreeMap::new();
        let mut query = db.prepare(MARKS)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            marks.entry(row.get(0)?).or_insert(row.get(1)?);
        }
        let mut spots = Vec::new();
        let mut query = db.prepare(SPOTS)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let country: Option<String> = row.get(5)?;
            let who: String = row.get(6)?;
            let counted = scope.fired_by.iter().any(|w| *w == who || w == "all");
            if counted && (scope.theatre.is_empty() || country.is_some_and(|c| scope.theatre.contains(&c))) {
                spots.push(Spot {
                    latitude: row.get(0)?,
                    longitude: row.get(1)?,
                    place: row.get(2)?,
                    items: row.get::<_, i64>(3)?.unsigned_abs(),
                    rows: row.get::<_, i64>(4)?.unsigned_abs(),
                });
            }
        }
        let list = |sql: &str| -> Result<Vec<String>, Error> {
            let mut query = db.prepare(sql)?;
            let rows = query.query_map([], |r| r.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        Ok(Self {
            marks,
            spots,
            versions: list("SELECT json FROM versions ORDER BY id")?,
            countries: list(COUNTRIES)?,
        })
    }
}
