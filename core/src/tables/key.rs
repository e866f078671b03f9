//! Keys under which marks and calibres are found.

use compact_str::CompactString;

use crate::glyph::skeleton;
use crate::notation::{Enclosure, Glyph, Mark};

/// A mark as it is looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkKey {
    /// Skeletons of the signs, symbols as `{id}`, unread characters as `?`, unread runs as `…`.
    pub text: CompactString,
    /// The same signs as they were written, one for one with `text` for marks without symbols.
    pub raw: CompactString,
    /// What is drawn around the whole.
    pub enclosure: Option<Enclosure>,
    /// Signs that were dropped as punctuation.
    pub punctuation: bool,
    /// Characters that could not be read, runs counted as two.
    pub unread: u8,
}

/// The key of marks read together as one. `symbol` gives the id of a symbol by any of its names or signs.
pub fn mark_key(marks: &[Mark], symbol: &dyn Fn(&str) -> Option<String>) -> MarkKey {
    let mut key = MarkKey::default();
    let mut buffer = [0; 4];
    for mark in marks {
        for glyph in &mark.glyphs {
            match glyph {
                Glyph::Char(c) => {
                    let known = if c.is_alphanumeric() {
                        None
                    } else {
                        symbol(c.encode_utf8(&mut buffer))
                    };
                    if let Some(id) = known {
                        push_symbol(&mut key, &id);
                    } else if let Some(s) = skeleton(*c) {
                        key.text.push(s);
                        key.raw.push(*c);
                    } else {
                        key.punctuation |= *c != ' ';
                    }
                }
                Glyph::Symbol(name) => {
                    let id = symbol(name).unwrap_or_else(|| name.clone());
                    push_symbol(&mut key, &id);
                }
                Glyph::UnknownSymbol | Glyph::Unreadable => {
                    key.text.push('?');
                    key.raw.push('?');
                    key.unread = key.unread.saturating_add(1);
                }
                Glyph::OneOf(_) => {
                    key.text.push('?');
                    key.raw.push('?');
                }
                Glyph::Run => {
                    key.text.push('…');
                    key.raw.push('…');
                    key.unread = key.unread.saturating_add(2);
                }
            }
        }
    }
    if let [only] = marks {
        key.enclosure = only.enclosure;
    }
    key
}

fn push_symbol(key: &mut MarkKey, id: &str) {
    for text in [&mut key.text, &mut key.raw] {
        text.push('{');
        text.push_str(id);
        text.push('}');
    }
}

/// The key of a calibre: however people space, punctuate and abbreviate it.
///
/// ```
/// use headstamp_core::tables::key::calibre_key;
/// assert_eq!(calibre_key("7,62 × 54 mm R"), calibre_key("7.62x54R"));
/// assert_eq!(calibre_key(".308 Win"), ".308win");
/// ```
#[must_use]
pub fn calibre_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut signs = name.trim().chars().flat_map(char::to_lowercase).peekable();
    while let Some(sign) = signs.next() {
        match sign {
            'm' | 'м' if signs.next_if_eq(&sign).is_some() => {}
            ',' => key.push('.'),
            '×' | 'х' | '*' | '✕' => key.push('x'),
            c if c.is_whitespace() || matches!(c, '-' | '_' | '–' | '\'' | '"') => {}
            c => key.push(c),
        }
    }
    key
}
