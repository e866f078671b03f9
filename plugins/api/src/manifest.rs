//! Writing and checking the manifest.

use crate::wire::Manifest;

/// Writes the manifest of the crate it stands in as static JSON; version and licence come from its
/// `Cargo.toml`.
///
/// All texts must be plain string literals without escapes. What is left out means "no limit" or "nothing".
///
/// ```
/// const MANIFEST: &str = headstamp_plugin_api::manifest! {
///     id: "soviet",
///     name: "Soviet year letters",
///     requests: ["read"],
///     items: ["case", "cartridge"],
///     contains: ["cyrillic", "digits"],
/// };
/// # headstamp_plugin_api::check_manifest(MANIFEST).unwrap();
/// ```
#[macro_export]
macro_rules! manifest {
    (
        id: $id:literal,
        name: $name:literal,
        requests: [$($request:literal),+ $(,)?]
        $(, items: [$($item:literal),* $(,)?])?
        $(, states: [$($state:literal),* $(,)?])?
        $(, marks: [$($mark:literal),* $(,)?])?
        $(, contains: [$($class:literal),* $(,)?])?
        $(, needs_data: [$($table:literal),* $(,)?])?
        $(, features: [$($feature:literal),* $(,)?])?
        $(,)?
    ) => {
        concat!(
            "{\"id\":", stringify!($id), ",\"name\":", stringify!($name),
            ",\"version\":\"", env!("CARGO_PKG_VERSION"),
            "\",\"licence\":\"", env!("CARGO_PKG_LICENSE"),
            "\",\"requests\":[", stringify!($($request),+),
            "],\"handles\":{\"items\":[", $(stringify!($($item),*),)?
            "],\"states\":[", $(stringify!($($state),*),)?
            "],\"marks\":[", $(stringify!($($mark),*),)?
            "],\"contains\":[", $(stringify!($($class),*),)?
            "]},\"needs_data\":[", $(stringify!($($table),*),)?
            "],\"features\":[", $(stringify!($($feature),*),)?
            "]}"
        )
    };
}

/// Character classes that [`Handles::contains`](crate::wire::Handles::contains) may name.
pub const CLASSES: [&str; 8] = [
    "cyrillic", "arabic", "hebrew", "chinese", "roman", "symbol", "digits", "latin",
];

/// Longest manifest that is read.
pub const MANIFEST_LIMIT: usize = 64 * 1024;

/// Parses a manifest and checks what its type cannot say.
///
/// # Errors
/// Names the field and what it should be.
pub fn check_manifest(json: &str) -> Result<Manifest, String> {
    if json.len() > MANIFEST_LIMIT {
        return Err(format!(
            "the manifest has {} bytes, at most {MANIFEST_LIMIT} are read",
            json.len()
        ));
    }
    let manifest: Manifest =
        serde_json::from_str(json).map_err(|error| format!("the manifest is not as described: {error}"))?;
    if !is_id(&manifest.id) {
        return Err(format!(
            "`id` is {:?}; it must be 1 to 64 lower-case letters, digits and single hyphens, \
             and begin with a letter",
            manifest.id
        ));
    }
    for (field, text) in [
        ("name", &manifest.name),
        ("version", &manifest.version),
        ("licence", &manifest.licence),
    ] {
        if text.is_empty() || text.len() > 200 || text.chars().any(char::is_control) {
            return Err(format!(
                "`{field}` must be 1 to 200 bytes without control characters"
            ));
        }
    }
    if manifest.requests.is_empty() {
        return Err("`requests` is empty; name `read`, `match` or both".to_owned());
    }
    Ok(manifest)
}

/// Whether `text` can be the id of a plugin. It becomes part of a file name, so the rule is narrow.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && !text.ends_with('-')
        && !text.contains("--")
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::RequestKind;

    #[test]
    fn macro_writes_all_fields() {
        let manifest = check_manifest(manifest! {
            id: "two-part", name: "A name, with a comma", requests: ["read", "match"],
            items: ["case"], states: ["SU"], marks: ["945", "188"], contains: ["cyrillic"],
            needs_data: ["events", "producers"], features: ["x"],
        })
        .unwrap();
        assert_eq!(manifest.id, "two-part");
        assert_eq!(manifest.version, env!("CARGO_PKG_VERSION"));
        assert_eq!(manifest.licence, "MIT OR Apache-2.0");
        assert_eq!(manifest.requests, [RequestKind::Read, RequestKind::Match]);
        assert_eq!(manifest.handles.marks, ["945", "188"]);
        assert_eq!(manifest.needs_data, ["events", "producers"]);
    }

    #[test]
    fn macro_needs_little() {
        let manifest = check_manifest(manifest! { id: "x", name: "X", requests: ["read"] }).unwrap();
        assert_eq!(manifest.handles, crate::wire::Handles::default());
    }

    #[test]
    fn ids_are_narrow() {
        for good in ["a", "soviet", "iran-2", "a1"] {
            assert!(is_id(good), "{good}");
        }
        for bad in ["", "1a", "A", "a_b", "a--b", "-a", "a-", "a/b", "..", "é"] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn refuses_what_the_type_allows() {
        let json = r#"{"id":"x","name":"X","version":"1","licence":"MIT","requests":[]}"#;
        assert!(check_manifest(json).unwrap_err().contains("`requests` is empty"));
        assert!(check_manifest("{").unwrap_err().contains("not as described"));
    }
}
