//! The index made from the tables, once.

use std::collections::{BTreeMap, BTreeSet};

use super::hash::{self, LAST, OPEN, Table, bucket, earlier, later};
use super::signs::{bit, packed, split};
use super::{LONGEST, NearIndex, PREFIX, SHORT};
use crate::tables::confusions::pairs;
use crate::tables::model::TableSet;
use crate::tables::rows::Names;

impl NearIndex {
    /// Indexes the marks of tables whose names are sorted.
    pub(crate) fn build(set: &TableSet) -> Self {
        let mut names: Vec<&str> = Vec::new();
        let mut firsts = Vec::new();
        for (at, key) in (0u32..).zip(&set.mark_index) {
            if names.last() != Some(&key.key.as_str()) {
                names.push(&key.key);
                firsts.push(at);
            }
        }
        firsts.push(u32::try_from(set.mark_index.len()).unwrap_or(u32::MAX));
        let alphabet = alphabet(set, &names);
        let code = |sign: &str| alphabet.get(sign).copied().unwrap_or(0);
        let texts: Vec<Vec<u16>> = names.iter().map(|n| split(n).map(code).collect()).collect();
        let mut out = Self {
            firsts,
            ascii: vec![0; 128],
            ..Self::default()
        };
        out.number(&alphabet);
        out.confuse(set, &alphabet);
        for (to, weight) in out.faults.iter_mut().zip(&set.faults) {
            *to = weight.value as f32;
        }
        for text in &texts {
            out.signs.extend(text);
            out.ends.push(u32::try_from(out.signs.len()).unwrap_or(u32::MAX));
            out.packed
                .push(if text.len() <= SHORT + 1 { packed(text) } else { 0 });
        }
        out.exact = Table::pack(
            numbered(&texts).map(|(n, t)| (hash::text(t), n)).collect(),
            texts.len(),
        );
        let open = open(&texts);
        out.stands = stands(&open);
        let open = open.into_iter().map(|(h, n, _)| (h, n)).collect();
        out.open = Table::pack(open, texts.len());
        out.cut = Table::pack(cut(&texts), texts.len());
        out.place(&texts);
        out
    }

    fn number(&mut self, alphabet: &BTreeMap<&str, u16>) {
        let mut symbols = Vec::new();
        let mut letters = Vec::new();
        for (sign, code) in alphabet {
            let mut chars = sign.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) if c.is_ascii() => self.ascii[c as usize] = *code,
                (Some(c), None) => letters.push((u32::from(c), *code)),
                _ => symbols.push((*sign, u32::from(*code))),
            }
        }
        letters.sort_unstable();
        (self.letters, self.letter_codes) = letters.into_iter().unzip();
        self.symbols = Names::pack(symbols.into_iter());
    }

    fn confuse(&mut self, set: &TableSet, alphabet: &BTreeMap<&str, u16>) {
        // Later rows are those of overlays: they replace.
        let mut odds: BTreeMap<(u16, u16), f32> = BTreeMap::new();
        for c in &set.confusions {
            for (stamped, written) in pairs(&c.signs, &c.stamped, &c.written) {
                if let (Some(s), Some(w)) = (alphabet.get(stamped), alphabet.get(written)) {
                    odds.insert((*w, *s), c.probability);
                }
            }
        }
        self.confusable = odds.keys().map(|(w, s)| w.max(s) + 1).max().unwrap_or(0);
        let size = usize::from(self.confusable);
        self.taken = vec![0.0; size * size];
        for ((w, s), p) in &odds {
            self.taken[usize::from(*w) * size + usize::from(*s)] = *p;
        }
        for written in 0..self.confusable {
            let mut meant: Vec<(u16, f32)> = odds
                .range((written, 0)..=(written, u16::MAX))
                .map(|((_, s), p)| (*s, *p))
                .collect();
            meant.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            self.meant.extend(meant.into_iter().map(|(s, _)| s));
            self.meant_ends
                .push(u16::try_from(self.meant.len()).unwrap_or(u16::MAX));
        }
    }

    /// Keys by length, place and sign. Those of the first place are all keys of a length.
    fn place(&mut self, texts: &[Vec<u16>]) {
        let mut all: Vec<(u32, u32)> = numbered(texts)
            .filter(|(_, t)| t.len() <= usize::from(u8::MAX))
            .flat_map(|(n, t)| (0..t.len()).map(move |i| (place(t.len(), i, t[i]), n)))
            .collect();
        all.sort_unstable();
        for (place, name) in all {
            if self.places.last() != Some(&place) {
                self.places.push(place);
                self.place_starts
                    .push(u32::try_from(self.placed.len()).unwrap_or(u32::MAX));
            }
            self.placed.push(name);
        }
        self.place_starts
            .push(u32::try_from(self.placed.len()).unwrap_or(u32::MAX));
    }
}

