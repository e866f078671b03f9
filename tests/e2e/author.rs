//! The author's path: a new plugin that builds, keeps the contract and is asked; the example in C; the page about both.

use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::process::{Command, Output};

use headstamp_plugin_host::conformance::Code;
use headstamp_plugin_host::file_name;

use crate::program::{Ran, command, root, settings};

/// An empty folder for one test, outside the checkout's own folders.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("author-path")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The program, started in a folder that is also its home.
fn run_in(folder: &Path, args: &[&str]) -> Ran {
    let mut c = command(args);
    for home in ["XDG_DATA_HOME", "HOME", "APPDATA"] {
        c.env(home, folder);
    }
    ran(&c.current_dir(folder).output().unwrap())
}

fn ran(output: &Output) -> Ran {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

/// Cargo, on a crate that was just written; `None` where there is none.
fn cargo(krate: &Path, verb: &str) -> Option<Ran> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([verb, "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", target())
        .env_remove("CARGO_BUILD_TARGET")
        .current_dir(krate)
        .output();
    output
        .inspect_err(|error| eprintln!("not run: cargo cannot be started: {error}"))
        .ok()
        .map(|output| ran(&output))
}

/// Where the new crate is built: its own folder would be built anew each time.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("author")
}

/// Every file below a folder, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                out.push(path.strip_prefix(folder).unwrap().display().to_string());
            }
        }
    }
    out.sort();
    out
}

/// The api of this checkout.
fn api() -> String {
    root().join("plugins/api").display().to_string()
}

