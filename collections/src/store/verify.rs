//! Checking a collection: every row, photo hash, answer and entry of the log against the hashes kept of it.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use super::photos::{PhotoFiles, PhotoState};
use super::read::{Source, StoredWarning};
use super::record::{self, Record};
use super::seal::{Sealer, of_text};
use super::{Collection, LogEntry, answers, declare};
use crate::answer::Answer;
use crate::error::Error;
use crate::text::hex;

/// Findings that are given back; a file that is damaged all over has more.
const MOST: usize = 200;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where: `record 12 (row 12 of casings.csv)`, `log entry 3` …
    pub place: String,
    /// What is wrong.
    pub what: String,
}

/// The outcome of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Records checked.
    pub records: u64,
    /// Entries of the log checked.
    pub entries: u64,
    /// Photo hashes held against files.
    pub photos: u64,
    /// Hash of the last entry of the log.
    pub head: String,
    /// What was found; empty when all is as it was written.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// True when all is as it was written.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    fn find(&mut self, place: impl Into<String>, what: impl Into<String>) {
        if self.findings.len() < MOST {
            self.findings.push(Finding {
                place: place.into(),
                what: what.into(),
            });
        }
    }
}

/// The hashes that the log states for a source.
#[derive(Default)]
struct Stated {
    records: String,
    identifications: String,
    warnings: String,
}

