//! What a plugin tries that it must not. Each attempt says `allowed` or `refused: …` in its answer.

use std::ffi::c_void;
use std::fs;
use std::net::TcpListener;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::ptr::{null, null_mut};

use headstamp_plugin_api::abi::{SYMBOL, hs_bytes, hs_entry};
use headstamp_plugin_api::wire::{Request, RequestKind, Response, WIRE_VERSION};
use headstamp_plugin_host::SandboxLevel;
use libloading::Library;

use crate::support::{Outcome, Place, items, plain, testing};

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

/// Shows that the attempts are real: without a worker, in this process, they succeed. Those that would harm
/// it, or that another user or kernel may refuse, are left out.
pub(crate) fn the_attempts_are_real() {
    let place = Place::apart(&[]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let harmless = [
        "read", "list", "write", "connect", "listen", "udp", "unix", "exec", "chmod", "memfd", "delete",
    ];
    let mut attempts = attempts(&place, listener.local_addr().unwrap().port());
    attempts.retain(|attempt| harmless.contains(&attempt["try:".len()..].split(' ').next().unwrap()));
    attempts.sort_by_key(|attempt| attempt.starts_with("try:delete"));
    let attempts = attempts.iter().map(String::as_str).collect::<Vec<_>>();
    let answer = unguarded(&testing(), &attempts);
    assert!(attempts.len() >= harmless.len());
    for (attempt, answer) in attempts.iter().zip(&answer.items) {
        assert_eq!(answer.clues[0].value, "allowed", "{attempt}");
    }
}

/// Asks a plugin in this process, as only a test may.
fn unguarded(plugin: &Path, markings: &[&str]) -> Response {
    unsafe extern "C" fn collect(ctx: *mut c_void, part: hs_bytes) -> i32 {
        // SAFETY: the context is the vector that is handed over below, and the part is lent for this call.
        unsafe { (*ctx.cast::<Vec<u8>>()).extend_from_slice(part.as_slice()) };
        0
    }
    let mut items = items(markings);
    (0..).zip(&mut items).for_each(|(id, item)| item.id = id);
    let request = Request {
        v: WIRE_VERSION,
        kind: RequestKind::Read,
        items,
    };
    let request = serde_json::to_vec(&request).unwrap();
    let (mut state, mut bytes) = (null_mut(), Vec::<u8>::new());
    // SAFETY: the plugin is our own and keeps the contract of its table; the library is not unloaded.
    let codes = unsafe {
        let library = Box::leak(Box::new(Library::new(plugin).unwrap()));
        let table = &*library.get::<hs_entry>(SYMBOL).unwrap()();
        let ctx = (&raw mut bytes).cast();
        let config = hs_bytes::lend(br#"{"v":1,"data":{}}"#);
        let opened = table.open.unwrap()(null(), config, &raw mut state, collect, ctx);
        (
            opened,
            table.identify.unwrap()(state, hs_bytes::lend(&request), collect, ctx),
        )
    };
    assert_eq!(codes, (0, 0));
    serde_json::from_slice(&bytes).unwrap()
}

/// A file that whoever started the host has left open for it cannot be read.
pub(crate) fn inherited_descriptors() {
    let testing = testing();
    let place = Place::apart(&[&testing]);
    fs::write(place.path().join("secret"), "secret").unwrap();
    let file = fs::File::open(place.path().join("secret")).unwrap();
    // Far from the descriptors that a worker opens itself.
    let inherited = rustix::io::fcntl_dupfd_cloexec(file, 100).unwrap();
    rustix::io::fcntl_setfd(&inherited, rustix::io::FdFlags::empty()).unwrap();
    let attempt = format!("try:descriptor {}", inherited.as_raw_fd());
    assert_eq!(
        unguarded(&testing, &[&attempt]).items[0].clues[0].value,
        "allowed"
    );
    let said = place.run(&[&attempt]).of("testing");
    assert!(said[0].contains("Bad file descriptor"), "{said:?}");
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
        &format!("try:truncate {}", granted.join("table").display()),
    ]);
    let results = outcome.of("testing");
    assert_eq!(results[0], "allowed");
    assert!(results[1].starts_with("refused"), "{}", results[1]);
    assert!(results[2].starts_with("refused"), "{}", results[2]);
    assert!(results[3].starts_with("refused"), "{}", results[3]);
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
