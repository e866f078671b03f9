//! Rows that a part of the marking may point to, and the reading steps that this needs.

use super::Identifier;
use super::token::{Cut, Kind, Sign, Token, Turn};
use crate::glyph::digit_value;
use crate::tables::build::enclosure_code;
use crate::tables::key::MarkKey;
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
}

/// The steps of a reading, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps(u16);

impl Steps {
    /// With one more step.
    #[must_use]
    pub fn with(self, step: Step) -> Self {
        Self(self.0 | 1 << step as u8)
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
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) row: u32,
    pub(crate) start: usize,
    pub(crate) len: usize,
    /// Probability of the steps that change what was recorded.
    pub(crate) noise: f64,
    /// Probability of the ways to write the same thing; it weighs on nobody's marks alike.
    pub(crate) style: f64,
    pub(crate) steps: Steps,
    pub(crate) held: Held,
}

/// Longest mark in parts: `L`, `C`, `0`, `4` are written apart.
const MAX_PARTS: usize = 6;

pub(crate) fn choices(id: &Identifier<'_>, cut: &Cut) -> Vec<Choice> {
    let w = &id.weights;
    let mut out = Vec::new();
    let tokens = &cut.tokens;
    for start in 0..tokens.len() {
        if tokens[start].empty || tokens[start].kind == Kind::Unread {
            continue;
        }
        single(id, &tokens[start], start, &mut out);
        for len in 2..=MAX_PARTS.min(tokens.len() - start) {
            let parts = &tokens[start..start + len];
            if parts
                .iter()
                .any(|t| t.empty || t.key.enclosure.is_some() || t.pattern.is_some())
            {
                break;
            }
            let mut key = MarkKey::default();
            for p in parts {
                key.text.push_str(&p.key.text);
                key.raw.push_str(&p.key.raw);
            }
            let held = if parts.iter().any(|p| p.turn == Turn::Fixed) {
                Held::Up
            } else {
                Held::AsRecorded
            };
            look_up(id, &key, |row| {
                let spaced = id.tables.mark(row).is_some_and(|m| m.text.contains(' '));
                let apart = if spaced { 1.0 } else { w.joined };
                let steps = if spaced {
                    Steps::default()
                } else {
                    Steps::default().with(Step::Joined)
                };
                // Doubt about one sign is doubt about the whole.
                let doubted = parts.iter().any(|p| p.doubtful);
                let (apart, steps) = if doubted {
                    (apart * w.doubted, steps.with(Step::Doubted))
                } else {
                    (apart, steps)
                };
                push(id, row, &key, (start, len), (apart, steps, held), &mut out);
            });
        }
    }
    out
}

fn single(id: &Identifier<'_>, token: &Token, at: usize, out: &mut Vec<Choice>) {
    let w = &id.weights;
    let base = if token.doubtful {
        (w.doubted, Steps::default().with(Step::Doubted))
    } else {
        (1.0, Steps::default())
    };
    let held = match token.turn {
        Turn::Fixed => Held::Up,
        Turn::Same => Held::Either,
        Turn::Other(_) => Held::AsRecorded,
    };
    if let Some(pattern) = &token.pattern {
        for row in matching(id, pattern) {
            push(
                id,
                row,
                &token.key,
                (at, 1),
                (base.0, base.1.with(Step::Unread), held),
                out,
            );
        }
        return;
    }
    look_up(id, &token.key, |row| {
        push(id, row, &token.key, (at, 1), (base.0, base.1, held), out)
    });
    if let Turn::Other(key) = &token.turn {
        look_up(id, key, |row| {
            push(
                id,
                row,
                key,
                (at, 1),
                (base.0, base.1.with(Step::Turned), Held::Turned),
                out,
            );
        });
    }
    if token.key.text.len() == 1 && token.key.text.bytes().all(|b| b.is_ascii_digit()) {
        let key = MarkKey {
            text: format!("0{}", token.key.text),
            raw: format!("0{}", token.key.raw),
            ..token.key.clone()
        };
        look_up(id, &key, |row| {
            push(
                id,
                row,
                &key,
                (at, 1),
                (base.0 * w.leading_zero, base.1.with(Step::LeadingZero), held),
                out,
            );
        });
    }
}

