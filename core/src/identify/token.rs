//! The marking taken apart. Recorders write marks together, apart, with hyphens or without: every way that makes sense
//! is one `Cut`, and costs.

use compact_str::CompactString;

use super::Identifier;
use super::assign::Made;
use crate::glyph::{Script, chinese_number, digit_value, skeleton, turned};
use crate::notation::{Glyph, Mark};
use crate::observation::Observation;
use crate::tables::build::position_code;
use crate::tables::key::{MarkKey, mark_key};
use crate::weights::Weights;

/// One part of a marking.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// Index of the recorded mark it comes from.
    pub(crate) mark: usize,
    /// As a person would type it.
    pub(crate) shown: CompactString,
    pub(crate) key: MarkKey,
    /// One entry per sign of the key when some sign is not certain.
    pub(crate) pattern: Option<Vec<Sign>>,
    pub(crate) position: u8,
    pub(crate) doubtful: bool,
    pub(crate) kind: Kind,
    pub(crate) turn: Turn,
    /// The recorder looked here and saw nothing.
    pub(crate) empty: bool,
    /// Every number it may show: as recorded, turned, and with signs taken for digits.
    pub(crate) numbers: Vec<Number>,
    /// Calibres that it names by a stamp or a name.
    pub(crate) calibres: Vec<u16>,
    /// Rows of the stamps with this key.
    pub(crate) stamps: Vec<u32>,
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

/// The marking in every way it may be taken apart, as recorded first.
pub(crate) fn cuts(id: &Identifier<'_>, observation: &Observation) -> Vec<Cut> {
    let w = &id.weights;
    let marks = observation.marking.marks();
    let recorded: Vec<Token> = marks.iter().enumerate().map(|(i, m)| token(id, i, m)).collect();
    // A number that is somebody's code as it stands is taken apart less readily.
    let known = |t: &Token| id.tables.set().mark_index.rows_of(&t.key.text).next().is_some();
    // Only on cases do recorders run marks together; a line of a stencil is one mark.
    let case = Made::by(observation) == Made::Cartridge && observation.item != "crate";
    let split_known = |tokens: &Vec<Token>| {
        let whole = recorded
            .iter()
            .filter(|t| !tokens.iter().any(|x| x.shown == t.shown));
        if whole.filter(|t| known(t)).count() > 0 {
            w.split_known
        } else {
            1.0
        }
    };
    let cut = |tokens: Vec<Token>, cost: f64, how: How| Cut {
        tokens,
        cost,
        noise: 1.0,
        how,
    };
    let mut out = Vec::with_capacity(4);
    let whole = calibres_joined(id, marks, &recorded);
    let split = |of| case.then(|| split(id, marks, &recorded, of)).flatten();
    let (split_punctuation, split_boundary, split_digits) = (
        split(at_punctuation),
        split(letters_and_digits),
        // One mark that holds both the code and the year; signs beside it say neither.
        (recorded.iter().filter(|t| t.kind != Kind::Symbol).count() == 1)
            .then(|| split(year_at_end))
            .flatten(),
    );
    let digits = w.split_digits * split_digits.as_ref().map_or(1.0, split_known);
    let boundary = split_boundary.as_ref().map_or(1.0, |tokens| {
        let single =
            |t: &Token| t.kind != Kind::Number && (t.kind == Kind::Symbol || t.key.text.chars().count() == 1);
        let apart = tokens
            .iter()
            .filter(|t| !recorded.iter().any(|x| x.shown == t.shown));
        if apart.filter(|t| single(t)).count() > 0 {
            w.split_single
        } else {
            w.split_boundary
        }
    });
    let joined = joined(marks).map(|parts| parts.iter().map(|(i, m)| token(id, *i, m)).collect());
    out.push(Cut {
        // Words that together name a calibre are not a maker's by themselves.
        noise: if whole.is_some() { w.calibre_words } else { 1.0 },
        ..cut(recorded, 1.0, How::AsRecorded)
    });
    let more = [
        (whole, 1.0, How::AsRecorded),
        (split_punctuation, w.split_punctuation, How::AtPunctuation),
        (split_boundary, boundary, How::BetweenLettersAndDigits),
        (split_digits, digits, How::WithinDigits),
        (joined, w.joined, How::SingleSignsJoined),
    ];
    for (tokens, cost, how) in more {
        out.extend(tokens.map(|tokens| cut(tokens, cost, how)));
    }
    out
}

