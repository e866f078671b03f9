//! The reference tables: their rows, and compiled in the variants that the evaluation needs.

use std::path::{Path, PathBuf};

use headstamp_core::notation::{Enclosure, Mark, Marking};
use headstamp_core::tables::key::mark_key;
use headstamp_core::tables::source::{Case, CorpusFile, MarkTable, ProducerFile};
use headstamp_core::tables::{Builder, Tables};

/// Why the tables could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// A file could not be read.
    #[error("{path}: {why}")]
    File {
        /// Which.
        path: String,
        /// Why.
        why: String,
    },
    /// The tables have errors.
    #[error("the tables do not compile: {0}")]
    Tables(String),
}

/// A mark of a producer, as the tables have it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Index of the producer.
    pub producer: u32,
    /// Country of today.
    pub country: String,
    /// State at the time.
    pub state: Option<String>,
    /// The signs; nothing for rows that look for absence or an arrangement.
    pub text: Option<String>,
    /// What makes two marks the same to whoever looks them up: folded signs, and what is drawn around them.
    pub form: String,
    /// The signs as stamped, and what is drawn around them: `fa` is not `FA`, a Cyrillic `Т` is no Latin `T`.
    pub stamp: String,
    /// Ids of calibres.
    pub calibres: Vec<String>,
    /// Years of use.
    pub years: (Option<i32>, Option<i32>),
    /// `documented`, `general` or `doubtful`.
    pub basis: String,
    /// Sources of any claim of the row.
    pub sources: Vec<String>,
    /// Producers it is declared to be shared with.
    pub shared_with: Vec<String>,
    /// Examples.
    pub examples: Vec<Sample>,
}

/// An example of a row.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The marks.
    pub headstamp: String,
    /// The calibre.
    pub calibre: Option<String>,
    /// The year.
    pub year: Option<i32>,
    /// When it was recovered.
    pub recovered: Option<String>,
}

/// The tables as text, as rows, and as shipped.
pub struct World {
    files: Vec<(String, String)>,
    shipped: Vec<u8>,
    /// Ids of producers, by index.
    pub producers: Vec<String>,
    /// Names of producers, by index.
    pub names: Vec<String>,
    /// Rows in the order of the files.
    pub rows: Vec<Row>,
    /// Real cases with the name of their file.
    pub corpus: Vec<(String, Case)>,
    /// Version of the tables.
    pub version: String,
}

impl World {
    /// Reads the reference tables below a folder.
    ///
    /// # Errors
    /// When a file cannot be read or a row is wrong.
    pub fn read(root: &Path) -> Result<Self, WorldError> {
        let mut files = Vec::new();
        for dir in ["", "sources", "corpus"] {
            read(root, &root.join(dir), &mut files)?;
        }
        for dir in folders(&root.join("producers"))? {
            read(root, &dir, &mut files)?;
        }
        files.sort();
        let shipped = compile(&files)?;
        let tables = open(&shipped)?;
        let set = tables.set();
        let producers: Vec<String> = (0u32..)
            .map_while(|i| tables.producer(i).map(|p| p.id.to_string()))
            .collect();
        let names = (0u32..)
            .map_while(|i| tables.producer(i).map(|p| p.name.to_string()))
            .collect();
        let version = set.version.to_string();
        let rows = rows(&files, &tables, &producers)?;
        let corpus = corpus(&files)?;
        Ok(Self {
            files,
            shipped,
            producers,
            names,
            rows,
            corpus,
            version,
        })
    }

