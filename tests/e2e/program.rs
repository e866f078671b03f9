//! Running the program in an environment that is the same everywhere.

use std::io::Write;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run gave back.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The program with a clean environment: no colours, a fixed width, no user data.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_headstamp"));
    c.args(args)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "88")
        .env("XDG_DATA_HOME", "/nonexistent")
        .env("HOME", "/nonexistent")
        .env("APPDATA", "/nonexistent")
        // No test is about how fast the machine is.
        .env("HEADSTAMP_PLUGIN_PATIENCE", "60")
        .current_dir(root());
    c
}

pub(crate) fn run(args: &[&str]) -> Ran {
    run_with(args, "")
}

pub(crate) fn run_with(args: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let bytes = stdin.as_ref().to_vec();
    let writer = std::thread::spawn(move || {
        // The program may end without reading everything.
        let _ = input.write_all(&bytes);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

/// What a program said of files in a folder, with DIR for the folder and paths as they are written on Unix.
pub(crate) fn with_dir(said: &str, folder: &Path) -> String {
    let said = said.replace(folder.to_str().unwrap(), "DIR");
    said.replace(&format!("DIR{MAIN_SEPARATOR}"), "DIR/")
}

/// Where a user's plugins are looked for, whatever the system.
pub(crate) fn at_home(home: &Path) -> [(&'static str, &Path); 3] {
    ["XDG_DATA_HOME", "APPDATA", "HOME"].map(|name| (name, home))
}

/// What differs from machine to machine and from version to version.
pub(crate) fn settings() -> insta::Settings {
    let mut s = insta::Settings::clone_current();
    s.set_snapshot_path("snapshots");
    s.set_prepend_module_to_snapshot(false);
    s.set_omit_expression(true);
    s.add_filter(
        r"sandbox (full|process|partial[^)]*(\([^)]*\))?|not\s+started)",
        "sandbox LEVEL",
    );
    s.add_filter(r"headstamp\.exe", "headstamp");
    // Where the level is another one, a sentence that is broken before it is that of the snapshots all the same.
    if cfg!(not(target_os = "linux")) {
        s.add_filter(
            r"sandbox\n  (process|partial(\s+\([^)]*\))?)\)",
            "sandbox\n  full)",
        );
    }
    s.add_filter(r"headstamp \d+\.\d+\.\d+", "headstamp VERSION");
    s.add_filter(r"tables \d{4}\.\d+", "tables VERSION");
    s.add_filter(r#""sandbox": ?"[^"]*""#, r#""sandbox": "LEVEL""#);
    s.add_filter(r#""sha256": ?"[^"]*""#, r#""sha256": "HASH""#);
    s.add_filter(r"sha256 [0-9a-f]{64}", "sha256 HASH");
    s.add_filter(r"(/[\w.-]+)+/target/", "TARGET/");
    s
}
