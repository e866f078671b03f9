//! The rules, on events made for them.

use headstamp_plugin_api::check_manifest;
use headstamp_plugin_api::wire::{Item, Lead, YearSpan};
use headstamp_plugin_api::{OpenData, Plugin};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use crate::testing::{case, leads, of_kind, open, relations, sample, with_lots};
use crate::{DiversionEvents, MOST_LEADS};

/// An event of 2016 with one line.
fn event(part: &str, line: Value) -> Value {
    json!({
        "id": "e", "name": "Event", "kind": "capture", "finding": "documented",
        "date": { "from": "2016-08", "to": "2016-08-31" }, part: [line],
    })
}

fn captured(line: Value) -> DiversionEvents {
    open(&[event("captured", line)])
}

fn seen_with(line: Value) -> DiversionEvents {
    open(&[event("seen_with", line)])
}

/// The relation of the only lead, or nothing.
fn relation(plugin: &DiversionEvents, item: &Item) -> String {
    let mut relations = relations(plugin, item);
    assert!(relations.len() < 2);
    relations.pop().map_or_else(String::new, |(_, relation)| relation)
}

fn only(plugin: &DiversionEvents, item: &Item) -> Lead {
    let mut leads = leads(plugin, item);
    assert_eq!(leads.len(), 1);
    leads.remove(0)
}

fn says(lead: &Lead, rule: &str) -> String {
    lead.reasons
        .iter()
        .find(|reason| reason.rule == rule)
        .map_or_else(String::new, |reason| reason.says.clone())
}

#[test]
fn manifest_is_in_order() {
    let manifest = check_manifest(DiversionEvents::MANIFEST).unwrap();
    assert_eq!(manifest.id, "diversion-events");
    assert_eq!(manifest.needs_data, ["events"]);
}

