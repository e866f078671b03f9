//! The one way to write a table: keys in the order of [`super::shape`], one blank line before a heading, lists that are
//! filled line by line. Comments stay with what they stand above or behind. Formatting twice changes nothing.

use toml_edit::{Array, DocumentMut, InlineTable, Item, RawString, Table as Edit, Value};

use super::shape::{Key, Shape, Table};

/// Lines are filled up to here.
const WIDTH: usize = 120;

/// The text as it should stand, or nothing when it is no TOML.
#[must_use]
pub fn format(text: &str, table: Table) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (head, body) = split_head(&text);
    let document = body.parse::<DocumentMut>().ok()?;
    let mut writer = Writer { out: String::new() };
    for line in comments(head).0 {
        writer.line(&line);
    }
    writer.table(document.as_table(), table.shape(), "");
    for line in comments(document.trailing().as_str().unwrap_or_default()).0 {
        writer.line(&line);
    }
    let out = writer.out.trim_start_matches('\n').trim_end().to_owned();
    Some(if out.is_empty() { out } else { out + "\n" })
}

/// Comments at the top belong to the file, up to the last blank line among them; the rest belongs to the first key.
fn split_head(text: &str) -> (&str, &str) {
    let mut end = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') {
            return text.split_at(end);
        }
        at += line.len();
        if content.is_empty() || content.starts_with("#:") {
            end = at;
        }
    }
    (text, "")
}

/// Comment lines, with one empty line where there were some; and whether an empty line stood before the first of them
/// or, without comments, at all.
fn comments(decor: &str) -> (Vec<String>, bool) {
    let mut out: Vec<String> = Vec::new();
    let mut blank = false;
    let mut first = false;
    // The end of the line before the decoration is no blank line.
    for line in decor.lines() {
        let line = line.replace('\t', " ");
        let line = line.trim();
        if line.is_empty() {
            blank = true;
        } else {
            if blank && !out.is_empty() {
                out.push(String::new());
            } else if blank {
                first = true;
            }
            blank = false;
            out.push(line.to_owned());
        }
    }
    if out.is_empty() {
        first = blank;
    } else if blank {
        out.push(String::new());
    }
    (out, first)
}

fn raw(text: Option<&RawString>) -> &str {
    text.and_then(RawString::as_str).unwrap_or_default()
}

fn has_comment(text: Option<&RawString>) -> bool {
    raw(text).contains('#')
}

struct Writer {
    out: String,
}

impl Writer {
    fn line(&mut self, line: &str) {
        if line.is_empty() && (self.out.is_empty() || self.out.ends_with("\n\n")) {
            return;
        }
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// A table: its values first, then its tables, then its rows.
    fn table(&mut self, table: &Edit, shape: &Shape, path: &str) {
        self.values(table, shape, "");
        let mut later: Vec<(usize, &str, &Item)> = table
            .iter()
            .filter(|(_, item)| is_headed(item))
            .map(|(key, item)| (order(shape, key), key, item))
            .collect();
        later.sort_by_key(|(at, _, _)| *at);
        for (_, key, item) in later {
            let shown = key_text(key);
            let path = if path.is_empty() {
                shown
            } else {
                format!("{path}.{shown}")
            };
            let inner = inner(shape, key);
            match item {
                Item::Table(t) => {
                    if !t.is_implicit() {
                        self.heading(t, &format!("[{path}]"));
                    }
                    self.table(t, inner, &path);
                }
                Item::ArrayOfTables(rows) => {
                    for row in rows {
                        self.heading(row, &format!("[[{path}]]"));
                        self.table(row, inner, &path);
                    }
                }
                _ => {}
            }
        }
    }

    fn heading(&mut self, table: &Edit, heading: &str) {
        self.line("");
        for line in comments(raw(table.decor().prefix())).0 {
            self.line(&line);
        }
        self.line(&with_remark(heading.to_owned(), raw(table.decor().suffix())));
    }

    fn values(&mut self, table: &Edit, shape: &Shape, dotted: &str) {
        let mut keys: Vec<(usize, &str)> = table
            .iter()
            .filter(|(_, i)| !is_headed(i))
            .map(|(k, _)| (order(shape, k), k))
            .collect();
        keys.sort_by_key(|(at, _)| *at);
        for (n, (_, key)) in keys.iter().enumerate() {
            let Some((name, item)) = table.get_key_value(key) else {
                continue;
            };
            let (above, blank) = comments(raw(name.leaf_decor().prefix()));
            let apart = if matches!(shape, Shape::Map(_)) {
                blank
            } else {
                blank && !above.is_empty()
            };
            if apart && n > 0 {
                self.line("");
            }
            for line in above {
                self.line(&line);
            }
            let shown = format!("{dotted}{}", key_text(key));
            match item {
                Item::Value(value) => {
                    let written = format!(
                        "{shown} = {}",
                        value_text(value, inner(shape, key), shown.chars().count() + 3)
                    );
                    self.line(&with_remark(written, raw(value.decor().suffix())));
                }
                Item::Table(t) => self.values(t, inner(shape, key), &format!("{shown}.")),
                _ => {}
            }
        }
    }
}

/// Stands under a heading of its own, and so after the values.
fn is_headed(item: &Item) -> bool {
    match item {
        Item::Table(t) => !t.is_dotted(),
        Item::ArrayOfTables(_) => true,
        _ => false,
    }
}

fn with_remark(line: String, decor: &str) -> String {
    let remark = decor.replace('\t', " ");
    let remark = remark.trim();
    if remark.is_empty() {
        line
    } else {
        format!("{line} {remark}")
    }
}

fn keys(shape: &Shape) -> &'static [Key] {
    match shape {
        Shape::Table(keys) | Shape::Rows(keys) => keys,
        Shape::Either(a, b) => {
            let first = keys(a);
            if first.is_empty() { keys(b) } else { first }
        }
        _ => &[],
    }
}

