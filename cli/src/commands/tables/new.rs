//! `tables new`: a stub that passes the check once it is filled in.

use std::fs::OpenOptions;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use headstamp_core::tables::shape::Table;
use headstamp_core::tables::stub::{self, Stub};
use headstamp_core::tables::{format, vocabulary};

use super::files;
use crate::exit::{BAD_INPUT, Failure, INTERNAL, NO_INPUT, Outcome};

#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
    /// The folder of the tables
    #[arg(long, value_name = "DIR", default_value = "reference-data", global = true)]
    dir: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A producer with one mark and one example
    Producer(Producer),
    /// A document or specimen that rows cite
    Source(Source),
    /// A diversion event
    Event(Event),
    /// A calibre, added to calibres.toml
    Calibre(Calibre),
}

#[derive(Debug, Args)]
struct Producer {
    /// The name a report prints
    #[arg(long)]
    name: Option<String>,
    /// ISO code of the country of today
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// Town
    #[arg(long)]
    place: Option<String>,
    /// File name, made of the name when left out
    #[arg(long)]
    slug: Option<String>,
    /// The mark as stamped
    #[arg(long)]
    mark: Option<String>,
    /// A calibre it is known on (repeatable)
    #[arg(long, value_name = "CALIBRE")]
    calibre: Vec<String>,
    /// How the year is stamped, an id of year-schemes.toml (repeatable)
    #[arg(long, value_name = "SCHEME")]
    year_scheme: Vec<String>,
    /// documented, general or doubtful
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(vocabulary::BASES))]
    basis: Option<String>,
    /// A source that states it (repeatable)
    #[arg(long, value_name = "ID")]
    source: Vec<String>,
    /// A whole headstamp as an example
    #[arg(long, value_name = "HEADSTAMP")]
    example: Option<String>,
    /// The year that must be read from the example
    #[arg(long)]
    year: Option<i32>,
}

#[derive(Debug, Args)]
struct Source {
    /// Title
    #[arg(long)]
    title: Option<String>,
    /// Author
    #[arg(long)]
    author: Option<String>,
    /// Publisher or collection
    #[arg(long)]
    publisher: Option<String>,
    /// Year of publication
    #[arg(long)]
    year: Option<i32>,
    /// Where it can be read
    #[arg(long)]
    url: Option<String>,
    /// How much it weighs
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(vocabulary::GRADES))]
    grade: Option<String>,
    /// What was read of it
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(vocabulary::SEEN))]
    seen: Option<String>,
    /// File name, made of publisher, year and title when left out
    #[arg(long)]
    id: Option<String>,
}

#[derive(Debug, Args)]
struct Event {
    /// Name
    #[arg(long)]
    name: Option<String>,
    /// What happened
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(vocabulary::KINDS))]
    kind: Option<String>,
    /// How firmly it is found
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(vocabulary::FINDINGS))]
    finding: Option<String>,
    /// Day, month or year
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// ISO code of the country
    #[arg(long, value_name = "CC")]
    country: Option<String>,
    /// What is known and how, in your own words
    #[arg(long)]
    summary: Option<String>,
    /// What may not be concluded from it
    #[arg(long)]
    caution: Option<String>,
    /// A source (repeatable)
    #[arg(long, value_name = "ID")]
    source: Vec<String>,
    /// documented, general or doubtful
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(vocabulary::BASES))]
    basis: Option<String>,
    /// File name, made of country, year and name when left out
    #[arg(long)]
    id: Option<String>,
}

#[derive(Debug, Args)]
struct Calibre {
    /// Metric, without blanks: 7.62x54mmR
    #[arg(long)]
    id: Option<String>,
    /// As a report prints it: 7.62 × 54 mm R
    #[arg(long)]
    name: Option<String>,
    /// Class
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(vocabulary::CLASSES))]
    class: Option<String>,
    /// Year of adoption
    #[arg(long, value_name = "YEAR")]
    introduced: Option<i32>,
    /// Another spelling (repeatable)
    #[arg(long, value_name = "NAME")]
    alias: Vec<String>,
    /// documented, general or doubtful
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(vocabulary::BASES))]
    basis: Option<String>,
}