impl Collection {
    /// Checks everything. `photos` is a folder with the photographs, `head` a hash of the log that was noted earlier,
    /// `progress` is told how many records are done.
    ///
    /// # Errors
    /// When `photos` cannot be read. What is wrong with the collection is a finding.
    pub fn verify(
        &self,
        photos: Option<&Path>,
        head: Option<&str>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Verification, Error> {
        let files = photos.map(PhotoFiles::of).transpose()?;
        let mut v = Verification::default();
        let pages = self.check_pages(&mut v);
        let rest = self.check_all(&mut v, head, files.as_ref(), progress);
        for e in [pages, rest].into_iter().filter_map(Result::err) {
            v.find("the file", e.to_string());
        }
        Ok(v)
    }

    fn check_all(
        &self,
        v: &mut Verification,
        head: Option<&str>,
        files: Option<&PhotoFiles>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Error> {
        let log = self.check_log(v, head)?;
        self.check_answers(v)?;
        self.check_declarations(v, &log)?;
        let stated = stated(&log);
        let sources = self.check_sources(v, &log)?;
        self.check_records(v, &sources, &stated, files, progress)?;
        self.check_warnings(v, &sources, &stated)
    }

    fn check_pages(&self, v: &mut Verification) -> Result<(), Error> {
        let mut query = self.db.prepare("PRAGMA integrity_check(20)")?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            let text: String = r.get(0)?;
            if text != "ok" {
                v.find("the file", format!("its pages are damaged: {text}"));
            }
        }
        Ok(())
    }

    fn check_log(&self, v: &mut Verification, head: Option<&str>) -> Result<Vec<LogEntry>, Error> {
        let log = self.log()?;
        let mut prev = vec![0; 32];
        for (i, e) in log.iter().enumerate() {
            let place = format!("log entry {} ({} of {})", e.seq, e.action, e.at);
            if i64::try_from(i + 1) != Ok(e.seq) {
                v.find(&place, "an entry before it is missing");
            }
            if e.computed().as_slice() != e.hash {
                v.find(&place, "it was changed: its hash does not fit its contents");
            } else if e.prev != prev {
                v.find(
                    &place,
                    "it does not follow from the entry before: one of the two was changed",
                );
            }
            prev.clone_from(&e.hash);
            v.entries += 1;
        }
        v.head = hex(&prev);
        if log.is_empty() {
            v.find("the log", "it is empty");
        }
        if let Some(head) = head
            && !log.iter().any(|e| e.hash_hex() == head.to_lowercase())
        {
            v.find(
                "the log",
                format!("no entry has the hash {head}: it was cut or written anew since that was noted"),
            );
        }
        Ok(log)
    }

    fn check_answers(&self, v: &mut Verification) -> Result<(), Error> {
        let mut query = self
            .db
            .prepare(&format!("SELECT {} FROM answers", answers::COLUMNS))?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            let kept = answers::of_row(r)?;
            let hash: Vec<u8> = r.get(15)?;
            let place = format!("answer {} ({})", kept.id, kept.sample);
            let read = Answer::read(kept.json.clone()).map(|a| Answer { id: kept.id, ..a });
            if of_text(&kept.json).as_slice() != hash {
                v.find(place, "it was changed: its hash does not fit its contents");
            } else if !read.is_ok_and(|a| a == kept) {
                v.find(place, "a column was changed: it does not fit the answer");
            }
        }
        let mut query = self.db.prepare("SELECT id, json, sha256 FROM versions")?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            let (id, json, hash): (i64, String, Vec<u8>) = (r.get(0)?, r.get(1)?, r.get(2)?);
            if of_text(&json).as_slice() != hash {
                v.find(
                    format!("versions {id}"),
                    "they were changed: their hash does not fit",
                );
            }
        }
        Ok(())
    }

    fn check_declarations(&self, v: &mut Verification, log: &[LogEntry]) -> Result<(), Error> {
        let mut query = self
            .db
            .prepare("SELECT id, kind, name, content, withdrawn_seq FROM declarations")?;
        let mut rows = query.query([])?;
        let mut seen = 0;
        while let Some(r) = rows.next()? {
            let (id, kind, name, content): (i64, String, String, String) =
                (r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?);
            let withdrawn: Option<i64> = r.get(4)?;
            let hash = hex(&declare::hash(&kind, &name, &content));
            let says = |action: &str| {
                log.iter()
                    .find(|e| e.action == action && e.content().is_ok_and(|c| c["declaration"] == id))
            };
            seen += 1;
            let fits = says("declare").is_some_and(|e| e.content().is_ok_and(|c| c["sha256"] == hash));
            if !fits || says("withdraw").map(|e| e.seq) != withdrawn {
                v.find(
                    format!("declaration {id} ({kind} {name})"),
                    "it is not as the log has it",
                );
            }
        }
        if log.iter().filter(|e| e.action == "declare").count() != seen {
            v.find("the declarations", "there are not as many as the log has");
        }
        Ok(())
    }

    fn check_sources(&self, v: &mut Verification, log: &[LogEntry]) -> Result<Vec<Source>, Error> {
        let sources = self.sources()?;
        let adds: Vec<(&LogEntry, Value)> = log
            .iter()
            .filter(|e| e.action == "add")
            .filter_map(|e| e.content().ok().map(|c| (e, c)))
            .collect();
        for s in &sources {
            let entry = adds.iter().find(|(_, c)| c["source"] == s.id);
            let count = |c: &Value| {
                ["identified", "unanswered", "held"]
                    .iter()
                    .filter_map(|k| c[k].as_u64())
                    .sum::<u64>()
            };
            let fits = entry.is_some_and(|(e, c)| {
                c["name"] == s.name
                    && c["sha256"] == s.sha256
                    && c["sheet"] == s.sheet
                    && e.at == s.added_at
                    && e.by == s.added_by
                    && count(c) == s.rows
                    && c["header_sha256"]
                        == hex(&of_text(&serde_json::to_string(&s.header).unwrap_or_default()))
            });
            if !fits {
                v.find(
                    format!("source {} ({})", s.id, s.name),
                    "it is not as the log has it",
                );
            }
        }
        for (e, c) in &adds {
            if !sources.iter().any(|s| c["source"] == s.id) {
                v.find(
                    format!("log entry {}", e.seq),
                    "the file that it added is missing",
                );
            }
        }
        Ok(sources)
    }

    fn check_records(
        &self,
        v: &mut Verification,
        sources: &[Source],
        stated: &HashMap<i64, Stated>,
        files: Option<&PhotoFiles>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<(), Error> {
        let events = self.event_sets()?;
        let hashes = |table: &str| -> Result<HashMap<i64, Vec<u8>>, Error> {
            let mut query = self.db.prepare(&format!("SELECT id, sha256 FROM {table}"))?;
            let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        };
        let (answers, versions) = (hashes("answers")?, hashes("versions")?);
        let mut photos = self.all_photos()?;
        let mut running: HashMap<i64, (Sealer, Sealer)> = HashMap::new();
        let mut query = self.db.prepare(&format!(
            "SELECT {}, r.cells, r.content, r.hash, i.answer_id, i.events_id, i.version_id, i.seal FROM records r \
             LEFT JOIN observations o ON o.record_id = r.id LEFT JOIN identifications i ON i.record_id = r.id \
             ORDER BY r.id",
            record::COLUMNS
        ))?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            let mut rec = record::of_row(r)?;
            rec.cells = r.get(37)?;
            rec.content = r.get(38)?;
            rec.photos = photos.remove(&rec.id).unwrap_or_default();
            let hash: Vec<u8> = r.get(39)?;
            if rec.hash().as_slice() != hash {
                v.find(
                    place(&rec, sources),
                    "it was changed: the row, what was read from it or a photo hash is not as it was added",
                );
            }
            let seal: Option<Vec<u8>> = r.get(43)?;
            let (all, said) = running
                .entry(rec.source)
                .or_insert_with(|| (Sealer::new("records"), Sealer::new("identifications")));
            all.bytes(&hash);
            if let Some(seal) = &seal {
                said.bytes(seal);
                let (answer, list, version): (i64, Option<i64>, i64) = (r.get(40)?, r.get(41)?, r.get(42)?);
                let list = list.map_or(Some(""), |id| events.get(&id).map(|e| e.0.as_str()));
                let whole = match (answers.get(&answer), list, versions.get(&version)) {
                    (Some(a), Some(e), Some(v)) => Some(answers::seal(&hash, a, e, v)),
                    _ => None,
                };
                if whole.is_none_or(|w| w.as_slice() != seal) {
                    v.find(
                        place(&rec, sources),
                        "its identification was changed, or what it rests on",
                    );
                }
            } else if rec.state == "identified" {
                v.find(place(&rec, sources), "its identification is missing");
            }
            v.records += 1;
            progress(1);
            check_photos(v, files, &rec, sources);
        }
        for s in sources {
            let (all, said) = running
                .remove(&s.id)
                .unwrap_or_else(|| (Sealer::new("records"), Sealer::new("identifications")));
            let Some(stated) = stated.get(&s.id) else {
                continue;
            };
            let place = || format!("source {} ({})", s.id, s.name);
            if hex(&all.done()) != stated.records {
                v.find(
                    place(),
                    "rows were taken out, put in, or changed together with their hash",
                );
            }
            if hex(&said.done()) != stated.identifications {
                v.find(place(), "identifications were changed together with their hash");
            }
        }
        for source in running.keys() {
            v.find(
                format!("source {source}"),
                "there are rows of a file that was never added",
            );
        }
        Ok(())
    }

    fn all_photos(&self) -> Result<HashMap<i64, Vec<PhotoState>>, Error> {
        let mut query = self
            .db
            .prepare("SELECT record_id, sha256, state, file FROM photos ORDER BY record_id, sha256")?;
        let mut rows = query.query([])?;
        let mut out: HashMap<i64, Vec<PhotoState>> = HashMap::new();
        while let Some(r) = rows.next()? {
            out.entry(r.get(0)?).or_default().push(PhotoState {
                sha256: r.get(1)?,
                state: r.get(2)?,
                file: r.get(3)?,
            });
        }
        Ok(out)
    }

    fn check_warnings(
        &self,
        v: &mut Verification,
        sources: &[Source],
        stated: &HashMap<i64, Stated>,
    ) -> Result<(), Error> {
        let mut running: HashMap<i64, Sealer> = HashMap::new();
        self.warnings(|w: &StoredWarning| {
            w.seal(running.entry(w.source).or_insert_with(|| Sealer::new("warnings")));
            Ok(())
        })?;
        for s in sources {
            let found = running.remove(&s.id).unwrap_or_else(|| Sealer::new("warnings"));
            if stated
                .get(&s.id)
                .is_some_and(|st| st.warnings != hex(&found.done()))
            {
                v.find(
                    format!("source {} ({})", s.id, s.name),
                    "its warnings are not as they were written",
                );
            }
        }
        Ok(())
    }
}

