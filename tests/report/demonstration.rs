//! The figures of the study (UNIDIR 2023), out of the demonstration.

use headstamp_collections::analyse::{self, LinkOptions, Scope, Unit};

use crate::facts;

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

#[test]
fn it_spreads_north_in_2021() {
    let spread = analyse::spread(&facts(), &Scope::default(), EGYPTIAN, Unit::Region).figures;
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
    let links = analyse::links(&facts(), &Scope::default(), &LinkOptions::default()).figures;
    let with: std::collections::BTreeSet<&str> = links
        .links
        .iter()
        .filter(|l| l.shared.iter().any(|s| s.sample.key == EGYPTIAN))
        .flat_map(|l| [l.a.incident.as_str(), l.b.incident.as_str()])
        .collect();
    assert_eq!(with.len(), 13, "every incident that had it: {with:?}");
    assert!(!links.common.is_empty());
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
