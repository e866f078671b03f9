//! Plugins that die while the program works.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::program::{at_home, command, run_with};

#[cfg(target_os = "linux")]
fn rows(n: usize) -> String {
    use std::fmt::Write as _;

    let mut text = String::from("id,marks,calibre\n");
    for i in 0..n {
        let _ = writeln!(
            text,
            "{i},{} {},7.62x39",
            17 + i % 700,
            ["Г", "Д", "74", "*"][i % 4]
        );
    }
    text
}

/// Children of a process that are workers of ours.
#[cfg(target_os = "linux")]
fn workers(parent: u32) -> Vec<u32> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse::<u32>() else {
            continue;
        };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let after = stat.rsplit(')').next().unwrap_or_default();
        let ppid: Option<u32> = after.split_whitespace().nth(1).and_then(|p| p.parse().ok());
        if ppid == Some(parent) {
            out.push(pid);
        }
    }
    out
}

/// The worker is killed while it is asked: it is started again, and not a byte differs.
///
/// When exactly it dies cannot be told from outside. It is stopped before it is killed, so that the host waits for it: as
/// soon as it is there, while it is greeted, or when the first rows are answered, while it is asked about more.
#[test]
#[cfg(target_os = "linux")]
fn a_worker_killed_in_mid_batch_is_replaced() {
    let text = rows(12_000);
    let whole = run_with(&["batch", "-"], &text);
    assert_eq!(whole.code, 0, "{}", whole.err);
    for before_it_is_killed in [0, text.len() / 2] {
        let mut child = command(&["batch", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let mut output = child.stdout.take().unwrap();
        let (answered, first_rows) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            let mut text = String::new();
            let mut lines = std::io::BufReader::new(&mut output);
            while std::io::BufRead::read_line(&mut lines, &mut text).unwrap() > 0 {
                // The head of the result, and a row.
                if text.lines().nth(1).is_some() {
                    break;
                }
            }
            let _ = answered.send(());
            std::io::Read::read_to_string(&mut lines, &mut text).unwrap();
            text
        });
        let worker = loop {
            if let [worker] = workers(child.id()).as_slice() {
                break *worker;
            }
            assert!(child.try_wait().unwrap().is_none(), "it ended without a worker");
            std::thread::yield_now();
        };
        let (first, rest) = text.as_bytes().split_at(before_it_is_killed);
        input.write_all(first).unwrap();
        input.flush().unwrap();
        if before_it_is_killed > 0 {
            first_rows.recv().unwrap();
        }
        signal("STOP", worker);
        let rest = rest.to_vec();
        // It is written beside: the program may read no more until the worker is gone.
        let writer = std::thread::spawn(move || input.write_all(&rest).unwrap());
        signal("KILL", worker);
        writer.join().unwrap();
        let ended = child.wait_with_output().unwrap();
        let out = reader.join().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!((ended.status.code(), &*said), (Some(0), &*whole.err));
        let differs = out.lines().zip(whole.out.lines()).find(|(a, b)| a != b);
        assert!(out == whole.out, "after {before_it_is_killed} bytes: {differs:?}");
    }
}

#[cfg(target_os = "linux")]
fn signal(name: &str, process: u32) {
    let status = std::process::Command::new("kill")
        .args([&format!("-{name}"), &process.to_string()])
        .status();
    assert!(status.unwrap().success());
}

/// The file of a plugin in the folder where cargo builds.
fn library(id: &str) -> PathBuf {
    let name = headstamp_plugin_host::file_name(id);
    let exe = Path::new(env!("CARGO_BIN_EXE_headstamp"));
    let folder = exe.parent().unwrap();
    [folder.join("deps").join(&name), folder.join(&name)]
        .into_iter()
        .find(|p| p.is_file())
        .unwrap()
}

/// A home of its own with one trusted plugin, and the folder that holds it.
fn home_with(id: &str, name: &str) -> (PathBuf, PathBuf) {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&home);
    let folder = home.join("extra");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(headstamp_plugin_host::file_name(id));
    std::fs::copy(library(id), &file).unwrap();
    let out = command(&["plugins", "trust", "--yes", file.to_str().unwrap()])
        .envs(at_home(&home))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    (home, folder)
}

/// A plugin that dies on one marking: the row names it, no row is lost, the exit code says so.
#[test]
fn a_plugin_that_always_dies_costs_no_row() {
    let (home, folder) = home_with("testing", "always-dies");
    let run = |args: &[&str], stdin: &str| {
        let mut all = vec!["batch", "-", "--plugin-dir", folder.to_str().unwrap()];
        all.extend(args);
        let mut child = command(&all)
            .envs(at_home(&home))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
        let out = child.wait_with_output().unwrap();
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        (out.status.code(), text(&out.stdout), text(&out.stderr))
    };
    let text =
        "id,marks,calibre\n1,945 11,7.62x54R\n2,do:abort,7.62x39\n3,60 75,7.62x39\n4,do:segfault,7.62x39\n";
    let (code, out, err) = run(&[], text);
    assert_eq!(code, Some(75), "{err}");
    let lines: Vec<&str> = out.lines().skip(1).collect();
    assert_eq!(lines.len(), 4, "{out}");
    for (line, failed) in lines.iter().zip([false, true, false, true]) {
        assert_eq!(line.contains("\"plugin_failed\":[\"testing\"]"), failed, "{line}");
    }
    assert!(lines[0].contains("\"status\":\"identified\""));
    assert!(err.contains("plugin \"testing\""), "{err}");
    let (code, _, _) = run(&["--allow-incomplete"], text);
    assert_eq!(code, Some(0));
}

