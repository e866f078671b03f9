//! What a person could go and look at: the observations that would separate the candidates best.
//!
//! Each candidate foretells what would be seen. An observation is worth what it is expected to take away from the
//! uncertainty between the candidates (mutual information); those worth little are not named.

use std::collections::BTreeMap;

use super::{Args, Writer, args};
use crate::identify::token::{Sign, Token};
use crate::identify::{Assignment, Candidate, Level, Status, Step};

/// Candidates below this are not worth a second look at the item.
const CONSIDERED: f64 = 0.02;
/// Observations that tell less than this, in bits, are not named.
const TELLING: f64 = 0.02;
/// At most this many are named.
const NAMED: usize = 3;

/// So many ordinals have a word in the catalogue.
const ORDINALS: usize = 12;

/// What could be looked at: the rule of its sentence, its arguments, and what each candidate foretells with which
/// probability. Nothing foretold: anything may be seen.
struct Look {
    rule: &'static str,
    args: Args,
    foretold: Vec<Vec<(String, f64)>>,
}

impl Writer<'_, '_> {
    pub(super) fn would_settle(&self) -> Vec<String> {
        let i = self.inference;
        let settled = i.status == Status::Identified && i.levels.year != Level::Ambiguous;
        let mut out = self.unread();
        if !settled {
            let top: Vec<&Candidate> = i
                .candidates
                .iter()
                .filter(|c| c.probability >= CONSIDERED)
                .collect();
            if top.is_empty() {
                if out.is_empty() {
                    let case = matches!(self.observation.item.as_str(), "" | "case" | "cartridge");
                    let rule = if case { "settle-photo" } else { "settle-photo-item" };
                    out.push(self.says(rule, &Args::new()));
                }
            } else {
                self.between(&top, &mut out);
            }
            self.years_open(&mut out);
        }
        let mut seen = std::collections::BTreeSet::new();
        out.retain(|s| seen.insert(s.clone()));
        out
    }

    /// Signs that were not read are asked for whatever the candidates.
    fn unread(&self) -> Vec<String> {
        let tokens = self.inference.cuts.first().map(|c| c.tokens.as_slice());
        tokens
            .unwrap_or_default()
            .iter()
            .filter(|t| t.pattern.is_some())
            .map(|token| {
                let long = token.key.text.chars().count() > 1;
                let place = one_unread(token).filter(|p| long && *p < ORDINALS);
                let ordinal = place.map(|p| self.says(&format!("ordinal-{}", p + 1), &Args::new()));
                let rule = if ordinal.is_some() {
                    "settle-character"
                } else {
                    "settle-mark"
                };
                let ordinal = ordinal.unwrap_or_default();
                self.says(
                    rule,
                    &args([("mark", token.shown.to_string()), ("ordinal", ordinal)]),
                )
            })
            .collect()
    }

