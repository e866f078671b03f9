//! The answer: the same content for people and machines.
//!
//! These types are the public JSON (`headstamp/identification/1`). Fields may be added; none changes its meaning.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Schema name of an [`Identification`].
pub const SCHEMA: &str = "headstamp/identification/1";

macro_rules! answer {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident : $ty:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name { $($(#[$fmeta])* pub $field: $ty),* }
    };
}

answer! {
    /// Everything that can be said of one item.
    Identification {
        /// [`SCHEMA`].
        schema: String,
        /// Always `identification`.
        r#type: String,
        /// Id given by the recorder.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// What was recorded.
        input: Input,
        /// `identified`, `ambiguous`, `unknown` or `unreadable`.
        status: String,
        /// The sample the item counts to; made of the marks as read, never of the attribution.
        sample: Sample,
        /// Verdicts per aspect.
        levels: Levels,
        /// States in which it may have been made, most probable first.
        states: Vec<StateShare>,
        /// Years over all candidates, most probable first.
        years: Vec<Years>,
        /// Producers, most probable first. Their probabilities and `unknown_probability` sum to 1.
        candidates: Vec<Candidate>,
        /// Probability that the producer is none of the candidates.
        unknown_probability: f64,
        /// Marks that say something else than producer and year.
        decoded: Vec<Decoded>,
        /// Diversion events the item may be compared with: leads, never proof.
        events: Vec<EventLead>,
        /// Things to know about this answer.
        flags: Vec<Flag>,
        /// Observations that would decide between the candidates.
        would_settle: Vec<String>,
        /// How well the tables cover this calibre and state.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        coverage: Option<Coverage>,
        /// The sources cited above.
        sources: Vec<Source>,
        /// What the answer was made with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        versions: Option<Versions>,
    }
}

answer! {
    /// What was recorded.
    Input {
        /// The marks, byte for byte.
        marks: String,
        /// The calibre as recorded.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calibre: Option<String>,
        /// Item kind.
        item: String,
        /// Date of recovery as `YYYY-MM-DD` or a span of two.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recovered: Option<String>,
        /// State id of the place of recovery.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        country: Option<String>,
    }
}

answer! {
    /// Calibre, producer mark and year mark: what analysts count.
    Sample {
        /// `7.62x54mmR|945|11`: `?` for unreadable, `-` for absent.
        key: String,
        /// Calibre id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calibre: Option<String>,
        /// Producer id, when identified.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        producer: Option<String>,
        /// Gregorian year, when one stands clear.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        year: Option<i32>,
    }
}

answer! {
    /// Verdicts per aspect: `identified`, `ambiguous`, `unknown`, `recorded`, `read`.
    Levels {
        /// State.
        state: String,
        /// Producer.
        producer: String,
        /// Year.
        year: String,
        /// Calibre.
        calibre: String,
    }
}

answer! {
    /// A state with its probability.
    StateShare {
        /// Id.
        id: String,
        /// Name.
        name: String,
        /// Probability.
        probability: f64,
    }
}

answer! {
    /// A span of days with its probability.
    Years {
        /// First day.
        from: String,
        /// Last day.
        to: String,
        /// Probability.
        probability: f64,
    }
}

answer! {
    /// A producer that explains the marking.
    Candidate {
        /// The producer.
        producer: Producer,
        /// Calibre id, recorded or stamped.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calibre: Option<String>,
        /// When it was made.
        years: Vec<Years>,
        /// Probability of this producer.
        probability: f64,
        /// `documented`, `general` or `doubtful`: the weakest link that the answer needs.
        basis: String,
        /// What each mark was read as.
        readings: Vec<Reading>,
        /// What speaks for it.
        evidence: Vec<Evidence>,
        /// What speaks against it.
        contradictions: Vec<Evidence>,
    }
}

answer! {
    /// A producer.
    Producer {
        /// Id.
        id: String,
        /// Name.
        name: String,
        /// Town.
        place: Option<String>,
        /// Country of today.
        country: String,
        /// State at the time, when it was another one.
        state: Option<String>,
        /// Name of the country of today.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        country_name: String,
        /// Name of the state at the time.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        state_name: String,
    }
}

answer! {
    /// What one recorded mark was read as.
    Reading {
        /// The mark as recorded.
        mark: String,
        /// Its index in the marking.
        index: usize,
        /// `producer`, `year`, `month`, `calibre`, `type` … or `unread`.
        role: String,
        /// Clock position.
        position: Option<String>,
        /// What it was read as.
        r#as: String,
    }
}

answer! {
    /// One reason, with the authority it rests on.
    Evidence {
        /// Rule.
        rule: String,
        /// Arguments of the sentence.
        args: BTreeMap<String, String>,
        /// The sentence.
        says: String,
        /// Source ids.
        sources: Vec<String>,
        /// How the claim is known; empty for a mere reading.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        basis: String,
        /// `core` or `plugin:ID`.
        by: String,
    }
}

answer! {
    /// A mark that says something else than producer and year.
    Decoded {
        /// `lot`, `month`, `type`, `ownership` …
        field: String,
        /// Value.
        value: String,
        /// Indices of the marks.
        marks: Vec<usize>,
        /// Rule.
        rule: String,
        /// The sentence.
        says: String,
        /// How the rule is known: `documented`, `general` or `doubtful`; empty when not said.
        basis: String,
        /// `core` or `plugin:ID`.
        by: String,
        /// Source ids.
        sources: Vec<String>,
    }
}

answer! {
    /// A diversion event the item may be compared with.
    EventLead {
        /// Event id.
        id: String,
        /// Name.
        name: String,
        /// `same-lot`, `same-sample`, `same-producer-and-period`, `same-type` or `seen-with`.
        relation: String,
        /// `lead`, `weak` or `ruled-out`.
        strength: String,
        /// What agrees, what the event is, and what may not be concluded.
        reasons: Vec<String>,
        /// What in the day or place of this recovery weakens it.
        weaknesses: Vec<String>,
        /// Source ids.
        sources: Vec<String>,
        /// `plugin:ID`.
        by: String,
    }
}

answer! {
    /// Something to know about this answer.
    Flag {
        /// Kind.
        kind: String,
        /// The sentence.
        detail: String,
    }
}

answer! {
    /// How well the tables cover a calibre and a state.
    Coverage {
        /// Calibre id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        calibre: Option<String>,
        /// State id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        state: Option<String>,
        /// Marks that a document states.
        documented: u32,
        /// All marks.
        all: u32,
    }
}

answer! {
    /// A source as it is cited.
    Source {
        /// Id.
        id: String,
        /// The reference in one line.
        cite: String,
        /// Grade.
        grade: String,
        /// Address.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        url: String,
        /// What was read of it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        seen: String,
    }
}

answer! {
    /// What an answer was made with.
    Versions {
        /// The program.
        headstamp: String,
        /// The tables.
        data: String,
        /// Tables of the user on top of the shipped ones.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        overlays: Vec<String>,
        /// Plugins that were asked.
        plugins: Vec<PluginVersion>,
    }
}

answer! {
    /// A plugin that was asked.
    PluginVersion {
        /// Id.
        id: String,
        /// Version.
        version: String,
        /// Hash of the file.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        sha256: String,
        /// Isolation in force: `full`, `partial (…)`, `process`.
        sandbox: String,
        /// `bundled`, `user` or `development, unlocked`.
        origin: String,
    }
}

/// Probabilities are printed with three decimals: more would claim a precision that nobody has.
#[must_use]
pub fn round(p: f64) -> f64 {
    (p * 1000.0).round() / 1000.0
}
