//! Makes `src/report/map/countries.txt` anew from Natural Earth's data, which is in the public domain.
//!
//! 1. Get “Admin 0 – Countries” of the 1:50m cultural vectors from Natural Earth (naturalearthdata.com), as GeoJSON:
//!    the project keeps it as `geojson/ne_50m_admin_0_countries.geojson` in its repository `natural-earth-vector`;
//!    from the shapefile, `ogr2ogr -f GeoJSON countries.geojson ne_50m_admin_0_countries.shp` makes it.
//! 2. `cargo run -p headstamp-collections --example outlines -- countries.geojson VERSION > new.txt`, VERSION being
//!    that of the data, as in `4.1.0`.
//! 3. Look at a report drawn with it, then put it in the place of the old file and run the tests.
//!
//! Borders that two countries share become one arc, so that both stay together when they are simplified.

#![allow(missing_docs)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde_json::Value;

/// Degrees that a line may be moved by.
const TOLERANCE: f64 = 0.04;
/// Square degrees under which an island is left out; the largest part of a country never is.
const LEAST_AREA: f64 = 0.03;
/// Steps of a degree in the file.
const STEPS: f64 = 50.0;

/// A point in millionths of a degree: what is the same in two countries is the same number.
type Point = (i64, i64);

struct Country {
    id: String,
    english: String,
    french: String,
    rings: Vec<Vec<Point>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(file), Some(version)) = (args.next(), args.next()) else {
        return Err("which file? outlines countries.geojson VERSION".into());
    };
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{file}: {e}"))?;
    let countries = read(&serde_json::from_str(&text)?)?;
    print!("{}", convert(&countries, &version, TOLERANCE, LEAST_AREA));
    Ok(())
}

/// The countries of a GeoJSON file.
fn read(file: &Value) -> Result<Vec<Country>, String> {
    let features = file.get("features").and_then(Value::as_array);
    let mut out = Vec::new();
    for feature in features.ok_or("no GeoJSON: there are no features")? {
        let property = |names: &[&str]| {
            let all = names
                .iter()
                .filter_map(|n| feature.get("properties")?.get(*n)?.as_str());
            all.map(str::trim)
                .find(|t| !t.is_empty() && *t != "-99")
                .unwrap_or_default()
                .replace('|', " ")
        };
        let id = property(&["ISO_A2_EH", "ISO_A2"]);
        let coordinates = feature.pointer("/geometry/coordinates").and_then(Value::as_array);
        let parts: Vec<&Value> = match feature.pointer("/geometry/type").and_then(Value::as_str) {
            Some("Polygon") => coordinates.into_iter().flatten().collect(),
            Some("MultiPolygon") => {
                let polygons = coordinates.into_iter().flatten();
                polygons.filter_map(Value::as_array).flatten().collect()
            }
            other => return Err(format!("a geometry {other:?}: polygons are expected")),
        };
        out.push(Country {
            id: if id.len() == 2 { id } else { "--".to_owned() },
            english: property(&["NAME_EN", "NAME", "ADMIN"]),
            french: property(&["NAME_FR"]),
            rings: parts.into_iter().map(ring).filter(|r| r.len() > 3).collect(),
        });
    }
    Ok(out)
}

/// A closed line without its last point, which is the first again.
fn ring(points: &Value) -> Vec<Point> {
    let millionths = |v: Option<&Value>| v.and_then(Value::as_f64).map(|n| (n * 1e6).round() as i64);
    let mut out: Vec<Point> = Vec::new();
    for point in points.as_array().into_iter().flatten() {
        let at = millionths(point.get(0)).zip(millionths(point.get(1)));
        if let Some(at) = at.filter(|at| out.last() != Some(at)) {
            out.push(at);
        }
    }
    if out.len() > 1 && out.first() == out.last() {
        out.pop();
    }
    out
}

fn degrees(p: Point) -> (f64, f64) {
    (p.0 as f64 / 1e6, p.1 as f64 / 1e6)
}

fn area(ring: &[Point]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let cross = |(a, b): (&Point, &Point)| {
        let ((ax, ay), (bx, by)) = (degrees(*a), degrees(*b));
        ax * by - bx * ay
    };
    (ring.iter().zip(next).map(cross).sum::<f64>() / 2.0).abs()
}

