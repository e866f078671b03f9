//! The codes of the checks. A number is never used for another check.

use std::fmt;

use serde::{Serialize, Serializer};

/// One check of the kit, `HSP01` to `HSP16`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(u8);

/// Title, and what to do when it fails.
const TEXTS: [(&str, &str); 16] = [
    (
        "exports the entry and nothing else",
        "Other exported names can clash with those of other libraries. In C, compile with \
         -fvisibility=hidden; in Rust, let `export_plugin!` write the only `no_mangle` function.",
    ),
    (
        "its table is sane and stays the same",
        "Return the address of a static table with magic, struct_size and all functions; `export_plugin!` \
         and include/headstamp_plugin.h show how.",
    ),
    (
        "its manifest is as described",
        "Write the manifest with `manifest!`, or compare it with the type `wire::Manifest`.",
    ),
    (
        "needs no libraries or functions that it has no use for",
        "A plugin reads a batch and writes an answer. The sandbox refuses processes, network and other \
         libraries; remove the code, or the dependency, that wants them.",
    ),
    (
        "can be loaded in the sandbox",
        "Nothing may happen when the library is loaded: no file may be opened, no process or network \
         used, by a constructor or a static initialiser.",
    ),
    (
        "survives any configuration",
        "`open` must return an error for tables that are missing or of another form, and never abort.",
    ),
    (
        "answers as described",
        "An answer is the JSON of `wire::Response`: known roles and relations, marks and samples that \
         exist, no empty values, no control characters. A request without items is answered without \
         items.",
    ),
    (
        "answers its golden batches as expected",
        "Either the plugin changed, or the expected answers are to be corrected and the change is to be \
         explained.",
    ),
    (
        "does not depend on the order of items",
        "The answer to an item must rest on that item alone. Look for state that is kept between items.",
    ),
    (
        "gives the same bytes each time",
        "Look for hash maps whose order leaks into the answer, clocks, random numbers and addresses.",
    ),
    (
        "survives any request",
        "`identify` must return 1 for what it cannot read, and must not recurse as deep as its input \
         says.",
    ),
    (
        "obeys a sink that stops it",
        "When the sink returns non-zero, nothing more is wanted: return 3 and keep the state usable.",
    ),
    (
        "lets no panic out",
        "Use `export_plugin!`, which catches panics, and do not build with panic = \"abort\". In C, \
         return 1 for a request that is not understood.",
    ),
    (
        "keeps the conversation intact when it prints",
        "Printing is harmless but useless: write diagnostics with `hs_host_v1.log`, or not at all. \
         Descriptors that the plugin did not open are not its own.",
    ),
    (
        "answers 1,000 items in time",
        "A batch has 250 ms, and 5 ms for each item. Do the work that items share once, in `open`.",
    ),
    (
        "names a known source for all evidence, or says that there is none",
        "Every lead, and every clue that is not marked `general` or `doubtful`, needs the id of at least one \
         source of the host's tables: evidence that claims a document can be checked by anybody.",
    ),
];

impl Code {
    /// All codes, in order.
    pub const ALL: [Self; 16] = {
        let mut all = [Self(0); 16];
        let mut number = 0;
        while number < 16 {
            all[number as usize] = Self(number + 1);
            number += 1;
        }
        all
    };

    pub(super) const EXPORTS: Self = Self(1);
    pub(super) const TABLE: Self = Self(2);
    pub(super) const MANIFEST: Self = Self(3);
    pub(super) const IMPORTS: Self = Self(4);
    pub(super) const SANDBOX: Self = Self(5);
    pub(super) const OPEN: Self = Self(6);
    pub(super) const ANSWERS: Self = Self(7);
    pub(super) const GOLDEN: Self = Self(8);
    pub(super) const ORDER: Self = Self(9);
    pub(super) const SAME: Self = Self(10);
    pub(super) const GARBAGE: Self = Self(11);
    pub(super) const STOP: Self = Self(12);
    pub(super) const PANIC: Self = Self(13);
    pub(super) const PRINT: Self = Self(14);
    pub(super) const TIME: Self = Self(15);
    pub(super) const SOURCES: Self = Self(16);

    /// The number in the code.
    pub fn number(self) -> u8 {
        self.0
    }

    /// What is checked, as a statement about the plugin.
    pub fn title(self) -> &'static str {
        self.texts().0
    }

    /// What to do when it fails.
    pub fn help(self) -> &'static str {
        self.texts().1
    }

    fn texts(self) -> (&'static str, &'static str) {
        TEXTS
            .get(usize::from(self.0).wrapping_sub(1))
            .copied()
            .unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HSP{:02}", self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_texts() {
        assert_eq!(Code::ALL[0].to_string(), "HSP01");
        assert_eq!(Code::ALL[15], Code::SOURCES);
        assert!(
            Code::ALL
                .iter()
                .all(|code| !code.title().is_empty() && code.help().ends_with('.'))
        );
    }
}
