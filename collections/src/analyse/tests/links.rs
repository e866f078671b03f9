//! Links: rare samples link, common ones and national stock do not, chance is reckoned.

use serde_json::{Value, json};

use super::super::{LinkOptions, Scope, SupplyOptions, groups, links, supply};
use super::{Kept, R, r, rules, stamp};
use headstamp_core::date::Day;

fn incident(n: usize) -> (String, String) {
    (format!("I{n}"), format!("2016-{:02}-10", n % 12 + 1))
}

fn in_incident(n: usize, marks: &str) -> R {
    let (name, day) = incident(n);
    let place = format!("Place {n}");
    r(marks).n(2).at(&day, &place, "Centre", &name)
}

/// 20 incidents that all have the commonest sample.
fn world() -> Vec<R> {
    let mut rows: Vec<R> = (1..=20).map(|n| in_incident(n, "bb 1975").n(30)).collect();
    for (marks, a, b) in [
        ("ee 2015", 3, 7),  // 21, 22: recent, alone
        ("oa 1960", 4, 9),  // 23, 24: old, alone
        ("ob 1961", 5, 10), // 25, 26: old, two together
        ("oc 1962", 5, 10), // 27, 28
        ("na 2015", 1, 2),  // 29, 30: recent, national stock
    ] {
        rows.push(in_incident(a, marks));
        rows.push(in_incident(b, marks));
    }
    rows
}

fn with_stock() -> Kept {
    let mut kept = Kept::of(&world());
    let content = json!({"samples": ["7.62x39mm|na|2015", "7.62x39mm|zz|1999"]});
    kept.c.declare("baseline", "army", &content, &stamp()).unwrap();
    kept
}

#[test]
fn rare_samples_link_and_the_commonest_do_not() {
    let a = links(&with_stock().facts(), &Scope::default(), &LinkOptions::default());
    let f = &a.figures;
    assert_eq!((f.incidents, f.samples, f.items, f.rare), (20, 6, 620, 4));
    let [common] = f.common.as_slice() else { panic!() };
    assert_eq!(
        (common.sample.key.as_str(), common.incidents, common.rows.items),
        ("7.62x39mm|bb|1975", 20, 600)
    );
    let pairs: Vec<_> = f
        .links
        .iter()
        .map(|l| {
            (
                l.a.incident.as_str(),
                l.b.incident.as_str(),
                l.grade,
                l.shared.len(),
            )
        })
        .collect();
    assert_eq!(
        pairs,
        [("I10", "I5", "several", 2), ("I3", "I7", "one-recent", 1)].map(|p| {
            // The one recovered first stands first: I5 on 10 June, I10 on 10 November.
            if p.0 == "I10" { ("I5", "I10", p.2, p.3) } else { p }
        })
    );
    assert_eq!(f.found, 2);
    let several = &f.links[0];
    // ln(20 / 2), twice.
    assert_eq!((several.score, several.shared[0].weight), (4.606, 2.303));
    // 30 samples in all incidents together, 4 rare ones in 2 each: mean 3 x 3 x 8 / 900 = 0.08,
    // 1 - exp(-0.08) x 1.08 = 0.003034.
    assert!((several.chance - 0.003_034).abs() < 1e-6, "{}", several.chance);
    assert_eq!(
        (several.a.samples, several.a.items, several.days_apart),
        (3, 34, Some(153))
    );
    assert_eq!(several.shared[0].sample.key, "7.62x39mm|ob|1961");
    assert_eq!(
        (
            several.shared[0].a.ids.as_slice(),
            several.shared[0].b.ids.as_slice()
        ),
        (&[25][..], &[26][..])
    );
    assert_eq!(rules(&several.reasons), ["link-several"]);
    assert_eq!(rules(&f.links[1].reasons), ["link-one-recent"]);
    assert!(f.links[1].shared[0].recent);
}

#[test]
fn one_old_sample_is_no_link_and_says_why() {
    let a = links(&with_stock().facts(), &Scope::default(), &LinkOptions::default());
    assert_eq!(a.figures.weak, 1);
    let weak = &a.figures.weak_list[0];
    assert_eq!(
        (weak.a.incident.as_str(), weak.b.incident.as_str(), weak.grade),
        ("I4", "I9", "one")
    );
    assert_eq!(rules(&weak.reasons), ["link-one-sample"]);
    assert_eq!(rules(&a.refused), ["links-weak"]);
}

