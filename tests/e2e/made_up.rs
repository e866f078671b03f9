//! A small made-up case in two files, for what the program says of it. Small enough to check every figure by hand: one
//! common sample, two old ones that two incidents share, a recent one that goes from the centre to the east.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::program::{Ran, run, with_dir};

/// A folder of a test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("collections")
        .join(name);
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs a command on files of a folder: `@name` is a file in it. What is said names the folder DIR.
pub(crate) fn at(dir: &Path, args: &[&str]) -> Ran {
    let args: Vec<String> = args
        .iter()
        .map(|a| match a.strip_prefix('@') {
            Some(name) => dir.join(name).to_str().unwrap().to_owned(),
            None => (*a).to_owned(),
        })
        .collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut ran = run(&args);
    ran.out = with_dir(&ran.out, dir);
    ran.err = with_dir(&ran.err, dir);
    ran
}

const HEADER: &str = "id,marks,calibre,item,quantity,recovered_on,place,region,country,latitude,longitude,incident,\
    incident_type,group,fired_by,package,notes,Officer\n";

const PLACES: [(&str, &str, &str, &str); 3] = [
    ("Sofara", "Mopti", "14.02", "-4.24"),
    ("Kidal", "Kidal", "18.44", "1.41"),
    ("Ansongo", "Gao", "15.66", "0.50"),
];

struct Rows {
    text: String,
    number: usize,
}

impl Rows {
    fn new(number: usize) -> Self {
        Self {
            text: HEADER.to_owned(),
            number,
        }
    }

    fn add(&mut self, marks: &str, calibre: &str, quantity: usize, i: usize, more: (&str, &str, &str)) {
        let (place, region, latitude, longitude) = PLACES[i % 3];
        let (year, month) = (2015 + i / 3, 1 + i * 5 % 12);
        let group = ["GX", "GY", ""][i % 3];
        let (who, package, item) = more;
        self.number += 1;
        let (incident, kind) = match who {
            "attacker" => (format!("I-{i:02}"), "attack"),
            _ => (String::new(), "inspection"),
        };
        let group = if who == "attacker" { group } else { "" };
        let _ = writeln!(
            self.text,
            "C-{:03},{marks},{calibre},{item},{quantity},{year}-{month:02}-14,{place},{region},ML,{latitude},{longitude},\
             {incident},{kind},{group},{who},{package},,Officer {}",
            self.number,
            i % 4
        );
    }
}

const FIRED: (&str, &str, &str) = ("attacker", "", "case");

/// The rows of incidents `from` to before `to`.
fn rows(from: usize, to: usize, number: usize) -> String {
    let mut r = Rows::new(number);
    for i in from..to {
        r.add("539 75", "7.62x39", 12, i, FIRED);
        let (marks, calibre) = [
            ("60 84", "7.62x39"),
            ("188 88", "7.62x54R"),
            ("711 83", "7.62x39"),
            ("270 80", "7.62x39"),
        ][i % 4];
        r.add(marks, calibre, 6, i, FIRED);
        if i == 3 || i == 8 {
            r.add("31 73", "7.62x39", 2, i, FIRED);
            r.add("61 72", "7.62x39", 1, i, FIRED);
            r.add("945 11", "7.62x54R", 3, i, FIRED);
        }
        if i == 9 || i == 17 {
            r.add("27 17", "7.62x39", 4, i, FIRED);
        }
        if i % 5 == 0 {
            r.add("?1 7?", "7.62x39", 1, i, FIRED);
        }
    }
    r.text
}

/// Writes `first.csv` (2015 to 2017) and `second.csv` (2018 to 2020), and `depot.csv`, a list of a state stock.
pub(crate) fn write(dir: &Path) {
    let mut first = Rows::new(500);
    for (i, marks) in ["539 75", "60 84", "711 83", "270 80", "17 79", "539 81"]
        .iter()
        .enumerate()
    {
        first.add(marks, "7.62x39", 15, i, ("national-force", "", "case"));
    }
    first.add("539 75", "7.62x39", 1, 3, ("attacker", "crate 7", "crate"));
    first.add("539 75", "7.62x39", 5, 3, ("attacker", "crate 7", "case"));
    first.add("", "7.62x39", 1, 2, FIRED);
    // Found before it can have been made.
    first.add("539 90", "7.62x39", 1, 1, FIRED);
    first.text = first.text.replace(
        "C-510,539 90,7.62x39,case,1,2015-06-14",
        "C-510,539 90,7.62x39,case,1,1988-06-14",
    );
    let first = format!("{}{}", first.text, rows(0, 9, 0).trim_start_matches(HEADER));
    std::fs::write(dir.join("first.csv"), first).unwrap();
    std::fs::write(dir.join("second.csv"), rows(9, 18, 100)).unwrap();
    let depot = "marks,calibre\n539 75,7.62x39\n60 84,7.62x39\n17 79,7.62x39\n188 88,7.62x54R\n270 80,7.62x39\nillegible?,\n";
    std::fs::write(dir.join("depot.csv"), depot).unwrap();
}

/// The collection of both files.
pub(crate) fn collection(name: &str) -> PathBuf {
    let dir = folder(name);
    write(&dir);
    let made = at(
        &dir,
        &[
            "collection",
            "new",
            "@case.hsc",
            "--title",
            "Made up",
            "--by",
            "A. Analyst",
        ],
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let added = at(
        &dir,
        &[
            "collection",
            "add",
            "@case.hsc",
            "@first.csv",
            "@second.csv",
            "--by",
            "A. Analyst",
        ],
    );
    // Rows without marks, or with a doubtful date, are kept and said.
    assert_eq!(added.code, 65, "{}", added.err);
    dir
}
