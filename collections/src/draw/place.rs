//! Where on the head each mark stands.

use headstamp_core::notation::{Glyph, Mark, Marking, Position};

/// Radius of the rim.
pub(super) const RIM: f64 = 97.0;
/// Radius of the line on which the middle of the signs stands.
pub(super) const LINE: f64 = 64.0;
/// Height of the signs when there is room.
const FULL: f64 = 30.0;
/// Signs inside an enclosure are smaller by this, so that it stays between rim and primer.
pub(super) const ENCLOSED: f64 = 0.76;
/// Free space beside a mark, in degrees.
const GAP: f64 = 7.0;

/// A mark with its place.
#[derive(Clone, Debug)]
pub(super) struct Placed<'a> {
    pub(super) mark: &'a Mark,
    /// Degrees clockwise from 12.
    pub(super) angle: f64,
    /// Half of the angle that it takes.
    #[cfg(test)]
    pub(super) half: f64,
    /// Font size.
    pub(super) size: f64,
    /// In the middle, on the primer.
    pub(super) centre: bool,
}

/// Width of a sign as a share of its height.
pub(super) fn width(glyph: &Glyph) -> f64 {
    match glyph {
        Glyph::Char('1' | 'I' | 'i' | 'l' | '.' | '\'' | '\u{0661}' | '\u{06F1}') => 0.5,
        Glyph::Char(' ') => 0.35,
        Glyph::Char('M' | 'W' | 'Щ' | 'Ш' | 'Ж') => 0.95,
        Glyph::Char(c) if u32::from(*c) > 0x2E80 => 1.0,
        Glyph::Char(_) | Glyph::Unreadable => 0.72,
        Glyph::OneOf(options) => 0.45 * (2 * options.len()).saturating_sub(1) as f64,
        Glyph::Symbol(_) | Glyph::UnknownSymbol => 0.95,
        Glyph::Run => 1.1,
    }
}

/// Width of a mark as a share of the height of its signs, with what is drawn around it.
pub(super) fn mark_width(mark: &Mark) -> f64 {
    let text: f64 = mark.glyphs.iter().map(width).sum();
    let text = if mark.glyphs.is_empty() { 0.5 } else { text };
    match mark.enclosure {
        Some(_) => (text.max(0.9) + 0.7) * ENCLOSED,
        None => text,
    }
}

/// Degrees that a mark takes at a height of its signs.
fn degrees(mark: &Mark, size: f64) -> f64 {
    (mark_width(mark) * size / LINE).to_degrees()
}

/// All marks with their places. Where there is no room, all signs on the rim shrink alike.
pub(super) fn place(marking: &Marking) -> Vec<Placed<'_>> {
    let marks = marking.marks();
    let loose = marks.iter().filter(|m| m.position.is_none()).count();
    let mut free = 0;
    let mut rim: Vec<(f64, &Mark)> = Vec::new();
    let mut out = Vec::new();
    for mark in marks {
        match mark.position {
            Some(Position::Centre) => out.push(centre(mark)),
            Some(Position::Hour(h)) => rim.push((f64::from(h % 12) * 30.0, mark)),
            None => {
                rim.push((free as f64 * 360.0 / loose as f64, mark));
                free += 1;
            }
        }
    }
    rim.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = size(&rim);
    out.extend(beside(&rim, size));
    out
}

fn centre(mark: &Mark) -> Placed<'_> {
    Placed {
        mark,
        angle: 0.0,
        #[cfg(test)]
        half: 0.0,
        size: (62.0 / mark_width(mark)).clamp(4.0, FULL),
        centre: true,
    }
}

/// The height at which no mark reaches into the next, and all go round once at most.
fn size(rim: &[(f64, &Mark)]) -> f64 {
    let groups = groups(rim);
    let full = |g: &[(f64, &Mark)]| g.iter().map(|(_, m)| degrees(m, FULL) + GAP).sum::<f64>();
    let mut share: f64 = (350.0 / groups.iter().map(|g| full(g)).sum::<f64>().max(1.0)).min(1.0);
    for (i, group) in groups.iter().enumerate() {
        let next = &groups[(i + 1) % groups.len()];
        let (Some((here, _)), Some((there, _))) = (group.first(), next.first()) else {
            continue;
        };
        let apart = if groups.len() == 1 {
            350.0
        } else {
            (there - here).rem_euclid(360.0)
        };
        let wanted = (full(group) + full(next)) / 2.0;
        share = share.min(apart / wanted.max(1.0));
    }
    FULL * share
}

/// Marks of the same hour stand side by side, centred on it.
fn beside<'a>(rim: &[(f64, &'a Mark)], size: f64) -> Vec<Placed<'a>> {
    let mut out = Vec::new();
    for group in groups(rim) {
        let gap = GAP * size / FULL;
        let total: f64 = group.iter().map(|(_, m)| degrees(m, size) + gap).sum();
        let mut at = group.first().map_or(0.0, |g| g.0) - total / 2.0;
        for (_, mark) in group {
            let takes = degrees(mark, size) + gap;
            out.push(Placed {
                mark,
                angle: at + takes / 2.0,
                #[cfg(test)]
                half: (takes - gap) / 2.0,
                size,
                centre: false,
            });
            at += takes;
        }
    }
    out
}

fn groups<'r, 'a>(rim: &'r [(f64, &'a Mark)]) -> Vec<&'r [(f64, &'a Mark)]> {
    rim.chunk_by(|a, b| (a.0 - b.0).abs() < 0.01).collect()
}
