//! `collection`: from an empty file to what is exported, and all that can go wrong between.

use std::fmt::Write as _;
use std::path::Path;

use headstamp_collections::rows::{Cell, SheetValue, SheetWriter};
use serde_json::Value;

use crate::made_up::{at, collection, folder, text, write};
use crate::program::{Ran, command, settings};

/// What differs from run to run: times, ids and hashes.
fn shown() -> insta::Settings {
    let mut s = settings();
    s.add_filter(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME");
    s.add_filter(r"\b[0-9a-f]{64}\b", "HASH");
    s.add_filter(r"\b[0-9a-f]{32}\b", "ID");
    s
}

fn said(all: &mut String, dir: &Path, args: &[&str]) -> Ran {
    let ran = at(dir, args);
    let _ = writeln!(all, "$ headstamp {}", args.join(" "));
    if ran.code != 0 {
        let _ = writeln!(all, "exit {}", ran.code);
    }
    let _ = writeln!(all, "{}{}", ran.out, ran.err);
    ran
}

#[test]
fn from_new_to_export() {
    let dir = folder("life");
    write(&dir);
    let own = "Marking;Calibre;Date recovered;Shift\n945 11;7.62x54R;14/09/2016;night\n60 75;7.62x39;03/04/2017;day\n";
    std::fs::write(dir.join("own.csv"), own).unwrap();
    let by = ["--by", "A. Analyst"];
    let mut all = String::new();
    for args in [
        &["collection", "new", "@case.hsc", "--title", "Made up"][..],
        &["collection", "add", "@case.hsc", "@first.csv"],
        &["collection", "add", "@case.hsc", "@second.csv", "--dry-run"],
        &[
            "collection",
            "add",
            "@case.hsc",
            "@second.csv",
            "--note",
            "after the season",
        ],
        // The same file twice adds nothing; a longer one only what is new.
        &["collection", "add", "@case.hsc", "@second.csv", "@first.csv"],
        &["collection", "add", "@case.hsc", "@own.csv", "--fired-by", "all"],
        &[
            "collection",
            "declare",
            "@case.hsc",
            "baseline",
            "army",
            "--national-force",
        ],
        &[
            "collection",
            "declare",
            "@case.hsc",
            "stock",
            "depot",
            "--rows",
            "@depot.csv",
        ],
        &[
            "collection",
            "declare",
            "@case.hsc",
            "marker",
            "south",
            "--sample",
            "7.62x39mm|27|17",
            "--with",
            "Mopti",
            "--until",
            "2019",
        ],
        &["collection", "withdraw", "@case.hsc", "depot"],
    ] {
        said(&mut all, &dir, &[args, &by].concat());
    }
    for args in [
        &["collection", "list", "@case.hsc", "--log", "--warnings"][..],
        &["collection", "show", "@case.hsc", "C-510"],
        &["collection", "show", "@case.hsc", "#58"],
        &["collection", "show", "@case.hsc", "C-999"],
        &["collection", "verify", "@case.hsc"],
    ] {
        said(&mut all, &dir, args);
    }
    shown().bind(|| insta::assert_snapshot!("collection__life", all));
    let export = at(&dir, &["collection", "export", "@case.hsc"]).out;
    let rows: Vec<&str> = export.lines().collect();
    let some = [rows[0], rows[1], rows[rows.len() - 2], rows[rows.len() - 1]].join("\n");
    shown().bind(|| insta::assert_snapshot!("collection__export", some));
}

#[test]
fn as_json() {
    let dir = folder("json");
    write(&dir);
    at(&dir, &["collection", "new", "@case.hsc", "--by", "A. Analyst"]);
    at(
        &dir,
        &[
            "collection",
            "add",
            "@case.hsc",
            "@first.csv",
            "--by",
            "A. Analyst",
        ],
    );
    let add = [
        "collection",
        "add",
        "@case.hsc",
        "@second.csv",
        "@first.csv",
        "--by",
        "A. Analyst",
        "--format",
        "json",
    ];
    let ran = at(&dir, &add);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let lines: Vec<Value> = ran
        .out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines[0]["schema"], "headstamp/added/1");
    let kinds: Vec<&str> = lines[0]["alerts"]["figures"]["list"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["newest-year", "new-sample"]);
    assert_eq!(lines[1]["already"]["name"], "first.csv");
    // The log has the same alerts, and they are in its chain.
    let list = at(&dir, &["collection", "list", "@case.hsc", "--format", "json"]);
    let list: Value = serde_json::from_str(&list.out).unwrap();
    let logged = &list["log"][2]["body"]["alerts"];
    assert_eq!(logged["counts"]["new-sample"], 1);
    assert_eq!(logged["list"][1]["value"], "7.62x39mm|27|17");
    assert_eq!(lines[0]["alerts"]["base"]["head"], list["log"][2]["hash"]);
    let show = at(
        &dir,
        &["collection", "show", "@case.hsc", "C-001", "--format", "json"],
    );
    let show: Value = serde_json::from_str(&show.out).unwrap();
    assert_eq!(
        (&show["recorded"]["Officer"], &show["marks"]),
        (&"Officer 0".into(), &"539 75".into())
    );
    // Alerts can be left out.
    at(&dir, &["collection", "new", "@quiet.hsc", "--by", "A. Analyst"]);
    let ran = at(
        &dir,
        &[
            "collection",
            "add",
            "@quiet.hsc",
            "@second.csv",
            "--no-alerts",
            "--by",
            "A. Analyst",
        ],
    );
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
}