/// The place of a key; unknown ones keep theirs, after the known ones.
fn order(shape: &Shape, key: &str) -> usize {
    keys(shape)
        .iter()
        .position(|k| k.name == key)
        .unwrap_or(usize::MAX)
}

fn inner<'s>(shape: &'s Shape, key: &str) -> &'s Shape {
    match shape {
        Shape::Map(inner) => inner,
        shape => keys(shape)
            .iter()
            .find(|k| k.name == key)
            .map_or(&Shape::Text, |k| &k.shape),
    }
}

fn key_text(key: &str) -> String {
    let bare = !key.is_empty()
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare {
        key.to_owned()
    } else {
        toml_edit::Key::new(key).display_repr().into_owned()
    }
}

fn value_text(value: &Value, shape: &Shape, indent: usize) -> String {
    match value {
        Value::Array(list) => array(list, shape, indent),
        Value::InlineTable(table) => inline(table, shape),
        Value::String(v) => string(&v.display_repr()),
        Value::Integer(v) => v.display_repr().into_owned(),
        Value::Float(v) => v.display_repr().into_owned(),
        Value::Boolean(v) => v.display_repr().into_owned(),
        Value::Datetime(v) => v.display_repr().into_owned(),
    }
}

/// Texts stand in double quotes; others only where they save escapes or span lines.
fn string(written: &str) -> String {
    let inside = written.strip_prefix('\'').and_then(|t| t.strip_suffix('\''));
    match inside {
        Some(text) if !written.starts_with("'''") && !text.contains(['"', '\\']) => format!("\"{text}\""),
        _ => written.to_owned(),
    }
}

fn inline(table: &InlineTable, shape: &Shape) -> String {
    let mut items: Vec<(usize, String)> = table
        .iter()
        .map(|(k, v)| {
            (
                order(shape, k),
                format!("{} = {}", key_text(k), value_text(v, inner(shape, k), 0)),
            )
        })
        .collect();
    items.sort_by_key(|(at, _)| *at);
    if items.is_empty() {
        return "{}".to_owned();
    }
    format!(
        "{{ {} }}",
        items
            .into_iter()
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
            .join(", ")
    )
}

/// On one line when it fits, else filled line by line. `indent` is what stands before it; zero when it cannot be broken.
fn array(list: &Array, shape: &Shape, indent: usize) -> String {
    let element = if let Shape::List(inner) = shape {
        inner
    } else {
        shape
    };
    let remarks = list
        .iter()
        .any(|v| has_comment(v.decor().prefix()) || has_comment(v.decor().suffix()));
    if indent > 0 && (remarks || list.trailing().as_str().is_some_and(|t| t.contains('#'))) {
        return remarked(list, element);
    }
    let items: Vec<String> = list.iter().map(|v| value_text(v, element, 0)).collect();
    let line = format!("[{}]", items.join(", "));
    if indent == 0 || indent + line.chars().count() <= WIDTH {
        return line;
    }
    let mut out = String::from("[\n");
    let mut current = String::from("   ");
    for item in items {
        if current.trim().is_empty() || current.chars().count() + item.chars().count() + 2 <= WIDTH {
            current.push(' ');
        } else {
            out.push_str(&current);
            out.push('\n');
            current = String::from("    ");
        }
        current.push_str(&item);
        current.push(',');
    }
    out + &current + "\n]"
}

/// A list with comments in it: one element on each line.
fn remarked(list: &Array, element: &Shape) -> String {
    let mut out = String::from("[\n");
    let mut pending: Option<String> = None;
    let flush = |pending: &mut Option<String>, after: &str, out: &mut String| {
        // A comment on the line of an element comes with the decoration of what follows it.
        let (same, above) = after.split_once('\n').unwrap_or((after, ""));
        if let Some(element) = pending.take() {
            out.push_str(&with_remark(format!("    {element},"), same));
            out.push('\n');
        } else if !same.trim().is_empty() {
            out.push_str(&format!("    {}\n", same.trim()));
        }
        for line in above.lines().map(str::trim).filter(|l| !l.is_empty()) {
            out.push_str(&format!("    {line}\n"));
        }
    };
    for value in list {
        flush(&mut pending, raw(value.decor().prefix()), &mut out);
        let own = raw(value.decor().suffix()).trim().to_owned();
        pending = Some(value_text(value, element, 0));
        if !own.is_empty() {
            flush(&mut pending, &own, &mut out);
        }
    }
    flush(
        &mut pending,
        list.trailing().as_str().unwrap_or_default(),
        &mut out,
    );
    out + "]"
}
