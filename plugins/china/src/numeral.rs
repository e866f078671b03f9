//! Numbers in Chinese characters.

/// 1 to 9, and 0.
fn digit(sign: char) -> Option<u32> {
    Some(match sign {
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
}

/// Ten, and the contracted tens.
fn ten(sign: char) -> Option<u32> {
    Some(match sign {
        '十' | '拾' => 10,
        '廿' => 20,
        '卅' => 30,
        '卌' => 40,
        _ => return None,
    })
}

/// A number below a hundred in words: `十九` is 19, `二十一` is 21, `廿三` is 23.
pub(crate) fn words(signs: &[char]) -> Option<u32> {
    match *signs {
        [one] => digit(one).filter(|n| *n > 0).or_else(|| ten(one)),
        [first, last] => match (digit(first), ten(first)) {
            (Some(tens @ 1..), _) if ten(last) == Some(10) => Some(tens * 10),
            (_, Some(tens)) => digit(last).filter(|n| *n > 0).map(|n| tens + n),
            _ => None,
        },
        [first, middle, last] if ten(middle) == Some(10) => {
            let tens = digit(first).filter(|n| *n > 0)?;
            let ones = digit(last).filter(|n| *n > 0)?;
            Some(tens * 10 + ones)
        }
        _ => None,
    }
}

/// Two to four digits one after another: `一九五三` is 1953, `二一` is 21.
pub(crate) fn digits(signs: &[char]) -> Option<u32> {
    let number = || {
        signs
            .iter()
            .try_fold(0, |number, sign| Some(number * 10 + digit(*sign)?))
    };
    (2..=4).contains(&signs.len()).then(number)?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> (Option<u32>, Option<u32>) {
        let signs: Vec<char> = text.chars().collect();
        (words(&signs), digits(&signs))
    }

    #[test]
    fn numbers() {
        for (text, number) in [
            ("一", 1),
            ("元", 1),
            ("十", 10),
            ("十九", 19),
            ("二十", 20),
            ("二十一", 21),
            ("廿三", 23),
            ("卅", 30),
            ("卅八", 38),
            ("貳拾壹", 21),
        ] {
            assert_eq!(both(text), (Some(number), None), "{text}");
        }
        assert_eq!(both("一九五三"), (None, Some(1953)));
        assert_eq!(both("二一"), (None, Some(21)));
        for text in [
            "",
            "〇",
            "九十十",
            "十十",
            "四川",
            "十二十",
            "廿十",
            "二十〇",
            "一九五三一",
        ] {
            assert_eq!(both(text), (None, None), "{text}");
        }
    }
}
