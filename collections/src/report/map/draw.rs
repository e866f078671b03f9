//! A map of the part of the world in which the points lie.

use maud::{Markup, html};

use super::outlines::{At, Country, Outlines};
use crate::report::svg::{N, clipped};
use crate::report::words::{Lang, Words};

/// A point of a map.
pub(crate) struct Dot {
    /// Longitude, latitude.
    pub(crate) at: At,
    /// Radius.
    pub(crate) r: f64,
    /// Class of the style sheet.
    pub(crate) class: &'static str,
    /// Written beside it; may be empty.
    pub(crate) label: String,
    /// Said when pointed at.
    pub(crate) title: String,
}

const WIDTH: f64 = 720.0;
const MOST: f64 = 640.0;

struct View {
    west: f64,
    north: f64,
    /// Points of the drawing for a degree of longitude and of latitude.
    x: f64,
    y: f64,
    height: f64,
}

impl View {
    /// Around the points and the countries of the theatre, with a margin.
    fn of(dots: &[Dot], theatre: &[&Country]) -> Option<Self> {
        let lands = theatre.iter().filter_map(|c| c.rings.first()).flatten().copied();
        let points: Vec<At> = dots.iter().map(|d| d.at).chain(lands).collect();
        let least = |f: fn(&At) -> f64| points.iter().map(f).min_by(f64::total_cmp);
        let most = |f: fn(&At) -> f64| points.iter().map(f).max_by(f64::total_cmp);
        let (west, east) = (least(|p| p.0)?, most(|p| p.0)?);
        let (south, north) = (least(|p| p.1)?, most(|p| p.1)?);
        let margin = ((east - west).max(north - south) * 0.06).max(0.6);
        let (west, east, south, north) = (west - margin, east + margin, south - margin, north + margin);
        // A degree of longitude is as wide as it is in the middle of the map.
        let narrow = ((south + north) / 2.0).to_radians().cos().max(0.2);
        let x = (WIDTH / (east - west)).min(MOST * narrow / (north - south));
        let y = x / narrow;
        Some(Self {
            // A tall map is widened to the sides, so that all maps have one width.
            west: f64::midpoint(west, east) - WIDTH / x / 2.0,
            north,
            x,
            y,
            height: (north - south) * y,
        })
    }

    fn put(&self, (lon, lat): At) -> At {
        ((lon - self.west) * self.x, (self.north - lat) * self.y)
    }
}

/// The map; nothing without any point.
pub(crate) fn map(
    w: &Words,
    outlines: &Outlines,
    theatre: &[String],
    dots: &[Dot],
    says: &str,
) -> Option<Markup> {
    let chosen: Vec<&Country> = theatre.iter().filter_map(|id| outlines.get(id)).collect();
    let view = View::of(dots, &chosen)?;
    let mut shown: Vec<(&Country, Vec<Vec<At>>)> = outlines
        .countries
        .iter()
        .filter_map(|c| {
            let rings: Vec<Vec<At>> = c
                .rings
                .iter()
                .map(|r| clipped(r.iter().map(|p| view.put(*p)), (WIDTH, view.height)))
                .filter(|r| r.len() > 2)
                .collect();
            (!rings.is_empty()).then_some((c, rings))
        })
        .collect();
    // The theatre last: its border lies over those of its neighbours.
    shown.sort_by_key(|(c, _)| theatre.iter().any(|t| t == c.id));
    Some(html! {
        svg.map xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (N(WIDTH)) " " (N(view.height)) } role="img" {
            title { (says) }
            rect.sea x="0" y="0" width=(N(WIDTH)) height=(N(view.height)) {}
            @for (country, rings) in &shown {
                path.land .theatre[theatre.iter().any(|t| t == country.id)] d=(path(rings)) {}
            }
            @for (country, rings) in &shown {
                @if let Some((x, y)) = rings.first().and_then(|r| label(r)) {
                    text.country x=(N(x)) y=(N(y)) { (name(w, country)) }
                }
            }
            @for dot in dots {
                @let (x, y) = view.put(dot.at);
                circle class=(dot.class) cx=(N(x)) cy=(N(y)) r=(N(dot.r)) { title { (dot.title) } }
                @if !dot.label.is_empty() {
                    text.dot x=(N(x)) y=(N(y + 3.6)) { (dot.label) }
                }
            }
        }
    })
}

fn name(w: &Words, country: &Country) -> &'static str {
    if w.lang == Lang::French && !country.french.is_empty() {
        country.french
    } else {
        country.english
    }
}

fn path(rings: &[Vec<At>]) -> String {
    let mut out = String::new();
    for ring in rings {
        for (i, (x, y)) in ring.iter().enumerate() {
            out.push_str(if i == 0 { "M" } else { "L" });
            out.push_str(&format!("{x:.1} {y:.1}"));
        }
        out.push('Z');
    }
    out
}

/// Where the name stands: the middle of what is shown of the country, when that is large enough for it.
fn label(ring: &[At]) -> Option<At> {
    let mut area = 0.0;
    let mut middle = (0.0, 0.0);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let cross = a.0 * b.1 - b.0 * a.1;
        area += cross / 2.0;
        middle.0 += (a.0 + b.0) * cross;
        middle.1 += (a.1 + b.1) * cross;
    }
    (area.abs() > 6000.0).then(|| (middle.0 / (6.0 * area), middle.1 / (6.0 * area)))
}