#[test]
fn opening_without_the_table_says_so() {
    let data = OpenData::parse(br#"{"v":1,"data":{}}"#).unwrap();
    let error = DiversionEvents::open(&data).err().unwrap();
    assert!(error.contains("no table `events`"), "{error}");
}

#[test]
fn the_table_as_the_host_writes_it() {
    // Every field is there: what is not stated is null or empty.
    let line = json!({
        "item": "cartridge", "calibres": ["9x19mm"], "countries": ["BR"], "producers": ["br-cbc"], "marks": [],
        "years": { "from": 2006, "to": null }, "lots": [], "note": "",
    });
    let plugin = open(&[json!({
        "id": "e", "name": "", "kind": "", "finding": "", "alleged_by": "", "date": null, "place": "", "country": "",
        "theatre": [], "from_holder": "", "to_holder": "", "summary": "", "caution": "", "sources": [], "basis": "",
        "captured": [line], "seen_with": [], "marker": null, "recorded": [], "newer": 1,
    })]);
    assert_eq!(
        relation(&plugin, &case("9x19mm br-cbc BR CBC 2009")),
        "same-producer-and-period"
    );
    let bare = open(&[
        json!({ "id": "e", "marker": { "until": null, "why": "" }, "date": { "from": null, "to": null } }),
    ]);
    assert_eq!(relation(&bare, &case("9x19mm br-cbc BR CBC 2009")), "");
}

#[test]
fn the_same_sample() {
    let line = json!({ "item": "cartridge", "calibres": ["7.62x39mm"], "countries": ["YU"], "producers": ["ba-igman"],
        "marks": ["IK"], "years": { "from": 1986, "to": 1986 } });
    let plugin = captured(line.clone());
    for (text, expected) in [
        ("7.62x39mm ba-igman BA,YU IK 1986", "same-sample"),
        ("7.62x39mm ba-igman BA,YU - 1986", "same-sample"),
        // The country is settled by the producer.
        ("7.62x39mm ba-igman BA IK 1986", "same-sample"),
        // Another mark of the same plant is another sample, and so is a year that is not certain.
        ("7.62x39mm ba-igman BA,YU NK 1986", "same-producer-and-period"),
        (
            "7.62x39mm ba-igman BA,YU IK 1985..1986",
            "same-producer-and-period",
        ),
        ("7.62x39mm ba-igman BA,YU IK 1987", ""),
        ("7.62x39mm ba-igman BA,YU IK -", ""),
        ("7.62x39mm rs-prvi RS,YU PPU 1986", ""),
        ("7.62x39mm rs-prvi RS,YU IK 1986", ""),
        ("7.62x54mmR ba-igman BA,YU IK 1986", ""),
        ("- ba-igman BA,YU IK 1986", ""),
    ] {
        assert_eq!(relation(&plugin, &case(text)), expected, "{text}");
    }
    let other = only(&plugin, &case("7.62x39mm ba-igman BA,YU NK 1986"));
    assert_eq!(says(&other, "differs"), "The event gives another mark.");
    // What was merely seen is never the same sample.
    assert_eq!(
        relation(&seen_with(line), &case("7.62x39mm ba-igman BA,YU IK 1986")),
        "seen-with"
    );
}

#[test]
fn a_producer_known_by_its_mark() {
    let plugin = captured(
        json!({ "calibres": ["7.62x39mm"], "countries": ["RS", "YU"], "marks": ["ППУ"],
        "years": { "from": 1982, "to": 1982 } }),
    );
    assert_eq!(
        relation(&plugin, &case("7.62x39mm rs-prvi RS,YU NNY 1982")),
        "same-sample"
    );
    assert_eq!(relation(&plugin, &case("7.62x39mm rs-prvi RS,YU PPU 1982")), "");
    assert_eq!(relation(&plugin, &case("7.62x39mm rs-prvi RS,YU - 1982")), "");
    assert_eq!(relation(&plugin, &case("7.62x39mm xx-other XX NNY 1982")), "");
}

#[test]
fn the_same_producer_and_period() {
    let plugin = captured(json!({ "producers": ["us-lake-city"], "years": { "from": 2005, "to": 2007 } }));
    for (years, expected) in [
        ("2004", false),
        ("2005", true),
        ("2007..2008", true),
        ("2008", false),
        ("-", false),
    ] {
        let found = relation(&plugin, &case(&format!("5.56x45mm us-lake-city US LC {years}")));
        assert_eq!(found == "same-producer-and-period", expected, "{years}: {found}");
    }
    let lead = only(&plugin, &case("5.56x45mm us-lake-city US LC 2006"));
    assert_eq!(says(&lead, "not-stated"), "The event does not state the calibre.");
    // A producer without a year is a matter of type.
    let undated = captured(json!({ "calibres": ["5.56x45mm"], "producers": ["us-lake-city"] }));
    assert_eq!(relation(&undated, &case("5.56x45mm us-lake-city US LC 2006")), "");
}

#[test]
fn the_same_type_only_with_a_year() {
    let of =
        |years: Value| captured(json!({ "calibres": ["7.62x39mm"], "countries": ["SU"], "years": years }));
    let item = case("7.62x39mm ru-barnaul RU,SU 17 1975");
    assert_eq!(
        relation(&of(json!({ "from": 1975, "to": 1975 })), &item),
        "same-type"
    );
    assert_eq!(
        relation(&of(json!({ "from": 1970, "to": 1979 })), &item),
        "same-type"
    );
    for years in [
        json!({ "from": 1970, "to": 1989 }),
        json!({ "from": 1970 }),
        json!({ "to": 1990 }),
        json!({}),
        json!(null),
    ] {
        assert_eq!(relation(&of(years.clone()), &item), "", "{years}");
    }
    // A type is calibre and country.
    let year = json!({ "from": 1975, "to": 1975 });
    assert_eq!(
        relation(&captured(json!({ "countries": ["SU"], "years": year })), &item),
        ""
    );
    assert_eq!(
        relation(
            &captured(json!({ "calibres": ["7.62x39mm"], "years": year })),
            &item
        ),
        ""
    );
    // The state of then and the state of today both count.
    assert_eq!(
        relation(
            &captured(json!({ "calibres": ["7.62x39mm"], "countries": ["RU"], "years": year })),
            &item
        ),
        "same-type"
    );
    assert_eq!(
        relation(
            &captured(json!({ "calibres": ["7.62x39mm"], "countries": ["UA"], "years": year })),
            &item
        ),
        ""
    );
}

#[test]
fn seen_with_needs_a_producer_or_a_year() {
    let item = case("7.62x39mm sd-mic SD 1 2014");
    for (line, expected) in [
        (
            json!({ "countries": ["SD"], "years": { "from": 2014, "to": 2014 } }),
            true,
        ),
        (
            json!({ "countries": ["SD"], "calibres": ["7.62x39mm"], "producers": ["sd-mic"] }),
            true,
        ),
        (
            json!({ "producers": ["sd-mic"], "years": { "from": 2014, "to": 2014 } }),
            true,
        ),
        (
            json!({ "countries": ["SD"], "years": { "from": 2013, "to": 2013 } }),
            false,
        ),
        (json!({ "countries": ["SD"] }), false),
        (json!({ "countries": ["SD"], "calibres": ["7.62x39mm"] }), false),
        (json!({ "producers": ["sd-mic"] }), false),
        (json!({ "years": { "from": 2014, "to": 2014 } }), false),
        (json!({}), false),
    ] {
        assert_eq!(
            relation(&seen_with(line.clone()), &item) == "seen-with",
            expected,
            "{line}"
        );
    }
}

#[test]
fn lots() {
    let line = json!({ "calibres": ["9x19mm"], "countries": ["BR"], "producers": ["br-cbc"], "years": { "from": 2006, "to": 2006 },
        "lots": ["UZZ18"] });
    let plugin = captured(line.clone());
    for (lots, text, expected) in [
        (&["uzz 18"][..], "9x19mm br-cbc BR CBC 2006", "same-lot"),
        (&["AAA11", "UZZ18"], "- br-cbc BR CBC -", "same-lot"),
        (&["UZZ18"], "9x19mm br-other BR X 2007", "same-lot"),
        (&["UZZ18"], "", "same-lot"),
        (&["UZZ18"], "9x19mm us-winchester US WW 2006", ""),
        (&["UZZ18"], "5.56x45mm br-cbc BR CBC 2006", ""),
        // Another lot is other stock, and an unread lot leaves the sample.
        (&["AAA11"], "9x19mm br-cbc BR CBC 2006", ""),
        (&[], "9x19mm br-cbc BR CBC 2006", "same-sample"),
        (&["AAA11"], "", ""),
    ] {
        assert_eq!(
            relation(&plugin, &with_lots(lots, text)),
            expected,
            "{lots:?} {text}"
        );
    }
    let other_year = only(&plugin, &with_lots(&["UZZ18"], "9x19mm br-other BR X 2007"));
    assert_eq!(
        says(&other_year, "differs"),
        "The event gives another producer and year of production."
    );
    let alone = only(&plugin, &with_lots(&["UZZ18"], ""));
    assert!(says(&alone, "lot-alone").contains("only the lot"));
    let unread = only(&plugin, &case("9x19mm br-cbc BR CBC 2006"));
    assert!(says(&unread, "lot-not-read").contains("UZZ18"));
    assert_eq!(
        relation(
            &seen_with(line),
            &with_lots(&["UZZ18"], "9x19mm br-cbc BR CBC 2006")
        ),
        "seen-with"
    );
}

#[test]
fn kinds_of_item_must_agree() {
    let line = |kind: &str| {
        captured(
            json!({ "item": kind, "calibres": ["7.62x39mm"], "producers": ["eg-x"], "years": { "from": 2015, "to": 2015 } }),
        )
    };
    let found = |event: &str, item: &str| {
        !relation(&line(event), &of_kind(item, "7.62x39mm eg-x EG X 2015")).is_empty()
    };
    for item in ["case", "cartridge", "projectile"] {
        assert!(
            found("cartridge", item) && found("", item) && !found("weapon", item) && !found("rocket", item),
            "{item}"
        );
    }
    for kind in [
        "rocket",
        "mortar-round",
        "grenade",
        "mine",
        "weapon",
        "vehicle",
        "explosive",
        "other",
    ] {
        assert!(
            found(kind, kind) && found("", kind) && !found("cartridge", kind) && !found(kind, "case"),
            "{kind}"
        );
    }
}

#[test]
fn what_is_improbable_is_not_compared() {
    let plugin = captured(
        json!({ "calibres": ["7.62x39mm"], "countries": ["EG"], "years": { "from": 2015, "to": 2015 } }),
    );
    let mut item = case("7.62x39mm eg-x EG X 2015");
    item.samples[0].probability = 0.049;
    assert_eq!(relation(&plugin, &item), "");
    item.samples[0].probability = 0.05;
    assert_eq!(relation(&plugin, &item), "same-type");
    item.samples[0].years[0].probability = 0.04;
    assert_eq!(relation(&plugin, &item), "");
    item.samples[0].years.push(YearSpan {
        from: 2015,
        to: 2015,
        probability: 0.96,
    });
    assert_eq!(relation(&plugin, &item), "same-type");
}

#[test]
fn what_was_made_later_cannot_come_from_the_event() {
    let line = json!({ "calibres": ["7.62x54mmR"], "producers": ["cn-945"] });
    let plugin = seen_with(line.clone());
    for (years, expected) in [
        ("2016", "seen-with"),
        ("2017", ""),
        ("2016..2017", "seen-with"),
        ("-", "seen-with"),
    ] {
        assert_eq!(
            relation(&plugin, &case(&format!("7.62x54mmR cn-945 CN 945 {years}"))),
            expected,
            "{years}"
        );
    }
    let mut later = event("seen_with", line);
    later["recorded"] = json!([{ "on": "2018-03", "place": "" }]);
    assert_eq!(
        relation(&open(&[later]), &case("7.62x54mmR cn-945 CN 945 2017")),
        "seen-with"
    );
}

#[test]
fn the_strongest_relation_of_the_most_probable_sample() {
    let plugin = open(&[json!({
        "id": "e",
        "captured": [{ "calibres": ["9x19mm"], "producers": ["a-b"], "years": { "from": 2000, "to": 2000 } }],
        "seen_with": [{ "calibres": ["9x19mm"], "producers": ["a-a"] }],
    })]);
    let mut item = case("9x19mm a-a AA A 2000");
    item.samples
        .extend([sample("9x19mm a-b AA B 2000"), sample("9x19mm a-b AA B 2000")]);
    let lead = only(&plugin, &item);
    assert_eq!((lead.relation.as_str(), lead.sample), ("same-sample", 1));
    assert!(says(&lead, "less-probable-reading").contains("not the most probable"));
    item.samples.truncate(1);
    let lead = only(&plugin, &item);
    assert_eq!((lead.relation.as_str(), lead.sample), ("seen-with", 0));
    assert_eq!(says(&lead, "less-probable-reading"), "");
}

#[test]
fn texts_cannot_steer_a_terminal() {
    let mut event = event(
        "captured",
        json!({ "producers": ["a-b"], "years": { "from": 2000, "to": 2000 } }),
    );
    event["caution"] = json!("two\nlines \u{1b}[2J \u{202e}");
    let lead = only(&open(&[event]), &case("9x19mm a-b AA B 2000"));
    assert_eq!(says(&lead, "caution"), "two lines  [2J  ");
}

#[test]
fn leads_are_capped_strongest_first() {
    let line = json!({ "calibres": ["9x19mm"], "producers": ["a-b"], "years": { "from": 2000, "to": 2000 } });
    let of = |id: usize, part: &str| json!({ "id": format!("e{id:03}"), part: [line] });
    let mut events: Vec<Value> = (0..40).map(|id| of(id, "seen_with")).collect();
    events.push(of(99, "captured"));
    let leads = leads(&open(&events), &case("9x19mm a-b AA B 2000"));
    assert_eq!(leads.len(), MOST_LEADS);
    assert_eq!(
        (leads[0].event.as_str(), leads[1].event.as_str()),
        ("e099", "e000")
    );
}

const SAMPLES: [&str; 6] = [
    "7.62x54mmR cn-945 CN 945 2011",
    "12.7x108mm cn-41 CN 41 2010",
    "7.62x39mm eg-x EG 27 2015",
    "7.62x39mm sd-mic SD 1 2014",
    "- br-cbc BR CBC -",
    "7.62x39mm ba-igman BA,YU IK 1986",
];

proptest! {
    #[test]
    fn the_order_of_the_events_does_not_matter(
        text in select(&SAMPLES[..]),
        events in subsequence(crate::testing::event_table(), 0..=90).prop_shuffle(),
    ) {
        let mut sorted = events.clone();
        sorted.sort_by_key(|event| event["id"].to_string());
        prop_assert_eq!(leads(&open(&events), &case(text)), leads(&open(&sorted), &case(text)));
    }

    #[test]
    fn an_item_is_compared_alone(texts in prop::collection::vec(select(&SAMPLES[..]), 1..4), kind in "case|rocket|") {
        // Each lead of several samples is a lead of one of them, unless a stronger one took its place.
        let plugin = open(&crate::testing::event_table());
        let mut all = of_kind(&kind, texts[0]);
        all.samples = texts.iter().map(|text| sample(text)).collect();
        for lead in leads(&plugin, &all) {
            let alone = relations(&plugin, &of_kind(&kind, texts[lead.sample as usize]));
            prop_assert!(alone.contains(&(lead.event, lead.relation)));
        }
    }
}
