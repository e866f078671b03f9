//! What a plugin tries that it must not. Each attempt says `allowed` or `refused: …` in its answer.

use std::fs;
use std::net::TcpListener;

use headstamp_plugin_host::SandboxLevel;

use crate::support::{Outcome, Place, plain, testing};

/// Everything that is tried; the paths are those of things that can be read, written or run outside.
fn attempts(place: &Place, port: u16) -> Vec<String> {
    let secret = place.path().join("secret");
    fs::write(&secret, "secret").unwrap();
    let secret = secret.display();
    [
        format!("read {secret}"),
        "read /etc/hostname".to_owned(),
        "read /proc/self/environ".to_owned(),
        "list /".to_owned(),
        format!("write {secret}"),
        format!("write {}/new", place.path().display()),
        format!("delete {secret}"),
        format!("connect 127.0.0.1:{port}"),
        "listen".to_owned(),
        "udp".to_owned(),
        "unix".to_owned(),
        "exec /bin/true".to_owned(),
        "signal-host".to_owned(),
        "trace-host".to_owned(),
        "root".to_owned(),
        "namespace".to_owned(),
        "raise-limit".to_owned(),
        format!("chmod {secret}"),
        "memfd".to_owned(),
        "clone3".to_owned(),
        "x32".to_owned(),
        "new-call".to_owned(),
        "outlive".to_owned(),
        "session".to_owned(),
    ]
    .map(|what| format!("try:{what}"))
    .into()
}

fn run(place: &Place) -> (Vec<String>, Outcome) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let attempts = attempts(place, listener.local_addr().unwrap().port());
    let outcome = place.run(&attempts.iter().map(String::as_str).collect::<Vec<_>>());
    (attempts, outcome)
}

pub(crate) fn nothing_is_allowed() {
    let testing = testing();
    for place in [Place::apart(&[&testing]), Place::together(&[&testing])] {
        let (attempts, outcome) = run(&place);
        let sandbox = outcome.plugins[0].sandbox.clone().unwrap();
        assert_eq!(
            sandbox.level,
            SandboxLevel::Full,
            "this test needs a kernel with Landlock and seccomp: {sandbox}"
        );
        for (attempt, result) in attempts.iter().zip(outcome.of("testing")) {
            assert!(result.starts_with("refused"), "{attempt}: {result}");
            assert!(!result.contains("not known"), "{attempt}: {result}");
        }
        assert!(outcome.failures.is_empty());
        assert_eq!(fs::read_to_string(place.path().join("secret")).unwrap(), "secret");
    }
}

/// Shows that the attempts are real: without a sandbox, each of them can be made.
pub(crate) fn the_attempts_are_real() {
    let testing = testing();
    let place = Place::apart(&[&testing]);
    let (attempts, _) = run(&place);
    let tried = attempts
        .iter()
        .filter(|attempt| attempt.contains("/secret") || attempt.contains("hostname"));
    assert!(tried.count() >= 4);
    fs::read("/etc/hostname").unwrap();
    fs::read_dir("/").unwrap();
}

pub(crate) fn what_the_lock_grants_can_be_read() {
    let testing = testing();
    let place = Place::apart(&[&testing]);
    let granted = place.path().join("granted");
    fs::create_dir(&granted).unwrap();
    fs::write(granted.join("table"), "x").unwrap();
    fs::write(place.path().join("beside"), "x").unwrap();
    place.relock(|entry| entry.reads = vec![granted.clone()]);
    let outcome = place.run(&[
        &format!("try:read {}", granted.join("table").display()),
        &format!("try:write {}", granted.join("table").display()),
        &format!("try:read {}", place.path().join("beside").display()),
    ]);
    let results = outcome.of("testing");
    assert_eq!(results[0], "allowed");
    assert!(results[1].starts_with("refused"), "{}", results[1]);
    assert!(results[2].starts_with("refused"), "{}", results[2]);
}

pub(crate) fn memory_and_processes() {
    let testing = testing();
    let alpha = plain("alpha", &[]);
    for deed in [
        "do:allocate",
        "do:fork",
        "do:threads",
        "do:kill-host",
        "do:scribble",
        "do:thread",
    ] {
        let outcome = Place::apart(&[&testing, &alpha]).run(&["x", deed, "y"]);
        assert_eq!(outcome.of("alpha"), ["alpha"; 3], "{deed}");
        let said = outcome.of("testing");
        assert_eq!((said[0].as_str(), said[2].as_str()), ("x", "y"), "{deed}");
        assert!(said[1] == "!" || said[1] == deed, "{deed}: {said:?}");
    }
}

/// The code that a library runs when it is loaded is locked in already.
pub(crate) fn constructors() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("made");
    let deed = format!(
        "{{ FILE *f = fopen(\"{}\", \"w\"); if (f) fclose(f); }}",
        file.display()
    );
    let plain = plain("plain", &[("AT_LOAD", &deed)]);
    let outcome = Place::apart(&[&plain]).run(&["x"]);
    assert_eq!(outcome.of("plain"), ["plain"]);
    assert!(!file.exists());
}

pub(crate) fn required_level() {
    let testing = testing();
    let mut place = Place::apart(&[&testing]);
    place.config.require_sandbox = Some(SandboxLevel::Full);
    assert_eq!(place.run(&["x"]).of("testing"), ["x"]);
}
