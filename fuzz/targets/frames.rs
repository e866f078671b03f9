//! The stream between host and worker, and the payloads in it.

use headstamp_plugin_host::fuzzing;

pub(super) fn run(bytes: &[u8]) {
    if let Err(error) = fuzzing::frames(bytes) {
        panic!("{error}");
    }
}
