//! Samples, producers, and which rows count.

use super::super::{Scope, producers, samples};
use super::{Kept, r, rules};

fn world() -> Kept {
    Kept::of(&[
        r("aa 2011").n(3).at("2016-03-01", "Alpha", "North", "I1"), // 1
        r("aa 2011").n(2).at("2016-05-01", "Beta", "South", "I2"),  // 2
        r("aa 2015").at("2016-09-14", "Beta", "South", "I3"),       // 3
        r("bb 1975").n(10).at("2015-01-10", "Alpha", "North", "I0"), // 4
        r("b? 1975").n(4).at("2015-01-10", "Alpha", "North", "I0"), // 5
        r("aa 2011")
            .n(5)
            .at("2014-01-01", "Base", "South", "")
            .by("national-force"), // 6
        r("bb -").set("recovered_on", "2016"),                      // 7
        r("").at("2016-01-01", "Alpha", "North", "I4"),             // 8
        r("cc 1968").set("item", "weapon"),                         // 9
        r("aa 2011").set("incident", "I1").set("place", "Alpha"),   // 10
        r("unk 2012").n(2).at("2016-04-01", "Alpha", "North", "I1"), // 11
        r("bb 1975").n(7).at("2016-01-01", "Alpha", "North", "I5").by(""), // 12
    ])
}

#[test]
fn kinds_and_items_are_both_counted() {
    let a = samples(&world().facts(), &Scope::default());
    let f = &a.figures;
    assert_eq!(
        (f.samples, f.unclear, f.without_year, f.without_producer),
        (5, 1, 1, 0)
    );
    assert_eq!((f.of.items, f.of.rows, f.of_unclear.items), (20, 7, 4));
    assert_eq!(f.of.ids, [1, 2, 3, 4, 7, 10, 11]);
    assert_eq!((a.base.counted.rows, a.base.counted.items), (8, 24));
    let top = &f.list[0];
    assert_eq!(
        (top.sample.key.as_str(), top.rows.items),
        ("7.62x39mm|bb|1975", 10)
    );
    assert_eq!(top.others.ids, [12]);
    let aa = &f.list[1];
    assert_eq!(aa.sample.key, "7.62x39mm|aa|2011");
    assert_eq!((aa.rows.items, aa.incidents, aa.others.items), (6, 2, 5));
    assert_eq!(aa.first.unwrap().to_string(), "2016-03-01");
    assert_eq!(aa.last.unwrap().to_string(), "2016-05-01");
    assert_eq!(f.list.last().unwrap().sample.key, "7.62x39mm|b?|1975");
    let status: Vec<(&str, u64)> = f
        .by_status
        .iter()
        .map(|l| (l.what.as_str(), l.rows.items))
        .collect();
    assert_eq!(status, [("ambiguous", 4), ("identified", 18), ("unknown", 2)]);
    assert_eq!(
        rules(&a.guards),
        [
            "others-apart",
            "undated",
            "samples-are-kinds",
            "samples-unclear",
            "small-set"
        ]
    );
}

#[test]
fn rows_that_do_not_count_stand_in_lines_of_their_own() {
    let a = samples(&world().facts(), &Scope::default());
    let others: Vec<(&str, u64)> = a
        .base
        .others
        .iter()
        .map(|l| (l.what.as_str(), l.rows.items))
        .collect();
    assert_eq!(others, [("national-force", 5), ("not-recorded", 7)]);
    let left: Vec<(&str, &[i64])> = a
        .base
        .left_out
        .iter()
        .map(|l| (l.what.as_str(), l.rows.ids.as_slice()))
        .collect();
    assert_eq!(left, [("no-usable-marks", &[8][..]), ("other-item", &[9])]);
    assert_eq!(
        (
            a.base.undated.ids.clone(),
            a.base.incidents,
            a.base.without_incident
        ),
        (vec![10], 4, 1)
    );
    assert_eq!(a.base.recovered.unwrap().to_string(), "2015-01-10 to 2016-12-31");
}