    fn between(&self, top: &[&Candidate], out: &mut Vec<String>) {
        let looks = [
            self.orientation(top),
            self.enclosure(top),
            self.script(top),
            self.second_look(top),
            self.calibres(top),
        ];
        let mut telling: Vec<(f64, Look)> = looks
            .into_iter()
            .flatten()
            .map(|look| (told(top, &look.foretold), look))
            .filter(|(worth, _)| *worth >= TELLING)
            .collect();
        telling.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, look) in telling.iter().take(NAMED) {
            out.push(self.says(look.rule, &look.args));
        }
        if telling.is_empty() && out.is_empty() && top.len() > 1 {
            let names: Vec<String> = top
                .iter()
                .take(4)
                .map(|c| self.producer(c.producer).name)
                .collect();
            out.push(self.says("settle-tin", &args([("options", names.join(", "))])));
        }
    }

    /// A look whose outcome is whether a step of the reading was needed.
    fn by_step(&self, top: &[&Candidate], step: Step, rule: &'static str) -> Option<Look> {
        let with = top.iter().find(|c| self.assignment(c).steps.has(step))?;
        let mark = self.mark_of(self.assignment(with));
        let foretold = |c: &&Candidate| vec![(self.assignment(c).steps.has(step).to_string(), 1.0)];
        Some(Look {
            rule,
            args: args([("mark", mark)]),
            foretold: top.iter().map(foretold).collect(),
        })
    }

    fn orientation(&self, top: &[&Candidate]) -> Option<Look> {
        self.by_step(top, Step::Turned, "settle-orientation")
    }

    fn enclosure(&self, top: &[&Candidate]) -> Option<Look> {
        let look = self.by_step(top, Step::EnclosureOmitted, "settle-enclosure")?;
        if top.len() > 1 {
            return Some(look);
        }
        // A single candidate stands or falls with it.
        Some(Look {
            foretold: vec![vec![("true".to_owned(), 1.0), ("other".to_owned(), 1.0)]],
            ..look
        })
    }

    fn script(&self, top: &[&Candidate]) -> Option<Look> {
        self.by_step(top, Step::LookAlike, "settle-script")
    }

    /// A mark that some candidates take for a misreading.
    fn second_look(&self, top: &[&Candidate]) -> Option<Look> {
        let guess = top.iter().find(|c| self.assignment(c).steps.guessed())?;
        let mark = self.mark_of(self.assignment(guess));
        let row = |c: &Candidate| {
            let row = self.tables.mark(self.assignment(c).row);
            row.map_or_else(String::new, |m| m.text.to_string())
        };
        let mut options: Vec<String> = vec![mark.clone()];
        for text in top
            .iter()
            .filter(|c| self.mark_of(self.assignment(c)) == mark)
            .map(|c| row(c))
        {
            if !options.contains(&text) {
                options.push(text);
            }
        }
        options.truncate(5);
        let mut foretold: Vec<Vec<(String, f64)>> = top.iter().map(|c| vec![(row(c), 1.0)]).collect();
        if top.len() == 1 {
            foretold = vec![vec![(row(guess), 1.0), (mark.clone(), 1.0)]];
        }
        Some(Look {
            rule: "settle-second-look",
            args: args([("mark", mark), ("options", options.join(", "))]),
            foretold,
        })
    }

    /// The calibre, when none was recorded: each candidate foretells those it is known to have made.
    fn calibres(&self, top: &[&Candidate]) -> Option<Look> {
        if self.observation.calibre.is_some() || self.observation.calibre_text.is_some() {
            return None;
        }
        let made = |c: &&Candidate| -> Vec<u16> {
            let row = self.tables.mark(self.assignment(c).row);
            row.map(|m| m.calibres.iter().map(|c| c.to_native()).collect())
                .unwrap_or_default()
        };
        let sets: Vec<Vec<u16>> = top.iter().map(made).collect();
        let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
        for c in sets.iter().flatten() {
            *counts.entry(*c).or_default() += 1;
        }
        // What all of them make separates none.
        let telling: Vec<u16> = counts
            .iter()
            .filter(|(_, n)| top.len() == 1 || **n < top.len())
            .map(|(c, _)| *c)
            .collect();
        if telling.is_empty() {
            return None;
        }
        let names: Vec<&str> = telling.iter().take(5).map(|c| self.calibre_id(*c)).collect();
        let share = |set: &Vec<u16>| 1.0 / f64::from(u32::try_from(set.len()).unwrap_or(u32::MAX).max(1));
        let mut foretold: Vec<Vec<(String, f64)>> = sets
            .iter()
            .map(|set| set.iter().map(|c| (c.to_string(), share(set))).collect())
            .collect();
        if let [only] = foretold.as_mut_slice() {
            only.push(("another".to_owned(), 1.0));
        }
        Some(Look {
            rule: "settle-calibre",
            args: args([("options", names.join(", "))]),
            foretold,
        })
    }

    fn years_open(&self, out: &mut Vec<String>) {
        let i = self.inference;
        let open = i.levels.year == Level::Ambiguous && i.years.first().is_some_and(|y| y.probability < 0.8);
        if open && i.candidates.first().is_some_and(|c| c.years.len() > 1) {
            let list: Vec<String> = i.years.iter().take(3).map(|y| y.span.to_string()).collect();
            out.push(self.says("settle-year", &args([("options", list.join(", "))])));
        }
    }

    pub(super) fn mark_of(&self, a: &Assignment) -> String {
        let shown = |(start, len): (usize, usize)| {
            let parts: Vec<String> = (start..start + len)
                .map(|t| self.token(a, t).shown.to_string())
                .collect();
            parts.join(" ")
        };
        a.producer.map(shown).unwrap_or_default()
    }
}

/// The place of the only sign that was not read.
fn one_unread(token: &Token) -> Option<usize> {
    let pattern = token.pattern.as_ref()?;
    let mut open = pattern
        .iter()
        .enumerate()
        .filter(|(_, s)| !matches!(s, Sign::Is(_)));
    match (open.next(), open.next()) {
        (Some((place, sign)), None) if *sign != Sign::Run => Some(place),
        _ => None,
    }
}

/// How much of the uncertainty between the candidates, in bits, an observation is expected to take away. A single
/// candidate stands against whatever it does not foretell.
fn told(top: &[&Candidate], foretold: &[Vec<(String, f64)>]) -> f64 {
    let whole: f64 = top.iter().map(|c| c.probability).sum();
    if let ([only], [list]) = (top, foretold) {
        return if list.len() > 1 {
            1.0 - only.probability
        } else {
            0.0
        };
    }
    let mut outcomes: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (n, (c, list)) in top.iter().zip(foretold).enumerate() {
        for (outcome, p) in list {
            let row = outcomes.entry(outcome).or_insert_with(|| vec![0.0; top.len()]);
            row[n] += p * c.probability / whole;
        }
    }
    let prior: Vec<f64> = top.iter().map(|c| c.probability / whole).collect();
    let seen: f64 = outcomes
        .values()
        .map(|row| row.iter().sum::<f64>() * entropy(row))
        .sum();
    // A candidate that foretells nothing stays as uncertain as it was.
    let unsaid: f64 = 1.0 - outcomes.values().flatten().sum::<f64>();
    (entropy(&prior) - seen - unsaid * entropy(&prior)).max(0.0)
}

/// In bits, of shares that need not sum to 1.
fn entropy(shares: &[f64]) -> f64 {
    let sum: f64 = shares.iter().sum();
    let bits = |p: f64| {
        if p > 0.0 {
            -(p / sum) * (p / sum).log2()
        } else {
            0.0
        }
    };
    shares.iter().map(|p| bits(*p)).sum()
}
