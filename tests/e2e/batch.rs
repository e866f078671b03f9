//! Collections with everything that goes wrong in them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::program::{run, run_with, settings, with_dir};

/// A folder of its own for each test.
fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn write(dir: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = dir.join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A BOM, semicolons, CRLF, a quoted line break, an unknown column, a broken row, a bad date, an empty marking.
const MESSY: &str = "\u{feff}id;Headstamp;Calibre;Recovered on;Évidence n°;Notes\r\n\
C-1;945_11;7,62x54R;2012-03-01;E 77;\"first line\r\nsecond line\"\r\n\
C-2;12:945 6:11;7.62x54R;14.03.2012;E 78;\r\n\
C-3;too;many;cells;in;this;row\r\n\
C-4;60 75;7.62x39;last week;E 79;\r\n\
C-5;;7.62x39;;E 80;\r\n\
C-6;nny 82;7.62x39;2016;E 81;\"with \"\"quotes\"\"\"\r\n\
C-7;xqz 7;;;E 82;\r\n";

#[test]
fn a_messy_csv_goes_through_and_nothing_is_lost() {
    let dir = folder("messy");
    let file = write(&dir, "casings.csv", MESSY);
    let ran = run(&["batch", &file]);
    assert_eq!(ran.code, 65, "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 8, "one run line and seven rows");
    let text = format!("{}\n[stderr]\n{}", ran.out, with_dir(&ran.err, &dir));
    settings().bind(|| insta::assert_snapshot!("batch__messy_jsonl", text));

    let out = dir.join("result.csv");
    let ran = run(&["batch", &file, "-o", out.to_str().unwrap()]);
    assert_eq!(ran.code, 65);
    let text = std::fs::read_to_string(&out).unwrap();
    settings().bind(|| insta::assert_snapshot!("batch__messy_csv", text));
    // Every cell of the user stands unchanged in the result.
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(&out).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(&rows[0][5], "first line\r\nsecond line");
    assert_eq!(&rows[5][5], "with \"quotes\"");
    assert!(
        rows[2].iter().any(|c| c.contains("row")),
        "the cell beyond the header is kept"
    );
}

#[test]
fn the_same_headstamp_written_differently_is_one_sample() {
    let text = "marks,calibre\n945_11,7.62x54R\n945 11,\"7,62 x 54 mm R\"\n11 945,7.62 Russian\n";
    let ran = run_with(&["batch", "-", "--no-plugins"], text);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let keys: Vec<&str> = ran
        .out
        .lines()
        .skip(1)
        .filter_map(|l| l.split("\"key\":\"").nth(1)?.split('"').next())
        .collect();
    assert_eq!(keys, ["7.62x54mmR|945|11"; 3]);
}

#[test]
fn json_lines_with_annotated_marks() {
    let text = concat!(
        "{\"id\":\"a\",\"marks\":[{\"text\":\"945\",\"position\":12},{\"text\":\"11\",\"position\":6}],\"calibre\":\"7.62x54R\",\"camera\":\"X\"}\n",
        "{\"id\":\"b\",\"marks\":[{\"text\":\"10\",\"enclosure\":\"double-circle\"},{\"text\":\"84\"}],\"calibre\":\"7.62x39\"}\n",
        "not json\n",
        "{\"id\":\"c\",\"marks\":\"NK 79\"}\n",
    );
    let ran = run_with(&["batch", "-", "--from", "jsonl", "--no-plugins"], text);
    assert_eq!(ran.code, 65);
    settings()
        .bind(|| insta::assert_snapshot!("batch__jsonl", format!("{}\n[stderr]\n{}", ran.out, ran.err)));
}

#[test]
fn windows_1252_is_read_and_said() {
    let dir = folder("cp1252");
    let file = write(&dir, "a.csv", b"marks,lieu\n945 11,Gossi pr\xe8s de Gao\n");
    let ran = run(&["batch", &file, "--no-plugins"]);
    assert_eq!(ran.code, 65);
    assert!(ran.out.contains("Gossi près de Gao"), "{}", ran.out);
    assert!(ran.err.contains("CSV UTF-8"), "{}", ran.err);
}

#[test]
fn ways_in_that_lead_nowhere() {
    let dir = folder("nowhere");
    let cases = [
        (write(&dir, "utf16.csv", b"\xff\xfem\0a\0r\0k\0s\0"), 65),
        (write(&dir, "nomarks.csv", "id,calibre\n1,9x19\n"), 65),
        (write(&dir, "empty.csv", ""), 65),
        (write(&dir, "sheet.xlsx", "PK"), 65),
        (write(&dir, "what.pdf", "%PDF"), 2),
        (dir.join("absent.csv").to_str().unwrap().to_owned(), 66),
    ];
    let mut text = String::new();
    for (file, code) in cases {
        let ran = run(&["batch", &file, "--no-plugins"]);
        assert_eq!(ran.code, code, "{file}: {}", ran.err);
        let _ = writeln!(text, "exit {}: {}", ran.code, with_dir(&ran.err, &dir));
    }
    settings().bind(|| insta::assert_snapshot!("batch__nowhere", text));
}

#[test]
fn an_existing_result_is_replaced_only_when_the_new_one_is_whole() {
    let dir = folder("atomic");
    let out = write(&dir, "result.csv", "old");
    let bad = write(&dir, "bad.csv", "id\n1\n");
    assert_eq!(run(&["batch", &bad, "-o", &out, "--no-plugins"]).code, 65);
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "old");
    let left: Vec<_> = std::fs::read_dir(&dir).unwrap().collect();
    assert_eq!(left.len(), 2, "no temporary file is left behind");
}

#[test]
fn the_same_bytes_each_time() {
    let mut text = String::from("id,marks,calibre\n");
    for i in 0..3000 {
        let _ = writeln!(
            text,
            "{i},{} {:02},7.62x39",
            ["17", "60", "945", "539", "21", "61"][i % 6],
            i % 100
        );
    }
    let once = run_with(&["batch", "-"], &text);
    assert_eq!(once.code, 0, "{}", once.err);
    assert_eq!(once.out.lines().count(), 3001);
    assert!(once.out == run_with(&["batch", "-"], &text).out);
}

/// Repeated and new markings, dates, quotes, broken rows and a row that is no UTF-8: one thread or four, not a byte differs.
#[test]
fn the_same_bytes_on_one_thread_and_on_four() {
    let mut text = b"id,marks,calibre,recovered_on,notes\n".to_vec();
    for i in 0..20_000_usize {
        let line = match i % 97 {
            13 => format!("{i},\"60 {:02}\",7.62x39,2016,\"two\nlines\"", i % 90),
            29 => format!("{i},too,many,cells,in,this,row"),
            43 => format!("{i},,7.62x39,2016,"),
            71 => format!("{i},945 11,7.62x54R,last week,"),
            n => format!(
                "{i},{} {:02},7.62x39,{}-0{}-1{},some words",
                17 + i * i % 211,
                i % 60,
                2010 + i % 9,
                1 + i % 9,
                n % 10
            ),
        };
        text.extend(line.bytes());
        text.extend(if i % 1001 == 0 {
            b"\xe8\r\n".as_slice()
        } else {
            b"\n"
        });
    }
    let run = |threads: &str| run_with(&["batch", "-", "--threads", threads], &text);
    let (one, four) = (run("1"), run("4"));
    assert_eq!((one.code, four.code), (65, 65), "{}", one.err);
    assert!(one.out == four.out, "the answers differ");
    assert_eq!(one.err, four.err);
    assert_eq!(
        one.out.lines().count(),
        20_001,
        "every row has its line, in order"
    );
    for (i, line) in one.out.lines().skip(1).enumerate().step_by(501) {
        assert!(line.contains(&format!("\"row\":{},", i + 1)), "{line}");
    }
}

#[test]
fn fail_on_names_the_verdicts() {
    let text = "marks\nxqz wvu\n";
    assert_eq!(run_with(&["batch", "-", "--no-plugins"], text).code, 0);
    assert_eq!(
        run_with(&["batch", "-", "--no-plugins", "--fail-on", "unknown"], text).code,
        1
    );
    assert_eq!(
        run(&["identify", "xqz wvu", "--no-plugins", "--fail-on", "ambiguous"]).code,
        0
    );
    assert_eq!(
        run(&[
            "identify",
            "xqz wvu",
            "--no-plugins",
            "--fail-on",
            "ambiguous,unknown"
        ])
        .code,
        1
    );
}

/// Memory must not grow with the collection, although nearly every row of it is another marking.
#[test]
#[cfg(target_os = "linux")]
fn memory_is_flat() {
    let peak = |rows: usize| {
        let dir = folder(&format!("flat{rows}"));
        let mut text = String::from("id,marks,calibre,notes\n");
        for i in 0..rows {
            let _ = writeln!(
                text,
                "{i},{} {:02},7.62x39,some words about row {i}",
                100 + i % 397,
                i % 89
            );
        }
        let file = write(&dir, "rows.csv", text);
        let script = format!(
            "{} batch {file} --no-plugins -o {}/out.jsonl & pid=$!; peak=0; while kill -0 $pid 2>/dev/null; do \
             m=$(grep VmHWM /proc/$pid/status 2>/dev/null | tr -dc 0-9); [ -n \"$m\" ] && peak=$m; sleep 0.01; done; echo $peak",
            env!("CARGO_BIN_EXE_headstamp"),
            dir.display()
        );
        let out = std::process::Command::new("sh")
            .arg("-c")
            .arg(script)
            .output()
            .unwrap();
        String::from_utf8(out.stdout)
            .unwrap()
            .trim()
            .parse::<u64>()
            .unwrap_or(0)
    };
    let (few, many) = (peak(4_000), peak(30_000));
    assert!(
        many < few + 60_000,
        "{few} kB for 4,000 rows, {many} kB for 30,000"
    );
}
