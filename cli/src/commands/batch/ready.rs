//! What a row says, before anything is weighed.

use headstamp_core::date::Span;
use headstamp_core::observation::Observation;
use headstamp_core::tables::Tables;

use super::line;
use crate::commands::answers;
use crate::commands::observe::{self, Texts};
use crate::rows::{Problem, Row};

/// What can be said of a row by itself.
pub(super) struct Ready {
    pub(super) problems: Vec<Problem>,
    /// What is asked, what else the row says, and what tells the question from others but for the day of recovery.
    pub(super) asked: Option<(Observation, Own, String)>,
    pub(super) input: String,
}

/// What a row says that its events depend on.
pub(super) struct Own {
    pub(super) recovered: Option<Span>,
    pub(super) country: Option<String>,
}

impl Ready {
    pub(super) fn of(tables: &Tables<'_>, row: &mut Row) -> Self {
        let mut input = String::new();
        let asked = observation(tables, row).map(|mut asked| {
            let r = &row.recorded;
            input = line::input(row, &asked);
            let key = answers::key(&r.marks, &r.calibre, &asked.item);
            asked.id = None;
            let own = Own {
                recovered: asked.recovered,
                country: asked.country.take(),
            };
            (asked, own, key)
        });
        Self {
            input,
            problems: row.problems.clone(),
            asked,
        }
    }
}

/// The observation, unless the row cannot be answered. What is wrong is added to its problems.
fn observation(tables: &Tables<'_>, row: &mut Row) -> Option<Observation> {
    if row.broken {
        return None;
    }
    let r = &row.recorded;
    let recovered = match observe::date(&r.recovered) {
        Ok(d) => d,
        Err(reason) => {
            row.problems.push(Problem::new(
                "recovered_on",
                &r.recovered,
                format!("{reason}; the row is answered without it"),
            ));
            None
        }
    };
    if !r.quantity.is_empty() && r.quantity.parse::<u32>().is_err() {
        row.problems
            .push(Problem::new("quantity", &r.quantity, "no whole number"));
    }
    if observe::either_way(&r.recovered) {
        row.problems.push(Problem::new(
            "recovered_on",
            &r.recovered,
            "day and month may be either way round; both are kept; write YYYY-MM-DD",
        ));
    }
    if r.marks.is_empty() {
        row.problems.push(Problem::new(
            "marks",
            "",
            "no marks; write `blank` if nothing is stamped",
        ));
        row.broken = true;
        return None;
    }
    if !r.country.is_empty() && observe::country(tables, &r.country).is_none() {
        row.problems.push(Problem::new(
            "country",
            &r.country,
            "no state of the tables; give the ISO code",
        ));
    }
    let texts = Texts {
        id: &r.id,
        marks: &r.marks,
        calibre: &r.calibre,
        item: &r.item,
        recovered,
        country: &r.country,
    };
    match observe::observation(tables, &texts) {
        Ok(o) => {
            if !observe::ITEMS.contains(&o.item.as_str()) {
                row.problems.push(Problem::new(
                    "item",
                    &r.item,
                    format!("no item kind; one of {}", observe::ITEMS.join(", ")),
                ));
            }
            Some(o)
        }
        Err(e) => {
            row.problems.push(Problem::new("marks", &r.marks, e.to_string()));
            row.broken = true;
            None
        }
    }
}