#[test]
fn a_declared_national_stock_is_subtracted() {
    let kept = with_stock();
    let a = links(&kept.facts(), &Scope::default(), &LinkOptions::default());
    let [s] = a.figures.subtracted.as_slice() else {
        panic!()
    };
    assert_eq!(
        (s.sample.key.as_str(), s.incidents, s.rows.ids.as_slice()),
        ("7.62x39mm|na|2015", 2, &[29, 30][..])
    );
    assert_eq!(
        rules(&a.guards),
        [
            "link-is-supply-not-people",
            "links-common-left-out",
            "links-baseline",
            "links-by-chance",
        ]
    );
    // Without one the same sample links, and the answer says that nothing was subtracted.
    let a = links(
        &Kept::of(&world()).facts(),
        &Scope::default(),
        &LinkOptions::default(),
    );
    assert_eq!(a.figures.found, 3);
    assert!(rules(&a.guards).contains(&"links-no-baseline"));
    let other = LinkOptions {
        baseline: Some("navy".to_owned()),
        ..LinkOptions::default()
    };
    // A name that nobody declared is no reason to subtract nothing.
    let a = links(&kept.facts(), &Scope::default(), &other);
    assert_eq!(
        (rules(&a.refused), a.figures.found),
        (vec!["no-such-baseline"], 0)
    );
    let a = groups(&kept.facts(), &Scope::default(), &other);
    assert_eq!(rules(&a.refused), ["no-such-baseline"]);
    // With two declared, one can be chosen. A state stock is no national stock.
    let mut kept = kept;
    let content = json!({"samples": ["7.62x39mm|zz|1999"]});
    kept.c.declare("baseline", "navy", &content, &stamp()).unwrap();
    let depot = json!({"samples": ["7.62x39mm|ee|2015"]});
    kept.c.declare("stock", "depot", &depot, &stamp()).unwrap();
    assert_eq!(links(&kept.facts(), &Scope::default(), &other).figures.found, 3);
    let all = links(&kept.facts(), &Scope::default(), &LinkOptions::default());
    assert_eq!((all.figures.found, all.figures.subtracted.len()), (2, 1));
}

#[test]
fn a_recent_sample_links_though_two_plants_may_have_made_it() {
    let mut rows: Vec<R> = world();
    for n in [2, 6] {
        rows.push(in_incident(n, "amb 2015"));
    }
    let a = links(
        &Kept::of(&rows).facts(),
        &Scope::default(),
        &LinkOptions::default(),
    );
    let link = a
        .figures
        .links
        .iter()
        .find(|l| l.shared[0].sample.key.contains("amb"));
    let link = link.expect("a link by the year alone");
    assert_eq!(
        (link.grade, link.shared[0].sample.status.as_str()),
        ("one-recent", "ambiguous")
    );
}

#[test]
fn few_incidents_give_no_links() {
    let rows: Vec<R> = world()
        .into_iter()
        .filter(|r| {
            let name = r.0.iter().find(|c| c.0 == "incident").unwrap();
            ["I3", "I5", "I7", "I10"].contains(&name.1.as_str())
        })
        .collect();
    let a = links(
        &Kept::of(&rows).facts(),
        &Scope::default(),
        &LinkOptions::default(),
    );
    assert!(a.figures.links.is_empty());
    assert_eq!(rules(&a.refused), ["links-too-few-incidents"]);
    assert_eq!(a.refused[0].args["incidents"], "4");
}

#[test]
fn what_is_dealt_at_random_is_not_linked() {
    // 40 incidents of 12 old samples each, from 200, by a fixed sequence of numbers.
    let mut seed = 7_u64;
    let mut rows = Vec::new();
    for n in 1..=40_usize {
        for _ in 0..12 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            rows.push(in_incident(n, &format!("s{} 1960", (seed >> 33) % 200)));
        }
    }
    let a = links(
        &Kept::of(&rows).facts(),
        &Scope::default(),
        &LinkOptions::default(),
    );
    let f = &a.figures;
    // 780 pairs: less than one link may be expected, and many pairs share two samples all the same.
    assert_eq!(f.limit, 1.0 / 780.0);
    assert!(f.by_chance < 1.0 && f.found <= 2, "{} {}", f.by_chance, f.found);
    assert!(f.weak > 100);
    assert!(
        f.weak_list
            .iter()
            .any(|l| l.shared.len() == 2 && rules(&l.reasons) == ["link-may-be-chance"])
    );
}

