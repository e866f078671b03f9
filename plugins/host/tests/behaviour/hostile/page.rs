//! `docs/hostile-plugins.md`: written from what was seen, and held against it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::deeds::{DEEDS, How};
use super::{GRACE, Seen};

const BEGIN: &str =
    "<!-- The table is written by HEADSTAMP_BLESS=1 cargo bench -p headstamp-plugin-host -->\n";
const END: &str = "<!-- End of the table. -->\n";

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/hostile-plugins.md")
}

/// All but the measured times must be as the page says.
pub(super) fn check(seen: &[Seen]) {
    let page = read();
    let (_, table, _) = parts(&page);
    let (table, seen) = (timeless(table), timeless(&written(seen)));
    let differs = table.iter().zip(&seen).find(|(page, seen)| page != seen);
    assert_eq!(differs, None, "docs/hostile-plugins.md is not what was seen");
    assert_eq!(table.len(), seen.len(), "docs/hostile-plugins.md lacks a row");
}

/// Writes the page anew, if that is wished.
#[allow(dead_code)] // As what measures.
pub(super) fn bless(seen: &[Seen]) {
    if std::env::var_os("HEADSTAMP_BLESS").is_some() {
        let page = read();
        let (before, _, after) = parts(&page);
        fs::write(file(), format!("{before}{BEGIN}{}{END}{after}", written(seen))).unwrap();
    }
}

fn read() -> String {
    fs::read_to_string(file()).unwrap().replace("\r\n", "\n")
}

/// Before the table, the table, after it.
fn parts(page: &str) -> (&str, &str, &str) {
    let (before, rest) = page.split_once(BEGIN).expect("the page has a table");
    let (table, after) = rest.split_once(END).expect("and it ends");
    (before, table, after)
}

fn written(seen: &[Seen]) -> String {
    let mut out = String::from(
        "| a plugin that … | asked for with | headstamp … | and tells the user | after | at most | exit code |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for (deed, seen) in DEEDS.iter().zip(seen) {
        let how = match deed.how {
            How::Marking(marking) => format!("`{marking}`"),
            How::Built(_) | How::Done(_) => String::new(),
        };
        let told = deed.told.split('|').find(|part| !part.is_empty());
        let told = told.map_or_else(|| "nothing".to_owned(), |part| format!("… {part} …"));
        let _ = writeln!(
            out,
            "| {} | {how} | {} | {told} | {} ms | {} ms | {} |",
            deed.what,
            deed.does,
            seen.took.as_millis(),
            (deed.deadline + GRACE).as_millis(),
            // Whether it was in time to answer may differ from run to run.
            if deed.told.starts_with('|') {
                "0 or 75".to_owned()
            } else {
                seen.exit.to_string()
            },
        );
    }
    out
}

/// The table without the column of times.
fn timeless(table: &str) -> Vec<String> {
    let without = |line: &str| {
        let mut cells = line.split(" | ").collect::<Vec<_>>();
        if cells.len() == 7 {
            cells.remove(4);
        }
        cells.join(" | ")
    };
    table.lines().map(without).collect()
}
