//! The deeds of hostile plugins, in the order of `docs/hostile-plugins.md`.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::time::Duration;

use headstamp_plugin_host::{file_name, sha256_of};

use crate::support::{Place, plain, testing};

/// One deed, and what must come of it.
pub(super) struct Deed {
    pub(super) what: &'static str,
    pub(super) how: How,
    /// What the host does about it.
    pub(super) does: &'static str,
    /// A part of what the user is told; empty: there is nothing to tell.
    pub(super) told: &'static str,
    /// Until then the user is told, apart from the grace of [`super::GRACE`].
    pub(super) deadline: Duration,
}

/// How a plugin is brought to do it.
pub(super) enum How {
    /// The plugin `testing` does it when it is asked about this marking.
    Marking(&'static str),
    /// The plugin in C, built with these macros, does it by itself.
    Built(&'static [(&'static str, &'static str)]),
    /// Something is done to the file of the plugin in C, or beside it, once it is trusted.
    Done(fn(&Place)),
}

impl Deed {
    /// The file of the plugin that does it.
    pub(super) fn plugin(&self) -> PathBuf {
        match self.how {
            How::Marking(_) => testing(),
            How::Built(macros) => plain("bad", macros),
            How::Done(_) => plain("bad", &[]),
        }
    }

    /// Its id.
    pub(super) fn id(&self) -> &'static str {
        match self.how {
            How::Marking(_) => "testing",
            How::Built(_) | How::Done(_) => "bad",
        }
    }

    /// Whether it may take all the time it is given.
    pub(super) fn hangs(&self) -> bool {
        self.told.contains("no answer within")
    }

    /// What it is asked about.
    pub(super) fn marking(&self) -> &'static str {
        match self.how {
            How::Marking(marking) => marking,
            How::Built(_) | How::Done(_) => "945 11",
        }
    }
}

/// 250 ms, and 5 for the one item.
const BATCH: Duration = Duration::from_millis(255);
const HANDSHAKE: Duration = Duration::from_secs(2);
/// Nothing to wait for: it is refused, or seen at once.
const NONE: Duration = Duration::ZERO;

const AGAIN: &str = "starts it again, asks once more, then gives the item up";
const ALONE: &str = "gives the item up";
const ENDS: &str = "ends its process at the deadline, gives the item up";
const DROPS: &str = "uses nothing of the answer";
const REFUSES: &str = "does not use the plugin";
const UNMAPPED: &str = "does not map the file";

/// What is told of the end of a process.
const fn ended(unix: &'static str, windows: &'static str) -> &'static str {
    if cfg!(windows) { windows } else { unix }
}

const fn asked(
    what: &'static str,
    marking: &'static str,
    does: &'static str,
    told: &'static str,
    deadline: Duration,
) -> Deed {
    Deed {
        what,
        how: How::Marking(marking),
        does,
        told,
        deadline,
    }
}

const fn built(
    what: &'static str,
    macros: &'static [(&'static str, &'static str)],
    does: &'static str,
    told: &'static str,
    deadline: Duration,
) -> Deed {
    Deed {
        what,
        how: How::Built(macros),
        does,
        told,
        deadline,
    }
}

const fn done(what: &'static str, how: fn(&Place), does: &'static str, told: &'static str) -> Deed {
    Deed {
        what,
        how: How::Done(how),
        does,
        told,
        deadline: NONE,
    }
}

