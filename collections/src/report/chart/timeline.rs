//! First recovery of each sample against its year of production.

use maud::{Markup, html};

use crate::report::svg::N;

/// A sample.
pub(crate) struct Mark {
    /// Day of the first recovery, as a year with its part.
    pub(crate) recovered: f64,
    /// Year of production.
    pub(crate) made: i32,
    pub(crate) class: &'static str,
    pub(crate) title: String,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 22.0;
const FOOT: f64 = 40.0;

/// `cutoff`: a year (with its part) above which production is after a day of interest.
pub(crate) fn timeline(marks: &[Mark], cutoff: Option<f64>, words: [&str; 4]) -> Option<Markup> {
    let [across, up, diagonal, after] = words;
    let first = marks.iter().map(|m| m.recovered).min_by(f64::total_cmp)?.floor();
    let last = marks.iter().map(|m| m.recovered).max_by(f64::total_cmp)?.floor() + 1.0;
    let oldest = f64::from(marks.iter().map(|m| m.made).min()?.div_euclid(10) * 10);
    let newest = f64::from(marks.iter().map(|m| m.made).max()?.div_euclid(10) * 10 + 10).max(last);
    let x = |v: f64| LEFT + (WIDTH - LEFT - 8.0) * (v - first) / (last - first);
    let y = |v: f64| TOP + (HEIGHT - TOP - FOOT) * (newest - v) / (newest - oldest);
    let years = (0..=(last - first) as u32).map(|i| first + f64::from(i));
    let every = ((last - first) / 12.0).ceil().max(1.0) as u32;
    let decades = (0..=((newest - oldest) / 10.0) as u32).map(|i| oldest + 10.0 * f64::from(i));
    let within = cutoff.filter(|c| (oldest..=newest).contains(c));
    Some(html! {
        svg.chart xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (N(WIDTH)) " " (N(HEIGHT)) } role="img" {
            title { (up) " / " (across) }
            @for d in decades {
                line.grid x1=(N(LEFT)) x2=(N(WIDTH - 8.0)) y1=(N(y(d))) y2=(N(y(d))) {}
                text.axis.end x=(N(LEFT - 6.0)) y=(N(y(d) + 4.0)) { (N(d)) }
            }
            @for (i, v) in years.enumerate() {
                line.grid x1=(N(x(v))) x2=(N(x(v))) y1=(N(TOP)) y2=(N(HEIGHT - FOOT)) {}
                @if (i as u32).is_multiple_of(every) && v < last {
                    text.axis x=(N(x(v) + 3.0)) y=(N(HEIGHT - FOOT + 14.0)) { (N(v)) }
                }
            }
            line.edge x1=(N(x(first))) y1=(N(y(first))) x2=(N(x(last))) y2=(N(y(last))) { title { (diagonal) } }
            @if let Some(c) = within {
                line.cutoff x1=(N(LEFT)) x2=(N(WIDTH - 8.0)) y1=(N(y(c))) y2=(N(y(c))) {}
                text.cutoff.end x=(N(WIDTH - 12.0)) y=(N(y(c) + 12.0)) { (after) }
            }
            @for m in marks {
                circle class=(m.class) cx=(N(x(m.recovered))) cy=(N(y(f64::from(m.made) + 0.5))) r="2.6" {
                    title { (m.title) }
                }
            }
            text.axis x="0" y="10" { (up) }
            text.axis.end x=(N(WIDTH - 8.0)) y=(N(HEIGHT - 6.0)) { (across) }
        }
    })
}
