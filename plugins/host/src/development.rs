//! Where bundled plugins lie when the program was started by cargo.
//!
//! `cargo run -p cli` builds them as dependencies, into `deps/` only; a copy beside the program may be left
//! from an earlier build of the whole workspace. So `deps/` comes first.

use std::path::{Path, PathBuf};

/// The folders to search, in order, if `exe` lies in a cargo target directory.
#[cfg(not(feature = "distribution"))]
pub(crate) fn folders(exe: &Path) -> Option<Vec<PathBuf>> {
    let mut profile = exe.parent()?;
    // Tests and examples lie one level deeper.
    if ["deps", "examples"].iter().any(|name| profile.ends_with(name)) {
        profile = profile.parent()?;
    }
    // `target/release/` or `target/<triple>/release/`; cargo marks `target/` as a cache.
    let in_target = profile
        .ancestors()
        .skip(1)
        .take(2)
        .any(|folder| folder.join("CACHEDIR.TAG").is_file());
    (in_target && profile.join(".fingerprint").is_dir())
        .then(|| vec![profile.join("deps"), profile.to_owned()])
}

/// In a distribution there is no such place.
#[cfg(feature = "distribution")]
pub(crate) fn folders(_: &Path) -> Option<Vec<PathBuf>> {
    None
}

#[cfg(all(test, not(feature = "distribution")))]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_in_a_target_directory() {
        let target = tempfile::tempdir().unwrap();
        let profile = target.path().join("release");
        fs::create_dir_all(profile.join("deps")).unwrap();
        let exe = profile.join("headstamp");
        assert_eq!(folders(&exe), None);
        fs::create_dir(profile.join(".fingerprint")).unwrap();
        assert_eq!(folders(&exe), None);
        fs::write(target.path().join("CACHEDIR.TAG"), "").unwrap();
        assert_eq!(folders(&exe), Some(vec![profile.join("deps"), profile.clone()]));
        assert_eq!(
            folders(&profile.join("deps/e2e-123")),
            Some(vec![profile.join("deps"), profile.clone()])
        );
        assert_eq!(folders(Path::new("/usr/bin/headstamp")), None);
    }
}
