//! Years that cannot be: swapped, in the future, outside the plant, the state or the calibre.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Context;
use super::walk::Field;
use crate::date::Day;
use crate::diagnostic::Diagnostic;
use crate::tables::shape::Shape;
use crate::tables::source::{Example, MarkTable, ProducerFile, Spanned, YearsClaim};

/// Trial cases come before adoption; the same allowance as the inference makes.
const TRIALS: i32 = 3;
/// Anything else is a year of another calendar, or not written in full.
const YEARS: std::ops::RangeInclusive<i64> = 1500..=2999;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let today = Day(context.set.as_of);
    for field in &context.fields {
        year(context, field, today.year(), found);
        future(context, field, today, found);
    }
    swapped(context, found);
    for (file, producer) in context.producers.values() {
        let path = context.files[*file].path;
        country(context, path, producer, found);
        for mark in &producer.mark {
            let row = Row {
                context,
                path,
                producer,
                mark,
            };
            row.against_plant(found);
            row.against_state(found);
            row.against_calibres(found);
            for example in &mark.example {
                row.example(example, found);
            }
        }
    }
}

fn year(context: &Context<'_>, field: &Field<'_>, today: i32, found: &mut Vec<Diagnostic>) {
    let (Shape::Year, Some(value)) = (field.shape, field.integer()) else {
        return;
    };
    let path = context.files[field.file].path;
    if !YEARS.contains(&value) {
        let hint = match value {
            0..=99 => format!("expected four digits, such as {}", 1900 + value),
            1200..=1499 => "a Hijri year? expected a Gregorian one".to_owned(),
            _ => "expected a Gregorian year of four digits".to_owned(),
        };
        found.push(
            Diagnostic::error("HS301", path, Some(field.span.clone()), format!("{value} is no Gregorian year"))
                .label(hint)
                .help("tables count in Gregorian years, whatever calendar the case uses; `year_schemes` says how it is stamped"),
        );
    } else if value > i64::from(today) {
        found.push(
            Diagnostic::error(
                "HS302",
                path,
                Some(field.span.clone()),
                format!("{value} is still to come"),
            )
            .label(format!("data.toml looks no further than {today}"))
            .help("leave `to` out for a use that goes on; correct the year if it is a slip"),
        );
    }
}

fn future(context: &Context<'_>, field: &Field<'_>, today: Day, found: &mut Vec<Diagnostic>) {
    let (Shape::Day, Some(text)) = (field.shape, field.text()) else {
        return;
    };
    if Day::parse_span(text).is_some_and(|s| s.from > today) {
        found.push(
            Diagnostic::error(
                "HS302",
                context.files[field.file].path,
                Some(field.span.clone()),
                format!("{text} is still to come"),
            )
            .label(format!("data.toml looks no further than {today}"))
            .help("correct the date"),
        );
    }
}

/// `from` and `to` of one table, wherever it stands.
fn swapped(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut starts: BTreeMap<usize, &Field<'_>> = BTreeMap::new();
    for field in context.fields.iter().filter(|f| f.key == "from") {
        starts.insert(field.row, field);
    }
    for to in context.fields.iter().filter(|f| f.key == "to") {
        let Some(from) = starts.get(&to.row) else { continue };
        let reversed = match (from.integer(), to.integer()) {
            (Some(a), Some(b)) => a > b,
            _ => match (days(from), days(to)) {
                (Some(a), Some(b)) => a.0 > b.1,
                _ => false,
            },
        };
        if reversed {
            found.push(
                Diagnostic::error(
                    "HS312",
                    context.files[to.file].path,
                    Some(to.span.clone()),
                    "`to` is earlier than `from`",
                )
                .label("ends before it starts")
                .related(context.files[from.file].path, from.span.clone(), "starts here")
                .help("swap the two, or leave `to` out if the end is unknown"),
            );
        }
    }
}

fn days(field: &Field<'_>) -> Option<(Day, Day)> {
    match field.value {
        toml::de::DeValue::Datetime(d) => {
            let d = d.date?;
            let day = Day::new(i32::from(d.year), d.month, d.day);
            Some((day, day))
        }
        toml::de::DeValue::Integer(_) => {
            let year = i32::try_from(field.integer()?).ok()?;
            Some((Day::new(year, 1, 1), Day::new(year, 12, 31)))
        }
        _ => Day::parse_span(field.text()?).map(|s| (s.from, s.to)),
    }
}