/// What the log states last for each source.
fn stated(log: &[LogEntry]) -> HashMap<i64, Stated> {
    let mut out: HashMap<i64, Stated> = HashMap::new();
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    for e in log {
        let Ok(c) = e.content() else { continue };
        match (e.action.as_str(), c["source"].as_i64()) {
            ("add", Some(source)) => {
                out.insert(
                    source,
                    Stated {
                        records: text(&c["records_sha256"]),
                        identifications: text(&c["identifications_sha256"]),
                        warnings: text(&c["warnings_sha256"]),
                    },
                );
            }
            ("reidentify", _) => {
                let list = c["sources"].as_array().map(Vec::as_slice).unwrap_or_default();
                for s in list {
                    if let Some(stated) = s["source"].as_i64().and_then(|id| out.get_mut(&id)) {
                        stated.identifications = text(&s["identifications_sha256"]);
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn place(r: &Record, sources: &[Source]) -> String {
    let name = sources
        .iter()
        .find(|s| s.id == r.source)
        .map_or("?", |s| s.name.as_str());
    let id = r
        .row_id
        .as_ref()
        .map(|id| format!(", id {}", crate::text::harmless(id)))
        .unwrap_or_default();
    format!("record {} (row {} of {name}, line {}{id})", r.id, r.row, r.line)
}

fn check_photos(v: &mut Verification, files: Option<&PhotoFiles>, r: &Record, sources: &[Source]) {
    let Some(files) = files else { return };
    for p in &r.photos {
        v.photos += 1;
        if !files.has(&p.sha256) {
            let name = p.file.as_deref().map(|f| format!(" ({f})")).unwrap_or_default();
            v.find(
                place(r, sources),
                format!("no photograph of the folder has the hash {}{name}", p.sha256),
            );
        }
    }
}
