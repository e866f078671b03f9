//! The reader of the notation. It never fails on odd characters: what it cannot use it notes and passes over.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{Enclosure, Glyph, Looked, Mark, Marking, Note, Position};

/// Longest marking accepted. The longest real headstamps have some forty signs.
pub const MAX_CHARS: usize = 400;
/// Most marks accepted. The busiest real headstamps have about ten.
pub const MAX_MARKS: usize = 24;

/// Why a text is no marking.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotationError {
    /// Nothing was written.
    #[error(
        "no marks given; write what is stamped, for example `945 11`, `12:945 6:11`, `(10) 84`, `9?5 11`; \
         `blank` if nothing is stamped, `no-code` if no producer mark is"
    )]
    Empty,
    /// Longer than any headstamp.
    #[error(
        "the marking has {0} characters, a headstamp has at most {MAX_CHARS}; give the marks of one item only"
    )]
    TooLong(usize),
    /// More marks than any headstamp.
    #[error(
        "the marking has {0} marks, a headstamp has at most {MAX_MARKS}; give the marks of one item only"
    )]
    TooManyMarks(usize),
}

impl Marking {
    /// Reads a marking as people write it. See the [module documentation](super).
    ///
    /// ```
    /// use headstamp_core::notation::{Marking, Position};
    /// let m = Marking::parse("12:945 6:11").unwrap();
    /// assert_eq!(m.marks().len(), 2);
    /// assert_eq!(m.marks()[0].position, Some(Position::Hour(12)));
    /// assert_eq!(m.recorded(), "12:945 6:11");
    /// ```
    ///
    /// # Errors
    /// When there is nothing to read, or far more than fits on a case base.
    pub fn parse(recorded: &str) -> Result<Self, NotationError> {
        let count = recorded.chars().take(100_000).count();
        if count > MAX_CHARS {
            return Err(NotationError::TooLong(count));
        }
        let (chars, mut notes) = clean(plain(recorded));
        let mut parser = Parser {
            chars: &chars,
            at: 0,
            marks: Vec::new(),
            no_code: false,
            notes: Vec::new(),
        };
        parser.run();
        let Parser {
            mut marks,
            no_code,
            notes: more,
            ..
        } = parser;
        notes.extend(more);
        notes.dedup();
        if marks.len() > MAX_MARKS {
            return Err(NotationError::TooManyMarks(marks.len()));
        }
        let mut looked = if no_code { Looked::NoCode } else { Looked::Unsaid };
        let bare_dash = chars.iter().all(|c| is_separator(*c) || *c == '-') && chars.contains(&'-');
        if let [only] = marks.as_slice()
            && !only.quoted
            && only.position.is_none()
            && only.enclosure.is_none()
            && is_blank_word(only)
        {
            marks.clear();
            looked = Looked::Blank;
        } else if marks.is_empty() && bare_dash {
            looked = Looked::Blank;
        }
        if marks.is_empty() && looked == Looked::Unsaid {
            return Err(NotationError::Empty);
        }
        Ok(Self {
            recorded: recorded.to_owned(),
            marks,
            looked,
            notes,
        })
    }
}

/// What spreadsheets wrap around marks: `="04 75"` keeps a cell text.
fn plain(recorded: &str) -> &str {
    let text = recorded.trim();
    text.strip_prefix("=\"")
        .and_then(|t| t.strip_suffix('"'))
        .unwrap_or(text)
}

/// Compatibility forms to plain ones, invisible characters out. Circled numbers keep their circle as notation.
fn clean(recorded: &str) -> (Vec<char>, Vec<Note>) {
    if recorded.is_ascii() {
        return (
            recorded
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect(),
            Vec::new(),
        );
    }
    let mut notes = Vec::new();
    let mut out = Vec::with_capacity(recorded.len());
    let mut combining = 0;
    for c in recorded.chars() {
        if let Some(n) = circled_number(c) {
            out.push('(');
            out.extend(n.to_string().chars());
            out.push(')');
        } else {
            out.push(c);
        }
    }
    let composed: Vec<char> = out
        .into_iter()
        .flat_map(|c| {
            if keeps_its_form(c) {
                vec![c]
            } else {
                std::iter::once(c).nfkc().collect()
            }
        })
        .nfc()
        .collect();
    let mut plain = Vec::with_capacity(composed.len());
    for c in composed {
        if is_invisible(c) {
            notes.push(Note::Controls);
        } else if is_combining_mark(c) {
            combining += 1;
        } else if c.is_control() {
            plain.push(' ');
        } else {
            plain.push(c);
        }
    }
    if combining > 0 {
        notes.push(Note::Combining);
    }
    notes.dedup();
    (compose(plain), notes)
}

