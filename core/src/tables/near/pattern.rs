//! Marks of which some signs were not read: from the signs that were, to the keys that have them there.

use std::ops::Range;

use super::build::place;
use super::signs::split;
use super::{ArchivedNearIndex, Scratch};

/// One place of a mark as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot<'a> {
    /// A character of a key. A drawn sign is given character by character, with its braces.
    Is(char),
    /// One of these.
    OneOf(&'a [char]),
    /// One sign, whichever.
    Any,
    /// One or more signs, whichever.
    Run,
}

/// The same in numbered signs.
#[derive(Clone, Debug)]
pub(super) enum Want {
    One(u16),
    Among(Vec<u16>),
    Any,
    Run,
}

impl Want {
    pub(super) fn codes(&self) -> &[u16] {
        match self {
            Self::One(c) => std::slice::from_ref(c),
            Self::Among(list) => list,
            Self::Any | Self::Run => &[],
        }
    }

    /// True when a sign of a key may stand here.
    pub(super) fn takes(&self, sign: u16) -> bool {
        match self {
            Self::One(code) => *code == sign,
            Self::Among(codes) => codes.contains(&sign),
            Self::Any | Self::Run => true,
        }
    }
}

impl ArchivedNearIndex {
    /// Keys that a partly read mark fits, in order. The keys with the rarest of the signs that were read are looked at;
    /// without any such sign, all keys of a length that fits.
    pub fn fitting<'a>(
        &self,
        pattern: impl Iterator<Item = Spot<'a>>,
        scratch: &mut Scratch,
        out: &mut Vec<u32>,
    ) {
        out.clear();
        scratch.begin(self.len());
        let wants = self.wants(pattern);
        // A sign was read that is on no mark.
        let strange =
            |w: &Want| matches!(w, Want::One(0)) || matches!(w, Want::Among(list) if list.is_empty());
        if wants.is_empty() || wants.iter().any(strange) {
            return;
        }
        let Some(last) = self.places.last() else { return };
        let longest = (last.to_native() >> 24) as usize;
        let run = wants.iter().any(|w| matches!(w, Want::Run));
        let lengths = wants.len()..=if run { longest } else { wants.len() };
        for len in lengths {
            for (from, to) in self.anchors(&wants, len) {
                for name in self.placed.get(from..to).unwrap_or_default() {
                    let name = name.to_native();
                    if scratch.meet(name) && fits(&wants, self.signs_of(name)) {
                        out.push(name);
                    }
                }
            }
        }
        out.sort_unstable();
    }

    /// Signs that are on no mark have number zero.
    pub(super) fn wants<'a>(&self, pattern: impl Iterator<Item = Spot<'a>>) -> Vec<Want> {
        let mut out = Vec::new();
        let mut drawn = String::new();
        for spot in pattern {
            match spot {
                Spot::Is(c) if c == '{' || !drawn.is_empty() => {
                    drawn.push(c);
                    if c == '}' {
                        out.push(Want::One(self.code(&drawn)));
                        drawn.clear();
                    }
                }
                Spot::Is(c) => out.push(Want::One(self.code_of(c))),
                Spot::OneOf(options) => {
                    let mut codes: Vec<u16> = options
                        .iter()
                        .map(|c| self.code_of(*c))
                        .filter(|c| *c != 0)
                        .collect();
                    codes.sort_unstable();
                    codes.dedup();
                    out.push(Want::Among(codes));
                }
                Spot::Any => out.push(Want::Any),
                Spot::Run => out.push(Want::Run),
            }
        }
        out.extend(split(&drawn).map(|s| Want::One(self.code(s))));
        out
    }

    /// The fewest keys of a length among which all that fit must be.
    fn anchors(&self, wants: &[Want], len: usize) -> Vec<(usize, usize)> {
        let n = wants.len();
        let first_run = wants.iter().position(|w| matches!(w, Want::Run)).unwrap_or(n);
        let last_run = wants.iter().rposition(|w| matches!(w, Want::Run));
        let all = vec![self.all_of(len)];
        let mut best: Option<(usize, Vec<(usize, usize)>)> = None;
        for (i, want) in wants.iter().enumerate().filter(|(_, w)| !w.codes().is_empty()) {
            let places = if i < first_run {
                i..i + 1
            } else if last_run.is_some_and(|r| i > r) {
                len + i - n..len + i + 1 - n
            } else {
                // Runs on both sides: anywhere that leaves room for the rest.
                i..len + i + 1 - n
            };
            let lists: Vec<(usize, usize)> = places
                .flat_map(|at| want.codes().iter().map(move |c| place(len, at, *c)))
                .map(|p| self.list(p))
                .filter(|(a, b)| a < b)
                .collect();
            let size = lists.iter().map(|(a, b)| b - a).sum();
            if best.as_ref().is_none_or(|(least, _)| size < *least) {
                best = Some((size, lists));
            }
        }
        best.map_or(all, |(_, lists)| lists)
    }

    /// Keys with this sign at this place.
    fn list(&self, place: u32) -> (usize, usize) {
        match self.places.binary_search_by_key(&place, |p| p.to_native()) {
            Ok(at) => (self.start(at), self.start(at + 1)),
            Err(_) => (0, 0),
        }
    }

    /// Keys of this length: all those with some sign at the first place.
    fn all_of(&self, len: usize) -> (usize, usize) {
        let from = |p: u32| self.places.partition_point(|q| q.to_native() < p);
        let Range { start, end } = from(place(len, 0, 0))..from(place(len, 1, 0));
        (self.start(start), self.start(end))
    }

    fn start(&self, at: usize) -> usize {
        self.place_starts.get(at).map_or(0, |s| s.to_native() as usize)
    }
}

fn fits(wants: &[Want], signs: &[rkyv::Archived<u16>]) -> bool {
    let Some((first, rest)) = wants.split_first() else {
        return signs.is_empty();
    };
    let Some((sign, tail)) = signs.split_first() else {
        return false;
    };
    match first {
        Want::Run => (1..=signs.len()).any(|hidden| fits(rest, &signs[hidden..])),
        Want::Any => fits(rest, tail),
        Want::One(code) => *sign == *code && fits(rest, tail),
        Want::Among(codes) => codes.contains(&sign.to_native()) && fits(rest, tail),
    }
}
