//! The file: added once or not at all, found out when changed, in clear words when it is no collection.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use headstamp_collections::analyse::Scope;
use headstamp_collections::rows::Input;
use headstamp_collections::{
    AddOptions, Added, Answer, Collection, Error, EventRef, FileSource, Identified, Identify, Observation,
    Stamp,
};
use rusqlite::Connection;
use serde_json::json;

/// Names the producer after the first mark. `version` changes what it says of 945.
struct Plain {
    version: u8,
    known: std::collections::HashMap<String, Rc<Answer>>,
}

impl Plain {
    fn new(version: u8) -> Self {
        Self {
            version,
            known: Default::default(),
        }
    }
}

fn answer(marks: &str, version: u8) -> Answer {
    let producer = match marks.split_whitespace().next().unwrap() {
        "945" if version > 1 => "xx-945-renamed".to_owned(),
        mark => format!("xx-{}", mark.to_lowercase()),
    };
    let years = json!([{"from": "2011-01-01", "to": "2011-12-31", "probability": 1.0}]);
    let lean = json!({
        "status": "identified", "sample": {"key": format!("-|{marks}|-"), "year": 2011},
        "levels": {"state": "identified", "producer": "identified", "year": "identified", "calibre": "recorded"},
        "states": [{"id": "XX", "probability": 0.9}],
        "candidates": [{"producer": {"id": producer, "name": "A plant", "country": "XX"}, "years": years,
            "probability": 0.9, "basis": "documented", "readings": []}],
        "unknown_probability": 0.1,
    });
    Answer::read(lean.to_string()).unwrap()
}

impl Identify for Plain {
    fn versions(&mut self) -> Result<String, Error> {
        Ok(json!({"headstamp": "0", "data": self.version, "plugins": []}).to_string())
    }

    fn country(&mut self, text: &str) -> Option<String> {
        (text == "Mali").then(|| "ML".to_owned())
    }

