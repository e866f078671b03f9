//! What the parts are that are neither producer nor year.

use super::{Writer, args};
use crate::identification::Decoded;
use crate::identify::{Leftover, Status};
use crate::observation::Support;

impl Writer<'_, '_> {
    pub(super) fn decoded(&self) -> Vec<Decoded> {
        let mut out = Vec::new();
        let listed = self.inference.status != Status::Unknown;
        if let Some(best) = self.inference.candidates.first().filter(|_| listed) {
            let a = self.assignment(best);
            for (t, what) in &a.rest {
                let token = self.token(a, *t);
                let mut add = |field: &str, value: String, rule: &str, says: String, sources: Vec<String>| {
                    let marks = vec![token.mark];
                    out.push(Decoded {
                        field: field.to_owned(),
                        value,
                        marks,
                        rule: rule.to_owned(),
                        says,
                        basis: String::new(),
                        by: "core".to_owned(),
                        sources,
                    });
                };
                let one = |v: String| args([("mark", token.shown.to_string()), ("value", v)]);
                match what {
                    Leftover::Calibre(list) => {
                        let names = self.calibre_names(list);
                        let a = args([("mark", token.shown.to_string()), ("calibre", names)]);
                        let says = self.says("stamped-calibre", &a);
                        add(
                            "calibre",
                            self.calibre_ids(list),
                            "stamped-calibre",
                            says,
                            Vec::new(),
                        );
                    }
                    Leftover::Stamp(s) => {
                        let Some(s) = self.id.stamp(*s) else { continue };
                        let says = self.says(
                            "stamp",
                            &args([
                                ("mark", token.shown.to_string()),
                                ("meaning", s.meaning.to_string()),
                            ]),
                        );
                        add(
                            s.role.as_str(),
                            s.meaning.to_string(),
                            "stamp",
                            says,
                            self.source_ids(&s.sources),
                        );
                    }
                    Leftover::Month(m) => add(
                        "month",
                        m.to_string(),
                        "month",
                        self.says("month", &one(m.to_string())),
                        Vec::new(),
                    ),
                    Leftover::Quarter(q) => {
                        add(
                            "quarter",
                            q.to_string(),
                            "quarter",
                            self.says("quarter", &one(q.to_string())),
                            Vec::new(),
                        );
                    }
                    _ => {}
                }
            }
        }
        out.extend(self.other_stamps());
        let states = &self.inference.states;
        for c in self.clues {
            // Without candidates no state is ruled out.
            let possible = |s: &String| states.iter().any(|(state, _)| self.state_id(*state) == s);
            let fits = c.states.is_empty() || states.is_empty() || c.states.iter().any(possible);
            if c.role == "producer" || c.support != Support::Favours || !fits {
                continue;
            }
            out.push(Decoded {
                field: c.role.clone(),
                value: c.value.clone(),
                marks: c.marks.clone(),
                rule: c.rule.clone(),
                says: c.says.clone(),
                basis: c.basis().name().to_owned(),
                by: c.by.clone(),
                sources: c.sources.clone(),
            });
        }
        out
    }

    /// Marks that no producer explains, and that the tables know as something else: an owner, a designation.
    pub(super) fn other_stamps(&self) -> Vec<Decoded> {
        let Some(cut) = self.inference.cuts.first() else {
            return Vec::new();
        };
        let best = self
            .inference
            .candidates
            .first()
            .filter(|_| self.inference.status != Status::Unknown);
        let explained = |mark: usize| {
            best.is_some_and(|c| {
                let a = self.assignment(c);
                let tokens = &self.inference.cuts[a.cut].tokens;
                let unread = a
                    .rest
                    .iter()
                    .any(|(t, l)| tokens[*t].mark == mark && *l == Leftover::Unread);
                !unread
            })
        };
        let mut out = Vec::new();
        // What a plugin reads in the same mark is said there.
        let said = |mark: usize| {
            self.clues.iter().any(|c| {
                let kind = !matches!(c.role.as_str(), "year" | "producer");
                kind && c.marks.contains(&mark) && c.support == Support::Favours && !c.doubtful
            })
        };
        for token in cut
            .tokens
            .iter()
            .filter(|t| !t.empty && !explained(t.mark) && !said(t.mark))
        {
            for stamp in token.stamps.iter().filter_map(|r| self.id.stamp(*r)).take(3) {
                let of = |c| {
                    self.observation.calibre.is_none()
                        || stamp.calibres.is_empty()
                        || self.observation.calibre == Some(c)
                };
                if !stamp.calibres.is_empty() && !stamp.calibres.iter().any(|c| of(c.to_native())) {
                    continue;
                }
                let used: Vec<String> = stamp
                    .countries
                    .iter()
                    .map(|c| self.state_name(c.to_native()))
                    .collect();
                let meaning = stamp.meaning.to_string();
                let rule = if used.is_empty() { "stamp" } else { "stamp-in" };
                let says = self.says(
                    rule,
                    &args([
                        ("mark", token.shown.to_string()),
                        ("meaning", meaning.clone()),
                        ("countries", used.join(", ")),
                    ]),
                );
                out.push(Decoded {
                    field: stamp.role.to_string(),
                    value: meaning,
                    marks: vec![token.mark],
                    rule: rule.to_owned(),
                    says,
                    basis: stamp.basis.get().name().to_owned(),
                    by: "core".to_owned(),
                    sources: self.source_ids(&stamp.sources),
                });
            }
        }
        out
    }
}
