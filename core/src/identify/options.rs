//! Rows that a part of the marking may point to, and the reading steps that this needs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use compact_str::format_compact;
use foldhash::fast::RandomState;
use smallvec::SmallVec;

use super::Identifier;
use super::assign::Assignment;
use super::row::Row;
use super::token::{Cut, Kind, Sign, Token, Turn};
use crate::glyph::{digit_value, skeleton};
use crate::tables::Tables;
use crate::tables::build::enclosure_code;
use crate::tables::key::MarkKey;
use crate::tables::near::{Faults, Near, Scratch, Spot};
use crate::weights::Weights;

/// One thing that had to be assumed to read a part as a row's mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)] // the catalogue has a sentence for each
pub enum Step {
    Case,
    DigitsScript,
    LookAlike,
    Punctuation,
    EnclosureOmitted,
    EnclosureAdded,
    Joined,
    SplitPunctuation,
    SplitBoundary,
    SplitDigits,
    Turned,
    Doubted,
    LeadingZero,
    Unread,
    Confused,
    Misread,
    SignMissing,
    SignTooMany,
    Swapped,
}

/// The steps of a reading, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps(u32);

impl Steps {
    /// With one more step.
    #[must_use]
    pub fn with(self, step: Step) -> Self {
        Self(self.0 | 1 << step as u8)
    }

    /// With all steps of another reading.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when the step was needed.
    #[must_use]
    pub fn has(self, step: Step) -> bool {
        self.0 & 1 << step as u8 != 0
    }

    /// True when the marks are as the table has them.
    #[must_use]
    pub fn none(self) -> bool {
        self.0 == 0
    }

    /// True when signs were taken for others than were written: a fault that nobody checked.
    #[must_use]
    pub fn guessed(self) -> bool {
        [
            Step::Confused,
            Step::Misread,
            Step::SignMissing,
            Step::SignTooMany,
            Step::Swapped,
        ]
        .into_iter()
        .any(|s| self.has(s))
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Step> {
        use Step::*;
        [
            Case,
            DigitsScript,
            LookAlike,
            Punctuation,
            EnclosureOmitted,
            EnclosureAdded,
            Joined,
            SplitPunctuation,
            SplitBoundary,
            SplitDigits,
            Turned,
            Doubted,
            LeadingZero,
            Unread,
            Confused,
            Misread,
            SignMissing,
            SignTooMany,
            Swapped,
        ]
        .into_iter()
        .filter(move |s| self.has(*s))
    }
}

/// How a part was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// Its signs fix what is up, and that is how it was read.
    Up,
    /// It reads the same either way.
    Either,
    /// It could be turned, and was not.
    AsRecorded,
    /// It was turned.
    Turned,
}

/// A row that some parts may point to.
pub(crate) struct Choice<'a> {
    pub(crate) row: &'a Row<'a>,
    pub(crate) start: usize,
    pub(crate) len: usize,
    /// Probability of the steps that change what was recorded.
    pub(crate) noise: f64,
    /// Probability of the ways to write the same thing; it weighs on nobody's marks alike.
    pub(crate) style: f64,
    pub(crate) steps: Steps,
    pub(crate) held: Held,
}

/// Mostly a dozen or two.
pub(crate) type Choices<'a> = SmallVec<[Choice<'a>; 24]>;

/// Longest mark in parts: `L`, `C`, `0`, `4` are written apart.
const MAX_PARTS: usize = 6;

/// Longest mark in parts, of which a sign may also be misread.
const MAX_FAULTY_PARTS: usize = 3;

/// How far below the likeliest explanation one may lie and still be weighed: well below what is listed.
pub(crate) const NEGLIGIBLE: f64 = 2e-3;

