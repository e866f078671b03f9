//! Marks turned, moved, joined, parted, lost and added.

use headstamp_core::notation::{Glyph, Mark, Position};

use crate::case::{Role, Sheet};
use crate::chance::Chance;

pub(super) fn drop_year(sheet: &mut Sheet) -> Option<()> {
    let at = *sheet.of(Role::Year).first()?;
    sheet.marks.remove(at);
    Some(())
}

pub(super) fn drop_producer(sheet: &mut Sheet) -> Option<()> {
    sheet.of(Role::Producer).first()?;
    sheet.marks.retain(|(_, r)| *r != Role::Producer);
    sheet.marks.first().map(|_| ())
}

pub(super) fn split(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let plain = |m: &Mark| {
        m.enclosure.is_none()
            && m.glyphs.len() >= 2
            && m.glyphs
                .iter()
                .all(|g| matches!(g, Glyph::Char(c) if c.is_alphanumeric()))
    };
    let producer = sheet.of(Role::Producer).into_iter();
    let places: Vec<usize> = producer.filter(|i| plain(&sheet.marks[*i].0)).collect();
    let at = *chance.pick(&places)?;
    let mut first = sheet.marks.get(at)?.0.clone();
    first.quoted = false;
    let mut second = first.clone();
    let cut = 1 + chance.below(first.glyphs.len() - 1);
    first.glyphs.truncate(cut);
    second.glyphs.drain(..cut);
    sheet
        .marks
        .splice(at..=at, [(first, Role::Producer), (second, Role::Producer)]);
    Some(())
}

pub(super) fn merge(sheet: &mut Sheet) -> Option<()> {
    let plain = |m: &Mark| {
        m.enclosure.is_none()
            && !m.doubtful
            && !m.quoted
            && !m.glyphs.is_empty()
            && m.glyphs
                .iter()
                .all(|g| !matches!(g, Glyph::Symbol(_) | Glyph::UnknownSymbol))
    };
    let producer = sheet.of(Role::Producer);
    let (first, last) = (*producer.first()?, *producer.last()?);
    let is_year = |i: usize| sheet.marks.get(i).is_some_and(|(_, r)| *r == Role::Year);
    // The year beside it before anything else, as in 94511; else what follows.
    let before = first.checked_sub(1);
    let after = (last + 1 < sheet.marks.len()).then_some(last);
    let at = before
        .filter(|b| is_year(*b) && !is_year(last + 1))
        .or(after)
        .or(before)?;
    if !plain(&sheet.marks.get(at)?.0) || !plain(&sheet.marks.get(at + 1)?.0) {
        return None;
    }
    let (second, _) = sheet.marks.remove(at + 1);
    let (first, role) = sheet.marks.get_mut(at)?;
    *role = Role::Producer;
    first.position = None;
    first.quoted = false;
    first.glyphs.extend(second.glyphs);
    Some(())
}

/// A sign upside down as another sign, or nothing where it shows what is up.
fn turned(c: char) -> Option<char> {
    Some(match c {
        '0' | '1' | '8' | 'H' | 'I' | 'N' | 'O' | 'S' | 'X' | 'Z' | 'o' | 'x' | 's' | 'z' | 'И' | 'О'
        | 'Х' | 'Ж' | 'Н' | 'І' | 'Ф' | '١' | '٠' | '٥' | '۱' | '۰' => c,
        '6' => '9',
        '9' => '6',
        'M' => 'W',
        'W' => 'M',
        'n' => 'u',
        'u' => 'n',
        'p' => 'd',
        'd' => 'p',
        'b' => 'q',
        'q' => 'b',
        '٧' => '٨',
        '٨' => '٧',
        '۷' => '۸',
        '۸' => '۷',
        '-' | '.' => c,
        _ => return None,
    })
}

fn turn(mark: &mut Mark) -> Option<()> {
    for glyph in &mut mark.glyphs {
        match glyph {
            Glyph::Char(c) => *c = turned(*c)?,
            Glyph::OneOf(_) => return None,
            Glyph::Symbol(_) | Glyph::UnknownSymbol | Glyph::Unreadable | Glyph::Run => {}
        }
    }
    mark.glyphs.reverse();
    Some(())
}

pub(super) fn turn_one(sheet: &mut Sheet) -> Option<()> {
    let producer = sheet.of(Role::Producer);
    if sheet.marks.len() < 2 {
        return None; // a single mark upside down is the whole case upside down
    }
    let [at] = producer[..] else { return None };
    turn(&mut sheet.marks.get_mut(at)?.0)
}

pub(super) fn turn_all(sheet: &mut Sheet) -> Option<()> {
    for (mark, _) in &mut sheet.marks {
        turn(mark)?;
        if let Some(Position::Hour(h)) = &mut mark.position {
            *h = (*h + 5) % 12 + 1;
        }
    }
    sheet.marks.reverse();
    Some(())
}

fn forget_positions(sheet: &mut Sheet) {
    for (mark, _) in &mut sheet.marks {
        mark.position = None;
    }
}

pub(super) fn shift(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let by = 1 + chance.below(sheet.marks.len().checked_sub(1).filter(|n| *n > 0)?);
    forget_positions(sheet);
    sheet.marks.rotate_left(by);
    Some(())
}

pub(super) fn reverse(sheet: &mut Sheet) -> Option<()> {
    forget_positions(sheet);
    sheet.marks.reverse();
    Some(())
}

/// What is written down besides the marks: an inspector's dot, a star, a machine's letter or digit.
const STRAY: [&str; 12] = [
    "{dot}", "{star}", "{dot}", "{star}", "1", "3", "5", "7", "A", "C", "K", "T",
];

pub(super) fn stray(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let sign = *chance.pick(&STRAY)?;
    let glyph = match sign.strip_prefix('{').and_then(|s| s.strip_suffix('}')) {
        Some(name) => Glyph::Symbol(name.to_owned()),
        None => Glyph::Char(sign.chars().next()?),
    };
    let mark = Mark {
        glyphs: vec![glyph],
        ..Mark::default()
    };
    // Not between the parts of one producer mark: that would be another fault.
    let producer = sheet.of(Role::Producer);
    let inside =
        |at: usize| producer.first().is_some_and(|f| *f < at) && producer.last().is_some_and(|l| at <= *l);
    let places: Vec<usize> = (0..=sheet.marks.len()).filter(|at| !inside(*at)).collect();
    let at = *chance.pick(&places)?;
    sheet.marks.insert(at, (mark, Role::Other));
    Some(())
}

pub(super) fn wrong_calibre(sheet: &mut Sheet, calibres: &[String], chance: &mut Chance) -> Option<()> {
    let recorded = sheet.calibre.as_ref()?;
    let others: Vec<&String> = calibres.iter().filter(|c| *c != recorded).collect();
    sheet.calibre = Some((*chance.pick(&others)?).clone());
    Some(())
}
