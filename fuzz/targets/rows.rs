//! A collection, read as CSV, TSV, JSON Lines or a workbook. The first line names the format.

use std::io::Cursor;

use headstamp_collections::rows::{Block, BlockItem, Format, Input, Row};
use headstamp_core::notation::Marking;

pub(super) fn run(bytes: &[u8]) {
    let Some((format, bytes)) = super::first_line(bytes) else {
        return;
    };
    let format = match format {
        "jsonl" => Format::Jsonl,
        "tsv" => Format::Tsv,
        "workbook" => Format::Workbook,
        _ => Format::Csv,
    };
    let Some((header, rows)) = read(bytes, format) else {
        return;
    };
    let separated = matches!(format, Format::Csv | Format::Tsv);
    // A return alone ends a line, too.
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
    for (row, number) in rows.iter().zip(1..) {
        assert!(
            !row.broken || !row.problems.is_empty(),
            "a row is broken and nothing is said"
        );
        if separated {
            assert_eq!(row.number, number);
            assert!(row.line <= lines, "line {} of {lines}", row.line);
            assert!(row.broken || row.cells.len() == header.len());
        }
        let _ = Marking::parse(&row.recorded.marks);
    }
    assert_eq!(
        format!("{:?}", in_blocks(bytes, format)),
        format!("{rows:?}"),
        "read in blocks, and read one by one"
    );
    if separated {
        let good: Vec<_> = rows.into_iter().filter(|row| !row.broken).collect();
        survives_writing(&header, &good);
    }
}

/// Header and rows, unless the user is told that there is nothing to read.
fn read(bytes: &[u8], format: Format) -> Option<(Vec<String>, Vec<Row>)> {
    let mut input = Input::read(Box::new(Cursor::new(bytes.to_vec())), format).ok()?;
    let (mut row, mut rows) = (Row::default(), Vec::new());
    while input.next(&mut row).ok()? {
        rows.push(row.clone());
    }
    Some((input.header().to_vec(), rows))
}

/// The same rows, as a batch reads them. Blocks are small, so that lines end in many places of them.
fn in_blocks(bytes: &[u8], format: Format) -> Vec<Row> {
    let mut input = Input::read(Box::new(Cursor::new(bytes.to_vec())), format).expect("it was opened before");
    let columns = input.columns().to_vec();
    let (mut block, mut rows, mut more) = (Block::default(), Vec::new(), true);
    while more {
        more = input.fill(&mut block, 64).expect("it was read before");
        for i in 0..block.len() {
            match block.item(i).expect("it is there") {
                BlockItem::Plain(cells) => {
                    let escaped = |c: char| c < ' ' || c == '"' || c == '\\';
                    let row = cells.row(&columns);
                    let any = row.cells.iter().any(|cell| cell.contains(escaped));
                    assert_eq!(any, !cells.is_verbatim(), "whether JSON writes it in another way");
                    rows.push(row);
                }
                BlockItem::Whole(row) => rows.push(row.clone()),
            }
        }
    }
    rows
}

/// Written by a program that knows CSV, the same cells are read again.
fn survives_writing(header: &[String], rows: &[Row]) {
    let mut writer = csv::WriterBuilder::new().delimiter(b'\t').from_writer(Vec::new());
    writer.write_record(header).expect("memory is no file");
    for row in rows {
        writer
            .write_record(&row.cells)
            .expect("all have the cells of the header");
    }
    let written = writer.into_inner().expect("memory is no file");
    let (_, again) = read(&written, Format::Tsv).expect("it was read before");
    let cells = |rows: &[Row]| -> Vec<Vec<String>> { rows.iter().map(|row| row.cells.clone()).collect() };
    assert_eq!(
        cells(&again),
        cells(rows),
        "{:?}",
        String::from_utf8_lossy(&written)
    );
}
