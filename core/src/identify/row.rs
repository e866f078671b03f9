//! Mark rows with what is asked of them again and again, read and checked once in the life of an identifier.

use std::ops::Deref;
use std::sync::OnceLock;

use super::Identifier;
use crate::tables::model::{ArchivedCalibre, ArchivedLook, ArchivedMarkRow, ArchivedProducer, Basis};

/// A mark row and its producer.
#[derive(Clone)]
pub(crate) struct Row<'t> {
    pub(crate) index: u32,
    mark: &'t ArchivedMarkRow,
    pub(crate) maker: &'t ArchivedProducer,
    /// How the link from the mark to the producer is known, and how far that is trusted.
    pub(crate) known: Basis,
    pub(crate) trust: f64,
    /// Country of today.
    pub(crate) country: u16,
    /// First and last day of the state in which the plant stood.
    pub(crate) begun: Option<i32>,
    pub(crate) ended: Option<i32>,
    /// First year of the oldest of its calibres, trials included.
    pub(crate) floor: Option<i32>,
    /// It looks for signs, and not for absence or an arrangement.
    pub(crate) is_text: bool,
    /// One of its calibres is that of a mortar, a rocket or the like.
    pub(crate) ordnance: bool,
    /// It is written in several words.
    pub(crate) spaced: bool,
}

impl Deref for Row<'_> {
    type Target = ArchivedMarkRow;

    fn deref(&self) -> &ArchivedMarkRow {
        self.mark
    }
}

/// Trials begin up to three years before a calibre is introduced.
const TRIALS: i32 = 3;

/// The year before which no case of this calibre can be.
pub(crate) fn first_year(calibre: &ArchivedCalibre) -> Option<i32> {
    let introduced = calibre.introduced.as_ref()?;
    Some(introduced.to_native() - TRIALS)
}

impl<'t> Row<'t> {
    pub(crate) fn read(id: &Identifier<'t>, index: u32) -> Option<Self> {
        let weights = &id.weights;
        let mark = id.tables.mark(index)?;
        let maker = id.producer(mark.producer.to_native())?;
        let country = maker.country.to_native();
        let state = match mark.state.to_native() {
            u16::MAX => country,
            then => then,
        };
        let state = id.state(state);
        let known = mark.basis.get();
        Some(Self {
            index,
            mark,
            maker,
            known,
            trust: match known {
                Basis::Documented => weights.trust_documented,
                Basis::General => weights.trust_general,
                Basis::Doubtful => weights.trust_doubtful,
            },
            country,
            begun: state.and_then(|s| s.from.as_ref()).map(|d| d.to_native()),
            ended: state.and_then(|s| s.to.as_ref()).map(|d| d.to_native()),
            // One calibre without a year leaves the whole open.
            floor: mark
                .calibres
                .iter()
                .map(|c| first_year(id.calibre(c.to_native())?))
                .min()
                .flatten(),
            ordnance: mark.calibres.iter().any(|c| {
                let class = id.calibre(c.to_native()).map_or("", |c| c.class.as_str());
                !matches!(class, "" | "small-arms" | "shotgun")
            }),
            is_text: matches!(mark.look, ArchivedLook::Text),
            spaced: mark.text.contains(' '),
        })
    }

    /// The state it stood in while that state lasted; the country of today when none is named.
    pub(crate) fn then(&self) -> u16 {
        match self.mark.state.to_native() {
            u16::MAX => self.country,
            then => then,
        }
    }
}

/// Rows to a block of the cache.
const BLOCK: usize = 64;

type Block<T> = Box<[OnceLock<Option<T>>]>;

/// Rows that were read, and checked, before. Blocks come into being when one of their rows is asked for, so that one
/// identification pays for few.
pub(crate) struct Cache<T> {
    blocks: Vec<OnceLock<Block<T>>>,
}

impl<T> Cache<T> {
    /// For so many rows.
    pub(crate) fn new(rows: usize) -> Self {
        Self {
            blocks: (0..rows.div_ceil(BLOCK)).map(|_| OnceLock::new()).collect(),
        }
    }

    /// A row, read by `read` if it was not before.
    pub(crate) fn get(&self, index: usize, read: impl FnOnce() -> Option<T>) -> Option<&T> {
        let block = self
            .blocks
            .get(index / BLOCK)?
            .get_or_init(|| (0..BLOCK).map(|_| OnceLock::new()).collect());
        block.get(index % BLOCK)?.get_or_init(read).as_ref()
    }
}
