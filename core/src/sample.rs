//! The sample key: calibre, producer mark and year mark as read. It is made of the marks alone, never of an
//! attribution, so that a better table does not change a count.

use std::borrow::Cow;

use compact_str::CompactString;
use smallvec::{SmallVec, smallvec};

use crate::glyph::digit_value;
use crate::notation::{Glyph, Looked, Mark, Marking};
use crate::tables::key::mark_key;

/// The key of a marking, `7.62x54mmR|945|11`. An unreadable part is `?`, an absent one `-`.
///
/// The year is the last mark that has the form of a year (two or four digits) while another mark is left to be the
/// producer's; marks with positions are taken clockwise from 12. Drawn signs do not count.
#[must_use]
pub fn key(marking: &Marking, calibre: Option<&str>, symbol: &dyn Fn(&str) -> Option<String>) -> String {
    let mut parts: SmallVec<[(u8, CompactString, bool); 6]> = SmallVec::new();
    let marks = together(marking.marks());
    for m in marks.iter().flat_map(pieces) {
        let m = &*m;
        let hour = match m.position {
            Some(crate::notation::Position::Hour(12)) | None => 0,
            Some(crate::notation::Position::Hour(h)) => h,
            Some(crate::notation::Position::Centre) => 13,
        };
        let drawn = |g: &Glyph| match g {
            Glyph::Symbol(_) | Glyph::UnknownSymbol => true,
            Glyph::Char(c) => !c.is_alphanumeric() && symbol(c.encode_utf8(&mut [0; 4])).is_some(),
            _ => false,
        };
        let only_symbols = m.glyphs.iter().all(drawn);
        if m.glyphs.is_empty() || (only_symbols && marking.marks().len() > 1) {
            continue;
        }
        let key = mark_key(std::slice::from_ref(m), symbol);
        let text: CompactString = if key.text.contains('…') {
            key.text.replace('…', "?").into()
        } else {
            key.text
        };
        let text = match m.enclosure {
            Some(_) => Mark {
                glyphs: text.chars().map(Glyph::Char).collect(),
                enclosure: m.enclosure,
                ..Mark::default()
            }
            .stamped()
            .into(),
            None => text,
        };
        parts.push((hour, text, year_form(m)));
    }
    parts.sort_by_key(|p| p.0);
    let year = if parts.len() > 1 || marking.looked() == Looked::NoCode {
        parts.iter().rposition(|p| p.2).map(|i| parts.remove(i).1)
    } else {
        None
    };
    let mut key = String::with_capacity(32);
    key.push_str(calibre.unwrap_or("-"));
    key.push('|');
    for (i, (_, text, _)) in parts.iter().enumerate() {
        if i > 0 {
            key.push('+');
        }
        key.push_str(text);
    }
    if parts.is_empty() {
        key.push('-');
    }
    key.push('|');
    key.push_str(year.as_deref().unwrap_or("-"));
    key
}

/// `L C 0 4`: signs set apart round the head, letters and digits each read together.
fn together(marks: &[Mark]) -> Cow<'_, [Mark]> {
    let kind = |m: &Mark| match m.glyphs.as_slice() {
        [Glyph::Char(c)] if m.enclosure.is_none() && m.position.is_none() => {
            if digit_value(*c).is_some() {
                1
            } else {
                u8::from(c.is_alphabetic()) * 2
            }
        }
        _ => 0,
    };
    if marks.len() < 3 || marks.iter().any(|m| kind(m) == 0) {
        return Cow::Borrowed(marks);
    }
    let mut out: Vec<Mark> = Vec::new();
    for (i, m) in marks.iter().enumerate() {
        match out.last_mut() {
            Some(last) if kind(&marks[i - 1]) == kind(m) => last.glyphs.extend(m.glyphs.iter().cloned()),
            _ => out.push(m.clone()),
        }
    }
    Cow::Owned(out)
}

/// `945-11` and `LC04` are the same headstamps as `945 11` and `LC 04`.
fn pieces(m: &Mark) -> SmallVec<[Cow<'_, Mark>; 1]> {
    let whole = || smallvec![Cow::Borrowed(m)];
    if m.quoted || m.enclosure.is_some() {
        return whole();
    }
    let digit = |g: &Glyph| matches!(g, Glyph::Char(c) if digit_value(*c).is_some());
    let part = |glyphs: &[Glyph]| {
        Cow::Owned(Mark {
            glyphs: glyphs.to_vec(),
            ..m.clone()
        })
    };
    if m.glyphs.iter().all(digit) {
        return whole();
    }
    if m.glyphs.iter().all(|g| digit(g) || *g == Glyph::Char('-')) {
        return m
            .glyphs
            .split(|g| *g == Glyph::Char('-'))
            .filter(|g| !g.is_empty())
            .map(part)
            .collect();
    }
    let letters = m
        .glyphs
        .iter()
        .take_while(|g| matches!(g, Glyph::Char(c) if c.is_alphabetic()))
        .count();
    let (head, tail) = m.glyphs.split_at(letters);
    let tail = tail.strip_prefix(&[Glyph::Char('-')]).unwrap_or(tail);
    if !head.is_empty() && matches!(tail.len(), 2 | 4) && tail.iter().all(digit) {
        return smallvec![part(head), part(tail)];
    }
    whole()
}

fn year_form(m: &Mark) -> bool {
    // Four digits are a year of some calendar in use, or a lot.
    if let Ok(number) = m.text().parse::<u16>()
        && m.glyphs.len() == 4
        && ![1280..=1460, 1700..=2100, 2400..=2650]
            .iter()
            .any(|years| years.contains(&number))
    {
        return false;
    }
    let n = m
        .glyphs
        .iter()
        .filter(|g| !matches!(g, Glyph::Char('\'' | '’')))
        .count();
    matches!(n, 2 | 4)
        && m.enclosure.is_none()
        && m.glyphs.iter().all(|g| match g {
            Glyph::Char(c) => digit_value(*c).is_some() || matches!(c, '\'' | '’'),
            Glyph::Unreadable => true,
            Glyph::OneOf(options) => options.iter().all(|c| digit_value(*c).is_some()),
            _ => false,
        })
        && m.glyphs
            .iter()
            .any(|g| matches!(g, Glyph::Char(c) if digit_value(*c).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(marks: &str) -> String {
        key(&Marking::parse(marks).unwrap(), Some("7.62x54mmR"), &|_| None)
    }

    #[test]
    fn one_sample_however_it_is_written() {
        for m in [
            "945 11",
            "945_11",
            "12:945 6:11",
            "6:11 12:945",
            "11 945",
            "945-11",
            "٩٤٥ ١١",
            "945 * 11 *",
        ] {
            assert_eq!(of(m), "7.62x54mmR|945|11", "{m}");
        }
        for m in ["LC 04", "LC04", "LC-04", "L C 0 4"] {
            assert_eq!(of(m), "7.62x54mmR|LC|04", "{m}");
        }
        assert_eq!(of("945"), "7.62x54mmR|945|-");
        assert_eq!(of("11"), "7.62x54mmR|11|-");
        assert_eq!(of("9?5 11"), "7.62x54mmR|9?5|11");
        assert_eq!(of("(10) 84"), "7.62x54mmR|(10)|84");
        assert_eq!(of("no-code 02"), "7.62x54mmR|-|02");
        assert_eq!(of("blank"), "7.62x54mmR|-|-");
    }
}
