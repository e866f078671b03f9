//! Walks a file against the shape of its table: unknown keys, missing keys, wrong types, and the values for other checks.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::File;
use super::syntax::line_of;
use crate::diagnostic::{Diagnostic, nearest};
use crate::tables::shape::{Key, Shape, Table};

/// A value whose shape is known and right.
pub(crate) struct Field<'a> {
    /// Index of the file.
    pub(crate) file: usize,
    /// The key it stands at; of a list, that of the list.
    pub(crate) key: &'a str,
    /// The array of tables or table it stands in, empty at the top.
    pub(crate) within: &'a str,
    /// Number of that table: values of one row have the same. Zero is never used.
    pub(crate) row: usize,
    /// Number of the table around it, zero for none.
    pub(crate) outer: usize,
    pub(crate) value: &'a DeValue<'a>,
    pub(crate) span: Range<usize>,
    pub(crate) shape: &'static Shape,
}

impl Field<'_> {
    pub(crate) fn text(&self) -> Option<&str> {
        match self.value {
            DeValue::String(s) => Some(s),
            _ => None,
        }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        integer(self.value)
    }
}

pub(crate) fn integer(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(i) => i64::from_str_radix(i.as_str(), i.radix()).ok(),
        _ => None,
    }
}

struct Walker<'a, 'o> {
    file: &'a File<'a>,
    index: usize,
    fields: &'o mut Vec<Field<'a>>,
    found: &'o mut Vec<Diagnostic>,
    rows: &'o mut usize,
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct At<'a> {
    within: &'a str,
    row: usize,
    outer: usize,
    /// The keys of the table around, for "belongs above".
    above: &'static [Key],
}

/// Collects the values of a file, and what is wrong with its structure.
pub(super) fn walk<'a>(
    index: usize,
    file: &'a File<'a>,
    fields: &mut Vec<Field<'a>>,
    found: &mut Vec<Diagnostic>,
    rows: &mut usize,
) {
    let mut walker = Walker {
        file,
        index,
        fields,
        found,
        rows,
    };
    let doc = file.doc.get_ref();
    let at = At {
        within: "",
        row: 0,
        outer: 0,
        above: &[],
    };
    match file.table.shape() {
        Shape::Table(keys) => walker.table(doc, keys, None, at),
        shape => walker.map(doc, shape, at),
    }
}

