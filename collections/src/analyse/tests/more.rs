//! Events, packages and quality.

use super::super::{Scope, events, packages, quality};
use super::{Kept, r, rules};

#[test]
fn matches_come_with_relation_and_reasons() {
    let kept = Kept::of(&[
        r("aa 2015")
            .n(3)
            .at("2016-09-14", "A", "N", "I1")
            .set("notes", "e1/same-sample/lead e2/same-type/lead"),
        r("aa 2015")
            .n(2)
            .at("2015-01-01", "A", "N", "I2")
            .set("notes", "e1/same-sample/ruled-out"),
        r("bb 1975").set("notes", "e1/seen-with/weak"),
        r("cc 1980"),
    ]);
    let a = events(&kept.facts(), &Scope::default());
    let list: Vec<_> = a
        .figures
        .list
        .iter()
        .map(|e| {
            (
                e.event.as_str(),
                e.relation.as_str(),
                e.strength.as_str(),
                e.rows.items,
                e.rows.ids.clone(),
            )
        })
        .collect();
    assert_eq!(
        list,
        [
            ("e1", "same-sample", "lead", 3, vec![1]),
            ("e2", "same-type", "lead", 3, vec![1]),
            ("e1", "seen-with", "weak", 1, vec![3]),
            ("e1", "same-sample", "ruled-out", 2, vec![2]),
        ]
    );
    assert_eq!(rules(&a.figures.list[0].reasons), ["event-same-sample"]);
    assert_eq!(
        rules(&a.figures.list[2].reasons),
        ["event-seen-with", "event-weak"]
    );
    assert_eq!(
        rules(&a.figures.list[3].reasons),
        ["event-same-sample", "event-before"]
    );
    assert_eq!(a.figures.list[0].samples[0].key, "7.62x39mm|aa|2015");
    assert_eq!(a.figures.without.ids, [4]);
    assert!(rules(&a.guards).contains(&"event-is-a-lead"));
    assert!(rules(&a.guards).contains(&"event-ruled-out"));
}

#[test]
fn crates_are_tied_by_sample_lot_and_package() {
    let kept = Kept::of(&[
        r("aa 2011 L7")
            .set("item", "crate")
            .set("package", "box 4")
            .at("2015-06-01", "Gao depot", "E", "")
            .by("unknown"),
        r("aa 2011").n(4).at("2016-01-01", "Kidal", "N", "I1"),
        r("aa 2011 L7").n(2).at("2016-02-01", "Menaka", "E", "I2"),
        r("aa 2011 L7")
            .at("2016-03-01", "Gao", "E", "I3")
            .set("package", "box 4"),
        r("bb 1975")
            .at("2016-03-02", "Kidal", "N", "I4")
            .set("package", "box 9"),
        r("cc 1975")
            .at("2016-03-02", "Gao", "E", "I5")
            .set("package", "box 9"),
    ]);
    let a = packages(&kept.facts(), &Scope::default());
    let ties: Vec<_> = a
        .figures
        .ties
        .iter()
        .map(|t| {
            (
                t.level,
                t.package_rows.ids.clone(),
                t.item_rows.ids.clone(),
                t.item_places.clone(),
            )
        })
        .collect();
    let places = |p: &[&str]| p.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        ties,
        [
            (3, vec![1], vec![4], places(&["Gao"])),
            (2, vec![1], vec![3, 4], places(&["Gao", "Menaka"])),
            (1, vec![1], vec![2, 3, 4], places(&["Gao", "Kidal", "Menaka"])),
        ]
    );
    assert_eq!(rules(&a.figures.ties[2].reasons), ["package-same-sample"]);
    let box9 = a.figures.packages.iter().find(|p| p.package == "box 9").unwrap();
    assert_eq!(
        (box9.rows.ids.as_slice(), box9.places.len(), box9.samples.len()),
        (&[5, 6][..], 2, 2)
    );
    assert_eq!(rules(&a.guards), ["package-not-a-path", "package-several-places"]);
    let none = packages(&Kept::of(&[r("aa 2011")]).facts(), &Scope::default());
    assert!(rules(&none.refused).contains(&"no-packages"));
}

#[test]
fn what_is_doubtful_about_the_record() {
    let photo = "a".repeat(64);
    let mut kept = Kept::of(&[
        r("aa 2019").at("2016-01-01", "Alpha", "N", "I1"), // 1: impossible
        r("aa 2011").at("2027-01-01", "Alpha", "N", "I1"), // 2: after it was added
        r("aa 2011 =9x19mm").at("2016-01-01", "Alpha", "N", "I1"), // 3: calibre
        r("aa 2011")
            .at("2016-02-01", "Alpha", "N", "I2")
            .set("photo_sha256", &photo), // 4
        r("bb 1975")
            .at("2016-02-01", "Alpha", "N", "I2")
            .set("photo_sha256", &photo), // 5: other sample
        r("").n(0).by(""),                                 // 6
    ]);
    kept.add(&[
        r("aa 2011").at("2016-02-01", "Alpha", "N", "Team B"), // 7: seizure of 4
        r("aa 2011").at("2016-03-01", "Alpha", "N", "Team B"), // 8
    ]);
    let a = quality(&kept.c, &kept.facts(), &Scope::default()).unwrap();
    let found: Vec<_> = a
        .figures
        .list
        .iter()
        .map(|c| (c.kind, c.rows.ids.clone()))
        .collect();
    assert_eq!(
        found,
        [
            ("impossible-date", vec![1]),
            ("after-added", vec![2]),
            ("calibre-against-mark", vec![3]),
            ("duplicate-photo", vec![4, 5]),
            ("same-seizure", vec![4, 7]),
            ("undated", vec![6]),
            ("no-place", vec![6]),
            ("no-incident", vec![6]),
            ("no-fired-by", vec![6]),
            ("no-items", vec![6]),
            ("no-usable-marks", vec![6]),
        ]
    );
    for c in &a.figures.list {
        rules(std::slice::from_ref(&c.about));
        for e in &c.examples {
            rules(std::slice::from_ref(&e.text));
        }
    }
    let seizure = &a.figures.list[4].examples[0];
    assert_eq!(
        (
            seizure.text.args["place"].as_str(),
            seizure.text.args["files"].as_str()
        ),
        ("Alpha", "2")
    );
    assert!(
        a.figures
            .warnings
            .iter()
            .any(|w| w.column == "quantity" && w.ids == [6])
    );
    let whole = quality(
        &kept.c,
        &kept.facts(),
        &Scope {
            fired_by: vec!["mission".to_owned()],
            ..Scope::default()
        },
    );
    assert_eq!(whole.unwrap().figures.list.len(), 11);
}