/// A plugin that dies on a row of a stock list, or that is refused: what happened to it is said, whether the stock is declared
/// or not.
#[test]
fn a_stock_says_what_happened_to_a_plugin() {
    let (home, folder) = home_with("testing", "stock");
    let (file, rows) = (home.join("case.hsc"), home.join("depot.csv"));
    std::fs::write(&rows, "marks,calibre\n945 11,7.62x54R\ndo:abort,7.62x39\n").unwrap();
    let [file, rows, folder] = [&file, &rows, &folder].map(|p| p.to_str().unwrap());
    let run = |args: &[&str]| {
        let mut command = command(&[args, &["--by", "t"]].concat());
        let out = command.envs(at_home(&home)).output().unwrap();
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        (out.status.code(), err)
    };
    let declare = |name: &str, more: &[&str]| {
        let args = ["collection", "declare", file, "stock", name, "--rows", rows];
        run(&[&args[..], &["--plugin-dir", folder], more].concat())
    };
    let declared = || {
        let args = ["collection", "list", file, "--format", "json"];
        let out = command(&args).output().unwrap();
        let list: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        let all = list["log"].as_array().unwrap();
        all.iter().filter(|e| e["action"] == "declare").count()
    };
    assert_eq!(run(&["collection", "new", file]).0, Some(0));
    let dead = "plugin \"testing\"";

    let (code, err) = declare("depot", &[]);
    assert_eq!((code, declared()), (Some(75), 0), "{err}");
    assert!(err.contains(dead), "{err}");
    assert!(
        err.contains("gave no answer on “do:abort”; nothing was written"),
        "{err}"
    );

    let (code, err) = declare("depot", &["--allow-incomplete"]);
    assert_eq!((code, declared()), (Some(0), 1), "{err}");
    assert!(err.contains(dead), "{err}");
    assert!(err.contains("declaration 1: stock “depot”, 1 sample"), "{err}");

    // Trusted, and not what it was any more.
    std::fs::write(rows, "marks,calibre\n945 11,7.62x54R\n").unwrap();
    let changed = Path::new(folder).join(headstamp_plugin_host::file_name("testing"));
    let mut bytes = std::fs::OpenOptions::new().append(true).open(changed).unwrap();
    bytes.write_all(b"x").unwrap();
    let (code, err) = declare("second", &["--allow-incomplete"]);
    assert_eq!((code, declared()), (Some(0), 2), "{err}");
    assert!(err.contains("refused") && err.contains("stock “second”"), "{err}");
    let (code, err) = declare("third", &[]);
    assert_eq!((code, declared()), (Some(75), 2), "{err}");
    assert!(err.contains("refused"), "{err}");
}

/// A file nobody trusted is not loaded, and the user is told what to do.
#[test]
fn an_untrusted_plugin_is_refused() {
    let (home, folder) = home_with("testing", "untrusted");
    let lock = home.join("headstamp/plugins.lock");
    assert!(lock.is_file());
    std::fs::remove_file(&lock).unwrap();
    let out = command(&["identify", "945 11", "--plugin-dir", folder.to_str().unwrap()])
        .envs(at_home(&home))
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&out.stderr);
    assert!(err.contains("refused"), "{err}");
    assert!(err.contains("headstamp plugins trust"), "{err}");
    assert!(String::from_utf8_lossy(&out.stdout).contains("State Factory 945"));
}

