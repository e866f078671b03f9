//! `plugins new`: a crate that builds, keeps the contract and reads something, for an author to change.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use headstamp_plugin_api::is_id;
use headstamp_plugin_host::file_name;

use crate::exit::{BAD_INPUT, Failure, INTERNAL, NO_INPUT, Outcome};
use crate::session::BUNDLED;

/// The files of a new plugin, with what they are made from.
const FILES: [(&str, &str); 5] = [
    (".gitignore", include_str!("template/gitignore.in")),
    ("Cargo.toml", include_str!("template/Cargo.toml.in")),
    ("README.md", include_str!("template/README.md.in")),
    ("src/lib.rs", include_str!("template/lib.rs.in")),
    (
        "tests/golden/lot-marks.json",
        include_str!("template/golden.json.in"),
    ),
];

const API: &str = "headstamp-plugin-api";
const PREFIX: &str = "headstamp-plugin-";

#[derive(Debug, Args)]
pub(super) struct New {
    /// Its id: lower-case letters, digits and single hyphens, such as `sudan-lots`
    name: String,
    /// The folder to write; headstamp-plugin-NAME when left out
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// The crate headstamp-plugin-api, or a checkout with it; looked for from here upwards when left out
    #[arg(long, value_name = "PATH")]
    path_to_api: Option<PathBuf>,
}

pub(super) fn run(new: &New) -> Outcome {
    let id = check_name(&new.name)?;
    let dir = new
        .dir
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("{PREFIX}{id}")));
    let api = match &new.path_to_api {
        Some(path) => Some(api_at(path).ok_or_else(|| {
            let text = format!(
                "{}: neither the crate {API} nor a checkout with it",
                path.display()
            );
            Failure::new(NO_INPUT, text)
        })?),
        None => std::env::current_dir()?.ancestors().find_map(api_at),
    };
    check_free(&dir)?;
    let api = api.map(|path| from_crate(&path, &dir)).transpose()?;
    for (name, template) in FILES {
        write(&dir.join(name), &fill(template, id, api.as_deref()))?;
    }
    anstream::print!("{}", message(id, &dir, api.as_deref()));
    Ok(0)
}

/// The name as an id that no plugin of a release has.
fn check_name(name: &str) -> Result<&str, Failure> {
    if let Some(id) = name.strip_prefix(PREFIX) {
        return Err(Failure::usage(format!(
            "{name}: the crate gets this prefix by itself; give the id alone: headstamp plugins new {id}"
        )));
    }
    if !is_id(name) {
        return Err(Failure::usage(format!(
            "{name:?} cannot be the id of a plugin: 1 to 64 lower-case letters, digits and single hyphens, a letter \
             first, such as sudan-lots"
        )));
    }
    if BUNDLED.contains(&name) {
        return Err(Failure::usage(format!(
            "\"{name}\" comes with headstamp, and of two plugins with one id neither is used; choose another name"
        )));
    }
    Ok(name)
}

/// Nothing is written over, nor among files that are there.
fn check_free(dir: &Path) -> Result<(), Failure> {
    let there = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(Failure::new(BAD_INPUT, format!("{}: {error}", dir.display()))),
    };
    if there {
        let text = "the folder is not empty, and nothing is overwritten; name another one with --dir";
        return Err(Failure::new(BAD_INPUT, format!("{}: {text}", dir.display())));
    }
    Ok(())
}

/// The crate of the api, if `path` is it or a checkout that holds it.
fn api_at(path: &Path) -> Option<PathBuf> {
    let is_api = |folder: &PathBuf| {
        fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| {
            text.lines()
                .any(|line| line.trim() == format!("name = \"{API}\""))
        })
    };
    [path.to_owned(), path.join("plugins").join("api")]
        .into_iter()
        .find(is_api)
}

