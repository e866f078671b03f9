//! What a sign looks like: digits of any script, letters that look alike across scripts, signs turned by 180°.
//!
//! Marks are compared by a *skeleton*: upper case, digits as 0-9, look-alike letters of other scripts as the Latin
//! letter they are taken for. The skeleton only finds rows; which steps were needed is worked out afterwards, sign by
//! sign, and costs.

/// The script a character shows, as far as it is evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Latin letters and western digits.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Greek letters.
    Greek,
    /// Arabic letters, or Arabic-Indic digits.
    Arabic,
    /// Digits in the forms used in Persian and Urdu.
    Persian,
    /// Hebrew letters.
    Hebrew,
    /// Chinese characters.
    Chinese,
    /// Any other script.
    Other,
}

impl Script {
    /// Name for a person.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Cyrillic => "Cyrillic",
            Self::Greek => "Greek",
            Self::Arabic => "Arabic",
            Self::Persian => "Persian",
            Self::Hebrew => "Hebrew",
            Self::Chinese => "Chinese",
            Self::Other => "another script",
        }
    }

    /// The script of a letter or digit. Western digits count as Latin.
    #[must_use]
    pub fn of(c: char) -> Self {
        match u32::from(c) {
            0x0370..=0x03FF => Self::Greek,
            0x0400..=0x052F => Self::Cyrillic,
            0x0590..=0x05FF => Self::Hebrew,
            0x06F0..=0x06F9 => Self::Persian,
            0x0600..=0x06FF | 0x0750..=0x077F | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Self::Arabic,
            0x3007 | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2FFFF => Self::Chinese,
            0..=0x024F | 0x1E00..=0x1EFF => Self::Latin,
            _ => Self::Other,
        }
    }
}

/// First code points of the runs of ten decimal digits met on marks and in records.
const DIGIT_ZEROS: [u32; 16] = [
    0x0030, 0x0660, 0x06F0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50, 0x0ED0,
    0x0F20, 0x1040, 0x17E0,
];

/// The value of a decimal digit of any script.
///
/// ```
/// use headstamp_core::glyph::digit_value;
/// assert_eq!(digit_value('٧'), Some(7));
/// assert_eq!(digit_value('۷'), Some(7));
/// assert_eq!(digit_value('A'), None);
/// ```
#[must_use]
pub fn digit_value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    let n = u32::from(c);
    DIGIT_ZEROS
        .iter()
        .find_map(|zero| (n.wrapping_sub(*zero) < 10).then(|| (n - zero) as u8))
}

/// The number written in Chinese numerals, `十九` = 19, `二十一` = 21, `一九三〇` = 1930.
#[must_use]
pub fn chinese_number(text: &str) -> Option<u32> {
    let digit = |c| {
        Some(match c {
            '〇' | '零' | '○' => 0,
            '一' | '壹' | '元' => 1,
            '二' | '貳' | '贰' => 2,
            '三' | '參' | '叁' => 3,
            '四' | '肆' => 4,
            '五' | '伍' => 5,
            '六' | '陸' | '陆' => 6,
            '七' | '柒' => 7,
            '八' | '捌' => 8,
            '九' | '玖' => 9,
            _ => return None,
        })
    };
    let tens = |c| {
        Some(match c {
            '十' | '拾' => 10,
            '廿' => 20,
            '卅' => 30,
            '卌' => 40,
            _ => return None,
        })
    };
    let chars: Vec<char> = text.chars().collect();
    if chars.is_empty() || chars.len() > 4 {
        return None;
    }
    if chars.len() >= 2 && chars.iter().all(|c| digit(*c).is_some()) {
        return chars.iter().try_fold(0, |n, c| Some(n * 10 + digit(*c)?));
    }
    let mut value = 0;
    let mut pending = None;
    for c in chars {
        if let Some(t) = tens(c) {
            value += match (t, pending.take()) {
                (10, Some(d)) => d * 10,
                (_, Some(_)) => return None,
                (t, None) => t,
            };
        } else if let Some(d) = digit(c)
            && pending.is_none()
        {
            pending = Some(d);
        } else {
            return None;
        }
    }
    Some(value + pending.unwrap_or(0))
}

