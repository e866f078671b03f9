//! Building clues in few words.

use crate::wire::{Clue, Item, ItemMark, Support};

impl Item {
    /// The marks that are there. Places where somebody looked and saw nothing are left out.
    pub fn stamped(&self) -> impl Iterator<Item = &ItemMark> {
        self.marks
            .iter()
            .filter(|mark| !matches!(mark.text.trim(), "" | "-"))
    }
}

impl ItemMark {
    /// The value, when the mark is nothing but digits of any script, fully read and not enclosed.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        let digits = !self.folded.is_empty() && self.folded.bytes().all(|byte| byte.is_ascii_digit());
        if digits && self.enclosure.is_none() {
            self.folded.parse().ok()
        } else {
            None
        }
    }

    /// How many digits the mark has, when it is a number.
    #[must_use]
    pub fn digits(&self) -> Option<usize> {
        self.number().map(|_| self.folded.len())
    }

    /// True when some sign of it was not read for certain.
    #[must_use]
    pub fn partly_read(&self) -> bool {
        self.folded.contains(['?', '…'])
    }
}

/// A clue is built from what it says, on which marks, by which rule:
///
/// ```
/// use headstamp_plugin_api::wire::Clue;
/// let clue = Clue::of("lot", "UZZ18", [2])
///     .rule("lot-mark", "UZZ18 is a lot mark of the maker.")
///     .documented(["cbc-lots"])
///     .in_states(["BR"]);
/// assert_eq!(clue.basis, "documented");
/// ```
impl Clue {
    /// A clue that favours `value` for `role`, resting on these marks.
    #[must_use]
    pub fn of(role: &str, value: impl Into<String>, marks: impl IntoIterator<Item = u32>) -> Self {
        let mut marks: Vec<u32> = marks.into_iter().collect();
        marks.sort_unstable();
        marks.dedup();
        Self {
            marks,
            role: role.to_owned(),
            value: value.into(),
            basis: "general".to_owned(),
            ..Self::default()
        }
    }

    /// The rule it follows, and the whole sentence for a person.
    #[must_use]
    pub fn rule(mut self, rule: &str, says: impl Into<String>) -> Self {
        rule.clone_into(&mut self.rule);
        self.says = says.into();
        self
    }

    /// An argument of the rule, for programs.
    #[must_use]
    pub fn arg(mut self, name: &str, value: impl Into<String>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// Sources of the host's tables state the rule.
    #[must_use]
    pub fn documented<'a>(mut self, sources: impl IntoIterator<Item = &'a str>) -> Self {
        self.sources = sources.into_iter().map(str::to_owned).collect();
        "documented".clone_into(&mut self.basis);
        self
    }

    /// Unconfirmed: shown, never counted.
    #[must_use]
    pub fn doubtful(mut self) -> Self {
        "doubtful".clone_into(&mut self.basis);
        self
    }

    /// It speaks against the value.
    #[must_use]
    pub fn against(mut self) -> Self {
        self.support = Support::Against;
        self
    }

    /// A rule of the tradition rules the value out.
    #[must_use]
    pub fn excludes(mut self) -> Self {
        self.support = Support::Excludes;
        self
    }

    /// It holds only for producers of these states.
    #[must_use]
    pub fn in_states<'a>(mut self, states: impl IntoIterator<Item = &'a str>) -> Self {
        self.states = states.into_iter().map(str::to_owned).collect();
        self
    }
}