    /// The folder of this repository's tables.
    #[must_use]
    pub fn home() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference-data")
    }

    /// The tables as shipped, compiled.
    #[must_use]
    pub fn shipped(&self) -> &[u8] {
        &self.shipped
    }

    /// The tables with every row held to be true. The examples of a row are true by construction, so that on them the
    /// reliability of rows must not be counted.
    ///
    /// # Errors
    /// When they do not compile.
    pub fn trusted(&self) -> Result<Vec<u8>, WorldError> {
        Self::changed(self.files.iter(), |path, table| {
            if path != "weights.toml" {
                return;
            }
            if let Some(toml::Value::Table(trust)) = table.get_mut("trust") {
                for (_, entry) in trust.iter_mut() {
                    if let toml::Value::Table(entry) = entry {
                        entry.insert("value".to_owned(), toml::Value::Float(1.0));
                    }
                }
            }
        })
    }

    /// The tables without the producers of some countries, and without references to them.
    ///
    /// # Errors
    /// When they do not compile.
    pub fn without(&self, withheld: impl Fn(&str) -> bool) -> Result<Vec<u8>, WorldError> {
        let gone = |country: &str| withheld(&country.to_uppercase());
        let named = |id: &toml::Value| id.as_str().and_then(|i| i.split('-').next()).is_some_and(gone);
        let kept: Vec<_> = self
            .files
            .iter()
            .filter(|(path, _)| {
                let country = path.strip_prefix("producers/").and_then(|p| p.split('/').next());
                !country.is_some_and(gone)
            })
            .collect();
        Self::changed(kept.into_iter(), |path, table| {
            if !path.starts_with("producers/") {
                return;
            }
            if table.get("superseded_by").is_some_and(named) {
                table.remove("superseded_by");
            }
            let marks = table.get_mut("mark").and_then(toml::Value::as_array_mut);
            for mark in marks.into_iter().flatten() {
                let shared = mark.get_mut("shared_with").and_then(toml::Value::as_array_mut);
                if let Some(list) = shared {
                    list.retain(|id| !named(id));
                }
            }
        })
    }

    fn changed<'f>(
        files: impl Iterator<Item = &'f (String, String)>,
        change: impl Fn(&str, &mut toml::Table),
    ) -> Result<Vec<u8>, WorldError> {
        let mut out = Vec::new();
        for (path, text) in files {
            let mut text = text.clone();
            if path == "weights.toml" || path.starts_with("producers/") {
                let before: toml::Table = parse(path, &text)?;
                let mut after = before.clone();
                change(path, &mut after);
                if after != before {
                    text = toml::to_string(&after).map_err(|e| wrong(path, &e))?;
                }
            }
            out.push((path.clone(), text));
        }
        compile(&out)
    }

    /// The index here of each producer of other tables.
    #[must_use]
    pub fn translation(&self, tables: &Tables<'_>) -> Vec<u32> {
        let ids = (0u32..).map_while(|i| tables.producer(i).map(|p| p.id.to_string()));
        ids.map(|id| self.producer(&id).unwrap_or(u32::MAX)).collect()
    }

    /// The id of a producer.
    #[must_use]
    pub fn producer_id(&self, index: u32) -> &str {
        self.producers.get(index as usize).map_or("", String::as_str)
    }

    /// The index of a producer.
    #[must_use]
    pub fn producer(&self, id: &str) -> Option<u32> {
        let at = self.producers.binary_search_by(|p| p.as_str().cmp(id)).ok()?;
        u32::try_from(at).ok()
    }
}

/// Opens compiled tables.
///
/// # Errors
/// When the bytes are damaged.
pub fn open(bytes: &[u8]) -> Result<Tables<'_>, WorldError> {
    Tables::open(bytes).map_err(|e| WorldError::Tables(e.to_string()))
}

/// What makes two marks the same: the signs as they are looked up, and what is drawn around them.
#[must_use]
pub fn form(marks: &[Mark], tables: &Tables<'_>) -> String {
    let key = mark_key(marks, &|name| tables.symbol(name).map(str::to_owned));
    framed(key.text.into(), key.enclosure)
}

fn stamp(marks: &[Mark], tables: &Tables<'_>) -> String {
    let key = mark_key(marks, &|name| tables.symbol(name).map(str::to_owned));
    framed(key.raw.into(), key.enclosure)
}

fn framed(text: String, enclosure: Option<Enclosure>) -> String {
    match enclosure {
        Some(e) => format!("{text} in {}", e.name()),
        None => text,
    }
}

fn compile(files: &[(String, String)]) -> Result<Vec<u8>, WorldError> {
    let mut builder = Builder::new();
    for (path, text) in files {
        builder.add(path.as_str(), text.as_str());
    }
    let (set, _) = builder.build().map_err(|found| {
        let first = found
            .first()
            .map_or_else(String::new, |d| format!("{} {}", d.file, d.message));
        WorldError::Tables(format!("{} findings, first: {first}", found.len()))
    })?;
    set.to_bytes().map_err(|e| WorldError::Tables(e.to_string()))
}