/// The skeleton of a sign, or nothing when the sign is punctuation that recorders add and drop at will.
#[must_use]
pub fn skeleton(c: char) -> Option<char> {
    if c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_uppercase());
    }
    if matches!(
        c,
        '.' | '-' | '–' | '—' | '\'' | ' ' | '’' | '‐' | ',' | ':' | '@'
    ) {
        return None;
    }
    if c.is_ascii() {
        return Some(c);
    }
    if let Some(d) = digit_value(c) {
        return Some(char::from(b'0' + d));
    }
    let upper = c.to_uppercase().next().unwrap_or(c);
    Some(cross_script(upper))
}

/// Letters of other scripts as the Latin letter or digit they are taken for by who does not read the script.
/// Shapes only: `П` is taken for a Latin `n`, `И` for a reversed `N`. Letters nobody mistakes stay as they are.
fn cross_script(upper: char) -> char {
    match upper {
        'А' | 'Α' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ç' => 'C',
        'Е' | 'Ё' | 'Ε' | 'È' | 'É' | 'Ê' | 'Ë' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' | 'Ì' | 'Í' | 'Î' | 'Ï' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'И' | 'Й' | 'П' | 'Ν' | 'Ñ' => 'N',
        'О' | 'Ο' | 'Ö' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ø' => 'O',
        'Р' | 'Ρ' => 'P',
        'Я' => 'R',
        'Ѕ' | 'Ş' | 'Š' | 'Ș' => 'S',
        'Т' | 'Τ' => 'T',
        'У' | 'Υ' | 'Ý' => 'Y',
        'Ü' | 'Ù' | 'Ú' | 'Û' => 'U',
        'Х' | 'Χ' => 'X',
        'Ζ' | 'Ž' => 'Z',
        'З' => '3',
        other => other,
    }
}

/// A sign turned by 180°: itself, another sign, or nothing when the result is no sign and so fixes what is up.
/// Digits 2, 3, 4, 5 and 7 do not turn into anything.
#[must_use]
pub fn turned(c: char) -> Option<char> {
    Some(match c {
        '0' | '1' | '8' | 'H' | 'I' | 'N' | 'O' | 'S' | 'X' | 'Z' | 'o' | 's' | 'x' | 'z' | 'l' => c,
        'И' | 'О' | 'Х' | 'Ж' | 'Н' | 'І' | 'Ф' => c,
        '6' => '9',
        '9' => '6',
        'M' => 'W',
        'W' => 'M',
        'n' => 'u',
        'u' => 'n',
        'b' => 'q',
        'q' => 'b',
        'd' => 'p',
        'p' => 'd',
        '\u{0667}' => '\u{0668}',
        '\u{0668}' => '\u{0667}',
        '\u{06F7}' => '\u{06F8}',
        '\u{06F8}' => '\u{06F7}',
        '\u{0661}' | '\u{06F1}' | '\u{0660}' | '\u{06F0}' | '\u{0665}' => c,
        '-' | ' ' | '.' => c,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(s: &str) -> String {
        s.chars().filter_map(skeleton).collect()
    }

    #[test]
    fn look_alikes_meet() {
        assert_eq!(fold("ППУ"), fold("nny"));
        assert_eq!(fold("ИК"), fold("NK"));
        assert_eq!(fold("ВТЗ"), fold("BT3"));
        assert_eq!(fold("ТПЗ"), fold("TN3"));
        assert_eq!(fold("٩٤٥"), "945");
        assert_eq!(fold("W.R.A.Co."), "WRACO");
    }

    #[test]
    fn chinese_numbers() {
        for (text, value) in [
            ("十九", 19),
            ("二十一", 21),
            ("二十", 20),
            ("十", 10),
            ("廿三", 23),
            ("九", 9),
            ("一九三〇", 1930),
        ] {
            assert_eq!(chinese_number(text), Some(value), "{text}");
        }
        for text in ["", "造", "四川", "十十九九"] {
            assert_eq!(chinese_number(text), None, "{text}");
        }
    }

    #[test]
    fn turning_twice_is_nothing() {
        for c in ('0'..='z').chain('А'..='я').chain('\u{0660}'..='\u{06F9}') {
            if let Some(t) = turned(c) {
                assert_eq!(turned(t), Some(c));
            }
        }
    }
}