#[test]
fn one_seizure_in_two_files_is_no_link() {
    let mut kept = Kept::of(&world());
    kept.add(&[in_incident(3, "ee 2015").set("incident", "Team B 3")]);
    // Three incidents of 21 have the sample now; the limit of 10 % is 2.
    let wide = LinkOptions {
        rare_share: 0.15,
        ..LinkOptions::default()
    };
    let a = links(&kept.facts(), &Scope::default(), &wide);
    let doubtful = a
        .figures
        .weak_list
        .iter()
        .find(|l| rules(&l.reasons) == ["link-same-seizure"])
        .unwrap();
    assert_eq!(
        (doubtful.a.incident.as_str(), doubtful.b.incident.as_str()),
        ("I3", "Team B 3")
    );
}

#[test]
fn links_by_one_sample_and_known_events() {
    let mut rows = world();
    rows[20] = rows[20]
        .clone()
        .set("notes", "ev-1/same-sample/lead ev-2/same-type/lead");
    let only = LinkOptions {
        sample: Some("7.62x39mm|ee|2015".to_owned()),
        ..LinkOptions::default()
    };
    let a = links(&Kept::of(&rows).facts(), &Scope::default(), &only);
    let [link] = a.figures.links.as_slice() else {
        panic!()
    };
    assert_eq!(link.shared[0].events, ["ev-1"]);
    assert_eq!(rules(&link.reasons), ["link-one-recent", "link-known-event"]);
}

fn group(name: &str, kinds: std::ops::Range<usize>, day: &str) -> Vec<R> {
    kinds
        .map(|k| {
            r(&format!("k{k} 1980"))
                .n(10)
                .at(day, name, "Centre", name)
                .set("group", name)
        })
        .collect()
}

#[test]
fn groups_are_compared_with_the_size_of_both() {
    let mut rows = group("GA", 1..6, "2016-01-01");
    rows.extend(group("GB", 4..9, "2016-01-02"));
    rows.extend(group("GC", 1..3, "2016-01-03"));
    rows.push(r("k1 1980"));
    let mut kept = Kept::of(&rows);
    let a = groups(&kept.facts(), &Scope::default(), &LinkOptions::default());
    let [p] = a.figures.pairs.as_slice() else { panic!() };
    // Shared: k4 and k5 of 8 kinds; each is a fifth of the items on both sides.
    assert_eq!(
        (p.a.as_str(), p.b.as_str(), p.jaccard, p.bray_curtis),
        ("GA", "GB", 0.25, 0.4)
    );
    assert_eq!((p.shared_samples, p.only_a, p.only_b, p.subtracted), (2, 3, 3, 0));
    assert_eq!(
        (p.shared[0].a.ids.as_slice(), p.shared[0].b.ids.as_slice()),
        (&[4][..], &[6][..])
    );
    assert_eq!(rules(&p.reasons), ["groups-sizes"]);
    assert_eq!(rules(&a.refused), ["groups-too-small", "groups-nameless"]);
    assert_eq!(a.refused[0].args["groups"], "GC");
    kept.c
        .declare(
            "baseline",
            "army",
            &json!({"samples": ["7.62x39mm|k4|1980"]}),
            &stamp(),
        )
        .unwrap();
    let a = groups(&kept.facts(), &Scope::default(), &LinkOptions::default());
    let p = &a.figures.pairs[0];
    // Of 7 kinds left one is shared; it is a quarter of what is left on both sides.
    assert_eq!((p.jaccard, p.bray_curtis, p.subtracted), (0.143, 0.25, 1));
}

fn overlap_world() -> Vec<R> {
    let stock = |k: usize| {
        r(&format!("k{k} 1980"))
            .n(6)
            .at("2018-01-01", "Base", "Centre", "")
            .by("national-force")
    };
    let mut rows: Vec<R> = (1..6).map(stock).collect();
    rows.extend(group("GA", 6..11, "2016-01-01"));
    rows.extend(group("GA", 1..2, "2016-01-01").into_iter().map(|r| r.n(2)));
    rows.extend(group("GA", 1..4, "2020-01-01"));
    rows.extend(group("GA", 6..8, "2020-01-01"));
    rows.extend(group("GA", 1..2, "2019"));
    rows
}