fn wrong(path: &str, why: &dyn std::fmt::Display) -> WorldError {
    WorldError::File {
        path: path.to_owned(),
        why: why.to_string(),
    }
}

fn parse<T: serde::de::DeserializeOwned>(path: &str, text: &str) -> Result<T, WorldError> {
    toml::from_str(text).map_err(|e| wrong(path, &e))
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, WorldError> {
    let bad = |e: std::io::Error| wrong(&dir.to_string_lossy(), &e);
    let mut list = std::fs::read_dir(dir)
        .map_err(bad)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(bad)?;
    list.sort();
    Ok(list)
}

fn folders(dir: &Path) -> Result<Vec<PathBuf>, WorldError> {
    Ok(entries(dir)?.into_iter().filter(|p| p.is_dir()).collect())
}

fn read(root: &Path, dir: &Path, into: &mut Vec<(String, String)>) -> Result<(), WorldError> {
    for path in entries(dir)? {
        if path.extension().is_none_or(|e| e != "toml") || path.ends_with("Cargo.toml") {
            continue;
        }
        let name = path
            .strip_prefix(root)
            .unwrap_or(&path)
            .to_string_lossy()
            .replace('\\', "/");
        let text = std::fs::read_to_string(&path).map_err(|e| wrong(&name, &e))?;
        into.push((name, text));
    }
    Ok(())
}

fn corpus(files: &[(String, String)]) -> Result<Vec<(String, Case)>, WorldError> {
    let mut out = Vec::new();
    for (path, text) in files {
        let Some(name) = path.strip_prefix("corpus/").and_then(|n| n.strip_suffix(".toml")) else {
            continue;
        };
        let file: CorpusFile = parse(path, text)?;
        out.extend(file.case.into_iter().map(|c| (name.to_owned(), c)));
    }
    Ok(out)
}

fn rows(
    files: &[(String, String)],
    tables: &Tables<'_>,
    producers: &[String],
) -> Result<Vec<Row>, WorldError> {
    let mut out = Vec::new();
    for (path, text) in files {
        let Some(stem) = path
            .strip_prefix("producers/")
            .and_then(|n| n.strip_suffix(".toml"))
        else {
            continue;
        };
        let id = stem.replace('/', "-");
        let file: ProducerFile = parse(path, text)?;
        let Some(producer) = producers
            .iter()
            .position(|p| *p == id)
            .and_then(|i| u32::try_from(i).ok())
        else {
            continue;
        };
        let country = file.country.get_ref();
        out.extend(file.mark.iter().map(|m| row(m, producer, country, tables)));
    }
    Ok(out)
}

fn row(m: &MarkTable, producer: u32, country: &str, tables: &Tables<'_>) -> Row {
    let word = |w: &headstamp_core::tables::source::Word| w.get_ref().clone();
    let text = m.text.as_ref().map(word);
    let marking = text.as_deref().and_then(|t| Marking::parse(t).ok());
    let mut sources: Vec<String> = m.sources.iter().map(word).collect();
    sources.extend(
        m.calibres
            .iter()
            .flat_map(|c| c.sources.iter().flatten())
            .map(word),
    );
    sources.extend(m.years.iter().flat_map(|y| y.sources.iter().flatten()).map(word));
    let bound = |b: Option<&headstamp_core::tables::source::Spanned<i32>>| b.map(|y| *y.get_ref());
    Row {
        producer,
        country: country.to_owned(),
        state: m.state.as_ref().map(word),
        form: marking
            .as_ref()
            .map_or_else(String::new, |k| form(k.marks(), tables)),
        stamp: marking.map_or_else(String::new, |k| stamp(k.marks(), tables)),
        text,
        calibres: m.calibres.iter().flat_map(|c| &c.value).map(word).collect(),
        years: (
            bound(m.years.as_ref().and_then(|y| y.from.as_ref())),
            bound(m.years.as_ref().and_then(|y| y.to.as_ref())),
        ),
        basis: word(&m.basis),
        sources,
        shared_with: m.shared_with.iter().map(word).collect(),
        examples: m
            .example
            .iter()
            .map(|e| Sample {
                headstamp: word(&e.headstamp),
                calibre: e.calibre.as_ref().map(word),
                year: bound(e.year.as_ref()),
                recovered: e.recovered.clone(),
            })
            .collect(),
    }
}
