//! The index with all rules: folding, confusions, unread signs, the mark turned round.

use headstamp_core::glyph::{skeleton, turned};
use headstamp_core::tables::Tables;
use headstamp_core::tables::near::{Near, Scratch, Spot};

use super::Lookup;
use super::world::Size;

/// That one mark stands upside down.
const TURNED: f32 = 0.03;

pub(crate) struct Ours<'a> {
    tables: Tables<'a>,
    floor: f32,
    exhaustive: bool,
    scratch: Scratch,
    near: Vec<Near>,
    round: Vec<Near>,
    names: Vec<u32>,
    key: String,
}

impl<'a> Ours<'a> {
    /// The exhaustive one looks at every mark in every way, with two faults whatever the length.
    pub(crate) fn new(size: &'a Size, floor: f32, exhaustive: bool) -> Self {
        Self {
            tables: size.tables(),
            floor,
            exhaustive,
            scratch: Scratch::default(),
            near: Vec::new(),
            round: Vec::new(),
            names: Vec::new(),
            key: String::new(),
        }
    }

    fn search(&mut self, turned: bool) {
        let out = if turned { &mut self.round } else { &mut self.near };
        let near = &self.tables.set().near;
        if self.exhaustive {
            *out = near.scan(&self.key, self.floor, true);
        } else {
            near.near(&self.key, self.floor, &mut self.scratch, out);
        }
    }

    /// The key as recorded, or turned round; false when a sign does not turn into one.
    fn read(&mut self, query: &str, round: bool) -> bool {
        self.key.clear();
        let turn = |c| if c == '?' { Some(c) } else { turned(c) };
        if round {
            for c in query.chars().rev() {
                match turn(c) {
                    Some(c) => self.key.extend(skeleton(c)),
                    None => return false,
                }
            }
        } else {
            self.key.extend(query.chars().filter_map(skeleton));
        }
        true
    }
}

impl Lookup for Ours<'_> {
    fn name(&self) -> String {
        format!("headstamp, floor {:.0e}", self.floor)
    }

    fn five(&mut self, query: &str, out: &mut Vec<u32>) {
        out.clear();
        self.read(query, false);
        if query.contains('?') {
            for round in [false, true] {
                if self.read(query, round) {
                    let spots = self
                        .key
                        .chars()
                        .map(|c| if c == '?' { Spot::Any } else { Spot::Is(c) });
                    self.tables
                        .set()
                        .near
                        .fitting(spots, &mut self.scratch, &mut self.names);
                    out.extend(self.names.iter().take(5 - out.len()).copied());
                }
            }
            return;
        }
        self.search(false);
        self.round.clear();
        if self.read(query, true) {
            self.search(true);
        }
        // Two sorted lists become one.
        let (mut a, mut b) = (self.near.iter().peekable(), self.round.iter().peekable());
        while out.len() < 5 {
            let first = match (a.peek(), b.peek()) {
                (Some(x), Some(y)) if y.likelihood * TURNED > x.likelihood => b.next(),
                (Some(_), _) => a.next(),
                (None, _) => b.next(),
            };
            let Some(hit) = first else { return };
            if !out.contains(&hit.name) {
                out.push(hit.name);
            }
        }
    }
}
