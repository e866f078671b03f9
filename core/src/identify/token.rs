//! The marking taken apart. Recorders write marks together, apart, with hyphens or without: every way that makes sense
//! is one `Cut`, and costs.

use crate::glyph::{Script, chinese_number, digit_value, skeleton, turned};
use crate::notation::{Glyph, Mark, Marking};
use crate::tables::build::position_code;
use crate::tables::key::{MarkKey, mark_key};
use crate::weights::Weights;

/// One part of a marking.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// Index of the recorded mark it comes from.
    pub(crate) mark: usize,
    /// As a person would type it.
    pub(crate) shown: String,
    pub(crate) key: MarkKey,
    /// One entry per sign of the key when some sign is not certain.
    pub(crate) pattern: Option<Vec<Sign>>,
    pub(crate) position: u8,
    pub(crate) doubtful: bool,
    pub(crate) kind: Kind,
    pub(crate) turn: Turn,
    /// The recorder looked here and saw nothing.
    pub(crate) empty: bool,
}

/// One place of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Is(char),
    OneOf(Vec<char>),
    Any,
    Run,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Letters,
    Mixed,
    Symbol,
    Unread,
}

/// What becomes of a part when the case is turned by 180°.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It shows which way is up.
    Fixed,
    /// It reads the same.
    Same,
    /// It reads as this.
    Other(MarkKey),
}

/// One way to take the marking apart.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub(crate) tokens: Vec<Token>,
    /// Probability that somebody writes the marking this way.
    pub(crate) cost: f64,
    /// Probability that its parts mean this at all.
    pub(crate) noise: f64,
    pub(crate) how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    AsRecorded,
    AtPunctuation,
    BetweenLettersAndDigits,
    WithinDigits,
    SingleSignsJoined,
}

pub(crate) type SymbolNames<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What the cutting needs to know of the tables.
pub(crate) struct Known<'a> {
    /// The id of a symbol, from any of its names or signs.
    pub(crate) symbol: SymbolNames<'a>,
    /// True for the key of a stamp that names a calibre.
    pub(crate) calibre: &'a dyn Fn(&str) -> bool,
    /// True for a name of a calibre as people write it.
    pub(crate) name: &'a dyn Fn(&str) -> bool,
}

pub(crate) fn cuts(marking: &Marking, known: &Known<'_>, weights: &Weights) -> Vec<Cut> {
    let marks = marking.marks();
    let symbol = known.symbol;
    let plain: Vec<(usize, Mark)> = marks.iter().cloned().enumerate().collect();
    let calibre = |m: &Mark| (known.calibre)(&mark_key(std::slice::from_ref(m), symbol).text);
    let whole = calibres_joined(&plain, known);
    // Words that together name a calibre are not a maker's by themselves.
    let cost = if whole.is_some() {
        weights.calibre_words
    } else {
        1.0
    };
    let mut out = vec![Cut {
        tokens: tokens(&plain, symbol),
        cost: 1.0,
        noise: cost,
        how: How::AsRecorded,
    }];
    if let Some(parts) = whole {
        out.push(Cut {
            tokens: tokens(&parts, symbol),
            cost: 1.0,
            noise: 1.0,
            how: How::AsRecorded,
        });
    }
    let mut add = |parts: Vec<(usize, Mark)>, cost: f64, how: How| {
        if parts.len() > plain.len() && parts.len() <= crate::notation::MAX_MARKS {
            out.push(Cut {
                tokens: tokens(&parts, symbol),
                cost,
                noise: 1.0,
                how,
            });
        }
    };
    add(
        split(&plain, &calibre, &at_punctuation),
        weights.split_punctuation,
        How::AtPunctuation,
    );
    add(
        split(&plain, &calibre, &letters_and_digits),
        weights.split_boundary,
        How::BetweenLettersAndDigits,
    );
    if plain.len() == 1 {
        add(
            split(&plain, &calibre, &year_at_end),
            weights.split_digits,
            How::WithinDigits,
        );
    }
    if let Some(parts) = joined(&plain) {
        out.push(Cut {
            tokens: tokens(&parts, symbol),
            cost: weights.joined,
            noise: 1.0,
            how: How::SingleSignsJoined,
        });
    }
    out
}

