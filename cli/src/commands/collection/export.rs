//! `collection export`: every counted row with its identification and the user's own columns.

use std::io::{BufWriter, Write};

use headstamp_collections::rows::{SheetValue, SheetWriter};
use headstamp_collections::{Collection, Entry, Error};
use headstamp_core::date::{Day, Span};
use serde_json::{Value, json};

use self::own::Own;
use super::Export;
use crate::args::RowFormat;
use crate::exit::{Failure, Outcome, of_csv};
use crate::target::Target;

mod own;

/// Columns of a table. The first are those of the recording sheet, so that an export can be added elsewhere.
const COLUMNS: [&str; 47] = [
    "id",
    "marks",
    "calibre",
    "calibre_basis",
    "item",
    "quantity",
    "case_material",
    "case_length_mm",
    "rim_mm",
    "primer_seal",
    "case_finish",
    "state_of_case",
    "recovered_on",
    "place",
    "region",
    "country",
    "latitude",
    "longitude",
    "documented_at",
    "incident",
    "incident_type",
    "group",
    "fired_by",
    "scene_guarded",
    "notes",
    "photo",
    "photo_sha256",
    "recorded_by",
    "package",
    "hs_record",
    "hs_source",
    "hs_row",
    "hs_recovered_from",
    "hs_recovered_to",
    "hs_status",
    "hs_sample",
    "hs_calibre",
    "hs_producer",
    "hs_producer_name",
    "hs_country",
    "hs_state",
    "hs_made_from",
    "hs_made_to",
    "hs_probability",
    "hs_basis",
    "hs_unknown_probability",
    "hs_events",
];

/// How many of them hold what was recorded.
const RECORDED: usize = 29;

pub(super) fn run(export: &Export) -> Outcome {
    let collection = Collection::open_read(&export.file)?;
    let format = format_of(export)?;
    let target = export
        .output
        .as_ref()
        .map(|path| Target::of(path, &collection))
        .transpose()?;
    let own = Own::of(&collection)?;
    match (&target, format) {
        (None, RowFormat::Xlsx) => return Err(Failure::usage("a workbook goes to a file: -o all.xlsx")),
        (Some(target), RowFormat::Xlsx) => {
            let mut sheet = SheetWriter::new("headstamp", &header(&own))?;
            collection.for_each(|e| {
                let cells = cells(e, own.of_entry(e)?);
                sheet.row(cells.iter().map(|c| match c {
                    Cell::Text(t) => SheetValue::Text(t),
                    Cell::Number(n, _) => SheetValue::Number(*n),
                }))
            })?;
            target.write(|file| Ok(sheet.finish_to(file)?))?;
        }
        (Some(target), _) => target.write(|file| {
            let mut out = BufWriter::new(file);
            text(&collection, &own, format, &mut out)?;
            Ok(out.flush()?)
        })?,
        (None, _) => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            text(&collection, &own, format, &mut out)?;
            out.flush()?;
        }
    }
    Ok(0)
}

fn format_of(export: &Export) -> Result<RowFormat, Failure> {
    if let Some(format) = export.format {
        return Ok(format);
    }
    let Some(path) = &export.output else {
        return Ok(RowFormat::Csv);
    };
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("csv") => Ok(RowFormat::Csv),
        Some("tsv") => Ok(RowFormat::Tsv),
        Some("jsonl" | "ndjson") => Ok(RowFormat::Jsonl),
        Some("xlsx") => Ok(RowFormat::Xlsx),
        _ => Err(Failure::usage(format!(
            "{}: say --format csv, tsv, jsonl or xlsx",
            path.display()
        ))),
    }
}

/// All columns: those of every export, then the user's own.
fn header(own: &Own) -> Vec<&str> {
    COLUMNS.iter().copied().chain(own.names()).collect()
}

fn text(collection: &Collection, own: &Own, format: RowFormat, out: &mut dyn Write) -> Result<(), Failure> {
    if format == RowFormat::Jsonl {
        collection.for_each(|e| writeln!(out, "{}", json_of(e, own)?).map_err(writing))?;
        return Ok(());
    }
    let delimiter = if format == RowFormat::Tsv { b'\t' } else { b',' };
    let mut csv = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    let failed = |e: csv::Error| writing(of_csv(e));
    csv.write_record(header(own)).map_err(failed)?;
    collection.for_each(|e| {
        let cells = cells(e, own.of_entry(e)?);
        let texts = cells.iter().map(|c| match c {
            Cell::Text(t) | Cell::Number(_, t) => t.as_str(),
        });
        csv.write_record(texts).map_err(failed)
    })?;
    Ok(csv.flush()?)
}

fn writing(source: std::io::Error) -> Error {
    Error::Io {
        what: "the export cannot be written".to_owned(),
        source,
    }
}

