//! Signs as numbers, and what each may stand for.

use super::ArchivedNearIndex;

/// The signs of a key: characters, and drawn signs such as `{star}` as one.
pub(super) fn split(key: &str) -> impl Iterator<Item = &str> {
    let mut rest = key;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = match first {
            '{' => rest.find('}').map_or(rest.len(), |e| e + 1),
            c => c.len_utf8(),
        };
        let (sign, tail) = rest.split_at(end);
        rest = tail;
        Some(sign)
    })
}

/// Bits of one sign in a packed key.
pub(super) const WIDTH: usize = 12;
/// Where the length stands in it.
const LENGTH: usize = 60;

/// A key of up to five signs in one number.
pub(super) fn packed(codes: &[u16]) -> u64 {
    codes
        .iter()
        .enumerate()
        .fold((codes.len() as u64) << LENGTH, |p, (i, c)| p | at(*c, i))
}

/// A sign at its place in a packed key.
#[inline]
pub(super) fn at(code: u16, place: usize) -> u64 {
    u64::from(code) << (WIDTH * place)
}

/// The sign at a place of a packed key.
#[inline]
pub(super) fn sign_at(packed: u64, place: usize) -> u16 {
    (packed >> (WIDTH * place)) as u16 & ((1 << WIDTH) - 1)
}

/// A packed key with a sign of number zero put in.
#[inline]
pub(super) fn opened(packed: u64, place: usize) -> u64 {
    let (signs, before) = (packed & ((1 << LENGTH) - 1), (1 << (WIDTH * place)) - 1);
    let len = packed >> LENGTH;
    (len + 1) << LENGTH | signs & before | (signs & !before) << WIDTH
}

/// A packed key without one of its signs.
#[inline]
pub(super) fn closed(packed: u64, place: usize) -> u64 {
    let (signs, before) = (packed & ((1 << LENGTH) - 1), (1 << (WIDTH * place)) - 1);
    let len = packed >> LENGTH;
    (len - 1) << LENGTH | signs & before | (signs >> WIDTH) & !before
}

/// The bit of a sign among those that may stand at an open place.
#[inline]
pub(super) fn bit(code: u16) -> u64 {
    1 << (code % 64)
}

impl ArchivedNearIndex {
    /// Number of a sign; zero when it is on no mark and taken for none.
    pub(super) fn code(&self, sign: &str) -> u16 {
        match sign.as_bytes() {
            [b] => self.ascii.get(usize::from(*b)).map_or(0, |c| c.to_native()),
            [b'{', ..] => {
                let found = self.symbols.rows_of(sign).next();
                found.and_then(|c| u16::try_from(c).ok()).unwrap_or(0)
            }
            _ => sign.chars().next().map_or(0, |c| self.code_of(c)),
        }
    }

    /// Number of a character.
    pub(super) fn code_of(&self, c: char) -> u16 {
        if c.is_ascii() {
            return self.ascii.get(c as usize).map_or(0, |c| c.to_native());
        }
        let found = self
            .letters
            .binary_search_by_key(&u32::from(c), |l| l.to_native());
        found
            .ok()
            .and_then(|i| self.letter_codes.get(i))
            .map_or(0, |c| c.to_native())
    }

    /// Appends the numbers of the signs of a key.
    pub(super) fn codes(&self, key: &str, out: &mut Vec<u16>) {
        if key.is_ascii() && !key.contains('{') {
            out.extend(
                key.bytes()
                    .map(|b| self.ascii.get(usize::from(b)).map_or(0, |c| c.to_native())),
            );
        } else {
            out.extend(split(key).map(|s| self.code(s)));
        }
    }

    /// Chance that `written` stands for `stamped`, and whether they are known to be taken for one another.
    #[inline]
    pub(super) fn odds(&self, written: u16, stamped: u16) -> (f32, bool) {
        let size = self.confusable.to_native();
        let misread = self.faults[0].to_native();
        if written >= size || stamped >= size {
            return (misread, false);
        }
        let at = usize::from(written) * usize::from(size) + usize::from(stamped);
        match self.taken.get(at).map_or(0.0, |p| p.to_native()) {
            p if p > 0.0 => (p, true),
            _ => (misread, false),
        }
    }

    /// What a written sign may stand for, likeliest first.
    #[inline]
    pub(super) fn meant(&self, written: u16) -> impl Iterator<Item = (u16, f32)> + Clone {
        let end = |i: usize| self.meant_ends.get(i).map_or(0, |e| usize::from(e.to_native()));
        let from = usize::from(written).checked_sub(1).map_or(0, end);
        let to = end(usize::from(written)).max(from);
        let list = self.meant.get(from..to).unwrap_or_default();
        list.iter().map(move |s| {
            let s = s.to_native();
            (s, self.odds(written, s).0)
        })
    }

    /// The signs of a short key.
    #[inline]
    pub(super) fn packed_of(&self, name: u32) -> u64 {
        self.packed.get(name as usize).map_or(0, |p| p.to_native())
    }

    /// Number of signs of a key, and where they start.
    #[inline]
    pub(super) fn extent(&self, name: u32) -> (usize, usize) {
        let end = |i: usize| self.ends.get(i).map_or(0, |e| e.to_native() as usize);
        let start = (name as usize).checked_sub(1).map_or(0, end);
        (start, end(name as usize).saturating_sub(start))
    }

    /// The signs of a key.
    #[inline]
    pub(super) fn signs_of(&self, name: u32) -> &[rkyv::Archived<u16>] {
        let (start, len) = self.extent(name);
        self.signs.get(start..start + len).unwrap_or_default()
    }
}
