//! What a plugin answers, before any of it reaches the inference. The first line is `read` or `match`.

use headstamp_plugin_api::wire::RequestKind;
use headstamp_plugin_host::fuzzing;

pub(super) fn run(bytes: &[u8]) {
    let Some((kind, answer)) = super::first_line(bytes) else {
        return;
    };
    let kind = if kind == "match" {
        RequestKind::Match
    } else {
        RequestKind::Read
    };
    if let Err(error) = fuzzing::answers(answer, kind) {
        panic!("{error}");
    }
}
