//! The tables of the file.

/// Marks the file as a collection of this program: `HSTC`.
pub(super) const APPLICATION: i64 = 0x4853_5443;
/// Format of the file. Raised when a program of the old format could not read it.
pub(super) const FORMAT: i64 = 1;

/// Creates all tables. No index beside the keys: analyses read whole tables, adding must be fast.
pub(super) const SCHEMA: &str = "
CREATE TABLE collection (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sources (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, format TEXT NOT NULL, sheet TEXT NOT NULL,
  added_at TEXT NOT NULL, added_by TEXT NOT NULL, header TEXT NOT NULL, rows INTEGER NOT NULL, note TEXT,
  UNIQUE (sha256, sheet)) STRICT;
CREATE TABLE records (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES sources, row INTEGER NOT NULL, line INTEGER NOT NULL,
  row_id TEXT, state TEXT NOT NULL, cells TEXT NOT NULL, content INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TABLE observations (
  record_id INTEGER PRIMARY KEY REFERENCES records, row_id TEXT, marks TEXT NOT NULL, calibre TEXT, calibre_basis TEXT,
  item TEXT NOT NULL, quantity INTEGER NOT NULL, case_material TEXT, case_length_mm REAL, rim_mm REAL,
  primer_seal TEXT, case_finish TEXT, state_of_case TEXT, recovered_from TEXT, recovered_to TEXT, place TEXT,
  region TEXT, country TEXT, latitude REAL, longitude REAL, documented_at TEXT, incident TEXT, incident_type TEXT,
  \"group\" TEXT, fired_by TEXT, scene_guarded TEXT, notes TEXT, photo_sha256 TEXT, photos TEXT, recorded_by TEXT,
  package TEXT) STRICT;
CREATE TABLE answers (
  id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, json TEXT NOT NULL, status TEXT NOT NULL, sample TEXT NOT NULL,
  calibre TEXT, producer TEXT, producer_name TEXT, country TEXT, state TEXT, year INTEGER, made_from TEXT,
  made_to TEXT, probability REAL, basis TEXT, unknown_probability REAL NOT NULL) STRICT;
CREATE TABLE event_sets (id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE versions (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;
CREATE TABLE identifications (
  record_id INTEGER PRIMARY KEY REFERENCES records, answer_id INTEGER NOT NULL REFERENCES answers,
  events_id INTEGER REFERENCES event_sets, version_id INTEGER NOT NULL REFERENCES versions, seal BLOB NOT NULL) STRICT;
CREATE TABLE former (
  record_id INTEGER NOT NULL, log_seq INTEGER NOT NULL, answer_id INTEGER NOT NULL, events_id INTEGER,
  version_id INTEGER NOT NULL, PRIMARY KEY (record_id, log_seq)) STRICT, WITHOUT ROWID;
CREATE TABLE photos (
  record_id INTEGER NOT NULL REFERENCES records, sha256 TEXT NOT NULL, state TEXT NOT NULL, file TEXT,
  PRIMARY KEY (record_id, sha256)) STRICT, WITHOUT ROWID;
CREATE TABLE warnings (
  id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, record_id INTEGER, row INTEGER NOT NULL, line INTEGER NOT NULL,
  \"column\" TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE TABLE declarations (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, log_seq INTEGER NOT NULL,
  withdrawn_seq INTEGER, hash BLOB NOT NULL) STRICT;
CREATE TABLE log (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL, body TEXT NOT NULL,
  prev BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE TRIGGER log_is_kept BEFORE UPDATE ON log BEGIN SELECT raise(ABORT, 'the log is only ever added to'); END;
CREATE TRIGGER log_is_whole BEFORE DELETE ON log BEGIN SELECT raise(ABORT, 'the log is only ever added to'); END;
";