/// `223 REM`, `45 AUTO`: a calibre that is stamped in several words.
fn calibres_joined(id: &Identifier<'_>, marks: &[Mark], recorded: &[Token]) -> Option<Vec<Token>> {
    let plain = |m: &Mark| m.enclosure.is_none() && m.glyphs.iter().all(|g| matches!(g, Glyph::Char(_)));
    let stamps = &id.tables.set().calibre_stamps;
    let names = |i: usize, n: usize| {
        // Every name of a calibre begins with its measure, or has it in the first word.
        if !marks[i..i + n].iter().all(plain) || !recorded[i].key.text.contains(|c: char| c.is_ascii_digit())
        {
            return false;
        }
        let group = &recorded[i..i + n];
        let key: String = group.iter().map(|t| t.key.text.as_str()).collect();
        // `38 44` is a producer and a year, although .38-44 is a calibre.
        let letters = group.iter().any(|t| t.kind != Kind::Number);
        stamps.rows_of(&key).next().is_some()
            || letters && {
                let words: Vec<String> = marks[i..i + n].iter().map(Mark::text).collect();
                id.tables.calibre_by_name(&words.join(" ")).is_some()
            }
    };
    let mut out: Vec<Token> = Vec::with_capacity(marks.len());
    let mut i = 0;
    while i < marks.len() {
        match (2..=3.min(marks.len() - i)).rev().find(|n| names(i, *n)) {
            Some(n) => {
                let mut whole = marks[i].clone();
                whole.quoted = true;
                for m in &marks[i + 1..i + n] {
                    whole.glyphs.push(Glyph::Char(' '));
                    whole.glyphs.extend(m.glyphs.iter().cloned());
                }
                out.push(token(id, i, &whole));
                i += n;
            }
            None => {
                out.push(recorded[i].clone());
                i += 1;
            }
        }
    }
    (out.len() < marks.len()).then_some(out)
}

/// `L C 0 4`: signs set apart round the head, letters and digits each read together.
fn joined(marks: &[Mark]) -> Option<Vec<(usize, Mark)>> {
    if marks.len() < 3 || !marks.iter().any(|m| m.glyphs.len() == 1) {
        return None;
    }
    let mut out: Vec<(usize, Mark)> = Vec::new();
    for (i, m) in marks.iter().enumerate() {
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
            _ if single(m) => out.push((i, m.clone())),
            // A mark of several signs stands for itself: nothing is joined to it.
            _ => return None,
        }
    }
    (out.len() < marks.len() && out.len() > 1).then_some(out)
}

