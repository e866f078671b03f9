//! Writing marks back in the input notation, so that what is shown can be typed in again.

use std::fmt;

use super::parse::{is_separator, is_stray};
use super::{Enclosure, Glyph, Looked, Mark, Marking};

impl fmt::Display for Glyph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Char(c) => write!(f, "{c}"),
            Self::Symbol(name) => write!(f, "{{{name}}}"),
            Self::UnknownSymbol => f.write_str("{?}"),
            Self::Unreadable => f.write_str("?"),
            Self::Run => f.write_str("…"),
            Self::OneOf(options) => {
                f.write_str("{")?;
                for (i, c) in options.iter().enumerate() {
                    write!(f, "{}{c}", if i > 0 { "~" } else { "" })?;
                }
                f.write_str("}")
            }
        }
    }
}

impl Mark {
    /// The signs alone: no position, enclosure or doubt.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.glyphs.len());
        for glyph in &self.glyphs {
            match glyph {
                Glyph::Char(c) => out.push(*c),
                // Texts can always be written to memory.
                other => drop(fmt::write(&mut out, format_args!("{other}"))),
            }
        }
        out
    }

    /// The mark as stamped: signs and enclosure, in input notation.
    #[must_use]
    pub fn stamped(&self) -> String {
        let text = self.text();
        match self.enclosure {
            // `(?)` is doubt about the mark before it.
            Some(Enclosure::Circle) if text == "?" => "{circle:?}".to_owned(),
            Some(Enclosure::Circle) => format!("({text})"),
            Some(Enclosure::DoubleCircle) => format!("(({text}))"),
            Some(Enclosure::Square) => format!("[{text}]"),
            Some(Enclosure::Triangle) => format!("<{text}>"),
            None => text,
        }
    }

    fn needs_quotes(&self) -> bool {
        let special = self.glyphs.iter().any(
            |g| matches!(g, Glyph::Char(c) if is_separator(*c) || is_stray(*c) || matches!(c, ':' | '@')),
        );
        let dash = |g: Option<&Glyph>| matches!(g, Some(Glyph::Char('-' | '–' | '—')));
        special
            || dash(self.glyphs.first())
            || dash(self.glyphs.last())
            || self.text().eq_ignore_ascii_case("no-code")
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(p) = self.position {
            write!(
                f,
                "{}:",
                if p == super::Position::Centre {
                    "c".to_owned()
                } else {
                    p.to_string()
                }
            )?;
        }
        if self.glyphs.is_empty() {
            return f.write_str("-");
        }
        if self.enclosure.is_none() && (self.quoted || self.needs_quotes()) {
            write!(f, "'{}'", self.text())?;
        } else {
            f.write_str(&self.stamped())?;
        }
        f.write_str(if self.doubtful { "(?)" } else { "" })
    }
}

/// The marking in canonical notation: parsing it again gives the same marks.
impl fmt::Display for Marking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        let mut part = |f: &mut fmt::Formatter<'_>, text: &str| {
            let gap = if std::mem::take(&mut first) { "" } else { " " };
            write!(f, "{gap}{text}")
        };
        match self.looked {
            Looked::Blank => part(f, "blank")?,
            Looked::NoCode => part(f, "no-code")?,
            Looked::Unsaid => {}
        }
        let mut marks = self.marks.iter().map(Mark::to_string).peekable();
        while let Some(mark) = marks.next() {
            // Two marks that together would be read as `no-code`.
            let taken = mark.eq_ignore_ascii_case("no")
                && marks.peek().is_some_and(|next| next.eq_ignore_ascii_case("code"));
            let mark = if taken { format!("'{mark}'") } else { mark };
            part(f, &mark)?;
        }
        Ok(())
    }
}
