//! Production against a cutoff and against the day of recovery.

use headstamp_core::date::Day;

use super::super::{Scope, cutoff, lag};
use super::{Kept, r, rules};

fn day(text: &str) -> Day {
    Day::parse_span(text).unwrap().from
}

#[test]
fn a_cutoff_is_certain_possible_or_not() {
    let kept = Kept::of(&[
        r("aa 2011").n(3).at("2012-05-10", "Alpha", "North", "I1"), // 1
        r("aa 2005").n(2).at("2012-05-10", "Alpha", "North", "I1"), // 2
        r("bb 1975").at("2012-05-10", "Alpha", "North", "I1"),      // 3
        r("unk 2011").n(4).at("2012-05-10", "Alpha", "North", "I1"), // 4
        r("amb 2011").at("2012-05-10", "Alpha", "North", "I1"),     // 5
        r("bb -").at("2012-05-10", "Alpha", "North", "I1"),         // 6
    ]);
    let facts = kept.facts();
    let a = cutoff(&facts, &Scope::default(), day("2005-03-29"));
    let f = &a.figures;
    // The year of the cutoff has no month: possible. Unknown marks and missing years say nothing.
    assert_eq!(
        (f.certain.samples, f.certain.rows.ids.as_slice()),
        (2, &[1, 5][..])
    );
    assert_eq!(
        (f.possible.samples, f.possible.rows.ids.as_slice()),
        (1, &[2][..])
    );
    assert_eq!((f.no.samples, f.no.rows.ids.as_slice()), (1, &[3][..]));
    assert_eq!((f.unknown.samples, f.unknown.rows.items), (2, 5));
    let verdicts: Vec<_> = f
        .list
        .iter()
        .map(|c| (c.sample.key.as_str(), c.verdict))
        .collect();
    assert_eq!(
        verdicts,
        [
            ("7.62x39mm|aa|2011", "certain"),
            ("7.62x39mm|amb|2011", "certain"),
            ("7.62x39mm|aa|2005", "possible"),
        ]
    );
    assert_eq!(rules(&f.list[2].reasons), ["cutoff-inside"]);
    assert_eq!(
        rules(&a.guards),
        [
            "cutoff-made-not-delivered",
            "cutoff-year-has-no-month",
            "cutoff-rests-on-identification",
            "cutoff-unknown",
        ]
    );
    // The last day of the year is not after itself; a day earlier it is possible.
    let on = |text: &str| cutoff(&facts, &Scope::default(), day(text)).figures;
    assert_eq!(on("2011-12-31").no.rows.items, 7);
    assert_eq!(on("2011-12-30").possible.rows.items, 4);
    assert_eq!(on("2010-12-31").certain.rows.items, 4);
    assert_eq!(on("2011-01-01").certain.rows.items, 0);
}

#[test]
fn the_lag_is_an_interval() {
    let kept = Kept::of(&[
        r("aa 2011").at("2012-05-10", "Alpha", "North", "I1"), // 1: 131 to 495 days
        r("aa 2015").n(2).at("2016-09-14", "Beta", "South", "I2"), // 2: 258 to 622
        r("aa 2016").at("2016-09-14", "Beta", "South", "I2"),  // 3: 0 to 257, same year
        r("aa 2016").at("2018-01-01", "Beta", "South", "I3"),  // 4: later
        r("aa 2019").n(5).at("2016-09-14", "Beta", "South", "I2"), // 5: before it was made
        r("unk 2015").at("2016-09-14", "Beta", "South", "I2"), // 6
        r("bb 1975"),                                          // 7: no day
    ]);
    let a = lag(&kept.facts(), &Scope::default());
    let f = &a.figures;
    let list: Vec<_> = f
        .list
        .iter()
        .map(|l| (l.sample.year.unwrap(), l.least, l.most, l.rows.ids.clone()))
        .collect();
    assert_eq!(
        list,
        [
            (2016, 0, 257, vec![3]),
            (2011, 131, 495, vec![1]),
            (2015, 258, 622, vec![2])
        ]
    );
    assert_eq!(
        (f.contradictory.ids.as_slice(), f.unknown.ids.as_slice()),
        (&[5][..], &[6, 7][..])
    );
    let [year, two] = f.within.as_slice() else {
        panic!()
    };
    assert_eq!(
        (year.surely.rows.ids.as_slice(), year.possibly.rows.ids.as_slice()),
        (&[3][..], &[1, 2][..])
    );
    assert_eq!((year.surely.samples, year.possibly.samples), (1, 2));
    // Record 4: 366 to 731 days.
    assert_eq!(
        (two.surely.rows.ids.as_slice(), two.possibly.rows.ids.as_slice()),
        (&[1, 2, 3][..], &[4][..])
    );
    assert_eq!(rules(&a.refused), ["lag-contradictory", "lag-unknown"]);
    assert!(rules(&a.guards).contains(&"lag-is-an-interval"));
}
