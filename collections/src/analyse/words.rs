//! The sentences of guards, refusals and reasons, by rule and language.

use std::collections::HashMap;
use std::sync::LazyLock;

use headstamp_core::render::fill;

use super::said::Said;

type Sentences = HashMap<&'static str, &'static str>;

/// Languages that have the sentences.
pub const LANGUAGES: [&str; 2] = ["en", "fr"];

static ENGLISH: LazyLock<Sentences> = LazyLock::new(|| read(include_str!("words/en.toml")));
static FRENCH: LazyLock<Sentences> = LazyLock::new(|| read(include_str!("words/fr.toml")));

/// One `rule = "sentence"` a line, without escapes.
fn read(text: &'static str) -> Sentences {
    text.lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once(" = "))
        .map(|(rule, sentence)| (rule, sentence.trim_matches('"')))
        .collect()
}

/// The sentence of a guard, refusal or reason; English where the language has none.
#[must_use]
pub fn say(lang: &str, said: &Said) -> String {
    let sentences = if lang == "fr" { &*FRENCH } else { &*ENGLISH };
    sentences
        .get(said.rule.as_str())
        .map_or_else(|| said.rule.clone(), |text| fill(text, &said.args))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const FILES: [&str; 20] = [
        include_str!("alerts.rs"),
        include_str!("baseline.rs"),
        include_str!("chance.rs"),
        include_str!("cutoff.rs"),
        include_str!("effort.rs"),
        include_str!("events.rs"),
        include_str!("first.rs"),
        include_str!("groups.rs"),
        include_str!("lag.rs"),
        include_str!("links.rs"),
        include_str!("packages.rs"),
        include_str!("pairs.rs"),
        include_str!("producers.rs"),
        include_str!("quality.rs"),
        include_str!("said.rs"),
        include_str!("samples.rs"),
        include_str!("scope.rs"),
        include_str!("specific.rs"),
        include_str!("spread.rs"),
        include_str!("supply.rs"),
    ];

    fn names(sentence: &str) -> BTreeSet<&str> {
        let parts = sentence.split('{').skip(1);
        parts.filter_map(|p| p.split_once('}')).map(|p| p.0).collect()
    }

    #[test]
    fn both_languages_say_the_same_rules_with_the_same_names() {
        let rules = |s: &Sentences| s.keys().copied().collect::<BTreeSet<_>>();
        assert_eq!(rules(&ENGLISH), rules(&FRENCH));
        for (rule, sentence) in ENGLISH.iter() {
            assert_eq!(names(sentence), names(FRENCH[rule]), "{rule}");
            assert!(sentence.ends_with(['.', '%']), "{rule}: {sentence}");
        }
        for text in [include_str!("words/en.toml"), include_str!("words/fr.toml")] {
            let lines = text.lines().filter(|l| !l.starts_with('#')).count();
            assert_eq!(lines, ENGLISH.len());
            assert!(!text.contains('\\'));
        }
    }

    #[test]
    fn every_rule_that_is_used_has_a_sentence() {
        let mut used = BTreeSet::new();
        for file in FILES {
            for call in ["said(\"", "guard(\"", "refuse(\""] {
                used.extend(file.split(call).skip(1).filter_map(|p| p.split('"').next()));
            }
        }
        assert!(used.len() > 60, "{}", used.len());
        let missing: Vec<&&str> = used.iter().filter(|r| !ENGLISH.contains_key(**r)).collect();
        assert_eq!(missing, [] as [&&str; 0]);
    }
}
