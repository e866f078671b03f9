//! The tables of a run: the shipped ones, with those of the user on top.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use headstamp_core::tables::{Builder, Tables};

use crate::args::Global;
use crate::exit::{BAD_TABLES, Failure};

/// The bytes of the tables. [`Tables`] borrow from them.
pub(crate) struct Data {
    bytes: Cow<'static, [u8]>,
}

impl Data {
    /// Loads the shipped tables, then the overlays in order.
    pub(crate) fn load(global: &Global) -> Result<Self, Failure> {
        let mut data = Self {
            bytes: Cow::Borrowed(headstamp_reference_data::TABLES),
        };
        let user = if global.no_user_data {
            None
        } else {
            user_dir().map(|d| d.join("data")).filter(|d| d.is_dir())
        };
        for dir in user.iter().chain(&global.data) {
            data = data.with(dir)?;
        }
        Ok(data)
    }

    fn with(&self, dir: &Path) -> Result<Self, Failure> {
        let bad = |e: &dyn std::fmt::Display| Failure::new(BAD_TABLES, format!("{}: {e}", dir.display()));
        if !dir.is_dir() {
            return Err(bad(
                &"no such folder; --data takes a folder laid out like reference-data",
            ));
        }
        let mut builder =
            Builder::on_top_of(&self.tables()?, &dir.display().to_string()).map_err(|e| bad(&e))?;
        let files = read_dir(dir).map_err(|e| bad(&e))?;
        if files.is_empty() {
            return Err(bad(
                &"there is no .toml file in this folder; see reference-data/README.md for the layout",
            ));
        }
        for (path, text) in &files {
            builder.add(path.clone(), text.clone());
        }
        match builder.build() {
            Ok((set, _)) => Ok(Self {
                bytes: Cow::Owned(set.to_bytes().map_err(|e| bad(&e))?),
            }),
            Err(found) => {
                let text = crate::text::diagnostics::all(&found, &files);
                Err(Failure::new(
                    BAD_TABLES,
                    format!("the tables in {} cannot be used\n{text}", dir.display()),
                ))
            }
        }
    }

    pub(crate) fn tables(&self) -> Result<Tables<'_>, Failure> {
        Tables::open(&self.bytes).map_err(|e| Failure::new(BAD_TABLES, e.to_string()))
    }
}

/// Every TOML file below a folder, by path with `/`, sorted.
pub(crate) fn read_dir(root: &Path) -> io::Result<Vec<(String, String)>> {
    fn walk(root: &Path, dir: &Path, depth: u8, out: &mut Vec<(String, String)>) -> io::Result<()> {
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            if path.is_dir() && depth < 3 {
                walk(root, &path, depth + 1, out)?;
            } else if path.extension().is_some_and(|e| e == "toml") {
                let name = path
                    .strip_prefix(root)
                    .unwrap_or(&path)
                    .to_string_lossy()
                    .replace('\\', "/");
                out.push((name, fs::read_to_string(&path)?));
            }
        }
        Ok(())
    }
    let mut out = Vec::new();
    walk(root, root, 0, &mut out)?;
    out.sort();
    Ok(out)
}

/// Where a user keeps tables and plugins.
pub(crate) fn user_dir() -> Option<PathBuf> {
    let var = |name| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if cfg!(windows) {
        return var("APPDATA").map(|d| d.join("headstamp"));
    }
    if cfg!(target_os = "macos") {
        return var("HOME").map(|d| d.join("Library/Application Support/headstamp"));
    }
    var("XDG_DATA_HOME")
        .or_else(|| var("HOME").map(|d| d.join(".local/share")))
        .map(|d| d.join("headstamp"))
}
