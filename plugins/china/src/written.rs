//! A date as it is written in Chinese characters: perhaps an era, a year, perhaps a month.

use crate::numeral;

/// Whose years are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Era {
    /// None is written.
    Unnamed,
    /// 民國: of the Republic of China.
    Republic,
    /// An emperor of China, Japan or Manchukuo, or a Korean era.
    Another,
}

/// A mark that is a date and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) era: Era,
    pub(crate) year: Option<u32>,
    pub(crate) month: Option<u32>,
    /// It starts with 年 or 月, and so was written from right to left.
    pub(crate) from_right: bool,
}

const REPUBLIC: [&str; 4] = ["中華民國", "中华民国", "民國", "民国"];

/// Guangxu and Xuantong of China; Meiji, Taisho and Showa of Japan; Datong and Kangde of Manchukuo.
const OTHERS: [&str; 9] = [
    "光緒", "光绪", "宣統", "宣统", "明治", "大正", "昭和", "大同", "康德",
];

/// The date in `text`, if it is one from end to end.
pub(crate) fn read(text: &str) -> Option<Written> {
    let text = text.trim();
    if let Some(written) = from_left(text, false) {
        return Some(written);
    }
    let turned: String = text.chars().rev().collect();
    if turned.ends_with(['年', '月']) {
        from_left(&turned, true)
    } else {
        None
    }
}

/// Whether `text` is the name of an era and nothing else.
pub(crate) fn era_alone(text: &str) -> Option<Era> {
    let (era, rest) = era(text.trim());
    (era != Era::Unnamed && rest.is_empty()).then_some(era)
}

fn era(text: &str) -> (Era, &str) {
    let strip = |names: &[&str]| names.iter().find_map(|name| text.strip_prefix(name));
    match (strip(&REPUBLIC), strip(&OTHERS)) {
        (Some(rest), _) => (Era::Republic, rest),
        (_, Some(rest)) => (Era::Another, rest),
        _ => (Era::Unnamed, text),
    }
}

fn from_left(text: &str, from_right: bool) -> Option<Written> {
    let (era, rest) = era(text);
    let (year, rest) = match rest.split_once('年') {
        Some((year, rest)) => (Some(number(year)?), rest),
        None => (None, rest),
    };
    let month = match rest.strip_suffix('月') {
        Some(month) => Some(number(month).filter(|month| (1..=12).contains(month))?),
        None if rest.is_empty() => None,
        None => return None,
    };
    (year.is_some() || month.is_some()).then_some(Written {
        era,
        year,
        month,
        from_right,
    })
}

/// In words, in Chinese digits, or in western ones.
fn number(text: &str) -> Option<u32> {
    let signs: Vec<char> = text.chars().collect();
    let western = || {
        let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok())?
    };
    numeral::words(&signs)
        .or_else(|| numeral::digits(&signs))
        .or_else(western)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<(Era, Option<u32>, Option<u32>, bool)> {
        read(text).map(|w| (w.era, w.year, w.month, w.from_right))
    }

    #[test]
    fn dates() {
        use Era::{Another, Republic, Unnamed};
        assert_eq!(date("十九年"), Some((Unnamed, Some(19), None, false)));
        assert_eq!(date("二十一年三月"), Some((Unnamed, Some(21), Some(3), false)));
        assert_eq!(date("民國廿八年"), Some((Republic, Some(28), None, false)));
        assert_eq!(
            date("中華民國元年十二月"),
            Some((Republic, Some(1), Some(12), false))
        );
        assert_eq!(date("三月"), Some((Unnamed, None, Some(3), false)));
        assert_eq!(date("昭和十九年"), Some((Another, Some(19), None, false)));
        assert_eq!(date("一九五三年"), Some((Unnamed, Some(1953), None, false)));
        assert_eq!(date("53年"), Some((Unnamed, Some(53), None, false)));
        // From right to left.
        assert_eq!(date("年九十"), Some((Unnamed, Some(19), None, true)));
        assert_eq!(date("月三年一十二"), Some((Unnamed, Some(21), Some(3), true)));
        assert_eq!(date("年八廿國民"), Some((Republic, Some(28), None, true)));
        for text in [
            "十九",
            "四川造",
            "年",
            "月",
            "十三月",
            "十九年造",
            "年九十年",
            "1953",
            "",
            "五六式",
            "{coin}",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(era_alone("民國"), Some(Republic));
        assert_eq!(era_alone("昭和"), Some(Another));
        assert_eq!(era_alone("民國十年"), None);
    }
}
