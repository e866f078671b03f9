//! How much a worker is locked in, as told to the user.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much a worker is locked in; more is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SandboxLevel {
    /// A process of its own: it cannot crash the host, and is killed when it hangs.
    Process,
    /// Some of the rules of this platform are in force.
    Partial,
    /// No reading, writing, connecting or executing outside its grant.
    Full,
}

/// The level in force, with what is missing for more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sandbox {
    /// The level.
    pub level: SandboxLevel,
    /// What could not be put in force, and why.
    pub missing: Vec<String>,
}

impl fmt::Display for SandboxLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Process => "process",
            Self::Partial => "partial",
            Self::Full => "full",
        })
    }
}

impl fmt::Display for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.level)?;
        if self.level == SandboxLevel::Partial && !self.missing.is_empty() {
            write!(f, " ({})", self.missing.join("; "))?;
        }
        Ok(())
    }
}
