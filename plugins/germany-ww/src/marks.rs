//! The marks of an item, and what each could be in a German layout.

use headstamp_plugin_api::wire::ItemMark;

/// A stamped mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    /// Index in the recorded marking.
    pub(crate) index: u32,
    /// As recorded.
    pub(crate) text: &'a str,
    folded: &'a str,
    /// Clock hour, when recorded.
    pub(crate) hour: Option<u8>,
    enclosed: bool,
    number: Option<u32>,
}

/// How a maker of 1933 to 1945 is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// `P` or `P131`, until 1940.
    Number,
    /// One to three lower-case letters, 1940 to 1945.
    Letters,
    /// The same recorded in capitals: also the mark of somebody else.
    Capitals,
}

/// The mark of the case metal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metal {
    /// `S*`, `St`, `St+`, `St-`: nothing else looks like them.
    Sure,
    /// `S67`, older brass.
    S67,
    /// `S`, older brass; also a maker.
    S,
    /// A star alone, brass on 9 mm.
    Star,
}

impl<'a> Seen<'a> {
    pub(crate) fn of(mark: &'a ItemMark) -> Self {
        Self {
            index: mark.index,
            text: mark.text.trim(),
            folded: &mark.folded,
            hour: mark
                .position
                .as_deref()
                .and_then(|position| position.parse().ok()),
            enclosed: mark.enclosure.is_some(),
            number: mark.number().filter(|_| mark.text.trim().len() <= 4),
        }
    }

    /// Digits and nothing else, at most four.
    pub(crate) fn number(&self) -> Option<u32> {
        self.number
    }

    /// The value of two digits.
    pub(crate) fn two_digits(&self) -> Option<u32> {
        self.number.filter(|_| self.text.len() == 2)
    }

    pub(crate) fn metal(&self) -> Option<Metal> {
        if self.enclosed {
            return None;
        }
        match self.folded {
            "{star}" => Some(Metal::Star),
            _ if !self.text.starts_with('S') => None,
            "S*" | "S{star}" | "ST" | "ST+" | "ST-" => Some(Metal::Sure),
            "S67" => Some(Metal::S67),
            "S" => Some(Metal::S),
            _ => None,
        }
    }

    pub(crate) fn code(&self) -> Option<Code> {
        let text = self.text;
        if self.enclosed || self.metal().is_some() {
            return None;
        }
        if let Some(digits) = text.strip_prefix('P')
            && digits.len() <= 3
            && digits.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Some(Code::Number);
        }
        if (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Some(Code::Letters);
        }
        let capitals = (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
        (capitals && self.roman().is_none()).then_some(Code::Capitals)
    }

    /// The value of a Roman numeral from I to XII.
    pub(crate) fn roman(&self) -> Option<usize> {
        const MONTHS: [&str; 12] = [
            "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
        ];
        if self.enclosed || !self.text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        MONTHS
            .iter()
            .position(|month| *month == self.text)
            .map(|at| at + 1)
    }

    /// A single capital letter.
    pub(crate) fn letter(&self) -> Option<&'a str> {
        let one = self.text.len() == 1 && self.text.bytes().all(|byte| byte.is_ascii_uppercase());
        (one && !self.enclosed).then_some(self.text)
    }

    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text && !self.enclosed
    }

    /// As a person writes it: `S*` for the notation's `S{star}`.
    pub(crate) fn shown(&self) -> String {
        self.text.replace("{star}", "*")
    }

    /// The NATO cross, which stands beside anything.
    pub(crate) fn is_cross(&self) -> bool {
        self.folded == "{cross-in-circle}"
            || (self.enclosed && matches!(self.folded, "+" | "(+)" | "{cross}"))
    }
}

/// The only one.
pub(crate) fn only<T>(mut of: impl Iterator<Item = T>) -> Option<T> {
    let first = of.next()?;
    of.next().is_none().then_some(first)
}
