//! Observations as plugins are asked about them, and what plugins say as core weighs it.
//!
//! Core knows no plugins, and a plugin links no core: this crate stands between the two.

use headstamp_core::identification::Reading;
use headstamp_core::identify::{Identifier, Inference};
use headstamp_core::leads::Lead;
use headstamp_core::notation::{Mark, Marking};
use headstamp_core::observation::{Clue, Observation, Support};
use headstamp_core::render::Detail;
use headstamp_core::tables::Tables;
use headstamp_core::tables::key::mark_key;
use headstamp_plugin_api::wire;

/// Producers less probable than this are not shown to plugins that look for events.
const LEAST_PROBABLE: f64 = 0.01;

/// How a decoder begins a value when it says what a mark may be, and not that it is. Such a lot ties no item to an event.
const UNDETERMINED: &str = "undetermined: ";

/// An observation as a `read` request has it. Ids are given by the host.
#[must_use]
pub fn item(tables: &Tables<'_>, o: &Observation) -> wire::Item {
    let symbol = |name: &str| tables.symbol(name).map(str::to_owned);
    let mark = |(index, m): (usize, &Mark)| wire::ItemMark {
        index: u32::try_from(index).unwrap_or(u32::MAX),
        text: m.text(),
        folded: mark_key(std::slice::from_ref(m), &symbol).text.into(),
        position: m.position.map(|p| p.to_string()),
        enclosure: m.enclosure.map(|e| e.name().to_owned()),
    };
    wire::Item {
        marking: o.marking.recorded().to_owned(),
        marks: o.marking.marks().iter().enumerate().map(mark).collect(),
        calibre: o.calibre.map(|c| tables.calibre_id(c).to_owned()),
        item: o.item.clone(),
        ..wire::Item::default()
    }
}

/// The same with what it may be, as a `match` request has it.
#[must_use]
pub fn with_samples(
    identifier: &Identifier<'_>,
    item: wire::Item,
    (o, clues, inference): (&Observation, &[Clue], &Inference),
    lang: &str,
) -> wire::Item {
    let detail = Detail {
        lang,
        evidence: false,
    };
    let answer = identifier.answer(o, clues, inference, detail);
    let samples = answer
        .candidates
        .iter()
        .zip(&inference.candidates)
        .filter(|(c, _)| c.probability >= LEAST_PROBABLE)
        .map(|(c, weighed)| {
            let span = |y: &headstamp_core::identify::YearShare| {
                let (from, to) = y.span.touched();
                wire::YearSpan {
                    from,
                    to,
                    probability: y.probability,
                }
            };
            let states = c.producer.state.iter().cloned();
            wire::Sample {
                calibre: c.calibre.clone(),
                producer: c.producer.id.clone(),
                country: c.producer.country.clone(),
                states: states.chain([c.producer.country.clone()]).collect(),
                mark: folded_mark(&identifier.tables(), &c.readings),
                years: weighed.years.iter().map(span).collect(),
                probability: c.probability,
            }
        })
        .collect();
    let lots = answer
        .decoded
        .iter()
        .filter(|d| d.field == "lot" && d.basis != "doubtful" && !d.value.starts_with(UNDETERMINED))
        .map(|d| d.value.clone())
        .collect();
    wire::Item {
        samples,
        lots,
        ..item
    }
}

fn folded_mark(tables: &Tables<'_>, readings: &[Reading]) -> Option<String> {
    let symbol = |name: &str| tables.symbol(name).map(str::to_owned);
    let text = &readings.iter().find(|r| r.role == "producer")?.r#as;
    let marking = Marking::parse(text).ok()?;
    Some(mark_key(marking.marks(), &symbol).text.into())
}

/// What a plugin says, as core weighs it.
#[must_use]
pub fn clue(plugin: &str, c: wire::Clue) -> Option<Clue> {
    let marks = c.marks.iter().map(|m| usize::try_from(*m));
    Some(Clue {
        marks: marks.collect::<Result<_, _>>().ok()?,
        role: c.role,
        value: c.value,
        support: match c.support {
            wire::Support::Favours => Support::Favours,
            wire::Support::Against => Support::Against,
            wire::Support::Excludes => Support::Excludes,
        },
        rule: c.rule,
        says: c.says,
        sources: c.sources,
        documented: c.basis == "documented",
        doubtful: c.basis == "doubtful",
        states: c.states,
        by: format!("plugin:{plugin}"),
    })
}

/// A lead as core applies it to a recovery.
#[must_use]
pub fn lead(plugin: &str, l: wire::Lead) -> Lead {
    let reasons = l.reasons.into_iter().map(|r| r.says);
    Lead {
        event: l.event,
        relation: l.relation,
        reasons: reasons.filter(|s| !s.is_empty()).collect(),
        not_before: l.conditions.not_before,
        theatre: l.conditions.theatre,
        marker_until: l.conditions.marker_until,
        sources: l.sources,
        by: format!("plugin:{plugin}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lots(clues: &[wire::Clue]) -> Vec<String> {
        let tables = Tables::open(headstamp_reference_data::TABLES).unwrap();
        let identifier = Identifier::new(tables);
        let o = Observation::of(Marking::parse("CBC 9MM UZX18").unwrap());
        let clues: Vec<Clue> = clues.iter().filter_map(|c| clue("test", c.clone())).collect();
        let inference = identifier.infer(&o, &clues);
        with_samples(&identifier, item(&tables, &o), (&o, &clues, &inference), "en").lots
    }

    fn lot(value: &str) -> wire::Clue {
        wire::Clue::of("lot", value, [2]).rule("lot", "A lot.")
    }

    #[test]
    fn only_lots_that_were_read_are_compared_with_events() {
        assert_eq!(lots(&[lot("UZX18")]), ["UZX18"]);
        assert_eq!(lots(&[lot("UZZ18").doubtful()]), Vec::<String>::new());
        assert_eq!(
            lots(&[lot("undetermined: UZX18, a lot or a year")]),
            Vec::<String>::new()
        );
    }
}
