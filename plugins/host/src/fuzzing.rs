//! What reads bytes of a worker, as the fuzz targets in `fuzz` need it. Not part of any interface.

use headstamp_plugin_api::wire::{Answer, Item, ItemMark, RequestKind, Response, Sample};
use serde::de::DeserializeOwned;

use crate::answer;
use crate::frame::{self, Kind};
use crate::protocol::{
    BatchHead, CallError, LoadError, LoadOrder, Loaded, OpenOrder, Order, Welcome, split_table,
};

/// Reads a stream of frames to its end, and each payload as either side would.
///
/// # Errors
/// A property that does not hold. A stream that is none is no error.
pub fn frames(bytes: &[u8]) -> Result<usize, String> {
    let mut rest = bytes;
    let mut count = 0;
    loop {
        let before = rest;
        let Ok(Some(frame)) = frame::read(&mut rest) else {
            return Ok(count);
        };
        count += 1;
        let read = before
            .get(..before.len() - rest.len())
            .ok_or("more was read than there is")?;
        let mut again = Vec::new();
        frame::encode(&mut again, frame.kind, frame.sequence, &[&frame.payload])
            .map_err(|error| format!("what was read cannot be written: {error}"))?;
        if again != read {
            return Err("a frame that was read and written again is another one".to_owned());
        }
        payload(frame.kind, &frame.payload)?;
    }
}

fn payload(kind: Kind, bytes: &[u8]) -> Result<(), String> {
    fn json<T: DeserializeOwned>(bytes: &[u8]) {
        let _ = serde_json::from_slice::<T>(bytes);
    }
    match kind {
        Kind::Hello => {
            json::<Order>(bytes);
            json::<Welcome>(bytes);
        }
        Kind::Load => {
            json::<LoadOrder>(bytes);
            if let Ok(Loaded { manifest }) = serde_json::from_slice(bytes)
                && let Ok(manifest) = headstamp_plugin_api::check_manifest(&manifest)
                && !headstamp_plugin_api::is_id(&manifest.id)
            {
                return Err(format!("a manifest with the id {:?} was accepted", manifest.id));
            }
        }
        Kind::Table => {
            if let Some((name, table)) = split_table(bytes)
                && [name.as_bytes(), table].join(&0) != bytes
            {
                return Err("a table was taken apart wrongly".to_owned());
            }
        }
        Kind::Open => json::<OpenOrder>(bytes),
        Kind::Batch => {
            if let Some((head, request)) = BatchHead::decode(bytes)
                && [head.encode().as_slice(), request].concat() != bytes
            {
                return Err("a batch was taken apart wrongly".to_owned());
            }
        }
        Kind::Error => {
            json::<LoadError>(bytes);
            json::<CallError>(bytes);
        }
        Kind::Configure => {
            let _ = crate::protocol::split_number(bytes);
        }
    }
    Ok(())
}

/// Bytes that the part of an answer which concerns one item may have here.
const ITEM_BYTES: usize = 2000;

/// Checks an answer to three items, as the host does with that of a plugin.
///
/// # Errors
/// A property that does not hold. An answer that is refused is no error.
pub fn answers(bytes: &[u8], kind: RequestKind) -> Result<usize, String> {
    let items = [3, 5, 9].map(item);
    let asked = items.iter().collect::<Vec<_>>();
    let Ok(entries) = answer::check(bytes, kind, &asked, ITEM_BYTES) else {
        return Ok(0);
    };
    let mut ids = entries.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() != count || ids.iter().any(|id| ![3, 5, 9].contains(id)) {
        return Err(format!(
            "accepted for the items {ids:?}, of which it was asked 3, 5 and 9"
        ));
    }
    let accepted = entries.iter().filter_map(|(id, said)| {
        let (clues, leads) = said.clone().ok()?;
        Some(Answer {
            id: *id,
            clues,
            leads,
        })
    });
    again(
        &Response {
            items: accepted.collect(),
        },
        kind,
        &asked,
    )?;
    Ok(count)
}

/// What was accepted is accepted again when it is written down, and is harmless on a terminal.
fn again(accepted: &Response, kind: RequestKind, asked: &[&Item]) -> Result<(), String> {
    let text = serde_json::to_string(accepted).map_err(|error| error.to_string())?;
    let value = serde_json::to_value(accepted).map_err(|error| error.to_string())?;
    if !is_harmless(&value) {
        return Err(format!("a control character was accepted: {text}"));
    }
    // An answer grows when it is written with all that was left out, so its size is not checked again.
    let checked = answer::check(text.as_bytes(), kind, asked, usize::MAX)?;
    let same = checked.len() == accepted.items.len()
        && checked
            .into_iter()
            .zip(&accepted.items)
            .all(|((id, said), answer)| {
                id == answer.id && said == Ok((answer.clues.clone(), answer.leads.clone()))
            });
    if same {
        Ok(())
    } else {
        Err(format!(
            "written down and checked again it is something else: {text}"
        ))
    }
}

/// No text of it can steer a terminal.
fn is_harmless(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    let steers = |letter: char| {
        letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    match value {
        Value::String(text) => !text.contains(steers),
        Value::Array(list) => list.iter().all(is_harmless),
        Value::Object(fields) => fields
            .iter()
            .all(|(name, field)| !name.contains(steers) && is_harmless(field)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn item(id: u32) -> Item {
    let mark = |index| ItemMark {
        index,
        ..ItemMark::default()
    };
    Item {
        id,
        marks: vec![mark(0), mark(1)],
        samples: vec![Sample::default()],
        ..Item::default()
    }
}
