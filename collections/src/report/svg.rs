//! What the drawings of a report share.

use maud::Render;

/// A number in a drawing: one decimal is finer than any printer.
#[derive(Clone, Copy)]
pub(super) struct N(pub(super) f64);

impl Render for N {
    fn render_to(&self, out: &mut String) {
        let text = format!("{:.1}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        out.push_str(if text == "-0" { "0" } else { text });
    }
}

/// A closed line cut to a rectangle from 0, 0 (Sutherland and Hodgman): side after side, what lies outside is cut off.
pub(super) fn clipped(
    ring: impl Iterator<Item = (f64, f64)>,
    (width, height): (f64, f64),
) -> Vec<(f64, f64)> {
    type Side = (fn((f64, f64), f64) -> f64, f64);
    let sides: [Side; 4] = [
        (|p, _| p.0, 0.0),
        (|p, w| w - p.0, width),
        (|p, _| p.1, 0.0),
        (|p, h| h - p.1, height),
    ];
    let mut points: Vec<(f64, f64)> = ring.collect();
    for (inside, bound) in sides {
        let depth = |p| inside(p, bound);
        let mut out = Vec::with_capacity(points.len());
        for (a, b) in points.iter().zip(points.iter().cycle().skip(1)) {
            let (da, db) = (depth(*a), depth(*b));
            if da >= 0.0 {
                out.push(*a);
            }
            if (da >= 0.0) != (db >= 0.0) {
                let t = da / (da - db);
                out.push((a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t));
            }
        }
        points = out;
    }
    points
}

/// Round steps for an axis: 1, 2 or 5 times a power of ten, at most `most` of them up to `top`.
pub(super) fn step(top: f64, most: f64) -> f64 {
    let rough = (top / most).max(1.0);
    let power = 10f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| *s >= rough)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting() {
        let square = [(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)];
        let cut = clipped(square.into_iter(), (10.0, 10.0));
        assert_eq!(cut.len(), 4);
        assert!(
            cut.iter()
                .all(|p| (0.0..=5.0).contains(&p.0) && (0.0..=5.0).contains(&p.1))
        );
        assert!(
            clipped(
                [(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)].into_iter(),
                (10.0, 10.0)
            )
            .is_empty()
        );
    }

    #[test]
    fn steps() {
        for (top, expected) in [(7.0, 2.0), (128.0, 50.0), (12_000.0, 5000.0), (0.0, 1.0)] {
            assert_eq!(step(top, 5.0), expected, "{top}");
        }
    }
}
