//! Folders of tables for tests, and the program that is asked about them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use headstamp_core::tables::check::RawFile;

/// The folder of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs `headstamp tables` with no data of the user.
pub(crate) fn tables(arguments: &[&str], dir: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_headstamp"))
        .args(["--no-user-data", "--color", "never", "tables"])
        .args(arguments)
        .current_dir(dir)
        .env_remove("NO_COLOR")
        .output()
        .expect("the program starts")
}

pub(crate) fn stdout(out: &Output) -> String {
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// The path that the program printed, as it is written on Unix.
pub(crate) fn path(out: &Output) -> String {
    stdout(out).trim().replace(std::path::MAIN_SEPARATOR, "/")
}

/// A small whole world: the good tables, with the numbers of the inference that are shipped.
pub(crate) fn good(into: &Path) {
    copy(&repository().join("tests/good-data"), into);
    fs::copy(
        repository().join("reference-data/weights.toml"),
        into.join("weights.toml"),
    )
    .unwrap();
}

/// Copies a folder over another one.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The files of a folder as the linter takes them.
pub(crate) fn raw(dir: &Path) -> Vec<RawFile> {
    fn walk(root: &Path, dir: &Path, out: &mut Vec<RawFile>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, out);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                out.push(RawFile {
                    path: name,
                    content: Ok(fs::read(&path).unwrap()),
                });
            }
        }
    }
    let mut out = Vec::new();
    walk(dir, dir, &mut out);
    out.sort_by(|a, b| a.path.cmp(&b.path));
    out
}

/// True when snapshots of generated files are to be written anew.
pub(crate) fn bless() -> bool {
    env::var_os("HEADSTAMP_BLESS").is_some()
}