#[test]
fn a_scope_narrows_the_rows() {
    let facts = world().facts();
    let weapons = Scope {
        items: vec!["weapon".to_owned()],
        ..Scope::default()
    };
    assert_eq!(samples(&facts, &weapons).base.counted.ids, [9]);
    let all = Scope {
        fired_by: vec!["all".to_owned()],
        theatre: vec!["XM".to_owned()],
        ..Scope::default()
    };
    let a = samples(&facts, &all);
    // Records 7, 9 and 10 have no country.
    assert_eq!(a.base.counted.ids, [1, 2, 3, 4, 5, 6, 11, 12]);
    assert!(a.base.others.is_empty());
    assert_eq!(a.base.left_out[0].what, "country-not-recorded");
    assert_eq!(a.base.left_out[0].rows.ids, [7, 9, 10]);
    let year = Scope {
        recovered: headstamp_core::date::Day::parse_span("2016"),
        ..Scope::default()
    };
    // A row of "2016" is inside, an undated one is not.
    assert_eq!(samples(&facts, &year).base.counted.ids, [1, 2, 3, 7, 11]);
    let few = Scope {
        ids: 2,
        ..Scope::default()
    };
    let a = samples(&facts, &few);
    assert_eq!((a.base.counted.ids.len(), a.base.counted.rows), (2, 8));
}

#[test]
fn nothing_counted_is_refused_with_the_reason() {
    let kept = Kept::of(&[r("aa 2011").by(""), r("bb 1975").by("")]);
    let a = samples(&kept.facts(), &Scope::default());
    assert_eq!(rules(&a.refused), ["nothing-by-attackers"]);
    assert_eq!(a.refused[0].args["rows"], "2");
    let asked = Scope {
        fired_by: vec!["not-recorded".to_owned()],
        ..Scope::default()
    };
    assert_eq!(samples(&kept.facts(), &asked).figures.samples, 2);
    assert_eq!(
        rules(&samples(&Kept::new().facts(), &Scope::default()).refused),
        ["nothing-counted"]
    );
}

#[test]
fn producers_by_state_and_decade() {
    let a = producers(&world().facts(), &Scope::default());
    let f = &a.figures;
    let states: Vec<_> = f
        .states
        .iter()
        .map(|s| {
            (
                s.state.as_str(),
                s.samples,
                s.producers,
                s.rows.items,
                s.first_year,
                s.last_year,
            )
        })
        .collect();
    // XA: aa 2011 and aa 2015. XB: bb 1975 and bb without a year. unk has no state; b? is not clear.
    assert_eq!(
        states,
        [
            ("XA", 2, 1, 7, Some(2011), Some(2015)),
            ("XB", 2, 1, 11, Some(1975), Some(1975)),
        ]
    );
    let decades: Vec<_> = f
        .decades
        .iter()
        .map(|d| (d.decade, d.samples, d.rows.items))
        .collect();
    assert_eq!(
        decades,
        [
            (1970, 1, 10),
            (1980, 0, 0),
            (1990, 0, 0),
            (2000, 0, 0),
            (2010, 2, 7)
        ]
    );
    assert_eq!(
        (f.unclear_state.samples, f.unclear_state.rows.ids.as_slice()),
        (1, &[11][..])
    );
    assert_eq!((f.unclear_decade.samples, f.unclear_decade.rows.items), (2, 3));
    assert_eq!(f.producers[0].producer, "xa-aa");
    assert_eq!(f.producers[0].rows.ids, [1, 2, 3, 10]);
    assert_eq!(f.cells.iter().map(|c| c.samples).sum::<u64>(), 5);
    assert!(rules(&a.guards).contains(&"producer-not-supplier"));
    assert!(rules(&a.guards).contains(&"producers-unclear"));
}

#[test]
fn answers_of_one_sample_that_differ_are_not_averaged() {
    use super::super::sample::over;
    use std::rc::Rc;
    let one = |producer: Option<&str>, state: &str, year, status: &str| {
        Rc::new(crate::Answer {
            sample: "c|60|75".to_owned(),
            producer: producer.map(str::to_owned),
            state: Some(state.to_owned()),
            year: Some(year),
            status: status.to_owned(),
            basis: producer.map(|_| "documented".to_owned()),
            probability: Some(0.9),
            ..crate::Answer::default()
        })
    };
    let (su, ru) = (
        one(Some("a"), "SU", 1975, "identified"),
        one(Some("b"), "RU", 1975, "identified"),
    );
    let open = one(None, "SU", 1975, "ambiguous");
    let both = over(&[Rc::clone(&su), ru, open.clone()]);
    assert_eq!(
        (both.status.as_str(), both.producer, both.state, both.year),
        ("ambiguous", None, None, Some(1975))
    );
    assert_eq!(both.probability, None);
    let agreed = over(&[open, su]);
    assert_eq!(
        (agreed.status.as_str(), agreed.producer.as_deref()),
        ("identified", Some("a"))
    );
}