pub(super) fn run(new: &New) -> Outcome {
    if !new.dir.is_dir() {
        return Err(Failure::new(
            NO_INPUT,
            format!("{}: no such folder; name it with --dir", new.dir.display()),
        ));
    }
    let ask = Ask {
        person: io::stdin().is_terminal() && io::stderr().is_terminal(),
    };
    let stub = match &new.what {
        What::Producer(p) => producer(p, &ask)?,
        What::Source(s) => source(s, &ask)?,
        What::Event(e) => event(e, &ask)?,
        What::Calibre(c) => return calibre(c, &ask, &new.dir),
    };
    let path = files::place(&new.dir, &stub.path);
    write(&path, &stub)?;
    done(&path)
}

/// Asks a person; a script gets an empty text to fill in, which the check names.
struct Ask {
    person: bool,
}

impl Ask {
    fn text(&self, given: Option<&String>, question: &str) -> Result<String, Failure> {
        if let Some(given) = given {
            return Ok(given.clone());
        }
        if !self.person {
            return Ok(String::new());
        }
        let failed = |e: io::Error| Failure::new(INTERNAL, format!("cannot ask: {e}"));
        let mut stderr = io::stderr();
        write!(stderr, "{question}: ")
            .and_then(|()| stderr.flush())
            .map_err(failed)?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(failed)?;
        Ok(line.trim().to_owned())
    }

    fn list(&self, given: &[String], question: &str) -> Result<Vec<String>, Failure> {
        if !given.is_empty() || !self.person {
            return Ok(given.to_vec());
        }
        let line = self.text(None, &format!("{question} (separate several with commas)"))?;
        Ok(line
            .split(',')
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .collect())
    }

    fn word(
        &self,
        given: Option<&String>,
        question: &str,
        words: &[&str],
        otherwise: &str,
    ) -> Result<String, Failure> {
        let answer = self.text(given, &format!("{question} ({})", words.join(", ")))?;
        Ok(if answer.is_empty() {
            otherwise.to_owned()
        } else {
            answer
        })
    }
}

fn producer(p: &Producer, ask: &Ask) -> Result<Stub, Failure> {
    let country = ask.text(p.country.as_ref(), "ISO code of the country of today")?;
    if !(2..=3).contains(&country.len()) || !country.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Err(Failure::new(
            BAD_INPUT,
            "a producer needs its country: --country with the ISO code, e.g. RU",
        ));
    }
    let name = ask.text(p.name.as_ref(), "Name of the producer")?;
    if name.is_empty() && p.slug.is_none() {
        return Err(Failure::new(
            BAD_INPUT,
            "a producer needs a name: --name, or --slug for the file alone",
        ));
    }
    let sources = ask.list(&p.source, "Ids of the sources, if a document states it")?;
    let otherwise = if sources.is_empty() {
        "general"
    } else {
        "documented"
    };
    let basis = match &p.basis {
        Some(b) => b.clone(),
        None => otherwise.to_owned(),
    };
    let calibres = ask.list(&p.calibre, "Calibres it is known on")?;
    let mark = ask.text(p.mark.as_ref(), "The mark as stamped")?;
    let headstamp = ask.text(p.example.as_ref(), "A whole headstamp as an example")?;
    let year = match p.year {
        None if ask.person => {
            let answer = ask.text(None, "The year it shows (nothing when it shows none)")?;
            answer.parse().ok()
        }
        given => given,
    };
    Ok(stub::Producer {
        name,
        country,
        place: p.place.clone(),
        slug: p.slug.clone(),
        mark,
        calibres,
        // The way that nearly all producers write it; another one is a word to change.
        year_schemes: match (p.year_scheme.as_slice(), year) {
            ([], Some(year)) if headstamp.contains(&year.to_string()) => vec!["yyyy".to_owned()],
            ([], Some(_)) => vec!["yy".to_owned()],
            (given, _) => given.to_vec(),
        },
        headstamp,
        basis,
        sources,
        year,
    }
    .stub())
}