/// What came to stand side by side because something between it was passed over is one sign where it would be one if it
/// were typed so: Korean letters, and vowels of some other scripts.
fn compose(chars: Vec<char>) -> Vec<char> {
    if is_nfc_quick(chars.iter().copied()) == IsNormalized::Yes {
        return chars;
    }
    chars.into_iter().nfc().collect()
}

/// The same for the signs of a mark. What is drawn or could not be read keeps its neighbours apart.
fn compose_signs(glyphs: &mut Vec<Glyph>) {
    let letter = |glyph: &Glyph| match glyph {
        Glyph::Char(c) => Some(*c),
        _ => None,
    };
    if is_nfc_quick(glyphs.iter().map(|glyph| letter(glyph).unwrap_or(' '))) == IsNormalized::Yes {
        return;
    }
    let mut composed = Vec::with_capacity(glyphs.len());
    for run in glyphs.chunk_by(|a, b| letter(a).is_some() && letter(b).is_some()) {
        if run.iter().all(|glyph| letter(glyph).is_some()) {
            composed.extend(run.iter().filter_map(letter).nfc().map(Glyph::Char));
        } else {
            composed.extend_from_slice(run);
        }
    }
    *glyphs = composed;
}

fn circled_number(c: char) -> Option<u32> {
    let n = u32::from(c);
    match c {
        '\u{2460}'..='\u{2473}' => Some(n - 0x2460 + 1),
        '\u{24EA}' => Some(0),
        _ => None,
    }
}

/// Signs whose compatibility form would lose what they show.
fn keeps_its_form(c: char) -> bool {
    matches!(c, '…' | '⊕' | '′' | '″' | '´' | '·')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' | '\u{061C}' | '\u{FE00}'..='\u{FE0F}')
}

pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '_' | '/' | '|' | '•' | '·' | '∙' | ',' | ';' | '،' | '、')
}

fn closing_quote(open: char) -> Option<char> {
    Some(match open {
        '\'' => '\'',
        '"' => '"',
        '‘' => '’',
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '‚' => '‘',
        _ => return None,
    })
}

pub(super) fn is_stray(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '<'
            | '>'
            | '{'
            | '}'
            | '\''
            | '"'
            | '‘'
            | '’'
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‚'
    )
}

const BLANK_WORDS: [&str; 4] = ["blank", "none", "unmarked", "nothing"];

fn is_blank_word(mark: &Mark) -> bool {
    let text: Option<String> = mark
        .glyphs
        .iter()
        .map(|g| match g {
            Glyph::Char(c) => Some(c.to_ascii_lowercase()),
            _ => None,
        })
        .collect();
    text.is_some_and(|t| BLANK_WORDS.contains(&t.as_str()))
}

