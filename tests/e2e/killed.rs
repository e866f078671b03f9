//! The program killed while it adds a file: afterwards each row is there once, or the whole file is not.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use headstamp_collections::Collection;

use crate::made_up::{at, folder, text};
use crate::program::command;

const ROWS: u64 = 2500;
const FIRST: u64 = 50;

fn add(dir: &Path) -> Child {
    let (c, rows) = (dir.join("c.hsc"), dir.join("rows.csv"));
    command(&[
        "collection",
        "add",
        text(&c),
        text(&rows),
        "--by",
        "t",
        "--quiet",
        "--no-plugins",
    ])
    .stdout(Stdio::null())
    .stderr(Stdio::null())
    .spawn()
    .unwrap()
}

/// When a kill comes: some time after the start, or after the file has begun to change.
enum Moment {
    Begun(Duration),
    Writing(Duration),
}

#[test]
fn a_kill_at_any_moment_loses_nothing() {
    let dir = folder("killed");
    let rows = |prefix: &str, n: u64| -> String {
        let one = |i| {
            format!(
                "{prefix}{i},539 {:02},7.62x39,a place with a name of some length,{i}\n",
                50 + i % 40
            )
        };
        (0..n).map(one).collect()
    };
    let header = "id,marks,calibre,place,notes\n";
    std::fs::write(dir.join("rows.csv"), format!("{header}{}", rows("A", ROWS))).unwrap();
    std::fs::write(dir.join("first.csv"), format!("{header}{}", rows("B", FIRST))).unwrap();
    at(&dir, &["collection", "new", "@kept.hsc", "--by", "t"]);
    at(
        &dir,
        &[
            "collection",
            "add",
            "@kept.hsc",
            "@first.csv",
            "--by",
            "t",
            "--no-plugins",
        ],
    );
    let (c, journal) = (dir.join("c.hsc"), dir.join("c.hsc-journal"));
    let fresh = || {
        let _ = std::fs::remove_file(&journal);
        std::fs::copy(dir.join("kept.hsc"), &c).unwrap();
    };
    fresh();
    let before = std::fs::metadata(&c).unwrap().len();
    let begun = Instant::now();
    assert!(add(&dir).wait().unwrap().success());
    let whole = begun.elapsed();
    let (mut not_there, mut there, mut half_done) = (0, 0, 0);
    for moment in 0..100u32 {
        fresh();
        let mut child = add(&dir);
        // Over the whole run and a little beyond, in an order without pattern; every other one while the file is written.
        let kill = if moment % 2 == 0 {
            Moment::Begun(whole * (moment * 37 % 100) / 90)
        } else {
            Moment::Writing(Duration::from_micros(u64::from(moment * 53 % 100) * 80))
        };
        match kill {
            Moment::Begun(after) => std::thread::sleep(after),
            Moment::Writing(after) => {
                let written = || std::fs::metadata(&c).is_ok_and(|m| m.len() != before);
                while !written() && child.try_wait().unwrap().is_none() {
                    std::thread::sleep(Duration::from_micros(50));
                }
                std::thread::sleep(after);
            }
        }
        let _ = child.kill();
        child.wait().unwrap();
        half_done += u32::from(journal.exists());
        let kept = Collection::open(&c).unwrap();
        let v = kept.verify(None, None, &mut |_| {}).unwrap();
        assert!(v.is_sound(), "moment {moment}: {:#?}", v.findings);
        let records = kept.info().unwrap().records;
        let sql = "SELECT count(*), count(DISTINCT row_id) FROM records WHERE row_id LIKE 'A%'";
        let (new, distinct): (i64, i64) = kept
            .connection()
            .query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap();
        let rows = i64::try_from(ROWS).unwrap();
        let (once, none) = (new == rows && distinct == rows, new == 0);
        match records {
            FIRST if none => not_there += 1,
            n if n == FIRST + ROWS && once => there += 1,
            n => panic!("moment {moment}: {n} rows"),
        }
        drop(kept);
        assert!(!journal.exists(), "moment {moment}");
        // What was not added can be added now.
        if records == FIRST && moment % 20 == 0 {
            assert!(add(&dir).wait().unwrap().success());
        }
    }
    println!("{not_there} times not there, {there} times there, {half_done} times in mid-write");
    assert!(
        not_there > 10 && there > 0 && half_done > 10,
        "{not_there} {there} {half_done}"
    );
}