fn source(s: &Source, ask: &Ask) -> Result<Stub, Failure> {
    let title = ask.text(s.title.as_ref(), "Title")?;
    let publisher = ask.text(
        s.publisher.as_ref(),
        "Publisher, or the collection that holds the specimen",
    )?;
    if title.is_empty() && s.id.is_none() {
        return Err(Failure::new(
            BAD_INPUT,
            "a source needs a title: --title, or --id for the file alone",
        ));
    }
    Ok(stub::Source {
        id: s.id.clone(),
        title,
        author: s.author.clone(),
        publisher,
        year: s.year,
        url: s.url.clone(),
        grade: ask.word(s.grade.as_ref(), "Grade", vocabulary::GRADES, "")?,
        seen: ask.word(
            s.seen.as_ref(),
            "What was read of it",
            vocabulary::SEEN,
            "excerpt",
        )?,
    }
    .stub())
}

fn event(e: &Event, ask: &Ask) -> Result<Stub, Failure> {
    let name = ask.text(e.name.as_ref(), "Name of the event")?;
    if name.is_empty() && e.id.is_none() {
        return Err(Failure::new(
            BAD_INPUT,
            "an event needs a name: --name, or --id for the file alone",
        ));
    }
    let sources = ask.list(&e.source, "Ids of the sources")?;
    let otherwise = if sources.is_empty() {
        "general"
    } else {
        "documented"
    };
    Ok(stub::Event {
        id: e.id.clone(),
        name,
        kind: ask.word(e.kind.as_ref(), "What happened", vocabulary::KINDS, "")?,
        finding: ask.word(
            e.finding.as_ref(),
            "How firmly it is found",
            vocabulary::FINDINGS,
            "",
        )?,
        date: e.date.clone(),
        country: ask
            .text(e.country.as_ref(), "ISO code of the country")?
            .to_uppercase(),
        summary: ask.text(e.summary.as_ref(), "What is known and how, in your own words")?,
        caution: ask.text(e.caution.as_ref(), "What may not be concluded from it")?,
        sources,
        basis: e.basis.clone().unwrap_or_else(|| otherwise.to_owned()),
    }
    .stub())
}

/// A calibre is a row among others: it goes to the end of the table, and never over an existing one.
fn calibre(c: &Calibre, ask: &Ask, dir: &Path) -> Outcome {
    let id = ask.text(c.id.as_ref(), "Id, metric and without blanks")?;
    if id.is_empty() {
        return Err(Failure::new(
            BAD_INPUT,
            "a calibre needs an id: --id, e.g. 7.62x54mmR",
        ));
    }
    let row = stub::Calibre {
        name: ask.text(c.name.as_ref(), "Name as a report prints it")?,
        class: ask.word(c.class.as_ref(), "Class", vocabulary::CLASSES, "")?,
        introduced: c.introduced,
        aliases: ask.list(&c.alias, "Other spellings")?,
        basis: c.basis.clone().unwrap_or_else(|| "general".to_owned()),
        id: id.clone(),
    }
    .stub();
    let path = files::place(dir, &row.path);
    let old = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(Failure::new(NO_INPUT, format!("{}: {e}", path.display()))),
    };
    let Some(old) = format::format(&old, Table::Calibres) else {
        return Err(Failure::new(
            BAD_INPUT,
            format!("{} cannot be read; see `headstamp tables check`", path.display()),
        ));
    };
    if old.lines().any(|l| l.trim() == format!("id = \"{id}\"")) {
        return Err(Failure::new(
            BAD_INPUT,
            format!("{}: there is a calibre `{id}` already", path.display()),
        ));
    }
    std::fs::write(&path, format!("{old}\n{}", row.text))
        .map_err(|e| Failure::new(INTERNAL, format!("cannot write {}: {e}", path.display())))?;
    done(&path)
}

fn write(path: &Path, stub: &Stub) -> Result<(), Failure> {
    let failed = |e: io::Error| match e.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(
            BAD_INPUT,
            format!(
                "{} is there already; add a [[mark]] to it, or choose another name with --slug or --id",
                path.display()
            ),
        ),
        _ => Failure::new(INTERNAL, format!("cannot write {}: {e}", path.display())),
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(failed)?;
    file.write_all(stub.text.as_bytes()).map_err(failed)
}

fn done(path: &Path) -> Outcome {
    anstream::println!("{}", path.display());
    anstream::eprintln!("fill in what is empty, then run `headstamp tables check`");
    Ok(0)
}
