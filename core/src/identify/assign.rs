//! Whole explanations of a marking: this part is the producer's mark, that one the year, and the rest is what it is.

use super::Identifier;
use super::options::{Choice, Held, Step, Steps, choices};
use super::token::{Cut, How, Kind, Token, Turn, roman};
use super::years::Meaning;
use crate::date::{Day, Span};
use crate::glyph::Script;
use crate::notation::Looked;
use crate::observation::{Clue, Observation, Support};
use crate::tables::model::{ArchivedElement, ArchivedLook, ArchivedMarkRow, ArchivedPart, Basis};

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

/// How the year was read.
#[derive(Clone, Debug, PartialEq)]
pub struct YearRead {
    /// Parts of the cut that show it.
    pub tokens: Vec<usize>,
    /// Admissible spans with their share of this explanation.
    pub spans: Vec<(Span, f64, Faults, bool)>,
    /// Scheme, when a scheme read it.
    pub scheme: Option<u8>,
    /// Clue, when a plugin read it.
    pub clue: Option<usize>,
}

/// What a part is that is neither producer nor year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leftover {
    /// A calibre of the tables, or one of several that share the stamp.
    Calibre(Vec<u16>),
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
    /// Index of the cut.
    pub cut: usize,
    /// Parts of the producer's mark: first and how many. Nothing for absence and arrangements.
    pub producer: Option<(usize, usize)>,
    /// The year.
    pub year: Option<YearRead>,
    /// Every other part.
    pub rest: Vec<(usize, Leftover)>,
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

pub(crate) fn assign(
    id: &Identifier<'_>,
    observation: &Observation,
    clues: &[Clue],
    cut: &Cut,
    index: usize,
    out: &mut Vec<Assignment>,
) {
    let work = Work {
        id,
        observation,
        clues,
        cut,
        index,
    };
    if observation.marking.looked() != Looked::Blank {
        for choice in choices(id, cut) {
            work.with_producer(&choice, out);
            if out.len() > MAX_ASSIGNMENTS {
                break;
            }
        }
    }
    for row in id.tables.set().special_rows.iter().map(|r| r.to_native()) {
        work.special(row, out);
    }
}

struct Work<'a> {
    id: &'a Identifier<'a>,
    observation: &'a Observation,
    clues: &'a [Clue],
    cut: &'a Cut,
    index: usize,
}

