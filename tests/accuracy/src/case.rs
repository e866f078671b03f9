//! Markings whose producer is known: real documented ones, and the examples of the tables.

use std::collections::BTreeSet;

use headstamp_core::date::{Day, Span};
use headstamp_core::glyph::digit_value;
use headstamp_core::notation::{Glyph, Looked, Mark, Marking};
use headstamp_core::tables::Tables;

use crate::chance;
use crate::noise::Kind;
use crate::regions::region;
use crate::world::{Row, World, form};

/// What a mark of a case is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It names the producer, alone or with its neighbours.
    Producer,
    /// It gives the year.
    Year,
    /// Anything else.
    Other,
}

/// A marking that can be degraded: marks with what they are for.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The marks in recorded order.
    pub marks: Vec<(Mark, Role)>,
    /// What is said of what is not there.
    pub looked: Looked,
    /// The calibre as recorded.
    pub calibre: Option<String>,
}

impl Sheet {
    /// What a recorder writes.
    #[must_use]
    pub fn text(&self) -> String {
        let looked = match self.looked {
            Looked::Blank => Some("blank".to_owned()),
            Looked::NoCode => Some("no-code".to_owned()),
            Looked::Unsaid => None,
        };
        let marks = self.marks.iter().map(|(m, _)| m.to_string());
        looked.into_iter().chain(marks).collect::<Vec<_>>().join(" ")
    }

    /// Marks of a role, as indices.
    #[must_use]
    pub fn of(&self, role: Role) -> Vec<usize> {
        (0..self.marks.len())
            .filter(|i| self.marks[*i].1 == role)
            .collect()
    }

    /// The marks that name the producer.
    #[must_use]
    pub fn producer_marks(&self) -> Vec<Mark> {
        let named = self.marks.iter().filter(|(_, r)| *r == Role::Producer);
        named.map(|(m, _)| m.clone()).collect()
    }
}

/// Where a case comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Set {
    /// A documented headstamp.
    Real,
    /// An example of a row.
    Example,
}

/// A marking with its truth.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name for people.
    pub id: String,
    /// Where it comes from.
    pub set: Set,
    /// The marking.
    pub sheet: Sheet,
    /// When it was recovered.
    pub recovered: Option<Span>,
    /// The producer.
    pub producer: u32,
    /// Producers that the tables declare to have shared the mark.
    pub ties: BTreeSet<u32>,
    /// When it was made.
    pub year: Option<Span>,
    /// The row that explains it.
    pub row: Option<usize>,
    /// Its document is also a source of that row.
    pub same_source: bool,
    /// Signs of the producer mark; 0 when the marking has none.
    pub signs: usize,
    /// Two or more producers of the tables used this mark.
    pub shared: bool,
    /// Basis of the row.
    pub basis: String,
    /// Region of the producer.
    pub region: &'static str,
    /// Only asked upside down: an example with another year, so that every sign can be turned.
    pub only_turned: bool,
    /// Half of the producers: 0 may be used to fit the weights, 1 is held out.
    pub half: usize,
}

/// All cases: real ones first, each in the order of its files.
#[must_use]
pub fn cases(world: &World, tables: &Tables<'_>) -> Vec<Case> {
    let real = world.corpus.iter().filter_map(|(file, c)| {
        let producer = world.producer(c.expect.producer.as_deref()?)?;
        if c.expect.not_producer {
            return None;
        }
        let text = c.headstamp.as_deref()?;
        let marking = Marking::parse(text).ok()?;
        let years = c.expect.from.map(|f| Span::years(f, c.expect.to.unwrap_or(f)));
        let recovered = c.recovered.as_deref().and_then(Day::parse_span);
        let own = (0..world.rows.len()).filter(|r| world.rows[*r].producer == producer);
        let fits = own.filter(|r| find(&marking, &world.rows[*r], tables).is_some());
        let row = fits.max_by_key(|r| suits(&world.rows[*r], c.calibre.as_deref(), years, tables));
        let mut case = case(
            world,
            tables,
            &marking,
            row,
            producer,
            c.calibre.as_deref(),
            years,
        );
        case.set = Set::Real;
        case.id = format!("{file}/{}", c.id);
        case.recovered = recovered;
        case.same_source = row.is_some_and(|r| world.rows[r].sources.iter().any(|s| c.sources.contains(s)));
        Some(case)
    });
    let examples = world.rows.iter().enumerate().flat_map(|(index, row)| {
        row.examples.iter().enumerate().filter_map(move |(n, e)| {
            let marking = Marking::parse(&e.headstamp).ok()?;
            let year = e.year.map(Span::year);
            let mut case = case(
                world,
                tables,
                &marking,
                Some(index),
                row.producer,
                e.calibre.as_deref(),
                year,
            );
            case.id = format!("{}/{}/{n}", world.producer_id(row.producer), index);
            case.recovered = e.recovered.as_deref().and_then(Day::parse_span);
            Some(case)
        })
    });
    let examples: Vec<Case> = examples.collect();
    let turnable: Vec<Case> = examples.iter().flat_map(|c| turnable(world, tables, c)).collect();
    real.chain(examples).chain(turnable).collect()
}

