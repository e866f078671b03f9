//! Outlines and names of countries: `countries.txt`, where its origin stands. `examples/outlines.rs` makes it anew.

use std::collections::BTreeMap;

const FILE: &str = include_str!("countries.txt");

/// Steps of a degree in the file.
const STEPS: f64 = 50.0;

/// A point: longitude, latitude.
pub(crate) type At = (f64, f64);

/// A country.
pub(crate) struct Country {
    pub(crate) id: &'static str,
    pub(crate) english: &'static str,
    pub(crate) french: &'static str,
    /// Closed lines, the largest first.
    pub(crate) rings: Vec<Vec<At>>,
}

/// All countries.
pub(crate) struct Outlines {
    pub(crate) countries: Vec<Country>,
    by_id: BTreeMap<&'static str, usize>,
}

impl Outlines {
    /// Reads the file. A line that cannot be read is left out: a map without a country is still a map.
    pub(crate) fn read() -> Self {
        let mut lines = FILE.lines().filter(|l| !l.starts_with('#'));
        let arcs: Vec<Vec<At>> = lines
            .by_ref()
            .take_while(|l| *l != "countries")
            .map(arc)
            .collect();
        let countries: Vec<Country> = lines.filter_map(|l| country(l, &arcs)).collect();
        let by_id = countries.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
        Self { countries, by_id }
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Country> {
        self.countries.get(*self.by_id.get(id)?)
    }

    pub(crate) fn french(&self, id: &str) -> Option<String> {
        let name = self.get(id)?.french;
        (!name.is_empty()).then(|| name.to_owned())
    }
}

fn arc(line: &str) -> Vec<At> {
    let numbers: Vec<i32> = line.split(' ').filter_map(|n| n.parse().ok()).collect();
    let mut at = (0, 0);
    let mut out = Vec::with_capacity(numbers.len() / 2);
    for step in numbers.chunks_exact(2) {
        if let [x, y] = step {
            at = (at.0 + x, at.1 + y);
            out.push((f64::from(at.0) / STEPS, f64::from(at.1) / STEPS));
        }
    }
    out
}

fn country(line: &'static str, arcs: &[Vec<At>]) -> Option<Country> {
    let mut parts = line.split('|');
    let (id, english, french, rings) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Some(Country {
        id,
        english,
        french,
        rings: rings.split(';').filter_map(|r| ring(r, arcs)).collect(),
    })
}

fn ring(text: &str, arcs: &[Vec<At>]) -> Option<Vec<At>> {
    let mut out: Vec<At> = Vec::new();
    for number in text.split(' ') {
        let number: i32 = number.parse().ok()?;
        let arc = arcs.get(usize::try_from(number.abs()).ok()?.checked_sub(1)?)?;
        // The first point of an arc is the last of the one before it.
        let skip = usize::from(!out.is_empty());
        if number < 0 {
            out.extend(arc.iter().rev().skip(skip));
        } else {
            out.extend(arc.iter().skip(skip));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(country: &Country, (x, y): At) -> bool {
        let mut odd = false;
        for ring in &country.rings {
            for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
                if (a.1 > y) != (b.1 > y) && x < (b.0 - a.0) * (y - a.1) / (b.1 - a.1) + a.0 {
                    odd = !odd;
                }
            }
        }
        odd
    }

    #[test]
    fn towns_lie_in_their_countries() {
        let outlines = Outlines::read();
        assert!(outlines.countries.len() > 190);
        for (id, at) in [
            ("ML", (-8.0, 12.65)),
            ("ML", (1.41, 18.44)),
            ("SD", (32.5, 15.6)),
            ("UA", (30.5, 50.45)),
            ("AF", (69.2, 34.5)),
            ("CD", (23.6, -2.9)),
        ] {
            let here: Vec<&str> = outlines
                .countries
                .iter()
                .filter(|c| inside(c, at))
                .map(|c| c.id)
                .collect();
            assert_eq!(here, [id], "{at:?}");
        }
        for country in &outlines.countries {
            for ring in &country.rings {
                assert_eq!(ring.first(), ring.last(), "{}", country.english);
            }
        }
    }
}