/// The country of a producer is one of today.
fn country(context: &Context<'_>, path: &str, producer: &ProducerFile, found: &mut Vec<Diagnostic>) {
    let Some(state) = context.state(producer.country.get_ref()) else {
        return;
    };
    let Some(end) = state.to.map(Day) else { return };
    let help = if state.successors.is_empty() {
        "`country` is where the plant stands today; the state of its time belongs to the mark, as `state`"
            .to_owned()
    } else {
        format!(
            "where does the plant stand today: {}? The state of its time belongs to the mark, as `state`",
            state.successors.join(", ")
        )
    };
    found.push(
        Diagnostic::error(
            "HS309",
            path,
            Some(producer.country.span()),
            format!("{} is no state of today", state.name),
        )
        .label(format!("ended on {end}"))
        .help(help),
    );
}

/// A year and where it stands.
type Bound = Option<(i32, Range<usize>)>;

struct Row<'c> {
    context: &'c Context<'c>,
    path: &'c str,
    producer: &'c ProducerFile,
    mark: &'c MarkTable,
}

impl Row<'_> {
    fn bounds(years: Option<&YearsClaim>) -> (Bound, Bound) {
        // What is no year at all is reported as that and nothing more.
        let get = |y: &Option<Spanned<i32>>| {
            y.as_ref()
                .filter(|v| YEARS.contains(&i64::from(*v.get_ref())))
                .map(|v| (*v.get_ref(), v.span()))
        };
        years.map_or((None, None), |y| (get(&y.from), get(&y.to)))
    }

    /// A mark cannot be used before its plant stood or after it closed.
    fn against_plant(&self, found: &mut Vec<Diagnostic>) {
        let (from, to) = Self::bounds(self.mark.years.as_ref());
        let (built, closed) = Self::bounds(self.producer.exists.as_ref());
        if let (Some((built, at)), Some((year, span))) = (&built, &from)
            && year < built
        {
            found.push(self.outside(
                span,
                format!("the mark is older than the plant ({year}, {built})"),
                at,
                "the plant begins here",
            ));
        }
        if let (Some((closed, at)), Some((year, span))) = (&closed, &to)
            && year > closed
        {
            found.push(self.outside(
                span,
                format!("the mark is used after the plant ({year}, {closed})"),
                at,
                "the plant ends here",
            ));
        }
        if let (Some((closed, at)), Some((year, span))) = (&closed, &from)
            && year > closed
        {
            found.push(self.outside(
                span,
                format!("the mark begins after the plant ends ({year}, {closed})"),
                at,
                "the plant ends here",
            ));
        }
    }

    fn outside(&self, span: &Range<usize>, message: String, at: &Range<usize>, there: &str) -> Diagnostic {
        Diagnostic::error("HS303", self.path, Some(span.clone()), message)
            .label("outside the life of the plant")
            .related(self.path, at.clone(), there)
            .help("correct one of the two, or leave the less certain one out")
    }

    /// The years of a mark and the state named with it must meet.
    fn against_state(&self, found: &mut Vec<Diagnostic>) {
        let Some(word) = &self.mark.state else { return };
        let Some(state) = self.context.state(word.get_ref()) else {
            return;
        };
        let year_of = |d: Option<i32>| d.map(|d| Day(d).year());
        let (from, to) = Self::bounds(self.mark.years.as_ref());
        let error = |span: &Range<usize>, message: String| {
            Diagnostic::error("HS304", self.path, Some(span.clone()), message)
                .label("not in the time of the state")
                .related(self.path, word.span(), "the state at the time")
                .help("`state` is the state in which the plant stood when it used the mark; leave it out for `country`")
        };
        if let (Some(end), Some((year, span))) = (year_of(state.to), &from)
            && *year > end
        {
            found.push(error(
                span,
                format!("{} ended in {end}, the mark begins in {year}", state.name),
            ));
        }
        if let (Some(begin), Some((year, span))) = (year_of(state.from), &to)
            && *year < begin
        {
            found.push(error(
                span,
                format!("{} began in {begin}, the mark ends in {year}", state.name),
            ));
        }
    }

    /// A calibre that came after the mark went out of use cannot carry it.
    fn against_calibres(&self, found: &mut Vec<Diagnostic>) {
        let (_, Some((year, span))) = Self::bounds(self.mark.years.as_ref()) else {
            return;
        };
        for word in self.mark.calibres.iter().flat_map(|c| &c.value) {
            let Some(calibre) = self.context.calibre(word.get_ref()) else {
                continue;
            };
            let Some(introduced) = calibre.introduced else {
                continue;
            };
            if year < introduced - TRIALS {
                found.push(
                    Diagnostic::error(
                        "HS305",
                        self.path,
                        Some(word.span()),
                        format!("{} came in {introduced}, after the mark", calibre.name),
                    )
                    .label("younger than the use of the mark")
                    .related(self.path, span.clone(), "the use ends here")
                    .help("correct the year or the calibre; `introduced` stands in calibres.toml"),
                );
            }
        }
    }

    fn example(&self, example: &Example, found: &mut Vec<Diagnostic>) {
        let calibre = example.calibre.as_ref();
        if let (Some(year), Some(c)) = (&example.year, calibre)
            && let Some(row) = self.context.calibre(c.get_ref())
            && let Some(introduced) = row.introduced
            && *year.get_ref() < introduced - TRIALS
        {
            found.push(
                Diagnostic::error(
                    "HS306",
                    self.path,
                    Some(year.span()),
                    format!("the example is older than its calibre ({introduced})"),
                )
                .label("no case of this calibre can show it")
                .related(self.path, c.span(), format!("{} came in {introduced}", row.name))
                .help("correct the year or the calibre"),
            );
        }
        if let (Some(year), Some(years)) = (&example.year, &self.mark.years) {
            self.example_year(*year.get_ref(), &year.span(), years, found);
        }
        if let (Some(c), Some(list)) = (calibre, &self.mark.calibres)
            && let Some(index) = self.context.tables.calibre_by_name(c.get_ref())
            && !list.value.is_empty()
            && list
                .value
                .iter()
                .all(|w| self.context.tables.calibre_by_name(w.get_ref()).is_some())
            && !list
                .value
                .iter()
                .any(|w| self.context.tables.calibre_by_name(w.get_ref()) == Some(index))
        {
            found.push(
                Diagnostic::error(
                    "HS308",
                    self.path,
                    Some(c.span()),
                    "the calibre of the example is not one of the mark",
                )
                .label("not listed")
                .related(
                    self.path,
                    list.value[0].span().start..list.value[list.value.len() - 1].span().end,
                    "the calibres of the mark",
                )
                .help("add it to `calibres` of the mark, or choose an example in one of them"),
            );
        }
        if let (Some(text), Some(year)) = (&example.recovered, &example.year)
            && Day::parse_span(text).is_some_and(|s| s.to.year() < *year.get_ref())
        {
            found.push(
                Diagnostic::error(
                    "HS311",
                    self.path,
                    Some(year.span()),
                    "the example was recovered before it was made",
                )
                .label(format!("recovered {text}"))
                .help("correct one of the two"),
            );
        }
    }

    fn example_year(&self, year: i32, span: &Range<usize>, years: &YearsClaim, found: &mut Vec<Diagnostic>) {
        let firm = years.limit.as_ref().is_some_and(|l| l.get_ref() == "firm");
        let (from, to) = Self::bounds(Some(years));
        let before = from.filter(|(y, _)| year < *y);
        let after = to.filter(|(y, _)| year > *y);
        if let (true, Some((bound, at))) = (firm, before.or(after)) {
            found.push(
                Diagnostic::error(
                    "HS307",
                    self.path,
                    Some(span.clone()),
                    format!("the example lies outside the firm years of its mark ({bound})"),
                )
                .label("ruled out by the row itself")
                .related(self.path, at, "the bound")
                .help("correct the year, or write `limit = \"soft\"` when the bound is not firm"),
            );
        }
    }
}