/// `223 REM`, `45 AUTO`: a calibre that is stamped in several words.
fn calibres_joined(marks: &[(usize, Mark)], known: &Known<'_>) -> Option<Vec<(usize, Mark)>> {
    let mut out: Vec<(usize, Mark)> = Vec::new();
    let mut i = 0;
    while i < marks.len() {
        let longest = (2..=3.min(marks.len() - i)).rev().find(|n| {
            let group: Vec<Mark> = marks[i..i + n].iter().map(|(_, m)| m.clone()).collect();
            let plain = group
                .iter()
                .all(|m| m.enclosure.is_none() && m.glyphs.iter().all(|g| matches!(g, Glyph::Char(_))));
            let words: Vec<String> = group.iter().map(Mark::text).collect();
            // `38 44` is a producer and a year, although .38-44 is a calibre.
            let letters = words.iter().any(|w| w.chars().any(char::is_alphabetic));
            let stamp = || (known.calibre)(&mark_key(&group, known.symbol).text);
            plain && (stamp() || letters && (known.name)(&words.join(" ")))
        });
        match longest {
            Some(n) => {
                let mut whole = marks[i].1.clone();
                for (_, m) in &marks[i + 1..i + n] {
                    whole.glyphs.push(Glyph::Char(' '));
                    whole.glyphs.extend(m.glyphs.iter().cloned());
                }
                out.push((
                    marks[i].0,
                    Mark {
                        quoted: true,
                        ..whole
                    },
                ));
                i += n;
            }
            None => {
                out.push(marks[i].clone());
                i += 1;
            }
        }
    }
    (out.len() < marks.len()).then_some(out)
}

/// `L C 0 4`: signs set apart round the head, letters and digits each read together.
fn joined(marks: &[(usize, Mark)]) -> Option<Vec<(usize, Mark)>> {
    let mut out: Vec<(usize, Mark)> = Vec::new();
    for (i, m) in marks {
        let single = |m: &Mark| m.glyphs.len() == 1 && m.enclosure.is_none() && m.position.is_none();
        match out.last_mut() {
            Some((_, last))
                if single(m)
                    && class(&m.glyphs[0]) != 0
                    && last.position.is_none()
                    && last.enclosure.is_none()
                    && last.glyphs.len() < 6
                    && last
                        .glyphs
                        .iter()
                        .all(|g| class(g) == class(&m.glyphs[0]) && class(g) != 3) =>
            {
                last.glyphs.extend(m.glyphs.iter().cloned());
            }
            _ if single(m) => out.push((*i, m.clone())),
            // A mark of several signs stands for itself: nothing is joined to it.
            _ => return None,
        }
    }
    (out.len() < marks.len() && out.len() > 1).then_some(out)
}

/// Takes marks apart, but never one that names a calibre: the `7` of `7.62x39` is nobody's mark.
fn split(
    marks: &[(usize, Mark)],
    calibre: &dyn Fn(&Mark) -> bool,
    cut: &dyn Fn(&Mark) -> Option<Vec<Mark>>,
) -> Vec<(usize, Mark)> {
    marks
        .iter()
        .flat_map(|(i, m)| {
            let whole = m.quoted || m.enclosure.is_some() || calibre(m);
            let parts = if whole { None } else { cut(m) };
            parts
                .unwrap_or_else(|| vec![m.clone()])
                .into_iter()
                .map(move |p| (*i, p))
        })
        .collect()
}

fn part(of: &Mark, glyphs: &[Glyph]) -> Mark {
    Mark {
        glyphs: glyphs.to_vec(),
        position: of.position,
        doubtful: of.doubtful,
        ..Mark::default()
    }
}

fn at_punctuation(m: &Mark) -> Option<Vec<Mark>> {
    let parts: Vec<Mark> = m
        .glyphs
        .split(|g| matches!(g, Glyph::Char('-' | '–' | '—' | '.' | ':')))
        .filter(|p| !p.is_empty())
        .map(|p| part(m, p))
        .collect();
    (parts.len() > 1).then_some(parts)
}

fn class(g: &Glyph) -> u8 {
    match g {
        Glyph::Char(c) if digit_value(*c).is_some() => 1,
        Glyph::Char(c) if c.is_alphabetic() => 2,
        Glyph::Symbol(_) | Glyph::UnknownSymbol => 3,
        _ => 0,
    }
}

