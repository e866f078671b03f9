//! Marks and lots as they are compared: recorders differ in case, spaces, points and script.

/// Letters of other scripts, and the Latin letter or digit that the host folds them to.
const LOOK_ALIKES: [(&str, char); 19] = [
    ("АΑ", 'A'),
    ("ВΒ", 'B'),
    ("С", 'C'),
    ("ЕЁΕ", 'E'),
    ("НΗ", 'H'),
    ("ІΙ", 'I'),
    ("Ј", 'J'),
    ("КΚ", 'K'),
    ("МΜ", 'M'),
    ("ИЙПΝ", 'N'),
    ("ОΟ", 'O'),
    ("РΡ", 'P'),
    ("Я", 'R'),
    ("Ѕ", 'S'),
    ("ТΤ", 'T'),
    ("УΥ", 'Y'),
    ("ХΧ", 'X'),
    ("Ζ", 'Z'),
    ("З", '3'),
];

/// Upper case, look-alike letters as Latin ones, without spaces, points and hyphens. Folding twice changes nothing.
pub(crate) fn fold(text: &str) -> String {
    let kept = text
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '.' | '-' | '\'' | '’' | '_' | '/'));
    kept.flat_map(char::to_uppercase).map(latin).collect()
}

fn latin(sign: char) -> char {
    LOOK_ALIKES
        .iter()
        .find(|(others, _)| others.contains(sign))
        .map_or(sign, |(_, latin)| *latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_mark() {
        for (a, b) in [
            ("ППУ", "nny"),
            ("ИК", "NK"),
            ("ВТЗ", "BT3"),
            ("W.R.A. Co", "WRACO"),
            ("uzz 18", "UZZ18"),
            ("41", "41"),
        ] {
            assert_eq!(fold(a), fold(b));
            assert_eq!(fold(&fold(a)), fold(a));
        }
        for (a, b) in [("ИК", "IK"), ("41", "(41)"), ("945", "845")] {
            assert_ne!(fold(a), fold(b));
        }
    }
}
