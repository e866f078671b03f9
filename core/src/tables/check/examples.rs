//! Every example is identified with the tables themselves: found first by its own producer, or in a tie that was
//! declared, with the year that was said.

use super::Context;
use crate::date::{Day, Span};
use crate::diagnostic::{Diagnostic, Severity};
use crate::identify::{Candidate, Identifier};
use crate::notation::Marking;
use crate::observation::Observation;
use crate::tables::source::{Example, MarkTable, ProducerFile};

/// Candidates closer than this are level.
const LEVEL: f64 = 0.02;
/// In a declared tie the own row may come second, but not far behind.
const BEHIND: f64 = 0.25;

pub(super) fn check(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    if !context.ready {
        return; // without its numbers the inference says nothing
    }
    let earlier = &*found;
    let producers: Vec<_> = context.producers.iter().collect();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = producers.len().div_ceil(threads).max(1);
    let new = std::thread::scope(|scope| {
        let parts: Vec<_> = producers
            .chunks(share)
            .map(|part| scope.spawn(move || some(context, part, earlier)))
            .collect();
        let mut all = Vec::new();
        for part in parts {
            match part.join() {
                Ok(list) => all.extend(list),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    found.extend(new);
}

/// The examples of some producers. Identifying is nearly all the work of a check, so it is shared among threads.
fn some(
    context: &Context<'_>,
    producers: &[(&String, &(usize, ProducerFile))],
    earlier: &[Diagnostic],
) -> Vec<Diagnostic> {
    let identifier = Identifier::new(context.tables);
    let mut found = Vec::new();
    for (id, (file, producer)) in producers {
        let Some(index) = context.producer(id) else {
            continue;
        };
        let path = context.files[*file].path;
        let mut errors: Vec<usize> = earlier
            .iter()
            .filter(|d| d.file == path)
            .filter_map(place)
            .collect();
        errors.sort_unstable();
        for (n, mark) in producer.mark.iter().enumerate() {
            let end = producer.mark.get(n + 1).map_or(usize::MAX, start);
            // A row with an error in it is mended first: its examples would only repeat that in other words.
            if errors.iter().any(|at| (start(mark)..end).contains(at)) {
                continue;
            }
            for example in &mark.example {
                let own = Own {
                    context,
                    path,
                    id,
                    index,
                    mark,
                    earlier,
                };
                own.example(&identifier, example, &mut found);
            }
        }
    }
    found
}

/// Where an error stands that makes a row useless: of form, of reference or of plausibility.
fn place(d: &Diagnostic) -> Option<usize> {
    let grave = d.severity == Severity::Error && matches!(&d.code[..3], "HS1" | "HS2" | "HS3");
    d.span.as_ref().filter(|_| grave).map(|s| s.start)
}

/// The first place of a row.
fn start(mark: &MarkTable) -> usize {
    let words = [&mark.text, &mark.none, &mark.state]
        .into_iter()
        .flatten()
        .chain([&mark.basis]);
    let layout = mark.layout.iter().flatten();
    words
        .chain(layout)
        .map(|w| w.span().start)
        .min()
        .unwrap_or_default()
}

struct Own<'c> {
    context: &'c Context<'c>,
    path: &'c str,
    id: &'c str,
    index: u32,
    mark: &'c MarkTable,
    earlier: &'c [Diagnostic],
}

impl Own<'_> {
    fn example(&self, identifier: &Identifier<'_>, example: &Example, found: &mut Vec<Diagnostic>) {
        let span = example.headstamp.span();
        let text = example.headstamp.get_ref();
        let marking = match Marking::parse(text) {
            Ok(m) => m,
            Err(e) => {
                found.push(
                    Diagnostic::error(
                        "HS405",
                        self.path,
                        Some(span),
                        format!("the example cannot be read: {e}"),
                    )
                    .help("write it as `headstamp identify` takes it"),
                );
                return;
            }
        };
        let mut observation = Observation::of(marking);
        if let Some(c) = &example.calibre {
            observation = observation.with_calibre(&self.context.tables, c.get_ref());
        }
        observation.recovered = example.recovered.as_deref().and_then(Day::parse_span);
        let inference = identifier.infer(&observation, &[]);
        let Some(own) = inference.candidates.iter().find(|c| c.producer == self.index) else {
            let first = inference.candidates.first().map(|c| self.name(c.producer));
            let said = first.map_or_else(|| "nothing is found".to_owned(), |n| format!("{n} is found"));
            found.push(
                Diagnostic::error("HS402", self.path, Some(span), format!("the example does not lead to {}", self.id))
                    .label(said)
                    .help("compare it with `text`, `calibres` and `years` of its mark; `headstamp explain` shows how it is read"),
            );
            return;
        };
        let ahead = inference.candidates.iter().filter(|c| c.producer != self.index);
        let mut rivals = ahead.filter(|c| c.probability + LEVEL > own.probability);
        if let Some(thief) = rivals.find(|c| !self.tie(c, own)) {
            if !self.collides(thief.producer) {
                found.push(self.stolen(span, thief, own));
            }
        } else if let Some(year) = &example.year {
            self.year(*year.get_ref(), year.span(), own, found);
        }
    }

    /// A rival may come first when the two marks are declared to be one, and the evidence does not tell them apart. A
    /// doubtful row is listed and never identified by: it is enough that it is listed.
    fn tie(&self, rival: &Candidate, own: &Candidate) -> bool {
        let doubtful = self.mark.basis.get_ref() == "doubtful";
        doubtful || (self.shared(rival.producer) && own.probability >= rival.probability * BEHIND)
    }

    /// Declared in this file, or in that of the other producer.
    fn shared(&self, other: u32) -> bool {
        let name = self.context.producer_id(other);
        self.mark.shared_with.iter().any(|w| w.get_ref() == name)
            || self
                .context
                .set
                .marks
                .iter()
                .any(|m| m.producer == other && m.shared_with.contains(&self.index))
    }

    /// That the two use one mark was reported already, at the mark itself.
    fn collides(&self, other: u32) -> bool {
        let Some((file, _)) = self.context.producers.get(self.context.producer_id(other)) else {
            return false;
        };
        let there = self.context.files[*file].path;
        self.earlier.iter().filter(|d| d.code == "HS404").any(|d| {
            let has = |path: &str| d.file == path || d.related.iter().any(|r| r.file == path);
            has(self.path) && has(there)
        })
    }

    fn stolen(&self, span: std::ops::Range<usize>, thief: &Candidate, own: &Candidate) -> Diagnostic {
        let name = self.name(thief.producer);
        let percent = |p: f64| format!("{:.0} %", p * 100.0);
        let message = if thief.probability > own.probability {
            format!(
                "the example is found as {name} first ({}, {} {})",
                percent(thief.probability),
                self.id,
                percent(own.probability)
            )
        } else {
            format!(
                "the example is found as {name} just as well ({}, {} {})",
                percent(thief.probability),
                self.id,
                percent(own.probability)
            )
        };
        let id = self.context.producer_id(thief.producer);
        let d = Diagnostic::error("HS401", self.path, Some(span), message)
            .label(format!("meant for {}", self.id))
            .help(format!("if both used the mark, write `shared_with = [\"{id}\"]`; if not, one of the two rows needs its calibres or years"));
        match self.context.producers.get(id) {
            Some((file, producer)) => {
                let text = self.mark.text.as_ref().map(|t| t.get_ref().as_str());
                let row = producer
                    .mark
                    .iter()
                    .find(|m| m.text.as_ref().map(|t| t.get_ref().as_str()) == text);
                let row = row.or(producer.mark.first());
                let place = row
                    .and_then(|m| m.text.as_ref().or(m.none.as_ref()))
                    .map_or(producer.name.span(), |w| w.span());
                d.related(self.context.files[*file].path, place, "this row takes it")
            }
            None => d,
        }
    }

    fn year(&self, year: i32, span: std::ops::Range<usize>, own: &Candidate, found: &mut Vec<Diagnostic>) {
        let wanted = Span::year(year);
        let best = own.years.first().map_or(0.0, |y| y.probability);
        if own
            .years
            .iter()
            .any(|y| y.span.meets(wanted) && y.probability + LEVEL >= best / 2.0)
        {
            return;
        }
        let read = own
            .years
            .first()
            .map_or_else(|| "no year is read".to_owned(), |y| format!("{} is read", y.span));
        found.push(
            Diagnostic::error(
                "HS403",
                self.path,
                Some(span),
                format!("the year of the example is not read as {year}"),
            )
            .label(read)
            .help("check `year_schemes` and `years` of the mark, and the calendar of the year"),
        );
    }

    fn name(&self, producer: u32) -> String {
        self.context
            .set
            .producers
            .get(producer as usize)
            .map_or_else(String::new, |p| format!("{} ({})", p.id, p.name))
    }
}
