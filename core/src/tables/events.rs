//! Diversion events as the program lists them.

use super::model::ArchivedEvent;
use super::source::EventFile;

impl ArchivedEvent {
    /// The whole event. The JSON was written by the build from the same type, so it is always read.
    #[must_use]
    pub fn whole(&self) -> EventFile {
        serde_json::from_str(&self.json).unwrap_or_default()
    }
}
