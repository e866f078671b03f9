//! A collection as analyses need it: read once, every text kept once, a row some dozen numbers.

use std::collections::HashMap;
use std::rc::Rc;

use headstamp_core::date::{Day, Span};
use rusqlite::Connection;

use super::sample::{self, SampleInfo};
use super::scope::WHO;
use crate::answer::{Answer, EventRef};
use crate::error::Error;
use crate::store::{Collection, Declaration, Source, all_answers, in_force, sources};

/// Nothing recorded.
pub(super) const NONE: u32 = u32::MAX;

/// Texts, each once.
#[derive(Default)]
pub(super) struct Words {
    list: Vec<Rc<str>>,
    known: HashMap<Rc<str>, u32>,
}

impl Words {
    fn add(&mut self, text: &str) -> u32 {
        if let Some(id) = self.known.get(text) {
            return *id;
        }
        let id = u32::try_from(self.list.len()).unwrap_or(NONE);
        let text: Rc<str> = Rc::from(text);
        self.list.push(Rc::clone(&text));
        self.known.insert(text, id);
        id
    }

    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.known.get(text).copied()
    }

    /// The text; none for [`NONE`].
    pub(super) fn get(&self, id: u32) -> Option<&str> {
        self.list.get(id as usize).map(AsRef::as_ref)
    }

    pub(super) fn owned(&self, id: u32) -> Option<String> {
        self.get(id).map(str::to_owned)
    }
}

/// A row, in numbers.
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) recovered: Option<Span>,
    pub(super) answer: u32,
    pub(super) quantity: u32,
    pub(super) place: u32,
    pub(super) incident: u32,
    pub(super) group: u32,
    pub(super) package: u32,
    pub(super) events: u32,
    pub(super) source: u32,
    pub(super) item: u16,
    pub(super) who: u8,
}

/// A place of recovery.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) place: u32,
    pub(super) region: u32,
    pub(super) country: u32,
    pub(super) at: Option<(f64, f64)>,
}

/// A distinct answer.
pub(super) struct AnswerFacts {
    pub(super) sample: u32,
    pub(super) status: String,
    pub(super) calibre: Option<String>,
    pub(super) producer: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) made: Option<Span>,
    pub(super) unknown: f64,
    /// Lot numbers read from the marks.
    pub(super) lots: Vec<String>,
    /// Calibres read from the marks.
    pub(super) stamped: Vec<String>,
}

/// A collection read for analysis.
pub struct Facts {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) head: String,
    pub(super) rows: Vec<Row>,
    pub(super) places: Vec<Place>,
    pub(super) answers: Vec<AnswerFacts>,
    pub(super) samples: Vec<SampleInfo>,
    pub(super) words: Words,
    pub(super) items: Vec<String>,
    pub(super) events: Vec<Vec<EventRef>>,
    pub(super) sources: Vec<Source>,
    pub(super) declarations: Vec<Declaration>,
    synthetic: bool,
}

const SYNTHETIC: &str =
    "SELECT EXISTS (SELECT 1 FROM collection WHERE key = 'title' AND value LIKE '%SYNTHETIC%')
    OR EXISTS (SELECT 1 FROM sources WHERE name LIKE '%SYNTHETIC%' OR note LIKE '%SYNTHETIC%')
    OR EXISTS (SELECT 1 FROM observations WHERE notes LIKE '%SYNTHETIC%')";

const QUERY: &str = "SELECT o.record_id, o.quantity, o.item, o.recovered_from, o.recovered_to, o.place, o.region, \
    o.country, o.latitude, o.longitude, o.incident, o.\"group\", o.package, o.fired_by, i.answer_id, i.events_id \
    FROM observations o LEFT JOIN identifications i ON i.record_id = o.record_id ORDER BY o.record_id";

/// Place, region, country and the bits of the coordinates.
type PlaceKey = (u32, u32, u32, Option<(u64, u64)>);

/// What is needed only while reading.
#[derive(Default)]
struct Reading {
    days: HashMap<String, Option<Day>>,
    places: HashMap<PlaceKey, u32>,
    answers: HashMap<i64, u32>,
    events: HashMap<i64, u32>,
}

