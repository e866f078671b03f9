//! Checks what a plugin answered. Nothing of an answer reaches core that did not pass here.
//!
//! What concerns one item is held against that item only; what cannot be assigned to one is held against the
//! batch, which is then asked again in halves until it can be.

use std::collections::BTreeSet;

use headstamp_plugin_api::wire::{Answer, BASES, Clue, Item, Lead, RELATIONS, ROLES, Reason, RequestKind};
use serde::Deserialize;
use serde_json::value::RawValue;

/// What was said of one item, or why that cannot be used.
pub(crate) type Said = Result<(Vec<Clue>, Vec<Lead>), String>;

#[derive(Deserialize)]
struct RawResponse<'a> {
    #[serde(borrow, default)]
    items: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct OnlyId {
    id: u32,
}

/// Reads an answer to the items in `asked`, which are sorted by id; each entry bears the id of its item.
///
/// # Errors
/// What is wrong with the answer as a whole.
pub(crate) fn check(
    payload: &[u8],
    kind: RequestKind,
    asked: &[&Item],
    item_bytes: usize,
) -> Result<Vec<(u32, Said)>, String> {
    let response: RawResponse<'_> = serde_json::from_slice(payload)
        .map_err(|error| format!("its answer is not as described: {error}"))?;
    let mut seen = BTreeSet::new();
    let mut entries = Vec::with_capacity(response.items.len());
    for raw in response.items {
        let (id, said) = match serde_json::from_str::<Answer>(raw.get()) {
            Ok(answer) => (answer.id, Ok((answer.clues, answer.leads))),
            Err(error) => match serde_json::from_str::<OnlyId>(raw.get()) {
                Ok(OnlyId { id }) => (id, Err(format!("its answer is not as described: {error}"))),
                Err(_) => return Err(format!("a part of its answer bears no usable id: {error}")),
            },
        };
        let item = asked
            .binary_search_by_key(&id, |item| item.id)
            .ok()
            .and_then(|place| asked.get(place))
            .ok_or_else(|| format!("it answered for item {id}, which it was not asked about"))?;
        if !seen.insert(id) {
            return Err(format!("it answered twice for item {id}"));
        }
        let said = said.and_then(|(clues, leads)| {
            if raw.get().len() > item_bytes {
                return Err(format!("its answer for one item is over {item_bytes} bytes"));
            }
            match kind {
                RequestKind::Read if !leads.is_empty() => {
                    return Err("it gave leads when asked to read".to_owned());
                }
                RequestKind::Match if !clues.is_empty() => {
                    return Err("it gave clues when asked to match".to_owned());
                }
                RequestKind::Read | RequestKind::Match => {}
            }
            clues.iter().try_for_each(|clue| check_clue(clue, item))?;
            leads.iter().try_for_each(|lead| check_lead(lead, item))?;
            Ok((clues, leads))
        });
        entries.push((id, said));
    }
    Ok(entries)
}

fn check_clue(clue: &Clue, item: &Item) -> Result<(), String> {
    for index in &clue.marks {
        if !item.marks.iter().any(|mark| mark.index == *index) {
            return Err(format!(
                "a clue rests on mark {index}, which the marking does not have"
            ));
        }
    }
    known("role", &clue.role, ROLES)?;
    known("basis", &clue.basis, BASES)?;
    filled("value", &clue.value)?;
    filled("rule", &clue.rule)?;
    let Clue {
        args,
        says,
        sources,
        states,
        ..
    } = clue;
    args.iter()
        .flat_map(|(name, value)| [name, value])
        .chain([says])
        .chain(sources)
        .chain(states)
        .try_for_each(printable)
}

fn check_lead(lead: &Lead, item: &Item) -> Result<(), String> {
    known("relation", &lead.relation, RELATIONS)?;
    filled("event", &lead.event)?;
    // A lead by lot needs no sample; its index is then 0.
    if lead.sample as usize >= item.samples.len().max(1) {
        return Err(format!(
            "a lead rests on sample {}, and {} were given",
            lead.sample,
            item.samples.len()
        ));
    }
    for Reason { rule, args, says } in &lead.reasons {
        filled("rule", rule)?;
        args.iter()
            .flat_map(|(name, value)| [name, value])
            .chain([says])
            .try_for_each(printable)?;
    }
    let conditions = &lead.conditions;
    for day in conditions.not_before.iter().chain(&conditions.marker_until) {
        if !is_day(day) {
            return Err(format!("a condition has the date {day:?}; dates are YYYY-MM-DD"));
        }
    }
    lead.sources
        .iter()
        .chain(&conditions.theatre)
        .try_for_each(printable)
}

fn known(field: &str, text: &str, allowed: &[&str]) -> Result<(), String> {
    if allowed.contains(&text) {
        Ok(())
    } else {
        Err(format!(
            "it gave the {field} {:?}, which does not exist",
            cut(text)
        ))
    }
}