/// A cell of an export.
enum Cell {
    Text(String),
    Number(f64, String),
}

fn cells(e: &Entry, own: own::Cells) -> Vec<Cell> {
    let o = &e.observation;
    let text = |t: &Option<String>| Cell::Text(t.clone().unwrap_or_default());
    let number =
        |n: Option<f64>| n.map_or_else(|| Cell::Text(String::new()), |n| Cell::Number(n, n.to_string()));
    let whole = |n: i64| {
        n.to_string()
            .parse()
            .map_or_else(|_| Cell::Text(n.to_string()), |f| Cell::Number(f, n.to_string()))
    };
    let day = |d: Option<Day>| Cell::Text(d.map(|d| d.to_string()).unwrap_or_default());
    let mut out = vec![
        text(&o.row_id),
        Cell::Text(o.marks.clone()),
        text(&o.calibre),
        text(&o.calibre_basis),
        Cell::Text(o.item.clone()),
        whole(i64::from(o.quantity)),
        text(&o.case_material),
        number(o.case_length_mm),
        number(o.rim_mm),
        text(&o.primer_seal),
        text(&o.case_finish),
        text(&o.state_of_case),
        Cell::Text(
            own.recovered
                .or_else(|| o.recovered.map(written))
                .unwrap_or_default(),
        ),
        text(&o.place),
        text(&o.region),
        text(&o.country),
        number(o.latitude),
        number(o.longitude),
        text(&o.documented_at),
        text(&o.incident),
        text(&o.incident_type),
        text(&o.group),
        text(&o.fired_by),
        text(&o.scene_guarded),
        text(&o.notes),
        Cell::Text(o.photos.join("; ")),
        Cell::Text(o.photo_sha256.join("; ")),
        text(&o.recorded_by),
        text(&o.package),
        whole(e.record.id),
        whole(e.record.source),
        whole(i64::try_from(e.record.row).unwrap_or(i64::MAX)),
        day(o.recovered.map(|s| s.from)),
        day(o.recovered.map(|s| s.to)),
    ];
    let events: Vec<String> = e
        .events
        .iter()
        .map(|v| format!("{} ({}, {})", v.id, v.relation, v.strength))
        .collect();
    match e.answer.as_deref() {
        Some(a) => out.extend([
            Cell::Text(a.status.clone()),
            Cell::Text(a.sample.clone()),
            text(&a.calibre),
            text(&a.producer),
            text(&a.producer_name),
            text(&a.country),
            text(&a.state),
            day(a.made.map(|s| s.from)),
            day(a.made.map(|s| s.to)),
            number(a.probability),
            text(&a.basis),
            number(Some(a.unknown_probability)),
            Cell::Text(events.join("; ")),
        ]),
        None => out.push(Cell::Text("unanswered".to_owned())),
    }
    out.resize_with(COLUMNS.len(), || Cell::Text(String::new()));
    out.extend(own.cells.into_iter().map(Cell::Text));
    out
}

/// Days as a person would have written them, for a row whose cell does not say (merged cells).
fn written(s: Span) -> String {
    let parts = [s.from.to_string(), s.to.to_string()];
    let [from, to] = &parts;
    let short = |n: usize| from.get(..n).filter(|t| Day::parse_span(t) == Some(s));
    match (short(4).or_else(|| short(7)), from == to) {
        (Some(short), _) => short.to_owned(),
        (None, true) => from.clone(),
        (None, false) => format!("{from}/{to}"),
    }
}

fn json_of(e: &Entry, own: &Own) -> Result<Value, Error> {
    let mut recorded = serde_json::Map::new();
    for (name, cell) in COLUMNS.iter().zip(cells(e, own.of_entry(e)?)).take(RECORDED) {
        match cell {
            Cell::Text(t) if t.is_empty() => {}
            Cell::Text(t) => {
                recorded.insert((*name).to_owned(), Value::from(t));
            }
            Cell::Number(n, t) => {
                let exact = t.parse::<i64>().map_or_else(|_| Value::from(n), Value::from);
                recorded.insert((*name).to_owned(), exact);
            }
        }
    }
    let answer = e
        .answer
        .as_ref()
        .and_then(|a| serde_json::from_str::<Value>(&a.json).ok());
    let events = serde_json::to_value(&*e.events).unwrap_or_default();
    let row = own.as_came(e)?;
    Ok(
        json!({"type": "record", "record": e.record.id, "source": e.record.source, "row": e.record.row,
        "recorded": recorded, "recovered": e.observation.recovered.map(|s| json!({"from": s.from.to_string(),
        "to": s.to.to_string()})), "as_recorded": row, "identification": answer, "events": events}),
    )
}
