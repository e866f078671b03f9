//! Diversion events as the host's table has them. Fields that are not compared are left out.

use serde::Deserialize;

/// One event.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) finding: String,
    pub(crate) alleged_by: String,
    pub(crate) date: Option<Dates>,
    pub(crate) place: String,
    pub(crate) theatre: Vec<String>,
    pub(crate) from_holder: String,
    pub(crate) to_holder: String,
    pub(crate) caution: String,
    pub(crate) sources: Vec<String>,
    /// What changed hands.
    pub(crate) captured: Vec<Materiel>,
    /// What was merely seen with the holder.
    pub(crate) seen_with: Vec<Materiel>,
    pub(crate) marker: Option<Marker>,
    pub(crate) recorded: Vec<Recorded>,
}

/// When it took place: days, months or years.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Dates {
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

/// One line of materiel. Empty means: the event does not state it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Materiel {
    pub(crate) item: String,
    pub(crate) calibres: Vec<String>,
    pub(crate) countries: Vec<String>,
    pub(crate) producers: Vec<String>,
    pub(crate) marks: Vec<String>,
    pub(crate) years: Option<Years>,
    pub(crate) lots: Vec<String>,
}

/// Years of production, both inclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Years {
    pub(crate) from: Option<i32>,
    pub(crate) to: Option<i32>,
}

/// A sample that pointed to the event for a time.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Marker {
    pub(crate) until: Option<i32>,
    pub(crate) why: String,
}

/// When the stock was met.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Recorded {
    pub(crate) on: String,
}

/// Whether a line tells what changed hands or what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Captured,
    SeenWith,
}

impl Event {
    /// All lines, what changed hands first.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (Part, &Materiel)> {
        let captured = self.captured.iter().map(|line| (Part::Captured, line));
        captured.chain(self.seen_with.iter().map(|line| (Part::SeenWith, line)))
    }

    /// Day before which an item cannot come from the event.
    pub(crate) fn first_day(&self) -> Option<String> {
        let from = self.date.as_ref()?.from.as_deref()?;
        let day = match from.len() {
            4 => format!("{from}-01-01"),
            7 => format!("{from}-01"),
            _ => from.to_owned(),
        };
        is_day(&day).then_some(day)
    }

    /// Last year in which an item of this part can have been made. What was seen may have been seen later as well.
    pub(crate) fn last_year(&self, part: Part) -> Option<i32> {
        let end = year_of(self.date.as_ref()?.to.as_deref()?)?;
        let seen = self
            .recorded
            .iter()
            .filter_map(|record| year_of(&record.on))
            .max();
        Some(match part {
            Part::Captured => end,
            Part::SeenWith => seen.map_or(end, |seen| seen.max(end)),
        })
    }
}

impl Materiel {
    /// First and last year of production, unless both are open.
    pub(crate) fn period(&self) -> Option<(i32, i32)> {
        let Years { from, to } = self.years.filter(|years| *years != Years::default())?;
        Some((from.unwrap_or(i32::MIN), to.unwrap_or(i32::MAX)))
    }
}

fn year_of(date: &str) -> Option<i32> {
    date.get(..4)?.parse().ok()
}

/// `YYYY-MM-DD`, which is all that the wire accepts.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dated(from: &str, to: &str) -> Event {
        let date = Dates {
            from: Some(from.to_owned()),
            to: Some(to.to_owned()),
        };
        Event {
            date: Some(date),
            ..Event::default()
        }
    }

    #[test]
    fn first_days() {
        for (from, day) in [
            ("2016-08-01", Some("2016-08-01")),
            ("2016-08", Some("2016-08-01")),
            ("2016", Some("2016-01-01")),
        ] {
            assert_eq!(dated(from, "").first_day().as_deref(), day, "{from}");
        }
        for from in ["", "about 2016", "2016-8-1", "Aug 2016 x"] {
            assert_eq!(dated(from, "").first_day(), None, "{from}");
        }
        assert_eq!(Event::default().first_day(), None);
    }

    #[test]
    fn last_years() {
        let mut event = dated("2011", "2011-03-31");
        assert_eq!(event.last_year(Part::Captured), Some(2011));
        event.recorded.push(Recorded {
            on: "2013-05".to_owned(),
        });
        assert_eq!(event.last_year(Part::Captured), Some(2011));
        assert_eq!(event.last_year(Part::SeenWith), Some(2013));
        assert_eq!(Event::default().last_year(Part::SeenWith), None);
    }
}
