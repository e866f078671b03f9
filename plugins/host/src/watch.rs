//! The steps of the host, told as it takes them: tests judge by them what a clock on a busy machine cannot tell.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Who is told.
#[derive(Clone)]
pub struct Watch(Arc<dyn Fn(&Step) + Send + Sync>);

impl Watch {
    /// `tell` is called from the threads that take the steps, which wait for it.
    pub fn new(tell: impl Fn(&Step) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(crate) fn tell(&self, step: &Step) {
        (self.0)(step);
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

/// A step of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A worker was started.
    Started {
        /// Number of the process.
        process: u32,
    },
    /// A batch is about to be sent.
    Asks {
        /// Number of the process.
        process: u32,
        /// Id of the plugin.
        plugin: String,
    },
    /// The host waits for a reply.
    Waits {
        /// Number of the process.
        process: u32,
        /// What for.
        reply: Reply,
        /// Until then, if nothing comes, the process is killed.
        within: Duration,
    },
    /// The waiting is over.
    Waited {
        /// Number of the process.
        process: u32,
        /// Why.
        over: Over,
        /// How long it took.
        after: Duration,
    },
    /// A worker was killed, if it had not ended before. Its end is not waited for.
    Killed {
        /// Number of the process.
        process: u32,
    },
}

/// What the host waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The worker is ready, and locked in.
    Hello,
    /// A plugin is loaded.
    Loaded,
    /// A plugin is open.
    Opened,
    /// The answer to a batch.
    Answer,
}

/// Why the host waits no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// A reply came, whatever it says.
    Replied,
    /// The process ended.
    Died,
    /// The deadline passed.
    Late,
    /// What came is no reply.
    Broken,
}