/// Those that only Unix knows are not there elsewhere. Without a limit of memory, nobody tries what only that limit ends.
pub(super) const DEEDS: &[Deed] = &[
    // What ends the process.
    asked(
        "aborts",
        "do:abort",
        AGAIN,
        ended(
            "was ended by signal 6 (abort)",
            "was ended by exception 0xC0000409 (abort)",
        ),
        BATCH,
    ),
    asked(
        "writes to an address that is not its own",
        "do:segfault",
        AGAIN,
        ended("signal 11", "exception 0xC0000005"),
        BATCH,
    ),
    asked(
        "overflows its stack",
        "do:overflow",
        AGAIN,
        // Wine ends with exit code 0 there.
        ended("was ended by signal", "was ended by exception|ended by itself"),
        BATCH,
    ),
    asked("calls exit(0)", "do:exit", AGAIN, "exit code 0", BATCH),
    asked("panics", "do:panic", ALONE, "panicked: as asked", BATCH),
    #[cfg(unix)]
    asked("closes all descriptors", "do:close", AGAIN, "its process", BATCH),
    #[cfg(unix)]
    asked(
        "writes into all descriptors",
        "do:scribble",
        AGAIN,
        "broke the conversation",
        BATCH,
    ),
    // What does not end.
    asked(
        "loops for ever",
        "do:loop",
        ENDS,
        "no answer within 255 ms",
        BATCH,
    ),
    asked("sleeps", "do:sleep", ENDS, "no answer within 255 ms", BATCH),
    #[cfg(unix)]
    asked("stops itself", "do:stop", ENDS, "no answer within 255 ms", BATCH),
    // What it takes.
    #[cfg(unix)]
    asked(
        "allocates without end",
        "do:allocate",
        "limits its memory to 512 MiB; gives the item up",
        "its process was ended|no answer within",
        BATCH,
    ),
    #[cfg(unix)]
    asked(
        "forks 200 times",
        "do:fork",
        "the system call is refused; uses its answer",
        "",
        BATCH,
    ),
    #[cfg(unix)]
    asked(
        "starts 10,000 threads",
        "do:threads",
        "limits its memory; gives the item up",
        "its process was ended|no answer within|it failed",
        BATCH,
    ),
    asked(
        "leaves a thread that prints for ever",
        "do:thread",
        "keeps the last 20 lines it writes; uses its answer",
        "",
        BATCH,
    ),
    asked(
        "leaves a thread that aborts later",
        "do:late-crash",
        "starts it again for the next batch; uses its answer",
        "",
        BATCH,
    ),
    #[cfg(unix)]
    asked(
        "writes frames that nobody asked for",
        "do:flood",
        "reads one at a time; ends its process",
        "|its process",
        BATCH,
    ),
    asked(
        "prints 2,000 lines to stdout",
        "do:print",
        "they go to stderr, and of these it keeps 20; uses its answer",
        "",
        BATCH,
    ),
    #[cfg(unix)]
    asked(
        "sends SIGKILL to the host",
        "do:kill-host",
        "the system call is refused; uses its answer",
        "",
        BATCH,
    ),
    // What it says.
    asked(
        "answers with nothing",
        "raw:empty",
        ALONE,
        "not as described",
        BATCH,
    ),
    asked(
        "answers with words",
        "raw:words",
        ALONE,
        "not as described",
        BATCH,
    ),
    asked(
        "answers with 1 GB",
        "raw:gigabyte",
        "says stop at 8 MiB, keeps none of it",
        "over 8388608 bytes",
        BATCH,
    ),
    asked(
        "answers with 100 kB for one item",
        "raw:fat",
        DROPS,
        "over 65536 bytes",
        BATCH,
    ),
    asked(
        "answers for an item that it was not asked about",
        "raw:wrong-id",
        DROPS,
        "not asked about",
        BATCH,
    ),
    asked(
        "answers twice for one item",
        "raw:twice",
        DROPS,
        "answered twice",
        BATCH,
    ),
    asked(
        "gives a number that is none (NaN)",
        "raw:nan",
        DROPS,
        "not as described",
        BATCH,
    ),
    asked(
        "gives a weight to its clue, NaN or negative",
        "raw:weights",
        "there is no such field: ignores it, or all that is no JSON",
        "not as described",
        BATCH,
    ),
    asked(
        "names a negative mark",
        "raw:negative",
        DROPS,
        "not as described",
        BATCH,
    ),
    asked(
        "names a mark that the item does not have",
        "raw:far-mark",
        DROPS,
        "mark 7, which the marking does not have",
        BATCH,
    ),
    asked(
        "answers in no UTF-8",
        "raw:not-utf8",
        DROPS,
        "not as described",
        BATCH,
    ),
    asked(
        "answers with 200,000 opening brackets",
        "raw:deep",
        DROPS,
        "not as described",
        BATCH,
    ),
    asked(
        "nests 50,000 deep in one item",
        "raw:deep-item",
        DROPS,
        "not as described",
        BATCH,
    ),
    asked(
        "invents a role",
        "raw:role",
        DROPS,
        "the role \"verdict\", which does not exist",
        BATCH,
    ),
    asked(
        "sends control sequences to the terminal",
        "raw:escape",
        DROPS,
        "control character",
        BATCH,
    ),
    asked(
        "returns a code without a meaning",
        "raw:code-77",
        "uses none of its answers in this run",
        "it returned 77, which has no meaning",
        BATCH,
    ),
    // While it is loaded.
    built(
        "aborts while it is loaded",
        &[("AT_LOAD", "abort()")],
        "tries once more, then leaves it out",
        ended(
            "could not be loaded: its process was ended by signal 6",
            "could not be loaded: its process was ended by exception 0xC0000409",
        ),
        HANDSHAKE,
    ),
    built(
        "calls exit(0) while it is loaded",
        &[("AT_LOAD", "_exit(0)")],
        "tries once more, then leaves it out",
        "could not be loaded: its process ended by itself",
        HANDSHAKE,
    ),
    built(
        "sleeps while it is loaded",
        &[("AT_LOAD", "sleep(60)")],
        "ends its process at the deadline, leaves it out",
        "no answer within 2000 ms",
        HANDSHAKE,
    ),
    built(
        "sleeps while it is opened",
        &[("AT_OPEN", "sleep(60)")],
        "ends its process at the deadline, leaves it out",
        "no answer within 2000 ms",
        HANDSHAKE,
    ),
    built(
        "has a table with another magic number",
        &[("MAGIC", "0x1234")],
        REFUSES,
        "instead of 0x48535031",
        NONE,
    ),
    built(
        "has a table that is too short",
        &[("SIZE", "8")],
        REFUSES,
        "its table has 8 bytes",
        NONE,
    ),
    built(
        "speaks a higher ABI",
        &[("MAJOR", "2")],
        REFUSES,
        "built for ABI 2",
        NONE,
    ),
    built(
        "speaks a lower ABI",
        &[("MAJOR", "0")],
        REFUSES,
        "built for ABI 0",
        NONE,
    ),
    built(
        "says that another Rust compiler built it",
        &[(
            "MANIFEST",
            "\"{\\\"id\\\":\\\"bad\\\",\\\"name\\\":\\\"Bad\\\",\\\"version\\\":\\\"1\\\",\\\"licence\\\":\\\"MIT\\\",\\\"requests\\\":[\\\"read\\\"],\\\"rustc\\\":\\\"1.31.0 (abe02cefd 2018-12-04)\\\",\\\"abi\\\":\\\"Rust\\\"}\"",
        )],
        "nothing of Rust crosses, so that is no reason to refuse it; uses its answer",
        "",
        NONE,
    ),
    built(
        "does not export the entry",
        &[("ENTRY", "headstamp_plugin_v9")],
        REFUSES,
        "does not export headstamp_plugin_v1",
        NONE,
    ),
    built(
        "calls itself by another name inside",
        &[(
            "MANIFEST",
            "\"{\\\"id\\\":\\\"good\\\",\\\"name\\\":\\\"Good\\\",\\\"version\\\":\\\"1\\\",\\\"licence\\\":\\\"MIT\\\",\\\"requests\\\":[\\\"read\\\"]}\"",
        )],
        REFUSES,
        "its name says \"bad\"",
        NONE,
    ),
    // What is done to its file.
    done(
        "is not in the lock file",
        unlock,
        UNMAPPED,
        "it is not in plugins.lock",
    ),
    done(
        "is another file than the one that was trusted",
        replaced,
        UNMAPPED,
        "was trusted on 2026-10-02",
    ),
    done(
        "changes the lock file, which is broken then",
        |place| fs::write(place.config.user_lock.as_ref().unwrap(), "version = \"x\"").unwrap(),
        UNMAPPED,
        "cannot be read as a lock file",
    ),
    #[cfg(unix)]
    done(
        "is a link that leads out of its folder",
        linked,
        UNMAPPED,
        "a link that leads out of its directory",
    ),
    #[cfg(unix)]
    done(
        "may be written to by everybody",
        |place| chmod(bad(place), 0o646),
        UNMAPPED,
        "everybody may write to it",
    ),
    #[cfg(unix)]
    done(
        "lies in a folder that everybody may write to",
        |place| chmod(place.plugins(), 0o777),
        UNMAPPED,
        "everybody may write to it",
    ),
    done(
        "is there twice, in two versions",
        twice,
        UNMAPPED,
        "two plugins with id \"bad\"",
    ),
];

fn bad(place: &Place) -> PathBuf {
    place.plugins().join(file_name("bad"))
}

#[cfg(unix)]
fn chmod(path: PathBuf, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Takes it out of the lock file; the others stay in it.
fn unlock(place: &Place) {
    let path = place.config.user_lock.as_ref().unwrap();
    let mut lock = headstamp_plugin_host::Lock::read(path).unwrap();
    lock.plugins.retain(|entry| entry.id != "bad");
    lock.write(path).unwrap();
}

fn replaced(place: &Place) {
    let other = plain("bad", &[("SAYS", "\"something else\"")]);
    assert_ne!(sha256_of(&other).unwrap(), sha256_of(&bad(place)).unwrap());
    fs::copy(other, bad(place)).unwrap();
}

#[cfg(unix)]
fn linked(place: &Place) {
    let outside = place.path().join("outside.so");
    fs::rename(bad(place), &outside).unwrap();
    symlink(&outside, bad(place)).unwrap();
}

fn twice(place: &Place) {
    let more = place.path().join("more");
    fs::create_dir(&more).unwrap();
    fs::copy(
        plain("bad", &[("SAYS", "\"something else\"")]),
        more.join(file_name("bad")),
    )
    .unwrap();
}