fn letters_and_digits(m: &Mark) -> Option<Vec<Mark>> {
    let changes: Vec<usize> = (1..m.glyphs.len())
        .filter(|i| {
            let (a, b) = (class(&m.glyphs[i - 1]), class(&m.glyphs[*i]));
            a != b && a != 0 && b != 0
        })
        .collect();
    if changes.is_empty() || changes.len() > 4 {
        return None;
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for to in changes.into_iter().chain([m.glyphs.len()]) {
        parts.push(part(m, &m.glyphs[from..to]));
        from = to;
    }
    Some(parts)
}

/// `94511`: the last two digits may be a year.
fn year_at_end(m: &Mark) -> Option<Vec<Mark>> {
    let n = m.glyphs.len();
    // A whole year by itself is a year.
    let value: u32 = m.text().parse().unwrap_or(0);
    if (1850..2040).contains(&value) {
        return None;
    }
    let digits = m
        .glyphs
        .iter()
        .all(|g| class(g) == 1 || matches!(g, Glyph::Unreadable | Glyph::OneOf(_)));
    ((4..=6).contains(&n) && digits).then(|| vec![part(m, &m.glyphs[..n - 2]), part(m, &m.glyphs[n - 2..])])
}

fn tokens(marks: &[(usize, Mark)], symbol: SymbolNames<'_>) -> Vec<Token> {
    marks.iter().map(|(i, m)| token(*i, m, symbol)).collect()
}

fn token(index: usize, mark: &Mark, symbol: SymbolNames<'_>) -> Token {
    let key = mark_key(std::slice::from_ref(mark), symbol);
    let doubt = |g: &Glyph| {
        matches!(
            g,
            Glyph::Unreadable | Glyph::Run | Glyph::OneOf(_) | Glyph::UnknownSymbol
        )
    };
    let pattern = mark.glyphs.iter().any(doubt).then(|| pattern(mark, symbol));
    Token {
        mark: index,
        shown: mark.stamped(),
        kind: kind(mark, &key),
        turn: turn(mark, &key),
        pattern,
        position: position_code(mark.position),
        doubtful: mark.doubtful,
        empty: mark.glyphs.is_empty(),
        key,
    }
}

pub(crate) fn pattern(mark: &Mark, symbol: SymbolNames<'_>) -> Vec<Sign> {
    let mut out = Vec::new();
    for glyph in &mark.glyphs {
        match glyph {
            Glyph::Unreadable | Glyph::UnknownSymbol => out.push(Sign::Any),
            Glyph::Run => out.push(Sign::Run),
            Glyph::OneOf(options) => {
                out.push(Sign::OneOf(options.iter().filter_map(|c| skeleton(*c)).collect()))
            }
            other => {
                let one = Mark {
                    glyphs: vec![other.clone()],
                    ..Mark::default()
                };
                out.extend(mark_key(&[one], symbol).text.chars().map(Sign::Is));
            }
        }
    }
    out
}

fn kind(mark: &Mark, key: &MarkKey) -> Kind {
    let mut digits = 0;
    let mut letters = 0;
    let mut symbols = 0;
    for g in &mark.glyphs {
        match g {
            Glyph::Char(c) if digit_value(*c).is_some() => digits += 1,
            Glyph::Char(c) if c.is_alphanumeric() => letters += 1,
            Glyph::Symbol(_) | Glyph::UnknownSymbol => symbols += 1,
            Glyph::OneOf(options) if options.iter().all(|c| digit_value(*c).is_some()) => digits += 1,
            Glyph::OneOf(_) => letters += 1,
            _ => {}
        }
    }
    match (digits, letters, symbols) {
        (0, 0, 0) if key.text.contains('{') => Kind::Symbol,
        (0, 0, 0) => Kind::Unread,
        (_, 0, 0) => Kind::Number,
        (0, 0, _) => Kind::Symbol,
        (0, _, 0) => Kind::Letters,
        _ => Kind::Mixed,
    }
}

fn turn(mark: &Mark, key: &MarkKey) -> Turn {
    let letters = |g: &Glyph| matches!(g, Glyph::Char(_)) && !key.text.contains('{');
    if !mark.glyphs.iter().all(letters) {
        // A symbol or an unread sign says nothing about what is up: such a part is kept as recorded.
        return if mark
            .glyphs
            .iter()
            .any(|g| matches!(g, Glyph::Char(c) if c.is_alphanumeric() && turned(*c).is_none()))
        {
            Turn::Fixed
        } else {
            Turn::Same
        };
    }
    let raw: Option<String> = key.raw.chars().rev().map(turned).collect();
    let Some(raw) = raw.filter(|r| !r.is_empty()) else {
        return Turn::Fixed;
    };
    if raw == key.raw {
        return Turn::Same;
    }
    let text = raw.chars().filter_map(skeleton).collect();
    Turn::Other(MarkKey {
        text,
        raw,
        enclosure: key.enclosure,
        ..MarkKey::default()
    })
}

/// A number read in a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: u32,
    pub(crate) digits: u8,
    pub(crate) script: Script,
    /// It was written in Roman numerals.
    pub(crate) roman: bool,
    pub(crate) turned: bool,
    /// One of this many values the part may have.
    pub(crate) of: u16,
}

