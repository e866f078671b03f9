//! Whole explanations of a marking: this part is the producer's mark, that one the year, and the rest is what it is.

mod clues;
mod rest;
mod special;
mod year;

use smallvec::SmallVec;

use super::options::{Choice, Held, NEGLIGIBLE, Room, Step, Steps, choices, most_as_rest};
use super::row::Row;
use super::token::{Cut, How, Kind, Token, Turn};
use super::{Ask, Identifier};
use crate::date::{Day, Span};
use crate::notation::Looked;
use crate::observation::Observation;
use crate::tables::model::Basis;
use crate::weights::Weights;

/// Something in the record that does not fit an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)] // the catalogue has a sentence for each
pub enum Fault {
    CalibreNotListed,
    CalibreNotYet,
    YearsNotSeen,
    YearsOutside,
    OutsideLife,
    StateNotYet,
    YearNotExpected,
    SchemeNotListed,
    OldCentury,
    PositionDiffers,
    OrderReversed,
    LeftUnread,
    StampedCalibreDiffers,
    ClueAgainst,
    YearRuledOut,
}

/// A set of faults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults(u16);

impl Faults {
    pub(crate) fn with(self, fault: Fault) -> Self {
        Self(self.0 | 1 << fault as u8)
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when the fault is among them.
    #[must_use]
    pub fn has(self, fault: Fault) -> bool {
        self.0 & 1 << fault as u8 != 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Fault> {
        use Fault::*;
        [
            CalibreNotListed,
            StampedCalibreDiffers,
            CalibreNotYet,
            YearsNotSeen,
            YearsOutside,
            OutsideLife,
            StateNotYet,
            YearNotExpected,
            SchemeNotListed,
            OldCentury,
            PositionDiffers,
            OrderReversed,
            LeftUnread,
            ClueAgainst,
            YearRuledOut,
        ]
        .into_iter()
        .filter(move |f| self.has(*f))
    }

    /// A contradiction that forbids to call the producer identified.
    pub(crate) fn forbids(self) -> bool {
        [
            Fault::CalibreNotListed,
            Fault::StampedCalibreDiffers,
            Fault::StateNotYet,
            Fault::OutsideLife,
            Fault::CalibreNotYet,
            Fault::YearRuledOut,
        ]
        .into_iter()
        .any(|f| self.has(f))
    }
}

/// Calibres that one stamp may mean.
pub type Calibres = SmallVec<[u16; 4]>;

/// Parts of a cut.
type Parts = SmallVec<[usize; 8]>;

/// Spans of days: share of the explanation, what does not fit, and whether the mark was turned.
pub type Spans = SmallVec<[(Span, f64, Faults, bool); 2]>;

/// How the year was read.
#[derive(Clone, Debug, PartialEq)]
pub struct YearRead {
    /// Parts of the cut that show it.
    pub tokens: SmallVec<[usize; 2]>,
    /// Admissible spans with their share of this explanation.
    pub spans: Spans,
    /// Scheme, when a scheme read it.
    pub scheme: Option<u8>,
    /// Clue, when a plugin read it.
    pub clue: Option<usize>,
}

/// What a part is that is neither producer nor year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// A calibre of the tables, or one of several that share the stamp.
    Calibre(Calibres),
    /// A row of the stamps.
    Stamp(u32),
    /// A plugin says what it is.
    Clue(usize),
    /// A month that the year scheme puts beside the year.
    Month(u8),
    /// A quarter that the year scheme puts beside the year.
    Quarter(u8),
    /// A drawn sign without known meaning.
    Symbol,
    /// The recorder saw nothing there.
    Empty,
    /// Part of an arrangement; what it means is not established.
    Undecided,
    /// Not explained.
    Unread,
}

/// One whole explanation.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Index of the mark row.
    pub row: u32,
    /// Index of its producer.
    pub maker: u32,
    /// How the link from the mark to the producer is known.
    pub known: Basis,
    /// How far that is trusted.
    pub trust: f64,
    /// Index of the cut.
    pub cut: usize,
    /// Parts of the producer's mark: first and how many. Nothing for absence and arrangements.
    pub producer: Option<(usize, usize)>,
    /// The year.
    pub year: Option<YearRead>,
    /// Every other part.
    pub rest: SmallVec<[(usize, Leftover); 3]>,
    /// Steps of the reading.
    pub steps: Steps,
    /// What does not fit.
    pub faults: Faults,
    /// Weight before the trust in the row.
    pub weight: f64,
    /// Part of the weight that is only the manner of writing.
    pub style: f64,
}

