//! One mark: its signs, what is drawn around it, what was not readable.

use headstamp_core::glyph::Script;
use headstamp_core::notation::{Enclosure, Glyph};
use maud::{Markup, html};

use super::place::{ENCLOSED, LINE, Placed, mark_width, width};
use super::{N, signs};

/// The middle of the head.
const MIDDLE: f64 = 100.0;

pub(super) fn mark(placed: &Placed<'_>, symbol: &dyn Fn(&str) -> Option<String>) -> Markup {
    let mark = placed.mark;
    let opacity = mark.doubtful.then_some("0.5");
    let joined = |g: &Glyph| matches!(g, Glyph::Char(c) if joins(*c));
    // In one line: on the primer, inside an enclosure, and letters that are written joined.
    let straight = placed.centre || mark.enclosure.is_some() || mark.glyphs.iter().any(joined);
    let y = if placed.centre { MIDDLE } else { MIDDLE - LINE };
    html! {
        g opacity=[opacity] {
            @if mark.glyphs.is_empty() {
                (turned(placed.angle, &html! {
                    line x1="95" x2="105" y1=(N(y)) y2=(N(y)) stroke="#a08c50" stroke-width="2" {}
                }))
            } @else if straight {
                (turned(placed.angle, &line(placed, y, symbol)))
            } @else {
                (around(placed, symbol))
            }
        }
    }
}

/// Letters whose shape depends on their neighbours.
fn joins(c: char) -> bool {
    matches!(Script::of(c), Script::Arabic | Script::Persian) && c.is_alphabetic()
}

fn turned(angle: f64, inner: &Markup) -> Markup {
    html! { g transform={ "rotate(" (N(angle.rem_euclid(360.0))) " 100 100)" } { (inner) } }
}

/// The signs with the place of their middle, as shares of their height from the middle of the mark.
fn along(glyphs: &[Glyph]) -> impl Iterator<Item = (f64, &Glyph)> {
    let total: f64 = glyphs.iter().map(width).sum();
    glyphs.iter().scan(-total / 2.0, |at, glyph| {
        let w = width(glyph);
        let middle = *at + w / 2.0;
        *at += w;
        Some((middle, glyph))
    })
}

/// Sign by sign along the rim.
fn around(placed: &Placed<'_>, symbol: &dyn Fn(&str) -> Option<String>) -> Markup {
    html! {
        @for (middle, glyph) in along(&placed.mark.glyphs) {
            @let angle = placed.angle + (middle * placed.size / LINE).to_degrees();
            (turned(angle, &sign(glyph, (MIDDLE, MIDDLE - LINE), placed.size, symbol)))
        }
    }
}

/// All signs in a straight line, with the enclosure.
fn line(placed: &Placed<'_>, y: f64, symbol: &dyn Fn(&str) -> Option<String>) -> Markup {
    let mark = placed.mark;
    let size = placed.size * if mark.enclosure.is_some() { ENCLOSED } else { 1.0 };
    let only_text: Option<String> = mark
        .glyphs
        .iter()
        .map(|g| match g {
            Glyph::Char(c) => Some(*c),
            _ => None,
        })
        .collect();
    html! {
        @if let Some(e) = mark.enclosure { (enclosure(e, y, mark_width(mark) * placed.size, size)) }
        @if let Some(text) = only_text {
            (letters(&text, MIDDLE, y, size))
        } @else {
            @for (middle, glyph) in along(&mark.glyphs) {
                (sign(glyph, (MIDDLE + middle * size, y), size, symbol))
            }
        }
    }
}

fn letters(text: &str, x: f64, y: f64, size: f64) -> Markup {
    // 0.36 of the height below the middle is the foot of capitals and digits.
    html! {
        text x=(N(x)) y=(N(y + size * 0.36)) font-size=(N(size)) text-anchor="middle" { (text) }
    }
}

fn sign(glyph: &Glyph, (x, y): (f64, f64), size: f64, symbol: &dyn Fn(&str) -> Option<String>) -> Markup {
    match glyph {
        Glyph::Char(c) => {
            let text = c.to_string();
            match symbol(&text).filter(|_| !c.is_alphanumeric()) {
                Some(id) => signs::symbol(&id, x, y, size),
                None => letters(&text, x, y, size),
            }
        }
        Glyph::Symbol(name) => {
            let id = symbol(name).unwrap_or_else(|| name.clone());
            signs::symbol(&id, x, y, size)
        }
        Glyph::UnknownSymbol => signs::unknown(x, y, size),
        Glyph::Unreadable => lost(x, y, size * 0.6, size),
        Glyph::Run => lost(x, y, size, size),
        Glyph::OneOf(options) => {
            let texts: Vec<String> = options.iter().map(ToString::to_string).collect();
            letters(&texts.join("/"), x, y, size * 0.75)
        }
    }
}

/// A place where something stands that could not be read.
fn lost(x: f64, y: f64, w: f64, size: f64) -> Markup {
    let h = size * 0.8;
    html! {
        rect x=(N(x - w / 2.0)) y=(N(y - h / 2.0)) width=(N(w)) height=(N(h)) rx="2" fill="#d8cba4"
            stroke="#6b5a2c" stroke-width="1" stroke-dasharray="3 2" {}
    }
}

fn enclosure(e: Enclosure, y: f64, width: f64, size: f64) -> Markup {
    let r = (width / 2.0).max(size * 0.62);
    // A triangle is wide only at its foot: the signs stand low in it.
    let half = r * 1.45;
    html! {
        @match e {
            Enclosure::Circle => { (ring(y, r)) },
            Enclosure::DoubleCircle => { (ring(y, r)) (ring(y, r - 3.5)) },
            Enclosure::Square => {
                rect x=(N(MIDDLE - r)) y=(N(y - size * 0.62)) width=(N(2.0 * r)) height=(N(size * 1.24))
                    fill="none" stroke="#1d1a12" stroke-width="1.8" {}
            },
            Enclosure::Triangle => {
                path d={ "M" (N(MIDDLE)) " " (N(y - size * 1.25)) "L" (N(MIDDLE + half)) " " (N(y + size * 0.62))
                    "H" (N(MIDDLE - half)) "Z" } fill="none" stroke="#1d1a12" stroke-width="1.8" {}
            },
        }
    }
}

fn ring(y: f64, r: f64) -> Markup {
    html! { circle cx="100" cy=(N(y)) r=(N(r)) fill="none" stroke="#1d1a12" stroke-width="1.8" {} }
}
