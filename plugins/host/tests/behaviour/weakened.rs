//! A system that lacks Landlock, or more. It is made from this one by a filter of system calls, which a host that is started
//! under it, and its workers, cannot take off again.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use headstamp_plugin_api::wire::RequestKind;
use headstamp_plugin_host::{Host, HostConfig, SandboxLevel, file_name};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter,
};

use crate::lazy;
use crate::steps::UNHURRIED;
use crate::support::{Place, items, plain, testing};

/// What the system is to lack, and the level that is then in force.
const LACKS: [(&str, &str); 3] = [
    ("nothing", "full"),
    ("landlock", "partial (no Landlock: "),
    ("all", "process"),
];

/// What the other process does: lacks something, runs the plugins under `plugins`, and prints what came of it.
pub(crate) fn be_a_host(lacks: &str, needs: &str, folder: &Path) -> ExitCode {
    lack(lacks);
    let mut config = HostConfig::new(std::env::current_exe().unwrap());
    config.plugin_dirs = vec![folder.join("plugins")];
    config.user_lock = Some(folder.join("plugins.lock"));
    config.deadlines = UNHURRIED;
    config.require_sandbox = match needs {
        "full" => Some(SandboxLevel::Full),
        "partial" => Some(SandboxLevel::Partial),
        "process" => Some(SandboxLevel::Process),
        _ => None,
    };
    // Plugins of a release, whose manifests are known.
    if let Ok(manifests) = fs::read_to_string(folder.join("manifests.json")) {
        config.plugin_dirs.clear();
        config.bundled = vec!["alpha".to_owned(), "crates".to_owned()];
        config.bundled_manifests = Some(manifests.leak());
    }
    let mut host = Host::start(config, |_| None);
    println!("early {}", host.refused().len());
    for answer in host.call(RequestKind::Read, &items(&["x"])) {
        for said in answer.clues {
            println!("said {}", said.content.value);
        }
    }
    for plugin in host.plugins() {
        println!(
            "sandbox {}",
            plugin
                .sandbox
                .map(|sandbox| sandbox.to_string())
                .unwrap_or_default()
        );
    }
    for refusal in host.refused() {
        println!("{refusal}");
    }
    for failure in host.failures() {
        println!("failed {failure}");
    }
    ExitCode::SUCCESS
}

fn lack(what: &str) {
    let when = |argument, operator, value| {
        let length = SeccompCmpArgLen::Dword;
        let condition = SeccompCondition::new(argument, length, operator, value).unwrap();
        vec![SeccompRule::new(vec![condition]).unwrap()]
    };
    let mut rules = BTreeMap::new();
    if matches!(what, "landlock" | "all") {
        rules.insert(libc::SYS_landlock_create_ruleset, Vec::new());
    }
    if what == "all" {
        // Asking for a limit has no new one as its third argument.
        rules.insert(libc::SYS_prlimit64, when(2, SeccompCmpOp::Ne, 0));
        rules.insert(
            libc::SYS_prctl,
            when(0, SeccompCmpOp::Eq, libc::PR_SET_PDEATHSIG as u64),
        );
    }
    for (rules, error) in [(rules, libc::EOPNOTSUPP)] {
        if !rules.is_empty() {
            apply(rules, error);
        }
    }
    if what == "all" {
        // Last, because no filter can be put in force after it.
        apply(BTreeMap::from([(libc::SYS_seccomp, Vec::new())]), libc::ENOSYS);
    }
}

fn apply(rules: BTreeMap<i64, Vec<SeccompRule>>, error: i32) {
    let error = SeccompAction::Errno(error.unsigned_abs());
    let arch = std::env::consts::ARCH.try_into().unwrap();
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, error, arch).unwrap();
    let program: BpfProgram = filter.try_into().unwrap();
    apply_filter(&program).unwrap();
}

