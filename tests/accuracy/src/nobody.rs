//! Marks that no producer of the tables used.
//!
//! Three kinds, since random strings alone would be too easy: real marks asked of tables from which their whole state
//! was taken out, near neighbours of real marks, and random codes of realistic shape. A mark that a remaining row
//! carries in the same form is left out, and so is one that the tables know as a calibre or as another stamp.

use std::collections::BTreeSet;

use headstamp_core::notation::Marking;
use headstamp_core::tables::Tables;
use serde::Serialize;

use crate::chance::{Chance, group};
use crate::world::{Row, World, form};

/// In how many parts the states are divided; one part at a time is taken out.
pub const FOLDS: usize = 6;
/// How many marks are asked for of each kind but the withheld, of which there are as many as the tables have.
const EACH: usize = 1000;
/// How often a withheld mark is asked with another year and calibre of its row.
const REPEATS: usize = 3;

/// How a mark of nobody was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// A real mark; the tables lack its state.
    Withheld,
    /// One edit from a real mark.
    Neighbour,
    /// Random.
    Random,
}

/// Digits or letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Only digits.
    Numeric,
    /// Anything else.
    Letters,
}

/// A marking with a mark of nobody.
#[derive(Clone, Debug)]
pub struct Stranger {
    /// The marking.
    pub text: String,
    /// The calibre.
    pub calibre: Option<String>,
    /// How it was found.
    pub how: How,
    /// Digits or letters.
    pub shape: Shape,
    /// Which tables to ask: those without this fold, or all.
    pub fold: Option<usize>,
}

/// The fold of a country.
#[must_use]
pub fn fold(country: &str) -> usize {
    group(&format!("state {country}"), FOLDS)
}

/// All marks of nobody.
#[must_use]
pub fn strangers(world: &World, tables: &Tables<'_>, seed: u64) -> Vec<Stranger> {
    let known = Known::of(world, tables);
    let mut out = withheld(world, &known, seed);
    for shape in [Shape::Numeric, Shape::Letters] {
        out.extend(made(world, tables, &known, seed, shape, How::Neighbour));
        out.extend(made(world, tables, &known, seed, shape, How::Random));
    }
    out
}

/// Forms that are somebody's, a calibre's or another stamp's.
struct Known<'w> {
    rows: Vec<&'w Row>,
    forms: BTreeSet<&'w str>,
    others: BTreeSet<String>,
}

impl<'w> Known<'w> {
    fn of(world: &'w World, tables: &Tables<'_>) -> Self {
        let set = tables.set();
        let rows: Vec<&Row> = world
            .rows
            .iter()
            .filter(|r| r.text.is_some() && !r.form.is_empty())
            .collect();
        Self {
            forms: rows.iter().map(|r| bare(r)).collect(),
            rows,
            others: set
                .calibre_stamps
                .iter()
                .chain(set.stamp_index.iter())
                .map(|(key, _)| key.to_owned())
                .collect(),
        }
    }

    fn has(&self, form: &str) -> bool {
        self.forms.contains(form) || self.others.contains(form)
    }
}

/// A frame is often left out of a record, so that a mark with and without it is one form here.
fn bare(row: &Row) -> &str {
    row.form.split(" in ").next().unwrap_or("")
}

fn shape(text: &str) -> Shape {
    if text.chars().all(char::is_numeric) {
        Shape::Numeric
    } else {
        Shape::Letters
    }
}

fn withheld(world: &World, known: &Known<'_>, seed: u64) -> Vec<Stranger> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for row in &known.rows {
        let part = fold(&row.country);
        let elsewhere = known
            .rows
            .iter()
            .any(|r| fold(&r.country) != part && bare(r) == bare(row));
        if elsewhere || known.others.contains(bare(row)) {
            continue;
        }
        let Some(text) = &row.text else { continue };
        for n in 0..REPEATS {
            let name = format!("withheld {} {} {n}", world.producer_id(row.producer), row.form);
            let mut chance = Chance::named(seed, &name);
            let text = dated(text, row, &mut chance);
            let calibre = chance.pick(&row.calibres).cloned();
            if seen.insert((text.clone(), calibre.clone())) {
                out.push(Stranger {
                    text,
                    calibre,
                    how: How::Withheld,
                    shape: shape(bare(row)),
                    fold: Some(part),
                });
            }
        }
    }
    out
}

/// The mark with a year of its row, written with two digits.
fn dated(text: &str, row: &Row, chance: &mut Chance) -> String {
    let first = row.years.0.unwrap_or(1940).clamp(1900, 2020);
    let last = row.years.1.unwrap_or(first + 40).clamp(first, 2024);
    let span = usize::try_from(last - first + 1).unwrap_or(1);
    let year = first + i32::try_from(chance.below(span)).unwrap_or(0);
    let quoted = if text.contains(' ') {
        format!("'{text}'")
    } else {
        text.to_owned()
    };
    format!("{quoted} {:02}", year % 100)
}

/// Marks one edit away from real ones, or random ones of the same lengths, with years and calibres of real rows.
fn made(
    world: &World,
    tables: &Tables<'_>,
    known: &Known<'_>,
    seed: u64,
    wanted: Shape,
    how: How,
) -> Vec<Stranger> {
    let models: Vec<&Row> = known
        .rows
        .iter()
        .copied()
        .filter(|r| {
            let b = bare(r);
            shape(b) == wanted
                && b.chars().all(|c| c.is_ascii_alphanumeric())
                && b.len() <= 6
                && !r.calibres.is_empty()
        })
        .collect();
    let letters: Vec<char> = models.iter().flat_map(|r| bare(r).chars()).collect();
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for n in 0..EACH * 20 {
        if out.len() == EACH {
            break;
        }
        let mut chance = Chance::named(seed, &format!("{how:?} {wanted:?} {n}"));
        let Some(model) = chance.pick(&models) else { break };
        let signs: Vec<char> = bare(model).chars().collect();
        let text: String = match how {
            How::Random => signs.iter().filter_map(|_| chance.pick(&letters)).collect(),
            How::Neighbour | How::Withheld => edited(signs, &letters, &mut chance).into_iter().collect(),
        };
        let Ok(marking) = Marking::parse(&text) else {
            continue;
        };
        let key = form(marking.marks(), tables);
        if text.is_empty() || known.has(&key) || shape(&key) != wanted || text.starts_with('0') {
            continue;
        }
        let Some(row) = chance.pick(&models) else { break };
        let row = if how == How::Neighbour { model } else { row };
        let marking = dated(&text, row, &mut chance);
        let calibre = chance.pick(&row.calibres).cloned();
        if seen.insert((marking.clone(), calibre.clone())) {
            out.push(Stranger {
                text: marking,
                calibre,
                how,
                shape: wanted,
                fold: None,
            });
        }
    }
    debug_assert!(out.len() <= EACH && !world.rows.is_empty());
    out
}

fn edited(mut signs: Vec<char>, letters: &[char], chance: &mut Chance) -> Vec<char> {
    let at = chance.below(signs.len());
    let new = chance.pick(letters).copied().unwrap_or('7');
    match chance.below(4) {
        0 if signs.len() > 1 => {
            signs.remove(at);
        }
        1 => signs.insert(at, new),
        2 if at + 1 < signs.len() => signs.swap(at, at + 1),
        _ => {
            if let Some(s) = signs.get_mut(at) {
                *s = new;
            }
        }
    }
    signs
}