impl<'a> Walker<'a, '_> {
    /// True where the parser stumbled: what it made of such a line is not to be judged.
    fn unread(&self, span: &Range<usize>) -> bool {
        let line = line_of(self.file.text, span.start);
        self.file
            .unread
            .iter()
            .any(|l| l.start < span.end.max(line.end) && line.start <= l.end)
    }

    fn report(&mut self, d: Diagnostic) {
        if d.span.as_ref().is_none_or(|s| !self.unread(s)) {
            self.found.push(d);
        }
    }

    /// A table whose keys are free.
    fn map(&mut self, table: &'a DeTable<'a>, shape: &'static Shape, at: At<'a>) {
        let Shape::Map(inner) = shape else { return };
        for (key, value) in table {
            self.value(value.get_ref(), value.span(), inner, key.get_ref(), at);
        }
    }

    fn table(
        &mut self,
        table: &'a DeTable<'a>,
        keys: &'static [Key],
        header: Option<Range<usize>>,
        at: At<'a>,
    ) {
        if at.row == 0 && self.belongs_elsewhere(table, keys) {
            return;
        }
        *self.rows += 1;
        let inside = At {
            within: at.within,
            row: *self.rows,
            outer: at.row,
            above: keys,
        };
        for (name, value) in table {
            match keys.iter().find(|k| k.name == name.get_ref().as_ref()) {
                Some(key) => self.value(value.get_ref(), value.span(), &key.shape, name.get_ref(), inside),
                None => self.unknown(name, keys, at),
            }
        }
        if !self.file.unread.is_empty() {
            return; // the key may stand on a line that could not be read
        }
        for key in keys.iter().filter(|k| k.required && !table.contains_key(k.name)) {
            let of = if at.within.is_empty() {
                self.file.table.name().to_owned()
            } else {
                format!("`{}`", at.within)
            };
            self.report(
                Diagnostic::error(
                    "HS113",
                    self.file.path,
                    header.clone(),
                    format!("the key `{}` is missing", key.name),
                )
                .label(format!("needs `{}`", key.name))
                .help(format!("{of} needs `{} = {}`", key.name, sample(&key.shape))),
            );
        }
    }

    /// A whole file of another kind: one finding instead of one for every key.
    fn belongs_elsewhere(&mut self, table: &DeTable<'_>, keys: &[Key]) -> bool {
        let names = |keys: &[Key]| {
            table
                .keys()
                .filter(|n| keys.iter().any(|k| k.name == n.get_ref().as_ref()))
                .count()
        };
        if table.is_empty() || names(keys) * 2 >= table.len() {
            return false;
        }
        let fits = |t: &&Table| matches!(t.shape(), Shape::Table(keys) if names(keys) == table.len());
        let Some(other) = Table::ALL.iter().find(fits) else {
            return false;
        };
        self.found.push(
            Diagnostic::error(
                "HS120",
                self.file.path,
                None,
                format!("this file is {}, not {}", other.name(), self.file.table.name()),
            )
            .help(format!("it belongs to {}", other.place())),
        );
        true
    }

    fn unknown(&mut self, name: &Spanned<std::borrow::Cow<'a, str>>, keys: &[Key], at: At<'_>) {
        let (text, within) = (name.get_ref(), at.within);
        let names = keys.iter().map(|k| k.name);
        let (label, help) = if at.above.iter().any(|k| k.name == text.as_ref()) {
            (
                "not here".to_owned(),
                format!(
                    "`{text}` belongs above the first `[[{within}]]`: a key belongs to the heading before it"
                ),
            )
        } else if let Some(near) = nearest(text, names.clone()) {
            (
                format!("did you mean `{near}`?"),
                format!("known here: {}", names.collect::<Vec<_>>().join(", ")),
            )
        } else {
            (
                "not known".to_owned(),
                format!("known here: {}", names.collect::<Vec<_>>().join(", ")),
            )
        };
        let d = Diagnostic::error(
            "HS112",
            self.file.path,
            Some(name.span()),
            format!("there is no key `{text}`"),
        )
        .label(label)
        .help(help);
        self.report(d);
    }

    fn value(
        &mut self,
        value: &'a DeValue<'a>,
        span: Range<usize>,
        shape: &'static Shape,
        key: &'a str,
        at: At<'a>,
    ) {
        match (shape, value) {
            (Shape::Either(a, b), _) => {
                let shape = if accepts(a, value) || !accepts(b, value) {
                    a
                } else {
                    b
                };
                if accepts(shape, value) {
                    self.value(value, span, shape, key, at);
                } else {
                    self.wrong(
                        value,
                        span,
                        &format!("{}, or {}", expected(a), expected(b)),
                        a,
                        key,
                    );
                }
            }
            (Shape::List(inner), DeValue::Array(list)) => {
                for item in list {
                    self.value(item.get_ref(), item.span(), inner, key, at);
                }
            }
            (Shape::Rows(keys), DeValue::Array(list)) => {
                for item in list {
                    match item.get_ref() {
                        DeValue::Table(t) => self.table(t, keys, Some(item.span()), At { within: key, ..at }),
                        other => self.wrong(other, item.span(), "a table", shape, key),
                    }
                }
            }
            (Shape::Table(keys), DeValue::Table(t)) => {
                self.table(t, keys, Some(span), At { within: key, ..at })
            }
            (Shape::Map(_), DeValue::Table(t)) => self.map(t, shape, At { within: key, ..at }),
            _ if accepts(shape, value) => {
                self.fields.push(Field {
                    file: self.index,
                    key,
                    within: at.within,
                    row: at.row,
                    outer: at.outer,
                    value,
                    span,
                    shape,
                });
            }
            _ => self.wrong(value, span, &expected(shape), shape, key),
        }
    }

    fn wrong(&mut self, value: &DeValue<'_>, span: Range<usize>, wanted: &str, shape: &Shape, key: &str) {
        if matches!(shape, Shape::Rows(_) | Shape::Table(_)) && !self.file.unread.is_empty() {
            return; // the heading that makes it one may be on a line that could not be read
        }
        let written = self.file.text.get(span.clone()).unwrap_or_default().trim();
        let help = match (shape, value) {
            (Shape::Rows(_), _) => format!("write each as `[[{key}]]` with its keys on the lines below"),
            (Shape::List(_), _) => format!("put it in brackets: `{key} = [{written}]`"),
            (Shape::Year | Shape::Integer | Shape::Number, DeValue::String(s))
                if s.trim().parse::<f64>().is_ok() =>
            {
                format!("remove the quotation marks: `{key} = {}`", s.trim())
            }
            (Shape::Number, DeValue::String(s)) if s.trim().replace(',', ".").parse::<f64>().is_ok() => {
                format!(
                    "a number stands without quotation marks and with a decimal point: `{key} = {}`",
                    s.trim().replace(',', ".")
                )
            }
            (s, DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_)) if is_text(s) => {
                format!("put it in quotation marks: `{key} = \"{written}\"`")
            }
            (s, DeValue::Array(_)) if is_text(s) => {
                "only one is possible here; remove the brackets".to_owned()
            }
            _ => format!("write `{key} = {}`", sample(shape)),
        };
        let d = Diagnostic::error(
            "HS114",
            self.file.path,
            Some(span),
            format!("`{key}` has the wrong type"),
        )
        .label(format!("{}, expected {wanted}", called(value)))
        .help(help);
        self.report(d);
    }
}

