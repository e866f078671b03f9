//! New rows for people to fill in. What is not given is left as an empty text, which the linter names.

use toml_edit::Value;

use super::check::slug;
use super::format::format;
use super::shape::Table;

/// A new file, or a row to be put at the end of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stub {
    /// Path below the tables folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A producer with one mark.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // the keys of the table
pub struct Producer {
    pub name: String,
    pub country: String,
    pub place: Option<String>,
    pub slug: Option<String>,
    pub mark: String,
    pub calibres: Vec<String>,
    pub year_schemes: Vec<String>,
    pub basis: String,
    pub sources: Vec<String>,
    pub headstamp: String,
    pub year: Option<i32>,
}

fn text(value: &str) -> String {
    Value::from(value).to_string()
}

fn list(values: &[String]) -> String {
    format!(
        "[{}]",
        values.iter().map(|v| text(v)).collect::<Vec<_>>().join(", ")
    )
}

impl Producer {
    /// `producers/<cc>/<slug>.toml`.
    #[must_use]
    pub fn stub(&self) -> Stub {
        let slug = self.slug.clone().unwrap_or_else(|| slug(&self.name));
        let path = format!("producers/{}/{slug}.toml", self.country.to_lowercase());
        let mut out = String::from("#:schema ../../../schemas/producer.schema.json\n");
        out += &format!("name = {}\n", text(&self.name));
        if let Some(place) = &self.place {
            out += &format!("place = {}\n", text(place));
        }
        out += &format!("country = {}\n\n[[mark]]\n", text(&self.country.to_uppercase()));
        out += &format!(
            "text = {}\ncalibres = {}\n",
            text(&self.mark),
            list(&self.calibres)
        );
        // An empty list would say that the mark comes without a year.
        if !self.year_schemes.is_empty() {
            out += &format!("year_schemes = {}\n", list(&self.year_schemes));
        }
        out += &format!("basis = {}\n", text(&self.basis));
        if self.basis == "documented" || !self.sources.is_empty() {
            out += &format!("sources = {}\n", list(&self.sources));
        }
        out += &format!("\n[[mark.example]]\nheadstamp = {}\n", text(&self.headstamp));
        if let Some(calibre) = self.calibres.first() {
            out += &format!("calibre = {}\n", text(calibre));
        }
        if let Some(year) = self.year {
            out += &format!("year = {year}\n");
        }
        Stub {
            path,
            text: format(&out, Table::Producer).unwrap_or(out),
        }
    }
}

/// A source.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Source {
    pub id: Option<String>,
    pub title: String,
    pub author: Option<String>,
    pub publisher: String,
    pub year: Option<i32>,
    pub url: Option<String>,
    pub grade: String,
    pub seen: String,
}

impl Source {
    /// `sources/<publisher>-<year>-<title>.toml`.
    #[must_use]
    pub fn stub(&self) -> Stub {
        let id = self.id.clone().unwrap_or_else(|| {
            let year = self.year.map(|y| y.to_string()).unwrap_or_default();
            let title: Vec<&str> = self.title.split_whitespace().take(5).collect();
            slug(&format!("{} {year} {}", self.publisher, title.join(" ")))
        });
        let mut out = format!(
            "#:schema ../../schemas/source.schema.json\ntitle = {}\n",
            text(&self.title)
        );
        for (key, value) in [
            ("author", &self.author),
            ("publisher", &Some(self.publisher.clone())),
        ] {
            if let Some(v) = value.as_ref().filter(|v| !v.is_empty()) {
                out += &format!("{key} = {}\n", text(v));
            }
        }
        if let Some(year) = self.year {
            out += &format!("year = {year}\n");
        }
        if let Some(url) = &self.url {
            out += &format!("url = {}\n", text(url));
        }
        out += &format!("grade = {}\nseen = {}\n", text(&self.grade), text(&self.seen));
        Stub {
            path: format!("sources/{id}.toml"),
            text: format(&out, Table::Source).unwrap_or(out),
        }
    }
}

/// An event.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Event {
    pub id: Option<String>,
    pub name: String,
    pub kind: String,
    pub finding: String,
    pub date: Option<String>,
    pub country: String,
    pub summary: String,
    pub caution: String,
    pub sources: Vec<String>,
    pub basis: String,
}

impl Event {
    /// `events/<cc>-<year>-<name>.toml`.
    #[must_use]
    pub fn stub(&self) -> Stub {
        let id = self.id.clone().unwrap_or_else(|| {
            let year = self.date.as_deref().and_then(|d| d.get(..4)).unwrap_or_default();
            slug(&format!("{} {year} {}", self.country, self.name))
        });
        let mut out = format!(
            "#:schema ../../schemas/event.schema.json\nname = {}\nkind = {}\nfinding = {}\n",
            text(&self.name),
            text(&self.kind),
            text(&self.finding)
        );
        if let Some(date) = &self.date {
            out += &format!("date = {{ from = {0}, to = {0} }}\n", text(date));
        }
        out += &format!(
            "country = {}\nsummary = {}\n",
            text(&self.country),
            text(&self.summary)
        );
        out += &format!(
            "caution = {}\nsources = {}\n",
            text(&self.caution),
            list(&self.sources)
        );
        out += &format!(
            "basis = {}\n\n[[captured]]\nitem = \"cartridge\"\ncalibres = []\n",
            text(&self.basis)
        );
        Stub {
            path: format!("events/{id}.toml"),
            text: format(&out, Table::Event).unwrap_or(out),
        }
    }
}

/// A calibre, a row of `calibres.toml`.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Calibre {
    pub id: String,
    pub name: String,
    pub class: String,
    pub introduced: Option<i32>,
    pub aliases: Vec<String>,
    pub basis: String,
}

impl Calibre {
    /// The row.
    #[must_use]
    pub fn stub(&self) -> Stub {
        let mut out = format!(
            "[[calibre]]\nid = {}\nname = {}\nclass = {}\n",
            text(&self.id),
            text(&self.name),
            text(&self.class)
        );
        if let Some(year) = self.introduced {
            out += &format!("introduced = {year}\n");
        }
        out += &format!(
            "aliases = {}\nbasis = {}\n",
            list(&self.aliases),
            text(&self.basis)
        );
        Stub {
            path: "calibres.toml".to_owned(),
            text: format(&out, Table::Calibres).unwrap_or(out),
        }
    }
}
