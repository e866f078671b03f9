//! Specific samples: with one place or group only, in a window, until seen elsewhere.

use serde_json::json;

use super::super::{Scope, SpecificOptions, Unit, specific};
use super::{Kept, R, r, rules, search, stamp};

fn options() -> SpecificOptions {
    SpecificOptions {
        by: vec![Unit::Region],
        ..SpecificOptions::default()
    }
}

/// Three recoveries in the west, in a time when 30 incidents with 150 items were examined in the east.
fn world() -> Vec<R> {
    let mut rows = search("Gao", "East", 2017, 30, 5);
    rows.push(r("ir 2001").n(3).at("2018-05-01", "Town", "West", "W1"));
    rows.push(r("ir 2001").n(2).at("2018-06-01", "Town", "West", "W2"));
    rows.push(r("ir 2001").n(2).at("2018-06-20", "Town", "West", "W3"));
    rows
}

#[test]
fn a_marker_needs_search_elsewhere_in_its_own_window() {
    // From May to 20 June 2018 only 2 incidents with 10 items were examined elsewhere.
    let facts = Kept::of(&world()).facts();
    let a = specific(&facts, &Scope::default(), &options());
    assert!(a.figures.holding.is_empty());
    assert_eq!(rules(&a.refused), ["marker-too-few"]);
    assert_eq!(a.figures.too_few, 2);
}

#[test]
fn a_marker_holds_in_its_window() {
    let mut rows = world();
    // 20 more incidents in the east in that very month.
    for i in 1..=20 {
        let name = format!("E{i}");
        rows.push(
            r("bb 1975")
                .n(5)
                .at(&format!("2018-06-{i:02}"), "Gao", "East", &name),
        );
    }
    let facts = Kept::of(&rows).facts();
    let a = specific(&facts, &Scope::default(), &options());
    let [m] = a.figures.holding.as_slice() else {
        panic!("{:?}", a.figures)
    };
    assert_eq!(
        (m.sample.key.as_str(), m.with.as_str()),
        ("7.62x39mm|ir|2001", "West")
    );
    assert_eq!(
        (m.from.to_string(), m.until.to_string()),
        ("2018-05-01".to_owned(), "2018-06-20".to_owned())
    );
    assert_eq!(
        (m.rows.ids.as_slice(), m.rows.items, m.recoveries),
        (&[31, 32, 33][..], 7, 3)
    );
    // May and June of the search, and the 20.
    assert_eq!(m.elsewhere_searched, 110);
    // 3 of 25 recoveries were in the west: (3/25)^2.
    assert_eq!(m.chance, 0.0144);
    assert_eq!(rules(&a.guards), ["marker-window", "marker-recorded"]);
}

#[test]
fn a_marker_ends_when_it_is_seen_elsewhere() {
    let mut rows = world();
    rows.push(r("ir 2001").at("2019-05-20", "Gao", "East", "X1"));
    rows.push(r("ir 2001").at("2019-05-30", "Town", "West", "W4"));
    rows.push(
        r("ir 2001")
            .n(9)
            .at("2018-05-03", "Base", "West", "")
            .by("national-force"),
    );
    let facts = Kept::of(&rows).facts();
    let fewer = SpecificOptions {
        least_elsewhere: 50,
        ..options()
    };
    let a = specific(&facts, &Scope::default(), &fewer);
    assert!(a.figures.holding.is_empty());
    let m = &a.figures.expired[0];
    let seen = m.seen_elsewhere.as_ref().unwrap();
    assert_eq!(
        (seen.with.as_str(), seen.first.to_string().as_str()),
        ("East", "2019-05-20")
    );
    assert_eq!(
        (seen.place.as_deref(), seen.incident.as_deref()),
        (Some("Gao"), Some("X1"))
    );
    assert_eq!(seen.rows.ids, [34]);
    // The window ends before; what came after in the west is not in it.
    assert_eq!(
        (m.until.to_string().as_str(), m.rows.ids.as_slice()),
        ("2018-06-20", &[31, 32, 33][..])
    );
    assert_eq!(m.others.items, 9);
    assert!(rules(&a.guards).contains(&"marker-expired"));
    assert!(rules(&a.guards).contains(&"marker-with-others"));
}

#[test]
fn chance_can_explain_one_place() {
    // 3 of 6 recoveries of the window are in the west: (1/2)^2 is too probable, whatever was examined.
    let mut rows = world();
    rows.push(r("bb 1975").n(500).at("2018-06-10", "Gao", "East", "E"));
    let a = specific(&Kept::of(&rows).facts(), &Scope::default(), &options());
    assert!(a.figures.holding.is_empty());
    assert_eq!(rules(&a.refused), ["marker-too-few"]);
}

#[test]
fn declared_markers_are_held_against_the_rows() {
    let mut kept = Kept::of(&world());
    let marker =
        |with: &[&str]| json!({"sample": "7.62x39mm|ir|2001", "by": "region", "with": with, "from": "2018"});
    kept.c
        .declare("marker", "west", &marker(&["West", "South"]), &stamp())
        .unwrap();
    kept.c
        .declare("marker", "south", &marker(&["South"]), &stamp())
        .unwrap();
    let a = specific(&kept.facts(), &Scope::default(), &options());
    let [west, south] = a.figures.declared.as_slice() else {
        panic!()
    };
    assert!(west.holds && !south.holds);
    assert_eq!(rules(&west.reasons), ["marker-holds"]);
    assert_eq!(west.until.unwrap().to_string(), "2018-06-20");
    assert_eq!(rules(&south.reasons), ["marker-seen-elsewhere"]);
    assert_eq!(south.seen_elsewhere.as_ref().unwrap().rows.ids, [31, 32, 33]);
    kept.add(&[r("ir 2001").at("2021-01-01", "Gao", "East", "X")]);
    let a = specific(&kept.facts(), &Scope::default(), &options());
    let west = &a.figures.declared[0];
    assert!(!west.holds);
    assert_eq!(
        west.seen_elsewhere.as_ref().unwrap().first.to_string(),
        "2021-01-01"
    );
    assert_eq!(west.rows.ids, [31, 32, 33]);
}

#[test]
fn a_marker_expires_on_its_day() {
    let mut kept = Kept::of(&world());
    kept.add(&[r("ir 2001").at("2021-01-01", "Gao", "East", "X")]);
    let claim = |until: &str| json!({"sample": "7.62x39mm|ir|2001", "by": "region", "with": ["West"], "until": until});
    kept.c
        .declare("marker", "short", &claim("2020"), &stamp())
        .unwrap();
    kept.c
        .declare("marker", "long", &claim("2022"), &stamp())
        .unwrap();
    let a = specific(&kept.facts(), &Scope::default(), &options());
    let [short, long] = a.figures.declared.as_slice() else {
        panic!()
    };
    assert_eq!(short.expires.unwrap().to_string(), "2020-12-31");
    assert!(short.holds && !long.holds);
    assert_eq!(rules(&short.reasons), ["marker-holds", "marker-declared-until"]);
    assert_eq!(
        rules(&long.reasons),
        ["marker-seen-elsewhere", "marker-declared-until"]
    );
}