/// At most this many explanations are weighed; the order of search puts plain ones first.
const MAX_ASSIGNMENTS: usize = 20_000;

/// Explanations of no more weight are dropped.
const LEAST_KEPT: f64 = 1e-9;

/// So many parts at most are a year in two halves and the month beside it.
const DATING: usize = 3;

pub(crate) fn assign(
    id: &Identifier<'_>,
    ask: &Ask<'_>,
    cut: &Cut,
    index: usize,
    room: &mut Room,
    out: &mut Vec<Assignment>,
) {
    let said = |t: &Token| ask.clues.iter().any(|c| c.marks.contains(&t.mark));
    let most = |t: &Token| if said(t) { 1.0 } else { most_as_rest(id, t) };
    let work = Work {
        id,
        ask,
        cut,
        index,
        most: cut.tokens.iter().map(most).collect(),
        undated: cut
            .tokens
            .iter()
            .map(|t| {
                if said(t) {
                    1.0
                } else {
                    undated(&id.weights, ask, t)
                }
            })
            .collect(),
    };
    if ask.observation.marking.looked() != Looked::Blank {
        let mut choices = choices(id, cut, room);
        choices.retain(|c| suits(ask.observation, c.row));
        // Likely ones first, so that what is negligible beside them need not be worked out.
        choices.sort_by(|a, b| (b.noise * b.style).total_cmp(&(a.noise * a.style)));
        let mut best = out.iter().map(|a| a.weight).fold(0.0, f64::max);
        for choice in &choices {
            let from = out.len();
            work.with_producer(choice, best * work.negligible(), out);
            best = out[from..].iter().map(|a| a.weight).fold(best, f64::max);
            if out.len() > MAX_ASSIGNMENTS && !id.exhaustive {
                break;
            }
        }
    }
    // Absence and arrangements are traits of cases.
    let case = matches!(ask.observation.item.as_str(), "" | "case" | "cartridge");
    for row in id.tables.set().special_rows.iter().filter(|_| case) {
        if let Some(row) = id.row(row.to_native()) {
            work.special(row, out);
        }
    }
}

/// Rows are about cartridges of their calibres. A mark on a mortar round is not held against the makers of rifle
/// cartridges; on a weapon or a vehicle against none; on a package against all.
fn suits(observation: &Observation, row: &Row<'_>) -> bool {
    match Made::by(observation) {
        Made::Cartridge => true,
        Made::Ordnance => row.ordnance,
        Made::Other => false,
    }
}

/// Who made an item of this kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    Cartridge,
    Ordnance,
    Other,
}

impl Made {
    pub(crate) fn by(observation: &Observation) -> Self {
        match observation.item.as_str() {
            "" | "case" | "cartridge" | "projectile" | "crate" => Self::Cartridge,
            "weapon" | "vehicle" | "other" => Self::Other,
            _ => Self::Ordnance,
        }
    }
}

/// The best that a part can be beside a producer's mark when it is no part of the date.
fn undated(w: &Weights, ask: &Ask<'_>, token: &Token) -> f64 {
    let agrees = ask
        .observation
        .calibre
        .is_none_or(|recorded| token.calibres.contains(&recorded));
    match (&token.stamps[..], &token.calibres[..]) {
        ([], []) if !token.empty => token.unexplained(w),
        ([], [_, ..]) if !agrees => token.unexplained(w).max(w.left_calibre_differs),
        _ => 1.0,
    }
}

