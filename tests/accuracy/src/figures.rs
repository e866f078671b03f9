//! All counts of a run.

use std::collections::{BTreeMap, BTreeSet};

use headstamp_core::identify::Status;
use serde::Serialize;

use crate::beside::Beside;
use crate::calibration::{Calibrations, calibrations};
use crate::case::{Case, Role, Set};
use crate::nobody::{How, Shape};
use crate::noise::Kind;
use crate::query::About;
use crate::run::{Record, Run};
use crate::share::Share;
use crate::tally::{LONG, Tally, tally};

/// Everything that is reported.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Version of the tables.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Counts of what was asked.
    pub size: Size,
    /// Clean real cases: as recorded, right by the measure of the mark.
    pub real: Real,
    /// Clean examples with their calibre, and with it kept back.
    pub examples: [Tally; 2],
    /// One fault, by kind.
    pub faults: Vec<Fault>,
    /// Two faults: with the calibre, and with it kept back.
    pub pairs: [Tally; 2],
    /// Two faults with the calibre, by each kind that takes part.
    pub pairs_by_kind: Vec<(Kind, Tally)>,
    /// Whole case upside down: those whose upside-down mark is nobody's, and the others.
    pub turned: Turned,
    /// One sign unreadable, the calibre given: marks of three signs or more, and shorter ones.
    pub unread: [Beside; 2],
    /// By region: clean, and one fault.
    pub regions: BTreeMap<&'static str, [Tally; 2]>,
    /// By basis of the row: clean, and one fault.
    pub bases: BTreeMap<String, [Tally; 2]>,
    /// Marks of nobody that were not identified.
    pub nobody: Vec<Nobody>,
    /// Claims.
    pub calibration: Calibrations,
}

/// What was asked.
#[derive(Clone, Debug, Serialize)]
pub struct Size {
    /// Producers of the tables.
    pub producers: usize,
    /// Marks.
    pub marks: usize,
    /// Real cases.
    pub real: usize,
    /// Examples.
    pub examples: usize,
    /// Marks of nobody.
    pub nobody: usize,
    /// All questions.
    pub questions: usize,
    /// Cases whose mark two or more producers share.
    pub shared: usize,
    /// Cases without a producer mark, or whose mark is an arrangement.
    pub markless: usize,
}

/// Clean real cases.
#[derive(Clone, Debug, Serialize)]
pub struct Real {
    /// Right, of all.
    pub right: Share,
    /// Right, where the case has another source than the row.
    pub other_source: Share,
    /// Right, where the case's document is also a source of the row.
    pub same_source: Share,
    /// All counts.
    pub tally: Tally,
}

/// One fault.
#[derive(Clone, Debug, Serialize)]
pub struct Fault {
    /// Its kind.
    pub kind: Kind,
    /// With the calibre.
    pub given: Tally,
    /// Without one: it was kept back, or the case has none.
    pub kept_back: Tally,
    /// Cases on which it cannot happen.
    pub skipped: usize,
}

/// Whole cases upside down, with the calibre and without.
#[derive(Clone, Debug, Serialize)]
pub struct Turned {
    /// What stands there upside down is nobody's: the orientation follows.
    pub anchored: Tally,
    /// It is somebody's: both readings stand.
    pub open: Tally,
    /// Cases of which some sign shows what is up.
    pub skipped: usize,
    /// How many producers all of these come from.
    pub producers: usize,
}

/// Marks of nobody.
#[derive(Clone, Debug, Serialize)]
pub struct Nobody {
    /// How they were found; nothing for all.
    pub how: Option<How>,
    /// Digits or letters.
    pub shape: Shape,
    /// Not identified.
    pub abstained: Share,
    /// Not even a candidate at one in two.
    pub no_candidate: Share,
}

impl Figures {
    /// Counts a run.
    #[must_use]
    pub fn of(run: &Run, seed: u64) -> Self {
        Self {
            version: run.world.version.clone(),
            seed,
            size: size(run),
            real: real(run),
            examples: [false, true].map(|kept| {
                let clean = about(run).filter(|(r, c)| c.set == Set::Example && r.query.kinds.is_empty());
                tally(run, clean.filter(|(r, _)| without(r) == kept))
            }),
            faults: Kind::ALL.into_iter().map(|k| fault(run, k)).collect(),
            pairs: [false, true].map(|kept| {
                tally(
                    run,
                    about(run).filter(|(r, _)| r.query.kinds.len() == 2 && without(r) == kept),
                )
            }),
            pairs_by_kind: Kind::ALL
                .into_iter()
                .map(|k| {
                    let both =
                        |r: &Record| r.query.kinds.len() == 2 && r.query.kinds.contains(&k) && !without(r);
                    (k, tally(run, about(run).filter(|(r, _)| both(r))))
                })
                .collect(),
            turned: turned(run),
            unread: [true, false]
                .map(|long| Beside::of(about(run).filter(|(_, c)| (c.signs >= LONG) == long))),
            regions: grouped(run, |c| c.region),
            bases: grouped(run, |c| c.basis.clone()),
            nobody: nobody(run),
            calibration: calibrations(run),
        }
    }
}