impl Facts {
    /// Reads a collection.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(c: &Collection) -> Result<Self, Error> {
        Self::of(c.connection())
    }

    /// Reads what a connection sees: also what is not committed yet.
    pub(crate) fn of(db: &Connection) -> Result<Self, Error> {
        let text = |sql: &str| -> Result<String, Error> { Ok(db.query_row(sql, [], |r| r.get(0))?) };
        let (answers, samples, known) = answers(db)?;
        let mut facts = Self {
            id: text("SELECT value FROM collection WHERE key = 'id'")?,
            title: text("SELECT value FROM collection WHERE key = 'title'")?,
            head: text("SELECT lower(hex(hash)) FROM log ORDER BY seq DESC LIMIT 1")?,
            rows: Vec::new(),
            places: Vec::new(),
            answers,
            samples,
            words: Words::default(),
            items: Vec::new(),
            events: Vec::new(),
            sources: sources(db)?,
            declarations: in_force(db, None)?,
            synthetic: db.query_row(SYNTHETIC, [], |r| r.get(0))?,
        };
        let mut reading = Reading {
            answers: known,
            ..Reading::default()
        };
        facts.read_events(db, &mut reading)?;
        facts.read_rows(db, &mut reading)?;
        facts.read_sources(db)?;
        Ok(facts)
    }

    /// True when a row, a source or the title says SYNTHETIC: whatever is made of it must say so.
    #[must_use]
    pub fn synthetic(&self) -> bool {
        self.synthetic
    }

    fn read_events(&mut self, db: &Connection, reading: &mut Reading) -> Result<(), Error> {
        let mut query = db.prepare("SELECT id, json FROM event_sets ORDER BY id")?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            let json: String = r.get(1)?;
            reading
                .events
                .insert(r.get(0)?, u32::try_from(self.events.len()).unwrap_or(NONE));
            self.events.push(serde_json::from_str(&json)?);
        }
        Ok(())
    }

    fn read_rows(&mut self, db: &Connection, reading: &mut Reading) -> Result<(), Error> {
        let mut query = db.prepare(QUERY)?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            let text = |i: usize| -> Result<Option<&str>, Error> {
                r.get_ref(i)?
                    .as_str_or_null()
                    .map_err(|e| Error::damaged(e.to_string()))
            };
            let day = |reading: &mut Reading, i: usize| -> Result<Option<Day>, Error> {
                let Some(text) = text(i)? else { return Ok(None) };
                if let Some(day) = reading.days.get(text) {
                    return Ok(*day);
                }
                let day = Day::parse_span(text).map(|s| s.from);
                reading.days.insert(text.to_owned(), day);
                Ok(day)
            };
            let from = day(reading, 3)?;
            let to = day(reading, 4)?;
            let mut word = |i: usize| -> Result<u32, Error> {
                Ok(match text(i)? {
                    Some(t) => self.words.add(t),
                    None => NONE,
                })
            };
            let (place, region, country) = (word(5)?, word(6)?, word(7)?);
            let (incident, group, package) = (word(10)?, word(11)?, word(12)?);
            let at: Option<(f64, f64)> = r.get::<_, Option<f64>>(8)?.zip(r.get::<_, Option<f64>>(9)?);
            let next = u32::try_from(self.places.len()).unwrap_or(NONE);
            let key = (
                place,
                region,
                country,
                at.map(|(a, b)| (a.to_bits(), b.to_bits())),
            );
            let place = *reading.places.entry(key).or_insert_with(|| {
                self.places.push(Place {
                    place,
                    region,
                    country,
                    at,
                });
                next
            });
            let item = self.item(text(2)?.unwrap_or("case"));
            let who = text(13)?.unwrap_or(super::scope::NOT_RECORDED);
            let id = |map: &HashMap<i64, u32>, i: usize| -> Result<u32, Error> {
                let id: Option<i64> = r.get(i)?;
                Ok(id.and_then(|id| map.get(&id).copied()).unwrap_or(NONE))
            };
            self.rows.push(Row {
                id: r.get(0)?,
                recovered: from.zip(to).map(|(from, to)| Span { from, to }),
                answer: id(&reading.answers, 14)?,
                quantity: r.get(1)?,
                place,
                incident,
                group,
                package,
                events: id(&reading.events, 15)?,
                source: NONE,
                item,
                who: WHO.iter().position(|w| *w == who).map_or(3, |p| p as u8),
            });
        }
        Ok(())
    }

    fn item(&mut self, kind: &str) -> u16 {
        let at = self.items.iter().position(|k| k == kind).unwrap_or_else(|| {
            self.items.push(kind.to_owned());
            self.items.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// Which source each row is from. Records are numbered source after source, so the borders are looked for; reading
    /// the table would mean reading every cell ever recorded.
    fn read_sources(&mut self, db: &Connection) -> Result<(), Error> {
        let mut query = db.prepare("SELECT source_id FROM records WHERE id = ?1")?;
        let mut source = |row: Option<&Row>| -> Result<i64, Error> {
            Ok(match row {
                Some(row) => query.query_row([row.id], |r| r.get(0))?,
                None => i64::MAX,
            })
        };
        let mut at = 0;
        while at < self.rows.len() {
            let here = source(self.rows.get(at))?;
            let (mut low, mut high) = (at + 1, self.rows.len());
            while low < high {
                let middle = low + (high - low) / 2;
                if source(self.rows.get(middle))? == here {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            let id = u32::try_from(here).unwrap_or(NONE);
            for row in self.rows.get_mut(at..low).unwrap_or_default() {
                row.source = id;
            }
            at = low;
        }
        Ok(())
    }

    pub(super) fn place(&self, row: &Row) -> Place {
        self.places.get(row.place as usize).copied().unwrap_or(Place {
            place: NONE,
            region: NONE,
            country: NONE,
            at: None,
        })
    }

    pub(super) fn answer(&self, row: &Row) -> Option<&AnswerFacts> {
        self.answers.get(row.answer as usize)
    }

    /// Index of the sample of a row.
    pub(super) fn sample_of(&self, row: &Row) -> Option<u32> {
        self.answer(row).map(|a| a.sample)
    }

    pub(super) fn sample(&self, index: u32) -> Option<&SampleInfo> {
        self.samples.get(index as usize)
    }

    /// The collection has the sample.
    #[must_use]
    pub fn has_sample(&self, key: &str) -> bool {
        self.find_sample(key).is_some()
    }

    pub(super) fn find_sample(&self, key: &str) -> Option<u32> {
        let at = self.samples.iter().position(|s| s.key == key)?;
        u32::try_from(at).ok()
    }
}

type Answers = (Vec<AnswerFacts>, Vec<SampleInfo>, HashMap<i64, u32>);

fn answers(db: &Connection) -> Result<Answers, Error> {
    let mut facts = Vec::new();
    let mut samples: Vec<Vec<Rc<Answer>>> = Vec::new();
    let mut keys: HashMap<String, u32> = HashMap::new();
    let mut ids = HashMap::new();
    for a in all_answers(db)? {
        let next = u32::try_from(samples.len()).unwrap_or(NONE);
        let sample = *keys.entry(a.sample.clone()).or_insert(next);
        if sample == next {
            samples.push(Vec::new());
        }
        ids.insert(a.id, u32::try_from(facts.len()).unwrap_or(NONE));
        facts.push(answer_facts(&a, sample)?);
        if let Some(list) = samples.get_mut(sample as usize) {
            list.push(a);
        }
    }
    Ok((facts, samples.iter().map(|l| sample::over(l)).collect(), ids))
}

fn answer_facts(a: &Answer, sample: u32) -> Result<AnswerFacts, Error> {
    let (lots, stamped) = a.lots_and_calibres()?;
    Ok(AnswerFacts {
        sample,
        status: a.status.clone(),
        calibre: a.calibre.clone(),
        producer: a.producer.clone(),
        year: a.year,
        made: a.made,
        unknown: a.unknown_probability,
        lots,
        stamped,
    })
}
