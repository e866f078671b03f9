//! The figures of the study (UNIDIR 2023), out of the demonstration.

use headstamp_collections::analyse::{self, LinkOptions, Scope, Unit};

use crate::{collection, facts};

/// Calibre, marks: the Egyptian sample of 2015 as the demonstration writes it.
const EGYPTIAN: &str = "7.62x39mm|27|15";

#[test]
fn the_published_totals_come_out() {
    let (facts, scope) = (facts(), Scope::default());
    let samples = analyse::samples(&facts, &scope);
    assert_eq!(samples.base.counted.items, 12_000);
    assert_eq!((samples.figures.samples, samples.figures.unclear), (488, 0));
    let years = samples.base.recovered.expect("days of recovery");
    assert_eq!((years.from.0.year(), years.to.0.year()), (2014, 2022));

    let producers = analyse::producers(&facts, &scope).figures;
    let of = |ids: &[&str]| -> u64 {
        producers
            .states
            .iter()
            .filter(|s| ids.contains(&s.state.as_str()))
            .map(|s| s.samples)
            .sum()
    };
    assert_eq!(of(&["CN", "SU", "RU"]), 281);
    assert_eq!(producers.states.iter().filter(|s| s.state != "RU").count(), 36);
    let decades: Vec<(i32, u64)> = producers.decades.iter().map(|d| (d.decade, d.samples)).collect();
    assert_eq!(
        decades,
        [
            (1940, 6),
            (1950, 44),
            (1960, 92),
            (1970, 128),
            (1980, 104),
            (1990, 36),
            (2000, 34),
            (2010, 44)
        ]
    );
}

#[test]
fn the_egyptian_sample_raises_an_alert_when_it_first_appears_and_only_then() {
    let all = analyse::all_alerts(&facts(), &Scope::default());
    let raised: Vec<(&str, String)> = all
        .iter()
        .flat_map(|a| a.figures.list.iter().map(move |x| (a.figures.name.as_str(), x)))
        .filter(|(_, x)| x.kind == "new-sample" && x.value == EGYPTIAN)
        .map(|(name, x)| (name, x.first.expect("a day").to_string()))
        .collect();
    assert_eq!(raised, [("synthetic-2016.csv", "2016-09-14".to_owned())]);
}

