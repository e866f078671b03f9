//! First recorded, alerts and spread, always with the search before.

use super::super::{Scope, Unit, alerts, all_alerts, first_recorded, spread, spread_candidates};
use super::{Kept, R, r, rules, search};

fn late() -> Vec<R> {
    vec![
        r("ee 2015")
            .n(2)
            .at("2016-09-14", "Sofara", "Centre", "S1")
            .set("latitude", "14.0")
            .set("longitude", "-4.0"),
        r("ee 2015").n(3).at("2017-02-01", "Sofara", "Centre", "S2"),
        r("ee 2015")
            .n(1)
            .at("2021-05-01", "Bourem", "North", "N1")
            .set("latitude", "15.0")
            .set("longitude", "-4.0"),
    ]
}

#[test]
fn first_recorded_comes_with_the_search_before_it() {
    // 120 items in 12 incidents of 2014 before, 4 of another calibre.
    let mut rows = search("Sofara", "Centre", 2014, 12, 10);
    rows.push(
        r("bb 1975")
            .set("calibre", "9x19mm")
            .n(4)
            .at("2015-01-01", "Sofara", "Centre", "P"),
    );
    rows.extend(late());
    let a = first_recorded(&Kept::of(&rows).facts(), &Scope::default());
    assert_eq!(a.figures.began.unwrap().to_string(), "2014-01-15");
    let f = a
        .figures
        .list
        .iter()
        .find(|f| f.sample.key.contains("ee"))
        .unwrap();
    assert_eq!(
        (f.first.to_string(), f.place.as_deref()),
        ("2016-09-14".to_owned(), Some("Sofara"))
    );
    assert_eq!((f.rows.ids.as_slice(), f.rows.items), (&[14][..], 2));
    assert_eq!(
        (f.before.items, f.before.same_calibre, f.before.incidents),
        (124, 120, 13)
    );
    // 1 - 0.05^(1/120)
    assert_eq!(f.before.could_be_missed, Some(0.0247));
    assert_eq!((f.recoveries, f.life_days), (3, Some(1690)));
    assert!(f.made_since_search && !f.little_search);
    let old = a
        .figures
        .list
        .iter()
        .find(|f| f.sample.key == "7.62x39mm|bb|1975")
        .unwrap();
    assert!(old.little_search && !old.made_since_search);
    assert_eq!(old.before.items, 0);
    assert_eq!(rules(&a.guards), ["first-is-recorded", "first-little-search"]);
}

#[test]
fn first_recorded_with_little_search_says_so() {
    let a = first_recorded(&Kept::of(&late()).facts(), &Scope::default());
    assert!(a.figures.list[0].little_search);
    assert!(rules(&a.guards).contains(&"first-little-search"));
}

#[test]
fn a_day_that_is_not_exact_stays_an_interval() {
    let kept = Kept::of(&[
        r("aa 2011").set("recovered_on", "2016"),
        r("aa 2011").set("recovered_on", "2016-05-01"),
        r("cc 1960"),
    ]);
    let a = first_recorded(&kept.facts(), &Scope::default());
    assert_eq!(a.figures.list[0].first.to_string(), "2016-01-01 to 2016-12-31");
    assert!(rules(&a.guards).contains(&"first-not-one-day"));
    assert_eq!(rules(&a.refused), ["first-undated"]);
}

