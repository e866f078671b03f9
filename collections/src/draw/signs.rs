//! Drawn signs by their id in the tables. A sign without a drawing of its own is a dashed box with its name: a wrong
//! picture would be worse than none.

use maud::{Markup, html};

use super::N;

/// A sign in a square of `size` around a point.
pub(super) fn symbol(id: &str, x: f64, y: f64, size: f64) -> Markup {
    let r = size * 0.42;
    if let Some((path, filled)) = path(id) {
        let fill = if filled { "#1d1a12" } else { "none" };
        return html! {
            path transform={ "translate(" (N(x)) " " (N(y)) ") scale(" (N(r)) ")" } d=(path) fill=(fill)
                stroke="#1d1a12" stroke-width="0.12" stroke-linejoin="round" stroke-linecap="round"
                fill-rule="evenodd" {}
        };
    }
    let font = (size * 1.3 / id.chars().count().max(3) as f64).clamp(3.0, 9.0);
    html! {
        rect x=(N(x - r)) y=(N(y - r)) width=(N(2.0 * r)) height=(N(2.0 * r)) fill="none" stroke="#6b5a2c"
            stroke-width="1" stroke-dasharray="3 2" {}
        text x=(N(x)) y=(N(y + font * 0.36)) font-size=(N(font)) text-anchor="middle" font-weight="400" { (id) }
    }
}

/// A sign that was seen and not recognised.
pub(super) fn unknown(x: f64, y: f64, size: f64) -> Markup {
    let r = size * 0.42;
    html! {
        circle cx=(N(x)) cy=(N(y)) r=(N(r)) fill="none" stroke="#6b5a2c" stroke-width="1" stroke-dasharray="3 2" {}
        text x=(N(x)) y=(N(y + r * 0.5)) font-size=(N(r * 1.3)) text-anchor="middle" fill="#6b5a2c" { "?" }
    }
}

const CIRCLE: &str = "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z";

/// The outline in a square from -1 to 1, and whether it is filled.
fn path(id: &str) -> Option<(&'static str, bool)> {
    Some(match id {
        "star" => (
            "M0 -1L.22 -.31L.95 -.31L.36 .12L.59 .81L0 .38L-.59 .81L-.36 .12L-.95 -.31L-.22 -.31Z",
            true,
        ),
        "six-pointed-star" => ("M0 -1L.87 .5L-.87 .5ZM0 1L.87 -.5L-.87 -.5Z", false),
        "triangle" => ("M0 -1L.95 .75L-.95 .75Z", false),
        "circle" => (CIRCLE, false),
        "double-circle" => (
            "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0ZM.6 0A.6 .6 0 1 1 -.6 0A.6 .6 0 1 1 .6 0Z",
            false,
        ),
        "oval" => ("M1 0A1 .6 0 1 1 -1 0A1 .6 0 1 1 1 0Z", false),
        "square" => ("M-.8 -.8H.8V.8H-.8Z", false),
        "rectangle" => ("M-1 -.55H1V.55H-1Z", false),
        "diamond" => ("M0 -1L.75 0L0 1L-.75 0Z", false),
        "pentagon" => ("M0 -1L.95 -.31L.59 .81L-.59 .81L-.95 -.31Z", false),
        "hexagon" => ("M-.5 -.87L.5 -.87L1 0L.5 .87L-.5 .87L-1 0Z", false),
        "dot" => ("M.22 0A.22 .22 0 1 1 -.22 0A.22 .22 0 1 1 .22 0Z", true),
        "line" => ("M-.9 0H.9", false),
        "cross" => ("M0 -.9V.9M-.9 0H.9", false),
        "cross-in-circle" => ("M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0ZM0 -1V1M-1 0H1", false),
        "maltese-cross" => (
            "M0 0L.45 -1L-.45 -1L.45 1L-.45 1ZM0 0L1 .45L1 -.45L-1 .45L-1 -.45Z",
            true,
        ),
        "broad-arrow" => ("M0 1V-.95M0 -.95L-.8 .75M0 -.95L.8 .75", false),
        "arrow" => ("M-1 0H.95M.95 0L.4 -.45M.95 0L.4 .45", false),
        "c-broad-arrow" => (
            "M.75 -.75A1 1 0 1 0 .75 .75M0 .6V-.55M0 -.55L-.4 .4M0 -.55L.4 .4",
            false,
        ),
        "arrow-in-triangle" => (
            "M0 -1L.95 .75L-.95 .75ZM0 .75V-.35M0 -.35L-.22 .1M0 -.35L.22 .1",
            false,
        ),
        "triangle-with-height" => ("M0 -1L.95 .75L-.95 .75ZM0 -1V.75", false),
        "rhombus-with-circle" => (
            "M0 -1L.85 0L0 1L-.85 0ZM.38 0A.38 .38 0 1 1 -.38 0A.38 .38 0 1 1 .38 0Z",
            false,
        ),
        "crescent" => ("M.35 -.9A.95 .95 0 1 0 .35 .9A.75 .75 0 1 1 .35 -.9Z", true),
        "crescent-star" => (
            "M.15 -.9A.95 .95 0 1 0 .15 .9A.75 .75 0 1 1 .15 -.9ZM.62 -.4L.71 -.12L1 -.12L.77 .05L.86 .33L.62 .16L.38 .33L.47 .05L.24 -.12L.53 -.12Z",
            true,
        ),
        "heart" => ("M0 .9C-1.3 -.1 -.7 -1.1 0 -.45C.7 -1.1 1.3 -.1 0 .9Z", false),
        "shield" => ("M-.8 -.9H.8V.1C.8 .6 .3 .85 0 1C-.3 .85 -.8 .6 -.8 .1Z", false),
        "lightning" => ("M.3 -1L-.5 .1H0L-.3 1L.5 -.15H0Z", true),
        _ => return None,
    })
}
