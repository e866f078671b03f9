//! Workbooks and texts as they must not be: each gets a clear message, none panics, none loses other rows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::io::Cursor;

use headstamp_collections::rows::{Format, Input, Row};
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Formula, Workbook};

/// What is read of a file, or what is said.
fn read(bytes: &[u8], format: Format) -> String {
    let mut out = String::new();
    let mut input = match Input::read(Box::new(Cursor::new(bytes.to_vec())), format) {
        Ok(input) => input,
        Err(e) => return format!("refused: {e}\n"),
    };
    for note in input.notes() {
        writeln!(out, "note: {note}").unwrap();
    }
    let mut row = Row::default();
    loop {
        match input.next(&mut row) {
            Ok(false) => return out,
            Err(e) => {
                writeln!(out, "broke off: {e}").unwrap();
                return out;
            }
            Ok(true) => {
                let r = &row.recorded;
                let mut said = format!("{} (line {}): {}", row.number, row.line, r.marks);
                for (name, text) in [
                    ("id", &r.id),
                    ("calibre", &r.calibre),
                    ("recovered", &r.recovered),
                    ("quantity", &r.quantity),
                ] {
                    if !text.is_empty() {
                        write!(said, " | {name} {text}").unwrap();
                    }
                }
                writeln!(out, "{said}{}", if row.broken { " | BROKEN" } else { "" }).unwrap();
                for p in &row.problems {
                    writeln!(out, "   {} “{}”: {}", p.column, p.value, p.reason).unwrap();
                }
            }
        }
    }
}

fn text(name: &str, bytes: &[u8]) -> String {
    format!("== {name}\n{}\n", read(bytes, Format::Csv))
}

fn book(name: &str, fill: impl FnOnce(&mut Workbook)) -> String {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    format!(
        "== {name}\n{}\n",
        read(&workbook.save_to_buffer().unwrap(), Format::Workbook)
    )
}

/// A sheet of texts.
fn sheet(workbook: &mut Workbook, rows: &[&[&str]]) {
    let sheet = workbook.add_worksheet();
    for (r, row) in (0u32..).zip(rows) {
        for (c, cell) in (0u16..).zip(*row) {
            if !cell.is_empty() {
                sheet.write_string(r, c, *cell).unwrap();
            }
        }
    }
}

#[test]
fn texts() {
    let mut out = String::new();
    out += &text("empty", b"");
    out += &text("only a header", b"id,marks\n");
    out += &text("no marks", b"id,colour\n1,red\n");
    out += &text("utf-16", b"\xFF\xFEi\0d\0");
    out += &text("a workbook named csv", b"PK\x03\x04rest");
    out += &text(
        "windows-1252",
        b"id,marks,lieu\n1,945 11,M\xE9naka\n2,60 75,Gao\n",
    );
    out += &text(
        "too few and too many cells",
        b"id,marks,calibre\n1,945 11\n2,60 75,7.62x39,more\n3,10 84,7.62x39\n",
    );
    out += &text(
        "an open quotation mark",
        b"id,marks\n1,\"945 11\n2,60 75\n3,10 84\n",
    );
    out += &text("nul bytes", b"id,marks\n1,945\x00 11\n2,60 75\n");
    out += &text(
        "a title and empty lines above",
        b"Casings;;\n;;\n\nid;marks;calibre\n1;945 11;7.62x54R\n",
    );
    out += &text(
        "two columns of marks",
        b"marks,headstamp\n945 11,945 11\n945 11,60 75\n",
    );
    out += &text("exported damage", b"id,marks,mark_12,mark_6\n1,Oct-84,,\n2,-10,,\n3,,945,05:11:00\n4,1.00E+05,,\n5,#NAME?,,\n6,945 11,,\n");
    out += &text("mac line ends", b"id,marks\r1,945 11\r2,60 75\r");
    out += &text("only separators", b",,,\n,,,\n");
    out += &format!("== broken json lines\n{}\n", read(b"{\"id\":1,\"marks\":\"945 11\"}\nnot json\n[1]\n{\"marks\":{\"a\":1}}\n{\"id\":2,\"marks\":\"60 75\"}\n", Format::Jsonl));
    insta::assert_snapshot!(out);
}

