//! What must hold, and what does not hold yet.

use crate::figures::Figures;
use crate::noise::Kind;
use crate::share::{BINDING, Share};

/// Clean documented headstamps read right.
pub const REAL_RIGHT: f64 = 0.97;
/// One unreadable sign, calibre given: truth listed.
pub const UNREADABLE_LISTED: f64 = 0.95;
/// Upside down, where the orientation follows: truth first.
pub const TURNED_FIRST: f64 = 0.95;
/// Upside down, where both readings stand: truth listed.
pub const TURNED_LISTED: f64 = 0.95;
/// Two faults: truth listed.
pub const PAIRS_LISTED: f64 = 0.80;
/// Marks of nobody: not identified.
pub const NOBODY_ABSTAINED: f64 = 0.97;
/// Answers at 0.9 or more: right.
pub const CONFIDENT_RIGHT: f64 = 0.90;
/// Answers at 0.5 to 0.6: right about half of the time, within this.
pub const EVEN_WITHIN: f64 = 0.10;
/// Expected calibration error on producers the weights were not fitted to, at most.
pub const CALIBRATION_ERROR: f64 = 0.05;

/// What does not hold yet, with the figure when it was last looked at. A test fails as soon as one of them holds, so that
/// the list only shrinks.
pub const NOT_YET: &[(&str, &str)] = &[];

/// A requirement with what was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Name, as in [`NOT_YET`].
    pub name: &'static str,
    /// What was measured.
    pub measured: f64,
    /// What must hold.
    pub need: Need,
    /// How many answers it rests on.
    pub n: usize,
}

/// What must hold of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// At least.
    AtLeast(f64),
    /// At most.
    AtMost(f64),
}

impl Bar {
    /// It is met.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self.need {
            Need::AtLeast(x) => self.measured >= x,
            Need::AtMost(x) => self.measured <= x,
        }
    }

    /// Enough answers to bind.
    #[must_use]
    pub fn binds(&self) -> bool {
        self.n >= BINDING
    }
}

/// All requirements on these figures.
#[must_use]
pub fn bars(f: &Figures) -> Vec<Bar> {
    let least = |name, share: Share, least| Bar {
        name,
        measured: share.value(),
        need: Need::AtLeast(least),
        n: share.n,
    };
    let most = |name, measured, most, n| Bar {
        name,
        measured,
        need: Need::AtMost(most),
        n,
    };
    let fault = |kind: Kind| {
        f.faults
            .iter()
            .find(|x| x.kind == kind)
            .map(|x| x.given.clone())
            .unwrap_or_default()
    };
    let unreadable = fault(Kind::UnreadableSign);
    let strangers = |at: usize| {
        f.nobody
            .iter()
            .filter(|n| n.how.is_none())
            .nth(at)
            .map_or_else(Share::default, |n| n.abstained)
    };
    let bin = |at: usize| f.calibration.all.bins.get(at);
    let even = bin(5).map_or(1.0, |b| (b.claimed - b.right).abs());
    vec![
        least("real cases right", f.real.right, REAL_RIGHT),
        least("unreadable sign listed", unreadable.listed, UNREADABLE_LISTED),
        least(
            "unreadable sign listed, short marks",
            unreadable.short_listed,
            UNREADABLE_LISTED,
        ),
        least(
            "upside down first, orientation follows",
            f.turned.anchored.first,
            TURNED_FIRST,
        ),
        least(
            "upside down listed, both readings stand",
            f.turned.open.listed,
            TURNED_LISTED,
        ),
        least(
            "upside down listed, short marks",
            fault(Kind::AllTurned).short_listed,
            TURNED_LISTED,
        ),
        least("two faults listed", f.pairs[0].listed, PAIRS_LISTED),
        least(
            "two faults listed, short marks",
            f.pairs[0].short_listed,
            PAIRS_LISTED,
        ),
        least("nobody's numbers not identified", strangers(0), NOBODY_ABSTAINED),
        least("nobody's letters not identified", strangers(1), NOBODY_ABSTAINED),
        least(
            "right at 0.9 or more",
            bin(9).map_or_else(Share::default, |b| b.answers),
            CONFIDENT_RIGHT,
        ),
        most(
            "even odds are even",
            even,
            EVEN_WITHIN,
            bin(5).map_or(0, |b| b.answers.n),
        ),
        most(
            "calibration error, held out",
            f.calibration.held_out.error,
            CALIBRATION_ERROR,
            f.calibration.held_out.n,
        ),
    ]
}