/// Calls back for every row with this key.
fn look_up(id: &Identifier<'_>, key: &MarkKey, mut found: impl FnMut(u32)) {
    if key.text.is_empty() {
        return;
    }
    for row in id.tables.set().mark_index.rows_of(&key.text) {
        found(row);
    }
}

/// Rows that fit a pattern. Patterns are rare, so the whole index is walked.
fn matching(id: &Identifier<'_>, pattern: &[Sign]) -> Vec<u32> {
    let read = pattern
        .iter()
        .filter(|s| matches!(s, Sign::Is(_) | Sign::OneOf(_)))
        .count();
    if read == 0 {
        return Vec::new();
    }
    let index = &id.tables.set().mark_index;
    index
        .iter()
        .filter(|(key, _)| fits(pattern, key))
        .map(|(_, row)| row)
        .collect()
}

fn fits(pattern: &[Sign], text: &str) -> bool {
    let Some((first, rest)) = pattern.split_first() else {
        return text.is_empty();
    };
    let mut chars = text.chars();
    match first {
        Sign::Run => {
            // A run hides at least one sign: with none hidden there is no run.
            let mut tail = text;
            while let Some(c) = tail.chars().next() {
                tail = &tail[c.len_utf8()..];
                if fits(rest, tail) {
                    return true;
                }
            }
            false
        }
        Sign::Any if text.starts_with('{') => text.find('}').is_some_and(|end| fits(rest, &text[end + 1..])),
        Sign::Any => chars.next().is_some() && fits(rest, chars.as_str()),
        Sign::Is(c) => chars.next() == Some(*c) && fits(rest, chars.as_str()),
        Sign::OneOf(options) => {
            chars.next().is_some_and(|c| options.contains(&c)) && fits(rest, chars.as_str())
        }
    }
}

fn push(
    id: &Identifier<'_>,
    row: u32,
    key: &MarkKey,
    (start, len): (usize, usize),
    (noise, steps, held): (f64, Steps, Held),
    out: &mut Vec<Choice>,
) {
    let w = &id.weights;
    let Some(mark) = id.tables.mark(row) else { return };
    let (mut noise, mut style, mut steps) = (noise, 1.0, steps);
    let written = enclosure_code(key.enclosure);
    if written != mark.enclosure {
        if written == 0 {
            style *= w.enclosure_omitted;
            steps = steps.with(Step::EnclosureOmitted);
        } else {
            noise *= w.enclosure_added;
            steps = steps.with(Step::EnclosureAdded);
        }
    }
    if key.punctuation != mark.punctuation && !steps.has(Step::Joined) {
        style *= w.punctuation;
        steps = steps.with(Step::Punctuation);
    }
    if !steps.has(Step::Unread) {
        let (cost, more) = compare(&key.raw, mark.raw.as_str(), w, &mut style);
        noise *= cost;
        for step in more.iter() {
            steps = steps.with(step);
        }
    }
    out.push(Choice {
        row,
        start,
        len,
        noise,
        style,
        steps,
        held,
    });
}

/// What distinguishes what was written from what the table has, sign by sign.
fn compare(written: &str, row: &str, w: &Weights, style: &mut f64) -> (f64, Steps) {
    let mut steps = Steps::default();
    for (a, b) in written.chars().zip(row.chars()) {
        if a == b {
            continue;
        }
        let step = if a.to_lowercase().eq(b.to_lowercase()) {
            Step::Case
        } else if digit_value(a).is_some() && digit_value(a) == digit_value(b) {
            Step::DigitsScript
        } else {
            Step::LookAlike
        };
        steps = steps.with(step);
    }
    if steps.has(Step::Case) {
        *style *= w.case;
    }
    if steps.has(Step::DigitsScript) {
        *style *= w.digits_script;
    }
    (
        if steps.has(Step::LookAlike) {
            w.look_alike
        } else {
            1.0
        },
        steps,
    )
}
