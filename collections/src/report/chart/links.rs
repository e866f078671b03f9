//! Incidents by day and region, with a line for each link: where an incident stands says when and where it was, and
//! nothing is placed by how it is linked.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::analyse::{Link, LinkEnd};
use crate::report::svg::N;
use crate::report::year_of;

const WIDTH: f64 = 720.0;
const LEFT: f64 = 118.0;
const LANE: f64 = 44.0;
const TOP: f64 = 14.0;

/// The incidents of the links.
pub(crate) fn links(list: &[Link], no_region: &str, says: &str) -> Option<Markup> {
    let mut ends: BTreeMap<&str, &LinkEnd> = BTreeMap::new();
    for end in list.iter().flat_map(|l| [&l.a, &l.b]) {
        if end.recovered.is_some() {
            ends.insert(&end.incident, end);
        }
    }
    let day = |e: &LinkEnd| e.recovered.map(|r| year_of(r.from.0));
    let first = ends
        .values()
        .filter_map(|e| day(e))
        .min_by(f64::total_cmp)?
        .floor();
    let last = ends
        .values()
        .filter_map(|e| day(e))
        .max_by(f64::total_cmp)?
        .floor()
        + 1.0;
    let mut lanes: BTreeMap<&str, usize> = ends
        .values()
        .map(|e| (e.region.as_deref().unwrap_or(no_region), 0))
        .collect();
    for (i, lane) in lanes.values_mut().enumerate() {
        *lane = i;
    }
    let height = TOP + LANE * lanes.len() as f64 + 24.0;
    let x =
        |e: &LinkEnd| LEFT + 8.0 + (WIDTH - LEFT - 20.0) * (day(e).unwrap_or(first) - first) / (last - first);
    let y = |e: &LinkEnd| {
        let lane = lanes
            .get(e.region.as_deref().unwrap_or(no_region))
            .copied()
            .unwrap_or(0);
        TOP + LANE * (lane as f64 + 0.5)
    };
    let years = (0..(last - first) as u32).map(|i| first + f64::from(i));
    let years_x = |v: f64| LEFT + 8.0 + (WIDTH - LEFT - 20.0) * (v - first) / (last - first);
    let every = ((last - first) / 12.0).ceil().max(1.0) as u32;
    Some(html! {
        svg.chart xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (N(WIDTH)) " " (N(height)) } role="img" {
            title { (says) }
            @for (name, lane) in &lanes {
                @let y = TOP + LANE * (*lane as f64 + 0.5);
                line.grid x1=(N(LEFT)) x2=(N(WIDTH)) y1=(N(y)) y2=(N(y)) {}
                text.axis.end x=(N(LEFT - 6.0)) y=(N(y + 4.0)) { (name) }
            }
            @for (i, v) in years.enumerate() {
                line.grid x1=(N(years_x(v))) x2=(N(years_x(v))) y1=(N(TOP)) y2=(N(height - 20.0)) {}
                @if (i as u32).is_multiple_of(every) {
                    text.axis x=(N(years_x(v) + 3.0)) y=(N(height - 6.0)) { (N(v)) }
                }
            }
            @for link in list.iter().filter(|l| l.a.recovered.is_some() && l.b.recovered.is_some()) {
                @let (ax, ay, bx, by) = (x(&link.a), y(&link.a), x(&link.b), y(&link.b));
                // A link inside a lane is an arc, so that it does not run along the line of the lane.
                @let bow = if (ay - by).abs() < 1.0 { LANE * 0.7 } else { 0.0 };
                path class={ "link " (link.grade) } d={
                    "M" (N(ax)) " " (N(ay)) "Q" (N(f64::midpoint(ax, bx))) " " (N(f64::midpoint(ay, by) - bow)) " "
                    (N(bx)) " " (N(by))
                } {
                    title {
                        (link.a.incident) " – " (link.b.incident)
                        @for s in &link.shared { " · " (s.sample.key) }
                    }
                }
            }
            @for end in ends.values() {
                circle.incident cx=(N(x(end))) cy=(N(y(end))) r="3.6" {
                    title {
                        (end.incident)
                        @if let Some(r) = end.recovered { " · " (r) }
                        @if let Some(p) = &end.place { " · " (p) }
                    }
                }
            }
        }
    })
}
