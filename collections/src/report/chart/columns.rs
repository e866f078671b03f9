//! Columns: one figure for each decade.

use maud::{Markup, html};

use crate::report::svg::{N, step};
use crate::report::words::Words;

/// One column.
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) value: u64,
    pub(crate) title: String,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 250.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 18.0;
const FOOT: f64 = 26.0;

pub(crate) fn columns(w: &Words, list: &[Column], axis: &str, says: &str) -> Markup {
    let top = list.iter().map(|c| c.value).max().unwrap_or(0).max(1) as f64;
    let each = (WIDTH - LEFT) / list.len().max(1) as f64;
    let plot = HEIGHT - TOP - FOOT;
    let y = |v: f64| TOP + plot * (1.0 - v / top);
    let step = step(top, 5.0);
    let lines = (0..=(top / step) as u32).map(|i| f64::from(i) * step);
    html! {
        svg.chart xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (N(WIDTH)) " " (N(HEIGHT)) } role="img" {
            title { (says) }
            @for v in lines {
                line.grid x1=(N(LEFT)) x2=(N(WIDTH)) y1=(N(y(v))) y2=(N(y(v))) {}
                text.axis.end x=(N(LEFT - 6.0)) y=(N(y(v) + 4.0)) { (w.n(v as u64)) }
            }
            text.axis x="0" y="10" { (axis) }
            @for (i, c) in list.iter().enumerate() {
                @let x = LEFT + each * i as f64;
                @let top = y(c.value as f64);
                rect.bar x=(N(x + each * 0.14)) y=(N(top)) width=(N(each * 0.72)) height=(N(TOP + plot - top)) {
                    title { (c.title) }
                }
                text.value x=(N(x + each / 2.0)) y=(N(top - 4.0)) { (w.n(c.value)) }
                text.axis.middle x=(N(x + each / 2.0)) y=(N(HEIGHT - 8.0)) { (c.name) }
            }
        }
    }
}
