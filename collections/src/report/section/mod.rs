//! The parts of the page, in their order.

mod about;
mod alerts;
mod events;
mod links;
mod origin;
mod places;
mod samples;
mod summary;
mod time;

use maud::Markup;

use crate::analyse;
use crate::error::Error;

use super::{Page, Section};

/// The summary and all sections.
pub(super) fn all(p: &Page<'_>) -> Result<(Markup, Vec<Section>), Error> {
    let samples = analyse::samples(p.facts, &p.scope);
    let producers = analyse::producers(p.facts, &p.scope);
    let first = analyse::first_recorded(p.facts, &p.scope);
    let events = analyse::events(p.facts, &p.scope);
    let links = analyse::links(p.facts, &p.scope, &analyse::LinkOptions::default());
    let lag = analyse::lag(p.facts, &p.scope);
    let cutoff = p
        .options
        .cutoff
        .map(|day| analyse::cutoff(p.facts, &p.scope, day));
    let summary = summary::summary(p, &samples, &producers, &links, &events, cutoff.as_ref());
    let specific = analyse::specific(p.facts, &p.scope, &analyse::SpecificOptions::default());
    let mut out = vec![origin::decades(p, &producers), origin::states(p, &producers)];
    out.push(time::timeline(p, &first));
    out.push(time::lag(p, &lag));
    out.extend(cutoff.as_ref().map(|c| time::cutoff(p, c)));
    out.extend(places::map(p));
    out.push(places::spread(p, &events, &specific));
    out.push(places::specific(p, &specific));
    out.push(links::links(p, &links));
    out.push(alerts::alerts(p));
    out.push(events::events(p, &events));
    out.push(samples::samples(p, &samples));
    out.push(about::quality(p)?);
    out.push(about::methods(p)?);
    out.push(about::sources(p, &producers, &events));
    Ok((summary, out))
}