/// Every row that some parts may point to, where the rest leaves it worth weighing.
pub(crate) fn choices<'a>(id: &'a Identifier<'_>, cut: &Cut, room: &mut Room) -> Choices<'a> {
    let mut search = Search {
        id,
        room,
        out: Choices::new(),
    };
    let tokens = &cut.tokens;
    let floors = floors(id, tokens);
    for start in 0..tokens.len() {
        if tokens[start].empty || tokens[start].kind == Kind::Unread {
            continue;
        }
        search.single(&tokens[start], start, floors[start]);
        for len in 2..=MAX_PARTS.min(tokens.len() - start) {
            let parts = &tokens[start..start + len];
            if parts
                .iter()
                .any(|t| t.empty || t.key.enclosure.is_some() || t.pattern.is_some())
            {
                break;
            }
            let floor = floors[start..start + len].iter().copied().fold(1.0, f64::min);
            search.joined(parts.iter(), (start, len), floor, false);
            // Recorded against the clock.
            if len <= MAX_FAULTY_PARTS && parts.iter().all(|t| t.key.text.chars().count() == 1) {
                search.joined(parts.iter().rev(), (start, len), 1.0, true);
            }
        }
    }
    search.out
}

/// For each part the least likelihood of a fault that is worth weighing, given what the other parts leave: beside a
/// code of three digits nothing else that was misread matters.
fn floors(id: &Identifier<'_>, tokens: &[Token]) -> Vec<f64> {
    let w = &id.weights;
    let most: SmallVec<[f64; 8]> = tokens.iter().map(|t| most_as_rest(id, t)).collect();
    let all: f64 = most.iter().product();
    (0..tokens.len())
        .map(|i| w.fault_floor * most[i] / all.max(f64::MIN_POSITIVE))
        .collect()
}

/// The best that a part can be beside a producer's mark.
pub(super) fn most_as_rest(id: &Identifier<'_>, token: &Token) -> f64 {
    let w = &id.weights;
    let known = token.empty
        || !token.calibres.is_empty()
        || !token.stamps.is_empty()
        || token.numbers.iter().any(|n| n.digits != 3 || n.roman);
    if known {
        return 1.0;
    }
    token.unexplained(w)
}

/// Room for searches, used again and again.
#[derive(Debug, Default)]
pub(crate) struct Room {
    /// For the explanations of one marking, and for the text of one answer.
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) text: Vec<u8>,
    scratch: Scratch,
    near: Vec<Near>,
    names: Vec<u32>,
    /// What was found for single marks: those of a collection come again and again, in ever new company.
    found: HashMap<String, Hits, RandomState>,
    held: usize,
}

/// What was found for one key, by the bits of the floor.
type Hits = Vec<(u32, Arc<[Near]>)>;

/// Hits remembered by a room.
const REMEMBERED: usize = 1 << 16;

impl Room {
    /// Keys that may have been meant by a single mark, with at least this likelihood.
    fn near_single(&mut self, tables: &Tables<'_>, key: &str, floor: f32) -> Arc<[Near]> {
        let same = |list: &Hits| {
            let found = list.iter().find(|(bits, _)| *bits == floor.to_bits());
            found.map(|(_, hits)| Arc::clone(hits))
        };
        if let Some(hits) = self.found.get(key).and_then(same) {
            return hits;
        }
        let index = &tables.set().near;
        index.near(key, floor, &mut self.scratch, &mut self.near);
        let hits: Arc<[Near]> = self.near.as_slice().into();
        if self.held > REMEMBERED {
            self.found.clear();
            self.held = 0;
        }
        self.held += hits.len() + 4;
        let list = self.found.entry(key.to_owned()).or_default();
        list.push((floor.to_bits(), Arc::clone(&hits)));
        hits
    }
}

/// Rooms that are free, some more than threads that mostly identify at once. No thread waits for another: one that finds none
/// takes a new one.
#[derive(Debug, Default)]
pub(crate) struct Rooms([Mutex<Option<Box<Room>>>; 16]);

impl Rooms {
    pub(crate) fn take(&self) -> Box<Room> {
        let free = |slot: &Mutex<Option<Box<Room>>>| slot.try_lock().ok()?.take();
        self.0.iter().find_map(free).unwrap_or_default()
    }

    pub(crate) fn give_back(&self, room: Box<Room>) {
        for slot in &self.0 {
            if let Ok(mut slot) = slot.try_lock()
                && slot.is_none()
            {
                *slot = Some(room);
                return;
            }
        }
    }
}