struct Parser<'a> {
    chars: &'a [char],
    at: usize,
    marks: Vec<Mark>,
    no_code: bool,
    notes: Vec<Note>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn run(&mut self) {
        while let Some(c) = self.peek() {
            if is_separator(c) {
                self.at += 1;
            } else {
                self.token();
            }
        }
    }

    /// One token: `[hour:] body [@hour] [(?)]`. Enclosures inside a token end the mark before them.
    fn token(&mut self) {
        let end = self.token_end();
        if let Some(end) = self.no_code_end(end) {
            self.no_code = true;
            self.at = end;
            return;
        }
        let mut position = self.position_prefix(end);
        let suffix = self.position_suffix(end);
        let body_end = suffix.map_or(end, |(_, start)| start);
        position = position.or(suffix.map(|(p, _)| p));
        let first = self.marks.len();
        self.body(body_end);
        self.at = end;
        if self.marks.len() == first
            && let Some(p) = position
        {
            // `12:-`: looked there, nothing.
            self.marks.push(Mark {
                position: Some(p),
                ..Mark::default()
            });
        }
        for mark in self.marks.iter_mut().skip(first) {
            mark.position = mark.position.or(position);
        }
    }

    /// Where `no-code` ends, which people also write as two words; the first of them ends at `end`.
    fn no_code_end(&self, end: usize) -> Option<usize> {
        let word = self.word(end);
        if word.eq_ignore_ascii_case("no-code") {
            return Some(end);
        }
        if !word.eq_ignore_ascii_case("no") {
            return None;
        }
        let gap = self.chars.get(end..)?.iter().position(|c| !is_separator(*c))?;
        let next = Parser {
            at: end + gap,
            chars: self.chars,
            marks: Vec::new(),
            no_code: false,
            notes: Vec::new(),
        };
        let end = next.token_end();
        next.word(end).eq_ignore_ascii_case("code").then_some(end)
    }

    fn word(&self, end: usize) -> String {
        self.chars[self.at..end].iter().collect()
    }

    /// The end of the token that begins here: the next separator outside quotes and brackets.
    fn token_end(&self) -> usize {
        let mut i = self.at;
        let mut closers: Vec<char> = Vec::new();
        while let Some(&c) = self.chars.get(i) {
            if closers.last() == Some(&c) {
                closers.pop();
            } else if let Some(close) = opener(c, closers.is_empty() && self.starts_mark(i))
                && self.chars[i + 1..].contains(&close)
            {
                closers.push(close);
            } else if closers.is_empty() && is_separator(c) {
                break;
            }
            i += 1;
        }
        i
    }

    /// A quote opens only at the beginning of a mark: in `O'F` it is a stray sign.
    fn starts_mark(&self, i: usize) -> bool {
        i == self.at || matches!(self.chars.get(i - 1), Some(':'))
    }

    fn position_prefix(&mut self, end: usize) -> Option<Position> {
        let colon = (self.at..end.min(self.at + 7)).find(|i| self.chars[*i] == ':')?;
        let p = position(&self.chars[self.at..colon])?;
        self.at = colon + 1;
        Some(p)
    }

    fn position_suffix(&self, end: usize) -> Option<(Position, usize)> {
        let at = (self.at..end).rev().find(|i| self.chars[*i] == '@')?;
        Some((position(&self.chars[at + 1..end])?, at))
    }

    fn body(&mut self, end: usize) {
        let mut mark = Mark::default();
        while self.at < end {
            let c = self.chars[self.at];
            let quote = closing_quote(c).filter(|_| mark.glyphs.is_empty());
            if let Some(close) = quote.and_then(|q| self.find(q, self.at + 1, end)) {
                self.finish(&mut mark);
                self.at += 1;
                let mut quoted = Mark {
                    quoted: true,
                    ..Mark::default()
                };
                while self.at < close {
                    self.glyph(&mut quoted, close);
                }
                self.at = close + 1;
                self.finish(&mut quoted);
            } else if self.doubt(end) {
                self.finish(&mut mark);
                // Where nothing is, there is nothing to doubt.
                if let Some(last) = self.marks.last_mut().filter(|last| !last.glyphs.is_empty()) {
                    last.doubtful = true;
                }
            } else if let Some((enclosure, inner, close)) = self.enclosure(end) {
                self.finish(&mut mark);
                let after = close;
                self.at = inner.0;
                let mut enclosed = Mark {
                    enclosure: Some(enclosure),
                    ..Mark::default()
                };
                while self.at < inner.1 {
                    self.glyph(&mut enclosed, inner.1);
                }
                self.at = after;
                self.finish(&mut enclosed);
            } else {
                self.glyph(&mut mark, end);
            }
        }
        self.finish(&mut mark);
    }

    /// `(?)` is doubt about the mark before it, never an enclosure.
    fn doubt(&mut self, end: usize) -> bool {
        let here = self.at + 3 <= end && self.chars[self.at..self.at + 3] == ['(', '?', ')'];
        if here {
            self.at += 3;
        }
        here
    }

    /// An enclosure starting here: kind, range of its content, and where it ends.
    fn enclosure(&self, end: usize) -> Option<(Enclosure, (usize, usize), usize)> {
        if !matches!(self.chars[self.at], '(' | '[' | '<' | '{') {
            return None;
        }
        let pair = |open: &str, close: &str, kind| {
            let open: Vec<char> = open.chars().collect();
            let close: Vec<char> = close.chars().collect();
            let start = self.at + open.len();
            if start > end || self.chars[self.at..start] != open[..] {
                return None;
            }
            let stop = (start..end)
                .find(|i| i + close.len() <= end && self.chars[*i..i + close.len()] == close[..])?;
            (stop > start).then_some((kind, (start, stop), stop + close.len()))
        };
        let braced = || {
            if self.chars[self.at] != '{' {
                return None;
            }
            let close = self.find('}', self.at, end)?;
            let colon = self.find(':', self.at, close)?;
            let name: String = self.chars[self.at + 1..colon].iter().collect();
            let kind = Enclosure::from_name(&name.to_ascii_lowercase())?;
            (close > colon + 1).then_some((kind, (colon + 1, close), close + 1))
        };
        pair("((", "))", Enclosure::DoubleCircle)
            .or_else(|| pair("(", ")", Enclosure::Circle))
            .or_else(|| pair("[", "]", Enclosure::Square))
            .or_else(|| pair("<", ">", Enclosure::Triangle))
            .or_else(braced)
    }

    fn find(&self, what: char, from: usize, end: usize) -> Option<usize> {
        (from..end).find(|i| self.chars[*i] == what)
    }

    fn glyph(&mut self, mark: &mut Mark, end: usize) {
        let c = self.chars[self.at];
        let mut next = self.at + 1;
        let glyph = match c {
            '.' => {
                while next < end && self.chars[next] == '.' {
                    next += 1;
                }
                Some(if next > self.at + 1 {
                    Glyph::Run
                } else {
                    Glyph::Char('.')
                })
            }
            '{' => match self.find('}', self.at, end) {
                Some(close) => {
                    next = close + 1;
                    braced(&self.chars[self.at + 1..close])
                }
                None => self.stray(c),
            },
            c if is_stray(c) => self.stray(c),
            c => Some(sign(c)),
        };
        self.at = next;
        push(&mut mark.glyphs, glyph);
    }

    fn stray(&mut self, c: char) -> Option<Glyph> {
        self.notes.push(Note::Unbalanced(c));
        None
    }

    /// Ends a mark: blanks and lone dashes at its edges are no signs.
    fn finish(&mut self, mark: &mut Mark) {
        let mut done = std::mem::take(mark);
        // Quotes keep dashes, which are signs then. Blanks behind a dash are at the edge once it is gone.
        let edge = |g: &Glyph| match g {
            Glyph::Char(' ') => true,
            Glyph::Char('-' | '–' | '—') => !done.quoted,
            _ => false,
        };
        let from = done.glyphs.iter().take_while(|g| edge(g)).count();
        let to = done
            .glyphs
            .iter()
            .rposition(|g| !edge(g))
            .map_or(from, |last| last + 1);
        done.glyphs = done.glyphs.drain(from..to).collect();
        compose_signs(&mut done.glyphs);
        // Quotes matter only where the signs inside could be taken apart or for something else.
        let plain = |g: &Glyph| matches!(g, Glyph::Char(c) if c.is_alphanumeric());
        done.quoted &= !done.glyphs.iter().all(plain) || is_blank_word(&done);
        if !done.glyphs.is_empty() {
            self.marks.push(done);
        }
    }
}