fn host(lacks: &str, needs: &str, place: &Place) -> String {
    let out = Command::new(&place.config.worker_exe)
        .args(["__host-that-lacks", lacks, needs])
        .arg(place.path())
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// A plugin runs where the level is enough, and nowhere else; the level is named either way.
pub(crate) fn each_level_is_required() {
    let place = Place::apart(&[&testing()]);
    let order = ["none", "process", "partial", "full"];
    for (lacks, level) in LACKS {
        let has = order.iter().position(|name| level.starts_with(name)).unwrap();
        for (needs, name) in order.iter().enumerate() {
            let said = host(lacks, name, &place);
            if needs <= has {
                assert!(said.contains("said x\n"), "{lacks}, {name}: {said}");
                assert!(
                    said.contains(&format!("sandbox {level}")),
                    "{lacks}, {name}: {said}"
                );
                assert!(!said.contains("refused"), "{lacks}, {name}: {said}");
            } else {
                assert!(!said.contains("said x"), "{lacks}, {name}: {said}");
                assert!(
                    said.contains("refused") && said.contains(name),
                    "{lacks}, {name}: {said}"
                );
            }
        }
    }
}

/// Plugins of a release are loaded when they are asked; that they may not be is told before, because their worker is started
/// at once.
pub(crate) fn release_is_refused_at_once() {
    let place = lazy::place(None);
    let manifests = place.config.bundled_manifests.unwrap();
    fs::write(place.path().join("manifests.json"), manifests).unwrap();
    for (lacks, needs, is_enough) in [
        ("nothing", "full", true),
        ("landlock", "full", false),
        ("landlock", "partial", true),
        ("all", "partial", false),
    ] {
        let said = host(lacks, needs, &place);
        assert_eq!(
            said.contains("said alpha\n"),
            is_enough,
            "{lacks}, {needs}: {said}"
        );
        assert_eq!(said.contains("refused"), !is_enough, "{lacks}, {needs}: {said}");
        let early = if is_enough { "early 0\n" } else { "early 2\n" };
        assert!(said.contains(early), "{lacks}, {needs}: {said}");
        assert!(!said.contains("failed"), "{lacks}, {needs}: {said}");
    }
}

/// Where nothing but the process holds a plugin, its constructor could leave a trace. It does so when the file is trusted,
/// and when it is not, or is another one, the file is never mapped, and the constructor does not run.
pub(crate) fn unlocked_code_does_not_run() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let deed = format!(
        "{{ FILE *f = fopen(\"{}\", \"w\"); if (f) fclose(f); }}",
        trace.display()
    );
    let constructor = plain("plain", &[("AT_LOAD", &deed)]);

    let trusted = Place::apart(&[&constructor]);
    let said = host("all", "none", &trusted);
    assert!(said.contains("said plain"), "{said}");
    assert!(
        trace.exists(),
        "the constructor leaves no trace even where it runs"
    );
    fs::remove_file(&trace).unwrap();

    let unlocked = Place::apart(&[&constructor]);
    fs::remove_file(unlocked.config.user_lock.as_ref().unwrap()).unwrap();
    let said = host("all", "none", &unlocked);
    assert!(said.contains("is not in plugins.lock"), "{said}");
    assert!(!trace.exists(), "a file that nobody trusted was loaded");

    let changed = Place::apart(&[&plain("plain", &[])]);
    fs::copy(&constructor, changed.plugins().join(file_name("plain"))).unwrap();
    let said = host("all", "none", &changed);
    assert!(said.contains("was trusted on 2026-10-02"), "{said}");
    assert!(!trace.exists(), "a file that was changed was loaded");

    // Refused for its sandbox: not loaded either.
    let said = host("all", "partial", &trusted);
    assert!(said.contains("refused"), "{said}");
    assert!(
        !trace.exists(),
        "a plugin was loaded in less than the sandbox that was required"
    );
}

/// The lock is what it was when the run began: nobody changes it under the host.
pub(crate) fn lock_changed_during_the_run() {
    let place = Place::apart(&[&testing()]);
    let mut host = place.host();
    let before = host.call(RequestKind::Read, &items(&["a"]));
    assert!(before[0].failed.is_empty());
    let other = plain("testing", &[]);
    fs::remove_file(place.plugins().join(file_name("testing"))).unwrap();
    fs::copy(&other, place.plugins().join(file_name("testing"))).unwrap();
    place.lock();
    // It dies, and what would be started in its place is not what was trusted when the run began.
    let after = host.call(RequestKind::Read, &items(&["do:abort", "a"]));
    assert!(
        after
            .iter()
            .all(|answer| answer.clues.is_empty() && answer.failed.len() == 1)
    );
}