/// A two-digit year such as 75 shows what is up, so that few examples can be read upside down. These are the examples
/// with every year of their row that can.
fn turnable(world: &World, tables: &Tables<'_>, case: &Case) -> Vec<Case> {
    let years = case.sheet.of(Role::Year);
    let ([at], Some(row), Some(said)) = (&years[..], case.row.and_then(|r| world.rows.get(r)), case.year)
    else {
        return Vec::new();
    };
    let glyphs = case.sheet.marks.get(*at).map_or(0, |(m, _)| m.glyphs.len());
    let western = |g: &Glyph| matches!(g, Glyph::Char(c) if c.is_ascii_digit());
    if glyphs != 2 || !case.sheet.marks[*at].0.glyphs.iter().all(western) || case.shared {
        return Vec::new();
    }
    let calibre = case
        .sheet
        .calibre
        .as_deref()
        .and_then(|c| tables.calibre_by_name(c));
    let introduced = calibre.and_then(|c| tables.calibre(c)?.introduced.as_ref().map(|y| y.to_native()));
    let first = row
        .years
        .0
        .unwrap_or(said.touched().0)
        .max(introduced.unwrap_or(1900))
        .max(1900);
    let last = row.years.1.unwrap_or(2024).min(2024);
    let variant = |year: i32| {
        let mut out = case.clone();
        let text = format!("{:02}", year % 100);
        out.sheet.marks.get_mut(*at)?.0.glyphs = text.chars().map(Glyph::Char).collect();
        out.year = Some(Span::year(year));
        out.id = format!("{}/turned/{year}", case.id);
        out.only_turned = true;
        let mut chance = chance::Chance::named(0, &out.id);
        Kind::AllTurned.apply(&out.sheet, &[], &mut chance).map(|_| out)
    };
    (first..=last).filter_map(variant).collect()
}

/// How well a row suits what is recorded: the better of several rows of one producer explains the case.
fn suits(row: &Row, calibre: Option<&str>, years: Option<Span>, tables: &Tables<'_>) -> u8 {
    let calibre = calibre
        .and_then(|c| tables.calibre_by_name(c))
        .map(|c| tables.calibre_id(c));
    u8::from(calibre.is_some_and(|c| row.calibres.iter().any(|r| r == c))) * 2
        + u8::from(years.is_none_or(|y| in_use(row, y)))
}

/// The row was in use at the time, as far as it says.
#[must_use]
pub fn in_use(row: &Row, years: Span) -> bool {
    let (first, last) = years.touched();
    row.years.0.is_none_or(|f| f <= last) && row.years.1.is_none_or(|t| t >= first)
}

