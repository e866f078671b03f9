//! A plugin that misbehaves on demand, for the tests of the host.
//!
//! The marking of an item says what it does: `do:abort` and the like happen while the item is answered,
//! `raw:nan` and the like replace the whole answer, `try:read` and the like say in a clue whether something
//! that the sandbox forbids was possible. Any other marking gets an honest clue that repeats it.

mod deeds;
mod raw;
mod tries;

use std::ffi::c_void;

use headstamp_plugin_api::abi::{hs_bytes, hs_plugin_v1, hs_sink};
use headstamp_plugin_api::export::table;
use headstamp_plugin_api::wire::{Clue, Item, Lead, Request};
use headstamp_plugin_api::{OpenData, Plugin, manifest};

struct Testing;

impl Plugin for Testing {
    const MANIFEST: &'static str = manifest! {
        id: "testing",
        name: "Misbehaves on demand",
        requests: ["read", "match"],
        items: ["case"],
        needs_data: ["mood"],
    };

    fn open(data: &OpenData<'_>) -> Result<Self, String> {
        match data.table::<String>("mood").unwrap_or_default().as_str() {
            "refuse" => Err("not today".to_owned()),
            "panic" => deeds::panic(),
            "sleep" => {
                std::thread::sleep(std::time::Duration::from_secs(60));
                Ok(Self)
            }
            _ => Ok(Self),
        }
    }

    fn read(&self, item: &Item, clues: &mut Vec<Clue>) {
        if let Some(deed) = item.marking.strip_prefix("do:") {
            deeds::perform(deed);
        }
        if item.marking.is_empty() {
            return;
        }
        let value = match item.marking.strip_prefix("try:") {
            Some(what) => tries::attempt(what),
            None => item.marking.clone(),
        };
        clues.push(Clue {
            marks: item.marks.iter().map(|mark| mark.index).collect(),
            role: "type".to_owned(),
            value,
            rule: "echo".to_owned(),
            sources: vec!["example".to_owned()],
            ..Clue::default()
        });
    }

    fn match_events(&self, item: &Item, leads: &mut Vec<Lead>) {
        if item.marking.is_empty() {
            return;
        }
        leads.push(Lead {
            event: item.marking.clone(),
            relation: "seen-with".to_owned(),
            sources: vec!["example".to_owned()],
            ..Lead::default()
        });
    }
}

static HONEST: hs_plugin_v1 = table::<Testing>();
static TABLE: hs_plugin_v1 = hs_plugin_v1 {
    identify: Some(identify),
    ..table::<Testing>()
};

/// The entry of the contract, without `export_plugin!`: the table is not the usual one.
#[unsafe(no_mangle)]
extern "C" fn headstamp_plugin_v1() -> *const hs_plugin_v1 {
    &raw const TABLE
}

unsafe extern "C" fn identify(state: *mut c_void, batch: hs_bytes, out: hs_sink, ctx: *mut c_void) -> i32 {
    // SAFETY: the host lends the batch for the time of this call.
    let request = serde_json::from_slice::<Request>(unsafe { batch.as_slice() });
    let wanted = request.ok().and_then(|request| {
        let mut items = request.items.iter();
        items.find_map(|item| Some((item.id, item.marking.strip_prefix("raw:")?.to_owned())))
    });
    if let Some((id, what)) = wanted {
        let mut write = |part: &[u8]| {
            // SAFETY: the sink and its context are lent for the time of this call.
            unsafe { out(ctx, hs_bytes::lend(part)) }
        };
        return raw::answer(id, &what, &mut write);
    }
    match HONEST.identify {
        // SAFETY: the arguments are handed on as they came.
        Some(honest) => unsafe { honest(state, batch, out, ctx) },
        None => 2,
    }
}
