//! Which rows count.

use std::collections::{BTreeMap, HashSet};

use headstamp_core::date::Span;
use serde::{Serialize, Serializer};

use super::facts::{Facts, NONE, Row};
use super::said::{Base, Interval, Line, Rows};

/// Who fired is not recorded.
pub(super) const NOT_RECORDED: &str = "not-recorded";

/// The words of `fired_by`, in the order in which lines are given.
pub(super) const WHO: [&str; 5] = ["attacker", "national-force", "mission", "unknown", NOT_RECORDED];

/// Kinds of item that are no ammunition.
const NO_AMMUNITION: [&str; 3] = ["weapon", "crate", "vehicle"];

/// Which rows count.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scope {
    /// Rows with these words in `fired_by`; `not-recorded` for rows without, `all` for all.
    pub fired_by: Vec<String>,
    /// Countries of recovery, by id; none for everywhere.
    pub theatre: Vec<String>,
    /// Recovered in this time.
    #[serde(serialize_with = "span")]
    pub recovered: Option<Span>,
    /// Kinds of item; none for all that is ammunition.
    pub items: Vec<String>,
    /// Calibres; none for all.
    pub calibres: Vec<String>,
    /// Most record ids given with a figure.
    pub ids: usize,
}

fn span<S: Serializer>(span: &Option<Span>, serializer: S) -> Result<S::Ok, S::Error> {
    span.map(Interval::from).serialize(serializer)
}

impl Default for Scope {
    fn default() -> Self {
        Self {
            fired_by: vec!["attacker".to_owned()],
            theatre: Vec::new(),
            recovered: None,
            items: Vec::new(),
            calibres: Vec::new(),
            ids: 20,
        }
    }
}

impl Scope {
    /// True when `fired_by` has the word, or asks for all.
    fn counts(&self, who: &str) -> bool {
        self.fired_by.iter().any(|w| w == who || w == "all")
    }
}

/// The rows of a scope.
pub(super) struct Selection<'f> {
    /// Counted.
    pub(super) rows: Vec<&'f Row>,
    /// In scope but for who fired.
    pub(super) others: Vec<&'f Row>,
    /// Everything examined in the theatre, whatever it was and whoever fired it: the search.
    pub(super) examined: Vec<&'f Row>,
    /// In figures.
    pub(super) base: Base,
}

impl Facts {
    /// The rows of a scope.
    pub(super) fn select(&self, scope: &Scope) -> Selection<'_> {
        let mut lines: BTreeMap<&'static str, Rows> = BTreeMap::new();
        let mut others = WHO.map(|_| Rows::default());
        let counted = WHO.map(|w| scope.counts(w));
        let countries = self.wanted(&scope.theatre);
        let items = self.item_kinds(&scope.items);
        let calibres: HashSet<&str> = scope.calibres.iter().map(String::as_str).collect();
        let (mut rows, mut other_rows, mut examined) = (Vec::new(), Vec::new(), Vec::new());
        let mut base_rows = Rows::default();
        let mut undated = Rows::default();
        let mut recovered: Option<Interval> = None;
        let mut incidents = HashSet::new();
        let mut without_incident = 0;
        for row in &self.rows {
            if let Some(why) = self.not_here(row, scope, countries.as_ref()) {
                lines.entry(why).or_default().add(row.id, row.quantity, scope.ids);
                continue;
            }
            examined.push(row);
            if let Some(why) = self.not_this(row, &items, &calibres) {
                lines.entry(why).or_default().add(row.id, row.quantity, scope.ids);
                continue;
            }
            let who = usize::from(row.who);
            if !counted.get(who).copied().unwrap_or(false) {
                if let Some(line) = others.get_mut(who) {
                    line.add(row.id, row.quantity, scope.ids);
                }
                other_rows.push(row);
                continue;
            }
            rows.push(row);
            base_rows.add(row.id, row.quantity, scope.ids);
            match row.recovered {
                Some(s) => {
                    let s = Interval::from(s);
                    recovered = Some(recovered.map_or(s, |r| r.hull(s)));
                }
                None => undated.add(row.id, row.quantity, scope.ids),
            }
            if row.incident == NONE {
                without_incident += 1;
            } else {
                incidents.insert(row.incident);
            }
        }
        let base = Base {
            collection: self.id.clone(),
            title: self.title.clone(),
            synthetic: self.synthetic(),
            head: self.head.clone(),
            scope: scope.clone(),
            counted: base_rows,
            others: WHO
                .iter()
                .zip(others)
                .filter(|(_, r)| !r.is_empty())
                .map(|(w, rows)| Line {
                    what: (*w).to_owned(),
                    rows,
                })
                .collect(),
            left_out: lines
                .into_iter()
                .map(|(what, rows)| Line {
                    what: what.to_owned(),
                    rows,
                })
                .collect(),
            recovered,
            undated,
            incidents: incidents.len() as u64,
            without_incident,
        };
        Selection {
            rows,
            others: other_rows,
            examined,
            base,
        }
    }

    /// The theatre as interned words; none when everywhere counts.
    fn wanted(&self, theatre: &[String]) -> Option<HashSet<u32>> {
        (!theatre.is_empty()).then(|| theatre.iter().filter_map(|c| self.words.find(c)).collect())
    }

    fn item_kinds(&self, wanted: &[String]) -> Vec<bool> {
        self.items
            .iter()
            .map(|k| {
                if wanted.is_empty() {
                    !NO_AMMUNITION.contains(&k.as_str())
                } else {
                    wanted.iter().any(|w| w == k)
                }
            })
            .collect()
    }

    /// Why a row is outside the theatre or the time.
    fn not_here(&self, row: &Row, scope: &Scope, countries: Option<&HashSet<u32>>) -> Option<&'static str> {
        if let Some(countries) = countries {
            let country = self.place(row).country;
            if country == NONE {
                return Some("country-not-recorded");
            }
            if !countries.contains(&country) {
                return Some("elsewhere");
            }
        }
        let inside = |s: Span| scope.recovered.is_none_or(|w| w.from <= s.from && s.to <= w.to);
        (scope.recovered.is_some() && !row.recovered.is_some_and(inside)).then_some("outside-period")
    }

    /// Why a row of the theatre is not of the kind asked for.
    fn not_this(&self, row: &Row, items: &[bool], calibres: &HashSet<&str>) -> Option<&'static str> {
        if !items.get(usize::from(row.item)).copied().unwrap_or(false) {
            return Some("other-item");
        }
        let Some(answer) = self.answer(row) else {
            return Some("no-usable-marks");
        };
        let calibre = answer.calibre.as_deref();
        let fits = calibres.is_empty() || calibre.is_some_and(|c| calibres.contains(c));
        (!fits).then_some("other-calibre")
    }
}