/// Points at which one arc ends and another begins: the lines through them part there.
fn junctions(countries: &[Country]) -> HashMap<Point, bool> {
    let mut beside: HashMap<Point, (Point, Point)> = HashMap::new();
    let mut out: HashMap<Point, bool> = HashMap::new();
    for ring in countries.iter().flat_map(|c| &c.rings) {
        let n = ring.len();
        for (i, at) in ring.iter().enumerate() {
            let (Some(a), Some(b)) = (ring.get((i + n - 1) % n), ring.get((i + 1) % n)) else {
                continue;
            };
            let pair = (*a.min(b), *a.max(b));
            let parts = *beside.entry(*at).or_insert(pair) != pair;
            *out.entry(*at).or_insert(false) |= parts;
        }
    }
    out
}

/// The file.
fn convert(countries: &[Country], version: &str, tolerance: f64, least: f64) -> String {
    let junctions = junctions(countries);
    let is_junction = |p: &Point| junctions.get(p).copied().unwrap_or(false);
    let mut arcs: Vec<Vec<Point>> = Vec::new();
    let mut known: BTreeMap<Vec<Point>, usize> = BTreeMap::new();
    let mut lines = String::new();
    for country in countries {
        let mut rings: Vec<(f64, &Vec<Point>)> = country.rings.iter().map(|r| (area(r), r)).collect();
        rings.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut texts = Vec::new();
        for (i, (size, ring)) in rings.into_iter().enumerate() {
            if i > 0 && size < least {
                continue;
            }
            let numbers: Vec<String> = cut(ring, &is_junction)
                .into_iter()
                .map(|arc| {
                    let back: Vec<Point> = arc.iter().rev().copied().collect();
                    let (sign, key) = if back < arc { ("-", back) } else { ("", arc) };
                    let number = *known.entry(key.clone()).or_insert_with(|| {
                        arcs.push(key);
                        arcs.len()
                    });
                    format!("{sign}{number}")
                })
                .collect();
            texts.push(numbers.join(" "));
        }
        let Country {
            id, english, french, ..
        } = country;
        let _ = writeln!(lines, "{id}|{english}|{french}|{}", texts.join(";"));
    }
    let mut out = format!(
        "# Outlines and names of countries for the map of a report; made by examples/outlines.rs.\n\
         # Natural Earth {version}, 1:50 million, \"Admin 0 - Countries\" (public domain), simplified along shared borders\n\
         # ({tolerance} degrees), islands under {least} square degrees left out, whole numbers in 1/{STEPS} degree. The drawing\n\
         # of a border is no statement on it.\n\
         # First the arcs, one a line, numbered from 1: longitude, latitude, then steps. After \"countries\": ISO code or --,\n\
         # name in English, name in French, rings (; between), each a list of arcs, - for one that is followed backwards.\n"
    );
    for arc in &arcs {
        let _ = writeln!(out, "{}", written(&simplified(arc, tolerance)));
    }
    format!("{out}countries\n{lines}")
}

/// A ring as arcs from junction to junction; one without any begins at its smallest point, so that the ring of an enclave
/// is the same arc as the hole around it.
fn cut(ring: &[Point], is_junction: &dyn Fn(&Point) -> bool) -> Vec<Vec<Point>> {
    let ends: Vec<usize> = (0..ring.len())
        .filter(|i| ring.get(*i).is_some_and(is_junction))
        .collect();
    let smallest = || (0..ring.len()).min_by_key(|i| ring.get(*i)).unwrap_or(0);
    let ends = if ends.is_empty() { vec![smallest()] } else { ends };
    let mut out = Vec::new();
    for (i, from) in ends.iter().enumerate() {
        let to = ends
            .get(i + 1)
            .copied()
            .unwrap_or(ends.first().copied().unwrap_or(0) + ring.len());
        out.push(
            (*from..=to)
                .filter_map(|at| ring.get(at % ring.len()).copied())
                .collect(),
        );
    }
    out
}

/// Douglas and Peucker: a point stays when the line would be moved too far without it.
fn simplified(arc: &[Point], tolerance: f64) -> Vec<Point> {
    let mut keep = vec![false; arc.len()];
    let last = arc.len().saturating_sub(1);
    for end in [0, last] {
        if let Some(k) = keep.get_mut(end) {
            *k = true;
        }
    }
    let mut open = vec![(0, last)];
    while let Some((from, to)) = open.pop() {
        let (Some(a), Some(b)) = (arc.get(from), arc.get(to)) else {
            continue;
        };
        let away = |i: usize| {
            arc.get(i)
                .map_or(0.0, |p| distance(degrees(*p), degrees(*a), degrees(*b)))
        };
        let farthest = (from + 1..to).max_by(|x, y| away(*x).total_cmp(&away(*y)));
        // A closed line keeps a third point at least: without it there is nothing left of it.
        let closed = a == b && to - from > 2;
        if let Some(at) = farthest.filter(|at| closed || away(*at) > tolerance) {
            if let Some(k) = keep.get_mut(at) {
                *k = true;
            }
            open.extend([(from, at), (at, to)]);
        }
    }
    arc.iter()
        .zip(keep)
        .filter(|(_, k)| *k)
        .map(|(p, _)| *p)
        .collect()
}

