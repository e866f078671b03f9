//! What worn cases and recorders do to a marking, one kind of fault at a time.
//!
//! The list of confusions is the evaluation's own, written from how stamps wear and how people misread, and not taken from
//! the program's table: a test that used the same list would only prove that they are the same. Which sign upside down is
//! which other is geometry, and so alike in both.

mod layout;
mod signs;

use headstamp_core::notation::Glyph;
use serde::Serialize;

use crate::case::{Role, Sheet};
use crate::chance::Chance;

/// A kind of fault. In pairs they act in this order, so that what is written down last acts last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The year was not written down.
    MissingYear,
    /// The producer mark was not written down. Nothing is left to find it by.
    MissingProducer,
    /// A sign of the producer mark is taken for another that looks like it.
    Confusion,
    /// Cyrillic letters written as the Latin letters they look like.
    CyrillicAsLatin,
    /// Latin letters written as the Cyrillic letters they look like.
    LatinAsCyrillic,
    /// Cyrillic capitals written as small Latin letters: ППУ as nny.
    SmallLetters,
    /// Digits written in another script than the stamp's.
    OtherDigits,
    /// A sign of the producer mark cannot be read.
    UnreadableSign,
    /// The last digit of the year cannot be read.
    UnreadableYear,
    /// Some signs at one end of the producer mark cannot be read, nor how many.
    UnreadableRun,
    /// The producer mark is written as two marks.
    Split,
    /// The producer mark alone is read upside down.
    OneTurned,
    /// The whole case is read upside down.
    AllTurned,
    /// Reading started at another mark.
    OtherStart,
    /// Reading went round the other way.
    OtherDirection,
    /// The producer mark and its neighbour are written as one.
    Merged,
    /// A sign that belongs to nothing is written down too.
    Spurious,
    /// Another calibre was recorded.
    WrongCalibre,
}

impl Kind {
    /// All kinds in their order.
    pub const ALL: [Self; 18] = [
        Self::MissingYear,
        Self::MissingProducer,
        Self::Confusion,
        Self::CyrillicAsLatin,
        Self::LatinAsCyrillic,
        Self::SmallLetters,
        Self::OtherDigits,
        Self::UnreadableSign,
        Self::UnreadableYear,
        Self::UnreadableRun,
        Self::Split,
        Self::OneTurned,
        Self::AllTurned,
        Self::OtherStart,
        Self::OtherDirection,
        Self::Merged,
        Self::Spurious,
        Self::WrongCalibre,
    ];

    /// Name for the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// Name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::MissingYear => ("missing-year", "year not written down"),
            Self::MissingProducer => ("missing-producer", "producer mark not written down"),
            Self::Confusion => ("confusion", "one sign taken for one that looks like it"),
            Self::CyrillicAsLatin => ("cyrillic-as-latin", "Cyrillic written as Latin look-alikes"),
            Self::LatinAsCyrillic => ("latin-as-cyrillic", "Latin written as Cyrillic look-alikes"),
            Self::SmallLetters => ("small-letters", "Cyrillic written as small Latin letters"),
            Self::OtherDigits => ("other-digits", "digits written in another script"),
            Self::UnreadableSign => ("unreadable-sign", "one sign of the producer mark unreadable"),
            Self::UnreadableYear => ("unreadable-year", "last digit of the year unreadable"),
            Self::UnreadableRun => ("unreadable-run", "one end of the producer mark unreadable"),
            Self::Split => ("split", "producer mark written as two"),
            Self::OneTurned => ("one-turned", "producer mark alone upside down"),
            Self::AllTurned => ("all-turned", "whole case upside down"),
            Self::OtherStart => ("other-start", "another starting point"),
            Self::OtherDirection => ("other-direction", "the other direction"),
            Self::Merged => ("merged", "producer mark and neighbour written as one"),
            Self::Spurious => ("spurious", "a stray sign written down too"),
            Self::WrongCalibre => ("wrong-calibre", "wrong calibre recorded"),
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }

    /// The sheet with this fault, or nothing where it cannot happen or changes nothing.
    pub fn apply(self, sheet: &Sheet, calibres: &[String], chance: &mut Chance) -> Option<Sheet> {
        let mut out = sheet.clone();
        let done = match self {
            Self::MissingYear => layout::drop_year(&mut out),
            Self::MissingProducer => layout::drop_producer(&mut out),
            Self::Confusion => signs::confuse(&mut out, chance),
            Self::CyrillicAsLatin => signs::rewrite(&mut out, &signs::cyrillic_as_latin),
            Self::LatinAsCyrillic => signs::rewrite(&mut out, &signs::latin_as_cyrillic),
            Self::SmallLetters => signs::rewrite(&mut out, &signs::small_letter),
            Self::OtherDigits => signs::other_digits(&mut out, chance),
            Self::UnreadableSign => signs::unreadable(&mut out, chance),
            Self::UnreadableYear => signs::unreadable_year(&mut out),
            Self::UnreadableRun => signs::unreadable_run(&mut out, chance),
            Self::Split => layout::split(&mut out, chance),
            Self::OneTurned => layout::turn_one(&mut out),
            Self::AllTurned => layout::turn_all(&mut out),
            Self::OtherStart => layout::shift(&mut out, chance),
            Self::OtherDirection => layout::reverse(&mut out),
            Self::Merged => layout::merge(&mut out),
            Self::Spurious => layout::stray(&mut out, chance),
            Self::WrongCalibre => layout::wrong_calibre(&mut out, calibres, chance),
        };
        let changed = out.text() != sheet.text() || out.calibre != sheet.calibre;
        let left = self == Self::MissingProducer || sheet.of(Role::Producer).is_empty() || readable(&out);
        (done.is_some() && changed && left && !out.text().trim().is_empty()).then_some(out)
    }
}

/// Something of the producer mark can still be read. Where nothing can, the mark was not written down, which is a fault
/// of its own.
fn readable(sheet: &Sheet) -> bool {
    let glyphs = sheet
        .marks
        .iter()
        .filter(|(_, r)| *r == Role::Producer)
        .flat_map(|(m, _)| &m.glyphs);
    glyphs
        .into_iter()
        .any(|g| !matches!(g, Glyph::Unreadable | Glyph::Run | Glyph::UnknownSymbol))
}
