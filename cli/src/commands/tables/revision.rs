//! The tables as they were in another revision, read through git.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::exit::{Failure, INTERNAL, NO_INPUT};

/// Every table below a folder, as it stood at a revision.
pub(super) fn read(dir: &Path, revision: &str) -> Result<Vec<(String, String)>, Failure> {
    if revision.starts_with('-') {
        return Err(Failure::usage(format!("`{revision}` is no revision")));
    }
    let list = git(
        dir,
        &["ls-tree", "-r", "-z", "--name-only", revision, "--", "."],
        revision,
    )?;
    let list = String::from_utf8_lossy(&list).into_owned();
    let paths: Vec<&str> = list
        .split('\0')
        .filter(|p| p.ends_with(".toml") && !p.starts_with("embed/"))
        .collect();
    if paths.is_empty() {
        return Err(Failure::new(
            NO_INPUT,
            format!("there are no tables in {} at `{revision}`", dir.display()),
        ));
    }
    let texts = contents(dir, revision, &paths)?;
    Ok(paths.into_iter().map(str::to_owned).zip(texts).collect())
}

fn git(dir: &Path, arguments: &[&str], revision: &str) -> Result<Vec<u8>, Failure> {
    let out = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(arguments)
        .output()
        .map_err(|e| Failure::new(INTERNAL, format!("git cannot be started: {e}")))?;
    if out.status.success() {
        return Ok(out.stdout);
    }
    let said = String::from_utf8_lossy(&out.stderr).trim().to_owned();
    Err(Failure::new(
        NO_INPUT,
        format!("`{revision}` is neither a folder nor a revision here: {said}"),
    ))
}

/// One process for all files: a thousand starts of git would take seconds.
fn contents(dir: &Path, revision: &str, paths: &[&str]) -> Result<Vec<String>, Failure> {
    let failed = |e: &dyn std::fmt::Display| Failure::new(INTERNAL, format!("git cat-file: {e}"));
    let mut child = Command::new("git")
        .arg("-C")
        .arg(dir)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| failed(&e))?;
    let asked: String = paths.iter().map(|p| format!("{revision}:./{p}\n")).collect();
    let mut stdin = child.stdin.take().ok_or_else(|| failed(&"no input"))?;
    let mut answer = Vec::new();
    // Asking and reading go on side by side, since both pipes may fill up.
    let asking = std::thread::spawn(move || stdin.write_all(asked.as_bytes()));
    child
        .stdout
        .take()
        .ok_or_else(|| failed(&"no output"))?
        .read_to_end(&mut answer)
        .map_err(|e| failed(&e))?;
    child.wait().map_err(|e| failed(&e))?;
    if let Ok(Err(e)) = asking.join() {
        return Err(failed(&e));
    }
    let mut rest = answer.as_slice();
    let mut out = Vec::new();
    for path in paths {
        let end = rest
            .iter()
            .position(|b| *b == b'\n')
            .ok_or_else(|| failed(path))?;
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        let size: usize = head
            .rsplit(' ')
            .next()
            .and_then(|n| n.parse().ok())
            .ok_or_else(|| failed(&head))?;
        let text = rest.get(end + 1..end + 1 + size).ok_or_else(|| failed(path))?;
        out.push(String::from_utf8_lossy(text).into_owned());
        rest = rest.get(end + 2 + size..).unwrap_or_default();
    }
    Ok(out)
}