#[test]
fn workbooks() {
    let mut out = String::new();
    let refused = |name: &str, bytes: &[u8]| format!("== {name}\n{}\n", read(bytes, Format::Workbook));
    out += &refused("no bytes", b"");
    out += &refused("two letters", b"PK");
    out += &refused("text named xlsx", b"id,marks\n1,945 11\n");
    out += &refused("an archive cut short", b"PK\x03\x04\x14\0\0\0");
    out += &refused(
        "an old workbook cut short",
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0],
    );
    let mut workbook = Workbook::new();
    sheet(&mut workbook, &[&["id", "marks"], &["1", "945 11"]]);
    let whole = workbook.save_to_buffer().unwrap();
    out += &refused("a workbook cut in half", &whole[..whole.len() / 2]);
    out += &book("an empty sheet", |w| {
        w.add_worksheet();
    });
    out += &book("no marks", |w| sheet(w, &[&["id", "colour"], &["1", "red"]]));
    out += &book("titles above, header in row 6", |w| {
        sheet(
            w,
            &[
                &["Casings recorded"],
                &[""],
                &["by", "A"],
                &[""],
                &[""],
                &["id", "Marks", "Cal"],
                &["1", "945 11", "7.62x54R"],
            ],
        );
    });
    out += &book("header in row 30", |w| {
        let mut rows: Vec<&[&str]> = vec![&["x"]; 29];
        rows.push(&["id", "marks"]);
        sheet(w, &rows);
    });
    out += &book("merged headings over two rows", |w| {
        let s = w.add_worksheet();
        let f = Style::new();
        s.merge_range(0, 1, 0, 4, "Marks", &f).unwrap();
        s.write_string(0, 0, "id").unwrap();
        for (c, n) in (1u16..).zip(["12", "3", "6", "9"]) {
            s.write_string(1, c, n).unwrap();
        }
        for (c, n) in (0u16..).zip(["C1", "945", "", "11"]) {
            s.write_string(2, c, n).unwrap();
        }
    });
    out += &book("cells merged downwards", |w| {
        let s = w.add_worksheet();
        let f = Style::new();
        for (c, n) in (0u16..).zip(["id", "marks", "date", "qty", "place"]) {
            s.write_string(0, c, n).unwrap();
        }
        s.merge_range(1, 2, 3, 2, "2016-09-14", &f).unwrap();
        s.merge_range(1, 3, 3, 3, "5", &f).unwrap();
        s.merge_range(1, 4, 3, 4, "Gao", &f).unwrap();
        for (r, m) in (1u32..).zip(["945 11", "60 75", "10 84"]) {
            s.write_number(r, 0, f64::from(r)).unwrap();
            s.write_string(r, 1, m).unwrap();
        }
    });
    out += &book("what Excel does to marks", |w| {
        let s = w.add_worksheet();
        for (c, n) in (0u16..).zip(["id", "marks", "calibre", "date"]) {
            s.write_string(0, c, n).unwrap();
        }
        let day = Style::new().set_num_format("mmm-yy");
        let clock = Style::new().set_num_format("h:mm");
        s.write_number(1, 1, -10).unwrap();
        s.write_datetime_with_format(2, 1, ExcelDateTime::from_ymd(1984, 10, 1).unwrap(), &day)
            .unwrap();
        s.write_datetime_with_format(3, 1, ExcelDateTime::from_ymd(2026, 11, 5).unwrap(), &day)
            .unwrap();
        s.write_datetime_with_format(4, 1, ExcelDateTime::from_hms(6, 11, 0).unwrap(), &clock)
            .unwrap();
        s.write_number(5, 1, 100_000).unwrap();
        s.write_number(6, 1, 5).unwrap();
        s.write_number(7, 1, 945).unwrap();
        s.write_boolean(8, 1, true).unwrap();
        s.write_formula(9, 1, Formula::new("=1/0").set_result("#DIV/0!"))
            .unwrap();
        s.write_string(10, 1, "945 11").unwrap();
        s.write_number(10, 2, 0.5).unwrap();
        s.write_number(10, 3, 42627).unwrap();
        s.write_string(11, 1, "60 75").unwrap();
        s.write_datetime_with_format(11, 2, ExcelDateTime::from_ymd(1970, 12, 1).unwrap(), &day)
            .unwrap();
        s.write_datetime_with_format(11, 3, ExcelDateTime::from_ymd(2016, 9, 14).unwrap(), &day)
            .unwrap();
        s.write_datetime_with_format(12, 0, ExcelDateTime::from_ymd(2016, 9, 14).unwrap(), &day)
            .unwrap();
        s.write_string(12, 1, "10 84").unwrap();
        s.write_number(13, 0, 123_456_789_012_345_678.0).unwrap();
        s.write_string(13, 1, "17 41").unwrap();
        for (r, c) in [(14, "leading zero"), (14, "")] {
            s.write_string(r, 0, c).unwrap();
        }
        s.write_string(14, 1, "05").unwrap();
    });
    out += &book("leading zeros by position", |w| {
        let s = w.add_worksheet();
        for (c, n) in (0u16..).zip(["mark_12", "mark_6"]) {
            s.write_string(0, c, n).unwrap();
        }
        s.write_number(1, 0, 945).unwrap();
        s.write_number(1, 1, 5).unwrap();
        s.write_number(2, 0, -10).unwrap();
        s.write_datetime_with_format(
            2,
            1,
            ExcelDateTime::from_ymd(1984, 10, 1).unwrap(),
            &Style::new().set_num_format("mmm-yy"),
        )
        .unwrap();
    });
    out += &book("the header again, empty rows, a total", |w| {
        sheet(
            w,
            &[
                &["id", "marks"],
                &["1", "945 11"],
                &[""],
                &["id", "marks"],
                &["2", "60 75"],
                &["Total", ""],
            ],
        );
    });
    out += &book("cells beyond the header", |w| {
        sheet(w, &[&["id", "marks"], &["1", "945 11", "stray"], &["2", "60 75"]])
    });
    out += &book("several sheets", |w| {
        sheet(w, &[&["Notes"]]);
        sheet(w, &[&["id", "marks"], &["x", "1 2"]]);
        sheet(
            w,
            &[
                &["id", "marks", "calibre", "place"],
                &["1", "945 11", "7.62x54R", "Gao"],
            ],
        );
        sheet(w, &[&["id", "marks", "calibre"], &["y", "3 4"]]);
    });
    out += &book("a table that does not begin in A1", |w| {
        sheet(w, &[&[""], &["", "", "id", "marks"], &["", "", "1", "945 11"]]);
    });
    insta::assert_snapshot!(out);
}

