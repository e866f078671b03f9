//! The items of one call, ready to be sent to any number of plugins.

use std::sync::OnceLock;

use headstamp_plugin_api::wire::{Handles, Item, Manifest, RequestKind, WIRE_VERSION};

use crate::scope::{Classes, concerns};

pub(crate) struct Batch {
    pub(crate) kind: RequestKind,
    pub(crate) items: Vec<Prepared>,
}

pub(crate) struct Prepared {
    /// Its id is its place in the call, whatever the caller gave: ids are then unique, and no plugin sees
    /// more of the collection than the batch.
    pub(crate) item: Item,
    classes: Classes,
    json: OnceLock<Vec<u8>>,
}

impl Batch {
    pub(crate) fn new(kind: RequestKind, items: &[Item]) -> Self {
        let items = (0..).zip(items).map(|(id, item)| Prepared {
            classes: Classes::of(item),
            item: Item { id, ..item.clone() },
            json: OnceLock::new(),
        });
        Self {
            kind,
            items: items.collect(),
        }
    }

    /// Places of the items that a plugin is asked about.
    fn concerning(&self, handles: &Handles) -> Vec<usize> {
        let concerned = |prepared: &Prepared| concerns(handles, &prepared.item, prepared.classes);
        (0..self.items.len())
            .filter(|place| self.items.get(*place).is_some_and(concerned))
            .collect()
    }

    /// Places of the items that a plugin with this manifest is asked about; all, where the manifest is not known.
    pub(crate) fn asked_of(&self, manifest: Option<&Manifest>) -> Vec<usize> {
        match manifest {
            Some(manifest) if !manifest.requests.contains(&self.kind) => Vec::new(),
            Some(manifest) => self.concerning(&manifest.handles),
            None => (0..self.items.len()).collect(),
        }
    }

    /// Cuts a list of places into batches of at most so many items and bytes; an item that is larger stands
    /// alone.
    pub(crate) fn cut<'a>(&self, mut places: &'a [usize], items: usize, bytes: usize) -> Vec<&'a [usize]> {
        let mut pieces = Vec::new();
        while !places.is_empty() {
            let mut size = 0;
            let fitting = places.iter().take(items.max(1)).take_while(|place| {
                size += self.json(**place).len() + 1;
                size <= bytes
            });
            let (piece, rest) = places.split_at(fitting.count().max(1));
            pieces.push(piece);
            places = rest;
        }
        pieces
    }

    /// The request for these items, in parts.
    pub(crate) fn request(&self, places: &[usize]) -> Vec<&[u8]> {
        const { assert!(WIRE_VERSION == 1) };
        let mut parts = Vec::with_capacity(places.len() * 2 + 2);
        parts.push(match self.kind {
            RequestKind::Read => br#"{"v":1,"kind":"read","items":["#.as_slice(),
            RequestKind::Match => br#"{"v":1,"kind":"match","items":["#.as_slice(),
        });
        for (number, place) in places.iter().enumerate() {
            if number > 0 {
                parts.push(b",");
            }
            parts.push(self.json(*place));
        }
        parts.push(b"]}");
        parts
    }

    pub(crate) fn items(&self, places: &[usize]) -> Vec<&Item> {
        places
            .iter()
            .filter_map(|place| self.items.get(*place))
            .map(|prepared| &prepared.item)
            .collect()
    }

    fn json(&self, place: usize) -> &[u8] {
        self.items.get(place).map_or(&[], |prepared| {
            // An item is made of texts and finite numbers; it can always be written.
            prepared
                .json
                .get_or_init(|| serde_json::to_vec(&prepared.item).unwrap_or_default())
        })
    }
}

#[cfg(test)]
mod tests {
    use headstamp_plugin_api::wire::Request;

    use super::*;

    #[test]
    fn requests_are_what_the_contract_says() {
        let item = |marking: &str| Item {
            id: 9,
            marking: marking.to_owned(),
            ..Item::default()
        };
        let batch = Batch::new(RequestKind::Match, &[item("a"), item("b"), item("c")]);
        let request: Request = serde_json::from_slice(&batch.request(&[0, 2]).concat()).unwrap();
        assert_eq!((request.v, request.kind), (WIRE_VERSION, RequestKind::Match));
        let items = request
            .items
            .iter()
            .map(|item| (item.id, item.marking.as_str()))
            .collect::<Vec<_>>();
        assert_eq!(items, [(0, "a"), (2, "c")]);
    }

    #[test]
    fn cut_by_items_and_bytes() {
        let items = ["a", "b", "a very long marking", "c"].map(|marking| Item {
            marking: marking.to_owned(),
            ..Item::default()
        });
        let batch = Batch::new(RequestKind::Read, &items);
        let short = batch.json(0).len() + 1;
        assert_eq!(batch.cut(&[0, 1, 2, 3], 2, usize::MAX), [&[0, 1], &[2, 3]]);
        assert_eq!(batch.cut(&[0, 1, 2, 3], 9, 2 * short), [&[0, 1][..], &[2], &[3]]);
        assert_eq!(batch.cut(&[0, 1], 0, 0), [&[0], &[1]]);
        assert!(batch.cut(&[], 9, 9).is_empty());
    }
}