/// Two dots in a row are an unreadable run, however they came together.
fn push(glyphs: &mut Vec<Glyph>, glyph: Option<Glyph>) {
    match (glyphs.last(), glyph) {
        (_, None) => {}
        (Some(Glyph::Run), Some(Glyph::Run | Glyph::Char('.'))) => {}
        (Some(Glyph::Char('.')), Some(Glyph::Char('.') | Glyph::Run)) => {
            glyphs.pop();
            glyphs.push(Glyph::Run);
        }
        (Some(Glyph::Char(' ')), Some(Glyph::Char(' '))) => {}
        (_, Some(g)) => glyphs.push(g),
    }
}

/// What a character stands for by itself.
fn sign(c: char) -> Glyph {
    match c {
        '?' => Glyph::Unreadable,
        '…' => Glyph::Run,
        '*' => Glyph::Symbol("star".to_owned()),
        c if c.is_whitespace() => Glyph::Char(' '),
        c => Glyph::Char(c),
    }
}

fn braced(inner: &[char]) -> Option<Glyph> {
    let text: String = inner.iter().collect();
    let text = text.trim();
    if text == "?" {
        return Some(Glyph::UnknownSymbol);
    }
    if text.contains('~') {
        let mut options: Vec<char> = text
            .chars()
            .filter(|c| *c != '~' && !c.is_whitespace() && !is_stray(*c))
            .collect();
        options.dedup();
        return match options.as_slice() {
            [] => None,
            [one] => Some(sign(*one)),
            _ => Some(Glyph::OneOf(options)),
        };
    }
    let name: String = text
        .chars()
        .map(|c| if c.is_whitespace() || c == '_' { '-' } else { c })
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .nfc()
        .collect();
    let name = name.trim_matches('-');
    (!name.is_empty()).then(|| Glyph::Symbol(name.to_owned()))
}