impl Work<'_> {
    fn with_producer(&self, choice: &Choice, out: &mut Vec<Assignment>) {
        let w = &self.id.weights;
        let Some(row) = self.id.tables.mark(choice.row) else {
            return;
        };
        let taken = choice.start..choice.start + choice.len;
        let mut steps = choice.steps;
        match self.cut.how {
            How::AsRecorded => {}
            How::AtPunctuation => steps = steps.with(Step::SplitPunctuation),
            How::BetweenLettersAndDigits => steps = steps.with(Step::SplitBoundary),
            How::WithinDigits => steps = steps.with(Step::SplitDigits),
            How::SingleSignsJoined => steps = steps.with(Step::Joined),
        }
        let mut base = Assignment {
            row: choice.row,
            cut: self.index,
            producer: Some((choice.start, choice.len)),
            year: None,
            rest: Vec::new(),
            steps,
            faults: Faults::default(),
            weight: choice.noise * choice.style * self.cut.cost * self.cut.noise,
            style: choice.style * self.cut.cost,
        };
        self.position(choice, row, &mut base);
        self.calibre(row, &mut base);
        let free: Vec<usize> = (0..self.cut.tokens.len())
            .filter(|t| !taken.contains(t) && !self.cut.tokens[*t].empty)
            .collect();
        let before = out.len();
        self.years(row, &base, &free, Some(choice), out);
        let dated = out.len() > before;
        // No year read at all.
        let mut plain = base;
        let expects = row.schemes.as_ref().is_none_or(|s| !s.is_empty());
        plain.weight *= if expects { w.no_year } else { 1.0 };
        if self.may_be_undated(row) {
            plain.weight *= self.turn_factor(Some(choice), None);
            let year_like = |t: &usize| {
                let token = &self.cut.tokens[*t];
                token.kind == Kind::Number
                    && matches!(token.key.text.len(), 2 | 4)
                    && token.key.enclosure.is_none()
            };
            if !dated && expects && free.iter().any(year_like) {
                plain.faults = plain.faults.with(Fault::YearRuledOut);
            }
            self.rest(row, &mut plain, &free, &[]);
            self.keep(plain, out);
        }
    }

    /// Without a year, what the record itself rules out still counts: the day of recovery against the plant's first year.
    fn may_be_undated(&self, row: &ArchivedMarkRow) -> bool {
        let before = |first: Option<i32>| {
            first
                .zip(self.observation.recovered)
                .is_some_and(|(first, r)| r.to < Day::new(first, 1, 1))
        };
        let firm = row
            .years
            .as_ref()
            .filter(|y| y.limit == crate::tables::model::ArchivedLimit::Firm);
        let first = firm.and_then(|y| y.from.as_ref()).map(|y| y.to_native());
        !before(first)
    }

    fn position(&self, choice: &Choice, row: &ArchivedMarkRow, a: &mut Assignment) {
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

    fn calibre(&self, row: &ArchivedMarkRow, a: &mut Assignment) {
        let w = &self.id.weights;
        if row.calibres.is_empty() {
            a.weight *= w.calibre_not_stated;
        } else if let Some(c) = self.observation.calibre
            && !row.calibres.iter().any(|r| r.to_native() == c)
        {
            a.weight *= w.calibre_not_listed;
            a.faults = a.faults.with(Fault::CalibreNotListed);
        }
    }

    /// Every part, and every pair of halves, that may be the year.
    fn years(
        &self,
        row: &ArchivedMarkRow,
        base: &Assignment,
        free: &[usize],
        choice: Option<&Choice>,
        out: &mut Vec<Assignment>,
    ) {
        for &t in free {
            let mut meanings = Vec::new();
            for number in self.cut.tokens[t].numbers() {
                let share = 1.0 / f64::from(number.of);
                for mut m in self.id.meanings(self.observation, row, &number) {
                    m.factor *= share;
                    if let Some(factor) = self.year_clues(row, t, &m) {
                        m.factor *= factor;
                        m.faults = m.faults.with(Fault::ClueAgainst);
                    }
                    meanings.push(m);
                }
            }
            // What stands beside the year depends on the scheme: each kind is an explanation of its own.
            for part in [ArchivedPart::None, ArchivedPart::Month, ArchivedPart::Quarter] {
                let under = |m: &&Meaning| self.id.scheme(m.scheme).is_some_and(|s| s.part == part);
                let meanings: Vec<Meaning> = meanings.iter().filter(under).cloned().collect();
                self.year(row, base, free, (&[t], meanings, None), choice, out);
            }
            for (c, clue) in self.clues.iter().enumerate() {
                if let Some(meanings) = self.clue_year(row, t, clue) {
                    self.year(row, base, free, (&[t], meanings, Some(c)), choice, out);
                }
            }
        }
        for (scheme, s) in (0u8..).zip(self.id.tables.set().schemes.iter()) {
            let listed = row.schemes.as_ref().is_some_and(|list| list.contains(&scheme));
            if !listed || s.part != ArchivedPart::Split {
                continue;
            }
            for (a, b) in free
                .iter()
                .flat_map(|a| free.iter().map(move |b| (*a, *b)))
                .filter(|(a, b)| a != b)
            {
                let half = |t: usize| {
                    let n = self.cut.tokens[t]
                        .numbers()
                        .into_iter()
                        .find(|n| !n.turned && n.digits == 2 && !n.roman)?;
                    i32::try_from(n.value).ok()
                };
                if let (Some(century @ 17..=20), Some(year)) = (half(a), half(b)) {
                    let mut meanings = Vec::new();
                    let span = Span::year(century * 100 + year);
                    self.id
                        .admit(self.observation, row, s, span, 1.0, scheme, false, &mut meanings);
                    self.year(row, base, free, (&[a, b], meanings, None), choice, out);
                }
            }
        }
    }

    fn year(
        &self,
        row: &ArchivedMarkRow,
        base: &Assignment,
        free: &[usize],
        (tokens, meanings, clue): (&[usize], Vec<Meaning>, Option<usize>),
        choice: Option<&Choice>,
        out: &mut Vec<Assignment>,
    ) {
        let weighed: Vec<(f64, Meaning)> = meanings
            .into_iter()
            .map(|m| {
                let turned = tokens.first().map(|t| (*t, m.turned));
                (m.factor * self.turn_factor(choice, turned), m)
            })
            .filter(|(f, _)| *f > 0.0)
            .collect();
        let Some(best) = weighed.iter().map(|(f, _)| *f).reduce(f64::max) else {
            return;
        };
        let total: f64 = weighed.iter().map(|(f, _)| f).sum();
        let Some((_, first)) = weighed.iter().find(|(f, _)| *f >= best) else {
            return;
        };
        let mut a = base.clone();
        // Centuries of one number exclude each other; the numbers that an unread digit may hide add up.
        let mut numbers: std::collections::BTreeMap<u32, f64> = std::collections::BTreeMap::new();
        for (f, m) in &weighed {
            let top = numbers.entry(m.number).or_insert(0.0);
            *top = top.max(*f);
        }
        a.weight *= numbers.values().sum::<f64>() * self.order(choice, tokens, first.turned, &mut a.faults);
        a.faults = a.faults.and(first.faults);
        if self.cut.tokens[tokens[0]].doubtful {
            a.weight *= self.id.weights.doubted;
            a.steps = a.steps.with(Step::Doubted);
        }
        a.weight *= self.year_last(tokens, free);
        let scheme = first.scheme;
        a.year = Some(YearRead {
            tokens: tokens.to_vec(),
            scheme: clue.is_none().then_some(scheme),
            clue,
            spans: merge(
                weighed
                    .into_iter()
                    .map(|(f, m)| (m.span, f / total, m.faults, m.turned))
                    .collect(),
            ),
        });
        let others: Vec<usize> = free.iter().copied().filter(|t| !tokens.contains(t)).collect();
        let beside = clue
            .is_none()
            .then(|| self.id.scheme(scheme).map(|s| s.part))
            .flatten();
        self.rest(row, &mut a, &others, beside.as_slice());
        self.keep(a, out);
    }

    /// Where a lot or month stands beside the year, the year mostly comes last.
    fn year_last(&self, year: &[usize], free: &[usize]) -> f64 {
        let tokens = &self.cut.tokens;
        let positions = year.iter().chain(free).any(|t| tokens[*t].position != 0);
        let number = |t: &usize| tokens[*t].kind == Kind::Number && tokens[*t].key.enclosure.is_none();
        let later = free.iter().any(|t| year.iter().all(|y| t > y) && number(t));
        if later && !positions {
            self.id.weights.year_not_last
        } else {
            1.0
        }
    }

    /// Recorders write the producer first; turned as a whole, the order turns too.
    fn order(&self, choice: Option<&Choice>, year: &[usize], year_turned: bool, faults: &mut Faults) -> f64 {
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
    fn turn_factor(&self, choice: Option<&Choice>, year: Option<(usize, bool)>) -> f64 {
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

    fn states_fit(&self, row: &ArchivedMarkRow, states: &[String]) -> bool {
        let country = self.id.country(row);
        states.is_empty()
            || [country, row.state.to_native()].into_iter().any(|s| {
                self.id
                    .tables
                    .state(s)
                    .is_some_and(|s| states.iter().any(|id| id == s.id.as_str()))
            })
    }

    /// A year that a plugin reads in this part.
    fn clue_year(&self, row: &ArchivedMarkRow, t: usize, clue: &Clue) -> Option<Vec<Meaning>> {
        let about = clue.role == "year"
            && clue.support == Support::Favours
            && !clue.doubtful
            && clue.marks == [self.cut.tokens[t].mark]
            && self.states_fit(row, &clue.states);
        if !about {
            return None;
        }
        let (from, to) = clue.value.split_once("..").unwrap_or((&clue.value, &clue.value));
        let span = Span {
            from: Day::parse_span(from)?.from,
            to: Day::parse_span(to)?.to,
        };
        let (weight, faults) = self.id.admissible(self.observation, row, span)?;
        let w = &self.id.weights;
        let factor = weight
            * if clue.documented {
                w.clue_documented
            } else {
                w.clue_general
            };
        Some(vec![Meaning {
            span,
            factor,
            faults,
            scheme: 0,
            turned: false,
            number: 0,
        }])
    }

    /// What clues against a year leave of it, where there are any. A plugin never outvotes a document: on a documented
    /// row its objection is shown and does not count.
    fn year_clues(&self, row: &ArchivedMarkRow, t: usize, m: &Meaning) -> Option<f64> {
        let w = &self.id.weights;
        let about = |c: &&Clue| {
            c.role == "year"
                && c.support != Support::Favours
                && c.marks == [self.cut.tokens[t].mark]
                && c.value.parse() == Ok(m.span.from.year())
                && !c.doubtful
                && self.states_fit(row, &c.states)
        };
        let factor = |c: &Clue| {
            if row.basis.get() == Basis::Documented {
                1.0
            } else if c.support == Support::Excludes {
                w.clue_excludes
            } else {
                w.clue_against
            }
        };
        self.clues.iter().filter(about).map(factor).reduce(f64::min)
    }

    /// What the parts are that are neither producer nor year.
    fn rest(&self, row: &ArchivedMarkRow, a: &mut Assignment, tokens: &[usize], part: &[ArchivedPart]) {
        let mut beside = part.first().copied().unwrap_or(ArchivedPart::None);
        for &t in tokens {
            let (factor, what) = self.left_over(row, t, &mut beside, &mut a.faults);
            a.weight *= factor;
            a.rest.push((t, what));
        }
        for (t, token) in self.cut.tokens.iter().enumerate().filter(|(_, t)| t.empty) {
            // Looked there and saw nothing: it contradicts a mark that always stands there.
            if row.position != 0 && row.position == token.position {
                a.weight *= self.id.weights.position_differs;
                a.faults = a.faults.with(Fault::PositionDiffers);
            }
            a.rest.push((t, Leftover::Empty));
        }
    }

    /// The best that can be said of a part that is neither producer nor year.
    fn left_over(
        &self,
        row: &ArchivedMarkRow,
        t: usize,
        beside: &mut ArchivedPart,
        faults: &mut Faults,
    ) -> (f64, Leftover) {
        let w = &self.id.weights;
        let token = &self.cut.tokens[t];
        let mut best = match token.kind {
            Kind::Symbol => (w.left_symbol, Leftover::Symbol),
            Kind::Unread => (w.left_symbol, Leftover::Unread),
            Kind::Number if token.key.text.len() <= 2 => (w.left_number, Leftover::Unread),
            Kind::Number => (w.left_long_number, Leftover::Unread),
            Kind::Letters | Kind::Mixed => (w.left_letters, Leftover::Unread),
        };
        let mut better = |factor: f64, what: Leftover| {
            if factor > best.0 {
                best = (factor, what);
            }
        };
        if let Some(found) = part_beside(token, *beside) {
            better(1.0, found);
        }
        if let Some(stamp) = self.stamp(row, token) {
            better(1.0, Leftover::Stamp(stamp));
        }
        if let Some((factor, calibre)) = self.stamped_calibre(row, token) {
            better(factor, Leftover::Calibre(calibre));
        }
        if let Some(c) = self.clue_beside(row, token) {
            better(
                if self.clues[c].documented {
                    w.clue_documented
                } else {
                    w.clue_general
                },
                Leftover::Clue(c),
            );
        }
        match best.1 {
            Leftover::Month(_) | Leftover::Quarter(_) => *beside = ArchivedPart::None,
            Leftover::Unread => *faults = faults.with(Fault::LeftUnread),
            Leftover::Calibre(_) if best.0 < 1.0 && self.observation.calibre.is_some() => {
                *faults = faults.with(Fault::StampedCalibreDiffers);
            }
            _ => {}
        }
        best
    }

    /// A plugin that says what this part is, other than producer or year.
    fn clue_beside(&self, row: &ArchivedMarkRow, token: &Token) -> Option<usize> {
        self.clues.iter().position(|c| {
            c.marks.contains(&token.mark)
                && c.support == Support::Favours
                && !c.doubtful
                && !matches!(c.role.as_str(), "year" | "producer")
                && self.states_fit(row, &c.states)
        })
    }

    fn stamp(&self, row: &ArchivedMarkRow, token: &Token) -> Option<u32> {
        let country = self.id.country(row);
        self.id
            .tables
            .set()
            .stamp_index
            .rows_of(&token.key.text)
            .find(|r| {
                let Some(s) = self.id.tables.stamp(*r) else {
                    return false;
                };
                let place = s.countries.is_empty()
                    || s.countries
                        .iter()
                        .any(|c| c.to_native() == country || *c == row.state);
                let calibre = s.calibres.is_empty()
                    || self
                        .observation
                        .calibre
                        .is_none_or(|o| s.calibres.iter().any(|c| c.to_native() == o));
                place && calibre
            })
    }

    /// The calibres a stamp on the item may mean, with how well they agree with the record and the row.
    fn stamped_calibre(&self, row: &ArchivedMarkRow, token: &Token) -> Option<(f64, Vec<u16>)> {
        let w = &self.id.weights;
        let found = self.calibres_stamped(token);
        if found.is_empty() {
            return None;
        }
        if let Some(recorded) = self.observation.calibre {
            let agrees = found.contains(&recorded);
            return Some(if agrees {
                (1.0, vec![recorded])
            } else {
                (w.left_calibre_differs, found)
            });
        }
        let made = |c: &u16| row.calibres.iter().any(|r| r.to_native() == *c);
        let here: Vec<u16> = found.iter().copied().filter(made).collect();
        Some(match (here.is_empty(), row.calibres.is_empty()) {
            (false, _) => (1.0, here),
            (true, true) => (1.0, found),
            (true, false) => (w.calibre_not_listed, found),
        })
    }

    fn calibres_stamped(&self, token: &Token) -> Vec<u16> {
        self.id.calibres_stamped(token)
    }
}

impl Identifier<'_> {
    /// Calibres that a part names by a stamp or a name.
    pub(crate) fn calibres_stamped(&self, token: &Token) -> Vec<u16> {
        let stamps = &self.tables.set().calibre_stamps;
        let key = token.key.text.as_str();
        if key.is_empty() {
            return Vec::new();
        }
        let mut out: Vec<u16> = stamps
            .rows_of(key)
            .filter_map(|r| u16::try_from(r).ok())
            .collect();
        if out.is_empty() && token.kind != Kind::Number {
            out.extend(self.tables.calibre_by_name(&token.shown));
        }
        out
    }
}

impl Work<'_> {
    /// Rows that look for absence or for an arrangement.
    fn special(&self, row_index: u32, out: &mut Vec<Assignment>) {
        let Some(row) = self.id.tables.mark(row_index) else {
            return;
        };
        let base = Assignment {
            row: row_index,
            cut: self.index,
            producer: None,
            year: None,
            rest: Vec::new(),
            steps: Steps::default(),
            faults: Faults::default(),
            weight: self.cut.cost * self.cut.noise,
            style: self.cut.cost,
        };
        match &row.look {
            ArchivedLook::Text => {}
            ArchivedLook::Blank | ArchivedLook::NoCode => {
                let wanted = if row.look_is_blank() {
                    Looked::Blank
                } else {
                    Looked::NoCode
                };
                let looked = self.observation.marking.looked();
                // Years in the digits of a script that only some producers use say something by themselves.
                let script =
                    looked == Looked::Unsaid && wanted == Looked::NoCode && self.all_in_script(row.digits);
                if (looked != wanted && !script) || self.cut.how != How::AsRecorded {
                    return;
                }
                let mut a = base;
                a.weight *= self.id.weights.producer_absent;
                if script {
                    a.weight *= self.id.weights.script_alone;
                }
                self.calibre(row, &mut a);
                let free: Vec<usize> = (0..self.cut.tokens.len())
                    .filter(|t| !self.cut.tokens[*t].empty)
                    .collect();
                self.years(row, &a, &free, None, out);
                if !free.is_empty() {
                    a.weight *= self.id.weights.no_year;
                }
                self.rest(row, &mut a, &free, &[]);
                self.keep(a, out);
            }
            ArchivedLook::Layout(layout) => self.layout(row, layout, &base, out),
        }
    }

    /// Every part is a number in the digits of one script.
    fn all_in_script(&self, digits: u8) -> bool {
        let script = match digits {
            2 => Script::Arabic,
            3 => Script::Persian,
            4 => Script::Chinese,
            _ => return false,
        };
        let mut parts = self
            .cut
            .tokens
            .iter()
            .filter(|t| !t.empty && t.kind != Kind::Symbol)
            .peekable();
        parts.peek().is_some() && parts.all(|t| t.numbers().iter().any(|n| !n.turned && n.script == script))
    }

    fn layout(
        &self,
        row: &ArchivedMarkRow,
        layout: &[ArchivedElement],
        base: &Assignment,
        out: &mut Vec<Assignment>,
    ) {
        let parts: Vec<usize> = (0..self.cut.tokens.len())
            .filter(|t| !self.cut.tokens[*t].empty && self.cut.tokens[*t].kind != Kind::Symbol)
            .collect();
        // Designations beside the arrangement are no part of it.
        let literal = |t: usize| {
            let key = &self.cut.tokens[t].key.text;
            layout
                .iter()
                .any(|e| matches!(e, ArchivedElement::Literal(l) if l.as_str() == key))
        };
        let beside = |t: &usize| !literal(*t) && self.stamp(row, &self.cut.tokens[*t]).is_some();
        let (stamped, parts): (Vec<usize>, Vec<usize>) = if parts.len() > layout.len() {
            parts.into_iter().partition(beside)
        } else {
            (Vec::new(), parts)
        };
        if parts.len() != layout.len() || layout.is_empty() {
            return;
        }
        let mut base = base.clone();
        for t in stamped {
            if let Some(stamp) = self.stamp(row, &self.cut.tokens[t]) {
                base.rest.push((t, Leftover::Stamp(stamp)));
            }
        }
        for shift in 0..parts.len() {
            let turned: Vec<usize> = (0..parts.len())
                .map(|i| parts[(i + shift) % parts.len()])
                .collect();
            let mut a = base.clone();
            self.calibre(row, &mut a);
            let mut year = None;
            let mut fits = true;
            for (element, t) in layout.iter().zip(&turned) {
                let token = &self.cut.tokens[*t];
                fits &= token.pattern.is_none()
                    && match element {
                        ArchivedElement::Digit => token.kind == Kind::Number && token.key.text.len() == 1,
                        ArchivedElement::Number => token.kind == Kind::Number,
                        ArchivedElement::Letters => token.kind == Kind::Letters,
                        ArchivedElement::Literal(l) => token.key.text == l.as_str(),
                        ArchivedElement::Year => {
                            year = Some(*t);
                            token.kind == Kind::Number && token.key.text.len() > 1
                        }
                        ArchivedElement::Calibre => match self.stamped_calibre(row, token) {
                            Some((factor, c)) => {
                                if factor < 1.0 && self.observation.calibre.is_some() {
                                    a.faults = a.faults.with(Fault::StampedCalibreDiffers);
                                }
                                a.weight *= factor;
                                a.rest.push((*t, Leftover::Calibre(c)));
                                true
                            }
                            None => false,
                        },
                    };
                if matches!(
                    element,
                    ArchivedElement::Digit | ArchivedElement::Number | ArchivedElement::Letters
                ) {
                    a.rest.push((*t, Leftover::Undecided));
                }
            }
            if !fits {
                continue;
            }
            if shift > 0 {
                a.weight *= self.id.weights.order_reversed;
                a.faults = a.faults.with(Fault::OrderReversed);
            }
            match year {
                Some(t) => self.years(row, &a, &[t], None, out),
                None => self.keep(a, out),
            }
        }
    }

    fn keep(&self, a: Assignment, out: &mut Vec<Assignment>) {
        if a.weight > 1e-9 {
            out.push(a);
        }
    }
}

impl ArchivedMarkRow {
    fn look_is_blank(&self) -> bool {
        matches!(self.look, ArchivedLook::Blank)
    }
}

/// Equal spans read in two ways are one span.
fn merge(mut spans: Vec<(Span, f64, Faults, bool)>) -> Vec<(Span, f64, Faults, bool)> {
    spans.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.total_cmp(&a.1)));
    let mut out: Vec<(Span, f64, Faults, bool)> = Vec::new();
    for s in spans {
        match out.last_mut() {
            Some(last) if last.0 == s.0 => last.1 += s.1,
            _ => out.push(s),
        }
    }
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out
}

/// The month or quarter that a year scheme puts beside the year.
fn part_beside(token: &Token, part: ArchivedPart) -> Option<Leftover> {
    let number = || -> Option<u8> {
        let text = token.key.text.as_str();
        let n = text.parse().ok().or_else(|| roman(text))?;
        u8::try_from(n).ok()
    };
    match part {
        ArchivedPart::Month | ArchivedPart::Split => {
            number().filter(|n| (1..=12).contains(n)).map(Leftover::Month)
        }
        ArchivedPart::Quarter => number().filter(|n| (1..=4).contains(n)).map(Leftover::Quarter),
        ArchivedPart::None => None,
    }
}
