//! What may be written over. A collection is evidence, and so are the files it was made from: no output replaces them.

use std::ffi::OsStr;
use std::fs::Metadata;
use std::path::Path;

use crate::error::Error;
use crate::store::{self, Collection};

/// Says whether a command may write its output here. A file that is not there yet, and an ordinary one, may be written.
///
/// # Errors
/// When it is a collection, the journal of one, or a file that the command reads.
pub fn may_write(output: &Path, inputs: &[&Path]) -> Result<(), Error> {
    if store::is_collection(output) {
        return Err(refused(
            output,
            "is a headstamp collection, and no collection is ever written over",
        ));
    }
    if store::of_journal(output).is_some_and(|c| store::is_collection(&c)) {
        return Err(refused(
            output,
            "is the name of the journal of a headstamp collection, and would damage it",
        ));
    }
    if inputs.iter().any(|input| same_file(output, input)) {
        return Err(refused(
            output,
            "is the file that is read, and would be lost when it is written",
        ));
    }
    Ok(())
}

/// Says whether what is made from a collection may be written here.
///
/// # Errors
/// When there is a file with the name of one that was added: it may be the evidence itself.
pub fn may_write_from(collection: &Collection, output: &Path) -> Result<(), Error> {
    // Also by another name: a link leads to where the file is.
    let (Some(named), Ok(real)) = (output.file_name(), output.canonicalize()) else {
        return Ok(());
    };
    let name_is = |name: &str| same_name(named, name) || real.file_name().is_some_and(|n| same_name(n, name));
    if real.is_file() && collection.sources()?.iter().any(|s| name_is(&s.name)) {
        let why = format!(
            "is there, and {} names a file of that name as one of its sources",
            collection.path().display()
        );
        return Err(refused(output, &why));
    }
    Ok(())
}

/// Whether a name is that of the same file. On Windows and macOS capital letters make no other.
fn same_name(one: &OsStr, other: &str) -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        one.to_string_lossy().to_lowercase() == other.to_lowercase()
    } else {
        one == other
    }
}

fn refused(output: &Path, why: &str) -> Error {
    Error::Usage(format!(
        "{}: {why}; nothing was written, give another name with -o",
        output.display()
    ))
}

/// One file, whatever paths and links lead to it.
fn same_file(one: &Path, other: &Path) -> bool {
    let (Ok(a), Ok(b)) = (one.metadata(), other.metadata()) else {
        return false;
    };
    // What is no file, as a terminal or a pipe, is not lost when it is written to.
    a.is_file() && b.is_file() && (same_place(&a, &b) || one.canonicalize().ok() == other.canonicalize().ok())
}

#[cfg(unix)]
fn same_place(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same_place(_: &Metadata, _: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stamp;

    fn stamp() -> Stamp {
        Stamp {
            at: "2026-01-01T00:00:00Z".to_owned(),
            by: "A. Analyst".to_owned(),
        }
    }

    #[test]
    fn collections_and_inputs_are_kept() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir(at("sub")).unwrap();
        let case = Collection::create(&at("case.hsc"), "", &stamp()).unwrap();
        std::fs::copy(at("case.hsc"), at("renamed.txt")).unwrap();
        std::fs::write(at("rows.csv"), "marks\n").unwrap();
        std::fs::write(at("old.csv"), "old").unwrap();
        std::fs::write(
            at("other.db"),
            [b"SQLite format 3\0".as_slice(), &[0; 100]].concat(),
        )
        .unwrap();
        let rows = at("rows.csv");
        let check = |name: &str| may_write(&at(name), &[&rows]).map_err(|e| e.to_string());
        for (name, why) in [
            ("case.hsc", "is a headstamp collection"),
            ("renamed.txt", "is a headstamp collection"),
            ("case.hsc-journal", "is the name of the journal"),
            ("case.hsc-JOURNAL", "is the name of the journal"),
            ("rows.csv", "is the file that is read"),
            ("sub/../rows.csv", "is the file that is read"),
        ] {
            let said = check(name).unwrap_err();
            assert!(said.contains(why) && said.contains("another name"), "{said}");
        }
        for name in [
            "old.csv",
            "new.csv",
            "other.db",
            "old.csv-journal",
            "absent/new.csv",
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
        drop(case);
        // Cut short in copying, it is still one.
        let bytes = std::fs::read(at("case.hsc")).unwrap();
        std::fs::write(at("cut.hsc"), &bytes[..100]).unwrap();
        assert!(check("cut.hsc").is_err());
    }

    #[test]
    fn a_source_is_known_by_its_name() {
        let same = |one: &str| same_name(OsStr::new(one), "Été 2017.csv");
        assert!(same("Été 2017.csv") && !same("2017.csv"));
        let other_letters = cfg!(any(windows, target_os = "macos"));
        assert_eq!(same("été 2017.CSV"), other_letters);
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        drop(Collection::create(&at("case.hsc"), "", &stamp()).unwrap());
        std::fs::write(at("rows.csv"), "marks\n").unwrap();
        std::os::unix::fs::symlink(at("case.hsc"), at("soft")).unwrap();
        std::fs::hard_link(at("rows.csv"), at("hard")).unwrap();
        std::os::unix::fs::symlink(at("rows.csv"), at("link")).unwrap();
        let rows = at("rows.csv");
        for name in ["soft", "hard", "link"] {
            assert!(may_write(&at(name), &[&rows]).is_err(), "{name}");
        }
        assert!(may_write(Path::new("/dev/null"), &[Path::new("/dev/null")]).is_ok());
    }
}