fn opener(c: char, quotes: bool) -> Option<char> {
    Some(match c {
        '(' => ')',
        '[' => ']',
        '<' => '>',
        '{' => '}',
        c if quotes => return closing_quote(c),
        _ => return None,
    })
}

fn position(chars: &[char]) -> Option<Position> {
    let text: String = chars.iter().collect();
    if matches!(text.to_ascii_lowercase().as_str(), "c" | "centre" | "center") {
        return Some(Position::Centre);
    }
    if !(1..=2).contains(&chars.len()) || !chars.iter().all(char::is_ascii_digit) {
        return None;
    }
    text.parse::<u8>()
        .ok()
        .filter(|h| (1..=12).contains(h))
        .map(Position::Hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(s: &str) -> Vec<String> {
        Marking::parse(s)
            .unwrap()
            .marks()
            .iter()
            .map(|m| m.to_string())
            .collect()
    }

    #[test]
    fn every_written_form_of_one_headstamp() {
        for s in [
            "945 11",
            "945_11",
            "945/11",
            "945 • 11",
            "945 · 11",
            "'945' '11'",
            "945,11",
            "945 | 11",
            "“945” “11”",
        ] {
            assert_eq!(texts(s), ["945", "11"], "{s}");
        }
        for s in ["12:945 6:11", "945@12 11@6"] {
            assert_eq!(texts(s), ["12:945", "6:11"], "{s}");
        }
        assert_eq!(texts("945-11"), ["945-11"]);
    }

    #[test]
    fn enclosures_symbols_and_doubt() {
        let nothing = Marking::parse("945(?) 1: (?)").unwrap();
        assert_eq!(nothing.to_string(), "945(?) 1:-");
        let doubtful: Vec<bool> = nothing.marks().iter().map(|m| m.doubtful).collect();
        assert_eq!(doubtful, [true, false]);
        assert_eq!(texts("(10) 84"), ["(10)", "84"]);
        assert_eq!(texts("((10)) 84"), ["((10))", "84"]);
        assert_eq!(texts("⑩ 84"), ["(10)", "84"]);
        assert_eq!(
            texts("{circle:10} {square:7} {triangle:3} {double-circle:10}"),
            ["(10)", "[7]", "<3>", "((10))"]
        );
        assert_eq!(texts("539 * 51 *"), ["539", "{star}", "51", "{star}"]);
        assert_eq!(texts("945(?) 11"), ["945(?)", "11"]);
        assert_eq!(texts("945 (?) 11"), ["945(?)", "11"]);
        assert_eq!(texts("({?}) 74"), ["({?})", "74"]);
        assert_eq!(texts("K{Broad Arrow}F"), ["K{broad-arrow}F"]);
        assert_eq!(texts("9{3~8}5 {?} .. 1…"), ["9{3~8}5", "{?}", "…", "1…"]);
    }

    #[test]
    fn absence() {
        assert_eq!(Marking::parse("blank").unwrap().looked(), Looked::Blank);
        assert_eq!(Marking::parse(" - ").unwrap().looked(), Looked::Blank);
        assert_eq!(Marking::parse("no-code 02").unwrap().looked(), Looked::NoCode);
        assert_eq!(Marking::parse("no-code").unwrap().marks(), []);
        for text in [
            "No code 02",
            "no_code_02",
            "no\tcode 02",
            "\0\0no code\u{a0}02",
            "02 no code",
        ] {
            let marking = Marking::parse(text).unwrap();
            assert_eq!(marking.looked(), Looked::NoCode, "{text:?}");
            assert_eq!(marking.to_string(), "no-code 02", "{text:?}");
        }
        // Two marks that would be taken for it are told from it when they are written.
        for (text, written) in [
            ("(A)no code", "(A) 'no' code"),
            ("'no' code", "'no' code"),
            ("no codes", "no codes"),
        ] {
            let marking = Marking::parse(text).unwrap();
            assert_eq!(marking.looked(), Looked::Unsaid, "{text:?}");
            assert_eq!(marking.to_string(), written, "{text:?}");
        }
        assert_eq!(texts("=\"04 75\""), ["04", "75"]);
        assert_eq!(texts("12:- 6:11"), ["12:-", "6:11"]);
        assert_eq!(texts("WCC BLANK"), ["WCC", "BLANK"]);
        assert_eq!(Marking::parse("   "), Err(NotationError::Empty));
        assert_eq!(Marking::parse(""), Err(NotationError::Empty));
    }

    #[test]
    fn quotes_group_and_strays_are_passed_over() {
        assert_eq!(texts("'W-W SUPER' 30-06"), ["'W-W SUPER'", "30-06"]);
        let m = Marking::parse("O'F (10 84").unwrap();
        assert_eq!(m.notes(), [Note::Unbalanced('\''), Note::Unbalanced('(')]);
    }

    /// Found by fuzzing.
    #[test]
    fn what_is_written_is_read_the_same() {
        for (typed, written) in [
            ("(- 10) 84", "(10) 84"),
            ("(10 -) 84", "(10) 84"),
            ("(-- 10 - -)", "(10)"),
            ("9{~?}5 {*~}", "9?5 {star}"),
            ("945@", "'945@'"),
            ("{circle:?} 84", "{circle:?} 84"),
            ("( ? ) 84", "{circle:?} 84"),
            // Between the letters of a Korean syllable: brackets, half-width letters, a mark, a joiner; in a name, too.
            ("\u{bfb0}]]]]\u{ffa3}", "\u{bfb3}"),
            ("\u{1112}(\u{1161}]\u{11ab}", "\u{d55c}"),
            ("\u{1112}\u{301}\u{1161}\u{200d}\u{11ab}", "\u{d55c}"),
            ("{\u{1112}!\u{1161}]\u{11ab}}", "{\u{d55c}}"),
            ("'\u{1112}\"\u{1161}'", "\u{d558}"),
            // Three letters of which the last two were one before.
            ("\u{16d63}]\u{16d68}", "\u{16d6a}"),
            // What stays apart.
            ("\u{1112}?\u{1161}", "\u{1112}?\u{1161}"),
            ("{\u{1112}~\u{1161}}", "{\u{1112}~\u{1161}}"),
        ] {
            let marking = Marking::parse(typed).unwrap();
            assert_eq!(marking.to_string(), written);
            assert_eq!(Marking::parse(written).unwrap().to_string(), written);
        }
    }

    #[test]
    fn too_much_is_refused() {
        assert!(matches!(
            Marking::parse(&"9".repeat(100_001)),
            Err(NotationError::TooLong(_))
        ));
        assert!(matches!(
            Marking::parse(&"9 ".repeat(100)),
            Err(NotationError::TooManyMarks(100))
        ));
    }
}