/// Length, place and sign in one number, sorted in this order.
pub(super) fn place(len: usize, at: usize, sign: u16) -> u32 {
    (len as u32) << 24 | (at as u32) << 16 | u32::from(sign)
}

fn numbered(texts: &[Vec<u16>]) -> impl Iterator<Item = (u32, &Vec<u16>)> {
    // A key with a sign that has no number would be taken for another one.
    (0u32..).zip(texts).filter(|(_, t)| !t.contains(&0))
}

/// Signs that are taken for others come first, so that their table is small.
fn alphabet<'a>(set: &'a TableSet, names: &[&'a str]) -> BTreeMap<&'a str, u16> {
    let confused: BTreeSet<&str> = set
        .confusions
        .iter()
        .flat_map(|c| c.signs.iter().chain(&c.stamped).chain(&c.written))
        .map(String::as_str)
        .collect();
    let others: BTreeSet<&str> = names.iter().flat_map(|n| split(n)).collect();
    let new = others.difference(&confused).copied();
    // Zero is no sign.
    confused.iter().copied().chain(new).zip(1..LAST).collect()
}

/// Short keys with one sign left open: hash, key, sign.
fn open(texts: &[Vec<u16>]) -> Vec<(u64, u32, u16)> {
    let short = numbered(texts).filter(|(_, t)| t.len() <= SHORT + 1);
    short
        .flat_map(|(n, t)| {
            let whole = hash::text(t);
            let at = move |i: usize| whole ^ later(hash::sign(t[i]) ^ hash::sign(OPEN), i);
            (0..t.len()).map(move |i| (at(i), n, t[i]))
        })
        .collect()
}

/// Which signs stand at open places.
fn stands(open: &[(u64, u32, u16)]) -> Vec<u64> {
    let mut out = vec![0; open.len() + 1];
    let size = out.len();
    for (hash, _, sign) in open {
        out[bucket(*hash, size)] |= bit(*sign);
    }
    out
}

fn cut(texts: &[Vec<u16>]) -> Vec<(u64, u32)> {
    let mut out = Vec::new();
    let mut remnants = Vec::new();
    // A text of five signs and two too many is still a key of three.
    for (n, t) in numbered(texts).filter(|(_, t)| t.len() + 2 > SHORT && t.len() <= LONGEST + 2) {
        remnants.clear();
        shortened(t, if t.len() > SHORT { 2 } else { 1 }, &mut remnants);
        out.extend(remnants.iter().map(|h| (*h, n)));
    }
    out
}

/// The hashes of a text with up to `most` signs left out of its first ones.
pub(super) fn shortened(codes: &[u16], most: usize, out: &mut Vec<u64>) {
    let t = &codes[..codes.len().min(PREFIX)];
    let n = t.len();
    let mut before = [0; PREFIX + 1];
    for (i, c) in t.iter().enumerate() {
        before[i + 1] = before[i] ^ later(hash::sign(*c), i);
    }
    let whole = before[n];
    out.push(whole);
    if most == 0 {
        return;
    }
    for i in 0..n {
        // Leaving out either of two equal neighbours is the same.
        if i > 0 && t[i] == t[i - 1] {
            continue;
        }
        let after = whole ^ before[i + 1];
        out.push(before[i] ^ earlier(after, 1));
        if most < 2 {
            continue;
        }
        for j in i + 1..n {
            if j > i + 1 && t[j] == t[j - 1] {
                continue;
            }
            let between = before[j] ^ before[i + 1];
            out.push(before[i] ^ earlier(between, 1) ^ earlier(whole ^ before[j + 1], 2));
        }
    }
}
