//! A program that is killed while it adds a file: afterwards each row is there once, or the whole file is not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use headstamp_collections::rows::Input;
use headstamp_collections::{
    AddOptions, Collection, Error, FileSource, Identified, Identify, Observation, Stamp,
};

/// Says nothing of anything: what is tested is the file.
struct Nothing;

impl Identify for Nothing {
    fn versions(&mut self) -> Result<String, Error> {
        Ok("{}".to_owned())
    }

    fn country(&mut self, _: &str) -> Option<String> {
        None
    }

    fn identify(&mut self, batch: &[Observation]) -> Result<Vec<Identified>, Error> {
        Ok(vec![Identified::default(); batch.len()])
    }
}

const ROWS: u64 = 3000;
const FOLDER: &str = "HEADSTAMP_KILLED_TEST";

fn add(folder: &Path, rows: &str) -> Result<(), Error> {
    let mut c = Collection::open(&folder.join("c.hsc"))?;
    // Little memory, so that pages reach the disk before the end.
    c.connection().pragma_update(None, "cache_size", 16)?;
    let rows = folder.join(rows);
    let mut input = Input::open(&rows, None, None)?;
    let file = FileSource::of(&rows)?;
    c.add(
        &mut input,
        &file,
        &mut Nothing,
        &AddOptions::default(),
        &Stamp::now("test"),
        &mut |_| {},
    )?;
    Ok(())
}

/// Not a test by itself: the program that is killed.
#[test]
fn child() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        add(Path::new(&folder), "rows.csv").unwrap();
    }
}

fn spawn(folder: &Path) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["child", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_kill_at_any_moment_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let line = |prefix: &str, i: u64| format!("{prefix}{i},945 {i},a place with a name of some length\n");
    let file = |name: &str, prefix: &str, rows: u64| {
        let text: String = (0..rows).map(|i| line(prefix, i)).collect();
        std::fs::write(folder.join(name), format!("id,marks,place\n{text}")).unwrap();
    };
    file("rows.csv", "A", ROWS);
    file("first.csv", "B", 50);
    Collection::create(&folder.join("empty.hsc"), "", &Stamp::now("test")).unwrap();
    let fresh = || {
        let _ = std::fs::remove_file(folder.join("c.hsc-journal"));
        std::fs::copy(folder.join("empty.hsc"), folder.join("c.hsc")).unwrap();
        add(folder, "first.csv").unwrap();
    };
    fresh();
    let begun = Instant::now();
    assert!(spawn(folder).wait().unwrap().success());
    let whole = begun.elapsed();
    // Moments spread over the whole run and a little beyond, in an order without pattern.
    let (mut killed_early, mut done, mut journals) = (0, 0, 0);
    for moment in 0..100u32 {
        fresh();
        let mut child = spawn(folder);
        std::thread::sleep(whole * (moment * 37 % 100) / 90 + Duration::from_micros(u64::from(moment)));
        let _ = child.kill();
        child.wait().unwrap();
        journals += u32::from(folder.join("c.hsc-journal").exists());
        let c = Collection::open(&folder.join("c.hsc")).unwrap();
        let v = c.verify(None, None, &mut |_| {}).unwrap();
        assert!(v.is_sound(), "moment {moment}: {:#?}", v.findings);
        let distinct: i64 = c
            .connection()
            .query_row("SELECT count(DISTINCT row_id) FROM records", [], |r| r.get(0))
            .unwrap();
        assert_eq!(
            distinct.unsigned_abs(),
            c.info().unwrap().records,
            "moment {moment}"
        );
        match distinct {
            50 => killed_early += 1,
            n if n.unsigned_abs() == 50 + ROWS => done += 1,
            n => panic!("moment {moment}: {n} rows"),
        }
        drop(c);
        assert!(!folder.join("c.hsc-journal").exists() && !folder.join("c.hsc-wal").exists());
        // What was not added can be added now.
        if distinct == 50 && moment % 10 == 0 {
            add(folder, "rows.csv").unwrap();
        }
    }
    assert!(
        killed_early > 10 && journals > 5,
        "{killed_early} killed, {done} done, {journals} in mid-write"
    );
}