#[test]
fn a_sheet_by_name() {
    let mut w = Workbook::new();
    sheet(&mut w, &[&["id", "marks", "calibre"], &["1", "945 11", "x"]]);
    sheet(&mut w, &[&["id", "marks"], &["2", "60 75"]]);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("b.xlsx");
    w.save(&path).unwrap();
    let mut input = Input::open(&path, None, Some("Sheet2")).unwrap();
    let mut row = Row::default();
    assert!(input.next(&mut row).unwrap());
    assert_eq!(row.recorded.marks, "60 75");
    let e = Input::open(&path, None, Some("Nowhere"))
        .err()
        .unwrap()
        .to_string();
    assert!(e.contains("“Sheet1”, “Sheet2”"), "{e}");
    std::fs::write(dir.path().join("b.csv"), "marks\n").unwrap();
    let e = Input::open(&dir.path().join("b.csv"), None, Some("x"))
        .err()
        .unwrap()
        .to_string();
    assert!(e.contains("only workbooks have sheets"), "{e}");
}

/// Every byte of a workbook may be wrong.
#[test]
fn flipped_bytes_never_panic() {
    let mut w = Workbook::new();
    sheet(
        &mut w,
        &[
            &["id", "marks", "calibre"],
            &["1", "945 11", "x"],
            &["2", "60 75", "y"],
        ],
    );
    let whole = w.save_to_buffer().unwrap();
    for at in (0..whole.len()).step_by(29) {
        let mut changed = whole.clone();
        changed[at] ^= 0x15;
        // Read, or said to be damaged; a reader that panics in its thread is neither.
        assert!(!read(&changed, Format::Workbook).is_empty(), "byte {at}");
    }
    for end in (0..whole.len()).step_by(101) {
        read(&whole[..end], Format::Workbook);
    }
}