#[test]
fn overlap_with_a_recorded_stock_by_period() {
    let split = SupplyOptions {
        split: vec![Day::new(2019, 6, 1)],
        ..SupplyOptions::default()
    };
    let a = supply(&Kept::of(&overlap_world()).facts(), &Scope::default(), &split);
    let f = &a.figures;
    assert_eq!(
        (f.stock_from, f.stock_samples, f.stock_rows.items),
        ("recorded", 5, 30)
    );
    let [one, two] = f.periods.as_slice() else {
        panic!()
    };
    assert_eq!(
        (one.samples, one.shared_samples, one.rows.items, one.shared.items),
        (6, 1, 52, 2)
    );
    assert_eq!((one.share_samples, one.share_items), (Some(0.167), Some(0.038)));
    assert_eq!(
        (two.share_samples, two.share_items, two.shared.items),
        (Some(0.6), Some(0.6), 30)
    );
    assert_eq!((one.incidents, one.places), (1, 1));
    assert_eq!(
        rules(&a.guards),
        ["others-apart", "supply-not-a-source", "supply-sampled-alike"]
    );
    // A row of "2019" may be on either side.
    assert_eq!(rules(&a.refused), ["supply-no-period"]);
    assert_eq!(
        (
            f.list[0].sample.key.as_str(),
            f.list[0].rows.items,
            f.list[0].level
        ),
        ("7.62x39mm|k1|1980", 22, 1)
    );
}

#[test]
fn small_stocks_and_periods_get_no_share() {
    let mut kept = Kept::of(&overlap_world()[5..]);
    let a = supply(&kept.facts(), &Scope::default(), &SupplyOptions::default());
    assert_eq!(rules(&a.refused), ["supply-stock-too-small"]);
    assert!(a.figures.periods.is_empty());
    let named = SupplyOptions {
        stock: Some("army".to_owned()),
        split: vec![Day::new(2017, 1, 1), Day::new(2018, 1, 1)],
        ..SupplyOptions::default()
    };
    assert_eq!(
        rules(&supply(&kept.facts(), &Scope::default(), &named).refused),
        ["no-such-baseline"]
    );
    let keys: Vec<String> = (1..6).map(|k| format!("7.62x39mm|k{k}|1980")).collect();
    kept.c
        .declare("baseline", "army", &json!({"samples": keys}), &stamp())
        .unwrap();
    let a = supply(&kept.facts(), &Scope::default(), &named);
    assert_eq!(a.figures.stock_from, "declared");
    let empty = &a.figures.periods[1];
    assert_eq!((empty.rows.items, empty.share_items), (0, None));
    assert_eq!(empty.refused.as_ref().unwrap().rule, "set-too-small");
    assert_eq!(rules(&a.refused), ["supply-period-too-small"]);
}

#[test]
fn declared_lots_and_packages_raise_the_level() {
    let mut rows = overlap_world();
    rows.push(
        r("k1 1980 L7")
            .n(1)
            .at("2018-01-01", "Base", "Centre", "")
            .set("package", "box 4"),
    );
    let level = |kind: &str, content: Value| {
        let mut kept = Kept::of(&rows);
        kept.c.declare(kind, "depot", &content, &stamp()).unwrap();
        let named = SupplyOptions {
            stock: Some("depot".to_owned()),
            ..SupplyOptions::default()
        };
        let a = supply(&kept.facts(), &Scope::default(), &named);
        let found = a.figures.list.iter().find(|s| s.sample.key.contains("k1"));
        found.expect("it is shared").level
    };
    let keys: Vec<String> = (1..6).map(|k| format!("7.62x39mm|k{k}|1980")).collect();
    assert_eq!(level("baseline", json!({"samples": keys})), 1);
    let (key, lot) = ("7.62x39mm|k1|1980", "L7");
    assert_eq!(level("stock", json!({"samples": keys, "lots": [[key, lot]]})), 2);
    assert_eq!(level("stock", json!({"samples": keys, "lots": [[key, "L8"]]})), 1);
    assert_eq!(
        level(
            "stock",
            json!({"samples": keys, "lots": [[key, lot]], "packages": [[key, lot, "box 4"]]})
        ),
        3
    );
}

#[test]
fn lots_and_packages_raise_the_level() {
    let mut rows = overlap_world();
    let lot = |who: &str, package: &str| {
        r("k1 1980 L7")
            .n(1)
            .at("2018-01-01", "Base", "Centre", "")
            .by(who)
            .set("package", package)
    };
    rows.extend([lot("national-force", "box 4"), lot("attacker", "")]);
    let level = |rows: &[R]| {
        let a = supply(
            &Kept::of(rows).facts(),
            &Scope::default(),
            &SupplyOptions::default(),
        );
        a.figures
            .list
            .iter()
            .find(|s| s.sample.key.contains("k1"))
            .unwrap()
            .level
    };
    assert_eq!(level(&rows), 2);
    rows.push(lot("attacker", "box 4"));
    assert_eq!(level(&rows), 3);
}
