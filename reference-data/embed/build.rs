//! Compiles the TOML tables into the form that the program reads in place. A bad row stops the build, with its place.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use headstamp_core::tables::Builder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("..");
    let mut builder = Builder::new();
    for dir in ["", "messages", "sources", "events", "producers"] {
        println!("cargo::rerun-if-changed={}", root.join(dir).display());
        add(&root, &root.join(dir), dir == "producers", &mut builder)?;
    }
    match builder.build() {
        Ok((set, _)) => {
            let out = PathBuf::from(env::var("OUT_DIR")?).join("tables.bin");
            fs::write(out, set.to_bytes()?)?;
            Ok(())
        }
        Err(found) => {
            for d in &found {
                let place = d.span.as_ref().map_or_else(String::new, |s| {
                    let text = fs::read_to_string(root.join(&d.file)).unwrap_or_default();
                    let before = text.get(..s.start).unwrap_or_default();
                    let line = before.matches('\n').count() + 1;
                    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
                    format!(":{line}:{column}")
                });
                println!(
                    "cargo::error=reference-data/{}{place}: [{}] {} {} {}",
                    d.file, d.code, d.message, d.label, d.help
                );
            }
            Err(format!("{} errors in the reference tables", found.len()).into())
        }
    }
}

fn add(root: &Path, dir: &Path, deep: bool, builder: &mut Builder) -> io::Result<()> {
    let mut entries: Vec<PathBuf> = fs::read_dir(dir)?
        .map(|e| e.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            if deep {
                println!("cargo::rerun-if-changed={}", path.display());
                add(root, &path, false, builder)?;
            }
        } else if path.extension().is_some_and(|e| e == "toml") {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            if name.starts_with("embed/") || name == "Cargo.toml" {
                continue;
            }
            println!("cargo::rerun-if-changed={}", path.display());
            builder.add(name, fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
