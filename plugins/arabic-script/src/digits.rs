//! Digits of the Arabic scripts.

/// The value of an Arabic-Indic digit, ٠ to ٩.
pub(crate) fn arabic(sign: char) -> Option<u32> {
    let value = u32::from(sign).checked_sub(0x0660)?;
    (value < 10).then_some(value)
}

/// The value of a digit as written in Persian, ۰ to ۹.
pub(crate) fn persian(sign: char) -> Option<u32> {
    let value = u32::from(sign).checked_sub(0x06F0)?;
    (value < 10).then_some(value)
}

/// Whether every sign is an Arabic-Indic digit.
pub(crate) fn all_arabic(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| arabic(sign).is_some())
}

/// The Gregorian years that two digits may be, on cases of states that write Arabic: none pivots between centuries.
pub(crate) fn years(two_digits: u32) -> Vec<u32> {
    let later = (two_digits < 50).then_some(2000 + two_digits);
    std::iter::once(1900 + two_digits).chain(later).collect()
}

/// What two Arabic-Indic digits are upside down: ٧ is ٨, ٠ ١ ٥ are themselves, the others are no digits.
pub(crate) fn turned(two_digits: &str) -> Option<u32> {
    two_digits.chars().rev().try_fold(0, |number, sign| {
        let value = match arabic(sign)? {
            7 => 8,
            8 => 7,
            same @ (0 | 1 | 5) => same,
            _ => return None,
        };
        Some(number * 10 + value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning() {
        for (text, turned_value) in [
            ("٧٧", Some(88)),
            ("٧٨", Some(78)),
            ("٨١", Some(17)),
            ("٨٦", None),
            ("٢٧", None),
        ] {
            assert_eq!(turned(text), turned_value, "{text}");
        }
        assert_eq!(years(86), [1986]);
        assert_eq!(years(12), [1912, 2012]);
    }
}