struct Work<'a, 't> {
    id: &'a Identifier<'t>,
    ask: &'a Ask<'a>,
    cut: &'a Cut,
    index: usize,
    /// The best that each part can be beside a producer's mark.
    most: Vec<f64>,
    /// The same of those that are no part of the date.
    undated: Vec<f64>,
}

impl Work<'_, '_> {
    /// An explanation by this row, without anything of the marking yet.
    fn begin(&self, row: &Row<'_>) -> Assignment {
        Assignment {
            row: row.index,
            maker: row.producer.to_native(),
            known: row.known,
            trust: row.trust,
            cut: self.index,
            producer: None,
            year: None,
            rest: SmallVec::new(),
            steps: Steps::default(),
            faults: Faults::default(),
            weight: self.cut.cost * self.cut.noise,
            style: 1.0,
        }
    }

    /// Explanations with this reading of the producer's mark, unless they weigh less than `least`.
    fn with_producer(&self, choice: &Choice<'_>, least: f64, out: &mut Vec<Assignment>) {
        let w = &self.id.weights;
        let row = choice.row;
        let mut base = self.begin(row);
        base.producer = Some((choice.start, choice.len));
        base.weight *= choice.noise * choice.style;
        base.style = choice.style;
        base.steps = match self.cut.how {
            How::AsRecorded => choice.steps,
            How::AtPunctuation => choice.steps.with(Step::SplitPunctuation),
            How::BetweenLettersAndDigits => choice.steps.with(Step::SplitBoundary),
            How::WithinDigits => choice.steps.with(Step::SplitDigits),
            How::SingleSignsJoined => choice.steps.with(Step::Joined),
        };
        self.position(choice, row, &mut base);
        self.calibre(row, &mut base);
        base.weight *= self.pieces_of_a_whole(row, choice.start);
        let taken = choice.start..choice.start + choice.len;
        let free: Parts = (0..self.cut.tokens.len())
            .filter(|t| !taken.contains(t) && !self.cut.tokens[*t].empty)
            .collect();
        // A part may turn out to be the year, whatever it is worth unexplained.
        let most: f64 = free
            .iter()
            .map(|t| self.most[*t].max(self.may_be_year(*t)))
            .product();
        if base.weight * most < least || self.hopeless(base.weight, &free) {
            return;
        }
        let before = out.len();
        let later = self.years(row, &base, &free, Some(choice), out);
        let dated = out.len() > before;
        // No year read at all.
        let mut plain = base;
        let expects = row.schemes.as_ref().is_none_or(|s| !s.is_empty());
        plain.weight *= if expects { w.no_year } else { 1.0 };
        let least = out[before..]
            .iter()
            .map(|a| a.weight * self.negligible())
            .fold(least, f64::max);
        let most: f64 = free.iter().map(|t| self.most[*t]).product();
        if plain.weight * most >= least && self.may_be_undated(row) {
            plain.weight *= self.turn_factor(Some(choice), None);
            let year_like = |t: &usize| {
                let token = &self.cut.tokens[*t];
                token.kind == Kind::Number
                    && matches!(token.key.text.len(), 2 | 4)
                    && token.key.enclosure.is_none()
            };
            if (!dated || later) && expects && free.iter().any(year_like) {
                plain.faults = plain.faults.with(Fault::YearRuledOut);
            }
            self.rest(row, &mut plain, &free, &[]);
            self.keep(plain, out);
        }
    }

    /// See [`NEGLIGIBLE`].
    fn negligible(&self) -> f64 {
        if self.id.exhaustive { 0.0 } else { NEGLIGIBLE }
    }

    /// True when nothing that is kept can come of it: of many parts most are left over, whichever show the date.
    fn hopeless(&self, weight: f64, free: &[usize]) -> bool {
        if free.len() <= DATING || self.id.exhaustive {
            return false;
        }
        let mut parts: SmallVec<[f64; 8]> = free.iter().map(|t| self.undated[*t]).collect();
        parts.sort_by(f64::total_cmp);
        weight * parts.iter().skip(DATING).product::<f64>() <= LEAST_KEPT
    }