    fn identify(&mut self, batch: &[Observation]) -> Result<Vec<Identified>, Error> {
        Ok(batch
            .iter()
            .map(|o| {
                let version = self.version;
                let answer = (!o.marks.is_empty()).then(|| {
                    let known = self.known.entry(o.marks.clone());
                    Rc::clone(known.or_insert_with(|| Rc::new(answer(&o.marks, version))))
                });
                let event = EventRef {
                    id: "an-event".to_owned(),
                    relation: "same-sample".to_owned(),
                    strength: "lead".to_owned(),
                };
                Identified {
                    answer,
                    events: if o.place.is_some() {
                        vec![event]
                    } else {
                        Vec::new()
                    },
                    problems: Vec::new(),
                    unknown_calibre: false,
                }
            })
            .collect())
    }
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    fn collection(&self) -> PathBuf {
        let path = self.path("c.hsc");
        if !path.exists() {
            Collection::create(&path, "A test", &stamp()).unwrap();
        }
        path
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn stamp() -> Stamp {
    Stamp {
        at: "2026-11-21T06:31:06Z".to_owned(),
        by: "A. Analyst".to_owned(),
    }
}

fn add_with(c: &mut Collection, rows: &Path, options: &AddOptions) -> Result<Added, Error> {
    let mut input = Input::open(rows, None, None)?;
    let file = FileSource::of(rows)?;
    c.add(
        &mut input,
        &file,
        &mut Plain::new(1),
        options,
        &stamp(),
        &mut |_| {},
    )
}

fn add(c: &mut Collection, rows: &Path) -> Added {
    add_with(c, rows, &AddOptions::default()).unwrap()
}

const THREE: &str = "id,marks,calibre,recovered_on,place,country,photo_sha256,My column\n\
    A1,945 11,7.62x54R,2016-09-14,Mopti,Mali,,kept\n\
    A2,60 75,,2016-09,,,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,\n\
    A3,,7.62x39,last week,,,,\n";

fn sound(path: &Path) -> Vec<String> {
    let c = Collection::open_read(path).unwrap();
    let v = c.verify(None, None, &mut |_| {}).unwrap();
    v.findings
        .iter()
        .map(|f| format!("{}: {}", f.place, f.what))
        .collect()
}

#[test]
fn rows_are_kept_beside_what_is_said_of_them() {
    let f = Folder::new();
    let rows = f.write("three.csv", THREE);
    let mut c = Collection::open(&f.collection()).unwrap();
    let added = add(&mut c, &rows);
    assert_eq!((added.read, added.identified, added.unanswered), (3, 2, 1));
    let mut seen = Vec::new();
    c.for_each(|e| {
        let made = e.answer.as_ref().and_then(|a| a.made).map(|m| m.to_string());
        seen.push((
            e.record.row_id.clone().unwrap(),
            e.observation.country.clone(),
            made,
            e.events.len(),
        ));
        Ok(())
    })
    .unwrap();
    let year = Some("2011".to_owned());
    assert_eq!(
        seen,
        [
            ("A1".to_owned(), Some("ML".to_owned()), year.clone(), 1),
            ("A2".to_owned(), None, year, 0),
            ("A3".to_owned(), None, None, 0),
        ]
    );
    let shown = c.entry(c.find("A1").unwrap()[0]).unwrap().unwrap();
    assert_eq!(
        shown.cells,
        r#"["A1","945 11","7.62x54R","2016-09-14","Mopti","Mali","","kept"]"#
    );
    assert_eq!(shown.answer.unwrap().producer.as_deref(), Some("xx-945"));
    assert_eq!(shown.added.unwrap().seq, 2);
    let o = shown.observation.unwrap();
    assert_eq!(o.recovered.unwrap().to_string(), "2016-09-14 to 2016-09-14");
    let bad = c.entry(c.find("A3").unwrap()[0]).unwrap().unwrap();
    assert_eq!(bad.warnings[0].column, "recovered_on");
    drop(c);
    assert_eq!(f.names(), ["c.hsc", "three.csv"]);
    assert_eq!(sound(&f.collection()), [] as [&str; 0]);
}

#[test]
fn the_same_file_adds_nothing_and_a_longer_one_adds_what_is_new() {
    let f = Folder::new();
    let rows = f.write("three.csv", THREE);
    let mut c = Collection::open(&f.collection()).unwrap();
    add(&mut c, &rows);
    let before = c.info().unwrap();
    assert_eq!(add(&mut c, &rows).already.unwrap().name, "three.csv");
    let copied = f.write("copy.csv", THREE);
    assert!(add(&mut c, &copied).already.is_some());
    assert_eq!(c.info().unwrap(), before);
    let longer = THREE.replace("7.62x39", "5.45x39") + "A4,10 84,,,,,,\n";
    let longer = f.write("longer.csv", &longer);
    let added = add(&mut c, &longer);
    assert_eq!((added.known, added.held, added.identified), (2, 1, 1));
    assert!(
        added
            .first_warnings
            .iter()
            .any(|w| w.reason.contains("record 3 has this id")),
        "{added:?}"
    );
    let info = c.info().unwrap();
    assert_eq!((info.records, info.items, info.held), (5, 4, 1));
    drop(c);
    assert_eq!(sound(&f.collection()), [] as [&str; 0]);
}

#[test]
fn rows_without_id_are_never_doubled_silently() {
    let f = Folder::new();
    let one = f.write("one.csv", "marks,place\n945 11,Gao\n945 11,Gao\n");
    let two = f.write("two.csv", "place,marks,notes\nGao,945 11,\nGao,60 75,\n");
    let mut c = Collection::open(&f.collection()).unwrap();
    assert_eq!(add(&mut c, &one).equal, 0);
    let dry = AddOptions {
        dry_run: true,
        ..AddOptions::default()
    };
    let added = add_with(&mut c, &two, &dry).unwrap();
    assert_eq!((added.equal, added.identified), (1, 2));
    assert!(added.first_warnings[0].reason.contains("counted again"));
    assert_eq!(c.info().unwrap().records, 2);
    let skip = AddOptions {
        skip_equal: true,
        ..AddOptions::default()
    };
    let added = add_with(&mut c, &two, &skip).unwrap();
    assert_eq!((added.known, added.identified), (1, 1));
}

#[test]
fn ids_that_are_used_twice_in_a_file_are_said() {
    let f = Folder::new();
    let rows = f.write("twice.csv", "id,marks\nA,945 11\nA,60 75\n");
    let mut c = Collection::open(&f.collection()).unwrap();
    let added = add(&mut c, &rows);
    assert_eq!(added.identified, 2);
    assert!(
        added.first_warnings[0]
            .reason
            .contains("row 1 of this file has the same id")
    );
}

/// Changes one cell of the database behind the back of the log.
fn tamper(path: &Path, sql: &str) {
    let db = Connection::open(path).unwrap();
    db.execute_batch("PRAGMA foreign_keys = 0; DROP TRIGGER log_is_kept; DROP TRIGGER log_is_whole;")
        .unwrap();
    assert!(db.execute(sql, []).unwrap() > 0, "{sql}");
}

/// Two people who both found a name free: the second is told, and nothing is written twice.
#[test]
fn a_name_is_declared_once_whoever_is_faster() {
    let f = Folder::new();
    let file = f.collection();
    let mut people = [Collection::open(&file).unwrap(), Collection::open(&file).unwrap()];
    for c in &people {
        c.undeclared("stock", "depot").unwrap();
    }
    let mut declare = |who: usize, kind: &str, name: &str, sample: &str| {
        people[who].declare(kind, name, &json!({"samples": [sample]}), &stamp())
    };
    assert_eq!(declare(0, "stock", "depot", "x").unwrap(), 1);
    let late = declare(1, "stock", "depot", "y").unwrap_err();
    assert!(matches!(late, Error::Usage(_)), "{late:?}");
    assert!(
        late.to_string()
            .contains("“depot” is declared already (declaration 1)"),
        "{late}"
    );
    // Another kind or name is something else.
    assert_eq!(declare(1, "baseline", "depot", "y").unwrap(), 2);
    assert_eq!(declare(1, "stock", "port", "y").unwrap(), 3);
    let [first, second] = &mut people;
    let stocks: Vec<(i64, String)> = first
        .declarations(Some("stock"))
        .unwrap()
        .into_iter()
        .map(|d| (d.id, d.content["samples"][0].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(stocks, [(1, "x".to_owned()), (3, "y".to_owned())]);
    // What is withdrawn is free again.
    first.withdraw(1, &stamp()).unwrap();
    second
        .declare("stock", "depot", &json!({"samples": ["y"]}), &stamp())
        .unwrap();
    assert_eq!(second.log().unwrap().len(), 6);
    assert_eq!(sound(&file), [] as [&str; 0]);
}

#[test]
fn every_change_is_found_and_placed() {
    let f = Folder::new();
    let photo = f.write("photo.jpg", "not a picture, but bytes");
    let hash = FileSource::of(&photo).unwrap().sha256;
    let rows = f.write("three.csv", &THREE.replace(&"a".repeat(64), &hash));
    let mut c = Collection::open(&f.collection()).unwrap();
    add(&mut c, &rows);
    c.declare("baseline", "National stock", &json!({"samples": ["x"]}), &stamp())
        .unwrap();
    drop(c);
    assert_eq!(sound(&f.collection()), [] as [&str; 0]);
    for (sql, place) in [
        (
            "UPDATE records SET cells = replace(cells, '945', '946') WHERE id = 1",
            "record 1 (row 1 of three.csv",
        ),
        (
            "UPDATE records SET hash = zeroblob(32) WHERE id = 2",
            "record 2 (row 2",
        ),
        (
            "UPDATE records SET state = 'held' WHERE id = 3",
            "record 3 (row 3",
        ),
        (
            "UPDATE observations SET marks = '946 11' WHERE record_id = 1",
            "record 1 (row 1",
        ),
        (
            "UPDATE observations SET recovered_to = '2016-09-15' WHERE record_id = 1",
            "record 1 (row 1",
        ),
        (
            "UPDATE observations SET quantity = 100 WHERE record_id = 2",
            "record 2 (row 2",
        ),
        (
            "UPDATE photos SET sha256 = replace(sha256, substr(sha256, 1, 1), 'f')",
            "record 2 (row 2",
        ),
        (
            "UPDATE identifications SET answer_id = 1 WHERE record_id = 2",
            "record 2 (row 2",
        ),
        (
            "UPDATE identifications SET events_id = NULL WHERE record_id = 1",
            "record 1 (row 1",
        ),
        (
            "DELETE FROM identifications WHERE record_id = 1",
            "record 1 (row 1",
        ),
        (
            "UPDATE answers SET json = replace(json, '2011-12', '2012-12') WHERE id = 1",
            "answer 1",
        ),
        ("UPDATE answers SET producer = 'xx-1' WHERE id = 2", "answer 2"),
        ("UPDATE versions SET json = '{}'", "versions 1"),
        ("UPDATE warnings SET reason = 'fine'", "source 1 (three.csv)"),
        ("UPDATE sources SET added_by = 'Nobody'", "source 1 (three.csv)"),
        ("UPDATE log SET by = 'Nobody' WHERE seq = 2", "log entry 2 (add"),
        (
            "UPDATE log SET body = replace(body, '1', '2') WHERE seq = 1",
            "log entry 1 (create",
        ),
        ("DELETE FROM log WHERE seq = 1", "log entry 2"),
        ("DELETE FROM records WHERE id = 3", "source 1 (three.csv)"),
        ("DELETE FROM declarations", "the declarations"),
        ("UPDATE declarations SET content = '{}'", "declaration 1"),
    ] {
        let copy = f.path("changed.hsc");
        fs::copy(f.collection(), &copy).unwrap();
        tamper(&copy, sql);
        let found = sound(&copy);
        assert!(found.iter().any(|x| x.starts_with(place)), "{sql}: {found:#?}");
    }
}

#[test]
fn a_log_that_was_written_anew_does_not_have_the_noted_head() {
    let f = Folder::new();
    let rows = f.write("three.csv", THREE);
    let mut c = Collection::open(&f.collection()).unwrap();
    let old = c.info().unwrap().head;
    add(&mut c, &rows);
    let head = c.info().unwrap().head;
    assert!(c.verify(None, Some(&old), &mut |_| {}).unwrap().is_sound());
    assert!(c.verify(None, Some(&head), &mut |_| {}).unwrap().is_sound());
    let other = c.verify(None, Some(&"0".repeat(64)), &mut |_| {}).unwrap();
    assert!(
        other.findings[0].what.contains("cut or written anew"),
        "{other:?}"
    );
}

#[test]
fn any_flipped_byte_of_the_file_is_found_or_means_nothing() {
    let f = Folder::new();
    let rows = f.write("three.csv", THREE);
    let mut c = Collection::open(&f.collection()).unwrap();
    add(&mut c, &rows);
    let head = c.info().unwrap().head;
    let mut all = Vec::new();
    c.for_each(|e| {
        all.push(format!("{e:?}"));
        Ok(())
    })
    .unwrap();
    drop(c);
    let bytes = fs::read(f.collection()).unwrap();
    let copy = f.path("flipped.hsc");
    let mut found = 0;
    for at in (100..bytes.len()).step_by(599) {
        let mut changed = bytes.clone();
        changed[at] ^= 0x01;
        fs::write(&copy, &changed).unwrap();
        let Ok(c) = Collection::open_read(&copy) else {
            found += 1;
            continue;
        };
        if !c.verify(None, Some(&head), &mut |_| {}).unwrap().is_sound() {
            found += 1;
            continue;
        }
        // Nobody finds it, so it must say the same: free space, a cache of the schema.
        let mut same = Vec::new();
        c.for_each(|e| {
            same.push(format!("{e:?}"));
            Ok(())
        })
        .unwrap();
        assert_eq!(all, same, "byte {at}");
    }
    assert!(found > 10, "{found}");
}

#[test]
fn photographs_are_held_against_their_hashes() {
    let f = Folder::new();
    fs::create_dir(f.path("photos")).unwrap();
    let photo = f.path("photos").join("a.jpg");
    fs::write(&photo, "one").unwrap();
    let hash = FileSource::of(&photo).unwrap().sha256;
    let missing = "b".repeat(64);
    let rows = f.write(
        "p.csv",
        &format!("id,marks,photo,photo_sha256\n1,945 11,,{hash}\n2,945 11,,{missing}\n3,945 11,A.JPG,\n4,945 11,a.jpg,{missing}\n5,945 11,,xyz\n"),
    );
    let mut c = Collection::open(&f.collection()).unwrap();
    let options = AddOptions {
        photos: Some(f.path("photos")),
        ..AddOptions::default()
    };
    let added = add_with(&mut c, &rows, &options).unwrap();
    let reasons: Vec<(u64, &str)> = added
        .first_warnings
        .iter()
        .map(|w| (w.row, w.reason.as_str()))
        .collect();
    assert_eq!(
        reasons.iter().map(|r| r.0).collect::<Vec<_>>(),
        [2, 4, 4, 5],
        "{reasons:#?}"
    );
    let states: Vec<String> = (1..=3)
        .map(|i| c.entry(i).unwrap().unwrap().photos[0].state.clone())
        .collect();
    assert_eq!(states, ["checked", "missing", "taken"]);
    fs::write(&photo, "another").unwrap();
    let v = c.verify(Some(&f.path("photos")), None, &mut |_| {}).unwrap();
    assert!(
        v.findings
            .iter()
            .any(|x| x.place.starts_with("record 1 ") && x.what.contains(&hash)),
        "{v:?}"
    );
}

#[test]
fn new_tables_change_nothing_until_it_is_accepted() {
    let f = Folder::new();
    let rows = f.write("three.csv", THREE);
    let mut c = Collection::open(&f.collection()).unwrap();
    add(&mut c, &rows);
    let head = c.info().unwrap().head;
    let same = c.reidentify(&mut Plain::new(1), None, &mut |_| {}).unwrap();
    assert_eq!((same.rows, same.changed), (3, 0));
    let changes = c.reidentify(&mut Plain::new(2), None, &mut |_| {}).unwrap();
    assert_eq!((changes.changed, changes.kinds[0].kind), (1, "another producer"));
    let example = &changes.kinds[0].examples[0];
    assert_eq!(
        example.now.as_ref().unwrap().producer.as_deref(),
        Some("xx-945-renamed")
    );
    assert_eq!(c.info().unwrap().head, head);
    let done = c
        .reidentify(&mut Plain::new(2), Some(&stamp()), &mut |_| {})
        .unwrap();
    assert_eq!(done.log_seq, Some(3));
    let shown = c.entry(1).unwrap().unwrap();
    assert_eq!(shown.answer.unwrap().producer.as_deref(), Some("xx-945-renamed"));
    assert!(shown.version.unwrap().contains("\"data\":2"));
    let former: i64 = c
        .connection()
        .query_row("SELECT count(*) FROM former", [], |r| r.get(0))
        .unwrap();
    assert_eq!(former, 1);
    assert_eq!(
        c.reidentify(&mut Plain::new(2), None, &mut |_| {})
            .unwrap()
            .changed,
        0
    );
    drop(c);
    assert_eq!(sound(&f.collection()), [] as [&str; 0]);
}

#[test]
fn two_writers_wait_and_say_so() {
    let f = Folder::new();
    let rows = f.write("three.csv", THREE);
    let mut c = Collection::open(&f.collection()).unwrap();
    c.connection()
        .busy_timeout(std::time::Duration::from_millis(50))
        .unwrap();
    let other = Connection::open(f.collection()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let e = add_with(&mut c, &rows, &AddOptions::default()).unwrap_err();
    assert!(e.to_string().contains("being changed by another program"), "{e}");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(add(&mut c, &rows).identified, 2);
}

#[test]
fn a_full_disk_loses_nothing() {
    let f = Folder::new();
    let rows = f.write("three.csv", THREE);
    let mut c = Collection::open(&f.collection()).unwrap();
    add(&mut c, &rows);
    let before = c.info().unwrap();
    // The store may not grow: what it says then is what it says when the disk is full.
    let pages: i64 = c
        .connection()
        .query_row("PRAGMA page_count", [], |r| r.get(0))
        .unwrap();
    c.connection()
        .pragma_update(None, "max_page_count", pages)
        .unwrap();
    let many: String = (0..3000).map(|i| format!("B{i},945 {i}\n")).collect();
    let many = f.write("many.csv", &format!("id,marks\n{many}"));
    let e = add_with(&mut c, &many, &AddOptions::default()).unwrap_err();
    assert!(
        e.to_string().contains("the disk is full; nothing was written"),
        "{e}"
    );
    assert_eq!(c.info().unwrap(), before);
    drop(c);
    assert_eq!(sound(&f.collection()), [] as [&str; 0]);
}

#[test]
fn a_file_that_breaks_off_while_read_adds_nothing() {
    let f = Folder::new();
    let mut c = Collection::open(&f.collection()).unwrap();
    struct Broken(u64);
    impl std::io::Read for Broken {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0 += 1;
            if self.0 > 50 {
                return Err(std::io::Error::other("the stick was pulled out"));
            }
            let text = if self.0 == 1 { "marks\n" } else { "945 11\n" };
            buffer[..text.len()].copy_from_slice(text.as_bytes());
            Ok(text.len())
        }
    }
    let mut input = Input::read(Box::new(Broken(0)), headstamp_collections::rows::Format::Csv).unwrap();
    let file = FileSource {
        name: "x".to_owned(),
        sha256: "x".to_owned(),
        path: None,
    };
    let added = c.add(
        &mut input,
        &file,
        &mut Plain::new(1),
        &AddOptions::default(),
        &stamp(),
        &mut |_| {},
    );
    assert!(added.unwrap_err().to_string().contains("stick was pulled out"));
    assert_eq!(c.info().unwrap().records, 0);
}

#[test]
fn a_file_that_is_still_being_written_adds_nothing() {
    let f = Folder::new();
    let rows: String = (0..5000).map(|i| format!("A{i},945 {i}\n")).collect();
    let path = f.write("rows.csv", &format!("id,marks\n{rows}"));
    let mut c = Collection::open(&f.collection()).unwrap();
    let mut input = Input::open(&path, None, None).unwrap();
    let file = FileSource::of(&path).unwrap();
    let mut writer = fs::OpenOptions::new().append(true).open(&path).unwrap();
    let added = c.add(
        &mut input,
        &file,
        &mut Plain::new(1),
        &AddOptions::default(),
        &stamp(),
        &mut |_| writer.write_all(b"A9,60 75\n").unwrap(),
    );
    let e = added.unwrap_err().to_string();
    assert!(e.contains("changed while it was read"), "{e}");
    assert_eq!((c.info().unwrap().records, c.log().unwrap().len()), (0, 1));
    // As it is now, it can be added.
    assert!(add(&mut c, &path).read > 5000);
}

#[test]
fn alerts_are_in_the_log_with_the_rows_that_raise_them() {
    let f = Folder::new();
    let mut c = Collection::open(&f.collection()).unwrap();
    let header = "id,marks,calibre,recovered_on,fired_by\n";
    let options = |dry_run| AddOptions {
        alerts: Some(Scope::default()),
        dry_run,
        ..AddOptions::default()
    };
    let first = f.write(
        "first.csv",
        &format!("{header}A1,945 11,7.62x39,2016-01-01,attacker\n"),
    );
    let a = add_with(&mut c, &first, &options(false)).unwrap();
    assert!(a.alerts.unwrap().figures.first_file);
    let second = f.write(
        "second.csv",
        &format!("{header}B1,945 11,7.62x39,2017-01-01,attacker\nB2,60 75,7.62x39,2017-01-02,attacker\n"),
    );
    let named = |a: &Added| -> Vec<(&'static str, String)> {
        let list = &a.alerts.as_ref().unwrap().figures.list;
        list.iter().map(|x| (x.kind, x.value.clone())).collect()
    };
    let new = vec![
        ("new-producer", "xx-60".to_owned()),
        ("new-sample", "-|60 75|-".to_owned()),
    ];
    // What would be added says the same, and leaves nothing.
    let would = add_with(&mut c, &second, &options(true)).unwrap();
    assert_eq!((named(&would), c.log().unwrap().len()), (new.clone(), 2));
    let a = add_with(&mut c, &second, &options(false)).unwrap();
    assert_eq!(named(&a), new);
    assert_eq!(a.alerts.unwrap().base.head, c.info().unwrap().head);
    let log = c.log().unwrap();
    let said = |seq: usize| log[seq - 1].content().unwrap()["alerts"].clone();
    assert_eq!(said(2)["list"], json!([]));
    assert_eq!(said(3)["counts"], json!({"new-producer": 1, "new-sample": 1}));
    assert_eq!(said(3)["list"][1]["record"], 3);
    drop(c);
    assert_eq!(sound(&f.collection()), [] as [&str; 0]);
}

#[test]
fn what_is_no_collection_is_named() {
    let f = Folder::new();
    let rows = f.write("three.csv", THREE);
    let mut c = Collection::open(&f.collection()).unwrap();
    add(&mut c, &rows);
    drop(c);
    let whole = fs::read(f.collection()).unwrap();
    let say = |name: &str| {
        Collection::open(&f.path(name))
            .err()
            .unwrap()
            .to_string()
            .replace(&f.path("").display().to_string(), "")
    };
    f.write("empty", "");
    f.write("text", "id,marks\n");
    fs::write(f.path("short"), &whole[..whole.len() - 4096]).unwrap();
    fs::write(f.path("stub"), &whole[..60]).unwrap();
    Connection::open(f.path("other.db"))
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    fs::write(f.path("newer"), &whole).unwrap();
    Connection::open(f.path("newer"))
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let mut garbled = fs::File::create(f.path("garbled")).unwrap();
    garbled.write_all(&whole).unwrap();
    garbled.seek(SeekFrom::Start(8192)).unwrap();
    garbled.write_all(&[0x5A; 8192]).unwrap();
    let said: Vec<String> = ["none", "empty", "text", "short", "stub", "other.db", "newer"]
        .iter()
        .map(|n| say(n))
        .collect();
    insta::assert_snapshot!(said.join("\n"));
    let c = Collection::open_read(&f.path("garbled")).unwrap();
    assert!(!c.verify(None, None, &mut |_| {}).unwrap().is_sound());
    let again = Collection::create(&f.collection(), "", &stamp())
        .err()
        .unwrap()
        .to_string();
    assert!(again.contains("never overwritten"));
    assert_eq!(fs::read(f.collection()).unwrap(), whole);
}

/// Run by hand, in release, with `--ignored --nocapture`; `HEADSTAMP_ROWS` says how many rows.
#[test]
#[ignore = "a measurement"]
fn measure() {
    let rows: u32 = std::env::var("HEADSTAMP_ROWS").map_or(12_000, |n| n.parse().unwrap());
    let f = Folder::new();
    let path = f.path("many.csv");
    let mut out = std::io::BufWriter::new(fs::File::create(&path).unwrap());
    writeln!(
        out,
        "id,marks,calibre,recovered_on,place,region,country,incident,fired_by,quantity"
    )
    .unwrap();
    for i in 0..rows {
        let (code, year, day) = (i % 97, i % 50, i % 28 + 1);
        writeln!(
            out,
            "C-{i},{code} {year:02},7.62x54R,2016-09-{day:02},Place {},Region {},Mali,I-{},attacker,1",
            i % 300,
            i % 9,
            i / 20
        )
        .unwrap();
    }
    drop(out);
    let mut c = Collection::open(&f.collection()).unwrap();
    let timed = |what: &str, begun: std::time::Instant| println!("{what}: {:?}", begun.elapsed());
    let begun = std::time::Instant::now();
    assert_eq!(add(&mut c, &path).identified, u64::from(rows));
    timed("add", begun);
    let begun = std::time::Instant::now();
    let mut items = 0;
    c.for_each(|e| {
        items += u64::from(e.observation.quantity);
        Ok(())
    })
    .unwrap();
    assert_eq!(items, u64::from(rows));
    timed("for_each", begun);
    let begun = std::time::Instant::now();
    assert!(c.verify(None, None, &mut |_| {}).unwrap().is_sound());
    timed("verify", begun);
    println!("file: {} MB", fs::metadata(f.collection()).unwrap().len() >> 20);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!(
        "{}",
        status
            .lines()
            .find(|l| l.starts_with("VmHWM"))
            .unwrap_or_default()
    );
}
