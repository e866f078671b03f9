//! The events of the repository.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use headstamp_plugin_api::wire::{Item, Lead};

use crate::DiversionEvents;
use crate::testing::{case, event_table, leads, of_kind, open, reference_data, relations, with_lots};

fn plugin() -> DiversionEvents {
    open(&event_table())
}

/// The relation to an event, or nothing.
fn relation(plugin: &DiversionEvents, item: &Item, event: &str) -> Option<String> {
    relations(plugin, item)
        .into_iter()
        .find(|(id, _)| id == event)
        .map(|(_, relation)| relation)
}

fn find(plugin: &DiversionEvents, item: &Item, event: &str) -> Lead {
    leads(plugin, item)
        .into_iter()
        .find(|lead| lead.event == event)
        .unwrap()
}

fn texts(lead: &Lead) -> String {
    lead.reasons
        .iter()
        .map(|reason| reason.says.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_event_is_read_and_worded() {
    let plugin = plugin();
    let files = fs::read_dir(reference_data("events")).unwrap().count();
    assert_eq!(plugin.events.len(), files);
    assert!(files >= 94);
    let ids: BTreeSet<&str> = plugin.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids.len(), files);
    for event in &plugin.events {
        assert!(event.lines().next().is_some(), "{}: no materiel", event.id);
        assert!(
            [
                "capture",
                "loss",
                "theft",
                "retransfer",
                "transfer",
                "trafficking",
                "supply-alleged"
            ]
            .contains(&event.kind.as_str())
        );
        assert!(["established", "documented", "reported", "alleged"].contains(&event.finding.as_str()));
        let open = event.date.as_ref().is_none_or(|date| date.from.is_none());
        assert_eq!(event.first_day().is_none(), open, "{}", event.id);
        for source in &event.sources {
            assert!(
                reference_data("sources").join(format!("{source}.toml")).is_file(),
                "{source}"
            );
        }
    }
}

#[test]
fn factory_945_of_2011_was_seen_with_three_groups() {
    let plugin = plugin();
    let item = case("7.62x54mmR cn-945 CN 945 2011");
    for event in ["sdn-2011-hamra", "ssd-2011-athor", "ssd-2012-yauyau"] {
        let lead = find(&plugin, &item, event);
        assert_eq!(lead.relation, "seen-with", "{event}");
        let said = texts(&lead);
        assert!(
            said.contains("seen with the holder") && said.contains("a lead, not proof of the path"),
            "{said}"
        );
    }
    let hamra = find(&plugin, &item, "sdn-2011-hamra");
    assert_eq!(hamra.conditions.not_before.as_deref(), Some("2011-06-01"));
    assert_eq!(hamra.conditions.theatre, ["SD", "SS"]);
    assert_eq!(hamra.sources, ["sas-2014-following-the-thread"]);
    let said = texts(&hamra);
    assert!(
        said.contains("is a capture from Sudan Armed Forces to SPLM-North; place: al Hamra"),
        "{said}"
    );
    assert!(
        said.contains("reported, not established")
            && said.contains("accounts recorded by the Small Arms Survey"),
        "{said}"
    );
    assert!(
        said.contains("Only the 12.7 mm rounds of 2010 are tied to it"),
        "{said}"
    );
    // Made after the sightings, or before the years that were met.
    assert_eq!(
        relation(&plugin, &case("7.62x54mmR cn-945 CN 945 2015"), "ssd-2011-athor"),
        None
    );
    assert_eq!(
        relation(&plugin, &case("7.62x54mmR cn-945 CN 945 2005"), "sdn-2011-hamra"),
        None
    );
}

#[test]
fn factory_41_of_2010_was_captured() {
    let plugin = plugin();
    let item = case("12.7x108mm cn-41 CN 41 2010");
    for (event, expected) in [
        ("sdn-2011-hamra", "same-sample"),
        ("sdn-2012-jaw", "same-sample"),
        ("ssd-2011-athor", "seen-with"),
        ("ssd-2012-yauyau", "seen-with"),
    ] {
        assert_eq!(
            relation(&plugin, &item, event).as_deref(),
            Some(expected),
            "{event}"
        );
    }
    let said = texts(&find(&plugin, &item, "sdn-2011-hamra"));
    assert!(said.contains("what is said to have changed hands"), "{said}");
    // Of 2008 only the sighting is left.
    assert_eq!(
        relation(&plugin, &case("12.7x108mm cn-41 CN 41 2008"), "sdn-2011-hamra").as_deref(),
        Some("seen-with")
    );
    assert_eq!(
        relation(&plugin, &case("12.7x108mm cn-41 CN 41 2008"), "sdn-2012-jaw"),
        None
    );
}

#[test]
fn egyptian_rounds_of_2015_agree_in_type_and_year() {
    let plugin = plugin();
    let lead = find(
        &plugin,
        &case("7.62x39mm eg-factory-27 EG 27 2015"),
        "mli-2016-youwarou",
    );
    assert_eq!(lead.relation, "same-type");
    assert_eq!(lead.conditions.not_before.as_deref(), Some("2016-08-01"));
    assert_eq!(lead.conditions.marker_until.as_deref(), Some("2021-12-31"));
    assert_eq!(lead.conditions.theatre, ["ML"]);
    let said = texts(&lead);
    assert!(
        said.contains("calibre 7.62x39mm, country of production EG and year of production 2015"),
        "{said}"
    );
    assert!(said.contains("does not state the producer"), "{said}");
    assert_eq!(
        relation(
            &plugin,
            &case("7.62x39mm eg-factory-27 EG 27 2014"),
            "mli-2016-youwarou"
        ),
        None
    );
    assert_eq!(
        relation(
            &plugin,
            &case("7.62x39mm eg-factory-27 EG 27 -"),
            "mli-2016-youwarou"
        ),
        None
    );
}

#[test]
fn others() {
    let plugin = plugin();
    for (item, event, expected) in [
        (
            case("7.62x39mm ba-igman BA,YU IK 1986"),
            "fra-2015-igman86",
            Some("same-sample"),
        ),
        (
            case("7.62x39mm ba-igman BA,YU NK 1986"),
            "fra-2015-igman86",
            Some("same-producer-and-period"),
        ),
        (
            case("5.56x45mm us-lake-city US LC 2006"),
            "irq-2014-sinjar-us556",
            Some("same-producer-and-period"),
        ),
        (
            case("5.56x45mm us-lake-city US LC 2008"),
            "irq-2014-sinjar-us556",
            None,
        ),
        (
            case("7.62x54mmR ir-x IR X 2006"),
            "nga-2010-apapa",
            Some("same-type"),
        ),
        (
            case("7.62x39mm sd-mic SD 1 2010..2011"),
            "civ-2011-sdn",
            Some("same-type"),
        ),
        (
            case("7.62x39mm sd-mic SD 1 2014"),
            "ssd-2014-pigi",
            Some("seen-with"),
        ),
        (
            with_lots(&["UZZ18"], "9x19mm br-cbc BR CBC -"),
            "bra-2006-uzz18",
            Some("same-lot"),
        ),
        (
            with_lots(&["AHW55"], "9x19mm br-cbc BR CBC 2010"),
            "bra-2010-ahw55",
            Some("same-lot"),
        ),
        (
            with_lots(&["BNT84"], "9x19mm br-cbc BR CBC -"),
            "bra-2010-20-145lots",
            Some("seen-with"),
        ),
        (
            of_kind("rocket", "57mm-rocket bg-x BG X 2011"),
            "mli-2012-gao",
            Some("same-type"),
        ),
        (
            of_kind("mortar-round", "81mm-mortar fr-x FR X 1975"),
            "lby-mli-traffick",
            Some("same-type"),
        ),
        (
            of_kind("weapon", "12.7x108mm sd-mic SD - 2010"),
            "ssd-2011-athor",
            Some("same-type"),
        ),
        (
            of_kind("weapon", "7.62x54mmR cn-945 CN 945 2011"),
            "ssd-2011-athor",
            None,
        ),
        // Calibre and country alone, or a producer without a year, are for counting.
        (case("7.62x39mm cn-31 CN 31 1975"), "afg-2007-aey", None),
        (
            case("5.56x45mm us-lake-city US LC 2006"),
            "afg-2021-taliban",
            None,
        ),
        (case("9x19mm br-cbc BR CBC 2010"), "bra-2010-ahw55", None),
        (case("5.56x45mm ph-armscor PH AP 2008"), "phl-2009-ampatuan", None),
    ] {
        assert_eq!(
            relation(&plugin, &item, event).as_deref(),
            expected,
            "{event} {:?}",
            item.samples
        );
    }
}

#[test]
fn common_types_do_not_flood_an_answer() {
    let plugin = plugin();
    for text in [
        "7.62x39mm cn-31 CN 31 1975",
        "9x19mm br-cbc BR CBC 2012",
        "5.56x45mm us-lake-city US LC 1999",
    ] {
        assert_eq!(relations(&plugin, &case(text)), [], "{text}");
    }
}

#[test]
fn leads_come_in_order_and_say_what_they_are() {
    let plugin = plugin();
    let mut relations_met = BTreeMap::new();
    for text in [
        "7.62x54mmR cn-945 CN 945 2011",
        "12.7x108mm cn-41 CN 41 2010",
        "7.62x39mm eg-x EG - 2015",
        "7.62x39mm sd-mic SD 1 2014",
        "5.56x45mm us-lake-city US LC 2006",
        "7.62x39mm ba-igman BA,YU IK 1986",
    ] {
        let leads = leads(&plugin, &case(text));
        let order = [
            "same-lot",
            "same-sample",
            "same-producer-and-period",
            "same-type",
            "seen-with",
        ];
        assert!(
            leads
                .is_sorted_by_key(|lead| (order.iter().position(|name| *name == lead.relation), &lead.event))
        );
        for lead in &leads {
            *relations_met.entry(lead.relation.clone()).or_insert(0) += 1;
            assert_eq!(
                lead.reasons.first().map(|reason| &reason.rule),
                Some(&lead.relation)
            );
            assert_eq!(
                lead.reasons.last().map(|reason| reason.rule.as_str()),
                Some("lead-not-proof")
            );
            assert!(
                lead.reasons.iter().all(|reason| reason.says.ends_with('.')),
                "{}",
                texts(lead)
            );
            assert!(!lead.sources.is_empty());
        }
        // The host takes 64 KiB for an item; a lead must stay far below.
        assert!(serde_json::to_string(&leads).unwrap().len() < 2048 * leads.len());
    }
    assert_eq!(relations_met.len(), 4);
}
