//! Asks every question.

use headstamp_core::identify::{Identifier, Status};
use rayon::prelude::*;

use crate::baseline::Baselines;
use crate::beside;
use crate::case::{Case, Set, cases};
use crate::judge::{Answer, Score, ask, score};
use crate::misses::Which;
use crate::nobody::{FOLDS, Stranger, fold, strangers};
use crate::query::{About, Query, Skipped, queries};
use crate::world::{World, WorldError, open};

/// A question with its answer.
#[derive(Clone, Debug)]
pub struct Record {
    /// The question.
    pub query: Query,
    /// The answer of the tables as shipped.
    pub answer: Answer,
    /// The score; nothing for marks of nobody.
    pub score: Option<Score>,
    /// Claimed for the first producer, and whether it is the true one. On examples of the tables the reliability of
    /// rows is left out of the claim.
    pub claim: Option<(f64, bool)>,
    /// What an exhaustive search answers, where it was asked.
    pub exhaustive: Option<Answer>,
}

/// Everything that was asked and answered.
pub struct Run {
    /// The tables.
    pub world: World,
    /// The cases.
    pub cases: Vec<Case>,
    /// The marks of nobody.
    pub strangers: Vec<Stranger>,
    /// What could not be made.
    pub skipped: Vec<Skipped>,
    /// Questions and answers in a fixed order.
    pub records: Vec<Record>,
    /// The same questions put to plain text search.
    pub baselines: Baselines,
}

/// Asks every question of these tables, or only those of one kind.
///
/// # Errors
/// When the tables do not compile.
pub fn run(world: World, seed: u64, only: Option<Which>) -> Result<Run, WorldError> {
    let tables = open(world.shipped())?;
    let cases = cases(&world, &tables);
    let strangers = strangers(&world, &tables, seed);
    let (mut queries, skipped) = queries(&world, &tables, &cases, &strangers, seed);
    queries.retain(|q| only.is_none_or(|w| w.asks(q, &cases)));
    let asked = queries.iter().filter(|q| matches!(q.about, About::Case(_)));
    let baselines = Baselines::of(&world, asked.map(|q| q.text.as_str()));
    let parts: Vec<Vec<u8>> = (0..FOLDS)
        .into_par_iter()
        .map(|f| world.without(|country| fold(country) == f))
        .collect::<Result<_, _>>()?;
    let without: Vec<Identifier<'_>> = parts
        .iter()
        .map(|p| Ok(Identifier::new(open(p)?)))
        .collect::<Result<_, WorldError>>()?;
    let translations: Vec<Vec<u32>> = without.iter().map(|id| world.translation(&id.tables())).collect();
    let trusted = world.trusted()?;
    let trusted = Identifier::new(open(&trusted)?);
    let shipped = Identifier::new(tables);
    let exhaustive = Identifier::exhaustive(tables);
    let records = queries
        .into_par_iter()
        .map(|query| {
            let id = query.fold.and_then(|f| without.get(f)).unwrap_or(&shipped);
            let mut answer = ask(id, &query);
            if let Some(names) = query.fold.and_then(|f| translations.get(f)) {
                for (producer, _) in &mut answer.listed {
                    *producer = names.get(*producer as usize).copied().unwrap_or(u32::MAX);
                }
            }
            let case = match query.about {
                About::Case(i) => cases.get(i),
                About::Stranger(_) => None,
            };
            let score = case.map(|c| score(&world, &tables, c, &query, &answer));
            let example = case.is_some_and(|c| c.set == Set::Example);
            let weighed = if example {
                Some(ask(&trusted, &query))
            } else {
                None
            };
            let first = weighed.as_ref().unwrap_or(&answer).listed.first().copied();
            let claim = first.map(|(p, claimed)| (claimed, case.is_some_and(|c| c.producer == p)));
            let exhaustive = beside::asked(&query).then(|| ask(&exhaustive, &query));
            Record {
                query,
                answer,
                score,
                claim,
                exhaustive,
            }
        })
        .collect();
    Ok(Run {
        world,
        cases,
        strangers,
        skipped,
        records,
        baselines,
    })
}

/// The word for a verdict.
#[must_use]
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Identified => "identified",
        Status::Ambiguous => "ambiguous",
        Status::Unknown => "unknown",
        Status::Unreadable => "unreadable",
    }
}
