//! An analysis as text, JSON or CSV. Whatever the format, guards and refusals go with the figures.

use headstamp_collections::analyse::{Said, say};
use serde_json::{Map, Value};

use super::tables::{self, Table};
use super::{Analyse, Format};
use crate::args::Global;
use crate::exit::{Failure, Outcome, of_csv};
use crate::text::layout::{harmless, isolate, pad, paragraph, wide, width};

pub(super) fn write(global: &Global, command: &Analyse, mut result: Value) -> Outcome {
    speak(&global.lang, &mut result);
    let name = result
        .get("analysis")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let tables = tables::of(&name);
    match command.format {
        Format::Json => anstream::println!("{result}"),
        Format::Csv => csv(command, tables, &result)?,
        Format::Text => text(command, tables, &result),
    }
    Ok(0)
}

/// Gives every rule its sentence.
pub(crate) fn speak(lang: &str, value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|v| speak(lang, v)),
        Value::Object(map) => {
            if let Some(said) = said(map) {
                map.insert("says".to_owned(), say(lang, &said).into());
            } else {
                map.values_mut().for_each(|v| speak(lang, v));
            }
        }
        _ => {}
    }
}

fn said(map: &Map<String, Value>) -> Option<Said> {
    let args = map.get("args")?.as_object()?;
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    Some(Said {
        rule: map.get("rule")?.as_str()?.to_owned(),
        args: args.iter().map(|(k, v)| (k.clone(), text(v))).collect(),
    })
}

pub(crate) fn sentences<'v>(result: &'v Value, list: &str) -> impl Iterator<Item = &'v str> {
    let found = result.get(list).and_then(Value::as_array);
    found
        .into_iter()
        .flatten()
        .filter_map(|s| s.get("says")?.as_str())
}

fn elements<'v>(result: &'v Value, table: &Table) -> &'v [Value] {
    let figures = result.get("figures");
    let found = figures
        .and_then(|f| f.pointer(table.list))
        .and_then(Value::as_array);
    found.map_or(&[][..], Vec::as_slice)
}

/// The text of a cell. `/shared//ids`: the records of both ends of all that is shared.
fn cell(element: &Value, at: &str) -> String {
    if at == "/shared//ids" {
        let shared = element.get("shared").and_then(Value::as_array);
        let ends = shared
            .into_iter()
            .flatten()
            .flat_map(|s| [s.pointer("/a/ids"), s.pointer("/b/ids")]);
        return ends.flatten().map(plain).collect::<Vec<_>>().join(" ");
    }
    element.pointer(at).map(plain).unwrap_or_default()
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Array(list) => {
            let between = if list.iter().all(Value::is_number) {
                " "
            } else {
                "; "
            };
            list.iter().map(plain).collect::<Vec<_>>().join(between)
        }
        Value::Object(o) => match (o.get("says"), o.get("from").zip(o.get("to")), sample_key(o)) {
            (Some(says), ..) => plain(says),
            (_, Some((from, to)), _) if from == to => plain(from),
            (_, Some((from, to)), _) => format!("{}/{}", plain(from), plain(to)),
            (.., Some(key)) => key.to_owned(),
            _ => value.to_string(),
        },
        other => other.to_string(),
    }
}

/// The key of the sample an object is about.
fn sample_key(map: &Map<String, Value>) -> Option<&str> {
    map.get("sample")?.get("key")?.as_str()
}

fn csv(command: &Analyse, tables: &[Table], result: &Value) -> Result<(), Failure> {
    let wanted = command.table.as_deref();
    let found = tables.iter().find(|t| wanted.is_none_or(|w| w == t.name));
    let Some(table) = found else {
        let names: Vec<&str> = tables.iter().map(|t| t.name).collect();
        return Err(Failure::usage(format!("--table: one of {}", names.join(", "))));
    };
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    let failed = |e: csv::Error| Failure::from(of_csv(e));
    let synthetic = is_synthetic(result);
    let names = table.columns.iter().map(|c| c.0);
    out.write_record(names.chain(synthetic.then_some("synthetic")))
        .map_err(failed)?;
    for element in elements(result, table) {
        let cells = table.columns.iter().map(|c| guarded(cell(element, c.1)));
        out.write_record(cells.chain(synthetic.then(|| "SYNTHETIC".to_owned())))
            .map_err(failed)?;
    }
    out.flush()?;
    drop(out);
    for list in ["guards", "refused"] {
        for sentence in sentences(result, list) {
            anstream::eprintln!("{}", harmless(sentence));
        }
    }
    Ok(())
}

/// A spreadsheet takes a text that begins with one of these for a formula.
fn guarded(text: String) -> String {
    let number = text.parse::<f64>().is_ok();
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number {
        format!("'{text}")
    } else {
        text
    }
}

