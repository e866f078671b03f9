//! Signs misread, unread, or written in another script.

use headstamp_core::notation::Glyph;

use crate::case::{Role, Sheet};
use crate::chance::Chance;

/// Groups of signs that are taken for one another, on worn stamps or by tired eyes. Each sign of a group is equally
/// likely to be taken for each other one.
const ALIKE: &[&str] = &[
    "0O", "0D", "0Q", "OQ", "OD", "OC", "CG", "06", "08", "1I", "17", "1L", "IL", "IT", "IJ", "2Z", "27",
    "38", "35", "39", "3B", "49", "4A", "5S", "56", "6G", "6B", "68", "7T", "7Y", "8B", "8S", "89", "BR",
    "BE", "BD", "EF", "FP", "PR", "RK", "KX", "KH", "HN", "HM", "MN", "MW", "WV", "VU", "VY", "UJ", "TY",
    "TF", "XY", "SZ", "DP", "LE", "GQ", "AR", "NV", "ПЛ", "ЛД", "ЛА", "ИН", "ИП", "ЗЭ", "БВ", "ШЩ", "УЧ",
    "ГТ", "КХ", "ЖХ", "٢٣", "٧٨", "٠٥", "٦٧", "٦٩", "۴۶", "۲۳", "۷۸",
];

fn alike(c: char) -> Vec<char> {
    let partner = |pair: &str| {
        let mut signs = pair.chars();
        match (signs.next(), signs.next()) {
            (Some(a), Some(b)) if a == c => Some(b),
            (Some(a), Some(b)) if b == c => Some(a),
            _ => None,
        }
    };
    ALIKE.iter().filter_map(|p| partner(p)).collect()
}

/// Places of the characters of marks with a role.
fn places(sheet: &Sheet, role: Role, wanted: impl Fn(char) -> bool) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (i, (mark, _)) in sheet.marks.iter().enumerate().filter(|(_, (_, r))| *r == role) {
        for (j, glyph) in mark.glyphs.iter().enumerate() {
            if matches!(glyph, Glyph::Char(c) if wanted(*c)) {
                out.push((i, j));
            }
        }
    }
    out
}

fn sign(sheet: &mut Sheet, (mark, glyph): (usize, usize)) -> Option<&mut Glyph> {
    sheet.marks.get_mut(mark)?.0.glyphs.get_mut(glyph)
}

pub(super) fn confuse(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let places = places(sheet, Role::Producer, |c| !alike(c).is_empty());
    let at = *chance.pick(&places)?;
    let glyph = sign(sheet, at)?;
    let Glyph::Char(c) = glyph else { return None };
    *glyph = Glyph::Char(*chance.pick(&alike(*c))?);
    Some(())
}

pub(super) fn unreadable(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let places = places(sheet, Role::Producer, char::is_alphanumeric);
    *sign(sheet, *chance.pick(&places)?)? = Glyph::Unreadable;
    Some(())
}

pub(super) fn unreadable_year(sheet: &mut Sheet) -> Option<()> {
    let places = places(sheet, Role::Year, |_| true);
    *sign(sheet, *places.last()?)? = Glyph::Unreadable;
    Some(())
}

pub(super) fn unreadable_run(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let places = sheet.of(Role::Producer);
    let long: Vec<usize> = places
        .into_iter()
        .filter(|i| sheet.marks[*i].0.glyphs.len() >= 2)
        .collect();
    let glyphs = &mut sheet.marks.get_mut(*chance.pick(&long)?)?.0.glyphs;
    let kept = 1 + chance.below(glyphs.len() - 1);
    if chance.below(2) == 0 {
        glyphs.truncate(kept);
        glyphs.push(Glyph::Run);
    } else {
        glyphs.drain(..glyphs.len() - kept);
        glyphs.insert(0, Glyph::Run);
    }
    Some(())
}

/// Writes every sign that has another form in that form; nothing where a letter of the mark has none, for then the
/// recorder would have seen which script it is.
pub(super) fn rewrite(sheet: &mut Sheet, other: &dyn Fn(char) -> Option<char>) -> Option<()> {
    let mut changed = false;
    for (mark, _) in sheet.marks.iter_mut().filter(|(_, r)| *r == Role::Producer) {
        for glyph in &mut mark.glyphs {
            let Glyph::Char(c) = glyph else { continue };
            if c.is_alphabetic() {
                *c = other(*c)?;
                changed = true;
            }
        }
    }
    changed.then_some(())
}

pub(super) fn cyrillic_as_latin(c: char) -> Option<char> {
    Some(match c {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'З' => '3',
        'И' | 'П' => 'N',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        'І' => 'I',
        'Я' => 'R',
        'Ч' => '4',
        'Б' => '6',
        'Ѕ' => 'S',
        _ => return None,
    })
}

pub(super) fn latin_as_cyrillic(c: char) -> Option<char> {
    Some(match c {
        'A' => 'А',
        'B' => 'В',
        'C' => 'С',
        'E' => 'Е',
        'H' => 'Н',
        'K' => 'К',
        'M' => 'М',
        'O' => 'О',
        'P' => 'Р',
        'T' => 'Т',
        'X' => 'Х',
        'Y' => 'У',
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'o' => 'о',
        'p' => 'р',
        'x' => 'х',
        'y' => 'у',
        _ => return None,
    })
}

pub(super) fn small_letter(c: char) -> Option<char> {
    Some(match c {
        'А' => 'a',
        'В' => 'b',
        'Е' => 'e',
        'И' => 'u',
        'К' => 'k',
        'М' => 'm',
        'Н' => 'h',
        'О' => 'o',
        'П' => 'n',
        'Р' => 'p',
        'С' => 'c',
        'Т' => 't',
        'У' => 'y',
        'Х' => 'x',
        _ => return None,
    })
}

/// First digits of the scripts that recorders use: western, Arabic-Indic, Persian.
const ZEROS: [char; 3] = ['0', '٠', '۰'];

pub(super) fn other_digits(sheet: &mut Sheet, chance: &mut Chance) -> Option<()> {
    let script = |c: char| {
        let of = |zero: &char| (u32::from(*zero)..u32::from(*zero) + 10).contains(&u32::from(c));
        ZEROS.iter().position(of)
    };
    let chars = sheet
        .marks
        .iter()
        .flat_map(|(m, _)| &m.glyphs)
        .filter_map(|g| match g {
            Glyph::Char(c) => Some(*c),
            _ => None,
        });
    let from = chars.clone().find_map(script)?;
    // Letters beside the digits show the script, so that nobody writes the digits in another one.
    if chars.clone().any(char::is_alphabetic) {
        return None;
    }
    let to = (from + 1 + chance.below(2)) % 3;
    for glyph in sheet.marks.iter_mut().flat_map(|(m, _)| &mut m.glyphs) {
        if let Glyph::Char(c) = glyph
            && script(*c) == Some(from)
        {
            *c = char::from_u32(u32::from(*c) - u32::from(ZEROS[from]) + u32::from(ZEROS[to]))?;
        }
    }
    Some(())
}