#[test]
fn a_file_raises_alerts_for_what_is_new() {
    let mut kept = Kept::new();
    let mut first = search("Sofara", "Centre", 2014, 12, 10);
    first.push(r("aa 2011").at("2015-01-01", "Sofara", "Centre", "P"));
    first.push(
        r("ee 2015")
            .n(4)
            .at("2016-01-01", "Base", "Centre", "")
            .by("national-force"),
    );
    let before = kept.add(&first);
    let new = kept.add(&[
        r("ee 2015").n(2).at("2016-09-14", "Sofara", "Centre", "S1"),
        r("ee 2014").at("2016-09-14", "Sofara", "Centre", "S1"),
        r("aa 2011").at("2016-09-14", "Sofara", "Centre", "S1"),
        r("a? 2020")
            .at("2016-09-14", "Sofara", "Centre", "S1")
            .set("calibre", "9x19mm"),
    ]);
    let facts = kept.facts();
    let a = alerts(&facts, &Scope::default(), new);
    let list: Vec<_> = a
        .figures
        .list
        .iter()
        .map(|a| (a.kind, a.value.as_str(), a.rows.ids.clone()))
        .collect();
    // A key that is not clear is no new sample; of the two newer years only the newest is an alert.
    assert_eq!(
        list,
        [
            ("newest-year", "2020", vec![18]),
            ("new-calibre", "9x19mm", vec![18]),
            ("new-producer", "xe-ee", vec![15, 16]),
            ("new-sample", "7.62x39mm|ee|2015", vec![15]),
            ("new-sample", "7.62x39mm|ee|2014", vec![16]),
        ]
    );
    assert_eq!(a.figures.list[0].previous.as_deref(), Some("2011"));
    let sample = &a.figures.list[3];
    assert_eq!(
        (sample.first.unwrap().to_string(), sample.place.as_deref()),
        ("2016-09-14".to_owned(), Some("Sofara"))
    );
    assert_eq!(
        (sample.elsewhere[0].what.as_str(), sample.elsewhere[0].rows.items),
        ("national-force", 4)
    );
    assert_eq!(sample.before.items, 125);
    assert_eq!(rules(&a.guards), ["others-apart", "alert-is-recorded"]);
    // Nothing of the second file counts for the first, and the first can alert to nothing.
    let a = alerts(&facts, &Scope::default(), before);
    assert_eq!(
        a.figures.list.iter().filter(|a| a.kind == "new-sample").count(),
        2
    );
    assert!(rules(&a.guards).contains(&"alerts-first-file"));
    assert_eq!(all_alerts(&facts, &Scope::default()).len(), 2);
    assert_eq!(
        rules(&alerts(&facts, &Scope::default(), 9).refused),
        ["no-such-source"]
    );
}

#[test]
fn spread_into_a_place_that_was_searched_before() {
    // Centre: 24 incidents in 2016 and 2017. North: 48 incidents from 2016 to 2019, none with the sample until 2021.
    let mut rows = search("Sofara", "Centre", 2016, 24, 5);
    rows.extend(search("Bourem", "North", 2016, 48, 5));
    rows.extend(late());
    let kept = Kept::of(&rows);
    let facts = kept.facts();
    let a = spread(&facts, &Scope::default(), "7.62x39mm|ee|2015", Unit::Region);
    let [centre, north] = a.figures.units.as_slice() else {
        panic!()
    };
    assert_eq!(
        (centre.name.as_str(), centre.rows.items, centre.incidents),
        ("Centre", 5, 2)
    );
    assert_eq!(
        (north.name.as_str(), north.first.to_string().as_str()),
        ("North", "2021-05-01")
    );
    assert_eq!(north.days_from_first, 1690);
    // One degree of latitude.
    assert_eq!(north.km_from_first, Some(111.2));
    assert_eq!(north.searched_before, 240);
    assert_eq!(north.searched_first.unwrap().to_string(), "2016-01-15");
    // From 14 September 2016: the four left of that year, and three years.
    assert_eq!(north.recoveries_without, 40);
    // Centre in that time: S1, S2, 4 of 2016 and 12 of 2017; two of these 18 had it: (1 - 2/18)^40.
    assert_eq!(north.missed_by_chance, Some(0.009));
    assert_eq!(rules(&a.guards), ["spread-or-movement", "spread-late"]);
    assert_eq!(a.figures.points.len(), 2);
    let found = spread_candidates(&facts, &Scope::default(), Unit::Region);
    assert_eq!(found, [("7.62x39mm|ee|2015".to_owned(), 1)]);
}

#[test]
fn spread_into_a_place_nobody_searched_says_so() {
    let mut rows = search("Sofara", "Centre", 2016, 24, 5);
    rows.extend(late());
    let facts = Kept::of(&rows).facts();
    let a = spread(&facts, &Scope::default(), "7.62x39mm|ee|2015", Unit::Region);
    assert_eq!(a.figures.units[1].searched_before, 0);
    assert_eq!(rules(&a.guards), ["spread-or-movement", "spread-unsearched"]);
    assert!(spread_candidates(&facts, &Scope::default(), Unit::Region).is_empty());
    let one = spread(&facts, &Scope::default(), "7.62x39mm|bb|1975", Unit::Region);
    assert_eq!(rules(&one.refused), ["spread-one-unit"]);
    let none = spread(&facts, &Scope::default(), "no", Unit::Region);
    assert_eq!(rules(&none.refused), ["no-such-sample"]);
}
