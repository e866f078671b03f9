//! Tables whose rows are checked only when they are read.
//!
//! An archive must be checked before it is trusted, and checking text is the costly part. A one-shot identification
//! reads a few dozen rows of some thousands, so each row is an archive of its own, checked on its way out.

use std::marker::PhantomData;

use rkyv::api::high::{HighDeserializer, HighSerializer, HighValidator};
use rkyv::bytecheck::CheckBytes;
use rkyv::rancor::Error as RkyvError;
use rkyv::ser::allocator::ArenaHandle;
use rkyv::util::AlignedVec;
use rkyv::{Archive, Deserialize, Serialize};

/// Rows of one table, each an archive of its own.
#[derive(Clone, Debug, Default, PartialEq, Archive, Serialize, Deserialize)]
pub struct Rows<T> {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    kind: PhantomData<T>,
}

impl<T> Rows<T>
where
    T: for<'a> Serialize<HighSerializer<AlignedVec, ArenaHandle<'a>, RkyvError>>,
{
    /// Packs rows.
    pub(crate) fn pack(rows: &[T]) -> Result<Self, RkyvError> {
        let mut out = Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            kind: PhantomData,
        };
        for row in rows {
            out.bytes.extend_from_slice(&rkyv::to_bytes::<RkyvError>(row)?);
            out.ends.push(u32::try_from(out.bytes.len()).unwrap_or(u32::MAX));
        }
        Ok(out)
    }
}

impl<T: Archive> ArchivedRows<T>
where
    T::Archived: for<'a> CheckBytes<HighValidator<'a, RkyvError>>,
{
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True without rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A row. A damaged one is as if it were not there.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T::Archived> {
        let end = self.ends.get(index)?.to_native() as usize;
        let start = match index.checked_sub(1) {
            Some(before) => self.ends.get(before)?.to_native() as usize,
            None => 0,
        };
        rkyv::access::<T::Archived, RkyvError>(self.bytes.get(start..end)?).ok()
    }

    /// All rows in order.
    pub fn iter(&self) -> impl Iterator<Item = &T::Archived> {
        (0..self.len()).filter_map(|i| self.get(i))
    }

    /// The place of a row in a table that is sorted by what `order` compares.
    pub fn find(&self, order: impl Fn(&T::Archived) -> std::cmp::Ordering) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match order(self.get(middle)?) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// All rows as plain values.
    pub(crate) fn unpack(&self) -> Result<Vec<T>, RkyvError>
    where
        T::Archived: Deserialize<T, HighDeserializer<RkyvError>>,
    {
        self.iter().map(rkyv::deserialize::<T, RkyvError>).collect()
    }
}

/// Sorted names, each standing for one or several rows. The names are one text, checked at once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Archive, Serialize, Deserialize)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
    rows: Vec<u32>,
}

impl Names {
    /// Packs names that are sorted already.
    pub(crate) fn pack<'a>(sorted: impl Iterator<Item = (&'a str, u32)>) -> Self {
        let mut out = Self::default();
        for (name, row) in sorted {
            out.text.push_str(name);
            out.ends.push(u32::try_from(out.text.len()).unwrap_or(u32::MAX));
            out.rows.push(row);
        }
        out
    }
}

impl ArchivedNames {
    /// Number of names.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True without names.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A name and its row.
    #[must_use]
    pub fn get(&self, index: usize) -> (&str, u32) {
        let end = self.ends.get(index).map_or(0, |e| e.to_native() as usize);
        let start = index
            .checked_sub(1)
            .and_then(|i| self.ends.get(i))
            .map_or(0, |e| e.to_native() as usize);
        (
            self.text.get(start..end).unwrap_or_default(),
            self.rows.get(index).map_or(0, |r| r.to_native()),
        )
    }

    /// Rows of a name.
    pub fn rows_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = u32> + 'a {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.get(middle).0 < name {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low..self.len())
            .map(|i| self.get(i))
            .take_while(move |(n, _)| *n == name)
            .map(|(_, row)| row)
    }

    /// All names with their rows.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..self.len()).map(|i| self.get(i))
    }
}
