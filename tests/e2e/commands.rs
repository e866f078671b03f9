//! Every other command, and every way to end.

use crate::program::{command, run, run_with, settings, with_dir};

fn snapshot(name: &str, args: &[&str], code: i32) {
    let ran = run(args);
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    let text = format!(
        "{}{}",
        ran.out,
        if ran.err.is_empty() {
            String::new()
        } else {
            format!("[stderr]\n{}", ran.err)
        }
    );
    settings().bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn browsing() {
    snapshot("producers__show", &["producers", "show", "ru-barnaul"], 0);
    snapshot(
        "producers__country",
        &["producers", "list", "--country", "Kenya"],
        0,
    );
    snapshot("producers__search", &["producers", "search", "igman"], 0);
    snapshot("producers__misspelt", &["producers", "show", "ru-barnul"], 2);
    snapshot("events__show", &["events", "show", "mli-2016-youwarou"], 0);
    snapshot("events__country", &["events", "list", "--country", "ML"], 0);
    snapshot("sources__show", &["sources", "show", "unidir-2023-minusma"], 0);
    snapshot("calibres__show", &["calibres", "show", "7.62x54mmR"], 0);
    snapshot("calibres__search", &["calibres", "search", "14.5"], 0);
    snapshot(
        "nothing_found",
        &["producers", "search", "nobody", "at", "all"],
        0,
    );
    for what in ["producers", "events", "sources", "calibres"] {
        let ran = run(&[what, "list", "--format", "json"]);
        assert_eq!(ran.code, 0);
        let list: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert!(list.as_array().unwrap().len() > 30, "{what}");
    }
}

#[test]
fn plugins_list() {
    snapshot("plugins__list", &["plugins", "list"], 0);
}

#[test]
fn completions_and_manual() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(&["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("headstamp"), "{shell}");
    }
    let man = run(&["man"]);
    assert_eq!(man.code, 0);
    assert!(man.out.contains(".TH headstamp"));
}

#[test]
fn usage_errors() {
    snapshot("usage__empty", &["identify", ""], 2);
    snapshot("usage__no_marks", &["identify"], 2);
    snapshot(
        "usage__country",
        &["identify", "945 11", "--country", "Atlantis"],
        2,
    );
    snapshot(
        "usage__date",
        &["identify", "945 11", "--recovered", "yesterday"],
        2,
    );
    snapshot("usage__item", &["identify", "945 11", "--item", "teapot"], 2);
    // A line of Windows has 32,767 characters at most.
    if cfg!(not(windows)) {
        let long = "9".repeat(100_000);
        snapshot("usage__too_long", &["identify", &long], 2);
    }
    snapshot("usage__command", &["identfy", "945"], 2);
    snapshot(
        "usage__data",
        &["identify", "945", "--data", "/nonexistent/tables"],
        78,
    );
}

#[test]
fn both_ways_into_identify_are_the_same() {
    let direct = run(&["identify", "945 11", "-c", "7.62x54R", "--no-plugins"]);
    let whole = run(&["--no-plugins", "identify", "945 11", "-c", "7.62x54R"]);
    assert_eq!(direct.out, whole.out);
    assert!(!direct.out.is_empty());
}

#[test]
fn tables_of_the_user_are_added_and_named() {
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("overlay");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(dir.join("producers/xk")).unwrap();
    let text = "name = \"Test Works\"\ncountry = \"XK\"\n\n[[mark]]\ntext = \"XQZ\"\nbasis = \"general\"\ncalibres = [\"7.62x39mm\"]\n\n[[mark.example]]\nheadstamp = \"XQZ 07\"\n";
    std::fs::write(dir.join("producers/xk/test-works.toml"), text).unwrap();
    let ran = run(&[
        "identify",
        "xqz 07",
        "-c",
        "7.62x39",
        "--no-plugins",
        "--data",
        dir.to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let v: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(v["candidates"][0]["producer"]["id"], "xk-test-works");
    assert_eq!(v["versions"]["overlays"][0], dir.to_str().unwrap());
    // The shipped rows are still there.
    let ran = run(&[
        "identify",
        "945 11",
        "-c",
        "7.62x54R",
        "--no-plugins",
        "--data",
        dir.to_str().unwrap(),
        "--format",
        "json",
    ]);
    let v: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(v["status"], "identified");

    std::fs::write(
        dir.join("producers/xk/test-works.toml"),
        text.replace("7.62x39mm", "7.62x93mm")
            .replace("general", "genral"),
    )
    .unwrap();
    let ran = run(&[
        "identify",
        "xqz 07",
        "--no-plugins",
        "--data",
        dir.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 78);
    settings().bind(|| insta::assert_snapshot!("overlay__bad", with_dir(&ran.err, &dir)));
}

#[test]
fn interactive_questions_need_a_terminal() {
    let ran = run_with(&["identify", "-"], "\n\n");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("one a line"), "{}", ran.err);
}

/// `headstamp batch … | head` ends quietly.
#[test]
#[cfg(unix)]
fn a_closed_pipe_is_no_error() {
    let exe = env!("CARGO_BIN_EXE_headstamp");
    let out = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!(
            "{exe} sources list --format json 2>&1 | head -1; {exe} producers list 2>&1 | head -1"
        ))
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(!text.contains("panicked"));
}

#[test]
fn a_worker_is_no_command() {
    let out = command(&["__worker"])
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert!(out.stdout.is_empty());
}