fn filled(field: &str, text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err(format!("it left `{field}` empty"));
    }
    printable(text)
}

/// Texts of plugins are shown on terminals and in reports; none may steer them.
fn printable(text: impl AsRef<str>) -> Result<(), String> {
    let steers = |letter: char| {
        letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.as_ref().contains(steers) {
        return Err(format!(
            "a text contains a control character: {:?}",
            cut(text.as_ref())
        ));
    }
    Ok(())
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use headstamp_plugin_api::wire::{ItemMark, Sample};

    use super::*;

    fn item(id: u32) -> Item {
        Item {
            id,
            marks: vec![
                ItemMark {
                    index: 0,
                    ..ItemMark::default()
                },
                ItemMark {
                    index: 1,
                    ..ItemMark::default()
                },
            ],
            samples: vec![Sample::default()],
            ..Item::default()
        }
    }

    fn read(json: &str) -> Result<Vec<(u32, Said)>, String> {
        check(json.as_bytes(), RequestKind::Read, &[&item(3), &item(5)], 1000)
    }

    fn clue(fields: &str) -> String {
        format!(
            r#"{{"items":[{{"id":3,"clues":[{{"marks":[1],"role":"year","value":"1952","rule":"r"{fields}}}]}}]}}"#
        )
    }

    #[test]
    fn good_answers_pass() {
        assert_eq!(read(r#"{"items":[]}"#).unwrap(), []);
        assert_eq!(read("{}").unwrap(), []);
        let entries = read(&clue(r#","basis":"general","newer":1"#)).unwrap();
        assert_eq!(entries[0].1.as_ref().unwrap().0[0].value, "1952");
    }

    #[test]
    fn what_is_wrong_with_the_whole() {
        let long = format!("{}{}", "[".repeat(500), "]".repeat(500));
        for (answer, expected) in [
            ("", "not as described"),
            (r#"{"items":[1]}"#, "no usable id"),
            (r#"{"items":[{"id":4}]}"#, "item 4, which it was not asked about"),
            (r#"{"items":[{"id":3},{"id":3}]}"#, "answered twice for item 3"),
            (r#"{"items":[{"id":-3}]}"#, "no usable id"),
            (r#"{"items":[{"id":NaN}]}"#, "not as described"),
            (&format!(r#"{{"items":[{{"id":{long}}}]}}"#), "no usable id"),
        ] {
            let error = read(answer).unwrap_err();
            assert!(error.contains(expected), "{answer}: {error}");
        }
        let error = check(b"{\"items\":[\"\xff\"]}", RequestKind::Read, &[], 1000).unwrap_err();
        assert!(error.contains("not as described"), "{error}");
    }

    #[test]
    fn what_is_wrong_with_one_item() {
        let long = format!(r#","says":"{}""#, "x".repeat(1000));
        for (fields, expected) in [
            (r#","basis":"certain""#, "the basis \"certain\""),
            (r#","says":"\u001b[2J""#, "control character"),
            (r#","says":"\u202e""#, "control character"),
            (r#","support":"proves""#, "not as described"),
            (long.as_str(), "over 1000 bytes"),
        ] {
            let entries = read(&clue(fields)).unwrap();
            let error = entries[0].1.as_ref().unwrap_err();
            assert!(error.contains(expected), "{fields}: {error}");
        }
        for (answer, expected) in [
            (
                clue("").replace("[1]", "[2]"),
                "mark 2, which the marking does not have",
            ),
            (clue("").replace("[1]", "[-1]"), "not as described"),
            (
                clue("").replace("\"year\"", "\"verdict\""),
                "the role \"verdict\"",
            ),
            (clue("").replace("\"1952\"", "\"\""), "`value` empty"),
            (
                r#"{"items":[{"id":3,"leads":[{"event":"e","relation":"same-lot"}]}]}"#.to_owned(),
                "gave leads",
            ),
        ] {
            let entries = read(&answer).unwrap();
            let error = entries[0].1.as_ref().unwrap_err();
            assert!(error.contains(expected), "{answer}: {error}");
        }
    }

    #[test]
    fn leads_are_checked() {
        let lead = |fields: &str| {
            let json = format!(
                r#"{{"items":[{{"id":3,"leads":[{{"event":"e","relation":"same-lot"{fields}}}]}}]}}"#
            );
            check(json.as_bytes(), RequestKind::Match, &[&item(3)], 1000)
                .unwrap()
                .remove(0)
                .1
        };
        assert!(lead("").is_ok());
        assert!(
            lead(r#","sample":1"#)
                .unwrap_err()
                .contains("sample 1, and 1 were given")
        );
        assert!(
            lead(r#","conditions":{"not_before":"2011"}"#)
                .unwrap_err()
                .contains("YYYY-MM-DD")
        );
    }
}