/// What an export has can be added elsewhere, and is the same there.
#[test]
fn an_export_can_be_added_again() {
    let dir = collection("again");
    for name in ["all.csv", "all.tsv", "all.xlsx"] {
        let file = format!("@{name}");
        let made = at(&dir, &["collection", "export", "@case.hsc", "-o", &file]);
        assert_eq!(made.code, 0, "{}", made.err);
        let other = format!("@{name}.hsc");
        at(&dir, &["collection", "new", &other, "--by", "t"]);
        let added = at(
            &dir,
            &["collection", "add", &other, &file, "--by", "t", "--quiet"],
        );
        assert!(
            added.err.contains("57 rows identified or weighed"),
            "{name}: {}",
            added.err
        );
        let samples = |c: &str| at(&dir, &["analyse", "samples", c, "--format", "csv", "--ids", "0"]).out;
        assert_eq!(samples("@case.hsc"), samples(&other), "{name}");
        let again = at(&dir, &["collection", "export", &other]).out;
        assert!(again.lines().next().unwrap().contains("Officer"), "{again}");
    }
}

/// Two columns of one name are two columns, in an export and in what is made of it.
#[test]
fn columns_of_one_name_keep_their_own_cells() {
    let dir = folder("one-name");
    for (name, rows) in [
        (
            "two.csv",
            "id,marks,calibre,Shift,Shift\nA,945 11,7.62x54R,night,\nB,60 75,7.62x39,,day\nC,60 75,7.62x39,dawn,noon\n",
        ),
        ("one.csv", "id,marks,calibre,Shift\nD,60 75,7.62x39,dusk\n"),
        (
            "three.csv",
            "id,Shift,marks,Shift,calibre,Officer,Shift\nE,1st,60 75,2nd,7.62x39,F. L.,3rd\n",
        ),
        (
            "line.jsonl",
            r#"{"id":"F","marks":"60 75","calibre":"7.62x39","Shift":"late"}"#,
        ),
    ] {
        std::fs::write(dir.join(name), rows).unwrap();
    }
    let add = |c: &str, files: &[&str]| {
        at(&dir, &["collection", "new", c, "--by", "t"]);
        let more = ["--by", "t", "--quiet", "--no-plugins", "--no-alerts"];
        let ran = at(&dir, &[&["collection", "add", c], files, &more].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
    };
    add(
        "@case.hsc",
        &["@two.csv", "@one.csv", "@three.csv", "@line.jsonl"],
    );
    // Id and own columns of every row.
    let own = |text: &str, delimiter: u8| -> Vec<String> {
        let mut csv = csv::ReaderBuilder::new();
        let csv = csv.delimiter(delimiter).has_headers(false).flexible(false);
        let rows: Vec<csv::StringRecord> = csv
            .from_reader(text.as_bytes())
            .records()
            .map(Result::unwrap)
            .collect();
        let shown = |name: &str| ["id", "Shift", "Officer"].contains(&name);
        let cells = |row: &csv::StringRecord| {
            let cells = row.iter().zip(&rows[0]).filter(|(_, name)| shown(name));
            cells.map(|(cell, _)| cell).collect::<Vec<_>>().join("/")
        };
        rows.iter().map(cells).collect()
    };
    let expected = [
        "id/Shift/Shift/Officer/Shift",
        "A/night///",
        "B//day//",
        "C/dawn/noon//",
        "D/dusk///",
        "E/1st/2nd/F. L./3rd",
        "F/late///",
    ];
    for (name, delimiter) in [
        ("all.csv", Some(b',')),
        ("all.tsv", Some(b'\t')),
        ("all.xlsx", None),
    ] {
        let file = format!("@{name}");
        let made = at(&dir, &["collection", "export", "@case.hsc", "-o", &file]);
        assert_eq!(made.code, 0, "{}", made.err);
        if let Some(delimiter) = delimiter {
            let text = std::fs::read_to_string(dir.join(name)).unwrap();
            assert_eq!(own(&text, delimiter), expected, "{name}");
        }
        let other = format!("@{name}.hsc");
        add(&other, &[&file]);
        let again = at(&dir, &["collection", "export", &other]).out;
        assert_eq!(own(&again, b','), expected, "{name}");
    }
    let shown = |id: &str| {
        let ran = at(&dir, &["collection", "show", "@case.hsc", id, "--format", "json"]);
        serde_json::from_str::<Value>(&ran.out).unwrap()["recorded"].take()
    };
    assert_eq!(
        shown("C"),
        serde_json::json!(["C", "60 75", "7.62x39", "dawn", "noon"])
    );
    assert_eq!(shown("D")["Shift"], "dusk");
}

#[test]
fn new_tables_change_nothing_until_it_is_accepted() {
    let dir = folder("reidentify");
    let tables = |name: &str, years: &str| {
        let folder = dir.join(name).join("producers/xk");
        std::fs::create_dir_all(&folder).unwrap();
        let text = format!(
            "name = \"{name}\"\ncountry = \"XK\"\n\n[[mark]]\ntext = \"XQZ\"\nbasis = \"general\"\n{years}\
             calibres = [\"7.62x39mm\"]\n\n[[mark.example]]\nheadstamp = \"XQZ 07\"\n"
        );
        std::fs::write(folder.join("works.toml"), text).unwrap();
    };
    tables("Old Works", "");
    tables("New Works", "");
    std::fs::rename(
        dir.join("New Works/producers/xk/works.toml"),
        dir.join("New Works/producers/xk/other.toml"),
    )
    .unwrap();
    // In the new tables the mark of 945 was another one.
    let shipped = crate::program::root().join("reference-data/producers/cn/945.toml");
    let corrected = std::fs::read_to_string(shipped)
        .unwrap()
        .replace("\"945", "\"946");
    std::fs::create_dir_all(dir.join("New Works/producers/cn")).unwrap();
    std::fs::write(dir.join("New Works/producers/cn/945.toml"), corrected).unwrap();
    let rows = "id,marks,calibre\nA1,XQZ 07,7.62x39\nA2,945 11,7.62x54R\nA3,539 75,7.62x39\n";
    std::fs::write(dir.join("rows.csv"), rows).unwrap();
    let old = ["--data", "@Old Works", "--no-plugins"];
    let new = ["--data", "@New Works", "--no-plugins"];
    let by = ["--by", "A. Analyst"];
    let mut all = String::new();
    at(&dir, &["collection", "new", "@c.hsc", "--by", "A. Analyst"]);
    let add = [&["collection", "add", "@c.hsc", "@rows.csv"][..], &old, &by].concat();
    assert_eq!(at(&dir, &add).code, 0);
    let before = std::fs::read(dir.join("c.hsc")).unwrap();
    said(
        &mut all,
        &dir,
        &[&["collection", "reidentify", "@c.hsc"][..], &old].concat(),
    );
    said(
        &mut all,
        &dir,
        &[&["collection", "reidentify", "@c.hsc"][..], &new].concat(),
    );
    assert!(
        std::fs::read(dir.join("c.hsc")).unwrap() == before,
        "looking changes nothing"
    );
    said(
        &mut all,
        &dir,
        &[&["collection", "reidentify", "@c.hsc", "--accept"][..], &new, &by].concat(),
    );
    said(&mut all, &dir, &["collection", "list", "@c.hsc", "--log"]);
    said(&mut all, &dir, &["collection", "verify", "@c.hsc"]);
    shown().bind(|| insta::assert_snapshot!("collection__reidentify", all));
}

#[test]
fn a_changed_byte_is_found_and_placed() {
    let dir = collection("tampered");
    let photo = dir.join("photos");
    std::fs::create_dir(&photo).unwrap();
    std::fs::write(photo.join("p.jpg"), "a photograph").unwrap();
    std::fs::write(
        dir.join("photo.csv"),
        "id,marks,calibre,photo,Own\nP1,945 11,7.62x54R,p.jpg,a remark\n",
    )
    .unwrap();
    let add = [
        "collection",
        "add",
        "@case.hsc",
        "@photo.csv",
        "--photos",
        "@photos",
        "--by",
        "t",
    ];
    assert_eq!(at(&dir, &add).code, 0);
    let verify = ["collection", "verify", "@case.hsc", "--photos", "@photos"];
    assert_eq!(at(&dir, &verify).code, 0);
    let whole = std::fs::read(dir.join("case.hsc")).unwrap();
    let mut all = String::new();
    let changed = |from: &str, to: &str| {
        let mut bytes = whole.clone();
        // Wherever it stands: pages keep what was moved from them.
        let found: Vec<usize> = (0..whole.len())
            .filter(|i| whole[*i..].starts_with(from.as_bytes()))
            .collect();
        assert!(!found.is_empty(), "{from} is in the file");
        for at in found {
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
        std::fs::write(dir.join("case.hsc"), bytes).unwrap();
    };
    changed("a remark", "a remakr");
    said(&mut all, &dir, &verify);
    changed("\"source\":1,", "\"source\":7,");
    said(&mut all, &dir, &verify);
    std::fs::write(dir.join("case.hsc"), &whole).unwrap();
    std::fs::write(photo.join("p.jpg"), "another photograph").unwrap();
    said(&mut all, &dir, &verify);
    shown().bind(|| insta::assert_snapshot!("collection__tampered", all));
}

/// A workbook with these rows.
fn book(path: &Path, rows: &[&[&str]]) {
    let mut rows = rows.iter();
    let mut sheet = SheetWriter::new("Sheet", rows.next().copied().unwrap_or_default()).unwrap();
    for row in rows {
        sheet.row(row.iter().map(|t| SheetValue::Text(t))).unwrap();
    }
    sheet.finish(path).unwrap();
}

/// Files that are wrong in one way each, by name; those that end in `+` have a good row that must be kept.
fn malformed(dir: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut file = |name: &str, bytes: &[u8]| {
        std::fs::write(dir.join(name.trim_end_matches('+')), bytes).unwrap();
        names.push(name.to_owned());
    };
    let good = "id,marks,calibre\nG1,945 11,7.62x54R\n";
    file("01-empty.csv", b"");
    file("02-only-a-header.csv", b"id,marks\n");
    file("03-no-marks.csv", b"id,colour\n1,red\n");
    file("04-utf16.csv", b"\xFF\xFEi\0d\0");
    file("05-a-workbook.csv", b"PK\x03\x04rest");
    file(
        "06-windows-1252.csv+",
        b"id,marks,calibre,lieu\nG1,945 11,7.62x54R,M\xE9naka\n",
    );
    file(
        "07-too-many-cells.csv+",
        format!("{good}2,60 75,7.62x39,more\n").as_bytes(),
    );
    file(
        "08-open-quotation.csv+",
        format!("{good}2,\"60 75,7.62x39\n3,10 84,9x19\n").as_bytes(),
    );
    file(
        "09-nul-bytes.csv+",
        format!("{good}2,60\0 75,7.62x39\n").as_bytes(),
    );
    file("10-mac-line-ends.csv+", b"id,marks,calibre\rG1,945 11,7.62x54R\r");
    file("11-two-columns-of-marks.csv", b"marks,headstamp\n945 11,60 75\n");
    file(
        "12-excel-dates.csv+",
        format!("{good}2,Oct-84,9x19\n3,-10,9x19\n4,1.00E+05,9x19\n5,#NAME?,9x19\n").as_bytes(),
    );
    file(
        "13-no-such-date.csv+",
        b"id,marks,calibre,recovered_on\nG1,945 11,7.62x54R,2016-01-01\n2,60 75,9x19,2016-02-31\n",
    );
    file(
        "14-no-such-number.csv+",
        b"id,marks,calibre,quantity\nG1,945 11,7.62x54R,1\n2,60 75,9x19,many\n",
    );
    file(
        "15-an-id-twice.csv+",
        format!("{good}G1,60 75,7.62x39\n").as_bytes(),
    );
    file(
        "16-far-away.csv+",
        b"id,marks,calibre,latitude,longitude\nG1,945 11,7.62x54R,14,4\n2,60 75,9x19,140,4\n",
    );
    file(
        "17-who-fired.csv+",
        b"id,marks,calibre,fired_by\nG1,945 11,7.62x54R,attacker\n2,60 75,9x19,them\n",
    );
    file(
        "18-a-hash-that-is-none.csv+",
        b"id,marks,calibre,photo_sha256\nG1,945 11,7.62x54R,\n2,60 75,9x19,abc\n",
    );
    file(
        "19-marks-without-end.csv+",
        format!("{good}2,{},9x19\n", "9".repeat(100_000)).as_bytes(),
    );
    file("20-broken-lines.jsonl+", b"{\"id\":\"G1\",\"marks\":\"945 11\",\"calibre\":\"7.62x54R\"}\nnot json\n[1]\n{\"marks\":{\"a\":1}}\n");
    file("21-no-known-ending.pdf", b"%PDF");
    file("22-no-bytes.xlsx", b"");
    file("23-two-letters.xlsx", b"PK");
    file("24-text.xlsx", good.as_bytes());
    file(
        "25-an-old-one-cut-short.xls",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest",
    );
    let path = |name: &str| dir.join(name);
    book(&path("whole.xlsx"), &[&["id", "marks"], &["1", "945 11"]]);
    let whole = std::fs::read(path("whole.xlsx")).unwrap();
    std::fs::remove_file(path("whole.xlsx")).unwrap();
    file("26-cut-in-half.xlsx", &whole[..whole.len() / 2]);
    // An archive, but no workbook.
    file(
        "27-an-archive.xlsx",
        b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    );
    for (name, rows) in [
        ("28-no-marks.xlsx", &[&["id", "colour"][..], &["1", "red"]][..]),
        ("29-empty-sheet.xlsx", &[&[""]]),
        (
            "30-beyond-the-header.xlsx+",
            &[
                &["id", "marks", "calibre"],
                &["G1", "945 11", "7.62x54R", "stray"],
            ],
        ),
        (
            "31-no-date.xlsx+",
            &[
                &["id", "marks", "calibre", "recovered_on"],
                &["G1", "945 11", "7.62x54R", "soon"],
            ],
        ),
    ] {
        book(&path(name.trim_end_matches('+')), rows);
        names.push(name.to_owned());
    }
    // What a spreadsheet does to 05, to (10) and to formulas.
    let mut sheet = SheetWriter::new("Sheet", &["id", "marks", "calibre"]).unwrap();
    for (id, cell) in [
        ("1", Cell::Number(5.0)),
        ("2", Cell::Number(-10.0)),
        ("3", Cell::Error("#NAME?".to_owned())),
        ("4", Cell::Bool(true)),
    ] {
        sheet
            .row([
                SheetValue::Text(id),
                SheetValue::Own(&cell),
                SheetValue::Text("9x19"),
            ])
            .unwrap();
    }
    sheet
        .row([
            SheetValue::Text("G1"),
            SheetValue::Text("945 11"),
            SheetValue::Text("7.62x54R"),
        ])
        .unwrap();
    sheet.finish(&path("32-numbers-for-marks.xlsx")).unwrap();
    names.push("32-numbers-for-marks.xlsx+".to_owned());
    names
}

#[test]
fn each_malformed_file_gets_a_clear_message_and_loses_no_other_row() {
    let dir = folder("malformed");
    let names = malformed(&dir);
    assert!(names.len() >= 30, "{}", names.len());
    let mut all = String::new();
    for name in &names {
        let good = name.ends_with('+');
        let file = name.trim_end_matches('+');
        let c = format!("@{file}.hsc");
        at(&dir, &["collection", "new", &c, "--by", "t"]);
        let ran = at(
            &dir,
            &[
                "collection",
                "add",
                &c,
                &format!("@{file}"),
                "--by",
                "t",
                "--no-plugins",
                "--no-alerts",
            ],
        );
        let _ = writeln!(all, "exit {}\n{}{}", ran.code, ran.out, ran.err);
        assert!(!ran.err.contains("panicked"), "{name}: {}", ran.err);
        // Said on one line at least, with the file; only a file without rows is nothing to complain about.
        assert!(ran.err.contains(file), "{name}: {}", ran.err);
        let kept = at(&dir, &["collection", "show", &c, "G1"]);
        assert_eq!(kept.code == 0, good, "{name}: {}{}", ran.err, kept.err);
        assert_eq!(at(&dir, &["collection", "verify", &c]).code, 0, "{name}");
    }
    shown().bind(|| insta::assert_snapshot!("collection__malformed", all));
}

#[test]
fn what_is_no_collection_or_no_file_is_said() {
    let dir = collection("nowhere");
    let whole = std::fs::read(dir.join("case.hsc")).unwrap();
    std::fs::write(dir.join("short.hsc"), &whole[..whole.len() / 2]).unwrap();
    std::fs::write(dir.join("empty.hsc"), "").unwrap();
    std::fs::create_dir(dir.join("folder.hsc")).unwrap();
    let by = ["--by", "t"];
    let mut all = String::new();
    for args in [
        &["collection", "add", "@absent.hsc", "@first.csv"][..],
        &["collection", "add", "@short.hsc", "@first.csv"],
        &["collection", "add", "@empty.hsc", "@first.csv"],
        &["collection", "add", "@folder.hsc", "@first.csv"],
        &["collection", "add", "@first.csv", "@second.csv"],
        &["collection", "add", "@case.hsc", "@absent.csv"],
        &["collection", "add", "@case.hsc", "@folder.hsc", "--from", "csv"],
        &["collection", "add", "@case.hsc", "-", "--from", "csv"],
        &["collection", "add", "@case.hsc", "@first.csv", "--sheet", "One"],
        &[
            "collection",
            "add",
            "@case.hsc",
            "@own.csv",
            "--photos",
            "@no-photos",
        ],
        &["collection", "new", "@case.hsc"],
        &["collection", "new", "@no/folder/c.hsc"],
        &["collection", "declare", "@case.hsc", "baseline", "army"],
        &[
            "collection",
            "declare",
            "@case.hsc",
            "baseline",
            "army",
            "--sample",
            "539 75",
        ],
        &[
            "collection",
            "declare",
            "@case.hsc",
            "baseline",
            "army",
            "--sample",
            "7.62x39mm|5?9|75",
        ],
        &[
            "collection",
            "declare",
            "@case.hsc",
            "marker",
            "m",
            "--sample",
            "7.62x39mm|27|17",
        ],
        &[
            "collection",
            "declare",
            "@case.hsc",
            "marker",
            "m",
            "--sample",
            "7.62x39mm|27|17",
            "--with",
            "Gao",
            "--until",
            "soon",
        ],
        &["collection", "withdraw", "@case.hsc", "army"],
    ] {
        if args.contains(&"@own.csv") {
            std::fs::write(dir.join("own.csv"), "marks\n60 75\n").unwrap();
        }
        let ran = said(&mut all, &dir, &[args, &by].concat());
        assert_ne!(ran.code, 0, "{args:?}");
    }
    let list = |v: &str| at(&dir, &["collection", "list", v]).out;
    assert!(list("@case.hsc").contains("58 rows"), "{}", list("@case.hsc"));
    assert_eq!(
        std::fs::read(dir.join("short.hsc")).unwrap().len(),
        whole.len() / 2
    );
    shown().bind(|| insta::assert_snapshot!("collection__nowhere", all));
}

/// Several people add to one file at once: each waits for the others, and every row is there once.
#[test]
fn no_output_is_written_over_a_collection_or_an_input() {
    let dir = collection("overwrite");
    for copy in ["other.hsc", "copy.html"] {
        std::fs::copy(dir.join("case.hsc"), dir.join(copy)).unwrap();
    }
    let before = |name: &str| std::fs::read(dir.join(name)).unwrap();
    let kept: Vec<_> = ["case.hsc", "other.hsc", "copy.html", "first.csv", "second.csv"]
        .map(|name| (name, before(name)))
        .into();
    let mut said = String::new();
    for args in [
        &["report", "@case.hsc", "-o", "@case.hsc"][..],
        &["report", "@case.hsc", "-o", "@other.hsc"],
        &["report", "@case.hsc", "-o", "@copy.html"],
        &["report", "@case.hsc", "-o", "@first.csv"],
        &["draw", "945 11", "-o", "@case.hsc"],
        &[
            "collection",
            "export",
            "@case.hsc",
            "-o",
            "@case.hsc",
            "--format",
            "csv",
        ],
        &[
            "collection",
            "export",
            "@case.hsc",
            "-o",
            "@other.hsc",
            "--format",
            "xlsx",
        ],
        &["collection", "export", "@case.hsc", "-o", "@first.csv"],
        &["batch", "@first.csv", "-o", "@case.hsc", "--format", "csv"],
        &["batch", "@first.csv", "-o", "@case.hsc", "--format", "xlsx"],
        &["batch", "@first.csv", "-o", "@first.csv"],
        &["form", "-o", "@case.hsc"],
    ] {
        let ran = at(&dir, args);
        let line = format!("$ headstamp {}\n{}{}", args.join(" "), ran.out, ran.err);
        assert_eq!(ran.code, 2, "{line}");
        said.push_str(&line);
        for (name, bytes) in &kept {
            assert_eq!(&before(name), bytes, "{line}: {name} was changed");
        }
    }
    settings().bind(|| insta::assert_snapshot!("collection__overwrite", said));
    // An older result is replaced as ever.
    std::fs::write(dir.join("old.csv"), "old").unwrap();
    for args in [
        &["draw", "945 11", "-o", "@old.csv"][..],
        &["collection", "export", "@case.hsc", "-o", "@old.csv"],
        &["report", "@case.hsc", "-o", "@old.csv"],
    ] {
        let was = before("old.csv");
        assert_eq!(at(&dir, args).code, 0, "{args:?}");
        assert_ne!(before("old.csv"), was, "{args:?}");
    }
}

#[test]
fn what_is_not_understood_is_said() {
    let dir = folder("unknown");
    let first = "id,marks,calibre,fired_by,recovered_on\n1,945 11,7.62x54R,attacker,2016\n";
    let second = "id,marks,calibre,Found on,Calibr,fired_by,Bag\n2,539 75,AK47,2016,,attacker,3\n3,60 75,7.62x39,2016,,attacker,3\n\
        4,,7.63x39,2016\n";
    std::fs::write(dir.join("first.csv"), first).unwrap();
    std::fs::write(dir.join("second.csv"), second).unwrap();
    let mut all = String::new();
    for args in [
        &["collection", "new", "@case.hsc", "--by", "A. Analyst"][..],
        &[
            "collection",
            "add",
            "@case.hsc",
            "@first.csv",
            "--by",
            "A. Analyst",
        ],
        &[
            "collection",
            "add",
            "@case.hsc",
            "@second.csv",
            "--by",
            "A. Analyst",
        ],
        &["analyse", "quality", "@case.hsc"],
        &["analyse", "alerts", "@case.hsc", "--source", "2"],
        &["batch", "@second.csv", "--format", "csv"],
    ] {
        said(&mut all, &dir, args);
    }
    shown().bind(|| insta::assert_snapshot!("collection__not_understood", all));
    let ran = at(&dir, &["collection", "add", "--help"]);
    assert!(ran.out.contains("recovered_on, place, region"), "{}", ran.out);
}

#[test]
fn several_people_at_once() {
    let dir = folder("together");
    at(&dir, &["collection", "new", "@case.hsc", "--by", "t"]);
    let mut running = Vec::new();
    for person in 0..4 {
        let rows: String = (0..50)
            .map(|i| format!("P{person}-{i},539 {:02},7.62x39\n", 60 + i % 30))
            .collect();
        let file = dir.join(format!("{person}.csv"));
        std::fs::write(&file, format!("id,marks,calibre\n{rows}")).unwrap();
        let c = dir.join("case.hsc");
        let by = format!("person {person}");
        let args = [
            "collection",
            "add",
            text(&c),
            text(&file),
            "--by",
            &by,
            "--no-plugins",
        ];
        running.push(
            command(&args)
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .unwrap(),
        );
    }
    for child in running {
        let out = child.wait_with_output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    }
    let list = at(&dir, &["collection", "list", "@case.hsc", "--format", "json"]);
    let list: Value = serde_json::from_str(&list.out).unwrap();
    assert_eq!(
        (&list["rows"], list["log"].as_array().unwrap().len()),
        (&200.into(), 5)
    );
    assert_eq!(at(&dir, &["collection", "verify", "@case.hsc"]).code, 0);
}

/// Several people declare the same name at once: one is first, the others are told what to do.
#[test]
fn a_name_is_declared_by_one_of_several_people() {
    let dir = folder("declared-together");
    at(&dir, &["collection", "new", "@case.hsc", "--by", "t"]);
    let file = dir.join("case.hsc");
    let sample = ["--sample", "7.62x39mm|539|75", "--by", "t"];
    let args = [
        &["collection", "declare", text(&file), "stock", "depot"],
        &sample[..],
    ]
    .concat();
    let start = |_| {
        let mut command = command(&args);
        command.stdout(std::process::Stdio::null());
        command.stderr(std::process::Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<_> = (0..4).map(start).collect();
    let mut codes = Vec::new();
    for child in running {
        let out = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&out.stderr);
        let told =
            err.contains("the stock “depot” is declared already (declaration 1); `collection withdraw`");
        assert_eq!(out.status.success(), !told, "{err}");
        codes.push(out.status.code());
    }
    codes.sort_unstable();
    assert_eq!(codes, [Some(0), Some(2), Some(2), Some(2)]);
    assert_eq!(at(&dir, &["collection", "verify", "@case.hsc"]).code, 0);
}

/// Somebody still writes to the file that is added.
#[test]
fn a_file_in_mid_write_adds_nothing() {
    use std::io::Write;
    // Whether something is written while it is read depends on the machine: where nothing was, the file is added whole.
    let (dir, ran) = (0..100)
        .map(|attempt| {
            let dir = folder(&format!("midwrite-{attempt}"));
            at(&dir, &["collection", "new", "@case.hsc", "--by", "t"]);
            let path = dir.join("rows.csv");
            std::fs::write(&path, "id,marks,calibre\n0,539 75,7.62x39\n").unwrap();
            let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
            let (stop, stopped) = std::sync::mpsc::channel::<()>();
            let writer = std::thread::spawn(move || {
                for i in 1.. {
                    let row = format!("{i},539 75,7.62x39\n");
                    file.write_all(row.as_bytes()).unwrap();
                    if stopped.recv_timeout(std::time::Duration::from_millis(1))
                        != Err(std::sync::mpsc::RecvTimeoutError::Timeout)
                    {
                        break;
                    }
                }
            });
            let ran = at(
                &dir,
                &[
                    "collection",
                    "add",
                    "@case.hsc",
                    "@rows.csv",
                    "--by",
                    "t",
                    "--no-plugins",
                ],
            );
            stop.send(()).unwrap();
            writer.join().unwrap();
            (dir, ran)
        })
        .find(|(_, ran)| {
            assert!(matches!(ran.code, 0 | 65), "{}", ran.err);
            ran.err.contains("changed while it was read")
        })
        .unwrap();
    assert_eq!(ran.code, 65, "{}", ran.err);
    assert!(
        ran.err.contains("changed while it was read") && ran.err.contains("nothing of it was added"),
        "{}",
        ran.err
    );
    let again = at(
        &dir,
        &[
            "collection",
            "add",
            "@case.hsc",
            "@rows.csv",
            "--by",
            "t",
            "--no-plugins",
        ],
    );
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(at(&dir, &["collection", "verify", "@case.hsc"]).code, 0);
}

/// No file of the program may grow any more: what a full disk does.
#[test]
#[cfg(unix)]
fn a_full_disk_loses_nothing() {
    let dir = collection("full");
    let rows: String = (0..4000)
        .map(|i| format!("F{i},539 {:02},7.62x39,some words about it\n", i % 90))
        .collect();
    std::fs::write(dir.join("many.csv"), format!("id,marks,calibre,notes\n{rows}")).unwrap();
    let before = std::fs::read(dir.join("case.hsc")).unwrap();
    // In units of 512 bytes: somewhat more than there is. The signal that would end the program is ignored.
    let limit = before.len() / 512 + 64;
    let script = format!(
        "trap '' XFSZ; ulimit -f {limit} && exec {} collection add {c} {r} --by t --no-plugins",
        env!("CARGO_BIN_EXE_headstamp"),
        c = dir.join("case.hsc").display(),
        r = dir.join("many.csv").display(),
    );
    let out = std::process::Command::new("sh")
        .arg("-c")
        .arg(script)
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(70), "{err}");
    assert!(
        err.contains("the disk") && err.contains("nothing of it was added"),
        "{err}"
    );
    assert_eq!(at(&dir, &["collection", "verify", "@case.hsc"]).code, 0);
    let list = at(&dir, &["collection", "list", "@case.hsc"]);
    assert!(list.out.contains("58 rows"), "{}", list.out);
    // With room again it can be added.
    let again = at(
        &dir,
        &[
            "collection",
            "add",
            "@case.hsc",
            "@many.csv",
            "--by",
            "t",
            "--no-plugins",
        ],
    );
    assert_eq!(again.code, 0, "{}", again.err);
}

#[test]
fn the_form_is_read_as_it_was_written() {
    let dir = folder("form");
    let mut all = String::new();
    for lang in ["en", "fr"] {
        let file = format!("@{lang}.xlsx");
        said(&mut all, &dir, &["form", "-o", &file, "--lang", lang]);
        // Never overwritten.
        said(&mut all, &dir, &["form", "-o", &file, "--lang", lang]);
        // Empty as it is: its example row was never recovered by anybody.
        let c = format!("@{lang}.hsc");
        at(&dir, &["collection", "new", &c, "--by", "t"]);
        said(
            &mut all,
            &dir,
            &["collection", "add", &c, &file, "--by", "t", "--no-plugins"],
        );
    }
    said(&mut all, &dir, &["form", "-o", "@de.xlsx", "--lang", "de"]);
    said(&mut all, &dir, &["form", "-o", "@no/such/folder.xlsx"]);
    shown().bind(|| insta::assert_snapshot!("form", all));
}

/// The user's own rows, columns and values stand in the result as they stood.
#[test]
fn a_result_workbook_keeps_what_stood_above_the_header() {
    let dir = folder("titles");
    let mut sheet = SheetWriter::new("Casings", &["Recoveries of 2016", "", "Ménaka"]).unwrap();
    for row in [
        &["recorded by the second team"][..],
        &["id", "marks", "calibre", "Shift"],
        &["1", "945 11", "7.62x54R", "night"],
    ] {
        sheet.row(row.iter().map(|t| SheetValue::Text(t))).unwrap();
    }
    sheet.finish(&dir.join("own.xlsx")).unwrap();
    let ran = at(
        &dir,
        &["batch", "@own.xlsx", "-o", "@result.xlsx", "--no-plugins"],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut input = headstamp_collections::rows::Input::open(&dir.join("result.xlsx"), None, None).unwrap();
    let titles = input.titles().expect("rows above the header");
    let words: Vec<(u32, Vec<String>)> = titles
        .rows
        .iter()
        .map(|(at, cells)| {
            (
                *at,
                cells
                    .iter()
                    .map(|c| c.to_string())
                    .filter(|t| !t.is_empty())
                    .collect(),
            )
        })
        .collect();
    assert_eq!(titles.header, 2);
    assert_eq!(
        words[0],
        (0, vec!["Recoveries of 2016".to_owned(), "Ménaka".to_owned()])
    );
    assert_eq!(words[1], (1, vec!["recorded by the second team".to_owned()]));
    assert_eq!(input.header()[..4], ["id", "marks", "calibre", "Shift"]);
    let mut row = headstamp_collections::rows::Row::default();
    assert!(input.next(&mut row).unwrap());
    assert_eq!(row.cells[..5], ["1", "945 11", "7.62x54R", "night", "identified"]);
    // Where they cannot be kept, that is said.
    let ran = at(&dir, &["batch", "@own.xlsx", "-o", "@result.csv", "--no-plugins"]);
    assert!(ran.err.contains("2 rows above the header"), "{}", ran.err);
}