/// What was printed when the files were added is in the log, in its chain.
#[test]
fn the_alert_is_in_the_log() {
    let collection = headstamp_collections::Collection::open_read(collection()).expect("it opens");
    let log = collection.log().expect("a log");
    let with: Vec<String> = log
        .iter()
        .filter(|e| e.action == "add")
        .filter_map(|e| {
            let body = e.content().ok()?;
            let list = body["alerts"]["list"].as_array()?.clone();
            let it = list
                .iter()
                .any(|a| a["kind"] == "new-sample" && a["value"] == EGYPTIAN);
            it.then(|| body["name"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    assert_eq!(with, ["synthetic-2016.csv"]);
}

/// A marker for the centre and the south ends when the sample is met north of the river.
#[test]
fn as_a_marker_it_expires_in_2021() {
    let dir = tempfile::tempdir().expect("a folder");
    let copy = dir.path().join("copy.hsc");
    std::fs::copy(collection(), &copy).expect("a copy");
    let mut args = vec![
        "collection",
        "declare",
        crate::text(&copy),
        "marker",
        "centre",
        "--sample",
        EGYPTIAN,
    ];
    for region in ["Mopti", "Bandiagara", "Douentza", "Timbuktu", "Ségou"] {
        args.extend(["--with", region]);
    }
    args.extend(["--by", "test"]);
    crate::headstamp(&args);
    let kept = headstamp_collections::Collection::open_read(&copy).expect("it opens");
    let facts = analyse::Facts::read(&kept).expect("facts");
    let found = analyse::specific(&facts, &Scope::default(), &analyse::SpecificOptions::default()).figures;
    let [marker] = found.declared.as_slice() else {
        panic!("{:?}", found.declared)
    };
    let seen = marker.seen_elsewhere.as_ref().expect("seen elsewhere");
    assert!(!marker.holds);
    assert_eq!((seen.with.as_str(), seen.first.from.0.year()), ("Kidal", 2021));
}

#[test]
fn it_spreads_north_in_2021() {
    let (facts, scope) = (facts(), Scope::default());
    let found = analyse::spread(&facts, &scope, EGYPTIAN, Unit::Region);
    // The finding: it was missing there from recoveries in which it should have been met.
    let late = found
        .guards
        .iter()
        .find(|g| g.rule == "spread-late")
        .expect("a late arrival");
    assert_eq!(late.args["units"], "Kidal, Gao");
    // Nobody has to ask for the sample: it is among those that are offered.
    let offered = analyse::spread_candidates(&facts, &scope, Unit::Region);
    assert!(
        offered.iter().any(|(key, units)| key == EGYPTIAN && *units == 2),
        "{offered:?}"
    );
    let spread = found.figures;
    let first: Vec<(&str, i32)> = spread
        .units
        .iter()
        .map(|u| (u.name.as_str(), u.first.from.0.year()))
        .collect();
    assert_eq!(first.first(), Some(&("Mopti", 2016)));
    for region in ["Kidal", "Gao"] {
        assert!(first.contains(&(region, 2021)), "{first:?}");
        let unit = spread
            .units
            .iter()
            .find(|u| u.name == region)
            .expect("the region");
        assert!(
            unit.searched_before > 500,
            "{region} was searched before: {}",
            unit.searched_before
        );
    }
}

#[test]
fn incidents_that_share_it_are_linked_and_common_samples_link_nothing() {
    let (facts, scope) = (facts(), Scope::default());
    let links = analyse::links(&facts, &scope, &LinkOptions::default()).figures;
    let with: std::collections::BTreeSet<&str> = links
        .links
        .iter()
        .filter(|l| l.shared.iter().any(|s| s.sample.key == EGYPTIAN))
        .flat_map(|l| [l.a.incident.as_str(), l.b.incident.as_str()])
        .collect();
    let samples = analyse::samples(&facts, &scope).figures;
    let it = samples
        .list
        .iter()
        .find(|s| s.sample.key == EGYPTIAN)
        .expect("the sample");
    assert!(it.incidents > 10);
    assert_eq!(
        with.len() as u64,
        it.incidents,
        "every incident that had it: {with:?}"
    );
    // The samples of most incidents are among those that link nothing.
    let mut commonest: Vec<_> = samples.list.iter().collect();
    commonest.sort_by_key(|s| std::cmp::Reverse(s.incidents));
    for s in commonest.iter().take(5) {
        assert!(
            links.common.iter().any(|c| c.sample.key == s.sample.key),
            "{}",
            s.sample.key
        );
    }
    for link in &links.links {
        for shared in &link.shared {
            assert!(
                links.common.iter().all(|c| c.sample.key != shared.sample.key),
                "{} links {} and {}",
                shared.sample.key,
                link.a.incident,
                link.b.incident
            );
        }
    }
}

#[test]
fn every_row_says_that_it_is_synthetic() {
    let dir = tempfile::tempdir().expect("a folder");
    headstamp_demonstration::synthetic(dir.path(), 7, true).expect("another seed");
    let mut rows = 0;
    for year in 2014..=2022 {
        let file = dir.path().join(format!("synthetic-{year}.csv"));
        let text = std::fs::read_to_string(file).expect("a file");
        assert!(
            text.lines()
                .skip(1)
                .all(|l| l.starts_with("SYNTHETIC-") && l.contains("SYNTHETIC: "))
        );
        rows += text.lines().count() - 1;
    }
    assert_eq!(rows, 12_000);
}

#[test]
fn the_same_seed_gives_the_same_rows() {
    let write = || {
        let dir = tempfile::tempdir().expect("a folder");
        headstamp_demonstration::synthetic(dir.path(), 11, false).expect("written");
        std::fs::read(dir.path().join("synthetic-2020.csv")).expect("a file")
    };
    assert_eq!(write(), write());
}

/// Whatever is made of it and handed on says so.
#[test]
fn every_analysis_says_that_it_is_synthetic() {
    for name in [
        "samples",
        "producers",
        "first",
        "lag",
        "quality",
        "links",
        "events",
    ] {
        for format in ["text", "json", "csv"] {
            let ran = crate::headstamp(&["analyse", name, crate::text(collection()), "--format", format]);
            let out = String::from_utf8(ran.stdout).expect("text");
            match format {
                "text" => assert!(out.starts_with("SYNTHETIC DATA"), "{name}: {out}"),
                "json" => assert!(out.contains("\"synthetic\":true"), "{name}"),
                _ => {
                    let mut lines = out.lines();
                    assert!(
                        lines.next().is_some_and(|head| head.ends_with(",synthetic")),
                        "{name}"
                    );
                    assert!(lines.all(|line| line.ends_with(",SYNTHETIC")), "{name}");
                }
            }
        }
    }
}