impl Token {
    /// Every number the part may show: as recorded, and turned.
    pub(crate) fn numbers(&self) -> Vec<Number> {
        let mut out = Vec::new();
        if self.key.enclosure.is_some() {
            // Nobody draws a circle around a year.
            return out;
        }
        if let Some(pattern) = &self.pattern {
            partly_read(pattern, &mut out);
            return out;
        }
        push_number(&self.key, false, &mut out);
        if let Turn::Other(key) = &self.turn {
            push_number(key, true, &mut out);
        }
        out
    }
}

fn push_number(key: &MarkKey, turned: bool, out: &mut Vec<Number>) {
    let raw = key.raw.as_str();
    let count = raw.chars().count();
    if count == 0 || count > 6 {
        return;
    }
    let digits = u8::try_from(count).unwrap_or(u8::MAX);
    if raw.chars().all(|c| digit_value(c).is_some()) {
        // Persian and Arabic-Indic share seven digits: one Persian form decides.
        let script = raw
            .chars()
            .map(Script::of)
            .max_by_key(|s| *s == Script::Persian)
            .unwrap_or(Script::Latin);
        if let Ok(value) = key.text.parse() {
            out.push(Number {
                value,
                digits,
                script,
                roman: false,
                turned,
                of: 1,
            });
        }
        return;
    }
    let stripped = raw.trim_end_matches(['年', '月']);
    if let Some(value) = chinese_number(stripped) {
        let digits = if value >= 1000 { 4 } else { 2 };
        out.push(Number {
            value,
            digits,
            script: Script::Chinese,
            roman: false,
            turned,
            of: 1,
        });
    } else if let Some(value) = roman(&key.text) {
        out.push(Number {
            value,
            digits,
            script: Script::Latin,
            roman: true,
            turned,
            of: 1,
        });
    }
}

/// A number with one unread digit is any of ten numbers.
fn partly_read(pattern: &[Sign], out: &mut Vec<Number>) {
    if pattern.len() > 4 || pattern.iter().filter(|s| !matches!(s, Sign::Is(_))).count() != 1 {
        return;
    }
    let digits: Vec<char> = ('0'..='9').collect();
    let choices: Vec<char> = pattern
        .iter()
        .find_map(|s| match s {
            Sign::Any => Some(digits.clone()),
            Sign::OneOf(options) => Some(options.clone()),
            _ => None,
        })
        .unwrap_or_default();
    for c in &choices {
        let text: String = pattern
            .iter()
            .map(|s| if let Sign::Is(k) = s { *k } else { *c })
            .collect();
        if text.bytes().all(|b| b.is_ascii_digit())
            && let Ok(value) = text.parse()
        {
            let digits = u8::try_from(text.len()).unwrap_or(u8::MAX);
            let of = u16::try_from(choices.len()).unwrap_or(u16::MAX);
            out.push(Number {
                value,
                digits,
                script: Script::Latin,
                roman: false,
                turned: false,
                of,
            });
        }
    }
}

/// Roman numerals up to 39, as far as months and years of an era need.
pub(crate) fn roman(text: &str) -> Option<u32> {
    let value = |c| {
        Some(match c {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            _ => return None,
        })
    };
    let mut total = 0;
    let mut last = 0;
    for c in text.chars().rev() {
        let v = value(c)?;
        if v < last {
            total -= v;
        } else {
            total += v;
            last = v;
        }
    }
    (1..40).contains(&total).then(|| u32::try_from(total).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals() {
        for (text, n) in [("I", 1), ("IV", 4), ("VII", 7), ("XII", 12), ("XVI", 16)] {
            assert_eq!(roman(text), Some(n));
        }
        assert_eq!(roman("GR"), None);
        assert_eq!(roman(""), None);
    }
}