/// A plugin that the user trusted, and that is not what it was any more, is not used, and the answer is incomplete without
/// it. A file that nobody trusted, or that belongs to something else, changes nothing.
#[test]
fn without_a_trusted_plugin_the_answer_is_incomplete() {
    let (home, folder) = home_with("testing", "changed");
    let run = |args: &[&str]| {
        let mut all = vec!["identify", "945 11", "--format", "jsonl"];
        all.extend(args);
        let out = command(&all).envs(at_home(&home)).output().unwrap();
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        assert!(text(&out.stdout).contains("cn-945"), "{}", text(&out.stderr));
        (out.status.code(), text(&out.stdout), text(&out.stderr))
    };
    let named = ["--plugin-dir", folder.to_str().unwrap()];
    let strangers = home.join("strangers");
    std::fs::create_dir_all(&strangers).unwrap();
    let stranger = strangers.join(headstamp_plugin_host::file_name("stranger"));
    std::fs::copy(library("soviet"), stranger).unwrap();
    std::fs::write(
        strangers.join(format!("other{}", std::env::consts::DLL_SUFFIX)),
        "",
    )
    .unwrap();

    let (code, out, err) = run(&[&named[..], &["--plugin-dir", strangers.to_str().unwrap()]].concat());
    assert_eq!(code, Some(0), "{err}");
    assert!(!out.contains("plugin_failed"), "{out}");
    assert_eq!(err.matches("refused").count(), 2, "{err}");

    // Asked for by name, it is missed.
    let by_name = [
        "--plugin-dir",
        strangers.to_str().unwrap(),
        "--plugin",
        "stranger",
    ];
    let (code, out, err) = run(&by_name);
    assert_eq!(code, Some(75), "{err}");
    assert!(out.contains("\"plugin_failed\":[\"stranger\"]"), "{out}");

    let file = folder.join(headstamp_plugin_host::file_name("testing"));
    std::fs::remove_file(&file).unwrap();
    std::fs::copy(library("soviet"), &file).unwrap();
    let (code, out, err) = run(&named);
    assert_eq!(code, Some(75), "{err}");
    assert!(out.contains("\"plugin_failed\":[\"testing\"]"), "{out}");
    assert!(err.contains("headstamp plugins trust"), "{err}");
    assert!(err.contains("the answer is incomplete"), "{err}");
    let (code, _, err) = run(&[&named[..], &["--allow-incomplete"]].concat());
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("refused"), "{err}");

    // A collection keeps no answers that are incomplete, and says why.
    let rows = home.join("rows.csv");
    std::fs::write(&rows, "id,marks,calibre\n1,945 11,7.62x54R\n").unwrap();
    let file = home.join("case.headstamp");
    let (rows, file) = (rows.to_str().unwrap(), file.to_str().unwrap());
    assert_eq!(run_with(&["collection", "new", file, "--by", "test"], "").code, 0);
    let add = [&["collection", "add", file, rows, "--by", "test"], &named[..]].concat();
    let out = command(&add).envs(at_home(&home)).output().unwrap();
    let err = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(75), "{err}");
    assert!(err.contains("headstamp plugins trust"), "{err}");
}

/// The bundled plugins keep the contract.
#[test]
fn bundled_plugins_pass_the_kit() {
    for id in ["diversion-events", "soviet"] {
        let file = library(id);
        let ran = run_with(&["plugins", "check", file.to_str().unwrap()], "");
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
}

/// Each row of `docs/hostile-plugins.md` that a marking brings about, as a user meets it: exit code, sentence, and the other
/// row answered.
#[test]
#[cfg(target_os = "linux")]
fn hostile_plugins_are_as_the_page_says() {
    let (home, folder) = home_with("testing", "hostile-page");
    let page = std::fs::read_to_string(crate::program::root().join("docs/hostile-plugins.md")).unwrap();
    let mut rows = 0;
    for line in page.lines().filter(|line| line.contains("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [what, marking, _, told, _, _, exit] = cells.as_slice() else {
            panic!("{line}")
        };
        rows += 1;
        let text = format!(
            "id,marks,calibre\n1,945 11,7.62x54R\n2,{},7.62x39\n",
            marking.trim_matches('`')
        );
        let breach = *marking == "`raw:code-77`";
        // What hangs is waited for as long as a user waits. Should that be too short for all others on a busy machine, again
        // with more patience.
        let mut patience = if told.contains("255 ms") { 1 } else { 40 };
        let (out, said, err) = loop {
            let mut child = command(&["batch", "-", "--plugin-dir", folder.to_str().unwrap()])
                .envs(at_home(&home))
                .env("HEADSTAMP_PLUGIN_PATIENCE", patience.to_string())
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
            let out = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&out.stdout).into_owned();
            let err = String::from_utf8_lossy(&out.stderr).into_owned();
            let others = said.lines().any(|line| {
                line.split_once("\"plugin_failed\":")
                    .is_some_and(|(_, failed)| !failed.starts_with("[\"testing\"]"))
            });
            let good = said.lines().nth(1).unwrap_or_default();
            if patience >= 40 || !others && good.contains("plugin_failed") == breach {
                break (out, said, err);
            }
            patience *= 2;
        };
        let told = &told.replace("255 ms", &format!("{} ms", 255 * patience));
        let code = out.status.code().map(|code| code.to_string()).unwrap_or_default();
        assert!(
            exit.split(" or ").any(|exit| exit == code),
            "{what}: exit code {code}, not {exit}: {err}"
        );
        let good = said.lines().nth(1).unwrap_or_default();
        assert!(good.contains("\"status\":\"identified\""), "{what}: {said}");
        // A breach of the contract costs the plugin all items of the run, any other deed the one item.
        assert_eq!(good.contains("plugin_failed"), breach, "{what}: {good}");
        if code == "75" {
            assert!(err.contains("plugin \"testing\""), "{what}: {err}");
            // Of a deed that may be told in several ways, the page has one.
            let told = told.trim_matches(['…', ' ']);
            let ways = [
                "its process was ended",
                "no answer within",
                "it failed",
                "its process",
            ];
            assert!(
                err.contains(told) || ways.contains(&told),
                "{what}: {told:?} is not in {err}"
            );
        }
    }
    assert!(rows >= 30, "{rows}");
}