/// Answers about cases.
fn about(run: &Run) -> impl Iterator<Item = (&Record, &Case)> {
    run.records.iter().filter_map(|r| match r.query.about {
        About::Case(i) => Some((r, run.cases.get(i)?)),
        About::Stranger(_) => None,
    })
}

/// No calibre is given.
fn without(record: &Record) -> bool {
    record.query.calibre.is_none()
}

fn size(run: &Run) -> Size {
    let count = |yes: &dyn Fn(&Case) -> bool| run.cases.iter().filter(|c| yes(c)).count();
    Size {
        producers: run.world.producers.len(),
        marks: run.world.rows.len(),
        real: count(&|c| c.set == Set::Real),
        examples: count(&|c| c.set == Set::Example && !c.only_turned),
        nobody: run.strangers.len(),
        questions: run.records.len(),
        shared: count(&|c| c.shared && !c.only_turned),
        markless: count(&|c| c.sheet.of(Role::Producer).is_empty()),
    }
}

fn real(run: &Run) -> Real {
    // As recorded: one question for each case, with the calibre where the document gives one.
    let clean =
        || about(run).filter(|(r, c)| c.set == Set::Real && r.query.kinds.is_empty() && !r.query.kept_back);
    let right = |same: Option<bool>| {
        let wanted = clean().filter(move |(_, c)| same.is_none_or(|s| c.same_source == s));
        Share::of(
            wanted
                .filter_map(|(r, _)| r.score.as_ref())
                .map(crate::misses::right),
        )
    };
    Real {
        right: right(None),
        other_source: right(Some(false)),
        same_source: right(Some(true)),
        tally: tally(run, clean()),
    }
}

fn fault(run: &Run, kind: Kind) -> Fault {
    let of = |kept: bool| {
        tally(
            run,
            about(run).filter(move |(r, _)| r.query.kinds == [kind] && without(r) == kept),
        )
    };
    Fault {
        kind,
        given: of(false),
        kept_back: of(true),
        skipped: run.skipped.iter().filter(|s| s.kind == kind).count(),
    }
}

fn turned(run: &Run) -> Turned {
    let of = |open: bool| {
        let all = about(run).filter(|(r, _)| r.query.kinds == [Kind::AllTurned]);
        tally(run, all.filter(move |(r, _)| r.query.taken == open))
    };
    Turned {
        anchored: of(false),
        open: of(true),
        skipped: run.skipped.iter().filter(|s| s.kind == Kind::AllTurned).count(),
        producers: about(run)
            .filter(|(r, _)| r.query.kinds == [Kind::AllTurned])
            .map(|(_, c)| c.producer)
            .collect::<BTreeSet<_>>()
            .len(),
    }
}

fn grouped<K: Ord>(run: &Run, key: impl Fn(&Case) -> K) -> BTreeMap<K, [Tally; 2]> {
    let mut groups: BTreeMap<K, [Vec<(&Record, &Case)>; 2]> = BTreeMap::new();
    for (r, c) in about(run).filter(|(r, c)| r.query.kinds.len() < 2 && !r.query.kept_back && !c.only_turned)
    {
        if r.query.kinds != [Kind::MissingProducer] {
            groups.entry(key(c)).or_default()[r.query.kinds.len()].push((r, c));
        }
    }
    groups
        .into_iter()
        .map(|(k, g)| (k, g.map(|list| tally(run, list.into_iter()))))
        .collect()
}

fn nobody(run: &Run) -> Vec<Nobody> {
    let mut out = Vec::new();
    for shape in [Shape::Numeric, Shape::Letters] {
        for how in [None, Some(How::Withheld), Some(How::Neighbour), Some(How::Random)] {
            let wanted = || {
                run.records.iter().filter(|r| match r.query.about {
                    About::Stranger(i) => run
                        .strangers
                        .get(i)
                        .is_some_and(|s| s.shape == shape && how.is_none_or(|h| s.how == h)),
                    About::Case(_) => false,
                })
            };
            out.push(Nobody {
                how,
                shape,
                abstained: Share::of(wanted().map(|r| r.answer.status != Status::Identified)),
                no_candidate: Share::of(
                    wanted().map(|r| r.answer.listed.first().is_none_or(|(_, p)| *p < 0.5)),
                ),
            });
        }
    }
    out
}