fn text(command: &Analyse, tables: &[Table], result: &Value) {
    if let Some(base) = result.get("base") {
        if is_synthetic(result) {
            anstream::println!(
                "SYNTHETIC DATA: made by a program. No recovery, incident or group in it is real."
            );
        }
        anstream::println!("{}", counted(base));
        for list in ["others", "left_out"] {
            for line in base.get(list).and_then(Value::as_array).into_iter().flatten() {
                let what = line.get("what").map(plain).unwrap_or_default().replace('-', " ");
                let figure = |at: &str| line.pointer(at).map(plain).unwrap_or_default();
                let count = items_and_rows(&figure("/rows/items"), &figure("/rows/rows"));
                anstream::println!("  not counted, {what}: {count}");
            }
        }
    }
    let figures = result.get("figures").and_then(Value::as_object);
    for (name, value) in figures.into_iter().flatten() {
        match value {
            Value::Number(n) if n.is_f64() => {
                // Enough figures to read; the other formats have all of them.
                let n = n.as_f64().unwrap_or_default();
                anstream::println!("{}: {}", name.replace('_', " "), (n * 1e5).round() / 1e5);
            }
            Value::Number(_) | Value::String(_) => {
                anstream::println!("{}: {}", name.replace('_', " "), harmless(&plain(value)));
            }
            Value::Object(o) if o.contains_key("items") || o.contains_key("samples") => {
                anstream::println!("{}: {}", name.replace('_', " "), figure(value));
            }
            _ => {}
        }
    }
    let wanted = command.table.as_deref();
    for table in tables.iter().filter(|t| wanted.is_none_or(|w| w == t.name)) {
        print_table(command, table, elements(result, table));
    }
    for (list, title) in [("guards", "Read with this"), ("refused", "Not given")] {
        let mut out = String::new();
        for sentence in sentences(result, list) {
            paragraph(&mut out, width(), 2, 4, &format!("- {}", harmless(sentence)));
        }
        if !out.is_empty() {
            anstream::print!("\n{title}\n{out}");
        }
    }
}

/// The collection was made by a program, and so was every figure.
fn is_synthetic(result: &Value) -> bool {
    result.pointer("/base/synthetic") == Some(&Value::Bool(true))
}

fn counted(base: &Value) -> String {
    let at = |path: &str| base.pointer(path).map(plain).unwrap_or_default();
    let when = match at("/recovered").as_str() {
        "" => String::new(),
        span => format!(", recovered {}", span.replace('/', " to ")),
    };
    let title = at("/title");
    let title = if title.is_empty() {
        "(no title)".to_owned()
    } else {
        title
    };
    format!(
        "{}: {} fired by {} counted, {}{when}",
        harmless(&title),
        items_and_rows(&at("/counted/items"), &at("/counted/rows")),
        at("/scope/fired_by").replace("; ", " or "),
        number_of(&at("/incidents"), "incident")
    )
}

fn number_of(n: &str, what: &str) -> String {
    format!("{n} {what}{}", if n == "1" { "" } else { "s" })
}

fn items_and_rows(items: &str, rows: &str) -> String {
    format!("{} ({})", number_of(items, "item"), number_of(rows, "row"))
}

/// `5 samples, 20 items (7 rows): 1 2 3 …`
fn figure(value: &Value) -> String {
    let samples = value
        .get("samples")
        .map(|s| format!("{}, ", number_of(&plain(s), "sample")))
        .unwrap_or_default();
    let rows = value.get("rows").filter(|r| r.is_object()).unwrap_or(value);
    let at = |name: &str| rows.get(name).map(plain).unwrap_or_default();
    let all = rows.get("ids").and_then(Value::as_array).map_or(0, Vec::len);
    let more = if rows.get("rows").and_then(Value::as_u64) > Some(all as u64) {
        " …"
    } else {
        ""
    };
    let ids = at("ids");
    let ids = if ids.is_empty() {
        ids
    } else {
        format!(": #{}{more}", ids.replace(' ', " #"))
    };
    format!("{samples}{}{ids}", items_and_rows(&at("items"), &at("rows")))
}

/// Columns with nothing in them are left out; the records are for the other formats.
fn print_table(command: &Analyse, table: &Table, list: &[Value]) {
    anstream::println!("\n{}: {}", capital(table.name), list.len());
    if list.is_empty() {
        return;
    }
    let columns = table.columns.iter().filter(|c| c.0 != "records");
    let columns: Vec<_> = columns
        .filter(|c| list.iter().take(command.rows).any(|e| !cell(e, c.1).is_empty()))
        .collect();
    let mut lines: Vec<Vec<String>> = vec![columns.iter().map(|c| c.0.replace('_', " ")).collect()];
    for element in list.iter().take(command.rows) {
        lines.push(columns.iter().map(|c| isolate(&cell(element, c.1))).collect());
    }
    let widths: Vec<usize> = (0..columns.len())
        .map(|i| {
            lines
                .iter()
                .filter_map(|l| l.get(i))
                .map(|c| wide(c))
                .max()
                .unwrap_or(0)
                .min(48)
        })
        .collect();
    for line in &lines {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(c, w)| pad(c, *w)).collect();
        anstream::println!("  {}", cells.join("  ").trim_end());
    }
    if list.len() > command.rows {
        let more = list.len() - command.rows;
        anstream::println!("  … {more} more; --rows N shows more, --format csv all with their records");
    }
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
