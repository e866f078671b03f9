//! Numbers that are written together.

/// The two numbers of `3-56`, `4.60` or `77-8`: digits, one hyphen, dash or dot, digits.
#[must_use]
pub fn pair(text: &str) -> Option<(&str, &str)> {
    let parted = text.trim().split_once(['-', '‐', '–', '—', '.', '·'])?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(parted.0) && digits(parted.1)).then_some(parted)
}

#[cfg(test)]
mod tests {
    use super::pair;

    #[test]
    fn two_numbers_and_what_parts_them() {
        for text in ["3-56", "3.56", "3–56", "3‐56", " 3—56 "] {
            assert_eq!(pair(text), Some(("3", "56")), "{text}");
        }
        for text in [
            "356", "3-", "-56", "3-5-6", "3..56", "A-56", "3-5?", "٣-٥٦", "(3-56)", "",
        ] {
            assert_eq!(pair(text), None, "{text}");
        }
    }
}