struct Search<'a, 'i, 'r> {
    id: &'a Identifier<'i>,
    room: &'r mut Room,
    out: Choices<'a>,
}

/// How a reading came about, before it is held against a row.
#[derive(Clone, Copy)]
struct Reading {
    at: (usize, usize),
    noise: f64,
    steps: Steps,
    held: Held,
}

impl<'a> Search<'a, '_, '_> {
    fn single(&mut self, token: &Token, at: usize, floor: f64) {
        let w = &self.id.weights;
        let (noise, steps) = if token.doubtful {
            (w.doubted, Steps::default().with(Step::Doubted))
        } else {
            (1.0, Steps::default())
        };
        let held = match token.turn {
            Turn::Fixed => Held::Up,
            Turn::Same => Held::Either,
            Turn::Other(_) => Held::AsRecorded,
        };
        let reading = Reading {
            at: (at, 1),
            noise,
            steps,
            held,
        };
        if let Some(pattern) = &token.pattern {
            self.fitting(pattern, &token.key, reading);
            return;
        }
        self.near(&token.key, floor, reading);
        if let Turn::Other(key) = &token.turn {
            let turned = Reading {
                steps: steps.with(Step::Turned),
                held: Held::Turned,
                ..reading
            };
            self.near(key, floor / w.turned_all, turned);
        }
        if token.key.text.len() == 1 && token.key.text.bytes().all(|b| b.is_ascii_digit()) {
            let key = MarkKey {
                text: format_compact!("0{}", token.key.text),
                raw: format_compact!("0{}", token.key.raw),
                ..token.key.clone()
            };
            let padded = Reading {
                noise: noise * w.leading_zero,
                steps: steps.with(Step::LeadingZero),
                ..reading
            };
            // A second fault beside the lost zero is not looked for.
            self.near(&key, 1.0, padded);
        }
    }