fn is_text(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Text | Shape::Mark | Shape::Word(..) | Shape::Id(_) | Shape::OwnId | Shape::Day
    )
}

fn accepts(shape: &Shape, value: &DeValue<'_>) -> bool {
    match shape {
        s if is_text(s) => value.is_str(),
        // A number too long for any reader is none.
        Shape::Integer | Shape::Year => integer(value).is_some(),
        Shape::Number => integer(value).is_some() || matches!(value, DeValue::Float(_)),
        Shape::Flag => matches!(value, DeValue::Boolean(_)),
        Shape::Date => matches!(value, DeValue::Datetime(_)),
        Shape::List(_) | Shape::Rows(_) => matches!(value, DeValue::Array(_)),
        Shape::Table(_) | Shape::Map(_) => matches!(value, DeValue::Table(_)),
        Shape::Either(a, b) => accepts(a, value) || accepts(b, value),
        _ => false,
    }
}

fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Integer => "a whole number".to_owned(),
        Shape::Year => "a year such as 1974".to_owned(),
        Shape::Number => "a number".to_owned(),
        Shape::Flag => "true or false".to_owned(),
        Shape::Date => "a date such as 1991-12-26".to_owned(),
        Shape::Day => "a day in quotation marks".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Rows(_) => "rows".to_owned(),
        Shape::Table(_) | Shape::Map(_) => "a table".to_owned(),
        Shape::Either(a, b) => format!("{}, or {}", expected(a), expected(b)),
        _ => "a text".to_owned(),
    }
}

fn called(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) if integer(value).is_none() => "a number with too many digits",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn sample(shape: &Shape) -> String {
    match shape {
        Shape::Integer => "12".to_owned(),
        Shape::Year => "1974".to_owned(),
        Shape::Number => "53.7".to_owned(),
        Shape::Flag => "true".to_owned(),
        Shape::Date => "1991-12-26".to_owned(),
        Shape::Day => "\"2016-08-01\"".to_owned(),
        Shape::Word(_, words) => format!("\"{}\"", words[0]),
        Shape::List(inner) => format!("[{}]", sample(inner)),
        Shape::Table(_) | Shape::Map(_) | Shape::Rows(_) => "{ … }".to_owned(),
        Shape::Either(a, _) => sample(a),
        _ => "\"…\"".to_owned(),
    }
}