/// The path that the new crate names the api by: relative inside one checkout, so that it can be moved as a whole.
fn from_crate(api: &Path, dir: &Path) -> Result<PathBuf, Failure> {
    let (api, dir) = (std::path::absolute(api)?, std::path::absolute(dir)?);
    let plain = |path: &Path| !path.components().any(|part| part.as_os_str() == "..");
    let inside = |checkout: &Path| {
        let below = dir.strip_prefix(checkout).ok()?;
        let up: PathBuf = below.components().map(|_| "..").collect();
        Some(up.join(api.strip_prefix(checkout).ok()?))
    };
    let checkout = api.parent().and_then(Path::parent);
    let relative = checkout.filter(|_| plain(&api) && plain(&dir)).and_then(inside);
    Ok(relative.unwrap_or(api))
}

fn fill(template: &str, id: &str, api: Option<&Path>) -> String {
    // A JSON string is a TOML string.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let api = match api {
        Some(path) => format!("path = {}", quoted(&path.to_string_lossy())),
        None => format!("git = {}", quoted(env!("CARGO_PKG_REPOSITORY"))),
    };
    template
        .replace("@ID@", id)
        .replace("@FILE@", &id.replace('-', "_"))
        .replace("@LIBRARY@", &file_name(id))
        .replace("@EDITION@", "2024")
        .replace("@RUST@", env!("CARGO_PKG_RUST_VERSION"))
        .replace("@API@", &api)
}

/// Writes a file that must not be there yet.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let failed =
        |error: io::Error| Failure::new(INTERNAL, format!("cannot write {}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)
}

/// What was written, and what to do now.
fn message(id: &str, dir: &Path, api: Option<&Path>) -> String {
    let mut text = format!("wrote {}, the plugin \"{id}\":\n", dir.display());
    for (name, _) in FILES {
        text += &format!("  {name}\n");
    }
    text += &match api {
        Some(path) => format!("{API} is taken from {}\n", path.display()),
        None => format!("{API} is taken from {}\n", env!("CARGO_PKG_REPOSITORY")),
    };
    let file = Path::new("target").join("release").join(file_name(id));
    let file = file.display();
    text += &format!(
        "\nNow, in {}:\n  cargo build --release\n  headstamp plugins check {file} --golden tests/golden\n  \
         headstamp plugins trust {file}\n\nThen it is asked:\n  \
         headstamp identify \"945 11 LT0412\" --plugin-dir target/release\n\n\
         Its rule is made up: put yours into src/lib.rs. How: docs/plugins.md\n",
        dir.display()
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_inside_a_checkout_only() {
        let root = std::env::temp_dir().join("checkout");
        let api = root.join("plugins").join("api");
        let from = |dir: &Path| from_crate(&api, dir).unwrap();
        let up = |n: usize| {
            (0..n)
                .map(|_| "..")
                .collect::<PathBuf>()
                .join("plugins")
                .join("api")
        };
        assert_eq!(from(&root.join("mine")), up(1));
        assert_eq!(from(&root.join("plugins").join("mine")), up(2));
        assert_eq!(from(&std::env::temp_dir().join("elsewhere")), api);
        assert_eq!(from(&root.join("..").join("elsewhere")), api);
    }

    #[test]
    fn every_placeholder_is_filled() {
        for (name, template) in FILES {
            for api in [None, Some(Path::new("a \"strange\" path"))] {
                let text = fill(template, "two-parts", api);
                assert!(!text.contains('@'), "{name}: {text}");
            }
        }
        let manifest = fill(FILES[1].1, "two-parts", Some(Path::new("a\\b \"c\"")));
        assert!(manifest.contains(r#"{ path = "a\\b \"c\"" }"#), "{manifest}");
        assert!(manifest.contains("name = \"headstamp_plugin_two_parts\""));
    }

    #[test]
    fn names_that_are_refused() {
        for (name, why) in [
            ("Sudan", "cannot be the id"),
            ("a/b", "cannot be the id"),
            ("", "cannot be the id"),
            ("soviet", "comes with headstamp"),
            ("headstamp-plugin-sudan", "plugins new sudan"),
        ] {
            assert!(check_name(name).unwrap_err().message.contains(why), "{name}");
        }
    }
}
