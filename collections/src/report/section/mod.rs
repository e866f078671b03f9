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
    (p.step)("samples");
    let samples = analyse::samples(p.facts, &p.scope);
    (p.step)("producers");
    let producers = analyse::producers(p.facts, &p.scope);
    (p.step)("first records");
    let first = analyse::first_recorded(p.facts, &p.scope);
    (p.step)("diversion events");
    let events = analyse::events(p.facts, &p.scope);
    (p.step)("links");
    let links = analyse::links(p.facts, &p.scope, &analyse::LinkOptions::default());
    (p.step)("lags");
    let lag = analyse::lag(p.facts, &p.scope);
    let cutoff = p
        .options
        .cutoff
        .map(|day| analyse::cutoff(p.facts, &p.scope, day));
    let summary = summary::summary(p, &samples, &producers, &links, &events, cutoff.as_ref());
    (p.step)("specific samples");
    let specific = analyse::specific(p.facts, &p.scope, &analyse::SpecificOptions::default());
    let mut out = vec![origin::decades(p, &producers), origin::states(p, &producers)];
    out.push(time::timeline(p, &first));
    out.push(time::lag(p, &lag));
    out.extend(cutoff.as_ref().map(|c| time::cutoff(p, c)));
    out.extend(places::map(p));
    (p.step)("spread");
    out.push(places::spread(p, &events, &specific));
    out.push(places::specific(p, &specific));
    out.push(links::links(p, &links));
    (p.step)("alerts");
    out.push(alerts::alerts(p));
    out.push(events::events(p, &events));
    (p.step)("drawings");
    out.push(samples::samples(p, &samples));
    (p.step)("quality");
    out.push(about::quality(p)?);
    out.push(about::methods(p)?);
    out.push(about::sources(p, &producers, &events));
    Ok((summary, out))
}
