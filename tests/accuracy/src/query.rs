//! Every marking that is asked.

use std::collections::BTreeSet;

use headstamp_core::date::Span;
use headstamp_core::notation::Marking;
use headstamp_core::tables::Tables;

use crate::case::{Case, Set};
use crate::chance::Chance;
use crate::nobody::Stranger;
use crate::noise::Kind;
use crate::world::{World, form};

/// How many pairs of faults each case is asked with.
const PAIRS: usize = 6;

/// What is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A case, by its index.
    Case(usize),
    /// A mark of nobody, by its index.
    Stranger(usize),
}

/// One question.
#[derive(Clone, Debug)]
pub struct Query {
    /// What it is about.
    pub about: About,
    /// The faults: none, one or two.
    pub kinds: Vec<Kind>,
    /// The marking as recorded.
    pub text: String,
    /// The calibre as recorded.
    pub calibre: Option<String>,
    /// The case has a calibre, and it was kept back.
    pub kept_back: bool,
    /// When it was recovered.
    pub recovered: Option<Span>,
    /// The producer mark as it is now is another producer's, on a calibre that fits: what was there is gone.
    pub taken: bool,
    /// The tables to ask: those without a fold, or all.
    pub fold: Option<usize>,
}

/// What could not be made: a kind of fault on a case that does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The kind.
    pub kind: Kind,
    /// The case.
    pub case: usize,
}

/// All questions, in a fixed order.
#[must_use]
pub fn queries(
    world: &World,
    tables: &Tables<'_>,
    cases: &[Case],
    strangers: &[Stranger],
    seed: u64,
) -> (Vec<Query>, Vec<Skipped>) {
    let mut out = Vec::new();
    let mut skipped = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let asker = Asker {
            world,
            tables,
            case,
            index,
            foreign: foreign(world, case),
        };
        if case.only_turned {
            asker.one(Kind::AllTurned, seed, &mut out);
            continue;
        }
        asker.clean(&mut out);
        asker.single(seed, &mut out, &mut skipped);
        asker.pairs(seed, &mut out);
    }
    out.extend(strangers.iter().enumerate().map(|(index, s)| Query {
        about: About::Stranger(index),
        kinds: Vec::new(),
        text: s.text.clone(),
        calibre: s.calibre.clone(),
        kept_back: false,
        recovered: None,
        taken: false,
        fold: s.fold,
    }));
    (out, skipped)
}

struct Asker<'w> {
    world: &'w World,
    tables: &'w Tables<'w>,
    case: &'w Case,
    index: usize,
    /// Calibres that this producer is not known for, as often as the tables have them.
    foreign: Vec<String>,
}

impl Asker<'_> {
    fn clean(&self, out: &mut Vec<Query>) {
        self.ask(&[], &self.case.sheet, out);
    }

    fn single(&self, seed: u64, out: &mut Vec<Query>, skipped: &mut Vec<Skipped>) {
        for kind in Kind::ALL {
            if !self.one(kind, seed, out) {
                skipped.push(Skipped {
                    kind,
                    case: self.index,
                });
            }
        }
    }

    /// False where the fault cannot happen.
    fn one(&self, kind: Kind, seed: u64, out: &mut Vec<Query>) -> bool {
        let mut chance = Chance::named(seed, &format!("{} {}", self.name(), kind.name()));
        let sheet = kind.apply(&self.case.sheet, &self.foreign, &mut chance);
        if let Some(sheet) = &sheet {
            self.ask(&[kind], sheet, out);
        }
        sheet.is_some()
    }

    /// Pairs of different kinds. A pair that cannot happen, or of which one fault undoes the other, is drawn again.
    fn pairs(&self, seed: u64, out: &mut Vec<Query>) {
        let mut chance = Chance::named(seed, &format!("{} pairs", self.name()));
        let mut drawn: Vec<[Kind; 2]> = Vec::new();
        for _ in 0..PAIRS * 12 {
            if drawn.len() == PAIRS {
                break;
            }
            let (a, b) = (chance.below(Kind::ALL.len()), chance.below(Kind::ALL.len()));
            let kinds = [Kind::ALL[a.min(b)], Kind::ALL[a.max(b)]];
            if a == b || kinds.contains(&Kind::MissingProducer) || drawn.contains(&kinds) {
                continue;
            }
            let mut twice = |sheet| {
                let once = kinds[0].apply(sheet, &self.foreign, &mut chance)?;
                kinds[1].apply(&once, &self.foreign, &mut chance)
            };
            let Some(sheet) = twice(&self.case.sheet) else {
                continue;
            };
            if sheet.text() == self.case.sheet.text() {
                continue;
            }
            drawn.push(kinds);
            self.ask(&kinds, &sheet, out);
        }
    }

    fn name(&self) -> String {
        let case = self.case;
        let set = if case.set == Set::Real {
            case.id.as_str()
        } else {
            ""
        };
        let producer = self.world.producer_id(case.producer);
        format!("{set} {producer} {} {:?}", case.sheet.text(), case.sheet.calibre)
    }

    /// With the calibre, and where there is one, without.
    fn ask(&self, kinds: &[Kind], sheet: &crate::case::Sheet, out: &mut Vec<Query>) {
        let text = sheet.text();
        if Marking::parse(&text).is_err() {
            return;
        }
        let mut query = Query {
            about: About::Case(self.index),
            kinds: kinds.to_vec(),
            text,
            calibre: sheet.calibre.clone(),
            kept_back: false,
            recovered: self.case.recovered,
            taken: !kinds.is_empty() && self.taken(sheet),
            fold: None,
        };
        out.push(query.clone());
        if query.calibre.is_some() && !kinds.contains(&Kind::WrongCalibre) {
            query.calibre = None;
            query.kept_back = true;
            out.push(query);
        }
    }

    fn taken(&self, sheet: &crate::case::Sheet) -> bool {
        let now = form(&sheet.producer_marks(), self.tables);
        let calibre = sheet
            .calibre
            .as_deref()
            .and_then(|c| self.tables.calibre_by_name(c));
        let calibre = calibre.map(|c| self.tables.calibre_id(c));
        self.world.rows.iter().any(|r| {
            let other = r.producer != self.case.producer && !self.case.ties.contains(&r.producer);
            let fits = calibre.is_none_or(|c| r.calibres.is_empty() || r.calibres.iter().any(|o| o == c));
            r.text.is_some() && !now.is_empty() && r.form == now && other && fits
        })
    }
}

fn foreign(world: &World, case: &Case) -> Vec<String> {
    let rows = world.rows.iter().filter(|r| r.producer == case.producer);
    let own: BTreeSet<&String> = rows.flat_map(|r| &r.calibres).collect();
    let all = world.rows.iter().flat_map(|r| &r.calibres);
    all.filter(|c| !own.contains(c)).cloned().collect()
}
