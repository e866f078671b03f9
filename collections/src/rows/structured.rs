//! A row of JSON Lines. Its `marks` are a text in the input notation, or a list of annotated marks: text, symbol,
//! position, direction, enclosure and certainty, as image-annotation tools export them.

use serde_json::{Map, Value};

use super::columns::{Column, column};
use super::{Problem, Row, quoted};

/// Fills a row from one line. What cannot be used is a problem of the row; nothing is dropped silently.
pub(super) fn read(line: &[u8], row: &mut Row) {
    let object: Map<String, Value> = match serde_json::from_slice(line) {
        Ok(o) => o,
        Err(e) => {
            let text = String::from_utf8_lossy(line).into_owned();
            row.problems
                .push(Problem::new("line", &text, format!("no JSON object: {e}")));
            row.cells.push(text);
            row.broken = true;
            return;
        }
    };
    for (name, value) in &object {
        let what = column(name);
        let text = match (what, value) {
            (Column::Marks, Value::Array(list)) => match notation(list) {
                Ok(text) => text,
                Err(reason) => {
                    row.problems.push(Problem::new(name, &value.to_string(), reason));
                    row.broken = true;
                    continue;
                }
            },
            (_, Value::String(s)) => s.clone(),
            (_, Value::Null) => String::new(),
            (_, Value::Number(n)) => n.to_string(),
            (_, Value::Bool(b)) => b.to_string(),
            (Column::Unknown | Column::Other(_), other) => other.to_string(),
            (_, other) => {
                row.problems.push(Problem::new(
                    name,
                    &other.to_string(),
                    "a text or number was expected",
                ));
                continue;
            }
        };
        let r = &mut row.recorded;
        match what {
            Column::Id => r.id = text,
            Column::Marks => r.marks = text,
            Column::Calibre => r.calibre = text,
            Column::Item => r.item = text,
            Column::RecoveredOn => r.recovered = text,
            Column::Country => r.country = text,
            Column::Quantity => r.quantity = text,
            Column::Other(field) => row.fields.push((field, text)),
            Column::MarkAt(i) if !text.is_empty() => {
                let place = ["12", "3", "6", "9", "c"][usize::from(i)];
                if !r.marks.is_empty() {
                    r.marks.push(' ');
                }
                r.marks.push_str(&format!("{place}:{}", quoted(&text)));
            }
            _ => {}
        }
    }
    row.cells = vec![Value::Object(object).to_string()];
}

/// A list of annotated marks in the input notation.
fn notation(list: &[Value]) -> Result<String, String> {
    let marks: Result<Vec<String>, String> = list.iter().map(mark).collect();
    Ok(marks?.join(" "))
}

fn mark(value: &Value) -> Result<String, String> {
    if let Value::String(s) = value {
        return Ok(quoted(s));
    }
    let Value::Object(m) = value else {
        return Err("a mark is a text or an object".to_owned());
    };
    let text = |name: &str| {
        m.get(name)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|s| !s.is_empty())
    };
    let mut out = match (text("symbol"), m.get("characters"), text("text")) {
        (Some(symbol), _, None) => format!("{{{symbol}}}"),
        (_, Some(Value::Array(chars)), _) => characters(chars)?,
        (None, _, Some(t)) => t.to_owned(),
        (Some(symbol), _, Some(t)) => format!("{t}{{{symbol}}}"),
        (None, _, None) => "?".to_owned(),
    };
    match text("enclosure") {
        None | Some("none") => out = quoted(&out),
        Some(e @ ("circle" | "double-circle" | "square" | "triangle")) => out = format!("{{{e}:{out}}}"),
        Some(other) => {
            return Err(format!(
                "“{other}” is no enclosure: circle, double-circle, square or triangle"
            ));
        }
    }
    if let Some(position) = m.get("position") {
        let place = match position {
            Value::Number(n) => n.as_f64().map(|h| h.to_string()).unwrap_or_default(),
            Value::String(s) => s.trim_end_matches("o'clock").trim().to_lowercase(),
            Value::Null => String::new(),
            _ => "?".to_owned(),
        };
        let hour = place.parse::<u8>().is_ok_and(|h| (1..=12).contains(&h));
        if !place.is_empty() && !hour && !matches!(place.as_str(), "c" | "centre" | "center") {
            return Err(format!(
                "“{position}” is no position: a clock hour from 1 to 12, or centre"
            ));
        }
        if !place.is_empty() {
            out = format!("{place}:{out}");
        }
    }
    let doubtful = m
        .get("certainty")
        .and_then(Value::as_f64)
        .is_some_and(|c| c < 0.5)
        || m.get("doubtful").and_then(Value::as_bool) == Some(true);
    if doubtful {
        out.push_str("(?)");
    }
    Ok(out)
}

/// Certainty per character: one below one half is not read, alternatives are kept.
fn characters(list: &[Value]) -> Result<String, String> {
    let mut out = String::new();
    for c in list {
        let (text, certainty, other) = match c {
            Value::String(s) => (s.as_str(), 1.0, None),
            Value::Object(o) => (
                o.get("text").and_then(Value::as_str).unwrap_or("?"),
                o.get("certainty").and_then(Value::as_f64).unwrap_or(1.0),
                o.get("or").and_then(Value::as_str),
            ),
            _ => return Err("a character is a text, or an object with `text` and `certainty`".to_owned()),
        };
        match other {
            Some(other) => out.push_str(&format!("{{{text}~{other}}}")),
            None if certainty < 0.5 => out.push('?'),
            None => out.push_str(text),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(json: &str) -> String {
        let mut row = Row::default();
        read(json.as_bytes(), &mut row);
        assert_eq!(row.problems, []);
        row.recorded.marks
    }

    #[test]
    fn annotated_marks() {
        assert_eq!(
            marks(
                r#"{"marks":[{"text":"945","position":12},{"text":"11","position":"6 o'clock","direction":"inward"}]}"#
            ),
            "12:945 6:11"
        );
        assert_eq!(
            marks(r#"{"marks":[{"text":"10","enclosure":"circle"},"84"]}"#),
            "{circle:10} 84"
        );
        assert_eq!(
            marks(r#"{"marks":[{"symbol":"star"},{"text":"51","certainty":0.3}]}"#),
            "{star} 51(?)"
        );
        assert_eq!(
            marks(r#"{"marks":[{"characters":["9",{"text":"3","or":"8"},{"text":"5","certainty":0.2}]}]}"#),
            "9{3~8}?"
        );
        assert_eq!(marks(r#"{"mark_12":"945","mark_6":"11"}"#), "12:945 6:11");
    }

    #[test]
    fn bad_lines_are_kept() {
        let mut row = Row::default();
        read(b"{not json", &mut row);
        assert!(row.broken);
        assert_eq!(row.cells, ["{not json"]);
    }
}
