//! The manifests of the bundled plugins, by which the program knows which of them an item concerns.

use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::path::Path;

use headstamp_plugin_host::Lock;

use crate::program::{at_home, command, root, run};

#[test]
fn the_manifests_are_those_of_the_plugins() {
    let listed = run(&["plugins", "list", "--format", "json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed.out).unwrap();
    let listed = listed["plugins"].as_array().or(listed.as_array()).unwrap();
    let home = tempfile::tempdir().unwrap();
    for plugin in listed {
        let name = plugin["id"].as_str().unwrap().replace('-', "_");
        let file = format!("{DLL_PREFIX}headstamp_plugin_{name}{DLL_SUFFIX}");
        let built = Path::new(env!("CARGO_BIN_EXE_headstamp")).parent().unwrap();
        let path = [built.join(&file), built.join("deps").join(&file)]
            .into_iter()
            .find(|path| path.exists())
            .unwrap();
        let trusted = command(&["plugins", "trust", path.to_str().unwrap(), "--yes"])
            .envs(at_home(home.path()))
            .output()
            .unwrap();
        assert!(
            trusted.status.success(),
            "{}",
            String::from_utf8_lossy(&trusted.stderr)
        );
    }
    let lock = ["headstamp", "Library/Application Support/headstamp"]
        .map(|folder| home.path().join(folder).join("plugins.lock"))
        .into_iter()
        .find(|path| path.exists())
        .unwrap();
    let lock = Lock::read(&lock).unwrap();
    let mut manifests: Vec<_> = lock
        .plugins
        .into_iter()
        .map(|entry| entry.manifest.unwrap())
        .collect();
    manifests.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(manifests.len(), listed.len());
    let text = serde_json::to_string_pretty(&manifests).unwrap() + "\n";
    let page = root().join("plugins/bundled.json");
    if std::env::var_os("HEADSTAMP_BLESS").is_some() {
        std::fs::write(&page, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&page).unwrap().replace("\r\n", "\n");
    assert!(
        kept == text,
        "plugins/bundled.json is not what the plugins say; write it anew with HEADSTAMP_BLESS=1 cargo test -p headstamp \
         --test e2e bundled"
    );
}