/// Takes marks apart, but never one that names a calibre or is a stamp of the tables: the `7` of `7.62x39` is nobody's
/// mark, nor is the `S` of the case metal `S*`.
fn split(
    id: &Identifier<'_>,
    marks: &[Mark],
    recorded: &[Token],
    cut: fn(&Identifier<'_>, &Mark) -> Option<Vec<Mark>>,
) -> Option<Vec<Token>> {
    let apart = |(m, t): (&Mark, &Token)| {
        let whole = m.quoted || m.enclosure.is_some() || !t.calibres.is_empty() || !t.stamps.is_empty();
        if whole { None } else { cut(id, m) }
    };
    let parts: Vec<Option<Vec<Mark>>> = marks.iter().zip(recorded).map(apart).collect();
    let count: usize = parts.iter().map(|p| p.as_ref().map_or(1, Vec::len)).sum();
    if count == marks.len() || count > crate::notation::MAX_MARKS {
        return None;
    }
    let mut out = Vec::with_capacity(count);
    for (i, part) in parts.into_iter().enumerate() {
        match part {
            None => out.push(recorded[i].clone()),
            Some(list) => out.extend(list.iter().map(|m| token(id, i, m))),
        }
    }
    Some(out)
}

fn part(of: &Mark, glyphs: &[Glyph]) -> Mark {
    Mark {
        glyphs: glyphs.to_vec(),
        position: of.position,
        doubtful: of.doubtful,
        ..Mark::default()
    }
}

fn at_punctuation(_: &Identifier<'_>, m: &Mark) -> Option<Vec<Mark>> {
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

fn letters_and_digits(id: &Identifier<'_>, m: &Mark) -> Option<Vec<Mark>> {
    let mut changes: Vec<usize> = (1..m.glyphs.len())
        .filter(|i| {
            let (a, b) = (class(&m.glyphs[i - 1]), class(&m.glyphs[*i]));
            a != b && a != 0 && b != 0
        })
        .collect();
    changes.extend(before_stamp(id, m));
    changes.sort_unstable();
    changes.dedup();
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

/// Longer marks are not searched for stamps: the longest real headstamps have some forty signs in all.
const LONGEST_APART: usize = 40;

/// `kfgSt+`: where a stamp of the tables, two signs or longer, ends a run of letters, or the mark.
fn before_stamp(id: &Identifier<'_>, m: &Mark) -> Option<usize> {
    if m.glyphs.len() > LONGEST_APART {
        return None;
    }
    let letter = |i: usize| m.glyphs.get(i).is_some_and(|g| class(g) == 2);
    (1..m.glyphs.len().saturating_sub(1)).find(|from| {
        let ends = (from + 2..=m.glyphs.len())
            .rev()
            .find(|to| !letter(*to))
            .unwrap_or(m.glyphs.len());
        if !letter(from - 1) || !letter(*from) || ends < from + 2 {
            return false;
        }
        let symbol = |name: &str| id.tables.symbol(name).map(str::to_owned);
        let key = mark_key(&[part(m, &m.glyphs[*from..ends])], &symbol);
        let stamps = id.tables.set().stamp_index.rows_of(&key.text);
        // What stands before it must be somebody's mark, or there is no reason to take it apart.
        let before = mark_key(&[part(m, &m.glyphs[..*from])], &symbol).text;
        if before.chars().count() < 2 || id.tables.set().mark_index.rows_of(&before).next().is_none() {
            return false;
        }
        // The stamp as it is written: `St` does not end `ROST`.
        stamps
            .filter_map(|r| id.tables.stamp(r))
            .any(|s| s.text.as_str() == key.raw)
    })
}

/// `94511`: the last two digits may be a year.
fn year_at_end(_: &Identifier<'_>, m: &Mark) -> Option<Vec<Mark>> {
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

fn token(id: &Identifier<'_>, index: usize, mark: &Mark) -> Token {
    let symbol = |name: &str| id.tables.symbol(name).map(str::to_owned);
    let key = mark_key(std::slice::from_ref(mark), &symbol);
    let doubt = |g: &Glyph| {
        matches!(
            g,
            Glyph::Unreadable | Glyph::Run | Glyph::OneOf(_) | Glyph::UnknownSymbol
        )
    };
    let pattern = mark.glyphs.iter().any(doubt).then(|| pattern(mark, &symbol));
    let mut token = Token {
        mark: index,
        shown: mark.stamped().into(),
        kind: kind(mark, &key),
        turn: turn(mark, &key),
        pattern,
        position: position_code(mark.position),
        doubtful: mark.doubtful,
        empty: mark.glyphs.is_empty(),
        numbers: Vec::new(),
        calibres: Vec::new(),
        stamps: Vec::new(),
        key,
    };
    token.numbers = token.read_numbers();
    if !token.key.text.is_empty() {
        token.calibres = id.calibres_stamped(&token);
        token.stamps = id.tables.set().stamp_index.rows_of(&token.key.text).collect();
    }
    token
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
    let raw: Option<CompactString> = key.raw.chars().rev().map(turned).collect();
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
    /// What the part is worth beside a producer's mark when nothing explains it.
    pub(crate) fn unexplained(&self, w: &Weights) -> f64 {
        match self.kind {
            Kind::Symbol | Kind::Unread => w.left_symbol,
            Kind::Number if self.key.text.len() <= 2 => w.left_number,
            Kind::Number => w.left_long_number,
            Kind::Letters if self.signs() == 1 => w.left_letter,
            // The longer, the less would just these letters be there by chance.
            Kind::Letters | Kind::Mixed => w.left_letters * (self.rarity(w) / w.nobody_letter_2).min(1.0),
        }
    }

    /// How readily a mark of this shape is somebody's who is not in the tables: the fewer signs, the more makers use it.
    pub(crate) fn rarity(&self, w: &Weights) -> f64 {
        match (self.kind, self.signs()) {
            (Kind::Number, 0 | 1) => w.nobody_digit_1,
            (Kind::Number, 2) => w.nobody_digit_2,
            (Kind::Number, 3) => w.nobody_digit_3,
            (Kind::Number, 4) => w.nobody_digit_4,
            (Kind::Number, _) => w.nobody_digit_5,
            (_, 0 | 1) => w.nobody_letter_1,
            (_, 2) => w.nobody_letter_2,
            (_, 3) => w.nobody_letter_3,
            (_, 4) => w.nobody_letter_4,
            (_, 5) => w.nobody_letter_5,
            _ => w.nobody_letter_6,
        }
    }

    /// How many signs it has; a drawn one counts once.
    fn signs(&self) -> usize {
        let mut drawn = false;
        let mut one = |c: char| {
            drawn = c == '{' || drawn && c != '}';
            !drawn
        };
        self.key.text.chars().filter(|c| one(*c)).count()
    }

    /// It has the form of a year.
    pub(crate) fn year_like(&self) -> bool {
        self.kind == Kind::Number && matches!(self.key.text.len(), 2 | 4) && self.key.enclosure.is_none()
    }

    fn read_numbers(&self) -> Vec<Number> {
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