    /// Parts written apart that are one mark.
    fn joined<'p>(
        &mut self,
        parts: impl Iterator<Item = &'p Token> + Clone,
        at: (usize, usize),
        floor: f64,
        reversed: bool,
    ) {
        let w = &self.id.weights;
        let mut key = MarkKey::default();
        for p in parts.clone() {
            key.text.push_str(&p.key.text);
            key.raw.push_str(&p.key.raw);
        }
        let held = if parts.clone().any(|p| p.turn == Turn::Fixed) {
            Held::Up
        } else {
            Held::AsRecorded
        };
        // Doubt about one sign is doubt about the whole.
        let doubted = parts.clone().any(|p| p.doubtful);
        let order = if reversed { w.order_reversed } else { 1.0 };
        let reading = Reading {
            at,
            noise: order * if doubted { w.doubted } else { 1.0 },
            steps: if doubted {
                Steps::default().with(Step::Doubted)
            } else {
                Steps::default()
            },
            held,
        };
        let floor = if at.1 <= MAX_FAULTY_PARTS {
            floor / w.joined
        } else {
            1.0
        };
        self.near(&key, floor, reading);
    }

    /// Rows whose mark may have been meant by this key.
    fn near(&mut self, key: &MarkKey, floor: f64, reading: Reading) {
        if key.text.is_empty() {
            return;
        }
        let id = self.id;
        if id.exhaustive {
            let hits = id.tables.set().near.scan(&key.text, f32::MIN_POSITIVE, true);
            return self.hits(&hits, key, reading);
        }
        #[allow(clippy::cast_possible_truncation)] // a bound, not a figure
        let floor = floor.min(1.0) as f32;
        if reading.at.1 == 1 {
            let hits = self.room.near_single(&id.tables, &key.text, floor);
            return self.hits(&hits, key, reading);
        }
        let mut near = std::mem::take(&mut self.room.near);
        let index = &id.tables.set().near;
        index.near(&key.text, floor, &mut self.room.scratch, &mut near);
        self.hits(&near, key, reading);
        self.room.near = near;
    }

    fn hits(&mut self, hits: &[Near], key: &MarkKey, reading: Reading) {
        for hit in hits {
            let mut reading = reading;
            reading.noise *= f64::from(hit.likelihood);
            reading.steps = steps_of(hit.faults, reading.steps);
            for row in self.id.tables.rows_of_name(hit.name) {
                self.push(row, key, reading);
            }
        }
    }

    /// Rows that a partly read mark fits.
    fn fitting(&mut self, pattern: &[Sign], key: &MarkKey, reading: Reading) {
        if !pattern.iter().any(|s| matches!(s, Sign::Is(_) | Sign::OneOf(_))) {
            return;
        }
        let id = self.id;
        let spots = pattern.iter().map(|s| match s {
            Sign::Is(c) => Spot::Is(*c),
            Sign::OneOf(list) => Spot::OneOf(list),
            Sign::Any => Spot::Any,
            Sign::Run => Spot::Run,
        });
        let reading = Reading {
            steps: reading.steps.with(Step::Unread),
            ..reading
        };
        if id.exhaustive {
            let hits = id.tables.set().near.scan_spots(spots);
            return self.hits(&hits, key, reading);
        }
        let mut names = std::mem::take(&mut self.room.names);
        id.tables
            .set()
            .near
            .fitting(spots, &mut self.room.scratch, &mut names);
        for name in &names {
            for row in id.tables.rows_of_name(*name) {
                self.push(row, key, reading);
            }
        }
        self.room.names = names;
    }

    fn push(&mut self, row: u32, key: &MarkKey, reading: Reading) {
        let w = &self.id.weights;
        let Some(row) = self.id.row(row) else { return };
        let (mut noise, mut style, mut steps) = (reading.noise, 1.0, reading.steps);
        if reading.at.1 > 1 && !row.spaced {
            noise *= w.joined;
            steps = steps.with(Step::Joined);
        }
        let written = enclosure_code(key.enclosure);
        if written != row.enclosure {
            if written == 0 {
                style *= w.enclosure_omitted;
                steps = steps.with(Step::EnclosureOmitted);
            } else {
                noise *= w.enclosure_added;
                steps = steps.with(Step::EnclosureAdded);
            }
        }
        if key.punctuation != row.punctuation && !steps.has(Step::Joined) {
            style *= w.punctuation;
            steps = steps.with(Step::Punctuation);
        }
        if !steps.has(Step::Unread) {
            let (cost, more) = compare(&key.raw, row.raw.as_str(), steps.guessed(), w, &mut style);
            noise *= cost;
            steps = steps.and(more);
        }
        self.out.push(Choice {
            row,
            start: reading.at.0,
            len: reading.at.1,
            noise,
            style,
            steps,
            held: reading.held,
        });
    }
}

fn steps_of(faults: Faults, mut steps: Steps) -> Steps {
    for (fault, step) in [
        (Faults::CONFUSED, Step::Confused),
        (Faults::MISREAD, Step::Misread),
        (Faults::MISSING, Step::SignMissing),
        (Faults::TOO_MANY, Step::SignTooMany),
        (Faults::SWAPPED, Step::Swapped),
    ] {
        if faults.has(fault) {
            steps = steps.with(step);
        }
    }
    steps
}

/// What distinguishes what was written from what the table has, sign by sign. Where signs were misread, only those that
/// still stand in one place and mean the same are compared.
fn compare(written: &str, row: &str, guessed: bool, w: &Weights, style: &mut f64) -> (f64, Steps) {
    let mut steps = Steps::default();
    for (a, b) in written.chars().zip(row.chars()) {
        if a == b {
            continue;
        }
        let step = if a.to_lowercase().eq(b.to_lowercase()) {
            Step::Case
        } else if digit_value(a).is_some() && digit_value(a) == digit_value(b) {
            Step::DigitsScript
        } else if !guessed || skeleton(a) == skeleton(b) {
            Step::LookAlike
        } else {
            continue;
        };
        steps = steps.with(step);
    }
    if steps.has(Step::Case) {
        *style *= w.case;
    }
    if steps.has(Step::DigitsScript) {
        *style *= w.digits_script;
    }
    let cost = if steps.has(Step::LookAlike) {
        w.look_alike
    } else {
        1.0
    };
    (cost, steps)
}