    /// 1 for a part in which somebody may read a year.
    fn may_be_year(&self, t: usize) -> f64 {
        if self.cut.tokens[t].numbers.is_empty() {
            0.0
        } else {
            1.0
        }
    }

    /// Without a year, what the record itself rules out still counts: the day of recovery against the plant's first year.
    fn may_be_undated(&self, row: &Row<'_>) -> bool {
        let firm = row
            .years
            .as_ref()
            .filter(|y| y.limit == crate::tables::model::ArchivedLimit::Firm);
        let first = firm.and_then(|y| y.from.as_ref()).map(|y| y.to_native());
        first.is_none_or(|first| self.ask.begun(Day::new(first, 1, 1)))
    }

    fn position(&self, choice: &Choice<'_>, row: &Row<'_>, a: &mut Assignment) {
        let token = &self.cut.tokens[choice.start];
        // Two opposite marks can be taken for each other: 12 and 6 say the same of a mark.
        let same = token.position == row.position
            || (token.position.is_multiple_of(6) && row.position.is_multiple_of(6) && token.position > 0)
            || (token.position == 13) == (row.position == 13) && ![0, 6, 12, 13].contains(&row.position);
        if token.position != 0 && row.position != 0 && !same {
            a.weight *= self.id.weights.position_differs;
            a.faults = a.faults.with(Fault::PositionDiffers);
        }
    }

    fn calibre(&self, row: &Row<'_>, a: &mut Assignment) {
        let w = &self.id.weights;
        if row.calibres.is_empty() {
            a.weight *= w.calibre_not_stated;
        } else if let Some(c) = self.ask.observation.calibre
            && !row.calibres.iter().any(|r| r.to_native() == c)
        {
            a.weight *= w.calibre_not_listed;
            a.faults = a.faults.with(Fault::CalibreNotListed);
        }
    }

    /// Recorders write the producer first; turned as a whole, the order turns too.
    fn order(
        &self,
        choice: Option<&Choice<'_>>,
        year: &[usize],
        year_turned: bool,
        faults: &mut Faults,
    ) -> f64 {
        let Some(choice) = choice else { return 1.0 };
        let (p, y) = (&self.cut.tokens[choice.start], &self.cut.tokens[year[0]]);
        if p.position != 0 || y.position != 0 {
            return 1.0;
        }
        let whole = choice.held == Held::Turned && (year_turned || y.turn == Turn::Same);
        let reversed = (year[0] < choice.start) != whole;
        if reversed {
            *faults = faults.with(Fault::OrderReversed);
            return self.id.weights.order_reversed;
        }
        1.0
    }

    /// Turning the whole case is one accident; turning one mark of it against the others is another, and rarer.
    fn turn_factor(&self, choice: Option<&Choice<'_>>, year: Option<(usize, bool)>) -> f64 {
        let w = &self.id.weights;
        let producer = choice.map_or(Held::Either, |c| c.held);
        let year = year.map_or(Held::Either, |(t, turned)| {
            match (&self.cut.tokens[t].turn, turned) {
                (_, true) => Held::Turned,
                (Turn::Same, _) => Held::Either,
                (Turn::Fixed, _) => Held::Up,
                (Turn::Other(_), _) => Held::AsRecorded,
            }
        });
        let parts = [producer, year];
        let turned = parts.iter().filter(|h| **h == Held::Turned).count();
        let others_fixed = self.cut.tokens.iter().any(|t| t.turn == Turn::Fixed);
        match turned {
            0 => 1.0,
            n if others_fixed || parts.contains(&Held::AsRecorded) || parts.contains(&Held::Up) => {
                w.turned_one.powi(i32::try_from(n).unwrap_or(1))
            }
            _ => w.turned_all,
        }
    }

    fn keep(&self, a: Assignment, out: &mut Vec<Assignment>) {
        if a.weight > if self.id.exhaustive { 0.0 } else { LEAST_KEPT } {
            out.push(a);
        }
    }
}