#[test]
fn what_is_written_and_said() {
    let folder = folder("written");
    let ran = run_in(
        &folder,
        &["plugins", "new", "sudan-lots", "--path-to-api", &api()],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = format!("{}\n{}", files(&folder).join("\n"), ran.out).replace(MAIN_SEPARATOR, "/");
    let mut settings = settings();
    settings.add_filter(r"from \S*[/\\]plugins[/\\]api", "from PATH/plugins/api");
    settings.add_filter(r"(lib)?headstamp_plugin_sudan_lots\.(so|dylib|dll)", "LIBRARY");
    settings.bind(|| insta::assert_snapshot!("plugins__new", text));

    // The whole checkout will do for the path; inside it the path is relative; without it, the repository is named.
    let top = root().display().to_string();
    let manifest = |dir: &str| fs::read_to_string(folder.join(dir).join("Cargo.toml")).unwrap();
    let ran = run_in(
        &folder,
        &["plugins", "new", "b", "--dir", "deep/b", "--path-to-api", &top],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(manifest("deep/b").contains("headstamp-plugin-api = { path = "));
    let elsewhere = tempfile::tempdir().unwrap();
    let ran = run_in(elsewhere.path(), &["plugins", "new", "c"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = fs::read_to_string(elsewhere.path().join("headstamp-plugin-c/Cargo.toml")).unwrap();
    assert!(
        text.contains("headstamp-plugin-api = { git = \"https://"),
        "{text}"
    );
}

#[test]
fn what_is_refused() {
    let folder = folder("refused");
    let api = api();
    let new = |name: &str| run_in(&folder, &["plugins", "new", name, "--path-to-api", &api]);
    assert_eq!(new("mine").code, 0);
    let before = fs::read(folder.join("headstamp-plugin-mine/src/lib.rs")).unwrap();
    let again = new("mine");
    assert_eq!(again.code, 65, "{}", again.err);
    assert!(again.err.contains("nothing is overwritten"), "{}", again.err);
    assert!(before == fs::read(folder.join("headstamp-plugin-mine/src/lib.rs")).unwrap());
    for name in [
        "Mine",
        "../mine",
        "mine_two",
        "soviet",
        "headstamp-plugin-mine",
        "",
    ] {
        assert_eq!(new(name).code, 2, "{name}");
    }
    let lost = run_in(&folder, &["plugins", "new", "lost", "--path-to-api", "nowhere"]);
    assert_eq!(lost.code, 66, "{}", lost.err);
    assert_eq!(files(&folder).len(), 5, "nothing is left of what was refused");
}

/// As the page says: new, test, build, check, trust, ask.
#[test]
fn a_new_plugin_works() {
    let folder = folder("works");
    let ran = run_in(
        &folder,
        &["plugins", "new", "author-lots", "--path-to-api", &api()],
    );
    assert_eq!(ran.code, 0, "{}", ran.err);
    let krate = folder.join("headstamp-plugin-author-lots");
    for verb in ["test", "build"] {
        let Some(built) = cargo(&krate, verb) else { return };
        assert_eq!(built.code, 0, "cargo {verb}: {}{}", built.out, built.err);
    }
    let plugins = folder.join("plugins-here");
    fs::create_dir(&plugins).unwrap();
    let file = plugins.join(file_name("author-lots"));
    fs::copy(target().join("debug").join(file_name("author-lots")), &file).unwrap();
    is_checked_trusted_and_asked(&folder, &file, &krate.join("tests/golden"), "author-lots");
}

/// The example of the page, with the answers of the crate.
#[test]
fn the_example_in_c_works() {
    let folder = folder("c");
    let ran = run_in(&folder, &["plugins", "new", "golden", "--path-to-api", &api()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let plugins = folder.join("plugins-here");
    fs::create_dir(&plugins).unwrap();
    let file = plugins.join(file_name("lots-in-c"));
    let built = Command::new("cc")
        .args([
            "-std=c11",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-O2",
            "-shared",
            "-fPIC",
            "-fvisibility=hidden",
        ])
        .args(["-Iplugins/api/include", "-o"])
        .arg(&file)
        .arg("docs/examples/plugin.c")
        .current_dir(root())
        .output();
    let Ok(built) = built else {
        eprintln!("not run: no C compiler");
        return;
    };
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    let golden = folder.join("headstamp-plugin-golden/tests/golden");
    is_checked_trusted_and_asked(&folder, &file, &golden, "lots-in-c");
}

fn is_checked_trusted_and_asked(home: &Path, file: &Path, golden: &Path, id: &str) {
    let plugins = file.parent().unwrap().to_str().unwrap();
    let (file, golden) = (file.to_str().unwrap(), golden.to_str().unwrap());
    let check = run_in(home, &["plugins", "check", file, "--golden", golden]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
    assert_eq!(check.out.matches(" ok ").count(), 16, "{}", check.out);

    let ask = [
        "identify",
        "945 11 LT0412",
        "-c",
        "7.62x54R",
        "--plugin-dir",
        plugins,
    ];
    let before = run_in(home, &ask);
    assert!(before.err.contains("plugins trust"), "{}", before.err);
    assert!(!before.out.contains("lot 0412"), "{}", before.out);
    let trust = run_in(home, &["plugins", "trust", "--yes", file]);
    assert_eq!(trust.code, 0, "{}", trust.err);
    let after = run_in(home, &ask);
    assert_eq!(after.code, 0, "{}", after.err);
    let says = format!("“LT0412” is the mark of lot 0412. (general plugin:{id})");
    assert!(after.out.contains(&says), "{}", after.out);
    assert!(after.out.contains("State Factory 945"), "{}", after.out);
}

fn page() -> String {
    fs::read_to_string(root().join("docs/plugins.md"))
        .unwrap()
        .replace("\r\n", "\n")
}

#[test]
fn the_page_has_every_code() {
    let page = page();
    let rows: Vec<String> = Code::ALL
        .iter()
        .map(|code| format!("| {code} | {} | {} |", code.title(), code.help()))
        .collect();
    let found: Vec<&str> = page.lines().filter(|line| line.starts_with("| HSP")).collect();
    assert_eq!(
        found,
        rows,
        "docs/plugins.md; it should have these rows:\n{}",
        rows.join("\n")
    );
}

/// Lists and limits of the page are those of the code.
#[test]
fn the_page_is_that_of_the_code() {
    use headstamp_plugin_api::{CLASSES, wire};
    let page = page();
    for name in wire::ROLES.iter().chain(wire::RELATIONS).chain(&CLASSES) {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
    let config = headstamp_plugin_host::HostConfig::new(PathBuf::new());
    let (time, limits) = (config.deadlines, config.limits);
    for text in [
        format!("| {} s |", time.handshake.as_secs()),
        format!(
            "{} ms, and {} ms for each item",
            time.batch.as_millis(),
            time.item.as_millis()
        ),
        format!("at most {} items", limits.batch_items),
        format!("| {} MiB | the sink", limits.answer_bytes >> 20),
        format!("| {} KiB |", limits.item_bytes >> 10),
        format!("| {} MiB | an allocation", limits.memory_bytes >> 20),
        format!(
            "{} in a row, or {} in all",
            limits.failures_in_a_row, limits.failures_in_all
        ),
    ] {
        assert!(page.contains(&text), "{text}");
    }
    // The piece of C on the page is that of the example.
    let example = fs::read_to_string(root().join("docs/examples/plugin.c"))
        .unwrap()
        .replace("\r\n", "\n");
    let shown = page
        .split("```c\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    assert!(
        example.contains(shown),
        "the table in docs/plugins.md is not that of the example"
    );
}