/// How far a point is from a line.
fn distance((x, y): (f64, f64), (ax, ay): (f64, f64), (bx, by): (f64, f64)) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        (((x - ax) * dx + (y - ay) * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (x - ax - along * dx).hypot(y - ay - along * dy)
}

/// First point and steps, in whole numbers.
fn written(arc: &[Point]) -> String {
    let mut at = (0, 0);
    let mut out: Vec<String> = Vec::new();
    for point in arc {
        let (x, y) = degrees(*point);
        let to = ((x * STEPS).round() as i64, (y * STEPS).round() as i64);
        if out.is_empty() || to != at {
            out.extend([(to.0 - at.0).to_string(), (to.1 - at.1).to_string()]);
            at = to;
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Two countries side by side; the right one has an island too small to draw and an enclave in it.
    fn world() -> Value {
        let square = |x: f64, y: f64, n: f64| {
            serde_json::json!([[x, y], [x + n, y], [x + n, y + n], [x, y + n], [x, y]])
        };
        serde_json::json!({"features": [
            {"properties": {"ISO_A2_EH": "AA", "NAME_EN": "Left", "NAME_FR": "Gauche"},
             // A dent in the common border that is less than the tolerance.
             "geometry": {"type": "Polygon", "coordinates":
                [[[0, 0], [10, 0], [10.01, 5], [10, 10], [0, 10], [0, 0]]]}},
            {"properties": {"ISO_A2_EH": "-99", "ISO_A2": "BB", "NAME_EN": "Right", "NAME_FR": "Droite"},
             "geometry": {"type": "MultiPolygon", "coordinates": [
                [[[10, 0], [20, 0], [20, 10], [10, 10], [10.01, 5], [10, 0]], square(14.0, 4.0, 2.0)],
                [square(30.0, 0.0, 0.1)]]}},
            {"properties": {"ISO_A2_EH": "-99", "NAME_EN": "Inside", "NAME_FR": ""},
             "geometry": {"type": "Polygon", "coordinates": [square(14.0, 4.0, 2.0)]}},
        ]})
    }

    #[test]
    fn shared_borders_are_one_arc() {
        let text = convert(&read(&world()).unwrap(), "0", TOLERANCE, LEAST_AREA);
        let lines: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
        let at = lines.iter().position(|l| *l == "countries").unwrap();
        // Left alone, the border, right alone, the enclave.
        assert_eq!(at, 4, "{text}");
        // The border, without its dent.
        assert!(lines[..at].contains(&"500 0 0 500"), "{text}");
        let rings: Vec<&str> = lines[at + 1..]
            .iter()
            .map(|l| l.rsplit('|').next().unwrap())
            .collect();
        let numbers = |i: usize| -> Vec<i64> {
            rings[i]
                .split([' ', ';'])
                .map(|n| n.parse::<i64>().unwrap().abs())
                .collect()
        };
        let both: Vec<i64> = numbers(0)
            .into_iter()
            .filter(|n| numbers(1).contains(n))
            .collect();
        assert_eq!(both.len(), 1, "{text}");
        // The small island is gone; the enclave is the hole around it.
        assert_eq!(rings[1].split(';').count(), 2, "{text}");
        assert!(numbers(1).contains(&numbers(2)[0]), "{text}");
        assert!(lines[at + 1].starts_with("AA|Left|Gauche|") && lines[at + 3].starts_with("--|Inside||"));
    }

    #[test]
    fn a_closed_line_stays_one() {
        let ring: Vec<Point> = [(0, 0), (30_000, 0), (30_000, 30_000), (0, 30_000), (0, 0)].to_vec();
        assert!(simplified(&ring, 1.0).len() >= 3);
        assert_eq!(
            written(&[
                (1_000_000, 2_000_000),
                (1_001_000, 2_000_000),
                (2_000_000, 2_000_000)
            ]),
            "50 100 50 0"
        );
    }
}