fn case(
    world: &World,
    tables: &Tables<'_>,
    marking: &Marking,
    row: Option<usize>,
    producer: u32,
    calibre: Option<&str>,
    year: Option<Span>,
) -> Case {
    let run = row.and_then(|r| find(marking, &world.rows[r], tables));
    let mut marks: Vec<(Mark, Role)> = marking.marks().iter().map(|m| (m.clone(), Role::Other)).collect();
    for (m, role) in marks.get_mut(run.clone().unwrap_or(0..0)).into_iter().flatten() {
        *role = Role::Producer;
        debug_assert!(!m.glyphs.is_empty());
    }
    mark_year(&mut marks, year);
    let signs = marks
        .iter()
        .filter(|(_, r)| *r == Role::Producer)
        .map(|(m, _)| m.glyphs.len())
        .sum();
    let stamp = row.map_or("", |r| world.rows[r].stamp.as_str());
    let carriers: BTreeSet<u32> = world
        .rows
        .iter()
        .filter(|r| r.text.is_some() && !stamp.is_empty() && r.stamp == stamp)
        .map(|r| r.producer)
        .collect();
    let declared = |r: &Row| {
        let names = |id: u32| r.shared_with.iter().any(|s| s == world.producer_id(id));
        if r.producer == producer {
            carriers.iter().copied().filter(|c| names(*c)).collect::<Vec<_>>()
        } else if names(producer) {
            vec![r.producer]
        } else {
            Vec::new()
        }
    };
    let same = world
        .rows
        .iter()
        .filter(|r| !stamp.is_empty() && r.stamp == stamp);
    let ties = same.flat_map(declared).filter(|p| *p != producer).collect();
    let country = row.map(|r| world.rows[r].country.clone()).or_else(|| {
        let own = world.rows.iter().find(|r| r.producer == producer)?;
        Some(own.country.clone())
    });
    Case {
        id: String::new(),
        set: Set::Example,
        sheet: Sheet {
            marks,
            looked: marking.looked(),
            calibre: calibre.map(str::to_owned),
        },
        recovered: None,
        producer,
        ties,
        year,
        row,
        same_source: false,
        signs,
        shared: carriers.len() > 1,
        basis: row.map_or_else(|| "none".to_owned(), |r| world.rows[r].basis.clone()),
        region: region(country.as_deref().unwrap_or("")),
        only_turned: false,
        half: chance::group(world.producer_id(producer), 2),
    }
}

/// The marks that make up the mark of a row.
fn find(marking: &Marking, row: &Row, tables: &Tables<'_>) -> Option<std::ops::Range<usize>> {
    row.text.as_ref()?;
    let marks = marking.marks();
    let bare = row.form.split(" in ").next()?;
    let runs = (1..=marks.len()).flat_map(|n| (0..=marks.len() - n).map(move |at| at..at + n));
    let runs: Vec<_> = runs
        .filter(|r| marks[r.clone()].iter().all(|m| !m.glyphs.is_empty()))
        .collect();
    let exact = runs
        .iter()
        .find(|r| form(&marks[(*r).clone()], tables) == row.form);
    let loose = || {
        runs.iter()
            .find(|r| form(&marks[(*r).clone()], tables).split(" in ").next() == Some(bare))
    };
    exact.or_else(loose).cloned()
}

fn mark_year(marks: &mut [(Mark, Role)], year: Option<Span>) {
    let Some(year) = year else { return };
    let (first, last) = year.touched();
    let value = |m: &Mark| {
        let digits: Option<Vec<u8>> = m
            .glyphs
            .iter()
            .map(|g| match g {
                Glyph::Char(c) => digit_value(*c),
                _ => None,
            })
            .collect();
        let digits = digits.filter(|d| (1..=4).contains(&d.len()))?;
        let n = digits.iter().fold(0, |n, d| n * 10 + i32::from(*d));
        Some((n, digits.len()))
    };
    let said =
        |n: i32, len: usize| (first..=last).any(|y| y % 10i32.pow(u32::try_from(len).unwrap_or(4)) == n);
    let others: Vec<usize> = (0..marks.len()).filter(|i| marks[*i].1 == Role::Other).collect();
    let numbers: Vec<(usize, i32, usize)> = others
        .iter()
        .filter_map(|i| value(&marks[*i].0).map(|(n, len)| (*i, n, len)))
        .collect();
    let stated = numbers
        .iter()
        .filter(|(_, n, len)| said(*n, *len))
        .max_by_key(|(_, _, len)| *len);
    let only = || {
        numbers
            .first()
            .filter(|(_, _, len)| numbers.len() == 1 && *len >= 2)
    };
    if let Some((i, _, _)) = stated.or_else(only) {
        marks[*i].1 = Role::Year;
    }
}
